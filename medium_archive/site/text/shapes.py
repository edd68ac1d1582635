"""Shapes of pictures: the classes by which a stylesheet makes the pictures of a row equally high, and the attribute
`sizes`.
"""

from __future__ import annotations

import math

import lxml.html
from lxml.html import HtmlElement

from medium_archive.site.images.sizes import Sizes

# Shapes are counted in steps of a twentieth of an octave, so that a row's pictures are equally high within 2 %: class
# r50 is a square, r70 twice as wide as high. The theme's stylesheet has a rule for each.
_STEPS_PER_OCTAVE = 20
_SQUARE = 50


def shape(width: int, height: int) -> str:
    """The class for the shape of a picture."""
    step = _SQUARE + round(_STEPS_PER_OCTAVE * math.log2(width / height))
    return f"r{min(max(step, 0), 2 * _SQUARE)}"


def ratio(name: str) -> float:
    """Width divided by height for the class of a shape."""
    return float(2 ** ((int(name[1:]) - _SQUARE) / _STEPS_PER_OCTAVE))


def make_row(figure: HtmlElement) -> None:
    """Put several pictures of one figure in a row: side by side, equally high. Missing pictures stay in one line."""
    pictures = [child for child in figure if child.tag != "figcaption"]
    around = figure.getparent()
    if len(pictures) < 2 or (around is not None and around.get("class") == "absent"):
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


def sizes_attribute(picture: HtmlElement, size: tuple[int, int], sizes: Sizes) -> str:
    """The attribute `sizes` of a picture, from the card, row or figure around it."""
    around = list(picture.iterancestors())
    if any(element.get("class") == "card" for element in around):
        return sizes.filling("card")
    for element in around:
        if element.get("class") == "row":
            cells = list(element)
            place = next(index for index, cell in enumerate(cells) if cell in around)
            return sizes.in_row(place, [ratio(cell.get("class", "")) for cell in cells])
        if element.tag == "figure":
            classes = element.get("class", "").split()
            if {"full", "cover"} & set(classes):
                return sizes.filling("full")
            return sizes.within(next((name for name in ("wide", "left") if name in classes), "figure"), *size)
    return sizes.within("figure", *size)
