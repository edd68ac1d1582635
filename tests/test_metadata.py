"""The metadata of pages for other sites, search engines and readers of microformats; and the title cards."""

from __future__ import annotations

import json
from collections.abc import Collection
from io import BytesIO
from pathlib import Path
from typing import Any

import lxml.html
import mf2py
import pytest
from lxml.html import HtmlElement
from PIL import Image

from medium_archive.articles import fonts, title_cards
from medium_archive.articles.title_cards import Card, Colours
from medium_archive.commands.build import build
from medium_archive.errors import SettingsWrong
from medium_archive.folder import settings
from medium_archive.folder.layout import Layout
from tests import small_archive
from tests.conftest import one_in

URL = "https://ada.example/blog"
LOOMS, CHINESE = "posts/2020-11-12-looms/index.html", "posts/2019-01-09-檔案/index.html"
AT_MEDIUM, HERE = "https://medium.com/@ada/looms-5c8d3a", f"{URL}/{LOOMS}"


def page(layout: Layout, name: str) -> HtmlElement:
    return lxml.html.document_fromstring((layout.site / name).read_text("utf-8"))


def tags(root: HtmlElement) -> dict[str, str]:
    return {
        str(tag.get("property") or tag.get("name")): str(tag.get("content")) for tag in root.xpath("//meta[@content]")
    }


def data(root: HtmlElement) -> dict[str, Any]:
    (script,) = root.xpath("//script[@type='application/ld+json']")
    found: dict[str, Any] = json.loads(script.text)
    return found


def test_a_post_has_open_graph_metadata(tmp_path: Path) -> None:
    """Title, description, time, tags, its first picture with its size; every address is absolute."""
    layout = small_archive.make(tmp_path, url=URL)
    small_archive.picture(tmp_path / "posts/2020-11-12-looms/1-wide.png", 1600, 800)
    build(layout)
    found = tags(page(layout, LOOMS))
    assert {key: found[key] for key in found if key.startswith(("og:", "article:", "twitter:"))} == {
        "og:title": "Looms & <logic>",
        "og:type": "article",
        "og:description": "What search engines get.",
        "og:site_name": "Ada Example",
        "og:url": HERE,
        "og:image": f"{URL}/posts/2020-11-12-looms/1-wide.png",
        "og:image:width": "1600",
        "og:image:height": "800",
        "twitter:card": "summary_large_image",
        "article:published_time": "2020-11-12T06:16:00.766Z",
        "article:author": "https://medium.com/@ada",
        "article:tag": "engines",
    }


def test_a_post_is_a_blog_posting_for_search_engines(tmp_path: Path) -> None:
    """With the terms of schema.org; a title that would end the script element is data."""
    layout = small_archive.make(tmp_path, url=URL)
    small_archive.write(
        tmp_path, "posts/2022-01-01-x/index.md", "---\ntitle: '</script><script>alert(1)//<!--'\n---\n\nx\n"
    )
    build(layout)
    looms = data(page(layout, LOOMS))
    assert (looms["@type"], looms["headline"], looms["url"]) == ("BlogPosting", "Looms & <logic>", HERE)
    assert looms["author"] == {"@type": "Person", "name": "Ada Example", "url": "https://medium.com/@ada"}
    assert looms["datePublished"] == "2020-11-12T06:16:00.766Z"
    assert data(page(layout, "posts/2022-01-01-x/index.html"))["headline"] == "</script><script>alert(1)//<!--"
    assert data(page(layout, "index.html"))["@type"] == "WebSite"
    assert data(page(layout, "responses/2019-01-09-thank-you/index.html"))["@type"] == "Comment"


def test_without_site_url_there_is_no_absolute_address(tmp_path: Path) -> None:
    """And no title card is drawn."""
    layout = small_archive.make(tmp_path)
    build(layout)
    found = tags(page(layout, LOOMS))
    assert not {"og:url", "og:image"} & set(found)
    assert not {"url", "image", "mainEntityOfPage"} & set(data(page(layout, LOOMS)))
    assert not (layout.site / "cards").exists()


@pytest.mark.parametrize(
    ("url", "setting", "own_word", "wanted"),
    one_in(
        4,
        [
            (URL, "", "", HERE),
            (URL, "self", "", HERE),
            (URL, "medium", "", AT_MEDIUM),
            (URL, "medium", "self", HERE),
            (URL, "self", "medium", AT_MEDIUM),
            (URL, "self", "https://else.example/x", "https://else.example/x"),
            (URL, "self", "javascript:alert(1)", HERE),
            ("", "self", "", AT_MEDIUM),
        ],
    ),
)
def test_a_setting_chooses_the_canonical_copy(
    tmp_path: Path, url: str, setting: str, own_word: str, wanted: str
) -> None:
    """A post can choose for itself; while the site has no address, Medium's is the only one."""
    layout = small_archive.make(tmp_path, url=url)
    text = layout.settings.read_text("utf-8")
    if setting:
        layout.settings.write_text(text.replace("[author]", f'canonical = "{setting}"\n[author]'), "utf-8")
    if own_word:
        post = small_archive.LOOM.replace("medium:", f'canonical: "{own_word}"\nmedium:', 1)
        small_archive.write(tmp_path, "posts/2020-11-12-looms/index.md", post)
    assert not [issue for issue in build(layout).issues if issue.code == "unknown-setting"]
    assert page(layout, LOOMS).xpath("string(//link[@rel='canonical']/@href)") == wanted


def test_an_unknown_canonical_setting_is_refused(tmp_path: Path) -> None:
    """The error names the two values."""
    small_archive.write(tmp_path, "archive.toml", 'schema = 1\n[site]\ncanonical = "both"\n')
    with pytest.raises(SettingsWrong, match=r"site\.canonical") as caught:
        settings.read(tmp_path / "archive.toml")
    assert '"self"' in caught.value.hint and '"medium"' in caught.value.hint


def test_the_front_page_is_an_h_feed(tmp_path: Path) -> None:
    """As microformats want it: with a name, and an h-entry for each post with name, address and time."""
    layout = small_archive.make(tmp_path, url=URL)
    build(layout)
    found = mf2py.parse(doc=(layout.site / "index.html").read_text("utf-8"), url=f"{URL}/index.html")
    (feed,) = [item for item in found["items"] if "h-feed" in item["type"]]
    assert feed["properties"]["name"] == ["Ada Example"]
    entries = [child["properties"] for child in feed["children"]]
    assert [entry["name"] for entry in entries][1] == ["Looms & <logic>"]
    assert entries[1]["url"] == [HERE]
    assert [moment[:16] for moment in entries[1]["published"]] == ["2020-11-12T06:16"]


def test_a_post_without_a_picture_gets_a_title_card(tmp_path: Path) -> None:
    """1200 by 630, drawn once; a changed title gets a new card, and the old one is removed."""
    layout = small_archive.make(tmp_path, url=URL)
    build(layout)
    found = tags(page(layout, CHINESE))
    assert found["og:image"].startswith(f"{URL}/cards/posts/2019-01-09-")
    card = layout.site / "cards/posts/2019-01-09-檔案.png"
    with Image.open(card) as picture:
        assert (picture.size, picture.format) == ((1200, 630), "PNG")
    drawn = {path.name: path.stat().st_mtime_ns for path in (tmp_path / ".cache/cards").iterdir()}
    before = card.read_bytes()
    build(layout)
    assert {path.name: path.stat().st_mtime_ns for path in (tmp_path / ".cache/cards").iterdir()} == drawn
    text = small_archive.CHINESE.replace("title: 在", "title: 我在")
    small_archive.write(tmp_path, "posts/2019-01-09-檔案/index.md", text)
    build(layout)
    assert len(list((tmp_path / ".cache/cards").iterdir())) == len(drawn)
    if title_cards.lettering(Card("我在", "", "zh-Hant")):
        assert card.read_bytes() != before


@pytest.mark.parametrize("title", ["A", "word " * 60, "W" * 300, "🎉", "", "A \u0000 b", "長" * 200, "مرحبا"])
def test_any_title_fits_on_a_card(title: str) -> None:
    """Of any length, in any script; nothing is drawn over the edge."""
    card = Card(title, "Ada", "en")
    with Image.open(BytesIO(title_cards.draw(card, Colours(), title_cards.lettering(card)))) as picture:
        shown = picture.convert("L").point(lambda value: 255 if value < 128 else 0)
        left, top, right, bottom = shown.crop((0, 24, 1200, 630)).getbbox() or (90, 90, 90, 90)
    assert left >= 60 and right <= 1140 and top >= 10 and bottom <= 590


@pytest.mark.parametrize(
    ("fitting", "wanted"), [(range(1, 22), 21), ((1, 2, 3, 4, 5, 7), 7), ((), 1), (range(1, 10_000), 9_999)]
)
def test_the_words_that_fit_on_a_line_are_found_in_few_steps(fitting: Collection[int], wanted: int) -> None:
    """Of a title of any length: not by trying each length from the longest. Letters that join may make a longer line
    fit where a shorter one does not.
    """
    asked: list[int] = []

    def fits(words: str) -> bool:
        asked.append(len(words))
        return len(words) in fitting

    assert title_cards._longest_fit("W" * 9_999, fits) == "W" * wanted
    assert len(asked) < 40
    assert max(asked) <= 3 * wanted + 4


def test_a_title_without_a_font_gives_a_card_without_text(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rather than boxes instead of letters."""
    monkeypatch.setattr(fonts, "_installed", lambda family: ())
    assert title_cards.lettering(Card("漢字", "", "zh-Hant")) is None
    assert title_cards.lettering(Card("Latin", "", "en")) is not None
    with Image.open(BytesIO(title_cards.draw(Card("漢字", "", "zh-Hant"), Colours(accent="#123456"), None))) as picture:
        colours = {colour for _, colour in picture.convert("RGB").getcolors() or []}
    assert colours == {(0x12, 0x34, 0x56), (0xFC, 0xFB, 0xF8)}
