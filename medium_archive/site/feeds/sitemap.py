"""sitemap.xml and robots.txt: which pages a search engine should know."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from lxml import etree

from medium_archive.site.pages.plan import Page

_SCHEMA = "http://www.sitemaps.org/schemas/sitemap/0.9"
_MOST = 50_000  # addresses in one file, by the protocol


def sitemap(pages: Iterable[Page]) -> bytes:
    """The addresses of the pages that are their own canonical ones, with the day of a post's last change."""
    root = etree.Element("urlset", {}, {None: _SCHEMA})  # type: ignore[dict-item]  # the stubs know no default namespace
    for page in [page for page in pages if page.address and page.address == page.canonical][:_MOST]:
        url = etree.SubElement(root, "url")
        etree.SubElement(url, "loc").text = page.address
        if page.changed:
            etree.SubElement(url, "lastmod").text = page.changed
    return etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)


def robots(url: str) -> bytes | None:
    """Everything may be read. None for a site below a path: programs ask for the file at a host's root alone."""
    if urlsplit(url).path:
        return None
    where = f"\nSitemap: {url}/sitemap.xml\n" if url else ""
    return f"User-agent: *\nAllow: /\n{where}".encode()
