"""The blocks that most posts consist of, cut out of plain HTML by its normal form (docs/markdown.md, "Plain HTML").

A text without marks, a picture, an embed and code need no parser: their pattern says all. Of a text with marks, a list,
a quote and a figure with a caption only the end is found here. For each block there is also the HTML that CommonMark
must make of its Markdown, so that a text that gives just that need not be read back.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from html import unescape

from medium_archive.markdown import escapes, fences, forms, hints

# The name of the last group of a match is the kind of the block
Block = re.Match[str]
_PARSED = frozenset(("line", "figure", "list", "quote"))  # the kinds that need a parser

_DROPPED = bytes((*range(9), 11, 12, 13, *range(14, 32)))  # an HTML parser drops or replaces these characters
# In UTF-8: noncharacters, which stand for marks and for white space while Markdown is written and read
_UNUSUAL = (b"\xef\xb7", b"\xef\xbf\xbe", b"\xef\xbf\xbf", hints.ENCODED_EMBED_MARK.encode())

# Each of these matches in one way only and gives nothing back, so a search takes no longer than reading the text
_VALUE = r'[^"<>&\n\t]*+(?:&(?:amp|lt|gt|quot);[^"<>&\n\t]*+)*+'
_TITLE = _VALUE.replace(r"\n", "")
_CODE = r"[^<&]*+(?:&(?:amp|lt|gt);[^<&]*+)*+"
_WORDS = r"[^<&\n]*+(?:&(?:amp|lt|gt);[^<&\n]*+)*+"
# A link with a title is left out, because it is a card if it is alone in a paragraph
_LINE = rf'[^<\n]*+(?:<(?:br|/?(?:strong|em|del|code)|a href="{_VALUE}"|/a)>[^<\n]*+)*+'
_IMG = f'<img src="{_VALUE}" alt="{_VALUE}">'
_EMBED = f'<a class="embed" href="{_VALUE}">{_WORDS}</a>'
_CARD = f'<a class="card" href="{_VALUE}" title="(?!"){_TITLE}">{_WORDS}</a>'
_BLOCKS = re.compile(
    "|".join(
        (
            f"<(?P<name>p|h[23])>(?P<words>{_WORDS})</(?P=name)>",
            f'<figure(?: class="(?P<layout>[a-z -]++)")?+>'
            f'<img src="(?P<src>{_VALUE})" alt="(?P<alt>{_VALUE})"></figure>',
            f'<figure><a class="embed" href="(?P<href>{_VALUE})">(?P<address>{_WORDS})</a></figure>',
            f'<figure><a class="card" href="(?P<link>{_VALUE})" title="(?!")(?P<title>{_TITLE})">'
            f"(?P<card>{_WORDS})</a></figure>",
            rf'<pre><code(?: class="language-(?P<language>[\w+.#-]*+)")?+>(?P<code>{_CODE})</code></pre>',
            "(?P<hr><hr>)",
            f'(?P<line><(?P<of_line>p|h[23])(?: class="[a-z -]++")?+>{_LINE}</(?P=of_line)>)',
            f'(?P<figure><figure(?: class="[a-z -]++")?+>(?:(?:{_IMG})++|{_EMBED}|{_CARD})'
            f"(?:<figcaption>{_LINE}</figcaption>)?+</figure>)",
            rf'(?P<list><(?P<of_list>[uo]l)(?: start="\d+")?+>(?:<li>{_LINE}</li>)++</(?P=of_list)>)',
            f'(?P<quote><blockquote(?: class="[a-z -]++")?+>(?:<p>{_LINE}</p>)++</blockquote>)',
        )
    )
)
_CLASSES = re.compile(r'(<\w+) class="([a-z -]+)"')
_WITH_LINE_END = re.compile("</?(?:[uo]l|blockquote)[^>]*>|</(?:p|h[23]|li)>")


def split(body: str) -> list[Block] | None:
    """All blocks of a body; None if it has any other, or characters that no HTML parser keeps."""
    encoded = body.encode()
    if len(encoded.translate(None, _DROPPED)) != len(encoded) or any(one in encoded for one in _UNUSUAL):
        return None
    found, end = [], 0
    for block in _BLOCKS.finditer(body):
        if block.start() != end:
            return None
        found.append(block)
        end = block.end()
    return found if end == len(body) else None


def write(blocks: Sequence[Block], of_each: Callable[[str], list[str]]) -> str | None:
    """The Markdown of these blocks; None if one of them has no visible text. `of_each` gives the Markdown of each block
    of HTML but the rules; the blocks with marks are given to it all at once. A rule is before a list that follows other
    blocks, because the second of two lists that touch has other markers.
    """
    parts, is_after_other = [], False
    for block in blocks:
        is_parsed = block.lastgroup in _PARSED
        if is_parsed:
            parts.append(f"<hr>{block[0]}" if is_after_other and block.lastgroup == "list" else block[0])
        is_after_other = not is_parsed
    parsed = of_each("".join(parts)) if parts else []
    if len(parsed) != len(parts):
        return None
    following = iter(parsed)
    written = []
    for block in blocks:
        write_one = _WRITTEN.get(str(block.lastgroup))
        if not (text := next(following) if write_one is None else write_one(block)):
            return None
        written.append(text)
    return escapes.unshelter("\n\n".join(written))


def _text(block: Block) -> str:
    words = _words(block["words"])
    text = escapes.guard_edges(escapes.escape(words, is_last=True, in_link=False))
    return text and (forms.paragraph(text) if block["name"] == "p" else forms.heading(block["name"], text))


def _words(html: str) -> str:
    """The sheltered text of HTML without elements; "" if nothing in it is visible."""
    words = escapes.shelter(unescape(html))
    return "" if words.isspace() else words


def _picture(block: Block) -> str:
    layout = hints.comment(block["layout"]) if block["layout"] else ""
    return layout + forms.picture(escapes.shelter(unescape(block["alt"])), unescape(block["src"]))


def _card(block: Block) -> str:
    words, address, title = _words(block["card"]), unescape(block["link"]), unescape(block["title"])
    return words and forms.link(escapes.escape(words), address, title)


_WRITTEN: dict[str, Callable[[Block], str]] = {
    "words": _text,
    "alt": _picture,
    "address": lambda block: f"<{unescape(block['href'])}>",
    "card": _card,
    "code": lambda block: fences.write(unescape(block["code"]), block["language"] or ""),
    "hr": lambda _: "---",
}


def rendered(blocks: Iterable[Block]) -> str:
    """The HTML of these blocks as CommonMark makes it from their Markdown in the form that needs no HTML. A text may
    give other HTML and read back as the same blocks all the same.
    """
    return "".join([_RENDERED[str(block.lastgroup)](block) for block in blocks])


def _rendered_picture(block: Block) -> str:
    hint = _hint(block["layout"]) if block["layout"] else ""
    return f'{hint}<p><img src="{block["src"]}" alt="{_quoted(block["alt"])}" /></p>\n'


def _quoted(text: str) -> str:
    """The value of an attribute, other than an address, as CommonMark's renderer writes it."""
    return text.replace("'", "&#39;")


def _rendered_embed(block: Block) -> str:
    return f'<p><a href="{block["href"]}{hints.ENCODED_EMBED_MARK}">{block["address"]}{hints.EMBED_MARK}</a></p>\n'


def _rendered_card(block: Block) -> str:
    return f'<p><a href="{block["link"]}" title="{_quoted(block["title"])}">{block["card"]}</a></p>\n'


def _rendered_code(block: Block) -> str:
    return f"{block[0][: -len('</code></pre>')]}\n</code></pre>\n"


def _rendered_figure(block: Block) -> str:
    hint, html = _unhinted(block[0])
    content, _, caption = html.removesuffix("</figure>").partition("<figcaption>")
    content = content.removeprefix("<figure>").replace("><", ">\n<")
    if content.startswith("<img"):
        content = _quoted(content).replace('">', '" />')
    elif content.startswith('<a class="embed"'):
        mark, encoded = hints.EMBED_MARK, hints.ENCODED_EMBED_MARK
        content = content.replace('">', f'{encoded}">').replace("</a>", f"{mark}</a>").replace(' class="embed"', "")
    else:
        link, _, title = content.replace(' class="card"', "", 1).partition('">')
        content = f"""{_quoted(link)}">{title}"""
    under = f"\n<em>{caption.removesuffix('</figcaption>')}</em>" if caption else ""
    return f"{hint}<p>{content}{under}</p>\n".replace("<br>", "<br />\n")


def _rendered_with_marks(block: Block) -> str:
    hint, html = _unhinted(block[0])
    return hint + _WITH_LINE_END.sub(r"\g<0>\n", html.replace("<br>", "<br />\n"))


def _unhinted(html: str) -> tuple[str, str]:
    """The comment for the class of a block, and its HTML without the class."""
    classes = _CLASSES.match(html)
    return (_hint(classes[2]), f"{classes[1]}{html[classes.end() :]}") if classes else ("", html)


@lru_cache(maxsize=64)
def _hint(classes: str) -> str:
    """The comment for the class of a block, if it reads back as this class; else HTML that no text gives."""
    comment = hints.comment(classes)
    words = comment.removeprefix("<!--").removesuffix("-->\n")
    return comment if hints.parse(words) == (classes, False) else "\0"


_RENDERED: dict[str, Callable[[Block], str]] = {
    "words": lambda block: f"{block[0]}\n",
    "alt": _rendered_picture,
    "address": _rendered_embed,
    "card": _rendered_card,
    "code": _rendered_code,
    "hr": lambda _: "<hr />\n",
    "line": _rendered_with_marks,
    "figure": _rendered_figure,
    "list": _rendered_with_marks,
    "quote": _rendered_with_marks,
}
