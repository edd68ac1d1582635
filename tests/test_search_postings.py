"""A build that takes terms from the last build makes the same search index as a build from nothing."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest

from medium_archive.site.search import postings, shards
from medium_archive.site.search.postings import Postings, Source
from medium_archive.site.search.terms import Counts, counts

_WORDS = ("harbour", "lamp", "tide", "rope", "gull", "slate", "ferry", "潮水", "燈塔", "水燈", "塔潮", "水", "潮")


def _text(dice: random.Random) -> str:
    return " ".join(dice.choices(_WORDS, k=dice.randrange(6)))


def _source(dice: random.Random, path: str) -> Source:
    """With the text itself in the place of its checksum."""
    return Source(path, _text(dice), _text(dice))


class _Texts:
    """Counts the terms of sources that hold their own texts."""

    def __call__(self, about: Source) -> tuple[Counts, Counts]:
        return counts(about.title), counts(about.text)

    def only(self, some: Sequence[Source]) -> _Texts:
        return self


def _make(sources: list[Source], before: Postings) -> Postings:
    return postings.make(sources, 10_000, _Texts(), before, _Texts())


@pytest.mark.parametrize("limit", [100_000, 40])
def test_updated_postings_are_the_same_as_new_ones(monkeypatch: pytest.MonkeyPatch, limit: int) -> None:
    """Texts are changed, added, removed and exchanged, and terms appear and disappear."""
    monkeypatch.setattr(postings, "_TEXT_PER_SHARD", 1000)
    dice = random.Random(1)  # noqa: S311  # the same each time
    sources = [_source(dice, f"posts/{number}") for number in range(40)]
    kept = _make(sources, Postings())
    was_updated = 0
    for turn in range(150):
        sources = list(sources)
        chance = dice.random()
        for _ in range(dice.randrange(1, 15)):
            at = dice.randrange(len(sources))
            sources[at] = _source(dice, sources[at].path)
        if chance < 0.1:
            sources.append(_source(dice, f"posts/new-{turn}"))
        elif chance < 0.2:
            sources.pop(dice.randrange(len(sources)))
        elif chance < 0.4:
            sources[0], sources[-1] = sources[-1], sources[0]
        was_updated += postings._changed(sources, kept) is not None
        before, kept = kept, _make(sources, kept)
        new = _make(sources, Postings())
        assert len(kept.shards) == 8
        for number, (ours, theirs, old) in enumerate(zip(kept.shards, new.shards, before.shards, strict=True)):
            made = [shards.script(number, one.terms.load(), len(sources), limit) for one in (ours, theirs)]
            assert made[0] == made[1]
            assert ours.size == theirs.size
            if ours.revision == old.revision:
                assert ours.terms == old.terms
    assert was_updated > 30
