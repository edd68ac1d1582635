"""One site with a Micropub endpoint."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

from medium_archive.articles import Article
from medium_archive.errors import AccessDenied, PublishRefused
from medium_archive.folder.published import Remote
from medium_archive.folder.uploads import Upload
from medium_archive.platforms import refusal, slugs
from medium_archive.platforms.content import Content, PictureFile
from medium_archive.platforms.micropub import mf2
from medium_archive.platforms.traits import Labels
from medium_archive.platforms.unsearchable import Unsearchable
from medium_archive.web import Answer, AnswerLost, Body, File, Request, RequestFailed, Secret, Web

_UNKNOWN = (400, 404, 410)
_PAGE = 100
_LONGEST_SLUG = 80
_HINTS = {403: "Look whether the token has the scopes create, update and media."}


def labels(article: Article) -> Labels:
    """The labels of an article. A site may change them; what it has is read back."""
    return Labels(article.title, slugs.plain(article, _LONGEST_SLUG), article.tags)


class MicropubAccount:
    """One site. `_listed` are its posts by their addresses, None until they are read, and after a request that may have
    changed them.
    """

    def __init__(self, site: str, endpoint: str, token: Secret, web: Web) -> None:
        self.address, self._endpoint, self._token, self._web = site, endpoint, token, web
        self._media = ""
        self._extra: dict[str, list[str]] = {}
        self._listed: dict[str, dict[str, Any]] | None = None

    def configure(self) -> None:
        """Check the token, and read what the endpoint offers."""
        answer = self._ask({"q": "config"})
        if answer.status in _UNKNOWN:
            return
        if answer.status == 403:
            raise AccessDenied(self._message(answer), "Get a new token, and set MICROPUB_TOKEN.")
        config = self._checked(answer).json_object()
        media = config.get("media-endpoint")
        self._media = urljoin(self._endpoint, media) if isinstance(media, str) and media else ""
        if urlsplit(self._media).netloc not in (urlsplit(self._endpoint).netloc, ""):
            self._media = ""  # the token goes to no host that neither the site nor archive.toml names
        if config.get("syndicate-to"):
            self._extra["mp-syndicate-to"] = [""]
        blogs = [one["uid"] for one in mf2.objects(config.get("destination")) if isinstance(one.get("uid"), str)]
        if len(blogs) > 1:
            own = [uid for uid in blogs if uid.rstrip("/") == self.address]
            if not own:
                message = f"The account has no blog {self.address}."
                raise PublishRefused(message, f"Its blogs are: {', '.join(blogs)}.")
            self._extra["mp-destination"] = own

    def find(self, article: Article, known: Remote | None) -> Remote | None:
        if known is not None:
            return self._source(known.id)
        slug, title = labels(article).slug, article.title
        for address, post in self._posts().items():
            is_same_time = article.published is not None and mf2.time(mf2.first(post, "published")) == article.published
            if mf2.slug(address, post) == slug or (is_same_time and mf2.first(post, "name") == title):
                return self._source(address)
        return None

    def upload(self, picture: PictureFile) -> Upload | None:
        if not self._media:
            return None
        fields = {name: values[0] for name, values in self._extra.items() if name == "mp-destination"}
        body = Body.multipart(fields, {"file": File(picture.name, picture.read(), picture.kind)})
        return Upload(self._location(self._checked(self._send("POST", self._media, body)), self._media))

    def create(self, content: Content) -> Remote:
        self._listed = None
        values = {name: value for name, value in self._values(content).items() if value}
        values |= {**self._extra, "mp-slug": [labels(content.article).slug]}
        body = Body.json({"type": ["h-entry"], "properties": values})
        answer = self._checked(self._send("POST", self._endpoint, body))
        location = self._location(answer, self._endpoint)
        if (remote := self._source(location)) is not None:
            return remote
        message = f"{answer.host} does not show {location} yet."
        raise AnswerLost(answer.host, RequestFailed("bad-answer", message, 60.0, answer))

    def update(self, remote: Remote, content: Content) -> Remote:
        self._listed = None
        values = self._values(content)
        removed = [name for name in ("category", "summary") if not values.get(name)]
        change: dict[str, object] = {"action": "update", "url": remote.id}
        change["replace"] = {name: value for name, value in values.items() if value}
        if removed:
            change["delete"] = removed
        answer = self._checked(self._send("POST", self._endpoint, Body.json(change)))
        moved = self._location(answer, self._endpoint) if answer.headers.get("location") else remote.id
        if (changed := self._source(moved)) is not None:
            return changed
        raise RequestFailed("bad-answer", f"{answer.host} does not have {moved} after a change of it.", 60.0, answer)

    def _values(self, content: Content) -> dict[str, list[Any]]:
        article = content.article
        summary = article.subtitle or article.description
        published = article.published
        return {
            "name": [labels(article).title],
            "content": [{"html": content.text}],
            "category": list(labels(article).tags),
            "summary": [summary] if summary else [],
            "post-status": [content.state],
            **({"published": [published.astimezone(UTC).isoformat(timespec="seconds")]} if published else {}),
        }

    def _source(self, address: str) -> Remote | None:
        """The post at an address as the endpoint has it, None if it has none there."""
        answer = self._ask({"q": "source", "url": address})
        if answer.status in _UNKNOWN:
            return None
        post = self._checked(answer).json_object("properties")["properties"]
        if not isinstance(post, dict):
            raise RequestFailed("bad-answer", f"{answer.host} answered with JSON of an unknown form.")
        return None if post.get("deleted") else mf2.remote(address, post)

    def _posts(self) -> dict[str, dict[str, Any]]:
        """All posts of the site. Raises Unsearchable."""
        if self._listed is None:
            found: dict[str, dict[str, Any]] = {}
            query = {"q": "source", "limit": str(_PAGE)}
            while True:
                answer = self._ask(query)
                if answer.status in _UNKNOWN:
                    raise Unsearchable
                page = self._checked(answer).json_object("items")
                posts = {url: post for post in mf2.properties(page["items"]) if (url := mf2.first(post, "url"))}
                if posts.keys() <= found.keys():
                    break
                found |= posts
                paging = page.get("paging")
                after = paging.get("after") if isinstance(paging, dict) else None
                query |= {"after": str(after)} if after else {"offset": str(len(found))}
            self._listed = found
        return self._listed

    def _ask(self, query: Mapping[str, str]) -> Answer:
        if "mp-destination" in self._extra:
            query = {**query, "mp-destination": self._extra["mp-destination"][0]}
        mark = "&" if urlsplit(self._endpoint).query else "?"
        return self._send("GET", f"{self._endpoint}{mark}{urlencode(query)}")

    def _send(self, method: str, address: str, body: Body | None = None) -> Answer:
        headers = {"Authorization": f"Bearer {self._token.value}", "Accept": "application/json"}
        return self._web.send(Request(method, address, headers, body, (self._token,)))

    def _checked(self, answer: Answer) -> Answer:
        if answer.status < 300:
            return answer
        if answer.status == 401:
            raise AccessDenied(self._message(answer), "Get a new token, and set MICROPUB_TOKEN.")
        raise refusal.refused(self._message(answer), answer.status, "Change the post as the answer says.", _HINTS)

    def _message(self, answer: Answer) -> str:
        return refusal.message(Request("GET", self._endpoint, secrets=(self._token,)), answer, _reason(answer))

    def _location(self, answer: Answer, address: str) -> str:
        if location := answer.headers.get("location"):
            return urljoin(address, location)
        raise RequestFailed("bad-answer", f"{answer.host} answered {answer.status} without an address.", 60.0, answer)


def _reason(answer: Answer) -> str:
    try:
        found = answer.json_object("error")
    except RequestFailed:
        return ""
    return str(found.get("error_description") or found["error"])
