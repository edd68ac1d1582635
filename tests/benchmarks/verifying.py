"""How long `archive verify` takes, and whether a large archive that is well gives an alarm.

    python -m tests.benchmarks.verifying [POSTS]

An export is made of POSTS posts (2,000 by default), each with a draft for every tenth, imported, built, verified.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from medium_archive.checks import register, snapshot
from medium_archive.commands import build, import_exports
from medium_archive.commands.verify import verify
from medium_archive.folder.layout import Layout
from tests.sample_exports import post_name, post_page, write_zip

_TEXT = "the sea keeps no ledger but the harbour does and every lamp is counted twice before the fog comes in"


def main(posts: int) -> None:
    with tempfile.TemporaryDirectory() as place:
        files = {}
        for number in range(posts):
            post_id, date = f"{number + 1:012x}", f"{2010 + number % 15}-{1 + number % 12:02}-{1 + number % 28:02}"
            body = "".join(_paragraph(number, at) for at in range(20))
            is_draft = number % 10 == 0
            page = post_page(f"Post number {number}", body, post_id, f"{date}T10:00:00.123Z", draft=is_draft)
            name = f"posts/draft_Post-number-{number}-{post_id}.html" if is_draft else post_name(post_id, date)
            files[name] = page
        layout = Layout(Path(place) / "archive")
        import_exports.import_exports([write_zip(Path(place) / "export.zip", files)], layout)
        build.build(layout)
        for quick in (False, True):
            begin = time.perf_counter()
            report = verify(layout, quick=quick)
            seconds = time.perf_counter() - begin
            alarms = Counter(issue.code for issue in report.issues)
            print(f"{'quick' if quick else 'whole'}: {seconds:.1f} s, exit code {report.exit_code}, {dict(alarms)}")  # noqa: T201  # its only output
        archive = snapshot.read(layout)
        for check in register.ALL:
            begin = time.perf_counter()
            check.inspect(archive)
            print(f"  {getattr(check, '__name__', '')}: {time.perf_counter() - begin:.2f} s")  # noqa: T201  # its only output


def _paragraph(number: int, at: int) -> str:
    known = _TEXT.split()
    words = " ".join(known[(number * 7 + at * 3 + place) % len(known)] for place in range(45))
    return f'<p name="{at:04x}" id="{at:04x}" class="graf graf--p">{words} {number} {at}.</p>'


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 2000)
