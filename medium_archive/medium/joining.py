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
    group: list[Block] = []  # that become the last block
    for block in blocks:
        if block.name == "figcaption":
            _end(group, joined)
            _add_cover_caption(joined, block.parts[0])
        elif (group or joined) and _is_one(group[0] if group else joined[-1], block):
            group += (block,) if group else (joined.pop(), block)
        else:
            _end(group, joined)
            joined.append(block)
    _end(group, joined)
    return list(_join_code(joined, issues))


def _end(group: list[Block], joined: list[Block]) -> None:
    if group:
        joined.append(_joined(group))
        group.clear()


def _is_one(first: Block, second: Block) -> bool:
    """Whether a reader sees the second block as a part of the first."""
    return _is_text(first, second) or (second.role == "row goes on" and first.role in ("row", "row goes on"))


def _is_text(first: Block, second: Block) -> bool:
    is_quote = first.name == second.name == "blockquote" and first.classes == second.classes
    return is_quote or first.role == second.role == "stray item"


def _joined(group: list[Block]) -> Block:
    first = group[0]
    parts = tuple(part for block in group for part in block.parts)
    pictures = tuple(picture for block in group for picture in block.pictures)
    if _is_text(first, group[1]):
        return first._replace(parts=parts, pictures=pictures)
    caption = "<br>".join(block.caption for block in group if block.caption)
    return first._replace(parts=parts, caption=caption, pictures=pictures)


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
