"""Embeds and link cards: where each leads in words, and its picture if that is here."""

from __future__ import annotations

import lxml.html
from lxml.html import HtmlElement

from medium_archive import links
from medium_archive.medium import embeds
from medium_archive.site.text.pictures import PagePictures


def show_embed(embed: HtmlElement, pictures: PagePictures) -> None:
    """Show an embed as a link: a still if one is here, the name of its site, its address."""
    address = embed.get("href", "")
    _name_site(embed, links.host(address))
    file = pictures.references.thumbnail_of(address)
    if file and not pictures.problem_of(file):
        still = lxml.html.Element("img")
        embed.insert(0, still)
        pictures.show(still, file)


def show_card(card: HtmlElement, pictures: PagePictures) -> None:
    """Show a link card: its title, its description, its host, its picture if that is here."""
    references = pictures.references
    address, description = card.get("href", ""), card.attrib.pop("title", "")
    is_own = references.page_of(address) or references.page_at(address)
    host = "" if is_own else links.host(address)
    if is_own and (description.endswith("medium.com") or description in references.holdings.domains):
        description = ""  # where the post was, which Medium writes in place of a description
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
            words[-1].tail = " "  # feeds and readers' modes show the words without the stylesheet's lines
            words.append(part)
    card.append(words)
    file = references.thumbnail_of(address)
    if file and not pictures.problem_of(file):
        picture = lxml.html.Element("img")
        pictures.show(picture, file)
        card.append(picture)


def _name_site(embed: HtmlElement, host: str) -> None:
    """Write the name of the embed's site and its address; the scheme stays in the text, for the theme to hide."""
    address = embed.text or ""
    scheme, mark, rest = address.partition("://")
    embed.text = None
    if place := embeds.place_of(host):
        label = lxml.html.Element("span", {"class": "added plays" if place.plays else "added"})
        label.text = place.label
        label.tail = " "
        embed.append(label)
    where = lxml.html.Element("span", {"class": "address"})
    if mark:
        start = lxml.html.Element("span", {"class": "scheme"})
        start.text = scheme + mark
        start.tail = rest
        where.append(start)
    else:
        where.text = address
    embed.append(where)
