"""The server's memory: a build that makes only what changed gives the same site as one that makes everything."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from medium_archive.commands.build import build
from medium_archive.folder.layout import Layout
from medium_archive.site import content
from medium_archive.site.memory import Memory
from medium_archive.site.theme import Theme
from tests import small_archive
from tests.conftest import one_in

LOOMS = "posts/2020-11-12-looms/index.md"


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def replace(root: Path, name: str, old: str, new: str) -> None:
    text = (root / name).read_text("utf-8")
    assert old in text
    small_archive.write(root, name, text.replace(old, new))


def remove(root: Path, *names: str) -> None:
    for name in names:
        (root / name).unlink()


CHANGES: dict[str, Callable[[Path], None]] = {
    "a text": lambda root: replace(root, LOOMS, "A second line.", "Another line."),
    "a title": lambda root: replace(root, LOOMS, "Looms & <logic>", "Mills"),
    "a tag": lambda root: replace(root, LOOMS, "tags: [engines]", "tags: [engines, mills]"),
    "a date, and so the order": lambda root: replace(root, LOOMS, "date: 2020", "date: 2010"),
    "a post that others link to goes": lambda root: remove(root, "posts/2019-01-09-檔案/index.md"),
    "a post comes": lambda root: small_archive.write(
        root, "posts/2022-02-02-new/index.md", "---\ntitle: New\n---\n\nx\n"
    ),
    "a post that another links to comes": lambda root: small_archive.write(
        root, "posts/2018-01-01-later/index.md", "---\ntitle: Later\n---\n\nx\n"
    ),
    "a picture goes": lambda root: remove(root, "posts/2020-11-12-looms/1-tall.png"),
    "a picture comes": lambda root: small_archive.picture(root / "posts/2020-11-12-looms/2-late.png", 600, 400),
    "a picture of another post comes": lambda root: small_archive.picture(
        root / "posts/2021-03-04-arabic/3-far.png", 600, 400
    ),
    "a picture is another": lambda root: small_archive.picture(root / "posts/2020-11-12-looms/1-wide.png", 500, 800),
    "the photo is another": lambda root: small_archive.picture(root / "ada.png", 90, 90),
    "the page about the author": lambda root: replace(root, "about.md", "I write", "I wrote"),
    "the page about the author goes": lambda root: remove(root, "about.md"),
    "the responses go": lambda root: remove(root, "responses/2019-01-09-thank-you/index.md"),
    "the name of the site": lambda root: replace(root, "archive.toml", 'title = "Ada Example"', 'title = "Mills"'),
    "the theme": lambda root: replace(root, "archive.toml", '"plain"', '"journal"'),
    "an option": lambda root: replace(root, "archive.toml", "[author]", "[theme]\nposts = 1\n[author]"),
    "no extras": lambda root: replace(root, "archive.toml", "[site]", "[site]\nextras = false"),
    "a template": lambda root: small_archive.write(root, "theme/404.html", "Gone."),
    "another address of a post": lambda root: replace(root, LOOMS, "lang: en", "lang: en\nalso: https://b.example/"),
    "a post is published elsewhere": lambda root: small_archive.write(
        root,
        "records/published.jsonl",
        '{"post": "5c8d3a", "platform": "toy", "account": "https://b.example", "address": "https://b.example/looms", '
        '"state": "published"}\n',
    ),
    "the records": lambda root: replace(root, "records/pictures.jsonl", "1600", "1601"),
}


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    made = small_archive.make(tmp_path / "archive")
    replace(
        made.root,
        LOOMS,
        "A second line.",
        "A second line. [Later](../2018-01-01-later/index.md)\n\n"
        "![](2-late.png)\n\n![](../2021-03-04-arabic/3-far.png)\n",
    )
    # A footer that lists all posts on every page
    footer = "{% for post in site_content.posts %}{{ post.title }}{% endfor %}"
    small_archive.write(made.root, "theme/own-footer.html", footer)
    return made


@pytest.mark.parametrize("change", one_in(8, CHANGES, of_ci=2))
def test_an_incremental_build_makes_the_same_site(layout: Layout, tmp_path: Path, change: str) -> None:
    """After every kind of change, byte for byte, and after the change is undone."""
    memory = Memory()
    build(layout, memory=memory)
    before, site = files_of(layout.root), files_of(layout.site)
    CHANGES[change](layout.root)
    build(layout, memory=memory)
    build(layout, out=tmp_path / "anew")
    assert files_of(layout.site) == files_of(tmp_path / "anew")
    for name in files_of(layout.root).keys() - before.keys():
        if not name.startswith(("site/", ".cache/")):
            remove(layout.root, name)
    for name, data in before.items():
        if not name.startswith(("site/", ".cache/")):
            (layout.root / name).write_bytes(data)
    build(layout, memory=memory)
    assert files_of(layout.site) == site


def test_a_change_renders_only_the_pages_that_show_it(layout: Layout, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of three posts the edited one is rendered; other pages are not written."""
    remove(layout.root, "theme/own-footer.html")
    memory = Memory()
    build(layout, memory=memory)
    made: list[str] = []
    rendered: list[str] = []
    render_post, render = content.render_post, Theme.render

    def watch_render_post(post, *rest):  # type: ignore[no-untyped-def]  # passed on as it comes
        made.append(post.path)
        return render_post(post, *rest)

    def watch_render(self, template, values):  # type: ignore[no-untyped-def]  # as above
        rendered.append(values["page"].file if "page" in values else template)
        return render(self, template, values)

    monkeypatch.setattr(content, "render_post", watch_render_post)
    monkeypatch.setattr(Theme, "render", watch_render)
    replace(layout.root, "posts/2021-03-04-arabic/index.md", "الكتابة تبقى", "الكتابة باقية")
    build(layout, memory=memory)
    assert made == ["posts/2021-03-04-arabic"]
    assert {name for name in rendered if name.endswith(".html")} == {
        "index.html", "archive.html", "posts/2021-03-04-arabic/index.html", "posts/2020-11-12-looms/index.html",
    }  # fmt: skip


def test_a_page_changed_by_hand_is_made_again(layout: Layout) -> None:
    """The next build corrects the site, whatever happened to its files."""
    memory = Memory()
    build(layout, memory=memory)
    wanted = files_of(layout.site)
    (layout.site / "archive.html").write_text("broken")
    (layout.site / "posts/2020-11-12-looms/index.html").unlink()
    build(layout, memory=memory)
    assert files_of(layout.site) == wanted
