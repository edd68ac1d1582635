"""Judges of the files of a site: the Nu checker, lychee, the rules of feeds and of the sitemap."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import unquote, urlsplit

import feedparser
import lxml.html
from lxml import etree

from tests.judges.sites import Site
from tests.judges.verdicts import Verdict, verdict
from tests.test_feeds_formats import faults

_SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
# Java compiles once and quickly: a run is too short to gain by more. The checker needs the larger stack then
_QUICK = ("-Xss4m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
_SAID = 20  # findings of one judge that are named


def nu(sites: Sequence[Site], tools: Path) -> list[Verdict]:
    """The verdict of the W3C's checker on each site. It reads the pages of all sites in one run, because it takes
    seconds to start.
    """
    jar = tools / "vnu-jar/build/dist/vnu.jar"
    done = subprocess.run(
        ["java", *_QUICK, "-jar", str(jar),
         "--errors-only", "--skip-non-html", "--format", "json", *(str(site.files) for site in sites)],
        capture_output=True,
        text=True,
        check=False,
    )  # fmt: skip
    messages = json.loads(done.stderr)["messages"]
    verdicts = []
    for site in sites:
        found = [
            f"{_page(one['url'], site)}:{one.get('lastLine', 0)} {one['message']}"
            for one in messages
            if "url" in one and _path(one["url"]).startswith(f"{site.files}/")
        ]
        # A message without a page is about the whole run
        found += [one["message"] for one in messages if "url" not in one]
        verdicts.append(verdict("Nu", f"{len(pages(site))} pages, {len(found)} errors", found[:_SAID]))
    return verdicts


def lychee(site: Site) -> Verdict:
    """Every link leads to a file, every fragment to an element. What leads elsewhere is the writer's."""
    done = subprocess.run(
        ["lychee", "--offline", "--include-fragments", "--no-progress", "--format", "json",
         "--root-dir", str(site.root), str(site.files)],
        capture_output=True,
        text=True,
        check=False,
    )  # fmt: skip
    if not done.stdout:
        return Verdict("links", "none", (done.stderr.strip(),))
    result = json.loads(done.stdout)
    found = [
        f"{_page(page, site)} {one['url']} {one['status'].get('text', '')}"
        for page, broken in result["error_map"].items()
        for one in broken
    ]
    return verdict("links", f"{result['total']} links, {len(found)} broken", found[:_SAID])


def feeds(site: Site) -> Verdict:
    """RSS and Atom are well-formed, JSON Feed keeps version 1.1's rules, and every address in them is whole."""
    found: list[str] = []
    counts = []
    for name in ("feed.xml", "atom.xml"):
        feed = feedparser.parse((site.files / name).read_bytes())
        if feed.bozo:
            found.append(f"{name}: {feed.bozo_exception}")
        counts.append(len(feed.entries))
        for entry in feed.entries:
            found += [f"{name}: {address}" for address in _relative(entry.content[0].value)]
    data = json.loads((site.files / "feed.json").read_bytes())
    found += [f"feed.json: {fault}" for fault in faults(data)]
    found += [f"feed.json: {address}" for item in data["items"] for address in _relative(item["content_html"])]
    counts.append(len(data["items"]))
    if len(set(counts)) > 1:
        found.append(f"the feeds hold {counts} posts")
    return verdict("feeds", f"3 feeds of {counts[0]} posts", found[:_SAID])


def sitemap(site: Site) -> Verdict:
    """The protocol's elements in its order, each address a page that is there, once, and canonical."""
    root = etree.fromstring((site.files / "sitemap.xml").read_bytes())
    found = [] if root.tag == f"{_SITEMAP}urlset" else [f"root is {root.tag}"]
    addresses = []
    for url in root:
        if url.tag != f"{_SITEMAP}url" or [child.tag for child in url] not in (
            [f"{_SITEMAP}loc"],
            [f"{_SITEMAP}loc", f"{_SITEMAP}lastmod"],
        ):
            found.append(f"line {url.sourceline}: {url.tag}")
            continue
        addresses.append(url[0].text or "")
    for address in addresses:
        file = site.files / unquote(address.removeprefix(f"{site.address}/"))
        if not address.startswith(f"{site.address}/") or not file.is_file():
            found.append(f"{address} is no page")
            continue
        page = lxml.html.fromstring(file.read_bytes())
        if page.xpath("string(//link[@rel='canonical']/@href)") != address or page.xpath(
            "//meta[@name='robots'][contains(@content, 'noindex')]"
        ):
            found.append(f"{address} is not canonical, or not to be indexed")
    if len(set(addresses)) < len(addresses):
        found.append("an address stands twice")
    return verdict("sitemap", f"{len(addresses)} addresses", found[:_SAID])


def pages(site: Site) -> list[Path]:
    return sorted(site.files.rglob("*.html"))


def _page(address: str, site: Site) -> str:
    """A page as its path in the site, from a path or a file's address."""
    return _path(address).removeprefix(str(site.files)).lstrip("/")


def _path(address: str) -> str:
    """The path of a file, from a path or a file's address."""
    return unquote(urlsplit(address).path) if address.startswith("file:") else address


def _relative(html: str) -> list[str]:
    root = lxml.html.fragment_fromstring(html, create_parent="div")
    found = [element.get("href") or element.get("src") or "" for element in root.xpath(".//*[@href or @src]")]
    return [address for address in found if urlsplit(address).scheme not in ("http", "https", "mailto", "tel")]
