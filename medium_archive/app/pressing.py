"""What a person presses in place of the commands that sentences of the command line name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from medium_archive.app.words import Labels

# The commands whose work a page has a button for; the text of each is `press_NAME`
COMMANDS = (
    "import", "build", "pictures", "publish", "verify", "check", "rescue", "sync", "export", "forget", "appeal", "set",
)  # fmt: skip
# Issues whose own sentences would say little without the command; the text of each is `says_CODE` (docs/issues.md)
CODES = ("export-old", "no-base-url", "pictures-lacking", "edit-kept", "edited-away", "page-older", "pages-outdated")
_SENTENCES = re.compile(r"(?<=[.!?])\s+(?=[A-Z“\"])")
_QUOTED = re.compile(r"`archive(?: ([a-z]+))?[^`]*`|`--[^`]*`")
# A clause before the one that names the command: "It is gone: run `archive build`."
_CLAUSE = re.compile(r"(?:[:;]|, (?:and|then|or))\s+[^:;`]*$")


def said(words: str, texts: Mapping[str, str]) -> str:
    """The sentences without those that name a command or an option, and then what to press for each such command. If
    nothing would be left of them, and no page has a button for it, they stay as they are.
    """
    kept: list[str] = []
    pressed: dict[str, None] = {}
    for sentence in _SENTENCES.split(words.strip()):
        quoted = _QUOTED.search(sentence)
        if quoted is None:
            kept.append(sentence)
            continue
        named = [command for command in (found[1] for found in _QUOTED.finditer(sentence)) if command]
        if any(command not in COMMANDS for command in named):
            return words
        pressed |= dict.fromkeys(f"press_{command}" for command in named)
        before = sentence[: quoted.start()]
        if clause := _CLAUSE.search(before):
            kept.append(f"{before[: clause.start()].rstrip()}.")
    return " ".join((*kept, *(texts[name] for name in pressed))) or words


def labels_of(labels: Labels, texts: Mapping[str, str]) -> Labels:
    """The labels, with messages and texts of commands in the words of the pages."""

    def message(code: str, words: str) -> str:
        known = labels.message(code, words)
        return known if known != words else texts[f"says_{code}"] if code in CODES else said(words, texts)

    return replace(labels, message=message, text=lambda words: said(words, texts))
