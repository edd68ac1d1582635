"""`archive history`: what each export and each saved page had, and how a post changed from one export to the next."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from medium_archive import markdown
from medium_archive.errors import ArchiveError, NoSuchPost
from medium_archive.folder import captures, catalog, files, forgotten, kept_exports, post_names, rescued, settings
from medium_archive.folder.captures import Capture
from medium_archive.folder.catalog import Entry, same_post
from medium_archive.folder.history import History, State, mark
from medium_archive.folder.layout import TEXT, Layout
from medium_archive.folder.rescued import RescuedRecord
from medium_archive.medium import post as post_page
from medium_archive.medium.export import open_export
from medium_archive.medium.not_post import NotAMediumPage
from medium_archive.program_start import typed
from medium_archive.report import Report, quantity

_NO_DAY = "no day"
_FORGOTTEN = "forgotten; `archive forget --undo {}` brings it back"


def history(layout: Layout, post: str = "", *, diff: bool = False) -> Report:
    """The history of all posts, or of one, given by its id, its folder, its address or words of its title. With `diff`
    the lines that changed from export to export, read from exports/.

    Changes nothing. Raises NoSuchPost if no post or more than one fits; SettingsWrong, NewerArchive, RecordsDamaged.
    """
    settings.read(layout.settings)
    imports = kept_exports.read(layout)
    known = History.read(layout, imports)
    entries = {key: entry for key, entry in catalog.read(layout).items() if entry.is_post}
    saved = captures.read(layout)
    if not post:
        rows = (*_of_all(known, imports).items(), *_of_pages(saved))
        return Report("history", rows=rows, details={"archive": str(layout.root)})
    key = _find(post, entries, known)
    lines = _of_post(known, key, entries[key])
    if entries[key].gone:
        lines[entries[key].gone] = "gone from the export; kept here"
    pages = sorted((one for one in saved if same_post(one.post) == key), key=lambda one: (one.captured, one.sha256))
    used = rescued.read(layout).get(key) if entries[key].is_from_page else None
    text = layout.root / entries[key].path / TEXT
    is_edited = text.is_file() and files.checksum(text) != entries[key].written
    away = forgotten.read(layout).get(key)
    place = away.path if away else entries[key].path
    is_away = away is not None or forgotten.is_hidden(place)
    here = [*([_FORGOTTEN.format(typed(place))] if is_away else []), *(["you edited it"] if is_edited else [])]
    return Report(
        "history",
        facts={"post": entries[key].path, **({"here": ", ".join(here)} if here else {})},
        rows=_sorted((*lines.items(), *(_of_page(one, used) for one in pages))),
        details={
            "states": [{**asdict(state), "days": known.days(state)} for state in known.in_order(key)],
            "captures": [{**asdict(one), "used": one.is_used(used)} for one in pages],
            "text": _changes(layout, known, key) if diff else "",
        },
    )


def _of_all(known: History, imports: list[kept_exports.Import]) -> dict[str, str]:
    """A line for each export: of the other accounts with their names."""
    lines: dict[str, str] = {}
    held: dict[str, Mapping[str, State]] = {}  # what the last export of each account had
    for entry in sorted(imports, key=lambda entry: (entry.exported, entry.sha256)):
        now, before = known.at(mark(entry.sha256)), held.get(entry.author, {})
        new = sum(key not in before for key in now)
        changed = sum(key in before and before[key].text != state.text for key, state in now.items())
        gone = sum(key not in now for key in before)
        changes = [f"{new:,} new", f"{changed:,} changed", f"{gone:,} gone"] if before else []
        day = ", ".join(filter(None, (entry.exported or _NO_DAY, entry.author)))
        name = day if day not in lines else f"{day} ({Path(entry.file).name})"
        lines[name] = ", ".join([quantity(len(now), "post or draft", "posts and drafts"), *changes])
        held[entry.author] = now
    return lines


def _sorted(rows: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """By their days, those without one first."""
    return tuple(sorted(rows, key=lambda row: "" if row[0] == _NO_DAY else row[0]))


def _of_pages(saved: Sequence[Capture]) -> Iterator[tuple[str, str]]:
    """A line about all saved pages."""
    if saved:
        posts = len({same_post(one.post) for one in saved})
        days = sorted(one.captured[:10] for one in saved if one.captured)
        when = f", saved from {days[0]} to {days[-1]}" if days else ""
        yield "saved pages", f"{quantity(len(saved), 'page')} of {quantity(posts, 'post')}{when}"


def _of_page(one: Capture, used: RescuedRecord | None) -> tuple[str, str]:
    """A line about a saved page of a post. `used` is the record of the page that its text is from."""
    parts = [
        "captured by a web archive" if one.source == "capture" else "saved page",
        f"{one.words:,} of {quantity(one.said, 'word')}" if one.partial and one.said else quantity(one.words, "word"),
        "only in part" if one.partial else "whole",
        *([f"version {one.version}"] if one.version else []),
        *(["the text here is from it"] if one.is_used(used) else []),
    ]
    return one.captured[:10] or _NO_DAY, ", ".join(parts)


def _of_post(known: History, key: str, entry: Entry) -> dict[str, str]:
    """One line for each export, by its day."""
    lines: dict[str, str] = {}
    before: State | None = None
    held = [(day, state) for state in known.in_order(key) for day in known.days(state)]
    if not held and (state := known.newest(key)) is not None:
        source = "page" if entry.is_from_page else "feed"
        return {source: f"“{state.title}”, {quantity(state.words, 'word')}, {state.kind}; not in any export yet"}
    for day, state in sorted(held, key=lambda pair: (pair[0], pair[1].text)):
        words = [f"“{state.title}”", quantity(state.words, "word"), state.kind]
        if before is not None:
            words.append("changed" if before.text != state.text else "the same")
        lines[day or _NO_DAY] = ", ".join(words)
        before = state
    return lines


def _find(wanted: str, entries: Mapping[str, Entry], known: History) -> str:
    given = post_names.read(wanted)
    ends = (same_post(name.rpartition("/")[2].rpartition("-")[2].lower()) for name in given)
    if (by_id := next((key for key in (*given, *ends) if key in entries), None)) is not None:
        return by_id
    folders = {name.rpartition("/")[2].lstrip(".") for name in given}
    by_folder = [key for key, entry in entries.items() if entry.path.rpartition("/")[2].lstrip(".") in folders]
    words = wanted.casefold()
    by_title = [key for key in entries if any(words in state.title.casefold() for state in known.in_order(key))]
    found = by_folder or by_title
    if len(found) == 1:
        return found[0]
    if not found:
        raise NoSuchPost(f"No post matches {wanted}.", "Give its folder, its id, its address or words of its title.")
    raise post_names.ambiguous(wanted, (entries[key].path for key in found))


def _changes(layout: Layout, known: History, key: str) -> str:
    """The text of a post in all exports in exports/, as unified diffs from each export to the next."""
    diffs: list[str] = []
    before: tuple[str, list[str]] | None = None
    for export in sorted(known.exports, key=lambda export: (known.exports[export].exported, export)):
        text = _text(layout.root / known.exports[export].file, key)
        if text is None:
            continue
        day, lines = known.exports[export].exported or export, text.split("\n")
        if before is not None:
            diffs += difflib.unified_diff(before[1], lines, before[0], day, n=1, lineterm="")
        before = (day, lines)
    return "\n".join(diffs)


def _text(file: Path, key: str) -> str | None:
    """The text of a post in one export, None if the export or the post is missing."""
    with suppress(ArchiveError, NotAMediumPage), open_export(file) as export:
        for member in export.posts():
            if same_post(member.post_id) == key:
                post, _ = post_page.read(export.read(member), member.name)
                return f"# {post.title}\n\n{post.subtitle}\n\n{markdown.write(post.body)}"
    return None
