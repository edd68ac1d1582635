"""A stand-in for WordPress, with the traps that the docstring of the platform names. As observed at WordPress 6.1."""

from __future__ import annotations

import re
from base64 import b64encode
from html import escape, unescape
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

from medium_archive.platforms import wordpress
from medium_archive.web import Secret
from tests.contracts.stand_in import Received, Reply, StandIn, There

_PASSWORD = "canary of Word Press 0123"  # noqa: S105  # a canary
_LONGEST_SLUG = 200
_RESERVED = ("feed", "embed", "2015")


class WordPressServer(StandIn):
    """`capabilities` are those of the user."""

    host = "wordpress.example"
    settings = wordpress.Settings(f"https://{host}/", "ada")
    hidden = {"status": "private"}  # noqa: RUF012  # never changed
    secrets = {"WORDPRESS_PASSWORD": Secret(_PASSWORD)}  # noqa: RUF012  # never changed

    cover_key = "featured_media"
    excerpt_key = "excerpt"
    other_cover = 77

    def __init__(self) -> None:
        super().__init__()
        self.capabilities = {"publish_posts": True, "upload_files": True}
        self.objects: dict[int, dict[str, Any]] = {}  # posts and pictures have ids of one series
        self.tags: dict[int, str] = {}
        self._files: list[bytes] = []

    def answer(self, request: Received) -> Reply:
        basic = b64encode(f"ada:{_PASSWORD}".encode()).decode()
        if request.headers.get("authorization") != f"Basic {basic}":
            return _error("rest_not_logged_in", "You are not currently logged in.", 401)
        query = {key: values[0] for key, values in parse_qs(urlsplit(request.path).query).items()}
        path = query["rest_route"].removeprefix("/wp/v2/")
        room, _, id = path.partition("/")
        match room, request.method:
            case "users", _:
                return Reply.json({"id": 1, "capabilities": self.capabilities})
            case "tags", "GET":
                return Reply.json(self._found_tags(query))
            case "tags", _:
                return self._make_tag(request.json()["name"])
            case "media", "GET":
                return Reply.json([self.objects[one] for one in self._named(query["slug"], "attachment")])
            case "media", _:
                return self._make_picture(request, query)
        if id and int(id) not in self.objects:
            return _error("rest_post_invalid_id", "Invalid post ID.", 404)
        if request.method == "GET":
            found = [int(id)] if id else self._named(query["slug"], "post")
            posts = [self._shown(one) for one in found if id or self.objects[one]["status"] != "trash"]
            return Reply.json(posts[0] if id else posts)
        values = request.json()
        if not all(isinstance(tag, int) for tag in values.get("tags", ())):
            return _error("rest_invalid_param", "Invalid parameter(s): tags", 400)
        return Reply.json(self._shown(self._write(values, int(id or 0))), 200 if id else 201)

    def _found_tags(self, query: dict[str, str]) -> list[dict[str, Any]]:
        """A search compares with the name as HTML."""
        if "include" in query:
            ids = [int(one) for one in query["include"].split(",") if int(one) in self.tags]
        else:
            ids = [id for id, name in self.tags.items() if query["search"].casefold() in name.casefold()]
        size = int(query.get("per_page", "10"))
        return [{"id": id, "name": self.tags[id]} for id in ids[:size]]

    def _make_tag(self, name: str) -> Reply:
        """HTML in a name is dropped, and what remains is kept as HTML."""
        shown = escape(unescape(re.sub("<.*?>", "", name)), quote=False)
        for id, other in self.tags.items():
            if other.casefold() == shown.casefold():
                error = {"code": "term_exists", "message": "It exists.", "data": {"status": 400, "term_id": id}}
                return Reply.json(error, 400)
        self.tags[len(self.tags) + 1] = shown
        return Reply.json({"id": len(self.tags), "name": shown}, 201)

    def _make_picture(self, request: Received, query: dict[str, str]) -> Reply:
        found = re.fullmatch('attachment; filename="(.+)[.](.+)"', request.headers["content-disposition"])
        assert found
        if request.headers["content-type"].partition("/")[2].replace("jpeg", "jpg") != found[2]:
            return _error("rest_upload_sideload_error", "You are not allowed to upload this file type.", 500)
        slug = self._free(found[1], 0)
        self._files.append(request.body)
        id = self._next()
        address = f"https://{self.host}/wp-content/uploads/2026/11/{slug}.{found[2]}"
        self.objects[id] = {"id": id, "type": "attachment", "slug": slug, "source_url": address, "status": "inherit"}
        self.objects[id]["alt_text"] = query.get("alt_text", "")
        return Reply.json(self.objects[id], 201)

    def _write(self, values: dict[str, Any], id: int) -> int:
        post = self.objects.setdefault(id or self._next(), {"type": "post"})
        id = next(one for one, other in self.objects.items() if other is post)
        values["slug"] = self._free(values["slug"], id)
        post |= values
        return id

    def _shown(self, id: int) -> dict[str, Any]:
        """A post in an answer, for a person who may edit it."""
        post = self.objects[id]
        is_public = post["status"] == "publish"
        return {
            "id": id,
            "slug": quote(post["slug"]).lower(),
            "link": f"https://{self.host}/{quote(post['slug']).lower()}/"
            if is_public
            else f"https://{self.host}/?p={id}",
            "status": post["status"],
            "date_gmt": post.get("date_gmt", "2026-11-28T00:00:00"),
            "title": {"raw": post["title"], "rendered": post["title"]},
            "content": {"raw": post["content"], "rendered": post["content"]},
            "excerpt": {"raw": post.get("excerpt", ""), "rendered": post.get("excerpt", "")},
            "featured_media": post.get("featured_media", 0),
            "tags": sorted(post["tags"], key=lambda id: self.tags[id]),
        }

    def _named(self, slug: str, kind: str) -> list[int]:
        slug = _cut(slug)
        return [id for id, one in self.objects.items() if one["type"] == kind and one["slug"] == slug]

    def _free(self, slug: str, id: int) -> str:
        """The slug that an object gets: cut, and with a number if another has it or it is reserved."""
        taken = {one["slug"] for other, one in self.objects.items() if other != id} | set(_RESERVED)
        slug = _cut(slug)
        free, number = slug, 2
        while free in taken:
            free, number = f"{slug}-{number}", number + 1
        return free

    def _next(self) -> int:
        return len(self.objects) + 1

    def posts(self) -> list[There]:
        return [
            There(
                str(id),
                unescape(post["title"]),
                post["content"],
                post["status"] == "publish",
                post["slug"],
                post.get("date_gmt", ""),
                tuple(unescape(self.tags[tag]) for tag in post["tags"]),
            )
            for id, post in self.objects.items()
            if post["type"] == "post" and post["status"] != "trash"
        ]

    def pictures(self) -> list[bytes]:
        return list(self._files)

    def add(self, title: str, slug: str) -> None:
        self._write({"title": title, "slug": slug, "content": "<p>By hand</p>", "tags": [], "status": "publish"}, 0)

    def edit(self, id: str, text: str) -> None:
        self.objects[int(id)]["content"] = text

    def stored(self, id: str) -> dict[str, Any]:
        return self.objects[int(id)]

    def publish(self, id: str) -> None:
        self.objects[int(id)]["status"] = "publish"

    def delete(self, id: str) -> None:
        post = self.objects[int(id)]
        post |= {"status": "trash", "slug": f"{post['slug']}__trashed"}


def _cut(slug: str) -> str:
    while len(quote(slug)) > _LONGEST_SLUG:
        slug = slug[:-1]
    return slug


def _error(code: str, message: str, status: int) -> Reply:
    return Reply.json({"code": code, "message": message, "data": {"status": status}}, status)
