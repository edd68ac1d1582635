"""Finds Medium's JSON in a saved page or a saved answer: by what it is, never by the name of the file.

A page has its state in a script, as the value of `GLOBALS.embedded` (2015), the argument of `obvInit` (2015–18), or the
value of `__APOLLO_STATE__` (since 2019). The answers of `?format=json` and of GraphQL are JSON as a whole.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any, Literal

from medium_archive import budget
from medium_archive.medium.no_story import NoStory

Wrapper = Literal["embedded", "obvInit", "apollo", "answer"]

# Up to the brace of the value. `obvInit` and `embedded` are also names of functions and of other values
_STARTS = re.compile(
    r"""__APOLLO_STATE__["']?\s*\]?\s*=\s*(?P<apollo>(?=\{))"""
    r"""|\bobvInit["']?\s*\]?\s*\(\s*(?P<obvInit>(?=\{))"""
    r"""|["']?\bembedded["']?\s*:\s*(?P<embedded>(?=\{))"""
)
_NAMES = ("__APOLLO_STATE__", "obvInit", "embedded")
_ANSWER = re.compile(r"\s*(?:\]\)\}while\(1\);</x>)?\s*(?=[\[{])")
# In JavaScript, but not in JSON: `\x3c` for "<", an escaped apostrophe
_ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]{2})|(.))", re.DOTALL)
_ESCAPED = re.compile(r"\{\s*&quot;")  # a copy as XHTML
_MOST_SCRIPTS, _MOST_STARTS = 50, 5  # in a file, in a script; a page of Medium's has one or two
_NEAR = 500  # characters of a script in which most states begin
_TOO_LARGE = "The file is larger than any page of Medium's: {}. Save the page of one story alone."
_decoder = json.JSONDecoder()


@dataclass(frozen=True)
class State:
    """The JSON of one wrapper."""

    wrapper: Wrapper
    data: Any

    @property
    def is_legacy(self) -> bool:
        """Whether it is of the form until 2018, which `?format=json` has too."""
        is_answer = self.wrapper == "answer" and isinstance(self.data, dict)
        return self.wrapper in ("embedded", "obvInit") or (is_answer and "payload" in self.data)


@dataclass(frozen=True)
class Found:
    """The states of a file in their order. `is_damaged` says that there was one more that can't be read."""

    states: tuple[State, ...] = ()
    is_damaged: bool = False
    is_answer: bool = False  # the file is JSON as a whole, not a page


def decoded(content: bytes) -> tuple[str, bool]:
    """The text of a file, and whether it has damaged bytes, which become �. It is in UTF-8, or in UTF-16 with its mark.
    What a page says about its encoding is not believed, because browsers save in UTF-8 and leave the words.
    """
    if len(content) > budget.SAVED_PAGE.most_bytes:
        raise too_large(budget.SAVED_PAGE.excess(content))
    encoding = "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8"
    is_damaged = False
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        text, is_damaged = content.decode(encoding, errors="replace"), True
    return text.removeprefix("\ufeff").replace("\0", ""), is_damaged


def too_large(excess: str) -> NoStory:
    """The error for a file over the budget."""
    return NoStory("page-too-large", _TOO_LARGE.format(excess))


def find(text: str) -> Found:
    """The states in the text of a file. Never raises for what the text holds."""
    if answer := _ANSWER.match(text):
        data = _read(text, answer.end(), len(text))
        return Found(is_damaged=True, is_answer=True) if data is None else Found((State("answer", data),), False, True)
    states: list[State] = []
    is_damaged = False
    for state in _in_scripts(text):
        if state is None:
            is_damaged = True
        else:
            states.append(state)
        if len(states) + is_damaged >= _MOST_SCRIPTS:
            break
    return Found(tuple(states), is_damaged)


def _in_scripts(text: str) -> Iterator[State | None]:
    """The state of each script, None for one that can't be read. Text of a post that shows such a script is not in a
    script, and what a state holds in its own texts is skipped with it.
    """
    has_state = False
    for state in _in_tags(text, text):
        has_state = has_state or state is not None
        yield state
    # A search for small letters alone is many times as fast, and nearly all pages have no others
    if not has_state and "<SCRIPT" in text:
        yield from _in_tags(text, text.replace("<SCRIPT", "<script").replace("</SCRIPT", "</script"))


def _in_tags(text: str, tags: str) -> Iterator[State | None]:
    """The same for scripts whose tags are in small letters in `tags`, which is the text otherwise."""
    place = 0
    while (begin := tags.find("<script", place)) >= 0:
        end = tags.find("</script", begin, begin + _NEAR)
        if end < 0 and (found := _at_begin(text, begin)) is not None:  # quick: most of a page is its state
            state, place = found
            yield state
            continue
        end = end if end >= 0 else tags.find("</script", begin)
        place = end = end if end >= 0 else len(text)
        has_name = any(text.find(name, begin, end) >= 0 for name in _NAMES)  # quick, and most scripts have none
        if has_name and (start := _STARTS.search(text, begin, end)):
            yield from _in_script(text, start, end)


def _at_begin(text: str, begin: int) -> tuple[State, int] | None:
    """The state at the beginning of a script, and its end; None if there is none."""
    start = _STARTS.search(text, begin, begin + _NEAR)
    if start is None:
        return None
    wrapper: Wrapper = start.lastgroup  # type: ignore[assignment]  # the groups have the names of the wrappers
    try:
        data, end = _decoder.raw_decode(text, start.end())
    except (ValueError, RecursionError):
        return None
    return (State(wrapper, data), end) if isinstance(data, dict) and _is_state(wrapper, data) else None


def _in_script(text: str, start: re.Match[str] | None, end: int) -> Iterator[State | None]:
    is_damaged = False
    for _ in range(_MOST_STARTS):
        if start is None:
            break
        wrapper: Wrapper = start.lastgroup  # type: ignore[assignment]  # the groups have the names of the wrappers
        data = _read(text, start.end(), end)
        if isinstance(data, dict) and _is_state(wrapper, data):
            yield State(wrapper, data)
            return
        is_damaged = is_damaged or (data is None and wrapper != "embedded")  # which is a name of other values too
        start = _STARTS.search(text, start.end(), end)
    if is_damaged:
        yield None


def _is_state(wrapper: Wrapper, data: dict[str, Any]) -> bool:
    return wrapper == "apollo" or any(isinstance(data.get(key), dict) for key in ("value", "references"))


def _read(text: str, start: int, end: int) -> Any:
    """The JSON value at a place, None if it can't be read. What follows it is ignored."""
    try:
        return _decoder.raw_decode(text, start)[0]
    except RecursionError:
        return None
    except ValueError:
        pass
    script = text[start:end]
    try:
        return _decoder.raw_decode(_as_json(unescape(script) if _ESCAPED.match(script) else script))[0]
    except (ValueError, RecursionError):
        return None


def _as_json(script: str) -> str:
    """The text of a script with escapes of JSON for those of JavaScript."""
    return _ESCAPE.sub(_json_escape, script)


def _json_escape(escape: re.Match[str]) -> str:
    if escape[1]:
        return f"\\u00{escape[1]}"
    return "'" if escape[2] == "'" else escape[0]
