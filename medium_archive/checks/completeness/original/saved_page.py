"""A post from a saved page of Medium's as a page of Medium's export, so that the same ledger can be made of it.

Its public original is JSON in one of Medium's two forms: with numbers for kinds (until 2018) or with names. It is read
here without the code of the converter, one character after the other, with the marks that are on it.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Container, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from html import escape
from itertools import accumulate, groupby, pairwise
from typing import Any
from urllib.parse import parse_qs, urlsplit

_CDN = "https://cdn-images-1.medium.com/max"
# How wide the copies of pictures are that an export links; those of a row share its width and are equally high
_WIDE = {"OutsetCenter": 1200, "FillWidth": 2560, "OutsetLeft": 600, "InsetLeft": 400}
_ROW = 1192
_BLOCKS = {
    1: "p", 2: "h2", 3: "h3", 6: "blockquote", 7: "pullquote", 8: "pre", 9: "ul", 10: "ol", 13: "h4", 14: "card",
    "P": "p", "H2": "h2", "H3": "h3", "BQ": "blockquote", "PQ": "pullquote", "PRE": "pre", "ULI": "ul", "OLI": "ol",
    "H4": "h4", "MIXTAPE_EMBED": "card", 4: "figure", "IMG": "figure", 11: "iframe", "IFRAME": "iframe",
    "SECTION_CAPTION": "label",
}  # fmt: skip
_LAYOUTS = {
    2: "InsetLeft", 3: "OutsetCenter", 4: "OutsetLeft", 5: "FillWidth", 6: "OutsetRow", 7: "OutsetRowContinue",
    8: "FillWidth", "INSET_LEFT": "InsetLeft", "OUTSET_CENTER": "OutsetCenter", "OUTSET_LEFT": "OutsetLeft",
    "FULL_WIDTH": "FillWidth", "FULL_WIDTH_CROPPED_COVER": "FillWidth", "OUTSET_ROW": "OutsetRow",
    "OUTSET_ROW_CONTINUE": "OutsetRowContinue",
}  # fmt: skip
_TAGS = {10: "code", "CODE": "code", 3: "a", "A": "a", 1: "strong", "STRONG": "strong", 2: "em", "EM": "em"}
_MODES = {"NONE": 0, "AUTO": 1, "EXPLICIT": 2}
_MOST_MILLISECONDS = 1e14  # about the year 5138
_START = datetime(1970, 1, 1, tzinfo=UTC)


def page(source: bytes) -> bytes:
    """The page. Raises ValueError for content that is not a post."""
    try:
        post = _post(json.loads(source))
        content = post.get("content") or {}
        model = content.get("bodyModel") or {}
        paragraphs = [one for one in model.get("paragraphs") or () if isinstance(one, dict)]
        chosen = str(
            (post.get("previewImage") or (post.get("virtuals") or {}).get("previewImage") or {}).get("id") or ""
        )
        body = _body(paragraphs, model.get("sections") or (), _featured(paragraphs, chosen))
        preview = post.get("previewContent") or {}
        summary = escape(" ".join(str(preview.get("subtitle") or content.get("subtitle") or "").split()))
    except (TypeError, AttributeError, KeyError, RecursionError) as error:
        raise ValueError(f"the saved post can't be read: {error}") from error
    described = escape(" ".join(str(post.get("seoDescription") or "").split()))
    title = escape(" ".join(str(post.get("title") or "").split()))
    return (
        f'<html><body><article class="h-entry"><header><h1 class="p-name">{title}</h1></header>'
        + (f'<section data-field="subtitle" class="p-summary">{summary}</section>' if summary else "")
        + (f'<section data-field="description" class="p-summary">{described}</section>' if described else "")
        + f'<section data-field="body" class="e-content">{body}</section><footer>{_footer(post)}</footer>'
        "</article></body></html>"
    ).encode("utf-8", "replace")


def _post(data: Any) -> Mapping[str, Any]:
    if not isinstance(data, dict):
        raise ValueError("the saved post is not an object")
    post = data["data"]["post"] if "data" in data else data["payload"]["value"]
    if not isinstance(post, dict):
        raise ValueError("the file contains no post")
    return post


def _footer(post: Mapping[str, Any]) -> str:
    creator = post.get("creator") or {}
    name, username = (escape(str(creator.get(key) or "")) for key in ("name", "username"))
    addresses = [str(post.get(key) or "").partition("?")[0] for key in ("mediumUrl", "webCanonicalUrl")]
    names = [str(post.get("uniqueSlug") or ""), *(one.rstrip("/").rpartition("/")[2] for one in addresses)]
    slug = next((one for one in names if one and (one == names[0] or one.endswith(str(post["id"])))), "")
    canonical = f"https://medium.com/@{username}/{escape(slug)}" if username and slug else ""
    profile = f"https://medium.com/@{username}" if username else ""
    moment = _milliseconds(post.get("firstPublishedAt")) or _milliseconds(post.get("latestPublishedAt"))
    at = f"{(_START + timedelta(milliseconds=moment)).isoformat('T', 'milliseconds')[:23]}Z" if moment > 0 else ""
    return (
        (f'<a class="p-author h-card" href="{profile}">{name}</a>' if name or username else "")
        + f'<time class="dt-published" datetime="{at}"></time>'
        + (f'<a class="p-canonical" href="{canonical}"></a>' if canonical else "")
    )


def _milliseconds(value: object) -> float:
    """Milliseconds since 1970; 0 if the value is not a number, or out of range."""
    try:
        found = float(str(value))
    except ValueError:
        return 0
    return found if 0 < found < _MOST_MILLISECONDS else 0


def _featured(paragraphs: Sequence[Mapping[str, Any]], chosen: str) -> set[int]:
    """The places of the picture that the author chose for lists. The first picture is never marked for being first."""
    images = {place: one.get("metadata") or {} for place, one in enumerate(paragraphs) if _kind(one) == "figure"}
    marked = {place for place, image in images.items() if image.get("isFeatured") is True}
    is_first = bool(images) and next(iter(images.values())).get("id") == chosen
    return marked or {place for place, image in images.items() if chosen and not is_first and image.get("id") == chosen}


def _widths(paragraphs: Sequence[Mapping[str, Any]]) -> dict[int, int]:
    """The width of the copy of each picture, by its place."""
    widths: dict[int, int] = {}
    row: list[tuple[int, float]] = []
    for place, one in enumerate([*paragraphs, {}]):
        layout = _LAYOUTS.get(one.get("layout") or 1, "")
        if row and layout != "OutsetRowContinue":
            together = sum(shape for _, shape in row)
            widths |= {at: -int(-_ROW * shape / together // 200) * 200 for at, shape in row}
            row = []
        widths[place] = _WIDE.get(layout, 800)
        if layout == "OutsetRow" or row:
            image = one.get("metadata") or {}
            width, height = image.get("originalWidth") or 0, image.get("originalHeight") or 0
            row.append((place, width / height if width and height else 1))
    return widths


def _body(
    paragraphs: Sequence[Mapping[str, Any]], sections: Sequence[Mapping[str, Any]], featured: Container[int]
) -> str:
    covers = {int(one.get("startIndex") or 0): one.get("backgroundImage") or {} for one in sections}
    starts = {start for start in covers if 0 < start < len(paragraphs)} | {0}
    roles, widths = _roles(paragraphs), _widths(paragraphs)
    html: list[str] = []
    for start in sorted(starts):
        end = min((one for one in starts if one > start), default=len(paragraphs))
        cover = covers.get(start) or {}
        name = escape(str(cover.get("id") or cover.get("imageId") or ""))
        background = f'<div class="section-background" data-image-id="{name}"></div>' if name else ""
        html.append(f'<section class="section"><hr class="section-divider">{background}')
        for kind, group in groupby(range(start, end), key=lambda place: _kind(paragraphs[place])):
            grafs = "".join(
                _graf(paragraphs[place], roles.get(place, ""), widths[place], place in featured) for place in group
            )
            html.append(f"<{kind}>{grafs}</{kind}>" if kind in ("ul", "ol") else grafs)
        html.append("</section>")
    return "".join(html)


def _kind(paragraph: Mapping[str, Any]) -> str:
    return _BLOCKS.get(paragraph.get("type") or 1, "p")


def _roles(paragraphs: Sequence[Mapping[str, Any]]) -> dict[int, str]:
    """The places of the title and of the texts right around it."""
    told = {place: str(one["role"]) for place, one in enumerate(paragraphs) if one.get("role")}
    if "title" in told.values():
        return told
    texts = [
        place
        for place, one in enumerate(paragraphs)
        if _kind(one) not in ("figure", "iframe") and str(one.get("text") or "").strip()
    ]
    # Nothing but pictures and embeds above the first two texts
    first, second = (*(_kind(paragraphs[place]) for place in texts[:2]), "", "")[:2]
    title = texts[0] if first in ("h2", "h3") else texts[1] if first == "h4" and second in ("h2", "h3") else None
    if title is None:
        return told
    told[title] = "title"
    if title != texts[0]:
        told[texts[0]] = "kicker"
        if any(_kind(one) in ("figure", "iframe") for one in paragraphs[texts[0] : title]):
            return {}
    if title + 1 < len(paragraphs) and _kind(paragraphs[title + 1]) == "h4":
        told[title + 1] = "subtitle"
    return told


def _graf(paragraph: Mapping[str, Any], role: str, width: int, is_featured: bool) -> str:
    kind, inner = _kind(paragraph), _inline(paragraph)
    if kind in ("figure", "iframe"):
        return _frame(paragraph, inner) if kind == "iframe" else _figure(paragraph, inner, width, is_featured)
    if kind == "card":
        return _card(paragraph, inner)
    if kind in ("ul", "ol"):
        return f'<li class="graf graf--li">{inner}</li>'
    if kind == "label":
        return f'<label class="graf graf--sectionCaption">{inner}</label>'
    names = f"graf graf--{role}" if role else f"graf graf--{kind}"
    names += " graf--hasDropCap" if paragraph.get("hasDropCap") is True else ""
    align = ' data-align="center"' if paragraph.get("alignment") in (2, "CENTER") else ""
    code = paragraph.get("codeBlockMetadata") or {}
    if kind == "pre" and code:
        mode = _MODES.get(str(code.get("mode")), code.get("mode") if code.get("mode") in (0, 1, 2) else None)
        mode = (2 if code.get("lang") else 0) if mode is None else mode
        align = f' data-code-block-mode="{mode}" data-code-block-lang="{escape(str(code.get("lang") or ""))}"'
    tag = "blockquote" if kind == "pullquote" else kind
    return f'<{tag} class="{names}"{align}>{inner}</{tag}>'


def _caption(inner: str) -> str:
    return f'<figcaption class="imageCaption">{inner}</figcaption>' if inner else ""


def _frame(paragraph: Mapping[str, Any], inner: str) -> str:
    address = escape(_shown(paragraph.get("iframe") or {}))
    frame = f'<iframe src="{address}"></iframe>' if address else ""
    return f'<figure class="graf graf--figure graf--iframe">{frame}{_caption(inner)}</figure>'


def _figure(paragraph: Mapping[str, Any], inner: str, width: int, is_featured: bool) -> str:
    image = paragraph.get("metadata") or {}
    name = escape(str(image.get("id") or ""))
    address = escape(str(image.get("address") or "")) or (f"{_CDN}/{width}/{name}" if name else "")
    alt = escape(str(image.get("alt") or ""))
    chosen = ' data-is-featured="true"' if is_featured else ""
    img = f'<img class="graf-image" data-image-id="{name}"{chosen} alt="{alt}" src="{address}">' if address else ""
    if img and paragraph.get("href"):
        img = f'<a href="{escape(str(paragraph["href"]))}">{img}</a>'
    layout = _LAYOUTS.get(paragraph.get("layout") or 1, "")
    return (
        f'<figure class="graf graf--figure{f" graf--layout{layout}" if layout else ""}">{img}{_caption(inner)}</figure>'
    )


def _shown(frame: Mapping[str, Any]) -> str:
    """The address of what an embed shows: of Embedly's frame the one inside, of a film's thumbnail its page."""
    resource = frame.get("mediaResource") or {}
    for source in (resource.get("iframeSrc"), frame.get("iframeSrc"), resource.get("href")):
        address = f"https:{source}" if str(source or "").startswith("//") else str(source or "")
        host, path, query = (urlsplit(address)[place] for place in (1, 2, 3))
        if host == "cdn.embedly.com":
            inner = parse_qs(query)
            return str((inner.get("src") or inner.get("url") or [""])[0])
        if address.startswith(("http://", "https://")) and not (
            host.removeprefix("www.") == "medium.com" and path.startswith("/media/")
        ):
            return address
    thumbnail = str(frame.get("thumbnailUrl") or resource.get("thumbnailUrl") or "")
    pictured = (parse_qs(urlsplit(thumbnail).query).get("url") or [thumbnail])[0]
    _, is_film, rest = pictured.partition("ytimg.com/vi/")
    return f"https://www.youtube.com/watch?v={rest.partition('/')[0]}" if is_film else ""


def _card(paragraph: Mapping[str, Any], inner: str) -> str:
    card = paragraph.get("mixtapeMetadata") or {}
    links = [one.get("href") for one in paragraph.get("markups") or () if _TAGS.get(one.get("type")) == "a"]
    href = escape(str(card.get("href") or (links[0] if links else "") or ""))
    words = inner if not href else f'<a href="{href}" class="markup--mixtapeEmbed-anchor">{inner}</a>'
    name = escape(str(card.get("thumbnailImageId") or ""))
    thumbnail = f'<a href="{href}" class="mixtapeImage" data-thumbnail-img-id="{name}"></a>' if name and href else ""
    return f'<div class="graf graf--mixtapeEmbed">{words}{thumbnail}</div>'


def _inline(paragraph: Mapping[str, Any]) -> str:
    """The text with its marks: runs of characters that have the same ones. In a card its own link is not written."""
    is_card = _kind(paragraph) == "card"
    marks = [
        (tag, int(one.get("start") or 0), int(one.get("end") or 0), _href(one))
        for one in paragraph.get("markups") or ()
        if isinstance(one, dict) and (tag := _TAGS.get(one.get("type"))) and not (is_card and tag == "a")
    ]
    text = str(paragraph.get("text") or "")
    if not marks:  # quick: most paragraphs have none
        return escape(text, quote=False).replace("\n", "<br>")
    html: list[str] = []
    for held, pieces in groupby(_pieces(text, marks), key=lambda one: one[1]):
        words = escape("".join(piece for piece, _ in pieces), quote=False).replace("\n", "<br>")
        for tag, href in sorted(held, key=lambda mark: ("em", "strong", "a", "code").index(mark[0])):
            words = f"<{tag}{href}>{words}</{tag}>"
        html.append(words)
    return "".join(html)


def _pieces(text: str, marks: Sequence[tuple[str, int, int, str]]) -> Iterator[tuple[str, tuple[tuple[str, str], ...]]]:
    """The text in pieces that end where a mark begins or ends, each with the marks on it, of each kind the one that
    began first.
    """
    # Places are counted in UTF-16, in which few characters count as two
    places: Sequence[int] = range(len(text) + 1)
    if len(text.encode("utf-16-le", "surrogatepass")) > 2 * len(text):
        places = list(accumulate((1 + (character > "\uffff") for character in text), initial=0))
    ends = {len(text), *(bisect_left(places, place, 0, len(text)) for _, *both, _ in marks for place in both)}
    for start, end in pairwise(sorted({0, *ends})):
        held: dict[str, tuple[int, str]] = {}
        for tag, first, last, href in marks:
            if first <= places[start] < last and first < held.get(tag, (1 << 60, ""))[0]:
                held[tag] = first, href
        yield text[start:end], tuple((tag, href) for tag, (_, href) in held.items())


def _href(mark: Mapping[str, Any]) -> str:
    if _TAGS.get(mark.get("type")) != "a":
        return ""
    is_user = mark.get("anchorType") in (2, "USER") and mark.get("userId")
    address = f"https://medium.com/u/{mark['userId']}" if is_user else str(mark.get("href") or "")
    title = f' title="{escape(str(mark["title"]))}"' if mark.get("title") else ""
    return f' href="{escape(address)}"{title}'
