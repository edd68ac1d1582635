"""Answers of an index: JSON tables with a line of names (the Wayback Machine), or a JSON object a line (pywb, Common
Crawl). Fields are found by their names, in any order.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import unquote_plus, urlencode

from medium_archive.fetch.web_archives import encodings
from medium_archive.fetch.web_archives.capture import WAYBACK, Capture, Page, Query, Stretch
from medium_archive.web import Answer, RequestFailed

_NAMES = {"url": "original", "mime": "mimetype", "status": "statuscode"}
_TIMESTAMP = re.compile(r"[12][0-9]{13}")
_NONE = "No Captures found"
_LATER = 60.0


def parameters(query: Query, **others: str) -> str:
    """A query as an index takes it in an address."""
    pairs = [("url", query.address), ("matchType", query.match), ("output", "json")]
    pairs += [("from", query.since)] * bool(query.since)
    return urlencode([*pairs, *(("filter", one) for one in query.filters), *others.items()])


def read(answer: Answer, source: str = WAYBACK) -> Page:
    """The captures in an answer. Raises RequestFailed "bad-answer" for anything else, also for one that is cut off."""
    if says_none(answer):
        return Page(())
    if answer.status != 200:
        raise RequestFailed("bad-answer", f"The index of {answer.host} answers {answer.status}.", None, answer)
    try:
        text = encodings.decoded(answer.body, answer.headers.get("content-encoding", "")).decode()
        rows, following = _table(json.loads(text)) if text.lstrip().startswith("[") else (_lines(text), "")
        captures = [_capture(row, source) for row in rows]
    except (encodings.Unreadable, ValueError, TypeError, RecursionError) as error:  # JSON of any form
        message = f"{answer.host} answered {answer.status} with something else than a list of captures."
        raise RequestFailed("bad-answer", message, _LATER, answer) from error
    found = tuple(capture for capture in captures if capture is not None)
    if captures and not found:
        message = f"No line in the list of captures that {answer.host} sent can be read."
        raise RequestFailed("bad-answer", message, _LATER, answer)
    return Page(found, following, len(captures) - len(found))


def says_none(answer: Answer) -> bool:
    """Whether an answer says that there are no captures, as pywb and Common Crawl do."""
    return answer.status == 404 and _NONE in encodings.text(answer)


def _table(table: list[list[str]]) -> tuple[list[Mapping[str, Any]], str]:
    """The rows by name, and the key that continues the list. Raises ValueError and TypeError."""
    if not table:
        return [], ""
    names, *rows = table
    following = ""
    if len(rows) >= 2 and not rows[-2] and len(rows[-1]) == 1:
        (key,) = rows[-1]
        if not isinstance(key, str):
            raise ValueError("no key")
        following = unquote_plus(key)  # it is given as it is written in an address
        rows = rows[:-2]
    if "timestamp" not in names:
        raise ValueError("no line of names")
    return [dict(zip(names, row, strict=False)) for row in rows], following


def _lines(text: str) -> list[Mapping[str, Any]]:
    rows = [json.loads(line) for line in text.splitlines() if line.strip()]
    if not all(isinstance(row, dict) for row in rows):
        raise ValueError("no objects")
    return rows


def _capture(row: Mapping[str, Any], source: str) -> Capture | None:
    """The capture in a line of the index; None if the line lacks what a request for it needs."""
    fields = {_NAMES.get(name, name): str(value) for name, value in row.items()}
    address, timestamp = fields.get("original", ""), fields.get("timestamp", "")
    if not _TIMESTAMP.fullmatch(timestamp) or "://" not in address:
        return None
    status, mime = fields.get("statuscode", ""), fields.get("mimetype", "")
    stretch = None
    if source != WAYBACK:
        offset, length = fields.get("offset", ""), fields.get("length", "")
        if not (offset.isdecimal() and length.isdecimal() and fields.get("filename")):
            return None
        stretch = Stretch(fields["filename"], int(offset), int(length))
    known = int(status) if status.isdecimal() else None
    capture = Capture(address, timestamp, fields.get("digest", ""), known, mime, source, stretch)
    return capture if _has_time(capture) else None


def _has_time(capture: Capture) -> bool:
    try:
        return bool(capture.time)
    except ValueError:  # 20210931…
        return False


def checked(pages: Iterator[Page]) -> Iterator[Page]:
    """The parts of a list. Raises RequestFailed "bad-answer" when it begins again: it would never end."""
    keys: set[str] = set()
    for page in pages:
        if page.next in keys:
            raise RequestFailed("bad-answer", "The index of the web archive repeats itself.", _LATER)
        keys.add(page.next)
        yield page
