"""The pictures, embeds, cards and code of one page of Medium's export, read into blocks."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable
from typing import Any, TypeAlias

from medium_archive.checks.completeness import addresses, hints
from medium_archive.checks.completeness.blocks import TEXTS, Block, BlockList, Container, Kind
from medium_archive.checks.completeness.characters import one_line
from medium_archive.checks.completeness.findings import Loss
from medium_archive.checks.completeness.original import code, elements, inline, layout, media, unknown
from medium_archive.checks.completeness.structure import lay_out_figure
from medium_archive.checks.completeness.text_builder import TextBuilder

# The types of lxml's stubs leave out that a child may be a comment; the readers here ask for the tag first.
Element: TypeAlias = Any

_FIGURES: frozenset[Kind] = frozenset(("picture", "embed", "card", "lost embed"))
# Markdown has no form for a picture in a quote, nor for an embed or a card in a quote or an item
_ENDED_BY_PICTURE: frozenset[Container] = frozenset(("quote",))
_HOST = re.compile(r"https?://(?:www\.)?([\w.-]+)")
_ENDED_BY_EMBED: frozenset[Container] = frozenset(("quote", "list", "item"))


class FigureReader(ABC):
    """Reads pictures, embeds, cards and code. `known_losses` are the parts of the body that Markdown can't have."""

    def __init__(self) -> None:
        self.known_losses: list[Loss] = []
        self._blocks = BlockList()
        self._in_row: Block | None = None  # the last picture of a row that may go on
        self._bits, self._link = 0, ""  # the marks and the link around the current blocks
        self._values: tuple[str, ...] = ()  # the attributes with words around the current blocks
        self._figure_depth = 0  # the number of containers around the last figure
        self._last_quote: tuple[str, frozenset[str]] | None = None  # form and hints of a quote that may go on
        self._in_figure_text = False  # in a figure whose pictures, embeds and captions have been read already

    @property
    def found(self) -> list[Block]:
        """The blocks so far, without a code block that may go on."""
        return self._blocks.found

    def finished(self) -> list[Block]:
        """All blocks, with the last code block."""
        self._blocks.end_code()
        return self.found

    @abstractmethod
    def read_inside(self, element: Element, kind: Kind = "prose", form: str = "") -> None:
        """Read the children of an element that holds blocks."""

    @abstractmethod
    def _read_child(self, element: Element, kind: Kind = "prose", form: str = "") -> None: ...

    @abstractmethod
    def _read_strays(self, pieces: Iterable[str | Element | None], kind: Kind, form: str = "") -> None: ...

    @abstractmethod
    def _read_text(self, graf: Element, kind: Kind, form: str = "") -> None: ...

    def _add(self, block: Block | None) -> None:
        if block is not None and (not self._in_figure_text or block.text or block.kind not in TEXTS):
            is_marked = self._values and block.text and block.kind in TEXTS
            marked = block._replace(values=block.values + self._values) if is_marked else block
            self._blocks.add(marked, self._depth_of(block) if self._blocks.inside else None)

    def _depth_of(self, block: Block) -> int | None:
        """The number of containers around a figure, or around the caption of the last figure; None for other blocks."""
        if block.kind in _FIGURES:
            self._end_for_figure(_ENDED_BY_PICTURE if block.kind == "picture" else _ENDED_BY_EMBED)
        elif block.kind != "caption" or block.form == "table":
            return None
        return self._figure_depth

    def _end_for_figure(self, ended: Collection[Container]) -> None:
        """End the innermost containers of these kinds. They begin again below the figure."""
        inside = self._blocks.inside
        self._figure_depth = len(inside)
        while self._figure_depth and inside[self._figure_depth - 1] in ended:
            self._figure_depth -= 1
        self._blocks.opened = min(self._blocks.opened, self._figure_depth)

    def _read_figure(self, figure: Element, name: str, kind: Kind, form: str) -> None:
        """Add the blocks of a figure: its pictures, the caption, its embeds, then other text. In a figure without
        pictures, the caption comes after the first embed. The captions of a row are below all its pictures.
        """
        is_frame = "graf--iframe" in name
        captions = [inline.text_inside(caption) for caption in figure.iter("figcaption")]
        caption, *more = captions or [TextBuilder(is_original=True)]
        shown_before = next((block for block in reversed(self.found[-2:]) if block.kind != "caption"), None)
        goes_on = shown_before is not None and shown_before is self._in_row and not self._blocks.pending_code
        before = len(self.found)
        images = list(figure.iter("img"))
        for image in images:
            self._read_picture(image)
        is_shown = len(self.found) > before
        is_row = "graf--layoutOutsetRow" in name
        goes_on = goes_on and is_shown and "graf--layoutOutsetRowContinue" in name
        above = [self.found.pop(before - 1)] if goes_on and self.found[before - 1].kind == "caption" else []
        before -= len(above)
        lay_out_figure(self.found, before, hints.IN_ROW if goes_on else layout.of_figure(name))
        self._in_row = self.found[-1] if is_shown and is_row else None
        if is_shown:
            end = len(self.found)
            self._add(caption.block("caption"))
            self.found[end:] = elements.joined([*above, *self.found[end:]])
        tags = {element.tag for element in figure.iterdescendants()}
        for address in () if media.EMBEDDING.isdisjoint(tags) else media.embeds_of(figure):
            self._add(Block("embed", address=address, layout=layout.of_figure(name)))
            if not is_shown:
                self._add(caption.block("caption"))
            is_shown = True
        has_other_text = media.has_other_text(figure)
        if has_other_text:
            outer = self._in_figure_text, self._bits, self._link, self._values
            self._in_figure_text, self._bits, self._link, self._values = True, 0, "", ()
            self.read_inside(figure, kind, form)
            self._in_figure_text, self._bits, self._link, self._values = outer
        for frame in () if tags.isdisjoint(media.FRAMES) else figure.iter(*media.FRAMES):
            if frame.tag != "script" and next(frame.iterancestors(*media.MEDIA), None) is None:
                self._add(inline.text_inside(frame).block(kind, form))  # for browsers that can't show it
        if not is_shown and any(frame.get("srcdoc") for frame in figure.iter("iframe")):
            self._add(caption.block(kind, form))
        elif not is_shown and is_frame:
            self._add_emptied(caption, has_other_text=has_other_text)
        elif not is_shown:
            block = caption.block(kind, form)
            if not (has_other_text or images):
                quoted, why = f"<figure> {caption.spaced}".strip(), "no form" if block else "no words"
                self.known_losses.append(Loss("markup", quoted, why=why))
            self._add(block)
        for words in more:
            self._add(words.block(kind, form))

    def _add_emptied(self, caption: TextBuilder, *, has_other_text: bool) -> None:
        """Add the place of an embed that Medium's export has emptied. Other text in its figure, without a caption, is
        an error page of its host, which takes that place.
        """
        self.known_losses.append(Loss("embeds", caption.spaced, why="emptied"))
        block = caption.block("caption")
        if block is not None or not has_other_text:
            self._add(Block("lost embed"))
        self._add(block)

    def _read_media_in(self, graf: Element) -> None:
        for element in graf.iterdescendants() if len(graf) else ():
            if element.tag in media.MEDIA:
                self._read_medium(element)

    def _read_medium(self, element: Element, *, reads_words: bool = False) -> None:
        if self._in_figure_text:
            return
        if element.tag == "img":
            self._read_picture(element)
            return
        if address := media.frame_address(element):
            self._add(Block("embed", address=address))
        if element.tag != "script" and reads_words:
            self.read_inside(element)  # for browsers that can't show it

    def _read_picture(self, image: Element) -> None:
        address = media.picture_address(image)
        if not address:
            self.known_losses.append(Loss("pictures", image.get("alt", ""), why="no address"))
            return
        anchor = next(image.iterancestors("a"), None)
        link = anchor.get("href", "") if anchor is not None else ""
        self._add(Block("picture", address=address, alt=one_line(image.get("alt", "")), link=link))

    def _read_card(self, card: Element) -> None:
        """A card is one link: a title in bold, a description in italics, the name of the host. A card without an
        address is a text.
        """
        links = [link for link in card.iter("a") if link.get("href") is not None]
        if not links:
            self._read_text(card, "prose")
            return
        main = next((link for link in links if "mixtapeImage" not in link.get("class", "")), links[0])
        block = _words_of_card(card, main.get("href")).block("card") or Block("card")
        self._add(block._replace(address=main.get("href")))
        self._read_media_in(card)
        self.known_losses += unknown.lost_links(links, main)

    def _read_pre(self, pre: Element) -> None:
        part, losses = code.read(pre)
        self.known_losses += losses
        self._blocks.add_code(part)
        for element in pre.iterdescendants(*media.MEDIA) if len(pre) else ():  # often of many elements
            self._read_medium(element)


def _words_of_card(card: Element, address: str) -> TextBuilder:
    """The words of a card. Each of its links is words of its own, and so is the name of the host."""
    builder = TextBuilder(is_original=True)
    builder.add(card.text or "")
    for child in card:
        builder.add(" ")
        inline.add(child, builder)
        builder.add(f" {child.tail or ''}")
    host = _HOST.match(addresses.normal(address))
    names = () if host is None else (host[1], f"www.{host[1]}")
    builder.pieces = [
        (f" {text} " if text.strip().lower() in names else text, marks, link) for text, marks, link in builder.pieces
    ]
    return builder
