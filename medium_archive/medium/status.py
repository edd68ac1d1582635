"""What strangers see at an address of Medium's: a verdict on one answer. Pure; nothing here asks anybody.

Medium answers 410 for four different things, so the status alone proves nothing: a suspension is 410 with Medium's
sentence, and only then. Nor does 200: a wall of questions, a page to sign in or somebody else's page may come with it,
so a page is up when it says of itself that it is the one that was asked for. Whatever is neither is unknown.
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
from medium_archive.medium.text import as_xml, folded

Verdict = Literal["up", "unknown", "gone", "suspended"]
What = Literal["", "account", "story", "publication"]

# Ordered: the worst of several looks is the last of these
ORDER: tuple[Verdict, ...] = ("up", "unknown", "gone", "suspended")
EXIT_CODES: Mapping[Verdict, int] = {"up": 0, "suspended": 60, "gone": 61, "unknown": 62}

# What the pages say that Medium shows instead of another. Titles of stories that it recommends may stand below: the
# first of these that a page says, its title before all else, is the one that counts
_SAID = re.compile(
    r"\b410 (?P<titled>account|post|publication) suspended\b"
    r"|(?:\bThis (?P<named>account|post|publication) is )?"
    r"(?P<sentence>under investigation or was found in violation of the Medium Rules)"
    r"|(?P<by_author>\bDeleted by author\b|\bThe author deleted this Medium story\b"
    r"|\bUser deactivated or deleted their account\b)"
    r"|(?P<not_found>\bPAGE NOT FOUND\b|\bOut of nothing, something\b)",
    re.IGNORECASE,
)
_WALL_TITLES = ("Just a moment", "Attention Required", "Verify you are human", "Access denied", "Security check")
_WALL_WORDS = ("Verify you are human", "Sorry, you have been blocked", "Checking your browser")
_WHAT: Mapping[str, What] = {"account": "account", "post": "story", "publication": "publication"}
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_APP = "medium://"
_LONGEST_TITLE = 200


class Answer(Protocol):
    """What a server said: the last address, after redirects; headers by their names in lower case."""

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
    """A verdict, what is suspended, why it was found so in one sentence, and the page's title."""

    verdict: Verdict
    reason: str
    what: What = ""
    title: str = ""


def worst(verdicts: Iterable[Verdict]) -> Verdict:
    """The verdict that counts among several: suspended, then gone, then unknown."""
    return max(verdicts, key=ORDER.index, default="unknown")


@dataclass(frozen=True)
class _Page:
    """What a page shows: its title, and all its words with the title first. `names` is what its head says it is, for
    Medium's own app, where no author's words stand as markup: `p/ID`, `@NAME`, a publication, in small letters.
    """

    title: str = ""
    words: str = ""
    names: frozenset[str] = frozenset()


def judge(asked: Place, answer: Answer) -> Finding:
    """The verdict on an answer to the question for a place."""
    page = _read(answer)
    verdict, reason, what = _verdict(asked, answer, page)
    return Finding(verdict, reason, what, page.title)


def _verdict(asked: Place, answer: Answer, page: _Page) -> tuple[Verdict, str, What]:
    status = answer.status
    if answer.headers.get("cf-mitigated"):
        return "unknown", f"{status}, Cloudflare asks whether a person is there", ""
    verdict, reason = _of_page(asked, answer, page) if status == 200 else ("unknown", "")
    # An author may call a story “Just a moment”; the wall is not the page that was asked for
    if verdict == "up":
        return verdict, reason, ""
    if wall := _wall(status, page):
        return "unknown", wall, ""
    if status == 200:
        return verdict, reason, ""
    if _is_of_another(asked, page):
        return "unknown", f"{status}, but the page is another one", ""
    return _instead(asked, status, page)


def _instead(asked: Place, status: int, page: _Page) -> tuple[Verdict, str, What]:
    """What stands for the page that was asked for."""
    said = _SAID.search(page.words)
    is_suspended = said is not None and bool(said["titled"] or said["sentence"])
    what = _WHAT.get(((said["titled"] or said["named"] or "") if said else "").lower(), "")
    if said and is_suspended and (status == 410 or (what == "publication" and 400 <= status < 500)):
        return "suspended", f"{status}, “{page.title or said[0]}”", what
    if asked.kind == "feed":
        # What the feed of a suspended account answers is not known: the profile's page says what is the case
        return "unknown", f"{status} for the feed, which alone proves nothing", ""
    if status == 410:
        is_by_author = said is not None and bool(said["by_author"])
        return "gone", "410, deleted by the author" if is_by_author else "410, without a reason that is known", ""
    if status == 404:
        return "gone", "404, there is no such page", ""
    return "unknown", _other(status, page.title), ""


def _wall(status: int, page: _Page) -> str:
    """What keeps robots out, "" for nothing of the kind."""
    if page.title.startswith(_WALL_TITLES):
        return f"{status}, a wall for robots: “{page.title}”"
    return f"{status}, a wall for robots" if any(words in page.words for words in _WALL_WORDS) else ""


def _of_page(asked: Place, answer: Answer, page: _Page) -> tuple[Verdict, str]:
    if asked.kind == "feed":
        return _of_feed(asked, answer.body)
    if urlsplit(answer.address).path.startswith("/m/signin"):
        return "unknown", "200, a page to sign in: it is a draft, or private"
    if _is_of(asked, page) or _is_about(asked, answer.address, page):
        return "up", "200, the page that was asked for"
    return "unknown", "200, but the page is another one" if page.names else "200, but the page is not one of Medium's"


def _is_of(asked: Place, page: _Page) -> bool:
    """Whether a page says that it is the one that was asked for."""
    if asked.kind == "story":
        return asked.post_id.lstrip("0") in _ids(page)
    if asked.username:
        return f"@{asked.username}".lower() in page.names
    parts = urlsplit(asked.address)
    slug = parts.path.strip("/").partition("/")[0].lower()
    # A domain of one's own doesn't say what Medium calls it
    return slug in page.names if (parts.hostname or "").removeprefix("www.") == MEDIUM else bool(page.names)


def _is_of_another(asked: Place, page: _Page) -> bool:
    """Whether a page says that it is about another story, or another author, than the one that was asked for."""
    if asked.kind == "story":
        return bool(_ids(page)) and not _is_of(asked, page)
    return bool(asked.username) and any(name.startswith("@") for name in page.names) and not _is_of(asked, page)


def _is_about(asked: Place, address: str, page: _Page) -> bool:
    """Whether this is https://medium.com/@NAME/about in English, whose head may say nothing."""
    is_hers = place(address).username.lower() == asked.username.lower()
    return (
        asked.kind == "profile"
        and is_hers
        and not page.names
        and urlsplit(address).path.endswith("/about")
        and "Medium member since" in page.words
    )


def _ids(page: _Page) -> set[str]:
    """The ids of the stories that a page is, without the zeros that exports drop."""
    return {name.removeprefix("p/").lstrip("0") for name in page.names if name.startswith("p/")}


def _of_feed(asked: Place, body: bytes) -> tuple[Verdict, str]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(as_xml(body).lstrip(b" \r\n\t"), parser)
    except etree.XMLSyntaxError:
        return "unknown", "200, but it is no feed"
    generator = str(root.findtext("channel/generator") or "")
    if root.tag != "rss" or "medium" not in generator.lower():
        return "unknown", "200, but it is no feed of Medium's"
    owner = place(str(root.findtext("channel/link") or "").partition("?")[0]).username
    if asked.username and owner and owner.lower() != asked.username.lower():
        return "unknown", f"200, but it is the feed of @{owner}"
    return "up", "200, the feed"


def _read(answer: Answer) -> _Page:
    """What an answer shows. Scripts and comments are no words: Medium's scripts hold the texts of all its errors."""
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    try:
        tree = etree.fromstring(_text(answer).encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        tree = None
    if tree is None:
        return _Page()
    etree.strip_elements(tree, "script", "style", "template", "noscript", with_tail=False)
    names: set[str] = set()
    for meta in tree.iterfind("head/meta"):
        named, content = (meta.get("property") or meta.get("name") or "").lower(), meta.get("content") or ""
        if named in ("al:ios:url", "al:android:url", "twitter:app:url:iphone") and content.startswith(_APP):
            names.add(content.removeprefix(_APP).rstrip("/").lower())
        elif named == "profile:username":
            names.add(f"@{content}".lower())
    title = folded(tree.findtext("head/title") or "")[:_LONGEST_TITLE]
    words = folded(f"{title} {' '.join(str(piece) for piece in tree.itertext())}")
    return _Page(title, words, frozenset(names - {"", "@"}))


def _text(answer: Answer) -> str:
    """The body as text, by the mark at its beginning, else as its header says, else as UTF-8."""
    if answer.body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return answer.body.decode("utf-16", "replace")
    said = _CHARSET.search(answer.headers.get("content-type", ""))
    try:
        return answer.body.decode(said[1] if said else "utf-8", "replace")
    except (LookupError, UnicodeError):  # Python knows some that no page is in, as "idna", and refuses them so
        return answer.body.decode("utf-8", "replace")


def _other(status: int, title: str) -> str:
    reasons = {
        403: "the author has blocked it" if title.startswith("403 Blocked") else "which robots and guests get alike",
        429: "it was asked too often",
        451: "withheld for legal reasons, here at least",
    }
    return f"{status}, {reasons.get(status, 'which says nothing about the account')}"
