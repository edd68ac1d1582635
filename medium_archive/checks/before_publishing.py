"""The checks of a built site before it is published: each takes the files that would be sent and gives what it found.

An issue of level "error" stops the publishing. To add a check, write a function and add it to `ALL`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import lxml.html
from lxml.etree import LxmlError

from medium_archive import names
from medium_archive.checks import leaks, privacy, snapshot
from medium_archive.checks.snapshot import Findings
from medium_archive.errors import NotPublishable
from medium_archive.folder import files
from medium_archive.folder.layout import Layout
from medium_archive.report import Issue, Progress, silent

MEGABYTE = 1_000_000
# The limits of GitHub. Other hosts usually have the same limit for a whole site
MAX_SITE, LARGE_SITE = 1000 * MEGABYTE, 900 * MEGABYTE
MAX_FILE, LARGE_FILE = 100 * MEGABYTE, 50 * MEGABYTE
_MAX_LISTED = 20
_MAKE_SMALLER = "Move large files out of the folders of posts."
_LINK = re.compile(rb"<(?:a|img|link|script|source)\b")


@dataclass(frozen=True)
class BuiltSite:
    """The site of an archive as it would be published. `files` are paths inside `folder`."""

    layout: Layout
    folder: Path
    files: tuple[str, ...]


def check_sizes(site: BuiltSite) -> Iterator[Issue]:
    """The size of the site and of each file."""
    sizes = {file: (site.folder / file).stat().st_size for file in site.files}
    whole = sum(sizes.values())
    if whole > MAX_SITE:
        message = f"The site has {whole / MEGABYTE:,.0f} MB; GitHub and GitLab accept 1,000. {_MAKE_SMALLER}"
        yield Issue("site", "site-too-large", message, "error")
    elif whole > LARGE_SITE:
        message = f"The site has {whole / MEGABYTE:,.0f} MB; GitHub and GitLab accept 1,000. {_MAKE_SMALLER}"
        yield Issue("site", "site-large", message)
    for file, size in sizes.items():
        if size > MAX_FILE:
            message = f"It has {size / MEGABYTE:,.0f} MB; git hosts accept 100. Move it out of the folder of its post."
            yield Issue(f"site/{file}", "file-too-large", message, "error")
        elif size > LARGE_FILE:
            message = f"It has {size / MEGABYTE:,.0f} MB; GitHub warns above 50. Make it smaller."
            yield Issue(f"site/{file}", "file-large", message)


def check_names(site: BuiltSite) -> Iterator[Issue]:
    """Names that are equal on a file system that ignores case."""
    seen: dict[str, str] = {}
    for file in site.files:
        other = seen.setdefault(names.same_name(file), file)
        if other != file:
            yield Issue(
                f"site/{file}",
                "names-collide",
                f"On macOS and Windows it is the same file as {other}. Rename one of them.",
            )


def check_symbolic_links(site: BuiltSite) -> Iterator[Issue]:
    """Symbolic links. Some hosts would follow them to files that were not checked, others publish them broken."""
    for path in sorted(site.folder.rglob("*")):
        if path.is_symlink():
            where = f"site/{path.relative_to(site.folder).as_posix()}"
            message = "It is a symbolic link to another place on your disk. Replace it with a copy."
            yield Issue(where, "symbolic-link", message, "error")


def check_links(site: BuiltSite) -> Iterator[Issue]:
    """Links inside the site that lead to no file of it."""
    files = set(site.files)
    broken: dict[tuple[str, str], None] = {}
    for file in site.files:
        if file.endswith(".html") and file != "404.html":
            for address in _addresses((site.folder / file).read_bytes()):
                target = _target(address, file)
                if target and target not in files and f"{target.rstrip('/')}/index.html" not in files:
                    broken[file, address] = None
    for file, address in list(broken)[:_MAX_LISTED]:
        yield Issue(
            f"site/{file}", "link-to-nothing", f"This link leads to a file that the site does not have: {address}"
        )


def check_privacy(site: BuiltSite) -> Findings:
    """Private values in files that would be published, and how many values were looked for."""
    issues = [
        Issue(f"site/{file}", "would-leak", f"It contains private data: {what}.", "error")
        for file, what in leaks.find(site.layout, site.folder, site.files)
    ]
    found = privacy.inspect_files(snapshot.read(site.layout, quick=True), site.folder, site.files)
    issues += [replace(issue, where=f"site/{issue.where}") for issue in found.issues]
    return replace(found, issues=tuple(issues))


def refuse_private_values(layout: Layout, texts: Mapping[str, str]) -> None:
    """Raises NotPublishable for private values in texts that would be published, by the path of their post."""
    if texts and (private := private_values(layout, texts)):
        first = private[0]
        more = f" And {len(private) - 1} more." if len(private) > 1 else ""
        raise NotPublishable(
            f"Nothing was sent. {first.where}: {first.message}{more}", "Remove that from the text, then run this again."
        )


def private_values(layout: Layout, texts: Mapping[str, str]) -> list[Issue]:
    """Private values in texts that would be published, by the path of their post. Raises FolderUnwritable."""
    with files.temporary_folder() as folder, files.disk_errors(folder):
        paths = {f"{number}.html": path for number, path in enumerate(texts)}
        for file, path in paths.items():
            (folder / file).write_text(texts[path], "utf-8", errors="replace")
        found = check_privacy(BuiltSite(layout, folder, tuple(paths))).issues
    return [replace(issue, where=paths.get(issue.where.removeprefix("site/"), issue.where)) for issue in found]


def inspect(site: BuiltSite, progress: Progress = silent) -> Findings:
    """The issues of all checks, and their counts."""
    found = [check(site) for check in progress("Checking", ALL)]
    issues = tuple(issue for one in found for issue in one.issues)
    return Findings(issues, counts={key: number for one in found for key, number in one.counts.items()})


def _counting_nothing(check: Callable[[BuiltSite], Iterable[Issue]]) -> Callable[[BuiltSite], Findings]:
    return lambda site: Findings(tuple(check(site)))


ALL: tuple[Callable[[BuiltSite], Findings], ...] = (
    *map(_counting_nothing, (check_sizes, check_names, check_symbolic_links, check_links)),
    check_privacy,
)


def _addresses(page: bytes) -> Iterator[str]:
    if not _LINK.search(page):
        return
    try:
        tree = lxml.html.document_fromstring(page, parser=lxml.html.HTMLParser(encoding="utf-8"))
    except (LxmlError, ValueError):
        return
    for element in tree.iter("a", "img", "link", "script", "source"):
        for attribute in ("href", "src"):
            if address := element.get(attribute):
                yield address
        for candidate in (element.get("srcset") or "").split(", "):
            if candidate:
                yield candidate.split(" ")[0]


def _target(address: str, file: str) -> str:
    """The file of the site that an address on the page `file` names, "" for an address outside the site."""
    try:
        parts = urlsplit(address)
        if parts.scheme or parts.netloc or not parts.path or parts.path.startswith("/"):
            return ""
        whole = urlsplit(urljoin(f"http://site/{file}", parts.path)).path
    except ValueError:
        return ""
    return unquote(whole).lstrip("/")
