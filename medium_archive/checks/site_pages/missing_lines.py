"""The lines in place of pictures that are not in the archive: their words, their numbers, and where their links lead.
The address and the alternative text of each picture are compared with the text of the post elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from medium_archive import links
from medium_archive.checks.site_pages import site_words, tree
from medium_archive.checks.site_pages.tree import Element


def wrong(content: Element, words: Mapping[str, str]) -> Iterator[str]:
    """What is wrong about the lines in the text of a post. `words` are those of the site."""
    numbered: dict[Element, int] = {}
    for around in content.iter("div"):
        if around.get("class") == "absent":
            lines = [one for one in around.iter("span") if _is_line(one) and not _is_in_caption(one)]
            if len(lines) > 1:
                numbered.update({line: number for number, line in enumerate(lines, start=1)})
            yield from _around(around, len(lines), words)
    for line in content.iter("span"):
        if _is_line(line):
            yield from _after_link(line, words)
            yield from _line(line, numbered.get(line, 0), words)


def _is_line(element: Element) -> bool:
    return "missing" in tree.classes(element)


def _is_in_caption(line: Element) -> bool:
    return next(line.iterancestors("figcaption"), None) is not None


def _around(division: Element, count: int, words: Mapping[str, str]) -> Iterator[str]:
    notes = [one for one in division if one.tag == "p"]
    wanted = [words.get("pictures_missing", "").format(n=count)] if count > 1 else []
    if [tree.words(note) for note in notes] != wanted:
        yield f"<div class=“absent”> of {count} pictures with “{' '.join(map(tree.words, notes))}”"
    for figure in division:
        if figure.tag != "p" and not (figure.tag == "figure" and any(_is_line(one) for one in figure.iter("span"))):
            yield f"<{figure.tag}> among missing pictures"


def is_address_of(link: Element) -> bool:
    """Whether a link leads to the missing picture in the link right before it."""
    before = link.getprevious()
    line = next((one for one in before.iter("span") if _is_line(one)), None) if before is not None else None
    return line is not None and line.get("data-address") == link.get("href")


def _after_link(line: Element, words: Mapping[str, str]) -> Iterator[str]:
    """A missing picture in a link has its own address in a link after that one, if its figure shows nothing else."""
    address, around = line.get("data-address"), line.getparent()
    gathered = next((one for one in line.iterancestors("div") if one.get("class") == "absent"), None)
    if address is None or gathered is None or _is_in_caption(line):
        return
    link = around.getnext()
    is_there = link is not None and tree.classes(link) == ["address", "added"] and is_address_of(link)
    if not is_there or tree.words(link) != _view(address, words):
        yield f"a missing picture without a link to {address}"


def _view(address: str, words: Mapping[str, str]) -> str:
    host = links.host(address)
    name = "Medium" if host == "medium.com" or host.endswith(".medium.com") else host
    return words.get("picture_view", "").format(host=name or address)


def _line(line: Element, number: int, words: Mapping[str, str]) -> Iterator[str]:
    parts = {one.get("class"): one for one in line}
    note, link = parts.get("note"), line.find("a")
    view = ""
    if link is not None:
        view = _view(link.get("href", ""), words)
        wanted = (str(number), f"{number}: {view}") if number and note is None else (view, None)
        if (tree.words(link), link.get("aria-label")) != wanted:
            yield f"the link “{tree.words(link)}” of a missing picture to {link.get('href', '')}"
    if note is None:
        if not (number and link is not None):
            yield "a missing picture without a note"
        return
    shown = tree.words(note)
    is_refused = site_words.pattern(words.get("picture_refused", "")).fullmatch(shown.removeprefix(f"{number}. "))
    if not (is_refused or shown == (str(number) if number else tree.one_line(words.get("picture_missing")))):
        yield f"the note “{shown}” of a missing picture"
