"""Values as YAML that every reader understands the same, each scalar on a line.

PyYAML writes YAML 1.1, in which `271e33585875` is text. In YAML 1.2, and so for Hugo, Astro and Obsidian, it is a
number. And libyaml writes each emoji as an escape.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

# YAML 1.1, the core schema of 1.2, Go's and Ruby's readers take these for something else than text
_NUMBER = re.compile(
    r"[-+]?(?:0b[01_]+|0o?[0-7_]+|0x[0-9a-f_]+|\d[\d_,]*(?::[0-5]?\d)+(?:\.[\d_]*)?"
    r"|(?:\d[\d_,]*)?(?:\.[\d_]*)?(?:e[-+]?\d+)?|\.inf|\.nan)",
    re.IGNORECASE,
)
_DATE = re.compile(r"\d{4}-\d{1,2}-\d{1,2}(?:(?:[Tt]|[ \t]+)\d.*)?")
# The keys of front matter whose values are dates, and those whose values are true or false
DATES = ("date", "updated")
FLAGS = ("draft", "partial")
WORDS = frozenset(("~", "null", "true", "false", "yes", "no", "on", "off", "y", "n", "=", "<<"))
# With these at its start an unquoted text would be something else
_MARKS = ("-", "?", ":", ",", "[", "]", "{", "}", "#", "&", "*", "!", "|", ">", "'", '"', "%", "@", "`", " ", "...")
_STARTS_OF_NUMBERS = frozenset("+.eE")  # and digits
# Invalid in a file, or taken for the end of a line. Python takes 8 ms to compile a class of all other characters
_ESCAPED = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
_ESCAPES = {"\t": r"\t", "\n": r"\n", "\r": r"\r", "\0": r"\0"}


def block(values: Mapping[Any, Any], indent: str = "") -> str:
    """A mapping with one key on a line, and lists and mappings below their keys."""
    return "".join(_lines(values, indent)) or f"{indent}{{}}\n"


def scalar(value: object) -> str:
    """One value on one line. Text is quoted if a reader could take it for something else."""
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, datetime):
        return timestamp(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    import yaml  # noqa: PLC0415  # for numbers and days only

    return yaml.safe_dump(value).removesuffix("\n").removesuffix("\n...")


def timestamp(moment: datetime) -> str:
    """A time in ISO 8601, UTC, with milliseconds, like Medium's `datetime` attribute."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _lines(values: Mapping[Any, Any], indent: str) -> Iterator[str]:
    for key, value in values.items():
        if isinstance(value, str):  # first, because the check for a mapping takes longer than all the rest
            yield f"{indent}{_key(key)}: {_text(value)}\n"
        elif isinstance(value, Mapping) and value:
            yield f"{indent}{_key(key)}:\n{block(value, indent + '  ')}"
        elif isinstance(value, list) and value:
            yield f"{indent}{_key(key)}:\n"
            yield from (f"{indent}- {_flow(item)}\n" for item in value)
        else:
            yield f"{indent}{_key(key)}: {_flow(value)}\n"


@lru_cache(maxsize=256, typed=True)  # all texts have the same few keys; the key 1 is not the key True
def _key(key: object) -> str:
    return scalar(key)


def _flow(value: object) -> str:
    """A value inside a list: mappings and lists in brackets, with all text in quotes."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_inner(key)}: {_inner(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_inner(item) for item in value) + "]"
    return scalar(value)


def _inner(value: object) -> str:
    return _double(value) if isinstance(value, str) else _flow(value)


def is_one_line(text: str) -> bool:
    """Whether the text has only characters that can stand in a line of YAML as they are."""
    return text.isprintable() or not _ESCAPED.search(text)  # the quick test is enough for nearly every text


def is_plain(text: str) -> bool:
    """Whether every reader takes the text, on one line and without quotes, for this text."""
    if not text or text.startswith(_MARKS) or text.endswith((":", " ")) or ": " in text or " #" in text:
        return False
    if (text[0] in _STARTS_OF_NUMBERS or text[0].isdecimal()) and (_NUMBER.fullmatch(text) or _DATE.fullmatch(text)):
        return False
    return text.lower() not in WORDS


def _text(text: str) -> str:
    if not is_one_line(text):
        return _double(text)
    return text if is_plain(text) else "'" + text.replace("'", "''") + "'"


def _double(text: str) -> str:
    quoted = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + _ESCAPED.sub(_escape, quoted) + '"'


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    # Half of a surrogate pair is not a character and can't be in a file
    return _ESCAPES.get(match[0]) or ("\ufffd" if 0xD800 <= code <= 0xDFFF else f"\\u{code:04X}")
