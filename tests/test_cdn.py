"""The stand-in for Medium's picture host works as the tests that use it expect."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from contextlib import closing
from email.message import Message
from http.client import HTTPConnection, HTTPException
from io import BytesIO
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, urlsplit

import pytest
from PIL import Image

from medium_archive.commands import import_exports
from medium_archive.folder.layout import Layout
from tests.cdn import (
    CAPTURED,
    CDN,
    GIST_API,
    GIST_RAW,
    MIRO,
    WAYBACK,
    Cdn,
    Faults,
)
from tests.sample_pictures import GISTS, OUTSIDE, Picture, export_with, make_pictures
from tests.small_archive import read_records

PICTURES = make_pictures(200, seed=1)


@pytest.fixture
def cdn() -> Iterator[Cdn]:
    with Cdn(PICTURES) as running:
        yield running


class Got(NamedTuple):
    status: int
    headers: Message
    body: bytes


class Client(HTTPConnection):
    def ask(self, host: str, path: str, agent: str = "test") -> Got:
        self.request("GET", quote(path, safe="/*?=&%:"), headers={"Host": host, "User-Agent": agent})
        with self.getresponse() as response:
            return Got(response.status, response.headers, response.read())


def client(cdn: Cdn, timeout: float = 10) -> closing[Client]:
    return closing(Client(urlsplit(cdn.address).netloc, timeout=timeout))


def ask(cdn: Cdn, host: str, path: str, agent: str = "test") -> Got:
    """One request on a connection of its own."""
    with client(cdn) as connection:
        return connection.ask(host, path, agent)


def one(kind: str = "png", role: str = "figure") -> Picture:
    return next(picture for picture in PICTURES if picture.kind == kind and picture.role == role)


def with_one(**faults: object) -> Cdn:
    """A server where one picture has the fault."""
    return Cdn(PICTURES, Faults(**{**dict.fromkeys(Faults.names(), 0), **faults}))  # type: ignore[arg-type]  # a number each


def faulty(cdn: Cdn, fault: str) -> str:
    return f"/{cdn.ids_with(fault)[0]}"


def test_pictures_are_real_and_different_and_depend_only_on_the_seed() -> None:
    assert make_pictures(200, seed=1) == PICTURES
    assert make_pictures(3, seed=2) != PICTURES[:3]
    assert len({picture.content for picture in PICTURES}) == len({picture.id for picture in PICTURES}) == 200
    for picture in PICTURES:
        assert 1_500 < len(picture.content) < 45_000
        with Image.open(BytesIO(picture.content)) as image:
            assert image.size == (picture.width, picture.height)
            assert image.format == picture.kind.removeprefix("animated ").upper()
            assert (getattr(image, "n_frames", 1) > 1) == (picture.kind == "animated gif")


def test_picture_ids_have_every_form_that_exports_have() -> None:
    ids = [picture.id for picture in PICTURES]
    assert any(id.endswith("@2x.png") for id in ids) and any(id.endswith(".PNG") for id in ids)
    assert any(id.endswith(".") for id in ids) and any("." not in id for id in ids)
    assert one("webp").id.endswith(".png")
    assert {picture.role for picture in PICTURES} == {"figure", "cover", "thumbnail", "photo", "outside"}


def test_a_picture_is_served_in_every_size(cdn: Cdn) -> None:
    wide = next(picture for picture in PICTURES if picture.width == 1200)
    for host, form in ((CDN, ""), (MIRO, ""), (MIRO, "v2/"), (CDN, "max/1200/"), (CDN, "max/2560/"), (CDN, "proxy/")):
        assert ask(cdn, host, f"/{form}{wide.id}").body == wide.content, form
    for form in ("max/800", "v2/resize:fit:800", "fit/c/160/160"):
        with Image.open(BytesIO(ask(cdn, CDN, f"/{form}/{wide.id}").body)) as image:
            assert image.width <= 800, form
    assert ask(cdn, CDN, f"/max/NaN/{wide.id}").status == 404
    assert ask(cdn, CDN, f"/v2/{wide.id}").status == 404
    assert ask(cdn, CDN, "/1*unknown.png").status == 404
    assert cdn.content_at(f"https://{CDN}/max/800/{wide.id}") == ask(cdn, CDN, f"/max/800/{wide.id}").body


def test_an_animation_in_a_size_is_its_first_frame(cdn: Cdn) -> None:
    picture = one("animated gif")
    for form, frames in (("", 3), ("max/800/", 1), ("freeze/max/800/", 1)):
        with Image.open(BytesIO(ask(cdn, CDN, f"/{form}{picture.id}").body)) as image:
            assert (image.format, getattr(image, "n_frames", 1)) == ("GIF", frames)


def test_an_id_may_be_percent_encoded(cdn: Cdn) -> None:
    picture = one()
    assert ask(cdn, CDN, "/" + picture.id.replace("*", "%2A")).body == picture.content


@pytest.mark.parametrize("agent", ["", " "])
def test_a_request_without_a_user_agent_is_refused(cdn: Cdn, agent: str) -> None:
    assert ask(cdn, CDN, f"/{one().id}", agent).status == 403


def test_the_host_header_names_the_host(cdn: Cdn) -> None:
    assert ask(cdn, "127.0.0.1", f"/{one().id}").status == 421
    assert ask(cdn, OUTSIDE, f"/{one().id}").status == 404
    outside = one(role="outside")
    assert ask(cdn, OUTSIDE, urlsplit(outside.outside).path).body == outside.content
    assert ask(cdn, CDN, f"/{outside.id}").body == outside.content


def test_a_picture_lost_by_medium_is_only_on_its_original_host() -> None:
    outside = one(role="outside")
    with Cdn(PICTURES, copies_lost=True) as cdn:
        assert ask(cdn, CDN, f"/{outside.id}").status == 404
        assert ask(cdn, OUTSIDE, urlsplit(outside.outside).path).body == outside.content


def test_a_429_lasts_only_as_long_as_it_asks_to_wait() -> None:
    with with_one(rate_limited=0.005) as cdn:
        path = faulty(cdn, "rate_limited")
        first = ask(cdn, CDN, path)
        assert (first.status, first.headers["Retry-After"]) == (429, "1")
        assert ask(cdn, CDN, f"/{one('webp').id}").status == 200
        assert ask(cdn, CDN, path).status == 200
        assert len(cdn.asked_again(429)) == 1 and cdn.asked_meanwhile() == [1]


def test_the_request_after_a_503_succeeds() -> None:
    with with_one(unavailable=0.005) as cdn:
        assert [ask(cdn, CDN, faulty(cdn, "unavailable")).status for _ in range(2)] == [503, 200]


@pytest.mark.parametrize("always", [False, True])
def test_an_error_page_may_have_the_type_of_a_picture(always: bool) -> None:
    with with_one(html=0.005, html_always=always) as cdn:
        path = faulty(cdn, "html")
        first = ask(cdn, CDN, path)
        assert first.status == 200 and str(first.headers["Content-Type"]).startswith("image/")
        assert first.body.startswith(b"<!DOCTYPE html>")
        assert ask(cdn, MIRO, path).body.startswith(b"<!DOCTYPE html>") == always
        assert cdn.gone_ids() == ((path[1:],) if always else ())


def test_the_request_after_a_cut_off_picture_succeeds() -> None:
    with with_one(cut_off=0.005) as cdn:
        path = faulty(cdn, "cut_off")
        with pytest.raises(HTTPException):
            ask(cdn, CDN, path)
        assert ask(cdn, CDN, path).body == cdn.content_of(path[1:])


def test_the_request_after_an_unanswered_one_succeeds() -> None:
    with with_one(hanging=0.005) as cdn:
        path = faulty(cdn, "hanging")
        with client(cdn, timeout=0.2) as connection, pytest.raises(TimeoutError):
            connection.ask(CDN, path)
        assert ask(cdn, CDN, path).body == cdn.content_of(path[1:])


def test_a_picture_may_exist_only_in_its_third_size() -> None:
    with with_one(third_form=0.02) as cdn:
        for id in cdn.ids_with("third_form"):
            width = next(picture.width for picture in PICTURES if picture.id == id)
            assert ask(cdn, CDN, f"/{id}").status == ask(cdn, MIRO, f"/v2/{id}").status == 404
            assert ask(cdn, CDN, f"/max/{width}/{id}").body == cdn.content_of(id)


def test_a_picture_may_be_gone_from_every_address() -> None:
    with with_one(gone=0.005) as cdn:
        path = faulty(cdn, "gone")
        assert {ask(cdn, host, form + path).status for host in (CDN, MIRO) for form in ("", "/v2", "/max/800")} == {404}
        assert cdn.gone_ids() == (path[1:],) and cdn.faults_of(path[1:]) == "gone"


def test_faults_depend_only_on_the_seed() -> None:
    faults = Faults(at_least=2)
    shared = faults.share_out(PICTURES, seed=1)
    assert shared == faults.share_out(PICTURES, seed=1) != faults.share_out(PICTURES, seed=2)
    counts = {name: list(shared.values()).count(name) for name in Faults.names()}
    assert counts == {**dict.fromkeys(Faults.names(), 2), "rate_limited": 4}
    assert Faults.none().share_out(PICTURES, seed=1) == {}


def test_requests_and_connections_are_counted(cdn: Cdn) -> None:
    path = f"/{one().id}"
    with client(cdn) as first, client(cdn) as second:
        for connection in (first, second, first):
            connection.ask(CDN, path, "reader/1")
        first.ask(MIRO, path, "reader/2")
    assert cdn.requests == {(CDN, path): 3, (MIRO, path): 1}
    assert cdn.asked == {one().id: 4}
    assert cdn.agents == {"reader/1": 3, "reader/2": 1}
    assert cdn.peak_connections == {CDN: 2, MIRO: 1}
    assert [(answer.host, answer.status) for answer in cdn.answers] == [(CDN, 200)] * 3 + [(MIRO, 200)]


def test_one_connection_takes_many_requests_and_head(cdn: Cdn) -> None:
    head = f"HEAD /{one().id} HTTP/1.1\r\nHost: {CDN}\r\nUser-Agent: x\r\n"
    host, port = urlsplit(cdn.address).hostname, urlsplit(cdn.address).port
    with socket.create_connection((str(host), int(port or 0)), timeout=10) as raw:
        raw.sendall(f"{head}\r\n{head}Connection: close\r\n\r\n".encode())
        received = b"".join(iter(lambda: raw.recv(65536), b""))
    assert received.count(b"HTTP/1.1 200 OK") == 2
    assert received.count(f"Content-Length: {len(one().content)}".encode()) == 2 and len(received) < 1_000


def test_the_wayback_machine_has_only_the_captured_pictures(cdn: Cdn) -> None:
    picture = one()
    address = f"https://{CDN}/max/800/{picture.id}"
    cdn.in_wayback = {picture.id}
    assert ask(cdn, WAYBACK, f"/web/{CAPTURED}id_/{address}").body == picture.content
    assert b"<html>" in ask(cdn, WAYBACK, f"/web/{CAPTURED}/{address}").body
    moved = ask(cdn, WAYBACK, f"/web/2019id_/{address}")
    assert (moved.status, moved.headers["Location"]) == (302, f"https://{WAYBACK}/web/{CAPTURED}id_/{address}")
    other = f"https://{CDN}/max/800/{one('jpeg').id}"
    assert ask(cdn, WAYBACK, f"/web/{CAPTURED}id_/{other}").status == 404


def test_gists_are_served_as_github_serves_them(cdn: Cdn) -> None:
    single, several, long, deleted = GISTS
    answer = json.loads(ask(cdn, GIST_API, f"/gists/{single.id}").body)
    assert answer["owner"]["login"] == "ada" and answer["files"]["main.py"]["content"] == single.files["main.py"][1]
    assert len(json.loads(ask(cdn, GIST_API, f"/gists/{several.id}").body)["files"]) == 2
    file = json.loads(ask(cdn, GIST_API, f"/gists/{long.id}").body)["files"]["long.txt"]
    assert file["truncated"] and len(file["content"]) < len(long.files["long.txt"][1])
    raw = ask(cdn, GIST_RAW, urlsplit(file["raw_url"]).path).body.decode()
    assert raw == long.files["long.txt"][1]
    assert ask(cdn, GIST_API, f"/gists/{deleted.id}").status == 404


def test_an_import_records_every_picture_once(cdn: Cdn, tmp_path: Path) -> None:
    """Some with two posts, each with the address of its role."""
    layout = Layout(tmp_path / "archive")
    import_exports.import_exports([export_with(PICTURES, tmp_path / "export.zip", posts=10)], layout)
    lines = read_records(layout.records / "pictures.jsonl") + read_records(layout.private / "pictures.jsonl")
    shown = {line.get("id") or line["address"]: line for line in lines}
    outside = [picture for picture in PICTURES if picture.role == "outside"]
    names = {p.outside if outside.index(p) % 3 == 0 else p.id for p in outside}
    assert shown.keys() == names | {picture.id for picture in PICTURES if picture.role != "outside"}
    roles = {id: line["role"] for id, line in shown.items()}
    for picture in PICTURES:
        role = {"thumbnail": "card", "outside": "figure"}.get(picture.role, picture.role)
        assert roles.get(picture.id, "figure") == role
    assert any(len(line.get("posts", ())) == 2 for line in lines)
    assert all(line.get("width") for line in lines if line["role"] == "cover")
    assert (layout.private / "pictures.jsonl").is_file()
    assert "https://gist.github.com/ada/" in next(layout.posts.glob("*-0/index.md")).read_text("utf-8")
