"""The benchmarks run programs, say what failed, and draw what they measured."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

import lxml.etree
import pytest

from tests.benchmarks import __main__ as benchmarks
from tests.benchmarks import drawing, inputs, peers, rows
from tests.benchmarks.measuring import Measured, Run, run
from tests.benchmarks.rows import Case, Result, Work


def test_a_run_counts_the_processes_that_a_program_starts(tmp_path: Path) -> None:
    """CPU time of children that ended, and memory of all at once."""
    child = "x = bytearray(60_000_000); sum(range(3_000_000)); import time; time.sleep(0.3)"
    script = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])"
    done = run([sys.executable, "-c", script], tmp_path)
    assert done.failure == ""
    if sys.platform == "linux":
        assert done.memory > 60
    if sys.platform != "win32":
        assert done.cpu > run([sys.executable, "-c", "pass"], tmp_path).cpu


def test_a_program_that_fails_is_shown_with_its_last_output(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    script = "import sys; print('first'); sys.exit('no pandoc here')"
    case = Case("import", "peer", "leaves out gists", lambda: run([sys.executable, "-c", script], tmp_path))
    (result,) = rows.measure([case], runs=3)
    assert len(result.measured.runs) == 1
    benchmarks.show([result])
    assert "exit code 1: no pandoc here. leaves out gists" in capsys.readouterr().out


def test_compared_programs_run_in_turn() -> None:
    order: list[str] = []

    def once(name: str) -> Run:
        order.append(name)
        return Run(1, 1, 1)

    rows.measure([Case("x", name, "", partial(once, name)) for name in "ab"], runs=2)
    assert "".join(order) == "abab"


def test_a_compared_program_that_is_not_installed_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    work = Work([], tmp_path, tmp_path / "peers")
    names = {peer.name for peer in peers.CONVERTERS}
    found = {case.name: case.once().failure for case in rows.import_(work) if case.name in names}
    assert set(found) == names
    assert all(failure.startswith("not installed") for failure in found.values())


@pytest.mark.slow
def test_the_export_for_benchmarks_can_be_imported(tmp_path: Path) -> None:
    work = Work([inputs.make_export(tmp_path / "export.zip", 3)], tmp_path, tmp_path / "peers")
    assert work.ours("import", *work.exports, "--offline").failure == ""
    assert len(list(inputs.articles(work.archive))) == 3


def test_benchmark_results_are_drawn_as_bars(tmp_path: Path) -> None:
    results = [
        Result("import", rows.OURS, "", Measured((Run(1, 1, 50), Run(3, 1, 50), Run(2, 1, 50)))),
        Result("import", "a <peer>", "", Measured((Run(8, 9, 80),))),
        Result("import", "another", "", Measured((Run(0, 0, 0, "exit code 2: it crashed"),))),
    ]
    drawing.draw(results, tmp_path / "bars.svg")
    picture = lxml.etree.parse(tmp_path / "bars.svg")
    widths = [float(bar.get("width") or "") for bar in picture.iter("{*}rect")]
    assert widths[1] == pytest.approx(4 * widths[0], abs=2)
    assert widths[2] == 0
    text = "".join(map(str, picture.getroot().itertext()))
    assert "2.00 s" in text
    assert "it crashed" in text


def test_the_time_for_each_post_is_shown_at_each_size(capsys: pytest.CaptureFixture[str]) -> None:
    sizes = {
        size: [Result("verify", rows.OURS, "", Measured((Run(seconds, 1, 1),)))]
        for size, seconds in (("100", 0.5), ("1000", 4.0))
    }
    benchmarks.show_growth(sizes)
    assert capsys.readouterr().out.split("\n")[2].split() == ["verify", "5.00", "4.00"]
