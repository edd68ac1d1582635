"""The folder of an export: what happens to it when an export is killed, when posts change, and who else may use it."""

from __future__ import annotations

import json
import os
import shutil
import stat
from pathlib import Path

import pytest

from medium_archive import formats
from medium_archive.articles.selection import Selection
from medium_archive.commands.export import export
from medium_archive.errors import ArchiveError
from medium_archive.folder import files
from medium_archive.folder.layout import Layout
from tests import small_archive

_MEMBERS = {member.NAME: member for member in formats.ALL}
_HUGO = _MEMBERS["hugo"]
_POST = "---\ntitle: {}\ndate: 2020-01-01\n---\n\nWords of {}.\n"


@pytest.fixture
def archive(tmp_path: Path) -> Layout:
    small_archive.write(tmp_path, "archive/archive.toml", "schema = 1\n")
    for name in ("one", "two", "three"):
        write(tmp_path / "archive", name, name)
    return Layout(tmp_path / "archive")


def write(root: Path, name: str, words: str) -> None:
    small_archive.write(root, f"posts/{name}/index.md", _POST.format(name, words))


def texts(out: Path) -> dict[str, str]:
    """The last line of each text of an export for Hugo."""
    return {path.parent.name: path.read_text("utf-8").splitlines()[-1] for path in out.glob("content/posts/*/index.md")}


def codes(archive: Layout, out: Path, **settings: bool) -> list[tuple[str, str]]:
    return [(one.where, one.code) for one in export(archive, _HUGO, out, Selection(**settings)).issues]


class _Killed(BaseException):
    """A process that is killed runs no handler of errors."""


def kill(monkeypatch: pytest.MonkeyPatch, archive: Layout, out: Path, after: int, *, is_written: bool) -> None:
    """Stop an export at a file, before or after this file is replaced."""
    put, calls = files.put, iter(range(after + 1))

    def stopped(path: str, content: bytes, size: int | None) -> bool:
        is_last = next(calls) == after
        if is_written or not is_last:
            put(path, content, size)
        if is_last:
            raise _Killed
        return True

    with monkeypatch.context() as patched:
        patched.setattr(files, "put", stopped)
        with pytest.raises(_Killed):
            export(archive, _HUGO, out)


@pytest.mark.parametrize("is_written", [False, True])
@pytest.mark.parametrize("after", [0, 1, 2])
def test_an_export_after_a_killed_one_replaces_the_files_that_nobody_changed(
    archive: Layout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, after: int, is_written: bool
) -> None:
    out = tmp_path / "out"
    export(archive, _HUGO, out)
    for words in ("two", "three"):
        for name in texts(out):
            write(archive.root, name, f"edition {words}")
        kill(monkeypatch, archive, out, after, is_written=is_written)
    write(archive.root, "one", "edition four")
    assert codes(archive, out) == []
    assert texts(out) == {
        "one": "Words of edition four.",
        "two": "Words of edition three.",
        "three": "Words of edition three.",
    }
    export(archive, _HUGO, tmp_path / "anew")
    assert (out / ".archive-files-hugo").read_bytes() == (tmp_path / "anew/.archive-files-hugo").read_bytes()


def test_a_file_that_is_edited_after_a_killed_first_export_stays(
    archive: Layout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    kill(monkeypatch, archive, out, 1, is_written=True)
    (written,) = (out / "content/posts" / name / "index.md" for name in list(texts(out))[:1])
    written.write_text("mine")
    name = written.relative_to(tmp_path).as_posix()
    assert codes(archive, out) == [(name, "export-file-edited")]
    assert written.read_text() == "mine"


def test_a_file_without_a_checksum_in_the_list_is_not_replaced(archive: Layout, tmp_path: Path) -> None:
    """Nothing says that nobody edited it."""
    out = tmp_path / "out"
    export(archive, _HUGO, out)
    there = out / ".archive-files-hugo"
    there.write_text("".join(f"{path.relative_to(out).as_posix()}\n" for path in out.rglob("*.*") if path != there))
    (out / "hugo.toml").write_text("mine")
    assert codes(archive, out) == [("out/hugo.toml", "export-file-edited")]
    assert (out / "hugo.toml").read_text() == "mine"


def test_a_withdrawn_post_leaves_the_export_also_while_another_is_damaged(archive: Layout, tmp_path: Path) -> None:
    out = tmp_path / "out"
    export(archive, _HUGO, out)
    archive.drafts.mkdir(exist_ok=True)
    (archive.posts / "one").rename(archive.drafts / "one")
    small_archive.write(archive.root, "posts/two/index.md", "---\ntitle: [\n---\n")
    assert codes(archive, out) == [("posts/two/index.md", "front-matter")]
    assert texts(out).keys() == {"two", "three"}
    assert not (out / "content/posts/one").exists()
    (archive.posts / "two/index.md").unlink()
    export(archive, _HUGO, out)
    assert texts(out).keys() == {"three"}


def test_a_half_written_file_of_a_killed_export_goes_with_its_post(archive: Layout, tmp_path: Path) -> None:
    out = tmp_path / "out"
    export(archive, _HUGO, out)
    small_archive.write(out, "content/posts/one/.index.md.tmp", "Wor")
    shutil.rmtree(archive.posts / "one")
    export(archive, _HUGO, out)
    assert not (out / "content/posts/one").exists()


def test_a_dry_run_names_the_edited_files_that_an_export_would_keep(archive: Layout, tmp_path: Path) -> None:
    out = tmp_path / "out"
    export(archive, _HUGO, out)
    (out / "hugo.toml").write_text("mine")
    (out / "content/posts/one/index.md").write_text("mine")
    shutil.rmtree(archive.posts / "one")
    before = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    issues = codes(archive, out, dry_run=True)
    assert {path: path.read_bytes() for path in out.rglob("*") if path.is_file()} == before
    assert issues == codes(archive, out)
    assert {where for where, _ in issues} == {"out/hugo.toml", "out/content/posts/one/index.md"}


def imported(archive: Layout, *accounts: str) -> None:
    """Let the records say that the archive has exports of these accounts."""
    lines = (
        {"sha256": f"{number:064x}", "file": f"exports/{number}.zip", "account": name}
        for number, name in enumerate(accounts)
    )
    small_archive.write(archive.root, "records/imports.jsonl", "".join(f"{json.dumps(line)}\n" for line in lines))


def test_an_archive_of_another_account_may_not_use_the_folder_of_an_export(archive: Layout, tmp_path: Path) -> None:
    imported(archive, "Ada")
    out = tmp_path / "out"
    export(archive, _HUGO, out)
    other = Layout(shutil.copytree(archive.root, tmp_path / "other"))
    imported(other, "grace")
    before = texts(out)
    for is_dry in (True, False):
        with pytest.raises(ArchiveError, match="@ada") as error:
            export(other, _HUGO, out, Selection(dry_run=is_dry))
        assert error.value.hint
    assert texts(out) == before


@pytest.mark.parametrize("accounts", [("ada",), ("ada", "lovelace"), ()])
def test_a_copy_of_an_archive_and_a_renamed_account_may_use_the_folder(
    archive: Layout, tmp_path: Path, accounts: tuple[str, ...]
) -> None:
    """So may an archive without records, such as one that a person wrote by hand."""
    imported(archive, "ada")
    out = tmp_path / "out"
    export(archive, _HUGO, out)
    copied = Layout(shutil.copytree(archive.root, tmp_path / "copied"))
    imported(copied, *accounts)
    write(copied.root, "one", "the copy")
    assert codes(copied, out) == []
    assert texts(out)["one"] == "Words of the copy."
    assert codes(archive, out) == []


@pytest.mark.parametrize("has_exports", [(), ("first",), ("second",)])
def test_an_archive_without_an_account_may_not_use_the_folder_of_another(
    archive: Layout, tmp_path: Path, has_exports: tuple[str, ...]
) -> None:
    """Such as one that a person wrote by hand. After a person has renamed all posts, one line of advice helps."""
    other = Layout(tmp_path / "other")
    small_archive.write(other.root, "archive.toml", "schema = 1\n")
    write(other.root, "four", "another hand")
    for layout, name in ((archive, "first"), (other, "second")):
        if name in has_exports:
            imported(layout, "ada")
    out = tmp_path / "out"
    export(archive, _HUGO, out)
    before = texts(out)
    assert "this one has none of them" in refusal(other, "hugo", out)
    assert texts(out) == before
    for post in list(archive.posts.iterdir()):
        post.rename(post.with_name(f"new-{post.name}"))
    if "first" not in has_exports:
        assert "delete the lines that begin with /" in refusal(archive, "hugo", out)
        names = out / ".archive-files-hugo"
        names.write_text("".join(line for line in names.read_text().splitlines(True) if not line.startswith("/")))
    assert codes(archive, out) == []
    assert set(texts(out)) == {"new-one", "new-two", "new-three"}


def refusal(archive: Layout, name: str, out: Path) -> str:
    """The message that refuses a place, with its advice."""
    with pytest.raises(ArchiveError) as error:
        export(archive, _MEMBERS[name], out)
    assert error.value.hint
    return f"{error.value.message} {error.value.hint}"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no pipes in folders")
@pytest.mark.parametrize("name", ["jsonl", "html", "pdf", "sqlite", "hugo", "bagit", "redirects"])
def test_a_pipe_and_a_link_to_nothing_are_refused_and_stay(archive: Layout, tmp_path: Path, name: str) -> None:
    """A device is a special file as a pipe is."""
    pipe, link, loop = tmp_path / "pipe", tmp_path / "link", tmp_path / "loop"
    os.mkfifo(pipe)
    link.symlink_to(tmp_path / "nothing")
    loop.symlink_to(loop)
    assert "is a device or a pipe" in refusal(archive, name, pipe)
    assert "is a link to nothing" in refusal(archive, name, link)
    assert "is a link to nothing" in refusal(archive, name, loop)
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert link.is_symlink()


@pytest.mark.parametrize("name", ["jsonl", "html", "sqlite"])
def test_a_link_to_a_file_stays_a_link(archive: Layout, tmp_path: Path, name: str) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "out")
    for _ in range(2):
        export(archive, _MEMBERS[name], tmp_path / "out")
        export(archive, _MEMBERS[name], tmp_path / "link")
        assert (tmp_path / "link").is_symlink()


@pytest.mark.parametrize("name", ["hugo", "redirects", "wordpress", "bagit"])
def test_a_file_in_the_place_of_the_folder_is_refused(archive: Layout, tmp_path: Path, name: str) -> None:
    small_archive.write(tmp_path, "out", "mine")
    assert "out is a file." in refusal(archive, name, tmp_path / "out")
    assert "out is not a folder." in refusal(archive, name, tmp_path / "out/below")
    (tmp_path / "link").symlink_to(tmp_path / "nothing")
    assert "link is not a folder." in refusal(archive, name, tmp_path / "link/below")
    assert (tmp_path / "out").read_text() == "mine"


def test_a_file_in_the_place_of_a_folder_of_the_export_is_named(archive: Layout, tmp_path: Path) -> None:
    out = tmp_path / "out"
    export(archive, _HUGO, out)
    shutil.rmtree(out / "content/posts/one")
    small_archive.write(out, "content/posts/one", "mine")
    assert f"{out / 'content/posts/one'} is not a folder." in refusal(archive, "hugo", out)
    (out / "content/posts/one").unlink()
    (out / "content/posts/two/index.md").unlink()
    (out / "content/posts/two/index.md").mkdir()
    assert "index.md could not be written: a folder has its name." in refusal(archive, "hugo", out)


@pytest.mark.parametrize(
    "line", ['{"path": "mine"}\n', '{"path": "a", "id": 1}\n', '{"path": "a", "id": "", "kind": "x", "title": ""}\n']
)
def test_a_persons_own_json_lines_are_not_replaced(archive: Layout, tmp_path: Path, line: str) -> None:
    small_archive.write(tmp_path, "out.jsonl", line)
    assert "did not write it" in refusal(archive, "jsonl", tmp_path / "out.jsonl")
    assert (tmp_path / "out.jsonl").read_text() == line


def test_json_lines_of_an_export_are_replaced(archive: Layout, tmp_path: Path) -> None:
    small_archive.write(archive.root, 'posts/a "name" \\/index.md', _POST.format("z", "z"))
    for _ in range(2):
        export(archive, _MEMBERS["jsonl"], tmp_path / "out.jsonl")
        write(archive.root, "one", "edition two")
    assert "edition two" in (tmp_path / "out.jsonl").read_text("utf-8")


def test_a_table_of_the_settings_that_no_format_reads_is_named(archive: Layout, tmp_path: Path) -> None:
    text = '[export.hugi]\n[export.wordpress]\nkeys = {title = "x"}\n[export.hugo]\nkeys = {title = "x"}\n'
    small_archive.write(archive.root, "archive.toml", f"schema = 1\n{text}")
    report = export(archive, _HUGO, tmp_path / "out")
    assert [(one.where, one.code) for one in report.issues] == [("archive.toml", "unknown-setting")] * 2
    assert "`export.hugi`" in report.issues[0].message
    assert "`export.wordpress`" in report.issues[1].message
