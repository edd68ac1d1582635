"""One page of Medium's export: the facts about the post, and the blocks that its readers saw."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

import lxml.etree

from medium_archive.checks.completeness import dates
from medium_archive.checks.completeness.blocks import Block
from medium_archive.checks.completeness.characters import decoded
from medium_archive.checks.completeness.findings import Loss
from medium_archive.checks.completeness.original import controls, depth, media, outside, references, unknown
from medium_archive.checks.completeness.original.body import BodyReader

# The types of lxml's stubs leave out that a child may be a comment; the readers here ask for the tag first.
Element: TypeAlias = Any

# libxml2 takes these void elements for containers of all that follows
_CONTAINERS = re.compile(r"""<(embed|keygen|source|track|wbr)(?=[\s/>])(?:[^"'>]|"[^"]*"|'[^']*')*>""", re.IGNORECASE)
_STARTS_OF_CONTAINERS = (b"<embed", b"<keygen", b"<source", b"<track", b"<wbr")
_END = b"</html>"
_MOST_LEVELS = 2000  # of elements; libxml2 allows 2048, and some of them have no tag in the page


@dataclass(frozen=True)
class Original:
    """`title` is the title that Medium shows in lists; the title on the page is a block of form "title" among the
    others. `summary` is the line under the title in lists, `description` the line for search engines. `cover` is the
    address of the picture in lists; `author` is the first name in the by-line, `profile` the address of it, with the
    name `username`; `coauthors` are the others, each with its address. All are as the page has them, "" if they are
    missing.
    """

    title: str
    summary: str
    description: str
    date: str
    url: str
    author: str
    profile: str
    coauthors: str
    cover: str
    blocks: tuple[Block, ...]
    known_losses: tuple[Loss, ...]

    @property
    def summaries(self) -> tuple[str, ...]:
        return tuple(words for words in (self.summary, self.description) if words)

    @property
    def username(self) -> str:
        return self.profile.rpartition("/@")[2] if "/@" in self.profile else ""


def read(page: bytes, parser: Callable[[bytes], Element] | None = None) -> Original:
    """Read a page, given as the bytes of its file. `parser` makes the tree in the place of `parse`."""
    root = (parser or parse)(page)
    footer = _footer(root)
    given: defaultdict[str, str] = defaultdict(str)
    reader = BodyReader()
    taken: list[Element] = []  # the parts of the page that are read
    for element in root.iter("h1", "section"):
        name = element.get("class", "")
        match element.tag:
            case "h1" if name == "p-name" and not given["title"]:
                given["title"] = depth.text_of(element)
                taken.append(element)
            case "section" if "p-summary" in name:
                field = "description" if element.get("data-field") == "description" else "summary"
                given[field] = depth.text_of(element)
                taken.append(element)
                reader.known_losses += unknown.lost_markup(element)
            case "section" if "e-content" in name and not reader.found:
                media.simplify_frames(element)
                reader.known_losses += [*depth.flatten(element), *controls.spell_out(element)]
                reader.read_inside(element)
                taken.append(element)
                reader.known_losses += unknown.losses(element)
                given["cover"] = _cover(element)
    reader.known_losses += _read_footer(root if footer is None else footer, given)
    reader.known_losses += outside.losses(root, taken)
    if page.rstrip(b"\0 \t\r\n")[-len(_END) :].lower() != _END:
        reader.known_losses.append(Loss("page_end", "", why="no end"))
    return Original(
        title=given["title"],
        summary=given["summary"],
        description=given["description"],
        date=given["date"],
        url=given["url"],
        author=given["author"],
        profile=given["profile"],
        coauthors=given["coauthors"],
        cover=given["cover"],
        blocks=tuple(reader.finished()),
        known_losses=tuple(reader.known_losses),
    )


def _footer(root: Element) -> Element | None:
    """The last footer of a page. If the body leaves an element open, libxml2 puts the footer, and all that follows it,
    into that element; this moves them behind the body.
    """
    footers = list(root.iter("footer"))
    if not footers:
        return None
    footer = footers[-1]
    body = _body_around(footer)
    if body is None:
        return footer
    after = [footer, *footer.itersiblings()]
    for around in footer.iterancestors():
        if around is body:
            break
        after[-1].tail = f"{after[-1].tail or ''}{around.tail or ''}"
        around.tail = None
        after += around.itersiblings()
    for element in reversed(after):
        body.addnext(element)  # with its tail; that of the body then follows
    return footer


def _body_around(footer: Element) -> Element | None:
    """The body of the post that a footer is in, the outermost."""
    found = [one for one in footer.iterancestors("section") if "e-content" in one.get("class", "")]
    return found[-1] if found else None


def _read_footer(footer: Element, given: defaultdict[str, str]) -> Iterator[Loss]:
    """Read the facts in the footer of a page into `given`. Yields a date that does not exist."""
    signed: dict[tuple[str, str], None] = {}
    for element in footer.iter("time", "a"):
        name = element.get("class", "")
        if element.tag == "time" and name == "dt-published" and "date" not in given:
            given["date"] = element.get("datetime", "")
            if given["date"] and not dates.exists(given["date"]):
                yield Loss("date", given["date"], why="no such date")
                given["date"] = ""
        elif element.tag == "a" and name == "p-canonical":
            given["url"] = given["url"] or element.get("href", "")
        elif element.tag == "a" and "p-author" in name:
            signed[depth.text_of(element), element.get("href", "")] = None
    if signed:
        (given["author"], given["profile"]), *others = signed
        given["coauthors"] = ", ".join(f"{name} ({profile})" if profile else name for name, profile in others)


def _cover(body: Element) -> str:
    """The picture that Medium shows for the post in lists: the featured one, else that behind the first heading."""
    for image in body.iter("img"):
        if image.get("data-is-featured") == "true":
            if address := media.picture_address(image):
                return address
            break
    return next((div.get("data-image-id") for div in body.iter("div") if div.get("data-image-id")), "")


def parse(page: bytes) -> Element:
    """The tree of a page, without characters that no reader can see."""
    html = cleaned(page) or "<p>"
    content = html.encode()
    lower = content.lower()
    if any([start in lower for start in _STARTS_OF_CONTAINERS]):  # noqa: C419  # the list is quicker
        html = _CONTAINERS.sub(r"\g<0></\1>", html)
        content = html.encode()
    # As bytes, because libxml2 converts every other form to UTF-8 first; no reader looks up an id
    parser = lxml.etree.HTMLParser(huge_tree=True, encoding="utf-8", collect_ids=False)
    root = lxml.etree.fromstring(content, parser)
    if content.count(b"<") >= _MOST_LEVELS and _was_cut(parser):
        # libxml2 drops the deeper elements and everything after them. With a TreeBuilder as target it keeps them
        root = lxml.etree.fromstring(html, lxml.etree.HTMLParser(target=lxml.etree.TreeBuilder(), huge_tree=True))
    return root if root is not None else lxml.etree.fromstring("<html></html>")


def _was_cut(parser: lxml.etree.HTMLParser) -> bool:
    limit = lxml.etree.ErrorTypes.ERR_RESOURCE_LIMIT
    return any(error.type == limit for error in parser.error_log.filter_from_fatals())


def cleaned(page: bytes) -> str:
    """The text of a page without characters that no reader can see, and without references to them."""
    return references.resolved(decoded(page))
