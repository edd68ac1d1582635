"""The words of the pages, in each language: texts by their names, and what the keys of Reports and Progress are called.

Errors and most issues are the sentences of the command line, which are English.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from medium_archive.app.words import (
    chinese,
    chinese_labels,
    chinese_members,
    chinese_results,
    english,
    pressing_chinese,
    pressing_english,
    sending_chinese,
    sending_english,
    site_chinese,
    site_english,
    start_chinese,
    start_english,
    watch_chinese,
    watch_english,
)


def _as_it_is(_key: str, words: str) -> str:
    """The English words of a Report."""
    return words


@dataclass(frozen=True)
class Labels:
    """What people read in place of the keys of a Report: of a count, with its number, and of a fact. `value` gives the
    words for the value of a fact, by its key, `row` those for the value of a row, `message` those for an issue, by its
    code, `text` those for the text that a command prints; most stay English.
    """

    count: Callable[[str, int], str]
    fact: Callable[[str], str]
    value: Callable[[str, str], str] = _as_it_is
    row: Callable[[str], str] = str
    message: Callable[[str, str], str] = _as_it_is
    text: Callable[[str], str] = str


@dataclass(frozen=True)
class Language:
    """One language: its tag, its own name, its texts, the steps of commands by their English names, and its labels,
    None for those of the command line. `sentences` are those of hosts, platforms and formats by the English ones.
    """

    tag: str
    name: str
    texts: Mapping[str, str]
    steps: Mapping[str, str]
    labels: Labels | None = None
    sentences: Mapping[str, str] = field(default_factory=dict)

    def step(self, label: str) -> str:
        """The name of a step of a command."""
        return self.steps.get(label, label)

    def sentence(self, text: str) -> str:
        """A sentence of the command line about a host, a platform or a format, and their options."""
        return self.sentences.get(text, text)

    def place(self, name: str) -> str:
        """What people call a host, a platform or a format."""
        return self.texts.get(f"place_{name}", name)

    def action(self, name: str) -> str:
        """What an action is called: "publish-ghost" is that of all places, with the name of this one."""
        kind, _, member = name.partition("-")
        return self.texts.get(f"action_{name}") or self.texts[f"action_{kind}"].format(place=self.place(member))


def _merged(files: Iterable[Mapping[str, str]]) -> dict[str, str]:
    return {name: text for file in files for name, text in file.items()}


# The files of each language; no two of them have a text of the same name
ENGLISH_TEXTS = tuple(
    file.TEXTS for file in (english, start_english, site_english, sending_english, watch_english, pressing_english)
)
CHINESE_TEXTS = tuple(
    file.TEXTS for file in (chinese, start_chinese, site_chinese, sending_chinese, watch_chinese, pressing_chinese)
)
_CHINESE_LABELS = Labels(
    chinese_labels.count, chinese_labels.fact, chinese_results.value, chinese_results.row, chinese_labels.message
)

ENGLISH = Language("en", "English", _merged(ENGLISH_TEXTS), {})
CHINESE = Language(
    "zh-Hant",
    "中文",
    _merged(CHINESE_TEXTS),
    {**chinese.STEPS, **sending_chinese.STEPS},
    _CHINESE_LABELS,
    chinese_members.SENTENCES,
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
