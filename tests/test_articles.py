"""What platforms and formats receive: the public posts, with their pictures and addresses, and nothing else."""

from __future__ import annotations

import json
from dataclasses import FrozenInstanceError
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medium_archive import articles, markdown
from medium_archive.articles import Article, Library, Picture, references
from medium_archive.folder import settings
from medium_archive.folder.layout import Layout
from medium_archive.folder.posts import StoredPost
from medium_archive.folder.settings import Settings
from medium_archive.markdown import front_matter
from medium_archive.post import Kind
from tests import small_archive

ALL_KINDS: tuple[Kind, ...] = ("story", "response", "draft")
LOOMS = "posts/2020-11-12-looms"


def read(layout: Layout, *kinds: Kind) -> dict[str, Article]:
    """The articles by path; those of the default kinds if none is named."""
    chosen = settings.read(layout.settings)
    library = articles.read(layout, chosen, kinds) if kinds else articles.read(layout, chosen)
    return {article.path: article for article in library.articles()}


def test_only_stories_are_given_unless_others_are_named(example: Layout) -> None:
    assert {article.kind for article in read(example).values()} == {"story"}
    assert {article.kind for article in read(example, "story", "response").values()} == {"story", "response"}
    everything = read(example, *ALL_KINDS)
    assert sorted(article.path.partition("/")[0] for article in everything.values()) == sorted(
        path.parent.parent.name for path in example.root.glob("*/*/index.md")
    )


def test_a_post_that_is_marked_as_a_draft_is_not_given(own_example: Layout) -> None:
    """Wherever its folder lies."""
    path = next(iter(read(own_example)))
    text = own_example.root / path / "index.md"
    text.write_text(text.read_text("utf-8").replace("---\n", "---\ndraft: true\n", 1), "utf-8")
    assert path not in read(own_example, "story", "response")
    assert read(own_example, "draft")[path].kind == "draft"


@pytest.mark.parametrize(
    ("title", "marked", "html"),
    [
        ("A  *new* title", "A *new* title", "A *new* title"),
        ("A new title", "A *new* title", "A <em>new</em> title"),
        ("A new title", "An *old* title", "A new title"),
        ("漢字", "<ruby>漢字<rt>かんじ</rt></ruby>", "<ruby>漢字<rt>かんじ</rt></ruby>"),
    ],
)
def test_marks_of_a_title_count_while_they_have_its_words(title: str, marked: str, html: str, tmp_path: Path) -> None:
    layout = small_archive.make(tmp_path / "archive")
    text = layout.root / LOOMS / "index.md"
    head, _, rest = text.read_text("utf-8").partition("subtitle:")
    head = head.partition("title:")[0] + f"title: {title!r}\ntitle_markdown: {marked!r}\n"
    text.write_text(f"{head}subtitle:{rest}", "utf-8")
    assert read(layout)[LOOMS].title_html == html


def test_an_article_has_the_other_addresses_that_a_person_wrote(tmp_path: Path) -> None:
    """Those in the records of publishing are not among them: a platform would get its own address."""
    layout = small_archive.make(tmp_path / "archive")
    text = layout.root / LOOMS / "index.md"
    text.write_text(text.read_text("utf-8").replace("lang: en", "lang: en\nalso: https://b.example/looms"), "utf-8")
    line = {"post": "5c8d3a", "platform": "toy", "account": "https://c.example", "address": "https://c.example/looms"}
    small_archive.write(layout.root, "records/published.jsonl", json.dumps({**line, "state": "published"}) + "\n")
    assert read(layout)[LOOMS].also == ("https://b.example/looms",)


def test_an_article_of_each_kind_has_the_values_of_its_file(example: Layout) -> None:
    found = read(example, *ALL_KINDS)
    assert {article.kind for article in found.values()} == set(ALL_KINDS)
    for path, article in found.items():
        values, text = front_matter.split((example.root / path / "index.md").read_text("utf-8"))
        assert (article.title, article.markdown) == (" ".join(str(values.get("title", "")).split()), text)
        assert (article.id, article.url) == (values["medium"]["id"], values["medium"].get("url", ""))
        assert (article.published is None) == (article.kind == "draft")
        assert article.slug
        assert article.lang
        assert article.page == f"{path}/index.html"


def test_an_article_has_every_value_of_its_post(tmp_path: Path) -> None:
    """Every value of one post."""
    layout = small_archive.make(tmp_path / "archive", url="https://ada.example/blog")
    looms = read(layout)[LOOMS]
    assert looms.published == datetime(2020, 11, 12, 6, 16, 0, 766000, UTC)
    assert (looms.id, looms.kind, looms.slug, looms.lang, looms.tags) == (
        "5c8d3a", "story", "2020-11-12-looms", "en", ("engines",),
    )  # fmt: skip
    assert (looms.title, looms.title_html) == ("Looms & <logic>", "Looms &amp; &lt;logic&gt;")
    assert (looms.subtitle, looms.description) == ("A note upon a note", "What search engines get.")
    assert looms.url == "https://medium.com/@ada/looms-5c8d3a"
    assert looms.canonical == "https://ada.example/blog/posts/2020-11-12-looms/index.html"
    assert looms.pictures == (
        Picture(
            "1-wide.png",
            "The engine",
            f"{LOOMS}/1-wide.png",
            layout.root / LOOMS / "1-wide.png",
            "https://cdn-images-1.medium.com/max/800/1*wide.png",
        ),
        Picture("1-tall.png", "", f"{LOOMS}/1-tall.png", layout.root / LOOMS / "1-tall.png"),
        Picture(
            "https://cdn-images-1.medium.com/max/800/1*gone.png",
            "Not here",
            address="https://cdn-images-1.medium.com/max/800/1*gone.png",
        ),
    )
    with pytest.raises(FrozenInstanceError):
        looms.title = ""  # type: ignore[misc]  # what is tested


def test_a_picture_has_its_file_and_the_address_that_medium_had_for_it(example: Layout) -> None:
    """A picture that the archive lacks has the address alone."""
    pictures = [picture for article in read(example).values() for picture in article.pictures]
    assert len(pictures) > 20
    for picture in pictures:
        assert picture.address.startswith("https://")
        if picture.file is None:
            assert picture.reference == picture.address
        else:
            assert picture.file == example.root / picture.path
            assert picture.file.is_file()


@pytest.mark.parametrize(
    "reference",
    [
        "../../drafts/hushed-plans/1-secret.png",
        "../../private/reading/claps.png",
        "../../../outside.png",
        "/etc/hostname",
        "index.md",
        ".hidden.png",
        "../../archive.toml",
        "link.png",
        "javascript:alert(1).png",
    ],
)
def test_no_article_contains_a_file_that_is_not_published(reference: str, tmp_path: Path) -> None:
    layout = small_archive.make(tmp_path / "archive")
    for name in ("private/reading/claps.png", "../outside.png", "posts/one/.hidden.png"):
        small_archive.write(layout.root, name, "x")
    small_archive.write(layout.root, "posts/one/index.md", f"---\ncover: {reference}\n---\n\n![x](<{reference}>)\n")
    (layout.root / "posts/one/link.png").symlink_to(layout.root / "drafts/hushed-plans/1-secret.png")
    one = read(layout)["posts/one"]
    assert [picture.file for picture in (*one.pictures, one.cover) if picture] == [None, None]


def test_a_picture_of_another_published_post_may_be_shown(tmp_path: Path) -> None:
    """Only if that post is in the library."""
    layout = small_archive.make(tmp_path / "archive")
    small_archive.picture(layout.root / "responses/2019-01-09-thank-you/a b.png", 3, 3)
    text = "![x](../../responses/2019-01-09-thank-you/a%20b.png)\n\n![y](../../ada.png)\n"
    small_archive.write(layout.root, "posts/one/index.md", text)
    files = [picture.path for picture in read(layout, "story", "response")["posts/one"].pictures]
    assert files == ["responses/2019-01-09-thank-you/a b.png", "ada.png"]
    assert [picture.path for picture in read(layout)["posts/one"].pictures] == ["", "ada.png"]


@pytest.mark.parametrize(
    ("words", "site", "wanted"),
    [
        ("", "", "https://medium.com/@ada/x-0123456789ab"),
        ("", 'url = "https://a.example"', "https://a.example/posts/one/index.html"),
        ("", 'url = "https://a.example"\ncanonical = "medium"', "https://medium.com/@ada/x-0123456789ab"),
        ("canonical: medium", 'url = "https://a.example"', "https://medium.com/@ada/x-0123456789ab"),
        ("canonical: https://b.example/x", 'url = "https://a.example"', "https://b.example/x"),
        ("canonical: javascript:x", "", "https://medium.com/@ada/x-0123456789ab"),
    ],
)
def test_the_canonical_address_comes_from_the_front_matter_then_the_settings(
    words: str, site: str, wanted: str, tmp_path: Path
) -> None:
    """The front matter decides before the settings. If the preferred address is unknown, the other is used."""
    layout = Layout(tmp_path)
    small_archive.write(tmp_path, "archive.toml", f'schema = 2\n[site]\n{site}\n[author]\nusername = "ada"\n')
    medium = "medium: {id: 0123456789ab, url: 'https://medium.com/@ada/x-0123456789ab'}"
    small_archive.write(tmp_path, "posts/one/index.md", f"---\ntitle: x\n{words}\n{medium}\n---\n\nWords.\n")
    one = read(layout)["posts/one"]
    assert one.canonical == wanted
    assert set(one.old_addresses) == {"p/0123456789ab", "@ada/x-0123456789ab", "x-0123456789ab"}


def test_one_unreadable_post_is_one_issue_and_the_others_are_given(own_example: Layout) -> None:
    before = set(read(own_example))
    broken = min(before)
    (own_example.root / broken / "index.md").write_text("---\ntitle: [\n---\n", "utf-8")
    library = articles.read(own_example, settings.read(own_example.settings))
    assert {article.path for article in library.articles()} == before - {broken}
    assert [(issue.where, issue.level) for issue in library.issues] == [(f"{broken}/index.md", "error")]


@given(st.text())
def test_the_html_of_an_article_is_its_markdown_read(text: str) -> None:
    layout = Layout(Path("/nowhere"))
    post = StoredPost(layout.posts / "x", "posts/x", "story", text)
    (article,) = Library(layout, Settings(), (post,)).articles()
    assert (article.markdown, article.html) == (text, markdown.read(text))


def test_the_html_of_every_article_is_its_markdown_read(example: Layout) -> None:
    for article in read(example, *ALL_KINDS).values():
        assert article.html == markdown.read(article.markdown)


@pytest.mark.parametrize(
    ("reference", "wanted"),
    [
        ("a.png", "posts/x/a.png"),
        ("../y/index.md#part", "posts/y/index.md"),
        ("a%20b.png?c", "posts/x/a b.png"),
        ("../../about.md", "about.md"),
        ("../../../x", ""),
        ("/x", ""),
        ("..\\x", ""),
        ("", ""),
        ("%ff", ""),
        ("http://[x", ""),
    ],
)
def test_a_relative_reference_is_resolved_from_the_folder_of_its_post(reference: str, wanted: str) -> None:
    assert references.resolve("posts/x", reference) == wanted
