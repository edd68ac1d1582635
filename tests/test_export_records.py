"""`archive verify` compares the records about exports with the kept exports."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

from medium_archive.checks.proof import RULES
from medium_archive.commands.import_exports import Options, import_exports
from medium_archive.commands.verify import verify
from medium_archive.folder import checksums, starter_files, written_files
from medium_archive.folder.layout import Layout
from tests.account_exports import ADA, BEN, export, profile
from tests.sample_exports import post_name, post_page, write_zip


def found(layout: Layout) -> list[tuple[str, str]]:
    return [(issue.code, issue.where) for issue in verify(layout).issues if issue.level != "note"]


@pytest.mark.parametrize(
    ("name", "pattern", "wrong", "cure"),
    [
        ("records/history.jsonl", r'"text": "[0-9a-f]+"', f'"text": "{"0" * 16}"', "import"),
        ("records/catalog.jsonl", r'"exported": "2021-04-12", "reason"', '"exported": "2010-01-01", "reason"', "again"),
        ("private/accounts.jsonl", ADA, BEN, "import"),
        ("records/catalog.jsonl", r'"reason": "it has[^"]*"', '"reason": "no title at all"', "again"),
        ("records/catalog.jsonl", r'"reason": "[^"]*"', '"reason": "it looks long"', "again"),
        ("records/history.jsonl", r'"words": \d+', '"words": 1234', "again"),
    ],
    ids=["fingerprint", "day", "user id", "reason", "unknown reason", "words"],
)
def test_a_record_that_differs_from_the_export_is_named_with_what_corrects_it(
    tmp_path: Path, name: str, pattern: str, wrong: str, cure: str
) -> None:
    layout = Layout(tmp_path / "archive")
    source = export(tmp_path / "ada.zip", "a", user_id=ADA)
    import_exports([source], layout)
    assert found(layout) == []
    file = layout.root / name
    right = file.read_text("utf-8")
    file.write_text(re.sub(pattern, wrong, right), "utf-8")
    assert file.read_text("utf-8") != right
    checksums.renew(file)
    assert {code for code, _ in found(layout)} == {"record-differs"}
    if cure == "import":
        file.unlink()
        import_exports([source], layout)
    else:
        import_exports([], layout, Options(again=True))
    assert found(layout) == []
    assert file.read_text("utf-8") == right


@pytest.mark.parametrize("which", [0, 1])
def test_a_deleted_line_in_the_history_of_a_post_is_named_with_what_restores_it(tmp_path: Path, which: int) -> None:
    layout = Layout(tmp_path / "archive")
    exports = [
        write_zip(
            tmp_path / f"{year}.zip",
            {
                "profile/profile.html": profile("Ada Example", "ada", ADA),
                post_name("a" * 12, slug="a"): post_page(
                    "Post a", f"<p>As it was in {year}.</p>", "a" * 12, exported=f"April 12, {year}"
                ),
            },
        )
        for year in (2021, 2022)
    ]
    import_exports(exports, layout)
    assert found(layout) == []
    file = layout.records / "history.jsonl"
    right = file.read_text("utf-8")
    lines = right.splitlines(keepends=True)
    assert len(lines) == 2
    file.write_text(lines[which], "utf-8")
    checksums.renew(file)
    assert ("record-differs", "posts/2020-03-01-post-a/index.md") in found(layout)
    import_exports(exports, layout)
    assert (found(layout), file.read_text("utf-8")) == ([], right)


@pytest.mark.parametrize("operation", ["file", "line"])
def test_an_export_without_its_line_in_accounts_is_named_with_what_restores_the_line(
    tmp_path: Path, operation: str
) -> None:
    layout = Layout(tmp_path / "archive")
    source = export(tmp_path / "ada.zip", "a", user_id=ADA)
    import_exports([source], layout)
    file = layout.private / "accounts.jsonl"
    right = file.read_bytes()
    if operation == "file":
        file.unlink()
    else:
        file.write_bytes(b"")
    checksums.renew(file)
    assert found(layout) == [("record-astray", "private/accounts.jsonl")]
    import_exports([source], layout)
    assert found(layout) == []
    assert file.read_bytes() == right


def test_an_archive_of_a_version_without_accounts_and_proof_has_no_alarm(tmp_path: Path) -> None:
    """Nor does an archive with the proof of an earlier version, which does not repeat the records."""
    layout = Layout(tmp_path / "archive")
    import_exports([export(tmp_path / "ada.zip", "a", user_id=ADA)], layout)
    proofs = [folder / "proof.json" for folder in (layout.records, layout.private)]
    for file in [proof for proof in proofs if proof.is_file()]:
        text = re.sub(r', "reason": "[^"]*", "words": \[[^]]*\]', "", file.read_text("utf-8"))
        file.write_text(text.replace(f'"rules": {RULES}', '"rules": 4'), "utf-8")
        checksums.renew(file)
    assert found(layout) == []
    for file in (*proofs, layout.private / "accounts.jsonl"):
        file.unlink(missing_ok=True)
        checksums.renew(file)
    assert found(layout) == []


@pytest.mark.parametrize("name", ["README.md", ".gitignore", ".gitattributes"])
def test_a_file_without_its_line_in_written_is_named_with_what_restores_the_line(tmp_path: Path, name: str) -> None:
    layout = Layout(tmp_path / "archive")
    import_exports([export(tmp_path / "ada.zip", "a", user_id=ADA)], layout)
    file = layout.records / "written.jsonl"
    right = file.read_bytes()
    file.write_bytes(b"".join(line for line in right.splitlines(keepends=True) if f'"{name}"'.encode() not in line))
    assert file.read_bytes() != right
    checksums.renew(file)
    assert found(layout) == [("record-astray", name)]
    import_exports([], layout)
    assert found(layout) == []
    assert file.read_bytes() == right


@pytest.mark.parametrize("name", ["README.md", ".gitignore", ".gitattributes"])
def test_a_file_that_the_program_never_wrote_so_is_named_if_its_line_says_that_it_did(
    tmp_path: Path, name: str
) -> None:
    layout = Layout(tmp_path / "archive")
    import_exports([export(tmp_path / "ada.zip", "a", user_id=ADA)], layout)
    file, record = layout.root / name, layout.records / "written.jsonl"
    right, line = file.read_bytes(), record.read_bytes()
    file.write_bytes(right.replace(b"* -text", b"* text") + b"# nothing\n")
    assert found(layout) == []  # a person may edit it
    old, new = (hashlib.sha256(content).hexdigest().encode() for content in (right, file.read_bytes()))
    record.write_bytes(line.replace(old, new))
    checksums.renew(record)
    assert found(layout) == [("record-differs", name)]
    file.unlink()
    import_exports([], layout)
    assert found(layout) == []
    assert (file.read_bytes(), record.read_bytes()) == (right, line)


def test_the_text_of_an_earlier_version_is_no_issue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    layout = Layout(tmp_path / "archive")
    import_exports([export(tmp_path / "ada.zip", "a", user_id=ADA)], layout)
    earlier = hashlib.sha256(layout.readme.read_bytes()).hexdigest()
    monkeypatch.setitem(starter_files.FILES, "README.md", "Another text")
    assert found(layout) == [("record-differs", "README.md")]
    monkeypatch.setattr(starter_files, "EARLIER", {"README.md": (earlier,)})
    assert found(layout) == []


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("en", "# An archive of posts from Medium"),
        ("zh-Hant", "# Medium 文章的封存資料夾"),
        ("zh-Hans", "# Medium 文章的存档文件夹"),
        ("es", "# Un archivo de artículos de Medium"),
        ("ar", "# أرشيف لمقالات من Medium"),
        ("fi", "# An archive of posts from Medium"),
    ],
)
def test_the_readme_follows_the_language_of_the_archive_until_a_person_edits_it(
    language: str, title: str, tmp_path: Path
) -> None:
    """Whoever finds the folder reads the language of its posts."""
    layout = Layout(tmp_path / "archive")
    import_exports([export(tmp_path / "ada.zip", "a", user_id=ADA)], layout)
    settings = layout.settings.read_text("utf-8")
    assert 'language = "en"' in settings
    layout.settings.write_text(settings.replace('language = "en"', f'language = "{language}"'), "utf-8")
    import_exports([], layout)
    assert layout.readme.read_text("utf-8").splitlines()[0] == title
    assert found(layout) == []
    layout.readme.write_text("Mine", "utf-8")
    layout.settings.write_text(settings, "utf-8")
    import_exports([], layout)
    assert layout.readme.read_text("utf-8") == "Mine"


def test_the_readme_of_an_earlier_version_stays(tmp_path: Path) -> None:
    """An import keeps its text, and reports no issue for it."""
    layout = Layout(tmp_path / "archive")
    import_exports([export(tmp_path / "ada.zip", "a", user_id=ADA)], layout)
    earlier = layout.readme.read_bytes().replace(
        b", install the program from\n<https://github.com/medium-archive/medium-archive>, then run `archive build`.",
        b": `pip install medium-archive`, then `archive build`.",
    )
    layout.readme.write_bytes(earlier)
    written_files.note(layout, {"README.md": earlier})
    checksums.renew(layout.records / "written.jsonl")
    import_exports([], layout)
    assert layout.readme.read_bytes() == earlier
    assert found(layout) == []
