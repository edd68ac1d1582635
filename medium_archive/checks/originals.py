"""The originals are the pages that the kept exports have."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress

from medium_archive.checks.snapshot import Findings, HeldFile, Snapshot, pages_key
from medium_archive.errors import ArchiveError
from medium_archive.folder import conversion
from medium_archive.folder.conversion import Converted, PageFile
from medium_archive.folder.export_pages import ExportPage
from medium_archive.medium import post as post_page
from medium_archive.medium.export import open_export
from medium_archive.medium.not_post import PAGE_ERRORS
from medium_archive.medium.safe_names import shown
from medium_archive.report import Issue

IN_QUICK = False
_DIFFERS = (
    "This original has the checksum in the records, but it differs from the page of the post in {}. Import that export "
    "again, which restores the original and its text."
)

# The path of an export, and a post page in it
_Page = tuple[str, ExportPage]


def inspect(archive: Snapshot) -> Findings:
    """Compare each original with the page of its post in the newest kept export that has it, and find originals that
    are cut off or have damaged characters, unless a person edited their text since.
    """
    sums = {one.file: one.sha256 for one in archive.imports}
    kept = {pages_key(sums[file]): found.encode() for file, found in archive.export_pages.items()}
    return Findings((*_issues(archive), *_damaged(archive)), kept=kept)


def _damaged(archive: Snapshot) -> Iterator[Issue]:
    """The issues that an import gave for the same pages: their texts lack what the pages lack. A page whose
    checksum is wrong is left out.
    """
    for key, entry in archive.entries.items():
        held = archive.files.get(entry.original)
        if not entry.is_post or not entry.is_of_export or held is None or archive.differs(entry.original, entry.sha256):
            continue
        text = archive.text_of(key)
        if text is not None and text.sha256 == entry.written:
            yield from post_page.damage(held.path.read_bytes(), entry.original)


def _issues(archive: Snapshot) -> Iterator[Issue]:
    pages: dict[str, list[_Page]] = {}
    for file, found in archive.export_pages.items():
        for page in found.pages:
            pages.setdefault(page.post, []).append((file, page))
    for key, entry in archive.entries.items():
        held = archive.files.get(entry.original)
        if not entry.is_post or not entry.is_of_export or held is None or archive.differs(entry.original, entry.sha256):
            continue
        export = _export_of_right_page(archive, held, pages.get(key, ()))
        if export:
            yield Issue(entry.original, "original-changed", _DIFFERS.format(shown(export)), "error")


def _export_of_right_page(archive: Snapshot, held: HeldFile, pages: Sequence[_Page]) -> str:
    """The export whose page should be the original, "" if the original is right. An original that is newer than this
    page may be from an export that is missing now.
    """
    newest_first = sorted(pages, key=lambda one: _age(one[1].day, one[1].sha256), reverse=True)
    if not newest_first or newest_first[0][1].sha256 == held.sha256:
        return ""
    export, page = next((one for one in newest_first if _can_be_read(archive, *one)), ("", None))
    if page is None or page.sha256 == held.sha256:
        return ""
    has_all_exports = len(archive.export_pages) == len({one.file for one in archive.imports})
    is_later = _age(page.day, page.sha256) < _age(post_page.day(held.path.read_bytes()), held.sha256)
    return "" if is_later and not has_all_exports else export


def _age(day: str, sha256: str) -> tuple[str, str]:
    """The later page of a post becomes its original; of two pages of one day, the one with the greater checksum."""
    return day, sha256


def _can_be_read(archive: Snapshot, export: str, page: ExportPage) -> bool:
    """Whether an import can convert a page. If it can't, it keeps the original that the archive has."""
    with suppress(ArchiveError, *PAGE_ERRORS), open_export(archive.files[export].path) as opened:
        for member in opened.posts():
            if member.name == page.name:
                found = conversion.convert(None, PageFile(page.name, opened.read(member)))
                return isinstance(found, Converted) and found.markdown is not None
    return False
