"""`python -m tests.hostile_servers`: put every way out of the program before servers of every wrong kind.

Each run: a command before the hostile server, then the next one before a good server. The table shows the way, the
kind, the exit code of the first, its seconds by its own quick clock, its memory, its sentence. The exit code is 1 if a
command ended with a traceback, with a wrong exit code, without a sentence, took more than 500 MiB or too long, reached
a private address, or showed a secret; or if the next run did not make the archive whole.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from fnmatch import fnmatch
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.hostile_servers import kinds, mail_servers, mails, ways, ways_of_platforms
from tests.hostile_servers.certificates import Certificates
from tests.hostile_servers.process import Commands
from tests.hostile_servers.scene import Result, bench

ALL = (*ways.ALL, *ways_of_platforms.ALL, *mails.WAYS)
_WIDTH = 120  # of a sentence


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.hostile_servers", description=__doc__)
    parser.add_argument("--ways", nargs="*", default=[], help=f"patterns of {', '.join(way.name for way in ALL)}")
    parser.add_argument("--servers", nargs="*", default=[], help=f"{', '.join(kinds.GROUPS)}, or patterns of kinds")
    parser.add_argument("--every", type=int, default=1, help="take one kind in so many, for the next way another")
    parser.add_argument("--from", dest="start", type=int, default=0, help="the first kind that --every takes")
    parser.add_argument("--faults", action="store_true", help="print only the runs with a fault")
    options = parser.parse_args()
    found: list[Result] = []
    commands = Commands()
    with TemporaryDirectory() as temporary:
        certificates = Certificates(Path(temporary) / "certificates")
        for number, way in enumerate(one for one in ALL if _is_named(one.name, options.ways)):
            every = mail_servers.KINDS if way in mails.WAYS else kinds.ALL
            chosen = [kind for kind in every if kind.group in options.servers or _is_named(kind.name, options.servers)]
            with bench(way, Path(temporary) / f"{number}", commands, certificates) as made:
                for kind in chosen[(options.start + number) % options.every :: options.every]:
                    found.append(made.result(kind))
                    if found[-1].faults or not options.faults:
                        _show(found[-1])
            _count(way.name, [one for one in found if one.way == way.name])
    commands.close()
    return 1 if _count("all", found) else 0


def _is_named(name: str, words: list[str]) -> bool:
    return not words or any(fnmatch(name, word) for word in words)


def _show(one: Result) -> None:
    outcome = one.ended.outcome
    sentence = outcome.sentence if len(outcome.sentence) <= _WIDTH else f"{outcome.sentence[:_WIDTH]}…"
    measured = f"{outcome.code:4} {one.ended.seconds:7.0f} s {outcome.megabytes:4} MB {one.met:3} met"
    print(f"{one.way:24} {one.kind.group:11} {one.kind.name[:44]:44} {measured} {sentence}", flush=True)
    for fault in one.faults:
        print(f"    FAULT {fault}", flush=True)


def _count(name: str, runs: list[Result]) -> int:
    """Print a line; gives the number of runs with a fault."""
    faults = [one for one in runs if one.faults]
    tracebacks = sum("traceback" in fault for one in runs for fault in one.faults)
    codes = ", ".join(
        f"{code} ({count})" for code, count in sorted(Counter(o.ended.outcome.code for o in runs).items())
    )
    largest = max((one.ended.outcome.megabytes for one in runs), default=0)
    print(
        f"{name}: {len(runs)} runs, {sum(bool(one.met) for one in runs)} met a hostile server, exit codes {codes}; "
        f"largest {largest} MB; {tracebacks} tracebacks, {sum(not one.is_whole for one in runs)} not whole, "
        f"{len(faults)} with a fault",
        flush=True,
    )
    return len(faults)


if __name__ == "__main__":
    sys.exit(main())
