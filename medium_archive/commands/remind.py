"""`archive remind`: how old the newest export is, and how to ask Medium for the next one."""

from __future__ import annotations

from datetime import UTC, datetime

from medium_archive.folder import settings as settings_file
from medium_archive.folder.layout import Layout
from medium_archive.report import Report
from medium_archive.watch import export_age


def remind(layout: Layout, now: datetime | None = None) -> Report:
    """Report the age of the newest export; changes nothing. Raises SettingsWrong, NewerArchive, RecordsDamaged."""
    settings_file.read(layout.settings)
    age = export_age.age_of_export(layout, now or datetime.now(UTC))
    return Report(
        command="remind",
        facts={**age.facts, "archive": str(layout.root)},
        issues=age.issues,
        details={} if age.issues else {"text": export_age.HOW_TO_EXPORT},  # an issue about the age says it too
    )
