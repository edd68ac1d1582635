"""`archive export html` and the other formats of one file: what a post is there."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import lxml.html
import pytest

from medium_archive.commands.export import export
from medium_archive.folder.layout import Layout
from medium_archive.formats import html
from tests.contracts.formats import contents
from tests.generators import traps

_TRAPS = "posts/2022-03-04-traps.html"


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Layout:
    return traps.make(tmp_path_factory.mktemp("files") / "archive")


def made(archive: Layout, member: Any, place: Path, **settings: bool) -> dict[str, bytes]:
    """The files in the zip file of an export, or the one file under ""."""
    export(archive, member, place / "out", member.Settings(**settings))
    return contents(place / "out")


def test_a_page_of_html_has_its_pictures_in_itself(archive: Layout, tmp_path: Path) -> None:
    files = made(archive, html, tmp_path)
    root = lxml.html.fromstring(files[_TRAPS])
    sources = [image.get("src", "") for image in root.iter("img")]
    assert [source[:22] for source in sources[:2]] == ["data:image/png;base64,"] * 2
    assert sources[-1] == "https://cdn-images-1.medium.com/max/800/1*gone.png"
    assert [name for name in files if not name.endswith(".html")] == ["posts/2022-03-04-traps/paper.pdf"]
    assert root.xpath("//a[.='a file']/@href") == ["2022-03-04-traps/paper.pdf"]


def test_a_page_of_html_has_what_the_front_matter_has(archive: Layout, tmp_path: Path) -> None:
    files = made(archive, html, tmp_path, responses=True, drafts=True)
    root = lxml.html.fromstring(files["posts/2022-01-01-other.html"])
    assert root.findtext(".//h1") == root.findtext(".//title") == "Other"
    assert root.xpath("//link[@rel='canonical']/@href") == ["https://medium.com/@ada/other-abcdef0123ab"]
    assert root.xpath("//meta[@name='keywords']/@content") == ["one two, three"]
    assert root.xpath("//time/@datetime") == ["2022-03-04T05:06:07.008000+00:00"]
    assert root.xpath("//a[.='back']/@href") == ["2022-03-04-traps.html"]
    assert b'href="../responses/2019-01-09-thank-you.html"' in files[_TRAPS]
    assert b"<h1>Looms &amp; &lt;logic&gt;</h1>" in files["posts/2020-11-12-looms.html"]
    assert "drafts/hushed.html" in files
    assert b"onclick" not in b"".join(files.values())


def test_pictures_of_html_can_stay_where_they_were_published(archive: Layout, tmp_path: Path) -> None:
    files = made(archive, html, tmp_path, linked_pictures=True)
    looms = files["posts/2020-11-12-looms.html"].decode()
    assert 'src="https://cdn-images-1.medium.com/max/800/1*wide.png"' in looms
    assert b"data:image/png" in files[_TRAPS], "this picture was never on the web"


def test_a_zip_file_has_no_time_of_its_export(archive: Layout, tmp_path: Path) -> None:
    made(archive, html, tmp_path)
    with zipfile.ZipFile(tmp_path / "out") as zip_file:
        assert {entry.date_time for entry in zip_file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert zip_file.testzip() is None
