"""The whole built site: what its pages contain, where they link, what they never load."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal
from urllib.parse import unquote, urljoin, urlsplit

import feedparser
import lxml.html
import mf2py
import pytest
from lxml.html import HtmlElement

from medium_archive import markdown
from medium_archive.commands.build import build
from medium_archive.folder.layout import Layout
from medium_archive.folder.posts import read_posts
from tests import small_archive

if TYPE_CHECKING:
    from playwright.sync_api import Browser

LOOMS = "posts/2020-11-12-looms/index.html"
RESPONSE = "responses/2019-01-09-thank-you/index.html"
EVERY_PAGE = {
    "index.html", "archive.html", "about.html", "404.html", "find.html", "responses/index.html", RESPONSE, LOOMS,
    "tags/index.html", "tags/engines.html", "search.html", "years.html",
    "posts/2019-01-09-檔案/index.html", "posts/2021-03-04-arabic/index.html",
}  # fmt: skip
# The pages whose script leads from an address at Medium to the post


@pytest.fixture
def archive(tmp_path: Path) -> Layout:
    """A small archive with its site."""
    layout = small_archive.make(tmp_path)
    build(layout)
    return layout


def page(layout: Layout, name: str) -> HtmlElement:
    return lxml.html.document_fromstring((layout.site / name).read_text("utf-8"))


def pages(layout: Layout) -> set[str]:
    """All pages but those at old addresses, which tests/test_old_addresses.py tests."""
    found = {path.relative_to(layout.site).as_posix() for path in layout.site.rglob("*.html")}
    return {name for name in found if 'http-equiv="refresh"' not in (layout.site / name).read_text("utf-8")}


def everything(layout: Layout) -> dict[str, tuple[bytes, int]]:
    return {
        path.relative_to(layout.site).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in layout.site.rglob("*")
        if path.is_file()
    }


def addresses_in(root: HtmlElement) -> list[str]:
    return [value for element in root.iter() for key in ("href", "src") if (value := element.get(key)) is not None]


def words_of_a_post(content: HtmlElement) -> str:
    """The text of an e-content without what the site added: elements of class `added`, the parts of a card beside its
    title, and the spaces after the parts of a card and of an embed.
    """
    for part in content.iterfind(".//figure//span"):
        part.tail = (part.tail or "").strip(" ")
    for element in content.xpath(
        ".//*[contains(concat(' ', @class, ' '), ' added ')]"
        " | .//a[@class='card']//span[@class='description' or @class='host']"
    ):
        if element.getparent() is not None:
            element.drop_tree()
    return str(content.text_content()).strip("\n")


def test_the_site_has_the_planned_pages_and_no_other(archive: Layout) -> None:
    """Front page, archive, author, responses, 404, and a page for each published post."""
    assert pages(archive) == EVERY_PAGE
    assert {path.name for path in archive.site.iterdir() if path.is_file()} >= {
        "feed.xml",
        ".nojekyll",
        "ada.png",
    }


def test_the_text_of_a_post_is_unchanged_to_the_character(archive: Layout) -> None:
    """The page has the text of the Markdown, and more only in elements of class `added`, in cards and in embeds."""
    posts, _ = read_posts(archive, drafts=False)
    for post in posts:
        (content,) = page(archive, f"{post.path}/index.html").find_class("e-content")
        written = lxml.html.fragment_fromstring(markdown.read(post.text), create_parent="div")
        assert words_of_a_post(content) == str(written.text_content()).strip("\n")


@pytest.mark.parametrize(("name", "uid"), [(LOOMS, "5c8d3a"), (RESPONSE, "ccc111")])
def test_a_post_page_has_one_h_entry(archive: Layout, name: str, uid: str) -> None:
    """With one name, date, author, uid and content, as microformats want it."""
    found = mf2py.parse(doc=(archive.site / name).read_text("utf-8"), url="https://ada.example/")
    (entry,) = [item for item in found["items"] if "h-entry" in item["type"]]
    properties = entry["properties"]
    for key in ("name", "published", "author", "uid", "url", "content"):
        assert len(properties[key]) == 1, key
    assert properties["uid"] == [f"https://medium.com/p/{uid}"]
    assert properties["author"][0]["properties"] == {
        "name": ["Ada Example"],
        "url": ["https://medium.com/@ada"],
    }


def test_titles_and_subtitles_are_shown_once(archive: Layout) -> None:
    """The subtitle is under the title, the description in the head alone; a response repeats no title."""
    looms = page(archive, LOOMS)
    assert [h1.text_content() for h1 in looms.iter("h1")] == ["Looms & <logic>"]
    assert looms.text_content().count("A note upon a note") == 1
    assert "What search engines get" not in looms.body.text_content()
    assert looms.xpath("string(//meta[@name='description']/@content)") == "What search engines get."
    assert looms.xpath("string(//link[@rel='canonical']/@href)") == "https://medium.com/@ada/looms-5c8d3a"
    response = page(archive, RESPONSE)
    assert [h1.text_content() for h1 in response.iter("h1")] == ["Response, 9 January 2019"]
    assert response.body.text_content().count("it is just what") == 1


def test_every_page_has_one_h1_and_its_language(archive: Layout) -> None:
    """`lang` and `dir` are those of the post; the site's own words on it have the site's."""
    for name in EVERY_PAGE:
        assert len(page(archive, name).findall(".//h1")) == 1
    arabic = page(archive, "posts/2021-03-04-arabic/index.html")
    assert (arabic.get("lang"), arabic.get("dir")) == ("ar", "rtl")
    assert {(e.get("lang"), e.get("dir")) for e in arabic.xpath("//nav | //body/header | //body/footer")} >= {
        ("en", "ltr")
    }
    assert page(archive, "posts/2019-01-09-檔案/index.html").get("lang") == "zh-Hant"


@pytest.mark.parametrize("url", ["", "https://ada.example/blog"])
def test_every_link_is_relative_and_leads_to_a_file(tmp_path: Path, url: str) -> None:
    """The site opens from the disk and under any path; links of 404.html, shown at any depth, begin at the root."""
    layout = small_archive.make(tmp_path, url=url)
    build(layout)
    for name in EVERY_PAGE:
        for element in page(layout, name).xpath("//*[@href or @src]"):
            address = element.get("href") or element.get("src")
            parts = urlsplit(address)
            if parts.scheme in ("http", "https"):
                assert element.tag in ("a", "link") and element.get("rel") != "stylesheet"
                continue
            if url and name == "404.html" and parts.path:
                assert parts.path.startswith("/blog/")
                target = unquote(parts.path).removeprefix("/blog/")
            else:
                assert not parts.path.startswith("/")
                target = unquote(urlsplit(urljoin(f"file:///{name}", address)).path).removeprefix("/")
            assert (layout.site / target).is_file(), (name, address)
            if parts.fragment:
                assert page(layout, target).xpath("//*[@id=$id]", id=unquote(parts.fragment)), (name, address)


def test_no_page_runs_or_loads_anything_foreign(archive: Layout) -> None:
    """No script or style within a page, none from other hosts, and a policy that would stop them."""
    for name in EVERY_PAGE:
        root = page(archive, name)
        assert not root.xpath("//style | //iframe | //*[@style] | //*[starts-with(name(@*), 'on')]")
        run = root.xpath("//script[not(@type='application/ld+json')]")
        assert {Path(script.get("src")).name for script in run} <= {
            "page.js", "scheme.js", "search.js", "old-addresses.js",
        }  # fmt: skip
        assert not any(script.text for script in run)
        policy = root.xpath("string(//meta[@http-equiv='Content-Security-Policy']/@content)")
        assert policy.startswith("default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self';")
        assert "unsafe" not in policy and "http" not in policy
    assert "http" not in (archive.site / "static/style.css").read_text("utf-8").replace('href^="http"', "")


def test_missing_pictures_have_a_placeholder(archive: Layout) -> None:
    """Every picture has its size, and all but the first load lazily; a missing one is a line with a link to it."""
    root = page(archive, LOOMS)
    pictures = root.find_class("e-content")[0].findall(".//img")
    assert [(img.get("src"), img.get("width"), img.get("height")) for img in pictures] == [
        ("1-wide.png", "160", "80"),
        ("1-wide.png", "160", "80"),
        ("1-tall.png", "80", "80"),
        ("0-card.png", "50", "40"),
    ]  # fmt: skip
    assert [img.get("loading") for img in pictures] == [None, "lazy", "lazy", "lazy"]
    assert [cell.get("class") for cell in root.find_class("row")[0]] == ["r70", "r50"]
    (frame,) = root.find_class("missing")
    assert frame.find("a").get("href") == "https://cdn-images-1.medium.com/max/800/1*gone.png"
    assert frame.text_content() == "Picture not in the archive Not here View at Medium"
    assert frame.getparent().find("figcaption").text == "Its caption"


def test_embeds_and_cards_show_their_address(archive: Layout) -> None:
    """An embed has its site's name and address, a card its title, description, host and picture."""
    root = page(archive, LOOMS)
    assert root.find_class("embed")[0].text_content() == "YouTube https://www.youtube.com/watch?v=abc"
    (card,) = root.find_class("card")
    assert [span.text_content() for span in card.find_class("words")[0]] == [
        "How looms think", "About holes in cards", "looms.example",
    ]  # fmt: skip


def test_drafts_are_built_only_on_request(tmp_path: Path) -> None:
    """No file names a draft. With `--drafts` the feed still has none; the next build without it removes them."""
    layout = small_archive.make(tmp_path)
    build(layout)
    without = everything(layout)
    private = ("hushed", "whisper", "ddd222")
    assert not [name for name, (data, _) in without.items() if any(w in (name + str(data)).lower() for w in private)]
    report = build(layout, drafts=True)
    assert report.counts["drafts"] == 1
    assert "Draft, never published" in page(layout, "drafts/hushed-plans/index.html").text_content()
    assert not any(word in (layout.site / "feed.xml").read_text("utf-8").lower() for word in private)
    build(layout)
    assert {name: data for name, (data, _) in everything(layout).items()} == {n: d for n, (d, _) in without.items()}
    assert not (layout.site / "drafts").exists()


def test_building_twice_changes_nothing(archive: Layout) -> None:
    """The second build changes no byte and no time of a file."""
    before = everything(archive)
    build(archive)
    assert everything(archive) == before


def test_one_broken_post_is_one_issue(archive: Layout) -> None:
    """Its page of the last build stays, as the others do, and the command reports it."""
    build(archive)
    small_archive.write(archive.root, "posts/2020-11-12-looms/index.md", "---\ntitle: [\n---\n\nx\n")
    report = build(archive)
    assert pages(archive) == EVERY_PAGE - {"tags/index.html", "tags/engines.html"}
    assert [(i.where, i.level) for i in report.issues if i.level == "error"] == [
        ("posts/2020-11-12-looms/index.md", "error")
    ]
    assert report.exit_code == 1


def test_the_report_counts_pages_posts_and_pictures(archive: Layout) -> None:
    """Also missing pictures; and it has the address of the front page."""
    report = build(archive)
    assert dict(report.counts) == {
        "pages": 14, "old_addresses": 6, "posts": 3, "responses": 1, "drafts": 0,
        "pictures_shown": 3, "pictures_lacking": 1,
    }  # fmt: skip
    assert report.facts["site"] == (archive.site / "index.html").as_uri()


def test_the_feed_has_absolute_addresses(tmp_path: Path) -> None:
    """Full text, newest first, every address absolute, and the feed well-formed."""
    layout = small_archive.make(tmp_path, url="https://ada.example/blog")
    report = build(layout)
    assert not [issue for issue in report.issues if issue.code == "no-base-url"]
    feed = feedparser.parse((layout.site / "feed.xml").read_bytes())
    assert not feed.bozo
    assert [entry.id for entry in feed.entries] == [
        f"https://medium.com/p/{i}" for i in ("bbbbbbbb", "5c8d3a", "abcdef123")
    ]
    looms = feed.entries[1]
    assert looms.link == "https://ada.example/blog/posts/2020-11-12-looms/index.html"
    body = lxml.html.fromstring(looms.content[0].value)
    addresses = addresses_in(body)
    assert "https://ada.example/blog/posts/2020-11-12-looms/1-wide.png" in addresses
    assert "https://ada.example/blog/posts/2019-01-09-%E6%AA%94%E6%A1%88/index.html" in addresses
    assert all(urlsplit(address).scheme == "https" for address in addresses)


def test_the_feed_links_to_medium_while_the_site_has_no_address(archive: Layout) -> None:
    """Links and pictures are those at Medium, and a note says why."""
    assert [issue.level for issue in build(archive).issues if issue.code == "no-base-url"] == ["note"]
    looms = feedparser.parse((archive.site / "feed.xml").read_bytes()).entries[1]
    assert looms.link == "https://medium.com/@ada/looms-5c8d3a"
    addresses = addresses_in(lxml.html.fromstring(looms.content[0].value))
    assert "https://cdn-images-1.medium.com/max/800/1*wide.png" in addresses
    assert all(urlsplit(address).scheme == "https" for address in addresses)


def test_a_chinese_site_has_chinese_words(tmp_path: Path) -> None:
    """The words of the interface follow site.language."""
    layout = small_archive.make(tmp_path, language="zh-Hant")
    build(layout)
    assert page(layout, "archive.html").findtext(".//h1") == "所有文章"
    assert "2020 年 11 月 12 日" in page(layout, LOOMS).text_content()


def test_an_archive_without_posts_gets_a_site(tmp_path: Path) -> None:
    """Settings alone are enough for a front page."""
    small_archive.write(tmp_path, "archive.toml", "schema = 1\n")
    report = build(Layout(tmp_path))
    assert report.exit_code == 0
    assert page(Layout(tmp_path), "index.html").findtext(".//h1")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_works_from_the_disk(archive: Layout, browser: Browser, scheme: Literal["light", "dark"]) -> None:
    """From file://, 320 pixels wide: with its styles, no error, no request to a host, no sideways scrolling."""
    context = browser.new_context(viewport={"width": 320, "height": 700}, color_scheme=scheme)
    tab = context.new_page()
    console: list[str] = []
    tab.on("console", lambda message: console.append(message.text))
    tab.on("request", lambda request: None if request.url.startswith("file:") else console.append(request.url))
    # The next page may cancel a request for an icon
    tab.on(
        "requestfailed",
        lambda request: None if request.failure == "net::ERR_ABORTED" else console.append(f"{request.url} failed"),
    )
    for name in sorted(EVERY_PAGE - {"404.html"}):
        tab.goto((archive.site / name).as_uri())
        assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
        assert tab.evaluate("document.styleSheets.length === 1 && getComputedStyle(document.body).display === 'flex'")
        # Every request has ended before the next page is opened, which would cancel it
        tab.evaluate("Promise.all([...document.images].map(i => { i.loading = 'eager'; return i.decode(); }))")
    context.close()
    assert console == []
