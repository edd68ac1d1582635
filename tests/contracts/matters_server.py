"""Matters' server, whose operations run against the part of its schema that is used."""

from __future__ import annotations

import base64
import json
import re
from email import message_from_bytes
from email.message import Message
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from graphql import GraphQLError, GraphQLSchema, build_schema, execute_sync, parse, validate

from medium_archive.platforms import matters
from medium_archive.web import Secret
from tests.contracts.stand_in import Received, Reply, StandIn, There

TOKEN = "canary.of-matters.0123456789"  # noqa: S105  # a canary
_LENGTHS = {"title": 100, "summary": 200, "content": 50_000}
_PICTURE = re.compile(r'<figure class="image"><img src="([^"]*)"><figcaption>([^<]*)</figcaption></figure>')
_MEGABYTE = 1024 * 1024


def _schema() -> GraphQLSchema:
    schema = build_schema(Path(__file__).with_name("matters_schema.graphql").read_text("utf-8"))
    node: Any = schema.type_map["Node"]
    node.resolve_type = lambda value, *_: value.kind
    return schema


SCHEMA = _schema()


@cache
def _faults(query: str) -> tuple[str, ...]:
    """What of an operation the schema does not have."""
    return tuple(fault.message for fault in validate(SCHEMA, parse(query)))


class MattersServer(StandIn):
    """`polls` is the number of times that a draft is read before its publication has ended."""

    host = "server.matters.town"
    settings = matters.Settings("Ada")
    secrets = {"MATTERS_TOKEN": Secret(TOKEN)}  # noqa: RUF012  # never changed

    cover_key = "cover"
    lets_covers_go = False
    excerpt_key = "summary"

    def __init__(self) -> None:
        super().__init__()
        self.polls = 1
        self.user_state = "active"
        self.pages: list[bytes] = []  # that were migrated
        self.failing = False  # publications end in an error
        self._nodes: dict[str, SimpleNamespace] = {}
        self._assets: dict[str, bytes] = {}

    def is_write(self, request: Received) -> bool:
        return request.holds("mutation ")

    def answer(self, request: Received) -> Reply:
        if request.headers.get("x-access-token") != TOKEN:
            error = {"message": f"invalid token {request.headers.get('x-access-token')}"}
            return Reply.json({"errors": [{**error, "extensions": {"code": "TOKEN_INVALID"}}]}, 500)
        if (kind := request.headers["content-type"]).startswith("multipart/"):
            if not request.headers.get("apollo-require-preflight"):
                return Reply.json({"errors": [{"message": "CSRF", "extensions": {"code": "BAD_REQUEST"}}]}, 400)
            form = message_from_bytes(f"Content-Type: {kind}\r\n\r\n".encode() + request.body)
            parts: dict[str, Message] = {
                str(part.get_param("name", header="content-disposition")): part for part in form.walk()
            }
            value = json.loads(_bytes(parts["operations"]))
            for number, (place,) in json.loads(_bytes(parts["map"])).items():
                _put_in(value, place.split("."), parts[number])
        else:
            value = request.json()
        if faults := _faults(value["query"]):
            return Reply.json({"errors": [{"message": fault} for fault in faults]}, 400)
        ran = execute_sync(SCHEMA, parse(value["query"]), self, variable_values=value["variables"])
        return Reply.json(ran.formatted)

    # --- Fields of the schema; `info` is not used ---

    def viewer(self, _info: object) -> SimpleNamespace:
        status = SimpleNamespace(state=self.user_state)
        return SimpleNamespace(id="User:1", userName="Ada", status=status, articles=self._articles, drafts=self._drafts)

    def _articles(self, _info: object, input: dict[str, Any]) -> dict[str, Any]:
        return _page([node for node in self._of("Article") if node.state == input["filter"]["state"]], input)

    def _drafts(self, _info: object, input: dict[str, Any]) -> dict[str, Any]:
        return _page(self._unpublished(), input)

    def node(self, _info: object, input: dict[str, Any]) -> SimpleNamespace:
        if (node := self._nodes.get(input["id"])) is None:
            raise _error("ENTITY_NOT_FOUND", "target does not exist")
        if node.kind == "Draft" and node.publishState == "pending":
            node.polls -= 1
            if node.polls < 0:
                self._publish(node)
        return node

    def putDraft(self, _info: object, input: dict[str, Any]) -> SimpleNamespace:  # noqa: N802  # a field of the schema
        _check(input)
        if "id" not in input:
            node = self._new(
                "Draft",
                archived=False,
                publishState="unpublished",
                article=None,
                cover=None,
                title="",
                summary="",
                tags=[],
            )
        elif (node := self._nodes[input["id"]]).publishState in ("pending", "published"):
            raise _error("FORBIDDEN", "current publishState is not allow to be updated")
        self._write(node, input)
        return node

    def publishArticle(self, _info: object, input: dict[str, Any]) -> SimpleNamespace:  # noqa: N802  # GraphQL's name
        node = self._nodes[input["id"]]
        node.publishState, node.polls = "pending", self.polls
        return node

    def editArticle(self, _info: object, input: dict[str, Any]) -> SimpleNamespace:  # noqa: N802  # GraphQL's name
        _check(input)
        node = self._nodes[input["id"]]
        if node.state != "active":
            raise _error("FORBIDDEN", "only active article is allowed to be edited.")
        if node.revisionCount >= 4:
            raise _error("ARTICLE_REVISION_REACH_LIMIT", "number of revisions reach limit")
        node.revisionCount += 1
        self._write(node, input)
        return node

    def singleFileUpload(self, _info: object, input: dict[str, Any]) -> dict[str, str]:  # noqa: N802  # GraphQL's name
        if input["entityType"] != "user" and not input.get("entityId"):
            raise _error("BAD_USER_INPUT", "Entity id needs to be specified.")
        if input["file"].get_content_type() not in ("image/gif", "image/png", "image/jpeg", "image/webp"):
            raise _error("BAD_USER_INPUT", "Invalid image format.")
        id = f"asset-{len(self._assets)}"
        self._assets[id] = _bytes(input["file"])
        return {"id": id, "type": input["type"], "path": f"https://imagedelivery.example/{id}/public"}

    def migration(self, _info: object, input: dict[str, Any]) -> bool:
        contents = [_bytes(file) for file in input["files"]]
        if len(contents) > 100:
            raise _error("BAD_USER_INPUT", "migration files are too many.")
        if sum(map(len, contents)) > _MEGABYTE:
            raise _error("MIGRATION_REACH_LIMIT", "total size of migration files reaches limit.")
        self.pages += contents
        return True

    # --- What it holds ---

    def _new(self, kind: str, **values: Any) -> SimpleNamespace:
        number = len(self._nodes) + 1
        id = base64.b64encode(f"{kind}:{number}".encode()).decode()
        created = f"2026-11-28T00:00:{number % 60:02}.000Z"
        self._nodes[id] = SimpleNamespace(kind=kind, id=id, createdAt=created, **values)
        return self._nodes[id]

    def _of(self, kind: str) -> list[SimpleNamespace]:
        return [node for node in reversed(self._nodes.values()) if node.kind == kind]

    def _unpublished(self) -> list[SimpleNamespace]:
        return [node for node in self._of("Draft") if node.publishState != "published" and not node.archived]

    def _write(self, node: SimpleNamespace, input: dict[str, Any]) -> None:
        for key in ("title", "summary", "content", "tags"):
            if key in input:
                setattr(node, key, _kept(input[key]) if key == "content" else input[key])
        if "tags" in input and node.kind == "Article":
            node.tags = [{"id": tag, "content": tag} for tag in input["tags"]]
        if input.get("cover"):
            if input["cover"] not in self._assets:
                raise _error("ASSET_NOT_FOUND", "Asset does not exists")
            node.cover = f"https://imagedelivery.example/{input['cover']}/public"

    def _publish(self, draft: SimpleNamespace) -> None:
        if self.failing:
            draft.publishState = "error"
            return
        draft.publishState, draft.article = "published", self._article(draft.title, draft.content, draft.tags)
        draft.article.summary, draft.article.cover = draft.summary, draft.cover

    def _article(self, title: str, content: str, tags: list[str]) -> SimpleNamespace:
        values = {"title": title, "content": content, "summary": "", "cover": None, "revisionCount": 0}
        tagged = [{"id": tag, "content": tag} for tag in tags]
        return self._new("Article", **values, tags=tagged, state="active", shortHash=f"h{len(self._nodes)}", slug="s")

    def forget(self) -> None:
        """Everything is gone, ids too."""
        self._nodes.clear()

    def posts(self) -> list[There]:
        articles = [node for node in self._of("Article") if node.state == "active"]
        drafts = self._unpublished()
        return [
            There(node.id, node.title, node.content, True, tags=tuple(tag["content"] for tag in node.tags))
            for node in articles
        ] + [There(node.id, node.title, node.content, False, tags=tuple(node.tags)) for node in drafts]

    def pictures(self) -> list[bytes]:
        return list(self._assets.values())

    def add(self, title: str, slug: str) -> None:
        self._article(title, "<p>By hand</p>", [])

    def edit(self, id: str, text: str) -> None:
        self._nodes[id].content = text

    def stored(self, id: str) -> dict[str, Any]:
        return vars(self._nodes[id])

    def publish(self, id: str) -> None:
        self._publish(self._nodes[id])

    def delete(self, id: str) -> None:
        node = self._nodes[id]
        if node.kind == "Draft":
            node.archived = True  # its id can still be read
        else:
            node.state = "archived"


def _kept(html: str) -> str:
    """What the editor keeps: pictures only in its own form; another figure becomes the paragraph of its caption."""
    pictures = {f"\0{number}\0": one[0] for number, one in enumerate(_PICTURE.finditer(html))}
    for mark, one in pictures.items():
        html = html.replace(one, mark, 1)
    html = re.sub("<img[^>]*>", "", html)
    html = re.sub("<figure[^>]*>(?:<figcaption>(.*?)</figcaption>)?.*?</figure>", r"<p>\1</p>", html)
    html = html.replace("<a ", '<a target="_blank" ')
    for mark, one in pictures.items():
        html = html.replace(mark, one)
    return html


def _page(nodes: list[SimpleNamespace], input: dict[str, Any]) -> dict[str, Any]:
    """At most two in a page, so that tests need several."""
    start = int(input.get("after") or 0)
    shown = nodes[start : start + 2]
    info = {"endCursor": str(start + len(shown)), "hasNextPage": start + len(shown) < len(nodes)}
    edges = [{"cursor": str(number), "node": node} for number, node in enumerate(shown)]
    return {"totalCount": len(nodes), "pageInfo": info, "edges": edges}


def _check(input: dict[str, Any]) -> None:
    for key, most in _LENGTHS.items():
        if len(input.get(key, "").encode("utf-16-le")) // 2 > most:
            raise _error("BAD_USER_INPUT", f"{key} reach length limit")
    if len(input.get("tags", ())) > 3:
        raise _error("TOO_MANY_TAGS_FOR_ARTICLE", "Not allow more than 3 tags on an article")


def _error(code: str, message: str) -> GraphQLError:
    return GraphQLError(message, extensions={"code": code})


def _put_in(value: Any, path: list[str], file: Message) -> None:
    for key in path[:-1]:
        value = value[int(key)] if isinstance(value, list) else value[key]
    value[int(path[-1]) if isinstance(value, list) else path[-1]] = file


def _bytes(part: Message) -> bytes:
    content = part.get_payload(decode=True)
    assert isinstance(content, bytes)
    return content
