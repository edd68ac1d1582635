"""A chapter of a book: a post as XHTML."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from html import escape
from typing import TYPE_CHECKING

from lxml.etree import SubElement
from lxml.html import fromstring

from medium_archive.articles import box_titles, resolved_html
from medium_archive.articles.destinations import PostDestinations
from medium_archive.articles.entries import Entry
from medium_archive.articles.unwrapping import remove, unwrap
from medium_archive.formats.book import xhtml
from medium_archive.formats.book.pictures import Pictures
from medium_archive.formats.book.plan import Plan
from medium_archive.languages import direction
from medium_archive.report import Issue

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from medium_archive.articles import Article, Picture

# How addresses begin while a chapter is made. No address in a post begins with the second: the sanitiser removes those
_FILES = "files/"  # a file of the archive: a book has none
_CHAPTER = "chapter:"
_TYPE = f"{{{xhtml.OPS}}}type"


@dataclass(frozen=True)
class Chapter:
    """`title` is plain text, `title_html` and `body` are XHTML. `year` is "" for a post without a date, and in a
    book that is not by year.
    """

    number: int
    title: str
    title_html: str
    subtitle: str
    byline: str
    year: str
    language: str
    source: str
    body: str
    issues: tuple[Issue, ...] = ()

    @property
    def direction(self) -> str:
        return direction(self.language)

    def without_text(self) -> Chapter:
        """What a table of contents needs: the texts of a large book need not all be in memory."""
        return replace(self, body="", issues=())


@dataclass(frozen=True)
class Places:
    """How chapters refer to each other and to pictures, by number and by name, and how a tree is written."""

    chapter: Callable[[int], str]
    picture: Callable[[str], str]
    written: Callable[[HtmlElement], str]


@dataclass(frozen=True)
class _Links:
    """The places in a book for `PostDestinations`."""

    plan: Plan
    public: None = None

    def picture(self, _entry: Entry, name: str) -> str:
        return _FILES + name

    def shown(self, _entry: Entry, name: str) -> str:
        return _FILES + name

    def link(self, _entry: Entry, other: Entry) -> str:
        return f"{_CHAPTER}{self.plan.numbers[other.path]}"


def render(plan: Plan, entry: Entry, places: Places, pictures: Pictures) -> Chapter:
    """The chapter of a post. Its pictures are added to `pictures`."""
    article, number = entry.article, plan.numbers[entry.path]
    to = PostDestinations(entry, _Links(plan), plan.destinations)
    root = resolved_html.parse(article.html)
    box_titles.show(root, box_titles.of(article.lang))
    _add_cover(root, article)
    remove(root, (figure for figure in root.find_class("lost") if figure.find("figcaption") is None))
    missing = _show_pictures(root, article, places, pictures)
    _resolve_links(root, to, number)
    _show_cards(root)
    xhtml.tidy(root, f"c{number}")
    _mark_notes(root)
    for code in root.iter("pre"):
        code.set("dir", "ltr")  # also in a language that is written from right to left
    for link in root.iter("a"):
        if (href := link.get("href", "")).startswith(_CHAPTER):
            link.set("href", places.chapter(int(href.removeprefix(_CHAPTER))))
    title = xhtml.plain(article.title) or entry.name
    names = [author.name for author in (article.author, *article.coauthors) if author.name]
    others = names if names != [plan.author] else []
    return Chapter(
        number=number,
        title=title,
        title_html=_title(article, number, places) or escape(title, quote=False),
        subtitle=escape(xhtml.plain(article.subtitle), quote=False),
        byline=escape(xhtml.plain(" · ".join([*others, *([f"{entry.date:%Y-%m-%d}"] if entry.date else [])]))),
        year=str(entry.date.year) if entry.date and plan.by_year else "",
        language=xhtml.language(article.lang),
        source=xhtml.address(article.canonical or article.url),
        body=places.written(root),
        issues=(*to.issues, *missing),
    )


def _title(article: Article, number: int, places: Places) -> str:
    """The title with its emphasis, without links."""
    root = resolved_html.parse(article.title_html)
    unwrap(root, root.iter("a"))
    xhtml.tidy(root, f"t{number}")
    return places.written(root).strip()


def _add_cover(root: HtmlElement, article: Article) -> None:
    """The picture that only the front matter names comes before the text."""
    cover = article.cover
    if cover is not None and cover.file is not None and cover.path not in {one.path for one in article.pictures}:
        figure = fromstring("<figure><img></figure>")
        figure[0].set("src", cover.reference)
        figure.tail, root.text = root.text, None
        root.insert(0, figure)


def _show_pictures(root: HtmlElement, article: Article, places: Places, pictures: Pictures) -> tuple[Issue, ...]:
    """Name the pictures as the book does. Instead of one that it can't have, there is a link to its address."""
    by_reference: dict[str, Picture] = {one.reference: one for one in article.pictures}
    if article.cover is not None:
        by_reference.setdefault(article.cover.reference, article.cover)
    missing: dict[str, None] = {}
    for image in list(root.iter("img")):
        reference = image.get("src", "")
        picture = by_reference.get(reference)
        name = pictures.name(picture.file) if picture is not None and picture.file is not None else ""
        if name:
            image.set("src", places.picture(name))
            continue
        there = picture.address if picture is not None else ""
        missing[there or reference] = None
        _name_instead(image, xhtml.address(there), image.get("alt", "") or there)
    if not missing:
        return ()
    count = "1 picture is" if len(missing) == 1 else f"{len(missing)} pictures are"
    have = "its address" if len(missing) == 1 else "their addresses"
    message = (
        f"{count} not in the archive, or in a format that a book can't have. The book has {have} instead. Run "
        "`archive pictures`, then export again."
    )
    return (Issue(article.where, "picture-not-in-book", message),)


def _name_instead(image: HtmlElement, address: str, words: str) -> None:
    inside_link = any(one.tag == "a" for one in image.iterancestors())
    image.tag = "a" if address and not inside_link else "span"
    image.attrib.clear()
    image.text = words
    if image.tag == "a":
        image.set("href", address)


def _resolve_links(root: HtmlElement, to: PostDestinations, own: int) -> None:
    """A link leads to a chapter, to a place in this one, or to the web; else its words stay without an address."""
    for link in root.iter("a"):
        target = to.link(link.attrib.pop("href", "")) or ""
        path, mark, fragment = target.partition("#")
        if path.startswith(_FILES):
            file = to.files[path].relative_to(to.all.root).as_posix()
            target = xhtml.address(to.all.hosted.get(file, ""))
        elif mark and path in ("", f"{_CHAPTER}{own}"):
            target = f"#{fragment}"
        elif path.startswith(_CHAPTER):
            target = path
        else:
            target = xhtml.address(target)
        if target:
            link.set("href", target)


def _show_cards(root: HtmlElement) -> None:
    """The description of a link card, which is its `title`, as text."""
    for card in root.find_class("card"):
        if card.tag == "a" and (description := card.attrib.pop("title", "")):
            below = SubElement(card, "span", {"class": "description"})
            below.text = description


def _mark_notes(root: HtmlElement) -> None:
    """Mark footnotes and the references to them: with both marks, e-readers show a note at its reference."""
    for reference in root.find_class("footnote-reference"):
        for link in reference.iter("a"):
            if link.get("href", "").startswith("#"):
                link.set(_TYPE, "noteref")
                link.set("role", "doc-noteref")
    for note in root.find_class("footnote-definition"):
        if note.tag == "div":
            note.tag = "aside"
            note.set(_TYPE, "footnote")
            note.set("role", "doc-footnote")
