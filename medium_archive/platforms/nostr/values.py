"""What readers of Nostr show of an article beside its text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote

from medium_archive.platforms.traits import Labels

if TYPE_CHECKING:
    from medium_archive.articles import Article


def labels(article: Article) -> Labels:
    """The title, and the tags in lower case, as NIP-24 wants them; each once."""
    return Labels(article.title, "", tuple(dict.fromkeys(tag.lower() for tag in article.tags)))


def image(article: Article, text: str) -> str:
    """The address that the cover has in the text, else the one at Medium; "" if it has none."""
    if article.cover is None:
        return ""
    name = re.escape(quote(article.cover.path.rpartition("/")[2]))
    shown = re.search(rf"\]\(<?(https?://[^\s<>()]*/{name})>?[)\s]", text) if name else None
    return shown[1] if shown else article.cover.address
