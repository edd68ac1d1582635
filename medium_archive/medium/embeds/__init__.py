"""Embeds: what a frame shows has a page of its own, and that page's address is what a post keeps.

A place that can be embedded is one file here, a `Provider`; adding one is adding one file, and the contract tests run
on it by themselves. A frame that no file knows keeps the frame's own address.
"""

from __future__ import annotations

import pkgutil
from importlib import import_module
from typing import Protocol, cast
from urllib.parse import SplitResult, urlsplit

from bs4.element import Tag

from medium_archive import links


class Provider(Protocol):
    """`SAMPLES` are pairs of a frame's address, as seen in Medium's markup, and its page's: the contract tests use
    them.
    """

    SAMPLES: tuple[tuple[str, str], ...]

    @staticmethod
    def page(frame: SplitResult) -> str | None:
        """The address of the page that the frame shows, None when the frame is not of this place."""


_FRAMES = ("iframe", "script", "video", "audio", "embed", "object")
PROVIDERS = tuple(
    cast(Provider, import_module(f"{__name__}.{module.name}")) for module in pkgutil.iter_modules(__path__)
)


def page(frame: str) -> str:
    """The address to keep for a frame's or script's `src`: absolute, encoded, "" for none."""
    frame = frame.strip()
    if frame.startswith("//"):
        frame = f"https:{frame}"
    elif frame.startswith("/"):
        frame = f"https://medium.com{frame}"
    if not frame.lower().startswith(("http:", "https:")):
        return ""
    try:
        parts = urlsplit(frame)
    except ValueError:
        return links.encoded(frame)
    for provider in PROVIDERS:
        address = provider.page(parts)
        if address:
            return links.encoded(address)
    return links.encoded(frame)


def read(figure: Tag) -> list[str]:
    """The addresses of what a `figure.graf--iframe` embeds, none when Medium's export emptied it.

    Three forms: `<iframe src>`, `<script src="https://gist.github.com/…">`, and for a tweet a
    `<blockquote class="twitter-tweet">` that holds a link, to the tweet itself, and mostly nothing else.
    """
    found = [address(tag) for tag in figure.find_all(_FRAMES)]
    found += [page(str(tag["data-href"])) for tag in figure.find_all("div", attrs={"data-href": True})]
    tweet = figure.find("blockquote")
    if isinstance(tweet, Tag):
        hrefs = [str(anchor["href"]) for anchor in tweet.find_all("a", href=True)]
        own = next((href for href in reversed(hrefs) if "/status/" in href), hrefs[0] if hrefs else "")
        found.append(links.encoded(own))
    return [kept for kept in dict.fromkeys(found) if kept]


def address(tag: Tag) -> str:
    """The address of what a frame, a player or a gist's script shows; "" for a script that shows nothing by itself."""
    source = next((str(tag[name]) for name in ("src", "data-src", "data") if tag.get(name)), "")
    inner = tag.find("source", src=True)
    if not source and isinstance(inner, Tag):
        source = str(inner["src"])
    if not source or (tag.name == "script" and links.host(source) != "gist.github.com"):
        return ""
    return page(source)
