"""Zips that lie, that are cut, or that would do harm when they are unpacked."""

from __future__ import annotations

import random
import stat
import zlib
from collections.abc import Callable
from functools import partial
from pathlib import Path

from tests.hostile.kind import Kind
from tests.hostile_zips import DRAFT, ONE, PAGE, POST, Part, zipped
from tests.test_export_refused import HUGE, UNREADABLE, UNSAFE

_OTHER = "posts/2020-01-03_Another-ba9876543210.html"
_NAMES: dict[str, str | bytes] = {
    "no name": "",
    "a dot": ".",
    "a folder": "posts/",
    "two slashes": "posts//x.html",
    "a space at the end": "posts/x.html ",
    "a dot at the end": "posts/x.",
    "a line end": "posts/a\nb.html",
    "colours of a terminal": "posts/\x1b[31mred.html",
    "right to left": "posts/\u202elmth.x.html",
    "an emoji": "posts/\U0001f600.html",
    "no UTF-8": b"posts/\xff\xfe.html",
    "a name of 60,000 bytes": "x" * 60_000,
    "markup": "posts/[bold]x[/bold].html",
    "braces": "posts/{0}{x}%s.html",
    "a wildcard": "posts/*?.html",
    "a stream of Windows": "posts/x.html:stream",
    "a home": "~/.ssh/authorized_keys",
    "a hidden file": ".git/config",
    "an option": "--archive",
    "an address": "https://x.org/x.html",
    "combined letters": "posts/e\u0301.html",
    "only spaces": "   ",
}
_METHODS = (1, 6, 9, 12, 93, 95, 96, 97, 98, 99, 65535)
_FLAGS = (0x2, 0x4, 0x8, 0x10, 0x20, 0x40, 0x80, 0x800, 0x1000, 0x2000, 0x4000, 0x8000, 0xFFFF)
_RANDOM = 30  # zips with bytes that were changed
_CUTS = 12


def _made() -> dict[str, Callable[[], bytes]]:
    """The zips by their names, each with the function that makes it."""
    found: dict[str, Callable[[], bytes]] = {}
    for name, raw in _NAMES.items():
        found[f"the name: {name}"] = partial(zipped, Part(POST), Part(raw))
    for method in _METHODS:
        found[f"method {method}"] = partial(zipped, Part(POST, method=method))
    for flags in _FLAGS:
        found[f"flags {flags:#x}"] = partial(zipped, Part(POST, flags=flags))
    for number in range(_RANDOM):
        found[f"changed bytes {number}"] = partial(_changed, number)
    for number in range(1, _CUTS):
        found[f"cut at {number} of {_CUTS}"] = partial(_cut, number)
    for form in ("signed", "bare", "signed64", "bare64"):
        found[f"a descriptor: {form}"] = partial(zipped, Part(POST, descriptor=form))
    return found | {
        "the same name twice": lambda: zipped(Part(POST), Part(POST)),
        "the same name with other contents": lambda: zipped(Part(POST), Part(POST, PAGE + b" ")),
        "the same name in capitals": lambda: zipped(Part(POST), Part(POST.upper())),
        "a file and a folder of one name": lambda: zipped(Part(POST), Part(f"{POST}/x.html")),
        "a folder with data": lambda: zipped(Part(POST), Part("posts/x/", b"data")),
        "a folder by its mode": lambda: zipped(Part(POST), Part("x", mode=stat.S_IFDIR | 0o755)),
        "a mode of ones": lambda: zipped(Part(POST), Part("x", mode=0xFFFF)),
        "a wrong checksum": lambda: zipped(Part(_OTHER), Part(POST, crc=1)),
        "a size of zero": lambda: zipped(Part(_OTHER), Part(POST, size=0)),
        "a size of 4 GiB": lambda: zipped(Part(_OTHER), Part(POST, size=0xFFFF_FFFE)),
        "a zip64": lambda: zipped(Part(POST, zip64=True), zip64=True),
        "a zip64 with a program ahead": lambda: zipped(Part(POST), zip64=True, before=b"MZ" * 500),
        "a comment of 65,535 bytes": lambda: zipped(Part(POST), comment=b"PK\5\6" * 16383),
        "a program ahead": lambda: zipped(Part(POST), before=b"MZ" * 5000),
        "20,000 empty files": lambda: zipped(Part(POST), *(Part(f"x/{number}", b"") for number in range(20_000))),
        "1,000 pages": lambda: zipped(
            *(Part(f"posts/2020-01-02_a-{number:012x}.html") for number in range(1_000, 2_000))
        ),
        "a page of zeros": lambda: zipped(Part(POST, HUGE[:7_000_000])),
        "a page of 65 MiB": lambda: zipped(Part(_OTHER), Part(POST, zlib.compress(b""), size=65 << 20)),
        "zips in one another": _in_one_another,
        "every part of an export": lambda: zipped(*(Part(name, b"<p>") for name in _PARTS), Part(POST), Part(DRAFT)),
    }


_PARTS = tuple(
    f"{folder}/{folder}-0001.html"
    for folder in (
        "claps",
        "bookmarks",
        "highlights",
        "sessions",
        "ips",
        "interests",
        "lists",
        "pubs-following",
        "topics-following",
        "users-following",
        "blocks",
        "earnings",
        "profile",
        "twitter",
    )
)


def _cut(number: int) -> bytes:
    return ONE[: len(ONE) * number // _CUTS]


def _changed(number: int) -> bytes:
    chance = random.Random(number)  # noqa: S311  # the same each time
    content = bytearray(zipped(Part(POST), Part(DRAFT), Part("claps/claps-0001.html")))
    for _ in range(1 + number % 8):
        content[chance.randrange(len(content))] = chance.randrange(256)
    return bytes(content)


def _in_one_another() -> bytes:
    content = ONE
    for _ in range(50):
        content = zipped(Part("medium-export.zip", content, method=0))
    return content


def _write(make: Callable[[], bytes], folder: Path, size: int) -> None:
    (folder / "export.zip").write_bytes(make())


ALL = (
    *(Kind("zips", name, partial(_write, partial(bytes, one[0]))) for name, one in {**UNREADABLE, **UNSAFE}.items()),
    *(Kind("zips", name, partial(_write, make)) for name, make in _made().items()),
)
