"""Numeric character references that the HTML standard maps: verify reads the same character as a browser."""

from __future__ import annotations

import pytest

from medium_archive.checks.completeness import original
from medium_archive.checks.completeness.original import feed
from medium_archive.commands import build
from medium_archive.commands.verify import verify
from medium_archive.folder.layout import Layout
from tests.account_exports import import_
from tests.sample_exports import post_name, post_page, write_zip
from tests.sample_post import graf, page_of

CHARACTERS = [
    ("&#133;", "\N{HORIZONTAL ELLIPSIS}"),
    ("&#150;", "\N{EN DASH}"),
    ("&#147;q&#148;", "\N{LEFT DOUBLE QUOTATION MARK}q\N{RIGHT DOUBLE QUOTATION MARK}"),
    ("&#128", "\N{EURO SIGN}"),
    ("&#X9f;", "\N{LATIN CAPITAL LETTER Y WITH DIAERESIS}"),
    ("&#0000000000000133;", "\N{HORIZONTAL ELLIPSIS}"),
    ("&#0;", "\N{REPLACEMENT CHARACTER}"),
    ("&#xD800;", "\N{REPLACEMENT CHARACTER}"),
    ("&#99999999999999999999;", "\N{REPLACEMENT CHARACTER}"),
    ("&#129;", ""),
    ("&#1;", ""),
    ("&#8230;", "\N{HORIZONTAL ELLIPSIS}"),
]


@pytest.mark.parametrize(("reference", "character"), CHARACTERS)
def test_the_proof_reads_a_character_reference_as_a_browser_does(reference: str, character: str) -> None:
    read = original.read(page_of(graf("p", f"a{reference}b")))
    assert f"a{character}b" in [block.spaced for block in read.blocks]


def test_the_proof_reads_the_character_references_of_a_feed_as_a_browser_does() -> None:
    source = (
        "<rss><channel><item><title>T</title><link>https://medium.com/p/5c8d3a</link>"
        "<description>&lt;p&gt;a&amp;#133;b&lt;/p&gt;</description></item></channel></rss>"
    )
    read = original.read(feed.page(source.encode()))
    assert "a\N{HORIZONTAL ELLIPSIS}b" in [block.spaced for block in read.blocks]


def test_a_post_with_unusual_character_references_has_no_fault(layout: Layout) -> None:
    """In the title, in words, in code, and in attributes."""
    pages = {}
    for number, (reference, _) in enumerate(CHARACTERS):
        body = (
            f'<p class="graf graf--p">a{reference}b <a href="https://x.example/{reference}" title="t{reference}">c</a>'
            f'</p><pre class="graf graf--pre">x{reference}y</pre><figure class="graf graf--figure">'
            f'<img src="https://cdn-images-1.medium.com/max/800/1*a.png" alt="p{reference}q">'
            f"<figcaption>z{reference}</figcaption></figure>"
        )
        post_id = f"{number:012x}"
        pages[post_name(post_id, slug=f"S{number}")] = post_page(f"T{reference}u", body, post_id=post_id)
    import_(layout, write_zip(layout.root.parent / "export.zip", pages))
    build.build(layout)
    found = verify(layout).issues
    assert [issue for issue in found if issue.code in ("lost", "added")] == []
