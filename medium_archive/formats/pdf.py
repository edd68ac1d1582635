"""PDF: a book of the posts for print, A5 with page numbers, by WeasyPrint (`pip install 'medium-archive[pdf]'`).

- WeasyPrint lays out the whole book at once, so a book of hundreds of posts needs minutes and gigabytes. `--year` makes
  smaller ones.
- Nothing is fetched: its fetcher knows only the pictures of the book.
- The mark at the end of the file is a comment of PDF after `%%EOF`, where readers ignore it.
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stdout
from html import escape
from io import StringIO
from itertools import groupby
from typing import TYPE_CHECKING, Any

from medium_archive.errors import ProgramMissing
from medium_archive.formats.book.choice import BookSelection as Settings
from medium_archive.formats.selection import kinds
from medium_archive.formats.values import File, Target

if TYPE_CHECKING:
    from medium_archive.articles import Library
    from medium_archive.formats.book.chapters import Chapter
    from medium_archive.formats.book.plan import Plan

__all__ = ["EXAMPLE", "NAME", "SUMMARY", "TARGET", "Settings", "files", "kinds"]

NAME = "pdf"
SUMMARY = "Write a book of your posts for print: all of them, or those of a year, a tag or a reading list."
EXAMPLE = "archive export pdf --year 2020 ~/2020.pdf"
TARGET = Target("FILE", "The file to write.", outside=True, mark=b"\n% archive export pdf\n")

_PICTURE = "picture:"
_COVER = "cover.png"
_STYLE = """
@page { size: A5; margin: 16mm 15mm 19mm; @bottom-center { content: counter(page); font: 9pt sans-serif; } }
@page front-cover { margin: 0; @bottom-center { content: none; } }
html { font: 10.5pt/1.45 serif; }
h1, h2, h3, h4, .byline, figcaption, td, th { font-family: sans-serif; }
h1, h2, h3, h4 { line-height: 1.25; break-after: avoid; hyphens: none; bookmark-level: none; text-align: start; }
h1 { font-size: 1.7em; margin: 0 0 0.3em; }
h2 { font-size: 1.3em; }
p { margin: 0 0 0.7em; hyphens: auto; orphans: 2; widows: 2; }
a { color: inherit; text-decoration-color: #999; overflow-wrap: anywhere; }
.front-cover { page: front-cover; }
.front-cover img { display: block; width: 148mm; height: 210mm; max-width: none; max-height: none; }
nav { break-before: page; }
nav ol { list-style: none; padding: 0; margin: 0; }
nav a { display: block; text-decoration: none; }
nav a::after { content: leader(" . ") target-counter(attr(href), page); }
nav h2 { font-size: 1em; margin: 0.8em 0 0.2em; bookmark-level: 1; }
.chapter { break-before: page; }
.chapter > h1 { bookmark-level: 2; bookmark-label: content(text); }
.subtitle { font-style: italic; font-size: 1.1em; }
.byline, .source { font-size: 0.8em; }
.source { margin-top: 2em; }
img { max-width: 100%; max-height: 110mm; }
figure { margin: 1em 0; text-align: center; break-inside: avoid; }
figcaption, .description { display: block; font-size: 0.8em; }
a.card, a.embed { display: block; border: 0.5pt solid; padding: 2mm; text-align: start; text-decoration: none; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; font-size: 0.75em; text-align: start; }
blockquote { margin: 1em 1.5em; }
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
    from medium_archive.formats.book import chapters, cover, plan
    from medium_archive.formats.book.pictures import Pictures
    from medium_archive.markdown import reader

    write = _printer()
    book = plan.make(library, settings)
    pictures = Pictures()
    places = chapters.Places(lambda number: f"#c{number}", lambda name: f"{_PICTURE}{name}", reader.inner)
    made = [chapters.render(book, entry, places, pictures) for entry in book.chapters]
    shown = pictures.take()
    content = b""
    if not settings.dry_run:
        front = cover.draw(book, library.layout, library.settings, cover.A5)
        content = write(_document(book, made), {_COVER: front, **shown})
    issues = (*book.issues, *(issue for chapter in made for issue in chapter.issues))
    yield File("", content + TARGET.mark, counts={"posts": len(made), "pictures": len(shown)}, issues=issues)


def _document(book: Plan, made: Sequence[Chapter]) -> str:
    parts = [
        f'<!doctype html>\n<html lang="{escape(book.language)}"><head><meta charset="utf-8">',
        f"<title>{escape(book.title)}</title>",
        *(f'<meta name="author" content="{escape(name)}">' for name in book.authors),
        f'<meta name="dcterms.modified" content="{book.modified:%Y-%m-%dT%H:%M:%SZ}">',
        f"<style>{_STYLE}</style></head><body>",
        f'<div class="front-cover"><img src="{_PICTURE}{_COVER}" alt=""></div>',
        f"<nav><h1>{escape(book.title)}</h1>",
    ]
    for year, group in groupby(made, key=lambda one: one.year):
        lines = [f'<li{_language(one)}><a href="#c{one.number}">{escape(one.title)}</a></li>' for one in group]
        parts += [f"<h2>{year}</h2>" if year else "", "<ol>", *lines, "</ol>"]
    return "\n".join([*parts, "</nav>", *map(_chapter, made), "</body></html>"])


def _chapter(chapter: Chapter) -> str:
    head = f"<h1>{chapter.title_html}</h1>"
    head += f'<p class="subtitle">{chapter.subtitle}</p>' if chapter.subtitle else ""
    head += f'<p class="byline">{chapter.byline}</p>' if chapter.byline else ""
    address = escape(chapter.source)
    source = f'<p class="source"><a href="{address}">{address}</a></p>' if address else ""
    return f'<div class="chapter" id="c{chapter.number}"{_language(chapter)}>{head}{chapter.body}{source}</div>'


def _language(chapter: Chapter) -> str:
    return f' lang="{chapter.language}" dir="{chapter.direction}"'


def _printer() -> Callable[[str, Mapping[str, bytes]], bytes]:
    """What makes a PDF of HTML and its pictures. Raises ProgramMissing."""
    try:
        # It prints how to install Pango to the standard output, where --json has the report; and it warns that it will
        # need another library some day
        with redirect_stdout(StringIO()), warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            with _truncated_pictures():
                from weasyprint import HTML
                from weasyprint.urls import URLFetcher, URLFetcherResponse
    except ImportError as error:
        raise ProgramMissing("WeasyPrint is not installed.", "Install it: pip install 'medium-archive[pdf]'") from error
    except OSError as error:
        hint = "Install Pango, for example with `apt install libpango-1.0-0 libpangoft2-1.0-0` or `brew install pango`."
        raise ProgramMissing("WeasyPrint does not find the library Pango.", hint) from error

    def write(html: str, pictures: Mapping[str, bytes]) -> bytes:
        class Fetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
            def fetch(self, url: str, headers: Any = None) -> Any:
                return URLFetcherResponse(url, pictures[url.removeprefix(_PICTURE)])

        with _truncated_pictures(), _time_of_fonts():
            content: bytes = HTML(string=html, base_url="book:", url_fetcher=Fetcher()).write_pdf()
        return content

    return write


@contextmanager
def _truncated_pictures() -> Iterator[None]:
    """Let Pillow decode truncated pictures. WeasyPrint turns this on for the whole process when it is imported, and a
    build in the same process would then take a truncated picture for a complete one.
    """
    from PIL import ImageFile  # slow to import

    before = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = True
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


@contextmanager
def _time_of_fonts() -> Iterator[None]:
    """Give the fonts of the book the time 0, not the present: fontTools, which makes them, reads this variable
    (https://reproducible-builds.org/specs/source-date-epoch/).
    """
    name = "SOURCE_DATE_EPOCH"
    before = os.environ.get(name)
    os.environ[name] = "0"
    try:
        yield
    finally:
        if before is None:
            del os.environ[name]
        else:
            os.environ[name] = before
