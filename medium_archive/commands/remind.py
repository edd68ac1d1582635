"""`archive remind`: how old the newest export is, and how to ask for the next."""

from __future__ import annotations

from datetime import UTC, datetime

from medium_archive.folder import settings as settings_file
from medium_archive.folder.layout import Layout
from medium_archive.report import Report
from medium_archive.watch.export_age import HOW, age_of_export


def remind(layout: Layout, now: datetime | None = None) -> Report:
    """Say how old the newest export is; changes nothing. Raises SettingsWrong, NewerArchive, RecordsDamaged."""
    settings_file.read(layout.settings)
    age = age_of_export(layout, now or datetime.now(UTC))
    return Report("remind", facts={**age.facts, "archive": str(layout.root)}, issues=age.issues, details={"text": HOW})
