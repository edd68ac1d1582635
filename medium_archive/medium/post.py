"""A post page of Medium's export, read into a `Post`.

The outer template is fixed (6,416 of 6,435 real pages match one pattern): an `article.h-entry` with a header, maybe a
subtitle and a description section, the body, a footer. The page is cut at the marks of these parts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime

from bs4.element import Tag

from medium_archive import budget, links, soup
from medium_archive.errors import unexpected
from medium_archive.medium import body, code, kind, language, page_parts, page_template, pictures, post_ids, titles
from medium_archive.medium.blocks import Block
from medium_archive.medium.member_kinds import POST
from medium_archive.medium.not_post import NotAMediumPage
from medium_archive.medium.text import count_words, same_words, with_ends, words_of
from medium_archive.post import Author, Picture, Post
from medium_archive.report import Issue

_BEFORE_TITLE = 3  # pictures, kickers and breaks that may be above a title
_MAX_MADE_TITLE = 80
_CUT = "The page stops before its end, so words are missing. Import the zip itself, or unpack it again."
_TOO_LARGE = (
    "The page is too large to be converted: {}. It is kept as it is, and the text only says so. Write the post's text "
    "yourself, or ask Medium for a new export."
)
_INSTEAD = "<em>The page of this post is too large to be converted: {}. The archive keeps the page as it is.</em>"
_EDGE = 100_000  # bytes at both ends of such a page: the facts about the post are there
_DAMAGED = "The page has bytes that are not UTF-8 text; each is shown as �. Import the zip itself, or unpack it again."


@soup.collector_paused()
def read(page: bytes, name: str) -> tuple[Post, list[Issue]]:
    """The post of a page, and the issues. `name` is its path in the export. Raises NotAMediumPage and nothing else."""
    try:
        return _read(page, name)
    except NotAMediumPage:
        raise
    except Exception as error:  # the libraries for HTML fail in many ways, and one page must not stop an import
        raise NotAMediumPage(unexpected(error)) from error


def day(page: bytes) -> str:
    """The day of the export that a page names, as `Post.exported`, from its footer alone; "" if it can't be read."""
    text = page.replace(b"\0", b"").decode("utf-8", errors="replace")
    start = page_parts.BODY.search(text)
    foot = page_parts.footer_at(text, start.end() if start else 0)
    with suppress(Exception):  # `read` raises the error again, and names the page
        return page_template.foot(text[foot:]).exported if foot >= 0 else ""
    return ""


def _read(page: bytes, name: str) -> tuple[Post, list[Issue]]:
    if excess := budget.PAGE.excess(page):
        return _without_text(page, name, excess)
    page = page.replace(b"\0", b"")  # a parser would show each as �
    text = page.decode("utf-8", errors="replace")
    start = page_parts.BODY.search(text)
    if start is None or not page_parts.is_entry(text):
        raise NotAMediumPage("it has no h-entry with a body, as Medium's post pages do")
    end = page_parts.footer_at(text, start.end())
    end = end if end >= 0 else len(text)
    head, footer = text[: start.start()], text[end:]
    body_html = code.flat(with_ends(text[start.start() : end]))
    section = soup.first(soup.parse(body_html), "section")
    if section is None:
        raise NotAMediumPage("its body can't be read")
    # Before `body.read`, which removes parts of figures
    featured = _featured(section) if "is-featured" in body_html else None
    blocks, issues = body.read(section, name)
    facts = Facts.read(head, footer, name)
    return compose(facts, blocks, featured), [*issues, *_damage(page, text, name), *facts.issues]


def _without_text(page: bytes, name: str, excess: str) -> tuple[Post, list[Issue]]:
    """The post of a page that is over the budget: the facts about it, and a sentence in the place of its text."""
    text = (page[:_EDGE] + page[-_EDGE:]).replace(b"\0", b"").decode("utf-8", errors="replace")
    start = page_parts.BODY.search(text)
    if start is None or not page_parts.is_entry(text):
        raise NotAMediumPage(f"{excess}, and it does not begin as Medium's post pages do")
    end = page_parts.footer_at(text, start.end())
    facts = Facts.read(text[: start.start()], text[end:] if end >= 0 else "", name)
    issue = Issue(name, "page-too-large", _TOO_LARGE.format(excess), "error")
    return compose(facts, [Block("p", (_INSTEAD.format(excess),))], None), [issue, *facts.issues]


def damage(page: bytes, name: str) -> Iterator[Issue]:
    """The issues of a page that ends too early, or that has bytes that are not UTF-8. `read` gives them too."""
    page = page.replace(b"\0", b"")
    return _damage(page, page.decode("utf-8", errors="replace"), name)


def _damage(page: bytes, text: str, name: str) -> Iterator[Issue]:
    if not page_parts.is_whole(text):
        yield Issue(name, "page-cut", _CUT, "error")
    if "�" in text and text.count("�") > page.count("�".encode()):
        yield Issue(name, "page-damaged", _DAMAGED, "error")


@dataclass(frozen=True)
class Facts:
    """The facts about a post, from the page around its body."""

    id: str
    name: str
    is_draft: bool
    published: datetime | None
    summary: str
    seo_description: str
    url: str
    authors: tuple[Author, ...]
    exported: str
    issues: tuple[Issue, ...] = ()

    @classmethod
    def read(cls, above: str, below: str, where: str) -> Facts:
        head, foot = page_template.head(above), page_template.foot(below)
        file = POST.fullmatch(where)
        post_id = post_ids.in_name(where) or post_ids.in_footer(below)
        if not post_id:
            raise NotAMediumPage("neither its name nor its footer has the id of a post")
        published = _moment(foot.time)
        issues: tuple[Issue, ...] = ()
        if published is None and file and (published := _moment(file["date"])) is not None:
            lacks = "a date that does not exist" if foot.time is not None else "no date"
            message = f"The page has {lacks}, so the date in its file name was used."
            issues = (Issue(where, "date-from-name", message, "note"),)
        signed = dict.fromkeys(_author(name, url) for name, url in foot.authors)
        return cls(
            id=post_id,
            name=head.name,
            is_draft=published is None,
            published=published,
            summary=head.summary,
            seo_description=head.description,
            url=links.encoded(foot.canonical) or f"https://medium.com/p/{post_id}",
            authors=tuple(signed) or (Author(),),
            exported=foot.exported,
            issues=issues,
        )


def compose(facts: Facts, blocks: list[Block], featured: Picture | None) -> Post:
    shown = tuple(picture for block in blocks for picture in block.pictures)
    title_at = _title_position(blocks, facts.name)
    html = [block.html for block in blocks]
    texts = [words_of(one) if block.name != "pre" else "" for block, one in zip(blocks, html, strict=True)]
    first = texts[0] if blocks and blocks[0].name == "p" else ""
    first_is_one_line = bool(first) and "<br>" not in html[0]
    prose = " ".join(text for block, text in zip(blocks, texts, strict=True) if block.name != "pre")
    words = count_words(prose)
    decision = kind.decide(
        kind.Facts(facts.name, blocks, words, first, title_at is not None, facts.published, facts.is_draft)
    )
    if title_at is None and decision.first_line_is_title and first_is_one_line:
        title_at = 0
    heading = blocks[title_at].parts[0] if title_at is not None else ""
    subtitle_at = _subtitle_position(blocks, title_at, facts.summary)
    subtitle = texts[subtitle_at] if subtitle_at is not None else ""
    kept = [block for position, block in enumerate(blocks) if position not in (title_at, subtitle_at)]
    title, short_title = _title(facts.name, title_at, blocks)
    title_html = re.sub(" *<br> *", " ", heading)
    description, summary = _descriptions(facts, subtitle, prose)
    cover = featured or next((picture for picture in shown if picture.role == "cover"), None)
    return Post(
        id=facts.id,
        kind=decision.kind,
        title=title or _made_title(kept) or "Untitled",
        title_html=title_html if "<" in title_html and same_words(words_of(heading), title) else "",
        short_title=short_title,
        body="".join(one for position, one in enumerate(html) if position not in (title_at, subtitle_at)),
        subtitle=subtitle,
        description=description,
        summary=summary,
        published=facts.published,
        exported=facts.exported,
        lang=language.detect(f"{title} {prose}"),
        cover=cover.address if cover else "",
        url=facts.url,
        author=facts.authors[0],
        coauthors=facts.authors[1:],
        pictures=tuple(dict.fromkeys(shown)),
        reason=decision.reason,
        words=words,
    )


def _title_position(blocks: Sequence[Block], name: str) -> int | None:
    """The block with the page's title: marked as the title, or a heading near the top with the same words."""
    for position, block in enumerate(blocks):
        if block.role == "title":
            return position
    for position, block in enumerate(blocks[: _BEFORE_TITLE + 1]):
        if block.name in ("h2", "h3"):
            return position if same_words(words_of(block.html), name) else None
        if block.name not in ("figure", "hr") and "kicker" not in block.classes:
            break
    return None


def _title(name: str, title_at: int | None, blocks: Sequence[Block]) -> tuple[str, str]:
    """The title and the short title of a post, from its name and the heading at `title_at`."""
    if title_at is None:
        first = words_of(blocks[0].html) if blocks and blocks[0].name == "p" else ""
        return titles.spaced_as(name, first), ""
    beside = [block for position, block in enumerate(blocks[: title_at + 3]) if position != title_at]
    return titles.choose(words_of(blocks[title_at].parts[0]), name, [words_of(b.html) for b in beside])


def _subtitle_position(blocks: Sequence[Block], title_at: int | None, summary: str) -> int | None:
    """The block under the title that is the subtitle. A subtitle with links or emphasis stays in the body."""
    if title_at is None or title_at + 1 >= len(blocks):
        return None
    below = blocks[title_at + 1]
    is_subtitle = below.role == "subtitle" or (below.name == "h3" and same_words(words_of(below.html), summary))
    return title_at + 1 if is_subtitle and "<" not in below.parts[0] else None


def _descriptions(facts: Facts, subtitle: str, prose: str) -> tuple[str, str]:
    """The description for search engines, and the summary in lists, "" if it is the same or a part of the text."""
    summary = "" if same_words(facts.summary, subtitle) else facts.summary
    if not facts.seo_description:
        return summary, ""
    is_excerpt = summary.rstrip("… ") in prose
    return facts.seo_description, "" if is_excerpt or summary == facts.seo_description else summary


def _made_title(blocks: Sequence[Block]) -> str:
    """The first words of a post, for one without a title; "" if it has no words."""
    for block in blocks:
        words = words_of(block.html)
        if words and block.name != "pre":
            if len(words) <= _MAX_MADE_TITLE:
                return words
            cut = words[:_MAX_MADE_TITLE].rpartition(" ")[0]
            return f"{cut if len(cut) > _MAX_MADE_TITLE // 2 else words[:_MAX_MADE_TITLE]}…"
    return ""


def _featured(section: Tag) -> Picture | None:
    """The picture that Medium shows for the post in lists (`data-is-featured`)."""
    featured = (img for img in section.find_all("img") if img.get("data-is-featured") == "true")
    return next(map(pictures.read, featured), None)


def _author(name: str, url: str) -> Author:
    return Author(name, url.rpartition("/@")[2] if "/@" in url else "", url)


def _moment(value: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(str(value))
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
