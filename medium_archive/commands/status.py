"""`archive status`: what is here, what is missing, and why."""

from __future__ import annotations

from collections import Counter

from medium_archive.folder import catalog, evidence
from medium_archive.folder import settings as settings_file
from medium_archive.folder.gallery import Gallery
from medium_archive.folder.gallery import Record as Picture
from medium_archive.folder.gists import Gists
from medium_archive.folder.gists import Record as Gist
from medium_archive.folder.layout import Layout
from medium_archive.folder.shelf import kind_of
from medium_archive.report import Report


def status(layout: Layout) -> Report:
    """Read the records and say what they say; changes nothing. Raises SettingsWrong, NewerArchive."""
    settings_file.read(layout.settings)
    kinds = Counter(kind_of(entry.path) for entry in catalog.read(layout).values() if entry.is_post)
    gallery, gists = Gallery.read(layout), Gists.read(layout)
    fetched: list[Picture | Gist] = [*gallery.records.values(), *gists.records.values()]
    lacking = [record for record in fetched if not record.files and record.problem]
    missing = Counter(record.problem for record in lacking)
    newest = max((entry.exported for entry in evidence.read(layout)), default="")
    return Report(
        command="status",
        counts={
            "posts": kinds["story"],
            "responses": kinds["response"],
            "drafts": kinds["draft"],
            **gallery.counts,
            **gists.counts,
        },
        facts={
            **{f"missing ({number:,})": problem for problem, number in missing.most_common()},
            **({"newest export": newest} if newest else {}),
            "archive": str(layout.root),
        },
        details={
            "missing": [
                {
                    "address": record.address,
                    "posts": list(record.posts),
                    "problem": record.problem,
                    "retry": record.retry,
                }
                for record in lacking
            ]
        },
    )
