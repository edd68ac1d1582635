"""The readers of Markdown and of front matter that the proof has for itself."""

from __future__ import annotations

import pytest

from medium_archive.checks.completeness.converted import commonmark, front_matter


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("- [x] done", "<input"),
        ("a[^1]\n\n[^1]: a note", "footnotes"),
        ("| a |\n|---|\n| b |", "<td>b</td>"),
        ("~~a~~", "<s>a</s>"),
        ("[a](javascript:b)", '<a href="javascript:b">a</a>'),
        ("<https://x.org/%E4%B8%AD>", ">https://x.org/%E4%B8%AD</a>"),
        ("a **b**c", "<strong>b</strong>c"),
        ("> " * 60 + "deep", "deep"),
    ],
)
def test_the_proof_reads_markdown_as_github_shows_it(text: str, shown: str) -> None:
    assert shown in commonmark.render(text)


@pytest.mark.parametrize(
    ("block", "key", "value"),
    [
        ("title: 'It''s'", "title", "It's"),
        ('title: "\\u00e9: a"', "title", "é: a"),
        ("title: >\n  One\n  two", "title", "One two\n"),
        ("title: 2020", "title", "2020"),
        ("title: 0x10", "title", ""),
        ("title: 1.50", "title", ""),
        ("title: yes", "title", ""),
        ("title: 'yes'", "title", "yes"),
        ("title: ~", "title", ""),
        ("a: &x One\ntitle: *x", "title", "One"),
        ("tags: [a, {title: b}]\ntitle: c", "title", "c"),
        ("? [a]\n: b\ntitle: c", "title", "c"),
        ("medium:\n  url: https://x.org # a note\n  deep:\n    url: b", "medium.url", "https://x.org"),
        ("{" * 2 + "a: b}: c, title: d}", "title", "d"),
    ],
)
def test_the_proof_reads_front_matter_by_itself(block: str, key: str, value: str) -> None:
    pairs, text = front_matter.split(f"---\n{block}\n---\nText")
    assert dict(pairs)[key] == value
    assert text == "Text"


@pytest.mark.parametrize("block", ["[a", "a: [b", "- a", "text", "a: *b", "[" * 10_000])
def test_unreadable_front_matter_is_refused(block: str) -> None:
    with pytest.raises(front_matter.Unreadable):
        front_matter.split(f"---\n{block}\n---\n")


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2019-01-09T06:16:00.766Z", "2019-01-09T06:16:00.766Z"),
        ("2019-01-09 08:16:00.766123 +0200", "2019-01-09T06:16:00.766Z"),
        ("2019-1-9", "2019-01-09T00:00:00.000Z"),
        ("20190109", "2019-01-09T00:00:00.000Z"),
        ("2019-01-08T22:46-07:30", "2019-01-09T06:16:00.000Z"),
        ("2019-02-30", ""),
        ("0001-01-01T00:00:00+14:00", ""),
        ("soon", ""),
    ],
)
def test_a_date_may_be_written_in_several_ways(written: str, moment: str) -> None:
    assert front_matter.moment(written) == moment
