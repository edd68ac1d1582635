"""`python -m tests.watch_looks [PATTERN…]`: the table of all situations, or of those whose names match.

Each is looked at by a plain look and by a browser, started for it with a fresh profile, on a desktop of Xvfb. Exits
with 1 if a verdict is another one than expected, if "suspended" or "up" is false, or if a look leaves a process or a
file behind. `--browser` is the browser's program with its options.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from fnmatch import fnmatch
from pathlib import Path

from tests.watch_looks import looks, processes
from tests.watch_looks.looks import Look
from tests.watch_looks.situations import SENTENCES, SITUATIONS, Situation

_AT_ONCE = 4  # plain looks, which mostly wait


def _problems(name: str, situation: Situation, found: dict[str, Look]) -> list[str]:
    """What is wrong with the looks at a situation."""
    wrong = []
    for kind, expected in (("plain", situation.plain), ("browser", situation.browser)):
        if look := found.get(kind):
            wrong += [f"false {look.verdict}"] if look.verdict not in situation.allowed else []
            wrong += [f"{kind}: {look.verdict} in place of {expected}"] if look.verdict != expected else []
            wrong += [f"{kind} left: {what}" for what in look.left]
    if (look := found.get("browser")) and look.is_of_chromium and SENTENCES.get(name, "") not in look.reason:
        wrong.append(f"browser: its reason does not say “{SENTENCES[name]}”")
    return wrong


def _row(name: str, situation: Situation, found: dict[str, Look]) -> str:
    cells = [name, situation.shown.verdict]
    for kind in ("plain", "browser"):
        look = found.get(kind)
        cells.append(f"{look.verdict}: {look.reason}" if look else "")
    last = found.get("browser") or found["plain"]
    cells += [last.evidence, " + ".join(f"{look.seconds:.1f}" for look in found.values())]
    return f"| {' | '.join(cell.replace('|', '¦') for cell in cells)} |"


def main(options: argparse.Namespace) -> int:
    chosen = {
        name: one for name, one in SITUATIONS.items() if any(fnmatch(name, pattern) for pattern in options.patterns)
    }
    counts: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as place, processes.desktop() as (display, _):
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            folders = [Path(place) / f"p{number}" for number in range(len(chosen))]
            plain = list(pool.map(looks.plain, chosen.values(), folders))
        print("| situation | a reader sees | plain look | browser | evidence | seconds |\n|---|---|---|---|---|---|")
        for number, (name, situation) in enumerate(chosen.items()):
            found = {"plain": plain[number]}
            if not options.plain:
                folder = Path(place) / f"b{number}"
                found["browser"] = looks.with_browser(situation, folder, display, options.browser)
            print(_row(name, situation, found), flush=True)
            for problem in _problems(name, situation, found):
                counts[problem.partition(" in ")[0].partition(":")[0]] += 1
                print(f"WRONG: {name}: {problem}", flush=True)
    print(f"\n{len(chosen)} situations; {counts['false suspended']} false suspended, {counts['false up']} false up;")
    print(f"{sum(counts.values())} problems: {dict(counts)}" if counts else "each verdict is as expected")
    return 1 if counts else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.watch_looks")
    parser.add_argument("patterns", nargs="*", default=["*"])
    parser.add_argument("--plain", action="store_true", help="without a browser")
    parser.add_argument("--browser", default=looks.BROWSER)
    sys.exit(main(parser.parse_args()))
