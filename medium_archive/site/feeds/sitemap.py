"""sitemap.xml and robots.txt, for search engines."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from lxml import etree

from medium_archive.site.pages.page import Page

_SCHEMA = "http://www.sitemaps.org/schemas/sitemap/0.9"
_MAX_ADDRESSES = 50_000  # in one file, by the protocol


def sitemap(pages: Iterable[Page]) -> bytes:
    """The addresses of the pages that are canonical here, with the time of a post's last change."""
    root = etree.Element("urlset", {}, {None: _SCHEMA})  # type: ignore[dict-item]  # the stubs know no default namespace
    for page in [page for page in pages if page.address and page.address == page.canonical][:_MAX_ADDRESSES]:
        url = etree.SubElement(root, "url")
        etree.SubElement(url, "loc").text = page.address
        if page.changed:
            etree.SubElement(url, "lastmod").text = page.changed
    return etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)


def robots(url: str) -> bytes | None:
    """robots.txt, which allows everything. None for a site below a path: crawlers read it at a host's root only."""
    if urlsplit(url).path:
        return None
    line = f"\nSitemap: {url}/sitemap.xml\n" if url else ""
    return f"User-agent: *\nAllow: /\n{line}".encode()
