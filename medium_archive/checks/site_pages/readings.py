"""The facts of the pages of what the author read: the lists and the highlights that the settings name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import lxml.html

from medium_archive.checks.site_pages import tree
from medium_archive.checks.site_pages.facts import Facts
from medium_archive.folder import private_reading
from medium_archive.folder.layout import Layout
from medium_archive.folder.private_reading import LAST, Record
from medium_archive.medium.reading import TABLES

HIGHLIGHTS = "highlights.html"


@dataclass(frozen=True)
class Reading:
    """A page: its file and its title, "" for the highlights, whose title is a word of the site."""

    file: str
    title: str
    facts: tuple[str, ...]


def of(layout: Layout, facts: Facts, files: Mapping[str, str]) -> list[Reading]:
    """The pages that the settings name. `files` are the pages of lists by their titles. Raises RecordsDamaged."""
    site = facts.settings.site
    lists = private_reading.read(layout, TABLES["lists"]) if site.lists else []
    chosen: dict[str, Record] = {}
    for name in site.lists:
        found = [one for one in lists if name in (one.get("name"), one["list"])]
        if len(found) == 1:
            chosen[found[0]["list"]] = found[0]
    own = {one.uid: one.page for one in facts.published if one.uid}
    readings = [_list(layout, one, own, files) for one in chosen.values()]
    highlights = _highlights(layout) if site.highlights else []
    if highlights:
        readings.append(Reading(HIGHLIGHTS, "", ("label p.intro", *highlights)))
    return readings


def _list(layout: Layout, one: Record, own: Mapping[str, str], files: Mapping[str, str]) -> Reading:
    title = " ".join((one.get("name") or one["list"]).split())
    records = private_reading.read(layout, TABLES["list-posts"])
    posts = [record for record in records if (record["list"], record.get(LAST)) == (one["list"], one.get(LAST))]
    posts.sort(key=lambda record: int(record.get("position", 0)))
    description = " ".join(one.get("description", "").split())
    facts = [f"p.intro “{description}”"] if description else []
    for record in posts:
        url = str(record.get("url") or "")
        if url.startswith(("https://", "http://")):
            facts.append(f"link {own.get(url, url)} “{' '.join((record.get('title') or url).split())}”")
    return Reading(files.get(title, ""), title, tuple(facts))


def _highlights(layout: Layout) -> list[str]:
    """The quotes of the last export that has any, newest first: their words and days."""
    records = private_reading.read(layout, TABLES["highlights"])
    last = max((record.get(LAST, "") for record in records), default="")
    current = [record for record in records if record.get(LAST, "") == last]
    current.sort(key=lambda record: str(record.get("at", "")), reverse=True)
    facts = []
    for record in current:
        html = lxml.html.fragment_fromstring(record.get("html", ""), create_parent="p")
        facts.append(f"quote “{''.join(tree.words(html).split())}”")
        if day := str(record.get("at", ""))[:10]:
            facts.append(f"day {day}")
    return facts


def without_tongues(found: Sequence[str], own: Sequence[str]) -> list[str]:
    """The facts of a list without the languages of links to posts, which a list of other people's posts has not."""
    tails = tuple(f" {way}" for way in ("auto", "ltr", "rtl"))
    short = []
    for fact in found:
        is_own = fact.startswith("link ") and fact.split(" ")[1] in own and fact.endswith(tails)
        short.append(fact[: fact.rindex("”") + 1] if is_own else fact)
    return short
