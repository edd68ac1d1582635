"""Sends the posts of an archive, in a process of its own that counts its requests and can be killed at one of them."""

from __future__ import annotations

import json
import multiprocessing
import os
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from unittest.mock import patch

from medium_archive.commands import publish_posts
from medium_archive.platforms import connection
from medium_archive.platforms.delivery import Route, deliver
from medium_archive.platforms.departure import Departure
from medium_archive.platforms.selection import Selection
from medium_archive.report import Report
from medium_archive.web import Answer, Request, Web

_FORK = multiprocessing.get_context("fork")


@dataclass(frozen=True)
class Sent:
    """What a run did: its requests, those that may change something, and its report; none if it was killed."""

    requests: int
    writes: int
    counts: Counter[str]
    issues: tuple[str, ...] = ()


def by_command(departure: Departure, only: str, out: Path) -> Sent:
    """Run `archive publish`."""

    def send() -> Report:
        return publish_posts.publish(departure.layout, departure.platform, Selection(only=only))

    return _in_child(send, out)


def killed(departure: Departure, request: int, before: bool, out: Path) -> Sent:
    """Send the posts, and end at a request as if by `kill`: before it is sent, or after it was answered."""

    def send() -> Report:
        with connection.opened(departure.platform, departure.layout, departure.settings) as account:
            ledger = departure.ledger(account.address)
            writer = departure.writer(ledger)
            route = Route(departure.platform, writer, ledger, lambda: datetime.now(UTC), account, time.sleep)
            outcomes = Counter(str(delivery.outcome) for delivery in deliver(departure.chosen, route))
            return Report("publish", dict(outcomes))

    return _in_child(send, out, request, before)


def _in_child(send: Callable[[], Report], out: Path, kill_at: int = 0, before: bool = False) -> Sent:
    out.unlink(missing_ok=True)
    child = _FORK.Process(target=_child, args=(send, out, kill_at, before))
    child.start()
    child.join()
    assert child.exitcode == 0, f"The run ended with {child.exitcode}."
    found = json.loads(out.read_text("utf-8"))
    return Sent(found["requests"], found["writes"], Counter(found["counts"]), tuple(found["issues"]))


def _child(send: Callable[[], Report], out: Path, kill_at: int, before: bool) -> None:
    methods: Counter[str] = Counter()
    really = Web.send

    def note(counts: dict[str, int], issues: list[str]) -> None:
        writes = methods.total() - methods["GET"] - methods["HEAD"]
        values = {"requests": methods.total(), "writes": writes, "counts": counts, "issues": issues}
        out.write_text(json.dumps(values), "utf-8")

    def counted(web: Web, request: Request) -> Answer:
        is_last = methods.total() + 1 == kill_at
        if is_last and before:
            note({}, [])
            os._exit(0)
        methods[request.method] += 1
        answer = really(web, request)
        if is_last:
            note({}, [])
            os._exit(0)
        return answer

    with patch.object(Web, "send", counted):
        report = send()
    note(dict(report.counts), [f"{issue.where}: {issue.message}" for issue in report.issues])
