"""The reading lists and highlights that the settings name. Naming them makes them public."""

from __future__ import annotations

import re
from collections.abc import Iterator

from medium_archive.folder import private_reading
from medium_archive.folder.layout import Layout
from medium_archive.folder.private_reading import LAST, Record
from medium_archive.folder.settings import Site
from medium_archive.medium.reading import TABLES

_TAG = re.compile(r"<[^>]*>")


def lists(layout: Layout, site: Site) -> list[Record]:
    """The lists that `site.lists` names, each once. A name that no list has, or several lists have, is left out. Raises
    RecordsDamaged.
    """
    records = private_reading.read(layout, TABLES["lists"]) if site.lists else []
    chosen: dict[str, Record] = {}
    for name in site.lists:
        found = [one for one in records if name in (one.get("name"), one["list"])]
        if len(found) == 1:
            chosen[found[0]["list"]] = found[0]
    return list(chosen.values())


def title(one: Record) -> str:
    """The name of a list, or its id if it has none."""
    return " ".join((one.get("name") or one["list"]).split())


def posts_of(layout: Layout, one: Record) -> list[Record]:
    """The posts that a list has in its last export, in their order. Raises RecordsDamaged."""
    records = private_reading.read(layout, TABLES["list-posts"])
    posts = [record for record in records if (record["list"], record.get(LAST)) == (one["list"], one.get(LAST))]
    return sorted(posts, key=lambda record: int(record.get("position", 0)))


def highlights(layout: Layout, site: Site) -> list[Record]:
    """The highlights in the last export that has any, newest first; none unless `site.highlights` is true. Raises
    RecordsDamaged.
    """
    records = private_reading.read(layout, TABLES["highlights"]) if site.highlights else []
    last = max((record.get(LAST, "") for record in records), default="")
    current = [record for record in records if record.get(LAST, "") == last]
    return sorted(current, key=lambda record: str(record.get("at", "")), reverse=True)


def texts(layout: Layout, site: Site) -> Iterator[str]:
    """All that the site shows of these lists and highlights, as text and as HTML. Raises RecordsDamaged."""
    for one in lists(layout, site):
        yield title(one)
        yield one.get("description", "")
        for record in posts_of(layout, one):
            yield " ".join((record.get("title", ""), record.get("url", "")))
    for record in highlights(layout, site):
        html = record.get("html", "")
        yield record.get("at", "")
        yield html
        yield _TAG.sub("", html)
        yield _TAG.sub(" ", html)
