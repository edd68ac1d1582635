"""Replacing addresses in Markdown gives the same text as converting the HTML with the new addresses."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings

from medium_archive import markdown
from medium_archive.markdown import addresses
from tests.conftest import examples
from tests.test_markup import plain
from tests.test_markup_generated import PAGES

OLD, NEW = "https://medium.com/@ada/a-clock-0b1c2d3e4f5a?a=1&lt;b", "../2020-03-01-a-clock/index.md"
NEW_CHINESE = "../2021-06-01-刪除-app-的資料夾/index.md"
_HREF = re.compile(r'(<a href=")[^"]*"')


def moved(html: str, new: str = NEW) -> str:
    return html.replace(f'"{OLD.replace("&", "&amp;")}"', f'"{new}"')


def link(words: str, rest: str = "") -> str:
    return f'<a href="{OLD.replace("&", "&amp;")}"{rest}>{words}</a>'


@pytest.mark.parametrize("new", [NEW, NEW_CHINESE])
@pytest.mark.parametrize(
    "html",
    [
        f"<p>See {link('the clock')}, and {link('*it*')}.</p>",
        f"<p>{link('<strong>a</strong> b')}</p><ul><li>{link('one')}</li><li>two</li></ul>",
        f"<p>{link('A Clock', ' title=&quot;A card&quot;').replace('&quot;', chr(34))}</p>",
        f"<h2>{link('a')}</h2><blockquote><p>{link('b')}</p></blockquote>",
        f'<p>{link("a")} and <a href="https://example.org/">b</a></p>',
        f'<p>{link("目錄")} <a href="https://example.org/資料">資料</a></p>',
    ],
)
def test_replaced_addresses_give_the_text_of_a_new_conversion(html: str, new: str) -> None:
    found = addresses.replace(markdown.write(html), html, moved(html, new))
    assert found == markdown.write(moved(html, new))
    assert new in found


@pytest.mark.parametrize(
    ("html", "new"),
    [
        # The same characters in code
        (f"<p>{link('a')} <code>[a]({OLD.replace('&', '&amp;amp;')})</code></p>", NEW),
        # Something else differs
        (f"<p>{link('a')}</p>", 'x.md">a</a> b <a href="y.md'),
        # An address that Markdown would need to escape
        (f"<p>{link('a')}</p>", "../a (b)/index.md"),
        (f"<p>{link('a')}</p>", OLD.replace("&", "&amp;")),
    ],
)
def test_a_text_is_converted_again_if_new_addresses_are_not_enough(html: str, new: str) -> None:
    assert addresses.replace(markdown.write(html), html, moved(html, new)) is None


@pytest.mark.slow
@settings(max_examples=examples(300), deadline=None)
@given(PAGES)
def test_replaced_addresses_of_any_page_give_the_text_of_a_new_conversion(html: str) -> None:
    before = _HREF.sub(rf'\g<1>{OLD.replace("&", "&amp;")}"', plain(html))
    text = markdown.write(before)
    for new in (NEW, NEW_CHINESE):
        after = moved(before, new)
        found = addresses.replace(text, before, after)
        assert found in (None, markdown.write(after))
