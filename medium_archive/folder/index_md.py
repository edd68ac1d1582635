"""The text of an index.md as the program writes it: front matter in its order, then the post's Markdown."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from html import escape, unescape
from itertools import groupby
from operator import itemgetter

from medium_archive import markdown
from medium_archive.folder import coauthors
from medium_archive.folder.conversion import UNKNOWN, Known
from medium_archive.markdown import escapes, fences, front_matter, gists
from medium_archive.post import Author, Post

_PICTURE = re.compile(r"(!\[(?:[^\]\\]|\\.)*\]\()([^()\s]+)(\))")
_COVER = re.compile(r"\A(\ufeff?---[ \t]*[\r\n](?:(?!---)[^\r\n]*[\r\n])*?cover: )(\S+)(?=[\r\n])")
_SOURCE = re.compile(r'(<img src=")([^"]*)(")')


@dataclass(frozen=True)
class Supplement:
    """What a feed or a saved page has of a post, and an export lacks. `source` names where the text comes from, "" if
    it is from an export; `captured`, `version` and `is_partial` are facts about that text.
    """

    tags: tuple[str, ...] = ()
    updated: datetime | None = None
    source: str = ""
    captured: str = ""
    version: str = ""
    is_partial: bool = False


def compose(  # noqa: PLR0913  # all by keyword
    post: Post,
    *,
    slug: str,
    original: str,
    sha256: str,
    files: Mapping[str, str],
    extra: Supplement = Supplement(),
    author: Author = Author(),
    known: Known = UNKNOWN,
) -> str:
    """The text of a post. `files` gives the names of the pictures in its folder by their addresses; a picture without a
    file keeps its address. `author` is the author of a post that is not by the archive's main one. `known` has Markdown
    that is used if the body, or the title, is the same.
    """
    html = with_files(post.body, files)
    body = known.markdown if html == known.body else None
    title = known.title_markdown if post.title_html == known.title else None
    if title is None:
        title = markdown.write_inline(post.title_html) if post.title_html else ""
    values = {
        "title": post.title,
        "title_markdown": title,
        "subtitle": post.subtitle,
        "description": post.description,
        "author": author.name,
        "date": post.published,
        "updated": extra.updated if extra.updated and post.published and extra.updated > post.published else None,
        "slug": slug,
        "lang": post.lang,
        "tags": list(extra.tags),
        "cover": files.get(post.cover, post.cover),
        "draft": True if post.kind == "draft" else None,
        "medium": {
            "id": post.id,
            "url": post.url,
            "author": author.url,
            "coauthors": coauthors.write(post.coauthors),
            "title": post.short_title,
            "summary": post.summary,
            "original": original,
            "sha256": sha256,
            "source": extra.source,
            "captured": extra.captured,
            "version": extra.version,
            "partial": True if extra.is_partial else None,
        },
    }
    return front_matter.join(values, markdown.write(html) if body is None else body)


def with_files(html: str, files: Mapping[str, str]) -> str:
    """HTML with the names of the files instead of the addresses of pictures that are here."""

    def with_file(match: re.Match[str]) -> str:
        name = files.get(unescape(match[2]))
        return f"{match[1]}{escape(name)}{match[3]}" if name else match[0]

    return _SOURCE.sub(with_file, html) if files else html


def compose_about(body: str, title: str) -> str:
    """about.md or about-NAME.md, from the plain HTML of the author's profile."""
    return front_matter.join({"title": title}, markdown.write(body) if body else "")


def insert(text: str, files: Mapping[str, str], gist_blocks: Mapping[str, str]) -> str:
    """An index.md with pictures and gists that were fetched: the name of a picture's file instead of its address, the
    blocks of a gist after its address. Both mappings are by address. Code blocks stay as they are.
    """
    spelled = {escapes.destination(address): name for address, name in files.items()}

    def with_file(match: re.Match[str]) -> str:
        name = spelled.get(match[2])
        return f"{match[1]}{name}{match[3] if match.lastindex == 3 else ''}" if name else match[0]

    if spelled:
        lines = fences.lines_of(text)
        groups = groupby(zip(lines, fences.outside(lines), strict=True), key=itemgetter(1))
        pieces = [("".join(line for line, _ in group), is_outside) for is_outside, group in groups]
        text = "".join(
            with_files(_PICTURE.sub(with_file, piece), files) if is_outside else piece for piece, is_outside in pieces
        )
        text = _COVER.sub(with_file, text)
    return gists.put_in(text, gist_blocks)
