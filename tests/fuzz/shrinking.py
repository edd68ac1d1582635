"""Shorter inputs that still crash in the same way."""

from __future__ import annotations

import time

from tests.fuzz.target import Target, crash_of

_SECONDS = 20


def shrink(target: Target, content: bytes) -> bytes:
    """Leave out pieces of an input, ever smaller ones, as long as it is a crash of the same kind."""
    end = time.monotonic() + _SECONDS
    crash = crash_of(target, content)
    if crash is None or "TooSlow" in crash.kind:
        return content
    size = len(content) // 2
    while size and time.monotonic() < end:
        at, before = 0, len(content)
        while at < len(content) and time.monotonic() < end:
            shorter = content[:at] + content[at + size :]
            found = crash_of(target, shorter)
            if found is not None and found.kind == crash.kind:
                content = shorter
            else:
                at += size
        if size > 1 or len(content) == before:
            size //= 2
    return content
