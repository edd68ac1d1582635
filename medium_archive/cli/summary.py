"""A Report as lines for people: first a short overview, then the issues."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

from medium_archive.cli import issue_lines, labels
from medium_archive.cli.wrapping import Line
from medium_archive.report import Issue, Report, quantity

_KNOWN = re.compile(r": ([\d,]+)$")  # the number of parts of one kind: "kept as plain words: 4"
_MOST_FOLDERS = 8
_WIDEST = 30  # characters of the longest bar
# Counts that the sentence of the proof has too
_OF_PROOF = frozenset({"lost", "added", "not_in_export", "not_carried_over", "words_kept", "not_linked", "not_checked"})
# The signs in the strip of the watch: their state, its name and its style
_SIGNS = {
    "|": ("up", "up", "green"),
    "S": ("suspended", "suspended", "bold red"),
    "G": ("gone", "gone", "bold magenta"),
    "?": ("unknown", "looked, but could not see", "yellow"),
    ".": ("none", "nothing looked", "dim"),
}
_LOOKS = {"plain": "checks of this program", "browser": "your browser", "witness": "web archives"}

_NOT_HERE = ("pictures_missing", "pictures_not_tried")
# What a person has done to posts, so that an import leaves it
_KEPT = (
    ("edited", "edited"),
    ("made_drafts", "hidden in drafts/"),
    ("forgotten", "forgotten"),
    ("own_posts", "of your own"),
)
# Notes of an import about what no person does anything about, and which the counts tell too
_KNOWN_AFTER_IMPORT = frozenset({"page-older"})
_LACKING = ("lacking_in_posts", "lacking_in_cards", "lacking_photos")  # the same pictures by what shows them


def lines(report: Report, *, explain: bool = False, verbose: bool = False, is_dry: bool = False) -> Iterator[Line]:
    """The counts that are not zero, issues by code (a few of each), rows and facts. With `verbose`, all issues, and
    what the proof found of each kind. After a dry run, the folders of a site that would change, or with `verbose` the
    files.
    """
    issues = _told(report, verbose=verbose)
    yield from _counts(report, issues, verbose=verbose)
    if explain:
        for post in report.details.get("posts", ()):
            yield _plain(f"{post['path']}: {post['reason']}")
    yield from _years(report.details.get("years", ()))
    yield from _watch(report.details.get("watch", {}))
    yield from issue_lines.lines(issues, verbose=verbose)
    if verbose or is_dry:
        yield from _changes(report.details.get("changes", ()), verbose=verbose)
    ratios = report.details.get("completeness", {}).get("text", {})
    facts = {key: value for key, value in report.facts.items() if verbose or key not in ratios}
    if "address" in facts and not verbose:
        facts.pop("branch", None)  # where the site is says more
    if "proof" in facts and not verbose:
        facts["proof"] = _proof(facts["proof"])
    for label, value in [*report.rows, *((labels.fact(key), value) for key, value in facts.items())]:
        yield _plain(f"{label}: {value}")


def _told(report: Report, *, verbose: bool) -> tuple[Issue, ...]:
    """The issues to tell: all if `verbose`, else without the notes of what edits removed, and that a person has edited
    the settings, after an import without that of pages which the next build makes, and with the first sentence of what
    the builds before a publishing have told at length.
    """
    if verbose:
        return report.issues
    hidden = {"edited-away"} | (_KNOWN_AFTER_IMPORT if report.command == "import" else set())
    issues = [
        one
        for one in report.issues
        if one.code not in hidden and (one.code, one.where) != ("file-differs", "archive.toml")
    ]
    if report.command.startswith("publish "):
        for place, one in enumerate(issues):
            if one.code == "pictures-lacking":
                first = one.message.partition(". ")[0]
                issues[place] = replace(one, message=f"{first} (--verbose says more).")
    return tuple(issues)


def _proof(sentence: str) -> str:
    """The sentence of the proof with one number for all parts that can't be as in the originals."""
    first, *remarks = sentence.split("; ")
    known = [found for remark in remarks if (found := _KNOWN.search(remark))]
    others = [remark for remark in remarks if not _KNOWN.search(remark)]
    number = sum(int(found[1].replace(",", "")) for found in known)
    told = f"{quantity(number, 'part')} can't be as in the originals (`archive verify --verbose` says which)"
    return "; ".join([first, *others, *([told] if known else [])])


def _plain(text: str) -> Line:
    return ((text, ""),)


def _counts(report: Report, issues: Sequence[Issue], *, verbose: bool) -> Iterator[Line]:
    """Each count with its label, the numbers aligned to the right."""
    hidden = _OF_PROOF if "proof" in report.facts and not verbose else frozenset()
    counts = {key: number for key, number in report.counts.items() if number and key not in hidden}
    kept = [f"{counts.pop(key):,} {word}" for key, word in _KEPT if key in counts and report.command == "import"]
    lacking = [f"{counts.pop(key):,} {labels.count(key, report.counts[key])}" for key in _LACKING if key in counts]
    rows = [(f"{number:,}", labels.count(key, number)) for key, number in counts.items()]
    if lacking and len(at := [place for place, key in enumerate(counts) if key in _NOT_HERE]) == 1:
        number_of, label = rows[at[0]]
        rows[at[0]] = number_of, f"{label}: {', '.join(lacking)}"
    elif lacking:
        total = sum(counts.get(key, 0) for key in _NOT_HERE)
        rows.insert(at[-1] + 1 if at else len(rows), (f"{total:,}", f"in all: {', '.join(lacking)}"))
    if kept:  # no number before it: a post may be in two of them
        rows.append(("", f"kept as they are: {', '.join(kept)}"))
    is_counted = issue_lines.counted_notes(issues, verbose=verbose)
    if shown := [issue for issue in issues if not (is_counted and issue.level == "note")]:
        word = "issue" if len(shown) == 1 else "issues"
        rows.append((f"{len(shown):,}", f"{word} ({_levels(shown)})"))
    width = max((len(number) for number, _ in rows), default=0)
    for number, label in rows:
        yield _plain(f"{number:>{width}}  {label}")


def _changes(changes: Sequence[Mapping[str, str]], *, verbose: bool) -> Iterator[Line]:
    """How many files change in each folder of a site; with `verbose` each file."""
    if verbose:
        yield from (_plain(f"{one['change']:8} {one['file']}") for one in changes)
        return
    folders: dict[str, Counter[str]] = defaultdict(Counter)
    for one in changes:
        folder, slash, _ = one["file"].partition("/")
        folders[f"{folder}/" if slash else "at the top"][one["change"]] += 1
    largest = sorted(folders, key=lambda name: (-folders[name].total(), name))[:_MOST_FOLDERS]
    if len(folders) > _MOST_FOLDERS:
        largest = [name for name in largest if folders[name].total() > 1]
    others = [folders[name] for name in folders if name not in largest]
    shown = [(name, folders[name]) for name in sorted(largest)]
    if others:  # a site has a folder for each old address
        shown.append((quantity(len(others), "other folder"), sum(others, Counter())))
    for name, counts in shown:
        yield _plain(f"{name}: {', '.join(f'{number:,} {change}' for change, number in counts.items())}")


def _years(years: Sequence[Mapping[str, int]]) -> Iterator[Line]:
    """A bar for each year, the longest for the year with the most posts."""
    most = max((year["posts"] for year in years), default=0)
    for year in years:
        bar = "█" * round(_WIDEST * year["posts"] / most) or ("▏" if year["posts"] else "")
        told = [quantity(year[f"{kind}s"], kind) for kind in ("post", "response", "word") if year[f"{kind}s"]]
        amount = ", ".join(told) or "nothing"
        yield (f"{year['year']}  ", ""), (bar, "cyan"), (f" {amount}", "dim")


def _watch(watch: Mapping[str, Any]) -> Iterator[Line]:
    """The strip of the last days with a sign for each, in rows that fit into 80 columns, its legend, and advice."""
    if watch.get("strip"):
        yield _plain(f"Your pages on Medium in the last {quantity(len(watch['days']), 'day')} (UTC):")
        for row in watch["strip"]:
            runs = ("".join(same) for _, same in groupby(row["signs"]))
            yield (f"  {row['day']}  ", ""), *((run, _SIGNS[run[0]][2]) for run in runs)
        counts = watch["counts"]
        named = [(sign, *rest, counts[state]) for sign, (state, *rest) in _SIGNS.items() if state in counts]
        parts = [((sign, style), (f" {name}: {number}", "")) for sign, name, style, number in named]
        yield (
            ("  ", ""),
            *(piece for place, part in enumerate(parts) for piece in ((("   ", ""),) if place else ()) + part),
        )
        if seen := [f"{_LOOKS[kind]} ({number})" for kind, number in watch["seen_by"].items()]:
            yield _plain(f"  days seen by: {', '.join(seen)}")
    if found := watch.get("signs"):
        more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
        yield _plain(f"  a sign, which proves nothing: {found[-1]}{more}")
    if watch.get("advice_text"):
        yield _plain(watch["advice_text"])


def _levels(issues: Sequence[Issue]) -> str:
    counts: Counter[str] = Counter(issue.level for issue in issues)
    return ", ".join(quantity(counts[level], level) for level in issue_lines.STYLES if counts[level])
