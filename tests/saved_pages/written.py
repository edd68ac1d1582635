"""Whole pages: the elements of an era around the state of a wrapper, or without it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from itertools import groupby

from tests.saved_pages import exported, states
from tests.saved_pages.tellings import Part, Piece, Telling

MIRO = "https://miro.medium.com"
INTERFACE = (
    "Member-only story", "Top highlight", "Listen", "Share", "Follow", "5 min read", "248",
    "Press enter or click to view image in full size", "A response of Eve", "A recommended story",
)  # fmt: skip


@dataclass(frozen=True)
class Era:
    """Pages of some years: how their elements are written, which wrapper their state has, and how their head names the
    story to Medium's app.
    """

    name: str
    wrapper: str
    elements: Callable[[Telling], str]
    script: Callable[[Telling], str]
    app: str = "medium://p/"


def head(telling: Telling, app: str) -> str:
    moment = datetime.fromtimestamp(telling.published // 1000, UTC)
    time = f"{moment:%Y-%m-%dT%H:%M:%S}.{telling.published % 1000:03}Z"
    address = f"https://medium.com/@{telling.user}/{telling.slug}"
    minutes = max(round(states.reading_time(telling)), 1)
    told = {"@type": "NewsArticle", "headline": telling.title, "isAccessibleForFree": not telling.preview_of}
    metas = {
        "al:ios:app_store_id": "828256236",
        "al:android:url": f"{app}{telling.id}",
        "og:title": telling.title,
        "og:description": telling.subtitle,
        "og:url": address,
        "article:author": f"https://medium.com/@{telling.user}",
        "article:published_time": time,
    }
    named = {"author": telling.name, "twitter:data1": f"{minutes} min read"}
    return (
        f'<meta charset="utf-8"><title>{escape(telling.title)} – {escape(telling.name)} – Medium</title>'
        + "".join(f'<meta property="{key}" content="{escape(value)}">' for key, value in metas.items())
        + "".join(f'<meta name="{key}" content="{escape(value)}">' for key, value in named.items())
        + f'<link rel="canonical" href="{address}">'
        f'<script type="application/ld+json">{json.dumps(told)}</script>'
    )


def page(telling: Telling, era: Era, *, has_state: bool = True) -> bytes:
    script = f"<script>{era.script(telling)}</script>" if has_state else ""
    return (
        f'<!DOCTYPE html><html lang="en"><head>{head(telling, era.app)}</head><body>'
        '<nav><a href="/tag/nothing">Topics</a></nav>'
        f"{era.elements(telling)}{script}</body></html>"
    ).encode()


# Elements until 2018


def grafs_2014(telling: Telling) -> str:
    """As in an export, but for pictures that load late."""
    return _grafs(telling, is_title_new=False)


def grafs_2017(telling: Telling) -> str:
    """With elements of their own for title and subtitle, too."""
    return _grafs(telling, is_title_new=True)


def _grafs(telling: Telling, *, is_title_new: bool) -> str:
    body = exported.body(telling)
    for number, part in enumerate(telling.parts):
        if is_title_new and (role := exported.role(telling, number)):
            graf = exported.graf(telling, number)
            new = "h1" if "title" in role and "sub" not in role else "h2"
            old = part.kind.lower()
            body = body.replace(graf, graf.replace(f"<{old} ", f"<{new} ").replace(f"</{old}>", f"</{new}>"))
        if part.kind == "IMG":
            body = body.replace(exported.img(part), _late(part))
        if part.kind == "IFRAME":
            frame = f'src="/media/{part.options["media"]}?postId={telling.id}"'
            body = body.replace(f'src="{escape(part.options["frame"])}"', frame)
    tags = "".join(
        f'<li><a class="link" href="https://medium.com/tag/{tag}?source=post">{tag}</a></li>' for tag in telling.tags
    )
    return (
        '<main><article class="postArticle"><header><a href="/@ada">Ada Example</a><button>Follow</button>5 min read'
        f'</header><div class="postArticle-content js-postField">{body}</div>'
        f'<footer><ul class="tags">{tags}</ul><button>248</button></footer></article></main>'
        '<div class="responsesStream"><article class="postArticle"><div class="postArticle-content js-postField">'
        '<section><p name="beef" id="beef" class="graf graf--p">A response of Eve</p></section></div></article></div>'
    )


def _late(part: Part) -> str:
    name, address = part.options["image"], f"https://cdn-images-1.medium.com/max/800/{part.options['image']}"
    alt = escape(part.options.get("alt", ""))
    return (
        '<div class="aspectRatioPlaceholder"><div class="progressiveMedia js-progressiveMedia graf-image" '
        f'data-image-id="{name}" data-width="{part.options["width"]}" data-height="{part.options["height"]}">'
        f'<img src="https://cdn-images-1.medium.com/freeze/max/30/{name}?q=20" class="progressiveMedia-thumbnail">'
        f'<canvas></canvas><img class="progressiveMedia-image" data-src="{address}" '
        f'alt="{alt}"><noscript><img src="{address}"></noscript></div></div>'
    )


# Elements since 2019


def _inline(pieces: tuple[Piece, ...]) -> str:
    """Links to Medium's own pages get the parameters that count its readers."""
    found = []
    for piece in pieces:
        html = escape(piece.text, quote=False).replace("\n", "<br>")
        for kind, value in piece.marks:
            if kind in ("A", "USER"):
                href, _, title = (value if kind == "A" else f"/u/{value}").partition(" ")
                named = f' title="{escape(title)}"' if title else ""
                if kind == "USER" or "medium.com" in href:
                    href += "?source=post_page-----0a1b2c3d4e5f--------------------------------"
                html = f'<a class="ag hx" href="{escape(href)}" rel="noopener ugc nofollow"{named}>{html}</a>'
            else:
                html = f'<{kind.lower()} class="ib ic">{html}</{kind.lower()}>'
        found.append(html)
    return "".join(found)


def _picture(part: Part, *, is_new: bool) -> str:
    name = part.options["image"]
    alt = escape(part.options.get("alt", ""))
    caption = f'<figcaption class="jt ju">{_inline(part.pieces)}</figcaption>' if part.pieces else ""
    if is_new:
        sources = ", ".join(f"{MIRO}/v2/resize:fit:{width}/format:webp/{name} {width}w" for width in (640, 1400))
        img = f'<img alt="{alt}" width="700" height="393">'
        shown = f'<picture><source srcset="{sources}" type="image/webp">{img}</picture>'
        hint = '<span class="speechify-ignore">Press enter or click to view image in full size</span>'
        return (
            f'<figure class="mo mp paragraph-image"><div role="button">{hint}<div>{shown}</div></div>{caption}</figure>'
        )
    return (
        f'<figure class="gk gl paragraph-image"><div><img alt="" src="{MIRO}/max/60/{name}?q=20" class="t u"></div>'
        f'<noscript><img alt="{alt}" src="{MIRO}/max/2800/{name}"></noscript>{caption}</figure>'
    )


def _group(telling: Telling, numbers: list[int], *, is_new: bool) -> str:
    """Parts of one kind that share an element: quotes, code, lists."""
    kind = telling.parts[numbers[0]].kind
    inner = "".join(_element(telling, number, is_new=is_new) for number in numbers)
    around = {"BQ": "blockquote", "PRE": "pre", "ULI": "ul", "OLI": "ol"}.get(kind)
    return f'<{around} class="hx">{inner}</{around}>' if around else inner


def _element(telling: Telling, number: int, *, is_new: bool) -> str:
    part = telling.parts[number]
    name = f'id="{telling.name_of(number)}"'
    role = exported.role(telling, number)
    if part.kind == "IMG":
        return _picture(part, is_new=is_new)
    if part.kind == "IFRAME":
        frame = f'<iframe src="https://medium.com/media/{part.options["media"]}" title="A film"></iframe>'
        caption = f"<figcaption>{_inline(part.pieces)}</figcaption>"
        return f'<figure class="gk"><div>{frame}</div>{caption}</figure>'
    if part.kind == "MIXTAPE_EMBED":
        title, _, words, host = (*part.pieces[:3], part.pieces[3])
        return (
            f'<div class="mixtape"><a href="{part.options["href"]}" rel="noopener"><div><h2>{title.text}</h2>'
            f"<div><h3>{words.text}</h3></div><div><p>{host.text}</p></div></div><div><div "
            f'style="background-image:url({MIRO}/v2/resize:fit:160/{part.options["image"]})"></div></div></a></div>'
        )
    inner = _inline(part.pieces)
    if part.kind == "PRE":
        code = inner if is_new else inner.replace("<br>", "\n")
        return f'<span {name} class="hx"><span class="hljs-keyword">{code}</span></span>'
    if part.kind == "PQ":
        return f'<blockquote class="ka"><div {name} class="kb"><p>{inner}</p></div></blockquote>'
    if part.kind == "P" and part.options.get("hasDropCap"):
        inner = f'<span class="l kc">{inner[:1]}</span>{inner[1:]}'
    if part.kind in ("ULI", "OLI"):
        return f'<li {name} class="hx">{inner}</li>'
    tag = {"P": "p", "H2": "h1", "H3": "h1", "H4": "h2", "BQ": "p"}[part.kind]
    classes = "pw-post-body-paragraph" if is_new else "hx"
    if role and is_new:
        classes = "pw-subtitle-paragraph" if "sub" in role else "pw-post-title"
    named = ' data-testid="storyTitle"' if classes == "pw-post-title" else ""
    return f'<{tag} {name} class="{classes}"{named} data-selectable-paragraph="">{inner}</{tag}>'


def _article(telling: Telling, *, is_new: bool) -> str:
    def of(number: int) -> tuple[str, int, int]:
        """Equal for parts that share an element. Each pull quote has its own."""
        kind = telling.parts[number].kind
        return kind, sum(start <= number for start in telling.breaks), number if kind == "PQ" else 0

    byline = (
        '<a href="/@ada"><h2>Ada Example</h2></a><button>Follow</button><span data-testid="storyReadTime">5 min read'
        "</span><p>Listen</p><p>Share</p>"
    )
    label = "<p>Member-only story</p>" if telling.preview_of else ""
    found = []
    for _, group in groupby(range(len(telling.parts)), key=of):
        members = list(group)
        if members[0] in telling.breaks:
            found.append('<div role="separator" class="x"><span></span></div>' if is_new else "<hr>")
        found.append(_group(telling, members, is_new=is_new))
        if members[0] == 0:
            found.append(f'<div class="speechify-ignore">{label}{byline}</div>')
    tags = "".join(
        f'<a href="https://medium.com/tag/{tag}?source=post_page"><div>{tag}</div></a>' for tag in telling.tags
    )
    return (
        f"<article><div><section>{''.join(found)}</section></div></article><div>{tags}<p>248</p></div>"
        '<div><h2>A recommended story</h2><article><h1 id="dada">A recommended story</h1><p id="bead">Words of Eve.</p>'
        '</article><pre id="feed">A response of Eve</pre></div>'
    )


def elements_2019(telling: Telling) -> str:
    return _article(telling, is_new=False)


def elements_2022(telling: Telling) -> str:
    return _article(telling, is_new=True)


def elements_2026(telling: Telling) -> str:
    return elements_2022(telling).replace(' data-selectable-paragraph=""', "")


# Wrappers


def embedded(telling: Telling) -> str:
    data = states.dumped(states.legacy(telling))
    return f'// <![CDATA[\nvar GLOBALS = {{"audioUrl": "", "xsrfToken": "canary-xsrf-903", "embedded": {data}}}\n// ]]>'


def obv_init(telling: Telling) -> str:
    data = states.dumped(states.legacy(telling)).replace("<", "\\x3c").replace("</", "\\u003c/")
    return f'// <![CDATA[\nfunction obvInit(data) {{ window.queue = data }}\nwindow["obvInit"]({data})\n// ]]>'


def client2(telling: Telling) -> str:
    data = states.dumped(states.apollo2(telling)).replace("<", "\\u003c")
    return f"window.__PRELOADED_STATE__ = {{}};\nwindow.__APOLLO_STATE__ = {data};"


def client3(telling: Telling) -> str:
    data = states.dumped(states.apollo3(telling)).replace("<", "\\u003c")
    return f"window.__APOLLO_STATE__ = {data}"


def client3_2026(telling: Telling) -> str:
    """With the data of pictures in the paragraphs, and a few facts that were not told before."""
    entries = states.apollo3(telling, has_own_images=False)
    entries[f"Post:{telling.id}"] |= {"wordCount": telling.words, "detectedLanguage": "en"}
    return f"window.__APOLLO_STATE__ = {states.dumped(entries)}".replace("<", "\\u003c")


ERAS: Mapping[str, Era] = {
    era.name: era
    for era in (
        Era("2014", "GLOBALS.embedded", grafs_2014, embedded, "medium:/p/"),
        Era("2015", "GLOBALS.embedded", grafs_2014, embedded),
        Era("2016", "obvInit", grafs_2014, obv_init),
        Era("2017", "obvInit", grafs_2017, obv_init),
        Era("2019", "__APOLLO_STATE__, client 2", elements_2019, client2),
        Era("2021", "__APOLLO_STATE__, client 3", elements_2019, client3),
        Era("2023", "__APOLLO_STATE__, client 3", elements_2022, client3),
        Era("2026", "__APOLLO_STATE__, client 3", elements_2026, client3_2026),
    )
}


def format_json(telling: Telling) -> bytes:
    return f"])}}while(1);</x>{json.dumps({'success': True, 'payload': states.legacy(telling)})}".encode()


def graphql(telling: Telling, *, is_full: bool = False) -> bytes:
    return json.dumps({"data": {"post": states.graphql(telling, is_full=is_full)}}).encode()


def batch(*tellings: Telling) -> bytes:
    answers = [{"data": {"postResult": states.graphql(telling)}} for telling in tellings]
    return json.dumps([{"data": {"viewer": None}}, *answers]).encode()
