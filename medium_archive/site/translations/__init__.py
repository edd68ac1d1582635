"""The words that the site itself writes, in the language of `site.language`: one module for each language.

To add a language, write its module and add a line to `_BY_LANGUAGE`.
"""

from __future__ import annotations

from medium_archive.site.translations import ar, en, es, zh_hans, zh_hant
from medium_archive.site.translations.translation import Translation

__all__ = ["Translation", "direction", "is_traditional", "translation_for"]

_BY_LANGUAGE = {
    "ar": ar.TRANSLATION,
    "en": en.TRANSLATION,
    "es": es.TRANSLATION,
    "zh": zh_hans.TRANSLATION,
}
_TRADITIONAL_CHINESE = ("hant", "tw", "hk", "mo")  # scripts and regions
# Languages that are usually written from right to left, and scripts that are.
_RIGHT_TO_LEFT = frozenset(
    {"ar", "arc", "ckb", "dv", "fa", "he", "iw", "ji", "nqo", "ps", "sd", "syr", "ug", "ur", "yi"}
)
_RIGHT_TO_LEFT_SCRIPTS = frozenset({"arab", "hebr", "thaa", "syrc", "nkoo", "adlm"})


def translation_for(language: str) -> Translation:
    """The translation for a BCP 47 tag, English for a language without one."""
    if is_traditional(language):
        return zh_hant.TRANSLATION
    return _BY_LANGUAGE.get(_subtags(language)[0], en.TRANSLATION)


def is_traditional(language: str) -> bool:
    """Whether a BCP 47 tag means Chinese in traditional characters."""
    subtags = _subtags(language)
    return subtags[0] == "zh" and any(subtag in _TRADITIONAL_CHINESE for subtag in subtags[1:])


def direction(language: str) -> str:
    """The value of HTML's `dir` for a BCP 47 tag, "rtl" or "ltr"."""
    subtags = _subtags(language)
    scripts = [subtag for subtag in subtags[1:] if len(subtag) == 4 and subtag.isalpha()]
    if scripts:
        return "rtl" if scripts[0] in _RIGHT_TO_LEFT_SCRIPTS else "ltr"
    return "rtl" if subtags[0] in _RIGHT_TO_LEFT else "ltr"


def _subtags(language: str) -> list[str]:
    return language.lower().replace("_", "-").split("-")
