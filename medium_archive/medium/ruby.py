"""Ruby: characters with their reading above them, `<ruby>漢<rt>かん</rt></ruby>`."""

from __future__ import annotations

from collections.abc import Iterator

from bs4.element import PageElement, Tag

_READINGS = ("rt", "rp")
_PARTS = (*_READINGS, "rb", "rtc")


def pieces(ruby: Tag) -> Iterator[tuple[str, list[PageElement]]]:
    """The content of a `ruby` element in order: "" and nodes of the base text, or "rt" or "rp" and the nodes in it.

    The end tags of `rt` and `rp` may be left out. Then the parser puts what follows inside, and it is taken out again.
    """
    yield from _pieces(list(ruby.children))


def _pieces(nodes: list[PageElement]) -> Iterator[tuple[str, list[PageElement]]]:
    pending = list(nodes)
    while pending:
        node = pending.pop(0)
        if not isinstance(node, Tag) or node.name not in _PARTS:
            yield "", [node]
            continue
        inner = list(node.children)
        if node.name not in _READINGS:
            pending[:0] = inner
            continue
        end = next((n for n, child in enumerate(inner) if _is_part(child)), len(inner))
        yield node.name, inner[:end]
        pending[:0] = inner[end:]


def _is_part(node: PageElement) -> bool:
    return isinstance(node, Tag) and node.name in _PARTS
