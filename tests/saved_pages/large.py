"""Pages as large as Medium's own are: about 400 kB, of which 270 kB are the state and 100 kB the elements."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

from tests.saved_pages import states, written
from tests.saved_pages.tellings import LOAF, Part, Telling, em, link, part, strong

_TEXT = (
    "the sea keeps no ledger but the harbour does and every lamp is counted twice before the fog comes in while old "
    "boats turn slowly on their ropes and the keeper writes down wind rain birds and the names of ships that pass"
)
_WORDS = _TEXT.split()
_STATE, _PAGE = 270_000, 400_000  # bytes
_RECOMMENDED = 8
_STYLE = ".a{n}{{color:rgba(41, 41, 41, 1);font-size:{n}px;line-height:32px}}"


def telling(number: int) -> Telling:
    """A story of 80 paragraphs with 30 marks and 1,800 words, as many as real ones have (17 pages)."""
    dice = random.Random(number)  # noqa: S311  # the same stories each time
    title = f"Post {number} of the harbour"
    parts = [part("H3", title), part("H4", "What the keeper wrote"), _picture(number, 0)]
    for place in range(54):
        parts.append(_paragraph(dice, number, place))
        if place % 10 == 9:
            parts += [part("H3", f"Part {place}"), _picture(number, place)]
        if place % 15 == 7:
            parts += [part("ULI", _text(dice, 12)), part("ULI", _text(dice, 9)), part("BQ", _text(dice, 30))]
    parts += [one for one in LOAF.parts if one.kind in ("PRE", "IFRAME", "MIXTAPE_EMBED")]
    post_id = f"{number + 1:012x}"
    return replace(
        LOAF,
        id=post_id,
        title=title,
        subtitle="What the keeper wrote",
        parts=tuple(parts),
        breaks=(30, 60),
        slug=f"post-{number}-of-the-harbour-{post_id}",
        version=f"{number + 0xABC:012x}",
    )


def _text(dice: random.Random, words: int) -> str:
    return " ".join(dice.choices(_WORDS, k=words))


def _picture(number: int, place: int) -> Part:
    return part("IMG", f"Ships, {place}", image=f"1*{number:011d}{place:011d}.jpeg", width=1600, height=900)


def _paragraph(dice: random.Random, number: int, place: int) -> Part:
    """Every second one has a mark."""
    marked = (strong(_text(dice, 3)), em(_text(dice, 2)), link("a ship", f"https://ships.example/{number}/{place}"))
    pieces = (" ", marked[place % 3], " – ") if place % 2 else (" ",)
    return part("P", _text(dice, 15), *pieces, f"{number} {place} ", _text(dice, 14), ".")


def state(story: Telling) -> dict[str, Any]:
    """The state of client 3 with eight recommended stories, and with the switches of Medium's own programs."""
    entries = states.apollo3(story)
    for place in range(_RECOMMENDED):
        entries |= _recommended(story, place)
    flags: list[dict[str, str]] = []
    entries["ROOT_QUERY"]["variantFlags"] = flags
    missing = _STATE - len(states.dumped(entries))
    while missing > 0:
        name = f"enable_feature_{len(flags)}"
        flags.append({"__typename": "VariantFlag", "name": name, "valueType": "VariantFlagBoolean"})
        missing -= 90
    return entries


def _recommended(story: Telling, place: int) -> dict[str, Any]:
    post_id, author = f"ee{place:010x}", f"User:ff{place:010x}"
    other = states.graphql(replace(story, id=post_id, parts=story.parts[:12], breaks=(), user=f"eve{place}"))
    preview = other.pop("content")
    return {
        author: {"id": author[5:], "name": f"Eve {place}", "username": f"eve{place}"},
        f"Post:{post_id}": {**other, "creator": {"__ref": author}, "extendedPreviewContent": preview},
    }


def page(number: int, *, has_state: bool = True) -> bytes:
    """One page of 400 kB. Without its state it has the elements alone."""
    story = telling(number)
    data = states.dumped(state(story)).replace("<", "\\u003c")
    era = replace(written.ERAS["2023"], script=lambda _: f"window.__APOLLO_STATE__ = {data}")
    made = written.page(story, era, has_state=has_state)
    missing = _PAGE - len(made) - (0 if has_state else _STATE)
    rules = "".join(_STYLE.format(n=n) for n in range(max(missing, 0) // len(_STYLE)))
    return made.replace(b"</head>", f"<style>{rules}</style></head>".encode())
