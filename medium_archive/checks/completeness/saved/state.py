"""The paragraphs of a post in the JSON of a saved page, of a saved answer, or of a public original."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from medium_archive.checks.completeness.saved.line import Line, Run, line

_PREFIX = "])}while(1);</x>"
_NAMES = ("__APOLLO_STATE__", "obvInit", "embedded")
_MOST_TRIES = 8  # places in a script where one of the names stands
_NO_JSON = re.compile(r"\\(?:x([0-9a-fA-F]{2})|(['\\]))")
_KINDS = {
    1: "P", 2: "H2", 3: "H3", 4: "IMG", 6: "BQ", 7: "PQ", 8: "PRE", 9: "ULI", 10: "OLI", 11: "IFRAME", 13: "H4",
    14: "MIXTAPE_EMBED",
}  # fmt: skip
_MARKS = {1: "strong", "STRONG": "strong", 2: "em", "EM": "em", 10: "code", "CODE": "code", 3: "a", "A": "a"}
_LAYOUTS = {
    1: "INSET_CENTER", 2: "INSET_LEFT", 3: "OUTSET_CENTER", 4: "OUTSET_LEFT", 5: "FULL_WIDTH", 6: "OUTSET_ROW",
    7: "OUTSET_ROW_CONTINUE", 8: "FULL_WIDTH_CROPPED_COVER",
}  # fmt: skip
_USUAL = ("", "INSET_CENTER")


@dataclass(frozen=True)
class State:
    """What a state says of a post. `is_whole`: it does not say that it is a beginning. `is_edited`: the author has
    changes that are not published, and the elements may show them. `is_locked`: it is for members.
    """

    version: str
    title: str
    lines: tuple[Line, ...]
    starts: tuple[int, ...]  # of the sections
    is_whole: bool = True
    is_edited: bool = False
    is_locked: bool = False


def in_scripts(scripts: Sequence[str], post_id: str) -> State | None:
    """The post in the scripts of a page; None if none has it. The text that says more counts."""
    found = [state for script in scripts for data in _data(script) if (state := of_post(data, post_id)) is not None]
    return max(found, key=lambda one: (one.is_whole, len(one.lines)), default=None)


def _data(script: str) -> Iterator[Any]:
    """The values that follow the names of a state."""
    for name in _NAMES:
        place = script.find(name)
        for _ in range(_MOST_TRIES):
            start = script.find("{", place)
            if place < 0 or start < 0:
                break
            if start - place < 20 + len(name) and (data := _loaded(script[start:])) is not None:
                yield data
                break
            place = script.find(name, place + 1)


def _loaded(text: str) -> Any:
    """The JSON at the beginning of a text, also with the escapes that only JavaScript has; None if there is none."""
    decoder = json.JSONDecoder()
    for one in (text, None):
        try:
            return decoder.raw_decode(one if one is not None else _NO_JSON.sub(_escaped, text))[0]
        except (ValueError, RecursionError):
            continue
    return None


def _escaped(match: re.Match[str]) -> str:
    return f"\\u00{match[1]}" if match[1] else "'" if match[2] == "'" else match[0]


def answer(text: str, post_id: str) -> State | None:
    """The post in a file that is JSON as a whole; None if it is none, or has another post."""
    try:
        return of_post(json.loads(text.lstrip().removeprefix(_PREFIX)), post_id)
    except (ValueError, RecursionError):
        return None


def of_post(data: Any, post_id: str) -> State | None:
    """The post in a state."""
    entries = data if isinstance(data, dict) else {}
    found = [state for post in _posts(data, post_id) for state in _states(post, entries)]
    return max(found, key=lambda one: (one.is_whole, len(one.lines)), default=None)


def _posts(data: Any, post_id: str) -> Iterator[Mapping[str, Any]]:
    """All objects with the id of the post that have a text."""
    pending = [data]
    while pending:
        node = pending.pop()
        if isinstance(node, list):
            pending += node
        elif isinstance(node, dict):
            if _is(node.get("id"), post_id) and any(key.startswith(("content", "viewerEdge")) for key in node):
                yield node
            pending += [value for value in node.values() if isinstance(value, (dict, list))]


def _is(found: Any, post_id: str) -> bool:
    """Whether an id is that of the post: exports leave out the zeros at its beginning."""
    return isinstance(found, str) and found.lstrip("0") == post_id.lstrip("0")


def _states(post: Mapping[str, Any], entries: Mapping[str, Any]) -> Iterator[State]:
    for content in _contents(post, entries):
        model = _object(content.get("bodyModel"), entries)
        paragraphs = [_object(one, entries) for one in model.get("paragraphs") or ()]
        sections = [_object(one, entries) for one in model.get("sections") or ()]
        if not paragraphs:
            continue
        virtuals = _object(post.get("virtuals"), entries)
        yield State(
            version=str(post.get("latestPublishedVersion") or ""),
            title=_whole(str(post.get("title") or "")),
            lines=tuple(_line(one, entries) for one in paragraphs),
            starts=tuple(sorted({_number(one.get("startIndex")) for one in sections} - {0})),
            is_whole=True not in (content.get("isLockedPreviewOnly"), virtuals.get("isLockedPreviewOnly")),
            is_edited=post.get("hasUnpublishedEdits") is True,
            is_locked=True in (post.get("isLocked"), post.get("isSubscriptionLocked"))
            or post.get("visibility") in ("LOCKED", 2),
        )


def _contents(post: Mapping[str, Any], entries: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The texts of a post: that for all, and that for the member who looks. A key may have arguments."""
    for key, value in post.items():
        if key.partition("(")[0] == "content":
            yield _object(value, entries)
        elif key.partition("(")[0] == "viewerEdge":
            for inner, content in _object(value, entries).items():
                if inner.partition("(")[0] == "fullContent":
                    yield _object(content, entries)


def _object(value: Any, entries: Mapping[str, Any]) -> Mapping[str, Any]:
    """An object, or the one that a link leads to; an empty one for anything else."""
    for _ in range(3):
        if not isinstance(value, dict):
            return {}
        if value.get("type") == "json":
            return _object(value.get("json"), {})
        key = value.get("__ref") or (value.get("id") if value.get("type") == "id" else None)
        if not isinstance(key, str):
            return value
        value = entries.get(key)
    return {}


def _line(paragraph: Mapping[str, Any], entries: Mapping[str, Any]) -> Line:
    told = paragraph.get("type")
    kind = _KINDS.get(told, "P") if isinstance(told, int) else str(told or "P")
    text = str(paragraph.get("text") or "")
    marks = [_object(one, entries) for one in paragraph.get("markups") or ()]
    image = _object(paragraph.get("metadata"), entries)
    frame = _object(paragraph.get("iframe"), entries)
    card = _object(paragraph.get("mixtapeMetadata"), entries)
    code = _object(paragraph.get("codeBlockMetadata"), entries)
    media = str(frame.get("mediaResourceId") or _object(frame.get("mediaResource"), entries).get("id") or "")
    layout = paragraph.get("layout")
    named = _LAYOUTS.get(layout, "") if isinstance(layout, int) else str(layout or "")
    centred = "CENTER" if paragraph.get("alignment") in (2, "CENTER") else ""
    rest = (
        "" if named in _USUAL else named,
        centred,
        str(code.get("lang") or ""),
        "drop cap" if paragraph.get("hasDropCap") is True else "",
        str(image.get("alt") or ""),
        str(paragraph.get("href") or ""),
    )
    return line(
        str(paragraph.get("name") or ""),
        kind,
        _runs(text, marks, is_card=kind == "MIXTAPE_EMBED"),
        picture=str(image.get("id") or card.get("thumbnailImageId") or ""),
        target=str(card.get("href") or "") or media,
        rest=" ".join(filter(None, rest)),
    )


def _runs(text: str, marks: Sequence[Mapping[str, Any]], *, is_card: bool) -> Iterator[Run]:
    """The text in pieces with the same marks, whose places are counted in UTF-16. The link of a card is not one of its
    text. Of two links on the same words the first counts.
    """
    spans = []
    for one in marks:
        kind = _MARKS.get(one.get("type"), "") if isinstance(one.get("type"), (int, str)) else ""
        is_user = one.get("anchorType") in (2, "USER") and one.get("userId")
        href = f"https://medium.com/u/{one['userId']}" if is_user else str(one.get("href") or "")
        if kind and not (is_card and kind == "a"):
            spans.append((_number(one.get("start")), _number(one.get("end")), kind, href))
    units = text.encode("utf-16-le", "surrogatepass")
    borders = sorted({0, len(units) // 2, *(min(max(place, 0), len(units) // 2) for one in spans for place in one[:2])})
    for begin, end in pairwise(borders):
        held = [one for one in spans if one[0] <= begin and one[1] >= end]
        href = min(((start, href) for start, _, kind, href in held if kind == "a"), default=(0, ""))[1]
        kinds = frozenset(kind for _, _, kind, _ in held if kind != "a")
        yield Run(units[2 * begin : 2 * end].decode("utf-16-le", "replace"), kinds, href)


def _whole(text: str) -> str:
    """The text with � for halves of characters."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _number(value: Any) -> int:
    return value if isinstance(value, int) else 0
