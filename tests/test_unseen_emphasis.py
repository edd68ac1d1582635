"""Emphasis that a person wrote beside Chinese punctuation, where Markdown does not see it: `build` names it."""

from __future__ import annotations

from pathlib import Path

import pytest

from medium_archive.commands.build import build
from medium_archive.markdown import read, unseen_emphasis
from tests import small_archive

_OWN = "---\ntitle: 改過\ndate: 2020-05-01\n---\n\n第一段。\n\n我**「自己」**改過的，*測試：*看看。\n"


def test_build_names_the_line_and_the_form_to_write(tmp_path: Path) -> None:
    """With what the page shows as it was written; after the cure nothing is said."""
    archive = small_archive.make(tmp_path)
    small_archive.write(archive.root, "posts/mine/index.md", _OWN)
    found = [issue for issue in build(archive).issues if issue.code == "emphasis-unseen"]
    assert {issue.level for issue in found} == {"note"} and {issue.where for issue in found} == {"posts/mine/index.md"}
    told = "stays as it is on the page, because Markdown sees no emphasis there. Write"
    assert [issue.message for issue in found] == [
        f"Line 8: **「自己」** {told} <strong>「自己」</strong>",
        f"Line 8: *測試：* {told} <em>測試：</em>",
    ]
    cured = _OWN.replace("**「自己」**", "<strong>「自己」</strong>").replace("*測試：*", "<em>測試：</em>")
    small_archive.write(archive.root, "posts/mine/index.md", cured)
    assert not [issue for issue in build(archive).issues if issue.code == "emphasis-unseen"]


def test_each_of_two_in_a_paragraph_is_named() -> None:
    """Markdown makes a pair of the end of the first and the beginning of the second, which nobody meant."""
    text = "我**「自己」**改過，他**「也是」**這樣"
    assert [one.written for one in unseen_emphasis.find(text)] == ["**「自己」**", "**「也是」**"]


@pytest.mark.parametrize(
    "text",
    [
        "他**「說」**好",
        "說：~~（錯）~~對",
        "**注意：**請看",
        "「**重要！**」和**重要！**的",
        "a *（b）*中",
        "**これ。**は",
    ],
)
def test_what_stays_is_found_just_where_the_reader_keeps_the_stars(text: str) -> None:
    """The form that is told has the emphasis, and the words stay."""
    found = list(unseen_emphasis.find(text))
    assert found and all(one.written in read(text) for one in found)
    for one in found:
        text = text.replace(one.written, one.tagged)
    assert "*" not in read(text) and "~" not in read(text)


@pytest.mark.parametrize(
    "text",
    [
        "好**的**字", "**「說」**", "說：**「好」**。", "\\*\\*「說」\\*\\*好", "我`**「碼」**`改",
        "```\n我**「碼」**改\n```",
        "    我**「碼」**改", "2*(3+4)*5", "snake_(case)_x", "[中](https://a.example/中**「a」**b)",
        "<!-- 我**「碼」**改 -->", "我 **「自己」** 改",
    ],
)  # fmt: skip
def test_nothing_is_said_of_emphasis_that_works_or_is_none(text: str) -> None:
    """Code, comments, escaped stars and sums."""
    assert list(unseen_emphasis.find(text)) == []
