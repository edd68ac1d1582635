"""An import over an existing archive, interrupted: killed at random moments, or with a disk that fills."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from medium_archive.commands import import_exports
from medium_archive.commands.verify import verify
from medium_archive.folder import lock
from medium_archive.folder.layout import Layout
from medium_archive.report import Report
from tests.conftest import SAME_PACKAGE
from tests.sample_exports import post_name, post_page, write_zip

EDIT = "\nAdded by hand.\n"
_WORDS = ("harbour", "lamp", "tide", "rope", "gull", "slate", "ferry", "chart", "bread", "wall", "mole", "keel")


@dataclass(frozen=True)
class Scene:
    """An archive of one export, edited, and the next export; `wanted` is what the archive is after its import."""

    archive: Path
    export: Path
    edited: tuple[str, ...]
    wanted: dict[str, bytes]


def make_scene(place: Path, posts: int, seed: int = 1) -> Scene:
    """Two exports of so many posts. Medium changes, retitles, publishes and removes some."""
    place.mkdir(parents=True, exist_ok=True)
    first, second = (
        write_zip(place / f"{year}.zip", dict(pages_of_year(posts, year, random.Random(seed))))  # noqa: S311  # test data, not a secret
        for year in (2021, 2023)
    )
    return scene_of(place, first, second, seed)


def scene_of(place: Path, first: Path, second: Path, seed: int = 1) -> Scene:
    """Every third post of the first export is edited by hand."""
    chance = random.Random(seed)  # noqa: S311  # test data, not a secret
    layout = Layout(place / "archive")
    import_exports.import_exports([first], layout)
    edited = []
    for file in sorted(layout.root.glob("*/*/index.md")):
        if chance.random() < 0.3:
            file.write_text(file.read_text("utf-8") + EDIT, "utf-8")
            edited.append(next(line for line in file.read_text("utf-8").splitlines() if line.startswith("  id:")))
    undisturbed = Layout(place / "undisturbed")
    shutil.copytree(layout.root, undisturbed.root)
    import_exports.import_exports([second], undisturbed)
    return Scene(layout.root, second, tuple(edited), state(undisturbed.root))


def make_scene_of_hidden(place: Path) -> Scene:
    """Posts that a person moved to the drafts since the last import, also edited ones, and one that was moved back."""
    made = make_scene(place, 12)
    layout = Layout(made.archive)
    import_exports.import_exports([made.export], layout)
    folders = sorted(file.parent for file in layout.posts.glob("*/index.md"))

    def bring(folder: Path, shelf: Path) -> Path:
        shelf.mkdir(exist_ok=True)
        return folder.rename(shelf / folder.name)

    hidden = bring(folders[0], layout.drafts)
    import_exports.import_exports([made.export], layout)
    bring(hidden, layout.posts)
    for folder in folders[1:5]:
        bring(folder, layout.drafts)
    undisturbed = Layout(place / "all undisturbed")
    shutil.copytree(layout.root, undisturbed.root)
    older = place / "2021.zip"
    import_exports.import_exports([older], undisturbed)
    return Scene(layout.root, older, made.edited, state(undisturbed.root))


def pages_of_year(posts: int, year: int, chance: random.Random) -> Iterator[tuple[str, bytes]]:
    for number in range(posts):
        post_id = f"{number:012x}"
        turn = chance.random()
        words = " ".join(chance.choices(_WORDS, k=120))
        if year == 2023 and turn < 0.1:
            continue
        draft = turn > 0.9 and (year == 2021 or turn > 0.95)
        title = f"{words[:30]}{' again' if year == 2023 and turn > 0.8 else ''}"
        body = f'<p class="graf graf--p">{words}</p>'
        if year == 2023 and turn > 0.5:
            body = f'<p class="graf graf--p">New at Medium: {words[::-1]}</p>{body}'
        page = post_page(title, body, post_id, exported=f"May 1, {year}", draft=draft)
        yield (f"posts/draft_x-{post_id}.html" if draft else post_name(post_id, slug="x")), page


def state(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and path.name != lock.NAME and ".cache" not in path.parts
    }


# The command, killed after a number of changes to the disk; else it prints how many it made
_COUNTED = """
import atexit, os, signal, sys
most, made = int(sys.argv.pop(1)), 0
def count(event, given):
    global made
    changes = event in ("os.rename", "os.remove", "os.mkdir")
    if changes or (event == "open" and isinstance(given[2], int) and given[2] & (os.O_WRONLY | os.O_RDWR)):
        made += 1
        if made > most:
            os.kill(os.getpid(), signal.SIGKILL)
from medium_archive.cli.app import main
sys.addaudithook(count)
atexit.register(lambda: print(made))
main()
"""


def start(scene: Scene, archive: Path) -> subprocess.Popen[bytes]:
    return _start(["-m", "medium_archive.cli"], scene, archive)


def changes_of(arguments: Sequence[str]) -> int:
    """The number of changes that a command makes to the disk if it is not killed."""
    with _run(["-c", _COUNTED, str(sys.maxsize)], arguments) as process:
        return int(process.communicate()[0])


def kill_command_at(arguments: Sequence[str], change: int) -> bool:
    """Kill a command with SIGKILL after `change` changes to the disk. False if it ended before, without a further
    change.
    """
    with _run(["-c", _COUNTED, str(change)], arguments) as process:
        process.communicate()
    return process.returncode == -signal.SIGKILL


def _start(program: list[str], scene: Scene, archive: Path) -> subprocess.Popen[bytes]:
    return _run(program, ["import", str(scene.export), "--offline", "--quiet", "--archive", str(archive)])


def _run(program: list[str], arguments: Sequence[str]) -> subprocess.Popen[bytes]:
    environment = {**os.environ, **SAME_PACKAGE, "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, *program, *arguments]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def lost_edits(scene: Scene, archive: Path) -> list[str]:
    """The ids of edited posts that have lost the added line."""
    texts = [file.read_text("utf-8") for file in archive.glob("*/*/index.md")]
    return [post for post in scene.edited if not any(post in text and EDIT in text for text in texts)]


def changes(scene: Scene, place: Path) -> int:
    """How many changes an undisturbed import makes to the disk: files opened to be written, renamed, removed, folders
    made.
    """
    shutil.copytree(scene.archive, place)
    with _start(["-c", _COUNTED, str(sys.maxsize)], scene, place) as process:
        return int(process.communicate()[0])


def kill_at(scene: Scene, archive: Path, change: int) -> bool:
    """SIGKILL to an import when it has made so many changes to the disk; whether it still had some to make."""
    with _start(["-c", _COUNTED, str(change)], scene, archive) as process:
        process.communicate()
    return process.returncode == -signal.SIGKILL


def import_on_small_disk(scene: Scene, place: Path, share: float) -> tuple[int, str]:
    """Import where there is room for this share of what the import adds; the exit code, and what was said. `place` is
    a `small_disk`, and has the archive in `archive` then.
    """
    before = pages_of(state(scene.archive))
    enlarge(place, 2 * before)
    shutil.copytree(scene.archive, place / "archive")
    used = 2 * before - shutil.disk_usage(place).free // 1024
    enlarge(place, used + 4 + int((pages_of(scene.wanted) - before) * share))
    with start(scene, place / "archive") as process:
        errors = process.stderr.read().decode() if process.stderr else ""
    return process.returncode, errors


def complete(scene: Scene, archive: Path) -> Report:
    """The next run, and what verify says of the archive then."""
    import_exports.import_exports([scene.export], Layout(archive))
    return verify(Layout(archive))


@contextmanager
def small_disk(place: Path, kilobytes: int) -> Iterator[Path]:
    """A new file system of this size. Needs root."""
    place.mkdir(parents=True, exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", str(place)], check=True)
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


def enlarge(place: Path, kilobytes: int) -> None:
    subprocess.run(["mount", "-o", f"remount,size={kilobytes}k", str(place)], check=True)


def pages_of(files: Mapping[str, bytes]) -> int:
    """Kilobytes on a file system that takes whole pages of four."""
    return sum(4 * -(-len(content) // 4096) for content in files.values())
