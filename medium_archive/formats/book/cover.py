"""The cover of a book: a title card in the form of a book, in the colours of the theme."""

from __future__ import annotations

from medium_archive.articles import title_cards
from medium_archive.articles.title_cards import Card, Shape
from medium_archive.folder import themes
from medium_archive.folder.layout import Layout
from medium_archive.folder.settings import Settings
from medium_archive.formats.book.plan import Plan

SCREEN = Shape((1200, 1800), edge=120, title_sizes=(132, 112, 96, 84, 72), max_lines=10, below=(52, 150), bar=60)
# The sides have the ratio of DIN A5
A5 = Shape((1480, 2100), edge=160, title_sizes=(148, 128, 112, 96, 84), max_lines=11, below=(60, 170), bar=70)


def draw(plan: Plan, layout: Layout, settings: Settings, shape: Shape) -> bytes:
    """The cover as a PNG. On a machine without a font for the title it has only colours.

    Raises ThemeBroken if the theme that archive.toml names does not exist.
    """
    options, _ = themes.inherited(themes.line(settings.site.theme, layout.root))
    card = Card(plan.title, plan.author if plan.author != plan.title else "", plan.language)
    return title_cards.draw(
        card, title_cards.colours_of(options | dict(settings.theme)), title_cards.lettering(card), shape
    )
