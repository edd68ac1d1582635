"""Records: the JSON Lines, the proof and the checksums of an archive."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from tests.hostile.kind import ALL_COMMANDS, ARCHIVE, Content, Kind, write

_FILES = (
    "records/catalog.jsonl",
    "records/imports.jsonl",
    "records/history.jsonl",
    "records/proof.json",
    "records/pictures.jsonl",
    "records/published.jsonl",
    "private/catalog.jsonl",
    "private/reading/claps.jsonl",
)
_ID = b'{"id": "0123456789ab", "path": '
_CONTENTS: dict[str, Content] = {
    "nothing": b"",
    "line ends": b"\n\n\n",
    "NUL": b"\0" * 100,
    "no UTF-8": b"\xff\xfe\n",
    "UTF-16": "{}\n".encode("utf-16"),
    "a word": b"x\n",
    "a list": b"[]\n",
    "null": b"null\n",
    "a number": b"1\n",
    "digits": b"9" * 5_000 + b"\n",
    "a number of digits": b'{"id": ' + b"9" * 5_000 + b"}\n",
    "not a number": b'{"id": NaN}\n',
    "infinite": b'{"id": 1e999}\n',
    "an empty object": b"{}\n",
    "a surrogate": b'{"id": "\\ud800"}\n',
    "a surrogate as path": _ID + b'"posts/\\ud800"}\n',
    "NUL as path": _ID + b'"posts/a\\u0000b"}\n',
    "a path outside": _ID + b'"../../../../etc"}\n',
    "an absolute path": _ID + b'"/etc"}\n',
    "a path of 60,000": _ID + b'"' + b"x" * 60_000 + b'"}\n',
    "a path that is a list": _ID + b"[]}\n",
    "a path that is a number": _ID + b"1}\n",
    "unknown keys": b'{"x": 1}\n',
    "an object of objects": b'{"id": {"a": {"b": 1}}}\n',
    "cut off": b'{"id": "0123',
    "the same line": (_ID + b'"posts/x"}\n') * 2,
    "brackets": b"[" * 100_000 + b"\n",
    "braces": b'{"a":' * 20_000 + b"\n",
    "a line of 5 MB": lambda: b'{"id": "' + b"x" * 5_000_000 + b'"}\n',
    "a line of 40 MB": lambda: b'{"id": "' + b"x" * 40_000_000 + b'"}\n',
    "a number of 9 MB": lambda: b'{"id": ' + b"9" * 9_000_000 + b"}\n",
    "lines of 5 MB": lambda: (b'{"id": "' + b"x" * 5_000_000 + b'"}\n') * 8,
    "100,000 lines": lambda: b'{"id": "x"}\n' * 100_000,
    "carriage returns": b'{"id": "a"}\r{"id": "b"}\r',
    "a byte order mark": b"\xef\xbb\xbf{}\n",
}
_LINES: dict[str, Content] = {  # of files that have records in lines
    "a line of many lists": lambda: b'{"id": [' + b"[]," * 3_300_000 + b"[]]}\n",
    "a line of many keys": lambda: b"{" + b",".join(b'"%d":1' % number for number in range(800_000)) + b"}\n",
    "a line of many numbers": lambda: b'{"id": [' + b"1," * 4_900_000 + b"1]}\n",
}
_CHANGES: dict[str, tuple[bytes, bytes]] = {
    "a key renamed": (b'"id"', b'"di"'),
    "an id of another kind": (b'"id": "', b'"id": 1, "x": "'),
    "a path outside": (b'"posts/', b'"../posts/'),
    "a path of NUL": (b'"posts/', b'"posts/\\u0000'),
    "a path of surrogates": (b'"posts/', b'"posts/\\udfff'),
    "an absolute path": (b'"posts/', b'"/posts/'),
    "an original outside": (b'"original/posts/', b'"../../../../../'),
    "an original on a device": (b'"original/posts/', b'"/dev/zero'),
    "a checksum of digits": (b'"sha256": "', b'"sha256": "' + b"9" * 5_000),
    "an unknown kind": (b'"story"', b'"novel"'),
    "a day that does not exist": (b"2021-04-12", b"2021-13-45"),
    "a day of year 0": (b"2021-04-12", b"0000-00-00"),
}


def _change(name: str, change: tuple[bytes, bytes], folder: Path, size: int) -> None:
    place = ARCHIVE.copy(folder) / name
    if place.exists():
        place.write_bytes(place.read_bytes().replace(*change))


def _kinds(file: str) -> list[Kind]:
    written = [
        Kind("records", f"{file}: {name}", partial(write, file, content), ALL_COMMANDS)
        for name, content in (_CONTENTS | (_LINES if file.endswith("l") else {})).items()
    ]
    return written + [
        Kind("records", f"{file}: {name}", partial(_change, file, change), ALL_COMMANDS)
        for name, change in _CHANGES.items()
    ]


ALL = tuple(kind for file in _FILES for kind in _kinds(file))
