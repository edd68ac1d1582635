"""TOML files that people and strangers write, read with tomllib."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from medium_archive.folder import regular_files

_MOST_BYTES = 1 << 20  # archive.toml has about 1 KB
_MOST_PARTS = 50  # of a key, as a.b.c: tomllib takes a time and a memory that are quadratic
_STRING = re.compile(r'"(?:[^"\\\n]|\\.)*"' + r"|'[^'\n]*'")
_DECLARED_TWICE = re.compile(r"Cannot declare \((.+)\) twice \(at line (\d+),")
_AT_LINE = re.compile(r"(.+) \(at line (\d+), column \d+\)", re.DOTALL)
_KEY = re.compile(r"\s*([\w.-]+)\s*=")
# Mistakes that people make, by the words of tomllib
_MISTAKES = {
    "Illegal character '\\n'": "the quote is not closed",
    "Invalid value": "the value has no quotes, or is not complete",
    "Expected '=' after a key in a key/value pair": "there is no = after the name",
    "Expected newline or end of document after a statement": "there is something after the value",
    "Expected ']' at the end of a table declaration": "the bracket ] is missing",
}
_PART = re.compile(r"[\w \t-]*")


class NotToml(ValueError):
    """The message is the end of a sentence that begins with the name of the file."""


def read(path: Path, root: Path | None) -> dict[str, Any]:
    """The tables of a file; with a `root`, no part of the path below it may be a link. Raises OSError and NotToml."""
    with regular_files.opened(path) if root is None else regular_files.opened_inside(path, root) as file:
        content = file.read(_MOST_BYTES + 1)
    if len(content) > _MOST_BYTES:
        raise NotToml(f"has more than {_MOST_BYTES} bytes")
    try:
        text = content.decode("utf-8-sig").replace("\r\n", "\n")
        if _has_long_key(text):
            raise NotToml(f"has a key of more than {_MOST_PARTS} parts")
        return tomllib.loads(text)
    except RecursionError as error:
        raise NotToml("is not valid TOML: it is nested too deeply") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise NotToml(_twice(f"{error}") or f"is not valid TOML: {_mistake(f'{error}', content)}") from error
    except NotToml:
        raise
    except ValueError as error:  # Python reads no number of more than 4,300 digits
        raise NotToml("is not valid TOML: it has a number that is too long") from error


def _twice(error: str) -> str:
    """The end of a sentence about a table that stands there twice, in place of tomllib's words; "" for other errors."""
    found = _DECLARED_TWICE.match(error)
    if found is None:
        return ""
    name = ".".join(re.findall(r"'([^']*)'", found[1]))
    return (
        f"has [{name}] twice, again in line {found[2]}. Only one may be there: delete that line, and change the lines "
        f"below the first [{name}] instead of adding others"
    )


def _mistake(error: str, content: bytes) -> str:
    """A clause about a mistake that people make, with its line and the key there; tomllib's words for another one."""
    found = _AT_LINE.fullmatch(error)
    if found is None or (clause := _MISTAKES.get(found[1])) is None:
        return error
    line = content.decode("utf-8-sig", "replace").replace("\r\n", "\n").split("\n")[int(found[2]) - 1]
    key = _KEY.match(line)
    return f"in line {found[2]} {f'({key[1]} = …) ' if key else ''}{clause}"


def _has_long_key(text: str) -> bool:
    if text.count(".") < _MOST_PARTS:
        return False
    for line in _STRING.sub("s", text).splitlines():
        parts = 0
        for part in line.split("."):
            parts = parts + 1 if _PART.fullmatch(part) else 0
            if parts >= _MOST_PARTS:
                return True
    return False
