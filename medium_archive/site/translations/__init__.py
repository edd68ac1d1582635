"""The words that the site itself writes, in the language of `site.language`: one module for each language.

To add a language, write its module and add a line to `_BY_LANGUAGE`.
"""

from __future__ import annotations

from medium_archive.languages import is_traditional, subtags
from medium_archive.site.translations import ar, en, es, zh_hans, zh_hant
from medium_archive.site.translations.translation import Translation

__all__ = ["Translation", "translation_for"]

_BY_LANGUAGE = {
    "ar": ar.TRANSLATION,
    "en": en.TRANSLATION,
    "es": es.TRANSLATION,
    "zh": zh_hans.TRANSLATION,
}


def translation_for(language: str) -> Translation:
    """The translation for a BCP 47 tag, English for a language without one."""
    if is_traditional(language):
        return zh_hant.TRANSLATION
    return _BY_LANGUAGE.get(subtags(language)[0], en.TRANSLATION)
