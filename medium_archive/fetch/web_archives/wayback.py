"""The Wayback Machine of the Internet Archive: its index (CDX), raw captures, and the list of one address (TimeMap).

Its limits, of which a run uses 80 %: 24 requests a minute to the index and the TimeMaps together, 600 of captures.
https://github.com/internetarchive/wayback/blob/master/wayback-cdx-server/README.md describes the index.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC
from email.utils import parsedate_to_datetime
from functools import partial
from urllib.parse import quote, urljoin

from medium_archive import links
from medium_archive.fetch.web_archives import encodings, index
from medium_archive.fetch.web_archives.capture import Capture, Memento, NotHad, Page, Query, digest
from medium_archive.fetch.web_archives.pacing import PacedWeb, is_captured
from medium_archive.web import Answer, Redirected, RequestFailed

NAME = "The Wayback Machine"
LISTS_A_MINUTE = 19
MEMENTOS_A_MINUTE = 480
HOST = "web.archive.org"
_ADDRESS = f"https://{HOST}"
_NEWEST = "2"  # the beginning of a timestamp; the archive gives the newest that begins so
_LINES_A_PAGE = 2000
_MAX_REDIRECTS = 5
_LONGEST_LINK = 4_000  # characters of a header
_DIGITS = 14  # of a whole timestamp
_LATER = 60.0
_MEMENTO = re.compile(r"([0-9]{1,14})(?:[a-z]{2}_)?/(.+)", re.DOTALL)
_ORIGINAL = re.compile(r'<([^>]*)>\s*;[^,]*\brel="?(?:[^",;]* )?original[ ",;]')
_SAFE = "!$&'()*+,/:;=?@[]~%"  # in the address of a capture, whose own escapes stay
_EXCLUDED = ("AccessControlException", "excluded from the Wayback Machine")


class LeftOut(RequestFailed):
    """The archive answers, but it was asked to leave an address out."""

    def __init__(self, answer: Answer) -> None:
        super().__init__("bad-answer", f"{NAME} was asked to leave this address out.", None, answer)


class Wayback:
    """What the Wayback Machine has. `web` sends its requests; threads may share it.

    `place` and `indexed` are the addresses below which captures and the index are, of another archive with the same
    programs.
    """

    def __init__(
        self, web: PacedWeb, place: str = f"{_ADDRESS}/web/", indexed: str = f"{_ADDRESS}/cdx/search/cdx"
    ) -> None:
        self._web, self._place, self._indexed = web, place, indexed
        self._lists = web.rate("lists", LISTS_A_MINUTE)
        self._mementos = web.rate("captures", MEMENTOS_A_MINUTE)

    def list(self, query: Query, after: str = "") -> Iterator[Page]:
        """The captures that the index has for a query, part by part; `after` is the `next` of a part, from which the
        list goes on. Raises RequestFailed and Unreachable: a list that ends without them is whole.
        """
        return index.checked(self._list(query, after))

    def _list(self, query: Query, after: str) -> Iterator[Page]:
        while True:
            others = {"limit": str(_LINES_A_PAGE), "showResumeKey": "true", "resolveRevisits": "true"}
            others |= {"resumeKey": after} if after else {}
            page = self._web.ask(f"{self._indexed}?{index.parameters(query, **others)}", self._lists, _listed)
            if not page.next and len(page.captures) + page.unreadable >= _LINES_A_PAGE:
                message = f"The index ends its list after {_LINES_A_PAGE:,} captures, and does not say how to go on."
                raise RequestFailed("bad-answer", message)
            yield page
            if not page.next:
                return
            after = page.next

    def timemap(self, address: str) -> Page:
        """The captures of one address, as its TimeMap lists them. Raises RequestFailed and Unreachable."""
        return self._web.ask(f"{self._place}timemap/json/{quote(address, _SAFE)}", self._lists, _listed)

    def newest(self, address: str) -> Memento | NotHad:
        """The newest capture of an address, without a look into the index. Raises Unreachable."""
        return self.fetch(Capture(address, _NEWEST, "", None, ""))

    def fetch(self, capture: Capture) -> Memento | NotHad:
        """The content of a capture, or of the one that the archive gives in its place. Raises Unreachable.

        Redirects are followed inside the archive: to another moment, or to where the captured page led.
        """
        address, timestamp = capture.address, capture.timestamp
        for _ in range(_MAX_REDIRECTS + 1):
            asked = replace(capture, address=address, timestamp=timestamp)
            place = f"{self._place}{timestamp}id_/{quote(address, _SAFE)}"
            try:
                return self._web.ask(place, self._mementos, partial(_memento, asked=asked))
            except Redirected as redirect:
                target = self._target(place, redirect.answer, asked) if redirect.answer else None
                if target is None:
                    # Only a captured redirect says something about the page
                    is_lasting = redirect.answer is not None and is_captured(redirect.answer)
                    return NotHad("The capture leads to an address outside the archive.", again=not is_lasting)
                timestamp, address = target
            except RequestFailed as failure:
                is_lasting = failure.retry_after is None and failure.reason != "too-large"
                return NotHad(failure.message, again=not is_lasting)
        return NotHad("The capture is a chain of redirects without an end.", again=False)

    def _target(self, place: str, answer: Answer, asked: Capture) -> tuple[str, str] | None:
        """The timestamp and the address of the capture to which a redirect leads; None if it leaves the archive.

        The Wayback Machine writes the target of a captured redirect as an address in the archive, pywb as it was.
        """
        here = _without_scheme(self._place)
        try:
            target = urljoin(place, answer.headers["location"])
            then = urljoin(asked.address, answer.headers["location"])
        except ValueError:
            return None
        if _without_scheme(target).startswith(here):
            match = _MEMENTO.fullmatch(_without_scheme(target).removeprefix(here))
            return (match[1], match[2]) if match else None
        is_page = is_captured(answer) and links.is_web(then)
        return (_timestamp(answer) or asked.timestamp, then) if is_page else None


def shown_at(capture: Capture) -> str:
    """The address at which a person can open a capture."""
    return f"{_ADDRESS}/web/{capture.timestamp}/{quote(capture.address, _SAFE)}"


def _listed(answer: Answer) -> Page:
    """The captures that an answer of the index lists. Raises RequestFailed for an answer without a list."""
    if answer.status != 200 and _is_excluded(answer):
        raise LeftOut(answer)
    return index.read(answer)


def _memento(answer: Answer, asked: Capture) -> Memento | NotHad:
    """The content of an answer to `asked`. Raises RequestFailed for a body that another transfer may have whole."""
    if not is_captured(answer):
        if _is_excluded(answer):
            return NotHad(f"{NAME} was asked to leave this address out.", again=False)
        if answer.status == 404:
            return NotHad(f"{NAME} has no copy.", again=False)
        return NotHad(f"{NAME} answers {answer.status}.", again=True)
    sent = digest(answer.body)
    try:
        content = encodings.decoded(answer.body, answer.headers.get("content-encoding", ""))
    except encodings.Unreadable as problem:
        if problem.is_cut and sent != asked.digest:
            raise RequestFailed("bad-answer", f"The capture can't be read. {problem}", _LATER) from problem
        return NotHad(f"The capture can't be read. {problem}", again=False)
    is_proven = asked.digest in (sent, digest(content))
    timestamp = _timestamp(answer) or asked.timestamp
    if len(timestamp) < _DIGITS:
        return NotHad("The capture has no date.", again=False)
    given = replace(
        asked,
        address=_original(answer) or asked.address,
        timestamp=timestamp,
        digest=asked.digest if is_proven else sent,
        status=answer.status,
        mime=answer.headers.get("content-type", "").partition(";")[0].strip().lower(),
    )
    return Memento(given, content, is_proven)


def _is_excluded(answer: Answer) -> bool:
    words = answer.headers.get("x-archive-wayback-runtime-error", "") + encodings.text(answer)[:20_000]
    return any(one in words for one in _EXCLUDED)


def _original(answer: Answer) -> str:
    match = _ORIGINAL.search(answer.headers.get("link", "")[:_LONGEST_LINK] + ",")
    return match[1] if match and links.is_web(match[1]) else ""


def _timestamp(answer: Answer) -> str:
    try:
        moment = parsedate_to_datetime(answer.headers["memento-datetime"])
        moment = moment.astimezone(UTC) if moment.tzinfo else moment
    except (ValueError, OverflowError):
        return ""
    return moment.strftime("%Y%m%d%H%M%S").zfill(_DIGITS)


def _without_scheme(address: str) -> str:
    return address.partition("://")[2]
