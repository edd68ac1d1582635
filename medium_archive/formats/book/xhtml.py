"""HTML as strict XHTML, which e-readers need: an author's HTML may have elements where XHTML has no place for them.

An element at a wrong place becomes a `div` or a `span`: its text stays. The rules are the content models of HTML
(https://html.spec.whatwg.org/multipage/dom.html#content-models), as far as the sanitiser lets elements through.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urlsplit

import lxml.etree

from medium_archive.articles import tasks
from medium_archive.articles.unwrapping import unwrap

if TYPE_CHECKING:
    from lxml.html import HtmlElement

OPS = "http://www.idpf.org/2007/ops"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z]{4})?(?:-(?:[A-Za-z]{2}|\d{3}))?")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_BLOCKS = frozenset(
    (
        "address", "article", "aside", "blockquote", "dd", "details", "div", "dl", "dt", "figcaption", "figure",
        "footer", "header", *_HEADINGS, "hr", "li", "ol", "p", "pre", "section", "summary", "table", "caption",
        "colgroup", "col", "thead", "tbody", "tfoot", "tr", "td", "th", "ul",
    )
)  # fmt: skip
# These have only inline elements in them; `a`, `del` and `ins` have what their parent may have
_OF_INLINE = frozenset(
    (
        "abbr", "b", "bdi", "bdo", "caption", "cite", "code", "dfn", "dt", "em", *_HEADINGS, "i", "kbd", "mark", "p",
        "pre", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strong", "sub", "summary", "sup", "u", "var",
    )
)  # fmt: skip
_SECTIONS = frozenset(("address", "article", "aside", "footer", "header", "section"))
_PARENTS = {
    "li": ("ul", "ol"), "dt": ("dl",), "dd": ("dl",), "figcaption": ("figure",), "summary": ("details",),
    "rt": ("ruby",), "rp": ("ruby",),
}  # fmt: skip
_EVERYWHERE = ("class", "dir", "id", "lang", "title")
_ATTRIBUTES = {
    "a": ("href",), "img": ("src", "alt"), "ol": ("start", "type", "reversed"), "li": ("value",),
    "td": ("colspan", "rowspan", "style"), "th": ("colspan", "rowspan", "style", "scope"),
}  # fmt: skip
_VALUES = {
    "start": re.compile(r"-?\d{1,9}"),
    "value": re.compile(r"-?\d{1,9}"),
    "type": re.compile(r"[1aAiI]"),
    "scope": re.compile(r"(?:row|col)(?:group)?"),
    "colspan": re.compile(r"[1-9]\d{0,2}"),
    "rowspan": re.compile(r"[1-9]\d{0,2}"),
    "dir": re.compile(r"ltr|rtl|auto"),
    "lang": _LANGUAGE,
}
_SCHEMES = ("http", "https", "mailto", "tel")
_HOST = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?\.?)+", re.IGNORECASE)
_LONE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def written(root: HtmlElement) -> str:
    """What is in an element, as XHTML whose root declares the prefix `epub`."""
    container = lxml.etree.Element("div", nsmap={"epub": OPS})
    container.text = root.text
    container.extend(list(root))
    text = lxml.etree.tostring(container, encoding="unicode")
    return text[text.index(">") + 1 : text.rindex("<")] if len(container) or container.text else ""


def plain(text: str) -> str:
    """A text without characters that XML can't have."""
    return _CONTROL.sub("", text)


def language(tag: str, other: str = "en") -> str:
    """The language tag, or `other` if e-readers do not accept that tag."""
    return tag if _LANGUAGE.fullmatch(tag) else other


def address(href: str) -> str:
    """The address of a link on the web as readers accept it, "" if it has another form."""
    try:
        parts = urlsplit(href.strip())
        port = f":{parts.port}" if parts.port else ""
        host = unquote(parts.hostname or "").encode("idna").decode()
    except (UnicodeError, ValueError):
        return ""
    if parts.scheme not in _SCHEMES:
        return ""
    rest = _escaped(parts.path) + (f"?{_escaped(parts.query)}" if parts.query else "")
    rest += f"#{_escaped(parts.fragment)}" if parts.fragment else ""
    if parts.scheme in ("mailto", "tel"):
        return f"{parts.scheme}:{rest}" if parts.path else ""
    return f"{parts.scheme}://{host}{port}{rest}" if _HOST.fullmatch(host) else ""


def _escaped(text: str) -> str:
    return quote(_LONE_PERCENT.sub("%25", text), safe="%/:?@!$&'()*+,;=~-._")


def tidy(root: HtmlElement, prefix: str) -> None:
    """Make a tree below `root` valid XHTML. Its ids begin with `prefix`; links to them follow."""
    tasks.show_as_signs(root)
    # libxml2 puts what follows a wbr into it; columns have no attributes here
    unwrap(root, root.iter("wbr", "colgroup", "col"))
    inline = {root: False}
    for element in list(root.iter()):
        if element is root:
            continue
        parent = element.getparent()
        _place(element, parent, is_inline=inline[parent])
        inline[element] = inline[parent] or element.tag in _OF_INLINE
        _clean(element)
    _rename_ids(root, prefix)


def _place(element: HtmlElement, parent: HtmlElement, *, is_inline: bool) -> None:
    """Give the element a name that its place allows."""
    tag = element.tag
    is_empty_mark = tag == "time" or (tag == "bdo" and not element.get("dir"))
    if is_empty_mark or (is_inline and tag in _BLOCKS):
        element.tag = "span"
    elif tag in _SECTIONS or (tag in _PARENTS and parent.tag not in _PARENTS[tag]):
        element.tag = "div" if tag in _BLOCKS else "span"
    elif tag in _HEADINGS and any(one.tag == "th" for one in element.iterancestors()):
        element.tag = "p"
    elif not _has_form(element, parent):
        element.tag = "span" if tag == "ruby" else "div"


def _has_form(element: HtmlElement, parent: HtmlElement) -> bool:
    """Whether the element has the children that its name needs, at its place."""
    children = [child.tag for child in element]
    loose = (element.text or "").strip() or any((child.tail or "").strip() for child in element)
    match element.tag:
        case "ul" | "ol":
            return not loose and set(children) <= {"li"}
        case "dl":
            is_whole = bool(children) and children[0] == "dt" and children[-1] == "dd"
            return is_whole and not loose and set(children) <= {"dt", "dd"}
        case "details":
            inside_link = any(one.tag == "a" for one in element.iterancestors())
            return children[:1] == ["summary"] and not (element.text or "").strip() and not inside_link
        case "summary":
            return element.getprevious() is None
        case "figcaption":
            only = sum(one.tag == "figcaption" for one in parent) == 1
            ends = element.getnext() is None and not (element.tail or "").strip()
            begins = element.getprevious() is None and not (parent.text or "").strip()
            return only and (ends or begins)
        case "ruby":
            return "rt" in children
    return True


def _clean(element: HtmlElement) -> None:
    """Only attributes that the element may have, with valid values."""
    allowed = (*_EVERYWHERE, *_ATTRIBUTES.get(element.tag, ()))
    for name, value in element.items():
        pattern = _VALUES.get(name)
        if name not in allowed or (pattern is not None and not pattern.fullmatch(value.strip())):
            del element.attrib[name]
    if element.tag == "ol" and element.get("reversed") is not None:
        element.set("reversed", "reversed")
    if element.tag == "li" and element.getparent().tag != "ol":
        element.attrib.pop("value", None)
    if tag := element.get("lang"):
        element.set(_XML_LANG, tag)
    if element.tag == "img":
        element.set("alt", element.get("alt", ""))
    if element.tag == "details":
        element.set("open", "open")  # many readers can't open it


def _rename_ids(root: HtmlElement, prefix: str) -> None:
    """Ids that XML accepts and no other chapter has. A link to an id that is not there becomes text."""
    renamed: dict[str, str] = {}
    for element in root.iter():
        old = element.attrib.pop("id", None)
        if old and old not in renamed:
            renamed[old] = f"{prefix}-{len(renamed) + 1}"
            element.set("id", renamed[old])
    for link in root.iter("a"):
        href = link.get("href", "")
        if href.startswith("#"):
            target = renamed.get(unquote(href[1:]))
            link.attrib.pop("href")
            if target:
                link.set("href", f"#{target}")
