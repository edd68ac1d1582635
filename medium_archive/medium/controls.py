"""Elements whose words are not text in the tree: parts of forms and maps have them in attributes, a frame in markup
that parsers take for text. They become text.
"""

from __future__ import annotations

import re
from html import unescape

from bs4.element import NavigableString, Tag

from medium_archive import soup

NAMES = frozenset(("input", "area", "optgroup", "option", "iframe"))
_TAG = re.compile(r"<[^>]*>")
_CODE = re.compile(r"<(script|style)\b.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_ADDRESS = re.compile(r"\s*(?:https?://\S*)?\s*")
_WITHOUT_WORDS = ("hidden", "checkbox", "radio", "color", "file", "image", "password", "range")


def show_words(element: Tag) -> None:
    """Put the words of an element of `NAMES` into the text: the value of a field, the names of options, the link of a
    part of a map, the words of the page that a frame has in `srcdoc`, and the words for browsers without frames unless
    they are only an address (so in Medium's feed).
    """
    match element.name:
        case "iframe" if element.contents or element.get("srcdoc"):
            words = _TAG.sub("", element.get_text())
            inside = unescape(_TAG.sub(" ", _CODE.sub(" ", str(element.get("srcdoc", "")))))
            element.clear()
            element.append(NavigableString(" ".join((inside, "" if _ADDRESS.fullmatch(words) else words)).strip()))
        case "input" if str(element.get("type", "")).lower() not in _WITHOUT_WORDS:
            _replace(element, "span", str(element.get("value", "")))
        case "area":
            _replace(element, "a" if element.get("href") else "span", str(element.get("alt", "")))
        case "optgroup" if label := str(element.get("label", "")):
            holder = soup.Element(name="div")
            holder.append(NavigableString(label))
            element.insert(0, holder)
        case "option" if not element.get_text().strip() and element.get("label"):
            element.append(NavigableString(str(element["label"])))


def _replace(element: Tag, name: str, words: str) -> None:
    new = soup.Element(name=name, attrs={"href": str(element["href"])} if name == "a" else {})
    new.append(NavigableString(words))
    element.insert_before(NavigableString(" "))
    element.insert_after(NavigableString(" "))
    element.replace_with(new)
