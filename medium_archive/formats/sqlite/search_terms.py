"""What full-text search finds in a text: its words, and in scripts that set no spaces every short run of characters.

FTS5's tokenizer `unicode61` takes 在Swift裡寫並發程式 for one word, and the `trigram` tokenizer finds no word of two
characters, which most Chinese words have. So these runs are put into the index beside the text: 並發, 發程, 並發程, …
"""

from __future__ import annotations

import re

LONGEST = 8  # characters; longer ones can be searched in pieces

# Thai, Lao, Burmese, Khmer, kana, Han, and Hangul, whose particles are written onto the word
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
_RUN = re.compile(rf"\w*[{_UNSPACED}]\w*")
_UNIT = re.compile(rf"[{_UNSPACED}]|[^\W{_UNSPACED}]+")


def indexed(text: str) -> str:
    """The text as the index gets it: as it is, and after it, each once, the runs of up to `LONGEST` characters. A word
    of another script that touches them counts as one: 在Swift裡 is found by Swift, by Swift裡, by 在Swift.
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
