"""What forms change without a command, because there is none for it: archive.toml, and the ways of alerts."""

from __future__ import annotations

from collections.abc import Callable, Collection
from http import HTTPStatus

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from medium_archive.app import actions, forms, members, options, site_page
from medium_archive.app.actions import Form, Incomplete, Place
from medium_archive.app.jobs import PREVIEW
from medium_archive.app.pages import Pages
from medium_archive.app.session import Problem, Session, refusal
from medium_archive.errors import ArchiveError
from medium_archive.folder import files, settings_fields
from medium_archive.report import Report

_PAGES = {"settings_saved": "site", "watched_saved": "watch", "alerts_saved": "watch"}  # by what they say


class Changes:
    """The answers to these forms: the page again, with what was saved or is wrong."""

    def __init__(self, session: Session, pages: Pages) -> None:
        self._session, self._pages = session, pages

    async def site(self, request: Request) -> Response:
        form, place = await forms.read(request), self._session.place

        def change() -> Report:
            from medium_archive.commands import change_settings  # noqa: PLC0415  # slow to import

            _forget_trial(place)
            values = site_page.values_of(form, self._session)
            report = change_settings.change_settings(self._session.layout, values)
            self._session.tried = None
            return report

        self._session.tried = (place.trial, form)  # stays in the form if it is refused
        answer = await self._change("settings_saved", form, request, change)
        session = self._session
        if not form.get("build") or answer.status_code != HTTPStatus.SEE_OTHER:
            return answer
        session.told = ("", "")  # the page of the job comes next
        action, place = members.of_job("build"), session.place
        is_started = session.jobs.start(action.name, {}, action.command({}, place), place)
        return session.to("job" if is_started else "job?busy=1")

    async def address(self, request: Request) -> Response:
        """The address that a host gives the site, from the page of the job that sent it."""
        form, session = await forms.read(request), self._session

        def change() -> Report:
            from medium_archive.commands import change_settings  # noqa: PLC0415  # slow to import

            url = actions.text_of(form, "url")
            actions.refuse_control_characters({"url": url})
            report = change_settings.change_settings(session.layout, {"site": {"url": url}})
            if session.tried is not None:  # what was typed there and is not saved stays, but for the address
                session.tried = (session.tried[0], {**session.tried[1], "url": url})
            return report

        return await self._change("address_saved", {}, request, change, page="job")

    async def try_site(self, request: Request) -> Response:
        """Build the site with the settings of the form, and save nothing. A script gets the number of the job, or a
        sentence about what is wrong.
        """
        session, form = self._session, await forms.read(request)
        texts, place = session.language(request).texts, session.place
        is_script = request.headers.get("accept") == "application/json"
        if not session.has_archive:
            return await self._pages.show("site", request, 400)
        if session.jobs.is_running:
            return JSONResponse({"busy": True}, 409) if is_script else session.to("job?busy=1")
        session.tried = (place.trial, form)
        try:
            await run_in_threadpool(self._keep_trial, form, place)
        except Incomplete as lack:
            problem = Problem(texts[str(lack)], is_english=False)
        except (ArchiveError, OSError) as error:
            problem = Problem.of(error)
        else:
            action = members.of_job(PREVIEW)
            is_started = session.jobs.start(action.name, {}, action.command({}, place), place)
            if not is_script:
                return session.to("job" if is_started else "job?busy=1")
            job = session.jobs.latest
            return JSONResponse({"job": job.number if job else 0}) if is_started else JSONResponse({"busy": True}, 409)
        if is_script:
            return JSONResponse({"problem": problem.line}, 400)
        return await self._pages.show("site", request, 400, problem=problem, form=form)

    def _keep_trial(self, form: Form, place: Place) -> None:
        """Write the settings that are tried to a file of their own."""
        from medium_archive.commands import change_settings  # noqa: PLC0415  # slow to import

        _forget_trial(place)
        content = change_settings.changed(place.layout, site_page.values_of(form, self._session))
        files.write(place.trial / actions.SETTINGS, content)

    async def watched(self, request: Request) -> Response:
        """What a look at Medium looks at."""
        form = await forms.read(request)

        def change() -> Report:
            from medium_archive.commands import change_settings  # noqa: PLC0415  # slow to import

            values = {"watch": forms.settings(form, settings_fields.of("watch"))}
            return change_settings.change_settings(self._session.layout, values)

        return await self._change("watched_saved", form, request, change)

    async def alerts(self, request: Request) -> Response:
        """The ways of alerts. An empty field leaves a secret as it is, because no page shows it."""
        from medium_archive.commands import set_alerts  # noqa: PLC0415  # slow to import

        form = await forms.read(request)

        def change() -> Report:
            actions.refuse_control_characters(form)
            kept = {key for key in set_alerts.SECRETS if not form.get(key)}
            values = {key: form[key].strip() for key in set_alerts.KEYS if key in form and key not in kept}
            values |= {key: "" for key in set_alerts.SECRETS if form.get(f"{key}.forget")}
            return set_alerts.set_alerts(self._session.layout, values)

        shown = frozenset(set_alerts.KEYS) - frozenset(set_alerts.SECRETS)
        return await self._change("alerts_saved", form, request, change, shown=shown)

    async def place(self, request: Request) -> Response:
        """The settings of a platform."""
        form, name = await forms.read(request), request.path_params["name"]
        platform = await run_in_threadpool(lambda: members.of_name(members.platforms(), name))
        if platform is None:
            return refusal(HTTPStatus.NOT_FOUND)

        def change() -> Report:
            from medium_archive.commands import change_place  # noqa: PLC0415  # slow to import

            actions.refuse_control_characters(form)
            fields = options.fields(platform.Settings)
            if any(field.is_required and not form.get(field.name, "").strip() for field in fields):
                raise Incomplete("no_field")
            values = {field.name: form[field.name].strip() for field in fields if field.name in form}
            return change_place.change_place(self._session.layout, platform, values)

        return await self._change("place_saved", form, request, change, page=f"publish/{name}")

    async def _change(  # noqa: PLR0913  # two by keyword
        self,
        said: str,
        form: Form,
        request: Request,
        change: Callable[[], Report],
        *,
        page: str = "",
        shown: Collection[str] = (),
    ) -> Response:
        """Change something, and say so. If that fails, the form has what was typed, except secrets: of the fields in
        capitals only those in `shown`.
        """
        session, texts, page = self._session, self._session.language(request).texts, page or _PAGES[said]
        kept = actions.without_secrets(form) | {key: form[key] for key in shown if key in form}
        if not session.has_archive:
            return await self._pages.show(page, request, 400)
        await session.jobs.make_way()
        if session.jobs.is_running:
            problem = Problem(texts["running_now"], is_english=False)
            return await self._pages.show(page, request, 400, problem=problem, form=kept)
        try:
            report = await run_in_threadpool(change)
        except Incomplete as lack:
            problem = Problem(texts[str(lack)], is_english=False)
            return await self._pages.show(page, request, 400, problem=problem, form=kept)
        except (ArchiveError, OSError) as error:
            return await self._pages.show(page, request, 400, problem=Problem.of(error), form=kept)
        return session.tell(page, texts[said if report.counts["written"] else "settings_same"])


def _forget_trial(place: Place) -> None:
    """Remove the settings of an earlier trial: they are not those of the form now, which may be refused."""
    (place.trial / actions.SETTINGS).unlink(missing_ok=True)
