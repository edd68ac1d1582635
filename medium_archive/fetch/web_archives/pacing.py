"""How often a web archive is asked, and how long a run waits for it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from queue import PriorityQueue
from typing import Self, TypeVar

from medium_archive.errors import Unreachable
from medium_archive.fetch.web_archives.recent import MINUTE, Recent
from medium_archive.report import quantity
from medium_archive.web import Answer, AnswerLost, Limits, Redirected, Request, RequestFailed, Web, retry_after

T = TypeVar("T")
_SECONDS_A_REQUEST = 180.0  # an index may search for a minute before the first byte
# Reasons for which every other request to the host fails too
_REFUSALS = frozenset({"rate-limited", "unreachable", "tls"})


class Rate:
    """At most `count` requests a minute. Threads may share it.

    A place is free again a minute after its answer came. So the server, which got the request before that, counts no
    more in any minute, however long requests are under way. `recent` counts those of earlier runs too.
    """

    def __init__(  # all by position, from one place
        self,
        name: str,
        count: int,
        sleep: Callable[[float], None],
        clock: Callable[[], float],
        recent: Recent | None,
    ) -> None:
        self._name, self._sleep, self._clock, self._recent = name, sleep, clock, recent
        self._free_at: PriorityQueue[float] = PriorityQueue()
        ages = recent.ages(name)[-count:] if recent else []
        for age in ages:
            self._free_at.put(clock() + MINUTE - age)
        for _ in range(count - len(ages)):
            self._free_at.put(float("-inf"))

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for a place, and hold it during a request."""
        free_at = self._free_at.get()
        try:
            wait = free_at - self._clock()
            if wait > 0:
                self._sleep(wait)
            if self._recent:
                self._recent.note_request(self._name)
        except BaseException:
            self._free_at.put(free_at)
            raise
        try:
            yield
        finally:
            self._free_at.put(self._clock() + MINUTE)


@dataclass(frozen=True)
class Patience:
    """How a run bears an archive that does not answer. All times in seconds.

    The Wayback Machine answers 429 first; who goes on then is refused any connection for minutes.
    """

    refused: float = 300.0  # the pause after a refused connection
    failed: float = 10.0  # after an answer that can't be used; doubled each time
    tries: int = 3  # of an address whose answer can't be used
    failures: int = 8  # addresses in a row without a usable answer; then the run stops
    longest: float = 1800.0  # without any answer; then the run stops
    first: float = 15.0  # the same, in a run that has had no answer yet: the network may be gone


class PacedWeb:
    """Sends the requests of one run to one web archive, and waits as it demands. Threads may share it; used as a
    context manager it closes its connections at the end.

    `told` hears in one sentence why a pause is made. `recent` remembers requests and pauses for the next run. `hosts`
    and `allow` are those of `Web`.
    """

    def __init__(  # noqa: PLR0913  # all by keyword
        self,
        name: str,
        *,
        hosts: Mapping[str, str] = {},
        allow: tuple[str, ...] = (),
        patience: Patience = Patience(),
        told: Callable[[str], None] = lambda _: None,
        recent: Recent | None = None,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.name = name
        # Every attempt takes a place in the rate: so the `Web` makes only one, and forgets no host
        limits = Limits(seconds=_SECONDS_A_REQUEST, idle_seconds=MINUTE, attempts=1, max_failures=1_000_000)
        self._web = Web(allow=allow, hosts=hosts, limits=limits, sleep=sleep, clock=clock)
        self._patience, self._told, self._sleep, self._clock = patience, told, sleep, clock
        self._lock = threading.Lock()
        self._recent = recent
        self._ready_at = clock() + recent.pause() if recent else float("-inf")
        self._pauses = 0
        self._waited = 0.0  # seconds since the last answer
        self._failures = 0  # addresses in a row
        self._has_answered = False
        self._stopped: Unreachable | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._web.close()

    def rate(self, name: str, count: int) -> Rate:
        """A limit of requests a minute; `name` tells its kind to the next run."""
        return Rate(name, count, self._sleep, self._clock, self._recent)

    def ask(self, address: str, rate: Rate, read: Callable[[Answer], T], headers: Mapping[str, str] = {}) -> T:
        """What `read` makes of the answer to a GET, as `send` does."""
        return self.send(Request("GET", address, headers, raw=True), rate, read)

    def send(self, request: Request, rate: Rate, read: Callable[[Answer], T]) -> T:
        """What `read` makes of the answer, whose body is as it came (the request is `raw`). `read` raises RequestFailed
        for an answer that is worth another attempt. A request that must not be repeated is sent again only if the
        archive refused it.

        Raises Redirected; RequestFailed if only this address has no usable answer; Unreachable if the run must stop.
        Then it is raised for every further request too, and nothing is sent.
        """
        tries = 0
        most = self._patience.tries if request.may_be_repeated else 1
        while True:
            pauses = self._wait_until_ready()
            try:
                with rate.turn():
                    answer = self._send(request)
                result = read(answer)
            except Redirected:
                self._note_answer()
                raise
            except RequestFailed as failure:
                if failure.reason in _REFUSALS and not isinstance(failure, AnswerLost):
                    self._pause(failure, pauses)
                    continue
                tries += 1
                asked = _asked_pause(failure)
                if asked:
                    self._pause(failure, pauses)
                if failure.retry_after is None or tries >= most:
                    self._note_failure(failure)
                    raise
                if not asked:
                    self._wait(self._patience.failed * 2 ** (tries - 1), failure)
            else:
                self._note_answer()
                return result

    def _send(self, request: Request) -> Answer:
        try:
            return self._web.send(request)
        except Redirected:
            raise
        except RequestFailed as failure:
            if failure.answer is not None and is_captured(failure.answer):
                return failure.answer  # a captured 429 or 503 says nothing about the archive
            raise

    def _wait_until_ready(self) -> int:
        """Wait for the end of the pause, also if it is extended. Gives the number of pauses so far."""
        waited_until = self._clock()
        while True:
            with self._lock:
                if self._stopped is not None:
                    raise self._stopped
                if self._ready_at <= waited_until:
                    return self._pauses
                waited_until = self._ready_at
            wait = waited_until - self._clock()
            if wait > 0:
                self._sleep(wait)

    def _pause(self, failure: RequestFailed, pauses: int) -> None:
        """Let nothing be sent for a while, after a failure that says the same for all, or as long as the archive asks;
        `pauses` is the number of those before the request. Raises Unreachable if that would be too long.
        """
        with self._lock:
            if pauses != self._pauses:
                return  # another thread was told the same
            asked = _asked_pause(failure)
            if failure.reason == "rate-limited" or asked:
                self._has_answered = True
                pause = asked or failure.retry_after or MINUTE
            else:
                pause = self._patience.refused if self._has_answered else self._patience.first / 2
            longest = self._patience.longest if self._has_answered else self._patience.first
            if failure.reason == "tls" or self._waited + pause > longest:
                raise self._stop(failure, pause)
            self._pauses += 1
            self._waited += pause
            self._ready_at = self._clock() + pause
            if self._recent:
                self._recent.note_pause(pause)
        self._told(f"{failure.message} The run goes on in {_time(pause)}.")

    def _wait(self, pause: float, failure: RequestFailed) -> None:
        self._told(f"{failure.message} The run goes on in {_time(pause)}.")
        self._sleep(pause)

    def _note_answer(self) -> None:
        with self._lock:
            self._has_answered, self._failures, self._waited = True, 0, 0.0

    def _note_failure(self, failure: RequestFailed) -> None:
        """Count an address without a usable answer. Raises Unreachable after too many in a row."""
        with self._lock:
            self._failures += failure.reason in ("server-error", "too-slow") or isinstance(failure, AnswerLost)
            if self._failures >= self._patience.failures:
                raise self._stop(failure, MINUTE)

    def _stop(self, failure: RequestFailed, pause: float) -> Unreachable:
        long = f" for {_time(self._waited)}" if self._waited >= MINUTE else ""
        hint = f"Run the command again in {_time(max(pause, MINUTE))}; it goes on where it stopped."
        self._stopped = Unreachable(f"{self.name} gives no answer{long}: {failure.message}", hint)
        return self._stopped


def is_captured(answer: Answer) -> bool:
    """Whether the archive gives a capture, whatever its status, and not a page of its own (RFC 7089, 2.1.1)."""
    return "memento-datetime" in answer.headers


def _asked_pause(failure: RequestFailed) -> float | None:
    return retry_after(failure.answer.headers) if failure.answer is not None else None


def _time(seconds: float) -> str:
    if seconds < 2 * MINUTE:
        return quantity(max(1, round(seconds)), "second")
    minutes = round(seconds / MINUTE)
    return quantity(minutes, "minute") if minutes < 120 else quantity(round(minutes / 60), "hour")
