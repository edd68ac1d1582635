"""The links of a page to files of the site, and to places in its pages: all of them must exist, and every
picture of the site must be on a page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

from medium_archive.articles.references import is_picture, resolve
from medium_archive.checks.site_pages import tree
from medium_archive.checks.site_pages.facts import Facts
from medium_archive.checks.site_pages.tree import Element

_NOT_FOUND = "404.html"  # a host shows it at every address
_RELATIVE = re.compile(r"(?!/|#|[a-z][a-z0-9+.-]*:)", re.IGNORECASE)
_TEXT = frozenset(("e-content", "p-note"))


@dataclass
class PageLinks:
    """The links of the pages in `trees`, by file, of the site in the folder `site`. `unseen` are the files that a page
    must show, and none has shown so far.
    """

    site: Path
    facts: Facts
    trees: Mapping[str, Element]
    _places: dict[str, frozenset[str]] = field(default_factory=dict)
    unseen: set[str] = field(init=False)

    def __post_init__(self) -> None:
        self.unseen = set(filter(_is_shown, self.facts.files))

    def wrong(self, file: str, root: Element) -> Iterator[str]:
        """The links of a page that lead nowhere. The ledger of a post compares the links in its text."""
        for preview in root.iterfind("head/meta[@property='og:image']"):
            self.unseen.discard(self.facts.file_at(preview.get("content", "")))
        places = frozenset(_ids(root))
        for element in root.iter("a", "img", "source", "link", "script"):
            for address in _addresses(element):
                if file == _NOT_FOUND and self.facts.url and _RELATIVE.match(address):
                    yield f"link to {address}, which leads elsewhere from another address"
                target = tree.own_file(address, file, self.facts.root)
                self.unseen.discard(target or "")
                if not target or (element.tag == "a" and _is_in_text(element)):
                    continue
                if "#" in address and not self._has_place(places, target, address):
                    yield f"link to {address}, a place that the page does not have"
                elif not (target.startswith("#") or target in self.facts.files or (self.site / target).exists()):
                    yield f"link to {target}, which does not exist"

    def unused(self) -> Iterator[str]:
        """The pictures and other files beside pages to which no page so far leads. Lists without pictures show no
        covers, and nothing is known about a person's own templates.
        """
        posts = (*self.facts.published, *self.facts.drafts)
        covers = {resolve(one.path, one.stored.cover) for one in posts if one.stored.cover}
        copies = tuple(f"{name}-" for cover in covers for name in (cover, cover.rpartition(".")[0]))
        for file in () if self.facts.theme.own else sorted(self.unseen - covers):
            if not file.startswith(copies):
                yield file

    def _has_place(self, places: frozenset[str], target: str, address: str) -> bool:
        """Whether the page that a link leads to has an element with the id in its address, as far as that is known: a
        script of a person's own theme may make more elements. `places` are the ids of the page that has the link.
        """
        place = unquote(address.partition("#")[2])
        if not place or self.facts.theme.own:
            return True
        if target.startswith("#"):
            return place in places
        if target in self.trees and target not in self._places:
            self._places[target] = frozenset(_ids(self.trees[target]))
        return place in self._places.get(target, (place,))


def _is_shown(file: str) -> bool:
    """Whether a page must lead to a file: a picture, or another file beside a page."""
    if file.startswith(tree.POSTS) and not file.endswith(".html"):
        return True
    return is_picture(file) and not file.startswith("static/")


def _ids(root: Element) -> Iterator[str]:
    return (one.get("id", "") for one in root.iter("*"))


def _addresses(element: Element) -> Iterator[str]:
    for name in ("href", "src"):
        if element.get(name):
            yield element.get(name)
    for part in element.get("srcset", "").split(","):
        if part.strip():
            yield part.split()[0]


def _is_in_text(element: Element) -> bool:
    return any(_TEXT & set(tree.classes(one)) for one in element.iterancestors("div"))
