"""What is looked at before a site is sent: each check gets the files that would go, and says what is wrong with them.

An issue of level "error" stops the sending. `CHECKS` is the list; a check is one function more.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import lxml.html
from lxml.etree import LxmlError

from medium_archive import names
from medium_archive.checks import leaks, privacy, snapshot
from medium_archive.folder.layout import Layout
from medium_archive.report import Issue

MEGABYTE = 1_000_000
# GitHub's limits, of which the size of a site is also the usual one elsewhere
MOST_BYTES, MANY_BYTES = 1000 * MEGABYTE, 900 * MEGABYTE
LARGEST_FILE, LARGE_FILE = 100 * MEGABYTE, 50 * MEGABYTE
_SHOWN = 20
_LINK = re.compile(rb"<(?:a|img|link|script|source)\b")


@dataclass(frozen=True)
class Sending:
    """The site as it would be sent: `files` are the paths in `site`, without what only builds need."""

    layout: Layout
    site: Path
    files: tuple[str, ...]

    @cached_property
    def sizes(self) -> dict[str, int]:
        """Bytes by file."""
        return {file: (self.site / file).stat().st_size for file in self.files}


def check_sizes(sending: Sending) -> Iterator[Issue]:
    """The whole, and each file."""
    whole = sum(sending.sizes.values())
    if whole > MOST_BYTES:
        message = f"The site has {whole / MEGABYTE:,.0f} MB; hosts take 1,000 (GitHub, GitLab)."
        yield Issue("site", "site-too-large", message, "error")
    elif whole > MANY_BYTES:
        yield Issue("site", "site-large", f"The site has {whole / MEGABYTE:,.0f} MB; GitHub takes 1,000.")
    for file, size in sending.sizes.items():
        if size > LARGEST_FILE:
            yield Issue(
                f"site/{file}", "file-too-large", f"It has {size / MEGABYTE:,.0f} MB; git hosts take 100.", "error"
            )
        elif size > LARGE_FILE:
            yield Issue(f"site/{file}", "file-large", f"It has {size / MEGABYTE:,.0f} MB; GitHub warns from 50 on.")


def check_names(sending: Sending) -> Iterator[Issue]:
    """Two files that are one where case doesn't count."""
    met: dict[str, str] = {}
    for file in sending.files:
        other = met.setdefault(names.same_name(file), file)
        if other != file:
            yield Issue(f"site/{file}", "names-collide", f"On a Mac or on Windows it is the same file as {other}.")


def check_symbolic_links(sending: Sending) -> Iterator[Issue]:
    """No symbolic link: some ways to publish would follow it, to what was not looked at, and hosts don't."""
    for path in sorted(sending.site.rglob("*")):
        if path.is_symlink():
            where = f"site/{path.relative_to(sending.site).as_posix()}"
            yield Issue(
                where, "symbolic-link", "It only leads to another place of your disk. Put a copy there.", "error"
            )


def check_links(sending: Sending) -> Iterator[Issue]:
    """Every link of every page to the site itself leads to a file that is sent."""
    there = set(sending.files)
    broken: Counter[tuple[str, str]] = Counter()
    for file in sending.files:
        if file.endswith(".html") and file != "404.html":
            for address in _addresses((sending.site / file).read_bytes()):
                target = _target(address, file)
                if target and target not in there and f"{target.rstrip('/')}/index.html" not in there:
                    broken[file, address] += 1
    for file, address in list(broken)[:_SHOWN]:
        yield Issue(f"site/{file}", "link-to-nothing", f"A link leads to no file of the site: {address}")


def check_privacy(sending: Sending) -> Iterator[Issue]:
    """Nothing that only the writer may see is in a file that is sent."""
    for file, what in leaks.find(sending.layout, sending.site, sending.files):
        yield Issue(f"site/{file}", "would-leak", f"It holds what is private: {what}.", "error")
    archive = snapshot.read(sending.layout, quick=True)
    for issue in privacy.inspect_files(archive, sending.site, sending.files):
        yield replace(issue, where=f"site/{issue.where}")


CHECKS: tuple[Callable[[Sending], Iterable[Issue]], ...] = (
    check_sizes,
    check_names,
    check_symbolic_links,
    check_links,
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
        for offer in (element.get("srcset") or "").split(", "):
            if offer:
                yield offer.split(" ")[0]


def _target(address: str, file: str) -> str:
    """The file of the site that an address means, "" for one that leads elsewhere."""
    try:
        parts = urlsplit(address)
        if parts.scheme or parts.netloc or not parts.path or parts.path.startswith("/"):
            return ""
        whole = urlsplit(urljoin(f"http://site/{file}", parts.path)).path
    except ValueError:
        return ""
    return unquote(whole).lstrip("/")
