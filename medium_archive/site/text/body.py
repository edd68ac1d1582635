"""A post's Markdown as the HTML of its page: parsed, sanitised, made ready for reading. No word changes."""

from __future__ import annotations

import math
from dataclasses import dataclass

import lxml.html
from lxml.html import HtmlElement

from medium_archive import markdown
from medium_archive.articles import sanitiser
from medium_archive.articles.unwrapping import remove
from medium_archive.folder import pickles
from medium_archive.languages import CJK, counts
from medium_archive.markdown import unseen_emphasis
from medium_archive.report import Issue
from medium_archive.site.images.variants import PageVariants, Variant
from medium_archive.site.references import References
from medium_archive.site.text import blocks, figures, headings, plain_text, wrong_addresses
from medium_archive.site.text.gists import frame_gists
from medium_archive.site.text.headings import Heading
from medium_archive.site.text.hyperlinks import resolve_links
from medium_archive.site.translations import Translation

_OPENING_LENGTH = 400  # characters: more than any list shows
_CJK_PER_MINUTE = 450
_WORDS_PER_MINUTE = 240
_CHANGED = (
    "The site has a copy of this drawing without what could run or load something: {}. It looks the same. To publish "
    "it as it is, write own_scripts = true under [site] in archive.toml."
)
_UNSEEN = "Line {}: {} stays as it is on the page, because Markdown sees no emphasis there. Write {}"


@pickles.by_position
@dataclass(frozen=True, slots=True)
class Body:
    """`html` is the inside of the `e-content`; `opening` the words of the first paragraphs, for an excerpt.

    `files` are what the page shows or links to, as paths, the same in archive and site; `variants` the smaller
    copies of its pictures; `missing` the addresses of pictures that are not here. `minutes` is the time to read it,
    0 without words; `text` the visible text, and `length` its number of words and Chinese characters, without what link
    cards say of other pages (length.py counts the same).
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


def render(  # noqa: PLR0913  # one caller
    text: str,
    references: References,
    words: Translation,
    variants: PageVariants | None = None,
    line: int = 1,
    *,
    is_from_medium: bool = False,
) -> Body:
    """The body for the Markdown of a post; without `variants` it shows the original pictures alone. `line` is the line
    of the file in which the Markdown begins. In a post that `is_from_medium`, code that was divided is one again.
    """
    html = markdown.read(text)
    root = _parse(sanitiser.clean(html))
    opening = _opening(root)
    pictures = figures.show_figures(root, references, words, variants)
    headings.remove_repeated_ids(root)
    outline = headings.level_headings(root)
    blocks.link_footnotes_back(root, words)
    blocks.title_boxes(root, words)
    links = resolve_links(root, references)
    frame_gists(root)
    blocks.prepare_blocks(root, words)
    if is_from_medium:
        blocks.join_code(root)
    visible = plain_text.visible(root)
    characters, word_count = counts(visible)
    left_out = [
        Issue(references.text, "html-left-out", f"The page leaves out HTML that could run or load something: {name}")
        for name in sanitiser.removed(html)
    ]
    broken = [Issue(file, "picture-broken", f"{problem}.") for file, problem in pictures.broken.items()]
    changed = [
        Issue(file, "own-scripts", _CHANGED.format(", ".join(names)), "note")
        for file, names in pictures.changed.items()
    ]
    unseen = [
        Issue(references.text, "emphasis-unseen", _UNSEEN.format(one.line + line - 1, one.written, one.tagged), "note")
        for one in unseen_emphasis.find(text)
    ]
    wrong = wrong_addresses.issues(text, line, references, links.lost, pictures.missing)
    return Body(
        html=_inner_html(root),
        opening=opening,
        minutes=_minutes(characters, word_count),
        text=visible,
        length=characters + word_count - sum(counts(plain_text.said_by_cards(root))),
        files=tuple(dict.fromkeys((*pictures.files, *links.files))),
        variants=tuple(dict.fromkeys(pictures.variants)),
        missing=tuple(dict.fromkeys(pictures.missing)),
        issues=(*left_out, *broken, *changed, *links.issues, *unseen, *wrong),
        first_picture=pictures.in_text[0] if pictures.in_text else "",
        outline=outline,
    )


def render_inline(html: str, references: References) -> str:
    """The HTML of a title that holds links or emphasis, for its page; it shows no picture."""
    root = _parse(sanitiser.clean(html))
    remove(root, root.iter("img"))
    resolve_links(root, references)
    return _inner_html(root)


def _parse(html: str) -> HtmlElement:
    return lxml.html.fragment_fromstring(html, create_parent="div")


def _inner_html(root: HtmlElement) -> str:
    html: str = lxml.html.tostring(root, encoding="unicode")
    html = html.replace("></source>", ">")  # lxml doesn't know that it is void; in a text or value `<` is escaped
    return html[html.index(">") + 1 : html.rindex("</div>")]


def _opening(root: HtmlElement) -> str:
    words = ""
    for paragraph in root.iter("p", "li"):
        text = plain_text.line(paragraph)
        if text and "kicker" not in paragraph.get("class", ""):
            gap = "" if not words or CJK.match(text) else " "
            words += gap + text
        if len(words) > _OPENING_LENGTH:
            break
    return words


def _minutes(characters: int, words: int) -> int:
    found = math.floor(characters / _CJK_PER_MINUTE + words / _WORDS_PER_MINUTE + 0.5)
    return max(1, found) if characters or words else 0
