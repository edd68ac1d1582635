"""The pages about posts: the list with its search and filters, one post, and its history."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from medium_archive.app.jobs import Job
from medium_archive.app.session import Session
from medium_archive.app.words import Language
from medium_archive.markdown import front_matter

if TYPE_CHECKING:
    from medium_archive.commands.list_posts import Memory

_ON_A_PAGE = 50
_MOST_WORDS = 200  # characters of a search
KINDS = ("story", "response", "draft", "forgotten")


class PostPages:
    """The values of the templates of these pages."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._memories: dict[Path, Memory] = {}

    async def posts(self, request: Request) -> dict[str, Any]:
        """The list of posts. A query parameter with an unknown value is ignored."""
        from medium_archive.commands import list_posts  # noqa: PLC0415  # slow to import

        layout, asked = self._session.layout, request.query_params
        number = int(page) if (page := asked.get("page", "1")).isascii() and page.isdigit() and len(page) < 6 else 1
        wanted = list_posts.Wanted(
            words=asked.get("q", "")[:_MOST_WORDS],
            kind=kind if (kind := asked.get("kind", "")) in KINDS else "",
            language=asked.get("language", ""),
            lacks=bool(asked.get("lacks")),
            is_own=bool(asked.get("own")),
            start=max(number - 1, 0) * _ON_A_PAGE,
            most=_ON_A_PAGE,
        )
        memory = self._memories.setdefault(layout.root, list_posts.Memory())
        report = (await run_in_threadpool(list_posts.list_posts, layout, wanted, memory)).as_json()
        found, start = report["counts"]["posts"], report["start"]
        fields = {name: asked[name] for name in ("q", "kind", "language", "lacks", "own") if asked.get(name)}
        return {
            "wanted": wanted,
            "found": found,
            "posts": report["posts"],
            "issues": report["issues"],
            "languages_here": report["languages"],
            "kinds": KINDS,
            "start": start,
            "number": start // _ON_A_PAGE + 1,
            "pages_of_list": max(1, -(-found // _ON_A_PAGE)),
            "page_address": lambda one: "posts?" + urlencode({**fields, "page": one}),
            "is_filtered": bool(fields),
        }

    async def post(self, request: Request) -> dict[str, Any]:
        """One post, by its path. Raises NoSuchPost."""
        from medium_archive.commands import show_post  # noqa: PLC0415  # slow to import

        path = request.query_params.get("name", "")
        report = (await run_in_threadpool(show_post.show_post, self._session.layout, path)).as_json()
        text = report["markdown"]
        writing = front_matter.below(text)
        return {
            "post": report,
            "writing": writing,
            "top": text[: len(text) - len(writing)].rstrip(),
            "query": urlencode({"name": path}),
        }

    async def history(self, request: Request) -> dict[str, Any]:
        """What each export had of a post. Raises NoSuchPost."""
        from medium_archive.commands import show_history, show_post  # noqa: PLC0415  # slow to import

        layout, path = self._session.layout, request.query_params.get("name", "")
        await run_in_threadpool(show_post.file_of, layout, path)
        report = (await run_in_threadpool(lambda: show_history.history(layout, path, diff=True))).as_json()
        rows = [(row["label"], row["value"]) for row in report["rows"]]
        return {"rows": rows, "path": path, "query": urlencode({"name": path}), "text": report["text"]}


def after(job: Job, language: Language) -> list[tuple[str, str]]:
    """Where a person may go after a job about one post: to the post where it is now."""
    path = job.report.get("post") or job.report.get("facts", {}).get("post", "")
    if job.action not in ("set", "draft", "publish-post", "restore", "new") or not path:
        return []
    text = "next_write" if job.action == "new" else "next_post"
    return [(f"post?name={quote(path, safe='')}", language.texts[text])]
