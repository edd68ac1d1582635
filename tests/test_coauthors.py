"""The co-authors of a post are named together with its author: on pages, in feeds, metadata, search and SQLite."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from lxml import etree

from medium_archive import articles
from medium_archive.commands.build import build
from medium_archive.commands.export import export
from medium_archive.commands.verify import verify
from medium_archive.folder import coauthors, settings
from medium_archive.folder.layout import Layout
from medium_archive.formats import sqlite as sqlite_format
from medium_archive.post import Author
from tests import small_archive
from tests.account_exports import import_
from tests.conftest import THEMES
from tests.sample_exports import post_name, post_page, write_zip
from tests.test_authors import make as make_several
from tests.test_authors import page, posting

if TYPE_CHECKING:
    from playwright.sync_api import Browser

LOOMS = "posts/2020-11-12-looms"
NAMES = ["Ada Example", "<Bo> & Co, PhD", "陳小明", "نورا", "Dee", "dot"]
VALUE = (
    "<Bo> & Co, PhD (https://medium.com/@bo?a=1&b=2), 陳小明 (https://medium.com/@xiaoming), "
    "نورا (javascript:alert(1)), Dee (x:),  (https://medium.com/@dot)"
)
ADDRESSES = [
    "https://medium.com/@ada", "https://medium.com/@bo?a=1&b=2", "https://medium.com/@xiaoming", None, None,
    "https://medium.com/@dot",
]  # fmt: skip
ATOM = "{http://www.w3.org/2005/Atom}"


def sign(layout: Layout, value: str, path: str = LOOMS) -> None:
    """Write co-authors into the front matter of a post, as a person may."""
    text = layout.root / path / "index.md"
    text.write_text(text.read_text("utf-8").replace("medium:\n", f"medium:\n  coauthors: {value}\n", 1), "utf-8")


@pytest.fixture
def archive(tmp_path: Path) -> Layout:
    layout = small_archive.make(tmp_path, url="https://ada.example")
    sign(layout, json.dumps(VALUE, ensure_ascii=False))
    return layout


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        ("Bo (https://medium.com/@bo)", [("Bo", "https://medium.com/@bo")]),
        ("Bo, PhD (https://a.example/b), Cy (https://c.example)", [("Bo, PhD", "https://a.example/b"), ("Cy", "https://c.example")]),
        ("Bo (B.) (https://medium.com/@bo)", [("Bo (B.)", "https://medium.com/@bo")]),
        ("Bo, Cy", [("Bo", ""), ("Cy", "")]),
        ("Bo (https://medium.com/@bo), Cy,", [("Bo", "https://medium.com/@bo"), ("Cy", "")]),
        ("Bo, Bo", [("Bo", "")]),
        (["Bo, PhD", "Cy (https://c.example)"], [("Bo, PhD", ""), ("Cy", "https://c.example")]),
        ([7, {"a": 1}, None, ["x"]], [("7", "")]),
        ("", []),
        (None, []),
        (7, [("7", "")]),
        ({"Bo": 1}, []),
    ],
)  # fmt: skip
def test_co_authors_are_read_as_a_person_may_write_them(value: object, wanted: list[tuple[str, str]]) -> None:
    assert [(one.name, one.url) for one in coauthors.read(value)] == wanted


def test_co_authors_are_the_same_after_writing_and_reading() -> None:
    several = (Author("Bo, PhD", url="https://medium.com/@bo"), Author("", url="https://medium.com/@cy"), Author("Dee"))
    assert coauthors.read(coauthors.write(several)) == several


@pytest.mark.parametrize("theme", THEMES)
def test_the_by_line_names_the_co_authors_and_links_only_to_safe_addresses(archive: Layout, theme: str) -> None:
    """In their order, as text; one without a name by the user name. A name in Arabic or Chinese has its direction."""
    text = archive.settings.read_text("utf-8").replace('theme = "plain"', f'theme = "{theme}"')
    archive.settings.write_text(text, "utf-8")
    build(archive)
    signed = page(archive, f"{LOOMS}/index.html").xpath('//p[@class="byline"]/*[contains(@class, "p-author")]')
    assert [one.text_content() for one in signed] == NAMES
    assert [one.get("href") for one in signed] == ADDRESSES
    assert {one.get("dir") for one in signed} == {"auto"}
    assert page(archive, f"{LOOMS}/index.html").xpath("string(//p[@class='byline'])").startswith(", ".join(NAMES))


def test_search_engines_get_all_authors(archive: Layout) -> None:
    """JSON-LD has a list of persons, Open Graph the known addresses; a post of one author has one person."""
    build(archive)
    root = page(archive, f"{LOOMS}/index.html")
    people = [(one["@type"], one["name"], one.get("url")) for one in posting(root)["author"]]
    assert people == [("Person", name, url) for name, url in zip(NAMES, ADDRESSES, strict=True)]
    assert root.xpath('//meta[@name="author"]/@content') == NAMES
    assert root.xpath('//meta[@property="article:author"]/@content') == [one for one in ADDRESSES if one]
    alone = page(archive, "posts/2019-01-09-檔案/index.html")
    assert posting(alone)["author"] == {"@type": "Person", "name": "Ada Example", "url": "https://medium.com/@ada"}


def test_feeds_name_all_authors_of_an_item(archive: Layout) -> None:
    """Other items have no author of their own in Atom and JSON: theirs is that of the feed."""
    build(archive)
    rss = etree.parse(archive.site / "feed.xml")
    creators = {
        item.findtext("title"): [one.text for one in item.findall("{http://purl.org/dc/elements/1.1/}creator")]
        for item in rss.iter("item")
    }
    assert creators.pop("Looms & <logic>") == NAMES
    assert all(names == ["Ada Example"] for names in creators.values())
    atom = etree.parse(archive.site / "atom.xml")
    authors = {
        entry.findtext(f"{ATOM}title"): [
            (one.findtext(f"{ATOM}name"), one.findtext(f"{ATOM}uri")) for one in entry.findall(f"{ATOM}author")
        ]
        for entry in atom.iter(f"{ATOM}entry")
    }
    assert authors.pop("Looms & <logic>") == list(zip(NAMES, ADDRESSES, strict=True))
    assert not any(authors.values())
    items = json.loads((archive.site / "feed.json").read_text("utf-8"))["items"]
    found = {item["title"]: [(one["name"], one.get("url")) for one in item.get("authors", ())] for item in items}
    assert found.pop("Looms & <logic>") == list(zip(NAMES, ADDRESSES, strict=True))
    assert not any(found.values())


def test_co_authors_alone_do_not_make_a_site_of_several_authors(archive: Layout) -> None:
    build(archive)
    assert not (archive.site / "authors").exists()
    assert page(archive, "index.html").xpath('//*[contains(@class, "p-author")]') == []


@pytest.mark.parametrize("theme", THEMES)
def test_lists_of_several_authors_name_the_co_authors(tmp_path: Path, theme: str) -> None:
    layout = make_several(tmp_path, theme)
    sign(layout, "[Dee, Ben Example (https://medium.com/@ben)]")
    build(layout)
    for name in ("index.html", "archive.html"):
        assert "Ada Example, Dee, Ben Example" in page(layout, name).text_content(), name


def test_the_page_of_an_author_has_the_posts_that_they_signed_as_a_co_author(tmp_path: Path) -> None:
    """An author who signed posts only as a co-author has a page too. The by-line of the post links to it."""
    layout = make_several(tmp_path)
    sign(layout, "[Dee, Benny (https://medium.com/@ben)]")
    build(layout)
    ben = page(layout, "authors/ben.html")
    assert ben.xpath('//ol[@class="titles"]//a/text()') == ["A Quay", "Looms & <logic>"]
    assert ben.xpath('string(//*[@class="author" and bdi])') == "Ada Example, Dee, Benny"
    assert page(layout, "authors/dee.html").xpath('//ol[@class="titles"]//a/text()') == ["Looms & <logic>"]
    signed = page(layout, f"{LOOMS}/index.html").xpath('//p[@class="byline"]/a')
    assert [(one.text, one.get("href")) for one in signed] == [
        ("Ada Example", "../../authors/ada.html"),
        ("Dee", "../../authors/dee.html"),
        ("Benny", "../../authors/ben.html"),
    ]


def test_the_search_finds_a_post_by_its_co_author(archive: Layout, browser: Browser) -> None:
    build(archive)
    tab = browser.new_page()
    tab.goto((archive.site / "search.html").as_uri() + "#" + "陳小明")
    tab.wait_for_selector("#search-results li")
    assert tab.locator("#search-results li a").all_text_contents() == ["Looms & <logic>"]
    tab.close()


def test_search_results_of_several_authors_name_the_co_authors(tmp_path: Path, browser: Browser) -> None:
    layout = make_several(tmp_path)
    sign(layout, "نورا, Dee")
    build(layout)
    tab = browser.new_page()
    tab.goto((layout.site / "search.html").as_uri() + "#dee")
    tab.wait_for_selector("#search-results li")
    names = "\u2068Ada Example\u2069, \u2068نورا\u2069, \u2068Dee\u2069"
    assert tab.locator("#search-results li .author").all_text_contents() == [names]
    tab.close()


def test_articles_and_the_database_have_the_co_authors(archive: Layout) -> None:
    library = articles.read(archive, settings.read(archive.settings))
    looms = next(one for one in library.articles() if one.path == LOOMS)
    assert [one.name for one in (looms.author, *looms.coauthors)] == NAMES
    export(archive, sqlite_format)
    with sqlite3.connect(archive.private / "medium.sqlite") as database:
        rows = database.execute(
            "SELECT a.name, a.url FROM authors a JOIN posts p ON p.number = a.post_number WHERE p.path = ? "
            "ORDER BY a.number",
            (f"{LOOMS}/index.md",),
        ).fetchall()
    assert rows == list(zip(NAMES, ADDRESSES, strict=True))


def test_a_co_author_whom_a_person_changes_is_changed_on_the_site(archive: Layout) -> None:
    """A build that remembers the last one makes the page, the feeds and the index again."""
    build(archive)
    text = archive.root / LOOMS / "index.md"
    text.write_text(text.read_text("utf-8").replace("陳小明", "Cy Example"), "utf-8")
    build(archive)
    for name in (f"{LOOMS}/index.html", "feed.xml", "atom.xml", "feed.json"):
        words = (archive.site / name).read_text("utf-8")
        assert "Cy Example" in words, name
        assert "陳小明" not in words, name


def test_a_co_author_whom_a_person_adds_stays_when_medium_changes_the_post(layout: Layout, tmp_path: Path) -> None:
    def page(words: str, exported: str) -> bytes:
        return post_page(body=f'<p name="1a2b" class="graf graf--p">{words}</p>', exported=exported)

    import_(layout, write_zip(tmp_path / "a.zip", {post_name(): page("The first words.", "April 12, 2021")}))
    (text,) = layout.root.glob("posts/*/index.md")
    sign(layout, "Bo (https://medium.com/@bo)", f"posts/{text.parent.name}")
    import_(layout, write_zip(tmp_path / "b.zip", {post_name(): page("Other words.", "April 13, 2022")}))
    assert "Other words." in text.read_text("utf-8")
    assert "coauthors: Bo (https://medium.com/@bo)" in text.read_text("utf-8")
    build(layout)
    assert verify(layout).exit_code == 0
