"""A post from a feed as a page of Medium's export, so that the same ledger can be made of it.

It is read with lxml's XML parser, not with the libraries of the converter. What a feed adds to a post is removed: the
picture that counts readers, the footer of a publication with the rule above it, and the links of a snippet.
"""

from __future__ import annotations

import re
from datetime import UTC
from html import escape, unescape

import lxml.etree
import lxml.html

from medium_archive.checks.completeness.original import references

_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
_NO_XML = bytes(set(range(1, 32)) - set(b"\t\n\r"))
_WIDE = re.compile(r"(cdn-images-1\.medium\.com/max/)\d+/")


def page(source: bytes) -> bytes:
    """The page. Raises ValueError for content that is not a feed with a post."""
    parser = lxml.etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        item = lxml.etree.fromstring(source.translate(None, _NO_XML), parser).find("channel/item")
    except lxml.etree.XMLSyntaxError as error:
        raise ValueError(f"the feed can't be read: {error}") from error
    if item is None:
        raise ValueError("the feed contains no post")
    title, link = (escape(" ".join((item.findtext(name) or "").split())) for name in ("title", "link"))
    from email.utils import parsedate_to_datetime  # noqa: PLC0415  # slow to import, and for feeds only

    try:
        moment = parsedate_to_datetime(item.findtext("pubDate") or "").astimezone(UTC)
        published = f"{moment:%Y-%m-%dT%H:%M:%S}.000Z"
    except ValueError:
        published = ""
    body, words = _body(item.findtext(_CONTENT) or item.findtext("description") or "", title)
    # A feed has the title outside of the text. An export has it in the text, except for a response (its first words)
    is_named_by_words = words.startswith(unescape(title).rstrip("… "))
    heading = "" if is_named_by_words else f'<h3 class="graf graf--h3 graf--title">{title}</h3>'
    return (
        f'<html><body><article class="h-entry"><header><h1 class="p-name">{title}</h1></header>'
        f'<section data-field="body" class="e-content"><section>{heading}{body}</section></section>'
        f'<footer><time class="dt-published" datetime="{published}"></time>'
        f'<a class="p-canonical" href="{link.partition("?")[0]}"></a></footer></article></body></html>'
    ).encode()


def _body(content: str, title: str) -> tuple[str, str]:
    """The markup of the post itself, and its text."""
    # Without the br, lxml would refuse a content without a body, such as <html></html>
    holder = lxml.html.fragment_fromstring(f"<br>{references.resolved(content)}", create_parent="div")
    holder[0].drop_tree()
    for picture in holder.xpath('.//img[contains(@src, "medium.com/_/stat?")]'):
        picture.drop_tree()
    for more in holder.xpath('.//p[@class="medium-feed-link"]'):
        more.drop_tree()
    for more in holder.xpath('.//p[@class="medium-feed-image"]/a'):
        more.getparent().tag = "figure"
        more.drop_tag()
    for picture in holder.xpath(".//img[@src]"):
        picture.set("src", _WIDE.sub(r"\g<1>800/", picture.get("src")))
    last = holder[-1] if len(holder) else None
    words = " ".join(str(last.text_content()).split()) if last is not None else ""
    if last is not None and "originally published in" in words and "people are continuing the conversation" in words:
        above = last.getprevious()
        last.drop_tree()
        if above is not None and above.tag == "hr":
            above.drop_tree()
    if len(holder) and holder[0].tag in ("h3", "h4") and escape(" ".join(holder[0].text_content().split())) == title:
        holder[0].drop_tree()
    markup = str(lxml.html.tostring(holder, encoding="unicode"))
    return markup.removeprefix("<div>").removesuffix("</div>"), " ".join(str(holder.text_content()).split())
