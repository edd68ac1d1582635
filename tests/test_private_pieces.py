"""Private values are found in files of any size, and a large file needs little memory."""

from __future__ import annotations

import tracemalloc
from pathlib import Path
from urllib.parse import quote

import pytest

from medium_archive.checks.privacy import Value, check_privacy, pieces

PIECE = 1 << 16
PLAN = "港邊的秘密計畫 for Ada"
HIDDEN = Value(PLAN, "something you read")
SPELLINGS = {
    "as it is": PLAN,
    "escapes of JSON": PLAN.encode("unicode_escape").decode(),
    "entities": "".join(f"&#x{ord(letter):x};" for letter in PLAN),
    "an address": quote(PLAN),
    "capitals and spaces": PLAN.upper().replace(" ", "\n   \n"),
}


@pytest.mark.parametrize("name", ["a.txt", "a.html"])
@pytest.mark.parametrize("around", ["words of a text ", "港", "%E6%B8%AF", "&amp;", "\\u6e2f", '<p class="a">text</p>'])
@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_value_is_found_at_each_place_of_a_large_file(spelling: str, around: str, name: str, tmp_path: Path) -> None:
    """At the borders of the pieces in which the file is read, and in the middle."""
    secret = f" {SPELLINGS[spelling]} " if around[0].isalpha() and around.isascii() else SPELLINGS[spelling]
    for before in range(0, len(secret) + 13, 13):
        start = (around * PIECE).encode()[: PIECE - before].decode(errors="ignore")
        start = start[: len(start) - len(start) % len(around)]
        (tmp_path / name).write_text(f"{start}{secret}{around * PIECE}"[: 2 * PIECE], "utf-8")
        assert check_privacy(tmp_path, [name], [HIDDEN]) == {name: [HIDDEN]}, before


@pytest.mark.parametrize("name", ["a.txt", "a.html"])
def test_a_part_of_a_word_is_no_value_at_the_border_of_a_piece(name: str, tmp_path: Path) -> None:
    values = [Value("abcdef123456", "a draft")]
    for before in range(30):
        text = "x" * (PIECE - before) + "abcdef123456" + "x" * 2 * PIECE
        (tmp_path / name).write_text(text, "utf-8")
        assert check_privacy(tmp_path, [name], values) == {}
        (tmp_path / name).write_text(text.replace("abcdef123456", "-abcdef123456-"), "utf-8")
        assert check_privacy(tmp_path, [name], values) == {name: values}


def test_values_between_and_inside_the_tags_of_a_large_page_are_found(tmp_path: Path) -> None:
    values = [Value("a plan for the sea", "a draft"), Value("abcdef123456", "a draft")]
    for before in range(0, 120, 7):
        start = "<p>text</p>" * (PIECE // 11 + 1)
        page = start[: PIECE - before].rpartition("<p>")[0] + '<p>A plan <em class="abcdef123456">for</em> the <b>sea'
        (tmp_path / "a.html").write_text(page + "</b></p>" + start, "utf-8")
        assert check_privacy(tmp_path, ["a.html"], values) == {"a.html": sorted(values)}, before


@pytest.mark.parametrize("text", ["words of a text ", "x", "<p>text</p>", "<"])
def test_a_large_file_needs_little_memory(text: str, tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(text * (8_000_000 // len(text)), "utf-8")
    tracemalloc.start()
    try:
        assert sum(len(piece.text) > 0 for piece in pieces.of_file(path)) > 1 or text in "x<"
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert most < 7_500_000  # the whole text would take more, and be copied several times
