"""Marks of text: the elements of a line that say how its words are meant."""

from __future__ import annotations

STRONG, EM, CODE, DEL = 1, 2, 4, 8
_TAGS = ("ins", "sub", "sup", "u", "mark", "kbd", "small", "q", "cite", "dfn", "var", "samp", "abbr", "time", "bdi",
         "bdo", "ruby", "rt", "rp")  # fmt: skip
OTHERS = {tag: 16 << number for number, tag in enumerate(_TAGS)}
READINGS = OTHERS["rt"] | OTHERS["rp"]
# The bit of each element
BITS = {
    "strong": STRONG, "b": STRONG, "em": EM, "i": EM, "code": CODE, "tt": CODE, "del": DEL, "s": DEL, "strike": DEL,
    **OTHERS,
}  # fmt: skip
# The ledger's name for each bit
KINDS = ((STRONG, "strong"), (EM, "emphasis"), (CODE, "inline_code"), (DEL, "strikethrough"))
# Attributes that hold words or values of their own
VALUES = {"abbr": "title", "time": "datetime", "bdo": "dir"}


def value(tag: str, words: str) -> str:
    """The attribute of an element as the ledger quotes it: `abbr title “HyperText”`."""
    return f"{tag} {VALUES.get(tag, 'title')} “{words.lower() if tag == 'bdo' else words}”"
