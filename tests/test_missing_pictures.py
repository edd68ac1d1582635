"""Pictures that are not in the archive: a page says in one line what is known of them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import lxml.html
import pytest
from lxml.html import HtmlElement
from PIL import Image

from medium_archive.commands.build import build
from medium_archive.commands.verify import verify
from medium_archive.folder.layout import Layout
from tests.sample_exports import post_name, post_page
from tests.small_archive import SETTINGS
from tests.test_hostile_pages import BAD, import_with
from tests.test_posts import p

_CDN = "https://cdn-images-1.medium.com/max/800"


def _built(folder: Path, text: str) -> HtmlElement:
    """The text of a post on its page."""
    layout = Layout(folder)
    post = folder / "posts" / "2020-01-02-knots"
    post.mkdir(parents=True)
    (folder / "archive.toml").write_text(
        SETTINGS.format(url="", language="en").replace('photo = "ada.png"', ""), "utf-8"
    )
    Image.new("RGB", (40, 40)).save(post / "here.png")
    (post / "index.md").write_text(f"---\ntitle: Knots\ndate: 2020-01-02T03:04:05Z\n---\n{text}", "utf-8")
    build(layout)
    root = lxml.html.document_fromstring((layout.site / "posts/2020-01-02-knots/index.html").read_text("utf-8"))
    content: HtmlElement = root.find(".//div[@class='text e-content']")
    return content


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (f"![]({_CDN}/1.png)", "Picture not in the archive View at Medium"),
        (f"![Two loaves]({_CDN}/1.png)\n*Warm*", "Picture not in the archive Two loaves View at Medium Warm"),
        ("![](https://www.example.net/1.png)", "Picture not in the archive View at example.net"),
        ("![](gone.png)", "Picture not in the archive gone.png"),
        (f"![]({_CDN}/1.png)\n\n![]({_CDN}/2.png)", "2 pictures not in the archive 1 2"),
        (f"![]({_CDN}/1.png)\n![]({_CDN}/2.png)\n*Both*", "2 pictures not in the archive 1 2 Both"),
        (f"![]({_CDN}/1.png)\n\n![Oak]({_CDN}/2.png)\n*Two*", "2 pictures not in the archive 1 2 Oak Two"),
        (
            f"![]({_CDN}/1.png)\n\n[![]({_CDN}/2.png)](https://a.example)",
            "2 pictures not in the archive 1 2 View at Medium",
        ),
        (f"[![]({_CDN}/2.png)](https://a.example)\n*Warm*", "Picture not in the archive View at Medium Warm"),
    ],
)
def test_a_missing_picture_is_a_line_with_what_is_known(text: str, words: str, tmp_path: Path) -> None:
    """Pictures that touch share a line, and no line has the address of a picture among its words."""
    (line,) = _built(tmp_path, f"Before.\n\n{text}\n\nAfter.\n").find_class("absent")
    assert " ".join(part for one in line.iter("p", "span", "a", "figcaption") for part in _own_words(one)) == words


def _own_words(element: HtmlElement) -> Sequence[str]:
    return (element.text or "").split()


@pytest.mark.parametrize("count", [1, 2])
def test_a_missing_picture_in_a_caption_is_not_counted_with_its_figure(count: int, tmp_path: Path) -> None:
    pictures = "\n".join(f"![]({_CDN}/{number}.png)" for number in range(count))
    content = _built(tmp_path, f"{pictures}\n*Warm ![oven]({_CDN}/9.png)*\n")
    assert len(content.findall(".//div[@class='absent']/p")) == count - 1
    assert content.find(".//figcaption//span[@class='missing added']") is not None
    assert [issue for issue in verify(Layout(tmp_path)).issues if issue.where.startswith("site/")] == []


def test_text_and_pictures_that_are_there_part_the_lines(tmp_path: Path) -> None:
    missing = f"![]({_CDN}/1.png)"
    content = _built(tmp_path, f"{missing}\n\nBetween.\n\n{missing}\n\n![](here.png)\n\n{missing}\n")
    assert [one.get("class") or one.tag for one in content] == ["absent", "p", "absent", "figure", "absent"]


def test_a_missing_picture_beside_one_that_is_there_keeps_its_place(tmp_path: Path) -> None:
    content = _built(tmp_path, f"![](here.png)\n![]({_CDN}/1.png)\n")
    assert [cell[0].get("class") for cell in content.find_class("row")[0]] == ["r50", "missing added"]
    assert not content.find_class("absent")


def test_every_missing_picture_of_a_line_is_accounted_for(tmp_path: Path) -> None:
    """With its link, its layout, its alternative text, its caption and its place."""
    pictures = "".join(
        f'<figure class="graf graf--figure {layout}">{start}'
        f'<img class="graf-image" src="{_CDN}/{number}.png" alt="{alt}">'
        f"{end}<figcaption>Number {number}</figcaption></figure>"
        for number, (layout, start, end, alt) in enumerate(
            (
                ("graf--layoutOutsetLeft", "", "", "A bell"),
                ("", '<a href="https://example.org/U" class="graf-imageAnchor">', "</a>", ""),
                ("graf--layoutFillWidth", "", "", ""),
            )
        )
    )
    layout, _ = import_with(tmp_path, {post_name(BAD): post_page("Knots", p("Words.") + pictures, BAD)})
    build(layout)
    page = next(layout.site.glob("posts/*knots*/index.html"))
    assert len(lxml.html.document_fromstring(page.read_text("utf-8")).findall(".//div[@class='absent']/figure")) == 3
    assert not [issue for issue in verify(layout).issues if issue.level == "error"]
    html = page.read_text("utf-8")
    for old, new in (("/1.png", "/9.png"), ("/0.png", "/9.png"), ("Number 2", "Number 9"), ("A bell", "A gong")):
        page.write_text(html.replace(old, new), "utf-8")
        assert old in html and [one for one in verify(layout).issues if one.code == "lost"], old
