"""Edits survive every import: what a person changed stays, what Medium changed elsewhere is merged."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from medium_archive.commands import import_exports
from medium_archive.folder import index_md, merging
from medium_archive.folder.edits import YOURS, Favor
from medium_archive.folder.layout import INCOMING, Layout
from medium_archive.medium import post as post_page_of_medium
from medium_archive.report import Report
from tests.conftest import one_in
from tests.sample_exports import post_name, post_page, write_zip

PICTURE = "https://cdn-images-1.medium.com/max/800/1*a.png"
FIGURE = f'<figure><img class="graf-image" data-image-id="1*a.png" src="{PICTURE}"></figure>'


def body(second: str = "The second.", last: str = "The last.") -> str:
    def paragraph(text: str) -> str:
        return f'<p class="graf graf--p">{text}</p>'

    listed = '<ul class="postList"><li class="graf graf--li">one</li><li class="graf graf--li">two</li></ul>'
    code = '<pre class="graf graf--pre">let a = 1</pre>'
    parts = ["The first.", second, f"A third, of <strong>weight</strong>. {'So that it is clearly English. ' * 4}"]
    return "".join([*map(paragraph, parts), FIGURE, listed, code, paragraph("中文的一段。"), paragraph(last)])


YEARS = {
    "2021": post_page("A Title", body(), exported="May 1, 2021", subtitle="A line"),
    "2022": post_page("A Title", body(second="The second, better."), exported="May 1, 2022", subtitle="Another line"),
    "2023": post_page(
        "A New Title",
        body(second="The second, better.", last="The very last."),
        exported="May 1, 2023",
        subtitle="More",
    ),
}


def replaced(old: str, new: str) -> Callable[[str], str]:
    def edit(text: str) -> str:
        assert old in text
        return text.replace(old, new)

    return edit


# What a person may do to a text -> what must be in it from then on ("-" before it: must not)
EDITS: dict[str, tuple[Callable[[str], str], tuple[str, ...]]] = {
    "a word of the text": (replaced("The first.", "The first of all."), ("The first of all.",)),
    "a paragraph more": (replaced("The first.", "The first.\n\nOne more."), ("The first.\n\nOne more.",)),
    "a paragraph less": (replaced("The first.\n\n", ""), ("-The first.",)),
    "a deleted section": (lambda text: re.sub(r"A third[^¶]*?```\n\n", "", text), ("-A third", "-let a", "-![")),
    "a paragraph moved": (
        lambda text: replaced("\n中文的一段。\n", "\n")(text).replace("The first.", "中文的一段。\n\nThe first."),
        ("中文的一段。\n\nThe first.",),
    ),
    "a moved picture": (
        lambda text: replaced(f"![]({PICTURE})\n\n", "")(text).replace("The first.", f"![]({PICTURE})\n\nThe first."),
        (f"![]({PICTURE})\n\nThe first.",),
    ),
    "a caption": (replaced(f"![]({PICTURE})", f"![]({PICTURE})\n*By me*"), ("*By me*",)),
    "a picture's description": (replaced("![](", "![A lamp]("), ("![A lamp](",)),
    "a deleted picture": (replaced(f"![]({PICTURE})\n\n", ""), ("-![",)),
    "the title": (replaced("title: A Title", "title: My own"), ("title: My own",)),
    "the date": (lambda text: re.sub(r"date: .*", "date: 2019-12-31", text), ("date: 2019-12-31",)),
    "tags": (replaced("lang: en", "lang: en\ntags: [lamps, sea]"), ("tags: [lamps, sea]",)),
    "the language": (replaced("lang: en", "lang: en-GB"), ("lang: en-GB",)),
    "a key of their own": (replaced("lang: en", "lang: en\nmood: calm"), ("mood: calm",)),
    "a comment": (replaced("lang: en", "lang: en  # I am sure"), ("# I am sure",)),
    "the address of a link": (replaced("weight", "[weight](https://example.com)"), ("(https://example.com)",)),
    "emphasis": (replaced("**weight**", "weight"), ("-**weight**",)),
    "a list item": (replaced("- two", "- two\n- three"), ("two\n- three",)),
    "a line of code": (replaced("let a = 1", "let a = 2"), ("let a = 2",)),
    "a language for the code": (replaced("```\nlet", "```swift\nlet"), ("```swift",)),
    "a table": (replaced("The first.", "The first.\n\n| a | b |\n|---|---|\n| 1 | 2 |"), ("| 1 | 2 |",)),
    "a footnote": (replaced("The first.", "The first.[^1]\n\n[^1]: Indeed."), ("[^1]: Indeed.",)),
    "Chinese": (replaced("中文的一段。", "中文的另一段。"), ("中文的另一段。",)),
    "a heading": (replaced("A third", "## Third\n\nA third"), ("## Third",)),
    "HTML": (replaced("The first.", "The <kbd>first</kbd>."), ("<kbd>first</kbd>",)),
    "Windows line ends": (lambda text: text.replace("\n", "\r\n").replace("The first.", "Mine."), ("Mine.\r\n",)),
    "line ends of two kinds": (replaced("The first.\n", "Mine.\r\n"), ("Mine.\r\n\n", "lang: en\n")),
    "line ends of an old Mac": (
        lambda text: text.replace("\n", "\r").replace("The first.", "Mine."),
        ("\rlang: en\r", "Mine.\r\r", "-\n"),
    ),
    "a byte order mark": (lambda text: "\ufeff" + text.replace("The first.", "Mine."), ("\ufeff---", "Mine.")),
    "no line end": (lambda text: text.rstrip("\n").replace("The first.", "Mine."), ("Mine.",)),
    "broken front matter": (replaced("lang: en", 'lang: "en'), ('lang: "en',)),
    "no text at all but a line": (
        lambda text: text.partition("---\n\n")[0] + "---\n\nGone.\n",
        ("Gone.", "-The first"),
    ),
}


def import_(layout: Layout, year: str, *, favor: Favor = "both") -> Report:
    export = write_zip(layout.root.parent / f"{year}.zip", {post_name(): YEARS[year]})
    return import_exports.import_exports([export], layout, import_exports.Options(favor=favor))


def text_of(layout: Layout) -> Path:
    return layout.posts / "2020-03-01-a-title" / "index.md"


def codes(report: Report) -> list[str]:
    return [issue.code for issue in report.issues]


def holds(text: str, wanted: str) -> bool:
    return wanted[1:] not in text if wanted[0] == "-" else wanted in text


@pytest.mark.parametrize("name", one_in(6, EDITS, of_ci=2))
def test_an_edit_survives_newer_and_older_exports(layout: Layout, name: str) -> None:
    """Whatever a person changed is there after every import, in the newest first order too."""
    edit, wanted = EDITS[name]
    import_(layout, "2021")
    file = text_of(layout)
    file.write_bytes(edit(file.read_text("utf-8")).encode())
    for year in ("2022", "2023", "2021", "2022"):
        import_(layout, year)
        text = file.read_bytes().decode()
        for piece in wanted:
            assert holds(text, piece), (year, piece, text)


@pytest.mark.parametrize("name", one_in(6, sorted(EDITS.keys() - {"the title", "no text at all but a line"}), of_ci=2))
def test_changes_by_medium_are_merged_into_an_edited_text(layout: Layout, name: str) -> None:
    """Text, title and subtitle of the newer exports are in the edited text."""
    edit, _ = EDITS[name]
    import_(layout, "2021")
    file = text_of(layout)
    file.write_bytes(edit(file.read_text("utf-8")).encode())
    import_(layout, "2022")
    report = import_(layout, "2023")
    text = file.read_text("utf-8")
    both = (file.with_name(INCOMING).read_text("utf-8") if file.with_name(INCOMING).exists() else "") + text
    for piece in ("title: A New Title", "description: More", "The second, better.", "The very last."):
        assert piece in both
    assert codes(report)[0] in ("retitled", "merged")


def test_on_a_conflict_the_edit_stays_and_the_other_version_is_saved(layout: Layout) -> None:
    """`index.incoming.md` is the same text with Medium's words where the two disagree."""
    import_(layout, "2021")
    file = text_of(layout)
    edited = file.read_text("utf-8").replace("The second.", "My second.").replace("The first", "My first")
    file.write_text(edited, "utf-8")
    report = import_(layout, "2022")
    assert "both-changed" in codes(report)
    assert "My second." in file.read_text("utf-8")
    assert "description: Another line" in file.read_text("utf-8")
    incoming = file.with_name(INCOMING)
    assert "The second, better." in incoming.read_text("utf-8")
    assert "My first" in incoming.read_text("utf-8")
    assert "both-changed" in codes(import_(layout, "2022")), "it is reported until the person has resolved it"
    incoming.unlink()
    assert "both-changed" not in codes(import_(layout, "2022"))
    assert "My second." in file.read_text("utf-8")


@pytest.mark.parametrize("later", [False, True])
def test_favor_ours_or_theirs_resolves_a_conflict(layout: Layout, later: bool) -> None:
    """At once, or when Medium's version is there already; the person's words are kept in another file."""
    import_(layout, "2021")
    file = text_of(layout)
    edited = file.read_text("utf-8").replace("The second.", "My second.").replace("The first", "My first")
    file.write_text(edited, "utf-8")
    if later:
        import_(layout, "2022")
    import_(layout, "2022", favor="theirs")
    text = file.read_text("utf-8")
    assert "The second, better." in text
    assert "My first" in text
    assert "My second." in file.with_name(YOURS).read_text("utf-8")
    assert not file.with_name(INCOMING).exists()

    shutil.rmtree(layout.root)
    import_(layout, "2021")
    file.write_text(edited, "utf-8")
    if later:
        import_(layout, "2022")
    import_(layout, "2022", favor="ours")
    assert "My second." in file.read_text("utf-8")
    assert sorted(path.name for path in file.parent.iterdir()) == ["index.md"]


@pytest.mark.parametrize("second", ["The second.", "The last."])
def test_favor_theirs_takes_the_whole_version_of_medium(layout: Layout, second: str) -> None:
    """What came before a passage was resolved and what came after it, and also what a person wrote into
    `index.incoming.md` to resolve it.
    """
    import_(layout, "2021")
    file = text_of(layout)
    edited = file.read_text("utf-8").replace("The second.", "My second.").replace(second, f"Mine: {second}")
    file.write_text(edited, "utf-8")
    import_(layout, "2022")
    incoming = file.with_name(INCOMING)
    incoming.write_text(incoming.read_text("utf-8").replace("The first.", "My first."), "utf-8")
    import_(layout, "2023")
    import_(layout, "2023", favor="theirs")
    text = file.read_text("utf-8")
    for piece in ("title: A New Title", "The second, better.", "The very last.", "My first."):
        assert piece in text


def test_favor_theirs_keeps_earlier_saved_edits(layout: Layout) -> None:
    """Each replaced text is saved under another name."""
    import_(layout, "2021")
    file = text_of(layout)
    for year, old, new in (("2022", "The second.", "My second."), ("2023", "The last.", "My last.")):
        file.write_text(file.read_text("utf-8").replace(old, new), "utf-8")
        import_(layout, year, favor="theirs")
    kept = [path.read_text("utf-8") for path in file.parent.glob("index.yours*.md")]
    assert [("My second." in text, "My last." in text) for text in sorted(kept, reverse=True)] in (
        [(True, False), (False, True)],
        [(False, True), (True, False)],
    )


def test_without_a_common_base_the_other_version_is_saved(layout: Layout) -> None:
    """Without the original that the edit began with nothing can be merged; nothing is guessed either."""
    import_(layout, "2021")
    file = text_of(layout)
    file.write_text(file.read_text("utf-8").replace("The first.", "Mine."), "utf-8")
    edited = file.read_bytes()
    next(layout.originals.iterdir()).unlink()
    assert "both-changed" in codes(import_(layout, "2023"))
    assert file.read_bytes() == edited
    assert "The very last." in file.with_name(INCOMING).read_text("utf-8")


@pytest.mark.parametrize("favor", ["both", "ours", "theirs"])
@pytest.mark.parametrize("lost", [False, True])
def test_edits_in_the_incoming_file_are_kept(layout: Layout, favor: Favor, lost: bool) -> None:
    """Words written in index.incoming.md are kept, also if the original is lost and nothing can be merged."""
    import_(layout, "2021")
    file = text_of(layout)
    file.write_text(file.read_text("utf-8").replace("The last.", "Mine."), "utf-8")
    import_(layout, "2023")
    beside = file.with_name(INCOMING)
    beside.write_text(
        beside.read_text("utf-8").replace("The very last.", "The very last, and a word of mine."), "utf-8"
    )
    if lost:
        next(layout.originals.iterdir()).unlink()
    page = post_page("A New Title", body(last="The last of all."), exported="May 1, 2024")
    export = write_zip(layout.root.parent / "2024.zip", {post_name(): page})
    report = import_exports.import_exports([export], layout, import_exports.Options(favor=favor))
    texts = {path.name: path.read_text("utf-8") for path in file.parent.glob("*.md")}
    assert [name for name, text in texts.items() if "a word of mine" in text], texts
    assert [name for name, text in texts.items() if "Mine." in text], texts
    assert ("incoming-kept" in codes(report)) == ("a word of mine" not in texts["index.md"] + texts.get(INCOMING, ""))


@pytest.mark.parametrize("content", [b"", b"\0" * 512])
def test_an_emptied_text_is_restored(layout: Layout, content: bytes) -> None:
    """A power cut leaves empty files; no person saves an empty text on purpose."""
    import_(layout, "2021")
    before = text_of(layout).read_bytes()
    text_of(layout).write_bytes(content)
    assert "restored" in codes(import_(layout, "2021"))
    assert text_of(layout).read_bytes() == before


def test_import_again_rewrites_only_unedited_texts(layout: Layout, monkeypatch: pytest.MonkeyPatch) -> None:
    """A converter that got better reaches the texts from their originals, without any export."""
    other = post_page("Other", body(), post_id="aaaaaaaaaaaa", exported="May 1, 2021")
    export = write_zip(
        layout.root.parent / "two.zip", {post_name(): YEARS["2021"], post_name("aaaaaaaaaaaa", slug="Other"): other}
    )
    import_exports.import_exports([export], layout)
    text_of(layout).write_text(text_of(layout).read_text("utf-8").replace("The first.", "Mine."), "utf-8")
    edited = text_of(layout).read_bytes()
    write = post_page_of_medium.read

    def better(page: bytes, name: str) -> object:
        post, issues = write(page, name)
        return replace(post, body=post.body.replace("second", "second (better converted)")), issues

    monkeypatch.setattr("medium_archive.medium.post.read", better)
    report = import_exports.import_exports([], layout, import_exports.Options(again=True))
    assert text_of(layout).read_bytes() == edited
    assert "(better converted)" in (layout.posts / "2020-03-01-other" / "index.md").read_text("utf-8")
    assert report.counts["changed"] == 1
    assert report.counts["edited"] == 1


def test_changes_in_neighbouring_keys_are_no_conflict() -> None:
    """The front matter stands line by line; each key is merged by itself."""
    base = b"---\ntitle: a\nsubtitle: b\nlang: en\n---\n\nText\n"
    merged = merging.merge(base, base.replace(b"title: a", b"title: A"), base.replace(b"subtitle: b", b"subtitle: B"))
    assert merged.incoming is None
    assert merged.text == b"---\ntitle: A\nsubtitle: B\nlang: en\n---\n\nText\n"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_fetched_pictures_keep_line_ends_and_byte_order_mark(mark: str, end: str) -> None:
    """The cover and a picture give way to their files, a gist's text comes after it, code that shows the same stays."""
    gist = "https://gist.github.com/ada/0123456789abcdef0123"
    lines = [f"{mark}---", "title: a", f"cover: {PICTURE}", "---", "", f"![]({PICTURE})", "", "```", f"![]({PICTURE})"]
    lines += ["```", "", f"<{gist}>"]
    home = [line.replace(PICTURE, "1-a.png") if number in (2, 5) else line for number, line in enumerate(lines)]
    settled = index_md.insert(end.join(lines) + end, {PICTURE: "1-a.png"}, {gist: "```\nprint()\n```"})
    assert settled == end.join([*home, "", "```", "print()", "```"]) + end


def test_front_matter_of_blank_lines_is_read_quickly() -> None:
    """A search for the cover that tries every way to part them would not come back."""
    head = f"---\ntitle: a\n{chr(10) * 200}---\n\n"
    assert index_md.insert(f"{head}![]({PICTURE})\n", {PICTURE: "1-a.png"}, {}) == f"{head}![](1-a.png)\n"


def test_a_merge_keeps_each_line_ending() -> None:
    """Whatever a person's editors left stays, line by line; what Medium changed ends as most of the lines do."""
    base = b"a\n\nb\n\nc\n\nd\n"
    merged = merging.merge(base, b"A\r\n\rb\r\n\nc\r\r\nd", base.replace(b"c", b"C\nC"))
    assert merged == merging.Merged(b"A\r\n\rb\r\n\nC\r\nC\r\n\r\nd")


def test_a_text_with_control_characters_is_not_merged_but_kept() -> None:
    """The merge uses this character to separate the keys; a text that has it is kept as it is."""
    merged = merging.merge(b"a\n", b"\x01\n", b"b\n")
    assert merged == merging.Merged(b"\x01\n", b"b\n")
