"""The language of a post (BCP 47), from its script and its words.

A post has a language only if the evidence is strong; without one the site takes it for the main language of its author
(`site.language`). So no guess depends on which other posts were imported before.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import Any

_HAN = re.compile("[\u4e00-\u9fff\u3400-\u4dbf]")
_KANA = re.compile("[\u3040-\u30ff]")
_WORD = re.compile(r"[^\W\d_]+")
_ADDRESS = re.compile(r"(?:https?://|www\.|@)\S+")

_MAX_CHARACTERS = 5_000
_HAN_SHARE = 0.25  # of Han characters and kana to these and the words of other scripts; posts on code have many


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_CERTAIN = 0.8
_STRONG = 0.99
_MANY = 40  # words
# Languages in which people write at Medium. The model knows 60 more, which it finds in lists, in code and in lorem
# ipsum: these count only if a longer text is almost certain
_USUAL = _set(
    "af am ar az be bg bn bs ca cs cy da de el en eo es et eu fa fi fr ga gl gu he hi hr hu hy id is it ja jv ka kk km "
    "kn ko ku ky lo lt lv mk ml mn mr ms my ne nl no pa pl ps pt ro ru si sk sl so sq sr sv sw ta te th tl tr uk ur uz "
    "vi yo zh zu"
)
_NEVER = _set("la zxx")  # lorem ipsum, and what is no language
_PIDGIN = _set("en pcm")
# These are so similar that the language of a text about technology is rarely certain
_MALAYAN = _set("id ms")
_TWINS = (_PIDGIN, _MALAYAN, _set("bs hr sr"), _set("no nn"))
# Words that one of the two has and the other has not
_INDONESIAN = _set("karena bisa saja mobil unduh nggak gak banget kalian berbeda kantor coba gratis")
_MALAY = _set("kerana sahaja awak ialah kereta berbeza pejabat cuba percuma bagaimanapun")
# A word of a text, and not a name in code
_PLAIN_WORD = re.compile(r"[\"“‘(]?(?:[^\W\d_]|[’'-](?=\w))+[.,;:!?…)\"”’]*")


def detect(text: str) -> str:
    """The language of a text, "" if it is uncertain. Reads the first 5,000 characters."""
    text = _ADDRESS.sub(" ", text[:_MAX_CHARACTERS])
    han, kana = len(_HAN.findall(text)), len(_KANA.findall(text))
    words = len(_WORD.findall(_KANA.sub(" ", _HAN.sub(" ", text))))
    if han + kana > _HAN_SHARE * (han + kana + words):
        return "ja" if kana * 10 > han else _chinese(text)
    if not words:
        return ""
    return _by_words(text) or _by_words(_without_code(text))


def _by_words(text: str) -> str:
    if not text:
        return ""
    ranked = dict(_identifier().rank(text))
    language = max(ranked, key=lambda name: ranked[name])
    twins = next((twins for twins in _TWINS if language in twins), frozenset((language,)))
    share = sum(ranked[name] for name in twins)
    is_strong = ranked[language] >= _STRONG and len(text.split()) >= _MANY
    if twins == _PIDGIN:
        language = "pcm" if is_strong and language == "pcm" else "en"
    elif twins == _MALAYAN:
        words = Counter(text.lower().split())
        language = "ms" if sum(words[w] for w in _MALAY) > sum(words[w] for w in _INDONESIAN) else "id"
    elif language in _NEVER or (twins.isdisjoint(_USUAL) and not is_strong):
        return ""
    return language if share >= _CERTAIN else ""


def _without_code(text: str) -> str:
    """The words of a text that are no names in code, if they are most of it."""
    words = text.split()
    plain = [word for word in words if _PLAIN_WORD.fullmatch(word) and (word.islower() or word.istitle())]
    return " ".join(plain) if 2 * len(plain) > len(words) > len(plain) else ""


def _chinese(text: str) -> str:
    """The script of a Chinese text, as far as it has characters that only one of the two has. The character sets of
    China and of Taiwan say which: GB 2312 has no traditional characters, Big5 no simplified ones.
    """
    characters = Counter(_HAN.findall(text))
    traditional = sum(count for c, count in characters.items() if _is_in(c, "big5") and not _is_in(c, "gb2312"))
    simplified = sum(count for c, count in characters.items() if _is_in(c, "gb2312") and not _is_in(c, "big5"))
    if traditional == simplified:
        return "zh"
    return "zh-Hant" if traditional > simplified else "zh-Hans"


@cache
def _is_in(character: str, encoding: str) -> bool:
    try:
        return bool(character.encode(encoding))
    except UnicodeEncodeError:
        return False


@cache
def _identifier() -> Any:  # the package carries no types
    """langid's model of 140 languages, loaded when the first text needs it."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415  # NumPy and a model: half a second

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
