"""Bare addresses in running text, as GitHub makes links of them: `https://…`, `http://…` and `www.…`.

Only texts that a person wrote are read in this way. In a post of Medium's, an address without a link had none there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

import pyromark

from medium_archive.languages import CJK
from medium_archive.markdown import reader

# Punctuation of Chinese and Arabic ends an address: there is no space after it. GitHub has no such rule
_ADDRESS = re.compile(
    r"(?<![A-Za-z0-9_@./\\!\]<-])(?:https?://|www\.)[^\s<>\\`\u0600-\u061f\u2014\u2018-\u201f\u2026\u3000-\u303f\uff00-\uff0f"
    r"\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65]+",
    re.IGNORECASE,
)
_HOST = re.compile(r"(?:https?://)?([^/?#:]+)", re.IGNORECASE)
_LABEL = re.compile(r"[^\W_][\w-]*")
# Chinese words that follow a host of ASCII letters without a space
_BEFORE_CJK = re.compile(rf"(?:https?://)?(?:[a-z0-9-]+\.)+[a-z]{{2,}}(?={CJK.pattern})", re.IGNORECASE)
_ENTITY_AT_END = re.compile(r"&\w+;\Z")
_HAS_ENTITY = re.compile(r"&#?\w+;")
_MAYBE = re.compile(r"https?://|www\.", re.IGNORECASE)
_TAG = re.compile(r"<(/?)(a|code)\b", re.IGNORECASE)
_TAG_OR_SPACE = re.compile(r"<[^>]*>|\s+")
_CLOSED = ("Link", "Image", "CodeBlock")  # in these an address is no link of its own
_INLINE = ("Emphasis", "Strong", "Strikethrough", "Link", "Image")
# An address alone in a paragraph, maybe with a caption under it, is an embed
_ALONE = re.compile(r"https?://[^\s<>]*[ \t]*(?:\n_[^\n][\s\S]*)?\s*", re.IGNORECASE)


def linked(text: str) -> str:
    """Markdown in which each bare address is a link. Nothing else differs."""
    if not _MAYBE.search(text):  # quick: most texts have none
        return text
    text = text.replace("\r\n", "\n")
    source = text.encode()
    changes: list[tuple[int, int, bytes]] = []
    for start, end in reversed(list(_runs(source))):
        run = source[start:end].decode()
        with_links = _ADDRESS.sub(lambda found: _link(found[0]), run)
        if with_links != run:
            changes.append((start, end, with_links.encode()))
    if not changes:
        return text
    words = _words(source)
    made = _changed(source, changes)
    if _words(made) != words:  # next to a lonely sign of emphasis, a link may give it a meaning
        made = source
        for change in changes:
            one = _changed(made, [change])
            made = one if _words(one) == words else made
    return made.decode()


def _changed(source: bytes, changes: Sequence[tuple[int, int, bytes]]) -> bytes:
    """The source with other text at some places, the last of them first."""
    for start, end, made in changes:
        source = source[:start] + made + source[end:]
    return source


def _words(source: bytes) -> str:
    return _TAG_OR_SPACE.sub("", reader.render(source.decode()))


def _runs(source: bytes) -> Iterator[tuple[int, int]]:
    """The places of text in which addresses are links: neither in code, nor in a link, a picture or an HTML block."""
    events: Any = pyromark.events_with_range(source.decode(), options=reader.OPTIONS)
    open_blocks, closed, in_tag = 0, 0, 0
    start = end = embed = -1
    for event, place in events:
        match event:
            case {"Text": _} if not (closed or in_tag) and place["start"] != embed:
                if place["start"] != end:
                    if end > start:
                        yield start, end
                    start = place["start"]
                end = place["end"]
            case {"Start": tag}:
                open_blocks += 1
                closed += _name(tag) in _CLOSED
                if _name(tag) not in _INLINE:
                    in_tag = 0  # a tag that nobody closed ends with its block
                if tag == "Paragraph" and open_blocks == 1:
                    is_embed = _ALONE.fullmatch(source[place["start"] : place["end"]].decode())
                    embed = place["start"] if is_embed else -1
            case {"End": tag}:
                open_blocks -= 1
                closed -= _name(tag) in _CLOSED
                if _name(tag) not in _INLINE:
                    in_tag = 0
            case {"InlineHtml": html} if found := _TAG.match(html):
                in_tag = max(0, in_tag + (-1 if found[1] else 1))
    if end > start:
        yield start, end


def _name(tag: Any) -> str:
    return tag if isinstance(tag, str) else next(iter(tag))


def _link(found: str) -> str:
    """`found` with its address as a Markdown link. Returns `found` unchanged if Markdown can't link it."""
    cut = _BEFORE_CJK.match(found)
    address = cut[0] if cut else _trimmed(found)
    rest = found[len(address) :]
    host = _HOST.match(address)
    labels = host[1].split(".") if host else []
    if len(labels) < 2 or not all(map(_LABEL.fullmatch, labels)) or "_" in "".join(labels[-2:]):
        return found
    if address[:4].lower() == "http" and not _HAS_ENTITY.search(address):
        return f"<{address}>{rest}"
    if "[" in address or "]" in address:
        return found
    scheme = "" if address[:4].lower() == "http" else "https://"
    return f"[{address}](<{scheme}{address}>){rest}"


def _trimmed(found: str) -> str:
    """The address without the punctuation after it, by GitHub's rules."""
    while found:
        shorter = found.rstrip("?!.,:*_~'\"")
        if shorter.endswith(")") and shorter.count(")") > shorter.count("("):
            shorter = shorter[:-1]
        elif shorter.endswith(";"):
            shorter = _ENTITY_AT_END.sub("", shorter) if _ENTITY_AT_END.search(shorter) else shorter[:-1]
        if shorter == found:
            break
        found = shorter
    return found
