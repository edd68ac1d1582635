"""`archive publish PLATFORM` carries the posts to an account, once each, and tells what it can't hold."""

# ruff: noqa: F811  # the names of fixtures are those of arguments
from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
from typer.testing import CliRunner

from medium_archive.cli.root import app
from medium_archive.folder import published, uploads
from medium_archive.folder.layout import Layout
from tests import small_archive
from tests.contracts.stand_in import Reply
from tests.contracts.toy_server import ToyServer
from tests.toy_blog import BLOG, SITE, Run, layout, run, server  # noqa: F401  # fixtures


def test_stories_arrive_oldest_first_with_their_pictures(run: Run, server: ToyServer) -> None:
    """No response and no draft is sent; a link leads to the copy there, also of a post that came later."""
    result = run("--json")
    assert (result.exit_code, json.loads(result.stdout)["counts"]["created"]) == (0, 3)
    assert [post.title for post in server.posts()] == [
        "在 Swift 裡寫一個檔案庫", "Looms & <logic>", "عن حفظ الكلمات"
    ]  # fmt: skip
    looms = server.posts()[1]
    assert len(server.pictures()) == 2
    assert re.findall(r'<img src="([^"]*)"', looms.text)[0].startswith(f"{BLOG.url}/media/")
    assert f'<a href="{BLOG.url}/2019-01-09-檔案">' in looms.text or f"{BLOG.url}/2019-01-09" in looms.text
    assert looms.canonical == "https://ada.example/posts/2020-11-12-looms/index.html"


def test_a_second_run_sends_nothing(run: Run, server: ToyServer) -> None:
    run()
    before = len(server.writes)
    result = run("--json")
    assert json.loads(result.stdout)["counts"] == {"created": 0, "updated": 0, "unchanged": 3, "not_sent": 0}
    assert len(server.writes) == before


def test_another_address_of_a_post_is_not_sent(run: Run, server: ToyServer, layout: Layout) -> None:
    """`also` in the front matter changes nothing of what a place gets, and `archive status` says so after the run."""
    run()
    before = len(server.writes)
    text = layout.root / "posts/2020-11-12-looms/index.md"
    also = "subtitle: A note upon a note\nalso: [https://elsewhere.example/looms]\n"
    text.write_text(text.read_text("utf-8").replace("subtitle: A note upon a note\n", also), "utf-8")
    assert json.loads(run("--json").stdout)["counts"]["unchanged"] == 3
    assert len(server.writes) == before
    result = CliRunner().invoke(app, ["status", "--json", "--archive", str(layout.root)])
    assert {one["difference"] for one in json.loads(result.stdout)["places"]} == {"same"}


def test_links_to_posts_that_come_later_lead_to_their_copies(run: Run, server: ToyServer, layout: Layout) -> None:
    """In the same run; the next one sends nothing."""
    old = layout.root / "posts/2019-01-09-檔案/index.md"
    old.write_text(f"{old.read_text('utf-8')}\nSee [looms](../2020-11-12-looms/index.md).\n", "utf-8")
    run()
    assert f'<a href="{BLOG.url}/2020-11-12-looms">looms</a>' in server.posts()[0].text
    before = len(server.writes)
    run()
    assert len(server.writes) == before


def test_a_dry_run_tells_what_the_place_cannot_hold(run: Run, server: ToyServer, layout: Layout) -> None:
    """It needs no credentials, and asks nobody."""
    looms = layout.root / "posts/2020-11-12-looms/index.md"
    looms.write_text(looms.read_text("utf-8").replace("tags: [engines]", "tags: [a, b, c]"), "utf-8")
    (layout.private / "publish.env").unlink()
    result = run("--dry-run")
    assert result.exit_code == 0
    assert "Tags are changed or left out: 1 post" in result.stdout
    assert "3  new posts" in result.stdout
    assert server.requests == []


def test_what_the_place_cannot_hold_is_said_before_anything_is_sent(run: Run) -> None:
    assert "https://toy.example: 3 new posts, 0 changed posts.\nThe subtitle is not shown: 1 post" in run().stderr


def test_a_quiet_run_prints_nothing(run: Run) -> None:
    result = run("--quiet")
    assert (result.exit_code, result.output) == (0, "")


@pytest.mark.parametrize(
    ("options", "titles"),
    [
        (("--since", "2021-01-01"), ["عن حفظ الكلمات"]),
        (("--tag", "Engines"), ["Looms & <logic>"]),
        (("--only", "2020-11-12-looms,abcdef123"), ["在 Swift 裡寫一個檔案庫", "Looms & <logic>"]),
        (("--only", "https://medium.com/@ada/looms-5c8d3a"), ["Looms & <logic>"]),
        (("--limit", "1"), ["在 Swift 裡寫一個檔案庫"]),
        (("--responses", "--only", "ccc111"), ["Thank you for this, it is just what…"]),
        (("--drafts", "--only", "ddd222"), ["Hushed plans"]),
    ],
)
def test_options_choose_what_is_sent(run: Run, server: ToyServer, options: tuple[str, ...], titles: list[str]) -> None:
    assert run(*options).exit_code == 0
    assert [post.title for post in server.posts()] == titles


@pytest.mark.parametrize("name", ["nope", "posts/2020-11-12-lomms", "hushed-plans", "https://ada.example/posts/none/"])
def test_a_name_of_no_post_sends_nothing(run: Run, server: ToyServer, layout: Layout, name: str) -> None:
    """Also where a post has no address at Medium, because a person wrote it by hand."""
    small_archive.write(layout.root, "posts/by-hand/index.md", "---\ntitle: By hand\n---\n\nWords.\n")
    result = run("--only", name)
    assert (result.exit_code, server.writes) == (28, [])
    assert f"No post to send matches {name}." in result.stderr


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--limit", "0"), "--limit 0 would send nothing. Give a number of 1 or more."),
        (("--limit", "-1"), "--limit -1 would send nothing. Give a number of 1 or more."),
        (("--only", " , "), "names no post. Give folders, ids or addresses, separated by commas."),
    ],
)
def test_options_that_choose_nothing_are_refused(
    run: Run, server: ToyServer, options: tuple[str, ...], words: str
) -> None:
    result = run(*options)
    assert (result.exit_code, server.requests) == (22, [])
    assert words in " ".join(result.stderr.split())


def test_a_limit_goes_on_where_it_stopped(run: Run, server: ToyServer) -> None:
    for _ in range(3):
        run("--limit", "1")
    assert len(server.posts()) == 3


def test_a_limit_counts_what_is_sent(run: Run, server: ToyServer, layout: Layout) -> None:
    """A post that was deleted there is not in the way of the next one."""
    run("--limit", "1")
    server.delete(server.posts()[0].id)
    text = layout.root / "posts/2019-01-09-檔案/index.md"
    text.write_text(f"{text.read_text('utf-8')}\nA new line.\n", "utf-8")
    result = run("--limit", "1")
    assert [post.title for post in server.posts()] == ["Looms & <logic>"]
    assert "https://toy.example: 2 new posts, 1 changed post. At most 1 post now." in result.stderr


def test_a_dry_run_tells_what_the_run_does(run: Run, server: ToyServer) -> None:
    """Of drafts that are published now, and of a post that the place refused."""

    def agree(new: int, changed: int) -> None:
        foreseen = json.loads(run("--dry-run", "--json").stdout)["counts"]
        counts = json.loads(run("--json").stdout)["counts"]
        assert foreseen == {"new_posts": new, "changed": changed, "unchanged": 3 - new - changed}
        assert (counts["created"], counts["updated"]) == (new, changed)

    server.fault = lambda request, number: Reply(413) if request.method == "POST" and request.holds("Looms") else None
    run("--as-drafts")
    server.fault = lambda request, number: None
    agree(1, 2)
    agree(0, 0)


def test_a_dry_run_is_about_the_account_of_the_settings(run: Run, layout: Layout) -> None:
    run()
    settings = layout.settings.read_text("utf-8").replace(BLOG.url, "https://other.example")
    small_archive.write(layout.root, "archive.toml", settings)
    assert json.loads(run("--dry-run", "--json").stdout)["counts"]["new_posts"] == 3


def test_a_draft_is_private_there_and_in_the_records(run: Run, server: ToyServer, layout: Layout) -> None:
    run("--drafts")
    assert [post.title for post in server.posts() if not post.is_public] == ["Hushed plans"]
    assert "ddd222" not in (layout.records / published.NAME).read_text("utf-8")


def test_everything_can_be_sent_as_drafts_first(run: Run, server: ToyServer) -> None:
    run("--as-drafts")
    assert [post.is_public for post in server.posts()] == [False] * 3
    run()
    assert [post.is_public for post in server.posts()] == [True] * 3
    assert len(server.posts()) == 3


def test_what_was_deleted_there_comes_back_only_on_request(run: Run, server: ToyServer, layout: Layout) -> None:
    run()
    server.delete(server.posts()[1].id)
    text = layout.root / "posts/2020-11-12-looms/index.md"
    text.write_text(text.read_text("utf-8").replace("A second line.", "A new line."), "utf-8")
    assert "It was deleted there. It is not sent again. Use --again to send it again." in run().stdout
    assert len(server.posts()) == 2
    assert run("--again").exit_code == 0
    assert len(server.posts()) == 3


def test_what_was_changed_there_is_replaced_only_on_request(run: Run, server: ToyServer, layout: Layout) -> None:
    run()
    server.edit(server.posts()[1].id, "<p>By hand.</p>")
    text = layout.root / "posts/2020-11-12-looms/index.md"
    text.write_text(text.read_text("utf-8").replace("A second line.", "A new line."), "utf-8")
    assert "was changed there after it was sent. It is not overwritten. Use --overwrite" in run().stdout
    assert server.posts()[1].text == "<p>By hand.</p>"
    run("--overwrite")
    assert "A new line." in server.posts()[1].text


def test_check_compares_each_post(run: Run, server: ToyServer, layout: Layout) -> None:
    """It writes nothing there; here it records only that a copy is public no more."""
    run("--only", "2020-11-12-looms,abcdef123")
    assert json.loads(run("--check", "--json").stdout)["counts"]["same_as_here"] == 2
    first, second = server.posts()
    server.delete(first.id)
    server.edit(second.id, "<p>By hand.</p>")
    writes, records = len(server.writes), published.read(layout)
    counts = json.loads(run("--check", "--json").stdout)["counts"]
    assert counts == {
        "same_as_here": 0,
        "changed_here": 0,
        "changed_there": 1,
        "deleted_there": 1,
        "not_there": 1,
        "not_compared": 0,
    }
    assert len(server.writes) == writes
    deleted = {place: replace(one, state="deleted") for place, one in records.items() if one.id == first.id}
    assert published.read(layout) == records | deleted


def test_private_values_in_a_text_stop_everything(run: Run, server: ToyServer, layout: Layout) -> None:
    """As for a site: the title of a draft."""
    other = layout.root / "posts/2021-03-04-arabic/index.md"
    small_archive.write(layout.root, "records/catalog.jsonl", "")
    small_archive.write(
        layout.root, "drafts/hushed-plans/index.md", "---\ntitle: Hushed plans of mine\n---\n\nWhispered.\n"
    )
    other.write_text(other.read_text("utf-8") + "\n<p title='x'>Hushed&#32;plans of mine</p>\n", "utf-8")
    result = run()
    assert (result.exit_code, server.writes) == (54, [])
    assert "posts/2021-03-04-arabic: It contains private data: the title of a draft." in result.stderr


def test_private_values_in_a_text_that_is_a_draft_there_stop_everything(
    run: Run, server: ToyServer, layout: Layout
) -> None:
    """The text is there as it is here, and only its state changes."""
    small_archive.write(layout.root, "records/catalog.jsonl", "")
    text = "---\ntitle: New\ndate: 2020-03-03\n---\n\n<p title='x'>Plans&#32;that nobody may know</p>\n"
    small_archive.write(layout.root, "posts/new/index.md", text)
    run("--as-drafts", "--only", "posts/new")
    small_archive.write(layout.root, "drafts/other/index.md", "---\ntitle: Plans that nobody may know\n---\n\nWords.\n")
    before = len(server.writes)
    assert (run("--only", "posts/new").exit_code, len(server.writes)) == (54, before)


def test_a_draft_among_the_posts_is_noted_once(run: Run, layout: Layout) -> None:
    text = layout.root / "posts/2020-11-12-looms/index.md"
    text.write_text(text.read_text("utf-8").replace("---\n", "---\ndraft: true\n", 1), "utf-8")
    issues = json.loads(run("--drafts", "--json").stdout)["issues"]
    assert [issue["code"] for issue in issues].count("still-a-draft") == 1


def test_the_same_picture_is_uploaded_once_for_all_posts(run: Run, server: ToyServer, layout: Layout) -> None:
    """And its record moves out of private/ when a published post shows it."""
    picture = (layout.root / "posts/2020-11-12-looms/1-wide.png").read_bytes()
    (layout.root / "drafts/hushed-plans/2-same.png").write_bytes(picture)
    draft = layout.root / "drafts/hushed-plans/index.md"
    draft.write_text(draft.read_text("utf-8") + "\n![](2-same.png)\n", "utf-8")
    run("--drafts", "--only", "ddd222")
    assert (layout.private / uploads.NAME).is_file()
    assert not (layout.records / uploads.NAME).exists()
    run()
    assert len(server.pictures()) == 2
    assert not (layout.private / uploads.NAME).exists()


def test_status_shows_where_each_post_is_and_what_differs(run: Run, layout: Layout) -> None:
    run("--only", "2020-11-12-looms,abcdef123")
    text = layout.root / "posts/2020-11-12-looms/index.md"
    text.write_text(text.read_text("utf-8").replace("A second line.", "A new line."), "utf-8")
    result = CliRunner().invoke(app, ["status", "--archive", str(layout.root)])
    assert "toy https://toy.example: 2 posts there, 1 changed here since, 1 not sent" in result.stdout
    assert "posts/2020-11-12-looms/index.md: It was changed here after it was sent to https://toy" in result.stdout
    places = json.loads(CliRunner().invoke(app, ["status", "--json", "--archive", str(layout.root)]).stdout)["places"]
    assert [(one["path"], one["difference"]) for one in places] == [
        ("posts/2019-01-09-檔案", "same"), ("posts/2020-11-12-looms", "changed_here"),
        ("posts/2021-03-04-arabic", "not_sent"),
    ]  # fmt: skip


@pytest.mark.parametrize("folder", ["/nonexistent", None])
def test_a_full_disk_is_one_sentence(
    run: Run, server: ToyServer, monkeypatch: pytest.MonkeyPatch, folder: str | None
) -> None:
    """Also where the folder for temporary files, or every such folder, is full; nothing is sent."""
    monkeypatch.setattr("tempfile.tempdir", folder)
    monkeypatch.setattr("tempfile._candidate_tempdir_list", list)
    result = run()
    assert (result.exit_code, server.writes) == (24, [])
    assert "TMPDIR" in result.stderr
    assert result.stderr.count("\n") <= 2


def test_words_of_a_server_cannot_command_the_terminal(run: Run, server: ToyServer) -> None:
    """Nor fill it."""
    server.fault = lambda request, number: (
        Reply.json({"error": "\x1b]0;title\x07\n" + "no " * 5000}, 403) if server.is_write(request) else None
    )
    result = run()
    assert result.exit_code == 50
    assert "\x1b" not in result.output
    assert "\x07" not in result.output
    assert max(map(len, result.output.splitlines())) < 700


def test_a_link_to_nowhere_is_no_link(run: Run, server: ToyServer, layout: Layout) -> None:
    """It would lead to the page itself."""
    text = layout.root / "posts/2020-11-12-looms/index.md"
    text.write_text(text.read_text("utf-8") + "\n[nowhere]() and [script](javascript:x)\n", "utf-8")
    run("--only", "2020-11-12-looms")
    assert '<a href="">' not in server.posts()[0].text
    assert "nowhere" in server.posts()[0].text


def test_posts_of_other_authors_are_sent_only_by_name(run: Run, server: ToyServer, layout: Layout) -> None:
    """The run says how many were left out."""
    text = layout.root / "posts/2021-03-04-arabic/index.md"
    text.write_text(text.read_text("utf-8").replace("lang: ar", "lang: ar\nauthor: Guest Example"), "utf-8")
    result = run()
    assert "1 post by Guest Example is not sent. Use --author or --only to send it." in result.stdout
    assert len(server.posts()) == 2
    run("--author", "guest example")
    assert [post.title for post in server.posts()][2:] == ["عن حفظ الكلمات"]
    assert run("--author", "nobody").exit_code == 28
    # From now on it is sent as the others are
    text.write_text(text.read_text("utf-8") + "\nMore.\n", "utf-8")
    assert json.loads(run("--check", "--json").stdout)["counts"]["changed_here"] == 1
    result = run("--json")
    assert (json.loads(result.stdout)["counts"]["updated"], "Guest Example" in result.stdout) == (1, False)


def test_the_user_name_of_the_main_author_is_their_name_too(run: Run, server: ToyServer, layout: Layout) -> None:
    """In the front matter of a post."""
    small_archive.write(layout.root, "posts/by-hand/index.md", "---\ntitle: By hand\nauthor: Ada\n---\n\nWords.\n")
    assert json.loads(run("--json").stdout)["counts"]["created"] == 4


def test_a_refusal_says_what_to_do(run: Run, server: ToyServer) -> None:
    server.fault = lambda request, number: (
        Reply.json({"error": "no"}, 413) if server.is_write(request) and request.holds("Looms") else None
    )
    assert "toy.example answered 413: no. Make its text shorter, or its pictures smaller." in run().stdout


@pytest.mark.parametrize("option", ["--again", "--overwrite"])
def test_a_dry_run_tells_that_a_look_there_decides(run: Run, option: str) -> None:
    """So does the run itself, before it sends anything."""
    run()
    assert "Sent only if deleted or changed there" not in run("--dry-run").stdout
    for options in ((option, "--dry-run"), (option,)):
        output = run(*options).output
        assert re.search(r"Sent only if deleted or changed there:? +3 posts", " ".join(output.split())), options


def test_a_place_that_refuses_everything_is_not_asked_on_and_on(run: Run, server: ToyServer, layout: Layout) -> None:
    """Also not with --limit, which counts what was sent."""
    for number in range(20):
        text = f"---\ntitle: Number {number}\ndate: 2020-03-{number + 1:02}\n---\n\nWords.\n"
        small_archive.write(layout.root, f"posts/2020-{number:02}/index.md", text)
    server.fault = lambda request, number: (
        Reply.json({"error": "Choose a plan."}, 402) if request.method == "POST" and "/posts" in request.path else None
    )
    result = run("--limit", "1")
    assert result.exit_code == 50
    assert len([request for request in server.writes if "/posts" in request.path]) == 5
    assert "It refused 5 posts in a row for one reason" in " ".join(result.output.split())


def test_a_name_of_several_posts_sends_none(run: Run, server: ToyServer, layout: Layout) -> None:
    for folder in ("posts/same", "drafts/same"):
        small_archive.write(layout.root, f"{folder}/index.md", "---\ntitle: Same\ndate: 2020-03-03\n---\n\nWords.\n")
    result = run("--only", "same", "--drafts")
    assert (result.exit_code, server.writes) == (28, [])
    assert "same means several posts: posts/same, drafts/same." in " ".join(result.stderr.split())
    assert run("--only", "posts/same", "--drafts").exit_code == 0
    assert [post.is_public for post in server.posts()] == [True]
