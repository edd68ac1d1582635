"""A post page of Medium's export -> a `Post`.

The outer template is strict (6,416 of 6,435 real pages match one pattern): an `article.h-entry` with a header, maybe a
subtitle and a description section, the body, a footer. These parts are cut apart by their markers and parsed alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from html import unescape

import lxml.html
from bs4 import BeautifulSoup
from bs4.element import Tag
from lxml.etree import LxmlError
from lxml.html import HtmlElement

from medium_archive import links
from medium_archive.errors import MemberDamaged
from medium_archive.medium import body, kind, language, pictures
from medium_archive.medium.body import Block
from medium_archive.medium.text import clean, count_words, folded, same_words
from medium_archive.post import Author, Picture, Post
from medium_archive.report import Issue

_FILE_NAME = re.compile(r"(?:(?P<date>\d{4}-\d\d-\d\d)|(?P<draft>draft))_(?P<slug>.*?)-?(?P<id>[0-9a-f]{8,12})\.html\Z")
_BODY_START = re.compile(r'<section[^>]*\bdata-field="body"[^>]*>')
_EXPORTED = re.compile(r"Exported from.*?on\s+([A-Z][a-z]+) (\d{1,2}), (\d{4})", re.DOTALL)
_POST_ADDRESS = re.compile(r"^https://medium\.com/p/([0-9a-f]{8,12})$")
_TAG = re.compile(r"<[^>]*>")
_MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec"
_BEFORE_TITLE = 3  # pictures, kickers and breaks that may stand above a title
_LONGEST_MADE_TITLE = 80
_CUT = "The page stops before its end, so words are missing. Import the zip itself, or unpack it again."
_DAMAGED = "The page holds bytes that are no text (UTF-8), which stand as �. Import the zip itself, or unpack it again."


class NoMediumPage(ValueError):
    """The page is no post of Medium's export; the message says what is missing."""


# Everything that reading a damaged or foreign page can raise: an import reports one issue and reads the other pages
PAGE_ERRORS = (NoMediumPage, MemberDamaged, RecursionError, ValueError, OverflowError, LxmlError)


def read(page: bytes, name: str) -> tuple[Post, list[Issue]]:
    """The post of a page, and what is to be told of it; `name` is its path in the export. Raises NoMediumPage."""
    page = page.replace(b"\0", b"")  # a parser would show each as �
    text = page.decode("utf-8", errors="replace")
    start = _BODY_START.search(text)
    if start is None or 'class="h-entry"' not in text:
        raise NoMediumPage("it has no h-entry with a body, as Medium's post pages do")
    end = text.rfind("<footer>", start.end())
    end = end if end >= 0 else len(text)
    head, foot = _parsed(text[: start.start()]), _parsed(text[end:])
    section = BeautifulSoup(text[start.start() : end], "lxml", multi_valued_attributes=None).find("section")
    if not isinstance(section, Tag):
        raise NoMediumPage("its body can't be read")
    featured = _featured(section)  # before the walk, which takes the figures apart
    blocks, issues = body.read(section, name)
    outside = _Outside.read(head, foot, name)
    if not text.rstrip().endswith("</html>"):
        issues.append(Issue(name, "page-cut", _CUT, "error"))
    if text.count("�") > page.count("�".encode()):
        issues.append(Issue(name, "page-damaged", _DAMAGED, "error"))
    return _put_together(outside, blocks, featured), [*issues, *outside.issues]


@dataclass(frozen=True)
class _Outside:
    """What a page says around its body."""

    id: str
    name: str
    is_draft: bool
    published: datetime | None
    summary: str
    seo_description: str
    url: str
    author: Author
    exported: str
    issues: tuple[Issue, ...] = ()

    @classmethod
    def read(cls, head: HtmlElement, foot: HtmlElement, where: str) -> _Outside:
        file = _FILE_NAME.search(where)
        addresses = [str(a) for a in foot.xpath(".//a/@href")]
        own = next((m[1] for a in addresses if (m := _POST_ADDRESS.match(a))), "")
        post_id = file["id"] if file else own
        if not post_id:
            raise NoMediumPage("neither its name nor its footer says the id of a post")
        published = _moment(foot.xpath("string(.//time/@datetime)"))
        issues: tuple[Issue, ...] = ()
        if published is None and file and file["date"] and (published := _moment(file["date"])) is not None:
            issues = (
                Issue(where, "date-from-name", "The page says no time; its date is the one in its name.", "note"),
            )
        author = foot.xpath('.//a[contains(@class, "p-author")]')
        return cls(
            id=post_id,
            name=folded(head.xpath('string(.//h1[contains(@class, "p-name")])') or head.xpath("string(.//title)")),
            is_draft=published is None,
            published=published,
            summary=folded(head.xpath('string(.//section[@data-field="subtitle"])')),
            seo_description=folded(head.xpath('string(.//section[@data-field="description"])')),
            url=_canonical(foot) or f"https://medium.com/p/{post_id}",
            author=_author(author[0]) if author else Author(),
            exported=_export_day(foot.text_content()),
            issues=issues,
        )


def _put_together(outside: _Outside, blocks: list[Block], featured: Picture | None) -> Post:
    shown = tuple(picture for block in blocks for picture in block.pictures)
    title_at = _title_position(blocks, outside.name)
    first = _words(blocks[0].html) if blocks and blocks[0].name == "p" else ""
    first_is_one_line = bool(first) and "<br>" not in blocks[0].html
    prose = " ".join(_words(block.html) for block in blocks if block.name != "pre")
    words = count_words(prose)
    decision = kind.decide(
        is_draft=outside.is_draft,
        has_title=title_at is not None,
        name=outside.name,
        blocks=blocks,
        words=words,
        first=first,
    )
    if title_at is None and decision.first_line_is_title and first_is_one_line:
        title_at = 0
    heading = blocks[title_at].parts[0] if title_at is not None else ""
    subtitle_at = _subtitle_position(blocks, title_at, outside.summary)
    subtitle = _words(blocks[subtitle_at].html) if subtitle_at is not None else ""
    kept = [block for position, block in enumerate(blocks) if position not in (title_at, subtitle_at)]
    title, short_title = _choose_title(_words(heading), outside.name)
    title_html = re.sub(" *<br> *", " ", heading)
    description, summary = _descriptions(outside, subtitle, prose)
    cover = featured or next((picture for picture in shown if picture.role == "cover"), None)
    return Post(
        id=outside.id,
        kind=decision.kind,
        title=title or _made_title(kept) or "Untitled",
        title_html=title_html if "<" in title_html and same_words(_words(heading), title) else "",
        short_title=short_title,
        body="".join(block.html for block in kept),
        subtitle=subtitle,
        description=description,
        summary=summary,
        published=outside.published,
        exported=outside.exported,
        lang=language.detect(f"{title} {prose}"),
        cover=cover.address if cover else "",
        url=outside.url,
        author=outside.author,
        pictures=tuple(dict.fromkeys(shown)),
        reason=decision.reason,
        words=words,
    )


def _parsed(html: str) -> HtmlElement:
    return lxml.html.fragment_fromstring(clean(html), create_parent="div")


def _words(html: str) -> str:
    return folded(unescape(_TAG.sub(" " if "<br>" in html else "", html)))


def _title_position(blocks: Sequence[Block], name: str) -> int | None:
    """The block that is the page's title: marked as such, or a heading near the top with the words of the page's
    own."""
    for position, block in enumerate(blocks):
        if block.role == "title":
            return position
    for position, block in enumerate(blocks[: _BEFORE_TITLE + 1]):
        if block.name in ("h2", "h3"):
            return position if same_words(_words(block.html), name) else None
        if block.name not in ("figure", "hr") and "kicker" not in block.classes:
            break
    return None


def _subtitle_position(blocks: Sequence[Block], title_at: int | None, summary: str) -> int | None:
    """The block under the title that is the subtitle. One that holds links or emphasis stays where it is."""
    if title_at is None or title_at + 1 >= len(blocks):
        return None
    below = blocks[title_at + 1]
    is_subtitle = below.role == "subtitle" or (below.name == "h3" and same_words(_words(below.html), summary))
    return title_at + 1 if is_subtitle and "<" not in below.parts[0] else None


def _choose_title(heading: str, name: str) -> tuple[str, str]:
    """The title, and the one Medium shows in lists where its words are others."""
    if not heading or same_words(heading, name):
        return name or heading, ""
    if name.endswith("…") and heading.startswith(name[:-1].rstrip()):
        return heading, ""
    if heading in name:
        return name, ""
    return heading, name


def _descriptions(outside: _Outside, subtitle: str, prose: str) -> tuple[str, str]:
    """The description for search engines, and the summary of lists when it is another and stands nowhere else."""
    summary = "" if same_words(outside.summary, subtitle) else outside.summary
    if not outside.seo_description:
        return summary, ""
    is_excerpt = summary.rstrip("… ") in prose
    return outside.seo_description, "" if is_excerpt or summary == outside.seo_description else summary


def _made_title(blocks: Sequence[Block]) -> str:
    """The first words of a post that has no title, "" when it has none."""
    for block in blocks:
        words = _words(block.html)
        if words and block.name != "pre":
            if len(words) <= _LONGEST_MADE_TITLE:
                return words
            cut = words[:_LONGEST_MADE_TITLE].rpartition(" ")[0]
            return f"{cut if len(cut) > _LONGEST_MADE_TITLE // 2 else words[:_LONGEST_MADE_TITLE]}…"
    return ""


def _featured(section: Tag) -> Picture | None:
    """The picture that Medium shows for the post in lists (`data-is-featured`)."""
    img = section.find("img", attrs={"data-is-featured": "true"})
    return pictures.read(img) if isinstance(img, Tag) else None


def _canonical(foot: HtmlElement) -> str:
    found = foot.xpath('.//a[contains(@class, "p-canonical")]/@href')
    return links.encoded(str(found[0])) if found else ""


def _author(anchor: HtmlElement) -> Author:
    url = str(anchor.get("href", ""))
    return Author(folded(anchor.text_content()), url.rpartition("/@")[2] if "/@" in url else "", url)


def _moment(value: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(str(value))
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _export_day(text: str) -> str:
    match = _EXPORTED.search(text)
    if match is None or match[1][:3] not in _MONTHS:
        return ""
    return f"{match[3]}-{_MONTHS.index(match[1][:3]) // 3 + 1:02}-{int(match[2]):02}"
