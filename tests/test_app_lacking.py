"""What `archive app` says about pictures that are not there, and how it names the file of an export."""

from __future__ import annotations

import html
import shlex
from pathlib import Path

import pytest

from medium_archive import formats
from medium_archive.app import members
from medium_archive.app.actions import Place
from medium_archive.folder import picture_record
from medium_archive.folder.gists import GistRecord, Gists
from medium_archive.folder.layout import Layout
from medium_archive.folder.picture_record import PictureRecord
from tests.local_page import LocalPage

FILES = [member for member in formats.ALL if member.TARGET.metavar == "FILE"]


def test_every_missing_picture_is_listed_with_a_reason_and_its_posts(page: LocalPage, layout: Layout) -> None:
    """Also one that no run has tried to fetch."""
    records: list[PictureRecord | GistRecord] = [
        *picture_record.read(layout).values(),
        *Gists.read(layout).records.values(),
    ]
    lacking = [record for record in records if not record.files]
    shown = page.get("pictures").text.partition('id="missing"')[2]
    assert lacking and all(record.address in shown for record in lacking)
    assert shown.count("Not fetched yet.") == sum(not record.problem for record in lacking) > 0
    assert "post?name=posts%2F" in shown or "post?name=posts/" in shown
    for one in (lacking[0], next(record for record in lacking if isinstance(record, GistRecord))):
        before = shown.partition(f'href="{html.escape(one.address)}"')[0]  # below the title of its post
        address = before.rpartition("post?name=")[2].partition('"')[0]
        post = page.get(f"post?name={address}").text.partition('id="lacks"')[2]
        assert one.address in post and "Not fetched yet." in post


@pytest.mark.parametrize("member", FILES, ids=lambda member: member.NAME)
@pytest.mark.parametrize("typed", ["my book", '"my book"', "my book.x"])
def test_a_file_of_an_export_has_the_suffix_of_its_kind(member: formats.Format, typed: str, tmp_path: Path) -> None:
    """A name with a suffix stays as it was typed."""
    action = members.named(f"export-{member.NAME}")
    assert action
    place = Place(Layout(tmp_path), lambda name: [], tmp_path / "proof.html")
    written = Path(action.command({"out": typed}, place)[-1])
    wanted = Path(member.TARGET.default or shlex.split(member.EXAMPLE)[-1]).suffix
    assert wanted and written.name == ("my book.x" if typed.endswith(".x") else f"my book{wanted}")
