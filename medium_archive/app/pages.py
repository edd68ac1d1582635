"""The pages: each shows what a command says about the archive, and has the forms of its actions (actions.py)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from medium_archive.app import (
    advice,
    conflicts,
    members,
    nearby,
    outcomes,
    post_pages,
    pressing,
    reports,
    sending,
    sent,
    titles,
)
from medium_archive.app.jobs import Job
from medium_archive.app.post_pages import PostPages
from medium_archive.app.session import Problem, Session
from medium_archive.app.site_page import SitePage
from medium_archive.app.watching import Watching
from medium_archive.app.words import Language
from medium_archive.errors import ArchiveError, NoSuchPost, SettingsWrong
from medium_archive.folder import begun_import, picture_record
from medium_archive.folder.layout import Layout
from medium_archive.report import Report

_MOST_MISSING = 200
_WITHOUT_ARCHIVE = ("start", "job")


class Pages:
    """The pages of a session. Each takes what a form that was refused had in it, and what went wrong."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._makers = self._by_name(PostPages(session), Watching(session))

    async def show(self, name: str, request: Request, status: int = 200, **values: Any) -> Response:
        """A page by its name, with a `problem`, a sentence that is `said`, or the `form` that was refused. That of a
        platform is "publish/ghost", that of a format "export/hugo".
        """
        values["back"] = name
        name, _, member = name.partition("/")
        if name not in _WITHOUT_ARCHIVE and not self._session.has_archive:
            return self._session.render(request, name, template="no_archive", **{"status": status, **values})
        try:
            found = await (self._member(name, member) if member else self._makers[name](request))
            if found is None:
                raise HTTPException(HTTPStatus.NOT_FOUND)
        except (ArchiveError, OSError) as error:
            values.setdefault("problem", Problem.of(error))
            status = HTTPStatus.NOT_FOUND if isinstance(error, NoSuchPost) else status
            is_of_settings = isinstance(error, SettingsWrong)
            file = str(self._session.layout.settings)
            found = {"template": "trouble", "is_of_settings": is_of_settings, "settings_file": file}
        return self._session.render(request, name, status=status, **found, **values)

    def of(self, name: str) -> Callable[[Request], Any]:
        """The answer to a request for a page."""

        async def page(request: Request) -> Response:
            latest = self._session.jobs.latest
            is_changed = latest is not None and request.query_params.get("change") == str(latest.number)
            values: dict[str, Any] = {}
            if latest is not None and is_changed:
                values = {"form": latest.form, "mistake": outcomes.mistake(latest)}
            return await self.show("/".join((name, *request.path_params.values())), request, **values)

        return page

    def _by_name(self, posts: PostPages, account: Watching) -> Mapping[str, Callable[[Request], Any]]:
        """What makes the values of each page."""
        return {
            "start": self._start,
            "job": self._job,
            "questions": self._questions,
            "read": self._read,
            "proof": self._proof,
            "posts": posts.posts,
            "post": posts.post,
            "history": posts.history,
            "pictures": self._pictures,
            "site": SitePage(self._session).show,
            "publish": self._publish,
            "export": self._export,
            "backup": self._backup,
            "watch": account.watch,
            "appeal": account.letter,
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
        action = await run_in_threadpool(members.of_job, job.action)
        done = await run_in_threadpool(sent.of, job, action)
        values: dict[str, Any] = {
            "job": job,
            "pauses": action.pauses,
            "outcome": outcomes.title(job, action),
            "change": outcomes.form_of(job, action),
            "change_text": language.texts["change_file" if job.action == "import" else "change_form"],
            "mistake": outcomes.mistake(job),
            "published_at": outcomes.published_at(job, action),
            "busy": "busy" in request.query_params,
            "progress": reports.progress(job, language),
            "sent": done,
            "shown": sent.without(await run_in_threadpool(self._shown, job, language), done),
            "error_class": report.get("error", ""),
            "advice": advice.NOTHING_SEEN if outcomes.saw_nothing(job) else advice.of_error(report.get("error", "")),
            "what": language.action(job.action),
            "rehearsal": action.rehearsal if action.is_rehearsed(job.form) else None,
            "secrets": await run_in_threadpool(sending.secrets, job.place.layout, action.secrets),
            "next": [
                *post_pages.after(job, language),
                *((address, language.texts[text]) for address, text in action.leads_to),
            ],
            "elsewhere": await self._elsewhere(job.place.layout) if action.proves and shows_result else 0,
            "questions": sum(issue["code"] == "both-changed" for issue in report.get("issues", ())),
        }
        if report.get("error") == "ExportUnreadable" and job.action == "import":
            found = Problem(report["message"], pressing.said(report["hint"], language.texts)).line
            values["problem"] = Problem(language.texts["not_an_export"], found, is_english=False)
        elif "error" in report and report["error"] != "AnotherAccount":  # which is a question
            values["problem"] = Problem(report["message"], report["hint"])
        if report.get("error") == "GitIdentityMissing":
            texts = language.texts
            values["problem"] = Problem(texts["author_missing"], texts["author_missing_hint"], is_english=False)
        if job.cause:
            values["problem"] = Problem(language.texts["not_started"].format(reason=job.cause), is_english=False)
        return values

    def _shown(self, job: Job, language: Language) -> reports.Shown:
        """The report of a job, which names a post by its title."""
        report = _without_repeats(job.report, job)
        facts = dict(report.get("facts", {}))
        if "post" in facts:
            facts["post"] = titles.of(job.place.layout, facts["post"])
        return reports.shown({**report, "facts": facts}, self._session.labels_of(language))

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
        from medium_archive.commands import list_missing  # noqa: PLC0415  # the first page comes without it

        status = await self._status()
        counts = {key: number for key, number in status["counts"].items() if key.startswith(("pictures_", "gists_"))}
        labels = self._session.labels_of(self._session.language(request))
        found = await self._report(lambda: list_missing.list_missing(self._session.layout))
        groups = await run_in_threadpool(self._by_post, found["missing"][:_MOST_MISSING])
        latest = self._session.jobs.latest
        issues = latest.report.get("issues", ()) if latest is not None else ()
        return {
            "missing": groups,
            "left": max(0, len(found["missing"]) - _MOST_MISSING),
            "is_offline": any(issue["code"] == "network-unreachable" for issue in issues),
            "here": reports.shown({"counts": counts}, labels),
        }

    def _by_post(self, missing: Sequence[Mapping[str, Any]]) -> list[tuple[str, str, list[Mapping[str, Any]]]]:
        """What is missing by the first post that shows it: its path, its title, and the pictures; last those of no
        post, with "" for both.
        """
        by_path: dict[str, list[Mapping[str, Any]]] = {}
        for one in missing:
            by_path.setdefault(one["posts"][0] if one["posts"] else "", []).append(one)
        found = sorted(by_path.items(), key=lambda item: not item[0])
        return [(path, titles.of(self._session.layout, path) if path else "", group) for path, group in found]

    async def _publish(self, request: Request) -> dict[str, Any]:
        session = self._session
        return await run_in_threadpool(sending.publish, session.layout, await self._status(), session.asked_for)

    async def _export(self, request: Request) -> dict[str, Any]:
        return await run_in_threadpool(sending.export)

    async def _backup(self, request: Request) -> dict[str, Any]:
        labels = self._session.labels_of(self._session.language(request))
        return await run_in_threadpool(sending.backup, self._session.layout, labels)


def _without_repeats(report: Mapping[str, Any], job: Job) -> Mapping[str, Any]:
    """The report without what its page says in its own words: the rows and issues of a look that saw nothing, the place
    of the proof, which is removed at the end, and the texts that an import already had before its pause.
    """
    if outcomes.saw_nothing(job):
        return {key: value for key, value in report.items() if key not in ("rows", "issues", "counts", "facts")}
    left_out = {"counts": ["unchanged"] * bool(job.form.get("rest")), "facts": ["report"] * (job.action == "verify")}
    return {
        key: {name: one for name, one in value.items() if name not in left_out[key]} if key in left_out else value
        for key, value in report.items()
    }
