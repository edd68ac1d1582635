"""Makes the archives that faults are planted in."""

from __future__ import annotations

from pathlib import Path
from random import Random

import tomlkit
from PIL import Image

from medium_archive.commands import build, import_exports, sync
from medium_archive.folder.layout import Layout
from tests.conftest import EXAMPLE_ZIP, EXAMPLES
from tests.faults import rare_posts
from tests.medium_server import MediumServer, Reply, packed
from tests.sample_exports import write_zip
from tests.sample_feeds import Text, export, feed

# Archives of made posts, for kinds of faults that real posts rarely have a place for
MADE = ("rare", "rare-with-url", "feed", "example", "example-with-url")
_FEED = "medium.com/feed/@ada"
_RARE_POSTS = {"rare": 240, "rare-with-url": 24}
_POSTS_OF_FEED = 48
_WITH_URL = ("rare-with-url", "example-with-url")  # only such a site has a sitemap and preview pictures
_LARGE = 640, 40  # pixels


def names(folder: Path) -> list[str]:
    """The archives of a folder of exports, and those of `MADE`."""
    return [*MADE, *(path.stem for path in sorted(folder.glob("*.zip")))]


def make(name: str, exports: Path, place: Path) -> Layout:
    """The archive with this name, with a built site, in `place`. One that is there already is taken as it is."""
    layout = Layout(place / name)
    if not layout.settings.is_file():
        unfinished = Layout(place / f"{name}.unfinished")
        _import(name, exports, unfinished)
        build.build(unfinished)
        unfinished.root.rename(layout.root)
    return layout


def build_in(layout: Layout, theme: str) -> None:
    """Build the site in a theme."""
    _choose(layout, "theme", theme)
    build.build(layout)


def _choose(layout: Layout, key: str, value: str) -> None:
    """Set a value of the site in archive.toml."""
    document = tomlkit.parse(layout.settings.read_text("utf-8"))
    document.setdefault("site", {})[key] = value
    layout.settings.write_text(tomlkit.dumps(document), "utf-8")


def _import(name: str, exports: Path, layout: Layout) -> None:
    beside = layout.root.with_suffix(".zip")
    if name == "feed":
        _import_and_sync(layout, beside)
    elif name in _RARE_POSTS:
        drawn = layout.root.with_suffix(".pictures")
        _draw(drawn, _RARE_POSTS[name])
        export = rare_posts.write(beside, _RARE_POSTS[name])
        import_exports.import_exports([export], layout, import_exports.Options(pictures=drawn))
    elif name in MADE:
        import_exports.import_exports([EXAMPLE_ZIP], layout, import_exports.Options(pictures=EXAMPLES / "pictures"))
    else:
        import_exports.import_exports([exports / f"{name}.zip"], layout)
    if name in _WITH_URL:
        _choose(layout, "url", "https://ada.example")


def _draw(folder: Path, posts: int) -> None:
    """The pictures of every fourth post of an export of rare elements: of the others the archive has addresses. Every
    eighth post has one that is so large that its page has smaller copies, and a link to the whole picture.
    """
    folder.mkdir(exist_ok=True)
    for number in range(0, posts, 4):
        for shade, name in enumerate(("harbour", "tower", "left", "right")):
            picture = Image.new("RGB", (8, 8), (number, 60 * shade, 90))
            if name == "tower" and not number % 8:  # no compression makes random dots smaller
                picture = Image.frombytes("L", _LARGE, Random(number).randbytes(_LARGE[0] * _LARGE[1]))  # noqa: S311  # dots, no secret
            picture.save(folder / f"1*{name}{number}.png")


def _import_and_sync(layout: Layout, beside: Path) -> None:
    """Posts that only a feed has, and tags, which no export has: the other half of the posts is in both."""
    texts = [Text(number) for number in range(_POSTS_OF_FEED)]
    zip_file = write_zip(beside, export(texts[: _POSTS_OF_FEED // 2], "May 12, 2025"))
    import_exports.import_exports([zip_file], layout)
    with MediumServer() as medium:
        own = layout.settings.read_text("utf-8")
        layout.settings.write_text(own + medium.settings("ada.medium.com", "looms.example"), "utf-8")
        medium.answers[_FEED] = packed(Reply(200, feed(texts), {"Content-Type": "text/xml; charset=UTF-8"}))
        sync.sync(layout, sync.Options(offline=True))
        layout.settings.write_text(own, "utf-8")
