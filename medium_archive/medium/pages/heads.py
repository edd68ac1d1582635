"""What the head of a saved page says: which story or profile it is, its title, its author, its time of publication."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html import unescape

from medium_archive import links
from medium_archive.medium import addresses
from medium_archive.medium.pages import picture_ids, values
from medium_archive.medium.pages.story import Person
from medium_archive.medium.text import one_line

# Each repetition has a limit, or a page of half tags would take a quadratic time
_INSIDE = r"""\b(?:[^>"']{1,1000}+|"[^"]{0,9000}+"|'[^']{0,9000}+'){0,50}+>"""
# A search with IGNORECASE tries each character, one for "<" jumps from tag to tag
_META = re.compile(f"<[mM][eE][tT][aA]{_INSIDE}")
_LINK = re.compile(f"<[lL][iI][nN][kK]{_INSIDE}")
_TITLE = re.compile(r"<[tT][iI][tT][lL][eE]\b[^>]{0,300}>(.{0,1000}?)</[tT][iI][tT][lL][eE]", re.DOTALL)
# A name is tried only from its beginning, or a long one would take a quadratic time
_ATTRIBUTE = re.compile(r"""(?<![\w:-])([\w:-]++)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_LINKED_DATA = re.compile(r"<[sS][cC][rR][iI][pP][tT]\b[^>]{0,300}application/ld\+json[^>]{0,300}>")
_APP = re.compile(r"medium:/{1,2}(?:p/(?P<post>[0-9a-f]{8,12})|@(?P<profile>[\w.-]+))", re.IGNORECASE)
_SAVED_FROM = re.compile(r"<!-- saved from url=\(\d+\)(\S+) -->")
_SINGLE_FILE = re.compile(r"Page saved with SingleFile\s+url:\s*(\S+)")
_MINUTES = re.compile(r"(\d{1,3}) min\b")
_FLAGS = {"true": True, "false": False}  # of linked data, as words or as values
_APP_STORE = "828256236"
_HOSTS = (
    "//miro.medium.com/", "//glyph.medium.com/", "//cdn-client.medium.com/", "//cdn-images-1.medium.com/",
    "//d262ilb51hltx0.cloudfront.net/",
)  # fmt: skip
MOST = 400_000  # characters in which the head is looked for


@dataclass(frozen=True)
class Head:
    """`address` is where the page was saved from, "" if it does not say. `post` and `profile` are the id and the user
    name that Medium tells its app. `is_mediums` says whether the page is one of Medium's.
    """

    title: str = ""
    page_title: str = ""
    address: str = ""
    canonical: str = ""
    post: str = ""
    profile: str = ""
    author: Person = field(default_factory=Person)
    published: datetime | None = None
    updated: datetime | None = None
    description: str = ""
    cover: str = ""
    minutes: int = 0
    is_mediums: bool = False
    is_free: bool | None = None
    is_certain: bool = False  # whether `post` is what Medium tells its app, not only a part of an address


def read(text: str, address: str = "") -> Head:
    """The head of a page. `address` is what its container says, and is believed before the page."""
    end = text.find("</head>", 0, MOST)
    start = text[: end if end >= 0 else MOST]
    metas: dict[str, str] = {}
    for tag in _META.findall(start):
        given = _attributes(tag)
        metas.setdefault(given.get("property") or given.get("name") or "", given.get("content", ""))
    canonical = next(
        (g.get("href", "") for g in map(_attributes, _LINK.findall(start)) if g.get("rel") == "canonical"), ""
    )
    app = _APP.match(metas.get("al:android:url", "")) or _APP.match(metas.get("al:ios:url", ""))
    saved = _SAVED_FROM.search(start[:5000]) or _SINGLE_FILE.search(start[:5000])
    address = address or (saved[1].replace("-%2D", "--") if saved else "")
    title = _TITLE.search(start)
    told = _linked_data(start)
    author = metas.get("article:author", "")
    return Head(
        title=one_line(metas.get("og:title", "")),
        page_title=one_line(unescape(title[1])) if title else "",
        address=address.partition("?")[0].partition("#")[0],
        canonical=canonical,
        post=_post_id(app, (address, metas.get("og:url", ""), canonical)),
        profile=(app["profile"] or "") if app else addresses.place(address or canonical).username,
        author=Person(one_line(metas.get("author", "")), addresses.place(author).username),
        published=_time(metas.get("article:published_time", "")),
        updated=_time(values.text(told, "dateModified")),
        description=one_line(metas.get("og:description", "") or metas.get("description", "")),
        cover=metas.get("og:image", ""),
        minutes=int(found[1]) if (found := _MINUTES.search(metas.get("twitter:data1", ""))) else 0,
        is_mediums=links.host(address).endswith(addresses.MEDIUM)
        or metas.get("al:ios:app_store_id") == _APP_STORE
        or any(host in text for host in _HOSTS),
        is_certain=app is not None,
        is_free=_FLAGS.get(str(values.at(told, "isAccessibleForFree")).lower()) if isinstance(told, dict) else None,
    )


def _post_id(app: re.Match[str] | None, named: tuple[str, ...]) -> str:
    """What Medium tells its app is certain; an address may be another site's, where the same text is too."""
    if app:
        return (app["post"] or "").lower()
    return next((found for one in named if (found := links.post_id(one) or addresses.post_id(one))), "")


def _attributes(tag: str) -> dict[str, str]:
    return {name.lower(): unescape(a or b or c) for name, a, b, c in _ATTRIBUTE.findall(tag)}


def _linked_data(text: str) -> object:
    found = _LINKED_DATA.search(text)
    try:
        return json.loads(text[found.end() : text.find("</script", found.end())]) if found else None
    except (ValueError, RecursionError):
        return None


def _time(value: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(value)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def cover(head: Head) -> str:
    """The id of the picture that the page shows for the story in lists."""
    return picture_ids.in_source(head.cover)
