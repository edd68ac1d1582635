"""The titles of boxes such as `[!NOTE]`, and boxes as other places show them: quotes that begin with a bold title."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import lxml.html

from medium_archive.languages import is_traditional, subtags
from medium_archive.markdown import boxes

if TYPE_CHECKING:
    from lxml.html import HtmlElement

ENGLISH = {"note": "Note", "tip": "Tip", "important": "Important", "warning": "Warning", "caution": "Caution"}
ARABIC = {"note": "ملاحظة", "tip": "نصيحة", "important": "مهم", "warning": "تحذير", "caution": "تنبيه"}
SPANISH = {
    "note": "Nota", "tip": "Consejo", "important": "Importante", "warning": "Advertencia", "caution": "Precaución"
}  # fmt: skip
SIMPLIFIED_CHINESE = {"note": "备注", "tip": "提示", "important": "重要", "warning": "警告", "caution": "当心"}
TRADITIONAL_CHINESE = {"note": "附註", "tip": "提示", "important": "重要", "warning": "警告", "caution": "當心"}
_BY_LANGUAGE = {"ar": ARABIC, "en": ENGLISH, "es": SPANISH, "zh": SIMPLIFIED_CHINESE}
# What is before the word of a box in its first line: the signs of the quotes and items around it
_FIRST_LINE = re.compile(rf"([^\n]*?>[ \t]*)\[!({'|'.join(boxes.KINDS)})\][ \t]*(?=\n|\Z)", re.IGNORECASE)


def of(language: str) -> Mapping[str, str]:
    """The titles for a BCP 47 tag by the classes of boxes, in English for a language without a translation."""
    return TRADITIONAL_CHINESE if is_traditional(language) else _BY_LANGUAGE.get(subtags(language)[0], ENGLISH)


def show(root: HtmlElement, titles: Mapping[str, str], *, names: str = "") -> list[HtmlElement]:
    """Begin each box with its title, in a paragraph with the classes `names`. The box keeps its own class. Returns the
    boxes.
    """
    found = []
    for box in root.iter("blockquote"):
        if kind := boxes.kind_of(box.get("class", "").split()):
            line = lxml.html.Element("p", {"class": names} if names else {})
            title = lxml.html.Element("strong")
            title.text = titles[kind]
            line.append(title)
            line.tail, box.text = box.text, None
            box.insert(0, line)
            found.append(box)
    return found


def as_quotes(text: str, language: str) -> str:
    """Markdown in which each box is a quote that begins with its title."""
    if "[!" not in text:
        return text
    import pyromark  # noqa: PLC0415  # slow, and few texts have boxes

    from medium_archive.markdown import reader  # noqa: PLC0415  # the same

    source, titles = text.encode(), of(language)
    events: Any = pyromark.events_with_range(text, options=reader.OPTIONS)
    places = [
        (place["start"], place["end"])
        for event, place in events
        if isinstance(event, dict)
        and isinstance(start := event.get("Start"), dict)
        and isinstance(start.get("BlockQuote"), str)
    ]
    for start, end in reversed(places):
        begin = source.rfind(b"\n", 0, start) + 1
        if line := _FIRST_LINE.match(source[begin:].decode()):
            # The next line stands where this one does: the signs of items are spaces there
            below = re.sub(r"[^>\s]", " ", line[1])
            stop = begin + len(line[0].encode())
            rest = source[stop:]
            if source[stop:end].strip() and rest[1:].split(b"\n")[0].lstrip()[:1] != b">":
                rest = f"\n{below}".encode() + rest[1:]  # the text goes on without the sign of the quote
            source = source[:begin] + f"{line[1]}**{titles[line[2].lower()]}**\n{below.rstrip()}".encode() + rest
    return source.decode()
