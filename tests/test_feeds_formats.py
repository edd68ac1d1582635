"""Atom and JSON Feed are valid; sitemap.xml and robots.txt are right."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import feedparser
import lxml.html
import pytest
from lxml import etree

from medium_archive.commands.build import build
from medium_archive.folder.layout import Layout
from tests import small_archive

URL = "https://ada.example/blog"
ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def made(root: Path, url: str = URL) -> Layout:
    layout = small_archive.make(root, url=url)
    small_archive.write(root, "posts/no-date/index.md", "---\ntitle: No date\n---\n\nNever.\n")
    build(layout)
    return layout


def is_address(value: object) -> bool:
    return isinstance(value, str) and urlsplit(value).scheme in ("http", "https") and bool(urlsplit(value).hostname)


def faults(feed: dict[str, Any]) -> list[str]:
    """What in a feed is against https://www.jsonfeed.org/version/1.1/."""
    found = []
    if feed.get("version") != "https://jsonfeed.org/version/1.1":
        found.append("version")
    found += [key for key in ("title",) if not isinstance(feed.get(key), str)]
    found += [key for key in ("home_page_url", "feed_url") if key in feed and not is_address(feed[key])]
    for author in feed.get("authors", []):
        if not set(author) & {"name", "url", "avatar"} or ("url" in author and not is_address(author["url"])):
            found.append("authors")
    ids = [item.get("id") for item in feed["items"]]
    if not all(isinstance(name, str) and name for name in ids) or len(set(ids)) < len(ids):
        found.append("id")
    for item in feed["items"]:
        if not isinstance(item.get("content_html", item.get("content_text")), str):
            found.append("content")
        found += [key for key in ("url", "external_url", "image") if key in item and not is_address(item[key])]
        found += [key for key in ("title", "summary", "language") if key in item and not isinstance(item[key], str)]
        for key in ("date_published", "date_modified"):
            if key in item and datetime.fromisoformat(item[key]).tzinfo is None:
                found.append(key)
        if not all(isinstance(tag, str) for tag in item.get("tags", [])):
            found.append("tags")
    return found


@pytest.mark.parametrize("url", [URL, ""])
def test_the_json_feed_is_valid(tmp_path: Path, url: str) -> None:
    """Version 1.1; full text; newest first; with the site's address or without."""
    feed = json.loads((made(tmp_path, url).site / "feed.json").read_text("utf-8"))
    assert faults(feed) == []
    assert feed.get("feed_url") == (f"{URL}/feed.json" if url else None)
    assert feed["authors"] == [{"name": "Ada Example", "url": "https://medium.com/@ada"}]
    assert [item["title"] for item in feed["items"]][1] == "Looms & <logic>"
    looms = feed["items"][1]
    assert looms["tags"] == ["engines"]
    assert looms["date_published"] == "2020-11-12T06:16:00Z"
    assert "Words with <strong>weight</strong>" in looms["content_html"]


@pytest.mark.parametrize("url", [URL, ""])
def test_the_atom_feed_is_valid(tmp_path: Path, url: str) -> None:
    """RFC 4287: id, title and updated in the feed and each entry, an author, one link to itself; ids are addresses."""
    path = made(tmp_path, url).site / "atom.xml"
    parsed = feedparser.parse(path.read_bytes())
    assert not parsed.bozo
    feed = etree.parse(path).getroot()
    entries = feed.findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}title") for entry in entries] == [
        "عن حفظ الكلمات", "Looms & <logic>", "在 Swift 裡寫一個檔案庫",
    ]  # fmt: skip
    for one in (feed, *entries):
        for name in ("id", "title", "updated"):
            assert len(one.findall(f"{ATOM}{name}")) == 1
        assert urlsplit(one.findtext(f"{ATOM}id")).scheme in ("https", "urn")
        assert datetime.fromisoformat(one.findtext(f"{ATOM}updated") or "").tzinfo
    assert feed.findtext(f"{ATOM}author/{ATOM}name") == "Ada Example"
    links = [link.get("href") for link in feed.findall(f"{ATOM}link") if link.get("rel") == "self"]
    assert links == ([f"{URL}/atom.xml"] if url else [])
    for entry in entries:
        body = lxml.html.fromstring(entry.findtext(f"{ATOM}content") or "")
        addresses = [value for element in body.iter() for key in ("href", "src") if (value := element.get(key))]
        assert all(urlsplit(address).scheme == "https" for address in addresses)


def test_an_atom_feed_without_posts_is_valid(tmp_path: Path) -> None:
    """For an empty archive."""
    small_archive.write(tmp_path, "archive.toml", "schema = 1\n")
    build(Layout(tmp_path))
    assert not feedparser.parse((tmp_path / "site/atom.xml").read_bytes()).bozo
    assert faults(json.loads((tmp_path / "site/feed.json").read_text("utf-8"))) == []


def test_the_sitemap_lists_the_canonical_pages(tmp_path: Path) -> None:
    """Absolute addresses, each once, with the time of a post's last change; no 404, no post whose canonical address is
    elsewhere. As in the schema: a loc of at most 2048 characters, then lastmod in W3C's format.
    """
    layout = small_archive.make(tmp_path, url=URL)
    elsewhere = "---\ntitle: x\ndate: 2022-01-01\ncanonical: https://else.example/x\n---\n\nx\n"
    small_archive.write(tmp_path, "posts/2022-01-01-x/index.md", elsewhere)
    build(layout)
    root = etree.parse(layout.site / "sitemap.xml").getroot()
    assert root.tag == f"{SITEMAP}urlset"
    assert {tuple(child.tag for child in url) for url in root} == {
        (f"{SITEMAP}loc",), (f"{SITEMAP}loc", f"{SITEMAP}lastmod"),
    }  # fmt: skip
    found = {url[0].text or "": url.findtext(f"{SITEMAP}lastmod") for url in root}
    assert len(found) == len(root)
    assert all(address.startswith(f"{URL}/") and len(address) < 2048 and address.isascii() for address in found)
    assert found[f"{URL}/posts/2020-11-12-looms/index.html"] == "2020-11-12T06:16:00.766Z"
    assert f"{URL}/search.html" in found
    assert not [address for address in found if "404" in address or "2022-01-01-x" in address]
    for address in found:
        assert (layout.site / unquote(address.removeprefix(f"{URL}/"))).is_file()


@pytest.mark.parametrize(
    ("url", "robots"),
    [
        ("", "User-agent: *\nAllow: /\n"),
        ("https://ada.example", "User-agent: *\nAllow: /\n\nSitemap: https://ada.example/sitemap.xml\n"),
        (URL, None),
    ],
)
def test_robots_txt_is_written_for_a_site_at_a_hosts_root(tmp_path: Path, url: str, robots: str | None) -> None:
    """Below a path no crawler would read it. It names the sitemap if the site's address is known."""
    layout = small_archive.make(tmp_path, url=url)
    build(layout)
    path = layout.site / "robots.txt"
    assert (path.read_text("utf-8") if path.is_file() else None) == robots
    assert (layout.site / "sitemap.xml").is_file() == bool(url)


def test_drafts_are_in_no_index_feed_or_sitemap(tmp_path: Path) -> None:
    """A build with drafts changes no index, feed, chart, card, related post or sitemap."""
    layout = small_archive.make(tmp_path, url=URL)
    text = small_archive.LOOM.replace("---\n\n", "draft: true\n---\n\n", 1)
    small_archive.write(tmp_path, "posts/2021-01-01-loom-again/index.md", text)
    kept = ("search/index.js", "search.html", "years.html", "sitemap.xml", "feed.xml", "atom.xml", "feed.json")
    build(layout)
    without = {name: (layout.site / name).read_bytes() for name in kept}
    cards = sorted(path.name for path in layout.site.glob("cards/**/*"))
    build(layout, drafts=True)
    with_drafts = {name: (layout.site / name).read_bytes() for name in kept}
    for name in ("search/index.js", "feed.xml", "atom.xml", "feed.json", "sitemap.xml"):
        assert with_drafts[name] == without[name], name
    for name in ("search.html", "years.html"):  # but for the menu, which leads to them
        assert [line for line in with_drafts[name].splitlines() if b"drafts/" not in line] == (
            without[name].splitlines()
        )
    assert "loom-again" not in (layout.site / "posts/2020-11-12-looms/index.html").read_text("utf-8")
    assert sorted(path.name for path in layout.site.glob("cards/**/*")) == cards
