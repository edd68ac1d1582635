"""Compares the pages of a site in several processes, a share of the pages in each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from medium_archive import processes
from medium_archive.checks.site_pages.comparison import Differences
from medium_archive.checks.site_pages.page import Page
from medium_archive.report import Progress

_WORTH = 8  # pages; comparing them takes as long as a task of the kind that `processes` counts


@dataclass(frozen=True)
class Share:
    """What the comparison of some pages noted: the differences, the words of `Labels.read`, and the files that a page
    must show, and none of these pages shows.
    """

    found: Differences
    labels: Mapping[str, Mapping[str, Any]]
    unseen: set[str]


def compared(compare: Callable[[Iterable[Page]], Share], pages: Sequence[Page], progress: Progress) -> Iterator[Share]:
    """The shares of all pages, which `compare` gives for some. A small site is compared in this process, and any site
    where a process can't be forked. Raises WorkerStopped, and what `compare` raises.
    """
    count = processes.available()
    others = [
        waiting
        for number in range(1, count)
        if (waiting := processes.alongside(compare, pages[number::count], int(len(pages) / _WORTH))) is not None
    ]
    own = pages[::count] if others else pages
    yield compare(progress("Comparing the site", own, len(own)))
    yield from (waiting() for waiting in others)
