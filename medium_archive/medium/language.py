"""The language of a post, from its script and its most frequent words (BCP 47)."""

from __future__ import annotations

import re
from collections import Counter

# Unicode blocks of a script -> the language, where a script has one that is by far the likeliest here.
_SCRIPTS = (
    ("hiragana katakana", "\u3040-\u30ff"),
    ("hangul", "\uac00-\ud7af\u1100-\u11ff"),
    ("han", "\u4e00-\u9fff\u3400-\u4dbf"),
    ("cyrillic", "\u0400-\u04ff"),
    ("arabic", "\u0600-\u06ff\u0750-\u077f"),
    ("hebrew", "\u0590-\u05ff"),
    ("greek", "\u0370-\u03ff"),
    ("devanagari", "\u0900-\u097f"),
    ("bengali", "\u0980-\u09ff"),
    ("tamil", "\u0b80-\u0bff"),
    ("telugu", "\u0c00-\u0c7f"),
    ("malayalam", "\u0d00-\u0d7f"),
    ("thai", "\u0e00-\u0e7f"),
    ("georgian", "\u10a0-\u10ff"),
    ("armenian", "\u0530-\u058f"),
    ("latin", "A-Za-z\u00c0-\u024f\u1e00-\u1eff"),
)
_COUNTERS = tuple((name, re.compile(f"[{characters}]")) for name, characters in _SCRIPTS)
_SCRIPT_LANGUAGES = {
    "hangul": "ko", "hebrew": "he", "greek": "el", "devanagari": "hi", "bengali": "bn", "tamil": "ta",
    "telugu": "te", "malayalam": "ml", "thai": "th", "georgian": "ka", "armenian": "hy",
}  # fmt: skip

# Characters that only one of the two Chinese scripts uses, among the most frequent of each.
_TRADITIONAL = frozenset(
    "這個們來為說會時過對學還沒見經現點開實與後裡無麼樣種種從問題話國關間當動員電視腦網體寫讀書買賣車東長門"
)
_SIMPLIFIED = frozenset(
    "这个们来为说会时过对学还没见经现点开实与后里无么样种从问题话国关间当动员电视脑网体写读书买卖车东长门"
)

# Words that are frequent in a language and rare in the others of its script; none that is also a common English word.
_WORDS = {
    "en": "the and of to is that it in for you with are this was not have but they be as on his her what i my do if we",
    "es": "el la que de los las una por con para es como más pero su del se lo al muy está este porque",
    "pt": "o que não uma os para com em mais por mas como são você isso ao da muito também é foi pela",
    "fr": "le les des est une que dans pour pas qui sur avec plus ce vous nous mais sont cette être du et",
    "de": "der und das ist nicht ein ich zu den mit von sie es auf für auch dass eine sich wie dem",
    "it": "il che di un una non per sono con del della gli anche come più questo nel alla ha ed",
    "nl": "het een en van ik niet dat je zijn met voor op te maar ook aan wat bij zo wordt",
    "tr": "bir ve bu için ile çok daha olarak gibi kadar ama değil olan sonra ben",
    "pl": "nie się że jest z w jak ale co tak jego już czy przez być dla od tylko",
    "id": "yang dan itu dengan untuk tidak ini dari dalam akan pada juga saya karena adalah bisa ada kita",
    "vi": "và của là không có một những được cho các người này trong với đã tôi khi như để thì",
    "sv": "och att det som en på är av för den inte om ett jag har vi så kan",
    "ro": "și în nu cu pe că este mai din sunt pentru ce au fost sau",
    "cs": "že je jako ale pro jsem když jsou už byl není protože",
    "hu": "az és hogy nem egy ez meg van volt csak már mint azt még vagy",
    "fi": "ja ei se että oli hän mutta niin kun joka mitä ovat kuin myös",
}
_WORD_LANGUAGES: dict[str, list[str]] = {}
for _language, _list in _WORDS.items():
    for _word in _list.split():
        _WORD_LANGUAGES.setdefault(_word, []).append(_language)
_CYRILLIC_LETTERS = (("uk", "іїєґ"), ("be", "ў"), ("sr", "ђћџљњ"), ("bg", "ъ"))
_MOST_CHARACTERS = 5_000
_FEWEST_WORDS = 3


def detect(text: str) -> str:
    """The language of a text, "" when it has too few words to tell. Reads its first 5,000 characters."""
    text = text[:_MOST_CHARACTERS]
    counts = {name: len(pattern.findall(text)) for name, pattern in _COUNTERS}
    # A Chinese character says as much as a short word of letters
    weights = {name: n * (3 if name in ("han", "hiragana katakana", "hangul") else 1) for name, n in counts.items()}
    script = max(weights, key=lambda name: weights[name])
    if not weights[script]:
        return ""
    if script in ("han", "hiragana katakana"):
        return _east_asian(text, counts)
    if script == "cyrillic":
        return _cyrillic(text.lower())
    if script == "arabic":
        return "fa" if re.search("[پچژگ]", text) else "ar"
    return _by_words(text) if script == "latin" else _SCRIPT_LANGUAGES[script]


def _east_asian(text: str, counts: dict[str, int]) -> str:
    if counts["hiragana katakana"] * 10 > counts["han"]:
        return "ja"
    characters = Counter(text)
    traditional = sum(characters[c] for c in _TRADITIONAL - _SIMPLIFIED)
    simplified = sum(characters[c] for c in _SIMPLIFIED - _TRADITIONAL)
    if traditional == simplified:
        return "zh"
    return "zh-Hant" if traditional > simplified else "zh-Hans"


def _cyrillic(text: str) -> str:
    letters = Counter(text)
    total = sum(letters.values())
    for language, signs in _CYRILLIC_LETTERS:
        share = sum(letters[c] for c in signs) / total
        # ъ occurs in Russian too, but is a vowel of every third word in Bulgarian
        if share > (0.005 if language != "bg" else 0.01) and not (language == "bg" and letters["ы"]):
            return language
    return "ru"


def _by_words(text: str) -> str:
    scores: Counter[str] = Counter()
    for word in re.findall(r"[^\W\d_]+", text.lower()):
        for language in _WORD_LANGUAGES.get(word, ()):
            # A word of several languages says less
            scores[language] += 12 // len(_WORD_LANGUAGES[word])
    if not scores:
        return ""
    (best, score), (_, next_score) = [*scores.most_common(2), ("", 0)][:2]
    return best if score >= 12 * _FEWEST_WORDS and score > 1.5 * next_score else ""
