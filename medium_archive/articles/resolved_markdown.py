"""The Markdown of an article for another program, with the addresses that links and pictures have there, and with HTML
where the program's engine would read the Markdown differently from CommonMark.
"""

from __future__ import annotations

import re
from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import pyromark

from medium_archive import markdown
from medium_archive.articles import blocks, box_titles, footnotes, resolved_html
from medium_archive.articles.blocks import Block
from medium_archive.articles.engine import BARE_PERCENT
from medium_archive.markdown import escapes, gists, reader

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from medium_archive.articles.destinations import PostDestinations
    from medium_archive.articles.engine import Engine

# Line ends and tabs of code become character references, which no engine changes; inside the program noncharacters,
# which no post contains
_SHELTERED = str.maketrans({"\n": "\ufdd1", "\t": "\ufdd2"})
_REFERENCES = str.maketrans({"\ufdd1": "&#10;", "\ufdd2": "&#9;"})
_BLANK_LINES = re.compile(r"\n\s*\n")
# The end of a link or a picture: its destination, and maybe a title
_DESTINATION = re.compile(
    rb"\]\(\s*(<[^<>\n]*>|(?:\\.|[^\s\\<>])*)(?:\s+(?:\"[^\"]*\"|'[^']*'|\([^()]*\)))?\s*\)\Z", re.DOTALL
)
_FIGURES = ("![", "[", "<", "http", "www")
# A link whose words have no markup, without a title
_PLAIN = re.compile(r"\[([^\\*_`\[\]|<>~$=&!\n]+)\]\((?:<[^<>\n]*>|[^\s<>]*)\)")
_MARK = re.compile(r"\\?[#%=$^]")
_TEXT = re.compile(r"\.\./([^#]+)\.md")


def render(text: str, engine: Engine, destinations: PostDestinations) -> str:
    """The text for the engine, with the addresses of links and pictures from `destinations`."""
    if not engine.callouts:
        text = box_titles.as_quotes(text, destinations.entry.article.lang)
    found = list(blocks.split(text))
    definitions = _definitions(text)
    has_footnotes = any(block.has_footnotes for block in found)
    if has_footnotes and not (engine.footnotes and _are_used(text)):
        return _html(text, engine, destinations)
    written: list[str] = []
    for before, block in zip([None, *found], found, strict=False):
        written.append(_block(block, before, definitions, engine, destinations))
    made = "\n\n".join(filter(None, written))
    # A block of HTML has no footnotes: its own are in other blocks
    if has_footnotes and _footnotes(made) != _footnotes(text):
        return _html(text, engine, destinations)
    return made


def _are_used(text: str) -> bool:
    """Whether the text refers to each of its footnotes; engines leave out the others."""
    used, defined = _footnotes(text)
    return set(defined) <= set(used)


def _footnotes(text: str) -> tuple[list[str], list[str]]:
    """The names of the footnotes in the references to them, and of those that the text defines."""
    events: Any = pyromark.events(text, options=reader.OPTIONS)
    used: list[str] = []
    defined: list[str] = []
    for event in events:
        match event:
            case {"FootnoteReference": name}:
                used.append(name)
            case {"Start": {"FootnoteDefinition": name}}:
                defined.append(name)
    return used, defined


def _definitions(text: str) -> str:
    """The sources of the link reference definitions of a text, which any block may need."""
    found = pyromark.reference_definitions(text, options=reader.OPTIONS)
    source = text.encode()
    lines = [source[one["span"]["start"] : one["span"]["end"]] for key, one in found.items() if key[:1] != "^"]
    return "".join(f"\n\n{line.decode()}" for line in lines)


def _block(block: Block, before: Block | None, definitions: str, engine: Engine, to: PostDestinations) -> str:
    if block.kind == "Lost":
        return ""
    words = block.hint.removeprefix("<!--").removesuffix("-->\n").strip()
    if block.kind == "CodeBlock" and gists.parse(words):
        block = replace(block, hint="")  # the address of the gist is the paragraph before
    source = block.hint + block.source + (definitions if block.references else "")
    if block.kind == "Paragraph" and (block.hint or block.source.startswith(_FIGURES)):
        html = markdown.read(source)
        if html.startswith("<figure"):
            return _figure(block, html, engine, to)
    if engine.figures == "markdown" and block.hint:
        is_callout = engine.callouts and "pull quote" in words and block.kind == "BlockQuote"
        block = replace(block, hint="", source=f"> [!quote]\n{block.source}" if is_callout else block.source)
    touches = before is not None and before.kind == block.kind == "List" and not engine.is_commonmark
    if not (block.hint or block.has_html or touches or block.kind in engine.as_html or _differs(block, engine)):
        rewritten = _rewritten(block, to, wikilinks=engine.wikilinks and block.kind != "Table")
        if rewritten is not None:
            return rewritten
    if engine.figures == "markdown" and block.has_footnotes and (rewritten := _rewritten(block, to)) is not None:
        return _without_marks(
            rewritten, engine
        )  # in HTML, the whole text would have to be HTML, and would show no picture
    return _html(source, engine, to)


def _differs(block: Block, engine: Engine) -> bool:
    if engine.info_differs is not None and any(info and engine.info_differs.search(info) for info in block.infos):
        return True
    if None in block.infos:
        return True  # indented code is off in Eleventy, and its last line ends differ
    if engine.templates is not None and engine.templates.search(block.source):
        return True
    if block.code is not None:
        return engine.code_differs is not None and bool(engine.code_differs.search(block.code))
    return engine.differs is not None and bool(engine.differs.search(block.source))


def _wikilink(source: bytes, address: str) -> bytes:
    """A link to another text as `[[path|words]]`, b"" if it is another link, has a title, or if its words have markup:
    nobody has described what that means there.
    """
    words, there = _PLAIN.fullmatch(source.decode()), _TEXT.fullmatch(address)
    return f"[[{unquote(there[1])}|{words[1]}]]".encode() if words and there else b""


def _rewritten(block: Block, to: PostDestinations, *, wikilinks: bool = False) -> str | None:
    """The source of a block with new addresses; None if the form of a reference in it can't be replaced."""
    source = block.source.encode()
    wanted: list[str] = []
    changes: list[tuple[int, int, bytes]] = []
    for one in block.references:
        address = to.picture(one.address) if one.is_picture else to.link(one.address)
        is_fixed = one.form != "Inline" and (one.form != "Autolink" or address != one.address)
        if address is None or one.address in to.gone or is_fixed:
            return None
        wikilink = _wikilink(source[one.start : one.end], address) if wikilinks and not one.is_picture else b""
        if wikilink:
            changes.append((one.start, one.end, wikilink))
            continue
        wanted.append(address)
        if address != one.address:
            found = _DESTINATION.search(source[one.start : one.end], source[one.start : one.end].rfind(b"]("))
            if found is None:
                return None
            place = one.start + found.start(1), one.start + found.end(1)
            changes.append((*place, escapes.destination(address).encode()))
    for start, end, address_bytes in sorted(changes, reverse=True):
        source = source[:start] + address_bytes + source[end:]
    if changes and [one.address for made in blocks.split(source.decode()) for one in made.references] != [
        escapes.destination(address) for address in wanted
    ]:
        return None
    return source.decode()


def _figure(block: Block, html: str, engine: Engine, to: PostDestinations) -> str:
    """A figure: pictures, an embed or a card. A picture without caption and hint is a paragraph of Markdown."""
    root = resolved_html.parse(html)
    figure = root[0]
    pictures = list(figure.iter("img"))
    caption = figure.find("figcaption")
    is_plain = len(pictures) == 1 and caption is None and not figure.get("class")
    if engine.figures == "markdown" or is_plain:
        rewritten = _rewritten(block, to) if not _differs(block, engine) or engine.figures == "markdown" else None
        if rewritten is not None:
            return _without_marks(rewritten, engine) if engine.figures == "markdown" else rewritten
    link = figure.find("a[@class]")
    if link is not None:
        figure.set("class", link.attrib.pop("class"))
    elif len(figure.findall("img")) + len(figure.findall("a")) > 1:
        figure.set("class", " ".join(filter(None, (figure.get("class"), "row"))))
    if engine.figures == "wrapped" and pictures and not re.search(BARE_PERCENT, block.source):
        return _wrapped(block, figure, to) or _written(root, engine, to)
    return _written(root, engine, to)


def _without_marks(source: str, engine: Engine) -> str:
    """Markdown, with the marks of the engine as character references, but not in code."""
    if engine.marks is None:
        return source
    mark = re.compile(rf"\\\\|`+[^`]+`+|\\?(?:{engine.marks.pattern})", re.MULTILINE)
    return mark.sub(lambda one: one[0] if one[0][0] == "`" else _MARK.sub(_reference, one[0]), source)


def _reference(mark: re.Match[str]) -> str:
    return f"&#{ord(mark[0][-1])};"


def _wrapped(block: Block, figure: HtmlElement, to: PostDestinations) -> str | None:
    """A figure in HTML whose pictures are Markdown, with blank lines between them."""
    caption = figure.find("figcaption")
    lines = block.source.split("\n")
    if caption is not None:
        lines = lines[: 1 + max(number for number, line in enumerate(lines) if line.lstrip().startswith(("![", "[![")))]
    pictures = [one for made in blocks.split("\n".join(lines)) if (one := _rewritten(made, to)) is not None]
    if not pictures:
        return None
    opening = f'<figure class="{escape(figure.get("class"))}">' if figure.get("class") else "<figure>"
    resolved = (
        f"<figcaption>{reader.inner(resolved_html.resolve(caption, to))}</figcaption>\n" if caption is not None else ""
    )
    return f"{opening}\n\n{''.join(pictures)}\n\n{resolved}</figure>"


def _html(source: str, engine: Engine, to: PostDestinations) -> str:
    root = resolved_html.parse(markdown.read(source))
    footnotes.set_apart(root, to.entry.article.id or to.entry.name)
    box_titles.show(root, box_titles.of(to.entry.article.lang))
    return _written(root, engine, to)


def _written(root: HtmlElement, engine: Engine, to: PostDestinations) -> str:
    """Blocks of HTML without blank lines in them, because a Markdown engine ends a block of HTML at a blank line."""
    resolved_html.resolve(root, to)
    for code in root.iter("pre"):
        for element in code.iter():
            element.text = (element.text or "").translate(_SHELTERED)
            if element is not code:
                element.tail = (element.tail or "").translate(_SHELTERED)
    html = _BLANK_LINES.sub("\n", reader.inner(root)).strip().translate(_REFERENCES)
    if engine.templates is not None and engine.templates.search(html):
        html = html.replace("{", "&#123;").replace("}", "&#125;")
    return html
