"""The front page shows who writes: photo, the first sentences about the author, small covers."""

from __future__ import annotations

from pathlib import Path

import pytest

from medium_archive.commands.build import build
from medium_archive.commands.verify import verify
from medium_archive.folder.layout import Layout
from tests import small_archive
from tests.conftest import THEMES
from tests.test_themes import choose, page

_FIRST = "I repair looms, and I write down what they teach me."
_LONG = f"{_FIRST} {'Then there is more to tell about threads and cards ' * 8}."


def _about(layout: Layout, text: str) -> None:
    small_archive.write(layout.root, "about.md", f"---\ntitle: About\n---\n\n{text}\n")


@pytest.mark.parametrize("theme", THEMES)
def test_the_front_page_begins_with_the_author(theme: str, tmp_path: Path) -> None:
    """Whole sentences of about.md, with a link to the rest; the photo, if the archive has it."""
    layout = small_archive.make(tmp_path)
    _about(layout, _LONG)
    choose(layout, theme)
    build(layout)
    root = page(layout, "index.html")
    (bio,) = root.find_class("bio")
    assert bio.text_content() == f"{_FIRST} About"
    assert [link.get("href") for link in bio.iter("a")] == ["about.html"]
    assert [one.get("src") for one in root.find_class("photo")] == ["ada.png"]


@pytest.mark.parametrize(
    ("head", "text", "bio"),
    [
        ("", f"I repair looms with Dr. Vega, and I write about what they teach. My teacher is Dr. {'Ada ' * 60}",
         "I repair looms with Dr. Vega, and I write about what they teach."),
        ("", f"I repair looms, and I write down what they teach me. Do you weave? {'Threads and ' * 60}",
         "I repair looms, and I write down what they teach me. Do you weave?"),
        ("", f"أصلح الأنوال وأكتب ما تعلمني إياه هذه الآلات القديمة. هل تنسج أنت أيضا؟ {'خيوط ' * 60}",
         "أصلح الأنوال وأكتب ما تعلمني إياه هذه الآلات القديمة. هل تنسج أنت أيضا؟"),
        ("", f"میں کرگھے ٹھیک کرتا ہوں اور جو سیکھتا ہوں وہ لکھتا ہوں۔ {'دھاگا ' * 60}",
         "میں کرگھے ٹھیک کرتا ہوں اور جو سیکھتا ہوں وہ لکھتا ہوں۔"),
        ("", "I repair looms, and I write down what they teach. Sometimes I only listen to them and wait …",
         "I repair looms, and I write down what they teach. Sometimes I only listen to them and wait …"),
        ("description: I repair looms, and I write down what they teach me. Then I wait…\n", "Words.",
         "I repair looms, and I write down what they teach me. Then I wait…"),
    ],
)  # fmt: skip
def test_the_words_about_the_author_end_with_a_sentence_only_if_they_were_cut(
    head: str, text: str, bio: str, tmp_path: Path
) -> None:
    layout = small_archive.make(tmp_path)
    small_archive.write(layout.root, "about.md", f"---\ntitle: About\n{head}---\n\n{text}\n")
    build(layout)
    (shown,) = page(layout, "index.html").find_class("bio")
    assert shown.text_content() == f"{bio} About"
    assert [issue for issue in verify(layout).issues if issue.where == "site/index.html"] == []


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("language", "own"), [("ar", ("en", "ltr")), ("en", (None, None))])
def test_the_link_to_the_author_has_the_language_of_the_site(
    theme: str, language: str, own: tuple[str | None, str | None], tmp_path: Path
) -> None:
    """Where the words about the author are in another one."""
    layout = small_archive.make(tmp_path)
    small_archive.write(layout.root, "about.md", f"---\ntitle: About\nlang: {language}\n---\n\n{_LONG}\n")
    choose(layout, theme)
    build(layout)
    (bio,) = page(layout, "index.html").find_class("bio")
    assert [(link.get("lang"), link.get("dir")) for link in bio.iter("a")] == [own]
    assert [issue for issue in verify(layout).issues if issue.where == "site/index.html"] == []


@pytest.mark.parametrize("theme", THEMES)
def test_an_author_without_words_and_photo_leaves_no_room(theme: str, tmp_path: Path) -> None:
    layout = small_archive.make(tmp_path)
    _about(layout, "")
    settings = layout.settings.read_text("utf-8").replace('photo = "ada.png"', "")
    layout.settings.write_text(settings, "utf-8")
    choose(layout, theme)
    build(layout)
    root = page(layout, "index.html")
    assert not [name for name in ("bio", "photo", "whose") if root.find_class(name)]


def test_a_post_has_its_cover_beside_its_excerpt(tmp_path: Path) -> None:
    """Only a post that has one; no post, if the front page has titles alone."""
    layout = small_archive.make(tmp_path)
    small_archive.picture(layout.root / "posts/covered/1-cover.jpg", 900, 600)
    small_archive.write(layout.root, "posts/covered/index.md", "---\ntitle: Covered\n---\n\n![](1-cover.jpg)\n")
    choose(layout, "plain")
    build(layout)
    covered = page(layout, "index.html").find_class("has-cover")
    assert [one.find("h2").text_content() for one in covered] == ["Covered"]
    assert covered[0].find("a//img").get("src") == "posts/covered/1-cover.jpg"
    choose(layout, "plain", 'front = "titles"')
    settings = layout.settings.read_text("utf-8")
    layout.settings.write_text(settings.replace("[theme]\n\n", "", 1), "utf-8")
    build(layout)
    assert not page(layout, "index.html").find_class("cover")


@pytest.mark.slow
@pytest.mark.parametrize(("language", "place"), [("en", "Page 2 of 1,000"), ("es", "Página 2 de 1\u202f000")])
def test_the_front_pages_of_a_long_archive_count_in_groups_of_digits(language: str, place: str, tmp_path: Path) -> None:
    """Title, heading and the line below the list say the same, and the check agrees."""
    layout = Layout(tmp_path)
    small_archive.write(
        tmp_path,
        "archive.toml",
        f'schema = 2\n\n[site]\nlanguage = "{language}"\nextras = false\n\n[theme]\nposts = 1\n',
    )
    for number in range(1000):
        small_archive.write(tmp_path, f"posts/{number}/index.md", f"---\ntitle: Loom {number}\n---\n\nWarp.\n")
    build(layout)
    second = page(layout, "page/2.html")
    assert second.find(".//title").text.startswith(place)
    assert [one.text_content() for one in second.iter("h1")] == [place]
    assert [one.text_content() for one in second.find_class("place")] == [place]
    assert [issue for issue in verify(layout).issues if issue.where.startswith("site/")] == []


@pytest.mark.parametrize(
    ("old", "new"),
    [("tide gauge", "tide wheel"), ("</p>", " Buy seed.</p>"), ('about.html">About<', 'find.html">About<')],
)
def test_verify_names_other_words_about_the_author(own_example: Layout, old: str, new: str) -> None:
    front = own_example.site / "index.html"
    before, start, bio = front.read_text("utf-8").partition('<p class="bio"')
    assert old in bio
    front.write_text(before + start + bio.replace(old, new, 1), "utf-8")
    assert "site/index.html" in {issue.where for issue in verify(own_example).issues if issue.level == "error"}
