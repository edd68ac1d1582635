"""One account at Matters: finds, writes and publishes articles."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from medium_archive.articles import Article
from medium_archive.errors import AccessDenied, PublishRefused
from medium_archive.folder.published import Remote, digest
from medium_archive.folder.uploads import Upload
from medium_archive.platforms import original
from medium_archive.platforms.content import Content, PictureFile
from medium_archive.platforms.matters import operations, text
from medium_archive.platforms.matters.client import TOKEN_HINT, Client, unknown_form
from medium_archive.platforms.matters.operations import Operation
from medium_archive.platforms.matters.values import labels, summary
from medium_archive.platforms.unchangeable import Unchangeable
from medium_archive.web import AnswerLost, File, RequestFailed, Secret, Web

SITE = "https://matters.town"
_HOST = "server.matters.town"
_REVISIONS = 4  # of a published article
_WAITS = (2.0, 4.0, 8.0, 16.0, 30.0, 60.0, 60.0)  # until a published draft is an article: it goes through a queue
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_NO_RIGHT = ("banned", "archived", "frozen")


class MattersAccount:
    def __init__(self, user: str, license: str, client: Client) -> None:
        self.address = f"{SITE}/@{user}"
        self._license, self._client = license, client

    @classmethod
    def connected(cls, user: str, license: str, token: Secret, web: Web) -> MattersAccount:
        client = Client(web, token)
        viewer = client.ask(operations.VIEWER, {})
        if viewer is None:
            raise AccessDenied("Matters does not know the token, or it has expired.", TOKEN_HINT)
        name, state = _value(viewer, "userName"), _value(viewer, "status", "state")
        if not name:
            raise PublishRefused("The account at Matters has no user name.", "Choose one at matters.town.")
        if str(name).casefold() != user.lstrip("@").casefold():
            message = f"The token belongs to the account {name} of Matters, not to {user}."
            raise AccessDenied(message, "Correct user in [publish.matters], or sign in with the other account.")
        if state in _NO_RIGHT:
            raise PublishRefused(f"The account {name} may not publish: its state is {state}.", "Ask hi@matters.town.")
        return cls(str(name), license, client)

    def find(self, article: Article, known: Remote | None) -> Remote | None:
        if known is not None:
            node = self._node(known.id)
            # A deleted draft can still be read by its id
            if (
                node is not None
                and _is_draft(node)
                and node["id"] not in dict(self._listed(operations.DRAFTS, "drafts"))
            ):
                return None
            return self._remote(node)
        title = labels(article).title
        for listing, field in ((operations.ARTICLES, "articles"), (operations.DRAFTS, "drafts")):
            for id in [id for id, there in self._listed(listing, field) if there == title]:
                node = self._node(id)
                if self._may_be(article, node):
                    return self._remote(node)
        return None

    def upload(self, picture: PictureFile) -> Upload:
        # With "draft" it would need the id of a draft, and no picture is uploaded for one draft alone
        values = {"type": "embed", "entityType": "user", "file": None}
        file = File(picture.name, picture.read(), picture.kind)
        asset = self._client.ask(operations.UPLOAD, {"input": values}, [file])
        return Upload(_text(asset, "path"), _text(asset, "id"))

    def create(self, content: Content) -> Remote:
        return self._put({}, content)

    def update(self, remote: Remote, content: Content) -> Remote:
        node = self._node(remote.id)
        if node is None:
            raise PublishRefused(f"{remote.address} is no longer there.", "Run this again.")
        if _is_draft(node):
            if node["publishState"] == "pending":
                return self._published(remote.id)
            return self._put({"id": remote.id}, content)
        return self._edit(_article(node), content)

    def migrate(self, pages: Sequence[File]) -> None:
        """Give Medium's own pages to the importer of Matters, which makes drafts of them."""
        if (
            self._client.ask(operations.MIGRATE, {"input": {"type": "medium", "files": [None] * len(pages)}}, pages)
            is not True
        ):
            raise unknown_form(_HOST)

    def _put(self, identity: Mapping[str, str], content: Content) -> Remote:
        """Write a draft, and publish it if the content is to be published."""
        cover = {"cover": content.cover.id} if content.cover else {}
        values = {**identity, **_values(content), **cover, "license": self._license}
        id = _text(self._client.ask(operations.PUT_DRAFT, {"input": values}), "id")
        if content.state == "draft":
            return self._there(id)
        self._client.ask(operations.PUBLISH, {"input": {"id": id}})
        return self._published(id)

    def _edit(self, there: Mapping[str, Any], content: Content) -> Remote:
        """Replace what differs in a published article: each call that changes something is one of few revisions."""
        current = {**there, "tags": [tag["content"] for tag in there["tags"] or []]}
        changes = {key: value for key, value in _values(content).items() if current[key] != value}
        if "content" in changes and text.outline(str(changes["content"])) == text.outline(there["content"]):
            del changes["content"]
        if content.cover and content.cover.address != there["cover"]:
            changes["cover"] = content.cover.id
        if changes:
            if there["revisionCount"] >= _REVISIONS:
                message = f"Matters takes {_REVISIONS} changes of an article, and this one has had them."
                raise Unchangeable(f"{message} It stays there as it is.")
            self._client.ask(operations.EDIT, {"input": {"id": there["id"], **changes}})
        return self._there(there["id"])

    def _published(self, id: str) -> Remote:
        """The article of a draft that is being published."""
        for seconds in _WAITS:
            node = self._node(id)
            if node is not None and node["publishState"] == "error":
                raise PublishRefused("Matters could not publish the draft.", "Look at it at matters.town, in Drafts.")
            remote = self._remote(node)
            if remote is not None and remote.state == "published":
                return remote
            self._client.web.wait(seconds)
        raise AnswerLost(_HOST, RequestFailed("too-slow", "Matters is still publishing it."))

    def _there(self, id: str) -> Remote:
        remote = self._remote(self._node(id))
        if remote is None:
            raise unknown_form(_HOST)
        return remote

    def _node(self, id: str) -> Any:
        """A draft or an article that is there, None otherwise. A published draft has its article."""
        node = self._client.ask(operations.NODE, {"id": id})
        if node is None:
            return None
        keys = ("draftTitle", "draftContent", "draftTags", "publishState", "article")
        for key in ("id", "createdAt", *(keys if _value(node, "__typename") == "Draft" else ())):
            _value(node, key)
        if (article := _article(node)) is None:
            return node
        for key in ("id", "title", "shortHash", "content", "summary", "createdAt", "revisionCount", "cover", "tags"):
            _value(article, key)
        return node if _value(article, "state") == "active" else None

    def _listed(self, listing: Operation, field: str) -> Iterator[tuple[str, str]]:
        """The ids and titles of all articles, or of all drafts that are not published yet."""
        after = None
        while True:
            page = _value(self._client.ask(listing, {"after": after}), field)
            for edge in _value(page, "edges") or []:
                yield _text(edge, "node", "id"), " ".join(str(_value(edge, "node", "title") or "").split())
            if not _value(page, "pageInfo", "hasNextPage"):
                return
            after = _text(page, "pageInfo", "endCursor")

    def _may_be(self, article: Article, node: Any) -> bool:
        """Whether a post of the same title can be the article: it names the same original, or none."""
        if node is None:
            return False
        content = str((node["draftContent"] if _is_draft(node) else _article(node)["content"]) or "")
        return original.found(content) in ("", article.canonical, article.url)

    def _remote(self, node: Any) -> Remote | None:
        if node is None:
            return None
        if _is_draft(node):
            id, title, tags, content = node["id"], node["draftTitle"], node["draftTags"], node["draftContent"]
            address, slug, state, date = f"{SITE}/me/drafts/{id}", "", "draft", node["createdAt"]
            cover, rest = "", ""  # publishing makes a summary where a draft has none
        else:
            article = _article(node)
            id, title, content, date = article["id"], article["title"], article["content"], article["createdAt"]
            address, slug, state = f"{SITE}/a/{article['shortHash']}", article["shortHash"], "published"
            tags = [tag["content"] for tag in article["tags"] or []]
            cover = _picture(str(article["cover"] or ""))
            rest = digest(article["summary"] or "")
        hashed = hashlib.sha256((content or "").encode()).hexdigest()
        return Remote(id, address, title or "", slug, date, tuple(tags or ()), state, hashed, rest, cover)


def _values(content: Content) -> dict[str, object]:
    shown = labels(content.article)
    html = text.rewritten(content.text) + original.html(content.article)
    return {"title": shown.title, "summary": summary(content.article), "content": html, "tags": list(shown.tags)}


def _is_draft(node: Mapping[str, Any]) -> bool:
    return _article(node) is None


def _article(node: Mapping[str, Any]) -> Any:
    """The article that a node is, or has since its draft was published; None for a draft."""
    return node if node["__typename"] == "Article" else node["article"]


def _value(found: Any, *path: str) -> Any:
    """The value at a path of an answer. Raises RequestFailed if the answer has another form."""
    for key in path:
        if not isinstance(found, dict) or key not in found:
            raise unknown_form(_HOST)
        found = found[key]
    return found


def _picture(address: str) -> str:
    """What stays the same in the address of a picture, which is on another host from time to time."""
    found = _UUID.search(address)
    return found[0] if found else address


def _text(found: Any, *path: str) -> str:
    return str(_value(found, *path))
