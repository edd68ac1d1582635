"""Elements and attributes in the texts of the feeds: links, pictures, emphasis. The three feeds have the same HTML of a
post, so a feed in which it differs from that of the two others is wrong.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path

import lxml.etree

from medium_archive.checks.site_pages import witnesses
from medium_archive.checks.site_pages.feeds import ATOM, JSON, NOT_XML, RSS, atom_id

_SPACE = "{http://www.w3.org/2005/Atom}"
_TAG = re.compile(r"<[^>]*>")


def differences(site: Path) -> Iterator[tuple[str, list[str]]]:
    """Each feed with the first tag that each of its texts lacks."""
    by_item: dict[str, dict[str, str]] = defaultdict(dict)
    for file, texts in items(site).items():
        for identity, html in texts:
            by_item[identity][file] = html
    lacking: dict[str, list[str]] = defaultdict(list)
    for identity, found in by_item.items():
        tags = {file: _TAG.findall(NOT_XML.sub("", html)) for file, html in found.items()}
        for file, own in tags.items():
            others = [other for name, other in tags.items() if name != file]
            if len(others) > 1 and others[0] == others[1] != own:
                pairs = zip_longest(others[0], own, fillvalue="")
                tag = next(right or "the end of the tags" for right, one in pairs if right != one)
                lacking[file].append(f"{tag} at its place in the text of {identity}")
    yield from lacking.items()


def items(site: Path) -> dict[str, list[tuple[str, str]]]:
    """The texts in each feed, with the id that their posts have in the Atom feed."""
    rss, of_json = witnesses.in_rss(site / RSS), witnesses.in_json(site / JSON)
    return {
        RSS: [(atom_id(identity), html) for identity, html in rss],
        ATOM: list(_in_atom(site / ATOM)),
        JSON: [(atom_id(identity), html) for identity, html in of_json],
    }


def _in_atom(file: Path) -> Iterator[tuple[str, str]]:
    try:
        root = lxml.etree.fromstring(file.read_bytes(), lxml.etree.XMLParser(resolve_entities=False, huge_tree=True))
    except (OSError, ValueError, lxml.etree.XMLSyntaxError):
        return
    for entry in root.iter(f"{_SPACE}entry"):
        yield entry.findtext(f"{_SPACE}id") or "", entry.findtext(f"{_SPACE}content") or ""
