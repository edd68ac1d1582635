"""The proof reports no loss where index.md or a page has the same content in another form."""

from __future__ import annotations

import pytest

from medium_archive import markdown
from medium_archive.checks.completeness import OwnPosts, check
from tests.sample_ledger import FACTS, kinds, small
from tests.sample_post import graf, page_of
from tests.test_markup import plain

_OTHER = "0123456789ab"
_POSTS = OwnPosts(
    "posts/a-list",
    {"posts/other": _OTHER.lstrip("0"), "posts/third": "abcdef012345"},
    frozenset((_OTHER.lstrip("0"), "abcdef012345")),
)


@pytest.mark.parametrize(
    ("there", "here"),
    [
        ("2024-02-29T23:30:00Z", "2024-02-29T23:30:00.000Z"),
        ("2024-03-01T01:30:00+08:00", "2024-02-29T17:30:00.000Z"),
        ("2019-01-09T06:16:00.766Z", "2019-01-09T06:16:00.766Z"),
    ],
)
def test_a_date_is_compared_as_an_instant(there: str, here: str) -> None:
    page = page_of(graf("h3", "T", "h3 graf--title"), title="T", summary="")
    page = page.replace(b"2019-01-09T06:16:00.766Z", there.encode())
    head = "---\ntitle: T\ndate: {}\nmedium:\n  url: https://medium.com/@ada/bread-salt-5c8d3a\n---\n"
    assert not check(page, head.format(here)).missing
    assert kinds(check(page, head.format(here.replace("30:0", "31:0").replace("16:0", "17:0")))) == {"date"}


def test_a_link_and_an_embed_of_one_address_are_two_things() -> None:
    address = "https://www.youtube.com/watch?v=aqz-KE-bpKQ&t=114s"
    frame = (
        '<iframe src="https://www.youtube.com/embed/aqz-KE-bpKQ?start=114&amp;feature=oembed&amp;start=114"></iframe>'
    )
    link = graf("p", f'<a href="{address}">{address}</a>')
    embed = graf("figure", frame, "figure graf--iframe")
    kept = f"<{address}>", f"[{address}]({address})"
    assert not small(embed, graf("p", "Again:"), link, text=f"{kept[0]}\n\nAgain:\n\n{kept[1]}").missing
    assert not small(link, embed, text=f"{kept[1]}\n\n{kept[0]}").missing
    assert "embeds" in kinds(small(embed, link, text=kept[1]))


def _card(host: str, title: str = "Other") -> str:
    words = f"<strong>{title}</strong><br><em>What it says…</em>{host}"
    return graf("div", f'<a href="https://{host}/other-{_OTHER}">{words}</a>', "mixtapeEmbed")


@pytest.mark.parametrize("host", ["medium.com", "ada.medium.com"])
def test_two_cards_to_an_own_post_may_have_two_hosts(host: str) -> None:
    page = page_of(
        graf("h3", "T", "h3 graf--title") + _card("medium.com") + graf("p", "And") + _card(host), title="T", summary=""
    )
    card = '[Other](../other/index.md "What it says…")'
    text = f"---\ntitle: T\n{FACTS}---\n\n{card}\n\nAnd\n\n{card}\n"
    words = '<span class="title">Other</span><span class="description">What it says…</span>'
    site = f'<a class="card" href="../other/index.html">{words}</a>'
    figure = f"<figure>{site}</figure>"
    shown = f'<h1 class="p-name">T</h1><div class="e-content">{figure}<p>And</p>{figure}</div>'
    whole = check(page, text, shown, _POSTS)
    assert not whole.missing
    assert not whole.added
    assert kinds(check(page, text.replace("Other", "Another", 1), shown, _POSTS)) == {"cards"}


@pytest.mark.parametrize(
    ("kept", "is_kept"),
    [
        ("../other/index.md", True),
        ("../other/index.md#part", False),
        ("../third/index.md", False),
        ("https://medium.com/@ada/third-abcdef012345", False),
        ("../nothing/index.md", False),
    ],
)
def test_a_link_to_an_own_post_leads_to_the_same_post(kept: str, is_kept: bool) -> None:
    link = f'<a href="https://medium.com/@ada/other-{_OTHER}?source=x">other</a>'
    page = page_of(graf("h3", "T", "h3 graf--title") + graf("p", f"An {link} post"), title="T", summary="")
    ledger = check(page, f"---\ntitle: T\n{FACTS}---\n\nAn [other]({kept}) post\n", posts=_POSTS)
    assert (not ledger.missing and not ledger.added) == is_kept


@pytest.mark.parametrize(
    "address", ["http://what is said", "/{{page}}/a.html", "www.example.com]x", "http://127.0.0.1:8888).", "http://a]"]
)
def test_an_address_that_no_page_can_follow_is_the_same_known_loss_everywhere(address: str) -> None:
    page = page_of(
        graf("h3", "T", "h3 graf--title") + graf("p", f'To <a href="{address}">the <b>place</b></a> go'),
        title="T",
        summary="",
    )
    kept = address.replace(" ", "%20")
    text = f"---\ntitle: T\n{FACTS}---\n\nTo [the **place**](<{kept}>) go\n"
    shown = '<h1 class="p-name">T</h1><div class="e-content"><p>To <a>the <strong>place</strong></a> go</p></div>'
    ledger = check(page, text, shown)
    if address.startswith("www."):
        assert not ledger.text.missing
        return
    assert ledger.page is not None
    assert ledger.text.missing == ledger.page.missing
    (miss,) = ledger.text.missing
    assert (miss.kind, miss.group) == ("links", "not_linked")
    assert miss.words.startswith("the place (")
    assert ledger.counts["links"].found == 1
    assert "links" in kinds(check(page, text.replace(kept, "https://x.org"), shown))


def test_an_e_mail_address_has_its_scheme_in_the_text() -> None:
    html = graf("p", 'Write to <a href="ada@example.org">me</a>')
    assert not small(html, text="Write to [me](mailto:ada@example.org)").missing
    assert "links" in kinds(small(html, text="Write to [me](mailto:ben@example.org)"))


@pytest.mark.parametrize("character", ["\ufffe", "&#xFFFE;", "&#65534;", "&#7;", "\U0001ffff", "&#x1FFFF;", "&#xfdd0;"])
def test_a_character_that_no_file_may_hold_is_no_loss(character: str) -> None:
    ledger = small(graf("p", f"a{character}b"), text="ab")
    assert not ledger.missing
    assert not ledger.added


def test_messages_have_spaces_between_the_words_of_a_link() -> None:
    html = graf("p", 'A <a href="https://x.org/">link to <b>a place</b></a><br>and more words')
    assert [miss.words for miss in small(html, text="A link to **a place**\\\nand more words").unexplained] == [
        "link to a place (https://x.org/)"
    ]
    (miss,) = small(html, text="A [link to **a place**](https://x.org/) and more words").unexplained
    assert miss.words == "A link to a place"


def test_an_unknown_parameter_of_a_player_is_named_when_it_is_dropped() -> None:
    html = graf("figure", '<iframe src="https://glitch.com/embed/?path=README.md"></iframe>', "figure graf--iframe")
    assert not small(html, text="<https://glitch.com/embed/?path=README.md>").missing
    assert kinds(small(html, text="<https://glitch.com/>")) == {"embeds"}
    film = graf(
        "figure", '<iframe src="https://player.example.org/embed/A1?clip=7&amp;rel=0"></iframe>', "figure graf--iframe"
    )
    assert not small(film, text="<https://example.org/watch/A1?clip=7>").missing
    assert kinds(small(film, text="<https://example.org/watch/A1>")) == {"embeds"}


@pytest.mark.parametrize("space", ["&nbsp;", "&#8202;", " ", "<em>&nbsp;</em>", "&nbsp;<em><br></em>"])
@pytest.mark.parametrize("box", ["p", "li", "blockquote", "h4"])
def test_white_space_on_a_line_of_its_own_at_the_edge_of_a_text_is_left_out(space: str, box: str) -> None:
    """All white space at the end of a line is removed, and so is a line without text at the edge of a block."""
    for html in (f"{space}<br>1<br>2", f"{space}<br>{space}<br><strong>1</strong><br>2", f"1<br>2<br>{space}"):
        text = markdown.write(plain(f"<{box}>{html}</{box}>"))
        assert "nbsp" not in text
        ledger = small(f"<{box}>{html}</{box}>", text=text)
        assert (ledger.missing, ledger.added) == ((), ())


def test_an_indent_after_an_empty_line_is_kept() -> None:
    assert plain("<p>&nbsp;<br>&nbsp;1</p>") == "<p>\u00a01</p>"
    assert "prose" in kinds(small("<p>&nbsp;<br>&nbsp;1</p>", text="1"))


@pytest.mark.parametrize("box", ["<dl><dd>{}</dd></dl>", "<table><tr><td>{}</td></tr></table>"])
def test_an_embed_in_a_box_inside_an_item_does_not_end_the_list(box: str) -> None:
    inner = box.format('<iframe src="https://x.org/1A"></iframe>')
    html = f"<ul><li>{inner}</li><li>1</li></ul>"
    ledger = small(html, text=markdown.write(plain(html)))
    assert (ledger.missing, ledger.added) == ((), ())


@pytest.mark.parametrize("after", ["", "<li></li>", "<li><br></li>", "<li>x</li>", "<li><ul><li></li></ul></li>"])
def test_an_item_goes_on_after_an_embed_with_empty_items(after: str) -> None:
    inner = f'<ul><li><iframe src="https://x.org/1A"></iframe></li>{after}</ul>'
    html = f"<p>1</p><ul><li>{inner}</li><li>1</li></ul>"
    ledger = small(html, text=markdown.write(plain(html)))
    assert (ledger.missing, ledger.added) == ((), ())


@pytest.mark.parametrize("inside", ["&nbsp;", "&#8202;", " ", "<br>", "<script>x</script>"])
def test_the_title_of_an_abbreviation_without_words_is_not_lost(inside: str) -> None:
    """The converter leaves out an element that has only white space, and its title with it."""
    html = graf("p", f'1<abbr title="T">{inside}</abbr>2')
    ledger = small(html, text=markdown.write(plain(html)))
    assert (ledger.missing, ledger.added) == ((), ())


def test_the_title_of_an_abbreviation_of_an_unseen_character_is_compared() -> None:
    html = graf("p", '1<abbr title="T">\u200b</abbr>2')
    assert not small(html, text='1<abbr title="T">\u200b</abbr>2').missing
    assert kinds(small(html, text="1<abbr>\u200b</abbr>2")) == {"attributes"}


def test_the_title_of_a_link_without_words_is_kept_and_not_named() -> None:
    html = graf("p", 'a<a href="https://x.org/" title="T"></a>b')
    assert not small(html, text='a[](https://x.org/ "T")b').missing
    assert kinds(small(html, text="a[](https://x.org/)b")) == {"attributes"}


@pytest.mark.parametrize("space", ["\u00a0", "\u3000", "\u200a", " \u2009 ", "\u2028"])
def test_the_description_of_a_picture_has_one_ordinary_space_for_any(space: str) -> None:
    html = graf("figure", f'<img src="https://x.org/1.png" alt="{space}one{space}two">')
    text = markdown.write(plain(html))
    assert text == "![one two](https://x.org/1.png)"
    ledger = small(html, text=text)
    assert (ledger.missing, ledger.added) == ((), ())
    assert kinds(small(html, text=text.replace("one two", "onetwo"))) == {"picture_descriptions"}


@pytest.mark.parametrize("captions", [("1", "2", "3"), ("1", "", "3"), ("1", "", ""), ("", "2", "")])
@pytest.mark.parametrize("goes_on", ["Continue", ""])
@pytest.mark.parametrize("box", ['<div class="sectionLayout--outsetRow">{}</div>', "{}"])
def test_each_picture_of_a_row_may_have_a_caption(captions: tuple[str, ...], goes_on: str, box: str) -> None:
    """A figure is in the row of the figure above only if Medium says that it goes on."""
    figures = [
        graf("figure", f'<img src="https://x.org/{at}.png"><figcaption>{words}</figcaption>', f"layoutOutsetRow{name}")
        for at, (words, name) in enumerate(
            zip((f'<abbr title="T{one}">{one}</abbr>' for one in captions), ("", goes_on, goes_on), strict=True)
        )
    ]
    html = box.format("".join(figures))
    text = markdown.write(plain(html))
    assert text.count("\n\n") == (0 if goes_on else 2)
    ledger = small(html, text=text)
    assert (ledger.missing, ledger.added) == ((), ())
    assert "captions" in kinds(small(html, text=text.replace(">2<", "><").replace(">1<", "><")))


def test_a_loose_list_of_lines_is_the_same_as_a_tight_one() -> None:
    """The space between the items has no meaning (docs/markdown.md)."""
    html = "<ul><li>a</li><li>b</li></ul>"
    for text in ("- a\n- b", "- a\n\n- b"):
        ledger = small(html, text=text)
        assert (ledger.missing, ledger.added) == ((), ())
