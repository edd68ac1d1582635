"""WordPress: its REST API with an application password. Tried with WordPress 6.1 (tests/second_homes).

- A slug that another post has, and a few words such as `feed`, silently get a number, and a slug of more than 200
  encoded bytes is cut: `articles.wordpress_slugs` gives slugs that stay as they are. Slugs come back percent-encoded.
- The trash renames a post, so it is found there only by its id.
- Tags must exist before a post has them. Their names are HTML, in answers and in searches, and ignore case.
- Titles and excerpts are HTML. Texts become paragraphs and run shortcodes, also in code (`articles.wordpress_text`).
- A picture gets its slug from the name of its file. It shows a smaller copy of one with more than 2,560 pixels.
- Custom fields are dropped, so there is no place for a canonical address.
- A wrong password and a missing one have the same answer; a host may also remove the header that has the password.
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from html import escape, unescape
from typing import Any
from urllib.parse import quote, unquote, urlencode

from medium_archive.articles import Article, resolved_html, wordpress_slugs, wordpress_text
from medium_archive.errors import AccessDenied, PublishRefused
from medium_archive.folder.published import Remote, digest
from medium_archive.folder.uploads import Upload
from medium_archive.platforms import credentials, refusal
from medium_archive.platforms.content import Content, PictureFile
from medium_archive.platforms.traits import Labels, Traits
from medium_archive.web import Answer, Body, Request, RequestFailed, Secret, Web

NAME = "wordpress"
SUMMARY = "Publish your posts on a WordPress site, with their pictures, dates and tags."
SECRETS = ("WORDPRESS_PASSWORD",)
LOGIN = (
    "Sign in to WordPress, open Users, Profile, and make an application password. It is shown only once. "
    "Your usual password does not work."
)
_FORMS = {"image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "image/webp": "webp"}
TRAITS = Traits(
    "html",
    has_dates=True,
    has_canonical=False,
    has_drafts=True,
    has_updates=True,
    has_subtitles=True,
    pictures=tuple(_FORMS),
    finds_pictures=True,
)
_POST = ("id", "slug", "link", "status", "date_gmt", "title", "content", "excerpt", "featured_media", "tags")
_STATES = {"publish": "published", "draft": "draft"}  # not of posts that are private, pending or of the future
_TAG = 200  # characters; a longer name is refused
_HINTS = {413: "Allow larger uploads in the settings of the host."}
_PAGE = 100  # the most that WordPress lists at once
_ALT = 4000  # bytes in an address; servers refuse longer addresses


@dataclass(frozen=True)
class Settings:
    """The table [publish.wordpress]."""

    url: str = field(metadata={"help": "The address of the site."})
    user: str = field(metadata={"help": "The name with which you sign in."})


def labels(article: Article) -> Labels:
    wanted = wordpress_slugs.of(article.slug) or wordpress_slugs.of(article.path.rpartition("/")[2])
    slug = wordpress_slugs.unique([("", wanted or "post")])[""]
    names = (" ".join(tag.split())[:_TAG].strip() for tag in article.tags)
    return Labels(article.title, unquote(slug), tuple({name.casefold(): name for name in names if name}.values()))


def can_be(account: str, settings: Settings) -> bool:
    return account == settings.url.rstrip("/")


def connect(settings: Settings, secrets: Mapping[str, Secret], web: Web) -> _Account:
    password = credentials.needed(SECRETS[0], secrets, "application password for WordPress", NAME)
    account = _Account(settings, password, web)
    me = account.ask("GET", "users/me", {"context": "edit"}).json_object("capabilities")
    able = me["capabilities"] if isinstance(me["capabilities"], dict) else {}
    if not (able.get("publish_posts") and able.get("upload_files")):
        message = f"{settings.user} may not publish posts and upload pictures at {settings.url}."
        raise PublishRefused(message, "Let an administrator give this user the role Author or Editor.")
    return account


class _Account:
    """`_tags` are the names of tags by their ids."""

    def __init__(self, settings: Settings, password: Secret, web: Web) -> None:
        self.address, self._web = settings.url.rstrip("/"), web
        basic = Secret(b64encode(f"{settings.user}:{password.value}".encode()).decode())
        self._secrets = (password, basic)
        self._tags: dict[int, str] = {}

    def find(self, article: Article, known: Remote | None) -> Remote | None:
        if known is not None:
            answer = self.ask("GET", f"posts/{known.id}", {"context": "edit"}, missing="rest_post_invalid_id")
            post = None if answer.status == 404 else answer.json_object(*_POST)
            return None if post is None or post["status"] == "trash" else self._remote(post)
        # Not the trash: it has other slugs
        query = {"context": "edit", "status": "any", "slug": labels(article).slug}
        found = self.ask("GET", "posts", query).json_objects(*_POST)
        return self._remote(found[0]) if found else None

    def upload(self, picture: PictureFile) -> Upload:
        name = picture.sha256[:16]
        found = self.ask("GET", "media", {"slug": name}).json_objects("id", "source_url")
        if found:
            return Upload(found[0]["source_url"], str(found[0]["id"]))
        # The post has the description in any case
        query = {"alt_text": picture.alt} if len(quote(picture.alt)) <= _ALT else {}
        request = self._request("POST", "media", query, Body(picture.read(), picture.kind))
        file = f'attachment; filename="{name}.{_FORMS[picture.kind]}"'
        sent = replace(request, headers={**request.headers, "Content-Disposition": file})
        made = self._sent(sent).json_object("id", "source_url")
        return Upload(made["source_url"], str(made["id"]))

    def create(self, content: Content) -> Remote:
        return self._written("posts", content, has_cover=False)

    def update(self, remote: Remote, content: Content) -> Remote:
        return self._written(f"posts/{remote.id}", content, has_cover=bool(remote.cover))

    def _written(self, path: str, content: Content, *, has_cover: bool) -> Remote:
        """Write a post. `has_cover`: an earlier version of it has one, which goes if the article has none."""
        article, shown = content.article, labels(content.article)
        values: dict[str, object] = {
            "title": escape(shown.title, quote=False),
            "slug": shown.slug,
            "content": _text(content),
            "excerpt": escape(article.subtitle or article.description, quote=False),
            "status": "draft" if content.state == "draft" else "publish",
            "tags": [self._tag(name) for name in shown.tags],
        }
        if content.cover or has_cover:
            values["featured_media"] = int(content.cover.id) if content.cover else 0
        if article.published:
            values["date_gmt"] = article.published.replace(tzinfo=None).isoformat(timespec="seconds")
        return self._remote(self.ask("POST", path, {"context": "edit"}, Body.json(values)).json_object(*_POST))

    def _tag(self, name: str) -> int:
        """The id of a tag, which is made if it is not there."""
        wanted, shown = name.casefold(), escape(name, quote=False)
        known = {one.casefold(): id for id, one in self._tags.items()}
        if wanted not in known:
            query = {"search": shown, "per_page": str(_PAGE)}
            self._learn(self.ask("GET", "tags", query))
            known = {one.casefold(): id for id, one in self._tags.items()}
        if wanted not in known:
            answer = self.ask("POST", "tags", {}, Body.json({"name": shown}), missing="term_exists")
            if answer.status < 300:
                known[wanted] = answer.json_object("id")["id"]
            else:
                known[wanted] = answer.json_object("data")["data"]["term_id"]
            self._tags[known[wanted]] = name
        return known[wanted]

    def _learn(self, answer: Answer) -> None:
        self._tags |= {tag["id"]: unescape(tag["name"]) for tag in answer.json_objects("id", "name")}

    def _remote(self, post: dict[str, Any]) -> Remote:
        new = [id for id in post["tags"] if id not in self._tags]
        for first in range(0, len(new), _PAGE):
            query = {"include": ",".join(map(str, new[first : first + _PAGE])), "per_page": str(_PAGE)}
            self._learn(self.ask("GET", "tags", query))
        return Remote(
            id=str(post["id"]),
            address=post["link"],
            title=unescape(post["title"]["raw"]),
            slug=unquote(post["slug"]),
            date=post["date_gmt"] or "",
            tags=tuple(self._tags[id] for id in post["tags"] if id in self._tags),
            state=_STATES.get(post["status"], "hidden"),
            text=hashlib.sha256(post["content"]["raw"].encode()).hexdigest(),
            rest=digest(post["excerpt"]["raw"]),
            cover=str(post["featured_media"] or ""),
        )

    def ask(
        self, method: str, path: str, query: Mapping[str, str], body: Body | None = None, missing: str = ""
    ) -> Answer:
        """The answer to a request: one that succeeded, or one with the code `missing`."""
        return self._sent(self._request(method, path, query, body), missing)

    def _request(self, method: str, path: str, query: Mapping[str, str], body: Body | None) -> Request:
        # Not /wp-json/: that exists only where permalinks have words
        address = f"{self.address}/?{urlencode({'rest_route': f'/wp/v2/{path}', **query})}"
        return Request(method, address, {"Authorization": f"Basic {self._secrets[1].value}"}, body, self._secrets)

    def _sent(self, request: Request, missing: str = "") -> Answer:
        try:
            answer = self._web.send(request)
        except RequestFailed as failure:
            if failure.answer is None or not _error(failure.answer)[0].startswith("rest_upload_"):
                raise
            answer = failure.answer  # 500, its answer to a file that it does not take
        code, reason = _error(answer)
        if answer.status < 300 or (code and code == missing):
            return answer
        told = refusal.message(request, answer, reason) if code else request.redacted(reason)
        if answer.status == 401:
            hint = f"Check the user and {SECRETS[0]}; some hosts must be told to pass the header Authorization on."
            raise AccessDenied(told, hint)
        raise refusal.refused(told, answer.status, "Look at the settings of WordPress and of the user.", _HINTS)


def _error(answer: Answer) -> tuple[str, str]:
    """The code of an error and what WordPress says of it. A firewall before it answers in another form."""
    if answer.status < 300:
        return "", ""
    try:
        error = answer.json_object("code", "message")
    except RequestFailed as failure:
        return "", failure.message
    return str(error["code"]), unescape(str(error["message"]))


def _text(content: Content) -> str:
    """The text as WordPress reads it. It offers its smaller pictures where it knows the id of a picture."""
    root = resolved_html.parse(content.text)
    for image in root.iter("img"):
        if upload := content.uploads.get(image.get("src", "")):
            image.set("class", f"wp-image-{upload.id}")
    return wordpress_text.html(root)
