"""`archive pictures` against hosts that refuse everything, that are gone, or that never answer."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from medium_archive.commands.fetch_pictures import fetch_pictures
from medium_archive.fetch.pictures import Options
from medium_archive.folder.layout import Layout
from medium_archive.report import Report
from tests.cdn import CDN, MIRO, WAYBACK, Answer, Cdn, Faults, Reply
from tests.sample_pictures import OUTSIDE, Picture, make_pictures
from tests.test_fetching_faults import Fetching, fetching

pytestmark = pytest.mark.slow  # waits, retries and hosts that do not answer

PICTURES = make_pictures(120, seed=12)
SMALL = tuple(picture for picture in PICTURES if picture.role != "outside")[:40]


class Away(Cdn):
    """A server whose hosts in `away` say `instead` to everything. The other hosts' pictures may be gone."""

    away: tuple[str, ...] = (CDN, MIRO)
    instead = Reply(403, b"<html><title>Forbidden</title></html>")
    others_gone = False

    def _picture(self, picture: Picture, host: str, form: str) -> Reply:
        if self.others_gone and host == OUTSIDE:
            return Reply(404)
        return self.instead if host in self.away else super()._picture(picture, host, form)


def run(layout: Layout, **options: Any) -> Report:
    """A run that waits for nothing."""
    return fetch_pictures(layout, Options(**options), sleep=lambda _: None)


def asked(cdn: Cdn) -> list[Answer]:
    return [answer for answer in cdn.answers if answer.host in (CDN, MIRO)]


def codes(report: Report) -> set[str]:
    return {issue.code for issue in report.issues}


def moved_away(archive: Fetching, *hosts: str) -> None:
    """Map a host name to a closed port."""
    text = archive.layout.settings.read_text("utf-8")
    for host in hosts:
        text = text.replace(f'"{host}" = "{archive.cdn.address}"', f'"{host}" = "http://127.0.0.1:9"')
    archive.layout.settings.write_text(text, "utf-8")


@pytest.mark.parametrize(
    ("instead", "words"),
    [
        (Reply(403, b"<html><title>Forbidden</title></html>"), "403"),
        (Reply(403, b"<html><title>Just a moment...</title></html>"), "robot"),
        (Reply(503), "503"),
    ],
)
def test_a_host_that_refuses_every_request_is_soon_given_up(instead: Reply, words: str, tmp_path: Path) -> None:
    """It isn't asked for thousands of pictures, and none of them is taken for gone: tomorrow they may be had."""
    with Away(PICTURES) as cdn:
        cdn.instead = instead
        archive = fetching(cdn, tmp_path)
        report = run(archive.layout)
        problems = [line["problem"] for line in archive.lines.values() if line.get("problem") and line.get("id")]
        assert problems and all(words in problem for problem in problems)
        assert len(problems) < 60 and report.counts["pictures_not_tried"] > 60
        assert "hosts-refuse" in codes(report)
        assert report.exit_code == 0  # what other hosts have came
        cdn.away = ()
        assert run(archive.layout, again=True).counts["pictures_here"] == len(archive.lines)


def test_other_hosts_do_not_hide_that_the_host_of_medium_refuses(tmp_path: Path) -> None:
    """Pictures of other hosts come between its refusals, and arrive also when the run is over already."""
    pictures = tuple(
        replace(picture, role="outside") if number % 5 == 0 else picture for number, picture in enumerate(PICTURES)
    )
    with Away(pictures) as cdn:
        archive = fetching(cdn, tmp_path)
        report = run(archive.layout)
        assert report.counts["pictures_fetched"] > 1
        assert report.counts["pictures_not_tried"] > 10
        assert "hosts-refuse" in codes(report)
        assert report.exit_code == 0


def test_a_picture_that_another_host_has_lost_is_still_to_be_had_from_medium(tmp_path: Path) -> None:
    """Medium copied it from there, and only refuses: it is asked again tomorrow, not in a month."""
    with Away(tuple(replace(picture, role="outside") for picture in PICTURES[:10])) as cdn:
        cdn.others_gone = True
        archive = fetching(cdn, tmp_path)
        run(archive.layout)
        lines = [line for line in archive.lines.values() if line.get("id") and line.get("external")]
        assert lines and all("403" in line["problem"] for line in lines)


def test_refused_pictures_do_not_stop_the_others(tmp_path: Path) -> None:
    """Pictures that were never tried come first: always refused ones must not end every run before them."""
    with Away(PICTURES) as cdn:
        archive = fetching(cdn, tmp_path)
        run(archive.layout)
        refused = {line["id"] for line in archive.lines.values() if line.get("problem")}
        cdn.away = ()
        before = len(asked(cdn))
        run(archive.layout, again=True)
        ids = [answer.path.rpartition("/")[2] for answer in asked(cdn)[before:]]
        assert not refused & set(ids[: len(ids) // 2])


@pytest.mark.parametrize("hosts", [(CDN,), (MIRO,)])
def test_pictures_come_from_the_other_host_when_one_is_down(hosts: tuple[str, ...], tmp_path: Path) -> None:
    """The other has the same pictures, in full."""
    with Cdn(SMALL) as cdn:
        archive = fetching(cdn, tmp_path)
        moved_away(archive, *hosts)
        report = run(archive.layout)
        assert report.counts["pictures_here"] == len(archive.lines)
        for line in archive.lines.values():
            if line["role"] != "card":
                assert (archive.layout.root / line["files"][0]).read_bytes() == cdn.content_of(line["id"])


def test_a_failing_host_does_not_leave_a_smaller_copy(tmp_path: Path) -> None:
    """Tomorrow it may give the whole, which it has in no other place."""
    with Away(SMALL) as cdn:
        cdn.away, cdn.instead = (MIRO,), Reply(404)
        only_whole_fails(cdn)
        archive = fetching(cdn, tmp_path)
        run(archive.layout)
        assert not [line for line in archive.lines.values() if line.get("files") and line["role"] != "card"]


def only_whole_fails(cdn: Away) -> None:
    """Let the first host fail for every picture in full size, and give the smaller ones."""
    whole = cdn._picture

    def picture(picture: Picture, host: str, form: str) -> Reply:
        return Reply(503) if host == CDN and form in ("", "proxy") else whole(picture, host, form)

    cdn._picture = picture  # type: ignore[method-assign]  # for this test


def test_a_second_run_can_ask_the_wayback_machine(tmp_path: Path) -> None:
    """A gone picture is not due for weeks, but `--wayback` requests a copy now."""
    with Cdn(PICTURES, Faults(0, 0, 0, 0, 0, 0, 0.05)) as cdn:
        archive = fetching(cdn, tmp_path)
        assert run(archive.layout).counts["pictures_missing"] == len(cdn.gone_ids())
        cdn.in_wayback = set(cdn.gone_ids())
        assert run(archive.layout, wayback=True).counts["pictures_missing"] == 0


def test_the_wayback_machine_is_asked_when_the_hosts_are_down(tmp_path: Path) -> None:
    """The hosts may go any day: their names lead nowhere then."""
    with Cdn(SMALL) as cdn:
        cdn.in_wayback = {picture.id for picture in SMALL[1:]}
        archive = fetching(cdn, tmp_path)
        moved_away(archive, CDN, MIRO)
        report = run(archive.layout, wayback=True)
        assert report.counts["pictures_here"] == len(archive.lines) - 1
        (problem,) = (line["problem"] for line in archive.lines.values() if line.get("problem"))
        assert "Wayback Machine has no copy" in problem


def test_the_wayback_machine_that_does_not_answer_is_named(tmp_path: Path) -> None:
    """It may have the picture, so it is tried again soon."""
    with Cdn(PICTURES, Faults(0, 0, 0, 0, 0, 0, 0.02)) as cdn:
        archive = fetching(cdn, tmp_path)
        moved_away(archive, WAYBACK)
        run(archive.layout, wayback=True)
        problems = [line["problem"] for line in archive.lines.values() if line.get("problem")]
        assert len(problems) == len(cdn.gone_ids())
        assert all("404" in problem and "Wayback Machine gives no answer: " in problem for problem in problems)


def test_the_wayback_machine_is_left_alone_when_it_has_had_enough(tmp_path: Path) -> None:
    """It answers 429, and refuses every connection of those who go on. The other hosts' pictures arrive."""

    class Limited(Cdn):
        def _captured(self, path: str) -> Reply:
            return Reply(429)

    with Limited(PICTURES, Faults(0, 0, 0, 0, 0, 0, 0.4)) as cdn:
        archive = fetching(cdn, tmp_path)
        report = run(archive.layout, wayback=True)
        asked = sum(answer.host == WAYBACK for answer in cdn.answers)
        assert asked <= 4 * 8 < len(cdn.gone_ids())  # before and after three pauses each thread asks once at most
        assert report.counts["pictures_missing"] == len(cdn.gone_ids())
        problems = [line["problem"] for line in archive.lines.values() if line.get("problem")]
        assert all("Wayback Machine gives no answer" in problem for problem in problems)


def test_a_copy_in_the_width_of_medium_s_pages_is_found(tmp_path: Path) -> None:
    """What a web archive has of a picture is mostly what a page showed."""

    class OnlyShown(Cdn):
        def _captured(self, path: str) -> Reply:
            return super()._captured(path) if "miro.medium.com/max/1400/" in path else Reply(404)

    with OnlyShown(PICTURES, Faults(0, 0, 0, 0, 0, 0, 0.02)) as cdn:
        archive = fetching(cdn, tmp_path)
        cdn.in_wayback = set(cdn.gone_ids())
        run(archive.layout, wayback=True)
        missing = [line["role"] for line in archive.lines.values() if not line.get("files")]
        assert len(missing) < len(cdn.in_wayback) and set(missing) <= {"card"}  # a card shows a small copy of its own
