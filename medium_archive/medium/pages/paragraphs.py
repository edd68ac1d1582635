"""The paragraphs of a story from their JSON, in which old pages have numbers where new ones have names.

Places of marks are counted in UTF-16 there: a character outside of the basic plane, as most emoji are, counts as two.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import parse_qs, urlsplit

from medium_archive.medium.pages import values
from medium_archive.medium.pages.story import Embed, Image, Kind, Mark, MarkKind, Paragraph, Section

_KINDS: Mapping[object, Kind] = {
    1: "p", "P": "p",
    2: "h2", "H2": "h2",
    3: "h3", "H3": "h3",
    4: "image", "IMG": "image",
    6: "quote", "BQ": "quote",
    7: "pull quote", "PQ": "pull quote",
    8: "code", "PRE": "code",
    9: "bullet", "ULI": "bullet",
    10: "number", "OLI": "number",
    11: "embed", "IFRAME": "embed",
    13: "h4", "H4": "h4",
    14: "card", "MIXTAPE_EMBED": "card",
    "SECTION_CAPTION": "caption",
}  # fmt: skip
# The usual layout, in the middle of the column, has no name here
_LAYOUTS = {
    2: "INSET_LEFT", "INSET_LEFT": "INSET_LEFT",
    3: "OUTSET_CENTER", "OUTSET_CENTER": "OUTSET_CENTER",
    4: "OUTSET_LEFT", "OUTSET_LEFT": "OUTSET_LEFT",
    5: "FULL_WIDTH", "FULL_WIDTH": "FULL_WIDTH",
    6: "OUTSET_ROW", "OUTSET_ROW": "OUTSET_ROW",
    7: "OUTSET_ROW_CONTINUE", "OUTSET_ROW_CONTINUE": "OUTSET_ROW_CONTINUE",
    8: "FULL_WIDTH", "FULL_WIDTH_CROPPED_COVER": "FULL_WIDTH",
}  # fmt: skip
_MARKS: Mapping[object, MarkKind] = {
    1: "strong", "STRONG": "strong",
    2: "em", "EM": "em",
    3: "a", "A": "a",
    10: "code", "CODE": "code",
}  # fmt: skip
_OF_USER = (2, "USER")
_CODE_MODES = {"NONE": "0", "AUTO": "1", "EXPLICIT": "2", 0: "0", 1: "1", 2: "2"}
_CENTER = (2, "CENTER")
_EMBEDLY = "cdn.embedly.com"
_FILM = re.compile(r"https?://(?:i\.ytimg\.com|img\.youtube\.com)/vi/([\w-]{11})/")
_THUMBNAIL = re.compile(r"\Ahttps?://i\.embed\.ly/")
_VERSION = re.compile(r"([0-9a-f]{8,16})_(\d+)\Z")


def read(items: Sequence[Any]) -> tuple[Paragraph, ...]:
    """The paragraphs. One of a kind that is not known is a paragraph of text, so that its words are kept."""
    return tuple(_paragraph(item) for item in items if isinstance(item, dict))


def read_sections(items: Sequence[Any]) -> tuple[Section, ...]:
    return tuple(
        Section(values.whole(item, "startIndex"), _image(values.mapping(item, "backgroundImage")))
        for item in items
        if isinstance(item, dict)
    )


def has_gap(items: Sequence[Any]) -> bool:
    """Whether the ids of paragraphs, `VERSION_NUMBER`, do not count from 0 without a gap. Ids of another form tell
    nothing.
    """
    found = [_VERSION.search(values.text(item, "id")) for item in items]
    numbers = [int(match[2]) for match in found if match]
    return bool(numbers) and len(numbers) == len(found) and numbers != list(range(len(numbers)))


def version(items: Sequence[Any]) -> str:
    """The version that the ids of paragraphs name, "" if they name none or several."""
    named = {match[1] for item in items if (match := _VERSION.search(values.text(item, "id")))}
    return named.pop() if len(named) == 1 else ""


def _paragraph(item: Mapping[str, Any]) -> Paragraph:
    get = item.get  # the quickest look-up: a page has a thousand of these
    text = values.string(get("text"))
    kind = _KINDS.get(_key(get("type")), "p")
    markups = values.sequence(item, "markups") if get("markups") else ()
    marks = tuple(_marks(text, markups)) if markups else ()
    language, code_mode = _code(values.mapping(item, "codeBlockMetadata")) if get("codeBlockMetadata") else ("", "")
    image = _image(values.mapping(item, "metadata")) if get("metadata") else None
    href = values.string(get("href"))
    if kind == "card":
        href = values.text(item, "mixtapeMetadata", "href") or next((m.href for m in marks if m.kind == "a"), "")
        thumbnail = values.text(item, "mixtapeMetadata", "thumbnailImageId")
        image = Image(thumbnail) if thumbnail else None
    return Paragraph(
        kind=kind,
        text=text,
        marks=marks,
        name=values.string(get("name")),
        layout=_LAYOUTS.get(_key(get("layout")), ""),
        alignment="center" if _key(get("alignment")) in _CENTER else "",
        has_drop_cap=get("hasDropCap") is True,
        image=image,
        embed=_embed(values.mapping(item, "iframe")) if kind == "embed" else None,
        href=href,
        language=language,
        role=values.string(get("role")),
        code_mode=code_mode,
    )


def _code(block: Mapping[str, Any]) -> tuple[str, str]:
    """The language of a block of code, and how it was found."""
    if not block:
        return "", ""
    language = values.text(block, "lang")
    return language, _CODE_MODES.get(_key(block.get("mode")), "2" if language else "0")


def _key(value: object) -> object:
    """A value that can be looked up."""
    return value if isinstance(value, (int, str)) else None


def _image(metadata: Mapping[str, Any]) -> Image | None:
    name = values.text(metadata, "id") or values.text(metadata, "imageId")
    address = values.text(metadata, "address")  # of a picture that Medium does not host (`told_again.py`)
    if not name and not address:
        return None
    return Image(
        name,
        max(values.whole(metadata, "originalWidth"), 0),
        max(values.whole(metadata, "originalHeight"), 0),
        values.text(metadata, "alt"),
        metadata.get("isFeatured") is True,
        address,
    )


def _embed(iframe: Mapping[str, Any]) -> Embed:
    resource = values.mapping(iframe, "mediaResource")
    name = values.text(resource, "id") or values.text(iframe, "mediaResourceId")
    sources = (values.text(resource, "iframeSrc"), values.text(iframe, "iframeSrc"), values.text(resource, "href"))
    address = next((frame for source in sources if (frame := shown(source))), "")
    thumbnail = values.text(iframe, "thumbnailUrl") or values.text(resource, "thumbnailUrl")
    return Embed(address or film_of(thumbnail), name, values.text(resource, "title"))


def shown(frame: str) -> str:
    """The address of what a frame shows: of Embedly's frame the inner one, as exports have it. "" for an address of
    Medium's, which only forwards.
    """
    address = f"https:{frame}" if frame.startswith("//") else frame
    try:
        parts = urlsplit(address)
    except ValueError:
        return address
    if parts.hostname == _EMBEDLY:
        given = parse_qs(parts.query)
        inner = next((value for key in ("src", "url") for value in given.get(key, ())), "")
        return f"https:{inner}" if inner.startswith("//") else inner
    is_own = parts.hostname in ("medium.com", "www.medium.com") and parts.path.startswith("/media/")
    return "" if is_own or parts.scheme not in ("http", "https") else address


def film_of(thumbnail: str) -> str:
    """The address of the film of a thumbnail, "" if it is of no place that names its films in them."""
    if _THUMBNAIL.match(thumbnail):
        thumbnail = next(iter(parse_qs(urlsplit(thumbnail).query).get("url", ())), "")
    film = _FILM.match(thumbnail)
    return f"https://www.youtube.com/watch?v={film[1]}" if film else ""


def _marks(text: str, items: Sequence[Any]) -> Iterator[Mark]:
    places = None if text.isascii() or len(text.encode("utf-16-le", "replace")) == 2 * len(text) else _places(text)
    for item in items:
        if not isinstance(item, dict):
            continue
        kind = _MARKS.get(_key(item.get("type")))
        start, end = values.whole(item, "start"), values.whole(item, "end")
        if places is not None:
            start, end = (places[min(max(place, 0), len(places) - 1)] for place in (start, end))
        start, end = max(start, 0), min(end, len(text))
        href = values.string(item.get("href"))
        if item.get("anchorType") in _OF_USER and values.text(item, "userId"):
            href = f"https://medium.com/u/{values.text(item, 'userId')}"
        if kind and start < end:
            yield Mark(kind, start, end, href, values.string(item.get("title")))


def _places(text: str) -> list[int]:
    """For each place in UTF-16 the place in characters; the middle of a character is its start."""
    places: list[int] = []
    for position, character in enumerate(text):
        places.append(position)
        if character > "\uffff":
            places.append(position)
    places.append(len(text))
    return places
