"""Lists in their one form: tight, where each item is a line with lists under it, else with paragraphs in the items."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from bs4.element import Tag

from medium_archive import soup
from medium_archive.medium import strays
from medium_archive.medium.blocks import LISTS, Block

ReadContent = Callable[[Tag], Sequence[Block]]
_Place = Literal["item", "list", "block"]
_LISTS = ("ul", "ol", "menu", "dir")
_TYPES = ("1", "a", "A", "i", "I")
_NUMBER = re.compile(r"[+-]?\d{1,9}")


@dataclass(frozen=True)
class _Item:
    blocks: tuple[Block, ...]
    value: str = ""

    @property
    def is_line(self) -> bool:
        """Whether the item is empty or one line of text, and has only lists below it that need no blank line."""
        texts = self.blocks[:1] if self.blocks and _is_text(self.blocks[0]) else ()
        lists = self.blocks[len(texts) :]
        return all(block.name in LISTS for block in lists) and not (texts and lists and _needs_blank_line(lists[0]))

    def html(self, *, is_loose: bool) -> str:
        value = f' value="{self.value}"' if self.value else ""
        inner = "".join(block.parts[0] if not is_loose and _is_text(block) else block.html for block in self.blocks)
        return f"<li{value}>{inner}</li>"


def read(element: Tag, content: ReadContent) -> Iterator[Block]:
    """A list as a block, or as several with what can't be in a list between them: an embed, a card. An ordered list
    then goes on with the next number.

    `content` gives the blocks of an element.
    """
    name = "ol" if element.name == "ol" else "ul"
    attributes = _attributes(element) if name == "ol" else {}
    number = int(attributes.get("start", "1"))
    items: list[_Item] = []
    for blocks, written, place in _contents(element, content):
        is_item = place == "item"
        value = "" if written == str(number + len(items)) else written
        if value:  # the items after it follow its number
            number = int(value) - len(items)
        held: list[Block] = []
        is_put = not is_item
        for block in blocks:
            if is_item and _can_hold(block):
                held.append(block)
                continue
            if place == "list" and block.name in LISTS:
                items[-1:] = [_Item((*(items[-1].blocks if items else ()), block), items[-1].value if items else "")]
                continue
            if held:
                items.append(_Item(tuple(held), value))
                is_put = True
            if items:
                yield _block(name, items, attributes)
            number += len(items)
            items, held, value = [], [], ""
            attributes |= {"start": str(number)} if name == "ol" and number != 1 else {}
            yield block
        if held or not blocks:
            items.append(_Item(tuple(held), value))
        elif not is_put:  # an embed was the whole item, and had its number
            number += 1
            attributes |= {"start": str(number)} if name == "ol" else {}
    if items:
        yield _block(name, items, attributes)


def of_item(element: Tag, content: ReadContent) -> Iterator[Block]:
    """An item outside of any list, as a list of its own."""
    holder = soup.Element(name="ul")
    element.insert_before(holder)
    holder.append(element.extract())
    yield from (block._replace(role="stray item") if block.name == "ul" else block for block in read(holder, content))


def _contents(element: Tag, content: ReadContent) -> Iterator[tuple[Sequence[Block], str, _Place]]:
    """The blocks of each child, its number, "" for the next one, and what it is there. A line of text between two items
    is an item too; a list or another block there is not.
    """
    for child, is_line in strays.grouped(element.children, ("li",)):
        first = child.contents[0] if child.contents else None
        is_list = isinstance(first, Tag) and first.name in _LISTS
        blocks = content(child)
        if child.name == "li":
            value = str(child.get("value", "")).strip()
            yield blocks, str(int(value)) if _NUMBER.fullmatch(value) else "", "item"
        elif blocks:
            yield blocks, "", "item" if is_line else "list" if is_list else "block"


def _attributes(element: Tag) -> dict[str, str]:
    found: dict[str, str] = {}
    start = str(element.get("start", "")).strip()
    if _NUMBER.fullmatch(start) and int(start) != 1:
        found["start"] = str(int(start))
    if (kind := str(element.get("type", ""))) in _TYPES[1:]:
        found["type"] = kind
    if element.has_attr("reversed"):
        found["reversed"] = ""
    return found


def _block(name: str, items: Sequence[_Item], attributes: dict[str, str]) -> Block:
    is_loose = not all(item.is_line for item in items)
    pictures = tuple(picture for item in items for block in item.blocks for picture in block.pictures)
    parts = tuple(item.html(is_loose=is_loose) for item in items)
    return Block(name, parts, pictures=pictures, attributes=tuple(attributes.items()))


def _is_text(block: Block) -> bool:
    return block.name == "p" and not block.classes


def _can_hold(block: Block) -> bool:
    """Whether Markdown can hold the block in an item. An embed and a card are paragraphs of their own."""
    return block.name != "figure" or ("<img" in block.html and "lost" not in block.classes)


def _needs_blank_line(block: Block) -> bool:
    """Whether Markdown reads the list below a line of text only after a blank line."""
    return any(name == "start" for name, _ in block.attributes) or block.parts[0].startswith("<li></li>")
