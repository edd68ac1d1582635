"""Figures of a page: pictures, rows of pictures, embeds and link cards. Nothing of them loads from another host."""

from __future__ import annotations

import lxml.html
from lxml.html import HtmlElement

from medium_archive.site.images.variants import PageVariants
from medium_archive.site.references import References
from medium_archive.site.text import embeds, missing_pictures, shapes
from medium_archive.site.text.pictures import PagePictures
from medium_archive.site.translations import Translation


def show_figures(
    root: HtmlElement, references: References, words: Translation, variants: PageVariants | None
) -> PagePictures:
    """Make every picture and figure below `root` ready for a page; returns what the page shows of pictures."""
    pictures = PagePictures(references, words)
    for picture in list(root.iter("img")):
        pictures.show_in_text(picture)
    missing_pictures.gather(root, words)
    for figure in list(root.iter("figure")):
        shapes.make_row(figure)
        if figure.get("class") == "lost":
            note = lxml.html.Element("p", {"class": "added"})
            note.text = words.embed_lost
            figure.insert(0, note)
    for link in list(root.iter("a")):
        match link.get("class"):
            case "embed":
                embeds.show_embed(link, pictures)
            case "card":
                embeds.show_card(link, pictures)
    pictures.finish(variants)
    return pictures
