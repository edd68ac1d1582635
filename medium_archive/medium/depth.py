"""Elements that are nested too deeply: their words stay, as text alone (docs/markdown.md, "What is read as what").

Nobody writes so many levels, but a page may have thousands. Every reader below calls itself for each level.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bs4.element import NavigableString, Tag

from medium_archive import soup
from medium_archive.medium.strays import HEADINGS, INLINE, MEDIA

MOST_LEVELS = 24  # of lists, quotes, tables, details and definitions in one another
MOST_OTHERS = 48  # of other elements around an element: Medium has 3 around each graf
_LISTS = frozenset(("ul", "ol", "menu", "dir"))
_LEVELS = _LISTS | {"table", "dl", "details", "blockquote"}
_SECTIONS = frozenset(("table", "thead", "tbody", "tfoot"))
_ROWS = _SECTIONS | {"tr"}
# A part right inside of one of these comes with it, and is not counted. In any other place it is like other elements
_PARTS = {
    "li": _LISTS,
    **dict.fromkeys(("thead", "tbody", "tfoot", "caption"), frozenset(("table",))),
    "tr": _SECTIONS,
    **dict.fromkeys(("td", "th"), _ROWS),
    **dict.fromkeys(("dt", "dd"), frozenset(("dl", "div"))),
    "summary": frozenset(("details",)),
}
# The text of each of these is a paragraph
_OWNERS = frozenset(
    ("p", "div", "section", "li", "td", "th", "caption", "dt", "dd", "summary", "pre", "blockquote",
     "figure", "figcaption", *HEADINGS)
)  # fmt: skip


def limit(body: Tag) -> bool:
    """Replace the content of each element that is too deep by its words, pictures and frames. Returns whether there was
    such an element.
    """
    known = soup.levels(body)
    if known is not None and known <= MOST_LEVELS:  # quick: pages of Medium have about ten
        return False
    levels = {id(body): (0, 0)}
    too_deep: list[Tag] = []
    inside: set[int] = set()  # of an element that is too deep
    for tag in soup.tags(body):
        above = id(tag.parent)
        if inside and above in inside:
            inside.add(id(tag))
            continue
        level, others = levels[above]
        if tag.name in _LEVELS:
            level += 1
        elif tag.parent is None or tag.parent.name not in _PARTS.get(tag.name, ()):
            others += 1
        levels[id(tag)] = (level, others)
        if tag.name in MEDIA and not any(isinstance(node, Tag) for node in tag.contents):
            continue  # a picture or a frame alone is kept at any depth
        if level > MOST_LEVELS or others > MOST_OTHERS:
            too_deep.append(tag)
            inside.add(id(tag))
    for tag in too_deep:
        _put_words(tag)
    return bool(too_deep)


def _put_words(element: Tag) -> None:
    if element.name in MEDIA:
        element = element.wrap(soup.Element(name="div"))
    shown = [tag for tag in element.descendants if isinstance(tag, Tag) and tag.name in MEDIA]
    is_line = element.name in INLINE and not any(
        isinstance(tag, Tag) and tag.name in _OWNERS for tag in element.descendants
    )
    texts = list(_texts(element))
    for tag in shown:
        tag.extract()
    element.clear()
    if is_line:
        element.append("".join(text for _, text in texts))
    else:
        element.name, element.attrs = "div", {}
        for words in _by_owner(texts):
            paragraph = soup.Element(name="p")
            paragraph.append(words)
            element.append(paragraph)
    element.extend(shown)


def _texts(element: Tag) -> Iterator[tuple[int, str]]:
    """Each text in an element, with the number of its paragraph."""
    owners: dict[int, int] = {id(element): id(element)}
    for node in element.descendants:
        owner = owners.get(id(node.parent), 0)
        if isinstance(node, Tag):
            # Of a picture or a frame nothing is a text
            owners[id(node)] = 0 if node.name in MEDIA or not owner else id(node) if node.name in _OWNERS else owner
            if owner and node.name == "br":
                yield owner, " "
        elif type(node) is NavigableString and owner:
            yield owner, str(node)


def _by_owner(texts: Iterable[tuple[int, str]]) -> Iterator[str]:
    last, words = 0, ""
    for owner, text in texts:
        if owner != last and words.strip():
            yield words
        words = text if owner != last else words + text
        last = owner
    if words.strip():
        yield words
