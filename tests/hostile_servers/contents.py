"""Servers that answer well-formed HTTP with contents of another kind: pages for JSON, JSON of wrong types, nonsense."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any

from tests.hostile_servers.kind import Kind, Reply, after

_PAGE = b"<!doctype html><html><head><title>Just a moment...</title></head><body>Verify you are human</body></html>"
_BODIES: tuple[tuple[str, bytes, str], ...] = (
    ("a page", _PAGE, "text/html"),
    ("a page that says it is JSON", _PAGE, "application/json"),
    ("nothing", b"", "application/json"),
    ("blanks", b"  \n ", "application/json"),
    ("null", b"null", "application/json"),
    ("true", b"true", "application/json"),
    ("0", b"0", "application/json"),
    ("a text", b'"x"', "application/json"),
    ("{}", b"{}", "application/json"),
    ("[]", b"[]", "application/json"),
    ("[[]]", b"[[]]", "application/json"),
    ("[null]", b"[null]", "application/json"),
    ("[{}]", b"[{}]", "application/json"),
    ("[[], []]", b"[[], []]", "application/json"),
    ("NaN", b"NaN", "application/json"),
    ("a number of 5,000 digits", b"9" * 5000, "application/json"),
    ("1e999", b"[1e999]", "application/json"),
    ("100,000 brackets", b"[" * 100_000, "application/json"),
    ("100,000 nested lists", b"[" * 100_000 + b"]" * 100_000, "application/json"),
    ("100,000 nested objects", b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "application/json"),
    ("equal keys", b'{"id": 1, "id": {"id": []}}', "application/json"),
    ("a lone surrogate", b'{"id": "\\ud800", "message": "\\ud800"}', "application/json"),
    ("UTF-16", '{"id": 1}'.encode("utf-16"), "application/json"),
    ("not UTF-8", b'{"id": "\xff\xfe"}', "application/json"),
    ("NUL", b"\x00" * 1000, "application/octet-stream"),
    ("a million keys", b"{" + b",".join(b'"k%d":0' % n for n in range(200_000)) + b"}", "application/json"),
    ("text with controls", b"\x1b[2J\x1b]0;owned\x07" * 50, "text/plain"),
    (
        "entities of XML",
        b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaaaaaaaaa">'
        + b"".join(b'<!ENTITY %b "%b">' % (bytes([98 + n]), b"&" + bytes([97 + n]) + b";") * 1 for n in range(9))
        + b"]><l>&j;</l>",
        "text/xml",
    ),
    (
        "an entity of a file",
        b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel><title>&x;</title></channel></rss>',
        "text/xml",
    ),
    (
        "an error of a platform",
        b'{"error": {"message": "%s"}, "errors": [{"message": "x"}], "message": {"a": 1}, "code": []}'
        % (b"x" * 100_000),
        "application/json",
    ),
)
_VALUES: tuple[tuple[str, Any], ...] = (
    ("null", None),
    ("0", 0),
    ("-1", -1),
    ("10 to the 400", 10**400),
    ("a fraction", 1.5),
    ("true", True),
    ("an empty text", ""),
    ("a long text", "x" * 100_000),
    ("a list", []),
    ("an object", {}),
    ("NaN", float("nan")),
    ("a script", "<script>alert(1)</script>"),
    ("controls", "\x1b[31m\x00\n\r"),
    ("a lone surrogate", "\ud800"),
    ("a path", "../../../etc/passwd"),
)


def _everywhere(value: Any) -> Callable[[Reply], bytes]:
    """The answer, with this value in the place of each value that is not a list or an object."""

    def change(found: Any) -> Any:
        if isinstance(found, dict):
            return {key: change(one) for key, one in found.items()}
        return [change(one) for one in found] if isinstance(found, list) else value

    def make(reply: Reply) -> bytes:
        try:
            body = json.dumps(change(json.loads(reply.body))).encode()
        except ValueError:
            body = json.dumps(value).encode()
        return replace(reply, body=body).sent()

    return make


def _without_keys(reply: Reply) -> bytes:
    try:
        found = json.loads(reply.body)
    except ValueError:
        return replace(reply, body=reply.body[::-1]).sent()
    half = (
        dict(list(found.items())[::2]) if isinstance(found, dict) else found[::2] if isinstance(found, list) else found
    )
    return replace(reply, body=json.dumps(half).encode()).sent()


def _of_other_types(reply: Reply) -> bytes:
    """Lists in the place of objects, objects in the place of lists."""

    def change(found: Any) -> Any:
        if isinstance(found, dict):
            return [change(one) for one in found.values()]
        return {str(number): change(one) for number, one in enumerate(found)} if isinstance(found, list) else found

    try:
        return replace(reply, body=json.dumps(change(json.loads(reply.body))).encode()).sent()
    except ValueError:
        return replace(reply, body=reply.body.swapcase()).sent()


def _other(other: Reply, _reply: Reply) -> bytes:
    return other.sent()


def _kinds() -> Iterator[Kind]:
    for name, body, kind in _BODIES:
        for status in (200, 400) if body.startswith((b"{", b"[", b"<!doctype")) else (200,):
            yield Kind(
                "contents", f"{name} ({status})", after(partial(_other, Reply(status, body, (("Content-Type", kind),))))
            )
    for name, value in _VALUES:
        yield Kind("contents", f"{name} for each value", after(_everywhere(value)))
    yield Kind("contents", "half of the keys", after(_without_keys))
    yield Kind("contents", "lists for objects", after(_of_other_types))
    yield Kind("contents", "the answer twice", after(lambda reply: replace(reply, body=reply.body * 2).sent()))
    yield Kind(
        "contents",
        "half of the answer",
        after(lambda reply: replace(reply, body=reply.body[: len(reply.body) // 2]).sent()),
    )
    yield Kind(
        "contents", "NUL for every tenth byte", after(lambda reply: replace(reply, body=_holed(reply.body)).sent())
    )
    yield Kind(
        "contents",
        "a mark of UTF-8 before it",
        after(lambda reply: replace(reply, body=b"\xef\xbb\xbf" + reply.body).sent()),
    )


def _holed(body: bytes) -> bytes:
    changed = bytearray(body)
    changed[::10] = bytes(len(changed[::10]))
    return bytes(changed)


ALL = tuple(_kinds())
