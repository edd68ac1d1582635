"""The saved pages of Medium's in private/original/pages/ agree with themselves and with the public originals."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from medium_archive.checks import result_cache
from medium_archive.checks.snapshot import Findings, HeldFile, Snapshot
from medium_archive.folder.captures import Capture
from medium_archive.folder.catalog import same_post
from medium_archive.report import Issue, quantity

if TYPE_CHECKING:
    from medium_archive.checks.completeness.saved import Difference

IN_QUICK = False
_MOST_QUOTES, _LONGEST = 3, 60
_WORDS: Mapping[str, str] = {
    "text": "the text “{one}” is “{other}”",
    "marks": "the emphasised words “{one}” are “{other}”",
    "links": "the links “{one}” are “{other}”",
    "picture": "the picture “{one}” is “{other}”",
    "missing": "“{one}” is missing",
    "added": "“{one}” is added",
    "order": "the paragraphs are in another order",
    "facts": "“{one}” is “{other}”",
}
_IN_PAGE = (
    "What this saved page shows is not what its data for scripts says: {}. The text of the archive is that of the "
    "data. Compare it with the page; if the page is right, correct index.md."
)
_OF_ORIGINAL = (
    "This original was made from a saved page in private/original/pages/, but it differs from it: {}. Import the page "
    "again, which makes the original and its text again."
)


def inspect(archive: Snapshot) -> Findings:
    """Compare each saved page with itself, and each public original with the pages that it was made from: one of them
    must have its text. Files with another checksum than in the records are left out; another check names them.
    """
    originals = {same_post(one.id): one for one in archive.rescued if not archive.differs(one.file, one.sha256)}
    issues: list[Issue] = []
    kept: dict[str, Any] = {}
    for post, pages in _by_post(archive).items():
        record = originals.get(post)
        original = archive.files.get(record.file) if record else None
        key = result_cache.key("saved pages", original.sha256 if original else "", [one.sha256 for one in pages])
        if key in archive.known:
            found = archive.known[key]
        else:
            found = list(_differences(archive, post, pages, original, record.sha256 if record else ""))
        kept[key] = found
        issues += [Issue(*one) for one in found]
    return Findings(tuple(issues), kept=kept)


def _by_post(archive: Snapshot) -> Mapping[str, Sequence[Capture]]:
    """The saved pages of each post that are as they were saved, by `same_post(id)`."""
    pages: dict[str, list[Capture]] = defaultdict(list)
    for one in archive.captures:
        if one.file in archive.files and not archive.differs(one.file, one.sha256):
            pages[same_post(one.post)].append(one)
    return pages


def _differences(
    archive: Snapshot, post: str, pages: Sequence[Capture], original: HeldFile | None, sha256: str
) -> Iterator[tuple[str, ...]]:
    """The values of issues. `original` is the public one, with a checksum that names the pages it was made from."""
    from medium_archive.checks.completeness import saved  # noqa: PLC0415  # few archives have saved pages

    told = saved.read(original.path.read_bytes(), post).state if original else None
    best: tuple[Difference, ...] | None = None
    for one in pages:
        page = saved.read(archive.files[one.file].path.read_bytes(), post)
        if found := saved.in_page(page):
            yield one.file, "saved-page-differs", _IN_PAGE.format(_listed(found))
        of_original = saved.with_original(page, told) if told is not None and one.original == sha256 else None
        if of_original is not None:
            best = of_original if best is None else min(best, of_original, key=len)
    if best and original:
        yield original.name, "saved-original-differs", _OF_ORIGINAL.format(_listed(best)), "error"


def _listed(found: Sequence[Difference]) -> str:
    quotes = [_WORDS[one.kind].format(one=_short(one.one), other=_short(one.other)) for one in found[:_MOST_QUOTES]]
    if len(found) > _MOST_QUOTES:
        quotes.append(quantity(len(found) - _MOST_QUOTES, "more difference"))
    return "; ".join(quotes)


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
