"""The page about an author has a title that its readers understand."""

from __future__ import annotations

from pathlib import Path

import lxml.html
import pytest
from typer.testing import CliRunner

from medium_archive.cli.root import app
from medium_archive.commands.build import build
from medium_archive.commands.verify import verify
from medium_archive.folder.layout import Layout
from tests.account_exports import BEN, export, import_
from tests.conftest import one_in


def _headings(layout: Layout, name: str) -> list[str]:
    root = lxml.html.document_fromstring((layout.site / name).read_text("utf-8"))
    shown = [element.get("content", "") for element in root.iter("meta") if element.get("property") == "og:title"]
    return [*shown, *(str(heading.text or "") for heading in root.iter("h1"))]


@pytest.mark.parametrize(("language", "words"), [("en", "About"), ("es", "Acerca de"), ("zh-Hant", "關於")])
def test_the_title_about_is_translated_into_the_language_of_the_site(
    layout: Layout, ada: Path, language: str, words: str
) -> None:
    """The title in about.md is English until a person writes another, and then it stays. The proof agrees."""
    import_(layout, ada)
    settings = layout.settings.read_text("utf-8")
    layout.settings.write_text(settings.replace('language = "en"', f'language = "{language}"'), "utf-8")
    for title in (words, "Who I am"):
        build(layout)
        assert _headings(layout, "about.html") == [title, title]
        found = verify(layout)
        assert found.exit_code == 0, found.issues
        layout.about.write_text("---\ntitle: Who I am\n---\n\nAda.\n", "utf-8")


def test_pages_about_several_authors_have_their_names(layout: Layout, ada: Path, tmp_path: Path) -> None:
    import_(layout, ada)
    import_(layout, export(tmp_path / "b.zip", "b", name="About", username="ben", user_id=BEN), another=True)
    settings = layout.settings.read_text("utf-8")
    layout.settings.write_text(settings.replace('language = "en"', 'language = "es"'), "utf-8")
    build(layout)
    assert _headings(layout, "about.html") == ["Acerca de", "Acerca de"]
    assert _headings(layout, "about-ben.html") == ["About", "About"]
    assert verify(layout).exit_code == 0


def test_the_page_about_the_author_may_be_empty(layout: Layout, ada: Path) -> None:
    """The site then has an empty page about the author. An empty post, however, is damage."""
    import_(layout, ada)
    layout.about.write_bytes(b"")
    build(layout)
    found = verify(layout)
    assert [(issue.code, issue.level) for issue in found.issues if issue.where == "about.md"] == [
        ("text-differs", "note")
    ]
    assert found.exit_code == 0
    text = next(layout.posts.glob("*/index.md"))
    text.write_bytes(b"")
    about_it = [issue for issue in verify(layout).issues if issue.where == text.relative_to(layout.root).as_posix()]
    assert [issue.code for issue in about_it] == ["text-damaged"]  # and not also that it has lost its id
    command = f"archive import {layout.exports}"
    assert f"delete it and type `{command}`" in about_it[0].message
    text.unlink()
    assert CliRunner().invoke(app, [*command.split()[1:], "--offline", "--archive", str(layout.root)]).exit_code == 0
    assert text.read_bytes()


def test_the_description_of_an_author_reads_on_below_a_line_break_and_a_heading(
    layout: Layout, ada: Path, ben: Path
) -> None:
    """It has no words of headings. The proof agrees."""
    import_(layout, ada)
    import_(layout, ben, another=True)
    text = (
        "I write of ships.<br>And harbours.[^a]\n\n## More\n\nOf ropes.\n\n| of | salt |\n|--|--|\n\n- Of sails.\n\n"
        "[^a]: Two."
    )
    for name in ("about", "about-ben"):
        (layout.root / f"{name}.md").write_text(text, "utf-8")
    build(layout)
    assert verify(layout).exit_code == 0
    root = lxml.html.document_fromstring((layout.site / "about-ben.html").read_text("utf-8"))
    found = [one.get("content", "") for one in root.iter("meta") if one.get("name") == "description"]
    assert found == ["I write of ships. And harbours.1 Of ropes. Of sails. Two."]


_TEXT = """Water[^a] and <b>salt</b>, <i>ice</i>, H<sub>2</sub>O, <kbd>Esc</kbd>, <span lang="de">Eis</span>[^b][^a].

Two lines\\
of **text** with [a letter](mailto:ada@quay.example), [a harbour](https://quay.example/a%20b?c=1#d), www.quay.example,
[a post]({post}), [the same at Medium]({at_medium}), [nothing](no-such.md), [below](#more), <https://sea.example/>.

[^a]: A *note* with [a link](https://note.example/).

    In two paragraphs.

[^b]: Another one.

[^unused]: No text refers to it.

## More

<center>In the middle</center> <font color="red">red</font> <mark>marked</mark> <abbr title="What">W</abbr>

<div align="right"><p hidden>Not hidden on the site</p></div>

<script>alert(1)</script>

<details open><summary>Short</summary><p>Long</p></details>

- [x] done
- [ ] open

1. one
   - two

> quoted ~~text~~

| a | b |
|:--|--:|
| `1` | 2 |

```python
print("sea")
```

<dl><dt>Term</dt><dd>Meaning</dd></dl>

***
<address>Quay 1</address><section><p>A <var>x</var> <samp>y</samp> <ins>z</ins> <u>u</u> <cite>c</cite></p></section>

<!-- a comment -->

https://video.example/watch

&copy; 2024 &lt;sea&gt; * [ ] \\*
"""


@pytest.fixture
def written(layout: Layout, ada: Path) -> Layout:
    """A site with an about.md in which a person used all kinds of Markdown and HTML."""
    import_(layout, ada)
    post = min(layout.posts.glob("*/index.md"))
    identity = next(line.split()[-1].strip("\"'") for line in post.read_text("utf-8").splitlines() if "  id:" in line)
    text = _TEXT.replace("{post}", post.relative_to(layout.root).as_posix())
    layout.about.write_text(text.replace("{at_medium}", f"https://medium.com/@ada/words-{identity}"), "utf-8")
    build(layout)
    return layout


def _of_page(layout: Layout) -> list[str]:
    return [issue.message for issue in verify(layout).issues if issue.where == "site/about.html"]


def test_any_markdown_and_html_of_about_md_gives_no_alarm(written: Layout) -> None:
    assert _of_page(written) == []


@pytest.mark.parametrize(
    ("before", "after", "named"),
    one_in(
        4,
        [
            ("mailto:ada@", "mailto:eve@", "link “aletter” to mailto:ada@quay.example"),
            ("c=1#d", "c=2#d", "to https://quay.example/a b?c=1#d"),
            ("https://note.example/", "https://eve.example/", "to https://note.example/"),
            ("Two lines<br>", "Two lines ", "a line break after “Twolines”"),
            ("<b>salt</b>", "salt", "“salt”"),
            ("print", "paint", 'code “print("sea")”'),
            ("Another one", "Another two", "“Anotherone.”"),
            ("<u>u</u>", "<u hidden>u</u>", "<u hidden>"),
            ("<u>u</u>", "<u>u</u><script>1</script>", "<script>"),
            ('href="#more"', 'href="#less"', "link “below” to #more"),
            ('href="posts/', 'href="drafts/', "link “apost” to posts/"),
            ("<h2", '<span class="added">more</span><h2', "<span class=“added”>"),
        ],
    ),
)
def test_a_changed_part_of_the_page_about_an_author_is_named(
    written: Layout, before: str, after: str, named: str
) -> None:
    page = written.site / "about.html"
    text = page.read_text("utf-8")
    start, main = text[: text.index("p-note")], text[text.index("p-note") :]
    main = main.replace('print</span><span class="p">', "print").replace(before, after, 1)
    assert before in text
    page.write_text(start + main, "utf-8")
    assert any(named in message for message in _of_page(written))
