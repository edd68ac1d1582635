"""The line that says when and where an article was first published, for places that keep no date or no canonical
address.
"""

from __future__ import annotations

import re
from html import escape, unescape
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from medium_archive import languages

if TYPE_CHECKING:
    from medium_archive.articles import Article

# The line at the end of a text, with attributes that a place may add to the link
_LINE = re.compile(
    r"<p[^>]*>(?:Originally published|原文)[^<]*<a\b[^>]*?href=\"([^\"]+)\"[^>]*>[^<]*</a>[^<]*</p>\s*\Z"
)


def address(article: Article) -> str:
    """The address of the original, "" for a draft."""
    return "" if article.kind == "draft" else article.canonical or article.url


def parts(article: Article) -> tuple[str, str, str]:
    """The line in the language of the article: the words before the link, those of the link (the host), and those after
    it. All are "" if there is neither a date nor an address.
    """
    day = article.published.date().isoformat() if article.published and article.kind != "draft" else ""
    host = urlsplit(address(article)).hostname or ""
    if not day and not host:
        return "", "", ""
    if languages.subtags(article.lang)[0] != "zh":
        words = f"Originally published{f' on {day}' if day else ''}"
        return (f"{words} at ", host, ".") if host else (f"{words}.", "", "")
    is_traditional = languages.is_traditional(article.lang)
    at, published = ("於", "發表") if is_traditional else ("于", "发表")
    words = f"原文{f'{at} {day} ' if day else ''}{published}"
    return (f"{words}{at} ", host, "。") if host else (f"{words}。", "", "")


def html(article: Article) -> str:
    """The line as a paragraph, "" if there is nothing to say."""
    before, link, after = map(escape, parts(article))
    linked = f'<a href="{escape(address(article))}">{link}</a>' if link else ""
    return f"<p>{before}{linked}{after}</p>" if before else ""


def markdown(article: Article) -> str:
    """The line in Markdown, "" if there is nothing to say."""
    before, link, after = parts(article)
    return f"{before}[{link}](<{address(article)}>){after}" if link else before


def found(text: str) -> str:
    """The address in the line at the end of a text in HTML, "" if the text has none."""
    line = _LINE.search(text)
    return unescape(line[1]) if line else ""
