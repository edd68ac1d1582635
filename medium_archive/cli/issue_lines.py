"""The issues of a Report as lines for people, grouped by code; what they have in common is said once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from os.path import commonprefix

from medium_archive.cli.wrapping import Line
from medium_archive.report import Issue, Level, quantity

STYLES: Mapping[Level, str] = {"error": "bold red", "warning": "yellow", "note": "dim"}
_MOST_WARNINGS = 5  # of one code
_MOST_NOTES = 3  # in all; if there are more, they are only counted
# Issues about all of the archive: the record that is their place says nothing to a person
_NO_PLACE = frozenset({"network-unreachable", "hosts-refuse", "pictures-lacking"})


def lines(issues: Sequence[Issue], *, verbose: bool) -> Iterator[Line]:
    """Every error, of each code of warnings a few, and a few notes; all if `verbose`. Many notes are counted."""
    by_code: dict[tuple[Level, str], list[Issue]] = defaultdict(list)
    for issue in sorted(issues, key=lambda issue: (list(STYLES).index(issue.level), issue.code)):
        by_code[issue.level, issue.code].append(issue)
    counted = counted_notes(issues, verbose=verbose)
    for (level, code), same in by_code.items():
        if level == "note" and counted:
            continue
        is_whole = verbose or level == "error" or len(same) <= _MOST_WARNINGS
        yield from _group(code, level, same, len(same) if is_whole else _MOST_WARNINGS)
    if counted:
        yield (
            (
                f"{quantity(counted, 'note')} for your information (the same command with --verbose shows them)",
                STYLES["note"],
            ),
        )


def counted_notes(issues: Sequence[Issue], *, verbose: bool) -> int:
    """The number of notes if they are not shown one by one, else 0."""
    notes = sum(issue.level == "note" for issue in issues)
    return notes if notes > _MOST_NOTES and not verbose else 0


def _group(code: str, level: Level, issues: Sequence[Issue], most: int) -> Iterator[Line]:
    """The first issues of a code. A message that all have stands once, above; so do their last sentences, below."""
    shown = issues[:most]
    first, style = shown[0].message, STYLES[level]
    if len(issues) == 1 and code in _NO_PLACE:
        yield (code, style), (f": {first}", "")
    elif len(shown) > 1 and all(issue.message == first for issue in shown):
        yield (code, style), (f" ({len(issues):,}): {first}", "")
        yield from ((("  " + issue.where, ""),) for issue in shown)
    else:
        yield (code, style), (f" ({len(issues):,})", "")
        advice = _last_sentences([issue.message for issue in shown]) if len(shown) > 1 else ""
        for issue in shown:
            yield ((f"  {issue.where}: {issue.message.removesuffix(advice).rstrip()}", ""),)
        if advice:
            yield ((f"  {advice}", ""),)
    if len(issues) > most:
        yield ((f"  … and {len(issues) - most:,} more; --verbose shows all", ""),)


def _last_sentences(messages: Sequence[str]) -> str:
    """The sentences with which all messages end, "" if there are none."""
    common = commonprefix([message[::-1] for message in messages])[::-1]  # noqa: RUF071  # of texts, not of paths
    # They begin after a full stop, so that no sentence is torn apart
    _, stop, sentences = common.partition(". ")
    return sentences if stop else ""
