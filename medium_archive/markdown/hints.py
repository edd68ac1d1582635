"""What Markdown has no form for: the classes of plain HTML and the comments that stand for them (docs/markdown.md)."""

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

# Inside the program only: a noncharacter that tells `<https://…>` from a link whose text is its address. CommonMark
# renders both alike, and noncharacters never occur in a post (medium/text.py drops them).
EMBED_MARK = "\ufdd0"

ADDRESS = re.compile(r"https?://[^\s<>]+")


def comment(classes: str) -> str:
    """The comment for a class attribute, "" for an empty one."""
    words = [HINTS[name] for name in HINTS if name in classes.split()]
    return f"<!-- {', '.join(words)} -->\n" if words else ""


def class_names(words: str) -> str:
    """The class attribute for the words of a comment; "" if one of them is no hint."""
    names = [CLASSES.get(word.strip(), "") for word in words.split(",")]
    return " ".join(name for name in HINTS if name in names) if all(names) else ""
