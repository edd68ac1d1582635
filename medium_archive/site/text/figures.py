"""Pictures, rows, embeds and cards: what a figure becomes on a page. Nothing of it loads from another host.

Every word that the site puts into a text stands in an element of class `added`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import lxml.html
from lxml.html import HtmlElement

from medium_archive import links
from medium_archive.medium import embeds
from medium_archive.site.holdings import Holdings, relative
from medium_archive.site.images.sizes import Sizes
from medium_archive.site.images.variants import PageVariants, Variant
from medium_archive.site.translations import Words

_SHOWN_ALONE = (".avif", ".gif", ".jpeg", ".jpg", ".png", ".webp")  # formats that a browser shows as a page
_WORTH_A_LOOK = 480  # pixels: a smaller picture is on the page as large as it is
# Shapes of pictures in steps of a twentieth of an octave, so that a row's pictures are equally high within
# 2 %: class r50 is a square, r70 twice as wide as high. The theme's stylesheet has a rule for each.
_STEPS_AN_OCTAVE = 20
_SQUARE = 50
_FIRST_LETTERS = 900  # about what stands above the fold with the title, in a window of 1280 by 800 pixels
_WIDE_LETTER = "\u2e80"  # from here on nearly all letters, Han, kana and Hangul, take the room of two


@dataclass
class Gallery:
    """The pictures of one page as they are met: which files it shows, which of them are pictures of the text itself,
    which addresses it lacks, which files are no pictures and why.
    """

    holdings: Holdings
    folder: str
    words: Words
    variants: PageVariants | None = None
    shown: list[str] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    variants_shown: list[Variant] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    broken: dict[str, str] = field(default_factory=dict)
    _files: dict[HtmlElement, str] = field(default_factory=dict)

    def hang(self, root: HtmlElement) -> None:
        """Make every picture and figure below `root` ready for a page."""
        for picture in list(root.iter("img")):
            self._show(picture)
        for figure in list(root.iter("figure")):
            _lay_out(figure)
            if figure.get("class") == "lost":
                figure.insert(0, _added("p", self.words.embed_lost))
        for link in list(root.iter("a")):
            match link.get("class"):
                case "embed":
                    self._dress_embed(link)
                case "card":
                    self._fill_card(link)
        for picture, file in self._files.items():
            self._offer(picture, file)
            self._lead_to_whole(picture, file)

    def _show(self, picture: HtmlElement) -> None:
        address = picture.get("src", "")
        file = self.holdings.file_of(self.folder, address)
        if file is None:
            self._frame(picture, address, self.holdings.problem_at(address))
            return
        if problem := self.holdings.problem_of(file):
            self.broken[file] = problem
            self._frame(picture, address)
            return
        first = not self._files and not _far_below(picture)
        self._hang_one(picture, file, picture.get("alt", ""), first=first)
        self.pictures.append(file)

    def _hang_one(self, picture: HtmlElement, file: str, alt: str, *, first: bool = False) -> None:
        picture.set("src", relative(file, self.folder))
        picture.set("alt", alt)
        if size := self.holdings.size_of(file):
            picture.set("width", str(size[0]))
            picture.set("height", str(size[1]))
            picture.set("class", shape(*size))
        if first:  # it may be what a reader waits for
            picture.set("fetchpriority", "high")
        else:
            picture.set("loading", "lazy")
        picture.set("decoding", "async")
        self.shown.append(file)
        self._files[picture] = file

    def _offer(self, picture: HtmlElement, file: str) -> None:
        """Let a browser choose among the variants of a picture, if it has any."""
        size = self.holdings.size_of(file)
        variants = self.variants.of(file, size) if self.variants else ()
        parent = picture.getparent()
        if not variants or not self.variants or size is None or parent is None:
            return
        sizes = _sizes(picture, size, self.variants.sizes)
        choice = lxml.html.Element("picture")
        for kind in dict.fromkeys(variant.type for variant in variants):
            offers = [
                f"{relative(variant.name, self.folder)} {variant.width}w"
                for variant in variants
                if variant.type == kind
            ]
            source = {"type": f"image/{kind}", "srcset": ", ".join(offers), "sizes": sizes}
            choice.append(lxml.html.Element("source", source))
        choice.tail, picture.tail = picture.tail, None
        parent.replace(picture, choice)
        choice.append(picture)
        self.variants_shown.extend(variants)

    def _lead_to_whole(self, picture: HtmlElement, file: str) -> None:
        """Make a figure's picture a link to its file, which a browser shows as large as it is. Not an SVG: as a page of
        its own it could run code.
        """
        around = [element.tag for element in picture.iterancestors()]
        size = self.holdings.size_of(file)
        if "figure" not in around or "a" in around or size is None or max(size) < _WORTH_A_LOOK:
            return
        if not file.lower().endswith(_SHOWN_ALONE):
            return
        shown = picture.getparent() if "picture" in around else picture
        holder = shown.getparent() if shown is not None else None
        if shown is None or holder is None:
            return
        link = lxml.html.Element("a", {"class": "zoom", "href": relative(file, self.folder)})
        if not picture.get("alt", "").strip():
            link.set("aria-label", self.words.whole_picture)
        link.tail, shown.tail = shown.tail, None
        holder.replace(shown, link)
        link.append(shown)

    def _frame(self, picture: HtmlElement, address: str, problem: str = "") -> None:
        """Put a frame where a picture would be: that it isn't here and why, what it shows, where it was."""
        if address:
            self.missing.append(address)
        frame = lxml.html.Element("span", {"class": "missing added"})
        note = lxml.html.Element("span", {"class": "note"})
        if size := self.holdings.size_at(address):
            note.set("data-size", f"{size[0]} × {size[1]}")
        note.text = self.words.picture_missing
        if problem:
            note.text = self.words.picture_refused.format(problem=problem.rstrip("."))
        frame.append(note)
        if alt := picture.get("alt", "").strip():
            words = lxml.html.Element("span", {"class": "alt"})
            words.text = alt
            frame.append(words)
        if address.startswith(("http://", "https://")) and not any(a.tag == "a" for a in picture.iterancestors()):
            where = lxml.html.Element("a", {"class": "address", "href": address})
        else:  # a link can't hold a link
            where = lxml.html.Element("span", {"class": "address"})
        where.text = address.partition("://")[2] or address
        if address:
            frame.append(where)
        frame.tail = picture.tail
        parent = picture.getparent()
        if parent is not None:
            parent.replace(picture, frame)

    def _dress_embed(self, embed: HtmlElement) -> None:
        """An embed: the name of its site, its address, a still if one is here. What it shows is loaded where it is."""
        host, address = links.host(embed.get("href", "")), embed.get("href", "")
        _name_site(embed, host)
        if (file := self.holdings.thumbnail_of(self.folder, address)) and not self.holdings.problem_of(file):
            still = lxml.html.Element("img")
            embed.insert(0, still)
            self._hang_one(still, file, "")

    def _fill_card(self, card: HtmlElement) -> None:
        """A link card: its title, its description, its host, the picture if it is here."""
        address, description = card.get("href", ""), card.attrib.pop("title", "")
        is_own = self.holdings.page_of(self.folder, address) or self.holdings.page_at(address)
        host = "" if is_own else links.host(address)
        if is_own and (description.endswith("medium.com") or description in self.holdings.domains):
            description = ""  # where the post was, as Medium says it in place of a description
        title = lxml.html.Element("span", {"class": "title"})
        title.text = card.text
        title.extend(list(card))
        card.text = None
        words = lxml.html.Element("span", {"class": "words"})
        words.append(title)
        for name, text in (("description", description if description != host else ""), ("host", host)):
            if text:
                part = lxml.html.Element("span", {"class": name})
                part.text = text
                words.append(part)
        card.append(words)
        if file := self.holdings.thumbnail_of(self.folder, address):
            if self.holdings.problem_of(file):
                return  # a card is whole without its picture
            picture = lxml.html.Element("img")
            self._hang_one(picture, file, "")
            card.append(picture)


def shape(width: int, height: int) -> str:
    """The class of a picture's shape."""
    step = _SQUARE + round(_STEPS_AN_OCTAVE * math.log2(width / height))
    return f"r{min(max(step, 0), 2 * _SQUARE)}"


def ratio(name: str) -> float:
    """How many times wider than high a picture of that shape is."""
    return float(2 ** ((int(name[1:]) - _SQUARE) / _STEPS_AN_OCTAVE))


def _lay_out(figure: HtmlElement) -> None:
    """Several pictures in one figure are a row: side by side, equally high."""
    pictures = [child for child in figure if child.tag != "figcaption"]
    if len(pictures) < 2:
        return
    row = lxml.html.Element("div", {"class": "row"})
    figure.insert(0, row)
    for picture in pictures:
        image = picture if picture.tag == "img" else picture.find(".//img")
        cell = lxml.html.Element("div")
        width, height = (image.get("width"), image.get("height")) if image is not None else (None, None)
        cell.set("class", shape(int(width), int(height)) if width and height else f"r{_SQUARE}")
        cell.append(picture)
        row.append(cell)
    figure.set("class", f"{figure.get('class', '')} with-row".strip())


def _name_site(embed: HtmlElement, host: str) -> None:
    """An embed: the name of its site and its address, whose scheme stays in the text for the theme to hide."""
    address = embed.text or ""
    scheme, mark, rest = address.partition("://")
    embed.text = None
    if place := embeds.place_of(host):
        embed.append(_added("span", place.label))
        if place.plays:
            embed[-1].set("class", "added plays")
    where = lxml.html.Element("span", {"class": "address"})
    if mark:
        start = lxml.html.Element("span", {"class": "scheme"})
        start.text = scheme + mark
        start.tail = rest
        where.append(start)
    else:
        where.text = address
    embed.append(where)


def _far_below(picture: HtmlElement) -> bool:
    """Whether so much text stands before a picture that nobody sees it at once."""
    room = _FIRST_LETTERS
    before = picture.xpath("preceding::text()")
    for text in before if isinstance(before, list) else ():
        room -= sum(2 if letter >= _WIDE_LETTER else 1 for letter in str(text))
        if room < 0:
            return True
    return False


def _sizes(picture: HtmlElement, size: tuple[int, int], sizes: Sizes) -> str:
    """How wide a picture is shown, by the figure it stands in."""
    around = list(picture.iterancestors())
    if any(element.get("class") == "card" for element in around):
        return sizes.grown("card")
    for element in around:
        if element.get("class") == "row":
            cells = list(element)
            place = next(index for index, cell in enumerate(cells) if cell in around)
            return sizes.in_row(place, [ratio(cell.get("class", "")) for cell in cells])
        if element.tag == "figure":
            classes = element.get("class", "").split()
            if {"full", "cover"} & set(classes):
                return sizes.grown("full")
            return sizes.own(next((name for name in ("wide", "left") if name in classes), "figure"), *size)
    return sizes.own("figure", *size)


def _added(tag: str, text: str) -> HtmlElement:
    element = lxml.html.Element(tag, {"class": "added"})
    element.text = text
    return element
