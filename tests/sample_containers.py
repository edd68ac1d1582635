"""Saved pages of the same story, in each container, with its pictures: written for these tests, in own words."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import plistlib
import quopri
import zipfile
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from medium_archive.medium.pages.containers import Kind

ADDRESS = "https://medium.com/@ada/the-harbour--at-dawn-0a1b2c3d4e5f"
CAPTURED = datetime(2026, 3, 1, 8, 30, 5, tzinfo=UTC)
MEDIA = "5f4e3d2c1b0a5f4e3d2c1b0a5f4e3d2c"
PICTURES = {
    "1*AbCdEfGhIjKlMnOpQrStUv.png": b"\x89PNG\r\n\x1a\n the quay",
    "1*_bCdEfGhIjKlMnOpQrSt_w.jpeg": b"\xff\xd8\xff the boats",
}
FRAME = b"<!doctype html><html><body><p>A player of the tide table</p></body></html>"
_STATE = {"Post:0a1b2c3d4e5f": {"title": "The harbour at dawn 港口 🌊", "latestPublishedVersion": "a1b2c3"}}
PAGE = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>The harbour at dawn</title>'
    '<meta property="al:android:url" content="medium://p/0a1b2c3d4e5f">'
    f"<script>window.__APOLLO_STATE__ = {json.dumps(_STATE, ensure_ascii=False)}</script></head>"
    '<body><article><h1 id="a1b2">The harbour at dawn 港口 🌊</h1><p id="c3d4">Nets dry on the quay.</p>'
    + "".join(f'<figure><img src="https://miro.medium.com/v2/resize:fit:700/{one}"></figure>' for one in PICTURES)
    + f'<iframe src="https://medium.com/media/{MEDIA}"></iframe></article></body></html>'
).encode()
JSON = b'])}while(1);</x>{"success":true,"payload":{"value":{"id":"0a1b2c3d4e5f","latestPublishedVersion":"a1b2c3"}}}'


@dataclass(frozen=True)
class Sample:
    """Files as a person has them; `name` is the one to give. What it must give follows."""

    name: str
    files: Mapping[str, bytes]
    kind: Kind
    content: bytes = PAGE
    address: str = ADDRESS
    captured: datetime | None = None
    has_pictures: bool = False
    has_frame: bool = False

    def write(self, folder: Path) -> Path:
        for name, content in self.files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        return folder / self.name


def miro(picture_id: str) -> str:
    return f"https://miro.medium.com/v2/resize:fit:1400/{picture_id}"


def mhtml(
    page: bytes = PAGE,
    address: str = ADDRESS,
    pictures: Mapping[str, bytes] = PICTURES,
    *,
    encoding: str = "quoted-printable",
    cut: int = 0,
) -> bytes:
    """A page as Chromium writes it: its headers, their order and its line ends."""
    mark = "----MultipartBoundary--tidetidetide----"
    body = quopri.encodestring(page) if encoding == "quoted-printable" else page
    parts = [("text/html", encoding, address, body.replace(b"\n", b"\r\n") if encoding != "binary" else body)]
    parts += [("image/png", "base64", miro(one), b64encode(data)) for one, data in pictures.items()]
    parts += [("image/png", "base64", f"https://miro.medium.com/freeze/max/30/{one}", b"AAAA") for one in pictures]
    parts.append(("text/html", "binary", f"https://medium.com/media/{MEDIA}", FRAME))
    lines = [
        "From: <Saved by Blink>",
        f"Snapshot-Content-Location: {address}",
        "Subject: =?utf-8?Q?The=20harbour=20=E6=B8=AF?=",
        "Date: Sun, 1 Mar 2026 08:30:05 GMT",
        "MIME-Version: 1.0",
        f'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="{mark}"',
        "",
        "",
    ]
    found = "\r\n".join(lines).encode()
    for kind, how, location, data in parts:
        head = f"Content-Type: {kind}\r\nContent-Transfer-Encoding: {how}\r\nContent-Location: {location}\r\n\r\n"
        found += f"\r\n--{mark}\r\n{head}".encode() + data
    found += f"\r\n--{mark}--\r\n".encode()
    return found[: len(found) - cut]


def webarchive(
    form: plistlib.PlistFormat = plistlib.FMT_BINARY,
    page: bytes = PAGE,
    address: str = ADDRESS,
    pictures: Mapping[str, bytes] = PICTURES,
) -> bytes:
    def resource(address: str, kind: str, data: bytes) -> dict[str, object]:
        return {"WebResourceURL": address, "WebResourceMIMEType": kind, "WebResourceData": data}

    archive = {
        "WebMainResource": {**resource(address, "text/html", page), "WebResourceTextEncodingName": "UTF-8"},
        "WebSubresources": [resource(miro(one), "image/png", data) for one, data in pictures.items()],
        "WebSubframeArchives": [{"WebMainResource": resource(f"https://medium.com/media/{MEDIA}", "text/html", FRAME)}],
    }
    return plistlib.dumps(archive, fmt=form)


@dataclass(frozen=True)
class Record:
    """A record of a WARC; `headers` are those of the answer besides its type."""

    address: str
    body: bytes
    kind: str = "text/html; charset=utf-8"
    status: str = "200 OK"
    headers: Mapping[str, str] = field(default_factory=dict)
    type: str = "response"


RECORDS = (
    Record(ADDRESS, PAGE),
    *(Record(miro(one), data, "image/png") for one, data in PICTURES.items()),
    Record(f"https://medium.com/media/{MEDIA}", FRAME),
    Record("https://tides.example/", b"<!doctype html><html><body>Tides of the week</body></html>"),
    Record("https://medium.com/_/graphql", b'[{"data":{"viewer":{"id":"ada"}}}]', "application/json"),
)


def warc(records: tuple[Record, ...] = RECORDS, *, is_packed: bool = True) -> bytes:
    """An archive as warcio writes it."""
    stream = io.BytesIO()
    writer = WARCWriter(stream, gzip=is_packed)
    for record in records:
        headers = [("Content-Type", record.kind), *record.headers.items()]
        http = StatusAndHeaders(record.status, headers, protocol="HTTP/1.1") if record.type != "resource" else None
        about = {"WARC-Date": "2026-03-01T08:30:05Z"}
        if record.type == "revisit":
            made = writer.create_revisit_record(
                record.address, "sha1:B", record.address, about["WARC-Date"], http_headers=http
            )
        else:
            kind, body = record.kind if http is None else "", io.BytesIO(record.body)
            made = writer.create_warc_record(record.address, record.type, body, None, kind, about, None, http)
        writer.write_record(made)
        made.raw_stream.close()  # a temporary file
    return stream.getvalue()


def arc(records: tuple[Record, ...] = RECORDS, *, is_packed: bool = False) -> bytes:
    """An ARC, version 1, as crawlers wrote it until about 2010."""
    head = b"1 0 Harbour\nURL IP-address Archive-date Content-type Archive-length\n"
    written = [b"filedesc://harbour.arc 0.0.0.0 20260301083000 text/plain %d\n%s" % (len(head), head)]
    for record in records:
        block = f"HTTP/1.1 {record.status}\r\nContent-Type: {record.kind}\r\n\r\n".encode() + record.body
        line = f"{record.address} 192.0.2.1 20260301083005 {record.kind.partition(';')[0]} {len(block)}\n"
        written.append(line.encode() + block)
    return b"".join(gzip.compress(record + b"\n", mtime=0) if is_packed else record + b"\n" for record in written)


def wacz(records: tuple[Record, ...] = RECORDS, *, lie: str = "", without: str = "") -> bytes:
    """A WACZ by its specification. `lie` names a file whose checksum is another, `without` one that is missing."""
    files = {
        "archive/data.warc.gz": warc(records),
        "indexes/index.cdx": b"",
        "pages/pages.jsonl": b'{"format":"json-pages-1.0"}\n',
    }
    listed = []
    for path, data in files.items():
        digest = hashlib.sha256(data + b"." * (path == lie)).hexdigest()
        listed.append({"name": path[-9:], "path": path, "bytes": len(data), "hash": f"sha256:{digest}"})
    manifest = json.dumps({"profile": "data-package", "wacz_version": "1.1.1", "resources": listed}).encode()
    own = {"path": "datapackage.json", "hash": f"sha256:{hashlib.sha256(manifest).hexdigest()}"}
    files |= {"datapackage.json": manifest, "datapackage-digest.json": json.dumps(own).encode()}
    return zipped({path: data for path, data in files.items() if path != without}, zipfile.ZIP_STORED)


def zipped(files: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()


def singlefile(*, keeps_addresses: bool = True) -> bytes:
    """A page as SingleFile writes it, without scripts and quotes; the second picture is shared by two elements."""
    first, second = (b64encode(data).decode() for data in PICTURES.values())
    kept = [f" data-sf-original-src={miro(one)}" if keeps_addresses else "" for one in PICTURES]
    comment = f"/* original URL: {miro(list(PICTURES)[1])} */ " if keeps_addresses else ""
    return (
        f"<!DOCTYPE html> <html lang=en><!--\n Page saved with SingleFile \n url: {ADDRESS} \n"
        " saved date: Sun Mar 01 2026 09:30:05 GMT+0100 (Central European Standard Time)\n--><meta charset=utf-8>"
        "<title>The harbour at dawn</title>"
        f'<style>:root{{--sf-img-2: {comment}url("data:image/jpeg;base64,{second}")}}</style>'
        "<body><article><h1 id=a1b2>The harbour at dawn 港口 🌊</h1>"
        f"<figure><img src=\"data:image/png;base64,{first}\" alt='1 > 0'{kept[0]}></figure>"
        f'<img src="data:image/svg+xml,<svg/>" style="background-image:var(--sf-img-2)!important"{kept[1]}></article>'
    ).encode()


def packed_singlefile(before: bytes = b"") -> bytes:
    """A page as SingleFile packs it, behind the page that unpacks it if there is one."""
    names = {f"images/{number}.png": one for number, one in enumerate(PICTURES)}
    resources = {name: miro(one) for name, one in names.items()} | {"frames/0/": f"https://medium.com/media/{MEDIA}"}
    manifest = {"originalUrl": ADDRESS, "archiveTime": "2026-03-01T08:30:05Z", "indexFilename": "index.html"}
    page = PAGE
    for name, one in names.items():
        page = page.replace(f"https://miro.medium.com/v2/resize:fit:700/{one}".encode(), name.encode())
    page = page.replace(f"https://medium.com/media/{MEDIA}".encode(), b"frames/0/index.html")
    files = {"index.html": page, "manifest.json": json.dumps({**manifest, "resources": resources}).encode()}
    files |= {name: PICTURES[one] for name, one in names.items()} | {"frames/0/index.html": FRAME}
    return before + zipped(files)


def complete(folder: str = "The harbour_files") -> dict[str, bytes]:
    """A page as Chrome saves it "complete": with its comment, and a folder beside it."""
    mark = f"<!-- saved from url=({len(ADDRESS) + 2:04}){ADDRESS.replace('--', '-%2D')} -->\n"
    page = PAGE.replace(b"<html", mark.encode() + b"<html")
    for one in PICTURES:
        local = f"./{folder.replace(' ', '%20')}/{one.replace('*', '_')}"
        page = page.replace(f"https://miro.medium.com/v2/resize:fit:700/{one}".encode(), local.encode())
    frame = f"<!-- saved from url=(0068)https://medium.com/media/{MEDIA} -->".encode() + FRAME
    return {
        "The harbour.html": page,
        **{f"{folder}/{one.replace('*', '_')}": data for one, data in PICTURES.items()},
        f"{folder}/saved_resource.html": frame,
        f"{folder}/main.css": b"p { margin: 0 }",
    }


DIGEST = (
    b"Received: by mx.example\r\nFrom: Medium Daily Digest <noreply@medium.com>\r\nTo: ada@example.org\r\n"
    b"Subject: The harbour\r\nDate: Sun, 1 Mar 2026 08:30:05 +0000\r\nMIME-Version: 1.0\r\n"
    b"Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    + quopri.encodestring(
        (
            f'<a href="{ADDRESS}?source=email-secret0000-1700000000000-digest.reader&amp;sk=secret0000">The harbour</a>'
            f'<a href="{ADDRESS}?source=email-secret0000"><img></a>'
            '<a href="https://medium.com/me/email-settings/secret0000/unsubscribe?source=email-secret0000">Unsubscribe</a>'
            '<a href="https://policy.medium.com/medium-privacy-policy-f03bf92035c9?source=email-secret0000">Privacy</a>'
            '<a href="https://medium.com/jobs-at-medium/work-at-medium-959d1a85284e">Careers</a>'
            '<a href="https://medium.com/@ada?source=email-secret0000">Ada</a>'
        ).encode()
    )
)
_READER = (
    b'<html><head><title>The harbour</title></head><body><div class="reader-header"><a class="domain reader-domain" '
    b'href="' + ADDRESS.encode() + b'">medium.com</a></div><div class="moz-reader-content"><p>Nets dry.</p></div>'
)
_FREEDIUM = (
    b'<!DOCTYPE html><html><body><p><a href="' + ADDRESS.encode() + b'" class="green">&lt; Go to the original</a></p>'
    b"<div class=main-content><p>Nets dry on the quay.</p></div></body></html>"
)
_WITH_ADDRESSES = singlefile()
for _one, _source in zip(PICTURES, (b64encode(next(iter(PICTURES.values()))), b""), strict=True):
    _data = b"data:image/png;base64," + _source if _source else b"data:image/svg+xml,<svg/>"
    _WITH_ADDRESSES = _WITH_ADDRESSES.replace(_data, miro(_one).encode())
_PACKED_CONTENT = PAGE.replace(b"/resize:fit:700/", b"/resize:fit:1400/")
_UNPACKS = b"<!DOCTYPE html> <html data-sfz><!--\n Page saved with SingleFile --><body><script>unpack()</script>"

_SEEN: Mapping[str, Any] = {"captured": CAPTURED, "has_pictures": True, "has_frame": True}
_MBOX = b"From ada Sun Mar  1 08:30:05 2026\n" + DIGEST + b"\n\n"


def _file(name: str, data: bytes, kind: Kind, content: bytes = PAGE, **told: Any) -> Sample:
    return Sample(name, {name: data}, kind, content, **told)


# The samples of each member of `containers.ALL`, by its module
SAMPLES: Mapping[str, tuple[Sample, ...]] = {
    "html_page": (
        _file("page.html", PAGE, "page", address=""),
        _file("page.html.gz", gzip.compress(PAGE), "page", address=""),
        Sample(
            "The harbour.html",
            complete(),
            "complete",
            complete()["The harbour.html"],
            has_pictures=True,
            has_frame=True,
        ),
        _file("single.html", singlefile(), "singlefile", _WITH_ADDRESSES, captured=CAPTURED, has_pictures=True),
        _file("reader.html", _READER, "reader", _READER),
        _file("freedium.html", _FREEDIUM, "reader", _FREEDIUM),
    ),
    "singlefile_zip": tuple(
        _file("packed.html", packed_singlefile(before), "singlefile", _PACKED_CONTENT, **_SEEN)
        for before in (b"", _UNPACKS)
    ),
    "mhtml": tuple(
        _file("page.mhtml", mhtml(encoding=how), "mhtml", **_SEEN) for how in ("quoted-printable", "binary")
    ),
    "webarchive": tuple(
        _file("page.webarchive", webarchive(form), "webarchive", has_pictures=True, has_frame=True)
        for form in (plistlib.FMT_BINARY, plistlib.FMT_XML)
    ),
    "warc": tuple(
        _file("crawl.warc", data, "warc", **_SEEN)
        for data in (warc(), warc(is_packed=False), arc(), arc(is_packed=True))
    ),
    "wacz": (_file("crawl.wacz", wacz(), "warc", **_SEEN),),
    "json_answer": (_file("answer.json", JSON, "json", JSON, address=""),),
    "mail": (
        _file("digest.eml", DIGEST, "mail", b"", captured=CAPTURED),
        _file("all.mbox", _MBOX, "mail", b"", captured=CAPTURED),
    ),
}
