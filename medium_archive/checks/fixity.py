"""The originals are the ones that were imported: each has its checksum, and the catalog knows them all."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from medium_archive.folder import catalog, files
from medium_archive.folder.layout import Layout
from medium_archive.folder.shelf import Shelf
from medium_archive.report import Issue

_CHANGED = (
    "This is not the page that was imported{}: it proves nothing about the post any more. "
    "Restore it from exports/, or import the export again."
)
_UNKNOWN = "No line of the catalog names this original: nothing was checked against it. Import its export again."
_UNLISTED = (
    "The catalog has no line for this post ({}), so there is nothing to check it against. Import its export again."
)


@dataclass(frozen=True)
class Fixity:
    """`changed` are the ids of posts whose originals prove nothing."""

    changed: frozenset[str] = frozenset()
    issues: tuple[Issue, ...] = ()


def check_fixity(layout: Layout, *, only_ids: Collection[str] | None = None) -> Fixity:
    """Compare the originals of all posts, or those of `only_ids`, with their checksums; with all of them, what the
    catalog doesn't know as well. An original that isn't there is for the check that needs it.
    """
    entries = catalog.read(layout)
    wanted = entries.keys() if only_ids is None else {catalog.same_post(post_id) for post_id in only_ids}
    changed: set[str] = set()
    issues: list[Issue] = []
    for key, entry in sorted(entries.items(), key=lambda item: item[1].path):
        file = layout.root / entry.original
        if key not in wanted or not entry.original or not file.is_file():
            continue
        if files.checksum(file) != entry.sha256:
            changed.add(entry.id)
            why = "" if entry.sha256 else ", or the catalog has lost its checksum"
            issues.append(Issue(entry.original, "original-changed", _CHANGED.format(why), "error"))
    if only_ids is None:
        issues += _unknown_originals(layout, {entry.original for entry in entries.values()})
        issues += _unlisted_posts(layout, entries.keys())
    return Fixity(frozenset(changed), tuple(issues))


def _unknown_originals(layout: Layout, known: Collection[str]) -> Iterator[Issue]:
    for folder in (layout.originals, layout.private / "original"):
        for file in sorted(folder.glob("*")):
            path = file.relative_to(layout.root).as_posix()
            if file.is_file() and not file.name.startswith(".") and path not in known:
                yield Issue(path, "not-in-catalog", _UNKNOWN, "error")


def _unlisted_posts(layout: Layout, known: Collection[str]) -> Iterator[Issue]:
    """A person may put posts of their own beside Medium's: what has no id of Medium's is theirs."""
    for key, path in sorted(Shelf.open(layout).paths.items(), key=lambda item: item[1]):
        if key not in known:
            yield Issue(path, "not-in-catalog", _UNLISTED.format(key), "note")
