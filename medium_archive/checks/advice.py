"""Advice on how to repair a fault that the proof found. Only a repair that has an effect is advised."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from medium_archive.checks.completeness import Ledger
from medium_archive.errors import ArchiveError, program_error
from medium_archive.folder import files, manifest, post_texts
from medium_archive.folder.catalog import Entry, same_post
from medium_archive.folder.layout import TEXT, Layout
from medium_archive.folder.shelf import Shelf
from medium_archive.report import Issue

FAULTS = ("lost", "added")
_PAGE = "index.html"
_IMPORT = "Run `archive import --again`, which writes the text again from its original."
_BUILD = "Run `archive build`, which writes the page again."
_REPAIR = "The records differ from the text. Restore the files in records/ from a copy."
_FIRST = "First repair the records that this report names, then check again."
_TEXTS = (
    "The texts of {} posts differ from what this version of the program writes. Run `archive import --again`, then "
    "`archive build`."
)
_TEMPLATES = "correct your own templates in theme/ or themes/, which leave out or add this part."
_PAGES = "{} pages differ from their texts. Run `archive build`, then check again."

# Gives the ledger of a post with another text; the flag says whether the records are compared. Raises ValueError
CheckText = Callable[[Entry, str, bool], Ledger]


@dataclass(frozen=True)
class Fault:
    """A post with issues about its text, or about its page."""

    entry: Entry
    of_text: bool
    of_page: bool


def add(
    layout: Layout, issues: Iterable[Issue], faults: Sequence[Fault], check: CheckText, *, own_templates: bool
) -> Iterator[Issue]:
    """The issues, with advice in the message of each fault. The same advice for several posts becomes one issue of its
    own. `own_templates` says that a person's templates make the pages.
    """
    texts = _of_texts(layout, [fault.entry for fault in faults if fault.of_text], check)
    built = [fault.entry for fault in faults if fault.of_page]
    pages = {f"site/{entry.path}/{_PAGE}": _of_page(layout, entry, own_templates=own_templates) for entry in built}
    notes: list[Issue] = []
    outdated = [where for where, cure in texts.items() if cure == _IMPORT]
    if len(outdated) > 1:
        texts |= dict.fromkeys(outdated, "")
        notes.append(Issue("posts", "texts-outdated", _TEXTS.format(len(outdated)), "note"))
    if len(pages) > 1:
        rest = max(pages.values(), key=len).removeprefix(_BUILD)
        pages = dict.fromkeys(pages, "")
        notes.append(Issue("site", "pages-outdated", f"{_PAGES.format(len(pages))}{rest}", "note"))
    cures = {**texts, **pages}
    for issue in issues:
        cure = cures.get(issue.where, "") if issue.code in FAULTS else ""
        yield replace(issue, message=f"{issue.message} {cure}") if cure else issue
    yield from notes


def _of_texts(layout: Layout, entries: Iterable[Entry], check: CheckText) -> dict[str, str]:
    """The advice for each text with faults, by its path."""
    listed = list(entries)
    if not listed:
        return {}
    try:
        shelf = Shelf.open(layout)
    except ArchiveError:
        return {f"{entry.path}/{TEXT}": _FIRST for entry in listed}
    return {f"{entry.path}/{TEXT}": _of_text(shelf, entry, check) for entry in listed}


def _of_text(shelf: Shelf, entry: Entry, check: CheckText) -> str:
    """The advice for one text. If the text that an import would write has no fault, an import helps. If only the
    comparison with the records finds a fault in that text, the records are wrong.
    """
    text = post_texts.compose_again(shelf, shelf.entries.get(same_post(entry.id), entry))
    if text is None:
        return _FIRST  # another check has an issue about the original
    if _is_whole(check, entry, text, with_records=True):
        return _IMPORT
    return _REPAIR if _is_whole(check, entry, text, with_records=False) else program_error()


def _is_whole(check: CheckText, entry: Entry, text: bytes, *, with_records: bool) -> bool:
    try:
        ledger = check(entry, text.decode("utf-8"), with_records)
    except (ValueError, RecursionError):
        return False
    return not ledger.text.unexplained and not ledger.text.added


def _of_page(layout: Layout, entry: Entry, *, own_templates: bool) -> str:
    """The advice for a page. A page with the checksum that the build recorded may be of an older program version."""
    name = f"{entry.path}/{_PAGE}"
    written = manifest.read(layout.site).get(name)
    if not written or files.checksum(layout.site / name) != written:
        return _BUILD
    return f"{_BUILD} If that does not help: {_TEMPLATES if own_templates else program_error()}"
