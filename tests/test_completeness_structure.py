"""The proof sees white space with a meaning, lists, tables, marks, and what is hidden from readers."""

from __future__ import annotations

import pytest

from medium_archive.checks.completeness import check
from tests.sample_ledger import FACTS, kinds, small
from tests.sample_post import ORIGINAL, SITE, TEXT, graf, page_of

SEA = "https://cdn-images-1.medium.com/max/800/1*sea.png"


@pytest.mark.parametrize(
    ("html", "markdown", "kind"),
    [
        ("one\u00a0two", "one two", "prose"),
        ("one\u200a— two", "one — two", "prose"),
        ("one\u3000two", "one two", "prose"),
        ("one\u200btwo", "onetwo", "prose"),
        ("one two \U0001f600", "one two\U0001f600", "prose"),
        ("春 眠", "春眠", "prose"),
        ("one<br>\u00a0two", "one\\\ntwo", "prose"),
        ('<a href="https://x.org/">one\u202ftwo</a>', "[one two](https://x.org/)", "prose"),
    ],
)
def test_white_space_with_a_meaning_is_compared(html: str, markdown: str, kind: str) -> None:
    assert kind in kinds(small(graf("p", html), text=markdown))


@pytest.mark.parametrize("character", ["\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u200e", "\u00a0"])
def test_an_added_character_that_nobody_sees_is_reported(character: str) -> None:
    ledger = small(graf("p", "one two"), text=f"one{character} two")
    assert [(miss.kind, miss.amount) for miss in ledger.added] == [("prose", 1)]


def test_white_space_in_a_title_is_compared() -> None:
    whole = small(text="", title="T")
    assert not whole.missing
    for words, kept, is_kept in (
        ("One\u00a0two \U0001f600", "One two \U0001f600", True),
        ("One\u00a0two \U0001f600", "One two\U0001f600", False),
        ("One two", "Onetwo", False),
        ("One two", "One\u00a0two", False),
    ):
        page = page_of(graf("h3", words, "h3 graf--title") + graf("p", "Text."), title=words, summary="")
        facts = "date: 2019-01-09T06:16:00.766Z\nmedium:\n  url: https://medium.com/@ada/bread-salt-5c8d3a\n"
        ledger = check(page, f"---\ntitle: {kept}\n{facts}---\n\nText.\n")
        assert (not ledger.missing and not ledger.added) == is_kept, (words, kept)


LISTS = [
    ("a start", '<ol start="4"><li>a</li><li>b</li></ol>', "4. a\n5. b", "1. a\n2. b", "list_numbers"),
    ("a split list", "<ul><li>a</li><li>b</li></ul>", "- a\n- b", "- a\n\n* b", "list_starts"),
    ("a split numbered list", "<ol><li>a</li><li>b</li></ol>", "1. a\n2. b", "1. a\n\n2) b", "list_starts"),
    ("merged lists", "<ul><li>a</li></ul><ul><li>b</li></ul>", "- a\n\n* b", "- a\n- b", "list_starts"),
    ("a level", "<ul><li>a<ul><li>b</li></ul></li></ul>", "- a\n  - b", "- a\n- b", "list_levels"),
    ("a level more", "<ul><li>a</li><li>b</li></ul>", "- a\n- b", "- a\n  - b", "list_levels"),
]


@pytest.mark.parametrize(("html", "kept", "changed", "kind"), [one[1:] for one in LISTS], ids=[one[0] for one in LISTS])
def test_the_structure_of_lists_is_compared(html: str, kept: str, changed: str, kind: str) -> None:
    assert not small(html, text=kept).missing
    assert kind in kinds(small(html, text=changed))


MARKS = [
    ("strike-through", graf("p", "a <s>b</s> c"), "a ~~b~~ c", "a b c", "strikethrough"),
    ("a sub", graf("p", "H<sub>2</sub>O"), "H<sub>2</sub>O", "H2O", "other_marks"),
    ("another mark", graf("p", "a <ins>b</ins>"), "a <ins>b</ins>", "a <u>b</u>", "other_marks"),
    (
        "a ruby text",
        graf("p", "<ruby>漢<rt>k</rt></ruby>"),
        "<ruby>漢<rt>k</rt></ruby>",
        "<ruby>漢k</ruby>",
        "other_marks",
    ),
    (
        "an abbreviation",
        graf("p", '<abbr title="Hyper Text">HT</abbr>'),
        '<abbr title="Hyper Text">HT</abbr>',
        "<abbr>HT</abbr>",
        "attributes",
    ),
    (
        "the title of a link",
        graf("p", 'a <a href="https://x.org/" title="Mine">b</a>'),
        'a [b](https://x.org/ "Mine")',
        "a [b](https://x.org/)",
        "attributes",
    ),
    (
        "a cell",
        "<table><tr><th>a</th><th>b</th></tr><tr><td>c</td><td>d</td></tr></table>",
        "| a | b |\n|---|---|\n| c | d |",
        "| a | b |\n|---|---|\n| d | c |",
        "order",
    ),
    (
        "a row",
        "<table><tr><th>a</th></tr><tr><td>c</td></tr><tr><td>d</td></tr></table>",
        "| a |\n|---|\n| c |\n| d |",
        "<table><tr><th>a</th></tr><tr><td>c</td><td>d</td></tr></table>",
        "table_places",
    ),
    (
        "a cell over two columns",
        '<table><tr><td colspan="2">a</td></tr></table>',
        '<table><tr><td colspan="2">a</td></tr></table>',
        "<table><tr><td>a</td></tr></table>",
        "table_places",
    ),
    (
        "details",
        "<details><summary>a</summary><p>b</p></details>",
        "<details>\n<summary>a</summary>\n\nb\n\n</details>",
        "<details>\n<summary>a</summary>\n\n</details>\n\nb",
        "details",
    ),
    ("terms", "<dl><dt>a</dt><dd>b</dd></dl>", "<dl><dt>a</dt><dd>b</dd></dl>", "a\n\nb", "definitions"),
]


@pytest.mark.parametrize(("html", "kept", "changed", "kind"), [one[1:] for one in MARKS], ids=[one[0] for one in MARKS])
def test_marks_tables_and_details_are_compared(html: str, kept: str, changed: str, kind: str) -> None:
    whole = small(html, text=kept)
    assert not whole.missing
    assert not whole.added
    assert kind in kinds(small(html, text=changed))


@pytest.mark.parametrize(
    ("text", "kind"),
    [("a ~~b~~", "strikethrough"), ("a <mark>b</mark>", "other_marks"), ("a **b**", "strong")],
)
def test_an_added_mark_is_reported(text: str, kind: str) -> None:
    assert {miss.kind for miss in small(graf("p", "a b"), text=text).added} == {kind}


@pytest.mark.parametrize(
    "form",
    [
        "<p hidden>{}</p>",
        '<p style="display: none">{}</p>',
        '<div style="color:red;visibility:hidden"><p>{}</p></div>',
        '<span style="font-size: 0px">{}</span>',
        '<p aria-hidden="true">{}</p>',
        "<template>{}</template>",
        "<noscript><p>{}</p></noscript>",
        "<!-- {} -->",
        '<p class="skip">{}</p>',
    ],
)
def test_text_that_no_reader_sees_is_lost(form: str) -> None:
    assert kinds(small(graf("p", "Seen"), graf("p", "Words"), text=f"Seen\n\n{form.format('Words')}")) == {"prose"}
    hidden = SITE.replace(
        "<p>Use <code>water()</code> once more.</p>", form.format("Use <code>water()</code> once more.")
    )
    assert hidden != SITE
    assert "prose" in kinds(check(ORIGINAL, TEXT, hidden))


def test_text_that_opens_only_on_a_click_is_reported() -> None:
    text = "<details>\n<summary>S</summary>\n\nWords\n\n</details>"
    assert "details" in kinds(small(graf("p", "Words"), text=text))
    picture = f'<figure class="graf--figure"><img src="{SEA}"></figure>'
    frame = (
        '<figure class="graf--figure graf--iframe"><iframe src="https://www.youtube.com/embed/x1"></iframe></figure>'
    )
    for html, markdown in (
        (graf("pre", "let a = 1"), "```\nlet a = 1\n```"),
        (picture, f"![]({SEA})"),
        (frame, "<https://www.youtube.com/watch?v=x1>"),
    ):
        assert not kinds(small(html, text=markdown)), markdown
        assert kinds(small(html, text=f"<details>\n\n{markdown}\n\n</details>")) == {"details"}, markdown


@pytest.mark.parametrize(
    ("html", "markdown", "words"),
    [
        (graf("p", "a <marquee>b</marquee>"), "a b", "<marquee> b"),
        ("<math><mi>x</mi></math>", "x", "<math> x"),
        (graf("p", "Words", "poll"), "Words", "graf--poll Words"),
    ],
)
def test_unknown_markup_is_named_with_its_words(html: str, markdown: str, words: str) -> None:
    ledger = small(html, text=markdown)
    assert not ledger.unexplained
    assert [(miss.kind, miss.words) for miss in ledger.missing] == [("markup", words)]


OLD = graf("pre", "f() {<br>  a")
BARE = graf("pre", "a()") + graf("pre", "b()")
CODE = [
    ("a language added", graf("pre", "a()"), "```\na()\n```", "```python\na()\n```"),
    ("a block split", graf("pre", "a()<br><br>b()"), "```\na()\n\nb()\n```", "```\na()\n```\n\n```\nb()\n```"),
    ("blocks merged", BARE, "```\na()\n```\n\n```\nb()\n```", "```\na()\n\nb()\n```"),
    (
        "blocks of the new editor merged",
        graf("pre", "f() {", "pre", 'data-code-block-mode="0"') + graf("pre", "}", "pre", 'data-code-block-mode="0"'),
        "```\nf() {\n```\n\n```\n}\n```",
        "```\nf() {\n\n}\n```",
    ),
]


@pytest.mark.parametrize(("html", "kept", "changed"), [one[1:] for one in CODE], ids=[one[0] for one in CODE])
def test_languages_and_borders_of_code_are_compared(html: str, kept: str, changed: str) -> None:
    whole = small(html, text=kept)
    assert not whole.missing
    assert not whole.added
    ledger = small(html, text=changed)
    assert ledger.unexplained or ledger.added


def test_a_language_that_the_site_guesses_for_colours_is_allowed_on_the_page() -> None:
    page = page_of(graf("h3", "T", "h3 graf--title") + graf("pre", "a()"), title="T", summary="")
    text = f"---\ntitle: T\n{FACTS}---\n\n```\na()\n```\n"
    for guessed, count in ((" data-guessed", 0), ("", 1)):
        code = f'<pre{guessed}><code class="language-python">a()</code></pre>'
        ledger = check(page, text, f'<h1 class="p-name">T</h1><div class="e-content">{code}</div>')
        assert ledger.page is not None
        assert len(ledger.page.added) == count


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"host">example.com', '"host">example.org'),
        ('href="https://www.youtube.com/watch?v=mOkA_Y_Bctk"', 'href="https://www.youtube.com/watch?v=mOkA_Y_Bctx"'),
        ("www.youtube.com/watch?v=mOkA_Y_Bctk</span>", "www.youtube.com/watch?v=mOkA_Y_Bctx</span>"),
        ('<span class="words">', '<img src="t.png" alt="A film"><span class="words">'),
    ],
)
def test_what_an_embed_or_a_card_shows_is_compared(old: str, new: str) -> None:
    assert SITE.count(old) == 1
    ledger = check(ORIGINAL, TEXT, SITE.replace(old, new))
    assert ledger.page is not None
    assert ledger.page.unexplained or ledger.page.added


def test_a_text_that_is_twice_on_a_page_counts_as_added() -> None:
    start, end = SITE.index('<div class="text e-content">'), SITE.index("<footer>")
    ledger = check(ORIGINAL, TEXT, f"{SITE[:end]}{SITE[start:end]}{SITE[end:]}")
    assert ledger.page is not None
    assert {"prose", "pictures", "code_lines"} <= {miss.kind for miss in ledger.page.added}


@pytest.mark.parametrize("tag", ["article", "body", 'div class="text e-content"'])
def test_a_page_that_hides_its_post_has_lost_the_words(tag: str) -> None:
    hidden = SITE.replace(f"<{tag}", f"<{tag} hidden", 1)
    assert hidden != SITE
    assert "prose" in kinds(check(ORIGINAL, TEXT, hidden))
