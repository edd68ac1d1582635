"""Small ledgers for tests of the proof: a page of a few paragraphs and its Markdown."""

from __future__ import annotations

from medium_archive.checks.completeness import Ledger, check
from tests.sample_post import graf, page_of

# The keys of a front matter that every sample page needs
FACTS = "date: 2019-01-09T06:16:00.766Z\nmedium:\n  url: https://medium.com/@ada/bread-salt-5c8d3a\n"


def kinds(ledger: Ledger) -> set[str]:
    return {miss.kind for miss in ledger.unexplained}


def _in_order(head: str) -> str:
    """`FACTS` with more keys of the post before those of `medium`."""
    return FACTS.replace("medium:\n", f"{head}medium:\n", 1)


def small(*grafs: str, text: str, title: str = "T", head: str = "") -> Ledger:
    """The ledger of a page with a title and `grafs`, and of the Markdown that was made of it. `head` is
    more front matter.
    """
    page = page_of(graf("h3", title, "h3 graf--title") + "".join(grafs), title=title, summary="")
    return check(page, f"---\ntitle: {title}\n{_in_order(head)}---\n\n{text}\n")
