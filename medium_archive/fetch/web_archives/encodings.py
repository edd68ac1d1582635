"""The compression of captured bodies, undone by what the bytes are: the name that a capture gives for it may be wrong,
blank, or missing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from medium_archive import compression
from medium_archive.compression import GZIP, NotUnpacked, Reason
from medium_archive.web import Answer, RequestFailed

LARGEST = 64 * 1024 * 1024
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"RIFF")
_ZSTANDARD = b"\x28\xb5\x2f\xfd"
_LATER = 60.0
_PROBLEMS: Mapping[Reason, str] = {
    "damaged": "Its compression is damaged.",
    "cut": "Its end is missing.",
    "too-large": f"It has more than {LARGEST} bytes.",
    "no-brotli": "It is compressed with Brotli. Install what reads it: `pip install --upgrade brotli`",
}


class Unreadable(Exception):
    """A body that can't be decompressed. `is_cut`: its end is missing, so another transfer may have it."""

    def __init__(self, problem: str, *, is_cut: bool = False) -> None:
        super().__init__(problem)
        self.problem, self.is_cut = problem, is_cut


def decoded(body: bytes, named: str) -> bytes:
    """The body without compression; `named` is its Content-Encoding. Raises Unreadable."""
    names = {name.strip() for name in named.lower().split(",")}
    for _ in range(2):  # some servers compress twice
        if not body.startswith(GZIP):
            break
        body = _unpacked(compression.inflated, body)
    else:
        return body
    if body.startswith(_ZSTANDARD):
        raise Unreadable("It is compressed with Zstandard, which this program doesn't read.")
    if _is_plain(body):
        return body
    if "deflate" in names:
        return _unpacked(compression.inflated, body)
    return _unpacked(compression.without_brotli, body) if "br" in names else body


def plain(answer: Answer) -> Answer:
    """The answer with its body decompressed. Raises RequestFailed "bad-answer"."""
    try:
        body = decoded(answer.body, answer.headers.get("content-encoding", ""))
    except Unreadable as problem:
        raise RequestFailed("bad-answer", problem.problem, _LATER, answer) from problem
    return Answer(answer.address, answer.status, answer.headers, body)


def text(answer: Answer) -> str:
    """The words of a page of the archive itself, "" if it can't be read."""
    try:
        return decoded(answer.body, answer.headers.get("content-encoding", "")).decode("utf-8", "replace")
    except Unreadable:
        return ""


def _unpacked(unpack: Callable[[bytes, int], bytes], body: bytes) -> bytes:
    try:
        return unpack(body, LARGEST)
    except NotUnpacked as fault:
        raise Unreadable(_PROBLEMS[fault.reason], is_cut=fault.reason == "cut") from fault


def _is_plain(body: bytes) -> bool:
    """Whether a body is a page, JSON or a picture without compression, whatever its headers say."""
    if not body or body.startswith(_PICTURES):
        return True
    try:
        start = body[:2000].decode()
    except UnicodeDecodeError as error:
        if error.start < 1990:  # else only the last character is cut
            return False
        start = body[: error.start].decode()
    return not any(ord(one) < 32 and one not in "\t\n\r\f" for one in start)
