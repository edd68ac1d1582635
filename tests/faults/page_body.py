"""Faults in the text of a built page: its elements and their attributes."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterator
from random import Random

import lxml.html
from lxml.html import HtmlElement

from tests.faults.kind import Kind, Operation, Target

_BODY = re.compile(r'(<div class="text e-content"[^>]*>\n?)(.*?)(\n?</div>\n<footer class="post">)', re.DOTALL)
# Elements with something of their own: an XPath below the text, by what they are to a reader
PARTS = {
    "page paragraph": "./p[string-length(normalize-space()) > 20]",
    "page heading in the text": ".//*[self::h2 or self::h3][string-length(normalize-space()) > 2]",
    "page list": "./*[self::ul or self::ol][li]",
    "page list item": ".//li[string-length(normalize-space()) > 3]",
    "page quote": ".//blockquote",
    "page code block": ".//div[contains(concat(' ', @class, ' '), ' code ')][pre]",
    "page figure": ".//figure[.//img or .//span[@class='missing']]",
    "page caption": ".//figcaption[string-length(normalize-space()) > 2]",
    "page embed": ".//a[contains(concat(' ', @class, ' '), ' embed ')]",
    "page card": ".//a[contains(concat(' ', @class, ' '), ' card ')]",
    "page section break": "./hr",
    "page strong": ".//strong[string-length(normalize-space()) > 1]",
    "page emphasis": ".//em[string-length(normalize-space()) > 1]",
    "page inline code": ".//code[not(ancestor::pre)]",
    "page link": ".//p//a[@href][not(@class)][normalize-space()]",
    "page table": ".//table",
    "page deleted text": ".//del",
    "page ruby": ".//ruby",
    "page details": ".//details",
    "page definition list": ".//dl",
}


def _planted(xpath: str, change: Callable[[HtmlElement, Random], bool]) -> Callable[[Target, Random], str | None]:
    def planted(target: Target, random: Random) -> str | None:
        match = _BODY.search(target.page)
        if match is None:
            return None
        root = lxml.html.fragment_fromstring(match[2], create_parent="div")
        found = root.xpath(xpath)
        random.shuffle(found)
        for element in found[:5]:
            if change(element, random):
                html = lxml.html.tostring(root, encoding="unicode").replace("></source>", ">")
                inner = html[html.index(">") + 1 : html.rindex("</div>")]
                return f"{target.page[: match.start(2)]}{inner}{target.page[match.end(2) :]}"
        return None

    return planted


def _delete(element: HtmlElement, random: Random) -> bool:
    element.drop_tree()
    return True


def _duplicate(element: HtmlElement, random: Random) -> bool:
    twin = copy.deepcopy(element)
    twin.tail = None
    element.addprevious(twin)
    return True


def _move(element: HtmlElement, random: Random) -> bool:
    """Move a block behind the next one but one."""
    after = element.getnext().getnext() if element.getnext() is not None else None
    if after is None or lxml.html.tostring(after) == lxml.html.tostring(element):
        return False
    tail = element.tail
    element.getparent().remove(element)
    element.tail = None
    after.addnext(element)
    if tail and element.getparent() is not None:
        element.tail = tail
    return True


def _hide(element: HtmlElement, random: Random) -> bool:
    name, value = random.choice((("hidden", ""), ("style", "display:none"), ("style", "visibility: hidden")))
    element.set(name, value)
    return True


def _unwrap(element: HtmlElement, random: Random) -> bool:
    element.drop_tag()
    return True


def _alter_words(element: HtmlElement, random: Random) -> bool:
    texts = [e for e in element.iter() if isinstance(e.tag, str) and e.text and re.search(r"\w{3}", e.text)
             and "added" not in e.get("class", "")]  # fmt: skip
    if not texts:
        return False
    one = random.choice(texts)
    at = next(re.finditer(r"\w{3}", one.text)).start()
    one.text = f"{one.text[:at]}{'x' if one.text[at] not in 'xX' else 'y'}{one.text[at + 1 :]}"
    return True


def _set(name: str, changed: Callable[[str], str]) -> Callable[[HtmlElement, Random], bool]:
    def change(element: HtmlElement, random: Random) -> bool:
        element.set(name, changed(element.get(name, "")))
        return True

    return change


def _without(name: str) -> Callable[[HtmlElement, Random], bool]:
    def change(element: HtmlElement, random: Random) -> bool:
        del element.attrib[name]
        return True

    return change


def _alter_added(element: HtmlElement, random: Random) -> bool:
    element.text = f"{element.text}q"
    return True


def _add_words_of_site(element: HtmlElement, random: Random) -> bool:
    """More words of the class that other checks leave out."""
    more = lxml.html.fragment_fromstring('<span class="added">Planted words</span>')
    more.tail, element.text = element.text, None
    element.insert(0, more)
    return True


def _start(element: HtmlElement, random: Random) -> bool:
    element.set("start", str(int(element.get("start", "1")) + 3))
    return True


def _list_kind(element: HtmlElement, random: Random) -> bool:
    element.tag = "ol" if element.tag == "ul" else "ul"
    return True


def _plain_space(element: HtmlElement, random: Random) -> bool:
    for one in element.iter():
        if isinstance(one.tag, str) and one.text and "\u00a0" in one.text.strip():
            one.text = one.text.replace("\u00a0", " ")
            return True
    return False


def _swap_captions(element: HtmlElement, random: Random) -> bool:
    other = next(iter(element.xpath("following::figcaption")), None)
    if other is None or other.text_content() == element.text_content():
        return False
    twin = copy.deepcopy(other)
    twin.tail, other_parent = element.tail, other.getparent()
    mine = copy.deepcopy(element)
    mine.tail = other.tail
    element.getparent().replace(element, twin)
    other_parent.replace(other, mine)
    return True


def _kinds(part: str, xpath: str) -> Iterator[Kind]:
    def kind(operation: Operation, change: Callable[[HtmlElement, Random], bool]) -> Kind:
        return Kind("page", part, operation, _planted(xpath, change))

    is_mark = part in (
        "page strong",
        "page emphasis",
        "page inline code",
        "page link",
        "page deleted text",
        "page ruby",
    )
    yield kind("delete", _unwrap if is_mark else _delete)
    yield kind("hide", _hide)
    if not is_mark:
        yield kind("duplicate", _duplicate)
    if part in ("page paragraph", "page heading in the text", "page list", "page list item", "page figure"):
        yield kind("move", _move)
    if part not in ("page section break", "page figure", "page embed"):
        yield kind("alter", _alter_words)


def alter(part: str, xpath: str, change: Callable[[HtmlElement, Random], bool], operation: Operation = "alter") -> Kind:
    return Kind("page", part, operation, _planted(xpath, change))


KINDS: tuple[Kind, ...] = (
    *(kind for part, xpath in PARTS.items() for kind in _kinds(part, xpath)),
    alter("page link address", PARTS["page link"], _set("href", lambda old: f"{old}q")),
    alter("page card address", PARTS["page card"], _set("href", lambda old: f"{old}q")),
    alter("page embed address", PARTS["page embed"], _set("href", lambda old: f"{old}q")),
    alter("page description of a picture", ".//img[@alt]", _set("alt", lambda old: f"{old} changed")),
    alter("page picture", ".//img[@src]", _set("src", lambda old: f"q{old}")),
    alter("page width of a picture", ".//img[@width]", _set("width", lambda old: f"{old}0")),
    alter("page shape of a picture", ".//img[starts-with(@class, 'r')]", _set("class", lambda old: "r3")),
    alter("page loading of a picture", ".//img[@loading]", _without("loading"), "delete"),
    alter("page link of a picture", ".//a[@class='zoom']", _set("href", lambda old: f"{old}q")),
    alter("page link of a picture", ".//a[@class='zoom']", _unwrap, "delete"),
    alter("page copies of a picture", ".//source[@srcset]", _set("srcset", lambda old: old.replace("w", "0w", 1))),
    alter("page language beside code", ".//pre[@data-language]", _without("data-language"), "delete"),
    alter("page words of the site", ".//*[@class='added' or @class='added plays'][not(*)][text()]", _alter_added),
    alter("page more words of the site", "./p", _add_words_of_site, "duplicate"),
    alter("page list start", "./ol[li]", _start),
    alter("page list kind", PARTS["page list"], _list_kind),
    alter("page code language", ".//pre[@data-language]/code", _set("class", lambda old: "language-ada")),
    alter("page no-break space", "./p", _plain_space),
    alter("page captions of two figures", PARTS["page caption"], _swap_captions, "move"),
    alter("page line break", ".//br", _delete, "delete"),
)
