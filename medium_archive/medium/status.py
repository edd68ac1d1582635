"""The verdict on one answer of Medium's: is a page up, suspended, gone, or can't it be seen? Pure; sends no request.

The status alone proves nothing. Medium answers 410 for four different reasons; it is a suspension only with Medium's
own sentence, which is not in the title of another story. A bot wall, a page to sign in or another page may have status
200, so a page is up only if its head says that it is the requested one. Everything else is unknown.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, Protocol
from urllib.parse import urlsplit

from lxml import etree

from medium_archive.medium.addresses import MEDIUM, Place, place
from medium_archive.medium.text import as_xml, one_line

Verdict = Literal["up", "unknown", "gone", "suspended"]
What = Literal["", "account", "story", "publication"]

# From best to worst
ORDER: tuple[Verdict, ...] = ("up", "unknown", "gone", "suspended")
EXIT_CODES: Mapping[Verdict, int] = {"up": 0, "suspended": 60, "gone": 61, "unknown": 62}

# The sentences on the pages that Medium shows in place of a missing one
GONE = re.compile(
    r"\b410 (?P<titled>account|post|publication) suspended\b"
    r"|(?:\bThis (?P<named>account|post|publication) is )?"
    r"(?P<sentence>under investigation or was found in violation of the Medium Rules)"
    r"|(?P<by_author>\bDeleted by author\b|\bThe author deleted this Medium story\b"
    r"|\bUser deactivated or deleted their account\b)"
    r"|(?P<not_found>\bPAGE NOT FOUND\b|\bOut of nothing, something\b)",
    re.IGNORECASE,
)
# Where an error page shows other stories, whose titles may be such a sentence
_LISTS = ("ul", "ol", "nav", "aside", "article")
# Nobody knows the status of a suspended publication's page; these are of bot walls and proxies, and show other things
_NEVER_SUSPENDED = (401, 403, 407, 429)
WALL_TITLES = ("Just a moment", "Attention Required", "Verify you are human", "Access denied", "Security check")
WALL_WORDS = ("Verify you are human", "Sorry, you have been blocked", "Checking your browser")
_WHAT: Mapping[str, What] = {"account": "account", "post": "story", "publication": "publication"}
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_APP, _NAME = "medium://", "Medium"
BY_AUTHOR = "410, deleted by the author"
_MAX_TITLE = 200


class Answer(Protocol):
    """A server's answer: the last address after redirects, headers by lower-case names."""

    @property
    def address(self) -> str: ...
    @property
    def status(self) -> int: ...
    @property
    def headers(self) -> Mapping[str, str]: ...
    @property
    def body(self) -> bytes: ...


@dataclass(frozen=True)
class Finding:
    """A verdict, its reason in one sentence, what is suspended, the page's title, and whether it is a bot wall."""

    verdict: Verdict
    reason: str
    what: What = ""
    title: str = ""
    is_wall: bool = False


def worst(verdicts: Iterable[Verdict]) -> Verdict:
    """The worst of several verdicts: suspended, then gone, then unknown; "unknown" for none."""
    return max(verdicts, key=ORDER.index, default="unknown")


@dataclass(frozen=True)
class _Page:
    """The title of a page, all its words with the title first, and `names`: what the page is, as its head tells
    Medium's app: `p/ID`, `@NAME` or a publication, in lower case. An author can't write markup in the head.

    `canonical` is the address that the head gives to the page. `said` is what Medium says in place of a missing page,
    None if it says nothing. `is_mediums`: whether the head says that the page is Medium's.
    """

    title: str = ""
    words: str = ""
    names: frozenset[str] = frozenset()
    canonical: str = ""
    said: re.Match[str] | None = None
    is_mediums: bool = False


def judge(requested: Place, answer: Answer) -> Finding:
    """The verdict on the answer to a request for a place."""
    page = _read(answer)
    verdict, reason, what = _verdict(requested, answer, page)
    is_wall = verdict == "unknown" and bool(answer.headers.get("cf-mitigated") or _wall(answer.status, page))
    return Finding(verdict, reason, what, page.title, is_wall)


def _verdict(requested: Place, answer: Answer, page: _Page) -> tuple[Verdict, str, What]:
    status = answer.status
    if answer.headers.get("cf-mitigated"):
        return "unknown", f"{status}, a bot check of Cloudflare's", ""
    verdict, reason = _page_verdict(requested, answer, page) if status == 200 else ("unknown", "")
    # Only after "up": the title of a story may be “Just a moment”
    if verdict == "up":
        return verdict, reason, ""
    if wall := _wall(status, page):
        return "unknown", wall, ""
    if status == 200:
        return verdict, reason, ""
    if _is_other(requested, page):
        return "unknown", f"{status}, but it is another page", ""
    return _error_verdict(requested, status, page)


def _error_verdict(requested: Place, status: int, page: _Page) -> tuple[Verdict, str, What]:
    """The verdict on a page that is not the requested one."""
    found = page.said
    is_suspended = found is not None and bool(found["titled"] or found["sentence"])
    what = _WHAT.get(((found["titled"] or found["named"] or "") if found else "").lower(), "")
    if found and is_suspended and (status == 410 or (what == "publication" and _may_be(requested, status, page))):
        return "suspended", f"{status}, “{page.title or found[0]}”", what
    if requested.kind == "feed":
        # It is not known what the feed of a suspended account answers; the profile decides
        return "unknown", f"{status} for the feed, which proves nothing", ""
    if status == 410 and found is None and GONE.search(page.words):
        return "unknown", "410, with words that may be the title of another story", ""
    if status == 410:
        is_by_author = found is not None and bool(found["by_author"])
        return "gone", BY_AUTHOR if is_by_author else "410, without a known reason", ""
    if status == 404:
        return "gone", "404, there is no such page", ""
    return "unknown", _other(status, page.title), ""


def _may_be(requested: Place, status: int, page: _Page) -> bool:
    """Whether a status other than 410 may be that of a suspended publication."""
    is_error = 400 <= status < 500 and status not in _NEVER_SUSPENDED
    return is_error and page.is_mediums and requested.kind != "profile"


def _wall(status: int, page: _Page) -> str:
    """The reason if the page is a bot wall, else ""."""
    if page.title.startswith(WALL_TITLES):
        return f"{status}, a bot wall: “{page.title}”"
    return f"{status}, a bot wall" if any(words in page.words for words in WALL_WORDS) else ""


def _page_verdict(requested: Place, answer: Answer, page: _Page) -> tuple[Verdict, str]:
    if requested.kind == "feed":
        return _feed_verdict(requested, answer.body)
    if urlsplit(answer.address).path.startswith("/m/signin"):
        return "unknown", "200, a page to sign in: this is a draft, or private"
    if _is_requested(requested, page, answer.address) or _is_about(requested, answer.address, page):
        return "up", "200, the requested page"
    return "unknown", "200, but it is another page" if page.names else "200, but it is not a page of Medium's"


def _is_requested(requested: Place, page: _Page, address: str) -> bool:
    """Whether the head of a page, which is at `address`, says that it is the requested one."""
    if requested.kind == "story":
        return requested.post_id.lstrip("0") in _ids(page)
    if requested.username:
        return f"@{requested.username}".lower() in page.names
    parts = urlsplit(requested.address)
    slug = parts.path.strip("/").partition("/")[0].lower()
    return slug in page.names if _host(requested.address) == MEDIUM else _is_of_domain(requested, page, address)


def _is_of_domain(requested: Place, page: _Page, address: str) -> bool:
    """Whether this is a page of a custom domain, whose address does not contain Medium's name for it: a publication, or
    an author. It may be at Medium, if it says that it belongs to the domain. A story or a tag is another page.
    """
    host = _host(requested.address)
    is_front = not urlsplit(requested.address).path.strip("/")
    fits = any("/" not in name if is_front else not name.startswith("p/") for name in page.names)
    return fits and (_host(address) == host or (_host(address) == MEDIUM and _host(page.canonical) == host))


def _host(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:  # a page may say that anything is its address
        return ""


def _is_other(requested: Place, page: _Page) -> bool:
    """Whether the head of a page names another story or another author than the requested one."""
    is_named = any(name.startswith("@") for name in page.names) if requested.username else False
    has_other = bool(_ids(page)) if requested.kind == "story" else is_named
    return has_other and not _is_requested(requested, page, "")


def _is_about(requested: Place, address: str, page: _Page) -> bool:
    """Whether this is https://medium.com/@NAME/about in English; its head may have no name."""
    is_same_author = place(address).username.lower() == requested.username.lower()
    return (
        requested.kind == "profile"
        and is_same_author
        and not page.names
        and urlsplit(address).path.endswith("/about")
        and "Medium member since" in page.words
    )


def _ids(page: _Page) -> set[str]:
    """The ids of stories in a page's names, without leading zeros, which older exports drop."""
    return {name.removeprefix("p/").lstrip("0") for name in page.names if name.startswith("p/")}


def _feed_verdict(requested: Place, body: bytes) -> tuple[Verdict, str]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(as_xml(body).lstrip(b" \r\n\t"), parser)
    except etree.XMLSyntaxError:
        return "unknown", "200, but it is not a feed"
    generator = str(root.findtext("channel/generator") or "")
    if root.tag != "rss" or "medium" not in generator.lower():
        return "unknown", "200, but it is not a feed of Medium's"
    owner = place(str(root.findtext("channel/link") or "").partition("?")[0]).username
    if requested.username and owner and owner.lower() != requested.username.lower():
        return "unknown", f"200, but it is the feed of @{owner}"
    return "up", "200, the feed"


def _read(answer: Answer) -> _Page:
    """The title, words and names of an answer. Scripts are left out: Medium's contain the sentences of all errors."""
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    try:
        tree = etree.fromstring(_text(answer).encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        tree = None
    if tree is None:
        return _Page()
    etree.strip_elements(tree, "script", "style", "template", "noscript", with_tail=False)
    names: set[str] = set()
    site = ""
    for meta in tree.iterfind("head/meta"):
        named, content = (meta.get("property") or meta.get("name") or "").lower(), meta.get("content") or ""
        if named in ("al:ios:url", "al:android:url", "twitter:app:url:iphone") and content.startswith(_APP):
            names.add(content.removeprefix(_APP).rstrip("/").lower())
        elif named == "profile:username":
            names.add(f"@{content}".lower())
        elif named == "og:site_name":
            site = content
    title = one_line(tree.findtext("head/title") or "")[:_MAX_TITLE]
    words = f"{title} {_words(tree)}"
    link = tree.find("head/link[@rel='canonical']")
    return _Page(
        title,
        words,
        frozenset(names - {"", "@"}),
        canonical=str(link.get("href") or "") if link is not None else "",
        said=_said(title, tree),
        is_mediums=bool(names) or site == _NAME or title.endswith(_NAME),
    )


def _said(title: str, tree: etree._Element) -> re.Match[str] | None:
    """What Medium says in place of a missing page: in the title, else in a heading, else in another place that is not
    about other stories, which `tree` loses. The first is used, because titles of recommended stories may follow.
    """
    etree.strip_elements(tree, *_LISTS, with_tail=False)
    for link in list(tree.iterfind(".//*[@role='link']")) + list(tree.iterfind(".//a")):
        words = _words(link)
        found = GONE.search(words)
        # Medium may make a link of its own sentence, or of a part of it; the title of a story has more words, or fewer
        is_part = found is not None and bool(found["sentence"]) and not found["named"] and found[0] == words.rstrip(".")
        if found is not None and not is_part:
            link.tag = "template"
    etree.strip_elements(tree, "template", with_tail=False)
    headings = (_words(heading) for name in ("h1", "h2") for heading in tree.iterfind(f".//{name}"))
    body = tree.find("body")
    said = (GONE.search(words) for words in (*headings, _words(body if body is not None else tree)))
    titled = GONE.search(title)
    is_error = titled is not None and titled.start() in (0, len("410 "))
    return titled if is_error else next(filter(None, said), None)


def _words(element: etree._Element) -> str:
    return one_line(" ".join(str(piece) for piece in element.itertext()))


def _text(answer: Answer) -> str:
    """The body as text, in the encoding of its byte order mark, else of its header, else UTF-8."""
    if answer.body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return answer.body.decode("utf-16", "replace")
    charset = _CHARSET.search(answer.headers.get("content-type", ""))
    try:
        return answer.body.decode(charset[1] if charset else "utf-8", "replace")
    except (LookupError, UnicodeError):  # UnicodeError: a codec of Python that is no encoding of pages, such as "idna"
        return answer.body.decode("utf-8", "replace")


def _other(status: int, title: str) -> str:
    reasons = {
        403: "the author has blocked it"
        if title.startswith("403 Blocked")
        else "which Medium sends both to bots and to readers",
        429: "too many requests",
        451: "withheld for legal reasons, at least in this country",
    }
    return f"{status}, {reasons.get(status, 'which says nothing about the account')}"
