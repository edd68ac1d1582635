"""Judge the site: every theme, on the example and on three exports of real writers, one page of each kind.

    python -m tests.judges [--theme plain …] [--site example …] [--full plain … | today] [--quick]

The example is judged by everything in the themes that --full names: all, or one, which is another each day. In the
other themes it is judged without what takes long: Lighthouse, a slow network, paper and no JavaScript, the search, two
of axe's four views. The exports of real writers, where $MEDIUM_EXPORTS names their folder, are judged by everything but
Lighthouse, with --quick without the others as well.

$JUDGES is the folder that holds axe-core, vnu-jar and lighthouse (node_modules). Java, Node and Chromium are needed.
Prints a table and what is wrong; the exit code is 1 if anything is.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from tests.conftest import ROTATION
from tests.judges import files, lighthouse, reader
from tests.judges.sites import EXAMPLE, THEMES, WRITERS, Site, archive, served
from tests.judges.verdicts import Verdict, row

if TYPE_CHECKING:
    from playwright.sync_api import Browser

_NEEDED = ("axe-core/axe.min.js", "vnu-jar/build/dist/vnu.jar", "lighthouse/cli/index.js")
_VIEWS: tuple[tuple[reader.Scheme, int], ...] = (("light", 360), ("dark", 360), ("light", 1280), ("dark", 1280))
_FEWER: tuple[tuple[reader.Scheme, int], ...] = (("light", 360), ("dark", 1280))


def main() -> int:
    options = _options()
    tools = Path(os.environ.get("JUDGES", "node_modules"))
    absent = [name for name in _NEEDED if not (tools / name).is_file()]
    absent += [name for name in ("java", "node", "chromium", "lychee") if shutil.which(name) is None]
    if absent:
        _say(f"Missing: {', '.join(absent)}. Install them (CONTRIBUTING.md) and name their folder in $JUDGES.")
        return 2
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  # not on every machine

    wrong = 0
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        chromium = str(shutil.which("chromium"))
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for name in options.site:
            layout = archive(name, Path(place))
            if layout is None:
                _say(f"{name:16} not here: $MEDIUM_EXPORTS names no folder with it")
                continue
            for theme in options.theme:
                with served(layout, theme, Path(place)) as site:
                    for verdict in _judged(site, browser, tools, chromium, options):
                        _say(row(name, theme, verdict))
                        for finding in verdict.findings:
                            _say(f"    {finding}")
                        wrong += len(verdict.findings)
        browser.close()
    _say(f"\n{wrong} wrong" if wrong else "\nNothing wrong.")
    return 1 if wrong else 0


def _judged(site: Site, browser: Browser, tools: Path, chromium: str, options: argparse.Namespace) -> Iterator[Verdict]:
    whole = site.theme in options.full if site.name == EXAMPLE else not options.quick
    yield files.nu(site, tools)
    yield files.lychee(site)
    yield files.feeds(site)
    yield files.sitemap(site)
    yield reader.axe(site, browser, tools, _VIEWS if whole else _FEWER)
    yield reader.reading(site, browser, from_disk=True)
    yield reader.reading(site, browser, from_disk=False)
    if whole:
        yield reader.arriving(site, browser)
        yield reader.alone(site, browser)
        yield reader.searching(site, browser)
    if whole and site.name == EXAMPLE:
        yield lighthouse.judge(site, tools, chromium)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.judges", description="Judge the site as judges of web pages do."
    )
    parser.add_argument("--theme", nargs="+", choices=THEMES, default=THEMES)
    parser.add_argument("--site", nargs="+", choices=(EXAMPLE, *WRITERS), default=(EXAMPLE, *WRITERS))
    parser.add_argument("--full", nargs="*", choices=(*THEMES, "today"), default=THEMES)
    parser.add_argument("--quick", action="store_true", help="real exports without what takes long")
    options = parser.parse_args()
    if "today" in options.full:
        options.full = [THEMES[ROTATION % len(THEMES)]]
        _say(f"In full: {options.full[0]}. ROTATION={ROTATION} judges the same again.")
    return options


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
