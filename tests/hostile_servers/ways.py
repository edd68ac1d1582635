"""Ways out for reading: pictures, gists, feeds, the watch, web archives, the live site; and the alerts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from medium_archive.commands import build, import_exports
from medium_archive.folder import alert_log, site_captures, watch_log
from medium_archive.folder.layout import Layout
from tests import small_archive
from tests.cdn import CDN, GIST_API, GIST_RAW, HOSTS, MIRO, WAYBACK, Cdn, Faults
from tests.common_crawl_server import FILES, INDEX, CommonCrawlServer
from tests.hostile_servers.scene import Good, Servers, Stage, Way
from tests.medium_server import MediumServer, Reply, profile, story, suspended
from tests.rescue_archives import kept
from tests.rescue_archives import story as told
from tests.sample_exports import write_zip
from tests.sample_feeds import Text, export, feed
from tests.sample_pictures import GISTS, OUTSIDE, export_with, make_pictures
from tests.save_server import _START, KEY, SECRET, SaveServer
from tests.static_host import hosting
from tests.wayback_server import HOST, WaybackServer

_OFFLINE = import_exports.Options(offline=True)
_SITE = "https://ada.example"
_HOOK = "hook.example"
_ID = "5c8d3a012345"


def _nothing() -> object:
    return None


def _only(address: str) -> Good:
    return lambda request: address


@contextmanager
def _pictures(folder: Path) -> Iterator[Stage]:
    pictures = make_pictures(4, seed=5)
    folder.mkdir(parents=True)
    layout = Layout(folder / "archive")
    import_exports.import_exports([export_with(pictures, folder / "export.zip", posts=3, gists=())], layout, _OFFLINE)

    @contextmanager
    def servers() -> Iterator[Servers]:
        with Cdn(pictures) as cdn:
            yield _only(cdn.address), _nothing

    yield Stage(layout.root, HOSTS, servers)


@contextmanager
def _lost_pictures(folder: Path) -> Iterator[Stage]:
    """All are gone, but for the copies of the Wayback Machine."""
    pictures = tuple(one for one in make_pictures(3, seed=5) if one.role == "figure")
    folder.mkdir(parents=True)
    layout = Layout(folder / "archive")
    import_exports.import_exports([export_with(pictures, folder / "export.zip", posts=3, gists=())], layout, _OFFLINE)

    @contextmanager
    def servers() -> Iterator[Servers]:
        faults = Faults(0, 0, 0, 0, 0, 0, 1.0)
        with Cdn(pictures, faults, in_wayback={one.id for one in pictures}) as cdn:
            yield _only(cdn.address), _nothing

    yield Stage(layout.root, HOSTS, servers)


@contextmanager
def _gists(folder: Path) -> Iterator[Stage]:
    folder.mkdir(parents=True)
    layout = Layout(folder / "archive")
    import_exports.import_exports([export_with((), folder / "export.zip", posts=4, gists=GISTS[:3])], layout, _OFFLINE)

    @contextmanager
    def servers() -> Iterator[Servers]:
        with Cdn(()) as cdn:
            yield _only(cdn.address), _nothing

    yield Stage(layout.root, HOSTS, servers)


def _gist_texts(layout: Layout) -> object:
    return {
        one["address"]: one["files"]
        for name in (layout.records / "gists.jsonl", layout.private / "gists.jsonl")
        for one in small_archive.read_records(name)
    }


@contextmanager
def _feed(folder: Path) -> Iterator[Stage]:
    folder.mkdir(parents=True)
    every = [Text(number) for number in range(8)]
    layout = Layout(folder / "archive")
    import_exports.import_exports([write_zip(folder / "export.zip", export(every[:4], "January 12, 2025"))], layout)
    content = feed(every)

    @contextmanager
    def servers() -> Iterator[Servers]:
        with MediumServer() as medium:
            medium.answers["medium.com/feed/@ada"] = Reply(200, content, {"Content-Type": "text/xml; charset=UTF-8"})
            yield _only(medium.address), _nothing

    yield Stage(layout.root, ("medium.com", "ada.medium.com"), servers)


def _watched(folder: Path) -> Layout:
    layout = small_archive.make(folder / "archive")
    lines = f'\n[watch]\nprofile = "https://medium.com/@ada"\nposts = ["https://medium.com/@ada/looms-{_ID}"]\n'
    with layout.settings.open("a", encoding="utf-8") as settings:
        settings.write(f'{lines}feed = "https://medium.com/feed/@ada"\n')
    return layout


_UP = {
    **dict.fromkeys(("medium.com/@ada", "medium.com/@ada/about"), profile("ada")),
    **dict.fromkeys((f"medium.com/@ada/looms-{_ID}", f"medium.com/p/{_ID}"), story(_ID)),
    "medium.com/feed/@ada": Reply(200, b'<rss version="2.0"><channel><generator>Medium</generator></channel></rss>'),
}


@contextmanager
def _watch(folder: Path) -> Iterator[Stage]:
    layout = _watched(folder)

    @contextmanager
    def servers() -> Iterator[Servers]:
        with MediumServer(_UP) as medium:
            yield _only(medium.address), _nothing

    yield Stage(layout.root, ("medium.com", "ada.medium.com"), servers)


def _last_looks(layout: Layout) -> object:
    """What each page was at last, and what was ever seen but "up" or "unknown"."""
    probes = watch_log.read(layout)
    wrong = sorted({one.verdict for one in probes} - {"up", "unknown"})
    return {one.address: one.verdict for one in probes if one.kind == "plain"} | {"wrong": wrong}


def _now() -> float:
    """The clock of a stand-in that has the time of this machine."""
    return (datetime.now(UTC) - _START).total_seconds()


def _save_server() -> SaveServer:
    return SaveServer([], _now, index_lag=0.0, seconds=0.0, a_minute=10**9, hard_limit=10**9)


@contextmanager
def _witness(folder: Path) -> Iterator[Stage]:
    layout = _watched(folder)
    small_archive.write(layout.root, "private/publish.env", f"WAYBACK_KEY={KEY}\nWAYBACK_SECRET={SECRET}\n")

    @contextmanager
    def servers() -> Iterator[Servers]:
        with MediumServer(_UP) as medium, _save_server() as archive:
            yield lambda request: archive.address if request.host == HOST else medium.address, _nothing

    yield Stage(layout.root, ("medium.com", "ada.medium.com", HOST), servers, secrets=(KEY, SECRET))


@contextmanager
def _rescue(folder: Path, *, in_crawl: bool = False) -> Iterator[Stage]:
    """An archive of the first of four stories; the others are in the Wayback Machine, or in Common Crawl."""
    folder.mkdir(parents=True)
    found = [kept(told(number), "20200601") for number in range(3)]
    layout = Layout(folder / "archive")
    first = write_zip(folder / "export.zip", export([Text(0)], "January 12, 2025"))
    import_exports.import_exports([first], layout, _OFFLINE)

    @contextmanager
    def servers() -> Iterator[Servers]:
        with (
            WaybackServer([] if in_crawl else found, _now, hard_limit=10**9) as wayback,
            CommonCrawlServer({"CC-MAIN-2021-10": found if in_crawl else []}, _now) as crawl,
        ):
            yield lambda request: wayback.address if request.host == HOST else crawl.address, _nothing

    yield Stage(layout.root, (HOST, INDEX, FILES, "medium.com"), servers)


@contextmanager
def _crawled(folder: Path) -> Iterator[Stage]:
    with _rescue(folder, in_crawl=True) as stage:
        yield stage


@contextmanager
def _live_site(folder: Path) -> Iterator[Stage]:
    layout = small_archive.make(folder / "archive", url=_SITE)
    build.build(layout)
    small_archive.write(layout.root, "private/publish.env", f"WAYBACK_KEY={KEY}\nWAYBACK_SECRET={SECRET}\n")

    @contextmanager
    def servers() -> Iterator[Servers]:
        with hosting(layout.site) as live, _save_server() as archive:
            yield lambda request: archive.address if request.host == HOST else live, _nothing

    yield Stage(layout.root, ("ada.example", HOST), servers, secrets=(KEY, SECRET))


def _kept_pages(layout: Layout) -> object:
    return {address: bool(one.captured) for address, one in site_captures.read(layout).items()}


@contextmanager
def alerts(folder: Path) -> Iterator[Stage]:
    """An archive whose account is suspended, with a webhook."""
    layout = _watched(folder)
    answers = {**dict.fromkeys(_UP, suspended("account")), f"{_HOOK}/x": Reply(204)}

    @contextmanager
    def servers() -> Iterator[Servers]:
        with MediumServer(answers) as medium:
            yield _only(medium.address), _nothing

    yield Stage(
        layout.root, ("medium.com", "ada.medium.com", _HOOK), servers, {"ARCHIVE_ALERT_WEBHOOK": f"https://{_HOOK}/x"}
    )


def unsent(layout: Layout) -> object:
    return [(one.state, one.unsent) for one in alert_log.read(layout)]


_LIST = "/cdx/search/cdx"
ALL: tuple[Way, ...] = (
    Way(
        "pictures",
        ("pictures",),
        _pictures,
        again=("pictures", "--again"),
        hosts=(
            CDN,
            MIRO,
            OUTSIDE,
        ),
    ),
    Way("pictures --wayback", ("pictures", "--wayback"), _lost_pictures, hosts=(WAYBACK,)),
    Way("gists", ("pictures",), _gists, again=("pictures", "--again"), hosts=(GIST_API,), result=_gist_texts),
    Way("long gists", ("pictures",), _gists, again=("pictures", "--again"), hosts=(GIST_RAW,), result=_gist_texts),
    Way("sync", ("sync", "--offline"), _feed),
    Way("check", ("check",), _watch, codes=frozenset({0, 62}), result=_last_looks),
    Way("check --witness", ("check", "--witness"), _witness, codes=frozenset({0}), hosts=(HOST,), result=_last_looks),
    Way("rescue, lists", ("rescue", "--offline"), _rescue, targets=lambda one: one.path.startswith(_LIST)),
    Way("rescue, captures", ("rescue", "--offline"), _rescue, days=8, targets=lambda one: one.path.startswith("/web/")),
    Way("Common Crawl, lists", ("rescue", "--offline"), _crawled, hosts=(INDEX,)),
    Way("Common Crawl, captures", ("rescue", "--offline"), _crawled, days=8, hosts=(FILES,)),
    Way("publish --check", ("publish", "--check"), _live_site, codes=frozenset({0, 1, 40}), hosts=("ada.example",)),
    Way("publish --save, the site", ("publish", "--save"), _live_site, hosts=("ada.example",), result=_kept_pages),
    Way(
        "publish --save, requests",
        ("publish", "--save"),
        _live_site,
        codes=frozenset({0, 1, 40, 51}),
        days=2,
        result=_kept_pages,
        targets=lambda one: one.path == "/save",
    ),
    Way(
        "publish --save, states",
        ("publish", "--save"),
        _live_site,
        codes=frozenset({0, 1, 40, 51}),
        result=_kept_pages,
        targets=lambda one: one.path.startswith("/save/status"),
    ),
    Way(
        "publish --save, lists",
        ("publish", "--save"),
        _live_site,
        result=_kept_pages,
        targets=lambda one: one.path.startswith(_LIST),
    ),
    Way(
        "alerts, webhook",
        ("check", "--alert"),
        alerts,
        codes=frozenset({60}),
        good=60,
        result=unsent,
        hosts=(_HOOK,),
    ),
)
