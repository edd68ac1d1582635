"""`archive verify`: does the archive still hold all that Medium's export held?"""

from __future__ import annotations

from collections.abc import Mapping

from medium_archive.checks import completeness
from medium_archive.checks.completeness import Count
from medium_archive.checks.fixity import check_fixity
from medium_archive.folder.gallery import Gallery
from medium_archive.folder.gists import Gists
from medium_archive.folder.layout import Layout
from medium_archive.report import Progress, Report, silent


def verify(layout: Layout, *, progress: Progress = silent) -> Report:
    """Run every check of `medium_archive.checks` and report what they found; changes nothing."""
    fixity = check_fixity(layout)
    totals, issues = completeness.check_archive(layout, progress=progress, except_ids=fixity.changed)
    return Report(
        command="verify",
        counts={
            "posts checked": totals.posts,
            "pages checked": totals.pages,
            "edited by hand": totals.edited,
            "losses with a known reason": totals.explained,
            "losses without one": totals.unexplained,
            **Gallery.read(layout).counts,
            **Gists.read(layout).counts,
        },
        facts=_facts(totals.text, totals.page),
        issues=fixity.issues + issues,
        details={"completeness": totals.as_json()},
    )


def _facts(text: Mapping[str, Count], page: Mapping[str, Count]) -> dict[str, str]:
    """Each kind as "found of wanted", once for index.md, and for the pages where they hold less of it."""
    facts: dict[str, str] = {}
    for kind, count in text.items():
        facts[kind] = _said(count)
        built = page.get(kind)
        if built is not None and built.wanted - built.found != count.wanted - count.found:
            facts[kind] += f"; on the pages {_said(built)}"
    return facts


def _said(count: Count) -> str:
    return f"{count.found:,} of {count.wanted:,}"
