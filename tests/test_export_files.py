"""`archive export html` and the other formats of one file: what they make of a post."""

from __future__ import annotations

import json
import re
import shutil
import zipfile
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import lxml.html
import pytest
import yaml

from medium_archive.articles import ghost_text, plain_text, resolved_html
from medium_archive.commands.export import export
from medium_archive.folder.layout import Layout
from medium_archive.formats import bar, ghost, html, jsonl
from tests import small_archive
from tests.contracts.scene import contents
from tests.generators import traps

_TRAPS = "posts/2022-03-04-traps.html"
_HEAD = "---\ntitle: {}\ndate: 2022-05-05\n{}\n---\n\nWords.\n"


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Layout:
    return traps.make(tmp_path_factory.mktemp("files") / "archive")


def made(archive: Layout, member: Any, place: Path, **settings: bool) -> dict[str, bytes]:
    """The files in the zip file of an export, or the one file under ""."""
    export(archive, member, place / "out", member.Settings(**settings))
    return contents(place / "out")


def test_a_page_of_html_contains_its_pictures(archive: Layout, tmp_path: Path) -> None:
    files = made(archive, html, tmp_path)
    root = lxml.html.fromstring(files[_TRAPS])
    sources = [image.get("src", "") for image in root.iter("img")]
    assert [source[:22] for source in sources[:2]] == ["data:image/png;base64,"] * 2
    assert sources[-1] == "https://cdn-images-1.medium.com/max/800/1*gone.png"
    assert [name for name in files if not name.endswith(".html")] == ["posts/2022-03-04-traps/paper.pdf"]
    assert root.xpath("//a[.='a file']/@href") == ["2022-03-04-traps/paper.pdf"]


def test_a_page_of_html_has_what_the_front_matter_has(archive: Layout, tmp_path: Path) -> None:
    files = made(archive, html, tmp_path, responses=True, drafts=True)
    root = lxml.html.fromstring(files["posts/2022-01-01-other.html"])
    assert root.findtext(".//h1") == root.findtext(".//title") == "Other"
    assert root.xpath("//link[@rel='canonical']/@href") == ["https://medium.com/@ada/other-abcdef0123ab"]
    assert root.xpath("//meta[@name='keywords']/@content") == ["one two, three"]
    assert root.xpath("//time/@datetime") == ["2022-03-04T05:06:07.008000+00:00"]
    assert root.xpath("//a[.='back']/@href") == ["2022-03-04-traps.html"]
    assert b'href="../responses/2019-01-09-thank-you.html"' in files[_TRAPS]
    assert b"<h1>Looms &amp; &lt;logic&gt;</h1>" in files["posts/2020-11-12-looms.html"]
    assert "drafts/hushed.html" in files
    assert b"onclick" not in b"".join(files.values())


def test_pictures_of_html_can_stay_where_they_were_published(archive: Layout, tmp_path: Path) -> None:
    files = made(archive, html, tmp_path, linked_pictures=True)
    looms = files["posts/2020-11-12-looms.html"].decode()
    assert 'src="https://cdn-images-1.medium.com/max/800/1*wide.png"' in looms
    assert b"data:image/png" in files[_TRAPS], "this picture was never on the web"


def test_a_zip_file_has_no_time_of_its_export(archive: Layout, tmp_path: Path) -> None:
    made(archive, html, tmp_path)
    with zipfile.ZipFile(tmp_path / "out") as zip_file:
        assert {entry.date_time for entry in zip_file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert zip_file.testzip() is None


def test_a_line_of_json_has_a_whole_post(archive: Layout, tmp_path: Path) -> None:
    lines = made(archive, jsonl, tmp_path)[""].decode().splitlines()
    posts = {post["path"]: post for post in map(json.loads, lines)}
    other = posts["posts/2022-01-01-other"]
    back = "Words, and a way [back](posts/2022-03-04-traps/)."
    assert (other["title"], other["markdown"], other["text"]) == ("Other", back, "Words, and a way back.")
    assert (other["date"], other["tags"]) == ("2022-03-04T05:06:07.008000+00:00", ["one two", "three"])
    assert other["address"] == other["medium"] == "https://medium.com/@ada/other-abcdef0123ab"
    assert posts["posts/2020-11-12-looms"]["pictures"][0] == {
        "address": "https://cdn-images-1.medium.com/max/800/1*wide.png",
        "alt": "The engine",
    }
    assert "private remark" not in posts["posts/2022-03-04-traps"]["markdown"]


@pytest.mark.parametrize(
    ("html_text", "text"),
    [
        ("<p>One\ntwo.</p>\n<p>Three<br>four</p>", "One two.\n\nThree\nfour"),
        ("<ul><li>a</li><li><p>b</p><ul><li>c</li></ul></li></ul><p>d</p>", "a\nb\nc\n\nd"),
        ("<pre><code>  x\n\n  y</code></pre>", "  x\n\n  y"),
        ("<p>a</p><pre>  x\n\n\n  y\n</pre><p>b</p>", "a\n\n  x\n\n\n  y\n\n\nb"),
        ("<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>", "a\tb\n1\t2"),
    ],
)
def test_the_plain_text_of_a_post_keeps_its_paragraphs_items_rows_and_code(html_text: str, text: str) -> None:
    assert plain_text.words(resolved_html.parse(html_text)) == text


def test_a_post_of_ghost_has_its_dates_tags_excerpt_and_canonical_address(archive: Layout, tmp_path: Path) -> None:
    data = json.loads(made(archive, ghost, tmp_path, drafts=True)["ghost.json"])["db"][0]["data"]
    posts = {post["title"]: post for post in data["posts"]}
    other = posts["Other"]
    assert other["html"] == '<p>Words, and a way <a href="/2022-03-04-traps/">back</a>.</p>'
    assert (other["status"], other["published_at"]) == ("published", "2022-03-04T05:06:07.008+00:00")
    assert other["canonical_url"] == "https://medium.com/@ada/other-abcdef0123ab"
    assert posts["Looms & <logic>"]["custom_excerpt"] == "A note upon a note"
    assert (posts["Hushed"]["status"], posts["Hushed"]["published_at"]) == ("draft", None)
    ids = [one["tag_id"] for one in data["posts_tags"] if one["post_id"] == other["id"]]
    assert [tag["slug"] for one in ids for tag in data["tags"] if tag["id"] == one] == ["one-two", "three"]


def test_slugs_of_ghost_are_latin_letters_and_old_addresses_redirect_to_them(archive: Layout, tmp_path: Path) -> None:
    files = made(archive, ghost, tmp_path)
    slugs = {post["title"]: post["slug"] for post in json.loads(files["ghost.json"])["db"][0]["data"]["posts"]}
    assert slugs["在 Swift 裡寫一個檔案庫"] == "post-abcdef123"
    (new,) = {
        to for old, to in yaml.safe_load(files["redirects.yaml"])[301].items() if re.match(old, "/@ada/x-abcdef123")
    }
    assert new == "/post-abcdef123/"
    assert ghost_text.slug("Configuración: así") == "configuracion-asi"


def test_no_value_is_longer_than_ghost_takes(tmp_path: Path) -> None:
    """It refuses the whole post otherwise. The id of a post becomes the id of its comments."""
    layout = small_archive.make(tmp_path / "archive")
    tags = f"tags: [{'t' * 300}, ', b']\ndescription: {'d' * 600}\nlang: zh-Hant-TW\nslug: {'s' * 300}\n"
    long = f"---\ntitle: {'T' * 300}\nsubtitle: {'u' * 400}\ndate: 2022-05-05\n{tags}---\n\nWords.\n"
    small_archive.write(layout.root, f"posts/2022-05-05-{'s' * 80}/index.md", long)
    data = json.loads(made(layout, ghost, tmp_path)["ghost.json"])["db"][0]["data"]
    longest = {"id": 50, "title": 255, "slug": 191, "custom_excerpt": 300, "meta_description": 500, "locale": 6}
    for post in data["posts"]:
        assert {key: len(post[key] or "") for key in longest if len(post[key] or "") > longest[key]} == {}
    assert all(len(tag[key]) <= 191 and tag[key][0] != "," for tag in data["tags"] for key in ("name", "slug"))
    assert {post["title"]: post["locale"] for post in data["posts"]}["T" * 255] == "zh"


def test_a_slug_that_ghost_changes_is_not_used(tmp_path: Path) -> None:
    layout = small_archive.make(tmp_path / "archive")
    small_archive.write(layout.root, "posts/2022-05-05-rss/index.md", _HEAD.format("RSS", "slug: rss"))
    small_archive.write(layout.root, "posts/2022-05-06-amp/index.md", _HEAD.format("AMP", "slug: amp"))
    posts = json.loads(made(layout, ghost, tmp_path)["ghost.json"])["db"][0]["data"]["posts"]
    assert {"rss-2", "amp-2"} <= {post["slug"] for post in posts}


def test_the_oldest_of_posts_with_one_slug_keeps_it_in_ghost(tmp_path: Path) -> None:
    """So that a new post changes no address."""
    layout = small_archive.make(tmp_path / "archive")
    for day in ("2022-05-05", "2022-06-06"):
        text = f"---\ntitle: Of {day}\ndate: {day}\nslug: same\n---\n\nWords.\n"
        small_archive.write(layout.root, f"posts/{day}-same/index.md", text)
    posts = json.loads(made(layout, ghost, tmp_path)["ghost.json"])["db"][0]["data"]["posts"]
    slugs = {post["title"]: post["slug"] for post in posts}
    assert (slugs["Of 2022-05-05"], slugs["Of 2022-06-06"]) == ("same", "same-2")


def test_ghost_gets_pictures_and_bookmarks_in_forms_that_it_keeps(archive: Layout, tmp_path: Path) -> None:
    files = made(archive, ghost, tmp_path)
    posts = json.loads(files["ghost.json"])["db"][0]["data"]["posts"]
    (text,) = (post["html"] for post in posts if post["slug"] == "2022-03-04-traps")
    folder = "content/images/posts/2022-03-04-traps"
    row = f'<figure><img src="/{folder}/1-one.png" alt=""></figure><figure><img src="/{folder}/2-two.png" alt="">'
    assert f"{row}<figcaption>A row</figcaption></figure>" in text
    assert '<a class="kg-bookmark-container" href="https://example.com/card">' in text
    assert {f"{folder}/1-one.png", "content/files/posts/2022-03-04-traps/paper.pdf"} < files.keys()
    assert 'href="/content/files/posts/2022-03-04-traps/paper.pdf"' in text


def test_the_report_warns_that_ghost_adds_posts_again(archive: Layout, tmp_path: Path) -> None:
    report = export(archive, ghost, tmp_path / "out")
    assert [issue.code for issue in report.issues] == ["ghost-import-once"]


def test_a_bar_file_has_each_post_in_a_page_and_in_a_feed(archive: Layout, tmp_path: Path) -> None:
    files = made(archive, bar, tmp_path, responses=True)
    feed = json.loads(files["feed.json"])
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    items = {item["id"]: item for item in feed["items"]}
    other = items["https://medium.com/@ada/other-abcdef0123ab"]
    assert other["content_html"] == '<p>Words, and a way <a href="#posts/2022-03-04-traps">back</a>.</p>'
    assert (other["title"], other["tags"]) == ("Other", ["one two", "three"])
    assert other["date_published"] == "2022-03-04T05:06:07.008000+00:00"
    root: Any = lxml.html.fromstring(files["index.html"])
    entries: dict[str, Any] = {entry.findtext("h2", ""): entry for entry in root.find_class("h-entry")}
    assert len(entries) == len(items)
    (content,) = entries["Other"].find_class("e-content")
    assert content.text_content().strip() == "Words, and a way back."
    assert [one.text for one in entries["Other"].find_class("p-category")] == ["one two", "three"]
    assert [one.get("href") for one in entries["Other"].find_class("u-url")] == [other["url"]]
    assert [one.get("datetime") for one in entries["Other"].find_class("dt-published")] == [other["date_published"]]
    assert [image.get("src") for image in root.iter("img") if unquote(image.get("src")) not in files] == [
        "https://example.com/%%e%%.png",
        *["https://cdn-images-1.medium.com/max/800/1*gone.png"] * 2,
    ]


def test_the_copy_of_a_post_has_an_id_of_its_own_in_a_bar_file(tmp_path: Path) -> None:
    layout = small_archive.make(tmp_path / "archive")
    shutil.copytree(layout.posts / "2020-11-12-looms", layout.posts / "a-copy")
    items = json.loads(made(layout, bar, tmp_path)["feed.json"])["items"]
    assert len({item["id"] for item in items}) == len(items) == 4
    assert "https://medium.com/@ada/looms-5c8d3a" in {item["id"] for item in items}
