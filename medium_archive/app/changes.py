"""What forms change without a command, because there is none for it: archive.toml, and the ways of alerts."""

from __future__ import annotations

from collections.abc import Callable

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from medium_archive.app import actions, forms
from medium_archive.app.actions import Form, Incomplete
from medium_archive.app.pages import Pages
from medium_archive.app.session import Problem, Session
from medium_archive.errors import ArchiveError
from medium_archive.folder import settings_fields
from medium_archive.report import Report

_PAGES = {"settings_saved": "site", "watched_saved": "watch", "alerts_saved": "watch"}  # by what they say
_SECRETS = ("SMTP_PASSWORD", "ALERT_WEBHOOK")


class Changes:
    """The answers to these forms: the page again, with what was saved or is wrong."""

    def __init__(self, session: Session, pages: Pages) -> None:
        self._session, self._pages = session, pages

    async def site(self, request: Request) -> Response:
        form = await forms.read(request)

        def change() -> Report:
            from medium_archive.commands import change_settings  # noqa: PLC0415  # slow to import

            values = {"site": forms.settings(form, settings_fields.of("site"))}
            return change_settings.change_settings(self._session.layout, values)

        return await self._change("settings_saved", form, request, change)

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
        form = await forms.read(request)

        def change() -> Report:
            from medium_archive.commands import set_alerts  # noqa: PLC0415  # slow to import

            actions.refuse_control_characters(form)
            kept = {key for key in set_alerts.SECRETS if not form.get(key)}
            values = {key: form[key].strip() for key in set_alerts.KEYS if key in form and key not in kept}
            values |= {key: "" for key in set_alerts.SECRETS if form.get(f"{key}.forget")}
            return set_alerts.set_alerts(self._session.layout, values)

        return await self._change("alerts_saved", form, request, change)

    async def _change(self, said: str, form: Form, request: Request, change: Callable[[], Report]) -> Response:
        """Change something, and say so. If that fails, the form has what was typed, except secrets."""
        session, texts, page = self._session, self._session.language(request).texts, _PAGES[said]
        kept = {key: value for key, value in form.items() if key not in _SECRETS}
        if not session.has_archive:
            return await self._pages.show(page, request, 400)
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
        return await self._pages.show(page, request, said=texts[said if report.counts["written"] else "settings_same"])
