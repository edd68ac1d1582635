"""The language of a post (BCP 47), from its script and its words."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import Any

_HAN = re.compile("[\u4e00-\u9fff\u3400-\u4dbf]")
_KANA = re.compile("[\u3040-\u30ff]")
_WORD = re.compile(r"[^\W\d_]+")
_ADDRESS = re.compile(r"(?:https?://|www\.|@)\S+")

# Characters that only one of the two Chinese scripts uses, among the most frequent of each.
_TRADITIONAL = frozenset(
    "這個們來為說會時過對學還沒見經現點開實與後裡無麼樣種種從問題話國關間當動員電視腦網體寫讀書買賣車東長門"
)
_SIMPLIFIED = frozenset(
    "这个们来为说会时过对学还没见经现点开实与后里无么样种种从问题话国关间当动员电视脑网体写读书买卖车东长门"
)

_MAX_CHARACTERS = 5_000
_HAN_SHARE = 0.25  # of Han characters and kana to these and the words of other scripts; posts on code have many
_CERTAIN = 0.8
# These are so similar that the language of a text about technology is rarely certain
_TWINS = (frozenset(("id", "ms")), frozenset(("bs", "hr", "sr")))


def detect(text: str) -> str:
    """The language of a text, "" if it is uncertain. Reads the first 5,000 characters."""
    text = _ADDRESS.sub(" ", text[:_MAX_CHARACTERS])
    han, kana = len(_HAN.findall(text)), len(_KANA.findall(text))
    words = len(_WORD.findall(_KANA.sub(" ", _HAN.sub(" ", text))))
    if han + kana > _HAN_SHARE * (han + kana + words):
        return "ja" if kana * 10 > han else _chinese(text)
    if not words:
        return ""
    ranked = _identifier().rank(text)
    language = ranked[0][0]
    group = next((twins for twins in _TWINS if language in twins), {language})
    return str(language) if sum(share for name, share in ranked if name in group) >= _CERTAIN else ""


def _chinese(text: str) -> str:
    characters = Counter(text)
    traditional = sum(characters[c] for c in _TRADITIONAL - _SIMPLIFIED)
    simplified = sum(characters[c] for c in _SIMPLIFIED - _TRADITIONAL)
    if traditional == simplified:
        return "zh"
    return "zh-Hant" if traditional > simplified else "zh-Hans"


@cache
def _identifier() -> Any:  # the package carries no types
    """langid's model of 140 languages, loaded when the first text needs it."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415  # NumPy and a model: half a second

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
