"""The pages: each shows what a command says about the archive, and has the forms of its actions (actions.py)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from medium_archive.app import (
    actions,
    advice,
    conflicts,
    members,
    missing,
    nearby,
    outcomes,
    post_pages,
    reports,
    sending,
    site_page,
    watching,
)
from medium_archive.app.post_pages import PostPages
from medium_archive.app.session import Problem, Session
from medium_archive.errors import ArchiveError, NoSuchPost
from medium_archive.folder import begun_import, picture_record
from medium_archive.folder.layout import Layout
from medium_archive.report import Report

# Where a person may go after a job: the pages, and the names of their texts
_NEXT: Mapping[str, tuple[tuple[str, str], ...]] = {
    "import": (("proof", "next_proof"), ("pictures", "next_pictures"), ("site", "next_site")),
    "rescue": (("", "next_start"), ("pictures", "next_pictures"), ("site", "next_site")),
    "sync": (("", "next_start"), ("site", "next_site")),
    "resolve": (("", "next_start"), ("site", "next_site")),
    "verify": (("proof/page", "next_proof_page"), ("site", "next_site")),
    "set": (("posts", "next_posts"), ("site", "next_site")),
    "draft": (("posts", "next_posts"), ("site", "next_site")),
    "publish-post": (("posts", "next_posts"), ("site", "next_site")),
    "forget": (("posts?kind=forgotten", "next_forgotten"), ("posts", "next_posts"), ("site", "next_site")),
    "restore": (("posts", "next_posts"), ("site", "next_site")),
    "new": (("posts", "next_posts"), ("site", "next_site")),
    "pictures": (("pictures", "next_pictures"), ("site", "next_site")),
    "trial": (("site#trial", "next_trial"),),
    "theme-new": (("site", "next_theme"),),
    "theme-eject": (("site", "next_theme"),),
    "build": (("read", "next_preview"), ("publish", "next_publish")),
    "check": (("watch", "next_watch"),),
    "rehearse": (("watch", "next_watch"),),
    "schedule": (("watch", "next_watch"),),
    "unschedule": (("watch", "next_watch"),),
    "appeal": (("appeal", "next_appeal"), ("watch", "next_watch")),
    "check-site": (("publish", "next_publish_other"),),
    "save-site": (("publish", "next_publish_other"),),
    "verify-copy": (("backup", "next_backup"),),
    # Of each host, platform and format
    "publish": (("publish", "next_publish_other"), ("watch", "next_watch")),
    "compare": (("publish", "next_publish_other"),),
    "login": (("publish", "next_publish_other"),),
    "export": (("export", "next_export"), ("backup", "next_backup")),
}
_PROVES = ("import", "rescue", "sync", "resolve", "verify")  # the actions that say whether something is lost
_WITHOUT_ARCHIVE = ("start", "job")


class Pages:
    """The pages of a session. Each takes what a form that was refused had in it, and what went wrong."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._posts = PostPages(session)

    async def show(self, name: str, request: Request, status: int = 200, **values: Any) -> Response:
        """A page by its name, with a `problem`, a sentence that is `said`, or the `form` that was refused. That of a
        platform is "publish/ghost", that of a format "export/hugo".
        """
        values["back"] = name
        name, _, member = name.partition("/")
        if name not in _WITHOUT_ARCHIVE and not self._session.has_archive:
            return self._session.render(request, name, template="no_archive", **{"status": status, **values})
        try:
            found = await (self._member(name, member) if member else self._makers()[name](request))
            if found is None:
                raise HTTPException(HTTPStatus.NOT_FOUND)
        except (ArchiveError, OSError) as error:
            values.setdefault("problem", Problem.of(error))
            status = HTTPStatus.NOT_FOUND if isinstance(error, NoSuchPost) else status
            found = {"template": "trouble"}
        return self._session.render(request, name, status=status, **found, **values)

    def of(self, name: str) -> Callable[[Request], Any]:
        """The answer to a request for a page."""

        async def page(request: Request) -> Response:
            latest = self._session.jobs.latest
            is_changed = latest is not None and request.query_params.get("change") == str(latest.number)
            values: dict[str, Any] = {"form": latest.form} if latest is not None and is_changed else {}
            return await self.show("/".join((name, *request.path_params.values())), request, **values)

        return page

    def _makers(self) -> Mapping[str, Callable[[Request], Any]]:
        return {
            "start": self._start,
            "job": self._job,
            "questions": self._questions,
            "read": self._read,
            "proof": self._proof,
            "posts": self._posts.posts,
            "post": self._posts.post,
            "history": self._posts.history,
            "pictures": self._pictures,
            "site": site_page.SitePage(self._session).show,
            "publish": self._publish,
            "export": self._export,
            "backup": self._backup,
            "watch": watching.Watching(self._session).watch,
            "appeal": watching.Watching(self._session).letter,
        }

    async def _member(self, page: str, name: str) -> dict[str, Any] | None:
        """The page of a platform or of a format; None if there is none of that name."""
        asked = self._session.asked_for(f"{page}-{name}")
        if page == "publish":
            return await run_in_threadpool(sending.place, self._session.layout, name, asked)
        return await run_in_threadpool(sending.file_format, name, asked)

    async def _report(self, command: Callable[[], Report]) -> Mapping[str, Any]:
        """The JSON of a report of a command that changes nothing."""
        return (await run_in_threadpool(command)).as_json()

    async def _status(self) -> Mapping[str, Any]:
        from medium_archive.commands import show_status  # noqa: PLC0415  # the first page comes without it

        status = await self._report(lambda: show_status.status(self._session.layout))
        # Each page says above its title that an import has not ended, and no page does while it runs
        return {**status, "issues": [one for one in status["issues"] if one["code"] != begun_import.CODE]}

    async def _start(self, request: Request) -> dict[str, Any]:
        near = await run_in_threadpool(nearby.archives, self._session.layout, self._session.opened)
        if not self._session.has_archive:
            return {"here": None, "nearby": near}
        labels = self._session.labels_of(self._session.language(request))
        return {"here": reports.shown(await self._status(), labels), "nearby": near}

    async def _job(self, request: Request) -> dict[str, Any]:
        session, language = self._session, self._session.language(request)
        job = session.jobs.latest
        if job is None:
            return {"job": None}
        report, shows_result = job.report, job.state == "done"
        action = await run_in_threadpool(members.named, job.action)
        assert action is not None  # noqa: S101  # each job is one of them
        next_pages = _NEXT.get(job.action) or _NEXT[job.action.partition("-")[0]]
        values: dict[str, Any] = {
            "job": job,
            "is_paused": job.action in actions.PAUSED,
            "outcome": outcomes.title(job, action),
            "change": outcomes.form_of(job, action),
            "change_text": language.texts["change_file" if job.action == "import" else "change_form"],
            "published_at": outcomes.published_at(job, action),
            "busy": "busy" in request.query_params,
            "progress": reports.progress(job, language),
            "shown": reports.shown(report, session.labels_of(language)),
            "error_class": report.get("error", ""),
            "advice": advice.of_error(report.get("error", "")),
            "what": language.action(job.action),
            "rehearsal": action.rehearsal if action.is_rehearsed(job.form) else None,
            "secrets": await run_in_threadpool(sending.secrets, job.place.layout, action.secrets),
            "next": [
                *post_pages.after(job, language),
                *((address, language.texts[text]) for address, text in next_pages),
            ],
            "elsewhere": await self._elsewhere(job.place.layout) if job.action in _PROVES and shows_result else 0,
            "questions": sum(issue["code"] == "both-changed" for issue in report.get("issues", ())),
        }
        if "error" in report:
            values["problem"] = Problem(report["message"], report["hint"])
        if job.cause:
            values["problem"] = Problem(language.texts["not_started"].format(reason=job.cause), is_english=False)
        return values

    async def _elsewhere(self, layout: Layout) -> int:
        """The number of pictures that are not in the archive; 0 if the records can't be read, which the page says."""
        try:
            return await run_in_threadpool(picture_record.elsewhere, layout)
        except ArchiveError:
            return 0

    async def _questions(self, request: Request) -> dict[str, Any]:
        found, number = await run_in_threadpool(conflicts.read, self._session.layout)
        return {"conflicts": found, "number": number}

    async def _proof(self, request: Request) -> dict[str, Any]:
        elsewhere = await self._elsewhere(self._session.layout)
        return {"has_report": self._session.proof.is_file(), "elsewhere": elsewhere}

    async def _read(self, request: Request) -> dict[str, Any]:
        return {"has_site": (self._session.layout.site / "index.html").is_file()}

    async def _pictures(self, request: Request) -> dict[str, Any]:
        status = await self._status()
        counts = {key: number for key, number in status["counts"].items() if key.startswith(("pictures_", "gists_"))}
        labels = self._session.labels_of(self._session.language(request))
        found = await run_in_threadpool(missing.read, self._session.layout)
        return {"missing": found, "here": reports.shown({"counts": counts}, labels)}

    async def _publish(self, request: Request) -> dict[str, Any]:
        session = self._session
        return await run_in_threadpool(sending.publish, session.layout, await self._status(), session.asked_for)

    async def _export(self, request: Request) -> dict[str, Any]:
        return await run_in_threadpool(sending.export)

    async def _backup(self, request: Request) -> dict[str, Any]:
        labels = self._session.labels_of(self._session.language(request))
        return await run_in_threadpool(sending.backup, self._session.layout, labels)
