"""`archive verify` compares the description of a page with its text, if the text has no description of its own."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from medium_archive.checks import site_pages, snapshot
from medium_archive.commands import build, import_exports
from medium_archive.folder.layout import TEXT, Layout
from medium_archive.site.content import first_sentences
from tests.sample_exports import post_name, post_page, write_zip
from tests.site_changes import change_file

OWN = "own"
IMPORTED = "2020-03-01-a-title"
ABOUT = "about.html"
WORDS = "It rained almost the whole night, and the harbour was quiet until the first ferry came in."
RAIN = "雨下了一整夜，港口很安靜，直到第一班渡輪進港為止。"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Layout:
    """An imported post whose first paragraph a person edited, a person's own post, and a page about the author."""
    place = tmp_path_factory.mktemp("descriptions")
    body = f'<p class="graf graf--p">{WORDS}</p><p class="graf graf--p">Nobody saw it.</p>'
    write_zip(place / "1.zip", {post_name("a" * 12): post_page(body=body, post_id="a" * 12)})
    layout = Layout(place / "archive")
    import_exports.import_exports([place / "1.zip"], layout, import_exports.Options(offline=True))
    text = layout.posts / IMPORTED / TEXT
    text.write_text(text.read_text("utf-8").replace("It rained", "It *snowed*"), "utf-8")
    (layout.posts / OWN).mkdir()
    (layout.posts / OWN / TEXT).write_text(
        f"---\ntitle: A night\n---\n- {WORDS}[^1]\n\n漢字\n\n[^1]: So it was.\n", "utf-8"
    )
    (layout.root / "about.md").write_text(f"---\ntitle: About\n---\n# Me\n\n{WORDS}\n\nMore.\n", "utf-8")
    build.build(layout)
    return layout


@pytest.fixture
def layout(built: Layout, tmp_path: Path) -> Layout:
    shutil.copytree(built.root, tmp_path / "archive")
    return Layout(tmp_path / "archive")


def named(layout: Layout) -> set[str]:
    return {one.where for one in site_pages.inspect(snapshot.read(layout)).issues}


def test_a_description_from_the_text_gives_no_alarm(built: Layout) -> None:
    assert named(built) == set()


@pytest.mark.parametrize("file", [f"posts/{IMPORTED}/index.html", f"posts/{OWN}/index.html", ABOUT])
@pytest.mark.parametrize("change", ["cut off", "from the middle"])
def test_a_description_that_is_not_the_beginning_of_the_text_is_named(layout: Layout, file: str, change: str) -> None:
    """Also if all descriptions of the page are wrong alike."""
    page = (layout.site / file).read_text("utf-8")
    description = page.partition('<meta name="description" content="')[2].partition('"')[0]
    assert description
    new = description[:20] if change == "cut off" else description.partition(" ")[2]
    head, mark, rest = page.partition("</head>")
    change_file(layout, file, lambda _: head.replace(description, new) + mark + rest)
    assert f"site/{file}" in named(layout)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"{WORDS} {'Then it rained again ' * 20}", WORDS),
        ("On and on it rained " * 20, f"{'On and on it rained ' * 11}".rstrip() + "…"),
        ("Yes. " + "On and on it rained " * 20, "Yes. " + f"{'On and on it rained ' * 10}On and on it…"),
        (RAIN * 8, RAIN * 4),
        (WORDS, WORDS),
    ],
)
def test_the_first_words_of_a_text_end_with_a_sentence_after_about_three_lines(text: str, shown: str) -> None:
    """A Chinese character has the width of two Latin ones. A sentence of a word is too little."""
    assert first_sentences(text) == shown
