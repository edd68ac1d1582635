"""A person moves a post to posts/, responses/ or drafts/: every page shows the title that its reader needs."""

from __future__ import annotations

import itertools
from dataclasses import replace
from pathlib import Path

import lxml.html
import pytest
from markupsafe import Markup

from medium_archive.commands import build, verify
from medium_archive.folder.layout import TEXT, Layout
from medium_archive.site.content import PostContent
from medium_archive.site.stored_values import Held
from tests.account_exports import import_
from tests.conftest import one_in
from tests.sample_exports import post_name, post_page, write_zip
from tests.test_themes_documented import post

ANSWER = '<p name="a1" class="graf graf--p">Nice answer, thanks for it. I would say more.</p>'
BODY = (
    '<h4 name="a1" class="graf graf--h4 graf--subtitle">A subtitle of it</h4>'
    '<p name="a2" class="graf graf--p">The first paragraph of it.</p>'
)
STORY, RESPONSE, DRAFT = "a" * 12, "b" * 12, "d" * 12
NAMES = {STORY: "2020-03-01-the-tides", RESPONSE: "2020-03-01-nice-answer-thanks-for-it", DRAFT: "the-moon"}
HOME = {STORY: "posts", RESPONSE: "responses", DRAFT: "drafts"}


@pytest.fixture
def export(tmp_path: Path) -> Path:
    """A story with a subtitle, a response, which has no title of its own, and a draft with a subtitle."""
    return write_zip(
        tmp_path / "export.zip",
        {
            post_name(STORY): post_page("The Tides", BODY, post_id=STORY),
            post_name(RESPONSE): post_page("Nice answer, thanks for it.", ANSWER, post_id=RESPONSE, heading=""),
            f"posts/draft_The-Moon-{DRAFT}.html": post_page("The Moon", BODY, post_id=DRAFT, draft=True),
        },
    )


@pytest.fixture
def layout(tmp_path: Path, export: Path) -> Layout:
    archive = Layout(tmp_path / "archive")
    import_(archive, export)
    return archive


def alarms(layout: Layout) -> list[tuple[str, str]]:
    """All but that the site has drafts, as the build was asked to have."""
    issues = [issue for issue in verify.verify(layout).issues if issue.level != "note"]
    return [(one.where, one.message) for one in issues if "`--drafts`" not in one.message]


@pytest.mark.parametrize(
    ("key", "folder", "as_draft"),
    one_in(6, itertools.product((STORY, RESPONSE, DRAFT), ("posts", "responses", "drafts"), (False, True)), of_ci=2),
)
def test_a_post_in_another_folder_is_no_error(
    layout: Layout, export: Path, key: str, folder: str, *, as_draft: bool
) -> None:
    """Before and after the next import, as a page and, if it is a draft, on a page that only its author builds."""
    place = (layout.root / HOME[key] / NAMES[key]).rename(layout.root / folder / NAMES[key])
    if as_draft:
        (place / TEXT).write_text((place / TEXT).read_text("utf-8").replace("\nlang:", "\ndraft: true\nlang:"), "utf-8")
    build.build(layout, drafts=True)
    assert alarms(layout) == []
    import_(layout, export)
    build.build(layout, drafts=True)
    assert alarms(layout) == []


def test_a_story_among_the_responses_has_its_title_and_subtitle(layout: Layout) -> None:
    (layout.root / "posts" / NAMES[STORY]).rename(layout.root / "responses" / NAMES[STORY])
    build.build(layout)
    page = lxml.html.fromstring((layout.site / "responses" / NAMES[STORY] / "index.html").read_bytes())
    assert [h1.text for h1 in page.iter("h1")] == ["The Tides"]
    assert [p.text for p in page.findall(".//p[@class='subtitle p-summary']")] == ["A subtitle of it"]
    assert [p.text for p in page.findall(".//p[@class='is-response']")] == ["Response"]


def test_a_response_among_the_stories_has_a_heading(layout: Layout) -> None:
    (layout.root / "responses" / NAMES[RESPONSE]).rename(layout.root / "posts" / NAMES[RESPONSE])
    build.build(layout)
    page = lxml.html.fromstring((layout.site / "posts" / NAMES[RESPONSE] / "index.html").read_bytes())
    assert [h1.text for h1 in page.iter("h1")] == ["Nice answer, thanks for it."]


@pytest.mark.parametrize(
    ("title", "text", "is_own"),
    [
        ("The whole paragraph", "The whole paragraph\nAnd more", False),
        ("A first sentence.", "A first  sentence. And more", False),
        ("The first words of a par…", "The first words of a paragraph", False),
        ("The first words, cut off without a ma", "The first words, cut off without a mark", False),
        ("Time", "Time is long.", True),
        ("A title", "Other words", True),
        ("A title.", "Words\nA title. And more", True),
    ],
)
def test_a_title_is_shown_unless_the_text_begins_with_it(title: str, text: str, is_own: bool) -> None:
    response = replace(post("responses/a", "response"), title=title, content=Held(PostContent(Markup(), text)))
    assert response.has_own_title is is_own


def test_a_link_to_a_post_that_was_moved_to_drafts_leads_to_medium(layout: Layout, tmp_path: Path) -> None:
    """Until the next import writes Medium's address into the text again; a page without the link would be a loss."""
    link = f'<p name="a1" class="graf graf--p">See <a href="https://medium.com/@ada/slug-{STORY}">it</a> there.</p>'
    linking = post_page("A Note", link, post_id="e" * 12)
    import_(layout, write_zip(tmp_path / "more.zip", {post_name("e" * 12): linking}))
    (layout.root / "posts" / NAMES[STORY]).rename(layout.root / "drafts" / NAMES[STORY])
    build.build(layout)
    page = lxml.html.fromstring((layout.site / "posts/2020-03-01-a-note/index.html").read_bytes())
    assert [a.get("href") for a in page.iter("a") if a.text == "it"] == [f"https://medium.com/p/{STORY}"]
    assert not [issue for issue in verify.verify(layout).issues if issue.level == "error"]
