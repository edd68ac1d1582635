"""`archive status`: what is here, what is missing, and why."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime

from medium_archive.commands.remind import age_of_export
from medium_archive.folder import catalog
from medium_archive.folder import settings as settings_file
from medium_archive.folder.gallery import Gallery
from medium_archive.folder.layout import Layout
from medium_archive.folder.shelf import kind_of
from medium_archive.report import Report


def status(layout: Layout) -> Report:
    """Read the records and say what they say; changes nothing. Raises SettingsWrong, NewerArchive."""
    settings_file.read(layout.settings)
    kinds = Counter(kind_of(entry.path) for entry in catalog.read(layout).values() if entry.is_post)
    records = Gallery.read(layout).records.values()
    missing = Counter(record.problem for record in records if not record.files and record.problem)
    here = sum(bool(record.files) for record in records)
    age = age_of_export(layout, datetime.now(UTC))
    return Report(
        command="status",
        counts={
            "posts": kinds["story"],
            "responses": kinds["response"],
            "drafts": kinds["draft"],
            "pictures here": here,
            "pictures missing": missing.total(),
            "pictures not tried yet": len(records) - here - missing.total(),
        },
        facts={
            **{f"missing ({number:,})": problem for problem, number in missing.most_common()},
            **age.facts,
            "archive": str(layout.root),
        },
        issues=age.issues,
        details={
            "missing": [
                {
                    "address": record.address,
                    "posts": list(record.posts),
                    "problem": record.problem,
                    "retry": record.retry,
                }
                for record in records
                if not record.files and record.problem
            ]
        },
    )
