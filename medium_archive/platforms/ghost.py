"""Ghost: its Admin API with the key of an integration. Tried with Ghost 6.65 (tests/second_homes).

- A slug that another post or page has silently gets a number, and one in another script than Latin is transliterated:
  `articles.ghost_text` gives slugs that stay as they are.
- HTML is converted to Ghost's own form, and what that lacks is lost (`articles.ghost_text`). So the record of a text is
  that form, as it is read back.
- A change must name the `updated_at` of the version that it replaces; otherwise Ghost answers 409.
- A deleted post is gone. An uploaded picture gets another name, and can't be found again.
- Milliseconds of dates are dropped. Titles, excerpts, slugs and tags have limits.
- The token is signed here, and must not be older than 5 minutes.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import time
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from medium_archive.articles import Article, ghost_text, resolved_html
from medium_archive.errors import AccessDenied
from medium_archive.folder.published import Remote, digest
from medium_archive.folder.uploads import Upload
from medium_archive.platforms import credentials, refusal
from medium_archive.platforms.content import Content, PictureFile
from medium_archive.platforms.traits import Labels, Traits
from medium_archive.web import Answer, Body, File, Request, RequestFailed, Secret, Web

NAME = "ghost"
SUMMARY = "Publish your posts on a Ghost site, with their pictures, dates, tags and canonical addresses."
SECRETS = ("GHOST_KEY",)
LOGIN = (
    "In Ghost, open Settings, Integrations, and add a custom integration. Its Admin API key has two parts with a colon "
    "between them."
)
TRAITS = Traits(
    "html",
    has_dates=True,
    has_canonical=True,
    has_drafts=True,
    has_updates=True,
    has_subtitles=True,
    pictures=("image/png", "image/jpeg", "image/gif", "image/webp"),
)
_KEY = re.compile(r"([0-9a-f]+):((?:[0-9a-f]{2})+)")
_MINUTES = 5 * 60  # seconds for which a token is valid
_QUERY = "formats=lexical&include=tags"
_POST = ("id", "slug", "url", "status", "title", "published_at", "updated_at", "tags", "lexical")
_HINTS = {
    403: "Look at the plan of the site and the settings of the integration.",
    413: "Allow larger uploads in the settings of the host.",
}


@dataclass(frozen=True)
class Settings:
    """The table [publish.ghost]."""

    url: str = field(metadata={"help": "The address at which you sign in, without /ghost."})


def labels(article: Article) -> Labels:
    slug = ghost_text.slug(article.slug) or ghost_text.slug(f"post {article.id or article.path.rpartition('/')[2]}")
    slug = f"{slug}-2" if slug in ghost_text.RESERVED else slug
    tags = tuple({name.casefold(): name for name in map(ghost_text.tag, article.tags)}.values())
    return Labels(article.title[: ghost_text.TITLE] or "(Untitled)", slug or "post", tags)


def can_be(account: str, settings: Settings) -> bool:
    return account == settings.url.rstrip("/")


def connect(settings: Settings, secrets: Mapping[str, Secret], web: Web) -> _Account:
    key = credentials.needed(SECRETS[0], secrets, "key for Ghost", NAME)
    if not _KEY.fullmatch(key.value):
        hint = f"Set {SECRETS[0]} to the Admin API key: two parts with a colon between them."
        raise AccessDenied(f"{SECRETS[0]} is not the key of an integration.", hint)
    account = _Account(settings, key, web)
    account.posts("GET", "posts/?limit=1&fields=id")
    return account


class _Account:
    """`_versions` are the last read `updated_at` of posts by their ids."""

    def __init__(self, settings: Settings, key: Secret, web: Web) -> None:
        self.address, self._key, self._web = settings.url.rstrip("/"), key, web
        self._versions: dict[str, str] = {}

    def find(self, article: Article, known: Remote | None) -> Remote | None:
        path = f"posts/{known.id}/" if known is not None else f"posts/slug/{labels(article).slug}/"
        found = self.posts("GET", f"{path}?{_QUERY}", keys=_POST)
        return self._remote(found[0]) if found else None

    def upload(self, picture: PictureFile) -> Upload:
        file = File(picture.name, picture.read(), picture.kind)
        body = Body.multipart({"purpose": "image", "ref": picture.sha256}, {"file": file})
        answer = self._sent(self._request("POST", "images/upload/", body))
        images = answer.json_object("images")["images"]
        return Upload(_objects(answer, images, ("url",))[0]["url"])

    def create(self, content: Content) -> Remote:
        values = _values(content) | {"visibility": "public"}
        made = self.posts("POST", f"posts/?source=html&{_QUERY}", values, _POST)
        return self._remote(made[0])

    def update(self, remote: Remote, content: Content) -> Remote:
        values = _values(content) | {"updated_at": self._versions[remote.id]}
        if remote.cover and not content.cover:
            values["feature_image"] = None
        made = self.posts("PUT", f"posts/{remote.id}/?source=html&{_QUERY}", values, _POST)
        return self._remote(made[0])

    def _remote(self, post: dict[str, Any]) -> Remote:
        self._versions[post["id"]] = post["updated_at"]
        return Remote(
            id=post["id"],
            address=post["url"],
            title=post["title"],
            slug=post["slug"],
            date=post["published_at"] or "",
            tags=tuple(tag["name"] for tag in post["tags"]),
            state=post["status"] if post["status"] in ("published", "draft") else "hidden",  # "scheduled", "sent"
            text=hashlib.sha256((post["lexical"] or "").encode()).hexdigest(),
            rest=digest(post.get("custom_excerpt"), post.get("canonical_url"), post.get("meta_description")),
            cover=str(post.get("feature_image") or ""),
        )

    def posts(
        self, method: str, path: str, values: Mapping[str, object] | None = None, keys: tuple[str, ...] = ()
    ) -> list[dict[str, Any]]:
        """The posts of an answer, each with the keys that it must have; none where there is no such post."""
        answer = self._sent(self._request(method, path, Body.json({"posts": [values]}) if values else None))
        if answer.status == 404:
            return []
        return _objects(answer, answer.json_object("posts")["posts"], keys)

    def _request(self, method: str, path: str, body: Body | None) -> Request:
        token = _token(self._key)
        headers = {"Authorization": f"Ghost {token.value}", "Accept-Version": "v5.0"}
        secrets = (self._key, Secret(self._key.value.partition(":")[2]), token)
        # A PUT is not sent twice: the second one would name an old version
        return Request(method, f"{self.address}/ghost/api/admin/{path}", headers, body, secrets, method == "GET")

    def _sent(self, request: Request) -> Answer:
        answer = self._web.send(request)
        if answer.status < 300:
            return answer
        kind, reason = _error(answer)
        if answer.status == 404 and kind == "NotFoundError" and request.method == "GET":
            return answer
        told = refusal.message(request, answer, reason) if kind else request.redacted(reason)
        if answer.status == 401:
            raise AccessDenied(told, f"Check {SECRETS[0]} and the clock of this computer.")
        raise refusal.refused(told, answer.status, "Look at the settings of Ghost.", _HINTS)


def _objects(answer: Answer, values: object, keys: tuple[str, ...]) -> list[dict[str, Any]]:
    """The objects of a list in an answer."""
    return Answer(answer.address, answer.status, answer.headers, json.dumps(values).encode()).json_objects(*keys)


def _token(key: Secret) -> Secret:
    """A token as Ghost wants it, signed with the second part of the key (RFC 7519)."""
    name, _, secret = key.value.partition(":")
    now = int(time.time())
    parts = ({"alg": "HS256", "typ": "JWT", "kid": name}, {"iat": now, "exp": now + _MINUTES, "aud": "/admin/"})
    signed = ".".join(_coded(json.dumps(part).encode()) for part in parts)
    return Secret(f"{signed}.{_coded(hmac.digest(bytes.fromhex(secret), signed.encode(), hashlib.sha256))}")


def _coded(content: bytes) -> str:
    return urlsafe_b64encode(content).decode().rstrip("=")


def _error(answer: Answer) -> tuple[str, str]:
    """The type of an error and what Ghost says of it. A firewall before it answers in another form."""
    try:
        errors = _objects(answer, answer.json_object("errors")["errors"], ("message", "type"))
    except RequestFailed as failure:
        return "", failure.message
    words = dict.fromkeys(str(error[key]) for error in errors for key in ("message", "context") if error.get(key))
    if not errors:
        return "", f"{answer.host} answered {answer.status} without a reason."
    return str(errors[0]["type"]), " ".join(map(refusal.sentence, words))


def _values(content: Content) -> dict[str, object]:
    """The post as it is sent. Nobody gets an e-mail: that takes a newsletter in the address."""
    article, shown = content.article, labels(content.article)
    values: dict[str, object] = {
        "title": shown.title,
        "slug": shown.slug,
        "html": ghost_text.html(resolved_html.parse(content.text)),
        "status": content.state,
        "tags": [{"name": name} for name in shown.tags],
        "custom_excerpt": (article.subtitle or article.description)[: ghost_text.EXCERPT] or None,
        "meta_description": article.description[: ghost_text.DESCRIPTION] or None,
        "canonical_url": article.canonical or None,
    }
    if content.cover:
        values["feature_image"] = content.cover.address
    if article.published:
        values["published_at"] = article.published.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return values
