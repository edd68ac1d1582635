"""`archive publish --check`: does the live site have the files of `site/`?"""

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

_MAX_SAMPLE = 200  # files
_MORE_BYTES = 1_000_000  # of an answer than the largest file has: it differs then anyway
_ALWAYS = ("index.html", "404.html", "find.html", "feed.xml", "static/style.css")
_NOT_SERVED = (".nojekyll", "CNAME", "_redirects", "_headers")
_NOT_YET = "The first time a site is published, this can take some minutes."
_NOT_PUBLIC = (
    "A site of this computer, or of a network at home or at work, can't be checked: give its address on the web."
)
_NO_SUCH_PAGE = "no-such-page/nor-here"


def check(
    layout: Layout, url: str = "", progress: Progress = silent, *, everything: bool = False, allow: Sequence[str] = ()
) -> Report:
    """Download files of the live site and compare them with `site/`: with `everything` all of them, else a sample.
    `url` is the site's address, "" for the one in archive.toml. `allow` names hosts that may have a private address.

    Raises SettingsWrong without an address, NotPublishable if no site was built, Unreachable.
    """
    chosen = settings.read(layout.settings)
    base = settings.base_url(url, "--url") if url else chosen.site.url
    if not base:
        raise SettingsWrong("archive.toml has no address of the site.", "Set site.url there, or use --url.")
    names = files_of(layout.site) if layout.site.is_dir() else ()
    if not names:
        raise NotPublishable("There is no built site to compare with.", "Run `archive build` first.")
    asked = [name for name in names if name.rpartition("/")[2] not in _NOT_SERVED]
    asked = asked if everything else _sample(asked)
    largest = max((layout.site / name).stat().st_size for name in asked)
    with (
        Web(allow=allow, limits=Limits(max_bytes=largest + _MORE_BYTES, connections=8, attempts=2)) as web,
        ThreadPoolExecutor(8) as pool,
    ):
        _connect(web, base)
        compared = pool.map(lambda file: _compare(web, base, file, layout.site), asked)
        found = list(progress("Comparing", compared, len(asked)))
        not_found = _check_404(web, base, layout.site)
    issues = [issue for issue in (*found, not_found) if issue is not None]
    counts = {
        "site_files": len(names),
        "asked_for": len(asked),
        "same_as_here": sum(issue is None for issue in found),
        "different": sum(issue.code == "served-differently" for issue in issues),
        "missing": sum(issue.code == "not-served" for issue in issues),
    }
    return Report("publish check", counts, {"address": f"{base}/"}, tuple(issues))


def _sample(files: Sequence[str]) -> list[str]:
    """Pages that every site has, and every n-th of the other files."""
    always = [file for file in _ALWAYS if file in files]
    others = [file for file in files if file not in always]
    return always + others[:: 1 + len(others) // (_MAX_SAMPLE - len(always))]


def _connect(web: Web, base: str) -> None:
    try:
        web.get(f"{base}/")
    except RequestFailed as failure:
        host = urlsplit(base).hostname
        hint = _NOT_PUBLIC if failure.reason == "refused-address" else _NOT_YET
        raise Unreachable(f"Could not reach {host}: {failure.message}", hint) from failure


def _compare(web: Web, base: str, file: str, site: Path) -> Issue | None:
    try:
        answer = web.get(f"{base}/{quote(file)}")
    except RequestFailed as failure:
        return Issue(f"site/{file}", "not-served", f"{base}/{quote(file)}: {failure.message}", "error")
    if file == "404.html" and answer.status == 404:
        return None  # some hosts do not serve it under its name
    if answer.status != 200:
        message = f"The host answers {answer.status} for this file. Publish again."
        return Issue(f"site/{file}", "not-served", message, "error")
    if answer.body != (site / file).read_bytes():
        message = (
            "The live file differs from the one here: an older build was published, the host changed it, or a cache "
            "has an old copy. Publish again, or wait until the cache expires."
        )
        return Issue(f"site/{file}", "served-differently", message, "error")
    return None


def _check_404(web: Web, base: str, site: Path) -> Issue | None:
    """Whether the host serves the site's own 404.html for a missing page. Old addresses rely on it."""
    try:
        answer = web.get(f"{base}/{_NO_SUCH_PAGE}")
    except RequestFailed as failure:
        return Issue("site/404.html", "no-own-404", f"{base}/{_NO_SUCH_PAGE}: {failure.message}")
    if answer.status == 404 and answer.body == (site / "404.html").read_bytes():
        return None
    message = (
        f"For a page that does not exist the host answers {answer.status}, without the site's 404.html. "
        "Configure the host to show it."
    )
    return Issue("site/404.html", "no-own-404", message)
