"""Embeds: the content of a frame also has a page on the web, and a post keeps the address of that page.

Each member of `ALL` is one module, an `Embed`, for one place or a few similar ones. To add one, write its file and
name it in `ALL`; the contract tests run on it by themselves. A frame that no member knows keeps its own address.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Protocol
from urllib.parse import SplitResult, urlsplit

from medium_archive import links
from medium_archive.medium.embeds import codepen, gist, google_docs, moved, spotify, vimeo, wrapped, youtube
from medium_archive.medium.embeds.place import Place

if TYPE_CHECKING:  # BeautifulSoup takes long to load, and a build uses none of it
    from bs4.element import Tag

__all__ = ["ALL", "Embed", "Place", "address", "page", "place_of", "read"]


class Embed(Protocol):
    """A module that knows the frames of a place.

    `PLACES` are what a page of the site calls it. `SAMPLES` are pairs for the contract tests: the address of a frame,
    as seen in Medium's markup, and the address of its page.
    """

    PLACES: tuple[Place, ...]
    SAMPLES: tuple[tuple[str, str], ...]

    def page(self, frame: SplitResult) -> str | None:
        """The address of the page that the frame shows; None for a frame of another place."""


ALL: tuple[Embed, ...] = (codepen, gist, google_docs, moved, spotify, vimeo, wrapped, youtube)
# Places whose frames have the address of their page already, or that Medium shows without a frame
_OTHER_PLACES = (
    Place("GitHub", ("github.com",)),
    Place("Twitter", ("twitter.com",)),
    Place("X", ("x.com",)),
    Place("Instagram", ("instagram.com",)),
    Place("SlideShare", ("slideshare.net",)),
    Place("Speaker Deck", ("speakerdeck.com",)),
    Place("Upscribe", ("upscri.be",)),
    Place("Datawrapper", ("datawrapper.dwcdn.net",)),
    Place("Google", ("google.com",)),
    Place("Medium", ("medium.com",)),
)
_PLACE_OF = {host: place for embed in ALL for place in embed.PLACES for host in place.hosts} | {
    host: place for place in _OTHER_PLACES for host in place.hosts
}
_WEBSITE = re.compile(r"https?://(?=\S)", re.IGNORECASE)
_FRAMES = frozenset(("iframe", "script", "video", "audio", "embed", "object"))
_TWEETS = "platform.twitter.com/widgets.js"  # of a script that shows the quotes around it


def place_of(host: str) -> Place | None:
    """The place at a host or at a parent domain of it; None for an unknown one."""
    while host:
        if host in _PLACE_OF:
            return _PLACE_OF[host]
        host = host.partition(".")[2]
    return None


def page(frame: str) -> str:
    """The address to keep for a frame's or script's `src`: absolute, encoded, "" for none."""
    frame = frame.strip()
    if frame.startswith("//"):
        frame = f"https:{frame}"
    elif frame.startswith("/"):
        frame = f"https://medium.com{frame}"
    frame = _of_website(frame)
    if not frame:
        return ""
    try:
        parts = urlsplit(frame)
    except ValueError:
        return links.encoded(frame)
    for embed in ALL:
        address = embed.page(parts)
        if address:
            return links.encoded(address)
    return links.encoded(frame)


def _of_website(address: str) -> str:
    """The address with its scheme in lower case, as only then Markdown's form of an embed has it; "" for any other."""
    match = _WEBSITE.match(address)
    return f"{match[0].lower()}{address[match.end() :]}" if match else ""


def read(figure: Tag) -> list[str]:
    """The addresses of what a `figure.graf--iframe` embeds, none when Medium's export emptied it.

    Three forms: `<iframe src>`, `<script src="https://gist.github.com/…">`, and for a tweet a
    `<blockquote class="twitter-tweet">` that contains a link to the tweet, and usually nothing else. A figure with
    only the script of another host embeds that script.
    """
    from medium_archive import soup  # noqa: PLC0415  # as above

    inside = soup.tags(figure)
    found = [address(tag) for tag in inside if tag.name in _FRAMES]
    found += [page(str(tag["data-href"])) for tag in inside if tag.name == "div" and tag.has_attr("data-href")]
    tweet = next((tag for tag in inside if tag.name == "blockquote"), None)
    if tweet is not None:
        hrefs = [str(anchor["href"]) for anchor in tweet.find_all("a", href=True)]
        own = next((href for href in reversed(hrefs) if "/status/" in href), hrefs[0] if hrefs else "")
        found.append(_of_website(links.encoded(own)))
    kept = [one for one in dict.fromkeys(found) if one]
    # Nothing else says what the script of another host shows
    scripts = [page(str(tag["src"])) for tag in inside if tag.name == "script" and tag.get("src")]
    return kept or [one for one in dict.fromkeys(scripts) if one and _TWEETS not in one]


def address(tag: Tag) -> str:
    """The address of what a frame, a player or a gist's script shows; "" for a script that shows nothing by itself."""
    from bs4.element import Tag  # noqa: PLC0415  # as above

    source = next((str(tag[name]) for name in ("src", "data-src", "data") if tag.get(name)), "")
    inner = tag.find("source", src=True)
    if not source and isinstance(inner, Tag):
        source = str(inner["src"])
    if not source or (tag.name == "script" and links.host(source) != "gist.github.com"):
        return ""
    return page(source)
