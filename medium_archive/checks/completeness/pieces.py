"""Pictures, embeds, cards and code compared with what became of them."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from urllib.parse import unquote

from medium_archive.checks.completeness import blocks
from medium_archive.checks.completeness.blocks import BORDER, STRONG, Block, Code
from medium_archive.checks.completeness.findings import Findings

# What a player's address may say beside what it plays.
_PLAYERS = frozenset(
    (
        "embed",
        "embedded",
        "preview",
        "player",
        "video",
        "videoseries",
        "iframe",
        "widget",
        "twitter",
        "pubembed",
        "result",
    )
)
# Where another address stands in a player's own, and where an id does.
_WRAPPED = re.compile(r"[?&](?:url|href)=(https?://[^&]+)")
_QUERY = re.compile(r"[?&](?:list|h|id|v|uri|file|start(?==\d))=([^&#]+)")


def compare_picture(one: Block, other: Block, findings: Findings) -> None:
    same = blocks.picture_name(one.address) == blocks.picture_name(other.address)
    if same and "://" in one.address and "://" in other.address:
        same = blocks.same_address(one.address) == blocks.same_address(other.address)
    if not same:
        findings.lose("pictures", one.address)
        findings.add("pictures", other.address)
    if one.words != other.words:
        if one.words:
            findings.lose("picture descriptions", one.words)
        else:
            findings.add("picture descriptions", other.words)
    if one.target and blocks.same_address(one.target) != blocks.same_address(other.target):
        findings.lose("links", f"{one.address} ({one.target})")


def compare_embed(one: Block, other: Block, findings: Findings) -> None:
    """The thing that is embedded must be named in the address that is kept, whatever form that has now."""
    kept = _decoded(other.address)
    for name in _names(_decoded(one.address)):
        # Whole: "1" is in "t=1s", not in "t=10"
        if not re.search(rf"(?<![0-9A-Za-z]){re.escape(name)}s?(?![0-9A-Za-z])", kept):
            findings.lose("embeds", one.address)
            return


def _decoded(address: str) -> str:
    # An address may stand in another one. The name of a gist's file is written with "-" for "."
    return unquote(unquote(address.strip())).replace(".", "-")


def _names(address: str) -> list[str]:
    """What names the thing behind a player's address: ids in the path, in the query, behind the "#"; where there are
    none, the last word of the path that says more than "player".
    """
    if wrapped := _WRAPPED.search(address):
        return _names(wrapped[1])
    head, _, fragment = address.partition("#")
    path, _, query = head.partition("?")
    parts = [re.sub("-js$", "", part) for part in path.partition("://")[2].split("/")[1:]]
    telling = [part for part in parts if part and part not in _PLAYERS]
    names = [part for part in telling if len(part) >= 4 and re.search("[0-9A-Z]", part)]
    names += [re.split("[:/]", value)[-1] for value in _QUERY.findall(f"?{query}")]
    names += [re.sub("-js$", "", re.split("[/?]", fragment.removeprefix("!/embed/"))[0])] if fragment else []
    return names or telling[-1:]


def compare_card(one: Block, other: Block, findings: Findings) -> None:
    """A card's title and description; its host is in its address, where Medium shows it a second time."""
    if blocks.same_address(one.address) != blocks.same_address(other.address):
        findings.lose("cards", one.address)
        return
    wanted, kept = _without_host(one.text, one.address), _without_host(other.text, one.address)
    title = "".join(text for text, marks, _ in one.runs if marks & STRONG)
    # A description that only says the title again may be kept once
    if kept != wanted and (kept != title or wanted != title * 2):
        findings.lose("cards", one.spoken)


def _without_host(text: str, address: str) -> str:
    host = unquote(address).partition("://")[2].partition("/")[0].lower()
    for name in (host, host.removeprefix("www.")):
        if name and text.lower().endswith(name):
            return text[: -len(name)]
    return text


# Code


def compare_code(one: Code, other: Code, findings: Findings) -> None:
    """Every line to the character, the blank lines between them, the language of each block."""
    places: dict[int, int] = {}
    if one.lines == other.lines:
        places = {number: number for number in range(len(one.lines))}
        for number, (wanted, found) in enumerate(zip(one.gaps, other.gaps, strict=True), 1):
            # Where a block ended at Medium, one block may go on now, after a blank line or without one
            kept = found == wanted or (wanted == BORDER and found >= 0)
            if not kept:
                findings.lose("code lines", f"(blank lines before) {one.lines[number]}", max(wanted, 1))
    else:
        matcher = SequenceMatcher(None, one.lines, other.lines, autojunk=False)
        for tag, i1, i2, j1, j2 in matcher.get_opcodes():
            if tag == "equal":
                places.update(zip(range(i1, i2), range(j1, j2), strict=True))
                continue
            for line in one.lines[i1:i2]:
                findings.lose("code lines", line)
            for line in other.lines[j1:j2]:
                findings.add("code lines", line)
    _compare_languages(one, other, places, findings)


def _compare_languages(one: Code, other: Code, places: dict[int, int], findings: Findings) -> None:
    ends = [block.start for block in one.blocks[1:]] + [len(one.lines)]
    for block, end in zip(one.blocks, ends, strict=True):
        if not block.language:
            continue
        place = next((places[n] for n in range(block.start, end) if n in places), None)
        now = language_at(other, place) if place is not None else ""
        if now.lower() != block.language.lower():
            why = "" if block.chosen or now else "guessed language"
            findings.lose("code languages", f"{block.language}: {one.lines[block.start]}", why=why)


def language_at(code: Code, line: int) -> str:
    """The language of the block that a line stands in."""
    return next((block.language for block in reversed(code.blocks) if block.start <= line), "")
