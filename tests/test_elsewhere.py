"""A page says where else its post lives, and the page about the author where else the author is."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import lxml.html
import pytest

from medium_archive import formats
from medium_archive.articles.selection import Selection
from medium_archive.commands.build import build
from medium_archive.commands.export import export
from medium_archive.folder.layout import Layout
from medium_archive.site.theme import Theme
from tests import small_archive
from tests.conftest import THEMES, one_in
from tests.site_changes import change_file, choose, replaced, site_issues
from tests.test_memory import files_of, replace

LOOMS, CHINESE = "posts/2020-11-12-looms", "posts/2019-01-09-檔案"
BLOG, NOTES = "https://ada.ghost.example", "https://write.example/ada/"
OWN = "https://news.example/looms?a=1&b=2"


def line(post: str, account: str, address: str, state: str = "published", at: str = "2026-11-28T10:00:00Z") -> str:
    record = {"post": post, "platform": "toy", "account": account, "address": address, "state": state, "at": at}
    return json.dumps(record, ensure_ascii=False) + "\n"


LINES = (
    line("005c8d3a", NOTES, "https://write.example/ada/looms")
    + line("5c8d3a", BLOG, f"{BLOG}/old-looms/", at="2026-11-27T10:00:00Z")
    + line("5c8d3a", BLOG, f"{BLOG}/looms/")
    + line("5c8d3a", "https://mine.example", OWN)
    + line("5c8d3a", "https://d.example", "https://d.example/looms", state="draft")
    + line("5c8d3a", "https://e.example", "https://e.example/looms", state="")
    + line("5c8d3a", "nostr:npub1", "nostr:naddr1")
    + line("abcdef123", BLOG, f"{BLOG}/檔案/")
    + line("ddd222", "https://secret.example", "https://secret.example/plans")
)


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    made = small_archive.make(tmp_path / "archive", url="https://ada.example")
    also = f'also: ["{OWN}", https://www.club.example/looms, https://medium.com/@ada/looms-5c8d3a]\n'
    replace(made.root, f"{LOOMS}/index.md", "lang: en\n", f"lang: en\n{also}")
    replace(made.root, "about.md", "title: Ada", f"also: [https://social.example/@ada, {BLOG}]\ntitle: Ada")
    small_archive.write(made.root, "records/published.jsonl", LINES)
    choose(made, "site", extras=False)
    return made


def links(layout: Layout, page: str, rel: str) -> list[tuple[str, str]]:
    root = lxml.html.document_fromstring((layout.site / page).read_text("utf-8"))
    return [(str(a.text), a.get("href", "")) for a in root.iter("a") if rel in a.get("rel", "").split()]


def json_ld(layout: Layout, page: str) -> Any:
    return json.loads(re.findall(r'"application/ld\+json">(.*?)</script>', (layout.site / page).read_text("utf-8"))[0])


def test_the_page_of_a_post_links_to_its_copies(layout: Layout) -> None:
    """Those that a person named, then those in the records, each once; no draft there, and nothing but web pages."""
    build(layout)
    wanted = [
        ("news.example", OWN),
        ("club.example", "https://www.club.example/looms"),
        ("ada.ghost.example", f"{BLOG}/looms/"),
        ("write.example", "https://write.example/ada/looms"),
    ]
    assert links(layout, f"{LOOMS}/index.html", "syndication") == wanted
    assert json_ld(layout, f"{LOOMS}/index.html")["sameAs"] == [
        "https://medium.com/@ada/looms-5c8d3a", *(address for _, address in wanted)
    ]  # fmt: skip
    assert links(layout, f"{CHINESE}/index.html", "syndication") == [("ada.ghost.example", f"{BLOG}/檔案/")]
    assert "Also at: <a" in (layout.site / CHINESE / "index.html").read_text("utf-8")


def test_the_page_about_the_author_links_to_the_accounts_with_published_posts(layout: Layout) -> None:
    """And to those in about.md. An account that has only a draft is not named, also on a site with drafts."""
    for drafts in (False, True):
        build(layout, drafts=drafts)
        assert links(layout, "about.html", "me") == [
            ("medium.com/@ada", "https://medium.com/@ada"),
            ("social.example/@ada", "https://social.example/@ada"),
            ("ada.ghost.example", BLOG),
            ("mine.example", "https://mine.example"),
            ("write.example/ada", NOTES),
        ]
        assert site_issues(layout) == []


@pytest.mark.parametrize("language", one_in(2, ["zh-Hant", "ar", "es"]))
@pytest.mark.parametrize("theme", one_in(3, THEMES))
def test_links_to_copies_give_no_alarm(layout: Layout, theme: str, language: str) -> None:
    choose(layout, "site", theme=theme, language=language, extras=True)
    replace(
        layout.root, f"{CHINESE}/index.md", "medium: {id: abcdef123, ", "medium: {"
    )  # no id, so a record of its path
    small_archive.write(layout.root, "private/published.jsonl", line(CHINESE, BLOG, f"{BLOG}/path/"))
    build(layout, url="")
    assert links(layout, f"{CHINESE}/index.html", "syndication") == [("ada.ghost.example", f"{BLOG}/path/")]
    assert site_issues(layout) == []


_LAST = r', <a class="u-syndication"[^>]*>write.example</a>'


@pytest.mark.parametrize(
    ("file", "change"),
    one_in(
        3,
        [
            (f"{LOOMS}/index.html", replaced(_LAST, "")),
            (f"{LOOMS}/index.html", replaced(f"({_LAST})", r"\1\1")),
            (f"{LOOMS}/index.html", replaced(r'<p class="also">.*?</p>\n', "")),
            (f"{LOOMS}/index.html", replaced("write.example/ada/looms", "write.example/eve/looms")),
            (f"{LOOMS}/index.html", replaced(r">write\.example<", ">wrote.example<")),
            (f"{LOOMS}/index.html", replaced(r"Also at:", "Only at:")),
            (f"{LOOMS}/index.html", replaced(r'rel="syndication noopener"', 'rel="noopener"')),
            (f"{LOOMS}/index.html", replaced(r'noopener" dir="ltr"', 'noopener"')),
            (f"{LOOMS}/index.html", replaced(r"</a>, <a class=\"u-syn", '</a> <a class="u-syn')),
            (f"{LOOMS}/index.html", replaced(r'"sameAs": \["https://medium', '"sameAs": ["https://medium2')),
            (f"{LOOMS}/index.html", replaced(r', "https://write\.example/ada/looms"\]', "]")),
            ("responses/2019-01-09-thank-you/index.html", replaced(r'"sameAs": "[^"]*", ', "")),
            ("about.html", replaced(r' · <a class="account u-url" href="https://mine[^>]*>.*?</a>', "")),
            ("about.html", replaced(r'href="https://mine\.example"', 'href="https://eve.example"')),
            ("about.html", replaced(r">mine\.example<", ">eve.example<")),
            ("about.html", replaced(r'(account u-url"[^>]*) rel="me noopener"', r'\1 rel="noopener"')),
        ],
    ),
)
def test_a_missing_an_additional_and_a_changed_link_are_named(
    layout: Layout, file: str, change: Callable[[str], str]
) -> None:
    build(layout)
    assert site_issues(layout) == []
    change_file(layout, file, change)
    assert {issue.where for issue in site_issues(layout) if issue.level == "error"} == {f"site/{file}"}


def test_after_posts_were_published_only_their_pages_are_made_again(
    layout: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Until then the site is older than the records, and not damaged."""
    record = layout.root / "records/published.jsonl"
    record.write_text(LINES.partition("\n")[0] + "\n", "utf-8")
    build(layout)
    assert site_issues(layout) == []
    record.write_text(LINES, "utf-8")
    assert [(issue.code, issue.level) for issue in site_issues(layout)] == [("site-older", "note")]
    before, made = files_of(layout.site), []
    render = Theme.render

    def watch_render(self: Theme, template: str, values: dict[str, Any]) -> str:
        if "page" in values:
            made.append(values["page"].file)
        return render(self, template, values)

    monkeypatch.setattr(Theme, "render", watch_render)
    build(layout, jobs=1)
    changed = {name for name, content in files_of(layout.site).items() if before.get(name) != content}
    assert changed - {".archive-files"} == set(made)
    assert sorted(made) == ["about.html", f"{CHINESE}/index.html", f"{LOOMS}/index.html"]
    assert site_issues(layout) == []


@pytest.mark.parametrize("name", ["eleventy", "hugo", "jekyll", "obsidian", "zola"])
def test_exports_for_generators_have_the_addresses_that_a_person_wrote(layout: Layout, name: str) -> None:
    """In the front matter, for a theme that shows them."""
    out = layout.root.parent / "export"
    export(layout, next(one for one in formats.ALL if name == one.NAME), out, Selection())
    heads = [re.split(r"\n(?:---|\+\+\+)\n", file.read_text("utf-8"))[0] for file in out.rglob("*.md")]
    head = next(one for one in heads if "Looms & <logic>" in one)
    addresses = re.findall(r"https?://[^\s'\"\],]+", head.partition("also")[2])
    assert addresses[:2] == [OWN, "https://www.club.example/looms"]
