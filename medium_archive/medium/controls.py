"""Parts of forms and maps whose words are in attributes: a page shows them, so they become text."""

from __future__ import annotations

from bs4.element import NavigableString, Tag

NAMES = frozenset(("input", "area", "optgroup", "option"))
_WITHOUT_WORDS = ("hidden", "checkbox", "radio", "color", "file", "image", "password", "range")


def show_words(element: Tag) -> None:
    """Put the words of an element of `NAMES` into the text: the value of a field, the names of options, the link of a
    part of a map.
    """
    match element.name:
        case "input" if str(element.get("type", "")).lower() not in _WITHOUT_WORDS:
            _replace(element, "span", str(element.get("value", "")))
        case "area":
            _replace(element, "a" if element.get("href") else "span", str(element.get("alt", "")))
        case "optgroup" if label := str(element.get("label", "")):
            holder = Tag(name="div")
            holder.append(NavigableString(label))
            element.insert(0, holder)
        case "option" if not element.get_text().strip() and element.get("label"):
            element.append(NavigableString(str(element["label"])))


def _replace(element: Tag, name: str, words: str) -> None:
    new = Tag(name=name, attrs={"href": str(element["href"])} if name == "a" else {})
    new.append(NavigableString(words))
    element.insert_before(NavigableString(" "))
    element.insert_after(NavigableString(" "))
    element.replace_with(new)
