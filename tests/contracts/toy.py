"""A platform for tests alone, to prove the contracts with: `archive publish toy`, if there were such a place."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from medium_archive.articles import Article
from medium_archive.errors import AccessDenied
from medium_archive.folder.published import Remote, digest
from medium_archive.folder.uploads import Upload
from medium_archive.platforms import credentials, refusal
from medium_archive.platforms.content import Content, PictureFile
from medium_archive.platforms.traits import Labels, Traits
from medium_archive.web import Answer, Body, Request, RequestFailed, Secret, Web

NAME = "toy"
SUMMARY = "Publish posts to a toy."
SECRETS = ("TOY_TOKEN",)
POST = ("id", "slug", "title", "date", "tags", "draft", "html", "summary")  # the keys of a post in an answer
LOGIN = "The toy's settings show the token."
TRAITS = Traits(
    "html",
    has_dates=True,
    has_canonical=True,
    has_drafts=True,
    has_updates=True,
    pictures=("image/png",),
    finds_pictures=True,
    max_text=10_000,
    pause=5.0,
)


@dataclass(frozen=True)
class Settings:
    """The table [publish.toy]."""

    url: str = field(metadata={"help": "The address of the blog."})


def labels(article: Article) -> Labels:
    return Labels(article.title, article.slug, article.tags[:2])


def can_be(account: str, settings: Settings) -> bool:
    return account == settings.url


def connect(settings: Settings, secrets: Mapping[str, Secret], web: Web) -> ToyAccount:
    return ToyAccount.connected(settings, secrets, web)


class ToyAccount:
    """The token goes along with each request, in a header."""

    def __init__(self, settings: Settings, token: Secret, web: Web) -> None:
        self.address, self._token, self._web = settings.url, token, web

    @classmethod
    def connected(cls, settings: Settings, secrets: Mapping[str, Secret], web: Web) -> ToyAccount:
        account = cls(settings, credentials.needed("TOY_TOKEN", secrets, "token for the toy", NAME), web)
        account.ask("GET", "/me", keys=("name",))
        return account

    def find(self, article: Article, known: Remote | None) -> Remote | None:
        if known is not None:
            found = self.ask("GET", f"/posts/{known.id}", keys=POST)
            return self.remote(found) if found else None
        listed = self.ask("GET", f"/posts?slug={quote(article.slug)}", keys=("posts",)) or {"posts": []}
        return self.remote(listed["posts"][0]) if listed["posts"] else None

    def upload(self, picture: PictureFile) -> Upload:
        path = f"/media/{picture.sha256}"
        if self.ask("GET", path, keys=("sha256",)) is None:
            self.ask("POST", "/media", Body(picture.read(), picture.kind), ("sha256",))
        return Upload(f"{self.address}{path}")

    def create(self, content: Content) -> Remote:
        return self.remote(self.ask("POST", "/posts", Body.json(self.values(content)), POST))

    def update(self, remote: Remote, content: Content) -> Remote:
        values = self.values(content)
        if remote.cover and not content.cover:
            values["cover"] = ""
        return self.remote(self.ask("PUT", f"/posts/{remote.id}", Body.json(values), POST))

    def values(self, content: Content) -> dict[str, object]:
        article, shown = content.article, labels(content.article)
        return {
            "title": shown.title,
            "slug": shown.slug,
            "html": content.text,
            "tags": shown.tags,
            "canonical": article.canonical,
            "date": article.published.isoformat() if article.published else "",
            "draft": content.state == "draft",
            "summary": article.subtitle,
            **({"cover": content.cover.address} if content.cover else {}),
        }

    def remote(self, post: Any) -> Remote:
        return Remote(
            id=post["id"],
            address=f"{self.address}/{post['slug']}",
            title=post["title"],
            slug=post["slug"],
            date=post["date"],
            tags=tuple(post["tags"]),
            state="draft" if post["draft"] else "published",
            text=hashlib.sha256(post["html"].encode()).hexdigest(),
            rest=digest(post["summary"]),
            cover=post.get("cover", ""),
        )

    def request(self, method: str, path: str, body: Body | None) -> Request:
        headers = {"Authorization": f"Token {self._token.value}"}
        return Request(method, f"{self.address}/api{path}", headers, body, (self._token,))

    def ask(self, method: str, path: str, body: Body | None = None, keys: tuple[str, ...] = ()) -> Any:
        """The object of an answer, with the keys that it must have; None for 404."""
        request = self.request(method, path, body)
        answer = self._web.send(request)
        if answer.status == 404:
            return None
        if answer.status < 300:
            return answer.json_object(*keys)
        told = self.told(request, answer, _reason(answer))
        if answer.status == 401:
            raise AccessDenied(told, "Make a new token.")
        raise refusal.refused(told, answer.status, "Look at the settings of the toy.")

    def told(self, request: Request, answer: Answer, reason: str) -> str:
        return refusal.message(request, answer, reason)


def _reason(answer: Answer) -> str:
    """Why the toy refused. A firewall before the toy answers in another form."""
    try:
        return str(answer.json_object("error")["error"])
    except RequestFailed:
        return ""
