"""What tests share: the example export, the exports somebody set aside, and programs that not every machine has."""

from __future__ import annotations

import gc
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from filelock import FileLock
from hypothesis import settings

import medium_archive
from medium_archive.commands import build, import_exports, verify
from medium_archive.folder.layout import Layout
from medium_archive.medium.export import Export, open_export
from medium_archive.watch import channels
from tests import account_exports
from tests.account_exports import ada, ben  # noqa: F401  # fixtures

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.local_page import LocalPage

ROOT = Path(__file__).parent.parent
# A new process of multiprocessing gets this list: so it finds the tests where the package is installed elsewhere
sys.path.append(str(ROOT))
_SOURCE = Path(medium_archive.__file__).parents[1]
# In the environment of a process, so that it imports the package that the tests import, and the tests, wherever it is
# started. Without SYSTEMROOT no process on Windows can open a socket.
SAME_PACKAGE = {"PYTHONPATH": os.pathsep.join((str(_SOURCE), str(ROOT))), "PYTHONSAFEPATH": "1"} | {
    name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ
}
# CI runs another sample of the cases each day; --slow runs all cases, and generates other ones each day. Any other run
# takes the same sample as the last run, so it has the same result. The processes of xdist inherit the number
_CHANGES_DAILY = bool(os.environ.get("CI")) or "--slow" in sys.argv
ROTATION = int(os.environ.setdefault("ROTATION", str(datetime.now(UTC).toordinal() if _CHANGES_DAILY else 0)))
EXAMPLES = ROOT / "examples"
EXAMPLE_ZIP = EXAMPLES / "medium-export.zip"
# The themes that come with the program; `base` is what they start from
THEMES = tuple(
    sorted(folder.name for folder in (ROOT / "themes").iterdir() if folder.is_dir() and folder.name != "base")
)


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    """Where a test makes its archive."""
    return Layout(tmp_path / "archive")


@pytest.fixture
def page(layout: Layout) -> Iterator[LocalPage]:
    """The page of `archive app` for the archive of the example."""
    from tests import local_page  # noqa: PLC0415  # it imports this module

    account_exports.import_(layout, EXAMPLE_ZIP)
    with local_page.opened(layout.root) as running:
        yield running


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--slow", action="store_true", help="run all tests, also slow ones and those of other days")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Skip the tests marked `slow` without --slow or CI, and the tests marked `another_day` without --slow."""
    if config.getoption("--slow"):
        return
    skipped = {"another_day": pytest.mark.skip(reason="CI runs it on another day: pytest --slow runs it")}
    if not os.environ.get("CI"):
        skipped["slow"] = pytest.mark.skip(reason="slow: pytest --slow runs it")
    for item in items:
        for name in skipped.keys() & item.keywords.keys():
            item.add_marker(skipped[name])


def pytest_collection_finish() -> None:
    """Leave the thousands of tests and what they import out of Python's garbage collections, which scan all objects,
    and of the memory that a new process copies for them.
    """
    gc.freeze()


def pytest_xdist_auto_num_workers() -> int:
    """For `-n auto`, one process more than there are processors: tests wait for time-outs, programs and the disk."""
    return (os.cpu_count() or 1) + 1


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the number that repeats this sample, if the sample changes each day."""
    if ROTATION and (terminalreporter.stats.get("failed") or os.environ.get("CI")):
        terminalreporter.write_line(f"To run the same sample again: ROTATION={ROTATION} pytest …")


def one_in(every: int, cases: Iterable[Any], *, of_ci: int = 1) -> list[Any]:
    """The cases of a test. A run without options takes one case in `every`, CI takes one in `of_ci` (all, if 1), and
    --slow takes all. The sample of CI changes each day. `every` is a multiple of `of_ci`.
    """
    assert every % of_ci == 0
    return [
        pytest.param(*case, marks=marks) if isinstance(case, tuple) else pytest.param(case, marks=marks)
        for number, case in enumerate(cases)
        for marks in [_marks((number + ROTATION) % every, of_ci)]
    ]


def examples(number: int) -> int:
    """The number of generated cases that a test tries: `number` in CI, a tenth of it elsewhere."""
    return number if os.environ.get("CI") else number // 10


def _marks(turn: int, of_ci: int) -> pytest.MarkDecorator | tuple[()]:
    """The marks of a case that runs when `turn` is 0."""
    if turn == 0:
        return ()
    return pytest.mark.slow if turn % of_ci == 0 else pytest.mark.another_day


def pytest_configure(config: pytest.Config) -> None:
    """End the run where CI would test its checkout instead of the package that it installed. Generated cases are the
    same in each run, so that the tests pass or fail alike for everybody; --slow searches with new ones.
    """
    if os.environ.get("CI") and _SOURCE == ROOT:
        raise pytest.UsageError("CI tests the installed package: call pytest, not python -m pytest")
    if not hasattr(config, "workerinput"):
        _complete_the_example()
    settings.register_profile(
        "chosen", derandomize=not config.getoption("--slow"), deadline=None, max_examples=examples(100)
    )
    settings.load_profile("chosen")


def _complete_the_example() -> None:
    """Put the pictures of examples/archive where git has them: an sdist has each of them only in examples/pictures."""
    archive = EXAMPLES / "archive"
    for sums in (archive / "SHA256SUMS", archive / "private" / "SHA256SUMS"):
        for line in sums.read_text("utf-8").splitlines():
            file = archive / line.partition("  ")[2]
            picture = EXAMPLES / "pictures" / file.name
            if picture.is_file() and not file.exists():
                file.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(picture, file)


def exports() -> list[Path]:
    """The example, and every export in the folder that $MEDIUM_EXPORTS names."""
    folder = os.environ.get("MEDIUM_EXPORTS")
    return [EXAMPLE_ZIP, *(sorted(Path(folder).glob("*.zip")) if folder else [])]


def need(program: str) -> str:
    """The path of a program; the test is skipped where it is missing, but fails where CI promised it."""
    path = shutil.which(program)
    if path is None:
        if os.environ.get("CI"):
            pytest.fail(f"CI must have {program}")
        pytest.skip(f"needs {program}, which is not installed")
    return path


@pytest.fixture(scope="session")
def archive_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], Layout]:
    """Gives the archive of an export, with its site, made once for all tests of a run, whichever of xdist's processes
    they are in. Not to be written to: a test that does so works on a copy.
    """
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own

    def archive(export: Path) -> Layout:
        layout = Layout(shared / f"archive-of-{export.stem}")
        with FileLock(f"{layout.root}.lock"):
            if not layout.root.exists():
                unfinished = Layout(layout.root.with_suffix(".unfinished"))
                shutil.rmtree(unfinished.root, ignore_errors=True)
                pictures = EXAMPLES / "pictures" if export == EXAMPLE_ZIP else None
                import_exports.import_exports([export], unfinished, import_exports.Options(pictures=pictures))
                build.build(unfinished)
                verify.verify(unfinished)
                unfinished.root.rename(layout.root)
        return layout

    return archive


@pytest.fixture(scope="session")
def example(archive_of: Callable[[Path], Layout]) -> Layout:
    """The example export, imported and built. Not to be written to: use `own_example` for that."""
    return archive_of(EXAMPLE_ZIP)


@pytest.fixture
def own_example(example: Layout, tmp_path: Path) -> Layout:
    """A copy of the example that a test may change."""
    shutil.copytree(example.root, tmp_path / "archive")
    return Layout(tmp_path / "archive")


@pytest.fixture
def no_channels(monkeypatch: pytest.MonkeyPatch) -> None:
    """Alerts have only the channels that a test sets, whatever the environment of the tests has."""
    for key in channels.KEYS:
        monkeypatch.delenv(f"ARCHIVE_{key}", raising=False)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser; on a machine without one these tests are skipped, in CI they fail."""
    program = need("chromium")
    if not os.environ.get("CI"):
        pytest.importorskip("playwright", reason="needs playwright, which is not installed")
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  # not on every machine

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture
def opened(tmp_path: Path) -> Callable[[bytes], Export]:
    """Opens bytes as an export, under a name that says nothing about them."""

    def open_bytes(content: bytes) -> Export:
        path = tmp_path / "download"
        path.write_bytes(content)
        with open_export(path) as export:
            contents = [export.read(member) for member in export.members]
        assert all(isinstance(content, bytes) for content in contents)
        return export

    return open_bytes
