"""The site of an archive of several authors: pages, lists, feeds, metadata and the search say who wrote a post."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import feedparser
import lxml.html
import pytest
from lxml.html import HtmlElement

from medium_archive import articles
from medium_archive.commands.build import build
from medium_archive.folder import settings
from medium_archive.folder.layout import Layout
from medium_archive.folder.posts import read_posts
from tests import small_archive
from tests.conftest import THEMES

if TYPE_CHECKING:
    from playwright.sync_api import Browser

BEN = """
[authors.ben]
name = "Ben Example"
username = "ben"
url = "https://medium.com/@ben"
photo = "ben.png"
"""
POSTS = {
    "posts/2022-01-02-a-quay": ("A Quay", "Ben Example", "https://medium.com/@ben", "5c8d3a000001"),
    "posts/2022-02-03-碼頭": ("碼頭的燈", "陳小明", "https://medium.com/@xiaoming", "5c8d3a000002"),
}


@pytest.fixture
def archive(tmp_path: Path) -> Layout:
    """The small archive of Ada, with a post of Ben, who has an account in it, and one of a co-author."""
    return make(tmp_path)


def make(root: Path, theme: str = "plain", language: str = "en") -> Layout:
    layout = small_archive.make(root, url="https://ada.example", language=language)
    text = layout.settings.read_text("utf-8").replace('theme = "plain"', f'theme = "{theme}"')
    layout.settings.write_text(text + BEN, "utf-8")
    for path, (title, name, url, post_id) in POSTS.items():
        small_archive.write(
            root,
            f"{path}/index.md",
            f"---\ntitle: {title}\nauthor: {name}\ndate: {path[6:16]}T10:00:00Z\nmedium:\n  id: {post_id}\n"
            f"  url: https://quays.example/quay-{post_id}\n  author: {url}\n---\n\nAbout the quay.\n",
        )
    small_archive.write(root, "about-ben.md", "---\ntitle: Ben Example\n---\n\nI write about quays.\n")
    small_archive.picture(root / "ben.png", 60, 60)
    return layout


def page(layout: Layout, name: str) -> HtmlElement:
    return lxml.html.document_fromstring((layout.site / name).read_text("utf-8"))


def posting(root: HtmlElement) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(str(root.xpath('string(//script[@type="application/ld+json"])')))
    return data


def test_each_post_is_signed_by_its_author(archive: Layout) -> None:
    """In the by-line, in Open Graph, in JSON-LD, for search engines."""
    build(archive)
    for path, (_, name, url, _) in POSTS.items():
        root = page(archive, f"{path}/index.html")
        assert root.xpath('string(//p[@class="byline"]/a[contains(@class, "p-author")])') == name
        assert posting(root)["author"] == {"@type": "Person", "name": name, "url": url}
        assert root.xpath('//meta[@property="article:author"]/@content') == [url]
        assert root.xpath('//meta[@name="author"]/@content') == [name]
    looms = page(archive, "posts/2020-11-12-looms/index.html")
    assert looms.xpath('string(//p[@class="byline"]/a)') == "Ada Example"


@pytest.mark.parametrize("theme", THEMES)
def test_lists_name_the_author_of_each_post(tmp_path: Path, theme: str) -> None:
    layout = make(tmp_path, theme)
    build(layout)
    for name in ("index.html", "archive.html"):
        text = page(layout, name).text_content()
        assert all(author in text for author in ("Ada Example", "Ben Example", "陳小明")), name


def test_each_author_has_a_page_and_the_menu_leads_to_them(archive: Layout) -> None:
    """The page lists their posts, and links to what they write about themselves."""
    build(archive)
    assert page(archive, "index.html").xpath('//nav//a[text()="Authors"]/@href') == ["authors/index.html"]
    listed = page(archive, "authors/index.html").xpath('//ul[@class="authors"]//a[@dir]')
    assert [one.text for one in listed] == ["Ada Example", "Ben Example", "陳小明"]
    ben = page(archive, "authors/ben.html")
    assert ben.xpath('//ol[@class="titles"]//a/text()') == ["A Quay"]
    assert "../about-ben.html" in ben.xpath("//main//a/@href")
    about = page(archive, "about-ben.html")
    assert about.xpath("string(//h1)") == "Ben Example"
    assert "I write about quays." in about.text_content()
    assert (archive.site / "ben.png").is_file()
    assert "I write about looms" in page(archive, "about.html").text_content()


def test_the_page_of_an_author_tells_responses_from_posts(archive: Layout) -> None:
    build(archive)
    ada = page(archive, "authors/ada.html")
    shown = {link.get("href").split("/")[1]: link.getnext() for link in ada.xpath('//ol[@class="titles"]//a')}
    assert {kind: getattr(after, "text", None) for kind, after in shown.items()} == {
        "posts": None,
        "responses": "Response",
    }


def test_feeds_name_the_author_of_each_item(archive: Layout) -> None:
    build(archive)
    wanted = {title: name for title, name, _, _ in POSTS.values()}
    for name in ("feed.xml", "atom.xml"):
        feed = feedparser.parse((archive.site / name).read_bytes())
        found = {entry.title: entry.author for entry in feed.entries}
        assert {title: found[title] for title in wanted} == wanted
        assert found["Looms & <logic>"] == "Ada Example"
    items = json.loads((archive.site / "feed.json").read_text("utf-8"))["items"]
    found = {item["title"]: item["authors"][0]["name"] for item in items}
    assert {title: found[title] for title in wanted} == wanted
    assert found["Looms & <logic>"] == "Ada Example"


def test_the_sitemap_has_the_pages_of_the_authors(archive: Layout) -> None:
    build(archive)
    sitemap = (archive.site / "sitemap.xml").read_text("utf-8")
    for file in ("authors/index.html", "authors/ben.html", "about-ben.html"):
        assert f"<loc>https://ada.example/{file}</loc>" in sitemap


def test_the_old_address_of_a_post_has_the_user_name_of_its_author(archive: Layout) -> None:
    """Medium showed a post of a publication at /@ben/… too."""
    build(archive)
    assert (archive.site / "@ben" / "quay-5c8d3a000001" / "index.html").is_file()
    assert not (archive.site / "@ada" / "quay-5c8d3a000001").exists()


def test_search_results_name_the_authors_and_are_found_by_them(archive: Layout, browser: Browser) -> None:
    build(archive)
    context = browser.new_context()
    tab = context.new_page()
    tab.goto((archive.site / "search.html").as_uri() + "#" + "ben")
    tab.wait_for_selector("#search-results li")
    assert tab.locator("#search-results li .author").all_text_contents() == ["Ben Example"]
    context.close()


def test_a_site_of_one_author_names_no_author_in_lists(tmp_path: Path) -> None:
    layout = small_archive.make(tmp_path)
    build(layout)
    assert not (layout.site / "authors").exists()
    assert page(layout, "index.html").xpath('//*[contains(@class, "p-author")]') == []


def test_an_author_whom_a_person_wrote_into_a_post_signs_it(archive: Layout) -> None:
    """`author` alone is enough; the main author is recognised by the name."""
    looms = archive.posts / "2020-11-12-looms" / "index.md"
    text = looms.read_text("utf-8")
    looms.write_text(text.replace("---\n", "---\nauthor: Dee\n", 1), "utf-8")
    build(archive)
    assert page(archive, "posts/2020-11-12-looms/index.html").xpath('string(//p[@class="byline"]/a)') == "Dee"
    assert (archive.site / "authors" / "dee.html").is_file()
    looms.write_text(text.replace("---\n", "---\nauthor: Ada Example\n", 1), "utf-8")
    build(archive)
    assert not (archive.site / "authors" / "dee.html").exists()
    assert "Looms & <logic>" in page(archive, "authors/ada.html").text_content()


@pytest.mark.parametrize(
    ("language", "word"), [("es", "Autores"), ("ar", "الكتّاب"), ("zh-Hant", "作者"), ("zh-Hans", "作者")]
)
def test_the_list_of_authors_is_in_the_language_of_the_site(tmp_path: Path, language: str, word: str) -> None:
    layout = make(tmp_path, language=language)
    build(layout)
    assert page(layout, "authors/index.html").xpath("string(//h1/text())").strip() == word


def test_articles_have_their_authors(archive: Layout) -> None:
    library = articles.read(archive, settings.read(archive.settings))
    found = {article.title: article.author.name for article in library.articles()}
    assert found["A Quay"] == "Ben Example"
    assert found["碼頭的燈"] == "陳小明"
    assert found["Looms & <logic>"] == "Ada Example"


def test_an_author_that_is_no_text_is_the_main_one(archive: Layout) -> None:
    """A list or a mapping in the front matter is not taken for a name."""
    looms = archive.posts / "2020-11-12-looms" / "index.md"
    looms.write_text(looms.read_text("utf-8").replace("---\n", "---\nauthor: {a: 1}\n", 1), "utf-8")
    posts, _ = read_posts(archive, drafts=False)
    assert next(post.author for post in posts if post.path.endswith("looms")) == ""
