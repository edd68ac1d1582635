"""The words that the site itself writes, in its language. They are read as data from the translations of the program:
none of its code is used.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from medium_archive.articles import box_titles
from medium_archive.languages import is_traditional, subtags

_TRANSLATIONS = Path(__file__).resolve().parents[2] / "site" / "translations"
_KINDS_OF_PROOF = _TRANSLATIONS.parent / "pages" / "proof_kinds.py"
_CHINESE = ("zh_hans", "zh_hant")
_PLACEHOLDER = re.compile(r"\{\w+\}")
_COMMA = ", "  # of a translation that names none


def of(language: str) -> Mapping[str, str]:
    """The words for a language by their keys; those of the page of the proof have "proof." before the key. A language
    without a translation has English words.
    """
    name = _CHINESE[is_traditional(language)] if subtags(language)[0] == "zh" else subtags(language)[0]
    return _read(name) or _read("en")


@cache
def _read(name: str) -> Mapping[str, str]:
    path = _TRANSLATIONS / f"{name}.py"
    if not name.isidentifier() or not path.is_file():
        return {}
    calls = (one for one in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(one, ast.Call))
    found = {"comma": _COMMA}
    for call in calls:
        if isinstance(call.func, ast.Name) and call.func.id in ("Translation", "ProofWords"):
            found.update(_texts(call, "proof." if call.func.id == "ProofWords" else ""))
    return found


def _texts(call: ast.Call, before: str) -> Iterator[tuple[str, str]]:
    for one in call.keywords:
        if isinstance(one.value, ast.Constant) and isinstance(one.value.value, str):
            yield f"{before}{one.arg}", one.value.value
        elif isinstance(one.value, ast.Dict):
            for key, value in ast.literal_eval(one.value).items():
                yield f"{before}{one.arg}.{key}", str(value)
        elif isinstance(one.value, ast.Attribute):
            for key, value in getattr(box_titles, one.value.attr).items():
                yield f"{before}{one.arg}.{key}", value


@cache
def kinds_of_proof() -> Mapping[str, str]:
    """For each kind of part that the proof counts, the key of its words after "proof.kinds."."""
    nodes = ast.walk(ast.parse(_KINDS_OF_PROOF.read_text("utf-8")))
    names = next(ast.literal_eval(one) for one in nodes if isinstance(one, ast.Dict))
    return {kind: name for name, kinds in names.items() for kind in kinds}


@cache
def pattern(text: str) -> re.Pattern[str]:
    """A pattern for a text of a translation, with anything in place of its placeholders."""
    parts = _PLACEHOLDER.split(" ".join(text.split()))
    return re.compile(".+?".join(map(re.escape, parts)))
