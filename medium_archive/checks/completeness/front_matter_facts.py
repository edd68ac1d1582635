"""Compares the front matter of an index.md with the original, and with the records for values that no original holds.

A text that a person edited is compared in the same way; there the caller reports a difference as an edit.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from medium_archive.checks.completeness import addresses
from medium_archive.checks.completeness.blocks import TEXTS
from medium_archive.checks.completeness.characters import ODD_SPACE, plain_spaces, visible
from medium_archive.checks.completeness.converted import Converted
from medium_archive.checks.completeness.converted.front_matter import moment
from medium_archive.checks.completeness.findings import Findings
from medium_archive.checks.completeness.original import Original
from medium_archive.checks.completeness.recorded import Recorded

# The keys that the program writes, in their order (docs/markdown.md, "Front matter")
_KEYS = (
    "title", "title_markdown", "subtitle", "description", "author", "date", "updated", "slug", "lang", "tags", "cover",
    "draft", "medium", "medium.id", "medium.url", "medium.author", "medium.coauthors", "medium.title", "medium.summary",
    "medium.original", "medium.sha256", "medium.source", "medium.captured", "medium.version",
    "medium.partial",
)  # fmt: skip
_KIND = "front_matter"
_MADE_TITLE = "Untitled"


def compare(source: Original, made: Converted, recorded: Recorded, findings: Findings) -> int:
    """Compare every key; returns the number of values that are known."""
    if not made.keys:
        findings.lose(_KIND, "title")
        return 1
    wanted = {key: words for key, words in _wanted(source, made, recorded) if words is not None}
    for key, words in wanted.items():
        found = made.values.get(key, "")
        if found != words:
            if words:
                findings.lose(_KIND, f"{key}: {words}")
            if found:
                findings.add(_KIND, f"{key}: {found}")
    _compare_keys(made, findings)
    _compare_title(source, made, findings)
    _compare_subtitle(source, made, findings)
    if not recorded.from_feed:
        _compare_date(source, made, recorded, findings)
        _compare_cover(source, made, findings)
    return sum(bool(words) for words in wanted.values())


def _wanted(source: Original, made: Converted, recorded: Recorded) -> Iterator[tuple[str, str | None]]:
    """Each key with its value, "" for a key that must not be there, None if the value is not known."""
    values = made.values
    yield "canonical", ""  # only a person writes it
    yield "slug", recorded.slug
    yield "medium.id", recorded.id
    yield "medium.original", recorded.original
    yield "medium.sha256", recorded.sha256
    if recorded.kind is not None:
        yield "draft", "true" if recorded.kind == "draft" else ""
    if recorded.tags is not None:
        yield "tags", "\n".join(recorded.tags)
    if recorded.updated is not None:
        is_same = bool(recorded.updated) and moment(values.get("updated", "")) == recorded.updated
        date = moment(source.date) or made.date  # a person may change the date in the text
        later = recorded.updated if recorded.updated > date > "" else ""
        yield "updated", values["updated"] if is_same else later
    if recorded.id is not None:
        if not source.url and values.get("medium.url", "") != f"https://medium.com/p/{recorded.id}":
            yield "medium.url", f"https://medium.com/p/{recorded.id}"
        yield "medium.source", "feed" if recorded.from_feed else recorded.page
        yield "medium.captured", recorded.captured
        yield "medium.version", recorded.version
    if recorded.from_feed:
        return
    yield "medium.partial", "true" if recorded.is_partial else ""
    yield "medium.coauthors", source.coauthors
    if source.username and recorded.usernames:
        is_other = source.username.casefold() not in recorded.usernames
        yield "author", source.author if is_other else ""
        yield "medium.author", source.profile if is_other else ""
    summary, subtitle = plain_spaces(source.summary), values.get("subtitle", "")
    without_subtitle = "" if visible(summary) == visible(subtitle) else summary
    is_known = source.description or not _is_lost_subtitle(without_subtitle, source, made)
    yield "description", plain_spaces(source.description) or without_subtitle if is_known else None
    if values.get("medium.summary"):
        yield "medium.summary", without_subtitle
    name, title = plain_spaces(source.title), _title_as_written(source, values.get("title", ""))
    if values.get("medium.title"):
        yield "medium.title", "" if visible(name) == visible(title) else name
    elif name and not _is_in_title(name, title):
        yield "medium.title", name


def _title_as_written(source: Original, title: str) -> str:
    """The title that the program wrote. It differs from the title in the text after an edit by a person, and there the
    loss of the title itself is reported; then it is the title of Medium's page, or Medium's name of the post.
    """
    words, name = visible(title), plain_spaces(source.title)
    if words == visible(name):  # nearly always
        return title
    texts = [block.text for block in source.blocks]
    is_cut_off = words.endswith("…") and any(text.startswith(words[:-1]) for text in texts)
    if is_cut_off or words in texts:
        return title
    return next((plain_spaces(block.spaced) for block in source.blocks if block.form == "title"), name or title)


def _is_lost_subtitle(summary: str, source: Original, made: Converted) -> bool:
    """Whether the summary was the subtitle, which the text lacks now: that loss is reported itself."""
    words = visible(summary)
    before, now = (
        any(block.kind == "heading" and block.text == words for block in one.blocks) for one in (source, made)
    )
    return bool(words) and before and not now


def _is_in_title(name: str, title: str) -> bool:
    """Whether the title says all that Medium's name of the post says, which may be cut off."""
    start = visible(name.removesuffix("…"))
    return visible(name) == visible(title) or (name.endswith("…") and visible(title).startswith(start))


def _compare_keys(made: Converted, findings: Findings) -> None:
    foreign, moved = _faults_of_keys(made.keys)
    for key in foreign:
        findings.add(_KIND, f"{key}: {made.values.get(key, '')}")
    if moved:
        findings.lose("order", ", ".join(moved))


@lru_cache(maxsize=256)  # all texts have the same few keys
def _faults_of_keys(keys: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The keys that stand there twice or that the program never writes; all other keys if they are in another order."""
    foreign = tuple(key for key, count in Counter(keys).items() if count > 1 or key not in _KEYS)
    known = tuple(key for key in keys if key in _KEYS)
    return foreign, known if list(known) != sorted(known, key=_KEYS.index) else ()


def _compare_title(source: Original, made: Converted, findings: Findings) -> None:
    """Compare the words of the title with its marked form, and a title that no block of the original has."""
    title = made.values.get("title", "")
    if made.marked_title is not None and plain_spaces(made.marked_title.spaced) != title:
        findings.lose("title", made.marked_title.spaced)
        findings.add("title", title)
    if ODD_SPACE.search(title):
        findings.add("title", title)
    if any(block.form == "title" for block in source.blocks):
        return
    name, start = plain_spaces(source.title), plain_spaces(title.removesuffix("…"))
    texts = [plain_spaces(block.spaced) for block in source.blocks if block.kind in TEXTS]
    is_name = title == name or (visible(title) == visible(name) and any(text.startswith(start) for text in texts))
    is_made = not name and (any(text.startswith(start) for text in texts) or title == _MADE_TITLE)
    # The name may begin a text that has another white space, and be cut in the middle of it
    is_begun = visible(title) == visible(name)
    is_heading = any(block.kind == "heading" and plain_spaces(block.spaced) == title for block in source.blocks)
    if not (is_name or is_made or is_begun or is_heading):
        findings.lose("title", name)
        findings.add("title", title)


def _compare_subtitle(source: Original, made: Converted, findings: Findings) -> None:
    subtitle = visible(made.values.get("subtitle", ""))
    if not subtitle:
        return
    before = sum(block.kind == "heading" and visible(block.text) == subtitle for block in source.blocks)
    now = sum(block.kind == "heading" and visible(block.text) == subtitle for block in made.blocks)
    if now >= before:
        findings.add("subtitle", made.values["subtitle"])


def _compare_date(source: Original, made: Converted, recorded: Recorded, findings: Findings) -> None:
    """A page without a date may have one in the name of its file."""
    found = made.values.get("date", "")
    name = (recorded.original or "").rpartition("/")[2]
    if (
        found
        and not source.date
        and recorded.original is not None
        and not (made.date and name.startswith(made.date[:10]))
    ):
        findings.add("date", found)


def _compare_cover(source: Original, made: Converted, findings: Findings) -> None:
    found = made.values.get("cover", "")
    if addresses.picture_name(source.cover) != addresses.picture_name(found):
        if source.cover:
            findings.lose(_KIND, f"cover: {source.cover}")
        if found:
            findings.add(_KIND, f"cover: {found}")
