"""Work in several processes gives the same results in the same order, and no process stays behind."""

from __future__ import annotations

import multiprocessing
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from medium_archive import processes
from medium_archive.commands.import_exports import Options, import_exports
from medium_archive.errors import WorkerStopped
from medium_archive.folder.layout import Layout
from medium_archive.report import Issue
from tests.conftest import ROOT, one_in
from tests.interruptions import pages_of_year, state
from tests.sample_exports import write_zip
from tests.work import is_marked, mark, place_of, refuse, stop, times, times_two

_place, _refuse, _stop = partial(place_of, None), partial(refuse, None), partial(stop, None)
WORK = [(number, number if number % 3 else None) for number in range(300)]


@pytest.fixture(params=["fork", "spawn"])
def start(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both ways to start a process: Windows and macOS have only the second."""
    if request.param == "fork" and sys.platform != "linux":
        pytest.skip("only Linux forks")
    # A new process finds these functions below the root, and the package where this process has it
    monkeypatch.setattr(sys, "path", [*sys.path, str(ROOT)])
    method = multiprocessing.get_context(request.param)
    monkeypatch.setattr(processes, "_start_method", lambda: method)
    return str(request.param)


@pytest.mark.parametrize("jobs", one_in(2, [1, 2, 8]))
def test_results_have_the_order_of_the_work(start: str, jobs: int) -> None:
    wanted = [(number, None if task is None else 7 * task) for number, task in WORK]
    assert list(processes.run(times, 7, WORK, jobs)) == wanted


def test_work_to_do_meanwhile_is_done_in_this_process_while_the_others_work(start: str) -> None:
    done: list[int] = []
    with processes.Pool(7, 2) as pool:
        pool.do_meanwhile(lambda: done.append(os.getpid()))
        results = pool.run(times, WORK)
        assert not done
        next(results)
        assert done == [os.getpid()]
        assert len(list(results)) == len(WORK) - 1
        assert len(list(pool.run(times, WORK))) == len(WORK)
    assert done == [os.getpid()]


def test_the_others_have_more_work_while_this_process_prepares(start: str) -> None:
    taken, seen = [0], []

    def work() -> Iterator[tuple[int, int]]:
        for number in range(300):
            taken[0] = number
            yield number, number

    with processes.Pool(7, 2) as pool:
        pool.do_meanwhile(lambda: seen.append(taken[0]))
        for number, _ in pool.run(times, work()):
            assert taken[0] - number <= seen[0]
    assert 250 <= seen[0] < 270  # usually about 36 tasks are sent ahead


def test_work_whose_amount_is_known_is_done_in_other_processes_from_the_first_task(start: str) -> None:
    with processes.Pool(None, 2) as pool:
        assert os.getpid() not in {place for _, place in pool.run(place_of, [(None, 1)], 48)}
    with processes.Pool(None, 1) as pool:
        assert {place for _, place in pool.run(place_of, [(None, 1)], 48)} == {os.getpid()}


def test_much_work_is_done_in_other_processes(start: str) -> None:
    places = {place for _, place in processes.run(place_of, None, WORK, 2)} - {None}
    assert places
    assert os.getpid() not in places


def test_processes_that_are_started_before_their_work_prepare_themselves(start: str) -> None:
    with processes.Pool(jobs=2) as pool:
        pool.start(mark)
        assert list(pool.run(is_marked, WORK)) == [(n, None if task is None else True) for n, task in WORK]
    with processes.Pool(jobs=1) as pool:
        pool.start(mark)
        assert list(pool.run(is_marked, [(1, 1)])) == [(1, False)]


def test_processes_without_work_end(start: str, capfd: pytest.CaptureFixture[str]) -> None:
    with processes.Pool(jobs=2) as pool:
        pool.start(mark)
    deadline = time.monotonic() + 30
    while multiprocessing.active_children() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert multiprocessing.active_children() == []
    assert capfd.readouterr().err == ""


def test_little_work_starts_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "Workers", None)
    assert list(processes.run(times, 2, ((None, n) for n in range(20)), 8))[-1] == (None, 38)


def test_work_is_taken_only_a_little_ahead_of_the_results() -> None:
    taken = 0

    def work() -> Iterator[tuple[int, int]]:
        nonlocal taken
        for number in range(2000):
            taken = number
            yield number, number

    for number, _ in processes.run(times, 1, work(), 2):
        assert taken - number < 270


def test_an_error_in_another_process_is_raised_here(start: str) -> None:
    with pytest.raises(ValueError, match="100"):
        list(processes.run(refuse, None, WORK, 2))


def test_a_parallel_task_runs_in_the_same_processes(start: str) -> None:
    with processes.Pool(jobs=2) as pool:
        beside = pool.begin(place_of, 1, parts=100)
        places = {place for _, place in pool.run(place_of, WORK)} - {None}
        small = pool.begin(place_of, 1, parts=1)
        places |= {beside(), small(), *(place for _, place in pool.run(place_of, WORK[1:2]))}
        assert os.getpid() not in places
        assert len(places) <= 2  # one may do all of the work


def test_a_small_parallel_task_starts_no_processes(start: str) -> None:
    with processes.Pool(jobs=2) as pool:
        assert pool.begin(place_of, 1, parts=1)() == os.getpid()


def test_an_error_of_a_parallel_task_is_raised_when_its_result_is_read(start: str) -> None:
    with processes.Pool(jobs=2) as pool:
        beside = pool.begin(refuse, 100, parts=100)
        assert len(list(pool.run(times_two, WORK))) == len(WORK)
        with pytest.raises(ValueError, match="100"):
            beside()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_a_stopped_process_is_an_error_that_says_what_to_do(start: str) -> None:
    with pytest.raises(WorkerStopped) as stopped:
        list(processes.run(stop, None, WORK, 2))
    assert "--jobs 1" in stopped.value.hint
    with processes.Pool(jobs=2) as pool, pytest.raises(WorkerStopped):
        pool.begin(stop, 100, parts=100)()


def test_a_large_task_runs_alongside_in_a_process_of_its_own(start: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "available", lambda: 2)
    place, error, stopped = (processes.alongside(function, 100, parts=100) for function in (_place, _refuse, _stop))
    if start == "spawn":
        assert place is error is stopped is None
        return
    assert place is not None
    assert error is not None
    assert stopped is not None
    assert place() != os.getpid()
    with pytest.raises(ValueError, match="100"):
        error()
    with pytest.raises(WorkerStopped):
        stopped()


def test_a_small_task_and_a_task_on_one_core_start_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    assert processes.alongside(_place, 100, parts=3) is None
    monkeypatch.setattr(processes, "available", lambda: 1)
    assert processes.alongside(_place, 100, parts=100) is None


_PARENT = """
import os, sys, time
from medium_archive import processes
from tests.work import sleep
if __name__ == "__main__":
    for _, pid in processes.run(sleep, None, ((n, n) for n in range(500)), 2):
        print(pid, flush=True)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_no_process_is_left_when_the_one_that_started_it_is_killed() -> None:
    with subprocess.Popen([sys.executable, "-c", _PARENT], stdout=subprocess.PIPE, cwd=Path.cwd(), text=True) as parent:
        assert parent.stdout is not None
        pids = {int(parent.stdout.readline()) for _ in range(40)}
        parent.kill()
    deadline = time.monotonic() + 30
    while any(Path(f"/proc/{pid}").exists() for pid in pids) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert [pid for pid in pids if Path(f"/proc/{pid}").exists()] == []


@pytest.mark.parametrize("jobs", one_in(2, [2, 8]))
def test_an_archive_is_the_same_whatever_the_number_of_processes(jobs: int, tmp_path: Path) -> None:
    files = dict(pages_of_year(90, 2021, random.Random(3)))  # noqa: S311  # test data, not a secret
    files["posts/2020-03-01_Cut-0a0a0a0a0a0a.html"] = b'<article class="h-entry"><section data-field="body"><p>A cut'
    files["posts/2020-03-01_None-0b0b0b0b0b0b.html"] = b"<p>No post"
    export = write_zip(tmp_path / "export.zip", files)
    alone, together = (_imported(export, tmp_path / f"of-{number}", number) for number in (1, jobs))
    assert together == alone
    assert {issue.code for issue in alone[2]} >= {"no-post", "page-cut"}


def _imported(export: Path, folder: Path, jobs: int) -> tuple[object, object, tuple[Issue, ...], tuple[Issue, ...]]:
    """The files of an archive after two imports, the counts, and the issues of both."""
    layout = Layout(folder)
    report = import_exports([export], layout, Options(jobs=jobs))
    again = import_exports([export], layout, Options(jobs=jobs, again=True))
    return state(layout.root), report.counts, report.issues, again.issues
