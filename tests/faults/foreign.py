"""Faults that add to a text or a page what none has: elements and attributes that run, load, hide or say something."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from random import Random

import lxml.html
from lxml.html import HtmlElement

from tests.faults import page_body
from tests.faults.kind import Kind, Target
from tests.faults.markdown_blocks import alter

# What is added: an element with what is in it
ELEMENTS = {
    "script": "<script>document.title</script>",
    "style": "<style>p:nth-child(2) { display: none }</style>",
    "frame": '<iframe src="https://example.org/planted"></iframe>',
    "form": '<form action="https://example.org/planted"></form>',
    "picture of a count": '<svg width="1" height="1"></svg>',
}
# An attribute with its value
ATTRIBUTES = {
    "style": "color: transparent",
    "inert": "",
    "onclick": "alert(1)",
    "lang": "tlh",
    "dir": "rtl",
    "title": "planted",
    "contenteditable": "true",
}
# Elements around the text of a post, as patterns of their opening tags
_TAGS = {
    "header": '<header class="post"[^>]*>',
    "by-line": '<p class="byline"[^>]*>',
    "text": '<div class="text e-content"[^>]*>',
    "menu": "<nav aria-label[^>]*>",
    "body": "<body[^>]*>",
    "link in the head": '<link rel="stylesheet"[^>]*>',
}
_PARAGRAPH = "./p[not(@class)][string-length(normalize-space()) > 2]"
_MONTH_OR_DAY = re.compile(r"[^\W\d_]{3,}|(?<!\d)\d{1,2}(?!\d)")


def _is_paragraph(block: str) -> bool:
    return re.match(r"[^\W\d_]", block) is not None and "![" not in block and "\n" not in block


def _in_text(part: str, form: str) -> Kind:
    return alter(f"foreign {part}", _is_paragraph, lambda block, random: form.format(block), "duplicate")


def _element(html: str) -> Callable[[HtmlElement, Random], bool]:
    def change(element: HtmlElement, random: Random) -> bool:
        element.addprevious(lxml.html.fragment_fromstring(html))
        return True

    return change


def _attribute(name: str, value: str) -> Callable[[HtmlElement, Random], bool]:
    def change(element: HtmlElement, random: Random) -> bool:
        element.set(name, value)
        return True

    return change


def _around(part: str, pattern: str, new: str) -> Kind:
    """Something new before the first place of a pattern, outside of the text of the post."""

    def planted(target: Target, random: Random) -> str | None:
        match = re.search(pattern, target.page)
        return f"{target.page[: match.start()]}{new}{target.page[match.start() :]}" if match else None

    return Kind("page", f"page {part}", "duplicate", planted)


def _with_attribute(part: str, tag: str, name: str, value: str) -> Kind:
    """Another attribute of an element outside of the text of the post, in place of its own."""

    def planted(target: Target, random: Random) -> str | None:
        match = re.search(tag, target.page)
        if match is None:
            return None
        opening = re.sub(rf' {name}="[^"]*"', "", match[0])
        return f'{target.page[: match.start()]}{opening[:-1]} {name}="{value}">{target.page[match.end() :]}'

    return Kind("page", f"page {part} {name}", "duplicate", planted)


def _date_in_words(target: Target, random: Random) -> str | None:
    """Another number or another name in the date that readers see."""
    match = re.search(r'(<time class="dt-published"[^>]*>)([^<]+)(</time>)', target.page)
    if match is None:
        return None
    words = list(_MONTH_OR_DAY.finditer(match[2]))
    if not words:
        return None
    word = random.choice(words)
    new = str(int(word[0]) % 28 + 1) if word[0].isdecimal() else "May" if word[0] != "May" else "June"
    if not word[0].isascii():
        return None
    changed = f"{match[2][: word.start()]}{new}{match[2][word.end() :]}"
    return f"{target.page[: match.start(2)]}{changed}{target.page[match.end(2) :]}"


def _kinds() -> Iterator[Kind]:
    for part, html in ELEMENTS.items():
        yield _in_text(part, f"{{}} {html.replace('{', '{{').replace('}', '}}')}")
        yield page_body.alter(f"page foreign {part}", _PARAGRAPH, _element(html), "duplicate")
    for name, value in ATTRIBUTES.items():
        yield _in_text(f"attribute {name}", f'<p {name}="{value}">{{}}</p>')
        yield page_body.alter(f"page foreign attribute {name}", _PARAGRAPH, _attribute(name, value), "duplicate")


KINDS: tuple[Kind, ...] = (
    *_kinds(),
    _in_text("address of a quotation", '<q cite="https://example.org/planted">{}</q>'),
    Kind("page", "page date in words", "alter", _date_in_words),
    _around("second heading", '<article class="h-entry">', "<h1>Planted</h1>"),
    _around("refresh", "</head>", '<meta http-equiv="refresh" content="0; url=https://example.org/planted">'),
    _around("frame around the post", '<article class="h-entry">', ELEMENTS["frame"]),
    _around("script around the post", '<article class="h-entry">', ELEMENTS["script"]),
    _around("style around the post", '<article class="h-entry">', ELEMENTS["style"]),
    _around("words before the post", '<main id="text">', "Planted words "),
    _around("words below the page", "</body>", "Planted words"),
    _around("comment", '<article class="h-entry">', "<!-- planted -->"),
    *(
        _with_attribute(part, tag, name, value)
        for part, tag in _TAGS.items()
        for name, value in {"title": "planted", "class": "skip", "onclick": "alert(1)"}.items()
    ),
)
