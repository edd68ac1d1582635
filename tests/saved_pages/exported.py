"""The page of a story in Medium's export."""

from __future__ import annotations

from datetime import UTC, datetime
from html import escape
from itertools import groupby, pairwise

from tests.saved_pages.tellings import Part, Piece, Telling

_TAGS = {"P": "p", "H2": "h2", "H3": "h3", "H4": "h4", "BQ": "blockquote", "PQ": "blockquote", "ULI": "li", "OLI": "li"}
_CLASSES = {"BQ": "graf--blockquote", "PQ": "graf--pullquote"}
_LAYOUTS = {
    "OUTSET_ROW": "graf--layoutOutsetRow",
    "OUTSET_ROW_CONTINUE": "graf--layoutOutsetRowContinue",
    "OUTSET_CENTER": "graf--layoutOutsetCenter",
    "FULL_WIDTH": "graf--layoutFillWidth",
    "OUTSET_LEFT": "graf--layoutOutsetLeft",
}
_WIDTHS = {"OUTSET_ROW": 600, "OUTSET_ROW_CONTINUE": 600, "OUTSET_CENTER": 1200, "FULL_WIDTH": 2560, "OUTSET_LEFT": 600}
CDN = "https://cdn-images-1.medium.com"
# Marks from the outside to the inside, as Medium nests them
_ORDER = ("CODE", "A", "USER", "STRONG", "EM")


def inline(pieces: tuple[Piece, ...]) -> str:
    return "".join(map(_piece, pieces))


def _piece(piece: Piece) -> str:
    html = escape(piece.text).replace("\n", "<br>")
    for kind, value in sorted(piece.marks, key=lambda mark: _ORDER.index(mark[0]), reverse=True):
        if kind in ("A", "USER"):
            href, _, title = value.partition(" ")
            address = escape(href if kind == "A" else f"https://medium.com/u/{value}")
            named = f' title="{escape(title)}"' if title else ""
            html = f'<a href="{address}" data-href="{address}" class="markup--anchor"{named}>{html}</a>'
        else:
            html = f"<{kind.lower()}>{html}</{kind.lower()}>"
    return html


def img(part: Part, attributes: str = "") -> str:
    name, width = part.options["image"], _WIDTHS.get(part.options.get("layout", ""), 800)
    alt = f' alt="{escape(part.options["alt"])}"' if "alt" in part.options else ""
    return (
        f'<img class="graf-image" data-image-id="{name}" data-width="{part.options["width"]}" '
        f'data-height="{part.options["height"]}"{attributes}{alt} src="{CDN}/max/{width}/{name}">'
    )


def role(telling: Telling, number: int) -> str:
    """Whether a part is the title or the subtitle."""
    kinds = [part.kind for part in telling.parts[: number + 1] if part.kind != "IMG"]
    if kinds == ["H3"] and telling.parts[number].kind == "H3":
        return " graf--title"
    return " graf--subtitle" if kinds == ["H3", "H4"] and telling.parts[number].kind == "H4" else ""


def graf(telling: Telling, number: int) -> str:
    part = telling.parts[number]
    name = telling.name_of(number)
    start = f'name="{name}" id="{name}"'
    caption = f'<figcaption class="imageCaption">{inline(part.pieces)}</figcaption>' if part.pieces else ""
    if part.kind == "IMG":
        layout = _LAYOUTS.get(part.options.get("layout", ""), "")
        return f'<figure {start} class="graf graf--figure {layout}">{img(part)}{caption}</figure>'
    if part.kind == "IFRAME":
        frame = f'<iframe src="{escape(part.options["frame"])}" width="700" height="393"></iframe>'
        return f'<figure {start} class="graf graf--figure graf--iframe">{frame}{caption}</figure>'
    if part.kind == "MIXTAPE_EMBED":
        href, image = escape(part.options["href"]), part.options["image"]
        return (
            f'<div {start} class="graf graf--mixtapeEmbed"><a href="{href}" data-href="{href}" '
            f'class="markup--anchor markup--mixtapeEmbed-anchor" title="{href}">{inline(part.pieces)}</a>'
            f'<a href="{href}" class="js-mixtapeImage mixtapeImage u-ignoreBlock" data-thumbnail-img-id="{image}" '
            f'style="background-image: url({CDN}/fit/c/160/160/{image});"></a></div>'
        )
    if part.kind == "PRE":
        words = escape(part.text).replace("\n", "<br />")
        return (
            f'<pre data-code-block-mode="2" spellcheck="false" data-code-block-lang="{part.options["lang"]}" {start} '
            f'class="graf graf--pre graf--preV2"><span class="pre--content">{words}</span></pre>'
        )
    classes = f"graf {_CLASSES.get(part.kind, f'graf--{_TAGS[part.kind]}')}{role(telling, number)}"
    classes += " graf--hasDropCapModel graf--hasDropCap" if part.options.get("hasDropCap") else ""
    align = ' data-align="center"' if part.options.get("alignment") == 2 else ""
    tag = _TAGS[part.kind]
    return f'<{tag} {start}{align} class="{classes}">{inline(part.pieces) or "<br>"}</{tag}>'


def grafs(telling: Telling, start: int, end: int) -> str:
    """Grafs, those of a list in its element."""
    found = []
    for kind, numbers in groupby(range(start, end), key=lambda number: telling.parts[number].kind):
        html = "".join(graf(telling, number) for number in numbers)
        tag = {"ULI": "ul", "OLI": "ol"}.get(kind)
        found.append(f'<{tag} class="postList">{html}</{tag}>' if tag else html)
    return "".join(found)


def body(telling: Telling) -> str:
    borders = [0, *telling.breaks, len(telling.parts)]
    return "".join(
        f'<section name="f{n}fb" class="section section--body"><div class="section-divider">'
        '<hr class="section-divider"></div><div class="section-content"><div class="section-inner '
        f'sectionLayout--insetColumn">{grafs(telling, start, end)}</div></div></section>'
        for n, (start, end) in enumerate(pairwise(borders))
    )


def page(telling: Telling) -> bytes:
    moment = datetime.fromtimestamp(telling.published // 1000, UTC)
    time = f"{moment:%Y-%m-%dT%H:%M:%S}.{telling.published % 1000:03}Z"
    title, address = escape(telling.title), f"https://medium.com/@{telling.user}"
    summary = f'<section data-field="subtitle" class="p-summary">\n{escape(telling.subtitle)}\n</section>\n'
    return (
        '<!DOCTYPE html><html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8">'
        f"<title>{title}</title><style>body {{}}</style></head>"
        f'<body><article class="h-entry">\n<header>\n<h1 class="p-name">{title}</h1>\n</header>\n'
        f"{summary if telling.subtitle else ''}"
        f'<section data-field="body" class="e-content">\n{body(telling)}\n</section>\n'
        f'<footer><p>By <a href="{address}" class="p-author h-card">{telling.name}</a> on '
        f'<a href="https://medium.com/p/{telling.id}"><time class="dt-published" datetime="{time}">a day</time></a>'
        f'.</p><p><a href="{address}/{telling.slug}" class="p-canonical">Canonical link</a></p>'
        '<p>Exported from <a href="https://medium.com">Medium</a> on March 12, 2019.</p></footer>'
        "</article></body></html>"
    ).encode()
