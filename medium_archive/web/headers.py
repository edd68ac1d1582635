"""The headers of an answer: their text, and how long a server asks to wait."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime


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
    """The seconds a server asks to wait (RFC 9110, 10.2.3), None where it names none. A date is compared with the
    server's own clock, where the answer has it.
    """
    value = headers.get("retry-after", "")
    if re.fullmatch("[0-9]{1,10}", value):
        return float(value)
    then = _date(value)
    if then is None:
        return seconds_until_reset(headers)
    now = _date(headers.get("date", "")) or datetime.now(UTC)
    return max(0.0, (then - now).total_seconds())


def seconds_until_reset(headers: Mapping[str, str]) -> float | None:
    """The seconds until a host that answers a limited number of requests in a period answers again; None where it
    answers now.

    GitHub's headers: https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api. The moment is in
    seconds since 1970, and compared with the server's own clock, where the answer has it.
    """
    reset = headers.get("x-ratelimit-reset", "")
    if headers.get("x-ratelimit-remaining") != "0" or not re.fullmatch("[0-9]{1,12}", reset):
        return None
    now = _date(headers.get("date", ""))
    return max(0.0, float(reset) - (now.timestamp() if now else time.time()))


def _date(value: str) -> datetime | None:
    try:
        date = parsedate_to_datetime(value)
    except (ValueError, OverflowError):
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)
