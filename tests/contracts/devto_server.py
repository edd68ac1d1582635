"""Forem's server, as at dev.to."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

from medium_archive.platforms import devto
from medium_archive.web import Secret
from tests.contracts.stand_in import Received, Reply, StandIn, There

KEY = "canary-of-dev/0123456789abcdef"
_FRONT_MATTER = re.compile(r"\A---\s*\n(.*?\n)?---", re.DOTALL)
_CODE = re.compile(r"~{3}.*?~{3}|`{3}.*?`{3}|`{2}.+?`{2}|`.+?`", re.DOTALL)
_RAW = re.compile(r"\{%-?\s*raw\s*-?%\}.*?\{%-?\s*endraw\s*-?%\}", re.DOTALL)


class DevtoServer(StandIn):
    """`page` is the most posts that a page of a list has. `seconds` must be between two new posts; with `tells`, a 429
    says how many are left.
    """

    host = "dev.to"
    settings = devto.Settings()
    secrets = {"DEVTO_KEY": Secret(KEY)}  # noqa: RUF012  # never changed

    cover_key = "main_image"
    excerpt_key = "description"

    def __init__(self) -> None:
        super().__init__()
        self.page, self.seconds, self.tells = 1000, 0.0, True
        self._posts: dict[str, dict[str, Any]] = {}
        self.taken_elsewhere = ""  # a canonical address that a post of another account has
        self._made_at = float("-inf")
        self._made = 0

    def answer(self, request: Received) -> Reply:
        if request.headers.get("api-key") != KEY:
            return self._error(401, "unauthorized")
        if request.headers.get("accept") != "application/vnd.forem.api-v1+json":
            return self._error(404, "not found")
        parts = urlsplit(request.path)
        match request.method, parts.path.removeprefix("/api/").split("/"):
            case "GET", ["users", "me"]:
                return Reply.json({"type_of": "user", "id": 1, "username": "ada"})
            case "GET", ["articles", "me", "all"]:
                return self._listed({name: int(values[0]) for name, values in parse_qs(parts.query).items()})
            case "POST", ["articles"]:
                if (left := self._made_at + self.seconds - self.clock()) > 0:
                    return Reply(429, headers={"Retry-After": str(int(left) + 1)} if self.tells else {})
                return self._saved({"id": self._made + 1}, request.json()["article"], 201)
            case "PUT", ["articles", id] if id in self._posts:
                return self._saved(self._posts[id], request.json()["article"], 200)
        return self._error(404, "not found")

    def _listed(self, query: dict[str, int]) -> Reply:
        size = min(query.get("per_page", 30), self.page)
        start = (query.get("page", 1) - 1) * size
        posts = sorted(self._posts.values(), key=lambda post: str(post["published_timestamp"]), reverse=True)
        return Reply.json([{**self._shown(post), "tag_list": post["tags"]} for post in posts[start : start + size]])

    def _saved(self, post: dict[str, Any], values: dict[str, Any], status: int) -> Reply:
        values = {"tags": [], **values}  # a change without tags removes them
        if problem := self._problem(post["id"], values):
            return self._error(422, problem)
        if front := _FRONT_MATTER.match(values["body_markdown"]):
            values |= dict(re.findall(r"(\w+): *(.*)", front[1] or ""))
        post = {"published_timestamp": "", "canonical_url": None, **post, **values}
        if values.get("published") and not post["published_timestamp"]:
            post["published_timestamp"] = "2026-11-28T00:00:00Z"
        is_temporary = not post["published_timestamp"]
        if "-temp-slug-" in post.get("slug", "-temp-slug-"):
            words = re.sub("[^a-z0-9]+", "-", post["title"].lower()).strip("-")
            post["slug"] = f"{words}-{'temp-slug-' if is_temporary else ''}{post['id']}ab"
        self._posts[str(post["id"])] = post
        if status == 201:
            self._made_at = self.clock()
            self._made += 1
        return Reply.json({**self._shown(post), "tag_list": ", ".join(post["tags"])}, status)

    def _problem(self, id: int, values: dict[str, Any]) -> str:
        others = [post for post in self._posts.values() if post["id"] != id]
        canonical = values.get("canonical_url")
        if canonical and canonical in (self.taken_elsewhere, *(post["canonical_url"] for post in others)):
            return "Canonical url has already been taken"
        if not values["title"] or len(values["title"]) > 128:
            return "Title is too long (maximum is 128 characters)"
        if len(values["tags"]) > 4:
            return "Tag list exceed the maximum of 4 tags"
        if any(not tag.isalnum() or len(tag) > 30 for tag in values["tags"]):
            return "Tag contains non-alphanumeric characters or prohibited unicode characters"
        if any((post["title"], post["body_markdown"]) == (values["title"], values["body_markdown"]) for post in others):
            return "Body markdown has already been taken"
        return "Liquid syntax error" if "{%" in (left := liquid(values["body_markdown"])) or "{{" in left else ""

    def _shown(self, post: dict[str, Any]) -> dict[str, Any]:
        url = f"https://{self.host}/ada/{post['slug']}"
        cover = post.get("main_image")
        shown = f"https://media2.dev.to/dynamic/image/width=1000/{quote(cover, '')}" if cover else None
        return {**post, "url": url, "canonical_url": post["canonical_url"] or url, "cover_image": shown}

    def _error(self, status: int, message: str) -> Reply:
        return Reply.json({"error": message, "status": status}, status)

    def posts(self) -> list[There]:
        return [
            There(
                id,
                post["title"],
                post["body_markdown"],
                bool(post["published_timestamp"]),
                post["slug"],
                post["published_timestamp"],
                tuple(post["tags"]),
                post["canonical_url"] or "",
            )
            for id, post in self._posts.items()
        ]

    def post(self, id: str) -> dict[str, Any]:
        """A post as it is stored."""
        return self._posts[id]

    def pictures(self) -> list[bytes]:
        return []

    def add(self, title: str, slug: str) -> None:
        """With the canonical address that the tests' site has for the slug."""
        values = {"title": title, "body_markdown": "By hand", "published": True}
        self._saved({"id": self._made + 1}, {**values, "canonical_url": f"https://ada.example/{slug}/"}, 201)

    def edit(self, id: str, text: str) -> None:
        self._posts[id]["body_markdown"] = text

    def stored(self, id: str) -> dict[str, Any]:
        return self._posts[id]

    def publish(self, id: str) -> None:
        self._posts[id]["published_timestamp"] = "2026-11-29T00:00:00Z"

    def delete(self, id: str) -> None:
        del self._posts[id]


def liquid(body: str) -> str:
    """The text that Liquid's templates are read from: not code, which Forem protects, unless it ends the protection."""

    def protected(code: re.Match[str]) -> str:
        text = code[0].replace("{% endraw %}", "").replace("{% raw %}", "")
        return "" if not re.search(r"\{%-?\s*endraw", text) else text

    return _RAW.sub("", _CODE.sub(protected, body))
