"""Compares the links of two texts: the words of each link, and its address."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from medium_archive.checks.completeness import addresses
from medium_archive.checks.completeness.blocks import Block
from medium_archive.checks.completeness.comparison import followed
from medium_archive.checks.completeness.findings import Findings, Loss


class Link(NamedTuple):
    """A link of a block: the place of its words in the block's text, and its address."""

    start: int
    end: int
    address: str


def of(block: Block) -> Iterator[Link]:
    """The links of a block. Two links that touch and have the same address are one."""
    start, at, address = 0, 0, ""
    for text, _, run_address in block.runs:
        if text == "\n":
            continue
        if run_address != address or (run_address and not text):
            if address:
                yield Link(start, at, address)
            start, address = at, run_address
        at += len(text)
    if address:
        yield Link(start, at, address)


def words(block: Block, link: Link) -> str:
    """The words of a link as a reader sees them."""
    return shown(block, link.start, link.end)


def shown(block: Block, start: int, end: int) -> str:
    """A stretch of a block's text, with the spaces between its words."""
    if start >= end:
        return ""
    at, place, first = 0, 0, -1
    for word in block.spaced.split(" "):
        if first < 0 and start < at + len(word):
            first = place + start - at
        if end <= at + len(word):
            return block.spaced[first : place + end - at]
        at, place = at + len(word), place + len(word) + 1
    return block.spaced[first:].rstrip(" ") if first >= 0 else ""


def compare(one: Block, other: Block, findings: Findings) -> None:
    """Compare the links of a text with the links of the converted text."""
    wanted = [(one.text[link.start : link.end], link) for link in of(one)]
    found = [(other.text[link.start : link.end], link) for link in of(other)]
    if [(text, link.address) for text, link in wanted] == [(text, link.address) for text, link in found]:
        return
    rest = Counter(link.address for _, link in found)
    texts_of: dict[str, list[str]] = {}
    for text, link in found:
        texts_of.setdefault(link.address, []).append(text)
    for text, link in wanted:
        if findings.on_page and not followed.is_followed(link.address):
            rest[link.address] -= 1  # named as a known loss, whether it is here or not
            continue
        at = link.address if rest[link.address] > 0 else _as_on_page(link.address, rest) if findings.on_page else ""
        if at and rest[at] > 0:
            rest[at] -= 1
            if one.text == other.text and text not in texts_of[at]:
                findings.lose("links", f"{words(one, link)} ({link.address})")
        else:
            findings.lose("links", f"{words(one, link)} ({link.address})")
    for address, count in rest.items():
        if count > 0:
            findings.add("links", address, count)


def _as_on_page(address: str, found: Mapping[str, int]) -> str:
    """The form of an address on a page of the site, "" if it is not there. Links inside a post differ there."""
    secure = (f"https:{address}", f"https://{address}")
    is_inner = address.startswith("#")
    for other, count in found.items():
        if count > 0 and (other in secure or (is_inner and other == "#text")):
            return other
    return ""


def not_followed(blocks: Iterable[Block]) -> Iterator[Loss]:
    """A known loss for each link of an original whose address no page can lead to."""
    for block in blocks:
        for link in of(block) if any([run[2] for run in block.runs]) else ():  # noqa: C419  # the list is quicker
            if not followed.is_followed(link.address):
                yield Loss("links", f"{words(block, link)} ({link.address})", why="page address")
        if block.link and block.kind == "picture" and not followed.is_followed(addresses.normal(block.link)):
            yield Loss("links", f"{block.address} ({block.link})", why="page address")
        if block.kind == "picture" and block.address.startswith("data:"):  # the site loads no such picture
            yield Loss("pictures", block.address, why="page address")
