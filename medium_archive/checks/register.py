"""All checks of `archive verify`, in the order in which they run.

To add a check, write its module and name it in `ALL`; the contract tests run on it by themselves. It is no part of the
package's `__init__`, because an import needs few of the checks.
"""

from __future__ import annotations

from typing import Protocol

from medium_archive.checks import (
    author_files,
    checksums,
    export_records,
    exports,
    fixity,
    gist_lines,
    history,
    ledgers,
    links,
    originals,
    picture_lines,
    pictures,
    privacy,
    reading_tables,
    record_form,
    record_keys,
    records,
    saved_pages,
    site,
    site_pages,
    support_files,
    texts,
)
from medium_archive.checks.snapshot import Findings, Snapshot


class Check(Protocol):
    """A module with one check. `IN_QUICK` says whether it belongs to `verify --quick`, which reads records and texts
    only.
    """

    IN_QUICK: bool

    def inspect(self, archive: Snapshot) -> Findings:
        """The problems of an archive as issues, and further results for the report. It may read files, never write."""


# The order in which they run and report
ALL: tuple[Check, ...] = (
    ledgers,
    exports,
    fixity,
    originals,
    author_files,
    export_records,
    gist_lines,
    history,
    links,
    picture_lines,
    pictures,
    privacy,
    reading_tables,
    records,
    record_form,
    record_keys,
    saved_pages,
    site,
    site_pages,
    checksums,
    support_files,
    texts,
)
# Of these, the checks that take long and share little work with others: they run in processes of their own
ALONGSIDE: tuple[Check, ...] = (privacy, saved_pages, links, picture_lines, reading_tables, record_form)
# The checks that show how far they are; the others are quick, or take as long as one of these
WITH_BAR: tuple[Check, ...] = (ledgers, privacy, site_pages)
