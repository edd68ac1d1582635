"""A post's Markdown as the HTML of its page: read, sanitised, made ready for reading. No word changes."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

import lxml.html
from lxml.html import HtmlElement

from medium_archive import markdown, names
from medium_archive.report import Issue
from medium_archive.site.holdings import Holdings, relative
from medium_archive.site.images.variants import PageVariants, Variant
from medium_archive.site.text import plain_text, sanitiser
from medium_archive.site.text.figures import Gallery
from medium_archive.site.text.gists import frame_gists
from medium_archive.site.text.highlight import highlight
from medium_archive.site.text.plain_text import CJK
from medium_archive.site.translations import Words

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_ALIGNMENT = re.compile(r"text-align:\s*(\w+)")
# "www.example.com" is an address that people give and Medium keeps: it means the site, not a file beside the post.
_EXTERNAL = re.compile(r"(https?:)?//|www\.", re.IGNORECASE)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_OPENING = 400  # characters: more than any list shows
_CJK_A_MINUTE = 450
_WORDS_A_MINUTE = 240
# A fragment that Medium gave a paragraph in its editor, a share or the responses; no page here has such an id.
_MEDIUM_FRAGMENT = re.compile(r"#([0-9a-f]{4}|\.\w+|-?-?responses)")
_PAGE_IDS = frozenset({"text", "top"})  # ids that the templates use


@dataclass(frozen=True)
class Body:
    """`html` is the inside of the `e-content`; `opening` the words of the first paragraphs, for an excerpt.

    `files` are what the page shows or leads to, as paths of the archive and the site alike; `variants` the smaller
    copies of its pictures; `missing` the addresses of pictures that are not here. `minutes` is the time to read it,
    at least 1; `text` what is visible of it, and `length` how many words and Chinese characters that is.
    `first_picture` is the file of the first picture in the text, "" for none; `outline` its headings.
    """

    html: str
    opening: str
    minutes: int
    text: str
    length: int
    files: tuple[str, ...]
    variants: tuple[Variant, ...]
    missing: tuple[str, ...]
    issues: tuple[Issue, ...]
    first_picture: str = ""
    outline: tuple[Heading, ...] = ()


@dataclass(frozen=True)
class Heading:
    """A heading of a text: where it is on the page, its words, 2 for one right under the title."""

    id: str
    words: str
    level: int


def render(text: str, path: str, holdings: Holdings, words: Words, variants: PageVariants | None = None) -> Body:
    """The body of the post at `path` ("posts/x", or "about"); without `variants` it shows the originals alone."""
    folder = path if path in holdings.folders else ""
    where = f"{path}/index.md" if folder else f"{path}.md"
    html = markdown.read(text)
    root = _parse(sanitiser.clean(html))
    opening = _opening(root)
    gallery = Gallery(holdings, folder, words, variants)
    gallery.hang(root)
    issues = [
        Issue(where, "html-left-out", f"The page leaves out HTML that could run or load something: {name}")
        for name in sanitiser.removed(html)
    ]
    issues += [Issue(file, "picture-broken", f"{problem}.") for file, problem in gallery.broken.items()]
    _tidy_ids(root)
    outline = tuple(_level_headings(root))
    _make_footnotes(root, words)
    _settle_links(root, gallery, issues, where)
    frame_gists(root)
    _make_blocks(root, words)
    shown = plain_text.visible(root)
    characters, many = plain_text.counts(shown)
    return Body(
        html=_inner(root),
        opening=opening,
        minutes=_minutes(characters, many),
        text=shown,
        length=characters + many,
        files=tuple(dict.fromkeys(gallery.shown)),
        variants=tuple(dict.fromkeys(gallery.variants_shown)),
        missing=tuple(dict.fromkeys(gallery.missing)),
        issues=tuple(issues),
        first_picture=gallery.pictures[0] if gallery.pictures else "",
        outline=outline,
    )


def render_inline(text: str, path: str, holdings: Holdings, words: Words) -> str:
    """The HTML of a title that holds links or emphasis."""
    root = _parse(sanitiser.clean(markdown.read_inline(text)))
    folder = path if path in holdings.folders else ""
    for picture in list(root.iter("img")):
        picture.drop_tree()
    _settle_links(root, Gallery(holdings, folder, words), [], path)
    return _inner(root)


def _parse(html: str) -> HtmlElement:
    return lxml.html.fragment_fromstring(html, create_parent="div")


def _inner(root: HtmlElement) -> str:
    whole: str = lxml.html.tostring(root, encoding="unicode")
    whole = whole.replace("></source>", ">")  # lxml doesn't know that it is void; in a text or value `<` is escaped
    return whole[whole.index(">") + 1 : whole.rindex("</div>")]


def _opening(root: HtmlElement) -> str:
    words = ""
    for paragraph in root.iter("p", "li"):
        text = " ".join(paragraph.text_content().split())
        if text and "kicker" not in paragraph.get("class", ""):
            gap = "" if not words or CJK.match(text) else " "
            words += gap + text
        if len(words) > _OPENING:
            break
    return words


def _minutes(characters: int, many: int) -> int:
    return max(1, math.floor(characters / _CJK_A_MINUTE + many / _WORDS_A_MINUTE + 0.5))


def _tidy_ids(root: HtmlElement) -> None:
    """An id may stand once on a page."""
    met = set(_PAGE_IDS)
    for element in root.xpath(".//*[@id]"):
        name = element.get("id", "")
        if not name or name in met or name.split() != [name]:
            del element.attrib["id"]
        met.add(name)


def _level_headings(root: HtmlElement) -> list[Heading]:
    """Headings begin right under the page's h1 and skip no level, whatever level the text began with; each
    gets an id made from its words. Gives those of the text itself: in a quotation or an item they are another's.
    """
    outline: list[Heading] = []
    met = set(_PAGE_IDS) | set(root.xpath(".//@id"))
    numbers: dict[str, int] = {}
    above: list[int] = []
    for heading in root.iter(*_HEADINGS):
        if not heading.get("id"):
            heading.set("id", _unique(names.slug(heading.text_content(), 80) or "section", met, numbers))
        level = int(heading.tag[1])
        while above and above[-1] >= level:
            above.pop()
        above.append(level)
        now = min(1 + len(above), 6)
        if now < level and level > 2:
            heading.set("class", f"{heading.get('class', '')} minor".strip())
        heading.tag = f"h{now}"
        if heading.getparent() is root and (said := " ".join(heading.text_content().split())):
            outline.append(Heading(heading.get("id", ""), said, now))
    return outline


def _unique(name: str, met: set[str], numbers: dict[str, int]) -> str:
    """The name, with a number if it is met already; `numbers` holds the last that each name got."""
    number, found = numbers.get(name, 1), name
    while found in met:
        number += 1
        found = f"{name}-{number}"
    met.add(found)
    numbers[name] = number
    return found


def _make_footnotes(root: HtmlElement, words: Words) -> None:
    """Give each note a way back to the place that names it first."""
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


def _settle_links(root: HtmlElement, gallery: Gallery, issues: list[Issue], where: str) -> None:
    """Lead links to Markdown files to their pages, and to files beside the text to their copies."""
    ids = set(root.xpath(".//@id"))
    for link in root.iter("a"):
        address = link.get("href")
        if address is None:
            continue
        if _EXTERNAL.match(address):
            scheme = {"/": "https:", "w": "https://"}.get(address[0].lower(), "")
            if page := gallery.holdings.page_at(scheme + address):
                link.set("href", relative(page, gallery.folder) + _fragment(address))
                continue
            link.set("href", scheme + address)
            link.set("rel", "noopener")
        elif address.startswith("#"):
            if _MEDIUM_FRAGMENT.fullmatch(address) and address[1:] not in ids:
                link.set("href", "#text")
        elif address and not _SCHEME.match(address):
            _lead(link, address, gallery, issues, where)


def _lead(link: HtmlElement, address: str, gallery: Gallery, issues: list[Issue], where: str) -> None:
    holdings, folder = gallery.holdings, gallery.folder
    if page := holdings.page_of(folder, address):
        link.set("href", relative(page, folder) + _fragment(address))
    elif file := holdings.file_of(folder, address):
        link.set("href", relative(file, folder) + "".join(address.partition("#")[1:]))
        gallery.shown.append(file)
    else:
        del link.attrib["href"]
        issues.append(Issue(where, "link-to-nothing", f"A link leads to no page of the site: {address}"))


def _fragment(address: str) -> str:
    """The fragment with its mark; "" for one that only Medium's page has."""
    fragment = "".join(address.partition("#")[1:])
    return "" if _MEDIUM_FRAGMENT.fullmatch(fragment) else fragment


def _make_blocks(root: HtmlElement, words: Words) -> None:
    """Code, tables and task lists: what a keyboard must reach, and what would need a style or a form."""
    for block in list(root.iter("pre")):
        _frame(
            block, lxml.html.Element("div", {"class": "code"})
        )  # keeps the button's place: nothing moves when it comes
        block.set("tabindex", "0")  # a wide block scrolls by itself, and a keyboard must reach it
        block.set("dir", "ltr")
        code = block[0] if len(block) == 1 and block[0].tag == "code" else None
        if code is not None and (language := code.get("class", "").removeprefix("language-")):
            block.set("data-language", language)
            highlight(code, language)
    for table in list(root.iter("table")):
        _frame(table, lxml.html.Element("div", {"class": "table", "tabindex": "0"}))
    for cell in root.iter("td", "th"):
        if aligned := _ALIGNMENT.search(cell.attrib.pop("style", "")):
            cell.set("class", f"align-{aligned[1]}")
    for box in list(root.iter("input")):
        mark = lxml.html.Element("span", {"class": "task added", "role": "img"})
        done = box.get("checked") is not None
        mark.set("aria-label", words.task_done if done else words.task_open)
        mark.text = "☑" if done else "☐"
        mark.tail = box.tail
        parent = box.getparent()
        if box.get("type") == "checkbox" and parent is not None:
            parent.replace(box, mark)
        else:
            box.drop_tree()


def _frame(block: HtmlElement, frame: HtmlElement) -> None:
    block.addprevious(frame)
    frame.tail, block.tail = block.tail, None
    frame.append(block)
