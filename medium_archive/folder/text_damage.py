"""What shows that the file of a text was damaged: by a failing disk, or by an editor that lost its content."""

from __future__ import annotations

CODE = "text-damaged"
_DAMAGED = "This text is damaged: {}. Restore it from a copy, or delete it and {}."
_AGAIN = "import its export again"
_COMMAND = "type `archive import {}`, which writes Medium's text again"


class TextDamaged(ValueError):
    """The message is a clause without a full stop."""


def find(content: bytes, *, is_about: bool) -> str:
    """A clause about the damage of a file of text, "" for a sound one. A person may leave the page about an author
    empty; a post has at least its front matter.
    """
    if not content.strip():
        return "" if is_about else "it is empty"
    if b"\0" in content:
        return "it has zero bytes, which no editor writes"
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return f"line {line} is not UTF-8"
    return ""


def message(damage: str, exports: str = "") -> str:
    """The message of the issue about a damage. `exports` is the folder of the exports that have the post, as a person
    types it, "" if that is unknown.
    """
    return _DAMAGED.format(damage, _COMMAND.format(exports) if exports else _AGAIN)
