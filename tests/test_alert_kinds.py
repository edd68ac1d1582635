"""Alerts by kind of evidence: a capture of a web archive, a browser, signs beside the looks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from medium_archive.folder import alert_log
from medium_archive.folder.alert_log import Alert
from medium_archive.folder.layout import Layout
from medium_archive.folder.watch_log import Kind, Probe
from medium_archive.medium.status import Verdict
from medium_archive.watch import alerts, situation, testimony, verdict
from medium_archive.watch.alert_words import CheckResult
from medium_archive.watch.faults import Faults
from tests.small_archive import make

ADA = "https://medium.com/@ada"
NOW = datetime(2026, 2, 10, 7, 17, tzinfo=UTC)
CAPTURE = f"https://web.archive.org/web/20260209/{ADA}"


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    return make(tmp_path / "archive")


def probe(kind: Kind, verdict: Verdict, hours_ago: float = 0) -> Probe:
    at = (NOW - timedelta(hours=hours_ago)).isoformat().replace("+00:00", "Z")
    what = "account" if verdict == "suspended" else ""
    if kind != "witness":
        return Probe(at, ADA, verdict, what, "why", kind=kind)
    found = NOW.isoformat().replace("+00:00", "Z")
    return Probe(at, ADA, verdict, what, "why", kind=kind, capture=CAPTURE, found=found)


def counting(probes: Sequence[Probe], history: Sequence[Probe], now: datetime) -> list[Probe]:
    """What counts of these probes of a check, as `archive check` has it."""
    looks = [one for one in probes if one.kind != "witness"]
    newest = {one.address: one for one in probes if one.kind == "witness"}
    return verdict.deciding([*looks, *testimony.Testimony(newest=newest).counting(history, now)])


def sent(layout: Layout, *probes: Probe, signs: tuple[str, ...] = ()) -> list[Alert]:
    found: list[Alert] = []
    history = sorted(probes, key=lambda one: one.at)
    counted = counting(probes, history, NOW)
    alerts.send(
        layout, {"note": found.append}, CheckResult(counted, history, situation.by_form, signs=signs), NOW, Faults()
    )
    return found


def test_a_new_capture_raises_an_alert_that_names_it(layout: Layout) -> None:
    """Where neither a request nor a browser saw anything."""
    (alert,) = sent(
        layout, probe("plain", "unknown"), probe("browser", "unknown"), probe("witness", "suspended", hours_ago=20)
    )
    assert alert.title == "Medium: your account is suspended"
    assert f"seen by a web archive, not by this check: {CAPTURE}" in alert.text


def test_an_old_capture_raises_none(layout: Layout) -> None:
    """The account may be back. It is not a state either."""
    assert sent(layout, probe("plain", "unknown"), probe("witness", "suspended", hours_ago=25)) == []
    assert sent(layout, probe("witness", "suspended", hours_ago=25)) == []
    assert alert_log.read(layout) == []


def test_a_browser_that_saw_a_page_counts_and_not_the_request_before_it(layout: Layout) -> None:
    """And the state of the last alert ends with it."""
    (alert,) = sent(layout, probe("plain", "unknown"), probe("browser", "suspended"))
    assert "seen with your browser" in alert.text
    assert sent(layout, probe("plain", "unknown"), probe("browser", "unknown")) == []
    (alert,) = sent(layout, probe("plain", "unknown"), probe("browser", "up"))
    assert alert.title == "Medium: all pages are up again"


def test_signs_stand_beside_and_raise_no_alert(layout: Layout) -> None:
    """They prove nothing, and the alert says so."""
    sign = "2026-02-09  your account: a mail of Medium's names a violation."
    assert sent(layout, probe("plain", "up"), signs=(sign,)) == []
    (alert,) = sent(layout, probe("plain", "suspended"), signs=(sign,))
    assert f"Signs, which prove nothing:\n- {sign}" in alert.text
