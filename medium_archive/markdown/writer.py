"""Plain HTML to Markdown (docs/markdown.md). markdownify reads the tree; the methods here write each element."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeGuard

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PageElement, Tag
from markdownify import MarkdownConverter

from medium_archive import soup
from medium_archive.markdown import (
    boxes,
    emphasis,
    escapes,
    fences,
    forms,
    gists,
    hints,
    raw_html,
    tables,
    usual_blocks,
)
from medium_archive.markdown.reader import as_read, of_rendered, read, render


@soup.collector_paused()
def write(body: str) -> str:
    """Markdown of plain HTML, without front matter and without a line end at its end.

    The written text is read again. If a block reads back differently, its emphasis is written as tags; if it still
    differs, the block is written as HTML.
    """
    blocks = usual_blocks.split(body)
    text = usual_blocks.write(blocks, _of_each) if blocks is not None else None
    if blocks is None or text is None:
        text = str(_NATURAL.convert_soup(_soup(body)))
    html = render(text)
    if blocks is not None and html == usual_blocks.rendered(blocks):  # quick: nearly every post
        return text
    found = of_rendered(html)
    if found == body or as_read(found) == as_read(body):
        return text
    safe = [_safe_form(block) for block in _top_level(_soup(body))]
    return "\n\n".join(block for block in safe if block)


def _of_each(html: str) -> list[str]:
    """The Markdown of each block of a body, without its rules."""
    blocks = (block for block in _top_level(_soup(html)) if block.name != "hr")
    return [_NATURAL.convert_soup(block).strip("\n") for block in blocks]


def _safe_form(block: Tag) -> str:
    html = escapes.unshelter(raw_html.block(block))
    wanted, text = as_read(read(html)), ""
    for writer in (_NATURAL, _CAUTIOUS):
        text = escapes.unshelter(str(writer.convert_soup(block)).strip("\n"))
        if as_read(read(text)) == wanted:
            return text
    return html if block.name in _WITH_BLOCKS else text


def _top_level(tree: BeautifulSoup) -> list[Tag]:
    return [child for child in _body(tree).children if isinstance(child, Tag)]


def _body(tree: BeautifulSoup) -> Tag:
    """The element of a tree that contains its blocks, usually `body`. `tree.body` is slow: it looks at each element."""
    body: Tag = tree
    while len(body.contents) == 1 and isinstance(inner := body.contents[0], Tag) and inner.name in ("html", "body"):
        body = inner
    return body


def write_inline(html: str) -> str:
    """Markdown of inline HTML, for a title."""
    return str(_NATURAL.convert_soup(_soup(f"<p>{html}</p>")))


def _soup(html: str) -> BeautifulSoup:
    # markdownify strips all white space that Python knows, but Medium's no-break and hair spaces are text
    return soup.parse(escapes.shelter(html))


_LINES = ("p", "li", "h2", "h3")  # a caption is followed by the mark that ends it
_CONTAINERS = frozenset(("ul", "ol", "details", "table", "dl"))
_WITH_BLOCKS = _CONTAINERS | {"blockquote"}
_BLOCKS = frozenset(("p", "h2", "h3", "ul", "ol", "pre", "blockquote", "figure", "table", "dl", "details", "hr"))
_LISTS = ("ul", "ol")
# Elements that contain only text, inline elements and pictures. For each, the names that markdownify passes as
# `parent_tags` to the converters of its content
_OF_INLINE = {
    name: frozenset((name, "_inline") if name in ("h2", "h3", "td", "th") else (name,))
    for name in (
        "p", "h2", "h3", "td", "th", "figure", "figcaption", "img", "br", "hr", "a", "strong", "em", "del", "code",
        "ins", "sub", "sup", "u", "mark", "kbd", "small", "q", "cite", "dfn", "var", "samp", "abbr", "time", "bdi",
        "bdo", "ruby", "rt", "rp",
    )
}  # fmt: skip
_MAX_LISTS = 8  # lists in one another; deeper ones are HTML, since some programs stop at 20 levels of blocks and items


if TYPE_CHECKING:

    class _Converter(MarkdownConverter):
        """With the methods that the stubs leave out."""

        def process_tag(self, node: Tag, parent_tags: set[str] | None = None) -> str: ...
        def get_conv_fn_cached(self, tag_name: str) -> Callable[..., str] | None: ...
        def process_element(self, node: PageElement, parent_tags: set[str] | None = None) -> str: ...

else:
    _Converter = MarkdownConverter


class _Writer(_Converter):
    """One method for each element: it takes the element, the Markdown of its children, the names of its ancestors."""

    def __init__(self, *, as_tags: bool) -> None:
        super().__init__()
        self.as_tags = as_tags

    def convert_soup(self, soup: Tag) -> str:
        """The Markdown of an element, or of the body of a tree."""
        if isinstance(soup, BeautifulSoup):
            return escapes.unshelter(self.process_tag(_body(soup), set()).strip("\n"))
        return self.process_tag(soup, set())

    def process_text(self, el: NavigableString, parent_tags: set[str] | None = None) -> str:
        tags = parent_tags or set()
        if "code" in tags and ("pre" in tags or not _is_mixed(_ancestor(el, "code"))):
            return str(el)
        after, parent = el.next_sibling, el.parent
        return escapes.escape(
            str(el),
            before_link=after is not None and _is_link(after),
            is_last=after is None and parent is not None and parent.name in _LINES,
            in_link="a" in tags,
        )

    def _block(self, el: Tag, text: str) -> str:
        return f"\n\n{hints.comment(_class(el), is_text=_looks_like_card(el))}{text}\n\n"

    def _inline(self, text: str) -> str:
        """The finished inline content of a block."""
        return escapes.guard_edges(emphasis.resolve(text, as_tags=self.as_tags))

    def convert_p(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return self._block(el, forms.paragraph(self._inline(text)))

    def convert_h2(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return self._block(el, forms.heading(el.name, self._inline(text)))

    convert_h3 = convert_h2

    def process_tag(self, node: Tag, parent_tags: set[str] | None = None) -> str:
        tags = parent_tags or set()
        convert = self.get_conv_fn_cached(node.name)
        if convert is not None and node.name in _OF_INLINE:
            # markdownify would look for white space and line ends around blocks, but these elements contain no blocks
            inside = tags | _OF_INLINE[node.name]
            return convert(node, "".join([self.process_element(child, inside) for child in node.contents]), tags)
        if node.name == "pre":
            return self.convert_pre(node, "", tags)  # it reads the code itself
        if node.name not in _CONTAINERS:
            return super().process_tag(node, tags)
        match node.name:
            case "ul" | "ol":
                return f"\n\n{raw_html.block(node) if _needs_html(node) else self._list(node, tags)}\n\n"
            case "table" if tables.is_simple(node):
                return f"\n\n{self._table(node, tags)}\n\n"
            case "table" | "dl":
                return f"\n\n{raw_html.block(node)}\n\n"
        return f"\n\n{self._details(node, tags)}\n\n"

    def _list(self, el: Tag, tags: set[str]) -> str:
        items = [child for child in el.children if isinstance(child, Tag)]
        other = _lists_before(el) % 2
        bullet, dot, number = "-*"[other], ".)"[other], int(str(el.get("start", "1")))
        is_loose = any(_is_loose(item) for item in items)
        lines = []
        for position, item in enumerate(items):
            marker = bullet if el.name == "ul" else f"{number + position}{dot}"
            text = f"{marker} {self._item(item, tags | {el.name, 'li'}, is_loose=is_loose)}".rstrip(" ")
            lines.append(_indented(text, len(marker) + 1))
        return ("\n\n" if is_loose else "\n").join(lines)

    def _item(self, item: Tag, tags: set[str], *, is_loose: bool) -> str:
        children = list(item.children)
        start = next((n for n, child in enumerate(children) if _is_block(child)), len(children))
        line = "".join(self.process_element(child, tags) for child in children[:start])
        blocks = [self.process_element(child, tags).strip("\n") for child in children[start:]]
        if start:
            blocks.insert(0, escapes.guard_lines(self._inline(line)))
        return ("\n\n" if is_loose else "\n").join(blocks)

    def _table(self, el: Tag, tags: set[str]) -> str:
        head, *body = ([cell for cell in row.children if isinstance(cell, Tag)] for row in el.find_all("tr"))
        rows = [[self._inline(self.process_tag(cell, tags)) for cell in row] for row in (head, *body)]
        return tables.write(rows, head)

    def convert_td(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return text

    convert_th = convert_td

    def _details(self, el: Tag, tags: set[str]) -> str:
        summary = el.find("summary", recursive=False)
        start = raw_html.start_tag(el) + (f"\n{raw_html.block(summary)}" if isinstance(summary, Tag) else "")
        content = super().process_tag(el, tags).strip("\n")
        return f"{start}\n\n{content}\n\n</details>" if content else f"{start}\n</details>"

    def convert_summary(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return ""

    def convert_blockquote(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        lines = text.strip("\n").split("\n")
        if box := boxes.kind_of(_class(el).split()):
            lines = [boxes.marker(box), *filter(None, lines[:1]), *lines[1:]]
        return self._block(el, "\n".join(f"> {line}" if line else ">" for line in lines))

    def convert_pre(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        code = el.find("code")
        language = _class(code).removeprefix("language-") if code else ""
        content = code.get_text() if code else ""
        block = fences.write(content, language)
        if _class(el) == "gist":
            block = gists.hint(*(str(el.get(name, "")) for name in gists.ATTRIBUTES)) + block
        return f"\n\n{block}\n\n"

    def convert_hr(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return self._block(el, "---")

    def convert_figure(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        if "lost" not in _class(el).split():
            return self._block(el, text.strip("\n"))
        words = hints.LOST_WITH_CAPTION if text.strip() else hints.LOST
        return f"\n\n<!-- {words} -->\n{text.strip()}\n\n"

    def convert_figcaption(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        marked = f"{emphasis.CAPTION[0]}{escapes.guard_edges(text)}{emphasis.CAPTION[1]}"
        return "\n" + escapes.guard_lines(emphasis.resolve(marked, as_tags=self.as_tags))

    def convert_img(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        picture = forms.picture(str(el.get("alt", "")), str(el.get("src", "")))
        is_last = el.next_sibling is None or not any(
            isinstance(node, Tag) and node.name == "img" for node in el.next_siblings
        )
        return picture if is_last else f"{picture}\n"

    def convert_a(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        href = str(el.get("href", ""))
        if _class(el) == "embed":
            return f"<{href}>"
        return forms.link(emphasis.resolve(text, as_tags=self.as_tags), href, str(el.get("title", "")))

    def convert_strong(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return f"{emphasis.STRONG[0]}{text}{emphasis.STRONG[1]}"

    def convert_em(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return f"{emphasis.EM[0]}{text}{emphasis.EM[1]}"

    def _kept(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return f"{raw_html.start_tag(el)}{text}</{el.name}>"

    convert_ins = convert_sub = convert_sup = convert_u = convert_mark = convert_kbd = convert_small = convert_q = _kept
    convert_cite = convert_dfn = convert_var = convert_samp = convert_abbr = convert_time = convert_bdi = _kept
    convert_bdo = convert_ruby = convert_rt = convert_rp = _kept

    def convert_del(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return f"{emphasis.DEL[0]}{text}{emphasis.DEL[1]}"

    def convert_code(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        if "pre" in parent_tags or not text:
            return text
        if _is_mixed(el):
            return f"<code>{text}</code>"
        if "a" in parent_tags and "]" in text:
            # "[`x]: …" at the start of a paragraph would define a reference: blocks are found before code spans
            return f"<code>{escapes.escape(text)}</code>"
        fence = "`" * (1 + _longest_run(text)) if "`" in text else "`"
        pad = " " if text[0] == "`" or text[-1] == "`" or (text[0] == text[-1] == " " and text.strip(" ")) else ""
        return f"{fence}{pad}{text}{pad}{fence}"

    def convert_br(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return "<br>" if "_inline" in parent_tags else "\\\n"


# Both are without state
_NATURAL, _CAUTIOUS = _Writer(as_tags=False), _Writer(as_tags=True)


def _indented(text: str, width: int) -> str:
    """The text with each line but the first indented, except lines without any character."""
    return re.sub(r"\n(?=[^\n])", "\n" + " " * width, text) if "\n" in text else text


def _is_block(node: object) -> bool:
    return isinstance(node, Tag) and node.name in _BLOCKS


def _is_loose(item: Tag) -> bool:
    """Whether blank lines are between the blocks of an item."""
    return any(isinstance(child, Tag) and child.name in _BLOCKS and child.name not in _LISTS for child in item.children)


def _needs_html(el: Tag) -> bool:
    """Whether Markdown has no form for a list: letters for numbers, a number left out, too many lists around it."""
    has_numbers = any(name != "start" for name in el.attrs) or any(
        item.attrs for item in el.find_all("li", recursive=False)
    )
    return has_numbers or (el.parent is not None and _depth(el) > _MAX_LISTS)


def _depth(el: Tag) -> int:
    return 1 + sum(parent.name in _LISTS for parent in el.parents)


def _class(el: Tag) -> str:
    return str(el.get("class", ""))


def _is_link(node: object) -> TypeGuard[Tag]:
    return isinstance(node, Tag) and node.name == "a"


def _ancestor(node: NavigableString, name: str) -> Tag:
    found = node.parent
    while found is not None and found.name != name:
        found = found.parent
    assert found is not None  # noqa: S101  # the caller saw the name among the ancestors
    return found


def _is_mixed(code: Tag) -> bool:
    """Whether code has links or emphasis in a part of it, for which Markdown has no form."""
    return any(isinstance(child, Tag) for child in code.children)


def _looks_like_card(el: Tag) -> bool:
    """Whether a paragraph is only a link with a title."""
    return (
        el.name == "p"
        and len(el.contents) == 1
        and _is_link(link := el.contents[0])
        and el.parent is not None
        and el.parent.name in ("body", "details")
        and bool(link.get("title"))
    )


def _lists_before(el: Tag | None) -> int:
    """How many lists of the same kind come right before this one. Every second list has another marker."""
    count = 0
    while el is not None:
        before = el.previous_sibling
        if not isinstance(before, Tag) or before.name != el.name:
            break
        el = before
        count += 1
    return count


def _longest_run(text: str) -> int:
    return max((len(run) for run in re.findall("`+", text)), default=0)
