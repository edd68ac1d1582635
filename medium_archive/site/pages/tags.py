"""Tags: what a person calls the subjects of their posts, each with a page of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from medium_archive import names
from medium_archive.site.content import RenderedPost

_MOST_BYTES = 80


@dataclass(frozen=True)
class Tag:
    """`name` is its most frequent spelling, `names` are all of them; `posts` are newest first."""

    name: str
    names: tuple[str, ...]
    file: str
    posts: tuple[RenderedPost, ...]


def tags_of(posts: Sequence[RenderedPost]) -> tuple[Tag, ...]:
    """The tags of these posts, the most frequent first. "Swift" and "swift" are one; a tag without a letter or digit
    is known by its number among such.
    """
    spelled: dict[str, Counter[str]] = {}
    shown: dict[str, dict[str, RenderedPost]] = {}
    for post in posts:
        for name in post.tags:
            key = names.slug(name, _MOST_BYTES) or name
            spelled.setdefault(key, Counter())[name] += 1
            shown.setdefault(key, {})[post.path] = post
    made: list[Tag] = []
    nameless = 0
    for key, spellings in spelled.items():
        slug = names.slug(key, _MOST_BYTES)
        if not slug:
            nameless += 1
            slug = f"tag-{nameless}"
        name = max(spellings, key=lambda one: (spellings[one], one))
        # "index" is the list of tags; names that Windows keeps for itself get a mark, too
        file = f"tags/{names.file_name(f'{slug}-' if slug == 'index' else slug)}.html"
        made.append(Tag(name, tuple(spellings), file, tuple(shown[key].values())))
    return tuple(sorted(made, key=lambda tag: (-len(tag.posts), tag.name.casefold(), tag.name)))
