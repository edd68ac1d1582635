"""Pictures, frames, players, scripts and tweets of a page, and the addresses of what they show."""

from __future__ import annotations

import re
from html import unescape
from typing import Any, TypeAlias

import lxml.html
from lxml.etree import LxmlError

from medium_archive.checks.completeness import addresses
from medium_archive.checks.completeness.original.inline import CODE_OF_PAGES

Element: TypeAlias = Any

FRAMES = ("iframe", "script", "video", "audio", "embed", "object")
MEDIA = ("img", *FRAMES)
# A figure without any of these embeds nothing (`embeds_of`)
EMBEDDING = frozenset((*FRAMES, "blockquote", "div"))
_NO_TEXTS = frozenset((*FRAMES, *CODE_OF_PAGES))
_TAG = re.compile(r"<[^>]*>")
_ADDRESS = re.compile(r"\s*(?:https?://\S*)?\s*")
_GIST = re.compile(r"^(?:https?:)?//gist\.github\.com/", re.IGNORECASE)


def simplify_frames(root: Element) -> None:
    """Leave in each `iframe` only the words for browsers without frames, and none if they are only an address, as in
    Medium's feed. The markup in it is text for some parsers, and escaped when they write it.
    """
    for frame in root.iter("iframe"):
        words, after = _TAG.sub("", unescape("".join(frame.itertext()))), frame.tail
        for child in list(frame):
            frame.remove(child)
        shown = _words_of_page(frame)
        frame.text, frame.tail = f"{shown} {'' if _ADDRESS.fullmatch(words) else words}".strip() or None, after


def _words_of_page(frame: Element) -> str:
    """The words of the page that a frame has in itself, "" for a frame without one."""
    page = str(frame.get("srcdoc", "")).strip()
    if not page:
        return ""
    try:
        root: Element = lxml.html.document_fromstring(f"\n{page}")  # lxml refuses a text that begins with an encoding
    except LxmlError:  # nothing but a comment
        return unescape(_TAG.sub(" ", page))
    return " ".join(" ".join(map(str, root.xpath("//text()[not(ancestor::script or ancestor::style)]"))).split())


def picture_address(image: Element) -> str:
    """The address of a picture, "" if it has none."""
    source = str(image.get("src", ""))
    if not source or source.startswith("data:"):
        names = ("data-src", "data-external-src", "data-image-id")
        source = next((str(image.get(name)) for name in names if image.get(name)), "") or _largest_copy(image) or source
    return source


def _largest_copy(image: Element) -> str:
    """The address in a `srcset` that has the greatest width or density, "" for none."""
    best, size = "", 0.0
    for copy in re.split(r",\s+", str(image.get("srcset", "")).strip(" ,")):
        address, _, described = copy.strip().partition(" ")
        number = float(described.strip()[:-1]) if re.fullmatch(r"\s*\d+(\.\d+)?[wx]", described) else 1.0
        if address and number > size:
            best, size = address, number
    return best


def frame_address(frame: Element) -> str:
    """The address that a frame or a player shows, "" if it has none. A script shows something only if it is the script
    of a gist.
    """
    found = next((str(frame.get(name)) for name in ("src", "data-src", "data") if frame.get(name)), "")
    if not found:
        found = next((str(source.get("src")) for source in frame.iter("source") if source.get("src")), "")
    return found if frame.tag != "script" or _GIST.match(found) else ""


def embeds_of(figure: Element) -> list[str]:
    """The addresses of all that a figure embeds: its frames, then tweets and the like, which hold a link to
    themselves.
    """
    found = [frame_address(frame) for frame in figure.iter(*FRAMES)]
    found += [_own_address(quote) for quote in figure.iter("blockquote")]
    found += [str(box.get("data-href", "")) for box in figure.iter("div")]
    unique: dict[str, str] = {}
    for address in found:
        if address:
            unique.setdefault(addresses.normal(address), address)
    if unique:
        return list(unique.values())
    # Another script loads what the figure embeds; if the figure has nothing else, the script itself shows it
    scripts = (str(script.get("src", "")) for script in figure.iter("script"))
    return [address for address in scripts if address and "platform.twitter.com/widgets.js" not in address]


def _own_address(quote: Element) -> str:
    links = [str(link.get("href")) for link in quote.iter("a") if link.get("href")]
    return next((address for address in reversed(links) if "/status/" in address), links[0] if links else "")


def has_other_text(figure: Element) -> bool:
    """Whether a figure, or an element in it, has text outside its captions."""
    text = figure.text
    if text and text.strip():
        return True
    for child in figure:
        tag, tail = child.tag, child.tail
        if tail and tail.strip():
            return True
        if isinstance(tag, str) and tag != "figcaption" and tag not in _NO_TEXTS and has_other_text(child):
            return True
    return False
