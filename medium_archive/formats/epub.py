"""EPUB 3: a book of the posts for e-readers, with the standard library alone. Checked with EPUBCheck 5.3.

- The file `mimetype` comes first and is not compressed; every file has the same time. So equal archives give equal
  books, except for the letters on the cover, which need a font of the machine.
- Pictures are JPEG, PNG or GIF, because many readers know no other formats, and no larger than a reader shows them.
- A link to a file of the archive that is not a post leads to the address of the file on the web: a book has only its
  chapters.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from medium_archive.articles.selection import kinds
from medium_archive.formats.book.choice import BookSelection as Settings
from medium_archive.formats.values import File, Target

if TYPE_CHECKING:
    from medium_archive.articles import Library

__all__ = ["EXAMPLE", "NAME", "SUMMARY", "TARGET", "Settings", "files", "kinds"]

NAME = "epub"
SUMMARY = "Write a book of your posts for e-readers: all of them, or those of a year, a tag or a reading list."
EXAMPLE = "archive export epub ~/my-posts.epub"
TARGET = Target("FILE", "The file to write.", outside=True, zip=True, mark=b"archive export epub")


def files(library: Library, settings: Settings) -> Iterator[File]:
    """The files of the book. Raises NoSuchPost, SettingsWrong, ThemeBroken, RecordsDamaged."""
    from medium_archive.formats import epub_package
    from medium_archive.formats.book import chapters, cover, plan, xhtml
    from medium_archive.formats.book.pictures import Pictures

    book = plan.make(library, settings)
    yield File("mimetype", epub_package.MIMETYPE.encode(), issues=book.issues)
    yield File("META-INF/container.xml", epub_package.CONTAINER.encode())
    yield File("EPUB/style.css", epub_package.STYLE.encode())
    yield File("EPUB/cover.png", cover.draw(book, library.layout, library.settings, cover.SCREEN))
    yield File("EPUB/cover.xhtml", epub_package.cover_page(book).encode())
    places = chapters.Places(epub_package.file_of, lambda name: f"../pictures/{name}", xhtml.written)
    pictures = Pictures()
    shown: list[str] = []
    heads: list[chapters.Chapter] = []
    for entry in book.chapters:
        chapter = chapters.render(book, entry, places, pictures)
        for name, content in pictures.take().items():
            shown.append(name)
            yield File(f"EPUB/pictures/{name}", content, counts={"pictures": 1})
        path = f"EPUB/text/{epub_package.file_of(chapter.number)}"
        yield File(path, epub_package.chapter_page(chapter).encode(), counts={"posts": 1}, issues=chapter.issues)
        heads.append(chapter.without_text())
    yield File("EPUB/contents.xhtml", epub_package.contents_page(book, heads).encode())
    yield File("EPUB/toc.ncx", epub_package.ncx(book, heads).encode())
    yield File("EPUB/package.opf", epub_package.package(book, heads, shown).encode())
