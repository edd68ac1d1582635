"""Related posts of an archive of thousands: by what few posts have, so that the work grows with the posts alone."""

from __future__ import annotations

import random
from collections.abc import Sequence
from types import SimpleNamespace
from typing import cast

from medium_archive.site.content import RenderedPost
from medium_archive.site.pages import related
from medium_archive.site.pages.related import Before, Related, Subject
from medium_archive.site.search.terms import Counts, counts
from tests.conftest import examples


def counted(subject: Subject) -> tuple[Counts, Counts]:
    """The terms of a subject that has the text itself in the place of its checksum."""
    return counts(subject.title), counts(subject.text)


def related_paths(posts: Sequence[RenderedPost]) -> dict[str, list[str]]:
    """For the path of each post, the paths of its related posts."""
    subjects = [Subject(post.path, " ".join((post.title, *post.tags)), post.text) for post in posts]
    found = related.related(subjects, counted)
    return {path: [other.path for other in others] for path, others in found.shown(posts).items()}


def posts_with(texts: list[str]) -> list[RenderedPost]:
    return [
        cast(RenderedPost, SimpleNamespace(path=f"posts/{number:04}", title="", tags=(), text=text))
        for number, text in enumerate(texts)
    ]


def test_a_word_that_hundreds_of_posts_have_makes_none_of_them_related() -> None:
    """Though a tenth of the posts has it: each would be compared with each. One that two posts share relates them."""
    texts = ["harbour"] * 200 + ["lantern keeper", "lantern wick"] + [f"alone{number}" for number in range(1800)]
    found = related_paths(posts_with(texts))
    assert found["posts/0000"] == []
    assert found["posts/0200"] == ["posts/0201"]


def test_the_same_word_relates_the_posts_of_a_smaller_archive() -> None:
    """Of equally similar posts the newest, whose folders have the last names."""
    found = related_paths(posts_with(["harbour"] * 90 + [f"alone{number}" for number in range(910)]))
    assert found["posts/0000"] == ["posts/0089", "posts/0088", "posts/0087"]


def test_after_an_edit_the_related_posts_are_those_of_a_new_comparison() -> None:
    """Texts are changed, added and removed; words become frequent or rare."""
    dice = random.Random(2)  # noqa: S311  # the same each time
    words = [f"word{number}" for number in range(120)]

    def subject(path: str) -> Subject:
        text = " ".join(words[int(len(words) * dice.random() ** 2)] for _ in range(8))
        return Subject(path, "", text)

    subjects = {path: subject(path) for path in (f"posts/{number:02}" for number in range(60))}
    kept = related.related(list(subjects.values()), counted)
    was_updated = 0
    turns = examples(200)
    for turn in range(turns):
        before, subjects = kept, dict(subjects)
        for path in dice.sample(sorted(subjects), dice.randrange(1, 4)):
            subjects[path] = subject(path)
        if dice.random() < 0.3:
            del subjects[dice.choice(sorted(subjects))]
        if dice.random() < 0.3:
            subjects[f"posts/new-{turn}"] = subject(f"posts/new-{turn}")

        def with_term(term: str, before: Related = before) -> list[str]:
            return [path for path, one in before.subjects.items() if term in one.text.split()]

        read: list[str] = []

        def watched(one: Subject, read: list[str] = read) -> tuple[Counts, Counts]:
            read.append(one.path)
            return counted(one)

        kept = related.related(list(subjects.values()), watched, Before(before, counted, with_term))
        was_updated += len(read) < len(subjects)
        assert kept == related.related(list(subjects.values()), counted)
    assert was_updated > turns // 2
