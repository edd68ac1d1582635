"""`archive verify` names every fault in a feed, also if all feeds have it, or if the site has one feed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from xml.sax.saxutils import escape

import pytest

from medium_archive.commands import build, import_exports
from medium_archive.commands.verify import verify
from medium_archive.folder import manifest
from medium_archive.folder.layout import Layout
from tests.sample_exports import post_name, post_page, write_zip
from tests.site_changes import choose

BODY = (
    '<p class="graf graf--p">A <strong class="markup--strong">strong word</strong> and '
    '<a href="https://sea.example/a" class="markup--anchor">a link</a>, 5 &lt; 6.</p>'
    '<h3 class="graf graf--h3">A part</h3><ul class="postList"><li class="graf graf--li">one</li></ul>'
    '<pre class="graf graf--pre"><code>one\n  two</code></pre>'
)
pytestmark = pytest.mark.slow  # an archive that is built
FEEDS = ("feed.xml", "atom.xml", "feed.json")


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Layout:
    place = tmp_path_factory.mktemp("feeds")
    layout = Layout(place / "archive")
    pages = {
        post_name("a" * 12): post_page("First", BODY, "a" * 12),
        post_name("b" * 12): post_page("Second", BODY, "b" * 12, "2020-03-02T10:00:00.123Z"),
    }
    import_exports.import_exports([write_zip(place / "export.zip", pages)], layout)
    choose(layout, "site", url="https://ada.example")
    build.build(layout)
    return layout


def named(layout: Layout, contents: Mapping[str, str]) -> set[str]:
    """The files of the site with an error, after a build that wrote these contents. Everything is put back."""
    before = {file: (layout.site / file).read_bytes() for file in (*contents, manifest.NAME)}
    sums = manifest.read(layout.site)
    try:
        for file, content in contents.items():
            assert content.encode() != before[file]
            (layout.site / file).write_bytes(content.encode())
            sums[file] = hashlib.sha256(content.encode()).hexdigest()
        manifest.write(layout.site, sums)
        return {issue.where for issue in verify(layout).issues if issue.level == "error"}
    finally:
        for file, held in before.items():
            (layout.site / file).write_bytes(held)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<strong>strong word</strong>", "strong word"),
        ("<strong>strong word</strong>", "<b>strong word</b>"),
        ("strong word</strong> and", "strong word</strong>  and"),
        ("</p><h2>", "</p> <h2>"),
        ("https://sea.example/a", "https://sea.example/b"),
        ("<h2>A part</h2>", "<h3>A part</h3>"),
        ("<ul><li>", "<ol><li>"),
        ("one\n  two", "one two"),
        ("<h2>A part</h2>", "<h2>A part</h2><script>alert(1)</script>"),
        ("<h2>A part</h2>", "<h2>A part</h2><!-- secret -->"),
        ("<h2>", '<h2 onclick="x">'),
        ("<h2>", '<h2 hidden="">'),
    ],
)
def test_a_text_that_was_altered_in_all_feeds_alike_is_named(archive: Layout, old: str, new: str) -> None:
    contents = {}
    for file in FEEDS:
        before, after = (json.dumps(one)[1:-1] if file == "feed.json" else escape(one) for one in (old, new))
        text = (archive.site / file).read_text("utf-8")
        assert before in text
        contents[file] = text.replace(before, after, 1)
    assert named(archive, contents) == {f"site/{file}" for file in FEEDS}


@pytest.mark.parametrize("damaged", [FEEDS[:1], FEEDS[1:2], FEEDS[2:], FEEDS[:2]])
def test_a_feed_is_named_beside_the_damaged_page_of_its_post(archive: Layout, damaged: tuple[str, ...]) -> None:
    page = "posts/2020-03-02-second/index.html"
    contents = {name: (archive.site / name).read_text("utf-8") for name in (page, *damaged)}
    for file, other in zip(damaged, ("h3", "h4"), strict=False):
        tag = "<h2>A part" if file == "feed.json" else "&lt;h2&gt;A part"
        contents[file] = contents[file].replace(tag, tag.replace("h2", other), 1)
    contents[page] = contents[page].replace('<meta charset="utf-8">', "", 1)
    assert named(archive, contents) == {f"site/{name}" for name in contents}


@pytest.mark.parametrize(
    "form",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.removesuffix("\n"),
        lambda text: text.replace("\n ", "\n  ", 1),
        lambda text: f"\ufeff{text}",
        lambda text: text.replace("First", "&#70;irst", 1).replace('"&#70;irst', '"\\u0046irst', 1),
        lambda text: text.replace("</title>", "</title><!-- a -->", 1).replace('"title":', '"icon": "a", "title":', 1),
        lambda text: text.replace("<title>", '<title x="1">', 1).replace(' "title": ', ' "title":  ', 1),
        lambda text: text.replace("</title>", "</title>words", 1).replace('"title": "', '"title": " ', 1),
    ],
)
@pytest.mark.parametrize("file", FEEDS)
def test_a_feed_in_another_form_is_named(archive: Layout, file: str, form: Callable[[str], str]) -> None:
    assert named(archive, {file: form((archive.site / file).read_text("utf-8"))}) == {f"site/{file}"}


def test_the_only_feed_of_a_smaller_site_is_compared_with_the_pages(archive: Layout) -> None:
    """And a site without a fault has no issue."""
    choose(archive, "site", extras=False)
    build.build(archive)
    text = (archive.site / "feed.xml").read_text("utf-8")
    try:
        assert named(archive, {}) == set()
        assert named(archive, {"feed.xml": text.replace("&lt;strong&gt;", "&lt;em&gt;", 1)}) == {"site/feed.xml"}
    finally:
        choose(archive, "site", extras=True)
        build.build(archive)
