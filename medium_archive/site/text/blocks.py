"""Code, tables, boxes, task lists and footnotes: made usable with a keyboard, without a style attribute or a form."""

from __future__ import annotations

import re

import lxml.html
from lxml.html import HtmlElement

from medium_archive.articles import box_titles, sanitiser
from medium_archive.site.translations import Translation

# The line of a task ends before these
_NOT_IN_LABEL = sanitiser.BLOCKS | {"input"}
_ALIGNMENT = re.compile(r"text-align:\s*(\w+)")


def link_footnotes_back(root: HtmlElement, words: Translation) -> None:
    """Give each footnote a link back to the first place that refers to it."""
    first: dict[str, str] = {}
    for reference in root.xpath(".//sup[@class='footnote-reference']/a[@href]"):
        name = reference.get("href", "").removeprefix("#")
        if name not in first:
            first[name] = f"to-{name}"
            reference.set("id", first[name])
    for note in root.xpath(".//div[@class='footnote-definition'][@id]"):
        if back := first.get(note.get("id", "")):
            link = lxml.html.Element("a", {"class": "added", "href": f"#{back}", "aria-label": words.back_to_text})
            link.text = "↩"
            (note[-1] if len(note) and note[-1].tag == "p" else note).append(link)


def title_boxes(root: HtmlElement, words: Translation) -> None:
    """Begin each box with its title, and say that it is a note, not a quotation."""
    for box in box_titles.show(root, words.boxes, names="added"):
        box.set("role", "note")


def prepare_blocks(root: HtmlElement, words: Translation) -> None:
    """Colour code and let wide blocks scroll, turn the style of table cells into classes, give checkboxes labels."""
    for block in list(root.iter("pre")):
        _prepare_code(block)
    for table in list(root.iter("table")):
        _wrap(table, lxml.html.Element("div", {"class": "table", "tabindex": "0"}))
    for cell in root.iter("td", "th"):
        if aligned := _ALIGNMENT.search(cell.attrib.pop("style", "")):
            cell.set("class", f"align-{aligned[1]}")
    for box in list(root.iter("input")):
        _label_task(box, words)


def join_code(root: HtmlElement) -> None:
    """Mark each block of code that continues the block right before it, in the same language. Medium ends a block at
    a blank line.
    """
    for frame in root.iter("div"):
        before = frame.getprevious() if frame.get("class") == "code" else None
        if before is None or (before.tail or "").strip() or "code" not in before.get("class", "").split():
            continue
        if before[0].get("data-language") == frame[0].get("data-language"):
            frame.set("class", "code continued")


def _prepare_code(block: HtmlElement) -> None:
    # The wrapper keeps room for the copy button: nothing moves when the script adds it.
    _wrap(block, lxml.html.Element("div", {"class": "code"}))
    block.set("tabindex", "0")  # a wide block scrolls by itself, and a keyboard must reach it
    block.set("dir", "ltr")
    code = block[0] if len(block) == 1 and block[0].tag == "code" else None
    if code is not None and (language := code.get("class", "").removeprefix("language-")):
        from medium_archive.site.text.highlight import highlight  # noqa: PLC0415  # slow, and many texts have no code

        block.set("data-language", language)
        highlight(code, language)


def _label_task(box: HtmlElement, words: Translation) -> None:
    """Put a checkbox, which nobody can change, with the words of its line into a label."""
    if box.get("type") != "checkbox":
        box.drop_tree()
        return
    done = box.get("checked") is not None
    box.attrib.clear()
    box.attrib.update({"type": "checkbox", "disabled": "", **({"checked": ""} if done else {})})
    label = lxml.html.Element("label")
    box.addprevious(label)
    line = [box]
    for one in box.itersiblings():
        if one.tag in _NOT_IN_LABEL:
            break
        line.append(one)
    label.extend(line)
    if not (box.tail or "")[:1].isspace():
        box.tail = f" {box.tail or ''}"
    if not label.text_content().strip():
        box.set("aria-label", words.task_done if done else words.task_open)


def _wrap(block: HtmlElement, wrapper: HtmlElement) -> None:
    block.addprevious(wrapper)
    wrapper.tail, block.tail = block.tail, None
    wrapper.append(block)
