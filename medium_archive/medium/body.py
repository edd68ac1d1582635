"""The body of a post, read into blocks of plain HTML. Medium has it as a flat list of grafs in sections and boxes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from html import escape
from itertools import chain

from bs4.element import Comment, NavigableString, PageElement, Tag

from medium_archive import links, soup
from medium_archive.medium import cards, code, controls, depth, embeds, inline, joining, lists, pictures, tables
from medium_archive.medium.blocks import Block
from medium_archive.medium.spread import spread
from medium_archive.medium.strays import BLOCKS, INLINE, MEDIA, has_words, is_inline
from medium_archive.medium.text import attribute, clean
from medium_archive.post import Picture
from medium_archive.report import Issue

# Medium's large heading is h3, its small one h4. The others occur in old covers, or never.
_HEADINGS = {"h1": "h2", "h2": "h2", "h3": "h2", "h4": "h3", "h5": "h3", "h6": "h3"}
_ALIGNMENTS = ("center", "right")
_FIGURE_LAYOUTS = {
    "graf--layoutOutsetCenter": "wide",
    "graf--layoutFillWidth": "full",
    "graf--layoutOutsetLeft": "left",
    "graf--layoutInsetLeft": "left",
}
_TEXTS = frozenset(("p", "label", "li", "pre", *_HEADINGS))
_LINES = INLINE | {"summary", "dt", "caption"}
_SPLITTING = BLOCKS - {"figure"}  # pictures in a paragraph come after it
_CONTAINERS = frozenset(("ul", "ol", "menu", "dir", "li", "table", "dl", "details"))
_HOLD_BLOCKS = (BLOCKS | {"thead", "tbody", "tfoot"}) - {"p", *_HEADINGS}
_NO_SECTIONS = _CONTAINERS | {"blockquote", "figure", "p", *_HEADINGS}  # a section inside of these is no part of a post
_SEPARATE = (_CONTAINERS - {"li"}) | {"figure"}  # texts right inside of these are separate
_OF_ONE_TEXT = _TEXTS | {"dt", "dd", "th", "td", "summary", "caption", "blockquote", "figcaption"}
_TOO_DEEP = (
    f"Elements are nested too deeply: more than {depth.MOST_LEVELS} levels of lists, quotes, tables and details, or "
    f"more than {depth.MOST_OTHERS} of other elements. The words, pictures and embeds of the deeper levels are kept. "
    "Edit the text if it needs these levels."
)

_NO_PICTURE = (
    "The export has no address for a picture of this post. If the live post still shows it, add it to the text."
)
_NO_CARD = (
    "The export has no address for a link card of this post; its words are kept. If the live post still has the card, "
    "add its address to the text."
)
_EMPTIED = "The export has emptied an embed of this post. If the live post still shows it, add its address to the text."


@dataclass
class _State:
    """What was read of one body so far: the codes and messages of issues, and the number of sections."""

    issues: list[tuple[str, str]] = field(default_factory=list)
    sections: int = 0
    has_stray_media: bool = False  # pictures or frames outside of figures, where Medium puts none
    has_odd_blocks: bool = False  # a block in a paragraph, a heading or an inline element, where Medium puts none


def read(body: Tag, where: str, parts: Iterable[Block | Tag] | None = None) -> tuple[list[Block], list[Issue]]:
    """The blocks of `<section data-field="body">`, with the title and the subtitle, and the issues.

    `where` is the place that the issues name. `parts` are blocks that are read already, between elements of the body.
    """
    state = _State()
    if depth.limit(body):
        state.issues.append(("nested-too-deep", _TOO_DEEP))
    inside = soup.tags(body)
    for tag in inside:
        if tag.name in MEDIA:
            state.has_stray_media = state.has_stray_media or _is_stray(tag)
        elif tag.name in BLOCKS and tag.parent is not None:
            state.has_odd_blocks |= tag.parent.name not in _HOLD_BLOCKS
    for tag in inside:
        if tag.name in controls.NAMES:
            controls.show_words(tag)
    found = (_block(one, state) if isinstance(one, Tag) else (one,) for one in parts or ())
    blocks = joining.join(_blocks(body, state) if parts is None else chain.from_iterable(found), state.issues)
    return blocks, [Issue(where, name, message, "note") for name, message in state.issues]


def _is_stray(medium: Tag) -> bool:
    """Whether a picture or a frame is outside of any figure, or in a figure that is inside a text."""
    figure = medium.find_parent("figure")
    return figure is None or medium.find_parent(_TEXTS) is not None or figure.find_parent(_LINES) is not None


def _blocks(node: Tag, state: _State) -> list[Block]:
    found: list[Block] = []
    stray: list[PageElement] = []
    for child in node.contents.copy():  # because the loop moves inline children out
        if not isinstance(child, Tag):
            if isinstance(child, NavigableString) and not isinstance(child, Comment):
                stray.append(child)
        elif is_inline(child):
            stray.append(child)
        else:
            if stray:
                found += _stray_paragraph(stray)
            found += _block(child, state)
    if stray:
        found += _stray_paragraph(stray)
    return found


def _stray_paragraph(nodes: list[PageElement]) -> Iterator[Block]:
    """Text outside of any graf is a paragraph, so that it is not lost."""
    if any(has_words(node) or (isinstance(node, Tag) and (node.name == "a" or node.find("a"))) for node in nodes):
        holder = soup.Element(name="p")
        for node in nodes:
            holder.append(node.extract())
        if html := inline.read(holder):
            yield Block("p", (html,))
    nodes.clear()


def _block(element: Tag, state: _State) -> Iterable[Block]:  # noqa: PLR0912  # a table of cases, one a line or two
    name, names = element.name, _classes(element)
    if name == "section":
        # Every section begins with a divider, but the first one is not shown
        divider: list[Block] = []
        if element.find_parent(_NO_SECTIONS) is None:
            divider = [Block("hr")] if state.sections else []
            state.sections += 1
        return divider + _blocks(element, state)
    if "section-background" in names or "section-backgroundImage" in names:
        return _cover(element)
    if "graf--mixtapeEmbed" in names:
        return _card(element, state)
    if state.has_odd_blocks and _is_text_with_blocks(element):
        if name in INLINE:
            spread(element, BLOCKS | MEDIA)
        return _blocks(element, state)
    if name in ("p", "label"):
        return _text(_paragraph(element, names), element, state)
    if name in _HEADINGS:
        return _text(_heading(element, names), element, state)
    if name == "blockquote":
        return _quote(element, names, state)
    if name == "pre":
        return _text(_code(element), element, state)
    if name in _CONTAINERS:
        return _container(element, state)
    if name == "figure":
        return _figure(element, names, state)
    if name in MEDIA:
        # With the words for browsers that can't show it
        return [*_medium(element, state), *(_blocks(element, state) if name != "script" else ())]
    if name == "hr":
        return [Block("hr")] if "section-divider" not in names else []
    if name in INLINE:  # with pictures or frames, which follow the text
        media = list(_media_in(element, state))
        return [*_stray_paragraph([element]), *media]
    return _blocks(element, state) if name != "style" else []


def _text(block: Block | None, element: Tag, state: _State) -> list[Block]:
    """The block of a paragraph, a heading or code, then the pictures and frames inside of it."""
    return [*([block] if block else []), *_stray_media(element, state)]


def _code(element: Tag) -> Block | None:
    block = code.read(element)
    role = "" if block.is_new_kind else "old code"
    return Block("pre", (block.text,), language=block.language, role=role) if block.text.strip() else None


def _is_text_with_blocks(element: Tag) -> bool:
    return (element.name in INLINE or element.name in ("p", "label", *_HEADINGS)) and element.find(
        _SPLITTING
    ) is not None


def _stray_media(element: Tag, state: _State) -> Iterable[Block]:
    """Pictures and frames inside a paragraph or an item. They follow it, so that they are not lost."""
    return _media_in(element, state) if state.has_stray_media else ()


def _media_in(element: Tag, state: _State) -> Iterator[Block]:
    for tag in element.find_all(MEDIA):
        yield from _medium(tag, state)


def _medium(tag: Tag, state: _State) -> Iterator[Block]:
    """A picture or a frame as a separate figure."""
    if tag.name == "img":
        picture = _picture(tag, state)
        if picture is not None:
            yield Block("figure", (_img(picture, tag),), pictures=(picture,))
    else:
        address = embeds.address(tag)
        if address:
            yield Block("figure", (_embed(address),))


def _picture(img: Tag, state: _State) -> Picture | None:
    picture = pictures.read(img)
    if picture is None:
        state.issues.append(("picture-without-address", _NO_PICTURE))
    return picture


def _classes(element: Tag) -> list[str]:
    return str(element.get("class", "")).split()


def _aligned(element: Tag) -> tuple[str, ...]:
    align = element.get("data-align")
    return (str(align),) if align in _ALIGNMENTS else ()


def _paragraph(element: Tag, names: list[str]) -> Block | None:
    html = inline.read(element)
    if not html:
        return None
    if "graf--sectionCaption" in names:
        return Block("figcaption", (html,))
    hints = ("drop-cap",) if "graf--hasDropCap" in names else ()
    return Block("p", (html,), hints + _aligned(element))


def _heading(element: Tag, names: list[str]) -> Block | None:
    html = inline.read(element)
    if not html:
        return None
    if "graf--kicker" in names:
        return Block("p", (html,), ("kicker", *_aligned(element)))
    role = "title" if "graf--title" in names else "subtitle" if "graf--subtitle" in names else ""
    return Block(_HEADINGS[element.name], (html,), _aligned(element), role=role)


def _quote(element: Tag, names: list[str], state: _State) -> Iterator[Block]:
    """A quote with its blocks. A picture, an embed or a card ends it, and a new quote follows."""
    classes = (("pull",) if "graf--pullquote" in names else ()) + _aligned(element)
    if element.find(BLOCKS) is None:
        html = inline.read(element)
        if html:
            yield Block("blockquote", (f"<p>{html}</p>",), classes)
        yield from _stray_media(element, state)
        return
    held: list[Block] = []
    for block in joining.join(_blocks(element, state), state.issues):
        if block.name != "figure":
            held.append(block._replace(classes=()) if block.name in _TEXTS else block)
            continue
        if held:
            yield _quote_of(held, classes)
            held = []
        yield block
    if held:
        yield _quote_of(held, classes)


def _quote_of(blocks: list[Block], classes: tuple[str, ...]) -> Block:
    pictures = tuple(picture for block in blocks for picture in block.pictures)
    return Block("blockquote", tuple(block.html for block in blocks), classes, pictures=pictures)


def _container(element: Tag, state: _State) -> Iterator[Block]:
    """A list, a table, a list of definitions or a `details` element."""
    content, media = partial(_content, state=state), partial(_stray_media, state=state)
    if element.name == "table":
        yield from tables.read_table(element, content, media)
    elif element.name == "dl":
        yield from tables.read_definitions(element, content, media)
    elif element.name == "details":
        yield from _details(element, state)
    else:
        yield from (lists.of_item if element.name == "li" else lists.read)(element, content)


def _content(element: Tag, state: _State) -> list[Block]:
    """The blocks in an item, a cell or a definition. A text alone is a paragraph."""
    if element.find(BLOCKS) is not None:
        return joining.join(_blocks(element, state), state.issues)
    html = inline.read(element)
    return [*([Block("p", (html,))] if html else []), *_stray_media(element, state)]


def _details(element: Tag, state: _State) -> Iterator[Block]:
    summary = element.find("summary", recursive=False)
    words, media = "", []
    if isinstance(summary, Tag):
        words = inline.read(summary)
        media = list(_stray_media(summary, state))
        summary.replace_with(soup.Element(name="div"))  # it separates the texts before and after it
    content = [*media, *joining.join(_blocks(element, state), state.issues)]
    parts = ((f"<summary>{words}</summary>",) if words else ()) + tuple(block.html for block in content)
    pictures = tuple(picture for block in content for picture in block.pictures)
    if parts:
        yield Block("details", parts, pictures=pictures, attributes=(("open", ""),) if element.has_attr("open") else ())


def _cover(element: Tag) -> Iterator[Block]:
    picture = pictures.read_cover(element)
    if picture is not None:
        yield Block("figure", (_img(picture, element),), ("cover",), pictures=(picture,))


def _card(element: Tag, state: _State) -> Iterator[Block]:
    card = cards.read(element)
    if card is not None:
        yield Block("figure", (card.html,), pictures=(card.thumbnail,) if card.thumbnail else ())
    elif html := inline.read(element):
        state.issues.append(("card-without-address", _NO_CARD))
        yield Block("p", (html,))
    yield from _media_in(element, state)


def _figure(element: Tag, names: list[str], state: _State) -> Iterator[Block]:
    classes = tuple(layout for name, layout in _FIGURE_LAYOUTS.items() if name in names)[:1]
    inside = soup.tags(element)
    images = [tag for tag in inside if tag.name == "img"]
    shown = [(picture, _img(picture, img)) for img in images if (picture := _picture(img, state)) is not None]
    addresses = embeds.read(element)
    for link in element.find_all("a", href=True) if addresses else ():  # the link of a tweet, which is an embed now
        if links.encoded(str(link["href"])) in addresses and link.find(True) is None and not link.get_text().strip():
            link.extract()
    captions = [inline.read(_taken_out(tag)) for tag in inside if tag.name == "figcaption"]
    caption, *more_captions = captions or [""]
    if shown:
        is_row = any(name.startswith("graf--layoutOutsetRow") for name in names)
        role = "row goes on" if "graf--layoutOutsetRowContinue" in names else "row" if is_row else ""
        held, parts = zip(*shown, strict=True)
        yield Block("figure", parts, classes, caption, role=role, pictures=held)
        caption = ""
    for address in addresses:
        yield Block("figure", (_embed(address),), classes, caption)
        caption = ""
    left = soup.tags(element) if captions else inside
    frames = [tag for tag in left if tag.name in MEDIA and tag.find_parent(MEDIA) is None]
    rest: list[Block] = []
    if _has_text(element):  # rarely: in a frame, or outside of the caption
        for tag in frames:
            _taken_out(tag)
        rest = _blocks(element, state) if _has_text(element) else []
    yield from rest
    # The words for browsers that can't show a frame
    yield from (
        Block("p", (html,)) for tag in frames if tag.name not in ("img", "script") and (html := inline.read(tag))
    )
    # Other text in a frame's figure is an error page of its host
    has_page = any(tag.get("srcdoc") for tag in frames)
    if not (shown or addresses or has_page) and "graf--iframe" in names and (caption or not rest):
        state.issues.append(("embed-emptied", _EMPTIED))
        yield Block("figure", (), ("lost",), caption)
        caption = ""
    for words in (caption, *more_captions):
        if words:
            yield Block("p", (words,))


def _has_text(element: Tag) -> bool:
    has_texts = any(not isinstance(node, Tag) for node in element.descendants)  # quick: most figures have none
    return has_texts and bool(element.get_text().strip())


def _taken_out(tag: Tag) -> Tag:
    """A part of a figure, taken out of it with a link around it alone. Texts before and after it stay apart, except
    inside of one text.
    """
    whole = tag
    while whole.parent is not None and whole.parent.name == "a" and len(whole.parent.contents) == 1:
        whole = whole.parent
    around = whole.find_parent(_OF_ONE_TEXT | _SEPARATE)
    if around is not None and around.name in _SEPARATE:
        whole.insert_before(soup.Element(name="figure"))
    whole.extract()
    return tag


def _img(picture: Picture, element: Tag) -> str:
    """`<img>`, in a link if it was in one at Medium (`a.graf-imageAnchor`)."""
    alt = " ".join(clean(str(element.get("alt", ""))).split())
    html = f'<img src="{attribute(picture.address)}" alt="{attribute(alt)}">'
    anchor = next((tag for tag in element.parents if tag.name == "a" and tag.has_attr("href")), None)
    if anchor is None:
        return html
    return f'<a href="{attribute(links.target(str(anchor["href"])))}">{html}</a>'


def _embed(address: str) -> str:
    return f'<a class="embed" href="{attribute(address)}">{escape(address, quote=False)}</a>'
