"""`archive verify` names what no page of the program has outside of the text of a post: elements, attributes, values,
words of the site in another form, comments, and words between the parts of a page.
"""

from __future__ import annotations

import pytest

from medium_archive.checks.site_pages import element_forms, page_elements, page_markup, site_words, tree
from medium_archive.checks.site_pages.page_markup import Tongue
from medium_archive.folder.layout import Layout
from tests.site_changes import POST, change_file, replaced, site_issues

_ENGLISH = Tongue("en", "en", frozenset(("en", "zh")))
_FRENCH_PAGE = Tongue("en", "fr", frozenset(("en", "fr")))
_PAGE = '<!doctype html><html lang="en"><body class="post" data-streams>{}<main id="text">{}</main></body></html>'


def _foreign(html: str, template: str, tongue: Tongue = _ENGLISH) -> list[str]:
    main = tree.parse(_PAGE.format("", html).encode()).find(".//main")
    return list(page_markup.foreign(main, page_elements.TEMPLATES[template].main, tongue))


@pytest.mark.parametrize(
    ("template", "html"),
    [
        ("post.html", '<p class="byline"><span class="minutes">3 min read</span>\u00a0· updated 3 May 2020</p>'),
        (
            "post.html",
            '<h1 class="p-name">One <em>two</em> <a href="a.html">three</a></h1>',
        ),
        ("post.html", '<div class="text e-content"><video onclick="any()" lang="tlh"></video></div>'),
        ("index.html", '<h2 lang="zh" dir="ltr"><a class="p-name u-url" href="a/index.html">船</a></h2>'),
        (
            "index.html",
            '<nav class="pager" aria-label="Pages of this list"><span class="place">Page 2 of 3</span>',
        ),
        ("404.html", "<p>It may have moved. Every post is in the list of all posts.</p>"),
        ("archive.html", '<section aria-labelledby="year-2020"><h2 id="year-2020">2020</h2></section>'),
    ],
)
def test_the_markup_of_a_page_is_not_named(template: str, html: str) -> None:
    assert _foreign(html, template) == []


@pytest.mark.parametrize(
    ("template", "html", "named"),
    [
        ("post.html", '<iframe src="https://example.org"></iframe>', "<iframe>"),
        ("post.html", '<header class="post" onclick="any()"></header>', "<header onclick>"),
        ("post.html", '<p class="added">Buy</p>', "<p class=“added”>"),
        ("post.html", '<p class="byline"><span class="minutes">3 min long</span></p>', "<span> “3 min long”"),
        ("post.html", '<p class="byline">changed 3 May 2020</p>', "<p> “changed 3 May 2020”"),
        ("post.html", '<h2 id="related">Other posts</h2>', "<h2> “Other posts”"),
        ("post.html", '<p class="byline" lang="en" dir="ltr"></p>', "<p lang=“en”>"),
        ("post.html", '<h1 class="p-name"><b onclick="any()">One</b></h1>', "<b onclick>"),
        ("post.html", '<a class="u-url" href="https://example.org">First published on Medium</a>', "<a> without rel"),
        ("index.html", '<h2 lang="tlh" dir="ltr">One</h2>', "<h2 lang=“tlh” dir=“ltr”>"),
        ("index.html", '<img class="photo" src="a.png" alt="" width="9999" height="72">', "<img width=“9999”>"),
        ("archive.html", '<section aria-labelledby="year-2021"><h2 id="year-2020">2020</h2></section>',
         "<section aria-labelledby=“year-2021”>"),
        ("archive.html", '<ol class="titles" reversed></ol>', "<ol reversed>"),
        ("404.html", "<p>It has moved.</p>", "<p> “It has moved.”"),
        ("search.html", '<label for="search-words">Words to find</label>', "<label> “Words to find”"),
        ("search.html", '<p id="search-status" role="status" hidden></p>', "<p hidden>"),
        ("find.html", "<button disabled>Find it</button>", "<button disabled>"),
    ],
)  # fmt: skip
def test_other_markup_is_named(template: str, html: str, named: str) -> None:
    assert named in _foreign(html, template)


def test_a_page_in_another_language_must_mark_the_words_of_the_site() -> None:
    marked = '<p class="byline" lang="en" dir="ltr"><span class="minutes">3 min read</span></p>'
    assert _foreign(marked, "post.html", _FRENCH_PAGE) == []
    assert _foreign(marked.replace(' lang="en" dir="ltr"', ""), "post.html", _FRENCH_PAGE) == [
        "<p> without lang",
        "<p> without dir",
    ]


@pytest.mark.parametrize(
    ("content", "named"),
    [
        (b"<!doctype html>\n<html><p>5 &lt; 6</p></html>\n", []),
        (b"<!doctype html>\n<html><!-- Buy --></html>\n", ["<!-- Buy --"]),
        (b"<!doctype html>\n<html></ Buy></html>\n", ["</ Buy"]),
        (b"<!doctype html>\n<html></html>\nBuy\n", ["text after </html>: Buy"]),
        (b"<html></html>", ["a beginning other than <!doctype html>"]),
    ],
)
def test_comments_and_what_follows_a_page_are_named(content: bytes, named: list[str]) -> None:
    assert list(page_markup.unseen(content)) == named


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("<main", "Buy <main", "text “Buy”"),
        ('<main id="text">', '<main id="txt">', "another <main> than <main id=“text”>"),
        ('class="post"', 'class="list"', "<body class=“list”>"),
        (" data-streams", "", "<body class=“post”>"),
        ("<body", '<body onload="any()"', "<body onload>"),
        ('lang="en"', 'lang="en" hidden', "<html hidden>"),
    ],
)
def test_words_and_attributes_around_the_parts_of_a_page_are_named(old: str, new: str, named: str) -> None:
    root = tree.parse(_PAGE.format("", "").replace(old, new, 1).encode())
    assert list(page_markup.around(root, root.find("body"), "post")) == [named]


@pytest.mark.parametrize("language", ["en", "es", "ar", "zh", "zh-TW", "de"])
def test_every_form_has_words_in_every_language(language: str) -> None:
    """The list of elements names keys of translations, and a translation may be renamed."""
    words = site_words.of(language)
    tables = (page_elements.HEAD, page_elements.FRAME, *(one.main for one in page_elements.TEMPLATES.values()))
    forms = [form for table in tables for of_tag in element_forms.forms(table).values() for form in of_tag]
    keys = {key for form in forms for one in form.attributes.values() for key in one.keys}
    keys |= {key for form in forms for key in form.words or ()}
    assert keys - words.keys() == set()


def test_verify_names_each_page_with_added_markup_or_words(own_example: Layout) -> None:
    changes = {
        "index.html": replaced("<main", "Buy <main"),
        "archive.html": replaced("<main", "<!-- Buy --><main"),
        "404.html": replaced("It may have moved", "It has moved"),
        "search.html": replaced('data-date="[^"]*"', 'data-date="{day}"'),
        "find.html": replaced('placeholder="[^"]*"', 'placeholder="Buy"'),
        "responses/index.html": replaced('<ol class="titles"', '<ol class="skip"'),
        "about.html": replaced('rel="me noopener"', 'rel="noopener"'),
        "years.html": replaced('aria-label="Week by week"', 'aria-label="Buy"'),
        f"{POST}/index.html": replaced('data-copy="Copy"', 'data-copy="Buy"'),
    }
    for file, change in changes.items():
        change_file(own_example, file, change)
    found = [issue for issue in site_issues(own_example) if issue.code in ("site-adds", "site-lacks")]
    assert {issue.where for issue in found} == {f"site/{file}" for file in changes}
