"""The targets of fuzzing hold on their seeds and on some changes of them; `python -m tests.fuzz` searches for long."""

from __future__ import annotations

import random
import sys

import pytest

from medium_archive.medium import body, post
from tests.fuzz import pages, register
from tests.fuzz.target import Target, crash_of
from tests.sample_exports import post_page

_CHANGED = 50  # inputs of each target, the same in each run


@pytest.mark.parametrize("target", register.ALL, ids=lambda target: target.name)
def test_no_seed_and_no_change_of_one_is_a_crash(target: Target) -> None:
    dice = random.Random(target.name)  # noqa: S311  # test data, not a secret
    seeds = target.seeds()
    for seed in dice.sample(seeds, min(len(seeds), 10)):
        assert crash_of(target, seed) is None
    for _ in range(_CHANGED):
        content = target.mutate(dice.choice(seeds), dice)
        crash = crash_of(target, content)
        assert crash is None, f"{crash.report}\n{content!r}"


@pytest.mark.parametrize("target", register.ALL, ids=lambda target: target.name)
def test_the_changes_of_an_input_are_the_same_for_the_same_dice(target: Target) -> None:
    seed = target.seeds()[0]
    first, second = (target.mutate(seed, random.Random(7)) for _ in range(2))  # noqa: S311  # as above
    assert first == second


def test_an_error_that_a_catch_all_hides_is_a_crash(monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader makes a sentence of it for a person; for fuzzing it is a defect, named by its class and its place."""

    def fail(*_: object) -> object:
        raise KeyError("graf")

    monkeypatch.setattr(body, "read", fail)
    crash = crash_of(pages.ALL[0], post_page())
    assert crash is not None and crash.kind.startswith("KeyError in ")
    with pytest.raises(ValueError, match="KeyError"):
        post.read(post_page(), "a")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no clock for it")
def test_an_input_that_takes_too_long_is_a_crash(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.fuzz.target.SECONDS", 0.05)

    def go_on(content: bytes) -> None:
        while content:
            post.day(content)

    crash = crash_of(Target("endless", lambda: [b"x"], go_on, lambda content, dice: content), b"x")
    assert crash is not None and crash.kind.startswith("TooSlow in ")


def test_a_refusal_that_a_door_documents_is_no_crash() -> None:
    assert crash_of(pages.ALL[0], b"no page") is None
