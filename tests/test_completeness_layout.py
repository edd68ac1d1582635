"""The proof sees how a block is laid out: its hints, rows of pictures, lists of letters, tables, open details."""

from __future__ import annotations

import pytest

from medium_archive.checks.completeness import Count, Ledger, check
from tests.sample_ledger import FACTS, kinds, small
from tests.sample_post import IMAGE, graf, page_of

PICTURE = f'<img class="graf-image" data-image-id="1*a.png" src="{IMAGE}/1*a.png">'
OTHER = PICTURE.replace("1*a.png", "1*b.png")
MARKDOWN, SECOND = "![](1-a.png)", "![](1-b.png)"
IMG, IMG_B = '<img src="1-a.png" alt="">', '<img src="1-b.png" alt="">'


def _figure(layout: str, inside: str = PICTURE) -> str:
    return graf("figure", inside, f"figure graf--{layout}")


_ROW = _figure("layoutOutsetRow") + _figure("layoutOutsetRowContinue", OTHER)
_TABLE = '<table><tr><th>a</th></tr><tr><td align="right">b</td></tr></table>'
_RAW = "<table>\n<thead>\n<tr><th>a</th></tr>\n</thead>\n<tbody>\n<tr><td{0}>b</td></tr>\n</tbody>\n</table>"
# What it is, Medium's HTML, the Markdown of it, Markdown without the layout, the page, a page without it, the hint
CASES = [
    ("wide", _figure("layoutOutsetCenter"), f"<!-- wide -->\n{MARKDOWN}", MARKDOWN,
     f'<figure class="wide">{IMG}</figure>', f"<figure>{IMG}</figure>", "wide: "),
    ("full", _figure("layoutFillWidth"), f"<!-- full width -->\n{MARKDOWN}", f"<!-- wide -->\n{MARKDOWN}",
     f'<figure class="full">{IMG}</figure>', f'<figure class="wide">{IMG}</figure>', "full width: "),
    ("left", _figure("layoutInsetLeft"), f"<!-- left -->\n{MARKDOWN}", MARKDOWN,
     f'<figure class="left">{IMG}</figure>', f"<figure>{IMG}</figure>", "left: "),
    ("cover", '<div class="section-background" data-image-id="1*a.png"></div>', f"<!-- cover -->\n{MARKDOWN}", MARKDOWN,
     f'<figure class="cover">{IMG}</figure>', f"<figure>{IMG}</figure>", "cover: "),
    ("center", graf("p", "one", attributes='data-align="center"'), "<!-- center -->\none", "one",
     '<p class="center">one</p>', "<p>one</p>", "center: one"),
    ("right", graf("h3", "one", attributes='data-align="right"'), "<!-- right -->\n## one", "## one",
     '<h2 class="right">one</h2>', "<h2>one</h2>", "right: one"),
    ("a centered quote", graf("blockquote", "one", attributes='data-align="center"'), "<!-- center -->\n> one", "> one",
     '<blockquote class="center"><p>one</p></blockquote>', "<blockquote><p>one</p></blockquote>", "center: one"),
    ("drop cap", graf("p", "one", "p graf--hasDropCap"), "<!-- drop cap -->\none", "<!-- drop cap, x -->\none",
     '<p class="drop-cap">one</p>', "<p>one</p>", "drop cap: one"),
    ("kicker", graf("h4", "one", "h4 graf--kicker"), "<!-- kicker -->\none", "one",
     '<p class="kicker">one</p>', "<p>one</p>", "kicker: one"),
    ("a row", _ROW, f"{MARKDOWN}\n{SECOND}", f"{MARKDOWN}\n\n{SECOND}",
     f'<figure class="with-row">{IMG}{IMG_B}</figure>', f"<figure>{IMG}</figure><figure>{IMG_B}</figure>",
     "in one row: "),
    ("letters", '<ol type="a"><li>one</li></ol>', '<ol type="a">\n<li>one</li>\n</ol>', "1. one",
     '<ol type="a"><li>one</li></ol>', "<ol><li>one</li></ol>", "type a: one"),
    ("a list that counts down", "<ol reversed><li>one</li></ol>", "<ol reversed>\n<li>one</li>\n</ol>", "1. one",
     "<ol reversed><li>one</li></ol>", "<ol><li>one</li></ol>", "reversed: one"),
    ("open details", "<details open><summary>one</summary><p>b</p></details>",
     "<details open>\n<summary>one</summary>\n\nb\n\n</details>",
     "<details>\n<summary>one</summary>\n\nb\n\n</details>",
     "<details open><summary>one</summary><p>b</p></details>", "<details><summary>one</summary><p>b</p></details>",
     "open: one"),
    ("an aligned cell", _TABLE, _RAW.format(' style="text-align: right"'), "| a |\n|---|\n| b |",
     _RAW.format(' class="align-right"'), _RAW.format(""), "align right: b"),
]  # fmt: skip
IDS = [one[0] for one in CASES]


def _page(html: str, body: str) -> Ledger:
    page = page_of(graf("h3", "T", "h3 graf--title") + html, title="T", summary="")
    text = f"---\ntitle: T\n{FACTS}---\n"
    return check(page, text, f'<article class="h-entry"><h1 class="p-name">T</h1><div class="e-content">{body}</div>')


def _of_page(ledger: Ledger) -> set[str]:
    assert ledger.page is not None
    return {f"{miss.kind} {miss.words}" for miss in (*ledger.page.missing, *ledger.page.added)}


@pytest.mark.parametrize(("html", "kept", "changed", "words"), [(c[1], c[2], c[3], c[6]) for c in CASES], ids=IDS)
def test_a_lost_or_added_hint_of_a_text_is_named(html: str, kept: str, changed: str, words: str) -> None:
    whole = small(html, text=kept)
    assert whole.counts["layout"] == Count(1, 1)
    # A cover is a key of the front matter, too, which the sample lacks
    assert not [miss for miss in (*whole.missing, *whole.added) if miss.kind != "front_matter"]
    [lost] = [miss.words for miss in small(html, text=changed).unexplained if miss.kind == "layout"]
    assert lost.startswith(words)


@pytest.mark.parametrize(("html", "kept", "changed", "words"), [(c[1], c[4], c[5], c[6]) for c in CASES], ids=IDS)
def test_a_lost_or_added_hint_of_a_page_is_named(html: str, kept: str, changed: str, words: str) -> None:
    assert _of_page(_page(html, kept)) == set()
    assert any(miss.startswith(f"layout {words}") for miss in _of_page(_page(html, changed)))


@pytest.mark.parametrize(
    ("html", "changed", "words"),
    [
        (graf("p", "one"), "<!-- center -->\none", "center: one"),
        (_figure("figure"), f"<!-- wide -->\n{MARKDOWN}", "wide: 1-a.png"),
        (_figure("figure") + _figure("figure", OTHER), f"{MARKDOWN}\n{SECOND}", "in one row: 1-b.png"),
        ("<ul><li>one</li></ul>", "- [ ] one", "task open: one"),
        ("<ul><li>one</li></ul>", "- [x] one", "task done: one"),
        ("<ol><li>one</li></ol>", '<ol type="i"><li>one</li></ol>', "type i: one"),
    ],
)
def test_layout_that_only_the_text_has_is_named(html: str, changed: str, words: str) -> None:
    assert [(miss.kind, miss.words) for miss in small(html, text=changed).added] == [("layout", words)]


def test_a_check_box_that_only_the_page_has_is_named() -> None:
    sign = '<ul><li><label><input type="checkbox" disabled checked> one</label></li></ul>'
    assert _of_page(_page("<ul><li>one</li></ul>", sign)) == {"layout task done: one"}


@pytest.mark.parametrize(
    ("html", "kept", "changed", "kind"),
    [
        ("<table><tr><th>a</th></tr></table>", "| a |\n|---|", "<table><tr><td>a</td></tr></table>", "table_headings"),
        ("<table><tr><th>a</th></tr><tr><td>b</td></tr></table>", "| a |\n|---|\n| b |",
         "<table><tr><th>a</th></tr><tr><td>b</td></tr></table>", "table_places"),
        ('<ol><li value="7">a</li><li>b</li></ol>', '<ol>\n<li value="7">a</li>\n<li>b</li>\n</ol>', "1. a\n2. b",
         "list_numbers"),
        ('<ol start="0"><li>a</li></ol>', "0. a", "1. a", "list_numbers"),
        ('<ol start="-2"><li>a</li></ol>', '<ol start="-2">\n<li>a</li>\n</ol>', "1. a", "list_numbers"),
    ],
)  # fmt: skip
def test_headings_of_tables_and_numbers_of_items_are_compared(html: str, kept: str, changed: str, kind: str) -> None:
    whole = small(html, text=kept)
    assert (whole.missing, whole.added) == ((), ())
    assert kind in kinds(small(html, text=changed))


def test_the_layout_that_a_title_had_is_a_known_loss() -> None:
    page = page_of(graf("h3", "T", "h3 graf--title", 'data-align="center"'), title="T", summary="")
    [lost] = check(page, f"---\ntitle: T\n{FACTS}---\n").missing
    assert (lost.kind, lost.words, lost.group) == ("layout", "center: T", "words_kept")


def test_a_paragraph_in_a_quote_loses_its_alignment_with_its_words() -> None:
    quote = graf("blockquote", '<p data-align="center">one</p><p>two</p>')
    [lost] = small(quote, text="> one\n>\n> two").missing
    assert (lost.kind, lost.words, lost.group) == ("layout", "center: one", "words_kept")


def test_two_figures_that_medium_shows_apart_are_no_row() -> None:
    apart = _figure("layoutOutsetRow") + graf("p", "one") + _figure("layoutOutsetRowContinue", OTHER)
    ledger = small(apart, text=f"{MARKDOWN}\n\none\n\n{SECOND}")
    assert (ledger.missing, ledger.added) == ((), ())
