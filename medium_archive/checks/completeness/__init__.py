"""The proof that nothing was lost: the original of a post compared with what was made of it.

This package shares no code with the packages that convert and build: it has its own readers for Medium's pages
(`original`) and for Markdown and built pages (`converted`), so that a mistake of the converter is not repeated here. A
contract of import-linter enforces that. It opens no file: its callers hand in texts.
"""

from medium_archive.checks.completeness.comparison.own_links import OwnPosts
from medium_archive.checks.completeness.ledger import Count, Ledger, Miss, Tally, check
from medium_archive.checks.completeness.recorded import Recorded, Site
from medium_archive.checks.completeness.totals import Sum, Totals

__all__ = ["Count", "Ledger", "Miss", "OwnPosts", "Recorded", "Site", "Sum", "Tally", "Totals", "check"]
