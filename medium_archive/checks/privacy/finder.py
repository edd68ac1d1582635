"""Finds private values and passages of private texts, in any spelling."""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from ipaddress import ip_address
from itertools import chain

from medium_archive.checks.privacy import moments, pieces
from medium_archive.checks.privacy.folding import Text, fold, fold_each
from medium_archive.checks.privacy.passages import Passages, has_passages, is_phrase
from medium_archive.checks.privacy.search import Words
from medium_archive.checks.privacy.value import BY_WORDS, Value
from medium_archive.checks.privacy.values import TIME

_IPV6 = re.compile(r"[0-9a-f:.]+:[0-9a-f:.]*")


class Finder:
    """Searches texts for values, and for the passages of longer texts. `loosely`: also for short phrases by their words
    alone. `reach` is a number of characters that is enough for each of them.
    """

    def __init__(self, values: Iterable[Value], texts: Iterable[Value] = (), *, loosely: bool = False) -> None:
        parted, values = frozenset(texts), tuple(values)
        self._by_word: dict[str, list[Value]] = {}
        self._by_moment: dict[datetime, list[Value]] = {}
        phrases: list[tuple[str, Value]] = []
        words = dict(zip(values, fold_each([value.text for value in values]), strict=True))
        for value, word in words.items():
            if word.endswith("m") and TIME.fullmatch(value.text):
                with suppress(ValueError):  # 2016-02-30 1:13 am
                    self._by_moment.setdefault(moments.of_export(value.text), []).append(value)
                    continue
            if value.kind in BY_WORDS:
                if value in parted and has_passages(word):
                    continue
                if is_phrase(word):
                    phrases.append((word, value))
                    continue
                if loosely:
                    phrases.append((word, value))
            self._by_word.setdefault(word, []).append(value)
            if ":" in word and not (loosely and value.kind in BY_WORDS) and _IPV6.fullmatch(word):
                with suppress(ValueError):  # not an address
                    self._by_word.setdefault(ip_address(word).exploded, []).append(value)
        self._words = Words(self._by_word)
        of_texts = [(words.get(value) or fold(value.text), value) for value in parted]
        self._passages = Passages(phrases, of_texts)
        longest = max(map(len, chain(self._by_word, (word for word, _ in phrases))), default=0)
        self.reach = max(pieces.LEAST, 2 * longest, self._passages.reach)

    def found_in(self, text: Text) -> set[Value]:
        """The values and passages in a text. A passage has the kind of its text."""
        found = {value for word in self._words.found_in(text) for value in self._by_word[word]}
        found |= self._passages.found_in(text)
        if self._by_moment:
            for moment in self._by_moment.keys() & moments.in_text(text.text):
                found.update(self._by_moment[moment])
        return found
