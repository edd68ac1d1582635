"""The proof itself: each kind of loss is found, and harmless differences are not reported."""

from __future__ import annotations

import pytest

from medium_archive.checks.completeness import check
from medium_archive.checks.completeness.comparison import embeds as proof_embeds
from medium_archive.medium import embeds
from tests.sample_ledger import kinds, small
from tests.sample_post import BACKGROUND, IMAGE, ORIGINAL, PICTURE, SITE, STRAYS, TEXT, graf, page_of

# A post that lost nothing


def test_a_complete_post_has_no_losses_and_is_counted() -> None:
    ledger = check(ORIGINAL, TEXT, SITE)
    assert ledger.missing == ()
    assert ledger.added == ()
    assert {kind: count.wanted for kind, count in ledger.counts.items()} == {
        "words": 48, "title": 10, "short_title": 10, "summary": 15, "date": 1, "address": 1, "front_matter": 1,
        "prose": 79, "headings": 21, "list_items": 21, "quotes": 23, "captions": 24,
        "strong": 4, "emphasis": 5, "inline_code": 7, "links": 2, "line_breaks": 1,
        "heading_levels": 2, "list_kinds": 4, "pull_quotes": 1, "section_breaks": 1,
        "code_lines": 3, "code_languages": 1, "pictures": 1, "picture_descriptions": 1, "embeds": 1, "cards": 1,
        "containers": 6,
        "order": 19,
    }  # fmt: skip
    assert all(count.found == count.wanted for count in ledger.counts.values())
    assert ledger.page is not None
    assert all(count.found == count.wanted for count in ledger.page.counts.values())


# One fault at a time, in the text: (what it is, what is there, what is there instead, the kind and words to be named)

FAULTS = [
    ("a word", "not yeast", "yeast", "prose", "not"),
    ("a letter", "begins", "begin", "prose", "begins"),
    ("a caption", "\n_A film of it_", "", "captions", "A film of it"),
    ("a code line", "    heat(loaf)\n", "", "code_lines", "heat(loaf)"),
    ("an indent", "    heat(loaf)", "   heat(loaf)", "code_lines", "heat(loaf)"),
    ("a blank line in code", "(loaf)\n\n", "(loaf)\n", "code_lines", "return loaf"),
    ("a link's target", "flour%20mill", "flour", "links", "flour mill"),
    ("a link", "[flour](https://example.org/flour%20mill)", "flour", "links", "flour mill"),
    ("a link in a caption", "[Ben](https://example.org/ben)", "Ben", "links", "example.org/ben"),
    ("a language", "```python", "```", "code_languages", "python"),
    ("another language", "```python", "```ruby", "code_languages", "python"),
    ("an embed", "<https://www.youtube.com/watch?v=mOkA_Y_Bctk>\n", "", "embeds", "mOkA_Y_Bctk"),
    ("another embed", "mOkA_Y_Bctk", "mOkA_Y_Bctx", "embeds", "mOkA_Y_Bctk"),
    ("bold on a word", "**good**", "good", "strong", "good"),
    ("emphasis on a word", "*isn’t*", "isn’t", "emphasis", "isn’t"),
    ("code in a line", "`water()`", "water()", "inline_code", "water()"),
    ("a list item", "- warm water\n", "", "list_items", "warm water"),
    ("a list's kind", "1. mix\n2. wait", "- mix\n- wait", "list_kinds", "mix"),
    ("a picture", "![Two loaves](1-3Afg.png)\n", "", "pictures", "1*3Afg.png"),
    ("another picture", "1-3Afg.png", "1-3Afx.png", "pictures", "1*3Afg.png"),
    ("a picture's description", "![Two loaves]", "![]", "picture_descriptions", "Two loaves"),
    ("a heading", "## What you need\n\n", "", "headings", "What you need"),
    ("a heading's level", "## What", "### What", "heading_levels", "What you need"),
    ("a heading that is text now", "## What you need", "What you need", "headings", "What you need"),
    ("a card", '[All about salt](https://example.com/salt "From the sea to the table")', "", "cards", "salt"),
    ("a card's description", "From the sea to the table", "From the sea", "cards", "to the table"),
    ("a card's address", "example.com/salt", "example.com/pepper", "cards", "example.com/salt"),
    ("a section break", "---\n\n### As", "### As", "section_breaks", "break"),
    ("a line break", "made.\\\n", "made.\n", "line_breaks", "made."),
    ("a pull quote", "<!-- pull quote -->\n", "", "pull_quotes", "Bread is time."),
    ("a quote", "> Said a baker.\n\n", "", "quotes", "Said a baker."),
    ("the title", "title: Bread & Salt", "title: Bread", "title", "& Salt"),
    ("the summary", "description: How a loaf is made.\n", "", "summary", "How a loaf is made."),
    ("the date", "06:16:00.766Z", "06:16:01.766Z", "date", "2019-01-09"),
    ("the address", "bread-salt-5c8d3a", "bread", "address", "bread-salt-5c8d3a"),
]


@pytest.mark.parametrize(("old", "new", "kind", "words"), [f[1:] for f in FAULTS], ids=[f[0] for f in FAULTS])
def test_each_fault_in_the_markdown_is_found(old: str, new: str, kind: str, words: str) -> None:
    assert TEXT.count(old) == 1
    ledger = check(ORIGINAL, TEXT.replace(old, new), SITE)
    assert [miss for miss in ledger.unexplained if miss.kind == kind and words in miss.words]
    assert ledger.counts[kind].found < ledger.counts[kind].wanted
    assert ledger.page is not None
    assert not ledger.page.missing


PAGE_FAULTS = [
    ("a word", "not yeast", "yeast", "prose"),
    ("a caption", "<figcaption>A film of it</figcaption>", "", "captions"),
    ("a code line", "    heat(loaf)\n", "", "code_lines"),
    ("a language", ' class="language-python"', "", "code_languages"),
    ("a link's target", "flour mill", "mill", "links"),
    ("bold", "<strong>good</strong>", "good", "strong"),
    ("a list item", "<li>warm water</li>", "", "list_items"),
    ("a missing picture's address", f'<a class="address" href="{IMAGE}/1*3Afg.png" rel="noopener">', "<a>", "pictures"),
    ("an embed", 'href="https://www.youtube.com/watch?v=mOkA_Y_Bctk"', 'href="#"', "embeds"),
    ("a card's description", '<span class="description">From the sea to the table</span>', "", "cards"),
    ("a heading", '<h3 id="as">As a program</h3>', "", "headings"),
    ("a section break", "<hr>", "", "section_breaks"),
    ("the title", 'p-name">Bread &amp; Salt', 'p-name">Bread', "title"),
]


@pytest.mark.parametrize(("old", "new", "kind"), [f[1:] for f in PAGE_FAULTS], ids=[f[0] for f in PAGE_FAULTS])
def test_each_fault_in_the_page_is_found(old: str, new: str, kind: str) -> None:
    assert SITE.count(old) == 1
    ledger = check(ORIGINAL, TEXT, SITE.replace(old, new))
    assert kind in kinds(ledger)
    assert not ledger.text.missing


@pytest.mark.parametrize(("old", "new"), [('<span class="k">def', '\n<span class="k">def'), ("loaf</c", "loaf\n</c")])
def test_a_blank_line_around_the_code_of_a_page_is_found(old: str, new: str) -> None:
    assert SITE.count(old) == 1
    page = check(ORIGINAL, TEXT, SITE.replace(old, new)).page
    assert page is not None
    assert [miss.kind for miss in page.added] == ["code_lines"]


def test_swapped_paragraphs_are_reported() -> None:
    ledger = small(graf("p", "First one."), graf("p", "Second one."), text="Second one.\n\nFirst one.")
    assert [miss.kind for miss in ledger.unexplained] == ["order"]


def test_duplicated_text_is_reported() -> None:
    ledger = small(graf("p", "Only once."), text="Only once.\n\nOnly once.")
    assert not ledger.missing
    assert [(miss.kind, miss.words) for miss in ledger.added] == [("prose", "Only once.")]


def test_merged_paragraphs_are_reported() -> None:
    assert kinds(small(graf("p", "One."), graf("p", "Two."), text="One.\nTwo.")) == {"prose"}


def test_a_loss_in_a_long_word_is_quoted_with_its_context() -> None:
    chinese = "春眠不覺曉處處聞啼鳥夜來風雨聲花落知多少" * 3
    ledger = small(graf("p", chinese), text=chinese.replace("夜來", "夜", 1))
    (miss,) = ledger.unexplained
    assert "來" in miss.words
    assert len(miss.words) < 20
    assert miss.amount == 1


# What is no loss


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("one\n two", "one two"),
        ("\u00a0one\u200a<br>\u2009two\u3000", "\u00a0one\\\ntwo"),
        ("<strong>one\u00a0</strong>two", "**one**\u00a0two"),
        ("a\u001bb\u0085c\ufdd0", "abc"),
        ("<strong>one </strong><strong> two</strong>", "**one two**"),
        ("a<strong> </strong>b", "a b"),
        ("<br>text<br>", "text"),
        ('<a href="https://x.org/a">one</a><a href="https://x.org/a"> two</a>', "[one two](https://x.org/a)"),
        ('<a href="https://x.org/%28a%29">a</a>', "[a](https://x.org/\\(a\\))"),
        ('<a href="https://x.org/a]">a</a>', "[a](https://x.org/a%5D)"),
        ('<code><a href="http://twitter.com/State" title="Twitter profile for @State">@State</a></code>', "`@State`"),
        ('<span class="graf-dropCap">M</span>achine', "Machine"),
        ("&lt;script&gt;", "\\<script>"),
    ],
)
def test_equivalent_markdown_spellings_have_no_losses(html: str, markdown: str) -> None:
    ledger = small(graf("p", html), text=markdown)
    assert not ledger.missing
    assert not ledger.added


def test_joined_code_blocks_are_no_loss() -> None:
    split = graf("pre", "a {<br>  b") + graf("pre", "  c<br>}")
    assert not small(split, text="```\na {\n  b\n\n  c\n}\n```").missing
    assert not small(split, text="```\na {\n  b\n```\n\n```\n  c\n}\n```").missing
    assert kinds(small(split, text="```\na {\n  b\n  c\n}\n```")) == {"code_lines"}
    assert kinds(small(split, text="```\na {\n  b\n\n\n  c\n}\n```")) == {"code_lines"}
    lines = graf("pre", "a {") + graf("pre", "  b<br><br>") + graf("pre", "}")
    assert not small(lines, text="```\na {\n  b\n\n\n}\n```").missing
    assert kinds(small(lines, text="```\na {\n\n  b\n\n\n}\n```")) == {"code_lines"}
    blank = graf("pre", "a {<br><br>  b<br>}")
    assert kinds(small(blank, text="```\na {\n  b\n}\n```")) == {"code_lines"}


@pytest.mark.parametrize(
    ("code", "text"),
    [("a<br>b", "\na\nb"), ("a<br>b", "a\nb\n"), ("<br>a<br>", "\n\na\n"), ("<br>a<br>", "\na\n\n")],
)
def test_blank_lines_around_code_are_only_those_of_the_original(code: str, text: str) -> None:
    html = graf("pre", code)
    assert [miss.kind for miss in small(html, text=f"```\n{text}\n```").added] == ["code_lines"]
    assert not small(html, text="```\n{}\n```".format(code.replace("<br>", "\n"))).added
    two = graf("pre", "<br>a") + graf("p", "b") + graf("pre", "c<br>") + graf("pre", "d")
    assert not small(two, text="```\n\na\n```\n\nb\n\n```\nc\n\n```\n\n```\nd\n```").added


@pytest.mark.parametrize("text", ["\na\n", "a\n\n", "\na", "a"])
def test_blank_lines_removed_around_code_are_lost(text: str) -> None:
    html = graf("pre", "<br>a<br><br>")
    assert kinds(small(html, text=f"```\n{text}\n```")) == {"code_lines"}
    assert not small(html, text="```\n\na\n\n\n```").missing


def test_a_paragraph_with_only_a_link_is_no_embed() -> None:
    link = graf("p", '<a href="https://youtu.be/mOkA">https://youtu.be/mOkA</a>')
    assert not small(link, text="[https://youtu.be/mOkA](https://youtu.be/mOkA)").missing
    assert kinds(small(link, text="<https://youtu.be/mOkA>")) == {"prose", "links"}


@pytest.mark.parametrize(
    ("frame", "page"),
    [sample for embed in embeds.ALL for sample in embed.SAMPLES],
    ids=lambda value: value[:60],
)
def test_an_embed_may_use_the_page_address(frame: str, page: str) -> None:
    html = graf("figure", f'<iframe src="{frame.replace("&", "&amp;")}"></iframe>', "figure graf--iframe")
    assert not small(html, text=f"<{page}>").missing
    assert not small(html, text=f"<{frame}>").missing
    assert kinds(small(html, text="<https://example.org/another/0123>")) == {"embeds"}


@pytest.mark.parametrize(
    ("frame", "page"), [sample for embed in embeds.ALL for sample in embed.SAMPLES], ids=lambda value: value[:60]
)
def test_an_embed_with_another_name_in_its_address_is_lost(frame: str, page: str) -> None:
    """The proof has no list of places: it finds by its rule that the name in the address differs."""
    name = max(proof_embeds.parse(frame).names & proof_embeds.parse(page).names, key=len)
    start, found, end = page.rpartition(name if name in page else name.replace("-", "."))
    assert found
    for changed in (f"{start}{found[:-1]}~{end}", f"{start}{found}1{end}", f"{start}{end}"):
        assert not proof_embeds.same(frame, changed), changed
    _, _, path = page.partition("://")[2].partition("/")
    assert not proof_embeds.same(frame, f"https://other.example/{path}")


# Known losses, each with its reason


@pytest.mark.parametrize(
    ("html", "markdown", "kind", "reason"),
    [
        (graf("figure", "", "figure graf--iframe"), "<!-- lost embed -->", "embeds", "emptied"),
        (
            graf("figure", "<figcaption>A film</figcaption>", "figure graf--iframe"),
            "<!-- lost embed with caption -->\n_A film_",
            "embeds",
            "emptied",
        ),
        (graf("figure", '<img alt="?">'), "", "pictures", "no address"),
        (graf("pre", "a <strong>b</strong>"), "```\na b\n```", "strong", "no bold and no italics"),
        (graf("pre", 'a <a href="https://x.org">b</a>'), "```\na b\n```", "links", "cannot have links"),
        (
            graf("pre", "<span>ls -l</span>", "pre", 'data-code-block-mode="1" data-code-block-lang="lua"'),
            "```\nls -l\n```",
            "code_languages",
            "guessed",
        ),
    ],
)
def test_a_known_loss_is_reported_with_its_reason(html: str, markdown: str, kind: str, reason: str) -> None:
    ledger = small(html, graf("p", "Text."), text=f"{markdown}\n\nText.")
    (miss,) = ledger.missing
    assert miss.kind == kind
    assert reason in miss.reason
    assert not ledger.unexplained


# What stands where Medium puts nothing


@pytest.mark.parametrize(("html", "markdown", "gone", "kind"), [s[1:] for s in STRAYS], ids=[s[0] for s in STRAYS])
def test_added_text_is_reported(html: str, markdown: str, gone: str, kind: str) -> None:
    end = graf("p", "The end.")
    cover = "cover: 1-a.png\n" if html.startswith(BACKGROUND) else ""
    whole = small(html, end, text=f"{markdown}\n\nThe end.", head=cover)
    assert not whole.unexplained
    assert not whole.added
    assert f"{markdown}\n".count(gone) == 1
    assert kind in kinds(small(html, end, text=f"{markdown}\n".replace(gone, "") + "\nThe end."))


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("an enum Gender", "an enumGender"),
        ("anything goes", "any thing goes"),
        ("<b>one</b> two", "**one**two"),
        ("one<br>two", "onetwo"),
    ],
)
def test_joined_and_split_words_are_reported(html: str, markdown: str) -> None:
    assert "prose" in kinds(small(graf("p", html), text=markdown))


@pytest.mark.parametrize(
    ("frame", "kept"),
    [
        ("https://www.youtube.com/embed/mOkA_Y_Bctk", "https://www.youtubx.com/watch?v=mOkA_Y_Bctk"),
        ("https://www.youtube.com/embed/mOkA_Y_Bctk?start=90", "https://www.youtube.com/watch?v=mOkA_Y_Bctk&t=91s"),
        ("https://anchor.fm/ada/embed/episodes/a-b1", "https://anchor.fm/adb/episodes/a-b1"),
        ("https://x.org/widget?doc=seven", "https://x.org/widget?doc=sever"),
        ("https://x.org/widget?doc=seven", "https://x.org/widget"),
        ("https://x.org/widget", "https://x.org/widgex"),
        ("https://www.youtube.com/embed/mOkA_Y_Bctk", "http://www.youtube.com/watch?v=mOkA_Y_Bctk"),
        ("//x.org/widget", "http://x.org/widget"),
    ],
)
def test_an_embed_with_another_address_is_reported(frame: str, kept: str) -> None:
    html = graf("figure", f'<iframe src="{frame}"></iframe>', "figure graf--iframe")
    assert kinds(small(html, text=f"<{kept}>")) == {"embeds"}


# What is a loss only to somebody who reads too literally

_CARD = "mixtapeEmbed"
NO_LOSS = [
    (
        "captions of a row",
        '<div class="section-inner sectionLayout--outsetRow">{}{}</div>'.format(
            graf("figure", f"{PICTURE}<figcaption>A</figcaption>", "layoutOutsetRow"),
            graf("figure", f'<img src="{IMAGE}/1*b.png"><figcaption>B</figcaption>', "layoutOutsetRowContinue"),
        ),
        f"![]({IMAGE}/1*a.png)\n![]({IMAGE}/1*b.png)\n_A\\\nB_",
    ),
    (
        "a card whose description ends with its host",
        graf("div", '<a href="https://x.org/a"><strong>T</strong><br><em>All of x.org</em>x.org</a>', _CARD),
        '[T](https://x.org/a "All of x.org")',
    ),
    (
        "a card that is only its host",
        graf("div", '<a href="https://x.org/a">x.org</a>', _CARD),
        '[x.org](https://x.org/a "x.org")',
    ),
    ("a card without address", graf("div", "<a><strong>T</strong><br><em>D</em>x.org</a>", _CARD), "**T**\\\n*D*x.org"),
    (
        "a space and a link with a title",
        graf("p", '\u3000<a href="https://x.org" title="t">x</a>'),
        '\u3000[x](https://x.org "t")',
    ),
    (
        "a control character in an address",
        graf("p", '<a href="https://x.org/a&#1;b&#x7f;">x</a>'),
        "[x](https://x.org/ab)",
    ),
    ("a control character in a text", graf("p", "a&#7;b"), "ab"),
    ("a separator of lines", graf("p", "a\u2028b"), "a\u2028b"),
    ("a label without a cover", f"</div></section><section><div>{graf('label', 'L', 'sectionCaption')}", "---\n\nL"),
]


@pytest.mark.parametrize(("html", "markdown"), [case[1:] for case in NO_LOSS], ids=[case[0] for case in NO_LOSS])
def test_harmless_differences_are_no_loss(html: str, markdown: str) -> None:
    cover = '<div class="section-background" data-image-id="1*c.png"></div>' if "<section>" in html else ""
    text = f"<!-- cover -->\n![](1-c.png)\n\n{markdown}" if cover else markdown
    ledger = small(cover + html, text=text, head="cover: 1-c.png\n" if cover else "")
    assert not ledger.missing
    assert not ledger.added


def test_a_title_on_two_lines_becomes_one() -> None:
    page = page_of(graf("h3", "One<br>two #", "h3 graf--title") + graf("p", "Text."), title="One two #", summary="")
    facts = "date: 2019-01-09T06:16:00.766Z\nmedium:\n  url: https://medium.com/@ada/bread-salt-5c8d3a\n"
    for marked in ("", "title_markdown: 'One two #'\n"):
        (miss,) = check(page, f"---\ntitle: 'One two #'\n{marked}{facts}---\n\nText.\n").missing
        assert (miss.kind, miss.reason[:20]) == ("line_breaks", "A title is one line:")


def test_a_small_heading_used_as_subtitle_is_no_loss() -> None:
    page = page_of(
        graf("h3", "T", "h3 graf--title") + graf("h4", "Under it") + graf("p", "Text."), title="T", summary="Under it"
    )
    facts = "date: 2019-01-09T06:16:00.766Z\nmedium:\n  url: https://medium.com/@ada/bread-salt-5c8d3a\n"
    assert not check(page, f"---\ntitle: T\nsubtitle: Under it\n{facts}---\n\nText.\n").missing
    assert "headings" in kinds(check(page, f"---\ntitle: T\n{facts}---\n\nText.\n"))


def test_an_address_alone_is_an_embed_with_or_without_brackets() -> None:
    html = graf(
        "figure", '<iframe src="https://x.org/film"></iframe><figcaption>A film</figcaption>', "figure graf--iframe"
    )
    assert not small(html, text="<https://x.org/film>\n_A film_").missing
    assert not small(html, text="https://x.org/film\n_A film_").missing
    assert kinds(small(html, text="https\\://x.org/film\n_A film_")) == {"embeds", "captions"}
    assert kinds(small(html, text="See https://x.org/film\n_A film_")) == {"embeds", "captions"}
