"""An item that is larger than any real one by far is named in a sentence, and nothing of it is lost."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from medium_archive import budget
from medium_archive.budget import Budget
from medium_archive.checks import completeness
from medium_archive.checks.completeness.converted import commonmark
from medium_archive.commands import build, verify
from medium_archive.folder.layout import Layout
from medium_archive.medium import feed as medium_feed
from medium_archive.medium import reading
from medium_archive.medium.fingerprint import fingerprint
from medium_archive.medium.not_feed import NotAMediumFeed
from tests.account_exports import import_
from tests.sample_exports import post_name, post_page, write_zip
from tests.sample_feeds import Text, feed

SMALL = Budget(6_000, 200)
WORDS = '<p class="graf graf--p">Words.</p>'


@pytest.fixture
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without large files."""
    monkeypatch.setattr(budget, "PAGE", SMALL)


@pytest.fixture
def small_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(budget, "TEXT", SMALL)


def test_a_budget_counts_bytes_and_tags() -> None:
    assert not SMALL.excess(b"x" * 6_000) and not SMALL.excess(b"<p>" * 200)
    assert SMALL.excess(b"x" * 6_001) == "it has 6,001 bytes, and at most 6,000 are read"
    assert SMALL.excess(b"<p>" * 201) == "it has 201 tags, and at most 200 are read"


@pytest.mark.usefixtures("small_pages")
@pytest.mark.parametrize("body", [WORDS * 300, f"<p>{'x' * 7_000}</p>"], ids=["tags", "bytes"])
def test_a_page_over_the_budget_is_kept_and_its_text_says_so(layout: Layout, tmp_path: Path, body: str) -> None:
    other = "b" * 12
    page = post_page("Large", body=body)
    files = {post_name(): page, post_name(other): post_page("Small", post_id=other)}
    report = import_(layout, write_zip(tmp_path / "export.zip", files))
    assert report.exit_code == 1
    assert {issue.code for issue in report.issues if issue.level == "error"} == {"page-too-large", "not-checked"}
    (text,) = layout.root.glob("posts/*-large/index.md")
    assert "too large" in text.read_text("utf-8") and "2020-03-01T10:00:00" in text.read_text("utf-8")
    assert (layout.root / "original" / post_name()).read_bytes() == page
    assert len(list(layout.root.glob("posts/*/index.md"))) == 2
    assert build.build(layout).exit_code == 0
    found = verify.verify(layout)
    assert [issue.code for issue in found.issues if issue.level == "error"] == ["not-checked"]


@pytest.mark.usefixtures("small_pages")
def test_a_page_over_the_budget_that_is_no_post_stays_in_the_export(layout: Layout, tmp_path: Path) -> None:
    files = {post_name(): b"<p>" * 300, post_name("b" * 12): post_page(post_id="b" * 12)}
    report = import_(layout, write_zip(tmp_path / "export.zip", files))
    assert [issue.code for issue in report.issues if issue.level == "error"] == ["no-post"]


@pytest.mark.usefixtures("small_texts")
def test_a_text_over_the_budget_is_left_out_and_named(layout: Layout, tmp_path: Path) -> None:
    import_(layout, write_zip(tmp_path / "export.zip", {post_name(): post_page()}))
    (text,) = layout.root.glob("posts/*/index.md")
    text.write_bytes(text.read_bytes() + b"words " * 2_000)
    for report in (build.build(layout), verify.verify(layout)):
        assert report.exit_code == 1
        assert [issue.where for issue in report.issues if "at most 6,000 are read" in issue.message]


def footnotes(number: int) -> str:
    notes = "".join(f"[^{one}]: b\n\n" for one in range(number))
    return "a" + "".join(f"[^{one}]" for one in range(number)) + f"\n\n{notes}"


def test_the_time_for_footnotes_is_linear() -> None:
    """It was more than 12 seconds for 4,000."""
    since = time.process_time()
    commonmark.render(footnotes(2_500))
    assert time.process_time() - since < 1.5


@pytest.mark.parametrize("text", ["![" * 20_000, "*a " * 40_000, "data-sourcepos" + "![" * 20_000])
def test_marks_that_are_left_open_are_read_by_the_quick_engine_alone(text: str) -> None:
    """The other one takes a time that is quadratic."""
    since = time.process_time()
    completeness.check(post_page(), f"---\ntitle: A Title\n---\n\n{text}\n")
    assert time.process_time() - since < 2


def test_the_time_for_the_fingerprint_of_starts_of_tags_is_linear() -> None:
    since = time.process_time()
    fingerprint(b"words" + b"<" * 100_000)
    assert time.process_time() - since < 2


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (feed([Text(1)]).replace(b"<channel>", b"<channel " + b"".join(b'a%d="" ' % n for n in range(9_000)) + b">"),
         "9000 attributes"),
        (feed([Text(1), Text(2)]).replace(b"<item>", b"<a/>" * 30_000 + b"<item>", 1), "bytes around its posts"),
    ],
    ids=["attributes", "elements around the posts"],
)  # fmt: skip
def test_a_feed_that_would_take_much_time_or_memory_is_refused(content: bytes, words: str) -> None:
    since = time.process_time()
    with pytest.raises(NotAMediumFeed, match=words):
        medium_feed.read(content)
    assert time.process_time() - since < 3


@pytest.mark.usefixtures("small_pages")
def test_a_post_of_a_feed_over_the_budget_is_partial_and_the_others_are_read() -> None:
    content = feed([Text(1), Text(2)])
    large, other = medium_feed.read(content.replace(b"<p>", b"<p>" + b"words " * 2_000, 1)).items
    assert large.is_partial and "too large" in large.post.body
    assert other == medium_feed.read(content).items[1]


@pytest.mark.usefixtures("small_pages")
def test_a_private_page_over_the_budget_is_named() -> None:
    entries, (issue,) = reading.read(b"<ul>" + b"<li>w</li>" * 300, "claps/claps-0001.html", "claps")
    assert not entries and issue.level == "error" and "at most 200 are read" in issue.message


@pytest.mark.parametrize("what", ["claps", "highlights", "sessions", "publications", "reposts and notes"])
@pytest.mark.parametrize("nested", ["<ul><li>w" * 20_000, "<ul>" + "<div>" * 300 + "<li>w</li>"])
def test_a_private_page_that_is_nested_too_deeply_is_named(what: str, nested: str) -> None:
    """Each item has the text of those in it: 20,000 took more than 10 seconds, and stopped the import."""
    entries, (issue,) = reading.read(nested.encode(), "a/a-0001.html", what)
    assert not entries and issue.level == "error" and "nested too deeply" in issue.message


def test_a_list_in_a_list_is_read() -> None:
    entries, issues = reading.read(b"<ul><li>a" * 10, "notes/note.html", "reposts and notes")
    assert (len(entries), issues) == (10, [])


def test_the_time_for_a_page_of_publications_is_linear() -> None:
    link = '<a href="https://medium.com/a">A</a>'
    page = f"<ul><h4>Editor</h4><li>{link} (owner)</li><h4>Writer</h4>{f'<li>{link}</li>' * 9_000}</ul>".encode()
    since = time.process_time()
    entries, issues = reading.read(page, "profile/publications.html", "publications")
    assert time.process_time() - since < 2.5
    assert [entry.values["role"] for entry in entries[:2]] == ["editor", "writer"] and not issues
