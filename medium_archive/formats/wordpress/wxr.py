"""WordPress eXtended RSS 1.2, the file that WordPress imports and exports."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from html import escape

_INVALID = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # not allowed in XML
_NONE = "0000-00-00 00:00:00"  # WordPress's date of a post that has none
_OF_DRAFT = "2000-01-01 00:00:00"  # a date of its own, so that a second import recognises it; WordPress shows no date
_HEAD = """<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0"
\txmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
\txmlns:content="http://purl.org/rss/1.0/modules/content/"
\txmlns:wfw="http://wellformedweb.org/CommentAPI/"
\txmlns:dc="http://purl.org/dc/elements/1.1/"
\txmlns:wp="http://wordpress.org/export/1.2/"
>
<channel>
"""
_TAIL = "</channel>\n</rss>\n"


@dataclass(frozen=True)
class Author:
    """An author: `login` is what the importer maps to a user of WordPress."""

    login: str
    name: str


@dataclass(frozen=True)
class Item:
    """A post or a picture. `title` and `excerpt` are HTML. `terms` are the tags and categories: the domain of a term,
    its slug and its name. `parent` is the number of the post of a picture, `file` the address of the picture.
    """

    number: int
    type: str
    slug: str
    title: str
    link: str
    author: str
    status: str
    guid: str = ""
    content: str = ""
    excerpt: str = ""
    date: datetime | None = None
    updated: datetime | None = None
    terms: Sequence[tuple[str, str, str]] = ()
    meta: Sequence[tuple[str, str]] = ()
    parent: int = 0
    file: str = ""


@dataclass(frozen=True)
class Channel:
    """The blog. `address` is without a slash at its end."""

    title: str
    address: str
    language: str
    authors: Sequence[Author] = field(default=())


def document(channel: Channel, items: Iterable[Item]) -> str:
    """The file of these items."""
    return "".join((_HEAD, _channel(channel), *map(_item, items), _TAIL))


def _channel(channel: Channel) -> str:
    authors = "".join(
        f"<wp:author>{_elements({'wp:author_login': one.login, 'wp:author_display_name': one.name})}</wp:author>\n"
        for one in channel.authors
    )
    return (
        f"<title>{_text(channel.title)}</title>\n<link>{_text(channel.address)}</link>\n<description></description>\n"
        f"<language>{_text(channel.language)}</language>\n<wp:wxr_version>1.2</wp:wxr_version>\n"
        f"<wp:base_site_url>{_text(channel.address)}</wp:base_site_url>\n"
        f"<wp:base_blog_url>{_text(channel.address)}</wp:base_blog_url>\n{authors}"
    )


def _item(item: Item) -> str:
    updated = item.updated or item.date
    values = {
        "title": item.title,
        "dc:creator": item.author,
        "content:encoded": item.content,
        "excerpt:encoded": item.excerpt,
        "wp:post_date": _OF_DRAFT if item.status == "draft" else _date(item.date),
        "wp:post_date_gmt": _NONE if item.status == "draft" else _date(item.date),
        "wp:post_modified": _date(updated),
        "wp:post_modified_gmt": _date(updated),
        "wp:comment_status": "open" if item.type == "post" else "closed",
        "wp:ping_status": "closed",
        "wp:post_name": item.slug,
        "wp:status": item.status,
        "wp:post_type": item.type,
        "wp:post_password": "",
    }
    published = f"<pubDate>{format_datetime(item.date, usegmt=True)}</pubDate>\n" if item.date else ""
    terms = "".join(
        f'<category domain="{domain}" nicename="{_text(slug)}">{_cdata(name)}</category>\n'
        for domain, slug, name in item.terms
    )
    meta = "".join(
        f"<wp:postmeta>{_elements({'wp:meta_key': key, 'wp:meta_value': value})}</wp:postmeta>\n"
        for key, value in item.meta
    )
    file = _elements({"wp:attachment_url": item.file}) if item.file else ""
    return (
        f"<item>\n<link>{_text(item.link)}</link>\n{published}"
        f'<guid isPermaLink="false">{_text(item.guid or item.link)}</guid>\n<description></description>\n'
        f"{_elements(values)}<wp:post_id>{item.number}</wp:post_id>\n<wp:post_parent>{item.parent}</wp:post_parent>\n"
        f"<wp:menu_order>0</wp:menu_order>\n<wp:is_sticky>0</wp:is_sticky>\n{file}{terms}{meta}</item>\n"
    )


def _elements(values: Mapping[str, str]) -> str:
    return "".join(f"<{name}>{_cdata(value)}</{name}>\n" for name, value in values.items())


def _date(date: datetime | None) -> str:
    return f"{date:%Y-%m-%d %H:%M:%S}" if date else _NONE


def _cdata(text: str) -> str:
    return f"<![CDATA[{_INVALID.sub('', text).replace(']]>', ']]]]><![CDATA[>')}]]>"


def _text(text: str) -> str:
    return escape(_INVALID.sub("", text))
