"""Bare addresses in posts of one's own are links, as at GitHub; in posts from Medium they stay as they were there."""

from __future__ import annotations

import re
import zipfile
from html import unescape

import cmarkgfm
import lxml.html
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medium_archive import markdown
from medium_archive.commands.build import build
from medium_archive.commands.export import export
from medium_archive.commands.verify import verify
from medium_archive.folder.layout import TEXT, Layout
from medium_archive.folder.posts import read_posts
from medium_archive.formats import ALL
from medium_archive.markdown.bare_addresses import linked
from tests.conftest import examples
from tests.site_changes import POST

_OWN = "posts/2025-01-01-knots"
_TEXT = "---\ntitle: Knots\ndate: 2025-01-01\n---\nSee https://x.org/a_b. And www.x.org!\n\n`https://x.org/code`\n"


def _links(html: str) -> list[tuple[str | None, str]]:
    root = lxml.html.fragment_fromstring(html, create_parent="div")
    return [(link.get("href"), link.text_content()) for link in root.iter("a")]


@pytest.mark.parametrize(
    "text",
    [
        "see https://x.org/a_b_c.",
        "(see https://x.org/a(b)) **https://y.org** *https://z.org*",
        "- https://x.org\n- https://y.org/?a=1&b=2#c",
        "> https://x.org/a'b'. HTTPS://X.ORG/",
        "| a |\n|---|\n| https://x.org/a |",
        "## https://x.org\n\ntext https://y.org",
        "`https://x.org` <https://x.org> [a https://x.org b](https://y.org) ![https://x.org](a.png)",
        "    https://x.org\n\n```\nhttps://x.org\n```",
        "[r]: https://x.org\n\n[r] https\\://x.org http://a.b_c.org xhttps://x.org",
        "<div>\nhttps://x.org\n</div>\n\nhttp:// www. https://",
    ],
)
def test_addresses_are_links_where_they_are_at_github(text: str) -> None:
    github = cmarkgfm.github_flavored_markdown_to_html(text, options=cmarkgfm.Options.CMARK_OPT_UNSAFE)
    in_html = text.startswith("<div>")  # GitHub links these too
    assert _links(markdown.read(linked(text))) == ([] if in_html else _links(github))


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("www.x.org/a", [("https://www.x.org/a", "www.x.org/a")]),
        ("請看「https://x.org/路」。", [("https://x.org/%E8%B7%AF", "https://x.org/路")]),
        ("見https://x.org的文章", [("https://x.org", "https://x.org")]),
        ("انظر https://x.org/a، ثم", [("https://x.org/a", "https://x.org/a")]),
        ("a https://x.org/?a=1&amp;b=2", [("https://x.org/?a=1&b=2", "https://x.org/?a=1&b=2")]),
        ("ada@www.x.org ftp://x.org http://localhost:1/", []),
    ],
)
def test_an_address_ends_before_chinese_and_arabic_punctuation(text: str, links: list[tuple[str, str]]) -> None:
    assert _links(markdown.read(linked(text))) == links


def test_an_address_alone_in_a_paragraph_stays_an_embed() -> None:
    text = "https://x.org/a\n\nwords\n\nhttps://x.org/b\n_See https://y.org_\n"
    assert linked(text) == text.replace("https://y.org", "<https://y.org>")
    assert markdown.read(linked(text)).count('class="embed"') == 2


@pytest.mark.parametrize("tag", ["<code>", "<a>", '<a href="https://y.org">'])
@pytest.mark.parametrize("after", ["\n\nSee {}", "\n- See {}", "\n## See {}"])
def test_a_tag_that_nobody_closed_ends_with_its_block(tag: str, after: str) -> None:
    text = f"Words {tag} https://x.org{after}"
    assert linked(text.format("https://x.org")) == text.format("<https://x.org>")


_PIECES = st.sampled_from(
    ["https://x.org/a", "www.x.org", "a", " ", "\n", "\n\n", "- ", "> ", "*", "_", "`", "[", "](", ")", "<", ">",
     "&amp;", "中", "。", "\\", "|", "~", "!", "<a>", "</a>", "http://", "    ", "```\n", "[^1]"]
)  # fmt: skip


@settings(max_examples=examples(500), deadline=None)
@given(st.lists(_PIECES, max_size=12).map("".join))
def test_a_link_changes_no_word(text: str) -> None:
    before, after = (re.sub(r"<[^>]*>|\s", "", markdown.read(one)) for one in (text, linked(text)))
    assert before == after


@pytest.fixture
def layout(own_example: Layout) -> Layout:
    (own_example.root / _OWN).mkdir()
    (own_example.root / _OWN / TEXT).write_text(_TEXT, "utf-8")
    edited = own_example.root / POST / TEXT
    edited.write_text(f"{edited.read_text('utf-8')}\nMore at https://x.org/edited, or there.\n", "utf-8")
    return own_example


def test_the_site_its_feed_and_the_proof_have_the_links_of_a_post_of_ones_own(layout: Layout) -> None:
    build(layout)
    pages = (
        (layout.site / _OWN / "index.html").read_text("utf-8"),
        unescape((layout.site / "feed.xml").read_text("utf-8")),
    )
    for page in pages:
        assert re.search(r'<a href="https://x.org/a_b" rel="noopener">https://x.org/a_b</a>\. And <a', page)
        assert "<code>https://x.org/code</code>" in page
    assert [one for one in verify(layout).issues if one.level == "error"] == []


def test_a_post_from_medium_keeps_an_address_as_text(layout: Layout) -> None:
    """Also after it was edited: there `<https://…>` is a link."""
    build(layout)
    assert "<p>More at https://x.org/edited, or there.</p>" in (layout.site / POST / "index.html").read_text("utf-8")


@pytest.mark.parametrize("name", ["hugo", "html"])
def test_an_export_has_the_links(name: str, layout: Layout) -> None:
    member = next(member for member in ALL if name == member.NAME)
    out = layout.root.parent / f"{name}.out"
    export(layout, member, out, member.Settings())
    if name == "hugo":
        file = out / "content" / _OWN / TEXT
        assert "See <https://x.org/a_b>. And [www.x.org](<https://www.x.org>)!" in file.read_text("utf-8")
        return
    with zipfile.ZipFile(out) as pages:
        assert 'See <a href="https://x.org/a_b">https://x.org/a_b</a>' in pages.read(f"{_OWN}.html").decode()


def test_every_post_of_an_import_is_one_from_medium(example: Layout) -> None:
    posts, _ = read_posts(example, drafts=True)
    assert len(posts) > 10
    assert not any(post.is_own for post in posts)
