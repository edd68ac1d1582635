"""The values that templates get of posts: dates in words, reading time, a body ready to print."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, tzinfo
from typing import Protocol

from markupsafe import Markup

from medium_archive import markdown
from medium_archive.articles.addresses import canonical, web
from medium_archive.folder import pickles, time_zones
from medium_archive.folder.posts import StoredPost
from medium_archive.folder.settings import Settings
from medium_archive.languages import CJK, direction
from medium_archive.post import Kind
from medium_archive.site.authors import Author, Authors
from medium_archive.site.images import covers
from medium_archive.site.images.covers import Cover
from medium_archive.site.images.variants import Variants
from medium_archive.site.references import References
from medium_archive.site.search.terms import Counts, Packed, counts
from medium_archive.site.stored_values import Content, Held
from medium_archive.site.text import body, wrong_addresses
from medium_archive.site.text.body import Body
from medium_archive.site.text.headings import Heading
from medium_archive.site.translations import Translation, translation_for

_EXCERPT_LENGTH = 220  # Latin characters: about three lines of a list. A Chinese one has the width of two
_ELLIPSIS = "…"
_ENDS_OF_SENTENCES = (_ELLIPSIS, ".", "!", "?", "。", "！", "？", "”", "’", ")")
_ABOUT = ("about", "About")  # about.md, and the title that the import gives it
_SENTENCE_END = re.compile(r"[.!?؟۔](?= )|[。！？]")
_ABBREVIATION = re.compile(r"\b[^\W\d_]{1,3}\.")  # with a capital: "Dr.", "St.", "J."
_SHORTEST_EXCERPT = 40  # characters
_TAG = re.compile(r"(<[^>]*>)")
_LONG_WORD = re.compile(r"\S{18,}")  # as wide as a phone, in the letters of a title
_SLASH = re.compile(r"(?<=[^\W\d_])/(?=[^\W\d_])")
_LONG_TITLE = 25  # characters: a text does not begin with so long a title by chance


@pickles.by_position
@dataclass(frozen=True, slots=True)
class Day:
    """A date: in words, in words without its year, and as the value of a `datetime` attribute. `moment` is on the
    clocks of the site, or of the zone in which a person wrote it; so its day is the one that is shown.
    """

    words: str
    in_year: str
    stamp: str
    year: int
    moment: datetime


@dataclass(frozen=True)
class SiteInfo:
    """What all pages share: the site's title, language, words, the main author. `url` is "" while it is unknown;
    `canonical` is the setting that says which copy of a post search engines should prefer, `timezone` the name of the
    zone of the dates that it shows. `authors` are all authors if the site has posts of several. `proof` is the file of
    the page of the proof, "" without one. Without `extras` it has no search, related posts, cards, pages at old
    addresses, statistics, and only one feed.
    """

    title: str
    url: str
    language: str
    direction: str
    words: Translation
    author: Author
    canonical: str = "self"
    timezone: str = time_zones.DEFAULT
    authors: tuple[Author, ...] = ()
    proof: str = ""
    extras: bool = True


@pickles.by_position
@dataclass(frozen=True, slots=True)
class PostContent:
    """The HTML of a text and its visible text. `terms` are counted in the visible text; they are empty for a text that
    neither the search nor the related posts need.
    """

    body: Markup
    text: str
    terms: Packed = field(default_factory=Packed)


@pickles.by_position
@dataclass(frozen=True, slots=True)
class RenderedPost:
    """One post as its page and the lists show it.

    `page` is its file in the site. `title` is plain text, `title_html` the same with its links and emphasis.
    `excerpt` is the subtitle or the description, shortened between words, or the first sentences of the text. `uid` is
    the address that identifies the post for ever, `https://medium.com/p/ID`; `url` the one it had at Medium;
    `canonical` the one that search engines should prefer, "" if neither the site's address nor another one is known.
    `text` is the visible text, `text_size` its bytes, `length` its number of words and Chinese characters; `content`
    has the text and `body`, the HTML, perhaps on the disk. `files` are what the page shows or links to,
    `outline` the headings of the body, `cover` the picture of the post in lists. Of a post that `is_partial` the
    archive has only the beginning, from the feed. Of a page about an author, `author` is who it is about. `coauthors`
    signed the post after its author. `where` is the file of its text in the
    archive.
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
    content: Content[PostContent] = field(repr=False)  # where the text is kept is not for templates
    text_size: int = field(repr=False)
    length: int
    files: tuple[str, ...]
    outline: tuple[Heading, ...] = ()
    cover: Cover | None = None
    is_partial: bool = False
    author: Author = field(default_factory=lambda: Author("", "", ""))
    coauthors: tuple[Author, ...] = ()
    where: str = field(default="", repr=False)  # for messages, not for templates

    @property
    def authors(self) -> tuple[Author, ...]:
        """The author and the co-authors, without an author whose name is not known."""
        return tuple(one for one in (self.author, *self.coauthors) if one.name)

    @property
    def body(self) -> Markup:
        """The HTML of the text. Raises ContentLost."""
        return self.content.load().body

    @property
    def text(self) -> str:
        """The visible text. Raises ContentLost."""
        return self.content.load().text

    @property
    def username(self) -> str:
        """The user name of the author, "" if it is not known."""
        return self.author.username

    @property
    def has_own_title(self) -> bool:
        """Whether the title has words that the text does not begin with. Medium makes the title of a response from its
        first paragraph: it is the whole paragraph, its first sentences, or its first words, mostly with "…".
        """
        paragraph, title = ("".join(words.split()) for words in (self.text.partition("\n")[0], self.title))
        is_beginning = title.endswith(_ENDS_OF_SENTENCES) or len(title) >= _LONG_TITLE
        return paragraph != title and not (is_beginning and paragraph.startswith(title.removesuffix(_ELLIPSIS)))

    @property
    def id(self) -> str:
        """Medium's id, "" for a text that was never at Medium."""
        return self.uid.rpartition("/")[2]


class Titled(Protocol):
    """A value that stands for a post: `path` is that of the post, `title` its title with other short texts."""

    @property
    def path(self) -> str: ...

    @property
    def title(self) -> str: ...


@dataclass(frozen=True)
class TermsOf:
    """Counts the terms of posts: those of the title in a `Titled`, and those of the visible text of its post.
    `contents` are by the path of the post. The object can be sent to other processes.
    """

    contents: Mapping[str, Content[PostContent]]

    @classmethod
    def posts(cls, posts: Sequence[RenderedPost]) -> TermsOf:
        return cls({post.path: post.content for post in posts})

    def only(self, some: Sequence[Titled]) -> TermsOf:
        """The same for some posts alone."""
        return TermsOf({about.path: self.contents[about.path] for about in some})

    def __call__(self, about: Titled) -> tuple[Counts, Counts]:
        """The terms of the title and of the text. Raises ContentLost."""
        return counts(about.title), self.contents[about.path].load().terms.counts()


Rendering = tuple[RenderedPost, Body]  # the body without its HTML and texts, which the post has


def site_info(settings: Settings, authors: Authors) -> SiteInfo:
    """What all pages share, from the settings."""
    language = settings.site.language or "en"
    author = authors.main
    return SiteInfo(
        title=settings.site.title or author.name or "medium-archive",
        url=settings.site.url,
        language=language,
        direction=direction(language),
        words=translation_for(language),
        author=author,
        canonical=settings.site.canonical,
        timezone=settings.site.timezone,
        authors=authors.listed,
        extras=settings.site.extras,
    )


def render_post(
    post: StoredPost, site: SiteInfo, authors: tuple[Author, ...], references: References, variants: Variants
) -> Rendering:
    """A post ready for its page, and its body with the pictures that it shows and lacks. The first of its `authors`
    signs it, the others are co-authors.
    """
    language, zone = post.lang or site.language, time_zones.find(site.timezone)
    own_variants, is_from_medium = variants.in_language(language), bool(post.id)
    rendered_body = body.render(
        post.text, references, site.words, own_variants, post.line, is_from_medium=is_from_medium
    )
    title = " ".join(post.title.split()) or site.words.untitled
    if (post.path, title) == _ABOUT:
        title = site.words.about
    title_html = Markup.escape(title)
    if marked := markdown.read_title(post.title_markdown, post.title):
        title_html = Markup(body.render_inline(marked, references))  # noqa: S704  # nh3 has cleaned it
    cover, variants_of_cover = covers.choose(post, rendered_body.first_picture, references, variants)
    if post.cover and post.cover not in rendered_body.missing:
        wrong = tuple(wrong_addresses.of_cover(post.cover, references))
        rendered_body = replace(rendered_body, issues=(*rendered_body.issues, *wrong))
    if cover is not None:
        rendered_body = replace(
            rendered_body,
            files=tuple(dict.fromkeys((*rendered_body.files, cover.file))),
            variants=tuple(dict.fromkeys((*rendered_body.variants, *variants_of_cover))),
        )
    page = references.holdings.pages.get(f"{post.path}/index.md", f"{post.path}.html")
    own = post.subtitle or post.description
    excerpt = shorten(own, _EXCERPT_LENGTH) if own else first_sentences(rendered_body.opening)
    rendered = RenderedPost(
        kind=post.kind,
        path=post.path,
        page=page,
        title=title,
        title_html=_with_breaks(title_html),
        subtitle=post.subtitle,
        description=post.description or post.subtitle or excerpt,
        excerpt=excerpt,
        language=language,
        direction=direction(language),
        date=day(post.date, site.words, post.date_zone or zone),
        updated=day(post.updated, site.words, post.updated_zone or zone),
        minutes=rendered_body.minutes,
        tags=post.tags,
        url=web(post.url),
        uid=f"https://medium.com/p/{post.id}" if post.id else "",
        canonical=canonical(post, page, site.url, site.canonical),
        content=Held(PostContent(Markup(rendered_body.html), rendered_body.text)),  # noqa: S704  # nh3 cleaned it
        text_size=len(rendered_body.text.encode()),
        length=rendered_body.length,
        files=rendered_body.files,
        outline=rendered_body.outline,
        cover=cover,
        is_partial=post.is_partial,
        author=authors[0],
        coauthors=authors[1:],
        where=references.text,
    )
    return rendered, replace(rendered_body, html="", text="", opening="")


def _with_breaks(html: Markup) -> Markup:
    """A title in which a long word may break after a slash: browsers break "Applications/Extensions" anywhere else."""
    if "/" not in html:
        return html
    parts = _TAG.split(html)
    parts[::2] = (_LONG_WORD.sub(lambda word: _SLASH.sub("/<wbr>", word[0]), text) for text in parts[::2])
    return Markup("".join(parts))  # noqa: S704  # it was HTML before


def shorten(text: str, limit: int) -> str:
    """The first words of a text: about `limit` characters, ended between words if the script has spaces."""
    text = " ".join(text.split())
    if len(text) <= limit:
        return text
    head = text[:limit]
    end = head.rfind(" ")
    return (head[:end] if end > limit // 2 else head).rstrip(" ,;:—–-(，、；：") + _ELLIPSIS


def first_sentences(text: str) -> str:
    """The first sentences of a text, about three lines of them; without an end of a sentence there, the first words."""
    text = " ".join(text.split())
    wide = len(CJK.findall(text[: _EXCERPT_LENGTH // 2]))
    words = shorten(text, _EXCERPT_LENGTH - wide)
    ends = [found.end() for found in _SENTENCE_END.finditer(words) if not _is_abbreviation(words[: found.end()])]
    shortest = _SHORTEST_EXCERPT * (1 - wide / _EXCERPT_LENGTH)
    return words[: ends[-1]] if words != text and ends and ends[-1] > shortest else words


def _is_abbreviation(text: str) -> bool:
    words = _ABBREVIATION.fullmatch(text, text.rfind(" ") + 1)
    return words is not None and words[0][0].isupper()


def by_year(posts: Sequence[RenderedPost]) -> list[tuple[str, list[RenderedPost]]]:
    """The posts of each year, the newest first, in the order given; those without a date last, under ""."""
    years: dict[str, list[RenderedPost]] = {}
    for post in posts:
        years.setdefault(str(post.date.year) if post.date else "", []).append(post)
    return sorted(years.items(), key=lambda year: int(year[0] or 0), reverse=True)


def day(moment: datetime | None, words: Translation, zone: tzinfo | None = None) -> Day | None:
    """A date as the site writes it, on the clocks of a zone, None for UTC."""
    if moment is None:
        return None
    moment = time_zones.at(moment, zone)
    stamp = moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return Day(words.day(moment), words.day_in_year(moment), stamp, moment.year, moment)
