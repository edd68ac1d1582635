"""Sites that have the payloads in every place, in each theme, and a reader who opens their pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from medium_archive.commands.build import build
from medium_archive.commands.import_exports import import_exports
from medium_archive.folder.layout import Layout
from tests import local_server
from tests.sample_exports import write_zip
from tests.script_places import around, edited, exported, payloads
from tests.script_places.looking import NUMBER, Looks, plain, reader
from tests.script_places.place import Marked, Place
from tests.site_changes import choose

if TYPE_CHECKING:
    from playwright.sync_api import Browser

QUERY = "address of a page"
_ASKED = {
    "words to search for": "search.html?q={}",
    "an address to find": "find.html?address={}",
    "the address of no page": "{}",
    "the fragment of the search": "search.html#{}",
    "the fragment of a page that finds": "find.html#{}",
    "the query of a page": "index.html?{}",
}
QUERY_PLACES = tuple(Place(QUERY, name) for name in _ASKED)
PLACES = (*exported.PLACES, *edited.PLACES, *around.SETTING_PLACES, *around.THEME_PLACES, *QUERY_PLACES)
_SHOWN = frozenset((".html", ".xml", ".svg", ".txt", ".json"))
_SMALL_PAGES = (
    "index.html", "archive.html", "about.html", "search.html", "tags/index.html", "highlights.html", "404.html",
    "proof/index.html", "posts/2020-11-12-looms/index.html", "feed.xml", "sitemap.xml",
)  # fmt: skip


@dataclass
class Work:
    """The payloads and themes of a run, and what it has found. `told` gets a line about each step."""

    browser: Browser
    folder: Path
    themes: Sequence[str]
    chosen: Sequence[int]  # of payloads
    told: Callable[[str], None] = lambda line: None
    looks: dict[str, Looks] = field(default_factory=dict)  # by theme
    groups: set[str] = field(default_factory=set)  # of the places that were looked at


def marks(group: str) -> Callable[[int], Marked]:
    """Gives the texts of a payload in the places of a group."""
    numbers = {place.name: number for number, place in enumerate(PLACES) if place.group == group}
    return lambda payload: Marked(payload, numbers)


def look_at_posts(work: Work) -> None:
    """The posts of an export and of a person, each page of their site, and the searches for them."""
    work.groups |= {exported.GROUP, edited.GROUP, QUERY}
    layout = Layout(work.folder / "posts")
    of_export, of_edit = marks(exported.GROUP), marks(edited.GROUP)
    files = {name: page for number in work.chosen for name, page in exported.pages(of_export(number)).items()}
    report = import_exports([write_zip(work.folder / "export.zip", files)], layout)
    work.told(f"{report.counts.get('posts')} posts of an export")
    for number in work.chosen:
        edited.lay_out(layout.root, of_edit(number))
    choose(layout, "site", url="https://ada.example/blog", proof=True, old_addresses=["profile"])
    for theme in work.themes:
        with _built(work, layout, theme) as (site, address):
            pages = sorted(path.relative_to(site).as_posix() for path in site.rglob("*") if _is_read(path))
            work.told(f"{theme}: {len(pages)} pages of posts")
            with reader(work.browser, work.looks[theme], address, _shown(work.chosen)) as one:
                for page in pages:
                    one.read(f"{address}/{quote(page)}")
                asked = marks(QUERY)
                for number in work.chosen:
                    for name, query in _ASKED.items():
                        one.read(f"{address}/{query.format(quote(asked(number)(name)))}")
                    one.read(f"{address}/search.html?q=w{of_edit(number).number('front matter: title')}")


def _is_read(path: Path) -> bool:
    """Whether a payload is on a page, or in another file that a browser shows."""
    if not path.is_file() or path.suffix not in _SHOWN:
        return False
    return bool(path.suffix == ".svg" or NUMBER.search(path.read_text("utf-8", "replace")))


def look_around(work: Work) -> None:
    """Settings, records and texts about the author."""
    work.groups.add(around.SETTINGS)
    of = marks(around.SETTINGS)
    for number in work.chosen:
        layout = around.lay_out_settings(work.folder / f"around-{number}", of(number))
        for theme in work.themes:
            with _built(work, layout, theme) as (site, address):
                lists = [path.relative_to(site).as_posix() for path in site.glob("lists/*.html")]
                authors = [path.relative_to(site).as_posix() for path in site.glob("authors/*.html")]
                with reader(work.browser, work.looks[theme], address, _shown(work.chosen)) as one:
                    for page in (*_SMALL_PAGES, *lists, *authors):
                        if (site / page).exists():
                            one.read(f"{address}/{quote(page)}")


def look_at_themes(work: Work) -> None:
    """Themes of strangers. Here pages keep their policy, because a theme may write any HTML."""
    work.groups.add(around.THEME)
    of = marks(around.THEME)
    for number in [one for one in work.chosen if payloads.ALL[one] not in payloads.LEADING]:
        layout = around.lay_out_theme(work.folder / f"theme-{number}", of(number))
        for theme in work.themes:
            with (
                _built(work, layout, theme) as (_, address),
                reader(work.browser, work.looks[theme], address, {}, has_policy=True) as one,
            ):
                for page in ("index.html", "posts/2020-11-12-looms/index.html", "404.html"):
                    one.read(f"{address}/{page}")


SCENES: Mapping[str, Callable[[Work], None]] = {
    "posts": look_at_posts,
    "around": look_around,
    "themes": look_at_themes,
}


@contextmanager
def _built(work: Work, layout: Layout, theme: str) -> Iterator[tuple[Path, str]]:
    """The site in a theme, and where it is served."""
    choose(layout, "site", theme=theme)
    site = work.folder / f"{layout.root.name}-{theme}"
    report = build(layout, out=site, jobs=1)
    for issue in report.issues:
        if issue.level == "error":
            work.told(f"{theme}: {issue.where}: {issue.message[:200]}")
    work.looks.setdefault(theme, Looks())
    with local_server.serving(partial(_Handler, directory=str(site))) as address:
        yield site, address


class _Handler(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def handle(self) -> None:
        with suppress(ConnectionError):  # the page was closed
            super().handle()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """404.html, as a host shows it."""
        page = Path(self.directory) / "404.html"
        content = page.read_bytes() if page.exists() else b""
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *arguments: object) -> None:
        """Say nothing."""


def _shown(chosen: Iterable[int]) -> dict[int, str]:
    """What should be seen after the word of each number."""
    found: dict[int, str] = {}
    for group in dict.fromkeys(place.group for place in PLACES):
        of = marks(group)
        for payload in chosen:
            marked = of(payload)
            for place in PLACES:
                if place.group == group and place.shows:
                    found[marked.number(place.name)] = plain(marked(place.name, is_alone=True))
    return found
