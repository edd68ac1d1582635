"""WriteFreely: write.as, and hosts that people run themselves. Only a blog ("collection") of the account takes posts.

What the servers do without a word (WriteFreely 0.13 to 0.16):

- A second post of a slug gets four random characters behind it, so the slug is looked for before a post is created. An
  update makes another slug of the slug that it gets, so it gets none: the address of a post never changes. The column
  of slugs holds 100 characters of Latin-1.
- `created` must be written differently for a new post and for a change of one; in another form, a new post has the time
  of its arrival. write.as documents no `created` at all, so the date is read back, and written again if it is wrong.
- There are no fields for tags, a canonical address or pictures. Tags are the hashtags of the text, in a random order,
  and each `#word` of the text is one, even in code. `@name@host` becomes a link, even in code. `<!--more-->`, `paid`,
  `nosig` and `emailsub` have a meaning wherever they stand.
- The Markdown engine is older than CommonMark (`sundown`). The title is Markdown too, of at most 160 characters.
- A post that the author has unpublished, or a whole blog, answers 410. A post without a blog is public at its
  address, so it does not count as a draft.

Requests are read as JSON, and answered as JSON, only with the header. Pictures go to snap.as, which belongs to write.as
alone: at most 10 MB each, and an uploaded one can't be found again.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from medium_archive.articles import Article
from medium_archive.articles.engine import FURTHER_WORDS, Engine
from medium_archive.errors import AccessDenied, PublishRefused
from medium_archive.folder.published import Remote
from medium_archive.folder.uploads import Upload
from medium_archive.platforms import credentials, original, refusal, slugs, sundown
from medium_archive.platforms.content import Content, PictureFile
from medium_archive.platforms.traits import Labels, Traits
from medium_archive.web import Answer, Body, File, Request, RequestFailed, Secret, Web

NAME = "writeas"
SUMMARY = "Publish posts to a blog of WriteFreely, such as one at Writeas."
SECRETS = ("WRITEAS_TOKEN",)
LOGIN = """A token comes for the name and the password of your account. Run
    curl -H 'Content-Type: application/json' -d @- https://write.as/api/auth/login
then type {"alias": "NAME", "pass": "PASSWORD"}, Enter and Ctrl-D. The answer has the token as "access_token". Another
host of WriteFreely has the same path."""

_PUBLIC = "https://write.as"
_SNAPAS = "https://snap.as/api/photos/upload"
_LONGEST_TITLE, _LONGEST_SLUG = 160, 80
# What would become a hashtag, a mention or a mark of the server; in Markdown, a backslash may stand before it
_MARK = r"(?<![&\w/=])[#\uff03](?=\w*[^\W\d_])|@(?=[\w.%+-]+@[\w-]+\.)|!--(?=more|paid|nosig|emailsub)"
_IN_HTML, _IN_MARKDOWN = re.compile(_MARK), re.compile(rf"\\\\|\\?(?:{_MARK})")
_REFERENCES = {"#": "&#35;", "\uff03": "&#65283;", "@": "&#64;", "!--": "!&#45;-"}
# Marks in code of a line, where a reference would be shown as it is, and emphasis inside words
_DIFFERS = re.compile(rf"`[^`]*(?:{_MARK})|\w_+\w|{sundown.DIFFERS}", re.MULTILINE)
_PICTURE_LINE = re.compile(r"^(\[?!\[.*\)|<https?://\S+>)\n(?=_)", re.MULTILINE)
_MARKUP = re.compile(r"[\\`*_\[\]<~]|#(?=#*$)")
_TAG = re.compile(r"[^\W_]*[^\W\d_][^\W_]*")
_RIGHT_TO_LEFT = ("ar", "fa", "he", "ps", "ur", "yi")
_POST = ("id", "slug", "title", "body", "created", "tags")
_HINTS = {410: "Publish it again there, or delete it there."}
TRAITS = Traits(
    "markdown",
    has_dates=True,
    has_canonical=False,
    has_drafts=False,
    has_updates=True,
    has_covers=False,
    engine=Engine(
        differs=_DIFFERS,
        code_differs=_IN_HTML,
        info_differs=FURTHER_WORDS,
        is_commonmark=False,
        footnotes=False,
        figures="markdown",
    ),
    pictures=("image/jpeg", "image/png", "image/gif"),
    max_picture=10_000_000,
    pause=1.0,
)


@dataclass(frozen=True)
class Settings:
    """The table [publish.writeas]."""

    blog: str = field(metadata={"help": "The blog's name in its address, as in https://write.as/NAME/."})
    url: str = field(default=_PUBLIC, metadata={"help": "The host of WriteFreely."})


def labels(article: Article) -> Labels:
    tags = (re.sub(r"[\s-]+", "", tag) for tag in article.tags)
    kept = tuple(dict.fromkeys(tag for tag in tags if _TAG.fullmatch(tag)))
    return Labels(article.title[:_LONGEST_TITLE], slugs.plain(article, _LONGEST_SLUG), kept)


def _address(settings: Settings) -> str:
    return f"{settings.url.rstrip('/')}/{quote(settings.blog)}"


def can_be(account: str, settings: Settings) -> bool:
    return account == _address(settings)


def connect(settings: Settings, secrets: Mapping[str, Secret], web: Web) -> WriteasAccount:
    token = credentials.needed("WRITEAS_TOKEN", secrets, "token for WriteFreely", NAME)
    account = WriteasAccount(settings, token, web)
    account.check()
    return account


class WriteasAccount:
    """One blog. The token goes along with each request, in a header."""

    def __init__(self, settings: Settings, token: Secret, web: Web) -> None:
        self._host, self._blog, self._token, self._web = settings.url.rstrip("/"), settings.blog, token, web
        self.address = _address(settings)
        self._shown_at = f"{self.address}/"

    def check(self) -> None:
        """Check that the token is right, and that the blog is the account's own and is published."""
        blogs = self._data(self._send("GET", "/me/collections"))
        own = [blog for blog in blogs if isinstance(blog, dict)] if isinstance(blogs, list) else []
        names = [str(blog.get("alias")) for blog in own]
        if self._blog not in names:
            message = f"The account at {self._host} has no blog {self._blog}."
            raise PublishRefused(message, f"Its blogs are: {', '.join(names) or 'none'}.")
        answer = self._send("GET", self._path())
        if answer is None:
            raise PublishRefused(f"{self.address} does not exist.", "Look whether the blog is published there.")
        shown_at = self._data(answer, "alias").get("url")
        self._shown_at = f"{shown_at.rstrip('/')}/" if isinstance(shown_at, str) and shown_at else self._shown_at

    def find(self, article: Article, known: Remote | None) -> Remote | None:
        if known is not None:
            answer = self._send("GET", f"/posts/{quote(known.id, '')}", gone_as_none=True)
            return self._remote(answer) if answer else None
        slug = labels(article).slug
        answer = self._send("GET", f"{self._path()}/posts/{quote(slug, '')}")
        return self._remote(answer) if answer else None

    def upload(self, picture: PictureFile) -> Upload | None:
        if self._host != _PUBLIC:
            return None
        body = Body.multipart({}, {"file": File(picture.name, picture.read(), picture.kind)})
        answer = self._answer(self._request("POST", _SNAPAS, body))
        stored = self._data(answer, "id", "url")
        return Upload(str(stored["url"]), str(stored["id"]))

    def create(self, content: Content) -> Remote:
        created = _time(content.article, "T", "Z")
        values = {**self._values(content), "slug": labels(content.article).slug, **created}
        remote = self._remote(self._send("POST", f"{self._path()}/posts", Body.json(values)))
        # Some hosts take the time of a post only when it is changed
        return remote if not created or remote.date == created["created"] else self.update(remote, content)

    def update(self, remote: Remote, content: Content) -> Remote:
        values = {**self._values(content), **_time(content.article, " ")}
        return self._remote(self._send("POST", f"/posts/{quote(remote.id, '')}", Body.json(values)))

    def _values(self, content: Content) -> dict[str, object]:
        article, shown = content.article, labels(content.article)
        lang = article.lang.partition("-")[0].lower()
        return {
            "title": _MARKUP.sub(r"\\\g<0>", shown.title)[:_LONGEST_TITLE],
            "body": self._body(content, shown.tags),
            "font": "norm",
            **({"lang": lang, "rtl": lang in _RIGHT_TO_LEFT} if len(lang) == 2 else {}),
        }

    def _body(self, content: Content, tags: tuple[str, ...]) -> str:
        """The text, then where it was published first, then the tags."""
        text = "\n\n".join(map(_disarmed, content.text.split("\n\n")))
        text = _PICTURE_LINE.sub(r"\1  \n", text)  # a break, so that the caption is below the picture
        is_elsewhere = not original.address(content.article).startswith(self._shown_at)
        first = original.markdown(content.article) if is_elsewhere else ""
        return "\n\n".join(filter(None, (text, first, " ".join(f"#{tag}" for tag in tags))))

    def _remote(self, answer: Answer | None) -> Remote:
        post = self._data(answer, *_POST)
        slug = post["slug"] or ""  # a post that was moved out of the blog has none
        return Remote(
            id=str(post["id"]),
            address=f"{self._shown_at}{quote(slug)}" if slug else f"{self._host}/{post['id']}",
            title=str(post["title"]),
            slug=slug,
            date=str(post["created"]),
            tags=tuple(sorted(map(str, post["tags"] or ()))),
            state="published" if slug else "draft",
            text=hashlib.sha256(str(post["body"]).encode()).hexdigest(),
        )

    def _path(self) -> str:
        return f"/collections/{quote(self._blog, '')}"

    def _send(self, method: str, path: str, body: Body | None = None, *, gone_as_none: bool = False) -> Answer | None:
        """The answer of the API, None where it has nothing at that path."""
        request = self._request(method, f"{self._host}/api{path}", body)
        answer = self._answer(request, 404, *([410] if gone_as_none else []))
        return None if answer.status in (404, 410) else answer

    def _request(self, method: str, address: str, body: Body | None) -> Request:
        headers = {"Authorization": f"Token {self._token.value}", "Accept": "application/json"}
        return Request(method, address, headers, body, (self._token,))

    def _answer(self, request: Request, *expected: int) -> Answer:
        answer = self._web.send(request)
        if answer.status < 300 or answer.status in expected:
            return answer
        told = refusal.message(request, answer, _reason(answer))
        if answer.status == 401:
            raise AccessDenied(told, "Get a new token, and set WRITEAS_TOKEN.")
        raise refusal.refused(told, answer.status, "Change the post as the answer says.", _HINTS)

    def _data(self, answer: Answer | None, *keys: str) -> Any:
        """What an answer has in its envelope; an object with the keys, if any are named."""
        if answer is None:
            raise PublishRefused(f"{self.address} was not found.", "Look whether the blog still exists.")
        data = answer.json_object("data")["data"]
        if not keys or (isinstance(data, dict) and data.keys() >= set(keys)):
            return data
        raise RequestFailed("bad-answer", f"{answer.host} answered {answer.status} with JSON of an unknown form.")


def _disarmed(block: str) -> str:
    """A block in which no sign is a mark. Code that has marks is HTML."""
    marks = _IN_HTML if block.startswith("<") else _IN_MARKDOWN
    return marks.sub(lambda mark: _REFERENCES.get(mark[0].lstrip("\\"), mark[0]), block)


def _time(article: Article, before_hours: str, zone: str = "") -> dict[str, str]:
    """The date of an article in UTC: a new post takes it in another form than a change."""
    time = article.published.replace(tzinfo=None) if article.published else None
    return {"created": time.isoformat(before_hours, "seconds") + zone} if time else {}


def _reason(answer: Answer) -> str:
    try:
        return str(answer.json_object("error_msg")["error_msg"])
    except RequestFailed:
        return ""
