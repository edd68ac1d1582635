"""The page of a post whose text a person edited: verify compares it as strictly as any other page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from medium_archive.commands import build
from medium_archive.commands.verify import verify
from medium_archive.folder import files, manifest
from medium_archive.folder.layout import TEXT, Layout
from medium_archive.report import Issue
from tests.conftest import one_in

LAMP = "posts/2018-02-11-the-lamp-on-the-north-mole"
PAGE = f"site/{LAMP}/index.html"
TAGS = ("slug: the-lamp-on-the-north-mole\n", "slug: the-lamp-on-the-north-mole\ntags: [light, sea]\n")
WORD = ("The stone is still in the hut. It has a label.", "The stone is in the hut. It has no label.[^1]")


def edit(layout: Layout, *changes: tuple[str, str]) -> None:
    """Change the text as a person does, and build."""
    replace_in(layout.root / LAMP / TEXT, *changes)
    build.build(layout)


def replace_in(file: Path, *changes: tuple[str, str]) -> None:
    text = file.read_text("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    file.write_text(text, "utf-8", newline="\n")


def damage(layout: Layout, old: str, new: str, post: str = LAMP) -> None:
    """Change the page of a post as a defect of the program would: with its checksum."""
    page = layout.site / post / "index.html"
    replace_in(page, (old, new))
    manifest.write(layout.site, {**manifest.read(layout.site), f"{post}/index.html": files.checksum(page)})


def alarms(layout: Layout) -> Iterator[Issue]:
    return (issue for issue in verify(layout).issues if issue.level != "note")


@pytest.mark.parametrize("tag", ['<div title="a>', "<div title='a, b and c", "<pre a", "<? a", "<!X a", "<![CDATA[ a"])
def test_a_tag_left_open_is_no_alarm(own_example: Layout, tag: str) -> None:
    edit(own_example, ("The stone is still", f"{tag}\n\nThe stone is still"))
    assert list(alarms(own_example)) == []
    damage(own_example, "It weighs 118 kilograms", "It weighs kilograms")
    assert list(alarms(own_example)) != []


def test_nothing_but_a_tag_left_open_is_no_alarm(own_example: Layout) -> None:
    text = own_example.root / LAMP / TEXT
    head, end, _ = text.read_text("utf-8").partition("\n---\n")
    text.write_text(f'{head}{end}\n<div title="a>\n', "utf-8")
    build.build(own_example)
    assert [issue for issue in alarms(own_example) if issue.code == "added"] == []


@pytest.mark.parametrize(
    ("old", "new"),
    one_in(
        6,
        [
            ("<p>It weighs 118", "<p hidden>It weighs 118"),
            ("It weighs 118 kilograms", "It weighs kilograms"),
            ("It weighs 118 kilograms", "It weighs 811 kilograms"),
            ('class="p-name">The Lamp', 'class="p-name">A Lamp'),
            ('property="og:title" content="The Lamp', 'property="og:title" content="A Lamp'),
            ('"name": "Salma', '"name": "Eve'),
        ],
    ),
)
@pytest.mark.parametrize("edited", one_in(2, [(TAGS,), (WORD,)]), ids=["tags", "words"])
def test_damage_to_the_page_of_an_edited_post_is_named(
    own_example: Layout, edited: tuple[str, str], old: str, new: str
) -> None:
    edit(own_example, edited)
    damage(own_example, old, new)
    assert PAGE in {issue.where for issue in alarms(own_example)}


@pytest.mark.parametrize(
    ("old", "new"), one_in(2, [("</em> the whole", "</em> the"), ("</em> the whole", "</em> the same")])
)
def test_damage_to_the_page_of_a_text_that_a_person_wrote_is_named(own_example: Layout, old: str, new: str) -> None:
    """Also without feeds, and without an original to compare with."""
    text = own_example.root / "posts" / "a-night" / TEXT
    text.parent.mkdir()
    text.write_text("---\ntitle: A night\ndate: 2020-01-01\n---\nIt rained *almost* the whole night.\n", "utf-8")
    settings = own_example.settings.read_text("utf-8")
    own_example.settings.write_text(settings.replace("[site]\n", "[site]\nextras = false\n", 1), "utf-8")
    build.build(own_example)
    assert list(alarms(own_example)) == []
    damage(own_example, old, new, "posts/a-night")
    assert "site/posts/a-night/index.html" in {issue.where for issue in alarms(own_example)}


_OWN = {
    "posts/a-night": """---
title: A  night
subtitle: Wet
date: 2020-01-01
tags: [rain]
author: Eve
---
It rained *almost* the whole night.
""",
    "posts/no-title": """- One [link](https://example.org/)
- two

  three

It <ruby>rained<rt>x</rt></ruby>.
""",
    "posts/picture": "---\ntitle: Code\n---\n```python\nx = 1\n```\n",
    "responses/thanks": "---\ndate: 2020-02-02\n---\nThanks for the night.\n",
    "drafts/later": "---\ntitle: Later\ndraft: true\n---\nNot yet.\n",
}


@pytest.mark.slow
def test_the_head_of_the_page_of_a_text_that_a_person_wrote_is_compared(own_example: Layout) -> None:
    """No original and no ledger says what must be there. Undamaged pages give no alarm."""
    for folder, text in _OWN.items():
        (own_example.root / folder).mkdir(parents=True)
        (own_example.root / folder / TEXT).write_text(text, "utf-8")
    build.build(own_example, url="https://salma.example/blog", drafts=True)
    assert [issue for issue in alarms(own_example) if issue.code != "private-shown"] == []
    for post, old, new in (
        ("posts/a-night", 'name="description" content="Wet"', 'name="description" content="Dry"'),
        ("posts/no-title", '"description": "One link two three', '"description": "One link two four'),
        ("posts/picture", 'class="p-name">Code', 'class="p-name">Mode'),
        ("responses/thanks", '"@type": "Comment"', '"@type": "BlogPosting"'),
        ("drafts/later", '<meta name="robots" content="noindex">', ""),
    ):
        damage(own_example, old, new, post)
    found = {issue.where for issue in alarms(own_example) if issue.code != "private-shown"}
    assert found == {f"site/{folder}/index.html" for folder in _OWN}


@pytest.mark.parametrize(
    "change",
    one_in(
        8,
        [
            (change,)
            for change in (
                TAGS,
                WORD,
                ("title: The Lamp on the North Mole", "title: A Lamp"),
                ("subtitle: How we", "subtitle: Why we"),
                ("cover: 1-s_0ZzwqVXrIap00As7Cw4w.jpeg\n", ""),
                ("## The glass", "### The glass\n\n- [x] done\n- [ ] open\n\n| a | b |\n|---|---|\n| 1 | 2 |"),
                (
                    "It weighs 118 kilograms",
                    "It weighs <mark>118</mark> kilograms, ~~not~~ ==much==, H~2~O, <kbd>x</kbd>",
                ),
                ("stone *upwards* eleven metres", "stone **upwards**[^1] eleven metres"),
                ("## The glass", '<div class="own"><b>New</b><script>alert(1)</script></div>\n\n## The glass'),
                ("> You do not light", "You do not light"),
                ("<!-- wide -->\n![Concentric rings", "![Concentric circles"),
                ("\n---\n\n## Three", "\n## Three"),
            )
        ],
    ),
)
def test_no_edit_is_taken_for_damage_to_its_page(own_example: Layout, change: tuple[str, str]) -> None:
    note = "\n[^1]: A note with a [link](https://example.org/).\n" if "[^1]" in change[1] else ""
    file = own_example.root / LAMP / TEXT
    file.write_text(file.read_text("utf-8") + note, "utf-8", newline="\n")
    edit(own_example, change)
    assert list(alarms(own_example)) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", ["My Trip", "a  “b” to c, d"])
def test_a_folder_may_have_spaces_in_its_name(own_example: Layout, name: str) -> None:
    """Also where other posts link to its post as a related one."""
    (own_example.root / LAMP).rename(own_example.posts / name)
    build.build(own_example)
    related = [page for page in own_example.site.rglob("index.html") if b'id="related"' in page.read_bytes()]
    assert any(quote(name) in page.read_text("utf-8").partition('id="related"')[2] for page in related)
    assert list(alarms(own_example)) == []


def test_a_page_has_the_title_that_a_person_edited_beside_its_marks(own_example: Layout) -> None:
    """Only `title` is edited; in title_markdown the old words stay. A page that shows these is accused."""
    text = (own_example.root / LAMP / TEXT).read_text("utf-8")
    title = next(line for line in text.split("\n") if line.startswith("title: "))
    edit(own_example, (title, "title: The mole\ntitle_markdown: The *Lamp* on the North Mole"))
    assert '<h1 class="p-name">The mole</h1>' in (own_example.root / PAGE).read_text("utf-8")
    assert list(alarms(own_example)) == []
    damage(own_example, '"p-name">The mole<', '"p-name">The <em>Lamp</em> on the North Mole<')
    assert list(alarms(own_example))


@pytest.mark.slow
def test_tags_may_be_one_text_and_a_list_is_no_subtitle(own_example: Layout) -> None:
    """The site has a page for each tag between commas, in all scripts."""
    edit(own_example, (TAGS[0], f"{TAGS[0]}tags: Light, Sea、燈\nsubtitle: [a, b]\n"))
    assert list(alarms(own_example)) == []
    page = (own_example.root / PAGE).read_text("utf-8")
    assert [name in page for name in (">Light<", ">Sea<", ">燈<")] == [True, True, True]
    assert "a, b" not in page


def test_no_edit_of_front_matter_gives_an_alarm_on_a_site_with_a_base_url(own_example: Layout) -> None:
    """A title or a tag that YAML takes for a number or a truth value, no title, a tag with other spaces."""
    heads = ("title: 12:30", "title: yes", "title:", "tags: [1.10, no, null, a\u00a0b]", "title_markdown: '*Tides*'")
    folders = sorted(own_example.posts.iterdir())
    for folder, head in zip(folders, heads, strict=False):
        first, *lines = (folder / TEXT).read_text("utf-8").split("\n")
        others = [line for line in lines if not line.startswith(f"{head.partition(':')[0]}:")]
        (folder / TEXT).write_text("\n".join([first, head, *others]), "utf-8")
    build.build(own_example, url="https://salma.example/blog")
    shown = [(own_example.site / "posts" / folder.name / "index.html").read_text("utf-8") for folder in folders[:4]]
    for page, words in ((0, ">12:30</h1>"), (1, ">yes</h1>"), (3, ">1.10</a>"), (3, ">no</a>")):
        assert words in shown[page]
    assert list(alarms(own_example)) == []
