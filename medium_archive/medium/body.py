"""The body of a post: Medium's flat run of grafs, in sections and layout boxes, as a list of blocks of plain HTML."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from html import escape

from bs4.element import Comment, NavigableString, PageElement, Tag

from medium_archive import links
from medium_archive.medium import cards, code, embeds, inline, pictures
from medium_archive.medium.text import attribute, clean
from medium_archive.post import Picture
from medium_archive.report import Issue

# Medium's big heading is h3, its small one h4; the title stands above both. The others occur in old covers, or never.
_HEADINGS = {"h1": "h2", "h2": "h2", "h3": "h2", "h4": "h3", "h5": "h3", "h6": "h3"}
_ALIGNMENTS = ("center", "right")
_FIGURE_LAYOUTS = {
    "graf--layoutOutsetCenter": "wide",
    "graf--layoutFillWidth": "full",
    "graf--layoutOutsetLeft": "left",
    "graf--layoutInsetLeft": "left",
}
_INLINE = ("a", "strong", "b", "em", "i", "code", "span", "br", "u", "s", "sub", "sup", "mark")
_MEDIA = ("img", "iframe", "video", "audio", "embed", "object", "script")
_BLOCKS = ("p", "div", "figure", "blockquote", "pre", "ul", "ol", "table", *_HEADINGS)
_TEXTS = ("p", "label", "li", "pre", *_HEADINGS)
_IN_QUOTE = ("p", "h2", "h3", "blockquote")
_IN_ITEM = ("p", "h2", "h3", "ul", "ol")


@dataclass(frozen=True)
class Block:
    """One element of plain HTML. `parts` are its paragraphs, items, lines of a row: finished inline HTML (text for
    code).
    """

    name: str
    parts: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    caption: str = ""
    language: str = ""
    role: str = ""  # "title", "subtitle", "row", "old code": what it was to Medium
    pictures: tuple[Picture, ...] = ()

    @property
    def html(self) -> str:
        return f"<{self.name}{self._class}>{self._content}</{self.name}>" if self.name != "hr" else "<hr>"

    @property
    def _class(self) -> str:
        return f' class="{" ".join(self.classes)}"' if self.classes else ""

    @property
    def _content(self) -> str:
        if self.name == "blockquote":
            return "".join(f"<p>{part}</p>" for part in self.parts)
        if self.name in ("ul", "ol"):
            return "".join(f"<li>{part}</li>" for part in self.parts)
        if self.name == "pre":
            language = f' class="language-{escape(self.language)}"' if self.language else ""
            return f"<code{language}>{escape(self.parts[0], quote=False)}</code>"
        caption = f"<figcaption>{self.caption}</figcaption>" if self.caption else ""
        return "".join(self.parts) + caption


@dataclass
class _Walk:
    """What a walk through one body has met so far."""

    issues: list[tuple[str, str]] = field(default_factory=list)
    sections: int = 0
    has_stray_media: bool = False  # pictures or frames in texts or in no figure, where Medium puts none


def read(body: Tag, where: str) -> tuple[list[Block], list[Issue]]:
    """The blocks of `<section data-field="body">`, the title and subtitle still among them, and what is to be told.

    `where` names the post in the issues.
    """
    stray = any(tag.find_parent("figure") is None or tag.find_parent(_TEXTS) for tag in body.find_all(_MEDIA))
    walk = _Walk(has_stray_media=stray)
    blocks = list(_code_joined(_merged(_blocks(body, walk)), walk))
    return blocks, [Issue(where, name, message, "note") for name, message in walk.issues]


def _blocks(node: Tag, walk: _Walk) -> Iterator[Block]:
    loose: list[PageElement] = []
    for child in list(node.children):  # loose ones are taken out on the way
        if not isinstance(child, Tag):
            if isinstance(child, NavigableString) and not isinstance(child, Comment):
                loose.append(child)
            continue
        if _is_inline(child):
            loose.append(child)
            continue
        yield from _loose_paragraph(loose)
        yield from _block(child, walk)
    yield from _loose_paragraph(loose)


def _is_inline(element: Tag) -> bool:
    return element.name in _INLINE and element.find([*_BLOCKS, *_MEDIA]) is None


def _loose_paragraph(nodes: list[PageElement]) -> Iterator[Block]:
    """Text that stands in no graf is a paragraph: nothing is lost for being in an unknown place."""
    if any(clean(node.get_text()).strip() for node in nodes):
        holder = Tag(name="p")
        for node in nodes:
            holder.append(node.extract())
        yield Block("p", (inline.read(holder),))
    nodes.clear()


def _block(element: Tag, walk: _Walk) -> Iterator[Block]:  # noqa: PLR0912  # a table of cases, one a line or two
    names = _classes(element)
    if element.name == "section":
        # Every section begins with a divider; the first one's is no break
        if walk.sections:
            yield Block("hr")
        walk.sections += 1
        yield from _blocks(element, walk)
    elif "section-background" in names or "section-backgroundImage" in names:
        yield from _cover(element)
    elif "graf--mixtapeEmbed" in names:
        yield from _card(element, walk)
    elif element.name in ("label", "p"):
        yield from _paragraph(element, names)
        yield from _stray_media(element, walk)
    elif element.name in _HEADINGS:
        yield from _heading(element, names)
        yield from _stray_media(element, walk)
    elif element.name == "blockquote":
        yield from _quote(element, names, walk)
    elif element.name == "pre":
        block = code.read(element)
        if block.text.strip():
            yield Block("pre", (block.text,), language=block.language, role="" if block.is_new_kind else "old code")
        yield from _stray_media(element, walk)
    elif element.name in ("ul", "ol"):
        yield from _list(element, walk)
    elif element.name == "li":
        yield from (replace(b, name="ul", role="loose item") if b.name == "li" else b for b in _items(element, walk))
    elif element.name == "figure":
        yield from _figure(element, names, walk)
    elif element.name in _MEDIA:
        yield from _medium(element, walk)
    elif element.name == "hr":
        if "section-divider" not in names:
            yield Block("hr")
    elif _is_inline(element):
        yield from _loose_paragraph([element])
    elif element.name != "style":
        yield from _blocks(element, walk)


def _stray_media(element: Tag, walk: _Walk) -> Iterator[Block]:
    """Pictures and frames inside a paragraph or an item, after it: nothing is lost for being in an unknown place."""
    if walk.has_stray_media:
        yield from _media_in(element, walk)


def _media_in(element: Tag, walk: _Walk) -> Iterator[Block]:
    for tag in element.find_all(_MEDIA):
        yield from _medium(tag, walk)


def _medium(tag: Tag, walk: _Walk) -> Iterator[Block]:
    """A picture or a frame as a figure of its own."""
    if tag.name == "img":
        picture = _picture(tag, walk)
        if picture is not None:
            yield Block("figure", (_img(picture, tag),), pictures=(picture,))
    else:
        address = embeds.address(tag)
        if address:
            yield Block("figure", (_embed(address),))


def _picture(img: Tag, walk: _Walk) -> Picture | None:
    picture = pictures.read(img)
    if picture is None:
        walk.issues.append(("picture-without-address", "A picture has no address in the export: nothing to show."))
    return picture


def _classes(element: Tag) -> list[str]:
    return str(element.get("class", "")).split()


def _aligned(element: Tag) -> tuple[str, ...]:
    return tuple(name for name in _ALIGNMENTS if element.get("data-align") == name)


def _paragraph(element: Tag, names: list[str]) -> Iterator[Block]:
    html = inline.read(element)
    if not html:
        return
    if "graf--sectionCaption" in names:
        yield Block("figcaption", (html,))
        return
    hints = ("drop-cap",) if "graf--hasDropCap" in names else ()
    yield Block("p", (html,), hints + _aligned(element))


def _heading(element: Tag, names: list[str]) -> Iterator[Block]:
    html = inline.read(element)
    if not html:
        return
    if "graf--kicker" in names:
        yield Block("p", (html,), ("kicker", *_aligned(element)))
        return
    role = "title" if "graf--title" in names else "subtitle" if "graf--subtitle" in names else ""
    yield Block(_HEADINGS[element.name], (html,), _aligned(element), role=role)


def _quote(element: Tag, names: list[str], walk: _Walk) -> Iterator[Block]:
    classes = (("pull",) if "graf--pullquote" in names else ()) + _aligned(element)
    parts: list[str] = []
    if element.find(_BLOCKS) is None:
        html = inline.read(element)
        if html:
            yield Block("blockquote", (html,), classes)
        yield from _stray_media(element, walk)
        return
    for block in _blocks(element, walk):
        if block.name in _IN_QUOTE:
            parts.extend(block.parts)
            continue
        if parts:
            yield Block("blockquote", tuple(parts), classes)
            parts = []
        yield block
    if parts:
        yield Block("blockquote", tuple(parts), classes)


def _list(element: Tag, walk: _Walk) -> Iterator[Block]:
    """The list. Real exports have flat ones: items of a list inside an item follow it; where another block lies among
    the items the list ends and goes on after it.
    """
    items: list[str] = []
    for child in list(element.children):  # a loose one is taken out on the way
        for block in _items(child, walk):
            if block.name in ("li", "ul", "ol"):
                items.extend(block.parts)
                continue
            if items:
                yield Block(element.name, tuple(items))
                items = []
            yield block
    if items:
        yield Block(element.name, tuple(items))


def _items(child: PageElement, walk: _Walk) -> Iterator[Block]:
    if isinstance(child, NavigableString):
        if child.strip() and not isinstance(child, Comment):
            yield Block("li", (inline.render([inline.Run(clean(str(child)))]),))
    elif isinstance(child, Tag) and child.name != "li":
        yield from _block(child, walk)
    elif isinstance(child, Tag) and any(isinstance(inner, Tag) and inner.name in _BLOCKS for inner in child.children):
        for block in _blocks(child, walk):
            yield Block("li", block.parts) if block.name in _IN_ITEM else block
    elif isinstance(child, Tag):
        yield Block("li", (inline.read(child),))
        yield from _stray_media(child, walk)


def _cover(element: Tag) -> Iterator[Block]:
    picture = pictures.read_cover(element)
    if picture is not None:
        yield Block("figure", (_img(picture, element),), ("cover",), pictures=(picture,))


def _card(element: Tag, walk: _Walk) -> Iterator[Block]:
    card = cards.read(element)
    if card is not None:
        yield Block("figure", (card.html,), pictures=(card.thumbnail,) if card.thumbnail else ())
    elif html := inline.read(element):
        walk.issues.append(("card-without-address", "A link card names no address; its words are kept."))
        yield Block("p", (html,))
    yield from _media_in(element, walk)


def _figure(element: Tag, names: list[str], walk: _Walk) -> Iterator[Block]:
    classes = tuple(layout for name, layout in _FIGURE_LAYOUTS.items() if name in names)[:1]
    images = element.find_all("img")
    shown = [(picture, _img(picture, img)) for img in images if (picture := _picture(img, walk)) is not None]
    addresses = embeds.read(element)
    captions = [inline.read(tag.extract()) for tag in element.find_all("figcaption")]
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
    for tag in element.find_all(_MEDIA):
        tag.extract()
    rest = list(_blocks(element, walk)) if element.get_text().strip() else []
    yield from rest
    # What stands there instead of a frame is a host's error page, when it is anything
    if not (shown or addresses) and "graf--iframe" in names and (caption or not rest):
        walk.issues.append(("embed-emptied", "Medium's export left an embed empty: what it showed is not known."))
        yield Block("figure", (), ("lost",), caption)
        caption = ""
    for words in (caption, *more_captions):
        if words:
            yield Block("p", (words,))


def _img(picture: Picture, element: Tag) -> str:
    """`<img>`, in a link when Medium's was (`a.graf-imageAnchor`)."""
    alt = " ".join(clean(str(element.get("alt", ""))).split())
    html = f'<img src="{attribute(picture.address)}" alt="{attribute(alt)}">'
    anchor = element.find_parent("a", href=True)
    if not isinstance(anchor, Tag):
        return html
    return f'<a href="{attribute(links.encoded(str(anchor["href"])))}">{html}</a>'


def _embed(address: str) -> str:
    return f'<a class="embed" href="{attribute(address)}">{escape(address, quote=False)}</a>'


def _merged(blocks: Iterator[Block]) -> list[Block]:
    """Join what Medium splits and a reader sees as one: paragraphs of a quote, pictures of a row, a cover and its
    caption.
    """
    merged: list[Block] = []
    for block in blocks:
        if block.name == "figcaption":
            _give_caption(merged, block.parts[0])
        elif merged and (joined := _joined(merged[-1], block)) is not None:
            merged[-1] = joined
        else:
            merged.append(block)
    return merged


def _joined(first: Block, second: Block) -> Block | None:
    if first.name == second.name == "blockquote" and first.classes == second.classes:
        return replace(first, parts=first.parts + second.parts)
    if first.role == second.role == "loose item":
        return replace(first, parts=first.parts + second.parts)
    if second.role == "row goes on" and first.role in ("row", "row goes on"):
        caption = "<br>".join(words for words in (first.caption, second.caption) if words)
        pictures = first.pictures + second.pictures
        return replace(first, parts=first.parts + second.parts, caption=caption, pictures=pictures)
    return None


def _give_caption(blocks: list[Block], caption: str) -> None:
    """A cover's caption stands at the end of its section, after the title; in one without a cover it is a paragraph."""
    for position in range(len(blocks) - 1, -1, -1):
        block = blocks[position]
        if block.name == "hr":
            break
        if "cover" in block.classes and not block.caption:
            blocks[position] = replace(block, caption=caption)
            return
    blocks.append(Block("p", (caption,)))


def _code_joined(blocks: list[Block], walk: _Walk) -> Iterator[Block]:
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
            walk.issues.append(
                ("code-kept-apart", f"{len(parts)} code blocks touch; if they were one, join them by hand.")
            )
        yield from (Block("pre", (part,)) for part in parts)
        position = end
