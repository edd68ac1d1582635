"""The metadata of a page for other programs: Open Graph, Twitter cards, and JSON-LD with the terms of schema.org."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import quote

from markupsafe import Markup

from medium_archive.site.authors import Author
from medium_archive.site.content import RenderedPost, SiteInfo
from medium_archive.site.elsewhere import OutsideLink
from medium_archive.site.images.previews import Preview

T = TypeVar("T")
_MIN_LARGE = 600  # pixels: a preview of this width is shown above the text instead of at its side
# JSON in a script element: nothing in it may end the element or begin a comment.
_ESCAPES = (("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026"), ("\u2028", "\\u2028"), ("\u2029", "\\u2029"))


@dataclass(frozen=True)
class Tag:
    """One `<meta>`; `key` is the attribute that holds its name, "property" or "name"."""

    key: str
    name: str
    content: str


@dataclass(frozen=True)
class Metadata:
    """`tags` for the head, and `json_ld` for a script element that is data and never run."""

    tags: tuple[Tag, ...]
    json_ld: Markup


def of_post(post: RenderedPost, site: SiteInfo, preview: Preview | None, also: Sequence[OutsideLink] = ()) -> Metadata:
    """The metadata of a post's page, without absolute addresses while the site's address is unknown. `also` are the
    links to copies of the post.
    """
    tags = (
        *_named(post.title, "article", post.description),
        *_placed(site, post.page, post.language, preview),
        *_of_article(post),
    )
    return Metadata(tags, _script(_posting(post, site, preview, also)))


def of_page(title: str, file: str, site: SiteInfo, preview: Preview | None) -> Metadata:
    """The metadata of another page; JSON-LD of the front page describes the site."""
    tags = (*_named(title, "website"), *_placed(site, file, site.language, preview))
    data: dict[str, Any] = {"@context": "https://schema.org", "@type": "WebSite", "name": site.title}
    data |= {"inLanguage": site.language} | _without_empty(
        url=_address(site, "index.html"), author=_person(site.author)
    )
    return Metadata(tags, _script(data) if file == "index.html" else Markup())


def _named(title: str, kind: str, description: str = "") -> Iterator[Tag]:
    yield Tag("property", "og:title", title)
    yield Tag("property", "og:type", kind)
    if description:
        yield Tag("property", "og:description", description)


def _placed(site: SiteInfo, file: str, language: str, preview: Preview | None) -> Iterator[Tag]:
    yield Tag("property", "og:site_name", site.title)
    parts = language.replace("_", "-").split("-")
    if len(parts) == 2 and len(parts[1]) == 2:  # "zh-TW"; for Open Graph, a language without a region is not a locale
        yield Tag("property", "og:locale", f"{parts[0].lower()}_{parts[1].upper()}")
    if site.url:
        yield Tag("property", "og:url", _address(site, file))
    if site.url and preview:
        yield Tag("property", "og:image", _address(site, preview.file))
        yield Tag("property", "og:image:width", str(preview.width))
        yield Tag("property", "og:image:height", str(preview.height))
    wide = bool(site.url) and preview is not None and preview.width >= _MIN_LARGE
    yield Tag("name", "twitter:card", "summary_large_image" if wide else "summary")


def _of_article(post: RenderedPost) -> Iterator[Tag]:
    if post.date:
        yield Tag("property", "article:published_time", post.date.stamp)
    if post.updated:
        yield Tag("property", "article:modified_time", post.updated.stamp)
    for author in (post.author, *post.coauthors):
        if author.url:
            yield Tag("property", "article:author", author.url)
    for tag in post.tags:
        yield Tag("property", "article:tag", tag)


def _posting(
    post: RenderedPost, site: SiteInfo, preview: Preview | None, also: Sequence[OutsideLink]
) -> dict[str, Any]:
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Comment" if post.kind == "response" else "BlogPosting",
        "headline": post.title,
        "inLanguage": post.language,
    }
    address = _address(site, post.page)
    if post.kind != "response":
        data |= {"wordCount": post.length}
    return data | _without_empty(
        description=post.description,
        datePublished=post.date.stamp if post.date else "",
        dateModified=post.updated.stamp if post.updated else "",
        author=_one_or_several([_person(author) for author in post.authors]),
        url=address,
        mainEntityOfPage=address,
        image=_address(site, preview.file) if preview else "",
        keywords=", ".join(post.tags),
        sameAs=_one_or_several([address for address in (post.url, *(one.address for one in also)) if address]),
        identifier=post.uid,
    )


def _one_or_several(values: Sequence[T]) -> T | Sequence[T] | None:
    return values if len(values) > 1 else next(iter(values), None)


def _person(author: Author) -> dict[str, str]:
    if not author.name:
        return {}
    return {"@type": "Person", "name": author.name} | _without_empty(url=author.url)


def _without_empty(**values: Any) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value}


def _address(site: SiteInfo, file: str) -> str:
    """The absolute address of a file of the site, "" while the site's address is unknown."""
    return f"{site.url}/{quote(file)}" if site.url else ""


def _script(data: dict[str, Any]) -> Markup:
    script = json.dumps(data, ensure_ascii=False)
    for sign, escape in _ESCAPES:  # several times as fast as one `translate`
        script = script.replace(sign, escape)
    return Markup(script)  # noqa: S704  # escaped for a script element
