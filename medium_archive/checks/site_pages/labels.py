"""The words that the site itself writes, in its language. No record has them, so the pages are compared with each
other: the words at one place of a template are the same on most of its pages.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from medium_archive.checks.site_pages import tree
from medium_archive.checks.site_pages.facts import Facts
from medium_archive.checks.site_pages.tree import Element

FRAME = ""  # stands for the template of the parts that all pages have
_Words = tuple[tuple[str, int, str], ...]  # each with its place, and its number among those at this place
_LEAST = 3  # pages with the same place; the words of fewer pages are not compared
_NUMBER = re.compile(r"\d{1,3}(?:[, ]\d{3})+(?!\d)|\d+")  # in the languages of the site
_OF_POST = ("a.u-url",)  # its words differ on the page of a post of which only the beginning is known


@dataclass
class Labels:
    """The words that the site itself writes. `names` has, for each page of the menu, the words of most links to it.
    `onward` are the files and words of the links at the top of archive.html. `read` has, for each template, the words
    of each page; equal words are one object, because thousands of pages have the same.
    """

    names: Mapping[str, str]
    onward: Sequence[tuple[str, str]] = ()
    read: defaultdict[str, dict[str, _Words]] = field(default_factory=lambda: defaultdict(dict))
    _known: dict[_Words, _Words] = field(default_factory=dict)

    @classmethod
    def of(cls, trees: Mapping[str, Element], facts: Facts) -> Labels:
        found: dict[str, Counter[str]] = defaultdict(Counter)
        for file, root in trees.items():
            for name in ("header", "footer"):
                frame = tree.find(root, name, "site")
                for link in frame.iter("a") if frame is not None else ():
                    target = tree.own_file(link.get("href", ""), file, facts.root)
                    if target:
                        found[target][tree.words(link)] += 1
        onward = [
            (tree.own_file(link.get("href", ""), "archive.html", facts.root) or "", tree.words(link))
            for link in _onward(trees.get("archive.html"))
        ]
        for target, text in onward:
            found[target][text] += 1
        names = {target: max(words, key=lambda one: (words[one], one)) for target, words in found.items()}
        return cls(names, onward)

    def add(self, file: str, template: str, words: Mapping[str, list[str]]) -> None:
        """Note the words of a page by their place, as `Reader` has found them."""
        found = tuple(_each(words))
        self.read[template][file] = self._known.setdefault(found, found)

    def take(self, read: Mapping[str, Mapping[str, _Words]]) -> None:
        """Note the words of more pages, as other labels have them in `read`."""
        for template, pages in read.items():
            self.read[template].update((file, self._known.setdefault(words, words)) for file, words in pages.items())

    def repeat(self, file: str, template: str, other: str) -> None:
        """Note that a page has the same words as another one."""
        self.read[template][file] = self.read[template][other]

    def outliers(self) -> Iterator[tuple[str, list[str]]]:
        """Each page that has other words than most pages of its template at the same place, with these words."""
        counts: dict[tuple[str, str, int], Counter[str]] = defaultdict(Counter)
        for template, of_template in self.read.items():
            for words, pages in Counter(of_template.values()).items():
                for place, number, text in words:
                    counts[template, place, number][text] += pages
        usual = {
            key: text
            for key, found in counts.items()
            for text, number in found.most_common(1)
            if found.total() >= _LEAST and number > found.total() / 2
        }
        for template in sorted(self.read, key=lambda name: name == FRAME):
            of_template = self.read[template]
            others = {
                words: [
                    f"{place} “{text}”"
                    for place, number, text in words
                    if usual.get((template, place, number), text) != text
                ]
                for words in set(of_template.values())
            }
            yield from ((file, others[words]) for file, words in of_template.items() if others[words])


def _each(words: Mapping[str, list[str]]) -> Iterator[tuple[str, int, str]]:
    for place, found in words.items():
        if place not in _OF_POST:
            yield from ((place, number, _NUMBER.sub("0", text)) for number, text in enumerate(found))


def _onward(root: Element | None) -> Iterator[Element]:
    line = tree.find(root, "p", "onward") if root is not None else None
    return line.iter("a") if line is not None else iter(())
