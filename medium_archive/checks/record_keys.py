"""Keys that a line of a record can't have, because of what the line is about."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from medium_archive.checks.snapshot import Findings, Snapshot
from medium_archive.report import Issue

IN_QUICK = True
_CATALOGS = ("records/catalog.jsonl", "private/catalog.jsonl")
_PICTURES = ("records/pictures.jsonl", "private/pictures.jsonl")
_OF_AUTHOR_FILE = frozenset(("id", "path", "written", "exported"))
_OF_FILE = ("bytes", "sha256")
_SIZES = ("width", "height")
_MESSAGE = "The line of {} has `{}`, but {}. Restore the file from a copy or from git."


def inspect(archive: Snapshot) -> Findings:
    """Find keys that contradict the other keys of their line: sizes of a picture that is not there, a day to try again
    without a problem, the slug of a page about an author.
    """
    return Findings((*_of_catalog(archive), *_of_pictures(archive)))


def _of_catalog(archive: Snapshot) -> Iterator[Issue]:
    for file in _CATALOGS:
        for line in archive.lines.get(file, ()):
            if line["id"] == "settings" or line["id"].partition("-")[0] == "about":
                keys = (key for key in line if key not in _OF_AUTHOR_FILE)
                yield from (_issue(file, line, key, "it is not about a post") for key in keys)


def _of_pictures(archive: Snapshot) -> Iterator[Issue]:
    """The line of a picture that a draft and a post show is in both files, and only one of them may name its files."""
    every = [(file, line) for file in _PICTURES for line in archive.lines.get(file, ())]
    here = {line["address"] for _, line in every if line.get("files")}
    for file, line in every:
        if line["address"] not in here:
            of_file = [*_OF_FILE, *(_SIZES if line.get("role") in ("card", "photo") else ())]
            yield from (_issue(file, line, key, "the archive has no file of it") for key in of_file if key in line)
        if line.get("role") == "photo" and not line.get("posts"):
            no_post = "no post shows the photo"
            yield from (_issue(file, line, key, no_post) for key in ("cards", "external") if key in line)
        if "retry" in line and "problem" not in line:
            yield _issue(file, line, "retry", "no `problem`")


def _issue(file: str, line: dict[str, Any], key: str, reason: str) -> Issue:
    return Issue(file, "record-differs", _MESSAGE.format(next(iter(line.values())), key, reason), "error")
