"""Which judges judge a site, in groups that run at the same time, each in a process of its own."""

from __future__ import annotations

import multiprocessing
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tests.judges import files, lighthouse, reader
from tests.judges.sites import Site
from tests.judges.verdicts import Verdict

if TYPE_CHECKING:
    from playwright.sync_api import Browser

_VIEWS: tuple[tuple[reader.Scheme, int], ...] = (("light", 360), ("dark", 360), ("light", 1280), ("dark", 1280))
_FEWER: tuple[tuple[reader.Scheme, int], ...] = (("light", 360), ("dark", 1280))


@dataclass(frozen=True)
class Depth:
    """How much of a site is judged: by all judges but Lighthouse if `whole`, by Lighthouse if `scores`, and its
    performance if `clock`.
    """

    whole: bool = False
    scores: bool = False
    clock: bool = False


def of_files(site: Site, tools: Path, depth: Depth) -> Iterator[Verdict]:
    yield files.lychee(site)
    yield files.feeds(site)
    yield files.sitemap(site)


def of_pages(site: Site, tools: Path, depth: Depth) -> Iterator[Verdict]:
    with _browser() as browser:
        yield reader.axe(site, browser, tools, _VIEWS if depth.whole else _FEWER)
        yield reader.reading(site, browser, from_disk=True)
        yield reader.reading(site, browser, from_disk=False)


def of_ways_to_read(site: Site, tools: Path, depth: Depth) -> Iterator[Verdict]:
    with _browser() as browser:
        yield reader.arriving(site, browser)
        yield reader.alone(site, browser)
        yield reader.searching(site, browser)


def of_scores(site: Site, tools: Path, depth: Depth) -> Iterator[Verdict]:
    yield lighthouse.judge(site, tools, _chromium(), clock=depth.clock)


Group = Callable[[Site, Path, Depth], Iterator[Verdict]]


def groups(depth: Depth) -> list[Group]:
    """The groups of judges, in the order of their verdicts."""
    found: list[Group] = [of_files, of_pages]
    found += [of_ways_to_read] if depth.whole else []
    return [*found, of_scores] if depth.scores else found


def judge(sites: Sequence[tuple[Site, Depth]], tools: Path) -> Iterator[tuple[Site, Verdict]]:
    """The verdicts of all judges, in the order of the sites. The slowest judges begin first."""
    # "spawn", because a forked process must not inherit the threads that serve the sites
    with ProcessPoolExecutor(os.cpu_count(), multiprocessing.get_context("spawn")) as pool:
        running: dict[tuple[str, Group], Future[list[Verdict]]] = {}
        longest_first: tuple[Group, ...] = (of_scores, of_ways_to_read, of_pages, of_files)
        for group in longest_first:
            if group is of_pages:
                checked = pool.submit(files.nu, [site for site, _ in sites], tools)
            for site, depth in sites:
                if group in groups(depth):
                    running[site.theme, group] = pool.submit(_verdicts, group, site, tools, depth)
        for number, (site, depth) in enumerate(sites):
            yield site, checked.result()[number]
            for group in groups(depth):
                for verdict in running[site.theme, group].result():
                    yield site, verdict


def _verdicts(group: Group, site: Site, tools: Path, depth: Depth) -> list[Verdict]:
    return list(group(site, tools, depth))


@contextmanager
def _browser() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  # not on every machine

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_chromium(), args=["--no-sandbox"])
        yield browser
        browser.close()


def _chromium() -> str:
    return str(shutil.which("chromium"))
