"""Tags: the subjects of posts. Each has its own page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from medium_archive import names
from medium_archive.site.content import RenderedPost

_MAX_BYTES = 80


@dataclass(frozen=True)
class Tag:
    """`name` is the most frequent spelling, `names` are all spellings; `posts` are newest first."""

    name: str
    names: tuple[str, ...]
    file: str
    posts: tuple[RenderedPost, ...]


def tags_of(posts: Sequence[RenderedPost]) -> tuple[Tag, ...]:
    """The tags of these posts, the most frequent first. "Swift" and "swift" are one tag. The file of a tag without a
    letter or digit has a number instead of its name.
    """
    spelled: dict[str, Counter[str]] = {}
    tagged: dict[str, dict[str, RenderedPost]] = {}
    slugs: dict[str, str] = {}  # thousands of posts share a few tags
    for post in posts:
        for name in post.tags:
            if (key := slugs.get(name)) is None:
                key = slugs[name] = names.slug(name, _MAX_BYTES) or name
            spelled.setdefault(key, Counter())[name] += 1
            tagged.setdefault(key, {})[post.path] = post
    tags: list[Tag] = []
    nameless = 0
    for key, spellings in spelled.items():
        slug = names.slug(key, _MAX_BYTES)
        if not slug:
            nameless += 1
            slug = f"tag-{nameless}"
        name = max(spellings, key=lambda one: (spellings[one], one))
        # "index" is the list of tags; `file_name` changes names that Windows reserves
        file = f"tags/{names.file_name(f'{slug}-' if slug == 'index' else slug)}.html"
        tags.append(Tag(name, tuple(spellings), file, tuple(tagged[key].values())))
    return tuple(sorted(tags, key=lambda tag: (-len(tag.posts), tag.name.casefold(), tag.name)))
