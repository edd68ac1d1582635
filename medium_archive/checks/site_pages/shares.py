"""Compares the pages of a site in several processes, a share of the pages in each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from medium_archive import processes
from medium_archive.checks.site_pages.comparison import Differences
from medium_archive.checks.site_pages.page import Page

_WORTH = 8  # pages; comparing them takes as long as a task of the kind that `processes` counts
_BATCH = 4096  # pages


@dataclass(frozen=True)
class Share:
    """What the comparison of some pages noted: the differences, the words of `Labels.read`, and the files that a page
    must show, and none of these pages shows.
    """

    found: Differences
    labels: Mapping[str, Mapping[str, Any]]
    unseen: set[str]


def batches(pages: Iterable[Page]) -> Iterator[tuple[Page, ...]]:
    """The pages in batches that a process holds at once: a page with what it must show takes about 16 kB."""
    rest = iter(pages)
    while some := tuple(islice(rest, _BATCH)):
        yield some


def compared(compare: Callable[[Iterable[Page]], Share], pages: Sequence[Page]) -> Iterator[Share]:
    """The shares of all pages, which `compare` gives for some. A few pages are compared in this process, and any where
    a process can't be forked. Raises WorkerStopped, and what `compare` raises.
    """
    count = processes.available()
    others = [
        waiting
        for number in range(1, count)
        if (waiting := processes.alongside(compare, pages[number::count], int(len(pages) / _WORTH))) is not None
    ]
    yield compare(pages[::count] if others else pages)
    yield from (waiting() for waiting in others)
