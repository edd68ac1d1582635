"""One bad page, private page or feed is one issue, which names the error; the others are read."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from medium_archive.commands.import_exports import import_exports
from medium_archive.commands.verify import verify
from medium_archive.errors import MemberDamaged
from medium_archive.folder import export_import, index_md
from medium_archive.folder.layout import Layout
from medium_archive.medium import body, feed, post, reading
from medium_archive.medium.not_feed import NotAMediumFeed
from medium_archive.medium.not_post import NotAMediumPage
from medium_archive.medium.reading import pages
from medium_archive.report import Report
from tests.sample_exports import post_name, post_page, write_zip
from tests.test_posts import p

GOOD, BAD = "0123456789ab", "0123456789ac"
GARBAGE = b'<!DOCTYPE><meta class="h-entry"<section data-field="body">'
PROFILE = b'<section class="h-card"><h3 class="p-name">Ada</h3></section>'
FEED = (
    '<?xml version="1.0"?>{head}<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>A</title>'
    "<generator>Medium</generator><item><title>T</title><guid>https://medium.com/p/0123456789ab</guid>"
    "<dc:creator>{creator}</dc:creator><description>words</description></item></channel></rss>"
)


def import_with(tmp_path: Path, files: dict[str, bytes]) -> tuple[Layout, Report]:
    """An export with a good post and other files, imported."""
    good = {post_name(GOOD): post_page("Good", p("A good post."), GOOD)}
    layout = Layout(tmp_path / "archive")
    return layout, import_exports([write_zip(tmp_path / "export.zip", good | files)], layout)


def errors(report: Report) -> list[tuple[str, str]]:
    return [(issue.where, issue.code) for issue in report.issues if issue.level == "error"]


def good_post(layout: Layout) -> str:
    return (layout.posts / "2020-03-01-good" / "index.md").read_text("utf-8")


def test_a_page_with_two_bodies_is_read(tmp_path: Path) -> None:
    """lxml refuses it as a fragment; a browser shows it."""
    page = post_page("Twice", p("Its words."), BAD).replace(b"<body>", b"<body></body><body>")
    layout, report = import_with(tmp_path, {post_name(BAD): page.replace(b"<p ", b"<body><p ", 1)})
    assert (errors(report), report.counts["posts"]) == ([], 2)
    assert "Its words." in (layout.posts / "2020-03-01-twice" / "index.md").read_text("utf-8")


def test_a_page_of_garbage_is_one_issue(tmp_path: Path) -> None:
    layout, report = import_with(tmp_path, {post_name(BAD): GARBAGE})
    assert "A good post." in good_post(layout)
    assert errors(report) == [(post_name(BAD), "page-cut")]


def test_an_error_that_nobody_expects_is_the_issue_of_its_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The message names its class and asks to report it; the next import reads the page."""
    read = body.read

    def fail(section: object, where: str) -> object:
        if BAD in where:
            raise KeyError("graf")
        return read(section, where)  # type: ignore[arg-type]  # what it was given

    monkeypatch.setattr(body, "read", fail)
    files = {post_name(BAD): post_page("Bad", p("Bad words."), BAD)}
    layout, report = import_with(tmp_path, files)
    assert errors(report) == [(post_name(BAD), "no-post")]
    [issue] = [issue for issue in report.issues if issue.code == "no-post"]
    assert "KeyError" in issue.message and "report" in issue.message
    assert "A good post." in good_post(layout)
    monkeypatch.undo()
    _, again = import_with(tmp_path, files)
    assert (errors(again), again.counts["new"]) == ([], 1)


def test_a_text_that_cannot_be_written_is_the_issue_of_its_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No record names the post; the others are written, and `verify` has nothing against them."""
    compose = index_md.compose

    def fail(post: object, **options: object) -> str:
        if getattr(post, "id", "") == BAD:
            raise IndexError("list index out of range")
        return compose(post, **options)  # type: ignore[arg-type]  # what it was given

    monkeypatch.setattr(index_md, "compose", fail)
    picture = '<img data-image-id="1*a.png" src="https://cdn-images-1.medium.com/max/800/1*a.png">'
    bad = post_page("Bad", f'<figure class="graf graf--figure">{picture}</figure>', BAD)
    layout, report = import_with(tmp_path, {post_name(BAD): bad})
    assert errors(report) == [(post_name(BAD), "no-post")]
    assert "IndexError" in next(issue.message for issue in report.issues if issue.code == "no-post")
    assert "A good post." in good_post(layout)
    for file in sorted(layout.records.glob("*.jsonl")):
        assert BAD not in file.read_text("utf-8"), file.name
    assert [name for name, code in errors(verify(layout)) if code not in ("text-gone", "export-post-gone")] == []


@pytest.mark.parametrize("page", [b"<li ></1", b"<ul><li><p class='graf'><!-- x --><?x y?></p></li></ul>"])
def test_a_comment_in_a_highlight_is_no_error(page: bytes) -> None:
    """What a parser makes of a broken tag has no name of an element."""
    _, issues = reading.read(page, "highlights/highlights-0001.html", "highlights")
    assert [issue for issue in issues if issue.level == "error"] == []


def test_a_private_page_that_fails_is_one_issue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The other private pages and the posts are imported."""

    def fail(*_: object) -> object:
        raise TypeError("argument of type 'NoneType' is not iterable")

    monkeypatch.setattr(pages, "_READERS", {**pages._READERS, "highlights": fail})
    claps = b'<ul><li class="h-entry">+2 &mdash; <a href="https://medium.com/p/x-0123456789ad">A clock</a></li></ul>'
    files = {"highlights/highlights-0001.html": b"<ul><li>x</li></ul>", "claps/claps-0001.html": claps}
    layout, report = import_with(tmp_path, files)
    assert errors(report) == [("highlights/highlights-0001.html", "page-unclear")]
    assert any("TypeError" in issue.message and "report" in issue.message for issue in report.issues)
    assert "A good post." in good_post(layout)
    assert "A clock" in (layout.private / "reading" / "claps.jsonl").read_text("utf-8")


@pytest.mark.parametrize("page", [b"", b" ", b"<!-- x -->", b"<?x?>", b"\xff", b"<section data-field='body'>"])
def test_an_empty_or_foreign_profile_page_gives_an_empty_profile(page: bytes, tmp_path: Path) -> None:
    """The posts are imported, with the author of their by-lines or none."""
    layout, report = import_with(tmp_path, {"profile/profile.html": page, "profile/about.html": page})
    assert errors(report) == []
    assert "A good post." in good_post(layout)


@pytest.mark.parametrize("before", [b"<!-- x -->", b"<?x y?>", b'<?xml version="1.0" encoding="utf-8"?>\n'])
def test_a_page_may_begin_with_a_comment_or_as_xhtml(before: bytes, tmp_path: Path) -> None:
    """As a browser or an editor may have saved it again. `verify` reads the pages of the profile as well."""
    claps = b'<ul><li class="h-entry">+2 x <a href="https://medium.com/p/x-0123456789ad">A clock</a></li></ul>'
    files = {post_name(BAD): post_page("Saved", p("Its words."), BAD), "claps/claps-0001.html": claps}
    files |= {"profile/profile.html": PROFILE.replace(b"<h3", b"<!-- x --><h3"), "profile/about.html": b"<p>About</p>"}
    layout, report = import_with(tmp_path, {name: before + page for name, page in files.items()})
    assert errors(report) == []
    assert "Its words." in (layout.posts / "2020-03-01-saved" / "index.md").read_text("utf-8")
    assert "A clock" in (layout.private / "reading" / "claps.jsonl").read_text("utf-8")
    assert 'name = "Ada"' in layout.settings.read_text("utf-8")
    assert errors(verify(layout)) == []


@pytest.mark.parametrize("head", [b"", b"<!-- x -->", b"<!DOCTYPE html>", b"<?x?>"])
def test_a_page_without_an_element_above_its_body_is_read(head: bytes) -> None:
    page = post_page("Without", p("Its words."))
    body_at = page.index(b'<section data-field="body"')
    found, _ = post.read(head + b'<!-- class="h-entry" -->' + page[body_at:], post_name())
    assert "Its words." in found.body


def test_an_about_page_that_fails_is_one_issue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> str:
        raise AssertionError("too many bodies")

    monkeypatch.setattr("medium_archive.medium.profile.read_about", fail)
    layout, report = import_with(tmp_path, {"profile/profile.html": PROFILE, "profile/about.html": b"<p>x</p>"})
    assert errors(report) == [("profile/about.html", "page-unclear")]
    assert "A good post." in good_post(layout)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<item<category</item/>[</category<",
        b'<?encoding="\xef"?>',
        b'<?encoding="\0"?>',
        b"<>&#xd800;",
        b"<>&#x110000;",
        b'<l><s xmlns:dc="n /" x=""><![CDATA[]]><dc:c>',
        b'<?xml version="1.0" encoding="x-nothing"?><rss/>',
        b'<?xml version="1.0" encoding="UTF-7"?><rss/>',
        b'<?xml version="1.0" encoding="big5"?><rss/>',
        FEED.format(head="<!DOCTYPE rss [<!ENTITY a 'b'>]>", creator="&a;").encode(),
        FEED.format(head="", creator="9" * 50_000).encode(),
        FEED.format(head="", creator="<" + "9" * 50_000).encode(),
        FEED.format(head="", creator="a").encode("utf-16"),
    ],
)
def test_an_answer_that_is_no_feed_is_soon_refused_with_one_sentence(content: bytes) -> None:
    """feedparser raises errors of many kinds on such content, or takes a time that is quadratic."""
    start = time.process_time()
    try:
        feed.read(content)
    except NotAMediumFeed as error:
        assert "please report" not in str(error)
    else:
        assert content.startswith(b"\xff\xfe")  # a feed in UTF-16 is one
    assert time.process_time() - start < 2


def test_an_error_that_nobody_expects_in_a_feed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> object:
        raise KeyError("tags")

    monkeypatch.setattr(body, "read", fail)
    with pytest.raises(NotAMediumFeed, match=r"KeyError.*report"):
        feed.read(FEED.format(head="", creator="a").encode())


def test_a_page_that_is_nested_too_deeply_is_named_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> object:
        raise RecursionError

    monkeypatch.setattr(body, "read", fail)
    with pytest.raises(NotAMediumPage, match="nested too deeply"):
        post.read(post_page(), post_name())


LARGE = {
    "open items": "<li>a" * 6_000,
    "quotes": '<blockquote class="graf graf--blockquote">q</blockquote>' * 12_000,
    "open elements": "<div>a" * 6_000,
    "layout in open elements": "<div>\n" * 6_000,
    "links around items": '<li><a href="x"><p>a' * 250,
}


@pytest.mark.parametrize("markup", LARGE.values(), ids=LARGE)
def test_a_page_of_many_elements_takes_a_time_that_grows_with_its_size(markup: str) -> None:
    """Each took more than 3 seconds."""
    page = post_page("Large", markup, BAD)
    start = time.process_time()
    post.read(page, post_name(BAD))
    assert time.process_time() - start < 2


def test_front_matter_that_names_a_class_is_one_issue(tmp_path: Path) -> None:
    """The proof reads the YAML, the converter refuses it. Nothing runs."""
    layout, _ = import_with(tmp_path, {})
    text = layout.posts / "2020-03-01-good" / "index.md"
    made = tmp_path / "made"
    title = f'title: !!python/object/apply:os.system ["touch {made.as_posix()}"]'
    text.write_text(text.read_text("utf-8").replace("title: Good", title, 1), "utf-8")
    report = import_exports([tmp_path / "export.zip"], layout)
    assert (report.exit_code, made.exists()) == (1, False)
    assert "posts/2020-03-01-good/index.md" in {issue.where for issue in report.issues}


def test_a_page_that_is_damaged_in_its_zip_is_named_once_with_what_to_do() -> None:
    damaged = MemberDamaged("posts/x.html is damaged: its bytes have another checksum.", "Download it again.")
    assert export_import._unread("posts/x.html", damaged) == (
        "This file can't be read as a post page of Medium: it is damaged: its bytes have another checksum. "
        "Download it again."
    )
