"""The pictures of a page: their sizes, their smaller copies, and a line in place of each that is not here."""

from __future__ import annotations

import lxml.html
from lxml.html import HtmlElement

from medium_archive.site.images.variants import PageVariants, Variant
from medium_archive.site.references import References
from medium_archive.site.text import missing_pictures, shapes
from medium_archive.site.text.missing_pictures import MissingPicture
from medium_archive.site.translations import Translation

_PAGE_FORMATS = (".avif", ".gif", ".jpeg", ".jpg", ".png", ".webp")  # formats that a browser shows as a page
_MIN_ZOOM = 480  # pixels: a smaller picture is on the page as large as it is
_FOLD = 900  # letters: about what is above the fold with the title, in a window of 1280 by 800 pixels
_FIRST_WIDE_LETTER = "\u2e80"  # from here on nearly all letters, Han, kana and Hangul, take the room of two


class PagePictures:
    """Makes the pictures of one page ready, and collects what the page shows.

    `files` are all files that it shows, `in_text` those of the text's own pictures, `variants` the smaller copies that
    it offers. `missing` are the addresses of pictures that are not here, `broken` the problems of files that are no
    pictures, `changed` what the copies of drawings lack. What the page adds to the text has the class `added`.
    """

    def __init__(self, references: References, words: Translation) -> None:
        self.references, self.words = references, words
        self.files: list[str] = []
        self.in_text: list[str] = []
        self.variants: list[Variant] = []
        self.missing: list[str] = []
        self.broken: dict[str, str] = {}
        self.changed: dict[str, tuple[str, ...]] = {}
        self._elements: list[tuple[HtmlElement, str]] = []

    def show_in_text(self, picture: HtmlElement) -> None:
        """Show a picture of the text, or say in its place that it is not here."""
        address = picture.get("src", "")
        file = self.references.file_of(address)
        if file is None:
            self.missing += [address] if address else []
            self._replace_missing(picture, address, self.references.holdings.pictures.problems.get(address, ""))
        elif problem := self.problem_of(file):
            self.broken[file] = problem
            self._replace_missing(picture, address)
        else:
            if (left_out := self.references.measures.of(file).left_out) and not self.references.holdings.own_scripts:
                self.changed[file] = left_out
            is_first = not self._elements and not _is_below_fold(picture)
            self.show(picture, file, picture.get("alt", ""), is_first=is_first)
            self.in_text.append(file)

    def show(self, picture: HtmlElement, file: str, alt: str = "", *, is_first: bool = False) -> None:
        """Show a file in an `img` element. The first picture of a page is loaded at once, the others when needed."""
        picture.set("src", self.references.to(file))
        picture.set("alt", alt)
        if size := self.size_of(file):
            picture.set("width", str(size[0]))
            picture.set("height", str(size[1]))
            picture.set("class", shapes.shape(*size))
        if is_first:  # it may be what a reader waits for
            picture.set("fetchpriority", "high")
        else:
            picture.set("loading", "lazy")
        picture.set("decoding", "async")
        self.files.append(file)
        self._elements.append((picture, file))

    def finish(self, variants: PageVariants | None) -> None:
        """Offer the smaller copies of each picture, and link each picture of a figure to its file."""
        for picture, file in self._elements:
            if variants is not None:
                self._offer_variants(picture, file, variants)
            self._link_to_file(picture, file)

    def size_of(self, file: str) -> tuple[int, int] | None:
        """Width and height in pixels, None if they are unknown."""
        return self.references.measures.of(file).size

    def problem_of(self, file: str) -> str:
        """Why a browser would show nothing for a file, "" if it shows it."""
        return self.references.measures.of(file).problem

    def _offer_variants(self, picture: HtmlElement, file: str, page_variants: PageVariants) -> None:
        size = self.size_of(file)
        variants = page_variants.of(file, size)
        parent = picture.getparent()
        if not variants or size is None or parent is None:
            return
        sizes = shapes.sizes_attribute(picture, size, page_variants.sizes)
        choice = lxml.html.Element("picture")
        for kind in dict.fromkeys(variant.type for variant in variants):
            offers = [f"{self.references.to(one.name)} {one.width}w" for one in variants if one.type == kind]
            source = {"type": f"image/{kind}", "srcset": ", ".join(offers), "sizes": sizes}
            choice.append(lxml.html.Element("source", source))
        choice.tail, picture.tail = picture.tail, None
        parent.replace(picture, choice)
        choice.append(picture)
        self.variants.extend(variants)

    def _link_to_file(self, picture: HtmlElement, file: str) -> None:
        """Make a figure's picture a link to its file, which a browser shows in full size. Not an SVG: as a page of its
        own it could run code.
        """
        around = [element.tag for element in picture.iterancestors()]
        size = self.size_of(file)
        if "figure" not in around or "a" in around or size is None or max(size) < _MIN_ZOOM:
            return
        if not file.lower().endswith(_PAGE_FORMATS):
            return
        whole = picture.getparent() if "picture" in around else picture
        parent = whole.getparent() if whole is not None else None
        if whole is None or parent is None:
            return
        link = lxml.html.Element("a", {"class": "zoom", "href": self.references.to(file)})
        if not picture.get("alt", "").strip():
            link.set("aria-label", self.words.whole_picture)
        link.tail, whole.tail = whole.tail, None
        parent.replace(whole, link)
        link.append(whole)

    def _replace_missing(self, picture: HtmlElement, address: str, problem: str = "") -> None:
        """Replace a picture that is not here by a line, which has its address unless that is private."""
        known = MissingPicture(
            address=address if address and self.references.may_name(address) else "",
            alt=picture.get("alt", "").strip(),
            size=self.references.holdings.pictures.sizes.get(address),
            problem=problem,
        )
        missing_pictures.replace(picture, known, self.words)


def _is_below_fold(picture: HtmlElement) -> bool:
    """Whether so much text comes before a picture that a reader must scroll to see it."""
    room = _FOLD
    before = picture.xpath("preceding::text()")
    for text in before if isinstance(before, list) else ():
        room -= sum(2 if letter >= _FIRST_WIDE_LETTER else 1 for letter in str(text))
        if room < 0:
            return True
    return False
