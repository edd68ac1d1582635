"""Save Page Now asks the Wayback Machine to capture an address, with the keys of an account.

Its answers prove nothing: a request that ends with an error may have made a capture, and one that ends well may not be
in the index for hours. What counts is the index. The archive accepts some captures a minute (6 or 7), 5 or 10 a day of
one address, and no second one of it within an hour. https://archive.org/account/s3.php gives the keys.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import quote, urlencode

from medium_archive.errors import AccessDenied
from medium_archive.fetch.web_archives import encodings
from medium_archive.fetch.web_archives.pacing import PacedWeb
from medium_archive.fetch.web_archives.recent import MINUTE
from medium_archive.fetch.web_archives.wayback import NAME
from medium_archive.web import Answer, Body, Request, RequestFailed, Secret

SAVES_A_MINUTE = 4
STATES_A_MINUTE = 30
_ADDRESS = "https://web.archive.org/save"
_FORM = "application/x-www-form-urlencoded"
_TOO_MANY_AT_ONCE = "error:user-session-limit"
SAME = "same snapshot"  # in the message instead of a new capture
_NO_ACCESS = (401, 403)


@dataclass(frozen=True)
class Job:
    """A capture that the archive has begun. `at` is the time by its clock, None if it does not tell."""

    id: str
    at: datetime | None = None


@dataclass(frozen=True)
class Refused:
    """No capture, as the archive says. `code` is its name for the reason."""

    code: str
    message: str


class Unanswered:
    """A request that may have arrived and may have made a capture."""


class SavePageNow:
    """Asks for captures. `key` and `secret` are the two keys of an account."""

    def __init__(self, web: PacedWeb, key: Secret, secret: Secret) -> None:
        self._web = web
        self._saves = web.rate("saves", SAVES_A_MINUTE)
        self._states = web.rate("states", STATES_A_MINUTE)
        header = f"LOW {key.value}:{secret.value}"
        self._headers = {"Accept": "application/json", "Authorization": header}
        self._secrets = (Secret(header), key, secret)

    def ask(self, address: str, *, errors: bool = False) -> Job | Refused | Unanswered:
        """Ask for a capture, once; with `errors` also if the answer there is an error. Raises AccessDenied if the
        archive does not accept the keys, and Unreachable.
        """
        options = {"skip_first_archive": "1", **({"capture_all": "1"} if errors else {})}
        body = Body(urlencode({"url": address, **options}).encode(), _FORM)
        request = Request("POST", _ADDRESS, self._headers, body, self._secrets, raw=True)

        def read(answer: Answer) -> Job | Refused:
            told = _told(answer)
            if refused := _refused(told, request):
                if refused.code == _TOO_MANY_AT_ONCE:
                    raise RequestFailed("rate-limited", refused.message, MINUTE, answer)
                return refused
            if not told.get("job_id") or SAME in str(told.get("message")):
                return Refused(SAME, request.redacted(str(told.get("message") or "It gave no reason.")))
            return Job(str(told["job_id"]), _date(answer))

        try:
            return self._web.send(request, self._saves, read)
        except RequestFailed:
            return Unanswered()

    def state(self, job: Job) -> Job | Refused | None:
        """The job once it has made its capture, the reason why it made none, None while it is not known. Raises
        AccessDenied and Unreachable.
        """
        address = f"{_ADDRESS}/status/{quote(job.id, safe='')}"
        request = Request("GET", address, self._headers, None, self._secrets, raw=True)
        try:
            told = self._web.send(request, self._states, _told)
        except RequestFailed:
            return None
        return _refused(told, request) or (job if told.get("status") == "success" else None)


def _told(answer: Answer) -> dict[str, Any]:
    """What the archive answers. Raises AccessDenied, and RequestFailed for anything but a JSON object."""
    if answer.status in _NO_ACCESS:
        hint = "Get new ones at https://archive.org/account/s3.php, then run this again."
        raise AccessDenied(f"{NAME} does not accept the keys ({answer.status}).", hint)
    return encodings.plain(answer).json_object()


def _refused(told: dict[str, Any], request: Request) -> Refused | None:
    code = str(told.get("status_ext") or "")
    if told.get("status") != "error" and not code.startswith("error:"):
        return None
    return Refused(code, request.redacted(str(told.get("message") or code or "It gave no reason.")))


def _date(answer: Answer) -> datetime | None:
    try:
        return parsedate_to_datetime(answer.headers["date"]).astimezone(UTC)
    except (KeyError, ValueError, OverflowError):
        return None
