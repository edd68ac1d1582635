"""The facts of the pages about the author's reading: the lists and the highlights that the settings name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import lxml.etree

from medium_archive.checks import named_reading
from medium_archive.checks.site_pages import tree
from medium_archive.checks.site_pages.facts import Facts, stamp
from medium_archive.folder.layout import Layout
from medium_archive.folder.private_reading import Record

_UNSEEN = ("script", "style", "iframe", "template", "noscript")  # no page shows their words
HIGHLIGHTS = "highlights.html"


@dataclass(frozen=True)
class Reading:
    """A page with its facts. `title` is "" for the highlights, whose title comes from a translation."""

    file: str
    title: str
    facts: tuple[str, ...]


def of(layout: Layout, facts: Facts, onward: Sequence[tuple[str, str]]) -> list[Reading]:
    """The pages that the settings name. The builder chooses the names of their files, so these are found in `onward`,
    the files and titles of the pages that archive.html links to. Raises RecordsDamaged.
    """
    site = facts.settings.site
    own = {one.uid: one.page for one in facts.published if one.uid}
    files = list(onward)
    readings = []
    for one in named_reading.lists(layout, site):
        title = named_reading.title(one)
        place = next((number for number, link in enumerate(files) if link[1] == title), None)
        file = "" if place is None else files.pop(place)[0]
        readings.append(Reading(file, title, _links(layout, one, own, facts.language)))
    highlights = _quotes(named_reading.highlights(layout, site))
    if highlights:
        readings.append(Reading(HIGHLIGHTS, "", ("label p.intro", *highlights)))
    return readings


def _links(layout: Layout, one: Record, own: Mapping[str, str], language: str) -> tuple[str, ...]:
    """The facts of a list: its description, and the posts that it has in the last export."""
    description = " ".join(one.get("description", "").split())
    facts = [f"p.intro “{description}”"] if description else []
    for record in named_reading.posts_of(layout, one):
        url = str(record.get("url") or "")
        if url.startswith(("https://", "http://")):
            words = " ".join((record.get("title") or url).split())
            facts.append(f"link {own[url]} “{words}” {language} auto" if url in own else f"link {url} “{words}”")
    return tuple(facts)


def _quotes(highlights: Iterable[Record]) -> list[str]:
    """The facts of highlights: their words and days."""
    facts = []
    for record in highlights:
        html = tree.division(record.get("html", ""))
        lxml.etree.strip_elements(html, *_UNSEEN, with_tail=False)
        facts.append(f"quote “{''.join(tree.words(html).split())}”")
        if moment := _stamp(str(record.get("at", ""))):
            facts.append(f"time {moment}")
    return facts


def _stamp(text: str) -> str:
    try:
        return stamp(datetime.fromisoformat(text).replace(tzinfo=UTC))
    except ValueError:
        return ""
