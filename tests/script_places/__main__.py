"""`python -m tests.script_places [SCENE …]`: put what would run in a browser into each place where text of an export, a
person, a record or a theme reaches a page, build the site in each theme, and open its pages with Chromium.

Pages are opened without their content security policy, as on a host that removes it; those of strange themes with it.
It prints a table: how many payloads were in a place, how many ran or could run later, how many asked another host, and
how many texts that should be seen were not. `templates` are those that try to get out of Jinja's sandbox. The exit code
is 1 if anything ran, asked, was not seen or got out.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.conftest import THEMES
from tests.script_places import payloads, templates
from tests.script_places.looking import ARGUMENTS
from tests.script_places.scenes import SCENES, Work
from tests.script_places.table import rows

_TEMPLATES = "templates"
_ROW = "{:24} {:40} {:>9} {:>5} {:>6} {:>8}"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.script_places", description=__doc__)
    parser.add_argument("scenes", nargs="*", help=f"of {', '.join([*SCENES, _TEMPLATES])}; default: all")
    parser.add_argument("--themes", nargs="+", default=THEMES, choices=THEMES)
    parser.add_argument("--every", type=int, default=1, help="take only each payload of so many")
    parser.add_argument("--from", type=int, default=0, dest="first", help="the first payload")
    parser.add_argument("--browser", default="/usr/bin/chromium")
    options = parser.parse_args()
    if unknown := {*options.scenes} - {*SCENES, _TEMPLATES}:
        parser.error(f"no such scene: {', '.join(sorted(unknown))}")
    names = options.scenes or [*SCENES, _TEMPLATES]
    wrong = _play_templates() if _TEMPLATES in names else False
    if scenes := [name for name in names if name != _TEMPLATES]:
        wrong = _play(options, scenes) or wrong
    return 1 if wrong else 0


def _play_templates() -> bool:
    """Render the templates that try to get out, and count what they did. Returns whether one got out."""
    done: Counter[str] = Counter()
    begun = time.monotonic()
    for template in (*templates.REACH, *templates.USE_UP):
        with TemporaryDirectory() as folder:
            archive = Path(folder)
            templates.lay_out(archive)
            is_endless = template in templates.USE_UP
            result = templates.result(archive, template, templates.values())
            done["used up the machine" if is_endless and result == "printed" else result] += 1
            if result == "reached" or (is_endless and result == "printed"):
                print(f"templates: {template[:100]!r}: {result}")
    counts = ", ".join(f"{number} {result}" for result, number in sorted(done.items()))
    print(f"templates: {done.total()} that try to get out, {time.monotonic() - begun:.0f} s: {counts}", flush=True)
    return bool(done["reached"] or done["used up the machine"])


def _play(options: argparse.Namespace, scenes: Sequence[str]) -> bool:
    """Open the pages of the scenes, and print the table. Returns whether anything is wrong."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  # not on every machine

    chosen = range(options.first, len(payloads.ALL), options.every)
    begun = time.monotonic()
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=options.browser, args=list(ARGUMENTS))
        work = Work(browser, Path(folder), options.themes, chosen, lambda line: print(line, flush=True))
        for scene in scenes:
            SCENES[scene](work)
        browser.close()
    found = rows(work)
    print(_ROW.format("group", "place", "payloads", "ran", "asked", "not seen"))
    for row in found:
        print(_ROW.format(row.place.group, row.place.name, row.payloads, row.ran, row.asked, row.not_seen))
        for example in row.examples:
            print(f"    {example}")
    pages = sum(looks.pages for looks in work.looks.values())
    broken = sum((looks.broken for looks in work.looks.values()), Counter[str]())
    for error, number in broken.most_common():
        print(f"a script of the site failed {number} times: {error}")
    total = [sum(values) for values in zip(*((r.payloads, r.ran, r.asked, r.not_seen) for r in found), strict=True)]
    print(
        f"{len(found)} places, {total[0]} payloads in them, {pages} pages opened, {len(work.themes)} themes, "
        f"{time.monotonic() - begun:.0f} s: {total[1]} ran, {total[2]} asked another host, {total[3]} not seen"
    )
    return bool(any(total[1:]) or broken)


if __name__ == "__main__":
    sys.exit(main())
