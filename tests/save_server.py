"""A stand-in for Save Page Now beside the Wayback Machine's index, with its traps as switches."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs

from tests.wayback_server import Kept, WaybackHandler, WaybackServer, key

KEY, SECRET = "AbCdEfGh12345678", "s3cr3t/OfAda+99"
_START = datetime(2026, 11, 30, tzinfo=UTC)
_HOUR = 3600.0


class SaveHandler(WaybackHandler):
    def post(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        asked = parse_qs(body)
        status, told = self.stand_in.asked_for(asked["url"][0], self.headers, errors="capture_all" in asked)
        self._tell(status, told, body)

    def get(self) -> None:
        if self.path.startswith("/save/status/"):
            self._tell(*self.stand_in.state(self.path.rpartition("/")[2], self.headers))
        else:
            super().get()

    def _tell(self, status: int, told: Mapping[str, Any], sent: str = "") -> None:
        self.stand_in.saves.append(Save(self.path, sent, status, self.stand_in.clock()))
        if not status:
            self.close_connection = True
            return
        self.send(status, json.dumps(told).encode(), {"Content-Type": "application/json"})

    def date_time_string(self, timestamp: float | None = None) -> str:
        return super().date_time_string(self.stand_in.now().timestamp())


@dataclass(frozen=True)
class Save:
    """A request to save a page, or for the state of a job; `status` is 0 if the connection ended without an answer."""

    path: str
    body: str
    status: int
    at: float


@dataclass
class SaveServer(WaybackServer):
    """The server, while it is used as a context. Each switch is a status or a code by the end of an address."""

    kept: list[Kept]  # captures are added
    statuses: Mapping[str, int] = field(default_factory=dict)  # of the answer to the request, which is carried out; 0
    failures: Mapping[str, str] = field(default_factory=dict)  # of the job, such as "error:no-captures"
    refusals: Mapping[str, str] = field(default_factory=dict)  # of the request; nothing is carried out
    answers: Mapping[str, tuple[int, bytes]] = field(default_factory=dict)  # what the archive is answered there
    are_saved: bool = True  # pages with a `statuses` or a `failures` are saved all the same
    index_lag: float = 30.0  # seconds until the index lists a capture
    seconds: float = 20.0  # of a job
    a_minute: int = 6
    ahead: float = 0.0  # seconds of the archive's clock before that of the run
    saves: list[Save] = field(default_factory=list)
    handler = SaveHandler

    def __post_init__(self) -> None:
        self._jobs: dict[str, tuple[str, float]] = {}
        self._waiting: list[tuple[float, Kept]] = []

    def time(self) -> datetime:
        """The time of the run."""
        return _START + timedelta(seconds=self.clock())

    def now(self) -> datetime:
        """The time of the archive."""
        return self.time() + timedelta(seconds=self.ahead)

    @property
    def posts(self) -> list[Save]:
        return [one for one in self.saves if one.path == "/save"]

    def pages(self) -> list[str]:
        """The addresses that were asked for, in order."""
        return [parse_qs(one.body)["url"][0] for one in self.posts if one.status != 429]

    def most_of_one(self) -> int:
        return max(Counter(self.pages()).values(), default=0)

    def listed(self, query: Mapping[str, list[str]]) -> list[list[str]]:
        now = self.clock()
        self.kept += [kept for at, kept in self._waiting if at <= now]
        self._waiting = [(at, kept) for at, kept in self._waiting if at > now]
        return super().listed(query)

    def asked_for(
        self, address: str, headers: Mapping[str, str], *, errors: bool = False
    ) -> tuple[int, Mapping[str, Any]]:
        if refused := _no_access(headers):
            return refused
        now = self.clock()
        if sum(now - one.at < 60 and one.status != 429 for one in self.posts) >= self.a_minute:
            return 429, {"status": "error", "status_ext": "error:user-session-limit", "message": "Please wait."}
        for end, code in self.refusals.items():
            if address.endswith(end):
                return 200, {"status": "error", "status_ext": code, "message": f"This URL: {code}."}
        job = f"spn2-{key(address).encode().hex()}"
        if job in self._jobs and now - self._jobs[job][1] < _HOUR:
            message = "The same snapshot had been made 2 minutes ago. You can make new capture after 1 hour."
            return 200, {"url": address, "job_id": job, "message": message}
        self._jobs[job] = address, now
        status = next((status for end, status in self.statuses.items() if address.endswith(end)), 200)
        got, content = next(
            (page for end, page in self.answers.items() if address.endswith(end)), (200, address.encode())
        )
        is_kept = got < 400 or errors  # a page with an error is kept only on request
        if is_kept and (self.are_saved or (status == 200 and not self._failure(address))):
            captured = self.now() + timedelta(seconds=self.seconds)
            kept = Kept(address, f"{captured:%Y%m%d%H%M%S}", content, got)
            self._waiting.append((now + self.seconds + self.index_lag, kept))
        return status, {"url": address, "job_id": job}

    def state(self, job: str, headers: Mapping[str, str]) -> tuple[int, Mapping[str, Any]]:
        if refused := _no_access(headers):
            return refused
        address, begun = self._jobs[job]
        if self.clock() - begun < self.seconds:
            return 200, {"status": "pending", "job_id": job, "resources": []}
        if code := self._failure(address):
            message = f"Save Page Now could not capture this URL because it was unreachable ({code})."
            return 200, {"status": "error", "status_ext": code, "job_id": job, "message": message}
        return 200, {"status": "success", "job_id": job, "original_url": address, "http_status": 200}

    def _failure(self, address: str) -> str:
        return next((code for end, code in self.failures.items() if address.endswith(end)), "")


def _no_access(headers: Mapping[str, str]) -> tuple[int, Mapping[str, Any]] | None:
    if headers.get("Authorization") == f"LOW {KEY}:{SECRET}":
        return None
    return 401, {"message": f"You need to be logged in, not {headers.get('Authorization')}."}
