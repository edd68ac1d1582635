"""Hints: comments for the classes of plain HTML that Markdown has no form for (docs/markdown.md)."""

from __future__ import annotations

import re

# Class -> the words of its comment, in the order in which both are written.
HINTS = {
    "kicker": "kicker",
    "drop-cap": "drop cap",
    "pull": "pull quote",
    "cover": "cover",
    "wide": "wide",
    "full": "full width",
    "left": "left",
    "center": "center",
    "right": "right",
}
CLASSES = {words: name for name, words in HINTS.items()}

LOST = "lost embed"
LOST_WITH_CAPTION = "lost embed with caption"
TEXT = "text"

# Inside the program only: a noncharacter marks `<https://…>`, because CommonMark renders it like a link whose text is
# its address. No post contains noncharacters (medium/text.py removes them).
EMBED_MARK = "\ufdd0"
ENCODED_EMBED_MARK = "%EF%B7%90"  # as CommonMark encodes it in an address

ADDRESS = re.compile(r"https?://[^\s<>]+")


def comment(classes: str, *, is_text: bool = False) -> str:
    """The comment for a class attribute, and for text that only looks like a figure; "" for neither."""
    if not classes and not is_text:  # quick: most blocks
        return ""
    words = [HINTS[name] for name in HINTS if name in classes.split()] + [TEXT] * is_text
    return f"<!-- {', '.join(words)} -->\n" if words else ""


def parse(comment_text: str) -> tuple[str, bool] | None:
    """The class attribute of a hint, and whether its block is text; None if the comment is not a hint."""
    words = [word.strip() for word in comment_text.split(",")]
    names = [CLASSES.get(word, "") for word in words if word != TEXT]
    if not all(names):
        return None
    return " ".join(name for name in HINTS if name in names), TEXT in words
