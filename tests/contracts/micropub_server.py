"""A site with a Micropub endpoint, by the text of the W3C, with what Micro.blog and Indiekit add to it."""

from __future__ import annotations

from email import message_from_bytes
from typing import Any
from urllib.parse import parse_qs, urlsplit

from medium_archive.platforms import micropub
from medium_archive.web import Secret
from tests.contracts.stand_in import Received, Reply, StandIn, There

TOKEN = "canary-of-micropub/0123456789"  # noqa: S105  # a canary
_UPDATES = {"replace", "delete", "add"}


class MicropubServer(StandIn):
    """`head` and `body` are what the page of the site has. The list of posts has `paging` "after" or "offset", and at
    most `page` of them. `gone` is the answer for a deleted post; 200: with `deleted`. `is_slow`: new posts are made
    later, by `finish`. `moves`: an update gives a new address.
    """

    host = "blog.example"
    settings = micropub.Settings(f"https://{host}/")
    hidden = {"visibility": ["private"]}  # noqa: RUF012  # never changed
    secrets = {"MICROPUB_TOKEN": Secret(TOKEN)}  # noqa: RUF012  # never changed
    endpoint = "https://blog.example/micropub"

    excerpt_key = "summary"

    def __init__(self) -> None:
        super().__init__()
        self.head, self.body = {"Link": f'<https://hub.example/>; rel="hub", <{self.endpoint}>; rel="micropub"'}, ""
        self.has_list, self.paging, self.page, self.gone = True, "after", 100, 400
        self.is_slow, self.moves, self.has_media, self.has_config = False, False, True, True
        self.config: dict[str, Any] = {}
        self.waiting: dict[str, dict[str, Any]] = {}
        self._posts: dict[str, dict[str, Any]] = {}
        self._deleted: dict[str, dict[str, Any]] = {}
        self._pictures: list[bytes] = []

    def answer(self, request: Received) -> Reply:
        address = f"https://{request.headers['host']}{request.path}"
        if not address.startswith(self.endpoint):
            return Reply(
                200,
                f"<!DOCTYPE html><title>Ada</title>{self.body}".encode(),
                {"Content-Type": "text/html", **self.head},
            )
        match request.headers.get("authorization", "").split(" "):
            case ["Bearer", token] if token == TOKEN:
                pass
            case ["Bearer", _]:
                return self._error(403, "forbidden")
            case _:
                return self._error(401, "unauthorized")
        if request.method == "POST":
            return self._picture(request) if request.path.endswith("/media") else self._written(request.json())
        query = {name: values[0] for name, values in parse_qs(urlsplit(request.path).query).items()}
        if query["q"] == "config":
            media = {"media-endpoint": f"{self.endpoint}/media"} if self.has_media else {}
            return Reply.json({**media, **self.config}) if self.has_config else self._error(400, "invalid_request")
        return self._read(query)

    def _read(self, query: dict[str, str]) -> Reply:
        if url := query.get("url"):
            if url in self._deleted and self.gone == 200:
                return Reply.json(
                    {"type": ["h-entry"], "properties": {**self._deleted[url], "deleted": ["2026-11-28"]}}
                )
            if url not in self._posts:
                return self._error(self.gone if url in self._deleted else 400, "invalid_request")
            return Reply.json({"type": ["h-entry"], "properties": self._posts[url]})
        if not self.has_list:
            return self._error(400, "invalid_request")
        start = int(query.get(self.paging, "0"))
        size = min(int(query["limit"]), self.page)
        posts = list(self._posts.values())[start : start + size]
        is_last = start + size >= len(self._posts)
        paging = {"paging": {"after": str(start + size)}} if self.paging == "after" and not is_last else {}
        return Reply.json({"items": [{"type": ["h-entry"], "properties": post} for post in posts], **paging})

    def _picture(self, request: Received) -> Reply:
        *_, part = message_from_bytes(
            f"Content-Type: {request.headers['content-type']}\r\n\r\n".encode() + request.body
        ).walk()
        content = part.get_payload(decode=True)
        assert isinstance(content, bytes)
        self._pictures.append(content)
        return Reply(202, b"", {"Location": f"/uploads/{len(self._pictures)}.png"})

    def _written(self, values: dict[str, Any]) -> Reply:
        if values.get("action") == "update":
            return self._changed(values)
        if values.get("type") != ["h-entry"] or not all(isinstance(one, list) for one in values["properties"].values()):
            return self._error(400, "invalid_request")
        url = self._address(values["properties"].pop("mp-slug")[0])
        post = {"url": [url], "post-status": ["published"], **values["properties"]}
        (self.waiting if self.is_slow else self._posts)[url] = post
        return Reply(202 if self.is_slow else 201, b"", {"Location": url})

    def _address(self, slug: str) -> str:
        address, number = f"https://{self.host}/2026/11/{slug}.html", 1
        while address in self._posts or address in self.waiting:
            number += 1
            address = f"https://{self.host}/2026/11/{slug}-{number}.html"
        return address

    def _changed(self, values: dict[str, Any]) -> Reply:
        url = values["url"]
        if url not in self._posts or not values.keys() & _UPDATES:
            return self._error(400, "invalid_request")
        post = self._posts[url] | values.get("replace", {})
        for name in values.get("delete", []):
            post.pop(name, None)
        if not self.moves:
            self._posts[url] = post
            return Reply(204, b"")
        del self._posts[url]
        moved = url.replace(".html", "-moved.html")
        self._posts[moved] = post | {"url": [moved]}
        return Reply(201, b"", {"Location": moved})

    def finish(self) -> None:
        """Make the posts that were to be made later."""
        self._posts |= self.waiting
        self.waiting = {}

    def _error(self, status: int, error: str) -> Reply:
        return Reply.json({"error": error, "error_description": f"The request was not right ({status})."}, status)

    def posts(self) -> list[There]:
        return [
            There(
                url,
                post["name"][0],
                post["content"][0]["html"],
                post["post-status"] == ["published"] and post.get("visibility") != ["private"],
                date=post.get("published", [""])[0],
                tags=tuple(post.get("category", [])),
            )
            for url, post in self._posts.items()
        ]

    def properties(self) -> list[dict[str, Any]]:
        """Of all posts."""
        return list(self._posts.values())

    def pictures(self) -> list[bytes]:
        return list(self._pictures)

    def add(self, title: str, slug: str) -> None:
        self._written(
            {"type": ["h-entry"], "properties": {"name": [title], "content": [{"html": "By hand"}], "mp-slug": [slug]}}
        )

    def edit(self, id: str, text: str) -> None:
        self._posts[id]["content"] = [{"html": text}]

    def stored(self, id: str) -> dict[str, Any]:
        return self._posts[id]

    def publish(self, id: str) -> None:
        self._posts[id]["post-status"] = ["published"]

    def delete(self, id: str) -> None:
        self._deleted[id] = self._posts.pop(id)
