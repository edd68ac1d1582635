"""What becomes of the copies at a place when a post here gets another folder, is a draft again, or is deleted."""

# ruff: noqa: F811  # the names of fixtures are those of arguments
from __future__ import annotations

import json
import shutil
from functools import partial
from pathlib import Path

import pytest
from typer.testing import CliRunner

from medium_archive.cli.root import app
from medium_archive.folder import files, published
from medium_archive.folder.layout import Layout
from medium_archive.folder.published import Place, Present, Remote
from medium_archive.platforms import connection
from medium_archive.web import Web
from tests import small_archive
from tests.contracts.stand_in import Reply
from tests.contracts.toy_server import ToyServer
from tests.toy_blog import BLOG, Run, layout, run, server  # noqa: F401  # fixtures


def _by_hand(layout: Layout, path: str, more: str = "") -> None:
    text = f"---\ntitle: By hand\ndate: 2020-03-03\n{more}---\n\nWords.\n"
    small_archive.write(layout.root, f"{path}/index.md", text)


@pytest.mark.parametrize(
    ("move", "is_changed"),
    [
        (("posts/2020-a", "posts/2020-b"), False),  # known by its text
        (("drafts/a", "posts/a"), True),  # by the name of its folder
        (("posts/2020-a", "posts/2020-b"), True),  # by its slug
    ],
)
def test_a_post_by_hand_is_known_in_another_folder(
    run: Run, server: ToyServer, layout: Layout, move: tuple[str, str], is_changed: bool
) -> None:
    """It has no id; its copy is not made a second time, and its record names the new folder."""
    old, new = move
    _by_hand(layout, old, "slug: by-hand\n")
    run("--drafts", "--only", old)
    (layout.root / old).rename(layout.root / new)
    if is_changed:
        text = layout.root / new / "index.md"
        text.write_text(text.read_text("utf-8") + "\nMore.\n", "utf-8")
    status = json.loads(CliRunner().invoke(app, ["status", "--json", "--archive", str(layout.root)]).stdout)
    assert ("gone_here" in {one["difference"] for one in status["places"]}) == (is_changed and old == "posts/2020-a")
    assert run("--only", new).exit_code == 0
    assert [post.title for post in server.posts()] == ["By hand"]
    assert server.posts()[0].is_public
    assert [place.post for place in published.read(layout)] == [new]


def test_a_post_in_a_single_file_is_sent_like_one_in_a_folder(run: Run, server: ToyServer, layout: Layout) -> None:
    """Its record follows it into another file and into a folder; what is to be told about it names the file."""
    write = partial(small_archive.write, layout.root)
    write("posts/loose.md", "---\ntitle: By hand\ndate: 2020-03-03\nslug: by-hand\n---\n\nWords.\n")
    assert run("--only", "posts/loose").exit_code == 0
    (record,) = published.read(layout).values()
    assert record.source == files.checksum(layout.root / "posts/loose.md")
    status = json.loads(CliRunner().invoke(app, ["status", "--json", "--archive", str(layout.root)]).stdout)
    assert ("posts/loose", "same") in {(one["path"], one["difference"]) for one in status["places"]}

    (layout.root / "posts/loose.md").rename(layout.root / "posts/later.md")
    assert run("--only", "posts/later").exit_code == 0
    assert [place.post for place in published.read(layout)] == ["posts/later"]
    write("posts/later.md", (layout.root / "posts/later.md").read_text("utf-8") + "\nMore.\n")
    status = json.loads(CliRunner().invoke(app, ["status", "--json", "--archive", str(layout.root)]).stdout)
    assert [one["where"] for one in status["issues"] if one["code"] == "differs-there"] == ["posts/later.md"]
    (layout.root / "posts/later").mkdir()
    (layout.root / "posts/later.md").rename(layout.root / "posts/later/index.md")
    assert json.loads(run("--only", "posts/later", "--json").stdout)["counts"]["updated"] == 1
    assert [post.title for post in server.posts()] == ["By hand"]


def test_a_draft_in_a_single_file_that_is_public_there_is_named(run: Run, server: ToyServer, layout: Layout) -> None:
    text = "---\ntitle: By hand\ndate: 2020-03-03\n---\n\nWords.\n"
    small_archive.write(layout.root, "posts/loose.md", text)
    run("--only", "posts/loose")
    small_archive.write(layout.root, "posts/loose.md", text.replace("---\n\n", "draft: true\n---\n\n"))
    issues = json.loads(run("--json").stdout)["issues"]
    assert [one["where"] for one in issues if one["code"] == "differs-there"] == ["posts/loose.md"]


@pytest.mark.parametrize(
    ("old", "new"),
    [("posts/2020-links", "posts/2024-links"), ("posts/notes", "drafts/notes")],  # the same slug, the same folder name
)
def test_another_post_is_not_taken_for_one_that_was_deleted_here(
    run: Run, server: ToyServer, layout: Layout, old: str, new: str
) -> None:
    """Its copy stays, and is named until a person deletes it there."""
    small_archive.write(layout.root, f"{old}/index.md", "---\ntitle: Links of 2020\nslug: links\n---\n\nOld words.\n")
    run("--only", old)
    shutil.rmtree(layout.root / old)
    small_archive.write(layout.root, f"{new}/index.md", "---\ntitle: Links of 2024\nslug: links\n---\n\nNew words.\n")
    run("--drafts")
    assert [post.text for post in server.posts() if post.title == "Links of 2020"] == ["<p>Old words.</p>"]
    assert old in [place.post for place in published.read(layout)]
    status = json.loads(CliRunner().invoke(app, ["status", "--json", "--archive", str(layout.root)]).stdout)
    assert [one["path"] for one in status["places"] if one["difference"] == "gone_here"] == [old]


@pytest.mark.parametrize("title", ["Looms &amp; “cards”", "LOOMS & cards!", "Looms & cards, " * 5])
def test_a_post_in_another_folder_is_known_by_a_title_that_the_place_wrote_in_another_way(title: str) -> None:
    remote = Remote(id="1", title=title, slug="same")
    here = 'Looms & "cards"' if len(title) < 50 else title * 2
    present = [Present("posts/b", slug="same", title=here)]
    assert published.moved(Layout(Path("none")), {Place("posts/a", "toy", ""): remote}, present) == {
        "posts/a": "posts/b"
    }


def test_a_new_post_takes_no_slug_from_a_post_that_is_there(run: Run, server: ToyServer, layout: Layout) -> None:
    """Though it is older, it gets the other slug."""
    _by_hand(layout, "posts/2020-new", "slug: same\n")
    run("--only", "posts/2020-new")
    _by_hand(layout, "posts/2019-old", "slug: same\n")
    text = layout.root / "posts/2019-old/index.md"
    text.write_text(text.read_text("utf-8").replace("2020-03-03", "2019-03-03"), "utf-8")
    counts = json.loads(run("--json", "--only", "posts/2019-old,posts/2020-new").stdout)["counts"]
    assert (counts["created"], counts["unchanged"]) == (1, 1)
    assert [post.slug for post in server.posts()] == ["same", "same-2019-old"]


@pytest.mark.parametrize("change", ["moved", "marked", "deleted"])
def test_a_public_copy_of_a_post_that_is_no_longer_public_here_is_told(
    run: Run, server: ToyServer, layout: Layout, change: str
) -> None:
    """By each command, until the copy is deleted there; and nobody is told to publish again."""
    run()
    folder = layout.root / "posts/2020-11-12-looms"
    if change == "deleted":
        shutil.rmtree(folder)
    elif change == "moved":
        folder.rename(layout.root / "drafts/looms")
    else:
        text = folder / "index.md"
        text.write_text(text.read_text("utf-8").replace("---\n", "---\ndraft: true\n", 1), "utf-8")
    words = "Delete it there if nobody should read it"

    def told() -> list[bool]:
        answers = [run(*options).stdout for options in ((), ("--check",), ("--check", "--drafts"))]
        answers.append(CliRunner().invoke(app, ["status", "--archive", str(layout.root)]).stdout)
        assert not [one for one in answers if "Publish again" in one]
        return [words in " ".join(one.split()) for one in answers]

    assert told() == [True] * 4
    (copy,) = [post for post in server.posts() if post.title == "Looms & <logic>"]
    server.delete(copy.id)
    assert told() == [False] * 4


@pytest.mark.parametrize("more", ["", "medium: {id: abcabcabcabc}\n"])
def test_a_copy_in_drafts_changes_nothing_of_the_post_that_is_there(
    run: Run, server: ToyServer, layout: Layout, more: str
) -> None:
    """A person works on it. Its slug, its record and its address stay, and nobody is told to delete it."""
    _by_hand(layout, "posts/2020-a", f"slug: same\n{more}")
    run("--only", "posts/2020-a")
    before = (layout.records / published.NAME).read_text("utf-8")
    shutil.copytree(layout.root / "posts/2020-a", layout.root / "drafts/2020-a")
    result = run("--only", "posts/2020-a", "--json")
    assert json.loads(result.stdout)["counts"]["unchanged"] == 1
    assert [post.slug for post in server.posts()] == ["same"]
    run()
    assert set(before.splitlines()) <= set((layout.records / published.NAME).read_text("utf-8").splitlines())
    answers = run().stdout + CliRunner().invoke(app, ["status", "--archive", str(layout.root)]).stdout
    assert "Delete it there" not in answers


def test_a_place_with_a_new_address_has_the_posts_that_were_sent(
    run: Run, server: ToyServer, layout: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once a person has replaced the old address in the records, as docs/platforms.md says."""
    run()
    new, before = "https://new.example", (len(server.posts()), server.pictures())
    monkeypatch.setattr(connection, "Web", partial(Web, hosts={"new.example": server.address}))
    for name in ("archive.toml", "records/published.jsonl", "records/uploads.jsonl"):
        file = layout.root / name
        file.write_text(file.read_text("utf-8").replace(BLOG.url, new), "utf-8")
    counts = json.loads(run("--check", "--json").stdout)["counts"]
    assert (counts["same_as_here"], counts["changed_here"]) == (2, 1)  # one has a link to another one
    counts = json.loads(run("--json").stdout)["counts"]
    assert (counts["updated"], counts["unchanged"], counts["not_sent"]) == (1, 2, 0)
    assert (len(server.posts()), server.pictures()) == before
    assert [post.title for post in server.posts() if f'href="{new}/' in post.text] == ["Looms & <logic>"]
    assert {place.account for place in published.read(layout)} == {new}


def test_a_draft_takes_no_slug_from_a_post(run: Run, server: ToyServer, layout: Layout) -> None:
    _by_hand(layout, "posts/2020-a", "slug: same\n")
    _by_hand(layout, "drafts/2020-a", "slug: same\n")
    run("--only", "posts/2020-a")
    assert [post.slug for post in server.posts()] == ["same"]


def test_a_post_by_hand_that_gets_an_id_is_known(run: Run, server: ToyServer, layout: Layout) -> None:
    _by_hand(layout, "posts/2020-a", "slug: same\n")
    run("--only", "posts/2020-a")
    _by_hand(layout, "posts/2020-a", "slug: same\nmedium: {id: abcabcabcabc}\n")
    status = json.loads(CliRunner().invoke(app, ["status", "--json", "--archive", str(layout.root)]).stdout)
    assert "gone_here" not in {one["difference"] for one in status["places"]}
    assert json.loads(run("--only", "posts/2020-a", "--json").stdout)["counts"]["not_sent"] == 0
    assert len(server.posts()) == 1
    assert [place.post for place in published.read(layout)] == ["abcabcabcabc"]


@pytest.mark.parametrize("option", [(), ("--check",)])
def test_a_copy_that_was_deleted_there_is_named_on_no_page(
    run: Run, server: ToyServer, layout: Layout, option: tuple[str, ...]
) -> None:
    """A run that has a change to send learns that it is gone, and so does a check."""
    run()
    (copy,) = [post for post in server.posts() if post.title == "Looms & <logic>"]
    server.delete(copy.id)
    if not option:
        text = layout.root / "posts/2020-11-12-looms/index.md"
        text.write_text(text.read_text("utf-8") + "\nMore.\n", "utf-8")
    assert "It was deleted there" in " ".join(run(*option).stdout.split())
    (record,) = [one for one in published.read(layout).values() if one.id == copy.id]
    assert record.state == "deleted"
    status = CliRunner().invoke(app, ["status", "--archive", str(layout.root)]).stdout
    assert "2 posts there, 1 deleted there" in " ".join(status.split())
    assert "It was deleted there" in " ".join(run().stdout.split())
    run("--again")
    assert sorted(post.title for post in server.posts()) == sorted(
        ("在 Swift 裡寫一個檔案庫", "Looms & <logic>", "عن حفظ الكلمات")
    )


def test_a_copy_that_was_published_there_by_hand_is_learned_by_a_check(
    run: Run, server: ToyServer, layout: Layout
) -> None:
    run("--as-drafts")
    looms = next(post for post in server.posts() if post.title == "Looms & <logic>")
    server.publish(looms.id)
    counts = json.loads(run("--check", "--json").stdout)["counts"]
    assert (counts["same_as_here"], counts["changed_there"]) == (3, 0)
    assert [one.title for one in published.read(layout).values() if one.state == "published"] == ["Looms & <logic>"]
    before = len(server.writes)
    assert json.loads(run("--as-drafts", "--json").stdout)["counts"]["unchanged"] == 3
    assert len(server.writes) == before


@pytest.mark.parametrize("is_draft", [False, True])
def test_a_copy_that_was_restored_there_is_known_again(
    run: Run, server: ToyServer, layout: Layout, *, is_draft: bool
) -> None:
    """Nothing is sent for it. One that came back as a draft is for the person there to publish."""
    run()
    looms = next(post for post in server.posts() if post.title == "Looms & <logic>")
    server.delete(looms.id)
    run("--check")
    server.restore(looms.id, is_draft=is_draft)
    before = len(server.writes)
    counts = json.loads(run("--json").stdout)["counts"]
    assert (counts["unchanged"], counts["not_sent"]) == ((2, 1) if is_draft else (3, 0))
    assert (len(server.writes), [post.is_public for post in server.posts()].count(True)) == (before, 3 - is_draft)
    states = {one.state for one in published.read(layout).values()}
    assert states == ({"published", "deleted"} if is_draft else {"published"})


def test_an_account_that_answered_as_if_it_were_empty_loses_nothing(run: Run, server: ToyServer) -> None:
    """A check named each copy as deleted; when the server is right again, nothing is sent a second time."""
    run()
    before = len(server.writes)
    server.fault = lambda request, number: Reply(404) if "/posts/" in request.path else None
    assert json.loads(run("--check", "--json").stdout)["counts"]["deleted_there"] == 3
    server.fault = lambda request, number: None
    assert json.loads(run("--json").stdout)["counts"]["unchanged"] == 3
    assert len(server.writes) == before
