"""`archive export hugo` and the other generators: what a post is there. The real programs are in
test_generators_built.py.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from medium_archive import formats, markdown
from medium_archive.articles import blocks
from medium_archive.articles.selection import Selection
from medium_archive.commands.export import export
from medium_archive.errors import SettingsWrong
from medium_archive.folder.layout import Layout
from medium_archive.markdown import front_matter
from tests import small_archive
from tests.generators import traps

_MEMBERS = {member.NAME: member for member in formats.ALL}
astro, eleventy, hugo = (_MEMBERS[name] for name in ("astro", "eleventy", "hugo"))
jekyll, obsidian, pelican, zola = (_MEMBERS[name] for name in ("jekyll", "obsidian", "pelican", "zola"))


@pytest.fixture
def archive(tmp_path: Path) -> Layout:
    return traps.make(tmp_path / "archive")


def made(archive: Layout, member: Any, **settings: bool) -> dict[str, str]:
    """The texts of an export by their paths, "" for pictures."""
    out = archive.root.parent / member.NAME
    export(archive, member, out, Selection(**settings))
    files = (path for path in out.rglob("*") if path.is_file() and not path.name.startswith(".archive"))
    return {
        path.relative_to(out).as_posix(): "" if path.suffix in (".png", ".pdf") else path.read_text("utf-8")
        for path in files
    }


def parts(text: str) -> tuple[dict[str, Any], str]:
    return front_matter.split(text)


def test_a_post_of_hugo_has_the_address_it_has_in_the_archives_site(archive: Layout) -> None:
    values, _ = parts(made(archive, hugo)["content/posts/2020-11-12-looms/index.md"])
    assert values["url"] == "/posts/2020-11-12-looms/"
    assert values["title"] == "Looms & <logic>"
    assert values["subtitle"] == "A note upon a note"
    assert "draft" not in values
    other, _ = parts(made(archive, hugo)["content/posts/2022-01-01-other/index.md"])
    assert other["aliases"] == ["/p/abcdef0123ab/", "/@ada/other-abcdef0123ab/", "/other-abcdef0123ab/"]
    assert other["tags"] == ["one two", "three"]
    assert other["date"].isoformat() == "2022-03-04T05:06:07.008000+00:00"


def test_links_between_posts_lead_to_pages_and_others_to_medium(archive: Layout) -> None:
    _, text = parts(made(archive, hugo)["content/posts/2022-03-04-traps/index.md"])
    assert 'href="../2022-01-01-other/"' in text
    assert "index.md" not in text
    assert 'href="https://medium.com/p/ccc111"' in text
    _, back = parts(made(archive, hugo)["content/posts/2022-01-01-other/index.md"])
    assert back == "Words, and a way [back](../2022-03-04-traps/).\n"
    _, text = parts(made(archive, hugo, responses=True)["content/posts/2022-03-04-traps/index.md"])
    assert 'href="../../responses/2019-01-09-thank-you/"' in text


def test_shortcodes_in_code_and_prose_are_text_for_hugo(archive: Layout) -> None:
    _, text = parts(made(archive, hugo)["content/posts/2022-03-04-traps/index.md"])
    assert "{{<" not in text
    assert '<pre><code class="language-jinja">{% if x %}' in text
    assert "{{&lt; youtube abc &gt;}}" in text
    assert "`{{ inline }}` and `{% code %}`." in text, "Hugo does not run these, so they stay Markdown"


def test_pictures_and_files_are_beside_the_text_and_missing_ones_keep_their_address(archive: Layout) -> None:
    files = made(archive, hugo)
    folder = "content/posts/2022-03-04-traps/"
    assert {name.removeprefix(folder) for name in files if name.startswith(folder)} == {
        "index.md",
        "1-one.png",
        "2-two.png",
        "paper.pdf",
    }
    text = files[f"{folder}index.md"]
    assert "\n![Alone](1-one.png)\n" in text
    assert "![Gone](https://cdn-images-1.medium.com/max/800/1*gone.png)" in text
    assert "[a file](paper.pdf)" in text or 'href="paper.pdf"' in text


def test_captions_rows_embeds_and_cards_are_figures_of_html(archive: Layout) -> None:
    text = made(archive, hugo)["content/posts/2022-03-04-traps/index.md"]
    assert (
        '<figure><img src="1-one.png" alt="With | caption">'
        '<figcaption>The caption with a <a href="https://example.com/a">link</a></figcaption></figure>'
    ) in text
    assert '<figure class="row"><img src="1-one.png" alt=""><img src="2-two.png" alt="">' in text
    assert '<figure class="embed"><a href="https://www.youtube.com/watch?v=abc">' in text
    assert '<figure class="card"><a href="https://example.com/card" title="Its description">A card</a></figure>' in text
    assert '<blockquote class="pull">' in text


def test_neither_remarks_nor_live_html_reach_an_export(archive: Layout) -> None:
    text = made(archive, hugo)["content/posts/2022-03-04-traps/index.md"]
    assert "private remark" not in text
    assert "onclick" not in text
    assert "live" in text


def test_drafts_are_exported_as_drafts_and_only_when_named(archive: Layout) -> None:
    assert not any("hushed" in name for name in made(archive, hugo))
    values, text = parts(made(archive, hugo, drafts=True)["content/drafts/hushed/index.md"])
    assert values["draft"] is True
    assert "aliases" not in values
    assert text == "Whispered.\n"


def test_keys_of_the_front_matter_can_have_other_names_or_be_left_out(archive: Layout) -> None:
    settings = archive.settings.read_text("utf-8")
    archive.settings.write_text(f'{settings}\n[export.hugo]\nkeys = {{title = "headline", url = ""}}\n', "utf-8")
    values, _ = parts(made(archive, hugo)["content/posts/2020-11-12-looms/index.md"])
    assert values["headline"] == "Looms & <logic>"
    assert not values.keys() & {"title", "url"}


@pytest.mark.parametrize(
    "keys",
    ['{datum = "x"}', "{date = 1}", '"date"', '{title = "x", subtitle = "x"}', '{title = "Tags"}'],
)
def test_a_wrong_key_in_the_settings_is_named_in_one_sentence(archive: Layout, keys: str) -> None:
    settings = archive.settings.read_text("utf-8")
    archive.settings.write_text(f"{settings}\n[export.hugo]\nkeys = {keys}\n", "utf-8")
    with pytest.raises(SettingsWrong, match=r"export\.hugo") as error:
        made(archive, hugo)
    assert error.value.hint
    assert not (archive.root.parent / "hugo").exists() or not list((archive.root.parent / "hugo").rglob("*.md"))


_HIDING = (
    *((member, key) for member in (astro, eleventy, hugo, zola) for key in ("date", "draft")),
    *((jekyll, "date"), (jekyll, "permalink"), (pelican, "Date"), (pelican, "Status"), (obsidian, "draft")),
)


@pytest.mark.parametrize(
    ("member", "key", "to"),
    [
        *((member, key, to) for member, key in _HIDING for to in ("", "other")),
        (hugo, "lastmod", "publishdate"),
        (hugo, "lastmod", "Published"),
        (pelican, "Cover", "save_as"),
    ],
)
def test_no_setting_publishes_drafts_and_posts_of_the_future(archive: Layout, member: Any, key: str, to: str) -> None:
    settings = archive.settings.read_text("utf-8")
    archive.settings.write_text(f'{settings}\n[export.{member.NAME}]\nkeys = {{{key} = "{to}"}}\n', "utf-8")
    with pytest.raises(SettingsWrong, match="decides whether a post is published"):
        made(archive, member, drafts=True)
    assert not list((archive.root.parent / member.NAME).rglob("*.md"))


def test_posts_with_names_equal_on_windows_get_different_folders(archive: Layout) -> None:
    (archive.posts / "2022-03-04-Traps").mkdir()
    (archive.posts / "2022-03-04-Traps/index.md").write_text(traps.DRAFT.replace("draft: true\n", ""), "utf-8")
    folders = {name.split("/")[2] for name in made(archive, hugo) if name.startswith("content/posts/2022-03-04")}
    assert len({name.casefold() for name in folders}) == len(folders) == 2


def test_a_post_without_a_title_has_the_name_of_its_folder(archive: Layout) -> None:
    (archive.posts / "2022-05-05-x").mkdir()
    (archive.posts / "2022-05-05-x/index.md").write_text("---\nlang: en\n---\nWords.\n", "utf-8")
    values, _ = parts(made(archive, hugo)["content/posts/2022-05-05-x/index.md"])
    assert values["title"] == "2022-05-05-x"


def test_a_text_is_split_into_blocks_without_losing_a_word() -> None:
    kinds = [block.kind for block in blocks.split(traps.TRAPS.partition("---\n\n")[2])]
    assert kinds.count("HtmlBlock") == 1, "details are one block with all that they hold"
    words = re.findall(r"\w+", "".join(block.source for block in blocks.split("a\n\n- b\n  - c\n\n---\n\n    d\n")))
    assert words == ["a", "b", "c", "d"]


@pytest.mark.parametrize("member", [eleventy, hugo, jekyll, zola], ids=lambda member: member.NAME)
def test_no_mark_of_the_template_language_is_in_a_text(archive: Layout, member: Any) -> None:
    marks = {"hugo": r"\{\{[<%]", "zola": r"\{\{|\{%|\{#"}.get(member.NAME, r"\{\{|\{%")
    texts = {name: text for name, text in made(archive, member).items() if "traps" in name and name.endswith(".md")}
    assert len(texts) == 1
    _, text = parts(*texts.values())
    assert not re.search(marks, text)
    assert "&#123;&#123;" in text or member is hugo


def test_posts_of_jekyll_are_dated_files_and_drafts_are_apart(archive: Layout) -> None:
    (archive.posts / "undated").mkdir()
    (archive.posts / "undated/index.md").write_text("---\ntitle: Undated\n---\n\nWords.\n", "utf-8")
    files = made(archive, jekyll, drafts=True, responses=True)
    assert "_posts/2022-01-01-other.md" in files
    assert "_posts/responses/2019-01-09-thank-you.md" in files
    assert "_drafts/hushed.md" in files
    assert "undated/index.md" in {name.removeprefix("posts/") for name in files}
    values, _ = parts(files["_posts/2022-01-01-other.md"])
    assert values["permalink"] == "/posts/2022-01-01-other/"
    assert values["redirect_from"][0] == "/p/abcdef0123ab/"


def test_the_front_matter_of_pelican_is_lines_that_it_reads(archive: Layout) -> None:
    files = made(archive, pelican, drafts=True)
    head, _, _ = files["content/posts/2022-01-01-other/index.md"].partition("\n\n")
    assert head.split("\n") == [
        "Title: Other",
        "Author: Ada Example",
        "Date: 2022-03-04T05:06:07.008+00:00",
        "Slug: posts/2022-01-01-other",
        "Aliases: /p/abcdef0123ab/ /%40ada/other-abcdef0123ab/ /other-abcdef0123ab/",
        "Tags: one two; three",
        "Canonical: https://medium.com/@ada/other-abcdef0123ab",
    ]
    assert "Status: draft" in files["content/drafts/hushed/index.md"]
    assert "Title: Looms &amp; &lt;logic&gt;\n" in files["content/posts/2020-11-12-looms/index.md"]
    assert "({filename}/posts/2022-03-04-traps/index.md)" in files["content/posts/2022-01-01-other/index.md"]
    assert "{static}/posts/2022-03-04-traps/1-one.png" in files["content/posts/2022-03-04-traps/index.md"]


def test_old_addresses_of_programs_without_a_key_for_them_are_in_the_front_matter(archive: Layout) -> None:
    """Templates of the export make pages of them, so a post that is not published has none."""
    wanted = ["/p/abcdef0123ab/", "/@ada/other-abcdef0123ab/", "/other-abcdef0123ab/"]
    values, _ = parts(made(archive, eleventy)["posts/2022-01-01-other/index.md"])
    assert values["aliases"] == wanted
    values, _ = parts(made(archive, astro)["src/content/posts/2022-01-01-other/index.md"])
    assert values["aliases"] == [path.strip("/") for path in wanted]
    assert not any("abcdef0123ab" in name for name in made(archive, pelican))


def test_zola_gets_only_the_keys_it_knows(archive: Layout) -> None:
    known = {"title", "description", "date", "updated", "path", "aliases", "authors", "taxonomies", "extra", "draft"}
    for name, text in made(archive, zola, drafts=True).items():
        if name.endswith("index.md") and not name.endswith("_index.md"):
            values, _ = parts(text)
            assert values.keys() <= known


def test_a_note_of_obsidian_has_its_title_as_its_name(archive: Layout) -> None:
    files = made(archive, obsidian)
    assert "Posts/Looms & -logic-.md" in files
    _, other = parts(files["Posts/Other.md"])
    assert (
        other == "Words, and a way [back](../Posts/Traps-%20%E2%80%9Call%E2%80%9D%20of%20%7B%7B%20them%20%7D%7D.md).\n"
    )
    trap = next(text for name, text in files.items() if name.startswith("Posts/Traps"))
    assert "> [!quote]\n> Pulled *out*" in trap
    assert "_The caption with a [link](https://example.com/a)_" in trap
    values, _ = parts(trap)
    assert values["tags"] == ["one-two", "three"]


def test_a_new_post_does_not_take_the_name_of_an_older_note(archive: Layout) -> None:
    newer = "---\ntitle: Other\ndate: 2023-06-06\n---\n\nFresh.\n"
    small_archive.write(archive.root, "posts/2023-06-06-other/index.md", newer)
    files = made(archive, obsidian)
    assert "Words, and" in files["Posts/Other.md"]
    assert "Fresh." in files["Posts/Other-2.md"]


def test_links_between_notes_of_obsidian_can_be_wikilinks(archive: Layout) -> None:
    """Only those whose words have no markup."""
    post = "../2022-01-01-other/index.md"
    links = (
        f"\nSee [that]({post}), [a *new* way]({post}) [on top](#top) ![Alone](1-one.png) [x](https://a.example/b.md)\n"
    )
    links += f'\nThe [titled]({post} "About") one.\n'
    table = f"\n| [way]({post}) |\n|---|\n"
    with (archive.posts / "2022-03-04-traps/index.md").open("a", encoding="utf-8") as text:
        text.write(links + table)
    out = archive.root.parent / "notes"
    export(archive, obsidian, out, obsidian.Settings(wikilinks=True))
    (note,) = (path.read_text("utf-8") for path in (out / "Posts").glob("Traps*"))
    assert (
        "\nSee [[Posts/Other|that]], [a *new* way](../Posts/Other.md) [on top](#top) ![Alone](../Attachments/" in note
    )
    assert "[x](https://a.example/b.md)" in note
    assert 'The [titled](../Posts/Other.md "About") one.' in note
    assert "| [way](../Posts/Other.md) |" in note
    other = (out / "Posts/Other.md").read_text("utf-8")
    assert "[[Posts/Traps- “all” of {{ them }}|back]]" in other
    assert "[[" not in made(archive, obsidian)["Posts/Other.md"]


def test_pictures_that_astro_processes_are_markdown_and_others_are_files(archive: Layout) -> None:
    small_archive.picture(archive.posts / "2022-01-01-other/my pic.png", 4, 4)
    table = "\n<table><tr><td><img src='my%20pic.png' alt='In a table'></td></tr></table>\n\n![Gone](nowhere.png)\n"
    with (archive.posts / "2022-01-01-other/index.md").open("a", encoding="utf-8") as text:
        text.write(table)
    files = made(archive, astro)
    trap = files["src/content/posts/2022-03-04-traps/index.md"]
    assert "<figure>\n\n![With | caption](./1-one.png)\n\n<figcaption>" in trap
    assert '<figure class="row">\n\n![](./1-one.png)\n![](./2-two.png)\n\n<figcaption>A row</figcaption>' in trap
    assert "src/content/posts/2022-03-04-traps/1-one.png" in files
    other = files["src/content/posts/2022-01-01-other/index.md"]
    assert '<img src="my-pic.png" alt="In a table">' in other
    assert "files/posts/2022-01-01-other/my-pic.png" in files
    assert "![Gone]" not in other, "Astro would stop"
    assert "slug" not in parts(other)[0]


@pytest.mark.parametrize(
    ("member", "html"),
    [
        (
            astro,
            [
                "H~2~O and a <del>b</del> c",
                'href="http://x"',
                'href="https://example.com/%%c%%"',
                "<p>A [text]",
                "/%%e%%.png",
            ],
        ),
        (eleventy, ["H~2~O and a <del>b</del> c", "<pre><code>indented", 'href="https://example.com/%%c%%"']),
        (hugo, ["H~2~O and a <del>b</del> c", '<code class="language-goat">', 'href="https://example.com/%%c%%"']),
        (jekyll, ["<p>[x]: not", "<p>word\n5. five", "2\n5. five", '<code class="language-python">', "<p>A [text]"]),
        (pelican, ["<p>#hash", "<p>####### seven", '<code class="language-python">', "<p>A [text]"]),
        (zola, ["<h2>Class {.cls}</h2>", '<code class="language-python">', '<code class="language-ruby">']),
    ],
    ids=lambda member: getattr(member, "NAME", ""),
)
def test_what_an_engine_reads_differently_is_html(archive: Layout, member: Any, html: list[str]) -> None:
    (text,) = (text for name, text in made(archive, member).items() if "forms" in name)
    assert [one for one in html if one.replace("&#10;", "\n") not in text] == []


def test_a_footnote_to_which_nothing_refers_stays_in_the_text(archive: Layout) -> None:
    small_archive.write(archive.root, "posts/2022-07-07-notes/index.md", "A[^1].\n\n[^1]: One.\n\n[^2]: Two.\n")
    _, text = parts(made(archive, hugo)["content/posts/2022-07-07-notes/index.md"])
    assert "Two.</p>" in text


@pytest.mark.parametrize("member", [astro, hugo, obsidian, zola], ids=lambda member: member.NAME)
@pytest.mark.parametrize(
    "block", ["It costs $5 {{< a >}} and H~2~O[^n].", "- [ ] {{% b %}} ~c~[^n]", "![](a.png)\n_A {{< b >}} ~c~[^n]_"]
)
def test_a_block_that_is_written_as_html_keeps_its_footnotes(archive: Layout, member: Any, block: str) -> None:
    """As a block of HTML alone it would show `[^n]`, and the note would be lost."""
    small_archive.write(archive.root, "posts/2022-01-01-other/index.md", f"{block}\n\n[^n]: The note.\n")
    (text,) = (parts(text)[1] for text in made(archive, member).values() if "The note." in text)
    assert len(re.findall(r'href="#(?:(?:2022-01-01-)?other-)?n"', markdown.read(text))) == 1


def test_a_caption_in_obsidian_has_no_marks_of_its_own(archive: Layout) -> None:
    caption = r"100^[2](https://example.com/) %%c%% \$x\$ ==m== [\#tag](https://example.com/?a==%%) \\\\ and `==`"
    figure = f"![One](1-one.png)\n_{caption}_\n"
    small_archive.picture(archive.posts / "2022-01-01-other/1-one.png", 4, 4)
    small_archive.write(archive.root, "posts/2022-01-01-other/index.md", f"---\ntitle: Other\n---\n\n{figure}")
    note = made(archive, obsidian)["Posts/Other.md"]
    outside = note.replace("`==`", "")
    assert not re.search(r"%%|\$|==|\^", outside)
    assert "`==`" in note
    assert (
        markdown.read(figure).partition("<figcaption>")[2] == markdown.read(parts(note)[1]).partition("<figcaption>")[2]
    )


@pytest.mark.parametrize(
    "text",
    ["A claim^[1](https://example.com/).", "A claim^[with brackets].", "One ^line\nand another.", "- An item ^a1"],
)
def test_no_caret_makes_a_footnote_or_hides_a_word_in_obsidian(text: str, archive: Layout) -> None:
    small_archive.write(archive.root, "posts/2022-01-01-other/index.md", f"---\ntitle: Other\n---\n\n{text}\n")
    note = made(archive, obsidian)["Posts/Other.md"]
    assert parts(note)[1].strip() == markdown.read(text).strip()


def test_hugo_and_pelican_get_no_tag_that_stops_the_build(archive: Layout) -> None:
    small_archive.write(
        archive.root, "posts/2022-07-07-x/index.md", "---\ntags: ['..', F#, 風, <b>, '&amp;']\n---\n\nWords.\n"
    )
    values, _ = parts(made(archive, hugo)["content/posts/2022-07-07-x/index.md"])
    assert values["tags"] == ["F#", "風", "<b>", "&amp;"]
    assert "\nTags: F#; 風\n" in made(archive, pelican)["content/pages/posts/2022-07-07-x/index.md"]


@pytest.mark.parametrize("member", [hugo, jekyll, zola], ids=lambda member: member.NAME)
def test_no_template_stands_where_it_would_replace_that_of_a_theme(archive: Layout, member: Any) -> None:
    """A next export writes again what the user has deleted."""
    folders = {name.partition("/")[0] for name in made(archive, member)}
    assert not folders & {"layouts", "_layouts", "templates"}
    assert folders & {"themes", "_simple"}


def test_a_folder_that_a_person_has_named_gets_a_name_that_every_generator_finds(archive: Layout) -> None:
    """Letters of every script stay, also their marks."""
    small_archive.write(archive.root, "posts/2020-02-02-हिन्दी_x.y/index.md", "Words.\n")
    small_archive.write(archive.root, "posts/cafe\u0301/index.md", "Words.\n")
    files = made(archive, hugo)
    assert {"content/posts/hidden/index.md", "content/posts/caf\u00e9/index.md"} <= files.keys()
    assert "content/posts/2022-01-02-c-50-25-a-b-c-/index.md" in files
    assert "content/posts/2020-02-02-हिन्दी_x.y/index.md" in files
    assert "[odd](../2022-01-02-c-50-25-a-b-c-/) end." in files["content/posts/2022-03-04-traps/index.md"]
