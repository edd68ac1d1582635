"""records/proof.json: what the last import proved, without a word of a draft, in git and in SHA256SUMS."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from medium_archive.commands import import_exports
from medium_archive.commands.fetch_pictures import fetch_pictures
from medium_archive.commands.verify import verify
from medium_archive.fetch.pictures import Options
from medium_archive.folder import checksums, proof_record
from medium_archive.folder.layout import Layout
from medium_archive.folder.shelf import Shelf
from tests import account_exports
from tests.sample_exports import BODY, post_name, post_page, write_zip

PUBLISHED, DRAFT = "aaaa11112222", "bbbb11112222"
UNWRITTEN = "The unwritten lighthouse"


@pytest.fixture
def export(tmp_path: Path) -> Path:
    pages = {
        post_name(PUBLISHED, slug="Clock"): post_page("A clock", BODY, PUBLISHED),
        f"posts/draft_Idea-{DRAFT}.html": post_page(UNWRITTEN, BODY, DRAFT, draft=True),
    }
    return write_zip(tmp_path / "export.zip", pages)


@pytest.fixture
def layout(tmp_path: Path, export: Path) -> Layout:
    layout = Layout(tmp_path / "archive")
    import_exports.import_exports([export], layout)
    return layout


def public(layout: Layout) -> dict[str, Any]:
    return dict(json.loads((layout.records / "proof.json").read_text("utf-8")))


def codes(layout: Layout) -> list[tuple[str, str]]:
    return [(issue.where, issue.code) for issue in verify(layout).issues]


@pytest.mark.parametrize(
    "draft", [{}, {f"posts/draft_Idea-{DRAFT}.html": post_page(UNWRITTEN, BODY, DRAFT, draft=True)}]
)
def test_an_archive_without_a_published_post_gives_no_alarm(tmp_path: Path, draft: dict[str, bytes]) -> None:
    layout = Layout(tmp_path / "archive")
    profile = {"profile/profile.html": account_exports.profile("Ada Example", "ada")}
    import_exports.import_exports([write_zip(tmp_path / "export.zip", profile | draft)], layout)
    assert public(layout)["posts"] == []
    assert [issue for issue in verify(layout).issues if issue.level != "note"] == []


def test_the_public_file_names_each_post_and_no_draft(layout: Layout) -> None:
    proof = public(layout)
    assert [post["title"] for post in proof["posts"]] == ["A clock"]
    assert {"kind": "words", "wanted": 7} in proof["posts"][0]["amounts"]
    assert proof["exports"][0]["exported"] == "2021-04-12"
    private = (layout.private / "proof.json").read_text("utf-8")
    assert UNWRITTEN in private
    for file in layout.records.iterdir():
        text = file.read_text("utf-8")
        assert DRAFT not in text
        assert UNWRITTEN not in text


def test_a_second_import_changes_no_byte(layout: Layout, export: Path) -> None:
    """Also when a site was built in between, or the texts were written again."""
    before = (layout.records / "proof.json").read_bytes(), (layout.private / "proof.json").read_bytes()
    import_exports.import_exports([export], layout)
    import_exports.import_exports([], layout, import_exports.Options(again=True))
    assert ((layout.records / "proof.json").read_bytes(), (layout.private / "proof.json").read_bytes()) == before


def test_both_files_of_the_proof_are_in_the_checksums(layout: Layout) -> None:
    assert b"  records/proof.json\n" in layout.checksums.read_bytes()
    assert b"  private/proof.json\n" in (layout.private / "SHA256SUMS").read_bytes()
    command = ["sha256sum", "--quiet", "-c", "SHA256SUMS", "private/SHA256SUMS"]
    assert subprocess.run(command, cwd=layout.root, check=False).returncode == 0
    assert codes(layout) == []


@pytest.mark.parametrize("run", ["pictures", "import"])
def test_a_post_that_becomes_a_draft_leaves_the_public_file(layout: Layout, export: Path, run: str) -> None:
    (layout.posts / "2020-03-01-a-clock").rename(layout.drafts / "a-clock")
    if run == "pictures":
        fetch_pictures(layout, Options(max_seconds=0))
    else:
        import_exports.import_exports([export], layout)
    assert PUBLISHED not in (layout.records / "proof.json").read_text("utf-8")
    assert PUBLISHED in (layout.private / "proof.json").read_text("utf-8")
    assert {code for _, code in codes(layout)} <= {"post-moved"}


def test_a_text_that_says_draft_is_not_in_the_public_file(layout: Layout, export: Path) -> None:
    text = layout.posts / "2020-03-01-a-clock/index.md"
    text.write_text(text.read_text("utf-8").replace("---\n", "---\ndraft: true\n", 1), "utf-8")
    import_exports.import_exports([export], layout)
    assert public(layout)["posts"] == []


FAULTS = {
    "a number": ('"wanted": 7', '"wanted": 8'),
    "a title": ("A clock", "A cloak"),
    "the checksum of the original": ('"sha256": "', '"sha256": "0'),
    "the day of the export": ("2021-04-12", "2021-04-13"),
    "the id": (PUBLISHED, PUBLISHED.replace("a", "c")),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_changed_result_is_named_even_if_its_checksum_was_renewed(layout: Layout, fault: str) -> None:
    file = layout.records / "proof.json"
    old, new = FAULTS[fault]
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")
    checksums.renew(file)
    report = verify(layout)
    assert report.exit_code in (1, 25)
    assert {issue.where for issue in report.issues if issue.level == "error"} == {"records/proof.json"}


def test_a_proof_by_older_rules_is_read_and_is_no_fault(layout: Layout, export: Path) -> None:
    """It counts fewer kinds. The next import writes it by the rules of today."""
    for file in (layout.private / "proof.json", layout.records / "proof.json"):
        text = file.read_text("utf-8")
        newer = re.search(r' "rules": \d+,\n', text)
        assert newer is not None
        file.write_text(text.replace(newer[0], "").replace('"wanted": 7', '"wanted": 8'), "utf-8")
        checksums.renew(file)
    assert codes(layout) == []
    import_exports.import_exports([export], layout)
    assert file.read_text("utf-8") == text


@pytest.mark.parametrize("name", ["records/proof.json", "private/proof.json"])
def test_a_damaged_file_is_named_and_the_next_import_writes_it_again(layout: Layout, export: Path, name: str) -> None:
    file = layout.root / name
    content = file.read_bytes()
    file.write_bytes(content[:-10])
    assert (name, "record-damaged") in codes(layout)
    import_exports.import_exports([export], layout)
    assert file.read_bytes() == content
    assert codes(layout) == []


def test_a_deleted_file_is_named(layout: Layout) -> None:
    (layout.records / "proof.json").unlink()
    assert ("records/proof.json", "record-gone") in codes(layout)
    checksums.write(layout, Shelf.open(layout).sums())
    assert ("records/proof.json", "proof-gone") in codes(layout)


def test_a_text_edited_since_the_import_is_no_fault_of_the_proof(layout: Layout) -> None:
    text = layout.posts / "2020-03-01-a-clock/index.md"
    text.write_text(text.read_text("utf-8").replace("first", "second"), "utf-8")
    assert "proof-differs" not in {code for _, code in codes(layout)}


def test_an_archive_without_proof_json_has_no_proof(tmp_path: Path) -> None:
    """As one that an older version of the program made."""
    assert proof_record.read(Layout(tmp_path)) is None
