"""Parts of a story in the markup of a page in Medium's export, so that both are read by the same code and give the same
post. Medium makes its exports from the same paragraphs.

What an export says with a class or an attribute is written here with the same one; the words and places of the body
reader (`medium/body.py`) are the reference.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from heapq import heappop, heappush
from html import escape
from itertools import pairwise
from math import ceil

from medium_archive.medium.pages.story import Image, Mark, Paragraph, Section, Story

_CDN = "https://cdn-images-1.medium.com"
_LAYOUT_CLASSES = {
    "OUTSET_CENTER": "graf--layoutOutsetCenter",
    "OUTSET_LEFT": "graf--layoutOutsetLeft",
    "INSET_LEFT": "graf--layoutInsetLeft",
    "FULL_WIDTH": "graf--layoutFillWidth",
    "OUTSET_ROW": "graf--layoutOutsetRow",
    "OUTSET_ROW_CONTINUE": "graf--layoutOutsetRowContinue",
}
# The widths of the copies that an export links
_WIDTHS = {"OUTSET_CENTER": 1200, "FULL_WIDTH": 2560, "OUTSET_LEFT": 600, "INSET_LEFT": 400}
# A row is so wide, and each picture as wide as all are then equally high; copies have these steps (470 real pictures)
_ROW_WIDTH, _STEP = 1192, 200
_ROW = ("OUTSET_ROW", "OUTSET_ROW_CONTINUE")
_NEST = ("code", "a", "strong", "em")  # the first is the outermost
_OVER_TITLE = ("image", "embed")


def sections(story: Story) -> Iterator[tuple[str, list[tuple[Paragraph, str, int]]]]:
    """The markup of each section's cover, "" without one, and its paragraphs, each with its role and the width in which
    an export shows its picture. The last section goes to the end, whatever the page says about paragraphs it lacks.
    """
    paragraphs = story.paragraphs
    items = list(zip(paragraphs, _roles(paragraphs), _widths(paragraphs), strict=True))
    starts = {section.start: section for section in story.sections if 0 < section.start < len(items)}
    first = next((section for section in story.sections if section.start <= 0), Section(0))
    for start, end in pairwise([0, *sorted(starts), len(items)]):
        section = starts.get(start, first)
        yield _cover(section.cover) if section.cover else "", items[start:end]


def _roles(paragraphs: Sequence[Paragraph]) -> list[str]:
    """What each paragraph is at the top of the post: the large heading above all text is the title, a small one right
    below it the subtitle, one right above it the line over the title.
    """
    roles = [paragraph.role for paragraph in paragraphs]
    if "title" in roles:
        return roles
    seen = [place for place, one in enumerate(paragraphs) if one.text.strip() or one.kind in _OVER_TITLE]
    above = next((n for n, place in enumerate(seen) if paragraphs[place].kind not in _OVER_TITLE), len(seen))
    kinds = [paragraphs[place].kind for place in seen[above : above + 2]]
    if kinds[:1] == ["h4"] and kinds[1:] in (["h3"], ["h2"]):
        roles[seen[above]] = "kicker"
        above += 1
    if above < len(seen) and paragraphs[seen[above]].kind in ("h2", "h3"):
        title = seen[above]
        roles[title] = "title"
        if title + 1 < len(paragraphs) and paragraphs[title + 1].kind == "h4":
            roles[title + 1] = "subtitle"
    return roles


def _widths(paragraphs: Sequence[Paragraph]) -> list[int]:
    """The width in which an export shows the picture of each paragraph."""
    widths = [_WIDTHS.get(paragraph.layout, 800) for paragraph in paragraphs]
    place = 0
    while place < len(paragraphs):
        end = place + 1
        if paragraphs[place].layout == _ROW[0]:
            while end < len(paragraphs) and paragraphs[end].layout == _ROW[1]:
                end += 1
            widths[place:end] = _in_row(paragraphs[place:end])
        place = end
    return widths


def _in_row(paragraphs: Sequence[Paragraph]) -> list[int]:
    """The widths of the pictures in a row. Those without a size are taken for squares."""
    images = [paragraph.image for paragraph in paragraphs]
    shapes = [image.width / image.height if image and image.width and image.height else 1 for image in images]
    return [ceil(_ROW_WIDTH * shape / sum(shapes) / _STEP) * _STEP for shape in shapes]


def graf(paragraph: Paragraph, width: int) -> str:
    """The markup of a picture, an embed, a card or code, which are not text alone."""
    if paragraph.kind == "image":
        return _figure(paragraph, width)
    if paragraph.kind == "embed":
        return _frame(paragraph)
    return _card(paragraph) if paragraph.kind == "card" else _code(paragraph)


def _figure(paragraph: Paragraph, width: int) -> str:
    shown = _img(paragraph.image, width) if paragraph.image else ""
    if paragraph.href and shown:
        shown = f'<a href="{escape(paragraph.href)}">{shown}</a>'
    layout = _LAYOUT_CLASSES.get(paragraph.layout, "")
    return f'<figure class="graf graf--figure {layout}">{shown}{_caption(paragraph)}</figure>'


def _img(image: Image, width: int) -> str:
    address = image.address or f"{_CDN}/max/{width}/{image.id}"
    attributes = [
        f' data-image-id="{escape(image.id)}"' if image.id else "",
        f' data-width="{image.width}" data-height="{image.height}"' if image.width and image.height else "",
        ' data-is-featured="true"' if image.is_featured else "",
        f' alt="{escape(image.alt)}"' if image.alt else "",
    ]
    return f'<img{"".join(attributes)} src="{escape(address)}">'


def _cover(image: Image) -> str:
    """The background picture of a section."""
    size = f' data-width="{image.width}" data-height="{image.height}"' if image.width and image.height else ""
    return f'<div class="section-background" data-image-id="{escape(image.id)}"{size}></div>'


def _caption(paragraph: Paragraph) -> str:
    inner = inline(paragraph.text, paragraph.marks)
    return f"<figcaption>{inner}</figcaption>" if inner else ""


def _frame(paragraph: Paragraph) -> str:
    address = paragraph.embed.address if paragraph.embed else ""
    frame = f'<iframe src="{escape(address)}"></iframe>' if address else ""
    return f'<figure class="graf graf--figure graf--iframe">{frame}{_caption(paragraph)}</figure>'


def _card(paragraph: Paragraph) -> str:
    marks = [mark for mark in paragraph.marks if mark.kind != "a"]
    inner = inline(paragraph.text, marks)
    href = escape(paragraph.href)
    if not href:
        return f'<div class="graf graf--mixtapeEmbed">{inner}</div>'
    thumbnail = ""
    if paragraph.image:
        name = escape(paragraph.image.id)
        thumbnail = (
            f'<a href="{href}" class="mixtapeImage" data-thumbnail-img-id="{name}" '
            f'style="background-image: url({_CDN}/fit/c/160/160/{name});"></a>'
        )
    return f'<div class="graf graf--mixtapeEmbed"><a href="{href}">{inner}</a>{thumbnail}</div>'


def _code(paragraph: Paragraph) -> str:
    mode, language = paragraph.code_mode, escape(paragraph.language)
    attributes = f' data-code-block-mode="{mode}" data-code-block-lang="{language}"' if mode else ""
    # A parser takes a line end right after the tag away
    inner = escape(paragraph.text, quote=False).replace("\n", "<br>")
    return f'<pre class="graf graf--pre"{attributes}>{inner}</pre>'


def pieces(text: str, marks: Sequence[Mark]) -> Iterator[tuple[str, list[Mark]]]:
    """The text in pieces, each with the marks on it, the outermost first: of each kind the one that began first."""
    borders = sorted({0, len(text), *(mark.start for mark in marks), *(mark.end for mark in marks)})
    pending = sorted(marks, key=lambda mark: mark.start, reverse=True)
    # Of each kind those that have begun, the first one first; a post may have thousands in a paragraph
    begun: dict[str, list[tuple[int, int, Mark]]] = {kind: [] for kind in _NEST}
    for start, end in pairwise(borders):
        while pending and pending[-1].start <= start:
            mark = pending.pop()
            heappush(begun[mark.kind], (mark.start, len(pending), mark))
        for held in begun.values():
            while held and held[0][2].end <= start:
                heappop(held)
        yield text[start:end], [held[0][2] for held in begun.values() if held]


def inline(text: str, marks: Sequence[Mark]) -> str:
    """Text with its marks as HTML, in one another as Medium writes them: where one ends, those inside of it end and
    begin again.
    """
    if not marks:
        return _escaped(text)
    opened: list[Mark] = []
    parts = []
    for piece, wanted in pieces(text, marks):
        kept = next((n for n, (one, other) in enumerate(zip(opened, wanted, strict=False)) if one is not other), None)
        kept = min(len(opened), len(wanted)) if kept is None else kept
        parts += [f"</{mark.kind}>" for mark in reversed(opened[kept:])]
        parts += [_opened(mark) for mark in wanted[kept:]]
        parts.append(_escaped(piece))
        opened = wanted
    return "".join([*parts, *(f"</{mark.kind}>" for mark in reversed(opened))])


def _opened(mark: Mark) -> str:
    title = f' title="{escape(mark.title)}"' if mark.title else ""
    return f'<a href="{escape(mark.href)}"{title}>' if mark.kind == "a" else f"<{mark.kind}>"


def _escaped(text: str) -> str:
    return escape(text, quote=False).replace("\n", "<br>")
