"""Hints: the layout of a block, which Markdown itself can't express (docs/markdown.md, "Hints")."""

from __future__ import annotations

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
# Other words that a comment may hold
OTHER_WORDS = frozenset(("pull quote", "text"))
# A picture that is in one figure with the picture before it
IN_ROW = frozenset(("in one row",))
# An older page of the site does not have the hints of a gist's figure
OF_GIST = frozenset(("gist",))
OPEN = frozenset(("open",))
TASK_DONE, TASK_OPEN = frozenset(("task done",)), frozenset(("task open",))


def of_classes(names: str) -> frozenset[str]:
    """The hints of a class attribute."""
    return frozenset(WORDS[name] for name in names.split() if name in WORDS) if names else NONE
