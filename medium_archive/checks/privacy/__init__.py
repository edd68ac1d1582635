"""Nothing that only its owner may see stands in the site, or in what git takes."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from medium_archive.checks.privacy import taken
from medium_archive.checks.privacy.search import Words, plain
from medium_archive.checks.privacy.values import Value, collect
from medium_archive.checks.snapshot import Findings, Snapshot, checksum
from medium_archive.errors import ArchiveError
from medium_archive.folder import file_tree, settings
from medium_archive.folder.catalog import ABOUT
from medium_archive.medium.export import open_export
from medium_archive.report import Issue, Progress, silent

__all__ = ["IN_QUICK", "Value", "check_privacy", "inspect", "private_values"]

IN_QUICK = False
_NO_WORD = re.compile(r"[^\w]+")
_PRIVATE = ("exports/", "private/", "drafts/")
# The program's own scripts, the same in every site: words in them are nobody's secret
_OURS = frozenset(("static/page.js", "static/search.js"))
_SHOWN = "{} stands here: {}. Don't publish this{}; tell us, if the program wrote it."
_DRAFTS = ", but build the site again without `--drafts`"
_TAKEN = "git takes this file, which holds private things: `git rm -r --cached {}`, and mend .gitignore."
_UNREAD = "It can't be read ({}), so nobody looked for its private values in the site. Restore it from a copy."


def inspect(archive: Snapshot) -> Findings:
    """Look for every private value of every export in the site and in what git takes."""
    issues: list[Issue] = []
    values = private_values(archive, issues)
    files = taken.by_git(archive.layout.root, archive.files)
    open_folders = sorted({file.partition("/")[0] for file in files if file.startswith(_PRIVATE)})
    issues += [Issue(folder, "git-takes-private", _TAKEN.format(folder), "error") for folder in open_folders]
    published = _published_pages(archive)
    public = [file for file in files if not file.startswith(_PRIVATE) and file not in published]
    found = file_tree.of(archive.layout.site) if archive.layout.site.is_dir() else ()
    site = [f"site/{name}" for name, _ in found if name not in _OURS]
    issues += _shown(archive, archive.layout.root, [*public, *site], values)
    return Findings(tuple(issues), counts={"private_values": len(values)})


def inspect_files(archive: Snapshot, root: Path, files: Iterable[str]) -> Iterator[Issue]:
    """Look for every private value of every export in the files of a folder, which is about to be sent."""
    issues: list[Issue] = []
    values = private_values(archive, issues)
    yield from issues
    yield from _shown(archive, root, (file for file in files if file not in _OURS), values)


def _shown(archive: Snapshot, root: Path, files: Iterable[str], values: set[Value]) -> Iterator[Issue]:
    shown = check_privacy(root, files, values, archive.progress)
    known = _public(archive, {value.text for found in shown.values() for value in found})
    for file, found in shown.items():
        yield from _issues(file, [value for value in found if value.text not in known])


def private_values(archive: Snapshot, issues: list[Issue]) -> set[Value]:
    """What is private in all exports of an archive; an export that can't be read is an issue."""
    published = {key for key, entry in archive.entries.items() if key != ABOUT and not entry.is_private}
    values: set[Value] = set()
    for one in archive.imports:
        if one.file in archive.files:
            try:
                with open_export(archive.files[one.file].path) as export:
                    values |= collect(export, published)
            except ArchiveError as error:
                issues.append(Issue(one.file, "privacy-unchecked", _UNREAD.format(error.message.rstrip(".")), "error"))
    return values


def check_privacy(
    root: Path, files: Iterable[str], values: Iterable[Value], progress: Progress = silent
) -> dict[str, list[Value]]:
    """Which of `values` stand in the files of a folder, or in their names. Pictures are not looked into."""
    kinds: dict[str, Value] = {plain(value.text): value for value in sorted(values)}
    words = Words(kinds)
    shown: dict[str, list[Value]] = {}
    listed = list(files)
    for file in progress("Looking for private values", listed, len(listed)):
        found = words.found_in(f"{file} {_readable(root / file)}")
        if found:
            shown[file] = sorted(kinds[word] for word in found)
    return shown


def _readable(path: Path) -> str:
    with path.open("rb") as file:
        content = file.read(4096)
        if b"\0" in content:
            return ""
        content += file.read()
    return plain(content.decode("utf-8", "replace"))


def _public(archive: Snapshot, suspects: set[str]) -> set[str]:
    """Of the values that were found, those that are public: in a page that was published, or by the owner's hand."""
    by_word = {plain(text): text for text in suspects}
    words = Words(by_word)
    known: set[str] = set()
    for text in _published(archive) if suspects else ():
        known |= {by_word[word] for word in words.found_in(plain(text))}
    return known


def _published(archive: Snapshot) -> Iterator[str]:
    from_settings = settings.read(archive.layout.settings) if not _is_broken(archive) else settings.Settings()
    yield " ".join((from_settings.author.name, from_settings.author.username, from_settings.author.url))
    yield " ".join((from_settings.author.photo, from_settings.site.title, from_settings.site.url))
    yield " ".join(entry.original for entry in archive.entries.values() if not entry.is_private)
    for one in archive.imports:
        yield from _about(archive, one.file)
    for file in sorted(_published_pages(archive)):
        page = archive.files[file].path.read_text("utf-8", errors="replace")
        yield page
        yield _without_tags(page, "")
        yield _without_tags(page, " ")
        yield _NO_WORD.sub("-", _without_tags(page, "").lower())  # as the site names headings
    written = {entry.written for entry in archive.entries.values()}
    for text in archive.texts.values():
        # What a person wrote beside what the program did is published by their own will
        if not text.file.startswith("drafts/") and checksum(text.content) not in written:
            yield text.content.decode("utf-8", "replace")


def _published_pages(archive: Snapshot) -> set[str]:
    """Medium's pages of what was published: whatever stands there is public."""
    return {entry.original for entry in archive.entries.values() if not entry.is_private} & archive.files.keys()


def _about(archive: Snapshot, file: str) -> Iterator[str]:
    """A profile's own words about its owner, which about.md shows."""
    if file in archive.files:
        with suppress(ArchiveError), open_export(archive.files[file].path) as export:
            for member in export.members:
                if member.kind == "about":
                    page = export.read(member).decode("utf-8", "replace")
                    yield from (page, _without_tags(page, ""), _without_tags(page, " "))


def _is_broken(archive: Snapshot) -> bool:
    try:
        settings.read(archive.layout.settings)
    except ArchiveError:
        return True
    return False


def _without_tags(page: str, instead: str) -> str:
    parts = page.split("<")
    return parts[0] + instead.join(part.partition(">")[2] for part in parts[1:])


def _issues(file: str, values: Iterable[Value]) -> Iterator[Issue]:
    by_kind: dict[str, list[str]] = defaultdict(list)
    for value in values:
        by_kind[value.kind].append(f"“{value.text[:3]}…” ({len(value.text)} characters)")
    for kind, told in by_kind.items():
        more = f" and {len(told) - 3} more" if len(told) > 3 else ""
        cure = _DRAFTS if kind == "a draft" and file.startswith("site/") else ""
        message = _SHOWN.format(f"{kind[0].upper()}{kind[1:]}", ", ".join(told[:3]) + more, cure)
        yield Issue(file, "private-shown", message, "error")
