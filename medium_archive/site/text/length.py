"""The length of a text: its number of words and Chinese characters, as its page counts them."""

from __future__ import annotations

import re

from medium_archive.languages import counts
from medium_archive.markdown import hints, reader

_VALUES = r'(?: [a-z]+="[^"<>]*")*'
# What CommonMark makes of Markdown without HTML. Around all but these inline elements, a browser begins a new line
_INLINE = re.compile(rf"</?(?:em|strong)>|<(?:a|code){_VALUES}>|</(?:a|code)>|<!--[^<>]*-->")
_OTHERS = re.compile(
    rf"</?(?:p|h[1-6]|ul|ol|li|pre|blockquote)>|<(?:ol|blockquote){_VALUES}>|<(?:img{_VALUES}|br|hr) />"
    r"|&(?:amp|lt|gt|quot);"
)
# HTML in Markdown, where tags may be missing or at a wrong place, so that only a parser can tell what the page shows
_HTML = re.compile(r"</?(?:p|h[1-6r]|ul|ol|li|pre|blockquote|img|br|a|code)\b", re.IGNORECASE)
# In UTF-8: U+0080 to U+009F and U+FDD1 to U+FDEF, which the page has not; `reader.render` removes the other signs of
# this kind, but for U+007F. A search for bytes is much faster
_CONTROL = re.compile(rb"\xc2[\x80-\x9f]|\xef\xb7[\x91-\xaf]")
_MOST_TAGS = 200  # inline, and of lists and quotes: a page leaves out what is deeper than 256 elements


def of(text: str) -> int:
    """The `length` of the body for this Markdown, without making the body: for most texts without a parser."""
    html = reader.render(text)
    words = None if _HTML.search(text) else _words(html)
    if words is not None:
        return sum(counts(words))
    return _length_of_page(html)


def _length_of_page(html: str) -> int:
    """The same with a parser, of the HTML by CommonMark alone."""
    import lxml.html  # noqa: PLC0415  # slow to import, as are the next ones, and few texts need them

    from medium_archive.articles import sanitiser  # noqa: PLC0415
    from medium_archive.site.text import plain_text  # noqa: PLC0415

    page = sanitiser.clean(reader.of_rendered(html))
    return sum(counts(plain_text.visible(lxml.html.fragment_fromstring(page, create_parent="div"))))


def _words(html: str) -> str | None:
    """The visible text with other white space and without signs between words, None if only a parser can tell."""
    if "\x7f" in html or (not html.isascii() and _CONTROL.search(html.encode("utf-8", "surrogatepass"))):
        return None
    words, tags = _INLINE.subn("", html)
    nested = 2 * (words.count("<ul") + words.count("<ol")) + words.count("<blockquote")
    if tags + nested > _MOST_TAGS and sum(map(html.count, ("<em", "<strong", "<a", "<code"))) + nested > _MOST_TAGS:
        return None
    words = _OTHERS.sub(" ", words)
    return None if "<" in words or "&" in words else words.replace(hints.EMBED_MARK, "")
