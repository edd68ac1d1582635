"""Faults in a built page outside of its text: head, title, by-line, date, address of the original."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from random import Random

from tests.faults.kind import Kind, Operation, Target
from tests.faults.words import altered

# A part of a page: the pattern of its element, and the group that holds what a reader or a program reads. A group
# `element` is the element if the pattern has more
PARTS = {
    "page title": r"<title>(?P<value>[^<]+)</title>",
    "page description": r'<meta name="description" content="(?P<value>[^"]+)">',
    "page author": r'<meta name="author" content="(?P<value>[^"]+)">',
    "page canonical": r'<link rel="canonical" href="(?P<value>[^"]+)">',
    "page og:title": r'<meta property="og:title" content="(?P<value>[^"]+)">',
    "page og:description": r'<meta property="og:description" content="(?P<value>[^"]+)">',
    "page article:author": r'<meta property="article:author" content="(?P<value>[^"]+)">',
    "page published_time": r'<meta property="article:published_time" content="(?P<value>[^"]+)">',
    "page JSON-LD": r'<script type="application/ld\+json">(?P<value>.*?)</script>',
    "page JSON-LD headline": r'"headline": "(?P<value>(?:[^"\\]|\\.)+)"',
    "page JSON-LD date": r'"datePublished": "(?P<value>[^"]+)"',
    "page heading": r'<h1 class="p-name"[^>]*>(?P<value>.*?)</h1>',
    "page subtitle": r'<p class="subtitle[^"]*"[^>]*>(?P<value>.*?)</p>',
    "page by-line": r'<a class="p-author h-card"[^>]*>(?P<value>[^<]*)</a>',
    "page co-author": r'(?<=</a>, )<a class="p-author h-card"[^>]*>(?P<value>[^<]*)</a>',
    "page co-author for programs":
        r'<meta name="author"[^>]*>\n(?P<element><meta name="author" content="(?P<value>[^"]+)">)',
    "page JSON-LD co-author": r'(?<=\}), \{"@type": "Person", "name": "(?P<value>[^"]+)"[^}]*\}',
    "page JSON-LD address of a co-author": r'(?<=\}), \{"@type": "Person", "name": "[^"]+", "url": "(?P<value>[^"]+)"',
    "page Open Graph co-author":
        r'<meta property="article:author"[^>]*>\n'
        r'(?P<element><meta property="article:author" content="(?P<value>[^"]+)">)',
    "page address of the author": r'<a class="p-author h-card"[^>]* href="(?P<value>[^"]+)"',
    "page date": r'<time class="dt-published" datetime="(?P<value>[^"]+)">',
    "page address of the original": r'<a class="u-url" href="(?P<value>[^"]+)"',
    "page id": r'<data class="u-uid" value="(?P<value>[^"]+)">',
    "page language": r'<html lang="(?P<value>[^"]+)"',
    "page direction": r'<html lang="[^"]+" dir="(?P<value>[^"]+)"',
    "page tags": r'<a class="p-category"[^>]*>(?P<value>[^<]*)</a>',
}  # fmt: skip
# Parts that a page may lose or hide without a change for a reader: deleting an attribute is the fault
_ATTRIBUTES = (
    "page language", "page direction", "page address of the author", "page JSON-LD headline", "page JSON-LD date",
    "page JSON-LD address of a co-author",
)  # fmt: skip
_VISIBLE = (
    "page heading", "page subtitle", "page by-line", "page co-author", "page address of the original", "page tags",
)  # fmt: skip
_DOUBLED = (
    "page heading", "page subtitle", "page co-author", "page co-author for programs", "page JSON-LD co-author",
    "page Open Graph co-author",
)  # fmt: skip
_ADDRESSES = (
    "page canonical", "page address of the original", "page address of the author", "page id",
    "page article:author", "page JSON-LD address of a co-author", "page Open Graph co-author",
)  # fmt: skip


def _value(part: str, old: str, random: Random) -> str | None:
    if part in ("page date", "page published_time", "page JSON-LD date"):
        return re.sub(r"T(\d)(\d)", lambda m: f"T{m[1]}{(int(m[2]) + 1) % 4}", old, count=1)
    if part == "page language":
        return "fr" if old != "fr" else "it"
    if part == "page direction":
        return "rtl" if old == "ltr" else "ltr"
    if part in _ADDRESSES:
        return f"{old}q"
    return altered(old, random)


def _hidden(element: str, random: Random) -> str:
    return random.choice(
        (
            re.sub(r"^<(\w+)", r"<\1 hidden", element),
            re.sub(r"^<(\w+)", r'<\1 style="display:none"', element),
            f"<template>{element}</template>",
        )
    )


def _kinds(part: str, pattern: str) -> Iterator[Kind]:
    compiled = re.compile(pattern, re.DOTALL)

    whole = "element" if "element" in compiled.groupindex else 0

    def kind(operation: Operation, change: Callable[[re.Match[str], Random], str | None]) -> Kind:
        def planted(target: Target, random: Random) -> str | None:
            match = compiled.search(target.page)
            new = change(match, random) if match else None
            if match is None or new is None or new == match[whole]:
                return None
            return f"{target.page[: match.start(whole)]}{new}{target.page[match.end(whole) :]}"

        return Kind("page", part, operation, planted)

    def altered_value(match: re.Match[str], random: Random) -> str | None:
        new = _value(part, match["value"], random)
        if new is None:
            return None
        start, end = (at - match.start(whole) for at in match.span("value"))
        return f"{match[whole][:start]}{new}{match[whole][end:]}"

    yield kind("alter", altered_value)
    if part == "page language":
        yield kind("delete", lambda match, random: "<html")
    elif part not in _ATTRIBUTES:
        yield kind("delete", lambda match, random: "")
    if part in _VISIBLE:
        yield kind("hide", lambda match, random: _hidden(match[0], random))
    if part in _DOUBLED:
        yield kind("duplicate", lambda match, random: match[whole] * 2)


def _without_search(target: Target, random: Random) -> str | None:
    """A page that search engines leave out."""
    head, there, rest = target.page.partition("<title>")
    return f'{head}<meta name="robots" content="{random.choice(("noindex", "none"))}">{there}{rest}' if there else None


def _in_another_order(target: Target, random: Random) -> str | None:
    """A page whose by-line begins with another author."""
    signed = re.search(r'(<a class="p-author h-card"[^>]*>[^<]*</a>), (<a class="p-author h-card".*?</a>)', target.page)
    return target.page.replace(signed[0], f"{signed[2]}, {signed[1]}", 1) if signed else None


KINDS: tuple[Kind, ...] = (
    *(kind for part, pattern in PARTS.items() for kind in _kinds(part, pattern)),
    Kind("page", "page in search engines", "hide", _without_search),
    Kind("page", "page by-line", "move", _in_another_order),
)
