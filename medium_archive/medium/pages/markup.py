"""A story as the body of a page in Medium's export, so that both are read by the same code and give the same post.

Medium makes its exports from the same paragraphs. What an export says with a class or an attribute is written here with
the same one; the words and places of the body reader (`medium/body.py`) are the reference.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from heapq import heappop, heappush
from html import escape
from itertools import groupby, pairwise
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
_ELEMENTS = {"p": "p", "h2": "h2", "h3": "h3", "h4": "h4", "quote": "blockquote", "pull quote": "blockquote"}
_CLASSES = {"quote": "graf--blockquote", "pull quote": "graf--pullquote"}
_LISTS = {"bullet": "ul", "number": "ol"}
_NEST = ("code", "a", "strong", "em")  # the first is the outermost
_OVER_TITLE = ("image", "embed")


def write(story: Story) -> str:
    """The `section` with the story's body."""
    parts = []
    roles = _roles(story.paragraphs)
    widths = _widths(story.paragraphs)
    items = list(zip(story.paragraphs, roles, widths, strict=True))
    for start, end, section in _sections(story):
        cover = _cover(section.cover) if section.cover else ""
        parts.append(f'<section class="section">{cover}{"".join(_grafs(items[start:end]))}</section>')
    return f'<section data-field="body">{"".join(parts)}</section>'


def _sections(story: Story) -> Iterator[tuple[int, int, Section]]:
    """The borders of each section. The last one goes to the end, whatever the page says about paragraphs it lacks."""
    starts = {section.start: section for section in story.sections if 0 < section.start < len(story.paragraphs)}
    first = next((section for section in story.sections if section.start <= 0), Section(0))
    borders = [0, *sorted(starts), len(story.paragraphs)]
    for start, end in pairwise(borders):
        yield start, end, starts.get(start, first)


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


def _grafs(items: Sequence[tuple[Paragraph, str, int]]) -> Iterator[str]:
    for name, group in groupby(items, key=lambda item: _LISTS.get(item[0].kind, "")):
        grafs = (_graf(*item) for item in group)
        if name:
            yield f"<{name}>{''.join(grafs)}</{name}>"
        else:
            yield from grafs


def _graf(paragraph: Paragraph, role: str, width: int) -> str:  # one line a kind
    kind = paragraph.kind
    if kind == "image":
        return _figure(paragraph, width)
    if kind == "embed":
        return _frame(paragraph)
    if kind == "card":
        return _card(paragraph)
    if kind == "code":
        return _code(paragraph)
    inner = inline(paragraph.text, paragraph.marks)
    if kind == "caption":
        return f'<label class="graf--sectionCaption">{inner}</label>'
    if kind in _LISTS:
        return f"<li>{inner}</li>"
    classes = [_CLASSES.get(kind, ""), f"graf--{role}" if role else ""]
    classes.append("graf--hasDropCap" if paragraph.has_drop_cap else "")
    align = f' data-align="{paragraph.alignment}"' if paragraph.alignment else ""
    name = _ELEMENTS[kind]
    return f'<{name} class="graf {" ".join(filter(None, classes))}"{align}>{inner}</{name}>'


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


def inline(text: str, marks: Sequence[Mark]) -> str:
    """Text with its marks as HTML, in one another as Medium writes them: where one ends, those inside of it end and
    begin again.
    """
    if not marks:
        return _escaped(text)
    borders = sorted({0, len(text), *(mark.start for mark in marks), *(mark.end for mark in marks)})
    pending = sorted(marks, key=lambda mark: mark.start, reverse=True)
    # Of each kind those that have begun, the first one first; a post may have thousands in a paragraph
    begun: dict[str, list[tuple[int, int, Mark]]] = {kind: [] for kind in _NEST}
    opened: list[Mark] = []
    parts = []
    for start, end in pairwise(borders):
        while pending and pending[-1].start <= start:
            mark = pending.pop()
            heappush(begun[mark.kind], (mark.start, len(pending), mark))
        for held in begun.values():
            while held and held[0][2].end <= start:
                heappop(held)
        wanted = [held[0][2] for held in begun.values() if held]
        kept = next((n for n, (one, other) in enumerate(zip(opened, wanted, strict=False)) if one is not other), None)
        kept = min(len(opened), len(wanted)) if kept is None else kept
        parts += [f"</{mark.kind}>" for mark in reversed(opened[kept:])]
        parts += [_opened(mark) for mark in wanted[kept:]]
        parts.append(_escaped(text[start:end]))
        opened = wanted
    return "".join([*parts, *(f"</{mark.kind}>" for mark in reversed(opened))])


def _opened(mark: Mark) -> str:
    title = f' title="{escape(mark.title)}"' if mark.title else ""
    return f'<a href="{escape(mark.href)}"{title}>' if mark.kind == "a" else f"<{mark.kind}>"


def _escaped(text: str) -> str:
    return escape(text, quote=False).replace("\n", "<br>")
