"""Servers that ask to wait: Retry-After of every form and size, and limits of requests in a period."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from tests.hostile_servers.kind import Exchange, Kind, Reply, instead

_PLAIN: tuple[tuple[str, str], ...] = (
    ("0", "0"), ("1", "1"), ("59", "59"), ("61", "61"), ("an hour", "3600"), ("a day", "86400"),
    ("30 days", "2592000"), ("a year", "31536000"), ("ten to the 30", "1" + "0" * 30), ("400 digits", "9" * 400),
    ("5,000 digits", "9" * 5000), ("negative", "-1"), ("very negative", "-" + "9" * 30), ("a sign", "+5"),
    ("a fraction", "1.5"), ("an exponent", "1e9"), ("NaN", "NaN"), ("infinite", "inf"), ("hexadecimal", "0x10"),
    ("Arabic digits", "\u0661\u0662"), ("wide digits", "\uff11\uff12"), ("empty", ""), ("blank", "   "),
    ("a word", "soon"), ("a list", "120, 120"), ("milliseconds since 1970", "1795000000000"),
    ("year 9999", "Fri, 31 Dec 9999 23:59:59 GMT"), ("year 9999, west", "Fri, 31 Dec 9999 23:59:59 -2359"),
    ("year 1", "Mon, 01 Jan 0001 00:00:00 GMT"), ("year 1, east", "Mon, 01 Jan 0001 00:00:00 +2359"),
    ("year 0", "Mon, 01 Jan 0000 00:00:00 GMT"), ("1970", "Thu, 01 Jan 1970 00:00:00 GMT"),
    ("year 99999", "Fri, 31 Dec 99999 23:59:59 GMT"), ("31 February", "Tue, 31 Feb 2026 00:00:00 GMT"),
    ("hour 99", "Tue, 01 Dec 2026 99:99:99 GMT"), ("a zone of 9999 hours", "Tue, 01 Dec 2026 00:00:00 +999999"),
    ("without a zone", "Tue, 01 Dec 2099 00:00:00"), ("RFC 850", "Sunday, 06-Nov-94 08:49:37 GMT"),
    ("asctime", "Sun Nov  6 08:49:37 1994"), ("ISO 8601", "2099-01-01T00:00:00Z"),
    ("100,000 blanks", "1" + " " * 90_000 + "1"), ("a date of commas", "," * 5000),
)  # fmt: skip
_RESETS = (
    "999999999999", "9" * 30, "9" * 400, "0", "-1", "1795000000", "4102444800", "253402300799", "253402300800",
    "NaN", "1.5", "", "soon",
)  # fmt: skip


def _answer(status: int, **headers: str) -> bytes:
    return Reply(status, b"{}", (("Content-Type", "application/json"),)).with_headers(**headers).sent()


def _in(days: float, status: int) -> Kind:
    def act(exchange: Exchange) -> None:
        then = format_datetime(datetime.now(UTC) + timedelta(days=days), usegmt=True)
        exchange.send(_answer(status, Retry_After=then))

    return Kind("waiting", f"{status}, a date in {days:g} days", act)


def _kinds() -> Iterator[Kind]:
    for status in (429, 503):
        for name, value in _PLAIN:
            yield Kind("waiting", f"{status}, {name}", instead(_answer(status, Retry_After=value)))
        for days in (-3650, -1, 0.001, 1, 30, 3650):
            yield _in(days, status)
        for date in ("Fri, 31 Dec 9999 23:59:59 GMT", "Thu, 01 Jan 1970 00:00:00 GMT", "nonsense"):
            raw = _answer(status, Retry_After="Tue, 01 Dec 2026 00:00:00 GMT", Date=date)
            yield Kind("waiting", f"{status}, a date by a clock of {date[-17:]}", instead(raw))
        twice = Reply(status, b"", (("Retry-After", "1"), ("Retry-After", "2592000"))).sent()
        yield Kind("waiting", f"{status}, two values", instead(twice))
    for status in (403, 429):
        for value in _RESETS:
            raw = _answer(status, x_ratelimit_remaining="0", x_ratelimit_reset=value)
            yield Kind("waiting", f"{status}, a reset at {value[:20] or 'nothing'} ({len(value)})", instead(raw))
    for status in (200, 301, 404, 500, 502, 504):
        yield Kind("waiting", f"{status} with 30 days", instead(_answer(status, Retry_After="2592000")))


ALL = tuple(_kinds())
