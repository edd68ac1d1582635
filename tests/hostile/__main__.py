"""`python -m tests.hostile [GROUP | KIND …]`: run commands on hostile inputs, and print how each ended.

The columns: the size of the input, the command, its exit code, the seconds of the processor, the memory of its largest
process, its sentence. The exit code is 1 if a command ended with a traceback or without a sentence, or took more than
10 seconds or 500 MiB.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.hostile.command import Outcome
from tests.hostile.kind import Kind, is_fault
from tests.hostile.register import ALL

_WIDTH = 110  # of a sentence
_GROUPS = tuple(dict.fromkeys(kind.group for kind in ALL))


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.hostile", description=__doc__)
    parser.add_argument("names", nargs="*", help="groups, or words in the names of kinds; default: all")
    parser.add_argument("--faults", action="store_true", help="print only the runs with a fault")
    parser.add_argument("--most", type=int, default=sys.maxsize, help="leave out larger inputs")
    options = parser.parse_args()
    chosen = [kind for kind in ALL if not options.names or any(_is_named(kind, name) for name in options.names)]
    if not chosen:
        parser.error(f"no such kind; the groups are {', '.join(_GROUPS)}")
    found: list[tuple[Kind, int, Outcome]] = []
    with TemporaryDirectory() as temporary:
        for number, kind in enumerate(chosen):
            for size in [size for size in kind.sizes if size <= options.most] or kind.sizes[:1]:
                for outcome in kind.outcomes(Path(temporary) / f"{number}-{size}", size):
                    found.append((kind, size, outcome))
                    if is_fault(outcome) or not options.faults:
                        _show(kind, size, outcome)
    for group in dict.fromkeys(kind.group for kind in chosen):
        _show_group(group, [one for one in found if one[0].group == group])
    faults = Counter(fault for *_, outcome in found if (fault := is_fault(outcome)))
    tracebacks = faults.pop("traceback", 0)
    others = "".join(f", {number} {fault}" for fault, number in faults.items())
    print(f"{len(chosen)} kinds, {len(found)} runs, {tracebacks} tracebacks{others}")
    return 1 if tracebacks or faults else 0


def _is_named(kind: Kind, name: str) -> bool:
    return name == kind.group if name in _GROUPS else name in kind.name


def _show(kind: Kind, size: int, outcome: Outcome) -> None:
    sentence = outcome.sentence if len(outcome.sentence) <= _WIDTH else f"{outcome.sentence[:_WIDTH]}…"
    measured = f"{outcome.code:4} {outcome.seconds:6.1f} s {outcome.megabytes:5} MB {is_fault(outcome):9}"
    print(f"{kind.group}: {kind.name[:60]:60} {size:9} {outcome.command:12}{measured} {sentence}", flush=True)


def _show_group(group: str, runs: list[tuple[Kind, int, Outcome]]) -> None:
    codes = Counter(outcome.code for *_, outcome in runs)
    slowest = max(runs, key=lambda one: one[2].seconds)
    largest = max(runs, key=lambda one: one[2].megabytes)
    print(
        f"{group}: {len({kind.name for kind, *_ in runs})} kinds, {len(runs)} runs, exit codes "
        f"{', '.join(f'{code} ({number})' for code, number in sorted(codes.items()))}; slowest {_named(slowest)} "
        f"{slowest[2].seconds:.1f} s; largest {_named(largest)} {largest[2].megabytes} MB",
        flush=True,
    )


def _named(run: tuple[Kind, int, Outcome]) -> str:
    return f"{run[0].name}, {run[1]}, {run[2].command}"


if __name__ == "__main__":
    sys.exit(main())
