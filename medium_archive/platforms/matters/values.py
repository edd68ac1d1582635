"""What Matters shows of an article beside its text, within its limits."""

from __future__ import annotations

from medium_archive.articles import Article
from medium_archive.platforms.traits import Labels

_TITLE, _SUMMARY, _TAG = 100, 200, 50  # UTF-16 units, as JavaScript counts
_TAGS = 3


def labels(article: Article) -> Labels:
    """The title, cut; the first tags. Matters makes addresses of its own, without a slug."""
    return Labels(_cut(article.title, _TITLE), "", tuple(_cut(tag, _TAG) for tag in article.tags[:_TAGS]))


def summary(article: Article) -> str:
    return _cut(article.subtitle or article.description, _SUMMARY)


def _cut(text: str, most: int) -> str:
    """A text of at most so many UTF-16 units on one line, with an ellipsis where it was cut."""
    text = " ".join(text.split())
    if len(text.encode("utf-16-le")) // 2 <= most:
        return text
    return f"{text.encode('utf-16-le')[: 2 * (most - 1)].decode('utf-16-le', 'ignore').rstrip()}…"
