"""dev.to, and other communities that run Forem: its API v1.

- A `canonical_url` belongs to one post of the whole place, so it identifies the post; a second one answers 422. Without
  one, an answer has the address of the copy, and a post is found by its title. Slugs are made there.
- A change without tags removes them. At most four tags of at most 30 letters and digits, in lower case.
- GET of one post hides drafts and may come from a cache: posts are read from the list of the account's own, by pages.
  The list has `tag_list` as a list, one post has it as a string. A host may have a lower limit for a page.
- Templates of Liquid run outside of code, after Markdown and after the sanitiser has decoded references, so only `raw`
  stops them. In code `{%endraw%}` ends the protection that Forem puts around it.
- A text that begins with `---` has front matter, which replaces title, tags and state. A line end is a break, and `^`
  raises a word (Redcarpet). `@name` mentions and notifies a member of that name.
- No date, no pictures: a cover is an address. The description is shown on cards alone.
- New accounts wait 300 seconds between posts; others may send 10 in 30 seconds. 429 says how long.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

import pyromark

from medium_archive import links
from medium_archive.articles import Article
from medium_archive.articles.engine import FURTHER_WORDS, Engine
from medium_archive.errors import AccessDenied
from medium_archive.folder.published import Remote, digest
from medium_archive.folder.uploads import Upload
from medium_archive.markdown import reader
from medium_archive.platforms import credentials, refusal, sundown
from medium_archive.platforms.content import Content, PictureFile
from medium_archive.platforms.traits import Labels, Traits
from medium_archive.web import Answer, Body, Request, RequestFailed, Secret, Web

NAME = "devto"
SUMMARY = "Publish posts to an account at DEV, or at another community of Forem."
SECRETS = ("DEVTO_KEY",)
LOGIN = (
    "Sign in at https://dev.to, open Settings, Extensions, and generate a key below “DEV Community API Keys”. "
    "It can do all that you can do there."
)
_LONGEST_TITLE, _LONGEST_TAG, _MOST_TAGS = 128, 30, 4
_PAGE = 100
# What Forem takes for code when it looks for templates: also from one paragraph to another
_CODE = re.compile(r"~{3}.*?~{3}|`{3}.*?`{3}|``.+?``|`.+?`", re.DOTALL)
_LIQUID = re.compile(r"\{[{%]")
_END_OF_RAW = re.compile(r"\{%-?\s*endraw\s*-?%\}")
_MENTION = re.compile(r"<code\b.*?</code>|(?<![\w/.+-])@(?=[\w-])", re.DOTALL)  # none in code that is HTML
_COVER = re.compile(r"\A.*(?=https?://)", re.DOTALL)
_POST = ("id", "title", "slug", "url", "published_timestamp", "tag_list", "canonical_url", "body_markdown")
# A power, and a paragraph of text with a line end
_DIFFERS = re.compile(
    rf"\^|\A(?![ ]*(?:[-*+>|#]|\d+[.)]|```|~~~|\[?!\[|<http))[^\n]+\n|{sundown.DIFFERS}", re.MULTILINE
)
TRAITS = Traits(
    "markdown",
    has_dates=False,
    has_canonical=True,
    has_drafts=True,
    has_updates=True,
    engine=Engine(differs=_DIFFERS, info_differs=FURTHER_WORDS, is_commonmark=False, figures="markdown"),
    needs_titles=True,
    pause=3.0,
)


@dataclass(frozen=True)
class Settings:
    """The table [publish.devto]."""

    url: str = field(default="https://dev.to", metadata={"help": "The address of the community."})


def labels(article: Article) -> Labels:
    tags = ("".join(filter(str.isalnum, tag)).lower() for tag in article.tags)
    kept = tuple(dict.fromkeys(tag for tag in tags if 0 < len(tag) <= _LONGEST_TAG))[:_MOST_TAGS]
    return Labels(article.title[:_LONGEST_TITLE], "", kept)


def can_be(account: str, settings: Settings) -> bool:
    return account.startswith(f"{settings.url.rstrip('/')}/")


def connect(settings: Settings, secrets: Mapping[str, Secret], web: Web) -> DevtoAccount:
    key = credentials.needed("DEVTO_KEY", secrets, "key for DEV", NAME)
    return DevtoAccount(settings.url.rstrip("/"), key, web)


class DevtoAccount:
    """The key goes along with each request, in a header. `_own` are the posts of the account by their ids, None until
    they are read, and after a request that may have changed them.
    """

    def __init__(self, host: str, key: Secret, web: Web) -> None:
        self._host, self._key, self._web = host, key, web
        self._own: dict[str, dict[str, Any]] | None = None
        name = self._ask("GET", "/users/me").json_object("username")["username"]
        self.address = f"{host}/{name}"

    def find(self, article: Article, known: Remote | None) -> Remote | None:
        own = self._posts()
        if known is not None:
            return _remote(own[known.id]) if known.id in own else None
        title = labels(article).title
        for post in own.values():
            has_none = post["canonical_url"] in (None, "", post["url"])
            if post["canonical_url"] == article.canonical or (
                not article.canonical and has_none and post["title"] == title
            ):
                return _remote(post)
        return None

    def upload(self, picture: PictureFile) -> Upload | None:
        """Forem's API takes no pictures."""

    def create(self, content: Content) -> Remote:
        return self._written("POST", "/articles", content, has_cover=False)

    def update(self, remote: Remote, content: Content) -> Remote:
        return self._written("PUT", f"/articles/{remote.id}", content, has_cover=bool(remote.cover))

    def _written(self, method: str, path: str, content: Content, *, has_cover: bool) -> Remote:
        """Write a post. `has_cover`: an earlier version of it has one, which goes if the article has none."""
        own, self._own = self._posts(), None
        article, shown = content.article, labels(content.article)
        values = {
            "title": shown.title,
            "body_markdown": _body(content.text),
            "published": content.state == "published",
            "tags": shown.tags,
            "canonical_url": article.canonical or None,
            "description": article.subtitle or article.description,
        }
        if content.cover_address or has_cover:
            values["main_image"] = content.cover_address or None
        post = self._ask(method, path, Body.json({"article": values})).json_object(*_POST)
        self._own = {**own, str(post["id"]): post}
        return _remote(post)

    def _posts(self) -> dict[str, dict[str, Any]]:
        """All posts of the account, also drafts."""
        if self._own is None:
            found: dict[str, dict[str, Any]] = {}
            page = 1
            while not (posts := {str(post["id"]): post for post in self._page(page)}).keys() <= found.keys():
                found |= posts
                page += 1
            self._own = found
        return self._own

    def _page(self, page: int) -> list[dict[str, Any]]:
        answer = self._ask("GET", f"/articles/me/all?per_page={_PAGE}&page={page}")
        posts = answer.json()
        if isinstance(posts, list) and all(isinstance(post, dict) and post.keys() >= set(_POST) for post in posts):
            return posts
        message = f"{answer.host} answered {answer.status} with JSON of an unknown form."
        raise RequestFailed("bad-answer", message)

    def _ask(self, method: str, path: str, body: Body | None = None) -> Answer:
        headers = {"api-key": self._key.value, "Accept": "application/vnd.forem.api-v1+json"}
        request = Request(method, f"{self._host}/api{path}", headers, body, (self._key,))
        answer = self._web.send(request)
        if answer.status < 300:
            return answer
        told = refusal.message(request, answer, _reason(answer))
        if answer.status == 401:
            raise AccessDenied(told, "Generate a new key there, and set DEVTO_KEY.")
        raise refusal.refused(told, answer.status, "Change the post as the answer says.")


def _body(text: str) -> str:
    """The text, in which nothing but Markdown has a meaning."""
    text, place = _without_mentions(text), 0
    pieces: list[str] = []
    for code in _CODE.finditer(text):
        pieces += _plain(text[place : code.start()]), _END_OF_RAW.sub("{% endraw %}", code[0])
        place = code.end()
    body = "".join((*pieces, _plain(text[place:])))
    return f"***{body[3:]}" if body.startswith("---") else body


def _plain(text: str) -> str:
    """Text in which no template runs."""
    return _LIQUID.sub(r"{% raw %}\g<0>{% endraw %}", text)


def _without_mentions(text: str) -> str:
    """The text, in which a word joiner, which is not seen, keeps `@name` from being a mention. Code has none: Forem
    looks for mentions after Markdown.
    """
    source, place = text.encode(), 0
    pieces: list[str] = []
    events: Any = pyromark.events_with_range(text, options=reader.OPTIONS)
    for event, at in events:
        match event:
            case {"Code": _} | {"Start": {"CodeBlock": _}}:
                pieces += _joined(source[place : at["start"]]), source[at["start"] : at["end"]].decode()
                place = at["end"]
    return "".join((*pieces, _joined(source[place:])))


def _joined(text: bytes) -> str:
    return _MENTION.sub(lambda found: "@\u2060" if found[0] == "@" else found[0], text.decode())


def _remote(post: Mapping[str, Any]) -> Remote:
    tags = post["tag_list"]
    canonical = str(post["canonical_url"] or "")
    if links.host(canonical) == links.host(str(post["url"])):
        canonical = ""  # its own address, which changes when it is published
    return Remote(
        id=str(post["id"]),
        address=str(post["url"]),
        title=str(post["title"]),
        slug=str(post["slug"]),
        date=str(post["published_timestamp"] or ""),
        tags=tuple(tags if isinstance(tags, list) else filter(None, str(tags or "").split(", "))),
        state="published" if post["published_timestamp"] else "draft",
        text=hashlib.sha256(str(post["body_markdown"]).encode()).hexdigest(),
        rest=digest(post.get("description"), canonical),
        # The address at the end of one that makes it smaller, which differs from time to time
        cover=_COVER.sub("", unquote(str(post.get("cover_image") or ""))),
    )


def _reason(answer: Answer) -> str:
    try:
        return str(answer.json_object("error")["error"])
    except RequestFailed:
        return ""
