"""The built site that a host receives, and what the host answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from medium_archive.folder.output import MANIFEST
from medium_archive.report import Issue


@dataclass(frozen=True)
class ReadySite:
    """A site that was built and checked. `files` are paths inside `folder`; `issues` are from the build and the
    checks. `private_values` is the number of private values that it was searched for, None if it was not.
    """

    folder: Path
    files: tuple[str, ...]
    issues: tuple[Issue, ...] = ()
    private_values: int | None = None


# Builds the site for a base URL ("" for the one in archive.toml) and checks it. Raises what the build raises, and
# NotPublishable when the site must not be published.
BuildSite = Callable[[str], ReadySite]


@dataclass(frozen=True)
class Published:
    """What a host did, as the parts of a Report. `site` is what was published, None when no site was built. `text` is
    printed after the report, `details` go to `--json`: `changes`, `pages` (changed_pages.py), whether the site
    `is_there` already, and where it goes `to`.
    """

    site: ReadySite | None = None
    counts: Mapping[str, int] = field(default_factory=dict)
    facts: Mapping[str, str] = field(default_factory=dict)
    issues: tuple[Issue, ...] = ()
    text: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)


def listed(changes: Iterable[tuple[str, str]]) -> dict[str, list[dict[str, str]]]:
    """Pairs of a word ("new", "changed", "removed") and a file, as `details` of a report."""
    return {"changes": [{"change": word, "file": file} for word, file in changes]}


def files_of(folder: Path) -> tuple[str, ...]:
    """The files of a site, sorted, without the manifest of builds and the files of git."""
    names = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return tuple(sorted(name.as_posix() for name in names if name.as_posix() != MANIFEST and ".git" not in name.parts))
