"""Records keep only texts of what a server answers."""

from __future__ import annotations

from typing import Any

import pytest

from medium_archive.folder.published import Remote
from medium_archive.folder.uploads import Upload
from medium_archive.platforms.checked_account import checked
from medium_archive.web import RequestFailed


@pytest.mark.parametrize(
    "answer",
    [
        Upload("https://blog.example/\ud800.png"),
        Upload("https://blog.example/1\0.png"),
        Remote("1", "https://blog.example/1", tags=("a", "\udfff")),
    ],
    ids=["half a character", "a character that ends texts", "half a character in a tag"],
)
def test_a_character_that_does_not_exist_is_no_answer(answer: Remote | Upload) -> None:
    with pytest.raises(RequestFailed) as caught:
        checked(lambda: answer, "https://blog.example")
    assert caught.value.message == "https://blog.example answered with JSON of an unknown form."


def test_a_number_is_no_text() -> None:
    number: Any = 17
    with pytest.raises(RequestFailed):
        checked(lambda: Remote(id=number), "https://blog.example")


def test_what_reads_an_answer_may_fail_in_any_way() -> None:
    empty: dict[str, str] = {}
    with pytest.raises(RequestFailed):
        checked(lambda: empty["id"], "https://blog.example")
