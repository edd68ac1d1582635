"""The lines of results in Traditional Chinese: values of facts and rows, by the sentences of the command line.

A sentence is known as a whole or by its clauses. Of one that is not known all words stay English, so that no line is
half in each language.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

_Patterns = Sequence[tuple[re.Pattern[str], str]]


def _patterns(*pairs: tuple[str, str]) -> _Patterns:
    """Patterns of English words with their Chinese ones; "#" stands for a number."""
    return tuple((re.compile(english.replace("#", r"([\d,]+)")), chinese) for english, chinese in pairs)


_VERDICTS = _patterns(
    (r"nothing lost", "沒有遺漏"),
    (r"no word lost", "一字未漏"),
    (r"no word of a body lost", "內文一字未漏"),
    (r"# parts? lost", r"遺漏 \1 個部分"),
)
_PROOF = re.compile(r"((?:nothing|no word|no word of a body|[\d,]+ parts?) lost) of (.+?)(?: with (.+))?")
_NO_POST = "there is no post to check"
_EXTENT = _patterns(
    (r"# posts?", r"\1 篇文章"),
    (r"# characters? of prose", r"內文 \1 個字元"),
    (r"# lines? of code", r"程式碼 \1 行"),
    (r"# links?", r"連結 \1 個"),
    (r"# pictures? in (?:a text|texts)", r"文中圖片 \1 張"),
)
_REMARKS = _patterns(
    (r"# posts? could not be checked", r"無法核對的文章：\1 篇"),
    (r"# parts? added that no original has", r"原始頁面都沒有的部分：\1 個"),
    (r"not in the originals: #", r"原始頁面中沒有的內容：\1"),
    (r"outside of the bodies, and not carried over: #", r"內文以外、沒有轉入的部分：\1"),
    (r"kept as plain words: #", r"保留為一般文字：\1"),
    (r"addresses that no page can link to: #", r"無法連結的網址：\1"),
    (r"# pictures? still only at Medium or elsewhere", r"還只在 Medium 或其他網站上的圖片：\1 張"),
    (r"edited by hand and not counted: # posts?", r"你編輯過、沒有計入的文章：\1 篇"),
)
_PART = r"# of #"
_PARTS = _patterns(
    (f"{_PART}; on the pages {_PART}", r"\1／\2；頁面上 \3／\4"),
    (_PART, r"\1／\2"),
)
_BY_KEY: Mapping[str, _Patterns] = {
    "branch": _patterns(
        (r"(.+) already has this site; nothing was sent", r"\1 上已經是這個網站，沒有送出任何資料"),
        (r"(.+); nothing was sent", r"\1；沒有送出任何資料"),
        (r"(.+), now at ([0-9a-f]+)", r"\1，現在是 \2"),
    ),
    "history": _patterns(
        (
            r"all earlier commits would be removed; GitHub may still show them for some time to those who know their "
            r"numbers",
            "先前的 commit 會全部刪除；在一段時間內，知道編號的人可能還能在 GitHub 上看到",
        ),
        (
            r"all earlier commits were removed; GitHub may still show them for some time to those who know their "
            r"numbers",
            "先前的 commit 已全部刪除；在一段時間內，知道編號的人可能還能在 GitHub 上看到",
        ),
    ),
    "place": _patterns((r"(.+); nothing was sent", r"\1；沒有送出任何資料")),
    "private_data": _patterns((r"# values? searched for, none found", r"搜尋了 \1 個值，網站裡都沒有")),
    "captured": _patterns((r"(\d{4}) to (\d{4})", r"\1 年到 \2 年"), (r"never", "沒有")),
    "time": _patterns((r"about # minutes?", r"大約 \1 分鐘")),
    "newest_export": _patterns((r"(.+), # days? ago", r"\1（\2 天前）"), (r"none", "沒有")),
    "to_use": _patterns(
        (r"write (theme = .+) in archive\.toml, below \[site\]", r"在 archive.toml 的 [site] 之下寫入 \1")
    ),
    "privacy": _patterns(
        (
            r"it contains drafts, addresses, sessions, payments, and everything that you read",
            "裡面有草稿、IP 位址、登入紀錄、付款紀錄，以及你讀過的所有文章",
        ),
        (
            r"The bag holds your exports, your drafts and what you read: .+",
            "封裝裡有你的匯出檔、草稿和你讀過的內容：電子郵件地址、IP 位址、收入。請放在只有你能讀取的地方。"
            "如果要把封裝交給別人，匯出時請選擇不包括 exports/、private/ 和 drafts/",
        ),
    ),
}
_SITUATIONS = {"up": "正常", "suspended": "已停權", "gone": "已消失", "unknown": "不明"}
_LOOK = re.compile(r"(up|suspended|gone|unknown)(, in a browser)?: (.+)", re.DOTALL)


def value(key: str, words: str) -> str:
    """The words for the value of a fact; a value that is not known as a sentence stays."""
    if key == "proof":
        return _proof(words)
    return _said(words, _BY_KEY.get(key, _PARTS)) or words


def row(words: str) -> str:
    """The words for the value of a row. Of a look at Medium the verdict is said; its reason stays English."""
    look = _LOOK.fullmatch(words)
    return words if look is None else f"{_SITUATIONS[look[1]]}{'（用瀏覽器）' if look[2] else ''}：{look[3]}"


def _proof(words: str) -> str:
    """The sentence of the proof: what was compared, what is lost of it, then the remarks."""
    if words == _NO_POST:
        return "沒有可以核對的文章"
    sentence, *remarks = words.split("; ")
    if (found := _PROOF.fullmatch(sentence)) is None:
        return words
    held = [_said(one, _EXTENT) for one in (found[2], *(found[3].split(", ") if found[3] else ()))]
    known = [_said(one, _REMARKS) for one in remarks]
    is_known = all(held) and all(known)
    return "；".join((f"{_said(found[1], _VERDICTS)}：{'、'.join(held)}", *known)) if is_known else words


def _said(words: str, patterns: _Patterns) -> str:
    """The Chinese words for English ones; "" if no pattern fits."""
    for pattern, chinese in patterns:
        if (found := pattern.fullmatch(words)) is not None:
            return found.expand(chinese)
    return ""
