"""The values on the page of a post that other pages repeat, or that the ledger of the post does not compare."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from medium_archive.checks.site_pages import tree
from medium_archive.checks.site_pages.tree import Element

_CJK_PER_MINUTE = 450
_WORDS_PER_MINUTE = 240


@dataclass(frozen=True)
class PostPage:
    """Values read from the page of a post. `title` and `description` come from the head, `words` and `minutes` are
    counted in the text. `tag_files` has the pages of its tags by the names of the tags, `author_files` those of its
    authors. `headings` are pairs of id and words. `text` is the whole text without white space.
    """

    title: str = ""
    description: str = ""
    words: int = 0
    minutes: int = 1
    tag_files: Mapping[str, str] = field(default_factory=dict)
    author_files: Mapping[str, str] = field(default_factory=dict)
    headings: tuple[tuple[str, str], ...] = ()
    text: str = ""


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
    return PostPage(
        title=head.get("og:title", ""),
        description=head.get("description", ""),
        words=characters + count,
        minutes=max(1, math.floor(characters / _CJK_PER_MINUTE + count / _WORDS_PER_MINUTE + 0.5)),
        tag_files={tree.words(one): tree.own_file(one.get("href", ""), file, site_root) or "" for one in tags},
        author_files={tree.words(one): tree.own_file(one.get("href", ""), file, site_root) or "" for one in people},
        headings=tuple(_headings(content)) if content is not None else (),
        text="".join("".join(content.itertext()).split()) if content is not None else "",
    )


def _headings(content: Element) -> list[tuple[str, str]]:
    return [(one.get("id", ""), tree.words(one)) for one in content if one.tag in ("h2", "h3") and tree.words(one)]
