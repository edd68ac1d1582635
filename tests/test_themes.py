"""Themes: what each shipped theme must do, and how a person can change it."""

from __future__ import annotations

import itertools
import re
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import jinja2
import lxml.html
import pytest
from lxml.html import HtmlElement

from medium_archive.commands.build import build
from medium_archive.commands.verify import verify
from medium_archive.errors import SettingsWrong, ThemeBroken
from medium_archive.folder.layout import Layout
from medium_archive.site import colours, theme
from medium_archive.site.pages import plan
from tests import small_archive
from tests.conftest import THEMES

LOOMS = "posts/2020-11-12-looms"


def choose(layout: Layout, name: str, options: str = "") -> None:
    settings = layout.settings.read_text("utf-8")
    layout.settings.write_text(
        re.sub(r'theme = "\w+"', f'theme = "{name}"', settings) + f"[theme]\n{options}\n", "utf-8"
    )


def page(layout: Layout, name: str) -> HtmlElement:
    return lxml.html.document_fromstring((layout.site / name).read_text("utf-8"))


def many_posts(layout: Layout, count: int) -> None:
    for number in range(count):
        small_archive.write(
            layout.root,
            f"posts/p{number}/index.md",
            f"---\ntitle: Number {number}\ndate: {2010 + number % 5}-01-{number % 28 + 1:02}\n"
            f"tags: [{'Mills' if number % 2 else 'mills'}, C++]\n---\n\nText.\n",
        )


@pytest.mark.parametrize("name", THEMES)
def test_every_theme_makes_complete_pages(tmp_path: Path, name: str) -> None:
    """One h1, named landmarks, links with targets, nothing from other hosts: on every page of a long archive."""
    layout = small_archive.make(tmp_path, url="https://ada.example/blog")
    many_posts(layout, 30)
    small_archive.picture(layout.root / "posts/p3/1-cover.jpg", 900, 600)
    small_archive.write(layout.root, "posts/p3/index.md", "---\ntitle: Three\ncover: 1-cover.jpg\n---\n\nText.\n")
    choose(layout, name, "posts = 7")
    build(layout)
    found = sorted(layout.site.rglob("*.html"))
    assert len(found) > 40
    for file in found:
        where = file.relative_to(layout.site).as_posix()
        root = page(layout, where)
        if root.xpath("//meta[@http-equiv='refresh']"):
            continue  # an old address leads on by itself
        assert len(root.findall(".//h1")) == 1, where
        assert root.xpath("string(//meta[@name='description']/@content)"), where
        levels = [int(heading.tag[1]) for heading in root.iter("h1", "h2", "h3", "h4", "h5", "h6")]
        assert all(after <= before + 1 for before, after in itertools.pairwise(levels)), where
        navigations = [nav.get("aria-label") or nav.get("aria-labelledby") for nav in root.iter("nav")]
        assert all(navigations) and len(set(navigations)) == len(navigations), where
        ids = root.xpath("//@id")
        assert len(set(ids)) == len(ids), where
        assert not root.xpath(
            "//script[not(@src) and not(@type='application/ld+json')] | //style | //*[@style] | //iframe"
            " | //@*[starts-with(name(), 'on')]"
        ), where
        loaded = [*root.xpath("//*[@src or @srcset]"), *root.xpath("//link[@rel='stylesheet' or @rel='icon']")]
        foreign = [address for one in loaded for address in addresses_of(one) if urlsplit(address).netloc]
        assert foreign == [], where
        for element in root.xpath("//*[@href or @src or @srcset]"):
            for address in addresses_of(element):
                if where == "404.html" and address.startswith("/blog/"):
                    target = unquote(address.removeprefix("/blog/"))
                elif urlsplit(address).scheme or address.startswith("#"):
                    continue
                else:
                    target = unquote(urlsplit(urljoin(f"file:///{where}", address)).path).removeprefix("/")
                assert (layout.site / target).is_file(), (where, address)


def addresses_of(element: HtmlElement) -> list[str]:
    offers = [offer.split()[0] for offer in (element.get("srcset") or "").split(",") if offer.strip()]
    return [*offers, *(value for key in ("href", "src") if (value := element.get(key)))]


@pytest.mark.parametrize("name", THEMES)
def test_every_theme_shows_an_empty_archive(tmp_path: Path, name: str) -> None:
    """Settings alone are enough, and the page says that there is nothing yet."""
    small_archive.write(tmp_path, "archive.toml", f'schema = 1\n[site]\ntheme = "{name}"\n')
    layout = Layout(tmp_path)
    assert build(layout).exit_code == 0
    for file in ("index.html", "archive.html"):
        assert "Nothing has been published here yet." in page(layout, file).text_content()
    assert not [issue for issue in verify(layout).issues if issue.where.startswith("site/")]


def test_a_long_front_page_is_split(tmp_path: Path) -> None:
    """Every post is on one of the pages, which link to each other; an option sets the number of posts on one."""
    layout = small_archive.make(tmp_path)
    many_posts(layout, 12)
    choose(layout, "plain", "posts = 4")
    build(layout)
    names = ["index.html", "page/2.html", "page/3.html", "page/4.html"]
    titles = [link.text for name in names for link in page(layout, name).xpath("//ol[@class='posts']//h2/a")]
    assert len(titles) == len(set(titles)) == 15
    assert not (layout.site / "page/5.html").exists()
    second = page(layout, "page/2.html")
    assert second.xpath("//a[@rel='prev' or @rel='next']/@href") == ["../index.html", "3.html"]
    assert second.xpath("string(//nav[@class='pager']/span)") == "Page 2 of 4"


def test_a_very_long_list_has_a_page_for_each_year(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The list of all posts links to the years, and each has its posts."""
    monkeypatch.setattr(plan, "_MAX_LIST", 10)
    layout = small_archive.make(tmp_path)
    many_posts(layout, 12)
    build(layout)
    years = page(layout, "archive.html").xpath("//nav[@class='years']//a/@href")
    assert "archive/2010.html" in years
    shown = [link for year in years for link in page(layout, year).xpath("//ol[@class='titles']//a")]
    assert len(shown) == 15


def test_spellings_of_a_tag_share_one_page(tmp_path: Path) -> None:
    """ "Mills" and "mills" are one subject; a post links to its tags, and the page of a tag to its posts."""
    layout = small_archive.make(tmp_path)
    many_posts(layout, 5)
    build(layout)
    assert page(layout, "tags/index.html").xpath("//ul[@class='cloud']//a/@href") == [
        "c.html", "mills.html", "engines.html",
    ]  # fmt: skip
    assert len(page(layout, "tags/mills.html").xpath("//ol[@class='titles']//a")) == 5
    assert page(layout, "posts/p1/index.html").xpath("//a[@rel='tag']/@href") == [
        "../../tags/mills.html", "../../tags/c.html",
    ]  # fmt: skip


def test_a_long_post_has_a_table_of_contents(tmp_path: Path) -> None:
    """With a link to each heading; a short post has none."""
    layout = small_archive.make(tmp_path)
    text = "".join(f"## Part {number}\n\n{'word ' * 500}\n\n" for number in range(4))
    small_archive.write(layout.root, "posts/long/index.md", f"---\ntitle: Long\n---\n\n{text}")
    build(layout)
    contents = page(layout, "posts/long/index.html").xpath("//nav[@class='contents']//a")
    assert [(link.text, link.get("href")) for link in contents] == [(f"Part {n}", f"#part-{n}") for n in range(4)]
    assert not page(layout, f"{LOOMS}/index.html").find_class("contents")


def test_a_picture_links_to_its_full_size(tmp_path: Path) -> None:
    """Without a script; but not a picture that has a link already, and not an SVG, which could run code."""
    layout = small_archive.make(tmp_path)
    for name in ("a.png", "b.png", "c.png"):
        small_archive.picture(layout.root / LOOMS / name, 600, 500)
    small_archive.write(
        layout.root, f"{LOOMS}/d.svg", '<svg xmlns="http://www.w3.org/2000/svg" width="900" height="900"/>'
    )
    small_archive.write(
        layout.root,
        f"{LOOMS}/index.md",
        "---\ntitle: x\n---\n\n![A mill](a.png)\n\n[![](b.png)](https://b.example)\n\n![](d.svg)\n\n![](c.png)\n",
    )
    build(layout)
    found = page(layout, f"{LOOMS}/index.html").find_class("zoom")
    assert [(link.get("href"), link.get("aria-label")) for link in found] == [
        ("a.png", None), ("c.png", "Show the full picture"),
    ]  # fmt: skip


def test_a_template_is_compiled_once_and_again_if_it_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once for all builds of a process."""
    layout = small_archive.make(tmp_path / "archive")
    small_archive.write(layout.root, "theme/404.html", "Gone.")
    build(layout)
    compiled: list[str] = []
    compile_one = jinja2.Environment.compile

    def note(self, source, name=None, *rest, **named):  # type: ignore[no-untyped-def]  # passed on as they come
        compiled.append(name)
        return compile_one(self, source, name, *rest, **named)

    monkeypatch.setattr(jinja2.Environment, "compile", note)
    build(layout, everything=True)
    assert compiled == []
    small_archive.write(layout.root, "theme/404.html", "Lost.")
    build(layout, everything=True)
    assert compiled == ["404.html"]
    assert (layout.site / "404.html").read_text("utf-8") == "Lost."


def test_files_in_theme_replace_those_of_the_theme(tmp_path: Path) -> None:
    """`theme/` in the archive replaces one template or style, and can extend the one that it replaces."""
    layout = small_archive.make(tmp_path)
    small_archive.write(layout.root, "theme/own.css", "h1 { color: teal }")
    small_archive.write(layout.root, "theme/own-head.html", '<meta name="mine" content="yes">')
    small_archive.write(
        layout.root,
        "theme/post.html",
        '{% extends "base/post.html" %}{% block related %}<p id="mine">{{ post.title }}</p>{% endblock %}',
    )
    small_archive.write(layout.root, "theme/static/icon.svg", "<svg/>")
    build(layout)
    root = page(layout, f"{LOOMS}/index.html")
    assert root.xpath("string(//p[@id='mine'])") == "Looms & <logic>"
    assert root.xpath("//meta[@name='mine']") and len(root.find_class("e-content")) == 1
    assert "teal" in (layout.site / "static/style.css").read_text("utf-8")
    assert (layout.site / "static/icon.svg").read_text("utf-8") == "<svg/>"


@pytest.mark.parametrize("accent", ["#fff", "#000", "#FFEE00", "#0000ff", "#7f7f7f"])
@pytest.mark.parametrize("paper", ["#ffffff", "#171614", "#fcfbf8"])
def test_any_accent_can_be_read(accent: str, paper: str) -> None:
    """Its contrast is at least 4.5 : 1; a colour with that contrast stays as it is."""
    shown = colours.readable(accent, paper)
    assert colours.contrast(shown, paper) >= 4.5
    assert colours.readable(shown, paper) == shown


def test_options_are_set_in_archive_toml(tmp_path: Path) -> None:
    """They reach style.css; an option that the theme does not know is an issue."""
    layout = small_archive.make(tmp_path)
    choose(layout, "plain", 'accent = "#0a5"\nwidth = 40\nfunt = "serif"')
    report = build(layout)
    assert [issue.message for issue in report.issues if issue.code == "unknown-setting"] == [
        "There is no setting `theme.funt`, so this line is not used. Did you mean `theme.front`?"
    ]
    style = (layout.site / "static/style.css").read_text("utf-8")
    assert "--letters: 40;" in style and colours.readable("#0a5", "#fcfbf8", "#f4f1ea") in style


@pytest.mark.parametrize(
    "option",
    ['accent = "red; } * { display: none"', "accent = 3", 'width = "wide"', "width = -1", "posts = nan", "posts = true",
     'front = "piles"', "text = []", 'paper = "url(https://evil.example)"'],
)  # fmt: skip
def test_a_wrong_option_is_named(tmp_path: Path, option: str) -> None:
    """The message says what is wrong with it, and how to write it."""
    layout = small_archive.make(tmp_path)
    choose(layout, "plain", option)
    with pytest.raises(SettingsWrong) as caught:
        build(layout)
    assert f"theme.{option.split(maxsplit=1)[0]}" in caught.value.message and caught.value.hint


def test_an_undefined_name_gets_a_list_of_names(tmp_path: Path) -> None:
    """The names that the template can use, and those of a value."""
    layout = small_archive.make(tmp_path)
    small_archive.write(layout.root, "theme/post.html", "\n\n{{ pots.title }}")
    with pytest.raises(ThemeBroken) as caught:
        build(layout)
    assert (
        "post.html, line 3: 'pots' is undefined. It can use: also, author, contents, metadata, nav, newer"
        in caught.value.message
    )
    assert str(layout.root / "theme/post.html") in caught.value.hint
    small_archive.write(layout.root, "theme/post.html", "{{ post.titel }}")
    with pytest.raises(ThemeBroken) as caught:
        build(layout)
    assert "rendered post has no “titel”; it has: kind, path, page, title" in caught.value.message


@pytest.mark.parametrize(
    ("parents", "message"),
    [({"a": "b", "b": "a"}, "has the parent"), ({"a": "nosuch"}, "nosuch"), ({"a": "a"}, "has the parent")],
)
def test_a_theme_without_a_valid_parent_is_an_error(tmp_path: Path, parents: dict[str, str], message: str) -> None:
    """The parent does not exist, or the parents form a circle."""
    for name, parent in parents.items():
        small_archive.write(tmp_path, f"themes/{name}/theme.toml", f'parent = "{parent}"\n')
    with pytest.raises(ThemeBroken) as caught:
        theme.load("a", tmp_path)
    assert message in caught.value.message and caught.value.hint


def test_pages_link_a_web_manifest_if_the_site_has_an_address(tmp_path: Path) -> None:
    """It has the site's name and photo. From the disk browsers refuse a manifest, so no page links to it."""
    layout = small_archive.make(tmp_path)
    build(layout)
    assert not page(layout, "index.html").xpath("//link[@rel='manifest']")
    small_archive.make(tmp_path, url="https://ada.example")
    build(layout)
    assert page(layout, "about.html").xpath("//link[@rel='manifest']/@href") == ["site.webmanifest"]
    assert '"src": "ada.png"' in (layout.site / "site.webmanifest").read_text("utf-8")
