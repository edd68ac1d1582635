"""When a failed download is tried again, by the clock on the wall, which may be wrong now or have been wrong then."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

# No failure asks for more than 30 days; a later moment comes from a clock that was ahead
_LONGEST = timedelta(days=31)


def after(seconds: float) -> str:
    """The moment so many seconds from now, ISO 8601 in UTC."""
    return _later(datetime.now(UTC), timedelta(seconds=seconds))


def is_due(retry: str, now: datetime) -> bool:
    """Whether the moment `retry` in a record has come, or is none that this clock can have written."""
    return retry <= now.isoformat(timespec="seconds") or retry > _later(now, _LONGEST)


def _later(now: datetime, span: timedelta) -> str:
    try:
        return (now + span).isoformat(timespec="seconds")
    except OverflowError:  # at the end of the year 9999
        return datetime.max.replace(tzinfo=UTC).isoformat(timespec="seconds")
