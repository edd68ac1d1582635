"""Pages are read in any number of processes with the same result: their bytes, their stories, and their issues."""

from __future__ import annotations

import gzip
from dataclasses import replace
from pathlib import Path

import pytest

from medium_archive.commands import page_reading
from medium_archive.medium.pages import Page, containers, story
from medium_archive.medium.pages.containers import Saved
from medium_archive.processes import Pool
from medium_archive.report import Issue
from tests.saved_pages import written
from tests.saved_pages.tellings import LOAF, PLAIN, Telling, part

ERA = written.ERAS["2023"]
BOTH = pytest.mark.parametrize("jobs", [1, 2])


def told(number: int, words: str = "Fog came in.") -> Telling:
    post_id = f"{number:012x}"
    return replace(
        PLAIN, id=post_id, slug=f"fog-{post_id}", title=f"Fog {number}", parts=(part("P", words),), breaks=()
    )


def save(folder: Path, number: int, words: str = "Fog came in.") -> Path:
    path = folder / f"{number:03}.html"
    path.write_bytes(written.page(told(number, words), ERA))
    return path


@BOTH
def test_each_page_has_the_bytes_that_its_container_gives(tmp_path: Path, jobs: int) -> None:
    for number in range(50):
        save(tmp_path, number)
    content = written.page(replace(LOAF, title="Loaf – “old”"), ERA)
    (tmp_path / "packed.html").write_bytes(gzip.compress(content))
    (tmp_path / "utf-16.html").write_text(content.decode(), "utf-16")
    (tmp_path / "with-mark.html").write_bytes(b"\xef\xbb\xbf" + content)
    (tmp_path / "wide.html").write_bytes(
        b'<meta charset="windows-1252">' + content.decode().encode("cp1252", "replace")
    )
    with Pool(jobs=jobs) as pool:
        found = list(page_reading.begin([tmp_path], lambda issue: None, pool))
    assert [saved for saved, _ in found] == [one for one in containers.read(tmp_path) if isinstance(one, Saved)]
    assert all(reading is not None and isinstance(reading.page, Page) for _, reading in found)


@BOTH
def test_a_file_that_changes_after_it_was_read_is_read_again(tmp_path: Path, jobs: int) -> None:
    paths = [save(tmp_path, number) for number in range(50)]
    with Pool(jobs=jobs) as pool:
        found = page_reading.begin([tmp_path], lambda issue: None, pool)
        _ = [next(found) for _ in range(49)]
        save(tmp_path, 49, "Sun came in.")
        *_, (saved, reading) = found
    assert saved.content == paths[49].read_bytes()
    assert (reading is None) == (jobs > 1)  # another process reads a few files ahead
    assert reading is None or "Sun came in." in str(reading.texts)


@BOTH
def test_a_file_that_is_deleted_after_it_was_read_is_an_issue(tmp_path: Path, jobs: int) -> None:
    paths = [save(tmp_path, number) for number in range(50)]
    issues: list[Issue] = []
    with Pool(jobs=jobs) as pool:
        found = page_reading.begin([tmp_path], issues.append, pool)
        names = [next(found)[0].where for _ in range(49)]
        paths[49].unlink()
        names += [saved.where for saved, _ in found]
    assert names[-1].endswith("048.html")
    assert [(one.where[-8:], one.code) for one in issues] == [("049.html", "save-unreadable")]


def order_of(folder: Path, jobs: int) -> list[str]:
    order: list[str] = []
    with Pool(jobs=jobs) as pool:
        for saved, _ in page_reading.begin([folder], lambda issue: order.append(f"{issue.code} {issue.where}"), pool):
            order.append(saved.where)
    return order


def test_issues_come_in_the_order_of_the_files(tmp_path: Path) -> None:
    for number in range(100):
        save(tmp_path, number)
    (tmp_path / "010.html").write_bytes(b"<html>graf-- \xff\xfe\xfa")
    (tmp_path / "070.eml").write_bytes(b"From: a@b.example\nTo: b@a.example\nSubject: Hello\n\nNo story.")
    orders = [order_of(tmp_path, jobs) for jobs in (1, 2)]
    assert orders[0] == orders[1]
    names = [one.rpartition("/")[2] for one in orders[0]]
    assert names == sorted([*names])
    assert sum(one.startswith("save-") for one in orders[0]) == 2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252", "latin-1"])
@pytest.mark.parametrize("named", ["utf-8", "windows-1252", "koi8-r", ""])
def test_the_head_alone_names_the_author_as_the_whole_page_does(tmp_path: Path, encoding: str, named: str) -> None:
    html = written.page(replace(LOAF, name="Adá “Lovelace”"), ERA).decode()
    html = html.replace('<meta charset="utf-8">', f'<meta charset="{named}">' if named else "")
    (tmp_path / "page.html").write_bytes(html.encode(encoding, "replace"))
    whole = [person for saved in page_reading.saved_in([tmp_path]) for person in page_reading.signed_inside(saved)]
    assert list(page_reading.signed([tmp_path])) == whole != []
    assert isinstance(whole[0], story.Person)
