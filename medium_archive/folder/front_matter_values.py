"""Single values of the front matter of a post, as a person may have written them; what is unclear is an issue."""

from __future__ import annotations

import re
from datetime import datetime, timezone
from typing import Any

from medium_archive import links
from medium_archive.markdown import front_matter
from medium_archive.post import Kind
from medium_archive.report import Issue

# Words for true and false, in all versions of YAML and as text
_YES = frozenset(("true", "yes", "on", "y", "t", "1"))
_NO = frozenset(("", "false", "no", "off", "n", "f", "0", "none", "null"))
_BETWEEN_TAGS = re.compile(r"[,，、\n]")


def is_draft(value: object, where: str, kind: Kind, issues: list[Issue]) -> bool:
    """Whether the text is a draft. In doubt it is: once published it can't be taken back."""
    word = "" if value is None else "…" if isinstance(value, (list, dict)) else str(value).strip().lower()
    if word in _NO:
        return False
    if word not in _YES:
        issues.append(
            Issue(where, "draft-unclear", f"`draft: {word[:40]}` is neither true nor false; the post is not published.")
        )
    elif kind != "draft":
        issues.append(
            Issue(where, "still-a-draft", "It is not published. To publish it, delete the line `draft: true`.", "note")
        )
    return True


def date(values: dict[str, Any], key: str, where: str, issues: list[Issue]) -> datetime | None:
    """The moment of a value in UTC, None if there is none that is clear."""
    value = values.get(key)
    moment = front_matter.moment(value)
    if moment is None and value not in (None, ""):
        shown = str(value)[:40] if isinstance(value, (str, int, float)) else "…"
        issues.append(Issue(where, "date-unclear", f"`{key}: {shown}` is not a clear date. Write it as 2021-01-05."))
    return moment


def zone(values: dict[str, Any], key: str) -> timezone | None:
    """The zone in which a value that is a date names its day, None for a moment in UTC."""
    return front_matter.zone(values.get(key))


def tags(value: object) -> tuple[str, ...]:
    """The tags of a list, or of a text with commas between them: `tags: one, two`."""
    if isinstance(value, list):
        return tuple(str(tag) for tag in value if not (tag is None or isinstance(tag, (dict, list))))
    if value is None or isinstance(value, (dict, bool)):
        return ()
    return tuple(tag for one in _BETWEEN_TAGS.split(str(value)) if (tag := one.strip()))


def addresses(values: dict[str, Any], key: str, where: str, issues: list[Issue]) -> tuple[str, ...]:
    """The addresses on the web in a list, or in a text with spaces between them, each once."""
    value = values.get(key)
    every = value if isinstance(value, list) else [] if value is None else [value]
    found = [part for one in every for part in (one.split() if isinstance(one, str) else [one])]
    for one in found:
        if not (isinstance(one, str) and links.is_web(one)):
            shown = one[:80] if isinstance(one, str) else "…"
            message = f"`{key}: {shown}` is not an address on the web. Write it as https://example.org/my-post."
            issues.append(Issue(where, "address-unclear", message))
    return tuple(dict.fromkeys(one for one in found if isinstance(one, str) and links.is_web(one)))


def text(values: dict[str, Any], key: str) -> str:
    """A value as text: a person may write `title: 1984`, which YAML reads as a number."""
    value = values.get(key)
    return "" if value is None or isinstance(value, (dict, list)) else str(value)


def line(values: dict[str, Any], key: str) -> str:
    """A value as text on one line: a person may write `subtitle: |` with several."""
    return " ".join(text(values, key).split())
