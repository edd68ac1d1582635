"""The files of an EPUB that are not its posts: package document, table of contents, cover, style.

From the specification of EPUB 3.3 (https://www.w3.org/TR/epub-33/), with the table of contents of EPUB 2 (`toc.ncx`)
for old readers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby

from medium_archive.formats.book import xhtml
from medium_archive.formats.book.chapters import Chapter
from medium_archive.formats.book.plan import Plan
from medium_archive.languages import direction

MIMETYPE = "application/epub+zip"
CONTAINER = """<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles>
<rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/>
</rootfiles>
</container>
"""
STYLE = """body { line-height: 1.5; }
h1, h2, h3, h4 { line-height: 1.25; text-align: start; hyphens: none; }
p { margin: 0 0 0.8em; }
.subtitle { font-size: 1.1em; font-style: italic; }
.byline, .source { font-size: 0.85em; }
.source { margin-top: 2em; overflow-wrap: anywhere; }
img { max-width: 100%; max-height: 95vh; }
figure { margin: 1.2em 0; text-align: center; break-inside: avoid; }
figcaption, .description { display: block; font-size: 0.85em; }
a.card, a.embed { display: block; border: 1px solid; padding: 0.6em; text-align: start; overflow-wrap: anywhere; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; font-size: 0.85em; text-align: start; }
blockquote { margin: 1em 1.5em; }
blockquote.pull { font-size: 1.2em; }
blockquote:is(.note, .tip, .important, .warning, .caution) { padding-left: 1em; border-left: .2em solid; }
.center { text-align: center; }
.right { text-align: end; }
.kicker { font-size: 0.85em; letter-spacing: 0.05em; }
table { border-collapse: collapse; }
td, th { border: 1px solid; padding: 0.2em 0.5em; }
.footnote-definition { font-size: 0.85em; margin-top: 0.8em; }
.front-cover { margin: 0; text-align: center; }
nav ol { list-style: none; padding-inline-start: 1em; }
"""
_PAGE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="{ops}" lang="{lang}" xml:lang="{lang}" dir="{direction}">
<head>
<title>{title}</title>
<link rel="stylesheet" type="text/css" href="{style}"/>
</head>
<body>
{body}
</body>
</html>
"""
_TYPES = {"jpg": "image/jpeg", "png": "image/png", "gif": "image/gif", "xhtml": "application/xhtml+xml"}


def file_of(number: int) -> str:
    """The file of a chapter, in the folder of all of them."""
    return f"{number:04}.xhtml"


def chapter_page(chapter: Chapter) -> str:
    """The page of a chapter."""
    lines = [f"<h1>{chapter.title_html}</h1>"]
    lines += [f'<p class="subtitle">{chapter.subtitle}</p>'] if chapter.subtitle else []
    lines += [f'<p class="byline">{chapter.byline}</p>'] if chapter.byline else []
    address = escape(chapter.source)
    source = f'\n<p class="source"><a href="{address}">{address}</a></p>' if address else ""
    head = "\n".join(lines)
    body = f"<header>\n{head}\n</header>\n{chapter.body}{source}"
    body = f'<section epub:type="chapter" role="doc-chapter">\n{body}\n</section>'
    return _page(chapter.title, chapter.language, "../style.css", body)


def cover_page(plan: Plan) -> str:
    """The page that shows the cover."""
    image = f'<img src="cover.png" alt="{escape(xhtml.plain(plan.title))}" role="doc-cover"/>'
    return _page(
        plan.title, plan.language, "style.css", f'<section epub:type="cover" class="front-cover">{image}</section>'
    )


def contents_page(plan: Plan, chapters: Sequence[Chapter]) -> str:
    """The table of contents, by year."""
    lines = [f'<nav epub:type="toc" role="doc-toc" id="toc">\n<h1>{_text(plan.title)}</h1>\n<ol>']
    for year, group in _by_year(chapters):
        items = [
            f'<li><a href="text/{file_of(one.number)}"{_language(one, plan)}>{_text(one.title)}</a></li>'
            for one in group
        ]
        lines += [f"<li><span>{year}</span>\n<ol>", *items, "</ol></li>"] if year else items
    return _page(plan.title, plan.language, "style.css", "\n".join([*lines, "</ol>\n</nav>"]))


def ncx(plan: Plan, chapters: Sequence[Chapter]) -> str:
    """The same for EPUB 2."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/" version="2005-1">',
        f'<head><meta name="dtb:uid" content="{plan.identifier}"/></head>',
        f"<docTitle><text>{_text(plan.title)}</text></docTitle>",
        "<navMap>",
    ]
    for year, group in _by_year(chapters):
        points = [_point(f"p{one.number}", one.title, one) + "</navPoint>" for one in group]
        lines += [_point(f"y{year}", year, group[0]), *points, "</navPoint>"] if year else points
    return "\n".join([*lines, "</navMap>", "</ncx>", ""])


def package(plan: Plan, chapters: Sequence[Chapter], pictures: Sequence[str]) -> str:
    """The package document: metadata, all files, the order of reading."""
    language = xhtml.language(plan.language)
    pages = [
        ("cover-page", "cover.xhtml", ""),
        *((f"c{one.number}", f"text/{file_of(one.number)}", "") for one in chapters),
    ]
    items = [
        ("contents", "contents.xhtml", ' properties="nav"'),
        ("cover", "cover.png", ' properties="cover-image"'),
        *pages,
        *((f"picture-{name.partition('.')[0]}", f"pictures/{name}", "") for name in pictures),
    ]
    right_to_left = ' page-progression-direction="rtl"' if direction(language) == "rtl" else ""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" '
        f'xml:lang="{language}" dir="{direction(language)}">',
        '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">',
        f'<dc:identifier id="id">{plan.identifier}</dc:identifier>',
        f"<dc:title>{_text(plan.title)}</dc:title>",
        *(
            f"<dc:language>{tag}</dc:language>"
            for tag in dict.fromkeys((language, *sorted({c.language for c in chapters})))
        ),
        *(f"<dc:creator>{_text(name)}</dc:creator>" for name in plan.authors),
        f'<meta property="dcterms:modified">{plan.modified:%Y-%m-%dT%H:%M:%SZ}</meta>',
        '<meta property="schema:accessMode">textual</meta>',
        '<meta property="schema:accessMode">visual</meta>',
        '<meta property="schema:accessibilityFeature">tableOfContents</meta>',
        '<meta property="schema:accessibilityHazard">unknown</meta>',
        '<meta name="cover" content="cover"/>',
        "</metadata>",
        "<manifest>",
        '<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>',
        '<item id="style" href="style.css" media-type="text/css"/>',
        *(f'<item id="{name}" href="{file}" media-type="{_type(file)}"{more}/>' for name, file, more in items),
        "</manifest>",
        f'<spine toc="ncx"{right_to_left}>',
        '<itemref idref="cover-page"/>',
        '<itemref idref="contents"/>',
        *(f'<itemref idref="c{one.number}"/>' for one in chapters),
        "</spine>",
        "</package>",
        "",
    ]
    return "\n".join(lines)


def _by_year(chapters: Sequence[Chapter]) -> Iterator[tuple[str, list[Chapter]]]:
    for year, group in groupby(chapters, key=lambda one: one.year):
        yield year, list(group)


def _point(name: str, title: str, chapter: Chapter) -> str:
    label = f"<navLabel><text>{_text(title)}</text></navLabel>"
    return f'<navPoint id="{name}">{label}<content src="text/{file_of(chapter.number)}"/>'


def _language(chapter: Chapter, plan: Plan) -> str:
    """Attributes for a title in another language than the book's."""
    tag = chapter.language
    return "" if tag == plan.language else f' lang="{tag}" xml:lang="{tag}" dir="{chapter.direction}"'


def _page(title: str, language: str, style: str, body: str) -> str:
    tag = xhtml.language(language)
    return _PAGE.format(ops=xhtml.OPS, lang=tag, direction=direction(tag), title=_text(title), style=style, body=body)


def _text(text: str) -> str:
    return escape(xhtml.plain(text), quote=False)


def _type(file: str) -> str:
    return _TYPES[file.rpartition(".")[2]]
