"""Compares the pictures, embeds, cards and code of an original with the converted ones."""

from __future__ import annotations

from functools import lru_cache

from medium_archive.checks.completeness import addresses
from medium_archive.checks.completeness.blocks import Block
from medium_archive.checks.completeness.characters import plain_spaces
from medium_archive.checks.completeness.comparison import embeds, followed, texts
from medium_archive.checks.completeness.findings import Findings
from medium_archive.checks.completeness.marks import STRONG


def compare_picture(one: Block, other: Block, findings: Findings) -> None:
    same = addresses.picture_name(one.address) == addresses.picture_name(other.address)
    if same and "://" in one.address and "://" in other.address:
        same = addresses.normal(one.address) == addresses.normal(other.address)
    is_left_out = findings.on_page and one.address.startswith("data:") and not other.address
    if not same and not is_left_out:
        findings.lose("pictures", one.address)
        findings.add("pictures", other.address)
    if one.alt != other.alt and plain_spaces(one.alt) != plain_spaces(other.alt):
        if one.alt:
            findings.lose("picture_descriptions", one.alt)
        else:
            findings.add("picture_descriptions", other.alt)
    link, its = addresses.normal(one.link), addresses.normal(other.link)
    if link != its and not (findings.on_page and link and not followed.is_followed(link)):
        if link:
            findings.lose("links", f"{one.address} ({one.link})")
        else:
            findings.add("links", f"{other.address} ({other.link})")


def compare_embed(one: Block, other: Block, findings: Findings) -> None:
    """The kept address must lead to what the frame showed. It may be that of the page instead of the player."""
    if not embeds.same(one.address, other.address):
        findings.lose("embeds", one.address)
    if other.alt:
        findings.add("picture_descriptions", other.alt)


def compare_card(one: Block, other: Block, findings: Findings) -> None:
    """Compare title and description. Medium's page also shows the host, which is in the address."""
    if addresses.normal(one.address) != addresses.normal(other.address):
        findings.lose("cards", one.address)
        return
    if other.alt:
        findings.add("picture_descriptions", other.alt)
    one = texts.with_plain_spaces(one)
    wanted, kept = one.text, other.text
    host = one.link or one.address  # of a card to an own post, `link` is the address that Medium's card has
    bare = _without_host(wanted, host)
    if not bare:
        return
    title = "".join(text for text, marks, _ in one.runs if marks & STRONG)
    # The last word may be the host or a part of the description
    is_whole = kept in (wanted, bare) or _without_host(kept, host) in (wanted, bare)
    # A description that repeats the title may be kept once
    is_once = bare == title * 2 and _without_host(kept, host) == title
    if not (is_whole or is_once):
        findings.lose("cards", one.spaced)
        return
    if one.spaced.startswith(other.spaced):  # nearly every card: only the host is missing
        return
    begins = min(len(bare), len(kept), len(_without_host(kept, host)))
    border = len("".join(text for text, marks, _ in other.runs if marks & STRONG))
    for start, length in ((0, min(border, begins)), (border, begins - border)):
        if length > 0:
            texts.compare_gaps(one, other, [(start, start, length)], findings, "cards")


@lru_cache(maxsize=4096)
def _host(address: str) -> str:
    return addresses.unquoted(address).partition("://")[2].partition("/")[0].lower()


def _without_host(text: str, address: str) -> str:
    host = _host(address)
    for name in (host, host.removeprefix("www.")):
        if name and text.lower().endswith(name):
            return text[: -len(name)]
    return text
