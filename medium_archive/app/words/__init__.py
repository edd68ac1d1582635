"""The words of the pages, in each language: texts by their names, and what the keys of Reports and Progress are called.

Errors and issues are the sentences of the command line, which are English.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from medium_archive.app.words import (
    chinese,
    chinese_labels,
    english,
    site_chinese,
    site_english,
    start_chinese,
    start_english,
    watch_chinese,
    watch_english,
)


@dataclass(frozen=True)
class Labels:
    """What people read in place of the keys of a Report: of a count, with its number, and of a fact."""

    count: Callable[[str, int], str]
    fact: Callable[[str], str]


@dataclass(frozen=True)
class Language:
    """One language: its tag, its own name, its texts, the steps of commands by their English names, and its labels,
    None for those of the command line.
    """

    tag: str
    name: str
    texts: Mapping[str, str]
    steps: Mapping[str, str]
    labels: Labels | None = None

    def step(self, label: str) -> str:
        """The name of a step of a command."""
        return self.steps.get(label, label)


_CHINESE_LABELS = Labels(chinese_labels.count, chinese_labels.fact)

ENGLISH = Language(
    "en", "English", {**english.TEXTS, **start_english.TEXTS, **site_english.TEXTS, **watch_english.TEXTS}, {}
)
CHINESE = Language(
    "zh-Hant",
    "中文",
    {**chinese.TEXTS, **start_chinese.TEXTS, **site_chinese.TEXTS, **watch_chinese.TEXTS},
    chinese.STEPS,
    _CHINESE_LABELS,
)
ALL = (ENGLISH, CHINESE)


def wanted(accepted: str) -> Language:
    """The language for a header Accept-Language: the first one in it that is here, else English."""
    for tag, *parameters in (part.strip().lower().split(";") for part in accepted.split(",")):
        if any(parameter.replace(" ", "") in ("q=0", "q=0.0") for parameter in parameters):
            continue
        if tag == "zh" or tag.startswith("zh-"):
            return CHINESE
        if tag == "en" or tag.startswith("en-"):
            return ENGLISH
    return ENGLISH


def named(tag: str) -> Language | None:
    """The language with this tag."""
    return next((language for language in ALL if language.tag == tag), None)
