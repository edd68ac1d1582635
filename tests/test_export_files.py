"""`archive export html` and the other formats of one file: what a post is there."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import lxml.html
import pytest

from medium_archive.commands.export import export
from medium_archive.folder.layout import Layout
from medium_archive.formats import html, jsonl, page
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


def test_a_line_of_json_has_a_whole_post(archive: Layout, tmp_path: Path) -> None:
    lines = made(archive, jsonl, tmp_path)[""].decode().splitlines()
    posts = {post["path"]: post for post in map(json.loads, lines)}
    other = posts["posts/2022-01-01-other"]
    back = "Words, and a way [back](posts/2022-03-04-traps/)."
    assert (other["title"], other["markdown"], other["text"]) == ("Other", back, "Words, and a way back.")
    assert (other["date"], other["tags"]) == ("2022-03-04T05:06:07.008000+00:00", ["one two", "three"])
    assert other["address"] == other["medium"] == "https://medium.com/@ada/other-abcdef0123ab"
    assert posts["posts/2020-11-12-looms"]["pictures"][0] == {
        "address": "https://cdn-images-1.medium.com/max/800/1*wide.png",
        "alt": "The engine",
    }
    assert "private remark" not in posts["posts/2022-03-04-traps"]["markdown"]


@pytest.mark.parametrize(
    ("html_text", "text"),
    [
        ("<p>One\ntwo.</p>\n<p>Three<br>four</p>", "One two.\n\nThree\nfour"),
        ("<ul><li>a</li><li><p>b</p><ul><li>c</li></ul></li></ul><p>d</p>", "a\nb\nc\n\nd"),
        ("<pre><code>  x\n\n  y</code></pre>", "  x\n\n  y"),
        ("<p>a</p><pre>  x\n\n\n  y\n</pre><p>b</p>", "a\n\n  x\n\n\n  y\n\n\nb"),
        ("<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>", "a\tb\n1\t2"),
    ],
)
def test_the_plain_text_of_a_post_keeps_its_paragraphs_items_rows_and_code(html_text: str, text: str) -> None:
    assert page.words(page.parse(html_text)) == text
