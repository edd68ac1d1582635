"""A saved page gives the post that the export gives: the law, on posts that the project has both ways.

What differs, and why: `exported` is the day of the last change, because a saved page has no day of export. An export
names no author of a draft; a state does. An empty link is in an export only, because no mark covers it. In one real
export pictures have addresses on its author's disk, and exports of 2017 link copies of other widths.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from medium_archive import soup
from medium_archive.markdown import read as read_markdown
from medium_archive.markdown import write as write_markdown
from medium_archive.medium import body, post
from medium_archive.medium.pages import apollo, composing, legacy, markup
from medium_archive.medium.pages.story import Image, Mark, MarkKind, Paragraph, Section, Story
from medium_archive.post import Author, Post
from tests.conftest import exports
from tests.saved_pages import exported, from_export, states, tellings
from tests.saved_pages.tellings import LOAF, PLAIN, Telling

EXAMPLES = sorted((Path(__file__).parents[1] / "examples/export/posts").glob("*.html"))


def of_states(telling: Telling) -> Iterator[Post]:
    """The post from a state of each form."""
    for found, references in legacy.posts(states.legacy(telling)):
        if found["id"] == telling.id:
            yield composing.compose(legacy.read(legacy.branch(found, references)))[0]
    for entries in (states.apollo2(telling), states.apollo3(telling)):
        for one, cache in apollo.posts(entries):
            if one["id"] == telling.id:
                yield composing.compose(apollo.read(apollo.branch(one, cache)))[0]


def alike(made: Post) -> Post:
    """A post without what a page and an export tell differently."""
    return replace(made, exported="", author=made.author if made.kind != "draft" else Author())


@pytest.mark.parametrize("telling", tellings.ALL, ids=lambda telling: telling.id)
def test_a_state_gives_the_post_of_the_export(telling: Telling) -> None:
    expected, _ = post.read(exported.page(telling), f"posts/2019-01-09_x-{telling.id}.html")
    made = list(of_states(telling))
    assert len(made) == 3
    for one in made:
        assert alike(one) == alike(expected)


@pytest.mark.parametrize("page", EXAMPLES, ids=lambda page: page.stem[-12:])
def test_a_state_of_an_example_gives_the_post_of_its_page(page: Path) -> None:
    expected, _ = post.read(page.read_bytes(), f"posts/{page.name}")
    for made in of_states(from_export.telling(page.read_bytes(), expected.id)):
        assert alike(made) == alike(expected)


@pytest.mark.slow
@pytest.mark.parametrize("export", exports(), ids=lambda export: export.stem)
def test_a_state_of_a_real_post_gives_the_post_of_its_page(export: Path) -> None:
    """But for what is named above."""
    unlike = []
    for name, page in from_export.pages(export):
        expected, _ = post.read(page, name)
        is_other = expected.exported[:4] == "2017" or re.search(r'"></a>|<img src="(?!https://)', expected.body)
        made = [alike(one) for one in of_states(from_export.telling(page, expected.id))]
        if not is_other and made != [alike(expected)] * len(made):
            unlike.append(name)
    assert unlike == []


def test_a_body_reads_back_from_markdown() -> None:
    """The second law of the project holds for saved pages."""
    for telling in tellings.ALL:
        for made in of_states(telling):
            assert read_markdown(write_markdown(made.body)) == made.body


def text_of(text: str, *marks: Mark) -> str:
    return markup.inline(text, marks)


def test_marks_that_overlap_are_nested_as_medium_does() -> None:
    """Where one ends, those inside of it end too and begin again."""
    assert text_of("abcd", Mark("em", 0, 3), Mark("strong", 1, 4)) == ("<em>a</em><strong><em>bc</em>d</strong>")
    assert text_of("ab", Mark("code", 0, 2), Mark("a", 0, 2, "https://a.example/?a=1&b")) == (
        '<code><a href="https://a.example/?a=1&amp;b">ab</a></code>'
    )
    two = Mark("a", 0, 2, "https://a.example/"), Mark("a", 1, 3, "https://b.example/")
    assert text_of("abc", *two) == '<a href="https://a.example/">ab</a><a href="https://b.example/">c</a>'


@pytest.mark.parametrize("seed", range(4))
def test_a_marked_text_is_the_one_that_the_markup_of_an_export_gives(seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311  # the same texts each time
    for _ in range(300):
        text = "".join(dice.choices(_CHARACTERS, k=dice.randrange(12)))
        marks = tuple(_random_marks(dice, len(text)))
        title = Paragraph("h3", "Bread", role="title")
        made, _ = composing.compose(Story("0a1b2c3d4e5f", "Bread", paragraphs=(title, Paragraph("p", text, marks))))
        section = soup.first(soup.parse(f"<section><p>{markup.inline(text, marks)}</p></section>"), "section")
        assert section is not None
        expected = "".join(block.html for block in body.read(section, "")[0])
        assert made.body == expected, (text, marks)


_CHARACTERS = ("a", "b", " ", "  ", "\n", "\t", "\u00a0", "\u200a", "漢", "😀", "&", "<", '"', "\r\n", "\x01", "é", "*")
_ADDRESSES = ("https://a.example/?a=1&b", "", " ", "https://b.example/é")
_TITLES = ("", "Twitter profile for @ada", "https://a.example/?a=1&b", "Her  own\nwords")


def _random_marks(dice: random.Random, length: int) -> Iterator[Mark]:
    kinds: tuple[MarkKind, ...] = ("strong", "em", "code", "a")
    for _ in range(dice.randrange(6)):
        start, end, kind = dice.randint(0, length), dice.randint(0, length), dice.choice(kinds)
        if start < end:
            is_link = kind == "a"
            yield Mark(kind, start, end, dice.choice(_ADDRESSES) * is_link, dice.choice(_TITLES) * is_link)


def test_text_and_addresses_are_never_markup() -> None:
    hostile = '"><script>alert(1)</script>'
    story = Story(
        "0a1b2c3d4e5f",
        hostile,
        paragraphs=(
            Paragraph("h3", hostile),
            Paragraph("p", hostile, (Mark("a", 0, 4, hostile, hostile),)),
            Paragraph("image", hostile, image=Image(hostile, alt=hostile), href=hostile),
            Paragraph("card", hostile, image=Image(hostile), href=hostile),
            Paragraph("code", hostile, language=hostile, code_mode="2"),
        ),
    )
    made, _ = composing.compose(story)
    assert "<script" not in made.body
    assert 'alert(1)"' not in made.body.replace("&quot;", "")
    assert made.title == hostile


def test_thousands_of_marks_take_no_time() -> None:
    marks = [Mark("strong", n, 20_000 - n) for n in range(5000)] + [Mark("a", n, n + 2, "x") for n in range(15_000)]
    assert len(markup.inline("a" * 20_000, marks)) > 20_000


def test_a_section_may_have_a_picture_that_is_no_paragraph() -> None:
    story = Story(
        "0a1b2c3d4e5f",
        paragraphs=(Paragraph("p", "One."), Paragraph("p", "Two.")),
        sections=(Section(0, Image("1*a.jpeg", 10, 5)), Section(1, Image("1*b.jpeg")), Section(68)),
    )
    made, _ = composing.compose(story)
    figure = '<figure class="cover"><img src="https://cdn-images-1.medium.com/1*{}.jpeg" alt=""></figure>'
    assert made.body == f"{figure.format('a')}<p>One.</p><hr>{figure.format('b')}<p>Two.</p>"
    assert [picture.role for picture in made.pictures] == ["cover", "cover"]


@pytest.mark.parametrize(
    ("kinds", "title", "subtitle"),
    [
        (("h3", "h4", "p"), 0, 1),
        (("image", "h3", "p"), 1, None),
        (("h4", "h3", "h4", "p"), 1, 2),
        (("p", "h3"), None, None),
        (("h4", "p", "h3"), None, None),
    ],
)
def test_the_title_is_the_heading_above_the_text(
    kinds: tuple[str, ...], title: int | None, subtitle: int | None
) -> None:
    """In exports it is marked; a state has only paragraphs (2,244 real posts agree)."""
    picture = Image("1*a.png")
    paragraphs = tuple(
        Paragraph(kind, f"Words {n}", image=picture if kind == "image" else None)  # type: ignore[arg-type]  # any kind
        for n, kind in enumerate(kinds)
    )
    made, _ = composing.compose(Story("0a1b2c3d4e5f", "Another name", paragraphs=paragraphs))
    assert made.title == ("Another name" if title is None else f"Words {title}")
    assert made.subtitle == ("" if subtitle is None else f"Words {subtitle}")


def test_the_address_is_under_the_authors_name() -> None:
    """As in exports, also for a post in a publication with a domain of its own."""
    data = states.legacy(replace(LOAF, slug=""))
    data["value"]["mediumUrl"] = f"https://bread.example/bread-and-salt-{LOAF.id}?sk=1"
    ((found, references), *_) = legacy.posts(data)
    story = legacy.read(legacy.branch(found, references))
    assert composing.compose(story)[0].url == f"https://medium.com/@ada/bread-and-salt-{LOAF.id}"
    assert composing.compose(replace(story, addresses=()))[0].url == f"https://medium.com/p/{LOAF.id}"


def test_a_response_is_one_because_medium_says_so() -> None:
    for made in of_states(replace(PLAIN, title="Something else")):
        assert (made.kind, made.reason) == ("response", "Medium says what it answers")


def test_the_cover_is_a_picture_that_the_author_chose() -> None:
    """The first one is the cover of every post."""
    first, other = LOAF.parts[5].options["image"], LOAF.parts[16].options["image"]
    for chosen, cover in ((first, ""), (other, f"https://cdn-images-1.medium.com/max/600/{other}")):
        data = json.loads(json.dumps(states.graphql(LOAF) | {"previewImage": {"id": chosen}}))
        ((found, cache), *_) = apollo.posts({"data": {"post": data}})
        assert composing.compose(apollo.read(apollo.branch(found, cache)))[0].cover == cover
