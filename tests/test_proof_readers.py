"""The readers of Markdown and of front matter that the proof has for itself."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from urllib.parse import unquote

import pytest

from medium_archive.checks.completeness import addresses, check, original
from medium_archive.checks.completeness.comparison import sequences
from medium_archive.checks.completeness.converted import commonmark, front_matter, quick, read_markdown
from medium_archive.folder import posts
from tests.benchmarks.second_engine import blocks
from tests.sample_ledger import FACTS
from tests.sample_post import graf, page_of

_EXAMPLE = Path(__file__).parents[1] / "examples/archive"
_PAGE = page_of(graf("h3", "T", "h3 graf--title") + graf("p", "Bread and <b>salt</b>"), title="T", summary="")
_TEXT = f"---\ntitle: T\n{FACTS}---\n\nBread and **salt**\n"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("- [x] done", "<input"),
        ("a[^A]\n\n[^a]: a note", '<a href="#a">1</a></sup>'),
        ("| a |\n|---|\n| b |", "<td>b</td>"),
        ("~~a~~", "<s>a</s>"),
        ("~a~ b~", "<s>a</s> b~"),
        ("[a](javascript:b)", '<a href="javascript:b">a</a>'),
        ("<https://x.org/%E4%B8%AD>", ">https://x.org/%E4%B8%AD</a>"),
        ("a **b**c", "<strong>b</strong>c"),
        ("> " * 60 + "deep", "deep"),
    ],
)
def test_the_proof_reads_markdown_as_github_shows_it(text: str, shown: str) -> None:
    assert shown in commonmark.render(text)


@pytest.mark.parametrize(
    "text",
    [
        *(file.read_text("utf-8") for file in sorted(_EXAMPLE.glob("*/*/index.md"))),
        "a **b** _c_ `d` ~~e~~ <sub>2</sub> [f](https://x.org/é%20 'G')\\\nh  \ni &amp; &#35; \\*",
        "https://x.org/a?b=c&d=e\n_A caption_\n\n<https://x.org/ü>\n\n[Card](https://x.org 'Words')\n\n- https://x.org",
        "![a](b.png)\n![c](d.png)\n_e_\n\n[![f](g.png)](https://x.org)",
        "<!-- pull quote -->\n> a\n>\n> b\n\n1. c\n\n   d\n   - e\n\n3. f\n\n***\n\n## g\n\n    h",
        "```py\na = '<b>'\n\n\n  c\n```\n```\nd\n```",
        "| a | b |\n| --- | --- |\n| **c** | d\\|e |\n\n<details open>\n<summary>f</summary>\n\ng\n\n</details>",
        "中**文**字 <strong>重</strong>点 \u3000全形\u00a0x\n\n\u3000y",
    ],
)
def test_both_engines_of_the_proof_read_the_same(text: str) -> None:
    assert blocks(read_markdown(text, quick.render)) == blocks(read_markdown(text, commonmark.render))


def test_a_part_that_the_quick_engine_misses_is_searched_with_the_other() -> None:
    def blind(text: str) -> str:
        return "<p>Bread</p>"

    assert check(_PAGE, _TEXT, engines=(blind,)).unexplained
    assert not check(_PAGE, _TEXT, engines=(blind, commonmark.render)).unexplained


def test_a_fault_is_reported_as_the_thorough_engine_reads_it() -> None:
    damaged = _TEXT.replace("**salt**", "**pepper**")
    assert check(_PAGE, damaged) == check(_PAGE, damaged, engines=(commonmark.render,))
    assert {miss.words for miss in check(_PAGE, damaged).unexplained} == {"salt"}


def test_a_text_that_is_whole_is_read_with_one_engine() -> None:
    def refuse(text: str) -> str:
        pytest.fail("nothing was missing")

    assert not check(_PAGE, _TEXT, engines=(commonmark.render, refuse)).unexplained


@pytest.mark.parametrize(
    ("block", "key", "value"),
    [
        ("title: 'It''s'", "title", "It's"),
        ('title: "\\u00e9: a"', "title", "é: a"),
        ("title: >\n  One\n  two", "title", "One two\n"),
        ("title: 2020", "title", "2020"),
        ("title: 0x10", "title", "0x10"),
        ("title: 1.50", "title", "1.50"),
        ("title: yes", "title", "yes"),
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
    pairs, text, _ = front_matter.split(f"---\n{block}\n---\nText")
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


@pytest.mark.parametrize(
    "line",
    [
        "title: A clock: hands", "title: A clock # hands", "title: A clock#hands", "title: A clock:", "title: 'It''s'",
        "title: 'a' b", "title: 1_000", "title: 0x1F", "title: 1.50", "title: 2020-01-01", "title: yes", "draft: Yes",
        "title: ~", "title:", "title: a ", "title: &a b", "title: 時計　の", "title: 時計 🕰", "title: a\tb", "yes: no",
        "  url: here", "medium:", "tags:\n- a", "title: a\n  b", "- a", "# only a comment", 'title: "a\\tb"',
    ],
)  # fmt: skip
def test_front_matter_reads_the_same_by_lines_and_by_a_parser(line: str) -> None:
    for lines in ([line], ["title: T", line, "medium:", "  id: 2a", "  partial: true"], ["medium:", "  id: '2'", line]):
        odd: tuple[list[str], list[str]] = ([], [])  # values that need quotes
        simple = front_matter._simple("\n".join(lines).split("\n"), odd[0])
        read = list(front_matter._values("".join(f"{one}\n" for one in lines), odd[1])) if simple else []
        assert simple == read
        assert not simple or odd[0] == odd[1]
    assert front_matter._simple(["title: T", "medium:", "  id: '2'"], []) == [("title", "T"), ("medium.id", "2")]


def test_the_quick_count_of_an_original_equals_the_count_of_its_parts() -> None:
    quick, by_parts = Counter[str](), Counter[str]()
    marked = graf(
        "p", "<b>Bread</b> and <sub><i>salt</i></sub>, <a href='https://x.org'>here</a><br>", "graf--hasDropCap"
    )
    pages = [page_of(marked), *(file.read_bytes() for file in sorted(_EXAMPLE.glob("original/posts/*.html")))]
    for block in (block for page in pages for block in original.read(page).blocks):
        sequences.add_amounts([block], quick)
        for part in sequences.parts(block, on_page=False):
            by_parts[part.kind] += part.amount
    assert quick == by_parts
    assert quick.keys() >= {"strong", "emphasis", "other_marks", "links", "line_breaks", "layout", "headings"}


@pytest.mark.parametrize(
    "address",
    [
        "https://x.org/a", "https://x.org/%E6%9D%B1%e4%ba%ac-%41?q=%20%2B+", "%E6%9D", "%E6%9Dé%B1", "a%E6%zz%4", "%",
        "%F0%9F%8D%9E%80%80x", "%C3%A9%C3", "é%C3%A9%", "%EF%BF%BE%00",
    ],
)  # fmt: skip
def test_an_address_is_unquoted_as_python_does_it(address: str) -> None:
    assert addresses.unquoted(address) == unquote(address)


@pytest.mark.parametrize(
    "keys", ["", "draft: yes\nlang: en\ndate: 2021-1-5\nauthor: Ada  B\n", "title: 1984\r\ntags: [a]\r\n"]
)
def test_the_proof_repeats_the_values_that_other_commands_read(keys: str) -> None:
    for text in (f"---\n{keys}---\n\nBread", f"---\n{keys}...\n---\n", keys):
        head, whole = posts.parse_head(text, "posts/a"), posts.parse(text, "posts/a")
        for name in ("kind", "title", "date", "lang", "author"):
            assert getattr(head, name) == getattr(whole, name)
