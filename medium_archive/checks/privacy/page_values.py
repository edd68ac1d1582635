"""The private values of saved pages: what a page has of the person who looked at it.

The pages are searched, not parsed, so that values are found in every form of page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from medium_archive.checks.privacy.value import Value
from medium_archive.checks.privacy.values import is_specific
from medium_archive.checks.snapshot import Snapshot

KIND = "a detail of who saved a page"
_KEYS = (
    b"email", b"googleEmail", b"subscriberEmail", b"unverifiedEmail", b"googleAccountId", b"facebookAccountId",
    b"country", b"geolocation", b"xsrfToken", b"xsrf", b"viewerId", b"sk", b"shareKey",
)  # fmt: skip
# A quote may be written as \x22 or \u0022 in a script of an old page
_QUOTES = (b'"', rb"\x22", rb"\u0022")
_VALUE = re.compile(
    rb"""(?:\\?"|\\x22|\\u0022)\s{0,9}:\s{0,9}(?:\\?"|\\x22|\\u0022)?([^"\\,{}\[\]\s][^"\\,{}]{3,199})"""
)
# Each begins with letters, which is many times as fast
_VISITOR = re.compile(rb"lo_(?<![0-9A-Za-z_]lo_)[0-9A-Za-z]{6,40}")
# The key of a link that lets friends read a text for members
_FRIEND = re.compile(rb"sk=(?<=[?&;]sk=)([0-9A-Za-z]{8,64})")


def of_archive(archive: Snapshot) -> set[Value]:
    """The values of all saved pages."""
    found = {key for one in archive.captures for key in _FRIEND.findall(one.address.encode())}
    for file in {one.file for one in archive.captures} & archive.files.keys():
        page = archive.files[file].path.read_bytes()
        found.update(_of_keys(page), _VISITOR.findall(page), _FRIEND.findall(page))
    texts = (value.decode("utf-8", "replace").strip() for value in found)
    return {Value(text, KIND) for text in texts if is_specific(text)}


def _of_keys(page: bytes) -> Iterator[bytes]:
    """The values of all keys in JSON, found by their names: one expression for all takes many times as long."""
    for key in _KEYS:
        place = page.find(key)
        while place >= 0:
            end = place + len(key)
            if page.endswith(_QUOTES, 0, place) and (found := _VALUE.match(page, end)):
                yield found[1]
            place = page.find(key, end)
