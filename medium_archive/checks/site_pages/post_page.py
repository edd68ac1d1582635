"""The values on the page of a post that other pages repeat, or that the ledger of the post does not compare."""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from medium_archive import names
from medium_archive.checks.site_pages import tree
from medium_archive.checks.site_pages.tree import Element

_COUNTED = re.compile(r"-\d+")
_NUMBER = re.compile(r"\d+")
_COVER = (300, 150)  # pixels of the smallest cover
_CJK_PER_MINUTE = 450
_WORDS_PER_MINUTE = 240
_NONE: Mapping[str, str] = {}
# What other files show for the checkboxes of a page
TASK_SIGNS = str.maketrans("", "", "☐☑")


@dataclass(frozen=True, slots=True)
class PostPage:
    """Values read from the page of a post. `title` and `description` are those that most parts of the page have.
    `words` and `minutes` are counted in the text, the words without those of link cards about other pages,
    `stated_words` and `stated_minutes` are those that the page states.
    `tag_files` has the pages of its tags by the names of the tags, `author_files` those of its authors. `headings` are
    pairs of id and words, `wrong_ids` are facts about headings whose ids do not follow from their words. `text` is the
    whole text without white space, and `text_sum` its checksum. `first_picture` is the file of the first picture of the
    text, "" if it is too small for a cover. `related` are the pages of the related posts.
    """

    title: str = ""
    description: str = ""
    words: int = 0
    minutes: int = 1
    tag_files: Mapping[str, str] = field(default_factory=dict)
    author_files: Mapping[str, str] = field(default_factory=dict)
    headings: tuple[tuple[str, str], ...] = ()
    wrong_ids: tuple[str, ...] = ()
    text: str = ""
    stated_words: int = 0
    stated_minutes: int = 0
    first_picture: str = ""
    related: tuple[str, ...] = ()
    text_sum: bytes = b""

    def as_kept(self, *, with_text: bool) -> PostPage:
        """The same without the pages of tags and authors; with the checksum of the text instead of the text unless
        `with_text`. So the pages of a large site take a third of the memory.
        """
        text = self.text if with_text else ""
        return replace(self, tag_files=_NONE, author_files=_NONE, text=text, text_sum=checksum_of(self.text))


def checksum_of(text: str) -> bytes:
    """The checksum of the words of a text, among which the signs of tasks do not count."""
    return hashlib.sha256(text.translate(TASK_SIGNS).encode("utf-8", "surrogatepass")).digest()


def read(file: str, root: Element, site_root: str) -> PostPage:
    """Read the page `file` with the element `root`. `site_root` is the path of the site at its host."""
    content = tree.find(root, "div", "e-content")
    characters, count = tree.amounts(content) if content is not None else (0, 0)
    head = {
        one.get("property") or one.get("name"): one.get("content", "")
        for one in root.iter("meta")
        if one.get("content")
    }
    people = [one for one in root.iter("a") if "p-author" in tree.classes(one)]
    tags = [one for one in root.iter("a") if "p-category" in tree.classes(one)]
    known, minutes = _json_ld(root), tree.find(root, "span", "minutes")
    heading = next((one for one in root.iter("h1") if "p-name" in tree.classes(one)), None)
    shown = _NUMBER.search(tree.words(minutes)) if minutes is not None else None
    return PostPage(
        title=_usual(head.get("og:title"), known.get("headline"), None if heading is None else tree.words(heading)),
        description=_usual(head.get("description"), head.get("og:description"), known.get("description")),
        words=characters + count - (sum(map(_amount, _of_cards(content))) if content is not None else 0),
        minutes=_minutes(characters, count),
        tag_files={tree.words(one): tree.own_file(one.get("href", ""), file, site_root) or "" for one in tags},
        author_files={tree.words(one): tree.own_file(one.get("href", ""), file, site_root) or "" for one in people},
        headings=tuple(_headings(content)) if content is not None else (),
        wrong_ids=tuple(_wrong_ids(content)) if content is not None else (),
        text="".join("".join(content.itertext()).split()) if content is not None else "",
        stated_words=stated if isinstance(stated := known.get("wordCount"), int) else 0,
        stated_minutes=int(shown[0]) if shown else 0,
        first_picture=_first_picture(content, file, site_root) if content is not None else "",
        related=tuple(tree.own_file(one.get("href", ""), file, site_root) or "" for one in _links_to_related(root)),
    )


def _minutes(characters: int, words: int) -> int:
    """The time to read a text, 0 without words."""
    found = math.floor(characters / _CJK_PER_MINUTE + words / _WORDS_PER_MINUTE + 0.5)
    return max(1, found) if characters or words else 0


def _of_cards(content: Element) -> Iterator[Element]:
    """The parts of link cards that say something of another page: they do not count as words of the post."""
    for card in content.iter("span"):
        if card.get("class") == "words":
            yield from (part for part in card if part.get("class") in ("description", "host"))


def _amount(element: Element) -> int:
    return sum(tree.amounts(element))


def _first_picture(content: Element, file: str, site_root: str) -> str:
    pictures = (one for one in content.iter("img") if not any(_is_card(above) for above in one.iterancestors("a")))
    first = next(pictures, None)
    if first is None or not (_pixels(first, "width") >= _COVER[0] and _pixels(first, "height") >= _COVER[1]):
        return ""
    return tree.own_file(first.get("src", ""), file, site_root) or ""


def _is_card(link: Element) -> bool:
    return "card" in tree.classes(link) or "embed" in tree.classes(link)


def _pixels(picture: Element, name: str) -> int:
    value = picture.get(name, "")
    return int(value) if value.isdecimal() else 0


def _links_to_related(root: Element) -> Iterator[Element]:
    section = tree.find(root, "section", "related")
    return iter(()) if section is None else section.iter("a")


def _usual(first: object, *others: object) -> str:
    """The first of the texts, or another one that two parts of the page have."""
    texts = [tree.one_line(one) for one in others if isinstance(one, str)]
    own = first if isinstance(first, str) else ""
    is_other = len(texts) > 1 and texts[0] == texts[1] != tree.one_line(own)
    return texts[0] if is_other or (not own and texts) else own


def _json_ld(root: Element) -> dict[str, Any]:
    """The JSON-LD of the page, {} if it can't be read."""
    script = next((one for one in root.iter("script") if one.get("type") == "application/ld+json"), None)
    try:
        found = json.loads(script.text or "") if script is not None else {}
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _headings(content: Element) -> list[tuple[str, str]]:
    found = ((one.get("id", ""), tree.one_line("".join(_pieces(one)))) for one in content if one.tag in ("h2", "h3"))
    return [(name, words) for name, words in found if words]


def _pieces(heading: Element) -> Iterator[str]:
    """The words of a heading as the contents of a page repeat it: without the readings of ruby and a picture's note."""
    yield heading.text or ""
    for child in heading:
        if child.tag == "br":
            yield " "
        elif child.tag not in ("rt", "rp") and "added" not in tree.classes(child):
            yield from _pieces(child)
        yield child.tail or ""


def _wrong_ids(content: Element) -> Iterator[str]:
    """The headings whose id is missing, is there twice, or is not made from their words. A heading with the words of an
    earlier one has a number at the end of its id.
    """
    known: set[str] = set()
    for one in content.iter("h2", "h3", "h4", "h5", "h6"):
        name = one.get("id", "")
        base = names.slug(tree.words(one), 80) or "section"
        number = name.removeprefix(base) if name.startswith(base) else "other"
        # In these the words of a reader and of a program differ
        is_plain = not any(part.tag in ("ruby", "br", "img") or "added" in tree.classes(part) for part in one.iter("*"))
        if name in known or (is_plain and number and not _COUNTED.fullmatch(number)):
            yield f"the id “{name}” of “{tree.words(one)}”"
        known.add(name)
