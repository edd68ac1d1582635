"""What the forms and the script of the pages ask for: entering, jobs, drops, settings, the language, the end."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response, StreamingResponse

from medium_archive.app import actions, drops, forms, guard, members, reports, words
from medium_archive.app.actions import Form, Incomplete, Place
from medium_archive.app.jobs import PREVIEW, Job
from medium_archive.app.pages import Pages
from medium_archive.app.session import NAVIGATION, OTHERS, Problem, Session, refusal
from medium_archive.errors import ArchiveError, FolderUnwritable, NotAnArchive
from medium_archive.folder import begun_import, location
from medium_archive.folder import layout as archive_layout
from medium_archive.folder.layout import Layout

_MEMBER = re.compile(r"(?:publish|export)/[a-z]+")
# By the first part of the address that takes the form; the others have theirs on the first page
_PAGES_OF_FORMS = {
    "again": "job",
    "stop": "job",
    "settings": "site",
    "address": "job",
    "trial": "site",
    "open": "site",
    "post": "posts",
    "watched": "watch",
    "alerts": "watch",
    "places": "publish",
}
_END_SECONDS = 1.0  # in which the browser gets the style sheet of the last page


class Requests:
    """The answers to what changes something. A job leads to its page, so that loading that again starts nothing."""

    def __init__(self, session: Session, pages: Pages) -> None:
        self._session, self._pages = session, pages

    async def enter(self, request: Request) -> Response:
        """Let a browser in that has the key of the door. A redirect would come without the cookie, which browsers send
        only from page to page of this server.
        """
        key = (await forms.read(request)).get("key", "")
        if not guard.same(key, self._session.keys.door):
            return refusal(HTTPStatus.FORBIDDEN)
        texts = self._session.language(request).texts
        answer = self._session.alone(request, texts["entering_title"], address=f"{self._session.keys.base}/")
        answer.headers["Set-Cookie"] = self._session.keys.set_cookie()
        return answer

    async def start(self, request: Request) -> Response:
        """Start the action of a form, or show its page again with what it lacks."""
        action = await run_in_threadpool(members.named, request.path_params["action"])
        if action is None:
            return refusal(HTTPStatus.NOT_FOUND)
        return await self._start(action, await forms.read(request), request, self._session.place)

    async def again(self, request: Request) -> Response:
        """Run the latest action again in the same archive, with other values of its form if the request has some."""
        form, latest = await forms.read(request), self._session.jobs.latest
        if latest is None or not self._is_latest(form):
            return await self._not_latest(request)
        return await self._again(latest, form, request, latest.place)

    async def stop(self, request: Request) -> Response:
        """Stop the job of a form, which another tab may still show after its end."""
        if not self._is_latest(await forms.read(request)):
            return await self._refused("job", request, {}, "not_stopped")
        await self._session.jobs.stop()
        return self._session.to("job")

    async def events(self, request: Request) -> Response:
        """The progress of the latest job, as server-sent events; the stream ends with the job."""
        language = self._session.language(request)

        async def stream() -> AsyncIterator[str]:
            async for job in self._session.jobs.events():
                yield f"data: {json.dumps(reports.event(job, language))}\n\n" if job else ": still here\n\n"

        return StreamingResponse(stream(), media_type="text/event-stream")

    async def report(self, request: Request) -> Response:
        """The whole report of the latest job, as `--json` printed it."""
        latest = self._session.jobs.latest
        return JSONResponse(dict(latest.report) if latest else {})

    async def begin_drop(self, request: Request) -> Response:
        try:
            return JSONResponse({"drop": self._session.drops.begin()})
        except drops.Refused:
            return refusal(HTTPStatus.CONFLICT)
        except FolderUnwritable as error:
            return _full(error)

    async def drop(self, request: Request) -> Response:
        """Take one dropped file, piece by piece."""
        name, path = request.path_params["drop"], request.path_params["path"]
        size = int(request.headers.get("content-length", "0"))
        try:
            await self._session.drops.add(name, path, request.stream(), size)
        except drops.Refused:
            return refusal(HTTPStatus.CONFLICT)
        except FolderUnwritable as error:
            return _full(error)
        return PlainTextResponse("Created", HTTPStatus.CREATED)

    async def choose_archive(self, request: Request) -> Response:
        """Use another folder as the archive; with `again`, run the last action there."""
        form, texts = await forms.read(request), self._session.language(request).texts
        await self._session.jobs.make_way()
        if self._session.jobs.is_running:
            return self._session.to("job?busy=1")
        if form.get("again") and not self._is_latest(form):
            return await self._not_latest(request)
        try:
            actions.refuse_control_characters(form)
            path = actions.path_of(form.get("archive", ""))
            before, chosen = self._session.layout, archive_layout.find_or_new(path, Path.cwd())
            is_new = not location.is_archive(str(chosen.root))
            if is_new:
                await run_in_threadpool(_check_new, chosen)
        except Incomplete as lack:
            return await self._refused("start", request, form, str(lack))
        except (ArchiveError, OSError) as error:
            return await self._pages.show("start", request, 400, problem=Problem.of(error), form=form)
        self._session.layout = chosen
        self._session.opened.append(before)
        latest = self._session.jobs.latest
        if latest is not None and form.get("again"):
            return await self._again(latest, {}, request, self._session.place)
        text = texts["place_new" if is_new else "place_said"].format(folder=chosen.root)
        if is_new and before != chosen and location.is_archive(str(before.root)):
            text = " ".join((text, texts["place_before"].format(folder=before.root)))
        return self._session.tell("start", text)

    async def open_site(self, request: Request) -> Response:
        """Open the site from the disk in the browser."""
        file, texts = self._session.layout.site / "index.html", self._session.language(request).texts
        opened = file.is_file() and await run_in_threadpool(self._session.show, file.as_uri())
        if opened:
            return self._session.tell("site", texts["opened"])
        problem = Problem(texts["not_opened"].format(file=file), is_english=False)
        return await self._pages.show("site", request, problem=problem)

    async def edit(self, request: Request) -> Response:
        """Open the text of a post in an editor."""
        from medium_archive.commands import show_post  # noqa: PLC0415  # slow to import

        session, path = self._session, (await forms.read(request)).get("post", "")
        texts = session.language(request).texts
        try:
            file = session.layout.root / await run_in_threadpool(show_post.file_of, session.layout, path)
        except ArchiveError as error:
            return await self._pages.show("posts", request, HTTPStatus.NOT_FOUND, problem=Problem.of(error))
        is_opened = await run_in_threadpool(session.edit, file)
        text = texts["edited" if is_opened else "not_edited"].format(file=file)
        return session.tell(f"post?{urlencode({'name': path})}", text)

    async def open_settings(self, request: Request) -> Response:
        """Open the settings in an editor: no form can show a file that can't be read."""
        session, texts = self._session, self._session.language(request).texts
        file = session.layout.settings
        is_opened = await run_in_threadpool(session.edit, file)
        return session.tell("site", texts["edited" if is_opened else "not_edited"].format(file=file))

    async def choose_language(self, request: Request) -> Response:
        form = await forms.read(request)
        self._session.chosen = words.named(form.get("language", "")) or self._session.chosen
        back = form.get("back", "")
        page, _, query = back.partition("?")
        is_known = page in (*NAVIGATION[1:], *OTHERS) or _MEMBER.fullmatch(page)
        return self._session.to(f"{page}?{query}" if is_known and query else page if is_known else "")

    async def end(self, request: Request) -> Response:
        """End the program, and with it what runs, once the person has said that it may be stopped: nothing is lost."""
        session, language = self._session, self._session.language(request)
        texts, latest = language.texts, session.jobs.latest
        stops = latest is not None and session.jobs.is_running and latest.action != PREVIEW
        what = language.action(latest.action) if latest is not None and stops else ""
        if stops and not (await forms.read(request)).get("stops"):
            return session.render(request, "end", what=what)
        asyncio.get_running_loop().call_later(_END_SECONDS, session.end)
        said = [texts["ended_stopped"].format(what=what)] if stops else []
        return session.alone(request, texts["ended_title"], " ".join([*said, texts["ended_text"]]))

    async def loaded_again(self, request: Request, _error: Exception) -> Response:
        """The page that has the form, for an address that only takes forms: a person loads it again in a tab."""
        if request.method != "GET" or request.headers.get("sec-fetch-dest") != "document":
            return refusal(HTTPStatus.METHOD_NOT_ALLOWED)
        first, _, name = request.url.path.removeprefix(f"{self._session.keys.base}/").partition("/")
        page = _PAGES_OF_FORMS.get(first, "")
        if first == "jobs":
            action = await run_in_threadpool(members.named, name)
            page = action.page if action else ""
        if first == "places":
            page = f"{page}/{name}"
        query = f"?{request.url.query}" if page == "post" and request.url.query else ""
        return self._session.to(page + query)

    async def not_found(self, request: Request, _error: Exception) -> Response:
        title = self._session.language(request).texts["not_found"]
        return self._session.alone(request, title, status=HTTPStatus.NOT_FOUND)

    async def failed(self, request: Request, _error: Exception) -> Response:
        """The page for an error that no code expects; the guard prints where it is."""
        texts = self._session.language(request).texts
        return self._session.alone(request, texts["program_error"], status=HTTPStatus.INTERNAL_SERVER_ERROR)

    def _is_latest(self, form: Form) -> bool:
        """Whether a form of the page of a job is about the latest one. Another tab may show an older one."""
        latest = self._session.jobs.latest
        return latest is not None and form.get("job") == str(latest.number)

    async def _not_latest(self, request: Request) -> Response:
        return await self._refused("job", request, {}, "not_latest")

    async def _again(self, job: Job, form: Form, request: Request, place: Place) -> Response:
        values = {**job.form, **form}
        values.pop("job", None)
        return await self._start(members.of_job(job.action), values, request, place)

    async def _start(self, action: actions.Action, form: Form, request: Request, place: Place) -> Response:
        kept = actions.without_secrets(form)
        try:
            command, secrets = action.command(kept, place), action.secrets_in(form)
        except Incomplete as lack:
            return await self._refused(action.page, request, kept, str(lack))
        if action.needs_archive and not place.has_archive:
            return await self._pages.show(action.page, request, 400)
        if action.name == "build" and not form.get("as_saved") and await run_in_threadpool(self._session.has_unsaved):
            return await self._refused(action.page, request, {}, "unsaved_settings")
        if action.sends and begun_import.read(place.layout) is not None:
            return await self._refused(action.page, request, kept, "begun_first")
        if action.name != PREVIEW:
            await self._session.jobs.make_way()
        is_started = self._session.jobs.start(action.name, kept, command, place, secrets)
        if is_started:
            self._session.asked[place.layout, action.name] = kept
        return self._session.to("job" if is_started else "job?busy=1")

    async def _refused(self, page: str, request: Request, form: Form, lack: str) -> Response:
        """The page of a form again, with what it lacks."""
        problem = Problem(self._session.language(request).texts[lack], is_english=False)
        return await self._pages.show(page, request, 400, problem=problem, form=form)


def _check_new(layout: Layout) -> None:
    """Raises Incomplete for a file, and for a folder with other files, where no import would make an archive."""
    from medium_archive.commands import import_run  # noqa: PLC0415  # slow to import

    try:
        import_run.check_place(layout)
    except NotAnArchive as error:
        raise Incomplete("place_is_file" if layout.root.is_file() else "place_is_other") from error


def _full(error: FolderUnwritable) -> Response:
    return PlainTextResponse(Problem.of(error).line, HTTPStatus.INSUFFICIENT_STORAGE)
