"""The proof sees every value of the front matter, and every part of a page outside of its text."""

from __future__ import annotations

from dataclasses import replace

import pytest

from medium_archive.checks.completeness import Ledger, OwnPosts, Recorded, Site, check
from tests.sample_ledger import FACTS
from tests.sample_post import ORIGINAL, SITE, TEXT, graf, page_of

_SHA = "ab" * 32
_RECORDED = Recorded(
    id="5c8d3a",
    original="original/posts/2019-01-09_Bread-5c8d3a.html",
    sha256=_SHA,
    slug="bread-salt",
    kind="story",
    tags=("bread", "salt"),
    updated="2020-02-02T10:00:00.000Z",
    usernames=frozenset({"ada"}),
)
_MEDIUM = f"\n  original: {_RECORDED.original}\n  sha256: {_SHA}\n---\n"
_WHOLE = TEXT.replace("slug: ", "updated: 2020-02-02T10:00:00.000Z\nslug: ").replace(
    "medium:\n", "lang: en\ntags:\n- bread\n- salt\nmedium:\n"
)
_WHOLE = _WHOLE.replace("-5c8d3a\n---\n", f"-5c8d3a{_MEDIUM}")
_SITE = Site(title="medium-archive")
_FOLDER = OwnPosts("posts/2019-01-09-bread-salt")
_PAGE = SITE.replace(
    "</script>",
    '</script><meta property="article:modified_time" content="2020-02-02T10:00:00.000Z">'
    '<meta property="article:tag" content="bread"><meta property="article:tag" content="salt">',
)
_PAGE = _PAGE.replace(
    '"identifier"', '"keywords": "bread, salt", "dateModified": "2020-02-02T10:00:00.000Z", "identifier"'
)
_PAGE = _PAGE.replace(
    "Other words. ", '<a class="p-category" href="#">bread</a> <span class="p-category">salt</span> Other words. '
)


def compared(text: str = _WHOLE, page: str = _PAGE, site: Site = _SITE) -> Ledger:
    return check(ORIGINAL, text, page, _FOLDER, recorded=_RECORDED, site=site)


def test_a_whole_front_matter_and_page_have_no_loss() -> None:
    ledger = compared()
    assert not ledger.missing
    assert not ledger.added
    assert ledger.counts["front_matter"].wanted == 7


TEXT_FAULTS = [
    ("title: Bread & Salt", "title: Bread & Pepper"),
    ("description: How a loaf is made.\n", ""),
    ("How a loaf is made.\ndate", "How a cake is made.\ndate"),
    ("updated: 2020-02-02T10:00:00.000Z\n", ""),
    ("updated: 2020", "updated: 2021"),
    ("date: 2019-01-09T06:16:00.766Z", "date: 2019-01-09T06:17:00.766Z"),
    ("slug: bread-salt", "slug: bread"),
    ("slug: bread-salt\n", ""),
    ("- salt\nmedium", "medium"),
    ("- bread\n- salt", "- salt\n- bread"),
    ("lang: en\n", "lang: en\ndraft: true\n"),
    ("lang: en\n", "lang: en\ncanonical: https://example.org/\n"),
    ("lang: en\n", "lang: en\nlang: fr\n"),
    ("lang: en\n", "lang: en\nlayout: post\n"),
    ("tags:\n- bread\n- salt\n", "tags:\n- bread\n- salt\ncover: planted.png\n"),
    ("description: ", "subtitle: A line\ndescription: "),
    ("description: ", "title_markdown: '*Bread* & Salt'\ndescription: "),
    ("description: ", "title_markdown: '*Bread* & Pepper'\ndescription: "),
    ("description: How a loaf is made.\n", "description: How a loaf is made.\nauthor: Ben\n"),
    ("id: 5c8d3a", "id: 5c8d3b"),
    ("  original: original/posts/2019", "  original: original/posts/2018"),
    (_SHA, "cd" * 32),
    ("medium:\n", "medium:\n  title: Another name\n"),
    ("  original:", "  summary: Other words\n  original:"),
    ("slug: bread-salt\nlang: en\n", "lang: en\nslug: bread-salt\n"),
]


@pytest.mark.parametrize(("old", "new"), TEXT_FAULTS)
def test_each_fault_in_the_front_matter_is_found(old: str, new: str) -> None:
    assert _WHOLE.count(old) == 1
    ledger = check(ORIGINAL, _WHOLE.replace(old, new), recorded=_RECORDED)
    assert ledger.unexplained or ledger.added


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("title: Bread & Salt", "title: My bread"),
        ("title: Bread & Salt", "title: Bread"),
        ("date: 2019", "date: 2017"),
    ],
)
def test_an_edited_title_or_date_takes_no_other_key_away(old: str, new: str) -> None:
    recorded = replace(_RECORDED, updated="2018-02-02T10:00:00.000Z")
    text = _WHOLE.replace("updated: 2020-02-02T10:00:00.000Z\n", "")
    ledger = check(ORIGINAL, text.replace(old, new, 1), recorded=recorded)
    assert ledger.unexplained
    assert not [miss for miss in (*ledger.missing, *ledger.added) if miss.kind == "front_matter"]


@pytest.mark.parametrize("subtitle", ["", "subtitle: My own line\n"])
def test_an_edited_subtitle_takes_no_description_away(subtitle: str) -> None:
    line = graf("h4", "A summary", "h4 graf--subtitle")
    page = page_of(graf("h3", "T", "h3 graf--title") + line + graf("p", "Words"), title="T", summary="A summary")
    text = f"---\ntitle: T\nsubtitle: A summary\n{FACTS}---\n\nWords\n"
    assert not (whole := check(page, text)).missing
    assert not whole.added
    ledger = check(page, text.replace("subtitle: A summary\n", subtitle))
    assert ledger.unexplained
    assert not [miss for miss in (*ledger.missing, *ledger.added) if miss.kind == "front_matter"]


PAGE_FAULTS = [
    ('<html lang="en"', '<html lang="fr"'),
    ('<html lang="en"', "<html"),
    ('dir="ltr"><head>', 'dir="rtl"><head>'),
    ('dir="ltr"><head>', "><head>"),
    ("<title>Bread", '<meta name="robots" content="noindex"><title>Bread'),
    ("<title>Bread", "<title>Red"),
    ('name="description" content="How a loaf', 'name="description" content="How the loaf'),
    ('<link rel="canonical" href="https', '<link rel="canonical" href="http'),
    ('property="og:title" content="Bread', 'property="og:title" content="Red'),
    ('<meta property="og:description" content="How a loaf is made.">', ""),
    ('published_time" content="2019', 'published_time" content="2018'),
    ('"headline": "Bread', '"headline": "Red'),
    ('"datePublished": "2019', '"datePublished": "2018'),
    ('"inLanguage": "en"', '"inLanguage": "fr"'),
    ('"sameAs"', '"name"'),
    ('"BlogPosting"', '"Recipe"'),
    ('"@context"', '"@contexx"'),
    ('"headline"', "headline"),
    ('p-name">Bread &amp; Salt', 'p-name">Bread & Pepper'),
    ('<h1 class="p-name"', '<h1 hidden class="p-name"'),
    (
        '<h1 class="p-name">Bread &amp; Salt</h1>',
        '<h1 class="p-name">Bread &amp; Salt</h1><h1 class="p-name">Bread</h1>',
    ),
    ('<p class="byline">', '<p class="subtitle">A line</p><p class="byline">'),
    ('<p class="byline">', '<p class="byline"><a class="p-author">Ben</a>'),
    ('dt-published" datetime="2019', 'dt-published" datetime="2018'),
    ('<a class="u-url" href="https', '<a class="u-url" href="http'),
    ('<a class="u-url"', '<a style="display:none" class="u-url"'),
    ('value="https://medium.com/p/5c8d3a"', 'value="https://medium.com/p/5c8d3b"'),
    ('<span class="p-category">salt</span>', ""),
    ('p-category">salt', 'p-category">pepper'),
    ('<meta property="article:tag" content="salt">', ""),
]


@pytest.mark.parametrize(("old", "new"), PAGE_FAULTS)
def test_each_fault_around_the_text_of_a_page_is_found(old: str, new: str) -> None:
    assert _PAGE.count(old) == 1
    ledger = compared(page=_PAGE.replace(old, new))
    assert not ledger.text.missing
    assert ledger.page is not None
    assert ledger.page.unexplained or ledger.page.added


def test_templates_of_a_person_may_leave_out_parts_of_a_page() -> None:
    page = _PAGE.replace('<meta property="og:title" content="Bread &amp; Salt">', "")
    own = Site(title="medium-archive", has_own_templates=True)
    assert not compared(page=page, site=own).missing
    assert compared(page=page).missing
    assert compared(page=_PAGE.replace('og:title" content="Bread', 'og:title" content="Red'), site=own).missing


def test_a_page_names_the_author_and_the_address_of_the_settings() -> None:
    profile = "https://medium.com/@ada"
    site = Site(title="medium-archive", url="https://ada.example", author="Ada", author_url=profile)
    here = "https://ada.example/posts/2019-01-09-bread-salt/index.html"
    there = "https://medium.com/@ada/bread-salt-5c8d3a"
    json_ld = (
        f'"author": {{"@type": "Person", "name": "Ada", "url": "{profile}"}}, "url": "{here}", '
        f'"mainEntityOfPage": "{here}", "headline"'
    )
    metas = (
        f'<meta name="author" content="Ada"><meta property="article:author" content="{profile}">'
        f'<meta property="og:url" content="{here}">'
    )
    page = _PAGE.replace(f'rel="canonical" href="{there}"', f'rel="canonical" href="{here}"')
    page = page.replace('<p class="byline">', f'<p class="byline"><a class="p-author h-card" href="{profile}">Ada</a>')
    page = page.replace("</script>", f"</script>{metas}").replace('"headline"', json_ld)
    whole = compared(page=page, site=site)
    assert not whole.missing
    assert not whole.added
    faults = (
        ('@ada">Ada', '@ada">Ben'),
        (f'article:author" content="{profile}', 'article:author" content="https://medium.com/@ben'),
        (f'"url": "{profile}"', '"url": "https://medium.com/@ben"'),
        ('"name": "Ada"', '"name": "Ben"'),
        ("og:url", "og:uri"),
    )
    for old, new in faults:
        assert page.count(old) == 1
        assert compared(page=page.replace(old, new), site=site).missing
    other = compared(page=page.replace(f'href="{profile}">Ada', 'href="https://medium.com/@ben">Ada'), site=site)
    assert other.added
    on_this_site = compared(page=page.replace(f'href="{profile}">Ada', 'href="../../authors/ada.html">Ada'), site=site)
    assert not on_this_site.added


@pytest.mark.parametrize(("lang", "direction"), [("ar", "rtl"), ("he", "rtl"), ("az-Arab", "rtl"), ("ur-Latn", "ltr")])
def test_a_page_runs_in_the_direction_of_its_language(lang: str, direction: str) -> None:
    page = _PAGE.replace('<html lang="en" dir="ltr"', f'<html lang="{lang}" dir="{direction}"')
    text = _WHOLE.replace("lang: en", f"lang: {lang}")
    page = page.replace('"inLanguage": "en"', f'"inLanguage": "{lang}"')
    assert not _page_faults(text, page)
    other = "ltr" if direction == "rtl" else "rtl"
    assert _page_faults(text, page.replace(f'dir="{direction}"><head>', f'dir="{other}"><head>'))


def _page_faults(text: str, page: str) -> bool:
    ledger = compared(text, page)
    assert ledger.page is not None
    return bool(ledger.page.unexplained or ledger.page.added)


@pytest.mark.parametrize(
    ("heading", "name", "front", "is_right"),
    [
        ("", "First words", "title: First words\n", True),
        ("", "First words of the te…", "title: First words of the te…\n", True),
        ("", "First words", "title: Second words\n", False),
        ("", "", "title: First words of the text\n", True),
        ("", "", "title: Other words\n", False),
        ("One", "Another name", "title: One\n", False),
        ("One", "One and mo…", "title: One and more\n", False),
        ("One and more", "One and mo…", "title: One and more\n", True),
    ],
)
def test_the_title_must_be_that_of_mediums_page(heading: str, name: str, front: str, is_right: bool) -> None:
    title = graf("h3", heading, "h3 graf--title") if heading else ""
    page = page_of(title + graf("p", "First words of the text"), title=name, summary="")
    ledger = check(page, f"---\n{front}{FACTS}---\n\nFirst words of the text\n")
    assert (not ledger.missing and not ledger.added) == is_right
