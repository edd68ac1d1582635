"""The values that templates get: posts with dates in words, reading time and a body ready to print."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from markupsafe import Markup

from medium_archive.articles.addresses import canonical, web
from medium_archive.folder.posts import StoredPost
from medium_archive.folder.settings import Settings
from medium_archive.post import Kind
from medium_archive.site.holdings import Holdings
from medium_archive.site.images.covers import Cover, choose
from medium_archive.site.images.variants import Variants
from medium_archive.site.text.body import Body, Heading, render, render_inline
from medium_archive.site.translations import Words, direction, words_for

_EXCERPT = 220  # characters: about three lines of a list
_CUT = "…"


@dataclass(frozen=True)
class Day:
    """A date: as a person reads it, the same where its year is known, and for a `datetime` attribute."""

    words: str
    in_year: str
    stamp: str
    year: int
    moment: datetime


@dataclass(frozen=True)
class Writer:
    """The author as the site names them. `photo` is a file of the site, "" where there is none."""

    name: str
    url: str
    photo: str


@dataclass(frozen=True)
class Frame:
    """What all pages share: the site's title, language, words, author. `url` is "" while it is unknown."""

    title: str
    url: str
    language: str
    direction: str
    words: Words
    author: Writer
    canonical: str = "self"


@dataclass(frozen=True)
class Entry:
    """One post as its page and the lists show it.

    `page` is its file in the site. `title` is plain text, `title_html` the same with its links and emphasis.
    `outline` are the headings of the body, `cover` the picture that stands for the post in lists.
    `excerpt` is the subtitle, the description or the first words, cut between words. `uid` is the address that
    names the post for ever, `https://medium.com/p/ID`; `url` the one it had at Medium; `canonical` the one that search
    engines should prefer, "" while the site's own address is unknown and there is no other. `text` is what is visible,
    `length` counts its words and Chinese characters; `files` are what the page shows, `cover` the picture for it. Of a
    post that `is_partial` the feed had only the beginning.
    """

    kind: Kind
    path: str
    page: str
    title: str
    title_html: Markup
    subtitle: str
    description: str
    excerpt: str
    language: str
    direction: str
    date: Day | None
    updated: Day | None
    minutes: int
    tags: tuple[str, ...]
    url: str
    uid: str
    canonical: str
    body: Markup
    text: str
    length: int
    files: tuple[str, ...]
    outline: tuple[Heading, ...] = ()
    cover: Cover | None = None
    is_partial: bool = False

    @property
    def id(self) -> str:
        """Medium's id, "" for a text that never was there."""
        return self.uid.rpartition("/")[2]


def frame(settings: Settings, holdings: Holdings) -> Frame:
    """The site's own values, from the settings."""
    language = settings.site.language or "en"
    author = settings.author
    return Frame(
        title=settings.site.title or author.name or "medium-archive",
        url=settings.site.url,
        language=language,
        direction=direction(language),
        words=words_for(language),
        author=Writer(author.name, web(author.url), holdings.file_of("", author.photo) or ""),
        canonical=settings.site.canonical,
    )


def entry(post: StoredPost, site: Frame, holdings: Holdings, variants: Variants | None = None) -> tuple[Entry, Body]:
    """A post ready for its page, and the body with what it shows and lacks."""
    language = post.lang or site.language
    body = render(post.text, post.path, holdings, site.words, variants.in_language(language) if variants else None)
    title = " ".join(post.title.split()) or site.words.untitled
    title_html = Markup.escape(title)
    if post.title_markdown:
        # nh3 has cleaned it
        title_html = Markup(render_inline(post.title_markdown, post.path, holdings, site.words))  # noqa: S704
    cover, variants_of_cover = choose(post, body.first_picture, holdings, variants)
    if cover is not None:
        body = replace(
            body,
            files=tuple(dict.fromkeys((*body.files, cover.file))),
            variants=tuple(dict.fromkeys((*body.variants, *variants_of_cover))),
        )
    page = holdings.pages.get(f"{post.path}/index.md", f"{post.path}.html")
    made = Entry(
        kind=post.kind,
        path=post.path,
        page=page,
        title=title,
        title_html=title_html,
        subtitle=post.subtitle,
        description=post.description or post.subtitle or cut(body.opening, _EXCERPT),
        excerpt=cut(post.subtitle or post.description or body.opening, _EXCERPT),
        language=language,
        direction=direction(language),
        date=day(post.date, site.words),
        updated=day(post.updated, site.words),
        minutes=body.minutes,
        tags=post.tags,
        url=web(post.url),
        uid=f"https://medium.com/p/{post.id}" if post.id else "",
        canonical=canonical(post, page, site.url, site.canonical),
        body=Markup(body.html),  # noqa: S704  # nh3 has cleaned it, lxml has written it
        text=body.text,
        length=body.length,
        files=body.files,
        outline=body.outline,
        cover=cover,
        is_partial=post.is_partial,
    )
    return made, body


def cut(text: str, most: int) -> str:
    """The first words of a text, at most about `most` characters, between words where the script has any."""
    text = " ".join(text.split())
    if len(text) <= most:
        return text
    head = text[:most]
    at = head.rfind(" ")
    return (head[:at] if at > most // 2 else head).rstrip(" ,;:—–-(，、；：") + _CUT


def by_year(entries: Sequence[Entry]) -> list[tuple[str, list[Entry]]]:
    """Entries under their years, in the order given; those without a date under ""."""
    years: dict[str, list[Entry]] = {}
    for one in entries:
        years.setdefault(str(one.date.year) if one.date else "", []).append(one)
    return list(years.items())


def day(moment: datetime | None, words: Words) -> Day | None:
    """A moment as the site writes it."""
    if moment is None:
        return None
    stamp = moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return Day(words.day(moment), words.day_in_year(moment), stamp, moment.year, moment)
