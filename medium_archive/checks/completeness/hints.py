"""Hints: the layout of a block, which Markdown itself can't express (docs/markdown.md, "Hints")."""

from __future__ import annotations

import re

NONE: frozenset[str] = frozenset()
# The class of a hint in plain HTML -> its words in a comment
WORDS = {
    "kicker": "kicker",
    "drop-cap": "drop cap",
    "cover": "cover",
    "wide": "wide",
    "full": "full width",
    "left": "left",
    "center": "center",
    "right": "right",
}
ALIGNMENTS = frozenset(("center", "right"))
OF_PARAGRAPH = ALIGNMENTS | {"kicker", "drop cap"}
ALL = frozenset(WORDS.values())
# All words that a comment may hold
KNOWN = ALL | {"pull quote", "text", "lost embed", "lost embed with caption"}
# The text of a gist under its address is no part of Medium's page, where a script loaded it
GIST = re.compile(r'gist "[^"]*"[^"]*: (https?://\S+)')
# A picture that is in one figure with the picture before it
IN_ROW = frozenset(("in one row",))
# An older page of the site does not have the hints of a gist's figure
OF_GIST = frozenset(("gist",))
# The classes of boxes, which are quotes that begin with `[!NOTE]` or another of these words
BOXES = ("note", "tip", "important", "warning", "caution")
OPEN = frozenset(("open",))
TASK_DONE, TASK_OPEN = frozenset(("task done",)), frozenset(("task open",))


def of_comment(comment: str) -> frozenset[str]:
    """The hints in a comment. With any other word it is a comment like any other, and has none."""
    found = frozenset(hint.strip() for hint in comment.split(","))
    return found if found <= KNOWN else NONE


def of_classes(names: str) -> frozenset[str]:
    """The hints of a class attribute."""
    return frozenset(WORDS[name] for name in names.split() if name in WORDS) if names else NONE
