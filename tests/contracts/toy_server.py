"""The toy's server. A second post of a slug silently gets another one, as at WriteFreely, Ghost and WordPress."""

from __future__ import annotations

import hashlib
from typing import Any
from urllib.parse import parse_qs, urlsplit

from medium_archive.web import Secret
from tests.contracts import toy
from tests.contracts.stand_in import Received, Reply, StandIn, There

TOKEN = "canary-of-the-toy/0123456789"  # noqa: S105  # a canary


class ToyServer(StandIn):
    host = "toy.example"
    settings = toy.Settings(f"https://{host}")
    secrets = {"TOY_TOKEN": Secret(TOKEN)}  # noqa: RUF012  # never changed

    cover_key = "cover"
    excerpt_key = "summary"

    def __init__(self) -> None:
        super().__init__()
        self._posts: dict[str, dict[str, Any]] = {}
        self._media: list[bytes] = []

    def answer(self, request: Received) -> Reply:
        if request.headers.get("authorization") != f"Token {TOKEN}":
            return Reply.json({"error": f"{request.headers.get('authorization')} is not known here"}, 401)
        parts = urlsplit(request.path)
        _, room, *rest = parts.path.removeprefix("/api").split("/")
        if room == "media":
            return self._picture(request, rest)
        if room == "posts":
            return self._post(request, rest[0]) if rest else self._listed(request, parts.query)
        return Reply.json({"name": "Ada"})

    def _picture(self, request: Received, rest: list[str]) -> Reply:
        if request.method == "POST":
            self._media.append(request.body)
        elif rest[0] not in [hashlib.sha256(content).hexdigest() for content in self._media]:
            return Reply.json({"error": "no such picture"}, 404)
        return Reply.json({"sha256": rest[0] if rest else hashlib.sha256(request.body).hexdigest()})

    def _listed(self, request: Received, query: str) -> Reply:
        if request.method == "POST":
            return Reply.json(self._made(request.json()), 201)
        slug = parse_qs(query)["slug"][0]
        return Reply.json({"posts": [post for post in self._posts.values() if post["slug"] == slug]})

    def _made(self, post: dict[str, Any]) -> dict[str, Any]:
        taken = {other["slug"] for other in self._posts.values()}
        slug, suffix = post["slug"], 1
        while post["slug"] in taken:
            suffix += 1
            post["slug"] = f"{slug}-{suffix}"
        post["id"] = str(len(self._posts) + 1)
        self._posts[post["id"]] = post
        return post

    def _post(self, request: Received, id: str) -> Reply:
        if id not in self._posts or self._posts[id].get("trashed"):
            return Reply.json({"error": "no such post"}, 404)
        if request.method == "PUT":
            self._posts[id] |= request.json()
        return Reply.json(self._posts[id])

    def posts(self) -> list[There]:
        return [
            There(
                id,
                post["title"],
                post["html"],
                not post["draft"],
                post["slug"],
                post["date"],
                tuple(post["tags"]),
                post.get("canonical", ""),
            )
            for id, post in self._posts.items()
            if not post.get("trashed")
        ]

    def pictures(self) -> list[bytes]:
        return list(self._media)

    def add(self, title: str, slug: str) -> None:
        self._made(
            {
                "title": title,
                "slug": slug,
                "html": "<p>By hand</p>",
                "tags": [],
                "date": "",
                "draft": False,
                "summary": "",
            }
        )

    def edit(self, id: str, text: str) -> None:
        self._posts[id]["html"] = text

    def stored(self, id: str) -> dict[str, Any]:
        return self._posts[id]

    def restore(self, id: str, *, is_draft: bool) -> None:
        post = self._posts[id]
        post |= {"trashed": False, "slug": post["slug"].removesuffix("__trashed"), "draft": is_draft}

    def publish(self, id: str) -> None:
        self._posts[id]["draft"] = False

    def delete(self, id: str) -> None:
        self._posts[id] |= {"trashed": True, "slug": f"{self._posts[id]['slug']}__trashed"}
