"""`archive export wordpress`: the file is read with feedparser, which knows nothing of the program."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import feedparser
import lxml.etree
import pytest

from medium_archive.articles import wordpress_slugs, wordpress_text
from medium_archive.commands.export import export
from medium_archive.errors import SettingsWrong
from medium_archive.folder.layout import Layout
from medium_archive.formats import wordpress
from medium_archive.formats.wordpress.wxr import Channel, Item, document
from medium_archive.report import Report
from tests import small_archive
from tests.generators import traps

_WP = {"wp": "http://wordpress.org/export/1.2/"}
_LOOM = "https://cdn-images-1.medium.com/max/800/1*wide.png"
_COVER = "---\ntitle: 檔案\ndate: 2022-05-05\nslug: feed\ncover: 1-own.png\n---\n\n![Mine](1-own.png)\n\nWords.\n"


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Layout:
    layout = traps.make(tmp_path_factory.mktemp("wordpress") / "archive")
    small_archive.write(layout.root, "posts/2022-05-05-own/index.md", _COVER)
    small_archive.picture(layout.root / "posts/2022-05-05-own/1-own.png", 4, 4)
    return layout


def made(archive: Layout, place: Path, **settings: Any) -> tuple[dict[str, Any], Report]:
    """The posts of the file by their slugs, as feedparser reads them."""
    report = export(archive, wordpress, place / "out", wordpress.Settings(**settings))
    feed = feedparser.parse(
        (place / "out/wordpress.xml").read_bytes(), sanitize_html=False, resolve_relative_uris=False
    )
    assert not feed.bozo
    return {item.wp_post_name: item for item in feed.entries}, report


def test_a_post_has_its_text_date_tags_slug_and_author(archive: Layout, tmp_path: Path) -> None:
    posts, report = made(archive, tmp_path)
    other = posts["2022-01-01-other"]
    assert other.title == "Other"
    assert other.content[0].value == '<p>Words, and a way <a href="/2022-03-04-traps/">back</a>.</p>'
    assert (other.wp_post_date_gmt, other.wp_status, other.author) == ("2022-03-04 05:06:07", "publish", "ada")
    assert [tag.term for tag in other.tags] == ["one two", "three"]
    assert posts["2020-11-12-looms"].title == "Looms &amp; &lt;logic&gt;"
    assert report.counts["posts"] == len([post for post in posts.values() if post.wp_post_type == "post"])


def test_wordpress_redirects_from_the_old_slug_and_keeps_the_address_at_medium(archive: Layout, tmp_path: Path) -> None:
    made(archive, tmp_path)
    tree = lxml.etree.parse(tmp_path / "out/wordpress.xml")
    (item,) = (item for item in tree.iter("item") if item.findtext("title") == "Other")
    meta = {one.findtext("wp:meta_key", "", _WP): one.findtext("wp:meta_value", "", _WP) for one in item}
    assert meta["_wp_old_slug"] == "other-abcdef0123ab"
    assert meta["canonical"] == "https://medium.com/@ada/other-abcdef0123ab"


def test_links_lead_to_the_new_blog_if_its_address_is_given(archive: Layout, tmp_path: Path) -> None:
    posts, _ = made(archive, tmp_path, address="https://ada.blog/words/")
    assert 'href="https://ada.blog/words/2022-03-04-traps/"' in posts["2022-01-01-other"].content[0].value


def test_drafts_and_responses_are_exported_only_on_request(archive: Layout, tmp_path: Path) -> None:
    assert not made(archive, tmp_path)[0].keys() & {"hushed", "2019-01-09-thank-you"}
    posts, _ = made(archive, tmp_path, drafts=True, responses=True)
    assert posts["hushed"].wp_status == "draft"
    assert [tag.term for tag in posts["2019-01-09-thank-you"].tags] == ["Responses"]


def test_a_picture_is_downloaded_once_from_where_it_was_published(archive: Layout, tmp_path: Path) -> None:
    posts, report = made(archive, tmp_path)
    attached = [post for post in posts.values() if post.wp_post_type == "attachment"]
    assert [post.wp_attachment_url for post in attached].count(_LOOM) == 1
    assert f'src="{_LOOM}" alt="The engine"' in posts["2020-11-12-looms"].content[0].value
    (issue,) = (one for one in report.issues if one.code == "picture-without-address")
    assert issue.message.startswith("5 pictures have no address on the web")
    assert (tmp_path / "out/pictures/posts/2022-05-05-own/1-own.png").is_file()


def test_pictures_come_from_where_the_user_uploads_them(archive: Layout, tmp_path: Path) -> None:
    posts, report = made(archive, tmp_path, pictures="https://ada.blog/old/")
    own = next(post for post in posts.values() if post.title == "檔案")
    assert own.wp_post_name == "feed-2", "WordPress has a page at /feed/"
    address = "https://ada.blog/old/posts/2022-05-05-own/1-own.png"
    assert f'src="{address}"' in own.content[0].value
    (picture,) = (post for post in posts.values() if post.get("wp_attachment_url") == address)
    assert picture.wp_post_parent == own.wp_post_id
    assert (own.wp_meta_key, own.wp_meta_value) == ("_thumbnail_id", picture.wp_post_id)
    assert not report.issues
    assert (tmp_path / "out/pictures/posts/2020-11-12-looms/1-wide.png").is_file()


def test_the_address_of_an_uploaded_picture_is_percent_encoded(archive: Layout, tmp_path: Path) -> None:
    """As each other address: WordPress downloads the picture from there."""
    (archive.posts / "2022-05-05-own").rename(archive.posts / "2022-05-05-檔 案")
    _, _ = made(archive, tmp_path, pictures="https://ada.blog/old")
    text = (tmp_path / "out/wordpress.xml").read_text("utf-8")
    assert "https://ada.blog/old/posts/2022-05-05-%E6%AA%94%20%E6%A1%88/1-own.png" in text
    assert (tmp_path / "out/pictures/posts/2022-05-05-檔 案/1-own.png").is_file()


def test_wordpress_runs_no_shortcode_of_a_text_and_shows_an_embed(archive: Layout, tmp_path: Path) -> None:
    posts, _ = made(archive, tmp_path)
    text = posts["2022-03-04-traps"].content[0].value
    assert "&#91;x]" in text
    assert "[" not in text
    assert "\n\n<p>https://www.youtube.com/watch?v=abc</p>\n\n" in text


@pytest.mark.parametrize("option", ["address", "pictures"])
def test_an_address_without_https_is_refused_in_one_sentence(archive: Layout, tmp_path: Path, option: str) -> None:
    with pytest.raises(SettingsWrong, match=r"^“ada\.blog” is not an address on the web\.$"):
        made(archive, tmp_path, **{option: "ada.blog"})
    assert not list(tmp_path.rglob("wordpress.xml"))


@pytest.mark.parametrize(
    ("html", "wanted"),
    [
        ("<p>one\ntwo <em>a\nb</em></p>", "<p>one two <em>a b</em></p>"),
        ("<pre><code>one\n\n[gallery] b[0]</code></pre>", "<pre><code>one\n\n&#91;gallery] b[0]</code></pre>"),
        ("<p>a<br>b</p>\n<hr>\n<p>c</p>", "<p>a<br>b</p>\n\n<hr>\n\n<p>c</p>"),
        ("<div>a <b>b</b>\n<p>c</p> d</div>", "<div><p>a <b>b</b> </p><p>c</p><p> d</p></div>"),
        ("<table><tr><td>a<p>b</p></td></tr></table>", "<table><tr><td><p>a</p><p>b</p></td></tr></table>"),
    ],
)
def test_line_ends_change_no_text_in_wordpress(html: str, wanted: str) -> None:
    assert wordpress_text.html(lxml.html.fragment_fromstring(html, create_parent="div")) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Hello, World—again", "hello-world-again"),
        ("100%25 sure", "100-sure"),
        ("檔案", "%e6%aa%94%e6%a1%88"),
        ("檔" * 40, "%e6%aa%94" * 22),
        ("??", ""),
        ("Intrusión-ñandú Straße Œuvre Ønske Łódź Việt", "intrusion-nandu-strase-oeuvre-onske-lodz-viet"),
        ("ḿй", "%e1%b8%bf%d0%b9"),
    ],
)
def test_a_slug_has_the_form_that_wordpress_gives_it(text: str, wanted: str) -> None:
    assert wordpress_slugs.of(text) == wanted


def test_equal_slugs_and_numbers_get_a_number() -> None:
    wanted = [("a", "same"), ("b", "same"), ("c", "2015"), ("d", "%e6%aa%94" * 22), ("e", "%e6%aa%94" * 22)]
    given = wordpress_slugs.unique(wanted)
    assert [given[key] for key in "abc"] == ["same", "same-2", "2015-2"]
    assert wordpress_slugs.unique([("c", "2015")], of_posts=False) == {"c": "2015"}
    assert len(given["e"]) <= 200
    assert given["e"] != given["d"]


def test_any_text_is_valid_xml() -> None:
    """The end of CDATA in a text, and a control character."""
    item = Item(1, "post", "s", "a ]]> b\x0c", "l?a&b", "ada", "publish", content="<p>]]></p>")
    root = lxml.etree.fromstring(document(Channel("<T>", "https://x", "en"), [item]).encode())
    assert root.findtext("channel/item/title") == "a ]]> b"
    assert root.findtext("channel/title") == "<T>"


def test_wordpress_imports_each_picture_draft_and_tag_separately(tmp_path: Path) -> None:
    """The importer leaves out an item with the title and date of another, and joins two tags with the same slug."""
    layout = small_archive.make(tmp_path / "archive")
    pictures = "\n\n".join(f"![Same](https://pictures.example/{n}/a%20b.png)" for n in range(3))
    text = f"---\ntitle: Same\ndate: 2022-05-05\ntags: [C, C++, c]\n---\n\n{pictures}\n"
    small_archive.write(layout.root, "posts/2022-05-05-same/index.md", text)
    posts, _ = made(layout, tmp_path, drafts=True)
    found = [(post.title, post.wp_post_date, post.wp_post_type) for post in posts.values()]
    assert len(set(found)) == len(found)
    assert [title for title, _, kind in found if kind == "attachment"][-3:] == ["a b.png", "a b.png 2", "a b.png 3"]
    draft = posts["hushed-plans"]
    assert (draft.wp_post_date, draft.wp_post_date_gmt) == ("2000-01-01 00:00:00", "0000-00-00 00:00:00")
    tree = lxml.etree.parse(tmp_path / "out/wordpress.xml")
    tags = {one.text: one.get("nicename") for one in tree.iter("category") if one.text in ("C", "C++", "c")}
    assert tags == {"C": "c", "C++": "c-2", "c": "c"}
