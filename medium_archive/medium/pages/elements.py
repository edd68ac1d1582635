"""The paragraphs of a page without its state, from its elements: the id of each is the name of its paragraph, four
hexadecimal digits. Only elements inside of the story's own article count; everything without such an id is Medium's
interface, but for pictures, frames and link cards.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import urljoin

from lxml.html import HtmlElement

from medium_archive.medium import document
from medium_archive.medium.pages import element_text, paywall, picture_ids
from medium_archive.medium.pages.element_text import classes
from medium_archive.medium.pages.paragraphs import shown
from medium_archive.medium.pages.story import Embed, Image, Kind, Paragraph, Section

_NAME = re.compile(r"[0-9a-f]{4}\Z")
# The value first: a search for "=" jumps from attribute to attribute, one for the name tries each character
_VALUE = re.compile(r"""=\s{0,9}["']?([0-9a-fA-F]{4})["'\s>]""")
_IS_NAME = re.compile(r"\s(?:id|name)\s{0,9}\Z", re.IGNORECASE)
_MOST_BEFORE = len(" name") + 9
_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)+\Z")
_MEDIA = re.compile(r"/media/([0-9a-f]{8,64})")
_BACKGROUND = re.compile(
    r"original URL: (?P<kept>\S+) \*/|url\(\s*[\"']?(?P<shown>.*?)[\"']?\s*\)"
)  # SingleFile's first
_TAG = re.compile(r"/tag(?:ged)?/([^/?#]+)")
_ENDS_PARAGRAPH = re.compile(
    r"(?=<(?:figure|figcaption|section|article|aside|header|footer|main|nav|details|hgroup|search)\b)", re.IGNORECASE
)
_SINGLE_FILE = "Page saved with SingleFile"
_MOST_TAGS = 5  # of a story
# Where a story begins on a page until 2018
_OLD_BODIES = ("postField--body", "postArticle-content", "js-postField")
_OLD_KINDS: dict[str, Kind] = {
    "graf--p": "p", "graf--h2": "h2", "graf--h3": "h3", "graf--h4": "h4", "graf--blockquote": "quote",
    "graf--pullquote": "pull quote", "graf--pre": "code", "graf--mixtapeEmbed": "card", "graf--iframe": "embed",
    "graf--figure": "image", "graf--sectionCaption": "caption",
}  # fmt: skip
_OLD_LAYOUTS = {
    "graf--layoutOutsetCenter": "OUTSET_CENTER",
    "graf--layoutOutsetLeft": "OUTSET_LEFT",
    "graf--layoutInsetLeft": "INSET_LEFT",
    "graf--layoutFillWidth": "FULL_WIDTH",
    "graf--layoutOutsetRow": "OUTSET_ROW",
    "graf--layoutOutsetRowContinue": "OUTSET_ROW_CONTINUE",
}
_KINDS: dict[str, Kind] = {
    "p": "p",
    "h1": "h3",
    "h2": "h4",
    "h3": "h4",
    "h4": "h4",
    "pre": "code",
    "blockquote": "quote",
}


@dataclass(frozen=True)
class Elements:
    """What the elements of a page hold. `is_old`: it is a page until 2018. `is_locked`: Medium says that the story is
    for members; `is_preview`: it hides the rest of it.
    """

    paragraphs: tuple[Paragraph, ...] = ()
    sections: tuple[Section, ...] = ()
    tags: tuple[str, ...] = ()
    is_old: bool = False
    is_cut: bool = False  # the file has no end
    is_too_deep: bool = False  # it has elements in too many others, and these and what follows them were not read
    is_locked: bool = False
    is_preview: bool = False


def read(html: str, address: str = "") -> Elements:
    """The paragraphs, sections and tags of the first article of the page at `address`; empty without an article."""
    tree = document.parse_upper(_with_ends(html))
    is_too_deep = document.is_cut(tree)
    base = address or "https://medium.com/"
    is_cut = _is_cut(html)
    is_preview = paywall.is_shown(html, tree)
    if (old := _old_body(tree)) is not None:
        paragraphs, sections = _collect(_old(old, base))
        return Elements(paragraphs, sections, _tags(tree, old), True, is_cut, is_too_deep, is_preview, is_preview)
    article = next(tree.iter("article"), None)
    if article is None:
        return Elements(is_too_deep=is_too_deep)
    paragraphs, sections = _collect(_new(article, base))
    is_locked = is_preview or paywall.has_label(html, article)
    return Elements(paragraphs, sections, _tags(tree, article), False, is_cut, is_too_deep, is_locked, is_preview)


def names(html: str) -> frozenset[str]:
    """The names of paragraphs that elements anywhere on a page may have, found without parsing it."""
    return frozenset(
        match[1]
        for match in _VALUE.finditer(html)
        if _IS_NAME.search(html, max(match.start() - _MOST_BEFORE, 0), match.start())
    )


def _with_ends(html: str) -> str:
    """HTML with the end of each paragraph before elements that libxml2 does not know to end it. SingleFile leaves out
    all ends that a browser does not need.
    """
    if html.count("</p>") >= html.count("<p ") + html.count("<p>"):
        return html
    return _ENDS_PARAGRAPH.sub("</p>", html)


def _is_cut(html: str) -> bool:
    """Whether a file has no end. One by SingleFile has no end tag, but it ends with a whole tag or a text."""
    if "</html" in html[-5000:].lower():
        return False
    return _SINGLE_FILE not in html[:5000] or html.rfind("<") > html.rfind(">")


def _collect(found: Iterator[Paragraph | Section]) -> tuple[tuple[Paragraph, ...], tuple[Section, ...]]:
    """The paragraphs, and the sections, whose start is the number of the next paragraph."""
    paragraphs: list[Paragraph] = []
    sections: dict[int, Section] = {}
    for one in found:
        if isinstance(one, Paragraph):
            paragraphs.append(one)
        elif paragraphs or one.cover:
            sections[len(paragraphs)] = replace(one, start=len(paragraphs))
    return tuple(paragraphs), tuple(sections.values())


def _tags(tree: HtmlElement, body: HtmlElement) -> tuple[str, ...]:
    """The tags of the story: the first links to tags after the beginning of its text."""
    slugs: dict[str, None] = {}
    is_after = False
    for element in tree.iter("*"):
        is_after = is_after or element is body
        if is_after and element.tag == "a" and (tag := _TAG.search(element.get("href", ""))):
            slugs[tag[1]] = None
    return tuple(slugs)[:_MOST_TAGS]


# Pages until 2018


def _old_body(tree: HtmlElement) -> HtmlElement | None:
    for name in _OLD_BODIES:
        for element in tree.find_class(name):
            if next(iter(element.find_class("graf")), None) is not None:
                return element
    return next((one for one in tree.iter("article") if one.find_class("graf")), None)


def _old(body: HtmlElement, base: str) -> Iterator[Paragraph | Section]:
    inside: HtmlElement | None = None
    for element in body.iter("section", "div", *element_text.TEXTS):
        if inside is not None and inside in element.iterancestors():
            continue
        names = classes(element)
        if element.tag == "section":
            yield Section(0)
        elif "section-background" in names and element.get("data-image-id"):
            yield Section(0, _old_image(element))
        elif "graf" in names or element.tag == "li" or "graf--sectionCaption" in names:
            inside = element
            yield _old_paragraph(element, names, base)


def _old_paragraph(element: HtmlElement, names: frozenset[str], base: str) -> Paragraph:
    kind = _list_kind(element) if element.tag == "li" else _kind_of_class(names)
    role = next((role for role in ("title", "subtitle", "kicker") if f"graf--{role}" in names), "")
    layout = next((layout for name, layout in _OLD_LAYOUTS.items() if name in names), "")
    name = element.get("name") or element.get("id") or ""
    if kind == "card":
        return _card(element, name, base)
    if kind in ("image", "embed"):
        paragraph = _figure(element, name, base)
        return replace(
            paragraph, kind=kind, layout=layout, embed=paragraph.embed or (Embed() if kind == "embed" else None)
        )
    text, marks = element_text.read(element, base, is_code=kind == "code")
    return Paragraph(
        kind,
        text,
        marks,
        name,
        role=role,
        alignment="center" if element.get("data-align") == "center" else "",
        has_drop_cap="graf--hasDropCap" in names,
    )


def _kind_of_class(names: frozenset[str]) -> Kind:
    order = ("graf--iframe", *_OLD_KINDS)  # a frame has the class of a figure too
    return next((_OLD_KINDS[name] for name in order if name in names), "p")


def _old_image(element: HtmlElement) -> Image:
    pixels = (int(value) if (value := element.get(key, "")).isdecimal() else 0 for key in ("data-width", "data-height"))
    width, height = pixels
    return Image(
        element.get("data-image-id", ""),
        width,
        height,
        element.get("alt", ""),
        element.get("data-is-featured") == "true",
    )


# Pages since 2019


def _new(article: HtmlElement, base: str) -> Iterator[Paragraph | Section]:
    inside: HtmlElement | None = None
    for element in article.iter("hr", "div", "figure", "a", "span", *element_text.TEXTS):
        if inside is not None and inside in element.iterancestors():
            continue
        if element.tag == "hr" or element.get("role") == "separator":
            yield Section(0)
        elif element.tag == "figure":
            inside = element
            yield _figure(element, element.get("id", ""), base)
        elif element.tag == "a" and _is_card(element):
            inside = element
            yield _card(element, "", base)
        elif _NAME.match(element.get("id", "")) and not element_text.is_interface(element):
            inside = element
            yield _new_paragraph(element, base)


def _new_paragraph(element: HtmlElement, base: str) -> Paragraph:
    kind = _new_kind(element)
    text, marks = element_text.read(element, base, is_code=kind == "code")
    is_title = "pw-post-title" in classes(element) or element.get("data-testid") == "storyTitle"
    is_subtitle = "pw-subtitle-paragraph" in classes(element)
    role = "title" if is_title else "subtitle" if is_subtitle else ""
    return Paragraph("h4" if is_subtitle else kind, text, marks, element.get("id", ""), role=role)


def _new_kind(element: HtmlElement) -> Kind:
    around = {one.tag for one in element.iterancestors("blockquote", "pre", "ol", "ul")}
    if element.tag == "li":
        return _list_kind(element)
    if "pre" in around:
        return "code"
    if "blockquote" in around:
        return "quote" if element.tag == "p" else "pull quote"
    return _KINDS.get(str(element.tag), "p")


def _is_card(anchor: HtmlElement) -> bool:
    """Whether a link is a card: a title, maybe a description, and the host, none of them with a name of its own."""
    host = next((text for p in anchor.iter("p") if _HOST.match(text := p.text_content().strip())), "")
    return (
        bool(host)
        and next(anchor.iter("h2"), None) is not None
        and not any(_NAME.match(i) for i in anchor.xpath(".//@id"))
    )


# Both


def _list_kind(item: HtmlElement) -> Kind:
    around = next(item.iterancestors("ol", "ul"), None)
    return "number" if around is not None and around.tag == "ol" else "bullet"


def _figure(figure: HtmlElement, name: str, base: str) -> Paragraph:
    """A picture or an embed with its caption. A figure without either is an embed that a script would have filled; a
    picture may be without an address, if a program has put it into the page.
    """
    caption = next(figure.iter("figcaption"), None)
    text, marks = element_text.read(caption, base) if caption is not None else ("", ())
    image = _image(figure)
    frame = next(figure.iter("iframe"), None)
    if frame is not None or (image is None and next(figure.iter("img"), None) is None):
        return Paragraph("embed", text, marks, name, embed=_embed(frame, base))
    anchor = next((a for img in figure.iter("img") for a in img.iterancestors("a", "figure") if a.tag == "a"), None)
    href = element_text.target(anchor, base) if anchor is not None else ""
    return Paragraph("image", text, marks, name, image=image, href=href)


def _embed(frame: HtmlElement | None, base: str) -> Embed:
    if frame is None:
        return Embed()
    sources = [
        urljoin(base, frame.get(key, "")) for key in ("src", "data-src", "data-sf-original-src") if frame.get(key)
    ]
    address = next((found for source in sources if (found := shown(source))), "")
    named = next((match[1] for source in sources if (match := _MEDIA.search(source))), frame.get("data-media-id", ""))
    return Embed(address, named, frame.get("title", ""))


def _image(figure: HtmlElement) -> Image | None:
    """The picture of a figure. The address that a page shows may be a placeholder; an id in any of its addresses does.
    In pages without scripts the real address may be in a `noscript`, whose markup lxml reads like any other.
    """
    alt = next((alt for one in figure.iter("img") if (alt := one.get("alt", ""))), "")
    marked = next((one for one in figure.iter("*") if one.get("data-image-id")), None)
    if marked is not None:
        return replace(_old_image(marked), alt=alt)
    addresses: list[str] = []
    for element in figure.iter("img", "source"):
        addresses += [element.get(key, "") for key in ("src", "data-src", "data-sf-original-src")]
        addresses += picture_ids.in_srcset(element.get("srcset", "") or element.get("srcSet", ""))
    name = picture_ids.best(addresses)
    img = next(figure.iter("img"), None)
    if img is None and not name:
        return None
    if name:
        return Image(name, alt=alt)
    address = next((one for one in addresses if one.startswith(("https://", "http://"))), "")
    return Image("", alt=alt, address=address) if address else None


def _card(element: HtmlElement, name: str, base: str) -> Paragraph:
    """A link card. Since 2019 its words are in headings of their own; before it is one text with marks."""
    anchor = element if element.tag == "a" else next(element.iter("a"), None)
    href = element_text.target(anchor, base) if anchor is not None else ""
    styles = (_BACKGROUND.search(one.get("style", "")) for one in element.iter("*"))
    background = next((found["kept"] or found["shown"] for found in styles if found), "")
    thumbnail = next((i for one in element.iter("*") if (i := one.get("data-thumbnail-img-id", ""))), "")
    found = thumbnail or picture_ids.in_source(background)
    image = Image(found) if found else None
    words = [" ".join(one.text_content().split()) for one in element.iter("h2", "h3", "p")]
    if element.tag != "a":
        text, marks = element_text.read(element, base)
        return Paragraph("card", text, marks, name, image=image, href=href)
    return replace(element_text.card(words), image=image, href=href)
