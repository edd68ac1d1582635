"""The headers of an answer: their text, and how long a server asks to wait."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

# Longer waits are mistakes, such as a date in the year 9999
LONGEST_WAIT = 30 * 86_400.0
_DIGITS = 20  # of a number of seconds: more make no difference


def decode(headers: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    """Headers by lower-case name. UTF-8 where it is valid, as browsers read it, else Latin-1 (RFC 9110, 5.5)."""
    decoded: dict[str, str] = {}
    for raw_name, raw_value in headers:
        name = raw_name.decode("ascii").lower()
        try:
            value = raw_value.decode()
        except UnicodeDecodeError:
            value = raw_value.decode("latin-1")
        decoded[name] = f"{decoded[name]}, {value}" if name in decoded else value
    return decoded


def retry_after(headers: Mapping[str, str]) -> float | None:
    """The seconds a server asks to wait (RFC 9110, 10.2.3), at most `LONGEST_WAIT`, None where it names none. A date is
    compared with the server's own clock, where the answer has it.
    """
    value = headers.get("retry-after", "")
    if re.fullmatch("[0-9]+", value):
        return _bounded(float(value[:_DIGITS]))
    then = _date(value)
    if then is None:
        return _until_reset(headers)
    now = _date(headers.get("date", "")) or datetime.now(UTC)
    return _bounded((then - now).total_seconds())


def _until_reset(headers: Mapping[str, str]) -> float | None:
    """The seconds until a host that answers a limited number of requests in a period answers again, at most
    `LONGEST_WAIT`; None where it answers now.

    GitHub's headers: https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api. The moment is in
    seconds since 1970, and compared with the server's own clock, where the answer has it.
    """
    reset = headers.get("x-ratelimit-reset", "")
    if headers.get("x-ratelimit-remaining") != "0" or not re.fullmatch("[0-9]+", reset):
        return None
    now = _date(headers.get("date", ""))
    return _bounded(float(reset[:_DIGITS]) - (now.timestamp() if now else time.time()))


def _bounded(seconds: float) -> float:
    return min(max(0.0, seconds), LONGEST_WAIT)


def _date(value: str) -> datetime | None:
    try:
        date = parsedate_to_datetime(value)
    except (ValueError, OverflowError):
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)
