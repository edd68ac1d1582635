"""`archive verify` reports every fault in every kind of file, and nothing for an intact archive."""

from __future__ import annotations

import json
import random
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from medium_archive.commands import build, import_exports
from medium_archive.commands.verify import verify
from medium_archive.folder.layout import Layout
from medium_archive.medium.export import open_export
from medium_archive.report import Issue, Report
from tests.conftest import ROTATION, exports, need, one_in
from tests.test_history import snapshot as contents

# Each kind of file of an archive, by what its path looks like
KINDS = {
    "settings": r"archive\.toml",
    "README": r"README\.md",
    "gitignore": r"\.gitignore",
    "gitattributes": r"\.gitattributes",
    "about": r"about\.md",
    "checksums": r"SHA256SUMS",
    "private checksums": r"private/SHA256SUMS",
    "catalog": r"records/catalog\.jsonl",
    "pictures": r"records/pictures\.jsonl",
    "imports": r"records/imports\.jsonl",
    "written": r"records/written\.jsonl",
    "private catalog": r"private/catalog\.jsonl",
    "private pictures": r"private/pictures\.jsonl",
    "story": r"posts/[^/]+/index\.md",
    "response": r"responses/[^/]+/index\.md",
    "draft": r"drafts/[^/]+/index\.md",
    "picture": r"posts/[^/]+/[^/]+\.(?:jpeg|png|gif|PNG)",
    "photo": r"[^/]+\.jpeg",
    "draft's picture": r"drafts/[^/]+/[^/]+\.jpeg",
    "original": r"original/posts/.+",
    "private original": r"private/original/.+",
    "export": r"exports/.+",
    "page": r"site/.+\.html",
    "site's picture": r"site/.+\.(?:jpeg|png|avif|webp)",
    "feed": r"site/feed\.xml",
    "style": r"site/static/.+\.css",
}
# What an edit of a person's can't be told from is named as well, but is no error
SOFT = {"settings", "README", "gitignore", "gitattributes", "about", "story", "response", "draft"}
RECORDS = ("catalog", "pictures", "imports", "written", "private catalog", "private pictures")
SEEDS = 3


def files_of(layout: Layout, kind: str) -> list[Path]:
    paths = (path for path in sorted(layout.root.rglob("*")) if path.is_file())
    return [path for path in paths if re.fullmatch(KINDS[kind], path.relative_to(layout.root).as_posix())]


def named(report: Report, layout: Layout, path: Path) -> list[Issue]:
    """The issues about a file: with its path, with its post's path, or with its name in the message."""
    name = path.relative_to(layout.root).as_posix()
    return [i for i in report.issues if i.where in (name, name.removesuffix("/index.md")) or name in i.message]


@pytest.fixture(scope="module")
def mended(example: Layout, tmp_path_factory: pytest.TempPathFactory) -> Layout:
    """A copy of the example; every test restores it."""
    root = tmp_path_factory.mktemp("mended") / "archive"
    shutil.copytree(example.root, root)
    return Layout(root)


def mend(path: Path, layout: Layout, example: Layout) -> None:
    shutil.copy2(example.root / path.relative_to(layout.root), path)


def flip(path: Path, chance: random.Random) -> None:
    content = bytearray(path.read_bytes())
    content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    path.write_bytes(content)


def cut(path: Path, chance: random.Random) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: chance.randrange(len(content))])


def blank(path: Path, chance: random.Random) -> None:
    """A sector that reads as zeros."""
    content = path.read_bytes()
    start = chance.randrange(len(content))
    path.write_bytes(content[:start] + bytes(len(content[start : start + 512])) + content[start + 512 :])


def delete(path: Path, chance: random.Random) -> None:
    path.unlink()


FAULTS = {"flip": flip, "cut": cut, "blank": blank, "delete": delete}


# An archive without its settings is none, which every command says
CASES = [(kind, fault) for fault in FAULTS for kind in KINDS if (kind, fault) != ("settings", "delete")]


@pytest.mark.parametrize("seed", [ROTATION % SEEDS])
@pytest.mark.parametrize(("kind", "fault"), one_in(16, CASES, of_ci=4))
def test_verify_reports_each_damaged_file(kind: str, fault: str, seed: int, example: Layout, mended: Layout) -> None:
    """One flipped bit, one cut, one sector of zeros, one deleted file, at random places."""
    found = files_of(mended, kind)
    assert found, f"the example has no {kind}"
    chance = random.Random(f"{kind} {fault} {seed}")  # noqa: S311  # chance is the same in every run
    path = chance.choice(found)
    whole = path.read_bytes()
    FAULTS[fault](path, chance)
    if path.exists() and path.read_bytes() == whole:
        return  # zeros over zeros
    try:
        report = verify(mended)
    finally:
        mend(path, mended, example)
    assert named(report, mended, path), f"{fault} of {path}, seed {seed}: {report.issues}"
    if kind not in SOFT and not KINDS[kind].startswith("site/"):
        assert report.exit_code > 0


@pytest.mark.parametrize("seed", [ROTATION % SEEDS])
@pytest.mark.parametrize("kind", one_in(16, KINDS, of_ci=4))
def test_verify_reports_swapped_files(kind: str, seed: int, example: Layout, mended: Layout) -> None:
    """Two files of a kind are exchanged; if there is only one, an original takes its place."""
    found = files_of(mended, kind)
    chance = random.Random(f"{kind} {seed}")  # noqa: S311  # chance is the same in every run
    one = chance.choice(found)
    other = chance.choice([path for path in found if path != one] or [min(mended.originals.iterdir())])
    before = one.read_bytes(), other.read_bytes()
    if before[0] == before[1]:
        return
    one.write_bytes(before[1])
    other.write_bytes(before[0])
    try:
        report = verify(mended)
    finally:
        mend(one, mended, example)
        mend(other, mended, example)
    assert named(report, mended, one) and named(report, mended, other), f"{one} {other}: {report.issues}"


@pytest.mark.parametrize("part", one_in(6, range(6)))
@pytest.mark.parametrize("kind", one_in(6, RECORDS, of_ci=2))
def test_verify_reports_each_edited_record(kind: str, part: int, own_example: Layout) -> None:
    """Every key of a record with another plausible value; a duplicated line; a missing line."""
    (path,) = files_of(own_example, kind)
    whole = path.read_text("utf-8")
    lines = whole.splitlines()
    record = json.loads(lines[0])
    texts = []
    for key, value in record.items():
        other = {**record, key: value + 1 if isinstance(value, int) else value[1:]}
        texts.append("\n".join([json.dumps(other, ensure_ascii=False), *lines[1:], ""]))
        texts.append("\n".join([json.dumps({k: v for k, v in record.items() if k != key}), *lines[1:], ""]))
    texts += ["\n".join([lines[0], *lines, ""]), "\n".join([*lines[1:], ""])]
    for text in texts[part::6]:
        path.write_text(text, "utf-8", newline="\n")
        report = verify(own_example)
        assert report.exit_code in (1, 25)
        assert named(report, own_example, path), text[:200]


CANNOT_BE_KEPT = ("not-in-export", "words-kept", "not-linked")


def assert_clean(report: Report) -> None:
    """No error, no warning, and only notes about what can't be kept."""
    assert [i for i in report.issues if i.code not in CANNOT_BE_KEPT or i.level != "note"] == []
    assert report.exit_code == 0


@pytest.mark.parametrize("export", exports(), ids=lambda path: path.stem)
def test_verify_reports_nothing_for_an_intact_archive(export: Path, archive_of: Callable[[Path], Layout]) -> None:
    """For every available export: nothing is lost in texts and on pages, and nothing is added (law 1); nothing private
    is shown (law 5).
    """
    layout = archive_of(export)
    report = verify(layout)
    assert_clean(report)
    with open_export(export) as opened:
        assert report.counts["posts_checked"] == len(opened.posts()) > 0
    assert report.counts["pages_checked"] > 0
    assert report.counts["lost"] == 0


EXAMPLE, *REAL = exports()


@pytest.mark.parametrize("export", [EXAMPLE, *one_in(3, REAL, of_ci=3)], ids=lambda path: path.stem)
def test_a_second_import_and_build_change_nothing(
    export: Path, archive_of: Callable[[Path], Layout], tmp_path: Path
) -> None:
    """Byte for byte, except the record of imports, in a copy without the record of the last import (law 4)."""
    layout = archive_of(export)
    again = Layout(tmp_path / "archive")
    shutil.copytree(layout.root, again.root)
    import_exports.import_exports([export], again)
    build.build(again)
    assert_clean(verify(again, quick=True))
    assert contents(again.root) == contents(layout.root)


def test_an_archive_without_a_site_is_valid(own_example: Layout) -> None:
    """As it is after an import."""
    shutil.rmtree(own_example.site)
    assert_clean(verify(own_example))
    assert_clean(verify(own_example, quick=True))


@pytest.mark.parametrize("quick", [False, True])
def test_an_archive_without_records_is_an_error(own_example: Layout, quick: bool) -> None:
    """Then only the exports show what the archive held, and each missing post is named."""
    for place in (own_example.records, own_example.private):
        shutil.rmtree(place)
    own_example.checksums.unlink()
    gone = min(own_example.posts.iterdir())
    original = re.search("original: (.*)", (gone / "index.md").read_text("utf-8"))
    assert original
    shutil.rmtree(gone)
    errors = {issue.code: issue for issue in verify(own_example, quick=quick).issues if issue.level == "error"}
    assert errors["record-gone"].where == "records/catalog.jsonl"
    assert original[1].rpartition("/")[2] in errors["text-gone"].message


def test_all_faults_are_reported_at_once(own_example: Layout) -> None:
    """Damaged records and settings don't end the run, and the exit code is that of the worst issue."""
    catalog = own_example.records / "catalog.jsonl"
    catalog.write_text(catalog.read_text("utf-8") + "<<<<<<< HEAD\n", "utf-8")
    original = min(own_example.originals.iterdir())
    original.write_bytes(b"")
    picture = min(own_example.posts.glob("*/*.png"))
    picture.unlink()
    report = verify(own_example)
    assert {"record-damaged", "record-changed", "original-changed", "picture-gone"} <= {i.code for i in report.issues}
    assert report.exit_code == 25
    own_example.settings.write_text("schema = 1\n[site\n", "utf-8")
    report = verify(own_example)
    assert {"settings-wrong", "record-damaged"} <= {i.code for i in report.issues}
    assert report.exit_code == 22


def test_edits_and_own_files_are_no_errors(own_example: Layout) -> None:
    """Edits, moves, own pictures and own posts are notes at most."""
    post = min(own_example.posts.iterdir())
    (post / "mine.jpeg").write_bytes(b"no picture at all")
    (post / "notes.txt").write_text("x")
    text = post / "index.md"
    text.write_text(text.read_text("utf-8") + "\nA word of today: [mine](mine.jpeg).\n", "utf-8")
    own = own_example.posts / "2026-01-01-own"
    own.mkdir()
    (own / "index.md").write_text(f"---\ntitle: Own\n---\n\n[Before](../{post.name}/index.md)\n", "utf-8")
    max(own_example.posts.glob("20*-*-*-t*")).rename(own_example.posts / "renamed")
    own_example.readme.write_text("My folder.\n")
    report = verify(own_example)
    assert report.exit_code == 0
    assert {(i.code, i.level) for i in report.issues if i.code not in (*CANNOT_BE_KEPT, "added")} == {
        ("text-differs", "note"),
        ("file-differs", "note"),
        ("post-moved", "note"),
        ("page-older", "note"),
        ("site-older", "note"),
    }


def test_a_flipped_bit_and_a_truncation_differ_from_an_edit(own_example: Layout) -> None:
    """A flipped bit in a readable text and a truncated text are warnings, because few edits look like that. This is
    true for every text, also with links to other posts and with gists.
    """
    texts = {path: path.read_bytes() for path in sorted(own_example.root.glob("*/*/index.md"))}
    names = {path.relative_to(own_example.root).as_posix() for path in texts}

    def files_with(code: str) -> set[str]:
        return {issue.where for issue in verify(own_example, quick=True).issues if issue.code == code}

    for path, whole in texts.items():
        (*_, letter) = re.finditer(rb"[b-y]", whole)
        path.write_bytes(whole[: letter.start()] + bytes([letter[0][0] ^ 1]) + whole[letter.end() :])
    assert files_with("text-one-bit") == names
    for path, whole in texts.items():
        path.write_bytes(whole.decode()[:-20].encode())
    assert files_with("text-cut") == names


def test_a_broken_link_is_reported(own_example: Layout) -> None:
    post = min(own_example.posts.iterdir())
    text = post / "index.md"
    text.write_text(text.read_text("utf-8") + "\n[Gone](../no-such-post/index.md#x) [here](#x)\n", "utf-8")
    broken = [i for i in verify(own_example).issues if i.code == "link-broken"]
    assert [i.where for i in broken] == [f"posts/{post.name}/index.md"]
    assert "../no-such-post/index.md" in broken[0].message


@pytest.mark.parametrize("place", one_in(2, ["posts/renamed", "drafts/withdrawn"]))
def test_a_link_to_a_post_that_a_person_moved_is_not_broken(own_example: Layout, place: str) -> None:
    """The next import corrects it in texts that nobody edited."""
    texts = {path.parent.name: path.read_text("utf-8") for path in own_example.posts.glob("*/index.md")}
    name = next(one for one in texts if any(f"](../{one}/index.md" in text for text in texts.values()))
    own = own_example.posts / "own"
    own.mkdir()
    (own / "index.md").write_text(f"---\ntitle: Own\n---\n\n[It](../{name}/index.md)\n", "utf-8")
    (own_example.posts / name).rename(own_example.root / place)

    def about_links() -> dict[str, str]:
        issues = verify(own_example, quick=True).issues
        return {issue.where: issue.message for issue in issues if issue.code.startswith("link-")}

    before = about_links()
    assert "if you like" in before.pop("posts/own/index.md")
    assert before
    assert all("corrects the link" in message for message in before.values())
    import_exports.import_exports([], own_example, import_exports.Options(again=True, offline=True))
    assert about_links().keys() <= {"posts/own/index.md"}


@pytest.mark.slow
def test_an_archive_of_schema_1_is_verified_with_one_warning(own_example: Layout) -> None:
    """Its checksums have no lines for records and exports; the lines that exist are checked."""
    own_example.settings.write_text(
        own_example.settings.read_text("utf-8").replace("schema = 2", "schema = 1"), "utf-8"
    )
    sums = own_example.root / "SHA256SUMS"
    kept = [line for line in sums.read_text("utf-8").splitlines() if not line.endswith(".jsonl")]
    sums.write_text("\n".join([*kept, ""]), "utf-8")
    (own_example.private / "SHA256SUMS").unlink()
    report = verify(own_example)
    assert [(issue.code, issue.level) for issue in report.issues if issue.level != "note"] == [
        ("schema-old", "warning")
    ]
    sums.write_text("\n".join(["0" * 64 + kept[0][64:], *kept[1:], ""]), "utf-8")
    assert [issue.code for issue in verify(own_example).issues if issue.level == "error"] == ["sums-changed"]


def test_a_copy_without_private_files_is_valid(own_example: Layout) -> None:
    """After a clone by git or `--without-private`: no error, and one warning about the exports."""
    for folder in (own_example.exports, own_example.private, own_example.drafts, own_example.site):
        shutil.rmtree(folder)
    report = verify(own_example)
    assert [(i.code, i.level) for i in report.issues if i.level != "note"] == [("export-gone", "warning")]


@pytest.mark.slow
def test_a_copy_without_private_files_stays_valid_when_its_site_is_built(own_example: Layout) -> None:
    """The build, `archive check` and `archive export sqlite` make private/, which has no records then."""
    for folder in (own_example.exports, own_example.private, own_example.drafts, own_example.site):
        shutil.rmtree(folder)
    build.build(own_example)
    assert own_example.private.is_dir()
    for name in ("medium.sqlite", "alerts.jsonl", "appeals.jsonl", "signs.jsonl"):
        (own_example.private / name).touch()
    report = verify(own_example)
    assert [(i.code, i.level) for i in report.issues if i.level != "note"] == [("export-gone", "warning")]


def test_a_clone_by_git_on_windows_is_valid(own_example: Layout, tmp_path: Path) -> None:
    """The default setting of git there would change every line end."""
    git, root = need("git"), str(own_example.root)
    subprocess.run([git, "init", "-q", root], check=True)
    subprocess.run([git, "-C", root, "add", "."], check=True)
    author = ["-c", "user.name=Ada", "-c", "user.email=ada@example.invalid"]
    subprocess.run([git, "-C", root, *author, "commit", "-qm", "All"], check=True)
    subprocess.run([git, "clone", "-q", "-c", "core.autocrlf=true", root, str(tmp_path / "clone")], check=True)
    report = verify(Layout(tmp_path / "clone"))
    assert [(i.code, i.level) for i in report.issues if i.level != "note"] == [("export-gone", "warning")]


def test_verifying_changes_nothing_but_its_cache(own_example: Layout) -> None:
    cache = own_example.private / ".cache"
    cache.mkdir(exist_ok=True)
    (cache / "verify.json").unlink(missing_ok=True)

    def times() -> dict[Path, int]:
        found = own_example.root.rglob("*")
        return {path: path.stat().st_mtime_ns for path in found if path != cache and cache not in path.parents}

    before = times()
    verify(own_example)
    assert (cache / "verify.json").is_file()
    assert times() == before
