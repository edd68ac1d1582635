"""`archive verify` compares the whole site with the archive: lists, feeds, old addresses, pages outside of the text."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from types import SimpleNamespace

import pytest

from medium_archive.checks import site_pages, snapshot
from medium_archive.checks.site_pages import lists as wanted_lists
from medium_archive.checks.site_pages import search_index, tree, trees
from medium_archive.checks.snapshot import Snapshot
from medium_archive.commands.build import build
from medium_archive.commands.verify import verify
from medium_archive.folder import manifest
from medium_archive.folder.layout import Layout
from medium_archive.folder.location import BUILD_RECORD
from medium_archive.report import Issue
from medium_archive.site.pages import plan
from medium_archive.site.search import bits, shards
from tests import small_archive
from tests.conftest import THEMES, one_in
from tests.site_changes import POST, change_file, choose, replaced, site_issues

_URL = "https://salma.example/blog"
_ITEM = r'<li class="h-entry[^>]*>.*?</li>\n'


def test_a_site_with_more_pages_than_fit_in_memory_is_compared(
    own_example: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    parsed: Counter[bytes] = Counter()

    def parse(content: bytes) -> tree.Element:
        parsed[content] += 1
        return tree.parse(content)

    monkeypatch.setattr(trees, "_HELD", 2)
    monkeypatch.setattr(trees, "tree", SimpleNamespace(parse=parse))
    change_file(own_example, "index.html", replaced(r">6 October 2024<", ">7 October 2024<"))
    change_file(own_example, f"{POST}/index.html", replaced(r"</main>", "<!-- a remark --></main>"))
    issues = site_pages.inspect(snapshot.read(own_example)).issues
    assert [issue.where for issue in issues] == ["site/index.html", f"site/{POST}/index.html"]
    assert max(parsed.values()) > 1


@pytest.mark.slow
@pytest.mark.parametrize("theme", one_in(3, THEMES))
def test_no_page_of_a_theme_gives_an_alarm(own_example: Layout, theme: str) -> None:
    """On several front pages, with a base URL, with drafts, and with posts of another author."""
    choose(own_example, "site", theme=theme)
    choose(own_example, "theme", posts=5)
    build(own_example)
    assert site_issues(own_example) == []
    build(own_example, url=_URL, drafts=True)
    assert site_issues(own_example) == []
    for folder in sorted(own_example.posts.iterdir())[::3]:
        text = folder / "index.md"
        text.write_text(
            text.read_text("utf-8").replace("---\n", "---\nauthor: Ben Ode\ntags: [Sea, tools]\n", 1), "utf-8"
        )
    build(own_example)
    assert site_issues(own_example) == []


@pytest.mark.parametrize(
    ("file", "change", "beginning"),
    one_in(
        3,
        [
            ("about.html", replaced(r"(p-note.*?)eleven minutes", r"\1twelve minutes"), "“Ilookafter"),
            (
                "index.html",
                replaced(r"Sea Floor(?=.*<main)(.*<main.*?)Sea Floor", r"Sea Floor\1Sea Flour"),
                "Sea Flour in",
            ),
            (
                "index.html",
                replaced(r">6 October 2024<", ">7 October 2024<"),
                "the wrong date “7 October 2024” for 2024-10-06",
            ),
        ],
    ),
)
def test_the_message_about_a_changed_page_begins_with_the_change(
    own_example: Layout, file: str, change: Callable[[str], str], beginning: str
) -> None:
    change_file(own_example, file, change)
    assert beginning in site_issues(own_example)[0].message.partition(": ")[2].partition(";")[0]


@pytest.mark.slow
@pytest.mark.parametrize("theme", one_in(3, THEMES))
def test_own_texts_without_a_date_give_no_alarm(own_example: Layout, theme: str) -> None:
    """Stories and responses without a date are in the lists, and in the numbers of posts by year."""
    choose(own_example, "site", theme=theme)
    for folder in ("posts/undated", "responses/undated"):
        (own_example.root / folder).mkdir()
        (own_example.root / folder / "index.md").write_text("Whenever.\n", "utf-8")
        build(own_example)
        assert site_issues(own_example) == []


@pytest.mark.slow
@pytest.mark.parametrize("theme", one_in(3, THEMES))
def test_no_page_of_a_year_gives_an_alarm(own_example: Layout, theme: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A long archive has a list for each year."""
    monkeypatch.setattr(plan, "_MAX_LIST", 3)
    monkeypatch.setattr(wanted_lists, "MAX_LIST", 3)
    choose(own_example, "site", theme=theme)
    build(own_example)
    assert (own_example.site / "archive" / "2024.html").is_file()
    assert site_issues(own_example) == []


@pytest.mark.parametrize(
    "choices",
    one_in(
        4, [{"proof": True}, {"old_addresses": []}, {"title": "Notes  (2)\u00a0x", "language": "es"}, {"extras": False}]
    ),
)
@pytest.mark.parametrize("url", one_in(2, [_URL, ""]))
def test_no_setting_gives_an_alarm(own_example: Layout, choices: dict[str, object], url: str) -> None:
    choose(own_example, "site", **choices)
    build(own_example, url=url)
    assert site_issues(own_example) == []


@pytest.mark.parametrize(
    ("file", "change"),
    one_in(
        8,
        [
            ("index.html", replaced(_ITEM, "")),
            ("index.html", replaced(rf"({_ITEM})({_ITEM})", r"\2\1")),
            ("index.html", replaced(r'<li class="h-entry[^"]*"', r"\g<0> hidden")),
            ("index.html", replaced(r"Sea Floor", "Sea Flour")),
            ("index.html", replaced(r'(<span class="minutes">)\d+', r"\g<1>77")),
            ("archive.html", replaced(r"<li><time.*?</li>\n", "")),
            ("archive.html", replaced(r'datetime="2024', 'datetime="2023')),
            ("archive.html", replaced(r'<li><a href="search.html">.*?</li>\n', "")),
            ("about.html", replaced(r'(<div class="text p-note">\n).*?(\n</div>)', r"\1\2")),
            ("years.html", replaced(r"<td>1</td>", "<td>2</td>")),
            ("years.html", replaced(r'class="ground" x="28"', 'class="ground" x="38"')),
            ("search.html", replaced(r"<li><a[^>]*>\d+</a> \(\d+\)</li>\n", "")),
            ("search.html", replaced(r'data-index="search/index', 'data-index="search/other')),
            ("search.html", replaced(r'data-root=""', 'data-root="../"')),
            ("search.html", replaced(r'data-found="[^"]*"', 'data-found=""')),
            ("find.html", replaced(r' data-none="[^"]*"', "")),
            ("404.html", replaced(r' · <a href="find.html">.*?</a>', "")),
            ("feed.xml", replaced(r"  <item>.*?</item>\n", "")),
            ("atom.xml", replaced(r"<published>2024", "<published>2022")),
            ("feed.json", replaced(r'"content_html": "<', '"content_html": "<p>More</p><')),
            ("feed.xml", replaced(r'(<content:encoded>.*?a href=")', r"\1https://example.org/")),
            ("atom.xml", replaced(r"(<content .*?)&lt;p&gt;", r"\1&lt;p lang=xx&gt;")),
            ("search/index.js", replaced(r'searchIndex\(".', 'searchIndex("!')),
            ("static/old-addresses.js", replaced(r'":"posts/2', '":"posts/3')),
            (f"{POST}/index.html", replaced(r'"wordCount": (\d+)', r'"wordCount": 1\1')),
            (f"{POST}/index.html", replaced(r'"og:type" content="article"', '"og:type" content="website"')),
            (f"{POST}/index.html", replaced(r'<meta charset="utf-8">\n', "")),
            (f"{POST}/index.html", replaced(r'<link rel="stylesheet"[^>]*>\n', "")),
            (f"{POST}/index.html", replaced(r'(<span class="minutes">)\d+', r"\g<1>77")),
            (f"{POST}/index.html", replaced(r'<section class="related".*?</section>\n', "")),
            (f"{POST}/index.html", replaced(r'<a class="older".*?</a>\n', "")),
            (f"{POST}/index.html", replaced(r'(<a class="older".*?href=")[^"]*', r"\1../no-such/index.html")),
        ],
    ),
)
def test_a_changed_part_of_the_site_is_named_with_its_file(
    own_example: Layout, file: str, change: Callable[[str], str]
) -> None:
    change_file(own_example, file, change)
    assert {issue.where for issue in site_issues(own_example) if issue.level == "error"} == {f"site/{file}"}


@pytest.mark.slow
@pytest.mark.parametrize("theme", ["plain", "journal"])
def test_a_missing_or_wrong_cover_is_named(own_example: Layout, theme: str) -> None:
    """Each post shows in lists the picture that its text names, or its first one, with smaller copies of it. The head
    of a page names the size of its picture for other sites.
    """
    choose(own_example, "site", theme=theme, url="https://ada.example")
    choose(own_example, "theme", front="covers")
    build(own_example)
    assert site_issues(own_example) == []
    before = (own_example.site / "index.html").read_text("utf-8")
    other = before.rpartition('<img src="')[2].partition('"')[0]
    cover = r'<a class="cover" .*?</a>\n'
    for change in (
        replaced(cover, ""),
        replaced(rf"({cover})", r"\1\1"),
        replaced(r'(<a class="cover" .*?<img src=")[^"]*', rf"\1{other}"),
        replaced(r'(<a class="cover" .*?srcset=")[^"]*', rf"\1{other} 400w"),
        replaced(r'(<a class="cover" .*?<img [^>]* height=")\d', r"\g<1>77"),
        replaced(r'(og:image:width" content=")\d', r"\g<1>77"),
    ):
        change_file(own_example, "index.html", change)
        assert {issue.where for issue in site_issues(own_example)} == {"site/index.html"}
        change_file(own_example, "index.html", lambda _: before)


def test_a_missing_or_wrong_photo_of_the_author_is_named(tmp_path: Path) -> None:
    """Also where the page has the same wrong picture as its icon, and in the manifest."""
    layout = small_archive.make(tmp_path)
    build(layout, url=_URL)
    assert site_issues(layout) == []
    wrong = "posts/2020-11-12-looms/1-wide.png"
    changes = {
        "about.html": replaced(r'<img class="photo[^>]*>', ""),
        "archive.html": lambda text: text.replace("ada.png", wrong),
        "index.html": lambda text: text.replace("ada.png", wrong),
        "search.html": lambda text: re.sub(r'<link rel="apple[^>]*>', "", text).replace("ada.png", "static/icon.svg"),
        "site.webmanifest": lambda text: text.replace("ada.png", wrong),
    }
    for file, change in changes.items():
        change_file(layout, file, change)
    assert {issue.where for issue in site_issues(layout)} == {f"site/{file}" for file in changes}


def test_a_page_at_an_old_address_leads_to_its_post(own_example: Layout) -> None:
    old = min(path for path in (own_example.site / "p").glob("*/index.html"))
    file = old.relative_to(own_example.site).as_posix()
    change_file(own_example, file, replaced(r"(url=)[^\"]*", r"\1../../index.html"))
    assert {(issue.where, issue.level) for issue in site_issues(own_example)} == {(f"site/{file}", "error")}


@pytest.mark.parametrize("file", one_in(2, ["archive.html", "feed.xml", "search/index.js", f"{POST}/index.html"]))
def test_a_missing_page_is_named_although_the_list_of_files_lacks_it_too(own_example: Layout, file: str) -> None:
    (own_example.site / file).unlink()
    sums = manifest.read(own_example.site)
    manifest.write(own_example.site, {name: value for name, value in sums.items() if name != file})
    assert ("site-lacks", f"site/{file}") in [(issue.code, issue.where) for issue in site_issues(own_example)]


def test_a_missing_shard_of_the_search_is_named_although_the_index_is_damaged(own_example: Layout) -> None:
    (own_example.site / search_index.FILE).write_text("no index", "utf-8")
    gone = search_index.shard_file(0)
    (own_example.site / gone).unlink()
    there = [file for file in manifest.read(own_example.site) if file != gone]
    manifest.write(
        own_example.site, {file: hashlib.sha256((own_example.site / file).read_bytes()).hexdigest() for file in there}
    )
    assert ("site-lacks", f"site/{gone}") in [(issue.code, issue.where) for issue in site_issues(own_example)]


@pytest.mark.parametrize(
    ("there", "words", "count"),
    [((), "", 1), ((0,), "Aa0bAcat", 1), ((0,), "Ab2oatAdog", 2), ((1,), "", 2), ((0, 1, 2), "", 4), ((0, 5), "", 8)],
)
def test_the_shards_of_the_search_show_how_many_there_must_be(there: Sequence[int], words: str, count: int) -> None:
    """A word is in the shard that the code of its first letter gives; with two shards, the first one has even codes."""
    table = shards.packed({"words": words, "signs": ""})
    first = shards.call(shards.FUNCTION, 0, bits.bytes_as_text(table), "", len(table)) if words else b""
    assert search_index.likely_shards(there, first) == count


def test_a_page_that_the_site_should_not_have_is_named(own_example: Layout) -> None:
    page = (own_example.site / "archive.html").read_bytes()
    (own_example.site / "more.html").write_bytes(page)
    sums = manifest.read(own_example.site)
    manifest.write(own_example.site, {**sums, "more.html": hashlib.sha256(page).hexdigest()})
    assert [(issue.code, issue.where) for issue in site_issues(own_example)] == [("site-adds", "site/more.html")]


def _edit(layout: Layout) -> None:
    text = layout.root / POST / "index.md"
    text.write_text(text.read_text("utf-8").replace("title: Drawing", "title: Painting", 1), "utf-8")


def test_a_text_edited_after_the_build_is_a_note_until_the_next_build(own_example: Layout) -> None:
    _edit(own_example)
    assert [(issue.code, issue.level) for issue in site_issues(own_example)] == [("site-older", "note")]
    build(own_example)
    assert site_issues(own_example) == []


@pytest.mark.slow
def test_a_site_of_another_version_of_the_program_is_a_note(own_example: Layout) -> None:
    """The version may make other pages: it is no damage, and the next build makes them new."""
    change_file(own_example, "archive.html", replaced(r'<html lang="en"', '<html lang="en" data-version="0"'))
    change_file(own_example, "archive.html", replaced(r"<li><time.*?</li>\n", ""))
    record = own_example.root / BUILD_RECORD
    record.write_text(json.dumps({**json.loads(record.read_bytes()), "program": "another"}), "utf-8")
    assert [(issue.code, issue.level) for issue in site_issues(own_example)] == [("site-older", "note")]


@pytest.mark.parametrize(
    ("file", "template"),
    one_in(
        3,
        [
            ("post.html", '{% extends "base/post.html" %}{% block related %}<p>Write to me.</p>{% endblock %}'),
            ("index.html", '{% extends "base.html" %}{% block main %}<h1>Welcome</h1>{% endblock %}'),
            ("base.html", "<!doctype html><title>{{ page.title }}</title><main>{% block main %}{% endblock %}</main>"),
            ("own-head.html", '<meta name="generator" content="archive">'),
            ("own-footer.html", '<p>All by hand. <a href="https://example.org">More</a></p>'),
        ],
    ),
)
def test_templates_of_an_own_theme_may_leave_out_and_add_parts(own_example: Layout, file: str, template: str) -> None:
    (own_example.root / "theme").mkdir()
    (own_example.root / "theme" / file).write_text(template, "utf-8")
    build(own_example)
    assert site_issues(own_example) == []


@pytest.mark.slow
def test_links_and_feeds_are_compared_in_an_own_theme_too(own_example: Layout) -> None:
    (own_example.root / "theme").mkdir()
    template = (
        '{% extends "base.html" %}{% block main %}<h1>All</h1><a href="{{ to("archiv.html") }}">All</a>{% endblock %}'
    )
    (own_example.root / "theme" / "index.html").write_text(template, "utf-8")
    build(own_example)
    change_file(own_example, "feed.xml", replaced(r" *<item>.*?</item>\n", ""))
    assert [(issue.code, issue.where) for issue in site_issues(own_example)] == [
        ("site-lacks", "site/feed.xml"),
        ("site-adds", "site/index.html"),
    ]


def test_a_site_that_did_not_change_is_compared_once(own_example: Layout, monkeypatch: pytest.MonkeyPatch) -> None:
    change_file(own_example, "archive.html", replaced(r"<li><time.*?</li>\n", ""))
    first = verify(own_example).issues
    calls: list[Layout] = []

    def compare(archive: Snapshot, *_: object) -> Sequence[Issue]:
        calls.append(archive.layout)
        return ()

    monkeypatch.setattr("medium_archive.checks.site_pages.inspection.issues", compare)
    assert (verify(own_example).issues, calls) == (first, [])
    verify(own_example, everything=True)
    assert len(calls) == 1


@pytest.mark.parametrize(
    "html", ['One <mark>two</mark> <a href="https://example.org">three</a>', "<mark>One</mark><script>two()</script>"]
)
def test_what_the_author_read_gives_no_alarm_and_is_compared(tmp_path: Path, html: str) -> None:
    """Two lists of one name, and highlights."""
    layout = small_archive.make(tmp_path)
    days = {"first": "2025-10-12", "last": "2025-10-12"}
    tables: dict[str, list[dict[str, object]]] = {
        "lists": [{"list": "a1", "name": "Salt"}, {"list": "b2", "name": "Salt", "description": "More of it."}],
        "list-posts": [
            {"list": "a1", "position": 1, "url": "https://example.org/1", "title": "One"},
            {"list": "a1", "position": 2, "url": "https://example.org/2", "title": "Two"},
        ],
        "highlights": [{"at": "2025-03-01T10:00:00", "html": html}],
    }
    for name, records in tables.items():
        lines = "".join(json.dumps({**days, **record}) + "\n" for record in records)
        small_archive.write(tmp_path, f"private/reading/{name}.jsonl", lines)
    choose(layout, "site", lists=["a1", "b2"], highlights=True)
    build(layout)
    assert site_issues(layout) == []
    change_file(layout, "highlights.html", replaced("One", "Once"))
    change_file(layout, "lists/salt.html", replaced(r"<li dir.*?</li>\n", ""))
    assert {issue.where for issue in site_issues(layout)} == {"site/highlights.html", "site/lists/salt.html"}


def test_a_changed_picture_and_a_changed_script_are_named(own_example: Layout) -> None:
    picture = min(path for path in own_example.site.glob("posts/*/*") if path.suffix in (".jpeg", ".png"))
    files = [picture.relative_to(own_example.site).as_posix(), "static/page.js"]
    for file in files:
        path = own_example.site / file
        path.write_bytes(path.read_bytes() + b" ")
        sums = manifest.read(own_example.site)
        manifest.write(own_example.site, {**sums, file: hashlib.sha256(path.read_bytes()).hexdigest()})
    assert {(issue.where, issue.level) for issue in site_issues(own_example)} == {
        (f"site/{file}", "error") for file in files
    }


def test_other_spaces_and_links_to_places_that_do_not_exist_are_named(own_example: Layout) -> None:
    """A browser shows such spaces, and breaks lines at them, in another way."""
    changes = {
        f"{POST}/index.html": replaced(r"(p-author.*?)&nbsp;· ", r"\1 · "),
        "index.html": replaced(r"(<main.*?)&nbsp;· ", r"\1 "),
        "404.html": replaced(r"(<main.*?</a>) · ", r"\1 ·&nbsp;"),
        "about.html": replaced(r"(<footer.*?) · ", r"\1· "),
        "archive.html": replaced(r"Sea Floor", "Sea\u00a0Floor"),
        "feed.json": replaced(r'("title": "Drawing) the', r"\1  the"),
        "feed.xml": replaced(r"(<title>Drawing) the", "\\1\u00a0the"),
        "search.html": replaced(r"archive\.html#year-2019", "archive.html#year-1919"),
    }
    for file, change in changes.items():
        change_file(own_example, file, change)
    assert {issue.where for issue in site_issues(own_example)} == {f"site/{file}" for file in changes}
