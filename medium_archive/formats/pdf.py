"""PDF: a book of the posts for print, A5 with page numbers, by WeasyPrint (`pip install 'medium-archive[pdf]'`).

- Each post is laid out by itself, then the contents, with the page numbers that are known by then. The time and the
  memory grow with the number of pages, which WeasyPrint holds until it writes them: 250 posts of 900 words, 880 pages,
  took 42 seconds of processor time and 380 MB; laid out at once they took 550 MB.
- Nothing is fetched: its fetcher knows only the pictures of the book.
- The mark at the end of the file is a comment of PDF after `%%EOF`, where readers ignore it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING

from medium_archive.articles.selection import kinds
from medium_archive.formats.book.choice import BookSelection as Settings
from medium_archive.formats.values import File, Target

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medium_archive.articles import Library
    from medium_archive.formats.book.chapters import Chapter
    from medium_archive.formats.book.plan import Plan
    from medium_archive.formats.book.printer import Printer
    from medium_archive.report import Progress

__all__ = ["EXAMPLE", "NAME", "SUMMARY", "TARGET", "Settings", "files", "kinds"]

NAME = "pdf"
SUMMARY = "Write a book of your posts for print: all of them, or those of a year, a tag or a reading list."
EXAMPLE = "archive export pdf --year 2020 ~/2020.pdf"
TARGET = Target("FILE", "The file to write.", outside=True, mark=b"\n% archive export pdf\n")

_COVER = "cover.png"
_PAGES_OF_POST = 3  # about as many as a post has
_STYLE = """
@page { size: A5; margin: 16mm 15mm 19mm; @bottom-center { content: counter(page); font: 9pt sans-serif; } }
@page front-cover { margin: 0; @bottom-center { content: none; } }
html { font: 10.5pt/1.45 serif; }
html > body { margin: 0 8px; }
h1, h2, h3, h4, .byline, figcaption, td, th { font-family: sans-serif; }
h1, h2, h3, h4 { line-height: 1.25; break-after: avoid; hyphens: none; bookmark-level: none; text-align: start; }
h1 { font-size: 1.7em; margin: 0 0 0.3em; }
h2 { font-size: 1.3em; }
p { margin: 0 0 0.7em; hyphens: auto; orphans: 2; widows: 2; }
a { color: inherit; text-decoration-color: #999; overflow-wrap: anywhere; }
.front-cover { page: front-cover; margin: 0 -8px; }
.front-cover img { display: block; width: 148mm; height: 210mm; max-width: none; max-height: none; }
nav ol { list-style: none; padding: 0; margin: 0; }
nav a { display: block; text-decoration: none; }
nav a::after { content: leader(" . ") attr(data-page); }
nav h2 { font-size: 1em; margin: 0.8em 0 0.2em; }
.chapter > h1 { bookmark-level: 1; bookmark-label: content(text); }
.chapter.dated > h1 { bookmark-level: 2; }
.chapter[data-year] { bookmark-level: 1; bookmark-label: attr(data-year); }
.subtitle { font-style: italic; font-size: 1.1em; }
.byline, .source { font-size: 0.8em; }
.source { margin-top: 2em; }
img { max-width: 100%; max-height: 110mm; }
figure { margin: 1em 0; text-align: center; break-inside: avoid; }
figcaption, .description { display: block; font-size: 0.8em; }
a.card, a.embed { display: block; border: 0.5pt solid; padding: 2mm; text-align: start; text-decoration: none; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; font-size: 0.75em; text-align: start; }
blockquote { margin: 1em 1.5em; }
blockquote:is(.note, .tip, .important, .warning, .caution) { padding-left: 1em; border-left: .2em solid; }
.pull { font-size: 1.15em; }
.center { text-align: center; }
.right { text-align: end; }
.kicker { font-size: 0.8em; letter-spacing: 0.05em; }
table { border-collapse: collapse; font-size: 0.8em; }
td, th { border: 0.5pt solid; padding: 1mm 1.5mm; }
.footnote-definition { font-size: 0.8em; }
"""


def files(library: Library, settings: Settings) -> Iterator[File]:
    """The book. Raises ProgramMissing without WeasyPrint, NoSuchPost, SettingsWrong, ThemeBroken, RecordsDamaged."""
    from medium_archive.formats.book import chapters, cover, plan, printer
    from medium_archive.formats.book.pictures import Pictures
    from medium_archive.markdown import reader

    printer.load()
    book = plan.make(library, settings)
    pictures = Pictures()
    places = chapters.Places(lambda number: f"#c{number}", lambda name: f"{printer.PICTURE}{name}", reader.inner)
    made = [chapters.render(book, entry, places, pictures) for entry in book.chapters]
    shown = pictures.take()
    content = b""
    if not settings.dry_run:
        front = cover.draw(book, library.layout, library.settings, cover.A5)
        with printer.opened(_STYLE, {_COVER: front, **shown}) as press:
            content = _print(book, made, press, library.progress)
    issues = (*book.issues, *(issue for chapter in made for issue in chapter.issues))
    yield File("", content + TARGET.mark, counts={"posts": len(made), "pictures": len(shown)}, issues=issues)


def _print(book: Plan, made: Sequence[Chapter], press: Printer, progress: Progress) -> bytes:
    """The book. The contents come before the chapters, whose page numbers they name, and their own number of pages can
    depend on the digits of these: if it does, the chapters are laid out once more.
    """
    cover = press.lay_out(_cover(book), 1)
    numbers = {chapter.number: _PAGES_OF_POST * len(made) for chapter in made}
    contents = press.lay_out(_contents(book, made, numbers), 2)
    first = 0
    while first != len(cover) + len(contents) + 1:
        first = page = len(cover) + len(contents) + 1
        chapters = []
        year = ""
        for chapter in progress("Laying out posts", made, len(made)):
            numbers[chapter.number] = page
            pages = press.lay_out(_chapter(book, chapter, is_first=chapter.year != year), page)
            chapters += pages
            page += len(pages)
            year = chapter.year
        contents = press.lay_out(_contents(book, made, numbers), 2)
    return press.write([*cover, *contents, *chapters])


def _html(book: Plan, body: str, head: str = "") -> str:
    return f'<!doctype html>\n<html lang="{escape(book.language)}"><head>{head}</head><body>{body}</body></html>'


def _cover(book: Plan) -> str:
    """The cover; what its head says is about the whole book."""
    from medium_archive.formats.book import printer

    head = [
        f"<title>{escape(book.title)}</title>",
        *(f'<meta name="author" content="{escape(name)}">' for name in book.authors),
        f'<meta name="dcterms.modified" content="{book.modified:%Y-%m-%dT%H:%M:%SZ}">',
    ]
    return _html(book, f'<div class="front-cover"><img src="{printer.PICTURE}{_COVER}" alt=""></div>', "".join(head))


def _contents(book: Plan, made: Sequence[Chapter], numbers: Mapping[int, int]) -> str:
    parts = [f"<nav><h1>{escape(book.title)}</h1>"]
    for year, group in groupby(made, key=lambda one: one.year):
        lines = [
            f'<li{_language(one)}><a href="#c{one.number}" data-page="{numbers[one.number]}">'
            f"{escape(one.title)}</a></li>"
            for one in group
        ]
        parts += [f"<h2>{year}</h2>" if year else "", "<ol>", *lines, "</ol>"]
    return _html(book, "\n".join([*parts, "</nav>"]))


def _chapter(book: Plan, chapter: Chapter, *, is_first: bool) -> str:
    """A chapter; the first one of a year has the bookmark of the year."""
    head = f"<h1>{chapter.title_html}</h1>"
    head += f'<p class="subtitle">{chapter.subtitle}</p>' if chapter.subtitle else ""
    head += f'<p class="byline">{chapter.byline}</p>' if chapter.byline else ""
    address = escape(chapter.source)
    source = f'<p class="source"><a href="{address}">{address}</a></p>' if address else ""
    kind = "chapter dated" if chapter.year else "chapter"
    year = f' data-year="{chapter.year}"' if chapter.year and is_first else ""
    inside = f"{head}{chapter.body}{source}"
    return _html(book, f'<div class="{kind}" id="c{chapter.number}"{year}{_language(chapter)}>{inside}</div>')


def _language(chapter: Chapter) -> str:
    return f' lang="{chapter.language}" dir="{chapter.direction}"'
