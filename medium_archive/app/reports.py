"""A Report, and the progress of a job, as a page shows them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from medium_archive.app import advice
from medium_archive.app.advice import Advice
from medium_archive.app.jobs import Job, Step
from medium_archive.app.words import Labels, Language

_MOST_ISSUES = 100  # of one code
_LEVELS = ("error", "warning", "note")
_MINUTE = 60
_LACKING = ("lacking_in_posts", "lacking_in_cards", "lacking_photos")
_NOT_HERE = ("pictures_not_tried", "pictures_missing")
_SENTENCE = re.compile(r".+?(?:[.!?](?=\s+[A-Z“])|[。！？])", re.DOTALL)
_COMPARED = re.compile(r"[\d,]+ of [\d,]+(?:;|$)")  # "found of wanted" (checks/ledgers.py)


@dataclass(frozen=True)
class Group:
    """The issues of one code, each with the `lang` of its message if that may be another than the page's; `left` is the
    number of those that are not shown, `summary` the first sentence of the first one.
    """

    code: str
    level: str
    summary: str
    number: int
    issues: Sequence[Mapping[str, str]]
    left: int


@dataclass(frozen=True)
class Shown:
    """A report: pairs of label and value, the issues, what to press about them, and the text that some commands print.
    `compared` are the facts that say how much of one kind of part was found.
    """

    counts: Sequence[tuple[str, str]] = ()
    facts: Sequence[tuple[str, str]] = ()
    compared: Sequence[tuple[str, str]] = ()
    issues: Sequence[Group] = ()
    advice: Sequence[Advice] = ()
    text: str = ""

    @property
    def is_prose(self) -> bool:
        """Whether the text is a sentence, and no lines of a file."""
        return "\n" not in self.text and self.text.endswith((".", "。"))


@dataclass(frozen=True)
class Progress:
    """How far a job is: the sentence about its step, and the steps before."""

    text: str
    steps: Sequence[str]


def shown(report: Mapping[str, Any], labels: Labels) -> Shown:
    """The JSON of a report with the words of a language: the counts that are not zero, rows, facts, issues, text."""
    counts = _counts(report.get("counts", {}), labels)
    rows = [(row["label"], labels.row(row["value"])) for row in report.get("rows", ())]
    facts: list[tuple[str, str]] = []
    compared: list[tuple[str, str]] = []
    for key, value in report.get("facts", {}).items():
        (compared if _COMPARED.match(value) else facts).append((labels.fact(key), labels.value(key, value)))
    issues = report.get("issues", ())
    pressed = advice.of_issues(issue["code"] for issue in issues)
    return Shown(
        counts, [*rows, *facts], compared, _groups(issues, labels), pressed, labels.text(report.get("text") or "")
    )


def progress(job: Job, language: Language) -> Progress:
    """The progress of a running job in a language."""
    w, step = language.texts, job.step
    text = w["stopping"] if job.is_stopping else _sentence(step, language) if step else w["begins"]
    before = [label for label in job.steps if step is None or label != step.label]
    return Progress(text, [language.step(label) for label in before])


def event(job: Job, language: Language) -> dict[str, Any]:
    """What the script of the page gets."""
    now, step = progress(job, language), job.step
    return {
        "number": job.number,
        "state": job.state,
        "label": step.label if step else "",
        "done": step.done if step else 0,
        "total": step.total if step else None,
        "text": now.text,
        "steps": list(now.steps),
        "lines": list(job.lines),
        "is_stopping": job.is_stopping,
    }


def _sentence(step: Step, language: Language) -> str:
    w = language.texts
    name = "step" if step.total is None else "step_of"
    total = "" if step.total is None else f"{step.total:,}"
    parts = [w[name].format(step=language.step(step.label), done=f"{step.done:,}", total=total)]
    if step.rate:
        slow = step.rate < 1
        parts.append(w["rate_slow" if slow else "rate"].format(number=f"{step.rate * (_MINUTE if slow else 1):,.0f}"))
    left = step.seconds_left
    if left is not None and step.total and step.done < step.total:
        slow = left > 2 * _MINUTE
        parts.append(
            w["left_minutes" if slow else "left_seconds"].format(number=f"{left / (_MINUTE if slow else 1):,.0f}")
        )
    return " · ".join(parts)


def _counts(counts: Mapping[str, int], labels: Labels) -> list[tuple[str, str]]:
    """The counts that are not zero. Those that say to what the missing pictures belong stand in the label of these."""
    there = {key: number for key, number in counts.items() if number}
    parts = [f"{labels.count(key, there[key])}: {there[key]:,}" for key in _LACKING if key in there]
    whole = next((key for key in _NOT_HERE if key in there), "")
    return [
        (" · ".join((labels.count(key, number), *(parts if key == whole else ()))), f"{number:,}")
        for key, number in there.items()
        if not (whole and key in _LACKING)
    ]


def _first(message: str) -> str:
    """The first sentence of a message."""
    found = _SENTENCE.match(message)
    return found[0].strip() if found else message


def _groups(issues: Sequence[Mapping[str, str]], labels: Labels) -> list[Group]:
    by_code: dict[tuple[int, str], list[Mapping[str, str]]] = defaultdict(list)
    for issue in issues:
        words = labels.message(issue["code"], issue["message"])
        said = {**issue, "message": words, "lang": "en" if words == issue["message"] else ""}
        by_code[_LEVELS.index(issue["level"]), issue["code"]].append(said)
    return [
        Group(
            code,
            _LEVELS[level],
            _first(found[0]["message"]),
            len(found),
            found[:_MOST_ISSUES],
            max(0, len(found) - _MOST_ISSUES),
        )
        for (level, code), found in sorted(by_code.items())
    ]
