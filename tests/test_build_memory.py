"""The memory of builds on the disk: after any edit, damage or kill, a build makes the same site as a build without
memory.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from PIL import Image

from medium_archive.commands.build import build
from medium_archive.folder import manifest, pickles
from medium_archive.folder.layout import BUILD_CONTENTS, BUILD_MEMORY, Layout
from medium_archive.site import build as site_build
from medium_archive.site import content, memory_file, stored_values
from medium_archive.site.memory import Memory
from tests import small_archive
from tests.conftest import EXAMPLES, ROTATION, examples, one_in
from tests.interruptions import changes_of, kill_command_at
from tests.random_edits import Editor
from tests.test_memory import files_of, layout, replace

__all__ = ["layout"]
LOOMS = "posts/2020-11-12-looms/index.md"
_EDITS = examples(20)  # `python -m tests.benchmarks.edited_sites` makes any number of edits
_KILLS = 4
_PICTURE = 420  # the longer side, in pixels: more than the narrowest width that a build makes


def copied_example(place: Path) -> Layout:
    """A copy of the example archive, which a test may change. Its pictures are small: each build encodes them again."""
    shutil.copytree(EXAMPLES / "archive", place, ignore=shutil.ignore_patterns("site", ".cache"))
    for path in (path for path in place.rglob("*") if path.suffix in {".jpeg", ".png"}):
        with Image.open(path) as picture:
            picture.thumbnail((_PICTURE, _PICTURE))
            picture.save(path)
    return Layout(place)


def compare(layout: Layout, place: Path, *, drafts: bool = False) -> list[str]:
    """The files that differ between a build with the memory and one without, and "report" if the reports do. The page
    of a text that can't be read today stays, and a new folder has none.
    """
    report = build(layout, drafts=drafts)
    cold = build(layout, out=place, drafts=drafts)
    unread = site_build._unreadable(layout, report.issues)
    ours, theirs = (of_read_texts(files_of(folder), unread) for folder in (layout.site, place))
    shutil.rmtree(place)
    names = sorted(name for name in ours.keys() | theirs.keys() if ours.get(name) != theirs.get(name))
    counts = [{key: n for key, n in one.counts.items() if key != "variants_made"} for one in (report, cold)]
    return names if counts[0] == counts[1] and report.issues == cold.issues else [*names, "report"]


def of_read_texts(files: dict[str, bytes], unread: tuple[str, ...]) -> dict[str, bytes]:
    """The files of a site without those of texts that can't be read, whose names begin so; its manifest likewise."""
    read = {name: content for name, content in files.items() if not name.startswith(unread)}
    lines = read[manifest.NAME].decode().splitlines()
    read[manifest.NAME] = "\n".join(line for line in lines if not line.partition("  ")[2].startswith(unread)).encode()
    return read


def edit_and_compare(layout: Layout, place: Path, edits: int, seed: int) -> list[str]:
    """Build after each of many random edits. Returns the files that differ from a build without memory, and the last
    edits.
    """
    editor = Editor(layout, seed)
    build(layout)
    made: list[str] = []
    for _ in range(edits):
        made.append(editor.edit())
        if different := compare(layout, place, drafts=editor.dice.random() < 0.1):
            return [*different, *made[-5:]]
    return []


def kill_and_compare(layout: Layout, place: Path, kills: int, seed: int) -> list[str]:
    """Edit, and kill the build at a random moment, `kills` times. Returns the files that differ after the next build of
    each.
    """
    editor = Editor(layout, seed)
    build(layout)
    different: list[str] = []
    for number in range(kills):
        editor.edit()
        whole = place / "whole"
        shutil.copytree(layout.root, whole)
        command = ["build", "--quiet", "--archive"]
        most = changes_of([*command, str(whole)])
        shutil.rmtree(whole)
        kill_command_at([*command, str(layout.root)], editor.dice.randrange(most))
        different += [f"{number}: {name}" for name in compare(layout, place / "anew")]
    return different


@pytest.mark.slow
def test_random_edits_give_the_site_of_a_build_without_memory(tmp_path: Path) -> None:
    """Texts, settings, templates, pictures, renamed and deleted posts, damaged pages and caches: byte for byte.

    CI makes other edits each day.
    """
    assert edit_and_compare(copied_example(tmp_path / "archive"), tmp_path / "anew", _EDITS, ROTATION) == []


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="on Windows files of a killed program may stay open")
def test_a_killed_build_is_completed_by_the_next(tmp_path: Path) -> None:
    """At random moments, between any two changes that it makes to the disk."""
    assert kill_and_compare(copied_example(tmp_path / "archive"), tmp_path, _KILLS, ROTATION) == []


def test_an_edit_renders_only_its_post(layout: Layout, monkeypatch: pytest.MonkeyPatch) -> None:
    """The memory is read from the disk, as in a new process."""
    build(layout)
    made: list[str] = []
    render_post = content.render_post

    def watch(post, *rest):  # type: ignore[no-untyped-def]  # passed on as it comes
        made.append(post.path)
        return render_post(post, *rest)

    monkeypatch.setattr(content, "render_post", watch)
    replace(layout.root, LOOMS, "A second line.", "Another line.")
    build(layout)
    assert made == [LOOMS.removesuffix("/index.md")]


def test_a_picture_that_changes_during_a_build_is_seen_by_the_next(
    layout: Layout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page was made with the earlier size of the picture."""
    render_post = content.render_post

    def change(post, *rest):  # type: ignore[no-untyped-def]  # passed on as it comes
        rendered = render_post(post, *rest)
        if post.path in LOOMS:
            small_archive.picture(layout.root / post.path / "1-wide.png", 500, 300)
        return rendered

    with monkeypatch.context() as patch:
        patch.setattr(content, "render_post", change)
        build(layout)
    assert compare(layout, tmp_path / "anew") == []


def test_an_edit_that_keeps_size_and_time_is_rendered(layout: Layout, tmp_path: Path) -> None:
    """Some programs restore the time of a file after they change it."""
    build(layout)
    file = layout.root / LOOMS
    status = file.stat()
    with file.open("r+b") as opened:
        opened.write(file.read_bytes().replace(b"A second line", b"B second line"))
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert file.stat().st_size == status.st_size
    assert compare(layout, tmp_path / "anew") == []
    assert "B second line" in (layout.site / LOOMS.replace(".md", ".html")).read_text("utf-8")


def test_a_copied_archive_does_not_use_the_memory(layout: Layout, tmp_path: Path) -> None:
    """It may come from a stranger."""
    build(layout)
    copied = Layout(tmp_path / "copy")
    shutil.copytree(layout.root, copied.root)
    assert memory_file.read(layout) != Memory()
    assert memory_file.read(copied) == Memory()


def test_the_memory_of_a_build_can_run_no_code(layout: Layout, tmp_path: Path) -> None:
    """Even if its checksum is right."""

    class Evil:
        def __reduce__(self) -> tuple[object, tuple[str]]:
            return os.mkdir, (str(tmp_path / "evil"),)

    build(layout)
    file = layout.root / BUILD_MEMORY
    head = file.read_bytes().split(b"\n", 1)[0]
    values = pickles.dump(Evil())
    file.write_bytes(b"\n".join((head, hashlib.sha256(values).hexdigest().encode(), values)))
    assert memory_file.read(layout) == Memory()
    assert not (tmp_path / "evil").exists()


@pytest.mark.parametrize(
    "damage", one_in(3, [lambda data: data[:-9], lambda data: data.replace(b"line", b"lime"), lambda _: b""])
)
def test_a_damaged_text_of_the_last_build_is_not_used(
    layout: Layout, tmp_path: Path, damage: Callable[[bytes], bytes]
) -> None:
    """The texts are read only when a page needs them, in the middle of a build."""
    build(layout)
    file = layout.root / BUILD_CONTENTS
    file.write_bytes(damage(file.read_bytes()))
    replace(layout.root, LOOMS, "Looms & <logic>", "Mills")
    assert compare(layout, tmp_path / "anew") == []


@pytest.mark.slow
def test_texts_that_are_not_needed_any_more_leave_the_cache(
    layout: Layout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stored_values, "_SMALL", 0)
    build(layout)
    file = layout.root / BUILD_CONTENTS
    text, sizes = (layout.root / LOOMS).read_text("utf-8"), []
    for number in range(20):
        small_archive.write(layout.root, LOOMS, f"{text}\n\nWords {number} {'of a text ' * 200}\n")
        build(layout)
        sizes.append(file.stat().st_size)
    assert any(later < before for before, later in pairwise(sizes))
    assert compare(layout, tmp_path / "anew") == []


def test_build_all_reads_no_memory(layout: Layout, monkeypatch: pytest.MonkeyPatch) -> None:
    """For a person who does not trust it."""
    build(layout)
    given: list[bool] = []
    build_site = site_build.build_site

    def watch(*arguments: object, memory: Memory, **named: object) -> object:
        given.append(memory == Memory())
        return build_site(*arguments, memory=memory, **named)  # type: ignore[arg-type]  # passed on as they come

    monkeypatch.setattr(site_build, "build_site", watch)
    build(layout, everything=True)
    replace(layout.root, LOOMS, "A second line.", "Another line.")
    build(layout)
    assert given == [True, False]


def test_pictures_that_no_page_shows_any_more_leave_the_cache(layout: Layout) -> None:
    """Those of remembered posts stay."""
    for name in ("1-wide.png", "2-late.png"):
        small_archive.picture(layout.root / "posts/2020-11-12-looms" / name, 3000, 2000)
    kept = layout.root / ".cache/pictures/index.jsonl"
    build(layout)
    replace(layout.root, "posts/2021-03-04-arabic/index.md", "تبقى", "باقية")
    build(layout)
    assert "1-wide.png" in kept.read_text("utf-8") and "2-late.png" in kept.read_text("utf-8")
    replace(layout.root, LOOMS, "![](2-late.png)", "")
    build(layout)
    assert "1-wide.png" in kept.read_text("utf-8") and "2-late.png" not in kept.read_text("utf-8")
