"""The private values of an export: account, sessions, payments, reading, drafts.

The pages are searched, not parsed, so that values are found too if Medium changes its pages.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from html import unescape
from urllib.parse import unquote

from medium_archive.checks.privacy.folding import fold
from medium_archive.checks.privacy.passages import has_passages
from medium_archive.checks.privacy.value import DRAFT, HIGHLIGHT, NOTE, PASSAGES, Value
from medium_archive.folder.catalog import same_post
from medium_archive.medium.export import Export, Member

# The kind of the values on a page, by its path in the export. Pages that match no row have no private values
_KINDS = (
    (re.compile(r"(?:.*/)?profile\.html"), "a detail of your account"),
    (re.compile(r"(?:.*/)?ips(?:-\d+)?\.html"), "an IP address or its time"),
    (re.compile(r"(?:.*/)?sessions-\d+\.html"), "a detail of a session"),
    (re.compile(r"(?:.*/)?(?:memberships|charges)(?:-\d+)?\.html"), "a detail of a payment"),
    (re.compile(r"(?:.*/)?partner-program/[^/]+\.html"), "an earning"),
    (re.compile(r"(?:.*/)?blocked-users-\d+\.html"), "a user you blocked"),
    (re.compile(r"(?:.*/)?(?:users|pubs|topics)-following-\d+\.html"), "something you follow"),
    (re.compile(r"(?:.*/)?suggested-friends-\d+\.html"), "a suggested friend"),
    (re.compile(r"(?:.*/)?interests/[^/]+\.html"), "an interest"),
    (re.compile(r"(?:.*/)?highlights-\d+\.html"), HIGHLIGHT),
    (re.compile(r"(?:.*/)?notes/[^/]+\.html"), NOTE),
    (re.compile(r"(?:.*/)?(?:claps|bookmarks)-\d+\.html"), "something you read"),
    (re.compile(r"(?:.*/)?lists/[^/]+\.html"), "a reading list"),
    (re.compile(r"(?:.*/)?profile/publications\.html"), "a publication you write for"),
)
_DRAFT = re.compile(r"(?:.*/)?draft_(?P<slug>.*?)-?(?P<id>[0-9a-f]{8,12})\.html?", re.IGNORECASE)
_NAMED = re.compile(r"(?:.*/)?(?:draft|\d{4}-\d\d-\d\d)_.*[0-9a-f]{8,12}\.html?", re.IGNORECASE)
_BLOCK = re.compile(
    r"</?(?:li|p|br|h\d|section|div|ul|ol|title|header|footer|blockquote|pre|figure|figcaption)\b[^>]*>"
)
_HEAD = re.compile(r"<(style|head)\b.*?</\1>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_LINK = re.compile(r'<a\b[^>]*\bhref="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
_LABEL = re.compile(r"([A-Z][\w /()]{1,40}): *(.+)", re.DOTALL)
TIME = re.compile(r"\d{4}-\d\d-\d{1,2} \d{1,2}:\d\d [ap]m")
_MONEY = re.compile(r"[$€£¥]\d[\d,]*\.\d\d")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]*\w")
_PICTURE_ID = re.compile(r"[01]\*([\w-]{10,})")
# Their values are public, or the same for all users
_PUBLIC_LABELS = frozenset(("Profile", "Display name", "Type"))
# Markdown or HTML may write these characters in another way
_BREAKS = re.compile(r"[<>*_`~!\[\]()\\|#\n]")
_ID = re.compile(r"(?:.*-)?([0-9a-f]{8,12})")
_ID_AT_END = re.compile(r"[^?]*[-/]([0-9a-f]{8,12})/*(?:\?.*)?", re.DOTALL)
_SIGNS = re.compile(r"%(?:2f|3f|0a)|\n", re.IGNORECASE)  # "/", "?" and line ends as an address may write them
_READING_TIME = re.compile(r"\d+ min(?:utes?)? read", re.IGNORECASE)
_RUN = 24  # characters; two texts rarely share so many by chance


def collect(export: Export, published: Collection[str] = ()) -> set[Value]:
    """The private values of an export. `published` are the ids of posts that were published since."""
    return {value for member in export.members for value in _of_member(export, member, published)}


def _of_member(export: Export, member: Member, published: Collection[str]) -> Iterator[Value]:
    draft = _DRAFT.fullmatch(member.name)
    kind = next((kind for pattern, kind in _KINDS if pattern.fullmatch(member.name)), "")
    if draft and same_post(draft["id"].lower()) not in published:
        yield from _of_draft(_text(export, member), draft["id"].lower(), draft["slug"])
    elif member.post_id and not _NAMED.fullmatch(member.name):
        # A page that a person renamed: only its footer says that it is a draft
        page = _text(export, member)
        if "dt-published" not in page and same_post(member.post_id) not in published:
            yield from _of_draft(page, member.post_id, member.name.rpartition("/")[2].partition(".")[0])
    elif kind:
        yield from _of_page(_text(export, member), kind)


def _text(export: Export, member: Member) -> str:
    return _HEAD.sub("", export.read(member).decode("utf-8", "replace"))


def _of_draft(page: str, post_id: str, slug: str) -> Iterator[Value]:
    yield Value(post_id, DRAFT)
    found = [slug, *(re.findall(_PICTURE_ID, page))]
    for item in _items(page.partition("<footer")[0]):
        found += _parts(item)
    yield from (Value(text, DRAFT) for text in found if is_specific(text))


def _of_page(page: str, kind: str) -> Iterator[Value]:
    plain = _unescaped(_TAG.sub(" ", page))
    texts = [*TIME.findall(plain), *_MONEY.findall(plain)]
    if "@" in plain:  # at each letter of other words the expression would look for an @ behind it
        texts += (text for word in plain.split() if "@" in word for text in _MAIL.findall(word))
    yield from (Value(text, kind) for text in dict.fromkeys(texts))
    found: list[str] = []
    for address, words in _LINK.findall(page):
        found += [_plain(words), _end(_unescaped(address))]
    for item in _items(page):
        label = None if kind == "a reading list" else _LABEL.fullmatch(item)
        if label and label[1] not in _PUBLIC_LABELS:
            # Addresses and numbers are private however short they are
            if re.search(r"\d", label[2]) and not label[2].startswith("$"):
                yield Value(label[2], kind)
            found.append(label[2])
        elif not label:
            if kind in PASSAGES and len(item) >= _RUN:
                found += _parts(item)
                continue
            found += [item] if kind == "a reading list" and len(item) >= 12 else _runs(item)
    yield from (Value(text, kind) for text in dict.fromkeys(found) if is_specific(text))


def _end(address: str) -> str:
    """The id at the end of an address, or the name there if it has none."""
    named = _ID_AT_END.fullmatch(address)
    if named is None or _SIGNS.search(address):
        end = unquote(address).partition("?")[0].rstrip("/").rpartition("/")[2]
        named = _ID.fullmatch(end)
        return named[1] if named else end
    return named[1]


def _parts(item: str) -> list[str]:
    """A whole item, and its runs, but for those that are found by the passages of the whole."""
    return [item, *(run for run in _runs(item) if not has_passages(fold(run)))]


def _items(page: str) -> list[str]:
    return [text for text in map(_plain, _BLOCK.split(page)) if text]


def _plain(html: str) -> str:
    return " ".join(_unescaped(_TAG.sub("", html) if "<" in html else html).split())


def _unescaped(html: str) -> str:
    return unescape(html) if "&" in html else html


def _runs(text: str) -> list[str]:
    return [run for part in _BREAKS.split(text) if len(run := part.strip()) >= _RUN]


def is_specific(text: str) -> bool:
    """Whether a text is too specific to occur elsewhere by chance, unlike "US", "$5" and "Programming"."""
    if text.isascii() and text.isalpha():
        return len(text) >= 12
    if text.startswith(("https://", "http://")) or _READING_TIME.fullmatch(text):
        return False  # public; the name of what an address leads to is another value
    return len(text.encode()) >= 8 or (text.startswith("@") and len(text) >= 5)
