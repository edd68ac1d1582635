"""`archive publish --check`: is what was sent what is served?"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote, urlsplit

from medium_archive.errors import NotPublishable, SettingsWrong, Unreachable
from medium_archive.folder import settings
from medium_archive.folder.layout import Layout
from medium_archive.hosts import files_of
from medium_archive.report import Issue, Progress, Report, silent
from medium_archive.web import Limits, RequestFailed, Web

_MOST = 200  # files that are asked for, unless all are
_LARGEST = 105_000_000
_FIRST = ("index.html", "404.html", "find.html", "feed.xml", "static/style.css")
_NOT_SERVED = (".nojekyll", "CNAME", "_redirects", "_headers")
_NOWHERE = "no-such-page/nor-here"


def check(
    layout: Layout, url: str = "", progress: Progress = silent, *, everything: bool = False, allow: Sequence[str] = ()
) -> Report:
    """Ask the live site for its files and compare them with `site/`: all of them, or some of every kind.

    Raises SettingsWrong while nobody has said where the site lives, NotPublishable where none is built, Unreachable.
    """
    chosen = settings.read(layout.settings)
    base = settings.base_url(url) if url else chosen.site.url
    if not base:
        raise SettingsWrong("archive.toml doesn't say where the site lives.", "Set site.url there, or use --url.")
    names = files_of(layout.site) if layout.site.is_dir() else ()
    if not names:
        raise NotPublishable("There is no site here to compare with.", "Run `archive build` first.")
    asked = [name for name in names if name.rpartition("/")[2] not in _NOT_SERVED]
    asked = asked if everything else _some(asked)
    with (
        Web(allow=allow, limits=Limits(max_bytes=_LARGEST, connections=8, attempts=2)) as web,
        ThreadPoolExecutor(8) as pool,
    ):
        _reach(web, base)
        found = list(progress("Asking", pool.map(lambda file: _ask(web, base, file, layout.site), asked), len(asked)))
        nowhere = _nowhere(web, base, layout.site)
    issues = [issue for issue in (*found, nowhere) if issue is not None]
    counts = {
        "site_files": len(names),
        "asked_for": len(asked),
        "same_as_here": sum(issue is None for issue in found),
        "different": sum(issue.code == "served-differently" for issue in issues),
        "missing": sum(issue.code == "not-served" for issue in issues),
    }
    return Report("publish check", counts, {"address": f"{base}/"}, tuple(issues))


def _some(files: Sequence[str]) -> list[str]:
    """The pages that every site has, and of the rest every so many."""
    first = [file for file in _FIRST if file in files]
    rest = [file for file in files if file not in first]
    return first + rest[:: 1 + len(rest) // (_MOST - len(first))]


def _reach(web: Web, base: str) -> None:
    try:
        web.get(f"{base}/")
    except RequestFailed as failure:
        host = urlsplit(base).hostname
        raise Unreachable(
            f"{host} can't be reached: {failure.message}", "After a first publishing it can take some minutes."
        ) from failure


def _ask(web: Web, base: str, file: str, site: Path) -> Issue | None:
    try:
        answer = web.get(f"{base}/{quote(file)}")
    except RequestFailed as failure:
        return Issue(f"site/{file}", "not-served", f"{base}/{quote(file)}: {failure.message}", "error")
    if file == "404.html" and answer.status == 404:
        return None  # some hosts don't show it under its name
    if answer.status != 200:
        return Issue(f"site/{file}", "not-served", f"The host answers {answer.status} for this file.", "error")
    if answer.body != (site / file).read_bytes():
        message = "What is served is not what is here: published with an older build, changed by the host, or cached."
        return Issue(f"site/{file}", "served-differently", message, "error")
    return None


def _nowhere(web: Web, base: str, site: Path) -> Issue | None:
    """Whether an address that isn't there gets the site's own 404.html, which old addresses rely on."""
    try:
        answer = web.get(f"{base}/{_NOWHERE}")
    except RequestFailed as failure:
        return Issue("site/404.html", "no-own-404", f"{base}/{_NOWHERE}: {failure.message}")
    if answer.status == 404 and answer.body == (site / "404.html").read_bytes():
        return None
    message = f"For an address that isn't there the host answers {answer.status}, not with the site's 404.html."
    return Issue("site/404.html", "no-own-404", message)
