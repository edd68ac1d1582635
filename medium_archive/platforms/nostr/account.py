"""One key on Nostr: finds, signs and sends articles."""

from __future__ import annotations

import hashlib
import json
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from medium_archive.errors import AccessDenied, PublishRefused
from medium_archive.folder.published import Remote, digest
from medium_archive.platforms.nostr import text
from medium_archive.platforms.nostr.relays import Event, Relays
from medium_archive.platforms.nostr.values import image, labels
from medium_archive.web import Request, RequestFailed, Secret

if TYPE_CHECKING:
    from nostr_sdk import Keys

    from medium_archive.articles import Article
    from medium_archive.folder.uploads import Upload
    from medium_archive.platforms.content import Content, PictureFile

SITE = "https://njump.me"  # shows what is on Nostr in any browser
_CLIENT = "medium-archive"  # by which an article that somebody wrote with another program is known
_ARTICLE, _DELETION, _PROFILE = 30023, 5, 0


Problem = AccessDenied | PublishRefused | RequestFailed


class NostrAccount:
    """`secrets` are all spellings of the key."""

    def __init__(self, keys: Keys, secrets: tuple[Secret, ...], relays: Relays) -> None:
        self._keys, self._secrets, self._relays = keys, secrets, relays
        self._public = keys.public_key().to_hex()
        self.address = f"{SITE}/{keys.public_key().to_bech32()}"
        self._latest: dict[str, int] = {}  # when the event of each name, or its deletion, was signed
        self._images: dict[str, str] = {}  # of the articles that were read, by their names
        self._others: dict[str, Event] | None = None  # articles that other programs wrote, by title

    def check(self) -> None:
        """Raises what the relays answer to a question that changes nothing."""
        self._having({"kinds": [_PROFILE], "authors": [self._public], "limit": 1})

    def find(self, article: Article, known: Remote | None) -> Remote | None:
        found = self._found(known.id.split(":", 2)[2] if known and known.id.count(":") > 1 else _name(article))
        if found is None and known is None:
            found = self._by_others().get(labels(article).title)
        return self._remote(found) if found else None

    def upload(self, picture: PictureFile) -> Upload | None:
        """None: pictures stay on the web."""

    def create(self, content: Content) -> Remote:
        return self._send(_name(content.article), content)

    def update(self, remote: Remote, content: Content) -> Remote:
        name = remote.id.split(":", 2)[2]
        return self._send(name, content, "" if remote.cover else self._images.get(name, ""))

    def _send(self, name: str, content: Content, other_image: str = "") -> Remote:
        """Sign the article and send it to all relays, in the place of an older one of its name. `other_image` is its
        image if it has none of its own.
        """
        event = self._signed(name, content, other_image)
        try:
            self._relays.send(event)
        except (AccessDenied, PublishRefused, RequestFailed) as error:
            raise self._redacted(error) from None
        there = self._found(name)
        if there is None or there["id"] != event["id"]:
            message = "The relays took the article, but give back another one."
            raise PublishRefused(message, "Run this again. If it stays so, take other relays.")
        return self._remote(there)

    def _signed(self, name: str, content: Content, other_image: str) -> Event:
        from nostr_sdk import EventBuilder, Kind, Tag, Timestamp  # noqa: PLC0415  # an extra

        article, shown = content.article, labels(content.article)
        words = text.without_html(content.text)
        published = str(int(article.published.timestamp())) if article.published else ""
        tags = [("d", name), ("title", shown.title), ("summary", article.subtitle or article.description)]
        tags += [
            ("image", image(article, words) or other_image),
            ("published_at", published),
            *(("t", tag) for tag in shown.tags),
        ]
        signed = (
            EventBuilder(Kind(_ARTICLE), words)
            .tags([Tag.parse(list(tag)) for tag in (*tags, ("client", _CLIENT)) if tag[1]])
            # Relays keep the newest one; a clock that is slow must not make this one older
            .custom_created_at(Timestamp.from_secs(max(int(time.time()), self._latest.get(name, 0) + 1)))
            .finalize(self._keys)
        )
        event: Event = json.loads(signed.as_json())
        return event

    def _found(self, name: str) -> Event | None:
        """The newest article of a name, None if it was deleted: a relay may keep an article that others deleted."""
        place = self._place(name)
        events = self._having(
            {"kinds": [_ARTICLE], "authors": [self._public], "#d": [name]},
            {"kinds": [_DELETION], "authors": [self._public], "#a": [place]},
        )
        deleted = max((event["created_at"] for event in events if event["kind"] == _DELETION), default=-1)
        articles = [event for event in events if event["kind"] == _ARTICLE and _tag(event, "d") == name]
        newest = max(articles, key=lambda event: (event["created_at"], event["id"]), default=None)
        self._latest[name] = max(deleted, newest["created_at"] if newest else -1)
        return newest if newest and newest["created_at"] > deleted else None

    def _by_others(self) -> dict[str, Event]:
        """The articles that were written with other programs, by their titles."""
        if self._others is None:
            events = self._all()
            self._others = {_tag(event, "title"): event for event in events if _tag(event, "client") != _CLIENT}
        return self._others

    def _all(self) -> list[Event]:
        """All articles of the key, page by page: a relay answers with as many as it likes, the newest first."""
        found: dict[str, Event] = {}
        page = self._having({"kinds": [_ARTICLE], "authors": [self._public]})
        while any(event["id"] not in found for event in page):
            found |= {event["id"]: event for event in page}
            until = min(event["created_at"] for event in page)
            page = self._having({"kinds": [_ARTICLE], "authors": [self._public], "until": until})
        return list(found.values())

    def _having(self, *filters: dict[str, Any]) -> list[Event]:
        try:
            return [event for event in self._relays.having(*filters) if event["pubkey"] == self._public]
        except (AccessDenied, PublishRefused, RequestFailed) as error:
            raise self._redacted(error) from None

    def _redacted(self, error: Problem) -> Problem:
        """The error without the key in the words of a relay."""
        redacted = Request("GET", SITE, secrets=self._secrets).redacted
        if isinstance(error, RequestFailed):
            error.redact(redacted)
            return error
        return type(error)(redacted(error.message), error.hint)

    def _place(self, name: str) -> str:
        return f"{_ARTICLE}:{self._public}:{name}"

    def _remote(self, event: Event) -> Remote:
        from nostr_sdk import Coordinate, Kind, Nip19Coordinate, PublicKey  # noqa: PLC0415  # an extra

        name = _tag(event, "d")
        self._images[name] = _tag(event, "image")
        address = Nip19Coordinate(Coordinate(Kind(_ARTICLE), PublicKey.parse(self._public), name), []).to_bech32()
        published = _tag(event, "published_at")
        return Remote(
            id=self._place(name),
            address=f"{SITE}/{address}",
            title=_tag(event, "title"),
            date=_date(published) if published.isdigit() else "",
            tags=tuple(str(tag[1]) for tag in event["tags"] if len(tag) > 1 and tag[0] == "t"),
            state="published",
            text=hashlib.sha256(event["content"].encode()).hexdigest(),
            rest=digest(_tag(event, "summary")),
            cover=_tag(event, "image"),
        )


def _name(article: Article) -> str:
    """What stays the same through all changes of an article."""
    return article.id or article.path


def _tag(event: Event, name: str) -> str:
    return next((str(tag[1]) for tag in event["tags"] if len(tag) > 1 and tag[0] == name), "")


def _date(seconds: str) -> str:
    try:
        return datetime.fromtimestamp(int(seconds), UTC).isoformat().replace("+00:00", "Z")
    except (ValueError, OverflowError, OSError):  # a date that no calendar has
        return ""
