"""The page “Posts” of `archive app`: every post can be found, read beside its original, and changed by a command."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest

from medium_archive.folder.layout import Layout
from medium_archive.folder.posts import read_posts
from tests import account_exports, local_page, small_archive
from tests.conftest import EXAMPLE_ZIP
from tests.local_page import LocalPage

LOOMS = "posts/2020-11-12-looms"
CLOCK = "posts/2019-06-16-a-clock-that-ticks-in-tides"
SECRET = "Wind and weather"  # noqa: S105  # in files that are no post


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Layout:
    """Posts of every kind, one's own texts too, and secrets beside them."""
    layout = small_archive.make(tmp_path_factory.mktemp("posts") / "archive")
    (layout.posts / "loose.md").write_text("# A loose text\n\nOf harbours & <ropes>.\n", "utf-8")
    small_archive.write(layout.root, "drafts/.hidden-plans/index.md", "---\ntitle: Hidden plans\n---\n\nNever.\n")
    small_archive.write(layout.root, "posts/broken/index.md", "---\ntitle: [\n---\n\nStill words.\n")
    for place in ("secret.txt", "secret.png", "private/secret.png", "posts/secret.png"):
        small_archive.write(layout.root, place, SECRET)
    small_archive.write(layout.root.parent, "posts/outside/index.md", SECRET)
    (layout.posts / "link").symlink_to(layout.root.parent / "posts" / "outside")
    (layout.root / LOOMS / "link.png").symlink_to(layout.root / "secret.png")
    return layout


@pytest.fixture(scope="module")
def page(archive: Layout) -> Iterator[LocalPage]:
    with local_page.opened(archive.root) as running:
        yield running


def titles(page: LocalPage, **fields: str) -> list[str]:
    """The titles that a search finds, in their order."""
    answer = page.get(f"posts?{urlencode(fields)}")
    assert answer.status == 200
    return re.findall(r'/post\?name=[^"]*"[^>]*>(.*?)</a>', answer.text)


def test_every_post_is_in_the_list_newest_first(page: LocalPage) -> None:
    """Drafts too; one that is forgotten only if it is asked for."""
    found = titles(page)
    dated = [
        "عن حفظ الكلمات",
        "Looms &amp; &lt;logic&gt;",
        "Thank you for this, it is just what…",
        "在 Swift 裡寫一個檔案庫",
    ]
    assert [title for title in found if title in dated] == dated
    assert {"Hushed plans", "A loose text"} < set(found) and "Hidden plans" not in found
    assert titles(page, kind="forgotten") == ["Hidden plans"]
    assert "posts/broken/index.md" in page.get("posts").text, "a text that can't be read is named"


FILTERS: Mapping[str, tuple[Mapping[str, str], list[str]]] = {
    "a word of the title, in any case": ({"q": "LOOMS"}, ["Looms &amp; &lt;logic&gt;"]),
    "words of title and text": ({"q": "logic weave"}, ["Looms &amp; &lt;logic&gt;"]),
    "a word of the text alone": ({"q": "活得比"}, ["在 Swift 裡寫一個檔案庫"]),
    "Arabic": ({"q": "الكتابة"}, ["عن حفظ الكلمات"]),
    "words that are not in one post": ({"q": "looms harbours"}, []),
    "a word of the front matter": ({"q": "5c8d3a"}, []),
    "drafts": ({"kind": "draft"}, ["Hushed plans"]),
    "responses": ({"kind": "response"}, ["Thank you for this, it is just what…"]),
    "a language": ({"language": "zh-Hant"}, ["在 Swift 裡寫一個檔案庫"]),
    "one's own": ({"own": "1"}, ["A loose text"]),
    "a kind and a word": ({"kind": "draft", "q": "looms"}, []),
    "a kind that there is not": ({"kind": "<b>", "q": "whispered"}, ["Hushed plans"]),
}


@pytest.mark.parametrize("name", FILTERS)
def test_a_search_finds(page: LocalPage, name: str) -> None:
    fields, wanted = FILTERS[name]
    assert titles(page, **fields) == wanted


def test_a_long_list_has_pages(tmp_path: Path) -> None:
    """What is searched for stays from page to page; a number that makes no sense is a page, too."""
    layout = small_archive.make(tmp_path / "archive")
    for number in range(130):
        small_archive.write(layout.root, f"posts/made-{number:03}/index.md", f"---\ntitle: Made {number}\n---\n")
    with local_page.opened(layout.root) as page:
        seen: list[str] = []
        address = "posts?q=made"
        while address:
            shown = page.get(address).text
            seen += re.findall(r">(Made \d+)</a>", shown)
            following = re.search(r'rel="next" href="[^"]*/(posts[^"]*)"', shown)
            address = html.unescape(following[1]) if following else ""
        assert len(seen) == len(set(seen)) == 130
        assert "Page 3 of 3" in shown and "Posts found: 130" in shown
        for odd in ("0", "-1", "x", "99999", "²", "9" * 50):
            assert page.get(f"posts?page={quote(odd)}").status == 200
        assert "Page 3 of 3" in (last := page.get("posts?q=made&page=99999").text) and last.count("Made ") == 30
        (layout.posts / "made-000" / "index.md").write_text("---\ntitle: Renamed\n---\n", "utf-8")
        assert titles(page, q="renamed") == ["Renamed"], "a change is seen at once"


def test_missing_pictures_and_the_original_are_shown(layout: Layout) -> None:
    """The original shows pictures of the archive, and asks nobody for others."""
    account_exports.import_(layout, EXAMPLE_ZIP)
    with local_page.opened(layout.root) as page:
        lacking = re.findall(r'/(post\?name=[^"]+)"', page.get("posts?lacks=1").text)
        assert 0 < len(lacking) < len(read_posts(layout, drafts=True)[0])
        post = page.get(html.unescape(lacking[0])).text
        assert "Missing, with the reason" in post and "<code>https://" in post
        original = page.get("post/original?" + lacking[0].partition("?")[2])
        assert original.status == 200 and "<img" in original.text
        assert not re.search(r'(?:src|srcset)="https?:', original.text)
        history = page.get("history?" + lacking[0].partition("?")[2]).text
        assert "words" in history and "archive history --archive" in history


def test_actions_are_the_commands_and_lead_back_to_the_post(layout: Layout) -> None:
    account_exports.import_(layout, EXAMPLE_ZIP)
    with local_page.opened(layout.root) as page:
        shown = page.run("set", post=CLOCK, date="2019-06-17", tags="clocks, sea", cover="")
        assert "Set date, tags and cover: done" in shown
        assert f"post?name={quote(CLOCK, safe='')}" in shown
        post = page.get(f"post?name={CLOCK}").text
        assert 'value="2019-06-17"' in post and 'value="clocks, sea"' in post
        draft = CLOCK.replace("posts/", "drafts/")
        assert f"post?name={quote(draft, safe='')}" in page.run("draft", post=CLOCK)
        assert "Publish it" in page.get(f"post?name={draft}").text and page.get(f"post?name={CLOCK}").status == 404
        assert f"post?name={quote(CLOCK, safe='')}" in page.run("publish-post", post=draft)
        assert "posts?kind=forgotten" in page.run("forget", post=CLOCK)
        (hidden,) = re.findall(r'/post\?name=([^"]+)"', page.get("posts?kind=forgotten").text)
        assert "Bring it back" in page.get(f"post?name={hidden}").text
        page.run("restore", post="drafts/.2019-06-16-a-clock-that-ticks-in-tides")
        assert page.get(f"post?name={CLOCK}").status == 200
        made = page.run("new", title="--draft me", draft="1")
        assert f"post?name={quote('drafts/draft-me', safe='')}" in made
        assert "--draft me" in page.get("post?name=drafts/draft-me").text


@pytest.mark.parametrize(("action", "form"), [("set", {"post": LOOMS}), ("draft", {}), ("new", {"title": " "})])
def test_a_form_without_its_value_is_refused(page: LocalPage, action: str, form: Mapping[str, str]) -> None:
    answer = page.post(f"jobs/{action}?name={LOOMS}", **form)
    assert answer.status == 400 and 'role="alert"' in answer.text


def test_the_language_can_be_changed_on_the_page_of_a_post(page: LocalPage) -> None:
    """It stays the page of that post; no other address can be asked for."""
    shown = page.get(f"post?name={LOOMS}").text
    back = html.unescape(re.findall(r'name="back" value="([^"]*)"', shown)[0])
    location = page.post("language", language="en", back=back).headers["location"]
    assert page.get(location.removeprefix(f"{page.base}/")).text == shown
    for other in ("https://evil.example/", "//evil.example", "post/../../x?y", "end?x", "post?x\r\nX: y"):
        location = page.post("language", language="en", back=other).headers["location"]
        assert location.startswith(f"{page.base}/") and "evil" not in location and "\n" not in location


PATHS = (
    "../secret.txt",
    "posts/../secret.txt",
    "posts/..",
    "posts/.",
    "posts/link",
    "posts/secret.png",
    "drafts/..",
    "drafts/...",
    "drafts/../posts/loose",
    "private/secret.png",
    "/etc/passwd",
    "posts//etc/passwd",
    "posts\\..\\secret.txt",
    "posts/2020-11-12-looms/index.md",
    "posts/x\0",
    "posts/" + "n" * 5_000,
    "about",
    "",
)


@pytest.mark.parametrize("route", ["post", "history", "post/original"])
@pytest.mark.parametrize("path", PATHS)
def test_no_name_of_a_post_leads_anywhere_else(page: LocalPage, route: str, path: str) -> None:
    answer = page.get(f"{route}?{urlencode({'name': path})}")
    assert answer.status == 404 and SECRET not in answer.text and "root:" not in answer.text


FILES = (
    "secret.png",
    "posts/secret.png",
    "private/secret.png",
    "private/x/secret.png",
    f"{LOOMS}/../../secret.png",
    f"{LOOMS}/link.png",
    f"{LOOMS}/index.md",
    f"{LOOMS}/./1-wide.png",
    "drafts/../secret.png",
    "drafts/.../secret.png",
    "/etc/passwd.png",
    f"{LOOMS}/x\0.png",
    "",
)


@pytest.mark.parametrize("file", FILES)
def test_only_pictures_of_posts_are_sent(page: LocalPage, file: str) -> None:
    assert page.get(f"post/picture?{urlencode({'file': f'{LOOMS}/1-wide.png'})}").headers["content-type"] == "image/png"
    answer = page.get(f"post/picture?{urlencode({'file': file})}")
    assert answer.status == 404 and SECRET not in answer.text


@pytest.mark.parametrize("path", ["posts", f"post?name={LOOMS}", "post/original", "post/picture", "history"])
def test_nothing_of_a_post_is_readable_from_elsewhere(page: LocalPage, path: str) -> None:
    """Without the cookie, from another page, or in a frame of one."""
    host = {"Host": page.headers["Host"]}
    for headers in (host, {**host, "Cookie": page.cookie, "Origin": "https://evil.example"}):
        assert page.send("GET", f"{page.base}/{path}", headers).body == b"Forbidden"
    framed = page.get(path, **{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Dest": "iframe"})
    assert framed.status == 403
    assert "frame-ancestors 'none'" in page.get("posts").headers["content-security-policy"]


@pytest.mark.parametrize("action", ["set", "draft", "publish-post", "forget", "restore", "new"])
def test_no_other_page_changes_a_post(page: LocalPage, archive: Layout, action: str) -> None:
    body = urlencode({"post": LOOMS, "tags": "x", "title": "x"}).encode()
    before = account_exports.bytes_of(archive.root)
    for headers in ({"Origin": "https://evil.example"}, {"Cookie": ""}, {"Sec-Fetch-Site": "cross-site"}):
        assert page.send("POST", f"{page.base}/jobs/{action}", {**page.headers, **headers}, body).status == 403
    assert page.get(f"jobs/{action}?post={LOOMS}").status == 405
    assert account_exports.bytes_of(archive.root) == before


def test_a_name_that_looks_like_an_option_is_none(page: LocalPage) -> None:
    for action in ("forget", "draft"):
        assert "No post matches --dry-run" in page.run(action, post="--dry-run")
