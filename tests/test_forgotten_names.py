"""`archive forget POST`: which post is meant, and to which folder it returns."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from medium_archive import articles
from medium_archive.articles import entries
from medium_archive.commands import import_exports
from medium_archive.commands.create_post import create_post
from medium_archive.commands.forget import forget, undo
from medium_archive.commands.show_history import history
from medium_archive.commands.verify import verify
from medium_archive.errors import NoSuchPost, RecordsDamaged
from medium_archive.folder.layout import Layout
from medium_archive.folder.posts import read_posts
from medium_archive.folder.settings import read as read_settings
from medium_archive.platforms import selection
from medium_archive.post import Kind
from medium_archive.report import Report
from tests import small_archive
from tests.interruptions import state
from tests.sample_exports import post_name, post_page, write_zip
from tests.test_forget import problems

BREAD = "posts/2018-11-25-harbour-bread-or-how-to-use-a-warm-wall"
NAME = BREAD.rpartition("/")[2]
ID = "91d3b8e6204f"


@pytest.fixture
def small(tmp_path: Path) -> Layout:
    return small_archive.make(tmp_path)


def write(layout: Layout, path: str, text: str) -> None:
    small_archive.write(layout.root, f"{path}/index.md", text)


def text(layout: Layout, path: str) -> str:
    return (layout.root / path / "index.md").read_text("utf-8")


def test_a_second_post_of_the_same_name_is_hidden_too(small: Layout) -> None:
    """Each has its own hidden folder and record, and each comes back."""
    for words in ("# First\n", "# Second\n"):
        write(small, "posts/secret", words)
        assert forget(small, "secret").facts["post"] == "posts/secret"
        assert not (small.posts / "secret").exists()
    assert [text(small, f"drafts/.secret{end}") for end in ("", "-2")] == ["# First\n", "# Second\n"]
    with pytest.raises(NoSuchPost, match=r"drafts/\.secret, drafts/\.secret-2"):
        undo(small, "posts/secret")
    assert undo(small, "drafts/.secret-2").facts["post"] == "posts/secret"
    assert undo(small, "drafts/.secret").facts["post"] == "posts/secret-2"
    assert (text(small, "posts/secret"), text(small, "posts/secret-2")) == ("# Second\n", "# First\n")


def test_the_report_names_the_folder_if_two_posts_had_the_same(small: Layout) -> None:
    for words in ("# First\n", "# Second\n"):
        write(small, "posts/secret", words)
        report = forget(small, "secret")
    assert str(report.details["text"]).endswith("`archive forget --undo drafts/.secret-2`")


def test_a_copy_of_a_hidden_post_is_a_post_of_its_own(own_example: Layout) -> None:
    """A person copies the hidden folder back: the copy is hidden as any other post."""
    forget(own_example, BREAD)
    shutil.copytree(own_example.drafts / f".{NAME}", own_example.root / BREAD)
    forget(own_example, BREAD)
    assert not (own_example.root / BREAD).exists()
    assert (own_example.drafts / f".{NAME}-2" / "index.md").is_file()
    assert undo(own_example, ID).facts["post"] == BREAD


def test_a_new_post_does_not_get_the_name_of_a_forgotten_one(small: Layout) -> None:
    first = str(create_post(small, "Secret").details["post"])
    forget(small, first)
    second = str(create_post(small, "Secret").details["post"])
    assert second == f"{first}-2"
    assert undo(small, first).facts["post"] == first


@pytest.mark.parametrize("command", [forget, undo])
@pytest.mark.parametrize("path", [BREAD, "responses/own", "posts/own", "drafts/a"])
def test_a_hidden_folder_without_a_record_returns_by_its_name(
    own_example: Layout, path: str, command: Callable[..., Report]
) -> None:
    """After a person hid it by hand, or lost the record. One that was never at Medium returns to posts/."""
    if path != BREAD:
        write(own_example, path, "# Mine\n")
    before = state(own_example.root / path)
    forget(own_example, path)
    (own_example.private / "forgotten.jsonl").unlink()
    hidden = f"drafts/.{path.rpartition('/')[2]}"
    if command is forget:
        assert forget(own_example, hidden).facts["post"].rpartition("/")[2] == path.rpartition("/")[2]
    place = path if path == BREAD else f"posts/{path.rpartition('/')[2]}"
    assert undo(own_example, hidden).facts["post"] == place
    assert state(own_example.root / place) == before
    assert not (own_example.root / hidden).exists()


def test_a_folder_that_a_person_moved_back_is_named_where_it_is(own_example: Layout) -> None:
    """Also if it has another name since; and when it is hidden again, it returns there."""
    forget(own_example, BREAD)
    (own_example.drafts / f".{NAME}").rename(own_example.posts / "bread")
    assert undo(own_example, ID).facts["post"] == "posts/bread"
    assert problems(own_example) == []
    forget(own_example, "bread")
    assert undo(own_example, ID).facts["post"] == "posts/bread"


def test_a_hidden_folder_that_is_gone_is_not_said_to_be_here(small: Layout) -> None:
    write(small, "posts/mine", "# Mine\n")
    forget(small, "mine")
    shutil.rmtree(small.drafts / ".mine")
    assert "is not here any more" in str(undo(small, "mine").details["text"])
    assert not (small.private / "forgotten.jsonl").exists()


@pytest.mark.parametrize(
    "name",
    [
        BREAD.replace("/", "\\"),
        ".\\" + BREAD.replace("/", "\\") + "\\index.md",
        f"./{BREAD}/index.md",
        f"https://medium.com/p/{ID}#top",
        f"https://salma.example/{BREAD}/#top",
    ],
)
def test_a_post_is_named_as_people_write_it(own_example: Layout, name: str) -> None:
    assert forget(own_example, name, dry_run=True).facts["post"] == BREAD
    forget(own_example, BREAD)
    assert undo(own_example, name, dry_run=True).facts["post"] == BREAD


def test_an_address_may_be_percent_encoded(small: Layout) -> None:
    write(small, "posts/海港的麵包", "# 麵包\n")
    address = "https://ada.example/posts/%E6%B5%B7%E6%B8%AF%E7%9A%84%E9%BA%B5%E5%8C%85/?utm_source=x"
    assert forget(small, address).facts["post"] == "posts/海港的麵包"


def test_a_damaged_record_can_be_deleted_without_loss(small: Layout) -> None:
    """As the error says: the post stays hidden, and comes back by the name of its hidden folder."""
    write(small, "posts/mine", "# Mine\n")
    forget(small, "mine")
    file = small.private / "forgotten.jsonl"
    file.write_text("<<<<<<< ours\n")
    with pytest.raises(RecordsDamaged) as caught:
        forget(small, "mine")
    assert "delete the line" in caught.value.hint and "archive forget --undo drafts/.NAME" in caught.value.hint
    assert (
        "git" not in caught.value.hint and "import" not in caught.value.hint
    )  # git does not have it, no import makes it
    file.write_text("")
    assert undo(small, "drafts/.mine").facts["post"] == "posts/mine"


def test_a_post_with_several_titles_comes_back_byte_for_byte(layout: Layout, tmp_path: Path) -> None:
    """Also after an import, though its folder and its slug have the first title."""
    pages = [
        write_zip(tmp_path / f"{day}.zip", {post_name(): post_page(title=title, exported=f"May {day}, 2022")})
        for day, title in ((1, "The first title"), (2, "A second title"))
    ]
    for zipped in pages:
        import_exports.import_exports([zipped], layout, import_exports.Options(jobs=1))
    (post,) = read_posts(layout, drafts=True)[0]
    assert "first" in post.slug and post.title == "A second title"
    before = state(layout.root)
    forget(layout, post.path)
    import_exports.import_exports([pages[1]], layout, import_exports.Options(jobs=1, again=True))
    undo(layout, post.path)
    assert state(layout.root) == before


@pytest.mark.parametrize(
    "name",
    [
        BREAD,
        BREAD.replace("/", "\\"),
        ".\\" + BREAD.replace("/", "\\") + "\\index.md",
        NAME,
        ID,
        f"https://medium.com/p/{ID}#top",
        f"https://salma.example/{BREAD}/#top",
        f"https://salma.example/{BREAD}/index.html?utm_source=x",
    ],
)
def test_every_command_finds_a_post_by_the_same_names(own_example: Layout, name: str) -> None:
    """`forget`, `history` and `publish --only`."""
    assert forget(own_example, name, dry_run=True).facts["post"] == BREAD
    assert history(own_example, name).facts["post"] == BREAD
    settings = read_settings(own_example.settings)
    kinds: tuple[Kind, ...] = ("story",)
    found = entries.read(articles.read(own_example, settings, kinds)).values()
    (chosen,) = selection.chosen(found, selection.Selection(only=name), settings.author, ())
    assert chosen.article.path == BREAD


def test_the_advice_about_a_folder_that_was_moved_back_works(own_example: Layout) -> None:
    """It names the folder that the post has now."""
    forget(own_example, BREAD)
    (own_example.drafts / f".{NAME}").rename(own_example.posts / "bread")
    (issue,) = [issue for issue in verify(own_example).issues if issue.code == "forgotten-there"]
    assert "archive forget posts/bread`" in issue.message
    assert forget(own_example, "posts/bread").counts["forgotten"] == 1


def test_history_says_that_a_post_without_a_record_is_forgotten(own_example: Layout) -> None:
    forget(own_example, BREAD)
    (own_example.private / "forgotten.jsonl").unlink()
    said = str(history(own_example, ID).facts["here"])
    assert said.startswith(f"forgotten; `archive forget --undo drafts/.{NAME}`")
