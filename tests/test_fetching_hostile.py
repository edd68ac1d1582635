"""Addresses and answers that would harm, from the post to the issue: each is refused with its reason, alone."""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from html import escape
from pathlib import Path

import pytest

from medium_archive import links
from medium_archive.commands import import_exports
from medium_archive.commands.fetch_pictures import fetch_pictures
from medium_archive.folder.layout import Layout
from tests.cdn import Cdn, Reply
from tests.sample_exports import post_name, post_page, write_zip
from tests.sample_pictures import OUTSIDE, make_pictures
from tests.small_archive import read_records
from tests.test_decoding import flat_png, moving, written

GOOD = make_pictures(30, seed=14)[18]  # one of another host
_SEEN = "posts/2020-03-01-a-title"

# In a post's text the brackets of IPv6 are encoded; what they would lead to, tests/test_web_refused.py asks
ADDRESSES = {
    "file:///etc/passwd": "Only http and https",
    "ftp://pictures.example/a.png": "Only http and https",
    "javascript:alert(1)": "Only http and https",
    "http://127.0.0.1:{port}/a.png": "not on the public internet",
    "http://localhost:{port}/a.png": "not on the public internet",
    "http://2130706433:{port}/a.png": "not on the public internet",
    "http://0x7f.1:{port}/a.png": "not on the public internet",
    "http://[::1]:{port}/a.png": "not an address",
    "http://[::ffff:127.0.0.1]:{port}/a.png": "not an address",
    "http://10.0.0.1/a.png": "not on the public internet",
    "http://192.168.1.1/a.png": "not on the public internet",
    "http://169.254.169.254/latest/meta-data/": "not on the public internet",
    "http://[fe80::1]/a.png": "not an address",
    "http://[fd00::1]/a.png": "not an address",
    "http://me:secret@pictures.example/a.png": "user name",
}
ANSWERS = {
    "redirect-inside": (Reply(302, headers="Location: http://127.0.0.1:1/\r\n"), "not on the public internet"),
    "redirect-to-file": (Reply(302, headers="Location: file:///etc/passwd\r\n"), "Only http and https"),
    "redirect-for-ever": (Reply(302, headers=f"Location: https://{OUTSIDE}/redirect-for-ever\r\n"), "redirects"),
    "bomb-of-pixels": (Reply(200, flat_png(100_000, 2_000), "image/png"), "pixels"),
    "bomb-of-gzip": (
        Reply(200, gzip.compress(bytes(70_000_000), 1), "image/png", "Content-Encoding: gzip\r\n"),
        "more than",
    ),
    "page": (Reply(200, b"<!DOCTYPE html><title>Not found</title>", "image/png"), "an HTML page"),
    "drawing": (Reply(200, b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "image/svg+xml"), "SVG"),
    "nothing": (Reply(200, b"", "image/png"), "empty"),
    "stub": (Reply(200, b"\x89PNG\r\n\x1a\n", "image/png"), "unknown format"),
    "half-a-gif": (Reply(200, moving("GIF")[:-200], "image/gif"), "cut off"),
    "half-a-jpeg": (Reply(200, written("JPEG")[:-40], "image/jpeg"), "cut off"),
    "program": (Reply(200, b"\x7fELF" + bytes(400), "image/png"), "unknown format"),
}


class Hostile(Cdn):
    """A server whose other host gives those answers."""

    def _reply(self, host: str, path: str, query: str, headers: Mapping[str, str]) -> Reply:
        name = path.removeprefix("/")
        return ANSWERS[name][0] if name in ANSWERS else super()._reply(host, path, query, headers)


@pytest.fixture(scope="module")
def problems(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The problem of each address, hostile ones between two good ones."""
    place = tmp_path_factory.mktemp("hostile")
    with Hostile([GOOD]) as cdn:
        port = cdn.address.rpartition(":")[2]
        addresses = [address.format(port=port) for address in ADDRESSES] + [f"https://{OUTSIDE}/{n}" for n in ANSWERS]
        shown = [GOOD.outside, *addresses, f"{GOOD.outside}?again"]
        body = "".join(
            f'<figure class="graf graf--figure"><img class="graf-image" data-external-src="{escape(address)}"></figure>'
            for address in shown
        )
        layout = Layout(place / "archive")
        export = write_zip(place / "1.zip", {post_name(): post_page(body=f"<p>Before.</p>{body}<p>After.</p>")})
        import_exports.import_exports([export], layout, import_exports.Options(offline=True))
        with layout.settings.open("a", encoding="utf-8") as file:
            file.write(cdn.settings())
        before = set(layout.root.rglob("*"))
        report = fetch_pictures(layout, sleep=lambda _: None)
        files = {file.suffix for file in set(layout.root.rglob("*")) - before if file.parent.name == Path(_SEEN).name}
        assert files == {".png"} and report.counts["pictures_fetched"] == 2  # the good ones, and nothing of the others
        assert len(cdn.answers) == len([answer for answer in cdn.answers if answer.host == OUTSIDE])
        text = (layout.root / _SEEN / "index.md").read_text("utf-8")
        assert "Before." in text and "After." in text
        messages = {issue.message for issue in report.issues if issue.code == "picture-missing"}
        lines = read_records(layout.records / "pictures.jsonl")
        for line in lines:
            if line.get("problem"):
                assert f"{line['address']}: {line['problem']}" in messages
        wanted = links.encoded("{port}")
        return {line["address"].replace(f":{port}/", f":{wanted}/"): str(line.get("problem", "")) for line in lines}


@pytest.mark.parametrize("address", ADDRESSES)
def test_hostile_addresses_are_refused_with_their_issue(address: str, problems: dict[str, str]) -> None:
    assert ADDRESSES[address] in problems[links.encoded(address)]


@pytest.mark.parametrize("name", ANSWERS)
def test_hostile_answers_are_refused_with_their_issue(name: str, problems: dict[str, str]) -> None:
    assert ANSWERS[name][1] in problems[f"https://{OUTSIDE}/{name}"]
