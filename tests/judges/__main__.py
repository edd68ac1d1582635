"""Judge the site: every theme, on the example and on three exports of real writers, one page of each kind.

    python -m tests.judges [--theme plain …] [--site example …] [--full plain … | today] [--quick]

The example is judged by all judges in the themes that --full names; `today` is one theme, another one each day. In the
other themes the slow judges are left out: Lighthouse, a slow network, paper and no JavaScript, the search, two of axe's
four views. The exports of real writers, if $MEDIUM_EXPORTS names their folder, are judged by all judges but Lighthouse;
--quick leaves out the other slow judges too. Judges run at the same time, one for each processor. With `today`
Lighthouse does not measure the performance, which decides nothing and takes half of the time of Lighthouse.

$JUDGES is the folder that holds axe-core, vnu-jar and lighthouse (node_modules). Java, Node and Chromium are needed.
Prints a table and what is wrong; the exit code is 1 if anything is.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from tests.conftest import ROTATION, THEMES
from tests.judges.judging import Depth, judge
from tests.judges.sites import EXAMPLE, WRITERS, Site, archive, served
from tests.judges.verdicts import row

_NEEDED = ("axe-core/axe.min.js", "vnu-jar/build/dist/vnu.jar", "lighthouse/cli/index.js")


def main() -> int:
    options = _options()
    tools = Path(os.environ.get("JUDGES", "node_modules"))
    absent = [name for name in _NEEDED if not (tools / name).is_file()]
    absent += [name for name in ("java", "node", "chromium", "lychee") if shutil.which(name) is None]
    if absent:
        _say(f"Missing: {', '.join(absent)}. Install them (CONTRIBUTING.md) and name their folder in $JUDGES.")
        return 2
    wrong = 0
    for name in options.site:
        with tempfile.TemporaryDirectory() as place, ExitStack() as servers:
            layout = archive(name, Path(place))
            if layout is None:
                _say(f"{name:16} not here: $MEDIUM_EXPORTS names no folder with it")
                continue
            sites = [servers.enter_context(served(layout, theme, Path(place))) for theme in options.theme]
            for site, verdict in judge([(site, _depth(site, options)) for site in sites], tools):
                _say(row(name, site.theme, verdict))
                for finding in verdict.findings:
                    _say(f"    {finding}")
                wrong += len(verdict.findings)
    _say(f"\n{wrong} wrong" if wrong else "\nNothing wrong.")
    return 1 if wrong else 0


def _depth(site: Site, options: argparse.Namespace) -> Depth:
    if site.name == EXAMPLE:
        whole = site.theme in options.full
        return Depth(whole, scores=whole, clock=not options.today)
    return Depth(not options.quick)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.judges", description="Judge the site as judges of web pages do."
    )
    parser.add_argument("--theme", nargs="+", choices=THEMES, default=THEMES)
    parser.add_argument("--site", nargs="+", choices=(EXAMPLE, *WRITERS), default=(EXAMPLE, *WRITERS))
    parser.add_argument("--full", nargs="*", choices=(*THEMES, "today"), default=THEMES)
    parser.add_argument("--quick", action="store_true", help="real exports without what takes long")
    options = parser.parse_args()
    options.today = "today" in options.full
    if options.today:
        options.full = [THEMES[ROTATION % len(THEMES)]]
        _say(f"In full: {options.full[0]}. ROTATION={ROTATION} judges the same again.")
    return options


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
