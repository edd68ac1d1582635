"""The proof sees each attribute of a text: it is compared, or named as one that can't be kept, with its words."""

from __future__ import annotations

import time

import pytest

from tests.sample_ledger import small
from tests.sample_post import graf

KEPT = [
    ('<abbr title="Hyper Text">HT</abbr>', '<abbr title="Hypertext">HT</abbr>', "abbr title “Hyper Text”"),
    ('<bdo dir="rtl">abc</bdo>', '<bdo dir="ltr">abc</bdo>', "bdo dir “rtl”"),
    (
        '<time datetime="2019-01-09">then</time>',
        '<time datetime="2019-01-10">then</time>',
        "time datetime “2019-01-09”",
    ),
    ('<a href="https://x.org/" title="Mine">b</a>', '<a href="https://x.org/" title="M">b</a>', "a title “Mine”"),
]


@pytest.mark.parametrize(("html", "changed", "words"), KEPT)
def test_an_attribute_that_is_kept_is_compared(html: str, changed: str, words: str) -> None:
    whole = small(graf("p", f"See {html}"), text=f"See {html}")
    assert (whole.missing, whole.added) == ((), ())
    [lost] = small(graf("p", f"See {html}"), text=f"See {changed}").unexplained
    assert (lost.kind, lost.words) == ("attributes", words)


@pytest.mark.parametrize("tag", ["time datetime", "abbr title", "bdo dir"])
def test_many_levels_with_an_attribute_are_compared_in_time(tag: str) -> None:
    """Whether an element has words was asked again for each level below it: 40 levels would have taken days."""
    start = time.process_time()
    small(graf("p", f'<{tag}="ltr">' * 18 + "Words"), text="Words")
    assert time.process_time() - start < 0.5


NOT_KEPT = [
    (graf("p", "one", attributes='lang="fr"'), "one", "p lang “fr” one"),
    (graf("p", 'a <span lang="fr">mot</span>'), "a mot", "span lang “fr” mot"),
    (graf("p", "one", attributes='dir="rtl"'), "one", "p dir “rtl” one"),
    (graf("p", 'a <em title="more">b</em>'), "a *b*", "em title “more” b"),
    (graf("p", 'a <q cite="https://x.org/">b</q>'), "a <q>b</q>", "q cite “https://x.org/” b"),
    ('<blockquote cite="https://x.org/">b</blockquote>', "> b", "blockquote cite “https://x.org/” b"),
    (graf("p", 'a <del datetime="2019-01-09">b</del>'), "a ~~b~~", "del datetime “2019-01-09” b"),
    (graf("p", 'a <ins datetime="2019-01-09">b</ins>'), "a <ins>b</ins>", "ins datetime “2019-01-09” b"),
    (graf("p", '<a href="https://x.org/" hreflang="fr" lang="fr">b</a>'), "[b](https://x.org/)", "a lang “fr” b"),
]


@pytest.mark.parametrize(("html", "text", "words"), NOT_KEPT)
def test_an_attribute_that_cannot_be_kept_is_named_with_its_words(html: str, text: str, words: str) -> None:
    ledger = small(html, text=text)
    assert [(miss.kind, miss.words, miss.group) for miss in ledger.missing] == [("attributes", words, "words_kept")]
    assert not ledger.added
    assert "Markdown has no form for this" in ledger.missing[0].reason


def test_the_titles_that_medium_itself_gives_links_are_no_attributes() -> None:
    link = '<a href="https://x.org/" title="https://x.org/">b</a>'
    ledger = small(graf("p", link), text="[b](https://x.org/)")
    assert (ledger.missing, ledger.added) == ((), ())


def test_the_alignment_of_an_item_is_named_as_one_that_cannot_be_kept() -> None:
    item = graf("li", "one", attributes='data-align="center"')
    [lost] = small(f"<ul>{item}</ul>", text="- one").missing
    assert (lost.kind, lost.words, lost.group) == ("layout", "center: one", "words_kept")
