"""The terms by which full-text search finds a text: its words, and every short run of characters in scripts without
spaces.

SQLite's tokenizer `unicode61` takes 在Swift裡寫並發程式 for one word. Its `trigram` tokenizer finds no word of two
characters, and most Chinese words have two. So the index also gets these runs: 並發, 發程, 並發程, …
"""

from __future__ import annotations

import re

LONGEST = 8  # characters; for a longer phrase, search for parts of it

# Thai, Lao, Burmese, Khmer, kana, Han, and Hangul, in which particles are written without a space
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
_RUN = re.compile(rf"\w*[{_UNSPACED}]\w*")
_UNIT = re.compile(rf"[{_UNSPACED}]|[^\W{_UNSPACED}]+")


def indexed(text: str) -> str:
    """What the index gets for a text: the text, then each run of up to `LONGEST` characters once. A word of another
    script inside a run counts as one character: 在Swift裡 is found by Swift, by Swift裡 and by 在Swift.
    """
    terms: dict[str, None] = {}
    for run in _RUN.findall(text):
        units = _UNIT.findall(run)
        for place in range(len(units)):
            term = ""
            for unit in units[place : place + LONGEST]:
                term += unit
                terms[term] = None
    return " ".join((text, *terms))
