"""What a page shows beside text: where its pictures, frames, players, scripts and posts of other places come from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, TypeAlias

from medium_archive.checks.completeness import blocks
from medium_archive.checks.completeness.lines import UNSEEN

Element: TypeAlias = Any

FRAMES = ("iframe", "script", "video", "audio", "embed", "object")
MEDIA = ("img", *FRAMES)
_GIST = re.compile(r"^(?:https?:)?//gist\.github\.com/", re.IGNORECASE)


def picture_address(image: Element) -> str:
    """ "" for a picture that names none."""
    source = str(image.get("src", ""))
    if not source or source.startswith("data:"):
        source = image.get("data-src") or image.get("data-external-src") or image.get("data-image-id") or source
    return source


def frame_address(frame: Element) -> str:
    """What a frame or player shows; "" for one without an address, and for a script that is no gist's."""
    found = next((str(frame.get(name)) for name in ("src", "data-src", "data") if frame.get(name)), "")
    if not found:
        found = next((str(source.get("src")) for source in frame.iter("source") if source.get("src")), "")
    return found if frame.tag != "script" or _GIST.match(found) else ""


def embeds_of(figure: Element) -> list[str]:
    """All that a figure embeds: frames, then tweets and the like, each known by the link to itself."""
    found = [frame_address(frame) for frame in figure.iter(*FRAMES)]
    found += [_own_address(quote) for quote in figure.iter("blockquote")]
    found += [str(box.get("data-href", "")) for box in figure.iter("div")]
    shown: dict[str, str] = {}
    for address in found:
        if address:
            shown.setdefault(blocks.same_address(address), address)
    if shown:
        return list(shown.values())
    # A script is the loader of what stands beside it; one that stands alone shows something itself
    scripts = (str(script.get("src", "")) for script in figure.iter("script"))
    return [address for address in scripts if address and "platform.twitter.com/widgets.js" not in address]


def _own_address(quote: Element) -> str:
    addresses = [str(link.get("href")) for link in quote.iter("a") if link.get("href")]
    return next((a for a in reversed(addresses) if "/status/" in a), addresses[0] if addresses else "")


def has_rest(figure: Element) -> bool:
    """Whether a figure holds text that isn't in its captions."""
    return any(text.strip() for text in _texts(figure))


def _texts(element: Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if isinstance(child.tag, str) and child.tag != "figcaption" and child.tag not in UNSEEN:
            yield from _texts(child)
        yield child.tail or ""
