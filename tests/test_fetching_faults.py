"""`archive pictures` against a host at its worst: what can be had is here, the rest has its reason, no word is lost."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from medium_archive.commands import import_exports
from medium_archive.commands.fetch_pictures import fetch_pictures
from medium_archive.fetch.pictures import Options
from medium_archive.folder.layout import Layout
from medium_archive.report import Report
from tests.cdn import CDN, GIST_API, GIST_RAW, MIRO, Cdn, Faults, Reply
from tests.sample_pictures import OUTSIDE, export_with, make_pictures
from tests.small_archive import read_records

pytestmark = pytest.mark.slow  # waits, retries and hosts that do not answer

PICTURES = make_pictures(300, seed=4)
FAULTS = Faults(at_least=2)
_GIST = re.compile(r"\n<!-- gist .*\n(`+).*\n(?:.*\n)*?\1\n")
_PICTURE = re.compile(r"(!\[[^\]]*\]\(|^cover: )([^)\s]+)", re.MULTILINE)


@dataclass
class Fetching:
    """An archive whose pictures are at that server, and what its runs reported."""

    cdn: Cdn
    layout: Layout
    texts: Mapping[str, str]
    reports: list[Report]

    def run(self, *, dry_run: bool = False, **options: Any) -> Report:
        report = fetch_pictures(self.layout, Options(**options), dry_run=dry_run)
        self.reports.append(report)
        return report

    @property
    def lines(self) -> dict[str, dict[str, Any]]:
        """The records by the address of the picture."""
        files = (self.layout.records / "pictures.jsonl", self.layout.private / "pictures.jsonl")
        return {str(line["address"]): line for file in files for line in read_records(file)}

    def line(self, id: str) -> dict[str, Any]:
        return next(line for line in self.lines.values() if id_of(line) == id)


def id_of(line: Mapping[str, Any]) -> str:
    """The id of a record's picture; of another host's, the id that its address stands for."""
    outside = {picture.outside: picture.id for picture in PICTURES if picture.role == "outside"}
    return outside.get(line["address"], "") or str(line["id"])


def texts_of(layout: Layout) -> dict[str, str]:
    """The text of each post, with nothing where its pictures' addresses or files are named, without its gists'."""
    files = sorted(layout.root.glob("*/*/index.md"))
    return {file.parent.name: _GIST.sub("", _PICTURE.sub(r"\1", file.read_text("utf-8"))) for file in files}


def fetching(cdn: Cdn, place: Path) -> Fetching:
    layout = Layout(place / "archive")
    import_exports.import_exports(
        [export_with(cdn.pictures, place / "export.zip", posts=12)], layout, import_exports.Options(offline=True)
    )
    with layout.settings.open("a", encoding="utf-8") as file:
        file.write(cdn.settings(seconds=2))
    return Fetching(cdn, layout, texts_of(layout), [])


@pytest.fixture(scope="module")
def worst(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fetching]:
    """The archive after one run and one more against every fault. Not to be fetched into again."""
    with Cdn(PICTURES, FAULTS) as cdn:
        archive = fetching(cdn, tmp_path_factory.mktemp("worst"))
        archive.run()
        archive.run(again=True)
        yield archive


def test_every_available_picture_is_fetched_unchanged(worst: Fetching) -> None:
    """A card has the small copy that the export names, everything else the largest there is."""
    wrong = []
    for address, line in worst.lines.items():
        id = id_of(line)
        wanted = worst.cdn.content_at(address) if line["role"] == "card" else worst.cdn.content_of(id)
        assert wanted is not None
        if worst.cdn.faults_of(id) != "gone":
            sums = {
                hashlib.sha256((worst.layout.root / file).read_bytes()).hexdigest() for file in line.get("files", ())
            }
            if sums != {hashlib.sha256(wanted).hexdigest()} or sums != {line["sha256"]}:
                wrong.append((worst.cdn.faults_of(id), line))
    assert not wrong


def test_every_fetched_picture_has_its_size_recorded(worst: Fetching) -> None:
    """In bytes and in pixels, also where the export says nothing of it."""
    for line in worst.lines.values():
        for file in line.get("files", ()):
            with Image.open(worst.layout.root / file) as image:
                assert (line["width"], line["height"]) == image.size, line
            assert line["bytes"] == (worst.layout.root / file).stat().st_size


def test_every_missing_picture_has_a_reason(worst: Fetching) -> None:
    missing = {id_of(line) for line in worst.lines.values() if not line.get("files")}
    assert missing == set(worst.cdn.gone_ids())
    for id in missing:
        line = worst.line(id)
        assert "404" in line["problem"]
        assert line["problem"].endswith(".") and "\n" not in line["problem"]
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\+00:00|Z)", line["retry"])
    issues = [issue for issue in worst.reports[-1].issues if issue.code == "picture-missing"]
    assert len(issues) == len([line for line in worst.lines.values() if id_of(line) in missing])


def test_fetched_pictures_have_no_problem_recorded(worst: Fetching) -> None:
    assert not [line for line in worst.lines.values() if line.get("files") and (line.keys() & {"problem", "retry"})]


def test_the_report_counts_fetched_and_missing_pictures(worst: Fetching) -> None:
    gone = len(worst.cdn.gone_ids())
    counts = worst.reports[-1].counts
    assert (counts["pictures_here"], counts["pictures_missing"], counts["pictures_not_tried"]) == (
        len(worst.lines) - gone,
        gone,
        0,
    )
    assert sum(report.counts["pictures_fetched"] for report in worst.reports) == len(worst.lines) - gone


def test_the_server_gave_each_kind_of_fault(worst: Fetching) -> None:
    """The test would prove nothing otherwise."""
    met = {answer.fault for answer in worst.cdn.answers}
    assert met >= set(FAULTS.names())


def test_posts_lose_no_text_when_pictures_fail(worst: Fetching) -> None:
    assert texts_of(worst.layout) == worst.texts


def test_a_post_shows_fetched_pictures_as_files_and_missing_ones_by_address(worst: Fetching) -> None:
    for file in worst.layout.root.glob("*/*/index.md"):
        named = {match[2].strip("<>") for match in _PICTURE.finditer(file.read_text("utf-8"))}
        for name in named:
            line = worst.lines.get(name)
            assert (file.parent / name).is_file() if line is None else not line.get("files"), name


def test_a_picture_in_two_posts_is_fetched_once(worst: Fetching) -> None:
    shared = [line for line in worst.lines.values() if len(line.get("posts", ())) > 1]
    assert shared
    for line in shared:
        id = id_of(line)
        if not worst.cdn.faults_of(id):
            assert worst.cdn.asked[id] == 1
            assert len(line["files"]) == len(line["posts"])


def test_a_picture_that_came_is_not_requested_again(worst: Fetching) -> None:
    asked = {id: count for id, count in worst.cdn.asked.items() if not worst.cdn.faults_of(id)}
    assert set(asked.values()) == {1}


def test_requests_respect_pauses_and_name_the_program(worst: Fetching) -> None:
    """A name, known hosts, and no second try before the time that the host named."""
    assert all("medium" in agent.lower() for agent in worst.cdn.agents)
    waits = worst.cdn.asked_again(429)
    assert len(waits) == len(worst.cdn.ids_with("rate_limited"))
    assert min(waits) >= 1
    assert worst.cdn.peak_connections.keys() <= {CDN, MIRO, OUTSIDE, GIST_API, GIST_RAW}


def test_connections_to_a_host_are_limited(tmp_path: Path) -> None:
    """Only one host: two hosts mapped to one address may use each other's connections."""
    with Cdn([picture for picture in PICTURES if picture.role != "outside"]) as cdn:
        fetching(cdn, tmp_path).run()
        assert 2 <= cdn.peak_connections[CDN] <= 4


def test_no_temporary_files_are_left(worst: Fetching) -> None:
    assert not list(worst.layout.root.rglob("*.tmp"))


def test_an_error_page_that_never_ends_is_no_picture(tmp_path: Path) -> None:
    with Cdn(PICTURES[:40], Faults(0, 0, 1 / 20, 0, 0, 0, 0, html_always=True)) as cdn:
        archive = fetching(cdn, tmp_path)
        archive.run()
        for id in cdn.ids_with("html"):
            line = archive.line(id)
            assert not line.get("files") and "HTML" in line["problem"]


def test_a_missing_picture_is_not_retried_too_early(tmp_path: Path) -> None:
    with Cdn(PICTURES, Faults(0, 0, 0, 0, 0, 0, 0.01)) as cdn:
        archive = fetching(cdn, tmp_path)
        archive.run()
        before, asked = archive.lines, len(cdn.answers)
        assert archive.run().counts["pictures_fetched"] == 0
        assert len(cdn.answers) == asked and archive.lines == before


class Pausing(Cdn):
    """A host whose clock is wrong: it asks for a pause until the year 9999."""

    def answer(self, connection: Any, target: str, headers: Mapping[str, str]) -> Reply:
        super().answer(connection, target, headers)
        pause = "Date: Thu, 01 Jan 1970 00:00:00 GMT\r\nRetry-After: Fri, 31 Dec 9999 23:59:59 GMT\r\n"
        return Reply(429, headers=pause)


def test_a_request_to_pause_for_years_fails_no_run(tmp_path: Path) -> None:
    """The pictures are missing, with the reason; the next run does not fail either."""
    with Pausing(PICTURES) as cdn:
        archive = fetching(cdn, tmp_path)
        report = archive.run()
        assert report.counts["pictures_fetched"] == 0
        assert any("too many requests" in line.get("problem", "") for line in archive.lines.values())
        archive.run(again=True)


def test_a_dry_run_sends_no_request(tmp_path: Path) -> None:
    with Cdn(PICTURES) as cdn:
        archive = fetching(cdn, tmp_path)
        before = archive.lines
        assert archive.run(dry_run=True).counts["pictures_to_fetch"] == len(before)
        assert not cdn.answers and archive.lines == before


def test_the_wayback_machine_gives_missing_pictures(tmp_path: Path) -> None:
    with Cdn(PICTURES, Faults(0, 0, 0, 0, 0, 0, 0.02)) as cdn:
        archive = fetching(cdn, tmp_path)
        kept, *lost = cdn.gone_ids()
        cdn.in_wayback = {kept}
        archive.run(wayback=True)
        assert archive.line(kept)["files"]
        assert {id_of(line) for line in archive.lines.values() if not line.get("files")} == set(lost)


@pytest.mark.parametrize("limit", [{"max_bytes": 100_000}, {"max_seconds": 0}])
def test_a_limit_ends_the_run_and_the_next_run_continues(tmp_path: Path, limit: dict[str, Any]) -> None:
    with Cdn(PICTURES) as cdn:
        archive = fetching(cdn, tmp_path)
        first = archive.run(**limit)
        assert 0 < first.counts["pictures_not_tried"] < len(PICTURES) + 1
        second = archive.run()
        assert (
            first.counts["pictures_fetched"] + second.counts["pictures_fetched"]
            == second.counts["pictures_here"]
            == len(archive.lines)
        )
        assert set(cdn.asked.values()) == {1}


def test_a_picture_lost_by_medium_comes_from_its_original_host(tmp_path: Path) -> None:
    """`data-external-src` is where Medium copied the picture from."""
    with Cdn(PICTURES, copies_lost=True) as cdn:
        archive = fetching(cdn, tmp_path)
        archive.run()
        assert not [line for line in archive.lines.values() if not line.get("files")]


def test_a_thumbnail_does_not_replace_the_full_picture(tmp_path: Path) -> None:
    """A card may show the same picture as the text, in another size and in the same folder."""
    picture = next(picture for picture in PICTURES if picture.width == 1200)
    with Cdn([picture, replace(picture, role="thumbnail")]) as cdn:
        layout = Layout(tmp_path / "archive")
        export = export_with(cdn.pictures, tmp_path / "export.zip", posts=1)
        import_exports.import_exports([export], layout, import_exports.Options(offline=True))
        with layout.settings.open("a", encoding="utf-8") as file:
            file.write(cdn.settings())
        fetch_pictures(layout)
        lines = read_records(layout.records / "pictures.jsonl")
        assert len(lines) == 2
        for line in lines:
            sums = {hashlib.sha256((layout.root / file).read_bytes()).hexdigest() for file in line["files"]}
            assert sums == {line["sha256"]}, line["role"]
