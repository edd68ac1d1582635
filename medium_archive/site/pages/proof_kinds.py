"""The kinds of the ledger in the groups by which the page of the proof names them in words."""

from __future__ import annotations

from collections.abc import Mapping

NAMES: Mapping[str, tuple[str, ...]] = {
    "text": ("words", "prose", "captions", "details", "definitions", "page_end"),
    "title": ("title", "short_title", "subtitle", "headings", "heading_levels"),
    "summary": ("summary",),
    "date": ("date",),
    "address": ("address",),
    "facts": ("front_matter", "page_facts"),
    "list": ("list_items", "list_kinds", "list_levels", "list_starts", "list_numbers"),
    "quote": ("quotes", "pull_quotes"),
    "table": ("table_cells", "table_places", "table_headings"),
    "emphasis": ("strong", "emphasis", "inline_code", "strikethrough", "other_marks"),
    "link": ("links",),
    "layout": ("containers", "line_breaks", "section_breaks", "layout", "attributes", "order", "markup"),
    "code": ("code_lines", "code_languages"),
    "picture": ("pictures", "picture_descriptions"),
    "embed": ("embeds", "cards"),
}
_NAME_OF = {kind: name for name, kinds in NAMES.items() for kind in kinds}


def name_of(kind: str, words: Mapping[str, str]) -> str:
    """The name of a kind in a language; the kind itself if a newer version of the program counts more kinds."""
    return words.get(_NAME_OF.get(kind, ""), kind)
