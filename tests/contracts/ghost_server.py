"""A stand-in for Ghost, with the traps that the docstring of the platform names. As observed at Ghost 6.65."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
from typing import Any
from urllib.parse import urlsplit

from medium_archive.platforms import ghost
from medium_archive.web import Secret
from tests.contracts.stand_in import Received, Reply, StandIn, There

_ID, _SECRET = "64fac5417c4c6b0001234567", "89abcdef" * 8
_NONE = Reply.json(
    {"errors": [{"message": "Resource not found error, cannot read post.", "type": "NotFoundError"}]}, 404
)


class GhostServer(StandIn):
    host = "ghost.example"
    settings = ghost.Settings(f"https://{host}/")
    hidden = {"status": "scheduled"}  # noqa: RUF012  # never changed
    secrets = {"GHOST_KEY": Secret(f"{_ID}:{_SECRET}")}  # noqa: RUF012  # never changed

    cover_key = "feature_image"
    excerpt_key = "custom_excerpt"

    def __init__(self) -> None:
        super().__init__()
        self.objects: dict[str, dict[str, Any]] = {}
        self.taken = {"rss": "", "ghost": "", "amp": ""}  # slugs with the ids of their posts
        self.files: list[bytes] = []
        self._saves = 0

    def answer(self, request: Received) -> Reply:
        if not _is_signed(request.headers.get("authorization", "")):
            return _error("Invalid token", "UnauthorizedError", 401)
        path = urlsplit(request.path).path.removeprefix("/ghost/api/admin/").strip("/")
        room, *rest = path.split("/")
        if room == "images":
            return self._take_picture(request)
        if not rest:
            if request.method == "GET":
                return Reply.json({"posts": list(self.objects.values())[:1]})
            return self._answer(self._save(request.json()["posts"][0], ""), 201)
        if rest[0] == "slug":
            id = self.taken.get(rest[1], "")
            return self._answer(id) if id else _NONE
        if rest[0] not in self.objects:
            return _NONE
        if request.method == "PUT":
            (post,) = request.json()["posts"]
            if "updated_at" not in post:
                return _error("Validation failed for updated_at", "ValidationError", 422)
            if post["updated_at"] != self.objects[rest[0]]["updated_at"]:
                return _error("Saving failed! Someone else is editing this post.", "UpdateCollisionError", 409)
            self._save(post, rest[0])
        return self._answer(rest[0])

    def _answer(self, id: str, status: int = 200) -> Reply:
        post = {key: value for key, value in self.objects[id].items() if key != "html"}
        return Reply.json({"posts": [post]}, status)

    def _save(self, values: dict[str, Any], id: str) -> str:
        """Tags are objects with a name; the text becomes Ghost's own form."""
        id = id or f"{self._saves + 1:024x}"
        self._saves += 1
        if len(values["slug"]) > 191 or len(values["title"]) > 255:
            raise AssertionError("Ghost refuses the post.")
        slug = re.sub(r"[^a-z0-9]+", "-", values["slug"].encode("ascii", "replace").decode().lower()).strip("-")
        self.taken = {one: other for one, other in self.taken.items() if other != id}
        free, number = slug, 2
        while free in self.taken:
            free, number = f"{slug}-{number}", number + 1
        self.taken[free] = id
        is_public = values["status"] == "published"
        date = re.sub(r"[.]\d+Z$", ".000Z", values.get("published_at") or "2026-11-28T00:00:00.000Z")
        kept = dict.fromkeys(("feature_image", "custom_excerpt", "canonical_url"))
        self.objects[id] = (
            kept
            | self.objects.get(id, {})
            | values
            | {
                "id": id,
                "slug": free,
                "url": f"https://{self.host}/{free}/" if is_public else f"https://{self.host}/p/{id}/",
                "published_at": date if is_public else values.get("published_at"),
                "updated_at": f"2026-11-28T00:00:00.{self._saves:03}Z",
                "lexical": json.dumps({"root": values["html"].replace(' class="quiet"', "")}),
            }
        )
        return id

    def _take_picture(self, request: Received) -> Reply:
        """Each upload is a new file."""
        found = re.search(rb'filename="(.+?)"\r\nContent-Type: image/\w+\r\n\r\n(.*)\r\n--', request.body, re.DOTALL)
        assert found
        self.files.append(found[2])
        name = found[1].decode().replace("*", "-")
        address = f"https://{self.host}/content/images/2026/11/{len(self.files)}-{name}"
        return Reply.json({"images": [{"url": address, "ref": "1"}]}, 201)

    def posts(self) -> list[There]:
        return [
            There(
                id,
                post["title"],
                post["html"],
                post["status"] == "published",
                post["slug"],
                post["published_at"] or "",
                tuple(tag["name"] for tag in post["tags"]),
                post.get("canonical_url") or "",
            )
            for id, post in self.objects.items()
        ]

    def pictures(self) -> list[bytes]:
        return list(self.files)

    def add(self, title: str, slug: str) -> None:
        self._save({"title": title, "slug": slug, "html": "<p>By hand</p>", "tags": [], "status": "published"}, "")

    def edit(self, id: str, text: str) -> None:
        self._save(self.objects[id] | {"html": text}, id)

    def stored(self, id: str) -> dict[str, Any]:
        return self.objects[id]

    def publish(self, id: str) -> None:
        self._save(self.objects[id] | {"status": "published"}, id)

    def delete(self, id: str) -> None:
        del self.taken[self.objects.pop(id)["slug"]]


def _is_signed(header: str) -> bool:
    """Whether the token is signed with the key, and for the Admin API."""
    scheme, _, token = header.partition(" ")
    signed, _, mark = token.rpartition(".")
    wanted = hmac.digest(bytes.fromhex(_SECRET), signed.encode(), hashlib.sha256)
    if scheme != "Ghost" or mark != base64.urlsafe_b64encode(wanted).decode().rstrip("="):
        return False
    head, body = (json.loads(base64.urlsafe_b64decode(part + "==")) for part in signed.split("."))
    is_short = 0 < body["exp"] - body["iat"] <= 300
    return (head["kid"], head["alg"], body["aud"], is_short) == (_ID, "HS256", "/admin/", True)


def _error(message: str, kind: str, status: int) -> Reply:
    return Reply.json({"errors": [{"message": message, "context": None, "type": kind}]}, status)
