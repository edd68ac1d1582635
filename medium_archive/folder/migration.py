"""Migration from the schema of an earlier version to the present one. The old records are kept."""

from __future__ import annotations

from pathlib import Path

from medium_archive.folder import files, settings
from medium_archive.folder.layout import Layout


def keep_old(layout: Layout) -> None:
    """Copy the settings and records of an archive with an earlier schema, before a run replaces them."""
    schema = settings.read(layout.settings).schema
    if schema == settings.SCHEMA:
        return
    kept = layout.private / f"before-schema-{settings.SCHEMA}"
    for folder in (layout.records, layout.private):
        for file in sorted(folder.glob("*.jsonl")):
            _keep(file, kept / folder.name / file.name)
    _keep(layout.settings, kept / layout.settings.name)


def finish(layout: Layout) -> None:
    """Set the present schema number in archive.toml, once the records follow it. All else there stays."""
    if settings.read(layout.settings).schema == settings.SCHEMA:
        return
    import tomlkit  # noqa: PLC0415  # slow to import, and only an older archive needs it

    document = tomlkit.parse(layout.settings.read_text("utf-8-sig"))
    document["schema"] = settings.SCHEMA
    files.write(layout.settings, tomlkit.dumps(document).encode())


def _keep(file: Path, copy: Path) -> None:
    if not copy.exists():  # a killed run has copied it before it changed anything
        files.copy(file, copy)
