"""WriteFreely's server, with a blog at write.as and the host for pictures that belongs to it."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email import message_from_bytes
from typing import Any
from urllib.parse import unquote, urlsplit

from medium_archive.platforms import writeas
from medium_archive.web import Secret
from tests.contracts.stand_in import Received, Reply, StandIn, There

TOKEN = "0a1b2c3d-canary-4e5f-6071-8293a4b5c6d7"  # noqa: S105  # a canary
# What WriteFreely takes for a hashtag, in the raw text
_HASHTAG = re.compile(r"(?:^|(?<=[^&\w]))[#\uff03](\w*[^\W\d_]\w*)(?!://|[#\uff03])")
_ADDRESS = re.compile(r"https?://[^\s<>()]*")
_ARRIVAL = datetime(2026, 11, 28, tzinfo=UTC)


class WriteasServer(StandIn):
    """`takes_created`: a new post keeps its date. `is_unpublished`: the blog is."""

    host = "write.as"
    more_hosts = ("snap.as",)
    settings = writeas.Settings("ada")
    secrets = {"WRITEAS_TOKEN": Secret(TOKEN)}  # noqa: RUF012  # never changed

    def __init__(self) -> None:
        super().__init__()
        self.takes_created, self.is_unpublished = True, False
        self._posts: dict[str, dict[str, Any]] = {}
        self._pictures: list[bytes] = []
        self._shown_times = 0

    def answer(self, request: Received) -> Reply:
        if request.headers.get("authorization") != f"Token {TOKEN}":
            return self._error(401, "Invalid access token.")
        if request.headers.get("host") == "snap.as":
            return self._picture(request)
        if request.headers.get("accept") != "application/json":
            return Reply(200, b"<!DOCTYPE html>", {"Content-Type": "text/html"})
        parts = unquote(urlsplit(request.path).path).removeprefix("/api/").split("/")
        match parts:
            case ["me", "collections"]:
                return self._data([{"alias": "ada", "title": "Ada"}, {"alias": "other", "title": "Other"}])
            case ["collections", "ada", *_] if self.is_unpublished:
                return self._error(410, "This blog was unpublished.")
            case ["collections", "ada"]:
                return self._data({"alias": "ada", "title": "Ada", "url": f"https://{self.host}/ada/"})
            case ["collections", "ada", "posts"]:
                return self._data(self._made(request.json()), 201)
            case ["collections", "ada", "posts", slug]:
                found = [post for post in self._posts.values() if post["slug"] == slug]
                return self._shown(found[0]) if found else self._error(404, "Collection page doesn't exist.")
            case ["posts", id] if id in self._posts:
                if request.method == "POST":
                    return self._changed(self._posts[id], request.json())
                return self._shown(self._posts[id])
        return self._error(404, "Post not found.")

    def _picture(self, request: Received) -> Reply:
        head = f"Content-Type: {request.headers['content-type']}\r\n\r\n".encode()
        *_, part = message_from_bytes(head + request.body).walk()
        content = part.get_payload(decode=True)
        assert isinstance(content, bytes)
        self._pictures.append(content)
        number = len(self._pictures)
        return self._data({"id": f"p{number}", "url": f"https://i.snap.as/p{number}.png", "size": len(content)}, 201)

    def _made(self, post: dict[str, Any]) -> dict[str, Any]:
        taken = {other["slug"] for other in self._posts.values()}
        slug = post["slug"]
        while slug in taken:
            slug = f"{post['slug']}-{len(self._posts):04}"
        created = post.get("created", "") if self.takes_created else ""
        if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z", created):
            created = f"{_ARRIVAL:%Y-%m-%dT%H:%M:%SZ}"
        id = f"{max(map(int, self._posts), default=-1) + 1:010}"
        self._posts[id] = {**post, "id": id, "slug": slug, "created": created}
        return self._with_tags(self._posts[id])

    def _changed(self, post: dict[str, Any], values: dict[str, Any]) -> Reply:
        if "created" in values:
            if not re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", values["created"]):
                return self._error(500, "That's the incorrect format for Created date.")
            values["created"] = f"{values['created'].replace(' ', 'T')}Z"
        if values.get("slug"):
            values["slug"] = re.sub("[^a-z0-9]+", "-", values["slug"].lower())
        post |= values
        return self._shown(post)

    def _shown(self, post: dict[str, Any]) -> Reply:
        return self._data(self._with_tags(post)) if post["body"] else self._error(410, "Post unpublished by author.")

    def _with_tags(self, post: dict[str, Any]) -> dict[str, Any]:
        tags = list(tags_of(post["body"]))
        self._shown_times += 1  # Go does not keep the order of a map
        return {**post, "tags": tags[:: -1 if self._shown_times % 2 else 1], "views": 0}

    def _data(self, data: object, status: int = 200) -> Reply:
        return Reply.json({"code": status, "data": data}, status)

    def _error(self, status: int, message: str) -> Reply:
        return Reply.json({"code": status, "error_msg": message}, status)

    def posts(self) -> list[There]:
        return [
            There(id, post["title"], post["body"], True, post["slug"], post["created"], tuple(tags_of(post["body"])))
            for id, post in self._posts.items()
        ]

    def pictures(self) -> list[bytes]:
        return list(self._pictures)

    def add(self, title: str, slug: str) -> None:
        self._made({"title": title, "slug": slug, "body": "By hand"})

    def edit(self, id: str, text: str) -> None:
        self._posts[id]["body"] = text

    def delete(self, id: str) -> None:
        del self._posts[id]


def tags_of(body: str) -> list[str]:
    """The hashtags of a text, once each: also those in code, but not those inside an address."""
    return list(dict.fromkeys(_HASHTAG.findall(_ADDRESS.sub("", body))))
