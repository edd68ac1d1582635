"""A build that takes terms from the last build makes the same search index as a build from nothing."""

from __future__ import annotations

import random

from medium_archive.site.search import postings
from medium_archive.site.search.postings import Postings, Texts
from medium_archive.site.search.terms import counts

_WORDS = ("harbour", "lamp", "tide", "rope", "gull", "slate", "ferry", "潮水", "燈塔", "水燈", "塔潮", "水", "潮")


def _text(dice: random.Random) -> str:
    return " ".join(dice.choices(_WORDS, k=dice.randrange(6)))


def _postings(texts: Texts, before: Postings) -> tuple[Postings, list[str]]:
    """The postings, and the bits of the index for them."""
    found = postings.make(texts, before)
    used: dict[tuple[int, ...], str] = {}
    coded = [postings.code(posts, len(texts), found.codes, used) for posts in (found.words, found.signs)]
    kept = Postings(found.texts, found.words, found.signs, found.posts_of_pairs, found.pairs, used)
    return kept, coded


def test_updated_postings_are_the_same_as_new_ones() -> None:
    """Texts are changed, added, removed and exchanged, and terms appear and disappear."""
    dice = random.Random(1)  # noqa: S311  # the same each time
    texts = [(counts(_text(dice)), counts(_text(dice))) for _ in range(40)]
    kept, _ = _postings(texts, Postings())
    was_reused = 0
    for _ in range(150):
        texts = list(texts)
        turn = dice.random()
        for _ in range(dice.randrange(1, 15)):
            texts[dice.randrange(len(texts))] = (counts(_text(dice)), counts(_text(dice)))
        if turn < 0.1:
            texts.append((counts(_text(dice)), counts(_text(dice))))
        elif turn < 0.2:
            texts.pop(dice.randrange(len(texts)))
        elif turn < 0.4:
            texts[0], texts[-1] = texts[-1], texts[0]
        was_reused += postings._changed(texts, kept.texts) is not None
        kept, coded = _postings(texts, kept)
        new, wanted = _postings(texts, Postings())
        assert coded == wanted
        for name in ("words", "signs", "posts_of_pairs", "pairs"):
            ours, theirs = getattr(kept, name), getattr(new, name)
            assert {term: list(posts) for term, posts in ours.items()} == {term: list(p) for term, p in theirs.items()}
            assert list(ours) == list(theirs)
    assert was_reused > 30
