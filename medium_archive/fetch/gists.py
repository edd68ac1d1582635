"""Fetches the gists that posts embed from GitHub's API, one after another, as GitHub's rules for clients demand."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from medium_archive.fetch import retries
from medium_archive.fetch.checkpoints import Checkpoints
from medium_archive.fetch.picture import Missing
from medium_archive.folder.catalog import same_post
from medium_archive.folder.gists import GistFile, GistRecord
from medium_archive.folder.shelf import Shelf
from medium_archive.medium import gists as embedded
from medium_archive.medium.gists import Embedded
from medium_archive.report import Issue, Progress, quantity
from medium_archive.web import Answer, RequestFailed, Web, retry_after

_API = "https://api.github.com/gists/"
_MINUTE, _DAY = 60.0, 86_400.0
_GONE = frozenset({404, 410, 451})
_NO_ANSWER = frozenset({"unreachable", "too-slow"})
_LIMITED = frozenset({403, 429})
Group = list[GistRecord]


@dataclass(frozen=True)
class _Gist:
    author: str
    files: tuple[GistFile, ...]


class _Limited(Exception):
    """GitHub answers no requests for the next `retry_after` seconds."""

    def __init__(self, message: str, retry_after: float) -> None:
        super().__init__(message)
        self.missing = Missing(message, retry_after)


def wanted(shelf: Shelf, *, again: bool) -> list[Group]:
    """The gists that are missing and due, with `again` also those that are not due. All addresses of one gist are one
    group, also if they name different files of it.
    """
    now = datetime.now(UTC)
    groups: dict[str, Group] = {}
    for address, record in sorted(shelf.gists.records.items()):
        gist = embedded.read(address)
        if gist is not None and not record.files and (again or retries.is_due(record.retry, now)):
            groups.setdefault(gist.path, []).append(record)
    return list(groups.values())


def fetch_into(
    shelf: Shelf, web: Web, groups: Sequence[Group], progress: Progress, checkpoints: Checkpoints
) -> tuple[int, list[Issue]]:
    """Note the text of gists. Gives how many were fetched, and the issues. Never raises for errors of the network.

    If GitHub doesn't answer at all, the rest counts as not tried.
    """
    issues: list[Issue] = []
    fetched = 0
    for number, (group, result) in enumerate(progress("Fetching gists", _results(web, groups), len(groups))):
        if isinstance(result, Missing) and result.cause == "no answer":
            left = quantity(sum(map(len, groups[number:])), "gist")
            message = f"{result.problem} Not tried: {left}. Run `archive pictures` later; with --again it asks at once."
            issues.append(Issue("records/gists.jsonl", "network-unreachable", message))
            break
        kept = [_keep(shelf, record, result, issues) for record in group]
        fetched += sum(kept)
        checkpoints.note_result()
    return fetched, issues


def _results(web: Web, groups: Sequence[Group]) -> Iterator[tuple[Group, _Gist | Missing]]:
    """The result for each gist. After a rate limit the rest is not requested."""
    limited: Missing | None = None
    for group in groups:
        if limited is None:
            try:
                yield group, _fetch(web, [gist for record in group if (gist := embedded.read(record.address))])
                continue
            except _Limited as limit:
                limited = limit.missing
        yield group, limited


def _keep(shelf: Shelf, record: GistRecord, result: _Gist | Missing, issues: list[Issue]) -> bool:
    if isinstance(result, _Gist):
        gist = embedded.read(record.address)
        files = [file for file in result.files if gist is None or gist.shows(file.name)]
        if files:
            shelf.gists.keep(record.address, result.author, files)
            return True
        result = Missing("The gist no longer has the file that the post shows.", 30 * _DAY)
    shelf.gists.note_problem(record.address, result.problem, retries.after(result.retry_after))
    where = next((path for post in record.posts if (path := shelf.paths.get(same_post(post)))), "records/gists.jsonl")
    issues.append(Issue(where, "gist-missing", f"{record.address}: {result.problem}"))
    return False


def _fetch(web: Web, shown: Sequence[Embedded]) -> _Gist | Missing:
    """One gist with the files that its addresses show. Raises _Limited."""
    answer = _get(web, f"{_API}{shown[0].path}")
    if isinstance(answer, Missing):
        return answer
    try:
        found = json.loads(answer.body)
        files = [_File.read(file) for file in found["files"].values()]
        author = _words((found.get("owner") or {}).get("login") or "")
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):  # JSON of any form
        return Missing("The answer of GitHub is not a gist.", _DAY)
    kept: list[GistFile] = []
    for file in files:
        if not any(gist.shows(file.name) for gist in shown):
            continue
        text = file.text
        if file.raw:
            whole = _get(web, file.raw)
            if isinstance(whole, Missing):
                return whole
            if file.size is not None and len(whole.body) != file.size:
                return Missing("GitHub sent only a part of a file of the gist.", _DAY)
            text = whole.body.decode("utf-8", "replace")
        kept.append(GistFile(_legible(file.name), _legible(file.language), _legible(text)))
    return _Gist("".join(c for c in author if c.isalnum() or c in "-_[]."), tuple(kept))


@dataclass(frozen=True)
class _File:
    """A file in the API. If `text` is only its beginning, `raw` is the address of the whole file. `size` is its number
    of bytes, None if the API does not tell.
    """

    name: str
    language: str
    text: str
    raw: str
    size: int | None

    @classmethod
    def read(cls, file: Mapping[str, Any]) -> _File:
        """Raises KeyError and TypeError for a file without a name or without its text."""
        raw = _words(file["raw_url"]) if file.get("truncated") else ""
        size = file.get("size")
        text = "" if raw else _words(file["content"])
        known = size if isinstance(size, int) and not isinstance(size, bool) else None
        return cls(_words(file["filename"]), _words(file.get("language") or ""), text, raw, known)


def _words(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _legible(text: str) -> str:
    """Text that can be written as UTF-8: JSON may hold single surrogates."""
    return text.encode("utf-8", "replace").decode()


def _get(web: Web, address: str) -> Answer | Missing:
    """The successful answer of an address, or the reason of the failure. Raises _Limited."""
    try:
        answer = web.get(address)
    except RequestFailed as failure:
        if failure.reason == "rate-limited":
            raise _Limited(failure.message, max(failure.retry_after or 0.0, _MINUTE)) from failure
        after = failure.retry_after if failure.retry_after is not None else 30 * _DAY
        return Missing(failure.message, after, "no answer" if failure.reason in _NO_ANSWER else "host")
    if answer.status == 200:
        return answer
    if answer.status in _LIMITED and (wait := retry_after(answer.headers)) is not None:
        raise _Limited("GitHub's limit of requests per hour was reached.", max(wait, _MINUTE))
    if answer.status in _GONE:
        return Missing(f"GitHub no longer has this gist ({answer.status}).", 30 * _DAY)
    return Missing(f"GitHub answers {answer.status}.", _DAY)
