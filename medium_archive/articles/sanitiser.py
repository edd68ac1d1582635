"""The HTML that may reach a page, as an allow-list: no script, handler, frame, form, style, address that runs code."""

from __future__ import annotations

import re
from collections.abc import Iterator

import lxml.html
import nh3
from lxml.html import HtmlElement

from medium_archive.markdown import boxes

BLOCKS = frozenset(
    ("address", "article", "aside", "blockquote", "dd", "details", "div", "dl", "dt", "figcaption", "figure", "footer",
     "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "ol", "p", "pre", "section", "summary", "table",
     "caption", "colgroup", "col", "thead", "tbody", "tfoot", "tr", "td", "th", "ul")
)  # fmt: skip
_INLINE = (
    "a abbr b bdi bdo br cite code del dfn em i img input ins kbd mark q rp rt ruby s samp small span strong sub "
    "sup time u var wbr"
)
_ATTRIBUTES = {
    "*": {"class", "dir", "id", "lang"},
    "a": {"href", "title"},
    "abbr": {"title"},
    "details": {"open"},
    "img": {"alt", "src", "title"},
    "input": {"checked"},
    "li": {"value"},
    "ol": {"reversed", "start", "type"},
    "pre": {"data-address", "data-author", "data-file"},
    "td": {"colspan", "rowspan", "style"},
    "th": {"colspan", "rowspan", "scope", "style"},
    "time": {"datetime"},
}
# The classes of plain HTML (docs/markdown.md) and of CommonMark's footnotes. A theme has no style for other classes,
# and programs could take them for the site's own, or for microformats.
_CLASSES = {
    "a": {"card", "embed"},
    "blockquote": {"center", "pull", "right", *boxes.KINDS},
    "div": {"footnote-definition"},
    "figure": {"center", "cover", "full", "left", "lost", "right", "wide"},
    "h2": {"center", "right"},
    "h3": {"center", "right"},
    "p": {"center", "drop-cap", "kicker", "right"},
    "pre": {"gist"},
    "sup": {"footnote-definition-label", "footnote-reference"},
}
_LANGUAGE = re.compile(r"language-\S+")
_ALIGNMENT = re.compile(r"text-align:\s*(left|center|right);?")  # CommonMark aligns the columns of a table with it
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")
# Elements that contain no text of a post: they are removed with their content.
_WITH_CONTENT = {"script", "style", "template", "iframe", "object", "noscript"}
_LIVE = frozenset(
    (
        "applet", "audio", "base", "button", "canvas", "embed", "form", "frame", "frameset", "iframe", "link", "math",
        "meta", "noscript", "object", "script", "select", "style", "svg", "template", "textarea", "video",
    )
)  # fmt: skip
# The schemes that an address may have: a browser opens the address, or passes it to another program; nothing runs.
_SCHEMES = frozenset(
    (
        "http", "https", "mailto", "tel", "sms", "ftp", "ftps", "geo", "irc", "ircs", "xmpp", "magnet", "nostr",
        "matrix", "gemini", "gopher", "news",
    )
)  # fmt: skip
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
# The host of a link that is an IPv6 address: the brackets around it must not be percent-encoded
_IPV6 = re.compile(r'(<a href="[a-z]+://(?:[^"/?#@]*@)?)%5B([0-9a-f:.]+)%5D', re.IGNORECASE)
_SPACE = re.compile(r"[\x00-\x20]+")  # browsers ignore them in an address: "java\tscript:"
# A quick test of the text in lower case: most texts have no such element, and need not be parsed. Each pattern begins
# with letters, for which a search is much faster than for one of several.
_ADDRESS = r"\s*=\s*(?:[\"']\s*)?(?!https?:|mailto:|[^:&\"'>]*[\"'>])"
_MAYBE_LIVE = (
    re.compile(rf"<(?:{'|'.join(sorted(_LIVE))})[\s/>]"),
    re.compile(r"on(?<=[\s\"'/]on)[a-z]+\s*="),
    re.compile("href" + _ADDRESS),
    re.compile("src" + _ADDRESS),
)


def _keep(tag: str, attribute: str, value: str) -> str | None:
    if attribute == "class":
        allowed = _CLASSES.get(tag, set())
        names = [name for name in value.split() if name in allowed or (tag == "code" and _LANGUAGE.fullmatch(name))]
        return " ".join(names) or None
    if attribute == "style":
        return value if _ALIGNMENT.fullmatch(value.strip()) else None
    if attribute == "dir":
        return value if value in ("ltr", "rtl", "auto") else None
    return value


_CLEANER = nh3.Cleaner(
    tags={*BLOCKS, *_INLINE.split()},
    clean_content_tags=_WITH_CONTENT,
    attributes={**_ATTRIBUTES},
    attribute_filter=_keep,
    tag_attribute_values={"input": {"type": {"checkbox"}}},
    url_schemes=set(_SCHEMES),
    link_rel=None,
    strip_comments=True,
)


def clean(html: str) -> str:
    """The HTML with only the elements on the allow-list. The text of other elements stays."""
    html = _CONTROL.sub("", html)
    if "%5B" in html:  # quick: most texts have none
        html = _IPV6.sub(r"\1[\2]", html)
    return _CLEANER.clean(html)


def removed(html: str) -> tuple[str, ...]:
    """What `clean` removes from `html` because it could run or load something: `<iframe>`, `onclick`, `javascript:`."""
    lower = html.lower()
    if not any(pattern.search(lower) for pattern in _MAYBE_LIVE):
        return ()
    # Without the br, lxml would read a doctype at the beginning as one, and find nothing below it
    root = lxml.html.fragment_fromstring("<br>" + _CONTROL.sub("", html), create_parent="div")
    return tuple(sorted({name for element in root.iter() if isinstance(element.tag, str) for name in _live(element)}))


def _live(element: HtmlElement) -> Iterator[str]:
    if element.tag in _LIVE:
        yield f"<{element.tag}>"
    for name, value in element.items():
        if name.startswith("on"):
            yield name
        elif name in ("href", "src"):
            scheme = _SCHEME.match(_SPACE.sub("", value))
            if scheme and scheme[1].lower() not in _SCHEMES:
                yield f"{scheme[1].lower()}:"
