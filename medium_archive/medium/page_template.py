"""What the fixed template of a post page says around the body: title, summary, time, authors, day of the export.

Nearly all pages follow the template exactly; a pattern reads their texts in a tenth of the time that a parser takes.
A page with anything else around its body is parsed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import Any, cast

from lxml.etree import XPath
from lxml.html import HtmlElement

from medium_archive.medium import document
from medium_archive.medium.text import PLAIN_TEXT, PLAIN_VALUE, clean, one_line

_T, _V = PLAIN_TEXT, PLAIN_VALUE
_HEAD = re.compile(
    rf"\s*<!DOCTYPE html><html><head><meta [^<>]*>(?:<title>(?P<title>{_T})</title>)?<style>[^<]*</style></head>"
    rf'<body><article class="h-entry">\s*<header>\s*<h1 class="p-name">(?P<name>{_T})</h1>\s*</header>\s*'
    rf'(?:<section data-field="subtitle" class="p-summary">(?P<summary>{_T})</section>\s*)?'
)
_FOOT = re.compile(
    rf'<footer><p>(?:{_T}<a href="(?P<author>{_V})" class="p-author h-card">(?P<name>{_T})</a>{_T}<a href="{_V}">'
    rf'<time class="dt-published" datetime="(?P<time>{_V})">{_T}</time></a>{_T}</p><p><a href="(?P<canonical>{_V})" '
    rf'class="p-canonical">{_T}</a>|<a href="{_V}">{_T}</a>)</p><p>{_T}<a href="{_V}">{_T}</a>{_T}</p></footer>'
    r"</article></body></html>\s*"
)
_TAG = re.compile(r"<[^>]*>")
_EXPORTED = re.compile(r"Exported from.*?on\s+([A-Z][a-z]+) (\d{1,2}), (\d{4})", re.DOTALL)
_MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec"
# Compiled once, because compiling one takes longer than using it
_TIME = XPath(".//time/@datetime")
_AUTHORS = XPath('.//a[contains(@class, "p-author")]')
_CANONICAL = XPath('.//a[contains(@class, "p-canonical")]/@href')
_NAME = XPath('string(.//h1[contains(@class, "p-name")])')
_TITLE = XPath("string(.//title)")
_SUMMARY = XPath('string(.//section[@data-field="subtitle"])')
_DESCRIPTION = XPath('string(.//section[@data-field="description"])')


@dataclass(frozen=True)
class Head:
    """The texts above the body, each on one line, "" for one that is missing."""

    name: str
    summary: str
    description: str


@dataclass(frozen=True)
class Foot:
    """The values below the body: the time of publication as it is written, None without one; the address of the post,
    "" without one; name and address of each author; the day of the export in ISO 8601, "" if it can't be read.
    """

    time: str | None
    canonical: str
    authors: tuple[tuple[str, str], ...]
    exported: str


def head(html: str) -> Head:
    """The texts of the part of a page above its body."""
    html = clean(html)
    if plain := _HEAD.fullmatch(html):
        name = plain["name"] or plain["title"] or ""
        return Head(_line(name), _line(plain["summary"] or ""), "")
    root = document.parse(html)
    name = _string(_NAME, root) or _string(_TITLE, root)
    return Head(one_line(name), one_line(_string(_SUMMARY, root)), one_line(_string(_DESCRIPTION, root)))


def foot(html: str) -> Foot:
    """The values of the part of a page below its body."""
    html = clean(html)
    if plain := _FOOT.fullmatch(html):
        day = _export_day(unescape(_TAG.sub("", html)))
        if plain["time"] is None:
            return Foot(None, "", (), day)
        author = _line(plain["name"]), unescape(plain["author"])
        return Foot(unescape(plain["time"]), unescape(plain["canonical"]), (author,), day)
    root = document.parse(html)
    times, addresses = _all(_TIME, root), _all(_CANONICAL, root)
    return Foot(
        str(times[0]) if times else None,
        str(addresses[0]) if addresses else "",
        tuple((one_line(link.text_content()), str(link.get("href", ""))) for link in _all(_AUTHORS, root)),
        _export_day(root.text_content()),
    )


def _line(html: str) -> str:
    return one_line(unescape(html))


def _string(path: XPath, part: HtmlElement) -> str:
    return str(path(part))


def _all(path: XPath, part: HtmlElement) -> list[Any]:
    return cast("list[Any]", path(part))


def _export_day(text: str) -> str:
    match = _EXPORTED.search(text)
    if match is None or match[1][:3] not in _MONTHS:
        return ""
    return f"{match[3]}-{_MONTHS.index(match[1][:3]) // 3 + 1:02}-{int(match[2]):02}"
