"""The path of every address that a post had at Medium leads to the post on the site's own host."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urljoin, urlsplit

import lxml.html
import pytest

from medium_archive.commands.build import build
from medium_archive.errors import SettingsWrong
from medium_archive.folder.layout import Layout
from tests import small_archive
from tests.static_host import hosting

if TYPE_CHECKING:
    from playwright.sync_api import Browser

POSTS = {  # folder, id, address at Medium
    "tide": ("012345678abc", "https://medium.com/@ada/the-tide-012345678abc"),
    "潮": ("aaaa11112222", f"https://medium.com/@ada/{quote('潮-汐')}-aaaa11112222"),
    "harbour": ("bbbb11112222", "https://medium.com/the-quay/harbour-bbbb11112222"),
    "own-domain": ("cccc11112222", "https://ada.medium.com/own-cccc11112222"),
    "imported": ("dddd11112222", "https://elsewhere.example/2019/imported.html"),
    "short-id": ("1234567ff", "https://medium.com/@ada/short-0001234567ff"),
}


def make(root: Path, url: str = "", more: str = "") -> Layout:
    layout = Layout(root / "archive")
    layout.root.mkdir()
    layout.settings.write_text(f'schema = 2\n[site]\nurl = "{url}"\n{more}\n[author]\nusername = "ada"\n', "utf-8")
    for folder, (post_id, address) in POSTS.items():
        medium = f"medium:\n  id: '{post_id}'\n  url: {address}\n"
        text = f"---\ntitle: About {folder} <b>&\ndate: 2020-01-01\n{medium}---\n\nWords.\n"
        small_archive.write(layout.root, f"posts/{folder}/index.md", text)
    draft = "---\ntitle: Secret\ndraft: true\nmedium:\n  id: 'eeee11112222'\n  url: https://medium.com/@ada/s-eeee11112222\n---\n"
    small_archive.write(layout.root, "drafts/secret/index.md", draft)
    return layout


def targets(layout: Layout) -> dict[str, str]:
    """The target of each page at an old address, by the path of the page."""
    found: dict[str, str] = {}
    for path in layout.site.rglob("index.html"):
        html = path.read_text("utf-8")
        if 'http-equiv="refresh"' in html:
            name = path.parent.relative_to(layout.site).as_posix()
            root = lxml.html.document_fromstring(html)
            policy = root.xpath("string(//meta[@http-equiv='Content-Security-Policy']/@content)")
            assert str(policy).startswith("default-src 'none';")
            refresh = str(root.xpath("string(//meta[@http-equiv='refresh']/@content)"))
            (link,) = root.iter("a")
            assert refresh == f"0; url={link.get('href')}"
            target = unquote(urlsplit(urljoin(f"http://h/{quote(name)}/", link.get("href"))).path)
            assert (layout.site / target.strip("/")).is_file()
            found[name] = target
    return found


def test_each_form_of_an_old_address_has_a_page(tmp_path: Path) -> None:
    """Addresses at the profile, a publication and a custom domain, and the short form; none for a draft."""
    layout = make(tmp_path)
    report = build(layout)
    tide, harbour = "/posts/tide/index.html", "/posts/harbour/index.html"
    own, tide_zh, short = "/posts/own-domain/index.html", "/posts/潮/index.html", "/posts/short-id/index.html"
    assert targets(layout) == {
        "@ada/the-tide-012345678abc": tide, "p/012345678abc": tide, "the-tide-012345678abc": tide,
        "@ada/潮-汐-aaaa11112222": tide_zh, "p/aaaa11112222": tide_zh, "潮-汐-aaaa11112222": tide_zh,
        "the-quay/harbour-bbbb11112222": harbour, "p/bbbb11112222": harbour, "harbour-bbbb11112222": harbour,
        "@ada/own-cccc11112222": own, "p/cccc11112222": own, "own-cccc11112222": own,
        "p/dddd11112222": "/posts/imported/index.html",
        "@ada/short-0001234567ff": short, "p/0001234567ff": short, "short-0001234567ff": short,
    }  # fmt: skip
    assert report.counts["old_addresses"] == 16
    assert "eeee11112222" not in (layout.site / "static/old-addresses.js").read_text("utf-8")


def test_the_page_at_an_old_address_names_the_canonical_one(tmp_path: Path) -> None:
    """Search engines then transfer the old ranking. A browser that does not redirect shows a link."""
    layout = make(tmp_path, "https://ada.example/blog")
    build(layout)
    html = (layout.site / "p/aaaa11112222/index.html").read_text("utf-8")
    assert f'<link rel="canonical" href="https://ada.example/blog/posts/{quote("潮")}/index.html">' in html
    assert "<title>About 潮 &lt;b&gt;&amp;</title>" in html


def test_settings_choose_the_forms_of_old_addresses(tmp_path: Path) -> None:
    """When a form is removed from the settings, its pages are removed too."""
    layout = make(tmp_path)
    build(layout)
    settings = layout.settings.read_text()
    layout.settings.write_text(settings.replace('url = ""', 'url = ""\nold_addresses = ["short"]'))
    build(layout)
    assert {name.partition("/")[0] for name in targets(layout)} == {"p"}
    layout.settings.write_text(settings.replace('url = ""', 'url = ""\nold_addresses = ["shrot"]'))
    with pytest.raises(SettingsWrong):
        build(layout)


def test_an_address_that_is_no_valid_path_has_no_page(tmp_path: Path) -> None:
    """Two addresses that differ only in case, one that is too long, one that leaves the site, one in a folder of the
    site. 404.html finds them.
    """
    layout = make(tmp_path)
    odd = {
        "a": ("1111aaaa2222", "https://medium.com/The-Quay/one-1111aaaa2222"),
        "b": ("2222aaaa2222", "https://medium.com/posts/two-2222aaaa2222"),
        "c": ("3333aaaa2222", f"https://medium.com/@ada/{quote('潮' * 80)}-3333aaaa2222"),
        "d": ("4444aaaa2222", "https://medium.com/../../@ada/x-4444aaaa2222"),
        "e": ("5555aaaa2222", "https://medium.com/@ada/what%3F-5555aaaa2222"),
        "f": ("1111aaaa2222", "https://medium.com/the-quay/ONE-1111aaaa2222"),
        "g": ("../../../g", "https://medium.com/@ada/g"),
    }
    for folder, (post_id, address) in odd.items():
        medium = f"medium:\n  id: '{post_id}'\n  url: {address}\n"
        small_archive.write(layout.root, f"posts/{folder}/index.md", f"---\ntitle: x\n{medium}---\n\nWords.\n")
    before = {path for path in tmp_path.rglob("*") if layout.site not in path.parents}
    build(layout)
    after = {path for path in tmp_path.rglob("*") if layout.site not in path.parents}
    assert {path.name for path in after - before} <= {
        "site",
        ".lock",
        ".cache",
        "private",
        "build.json",
        "build.state",
        "build.memory",
        "build.contents",
        ".gitignore",
    }
    found = set(targets(layout))
    assert len({name.casefold() for name in found}) == len(found)
    assert {"p/2222aaaa2222", "two-2222aaaa2222", "p/3333aaaa2222", "p/4444aaaa2222"} <= found
    assert not {name for name in found if name.startswith("posts/") or ".." in name or "?" in name or len(name) > 200}


@pytest.mark.parametrize("base", ["", "/repo"])
def test_the_404_page_finds_every_other_spelling(base: str, tmp_path: Path, browser: Browser) -> None:
    """At any depth, at the root of a host and below a path. For an address of no post it stays the 404 page, which
    takes words to search for, and addresses.
    """
    layout = make(tmp_path, f"https://ada.example{base}")
    build(layout)
    spellings = {
        "/@ada/an-earlier-title-012345678abc": "tide",
        "/@ada/12345678abc": "tide",
        "/a/b/c/the-tide-012345678ABC/": "tide",
        f"/@old-name/{quote('別的')}-aaaa11112222?source=rss-bbbb11112222------2": "潮",
        "/m/global-identity-2?redirectUrl=https%3A%2F%2Fmedium.com%2Fthe-quay%2Fharbour-bbbb11112222": "harbour",
        "/@ada/short-0001234567ff#1a2b": "short-id",
        "/p/1234567ff": "short-id",
    }
    with hosting(layout.site, base) as host:
        tab = browser.new_page()
        for spelling, folder in spellings.items():
            tab.goto(host + spelling)
            tab.wait_for_url("**/index.html*")
            assert unquote(tab.url.partition("#")[0]) == f"{host}/posts/{folder}/index.html"
            assert tab.locator("h1").inner_text() == f"About {folder} <b>&"
        answer = tab.goto(f"{host}/@eve/nothing-ffff11112222")
        assert answer
        assert answer.status == 404
        assert tab.locator(".code").inner_text() == "404"
        edges = (
            "[...document.querySelectorAll('h1, .find label, .find input')].map(one => one.getBoundingClientRect().x)"
        )
        assert len(set(tab.evaluate(edges))) == 1
        field = tab.get_by_label("Words to search for, or an address on Medium")
        field.fill("harbour wall")
        tab.keyboard.press("Enter")
        tab.wait_for_url("**/search.html#harbour%20wall")
        tab.goto(f"{host}/@eve/nothing-ffff11112222")
        field.fill("https://medium.com/@ada/12345678abc")
        tab.keyboard.press("Enter")
        tab.wait_for_url("**/posts/tide/index.html")
        tab.goto(f"{host}/p/012345678abc")
        tab.wait_for_url("**/posts/tide/index.html")
        tab.close()


@pytest.mark.parametrize("address", ["https://medium.com/@x/y-12345678abc?source=z", " ada.medium.com/p/012345678abc "])
def test_a_reader_finds_a_post_by_its_old_address(address: str, tmp_path: Path, browser: Browser) -> None:
    """Also when the site is opened from the disk."""
    layout = make(tmp_path)
    build(layout)
    tab = browser.new_page()
    problems: list[str] = []
    tab.on("console", lambda message: problems.append(message.text))
    tab.goto((layout.site / "find.html").as_uri())
    tab.get_by_label("Address on Medium").fill("https://medium.com/p/ffff11112222")
    tab.get_by_role("button", name="Find it").click()
    assert re.match("No post", tab.get_by_role("status").inner_text())
    tab.get_by_label("Address on Medium").fill(address)
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/posts/tide/index.html")
    assert problems == []
    tab.close()


def test_without_javascript_the_page_links_to_all_posts(tmp_path: Path) -> None:
    """The form is hidden where it cannot work."""
    layout = make(tmp_path)
    build(layout)
    root = lxml.html.document_fromstring((layout.site / "find.html").read_text("utf-8"))
    (form,) = root.iter("form")
    assert form.get("hidden") is not None
    (main,) = root.iter("main")
    assert "archive.html" in [link.get("href") for link in main.iter("a")]
