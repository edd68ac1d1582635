"""From the schema of an earlier version to today's. What the records were is kept."""

from __future__ import annotations

from pathlib import Path

import tomlkit

from medium_archive.folder import files, settings
from medium_archive.folder.layout import Layout


def keep_old(layout: Layout) -> None:
    """Before a run writes to an archive of an earlier schema: copy its settings and records, which the run replaces."""
    schema = settings.read(layout.settings).schema
    if schema == settings.SCHEMA:
        return
    kept = layout.private / f"before-schema-{settings.SCHEMA}"
    for folder in (layout.records, layout.private):
        for file in sorted(folder.glob("*.jsonl")):
            _keep(file, kept / folder.name / file.name)
    _keep(layout.settings, kept / layout.settings.name)


def finish(layout: Layout) -> None:
    """Once the records are of today's schema: say so, and touch nothing else of a person's settings."""
    if settings.read(layout.settings).schema == settings.SCHEMA:
        return
    document = tomlkit.parse(layout.settings.read_text("utf-8-sig"))
    document["schema"] = settings.SCHEMA
    files.write(layout.settings, tomlkit.dumps(document).encode())


def _keep(file: Path, copy: Path) -> None:
    if not copy.exists():  # a run that was killed has copied it before it changed anything
        files.copy(file, copy)
