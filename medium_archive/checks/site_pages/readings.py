"""The facts of the pages about the author's reading: the lists and the highlights that the settings name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import lxml.etree
import lxml.html

from medium_archive.checks.site_pages import tree
from medium_archive.checks.site_pages.facts import Facts, stamp
from medium_archive.folder import private_reading
from medium_archive.folder.layout import Layout
from medium_archive.folder.private_reading import LAST, Record
from medium_archive.medium.reading import TABLES

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
    lists = private_reading.read(layout, TABLES["lists"]) if site.lists else []
    chosen: dict[str, Record] = {}
    for name in site.lists:
        found = [one for one in lists if name in (one.get("name"), one["list"])]
        if len(found) == 1:
            chosen[found[0]["list"]] = found[0]
    own = {one.uid: one.page for one in facts.published if one.uid}
    files = list(onward)
    readings = []
    for one in chosen.values():
        title = " ".join((one.get("name") or one["list"]).split())
        place = next((number for number, link in enumerate(files) if link[1] == title), None)
        file = "" if place is None else files.pop(place)[0]
        readings.append(Reading(file, title, _links(layout, one, own, facts.language)))
    highlights = _highlights(layout) if site.highlights else []
    if highlights:
        readings.append(Reading(HIGHLIGHTS, "", ("label p.intro", *highlights)))
    return readings


def _links(layout: Layout, one: Record, own: Mapping[str, str], language: str) -> tuple[str, ...]:
    """The facts of a list: its description, and the posts that it has in the last export."""
    records = private_reading.read(layout, TABLES["list-posts"])
    posts = [record for record in records if (record["list"], record.get(LAST)) == (one["list"], one.get(LAST))]
    posts.sort(key=lambda record: int(record.get("position", 0)))
    description = " ".join(one.get("description", "").split())
    facts = [f"p.intro “{description}”"] if description else []
    for record in posts:
        url = str(record.get("url") or "")
        if url.startswith(("https://", "http://")):
            words = " ".join((record.get("title") or url).split())
            facts.append(f"link {own[url]} “{words}” {language} auto" if url in own else f"link {url} “{words}”")
    return tuple(facts)


def _highlights(layout: Layout) -> list[str]:
    """The facts of the highlights in the last export that has any, newest first: their words and days."""
    records = private_reading.read(layout, TABLES["highlights"])
    last = max((record.get(LAST, "") for record in records), default="")
    current = [record for record in records if record.get(LAST, "") == last]
    current.sort(key=lambda record: str(record.get("at", "")), reverse=True)
    facts = []
    for record in current:
        html = lxml.html.fragment_fromstring(record.get("html", ""), create_parent="p")
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
