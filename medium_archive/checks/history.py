"""The history knows every post as its text has it."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from medium_archive.checks.snapshot import Findings, Snapshot, Text, checksum
from medium_archive.folder import history
from medium_archive.folder.catalog import Entry
from medium_archive.folder.history import History, State
from medium_archive.markdown import front_matter
from medium_archive.medium.text import same_words
from medium_archive.post import Kind
from medium_archive.report import Issue

IN_QUICK = True
_FILE = f"records/{history.NAME}"
_RESTORE = "Restore the file from a copy, or import your exports again."
_NO_STATE = f"The history has no line about this post ({_FILE}). {_RESTORE}"
_UNKNOWN = f"The history has a line about the post {{}}, which is not in the catalog. {_RESTORE}"
_DIFFERS = f"The history ({_FILE}) has another {{}} for this post than its text: “{{}}”. {{}}"
_CURES = {
    "title": "Run `archive import --again`.",
    "date": "Restore the file from a copy, or delete its lines about the post and import your exports again.",
    "kind": (
        "Restore it and records/catalog.jsonl from a copy, or delete the lines about the post in both and import your "
        "exports again."
    ),
}


def inspect(archive: Snapshot) -> Findings:
    """Compare the newest state of each post with its text, if no person edited it."""
    return Findings(tuple(_issues(archive, archive.history)))


def _issues(archive: Snapshot, known: History) -> Iterator[Issue]:
    for key in known.states.keys() - archive.entries.keys():
        yield Issue(_FILE, "record-astray", _UNKNOWN.format(key), "error")
    for key, entry in archive.entries.items():
        if not entry.is_post or key not in archive.places:
            continue
        where = f"{archive.places[key]}/index.md"
        newest = known.newest(key)
        if newest is None:
            yield Issue(where, "record-astray", _NO_STATE, "error")
            continue
        text = archive.text_of(key)
        if text is not None and not text.problem and checksum(text.content) == entry.written:
            kinds = {state.kind for state in known.states[key]}
            for what, value in _differences(newest, entry, text, kinds):
                yield Issue(where, "record-differs", _DIFFERS.format(what, value, _CURES[what]), "error")


def _differences(state: State, entry: Entry, text: Text, kinds: Collection[Kind]) -> Iterator[tuple[str, str]]:
    """Each key that differs in the text, with its value in the history. A post keeps the kind of its
    first state, so any of `kinds` is right.
    """
    values, _ = front_matter.split(text.content.decode("utf-8"))
    medium = values.get("medium")
    titles = [values.get("title"), medium.get("title") if isinstance(medium, dict) else ""]
    if state.title and not any(same_words(state.title, str(title)) for title in titles if title):
        yield "title", state.title
    if front_matter.moment(state.published) != front_matter.moment(values.get("date")):
        yield "date", state.published
    if entry.kind and entry.kind not in kinds:
        yield "kind", state.kind
