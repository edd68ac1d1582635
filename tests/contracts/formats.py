"""What every format promises. Each clause is a function that takes a `Scene` and raises AssertionError."""

from __future__ import annotations

import dataclasses
import itertools
import re
import shutil
import socket
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from unittest import mock

from medium_archive import names
from medium_archive.commands.export import export
from medium_archive.errors import ArchiveError, FolderUnwritable
from medium_archive.folder.layout import Layout
from medium_archive.formats import ArchiveFormat, Format
from tests import small_archive
from tests.contracts import one_export
from tests.contracts.scene import CANARIES, MARKS, NEW_MARK, PRIVATE_MARK, Clause, Scene, contents, holds


def describes_itself(scene: Scene) -> None:
    """NAME, SUMMARY, EXAMPLE, TARGET and Settings are what the command line needs."""
    member = scene.member
    assert re.fullmatch(r"[a-z][a-z0-9-]*", member.NAME)
    assert re.fullmatch(r"[A-Z].{20,120}\.", member.SUMMARY)
    assert member.EXAMPLE.startswith(f"archive export {member.NAME}")
    assert member.TARGET.help
    assert member.TARGET.default or member.TARGET.outside
    assert not Path(member.TARGET.default).is_absolute()
    assert dataclasses.is_dataclass(member.Settings)
    assert member.Settings.__dataclass_params__.frozen  # type: ignore[attr-defined]  # dataclass gives it
    for field in dataclasses.fields(member.Settings):
        assert field.default is not dataclasses.MISSING
        assert re.fullmatch(r"[A-Z].*\.", field.metadata.get("help", ""))


def gives_the_same_bytes_each_time(scene: Scene) -> None:
    """Also from a copy of the archive in another folder, in another time zone and process."""
    scene.export("one")
    shutil.copytree(scene.archive.root, scene.place / "copy")
    one_export.run(scene.member, Layout(scene.place / "copy"), scene.place)
    assert scene.made("one") == scene.made("whole") != {}


def changes_nothing_the_second_time(scene: Scene) -> None:
    """No file is written again. A whole archive may refuse a place that exists."""

    def state() -> dict[Path, tuple[int, int]]:
        return {p: (p.stat().st_mtime_ns, p.stat().st_ino) for p in scene.place.rglob("*") if p.is_file()}

    scene.export()
    before = state()
    try:
        scene.export()
    except ArchiveError:
        assert isinstance(scene.member, ArchiveFormat)
    assert state() == before


def changes_only_files_of_a_changed_post(scene: Scene) -> None:
    """After an edit only files with the new words are different, and no other file is written again. A file of several
    posts differs in lines with these words.
    """
    place = scene.place / "out"
    scene.export()
    before, times = scene.made(), {path: path.stat().st_mtime_ns for path in place.rglob("*") if path.is_file()}
    text = next(path for path in scene.archive.posts.glob("*/index.md") if MARKS["story"] in path.read_bytes())
    text.write_text(text.read_text("utf-8").replace("Words.", f"{NEW_MARK.decode()}."), "utf-8")
    scene.export()
    made = scene.made()
    changed = {name for name in made if made[name] != before.get(name)}
    assert made.keys() == before.keys()
    assert changed == {name for name in made if NEW_MARK in made[name] or _lists_sizes(name, made)}
    for name in changed:
        new = set(made[name].split(b"\n")) - set(before[name].split(b"\n"))
        assert _lists_sizes(name, made) or [line for line in new if NEW_MARK not in line] == []
    assert {path.relative_to(place).as_posix() for path, time in times.items() if path.stat().st_mtime_ns != time} == (
        changed if times else set()
    )


def _lists_sizes(name: str, made: dict[str, bytes]) -> bool:
    """Whether a file is the list of an export's files with their checksums, or a PDF, whose letters are numbers."""
    return name.startswith(".archive-files-") or made[name].startswith(b"%PDF")


def does_not_change_the_archive(scene: Scene) -> None:
    before = contents(scene.archive.root)
    scene.export()
    assert contents(scene.archive.root) == before


def writes_only_to_its_place(scene: Scene) -> None:
    scene.export("deep/out")
    assert [path.name for path in scene.place.iterdir()] == ["deep"]
    assert [path.name for path in (scene.place / "deep").iterdir()] == ["out"]


def uses_no_network(scene: Scene) -> None:
    with mock.patch.object(socket, "socket", side_effect=AssertionError("a format opened a connection")):
        scene.export()


def completes_after_a_kill(scene: Scene) -> None:
    """A kill at any moment leaves no half file under a final name, and the next export makes the rest."""
    one_export.run(scene.member, scene.archive, scene.place, kill=True)
    wanted = scene.made("whole")
    killed = {re.sub(r"^\.|\.tmp$", "", path.name) for path in scene.place.glob("*killed-*")}
    assert killed
    for name in sorted(killed):
        for path, content in scene.made(name).items():
            if not re.search(r"(^|/)\.[^/]*\.tmp$|^\.archive-files-[\w-]+$", path):
                assert content == wanted[path], path
        with suppress(FolderUnwritable):  # it may be whole already
            scene.export(name)
        assert scene.made(name) == wanted
    assert {path.name for path in scene.place.iterdir()} == {"whole", "counted", *killed}


def refuses_the_archive(scene: Scene) -> None:
    """A place in the archive is refused if TARGET says so. A whole archive is not written where it is published."""
    if not scene.member.TARGET.outside and isinstance(scene.member, Format):
        return
    before = contents(scene.archive.root)
    for name in ("site/out", "out", "posts/out"):
        try:
            export(scene.archive, scene.member, scene.archive.root / name)
        except ArchiveError as error:
            assert error.hint
        else:
            raise AssertionError(f"it was written to {name}")
    assert contents(scene.archive.root) == before


def takes_only_named_kinds(scene: Scene) -> None:
    """A draft, a response and their pictures reach the files only where the settings name them."""
    assert isinstance(scene.member, Format)
    fields = {field.name for field in dataclasses.fields(scene.member.Settings)} & {"responses", "drafts"}
    assert "draft" not in scene.member.kinds(scene.member.Settings())
    for number, chosen in enumerate(itertools.product((False, True), repeat=len(fields))):
        named = dict(zip(sorted(fields), chosen, strict=True))
        settings = scene.member.Settings(**named)
        kinds = set(scene.member.kinds(settings))
        assert ("draft" in kinds) == named.get("drafts", False)
        assert ("response" in kinds) == named.get("responses", "response" in kinds)
        scene.export(f"out-{number}", settings)
        made = scene.made(f"out-{number}")
        assert {kind for kind, mark in MARKS.items() if holds(made, mark)} == kinds


def holds_nothing_private(scene: Scene) -> None:
    """No value of the private pages of the example is in a file or a file name."""
    scene.export()
    assert not holds(scene.made(), PRIVATE_MARK)
    scene.export("of-example", archive=scene.example)
    made = scene.made("of-example")
    assert made
    assert [canary for canary in CANARIES if holds(made, canary)] == []


def gives_names_valid_on_every_system(scene: Scene) -> None:
    """Valid on Windows, different also without regard to case, and inside the folder of the export."""
    assert isinstance(scene.member, Format)
    given = list(filter(None, _paths(scene)))
    for path in given:
        assert len(path) <= 180, path
        assert all(names.file_name(step) == step and step not in ("", ".", "..") for step in path.split("/")), path
    assert len({names.same_name(path) for path in given}) == len(given)


def _paths(scene: Scene) -> Iterator[str]:
    """The paths of all files that a format makes, without writing them."""
    with mock.patch("medium_archive.commands.export._put") as put:
        scene.export()
    yield from (call.args[0].path for call in put.call_args_list)


def reports_one_bad_post_and_continues(scene: Scene) -> None:
    """The others are exported, also one without words, and the files of an earlier export of the bad post stay, but not
    those of a post that has become a draft.
    """
    shell = "---\ntitle: S\ndate: 2020-01-01\n---\n\n<html></html>\n"
    small_archive.write(scene.archive.root, "posts/shell/index.md", shell)
    scene.export()
    before = scene.made()
    bad = scene.archive.root / "posts/2020-11-12-looms/index.md"
    bad.write_text("---\ntitle: [\n---\n", "utf-8")
    issues = [issue for issue in scene.export().issues if issue.level == "error"]
    assert [issue.where for issue in issues] == ["posts/2020-11-12-looms/index.md"]
    assert scene.made().keys() == before.keys() or scene.member.TARGET.metavar == "FILE"
    scene.export("anew")
    assert scene.made("anew")
    _withdraw_story(scene)
    scene.export()
    assert not holds(scene.made(), MARKS["story"])


def _withdraw_story(scene: Scene) -> None:
    """Make a draft of the post with the mark of a story."""
    moved = next(path.parent for path in scene.archive.posts.glob("*/index.md") if MARKS["story"] in path.read_bytes())
    moved.rename(scene.archive.drafts / moved.name)


def removes_outdated_files(scene: Scene) -> None:
    """When a post becomes a draft, its files and folder are removed. The user's own file stays."""
    if not scene.member.TARGET.manifest:
        return
    scene.export()
    small_archive.write(scene.place, "out/notes of mine.txt", "x")
    scene.export()
    _withdraw_story(scene)
    scene.export()
    made = scene.made()
    assert made.pop("notes of mine.txt") == b"x"
    scene.export("anew")
    assert made == scene.made("anew")
    assert not holds(made, MARKS["story"])
    assert all(any(folder.iterdir()) for folder in (scene.place / "out").rglob("*") if folder.is_dir())


def replaces_no_file_of_the_user(scene: Scene) -> None:
    """A file that no earlier export wrote stays, and the report names it."""
    if not scene.member.TARGET.manifest or scene.member.TARGET.empty:
        return
    scene.export("one")
    for name in scene.made("one"):
        if not name.startswith("."):
            small_archive.write(scene.place, f"out/{name}", "mine")
    report = scene.export()
    mine = {name: content for name, content in scene.made().items() if not name.startswith(".")}
    assert set(mine.values()) == {b"mine"}
    kept = {issue.where for issue in report.issues if issue.code == "export-file-kept"}
    assert kept == {f"out/{name}" for name in mine}


def refuses_other_files(scene: Scene) -> None:
    """If TARGET needs an empty folder, a folder with other files is refused in one sentence and not changed."""
    if not scene.member.TARGET.empty:
        return
    small_archive.write(scene.place, "out/mine.txt", "mine")
    try:
        scene.export()
    except FolderUnwritable as error:
        assert re.fullmatch(r"[^.]* contains other files\.", str(error).removeprefix(str(scene.place)))
    else:
        raise AssertionError("it was written")
    assert scene.made() == {"mine.txt": b"mine"}


def refuses_another_file(scene: Scene) -> None:
    """A file that no earlier export wrote, and a folder, are refused in one sentence and not changed."""
    if scene.member.TARGET.metavar != "FILE":
        return
    small_archive.write(scene.place, "out", "mine")
    (scene.place / "folder").mkdir()
    for name in ("out", "folder"):
        try:
            scene.export(name)
        except FolderUnwritable as error:
            assert error.hint
        else:
            raise AssertionError("it was written")
    assert scene.made() == {"": b"mine"}
    small_archive.write(scene.place, "out", "")
    scene.export()
    assert scene.made() != {"": b""}


def keeps_edited_files(scene: Scene) -> None:
    """If TARGET needs an empty folder, it is the user's from then on: a file that they edited stays, and is named, also
    if its post is no longer exported.
    """
    if not scene.member.TARGET.empty:
        return
    scene.export()
    before = scene.made()
    texts = sorted(name for name, content in before.items() if b"\0" not in content and not name.startswith("."))
    gone = next(name for name in texts if MARKS["story"] in before[name])
    edited = {texts[0], gone, next(name for name in before if name.endswith(".png"))}
    for name in edited:
        (scene.place / "out" / name).write_bytes(b"mine")
    _withdraw_story(scene)
    for _ in range(2):
        report = scene.export()
        assert {name: scene.made().get(name) for name in edited} == dict.fromkeys(edited, b"mine")
        assert {one.where for one in report.issues if one.code == "export-file-edited"} == {
            f"out/{name}" for name in edited
        }
    for name in edited:
        (scene.place / "out" / name).unlink()
    scene.export()
    made = scene.made()
    assert made[texts[0]] == before[texts[0]]
    assert not holds(made, MARKS["story"])


def writes_nothing_in_a_dry_run(scene: Scene) -> None:
    """With `dry_run`, the report counts what would be written."""
    assert isinstance(scene.member, Format)
    if "dry_run" not in {field.name for field in dataclasses.fields(scene.member.Settings)}:
        return
    dry = scene.export("out", scene.member.Settings(dry_run=True))
    assert list(scene.place.iterdir()) == []
    real = scene.export()
    assert {key: dry.counts[key] for key in real.counts} == real.counts
    assert dry.counts["files"] == len([name for name in scene.made() if not name.startswith(".")])


def warns_that_it_is_private(scene: Scene) -> None:
    """If it holds private data, its report says so."""
    report = scene.export()
    assert not holds(scene.made(), PRIVATE_MARK) or len(report.facts.get("privacy", "")) > 20


def replaces_only_its_own(scene: Scene) -> None:
    """A file of the user or of another program stays."""
    path = scene.place / "out"
    small_archive.write(scene.place, "out" if scene.member.TARGET.metavar == "FILE" else "out/mine", "mine")
    before = contents(path)
    try:
        scene.export()
    except ArchiveError as error:
        assert error.hint
    assert contents(path) == before


OF_BOTH: tuple[Clause, ...] = (
    describes_itself,
    gives_the_same_bytes_each_time,
    changes_nothing_the_second_time,
    does_not_change_the_archive,
    writes_only_to_its_place,
    uses_no_network,
    completes_after_a_kill,
    refuses_the_archive,
)
OF_FORMATS: tuple[Clause, ...] = (
    *OF_BOTH,
    takes_only_named_kinds,
    holds_nothing_private,
    gives_names_valid_on_every_system,
    reports_one_bad_post_and_continues,
    changes_only_files_of_a_changed_post,
    removes_outdated_files,
    replaces_no_file_of_the_user,
    refuses_other_files,
    refuses_another_file,
    keeps_edited_files,
    writes_nothing_in_a_dry_run,
)
OF_ARCHIVE_FORMATS: tuple[Clause, ...] = (*OF_BOTH, warns_that_it_is_private, replaces_only_its_own)
