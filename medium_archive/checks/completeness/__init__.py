"""The proof that nothing was lost: the original page and what was made of it, walked apart and compared.

This check shares no code with the converter: it reads Medium's pages by itself (`original`), and what was made of them
as a stranger would, through a CommonMark renderer (`written`). A mistake in one is then not repeated in the other.
"""

from medium_archive.checks.completeness.archive_ledgers import Totals, check_archive
from medium_archive.checks.completeness.inspection import IN_QUICK, inspect
from medium_archive.checks.completeness.ledger import Count, Ledger, Miss, Tally, check

__all__ = ["IN_QUICK", "Count", "Ledger", "Miss", "Tally", "Totals", "check", "check_archive", "inspect"]
