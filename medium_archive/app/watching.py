"""The pages about the account at Medium: the watch, and the letter about a suspension."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from medium_archive.app.session import Problem, Session, refusal
from medium_archive.errors import ArchiveError, NoSuspension
from medium_archive.folder import settings as settings_file
from medium_archive.watch import schedules

_USUAL = {"win32": "windows", "darwin": "launchd"}  # the scheduler that a system has
# Those that a system has, and GitHub; others are folded
_OFFERED = {"win32": ("windows", "github"), "darwin": ("launchd", "cron", "github")}
_ELSEWHERE = ("cron", "systemd", "github")
_LANGUAGES = ("english", "zh-Hant", "zh-Hans")  # of the letter


class Watching:
    """What these pages show of the archive of a session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def watch(self, request: Request) -> dict[str, Any]:
        tag = self._session.language(request).tag
        return await run_in_threadpool(self._watched, tag)

    async def letter(self, request: Request) -> dict[str, Any]:
        """The letter about the account, or about the `address` of the request."""
        address = request.query_params.get("address", "")
        try:
            found = await run_in_threadpool(self._letter, address)
        except NoSuspension as error:
            return {"letter": None, "reason": Problem.of(error)}
        return {"letter": found, "address": address, "languages_of_letter": _LANGUAGES}

    async def file(self, request: Request) -> Response:
        """The letter in one language, as a file."""
        language = request.path_params["name"].removesuffix(".txt")
        if language not in _LANGUAGES:
            return refusal(HTTPStatus.NOT_FOUND)
        try:
            found = await run_in_threadpool(self._letter, request.query_params.get("address", ""))
        except (ArchiveError, OSError) as error:
            return PlainTextResponse(Problem.of(error).message, HTTPStatus.NOT_FOUND)
        return PlainTextResponse(f"{found['texts'][language]}\n")

    def _watched(self, tag: str) -> dict[str, Any]:
        from medium_archive.commands import schedule, set_alerts, watch_history, watch_page  # noqa: PLC0415  # slow
        from medium_archive.site.translations.watch_words import words_for  # noqa: PLC0415  # as above
        from medium_archive.watch import channels  # noqa: PLC0415  # as above

        layout = self._session.layout
        watch = settings_file.read(layout.settings).watch
        history = watch_history.watch_history(layout).as_json()
        return {
            "seen": watch_page.values(
                layout, tag, datetime.now(UTC), pictures=f"{self._session.keys.base}/watch/pictures/"
            ),
            "own": words_for(tag),
            "watched": history["watched"],
            "rows": [(row["label"], row["value"]) for row in history["rows"]],
            "values": {
                "profile": watch.profile,
                "posts": "\n".join(watch.posts),
                "feed": "\n".join(watch.feeds),
                "browser": watch.browser,
            },
            "alerts": set_alerts.alerts(layout).as_json(),
            "alert_file": str(layout.private / channels.ENVIRONMENT_FILE),
            "daily": schedule.installed(layout, "check").as_json(),
            "schedulers": [one.NAME for one in schedules.ALL],
            "offered": _OFFERED.get(sys.platform, _ELSEWHERE),
            "usual": _USUAL.get(sys.platform, "cron"),
        }

    def _letter(self, address: str) -> Mapping[str, Any]:
        from medium_archive.commands import appeal  # noqa: PLC0415  # slow to import

        report = appeal.appeal(self._session.layout, address=address).as_json()
        texts = {"english": report["letter"], **report["translations"]}
        return {**report, "texts": texts, "to": report["facts"]["to"], "subject": report["facts"]["subject"]}
