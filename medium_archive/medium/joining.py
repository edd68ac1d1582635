"""Joins blocks that Medium splits and a reader sees as one: quotes, rows of pictures, code."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from medium_archive.medium import code
from medium_archive.medium.blocks import Block


def join(blocks: Iterable[Block], issues: list[tuple[str, str]]) -> list[Block]:
    """The blocks after joining: paragraphs of a quote, pictures of a row, a cover and its caption, code. Adds the codes
    and messages of issues to `issues`.
    """
    joined: list[Block] = []
    for block in blocks:
        if block.name == "figcaption":
            _add_cover_caption(joined, block.parts[0])
        elif joined and (one := _joined(joined[-1], block)) is not None:
            joined[-1] = one
        else:
            joined.append(block)
    return list(_join_code(joined, issues))


def _joined(first: Block, second: Block) -> Block | None:
    if first.name == second.name == "blockquote" and first.classes == second.classes:
        return first._replace(parts=first.parts + second.parts, pictures=first.pictures + second.pictures)
    if first.role == second.role == "stray item":
        return first._replace(parts=first.parts + second.parts, pictures=first.pictures + second.pictures)
    if second.role == "row goes on" and first.role in ("row", "row goes on"):
        caption = "<br>".join(words for words in (first.caption, second.caption) if words)
        pictures = first.pictures + second.pictures
        return first._replace(parts=first.parts + second.parts, caption=caption, pictures=pictures)
    return None


def _add_cover_caption(blocks: list[Block], caption: str) -> None:
    """Add a caption to the cover of its section. Without a cover it is a paragraph."""
    for position in range(len(blocks) - 1, -1, -1):
        block = blocks[position]
        if block.name == "hr":
            break
        if "cover" in block.classes and not block.caption:
            blocks[position] = block._replace(caption=caption)
            return
    blocks.append(Block("p", (caption,)))


def _join_code(blocks: list[Block], issues: list[tuple[str, str]]) -> Iterator[Block]:
    position = 0
    while position < len(blocks):
        end = position
        while end < len(blocks) and blocks[end].role == "old code":
            end += 1
        if end == position:
            yield blocks[position]
            position += 1
            continue
        parts = code.joined([block.parts[0] for block in blocks[position:end]])
        if len(parts) > 1:
            message = f"{len(parts)} code blocks touch; if they were one block, join them by hand."
            issues.append(("code-kept-apart", message))
        yield from (Block("pre", (part,)) for part in parts)
        position = end
