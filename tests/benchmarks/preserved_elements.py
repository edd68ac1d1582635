"""What survives: elements of the originals that are found in the Markdown, counted as comparisons of converters do.

    python -m tests.benchmarks.preserved_elements FOLDER-OF-ZIPS

For each kind: how many the post pages hold, how many are found in index.md. An element is found when its id or words
occur in the text; a code block is exact when each of its lines that is not empty is a line of the text.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import lxml.html
import pyromark
from lxml.html import HtmlElement

from medium_archive.commands import import_exports
from medium_archive.folder import catalog
from medium_archive.folder.layout import Layout

_KINDS = {
    "gists": ".//figure//script[contains(@src, 'gist.github.com')]",
    "YouTube": ".//figure//iframe[contains(@src, 'youtube')]",
    "other frames": ".//figure//iframe[@src and not(contains(@src, 'youtube'))]",
    "captions": ".//figcaption",
    "links in captions": ".//figcaption//a[@href]",
    "pictures": ".//img[@data-image-id]",
    "link cards": ".//div[contains(@class, 'graf--mixtapeEmbed')]",
}


def main(folder: Path) -> None:
    wanted: Counter[str] = Counter()
    found: Counter[str] = Counter()
    posts = 0
    for export in sorted(folder.glob("*.zip")):
        with tempfile.TemporaryDirectory() as place:
            layout = Layout(Path(place) / "archive")
            import_exports.import_exports([export], layout)
            for entry in catalog.read(layout).values():
                if entry.original:
                    posts += 1
                    page = (layout.root / entry.original).read_text("utf-8")
                    text = (layout.root / entry.path / "index.md").read_text("utf-8")
                    for kind, survives in _elements(page, text):
                        wanted[kind] += 1
                        found[kind] += survives
    print(f"{posts:,} posts\n\n| kind | in the originals | in index.md |\n|---|---|---|")  # noqa: T201  # its only output
    for kind in wanted:
        print(f"| {kind} | {wanted[kind]:,} | {found[kind]:,} |")  # noqa: T201  # its only output


def _elements(page: str, text: str) -> Iterator[tuple[str, bool]]:
    """Each element of a page by its kind, and whether it is found in the text."""
    body = _all(lxml.html.document_fromstring(page), '//section[@data-field="body"]')[0]
    rendered: Any = lxml.html.document_fromstring(pyromark.html(text) or "<p></p>")
    plain = _squeezed(rendered.text_content())
    addresses = "\n".join(unquote(str(address)) for address in _all(rendered, "//@href | //@src"))
    for kind, path in _KINDS.items():
        for element in _all(body, path):
            yield kind, _survives(kind, element, plain, addresses)
    lines = set(text.split("\n"))
    for block in _all(body, ".//pre"):
        for br in _all(block, ".//br"):
            br.tail = "\n" + (br.tail or "")
        code = [line for line in block.text_content().split("\n") if line.strip()]
        if len(code) > 1:
            yield "code blocks of several lines, exact", all(line in lines for line in code)
        if block.get("data-code-block-mode") == "2" and block.get("data-code-block-lang"):
            yield "chosen code languages", f"```{block.get('data-code-block-lang')}\n" in text


def _all(element: HtmlElement, path: str) -> list[Any]:
    """What an XPath finds: elements or addresses, by the path."""
    found = element.xpath(path)
    return list(found) if isinstance(found, list) else []


def _survives(kind: str, element: HtmlElement, plain: str, addresses: str) -> bool:
    source = unquote(str(element.get("src") or element.get("href") or ""))
    if kind == "gists":
        return source.rpartition("/")[2].partition(".js")[0].partition("#")[0] in addresses
    if kind == "YouTube":
        return source.partition("/embed/")[2].partition("?")[0] in addresses
    if kind == "other frames":
        return max(urlsplit(source).path.split("/"), key=len) in addresses
    if kind == "pictures":
        return str(element.get("data-image-id")) in addresses
    if kind == "links in captions":
        return source in addresses
    if kind == "link cards":
        href = unquote(str(element.xpath("string(.//a/@href)")))
        return href in addresses and _squeezed(str(element.xpath("string(.//strong)"))) in plain
    return _squeezed(element.text_content()) in plain


def _squeezed(text: str) -> str:
    return re.sub(r"[\s\x00-\x1f\x7f-\x9f]+", "", text)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
