"""`archive set POST`: a post becomes a draft or is published, and gets a date, tags and a cover."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from medium_archive.cli.root import app
from medium_archive.commands import import_exports
from medium_archive.commands.build import build
from medium_archive.commands.forget import forget, undo
from medium_archive.commands.set_post import Change, set_post
from medium_archive.commands.verify import verify
from medium_archive.errors import ArchiveInUse, FolderUnwritable, NoSuchPost, SettingsWrong
from medium_archive.folder import lock
from medium_archive.folder.layout import Layout
from medium_archive.folder.posts import StoredPost, read_posts
from tests import account_exports, small_archive
from tests.conftest import EXAMPLE_ZIP
from tests.test_edits import codes, import_, text_of

NOW = datetime(2026, 5, 4, 6, 7, 8, 9, tzinfo=UTC)
LOOMS = "posts/2020-11-12-looms"


@pytest.fixture
def archive(tmp_path: Path) -> Layout:
    return small_archive.make(tmp_path / "archive")


@pytest.fixture
def example(layout: Layout) -> Layout:
    account_exports.import_(layout, EXAMPLE_ZIP)
    return layout


def post_at(layout: Layout, path: str) -> StoredPost:
    (found,) = (post for post in read_posts(layout, drafts=True)[0] if post.path == path)
    return found


def post_set(layout: Layout, post: str, **values: str) -> str:
    """Change a post; gives its path afterwards."""
    return set_post(layout, post, Change(**values), now=NOW).facts["post"]  # type: ignore[arg-type]  # a place is a string here


def errors(layout: Layout) -> list[str]:
    return [f"{issue.where}: {issue.message}" for issue in verify(layout).issues if issue.level == "error"]


def bytes_of(layout: Layout) -> dict[str, bytes]:
    return account_exports.bytes_of(layout.root)


def test_a_post_becomes_a_draft_and_comes_back(example: Layout) -> None:
    """With its pictures, original and records; afterwards every byte is where it was."""
    before = _lasting(example)
    paths = [post.path for post in read_posts(example, drafts=False)[0]]
    for path in (paths[0], next(one for one in paths if one.startswith("responses/"))):
        draft = post_set(example, path, place="draft")
        assert draft == f"drafts/{path.partition('/')[2]}" and not (example.root / path).exists()
        public = [file for file in _lasting(example) if not file.startswith(("drafts/", "private/", "exports/"))]
        assert not [file for file in public if post_at(example, draft).id in file]
        assert errors(example) == []
        build(example)
        assert not (example.site / path).exists()
        assert post_set(example, draft, place="published") == path
    assert _lasting(example) == before


def _lasting(layout: Layout) -> dict[str, bytes]:
    """The files that nothing may make again."""
    made = ("site/", "private/.cache/", ".cache/")
    return {file: content for file, content in bytes_of(layout).items() if not file.startswith(made)}


def test_a_draft_of_mediums_is_published(example: Layout) -> None:
    """It no longer says that it is a draft, and has a date; the words are the same."""
    draft = next(post for post in read_posts(example, drafts=True)[0] if post.kind == "draft")
    path = post_set(example, draft.path, place="published")
    found = post_at(example, path)
    assert path.startswith("posts/") and (found.kind, found.date) == ("story", NOW.replace(microsecond=0))
    assert found.text == draft.text
    assert errors(example) == []
    build(example)
    assert (example.site / path / "index.html").is_file()
    account_exports.import_(example, EXAMPLE_ZIP)
    assert post_at(example, path).kind == "story"


def test_only_the_lines_of_the_values_change(archive: Layout) -> None:
    text = archive.root / LOOMS / "index.md"
    small_archive.picture(archive.root / LOOMS / "my cover.png", 400, 300)
    before = text.read_text("utf-8")
    post_set(archive, LOOMS, date="2021-02-03", tags="engines, 織布，sea", cover="my cover.png")
    wanted = before.replace("2020-11-12T06:16:00.766Z", "2021-02-03").replace(
        "tags: [engines]\n", "tags:\n- engines\n- 織布\n- sea\ncover: my cover.png\n"
    )
    assert text.read_text("utf-8") == wanted
    build(archive)
    assert list((archive.site / LOOMS).glob("my cover*"))
    post_set(archive, LOOMS, tags="", cover="", date="2021-02-03T10:30:00+08:00")
    assert "date: 2021-02-03T02:30:00.000Z\nlang: en\nmedium:" in text.read_text("utf-8")


FORMS = {
    "a comment": ("tags: [a, b]  # mine\n", "tags:  # mine\n- sea\n"),
    "quotes and a comment": ("tags: 'a # b'  # mine\n", "tags:  # mine\n- sea\n"),
    "a sign that begins no comment": ("tags: [a#b, c]\t# mine\n", "tags:\t# mine\n- sea\n"),
    "several lines": ("tags:\n  - a\n  - b\n", "tags:\n- sea\n"),
    "a list below its key": ("tags:\n- a\n- b\n", "tags:\n- sea\n"),
    "brackets over lines": ("tags: [\n  a,\n  b,\n]\n", "tags:\n- sea\n"),
    "a key in quotes": ('"tags": a\n', "tags:\n- sea\n"),
    "none": ("", "tags:\n- sea\n"),
}


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["Unix", "Windows", "Mac"])
@pytest.mark.parametrize("form", FORMS)
def test_a_value_is_found_in_every_form(archive: Layout, form: str, end: str) -> None:
    """Whatever else a person wrote stays, byte for byte."""
    before, after = FORMS[form]
    text = archive.posts / "mine" / "index.md"
    text.parent.mkdir()
    whole = "\ufeff---\n# Above\ntitle: 'Mine: all'\nmood: |\n  tags: no\n\n  calm\n{}# Below\n---\n\ntags: x\n"
    if form == "none":  # no line of the text is after it
        whole = whole.replace("{}# Below\n", "# Below\n").replace("title: 'Mine: all'\n", "title: 'Mine: all'\n{}")
    text.write_bytes(whole.replace("{}", before).replace("\n", end).encode())
    post_set(archive, "posts/mine", tags="sea")
    assert text.read_bytes().decode() == whole.replace("{}", after).replace("\n", end)


@pytest.mark.parametrize(
    "head",
    ["no front matter\n", "---\ntitle: [\n---\n", "---\n{title: Mine, tags: a}\n---\n", "---\ntitle: \xff\n---\n"],
)
def test_a_text_that_cannot_be_changed_is_left(archive: Layout, head: str) -> None:
    text = archive.posts / "mine" / "index.md"
    text.parent.mkdir()
    text.write_bytes(head.encode("latin-1"))
    with pytest.raises((FolderUnwritable, NoSuchPost)):
        post_set(archive, "posts/mine", tags="sea")
    assert text.read_bytes() == head.encode("latin-1")


def test_a_text_without_front_matter_gets_no_values(archive: Layout) -> None:
    """The error says how to begin one, and so it can be moved."""
    text = archive.posts / "mine" / "index.md"
    text.parent.mkdir()
    text.write_text("# Mine\n\nWords.\n", "utf-8")
    with pytest.raises(FolderUnwritable, match=r"posts/mine/index\.md has no front matter") as refused:
        post_set(archive, "posts/mine", tags="sea")
    assert "Begin the file with the lines" in refused.value.hint
    assert post_set(archive, "posts/mine", place="draft") == "drafts/mine"


def test_a_text_that_cannot_be_read_is_found_by_its_folder(archive: Layout, tmp_path: Path) -> None:
    """And the error says what is wrong with it. It can be forgotten, and comes back."""
    (tmp_path / "elsewhere.md").write_text("Words.\n", "utf-8")
    for name in ("damaged", "link"):
        (archive.posts / name).mkdir()
    (archive.posts / "damaged" / "index.md").write_text("---\ntitle: [\n---\n", "utf-8")
    (archive.posts / "link" / "index.md").symlink_to(tmp_path / "elsewhere.md")
    for name, problem in (("damaged", "front matter of posts/damaged/index.md"), ("link", "it is a link")):
        with pytest.raises(FolderUnwritable, match=problem):
            post_set(archive, name, tags="sea")
        forget(archive, name)
        undo(archive, name)
        assert (archive.posts / name / "index.md").is_file()


def test_the_error_names_no_line_that_nobody_wrote(archive: Layout) -> None:
    text = archive.posts / "mine" / "index.md"
    text.parent.mkdir()
    text.write_bytes(b"---\ntitle: Mine\ntags: [a,\nb]\n---\n")
    with pytest.raises(FolderUnwritable, match="it has a form in which this value can't be changed alone"):
        post_set(archive, "posts/mine", tags="sea, lamps")


WRONG = [
    {"date": "soon"},
    {"date": "2021-13-01"},
    {"cover": "none.png"},
    {"cover": "../../../secret.png"},
    {"cover": "/etc/passwd"},
    {"cover": "index.md"},
    {"cover": "../../archive.toml"},
    {"cover": "../../drafts/hushed-plans/secret.png"},
]


@pytest.mark.parametrize("value", WRONG, ids=str)
def test_a_value_that_cannot_be_used_changes_nothing(archive: Layout, value: dict[str, str]) -> None:
    small_archive.picture(archive.drafts / "hushed-plans" / "secret.png", 40, 30)
    before = bytes_of(archive)
    with pytest.raises(SettingsWrong):
        post_set(archive, LOOMS, place="draft", **value)
    assert bytes_of(archive) == before


def test_a_cover_is_a_picture_that_the_site_can_show(archive: Layout) -> None:
    """That of a single file is in the folder of its name, as all its pictures are."""
    (archive.posts / "loose.md").write_text("---\ntitle: Loose\n---\n\nMine.\n", "utf-8")
    for place in ("posts/beside.png", "posts/loose/mine.png"):
        small_archive.picture(archive.root / place, 400, 300)
    with pytest.raises(SettingsWrong, match=r"no picture beside\.png in posts/loose/") as refused:
        post_set(archive, "posts/loose", cover="beside.png")
    assert "give loose/NAME" in refused.value.hint
    post_set(archive, "posts/loose", cover="loose/mine.png")
    build(archive)
    assert list((archive.site / "posts/loose").glob("mine*"))


def test_the_same_again_changes_nothing(archive: Layout) -> None:
    """Also in another spelling, and with values as they stand in the text."""
    text = archive.root / LOOMS / "index.md"
    before = text.read_bytes()
    values = (
        Change(tags="engines"),
        Change(date="2020-11-12T06:16:00.766Z"),
        Change(date="2020-11-12T14:16:00.766+08:00"),
        Change(cover=""),
        Change("published"),
    )
    for change in values:
        assert "nothing was changed" in set_post(archive, LOOMS, change).details["text"]
        assert text.read_bytes() == before


def test_what_was_set_survives_every_import(layout: Layout) -> None:
    """Of the same export, and of newer ones, in which Medium changed the post."""
    import_(layout, "2021")
    small_archive.picture(text_of(layout).parent / "mine.png", 400, 300)
    post_set(layout, "a-title", date="2019-12-31", tags="lamps, sea", cover="mine.png")
    path = post_set(layout, "a-title", place="draft")
    for year in ("2021", "2022", "2023", "2021"):
        assert "both-changed" not in codes(import_(layout, year))
        found = post_at(layout, path)
        assert (found.kind, found.tags, found.cover) == ("draft", ("lamps", "sea"), "mine.png")
        assert found.date == datetime(2019, 12, 31, tzinfo=UTC)
        assert errors(layout) == []
    assert "The very last." in found.text
    assert post_set(layout, path, place="published") == "posts/2020-03-01-a-title"


def test_a_forgotten_post_and_a_single_file_stay_where_they_are(archive: Layout) -> None:
    (archive.posts / "loose.md").write_text("---\ntitle: Loose\n---\n\nMine.\n", "utf-8")
    with pytest.raises(NoSuchPost, match="single file of yours"):
        post_set(archive, "posts/loose", place="draft")
    post_set(archive, "posts/loose", tags="sea")
    assert (archive.posts / "loose.md").read_text("utf-8") == "---\ntitle: Loose\ntags:\n- sea\n---\n\nMine.\n"
    forget(archive, LOOMS)
    with pytest.raises(NoSuchPost) as caught:
        post_set(archive, LOOMS, tags="sea")
    assert "archive forget --undo" in caught.value.hint


def test_a_folder_that_is_there_is_not_replaced(archive: Layout) -> None:
    other = archive.drafts / "2020-11-12-looms"
    other.mkdir()
    (other / "index.md").write_text("---\ntitle: Another\n---\n", "utf-8")
    assert post_set(archive, LOOMS, place="draft") == "drafts/2020-11-12-looms-2"
    assert "Another" in (other / "index.md").read_text("utf-8")


def test_a_post_of_ones_own_becomes_a_draft_and_comes_back(archive: Layout) -> None:
    """It is in no record."""
    text = archive.posts / "2026-01-01-mine" / "index.md"
    text.parent.mkdir()
    text.write_text("---\ntitle: Mine\n---\n\nWords.\n", "utf-8")
    assert post_set(archive, "posts/2026-01-01-mine", place="draft") == "drafts/2026-01-01-mine"
    assert post_set(archive, "2026-01-01-mine", place="published", date="2026-01-01") == "posts/2026-01-01-mine"
    assert text.read_text("utf-8") == "---\ntitle: Mine\ndate: 2026-01-01\n---\n\nWords.\n"


def test_the_command_says_what_it_did(archive: Layout) -> None:
    def run(*arguments: str) -> tuple[int, str]:
        done = CliRunner().invoke(app, ["set", "--archive", str(archive.root), *arguments])
        return done.exit_code, done.output

    code, printed = run(LOOMS, "--draft", "--json")
    assert (code, json.loads(printed)["facts"]) == (0, {"post": "drafts/2020-11-12-looms"})
    code, printed = run("2020-11-12-looms", "--published")
    assert code == 0 and "to have it on the web, publish again" in " ".join(printed.split())
    assert "Nothing to change: give --draft" in run(LOOMS)[1]
    assert run(LOOMS)[0] == run(LOOMS, "--draft", "--published")[0] == 2
    assert run("nothing", "--draft")[0] == 28
    with lock.held(archive), pytest.raises(ArchiveInUse):
        post_set(archive, LOOMS, place="draft")


def test_an_import_after_a_killed_set_completes_it(example: Layout) -> None:
    """The text was written, and the folder not yet moved: the same command moves it."""
    draft = next(post for post in read_posts(example, drafts=True)[0] if post.kind == "draft")
    text = draft.folder / "index.md"
    text.write_text(text.read_text("utf-8").replace("draft: true\n", ""), "utf-8")
    import_exports.import_exports([EXAMPLE_ZIP], example, import_exports.Options())
    assert post_set(example, draft.path, place="published").startswith("posts/")
    assert errors(example) == []
