"""Look-ups in JSON of which nothing is certain: each gives a value of its type, an empty one for anything else."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

_HALVES = re.compile("[\ud800-\udfff]")
_POST = re.compile("[0-9a-f]{8,12}")
_MOST = 2**53  # beyond it a number of JavaScript is not exact


def at(value: Any, *path: str) -> Any:
    """The value at a path of keys, None if there is none."""
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def mapping(value: Any, *path: str) -> Mapping[str, Any]:
    found = at(value, *path)
    return found if isinstance(found, dict) else {}


def sequence(value: Any, *path: str) -> Sequence[Any]:
    found = at(value, *path)
    return found if isinstance(found, list) else ()


def text(value: Any, *path: str) -> str:
    for key in path:  # as `at` does, without a call
        value = value.get(key) if isinstance(value, dict) else None
    return string(value)


def string(value: Any) -> str:
    """The value if it is a text."""
    return whole_characters(value) if value and isinstance(value, str) else ""


def post_id(post: Any) -> str:
    """The id of a post; "" for anything else than Medium's form, because files are named by it."""
    found = text(post, "id")
    return found if _POST.fullmatch(found) else ""


def whole_characters(text: str) -> str:
    """A text with � for each half of a character, which JSON may have and no file can."""
    if text.isascii():
        return text
    try:
        text.encode()  # quick: a search for halves takes ten times as long
    except UnicodeEncodeError:
        return _HALVES.sub("�", text)
    return text


def number(value: Any, *path: str) -> float:
    """A number, also one that is written as text; 0 for anything else."""
    found = at(value, *path)
    if isinstance(found, str):
        try:
            found = float(found)
        except ValueError:
            return 0
    is_number = isinstance(found, (int, float)) and not isinstance(found, bool)
    return found if is_number and abs(found) < _MOST else 0  # also for NaN, which is not smaller


def whole(value: Any, *path: str) -> int:
    return math.floor(number(value, *path))


def moment(value: Any, *path: str) -> datetime | None:
    """A time in UTC from milliseconds since 1970, None for none."""
    milliseconds = whole(value, *path)
    if milliseconds <= 0:
        return None
    try:
        return datetime.fromtimestamp(milliseconds // 1000, UTC).replace(microsecond=milliseconds % 1000 * 1000)
    except (ValueError, OverflowError, OSError):
        return None
