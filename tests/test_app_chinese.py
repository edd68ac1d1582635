"""What the Chinese pages of `archive app` say of results: all that the command line says, and no half sentence."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import get_args

import pytest

from medium_archive.app import words
from medium_archive.app.words import Labels, chinese_results
from medium_archive.checks.completeness.ledger import Count
from medium_archive.checks.completeness.reasons import GROUPS
from medium_archive.checks.completeness.totals import Totals
from medium_archive.hosts import github_pages
from medium_archive.medium.status import Verdict

_LATIN = re.compile(r"[A-Za-z]")
_TEXT = {
    "prose": Count(52_273, 52_273), "code_lines": Count(1, 1), "links": Count(36, 36), "pictures": Count(31, 31),
}  # fmt: skip
_ONE = {kind: Count(1, 1) for kind in _TEXT}
_TOTALS = (
    Totals(),
    Totals(posts=1),
    Totals(posts=17, text=_TEXT),
    Totals(posts=1, text=_ONE, lost=1, added=1, not_checked=1, edited=1, known=dict.fromkeys(GROUPS, 1)),
    Totals(posts=17, text=_TEXT, lost=2_000, added=2, not_checked=3, edited=4, known=dict.fromkeys(GROUPS, 5_000)),
    Totals(posts=17, text=_TEXT, known={"words_kept": 2}),
    Totals(posts=17, text=_TEXT, known={"not_carried_over": 2}),
    Totals(not_checked=2),
)


def _chinese() -> Labels:
    labels = words.CHINESE.labels
    assert labels is not None
    return labels


def _numbers(sentence: str) -> list[str]:
    return sorted(re.findall(r"[\d,]*\d", sentence))


@pytest.mark.parametrize("totals", _TOTALS, ids=[one.sentence[:40] for one in _TOTALS])
def test_the_result_of_the_proof_is_said_with_all_its_numbers(totals: Totals) -> None:
    said = _chinese().value("proof", totals.sentence)
    assert not _LATIN.search(said)
    assert _numbers(said) == _numbers(totals.sentence)


FACTS: Mapping[str, tuple[str, str]] = {
    "gh-pages; nothing was sent": ("branch", "gh-pages；沒有送出任何資料"),
    "gh-pages already has this site; nothing was sent": ("branch", "gh-pages 上已經是這個網站，沒有送出任何資料"),
    github_pages._HISTORY_REMOVED: (
        "history",
        "先前的 commit 已全部刪除；在一段時間內，知道編號的人可能還能在 GitHub 上看到",
    ),
    github_pages._HISTORY_TO_REMOVE: (
        "history",
        "先前的 commit 會全部刪除；在一段時間內，知道編號的人可能還能在 GitHub 上看到",
    ),
    "gh-pages, now at 646d94fbb77b": ("branch", "gh-pages，現在是 646d94fbb77b"),
    "ada@example.com:/var/www; nothing was sent": ("place", "ada@example.com:/var/www；沒有送出任何資料"),
    "1 value searched for, none found": ("private_data", "搜尋了 1 個值，網站裡都沒有"),
    "about 12 minutes": ("time", "大約 12 分鐘"),
    "2019 to 2021": ("captured", "2019 年到 2021 年"),
    "468 of 468": ("title", "468／468"),
    "468 of 468; on the pages 467 of 468": ("title", "468／468；頁面上 467／468"),
    "2023-09-11, 1,176 days ago": ("newest_export", "2023-09-11（1,176 天前）"),
    "/home/ada/site": ("folder", "/home/ada/site"),
}


@pytest.mark.parametrize("english", FACTS)
def test_a_fact_is_said(english: str) -> None:
    key, chinese = FACTS[english]
    assert _chinese().value(key, english) == chinese


def test_a_sentence_that_is_not_known_stays_whole() -> None:
    """Half a sentence in each language would be worse."""
    sentence = "nothing lost of 17 posts with 36 poems; rhymes: 4"
    assert _chinese().value("proof", sentence) == sentence


@pytest.mark.parametrize("verdict", get_args(Verdict))
def test_a_verdict_is_said_before_its_reason(verdict: str) -> None:
    said = _chinese().row(f"{verdict}, in a browser: There is no host named medium.com.")
    assert re.fullmatch(r"[^A-Za-z]+（用瀏覽器）：There is no host named medium\.com\.", said)
    assert chinese_results.row("2 of 3 posts") == "2 of 3 posts"
