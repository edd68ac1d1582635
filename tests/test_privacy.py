"""Private values are found in everything that would be published, and nothing else is reported as private."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medium_archive.checks import before_publishing, privacy, snapshot
from medium_archive.checks.before_publishing import BuiltSite
from medium_archive.checks.privacy import Value, check_privacy, search
from medium_archive.checks.privacy.folding import Text, fold
from medium_archive.checks.privacy.taken import is_ignored
from medium_archive.commands import build, import_exports
from medium_archive.commands.verify import verify
from medium_archive.folder import feed, published
from medium_archive.folder.feed import FeedRecord
from medium_archive.folder.gallery import Gallery
from medium_archive.folder.gists import Gists
from medium_archive.folder.layout import Layout
from medium_archive.folder.published import Place, Remote
from medium_archive.folder.starter_files import GITIGNORE
from medium_archive.post import Picture
from medium_archive.report import Issue
from tests.account_exports import claps, draft, export, import_
from tests.conftest import EXAMPLES, examples, need, one_in
from tests.sample_exports import post_name, post_page, write_zip
from tests.test_posts import p

CANARIES = [line for line in (EXAMPLES / "canaries.txt").read_text("utf-8").splitlines() if line]


def issues(layout: Layout) -> tuple[Issue, ...]:
    return privacy.inspect(snapshot.read(layout)).issues


def test_no_private_value_is_public_and_no_false_alarm_is_raised(example: Layout) -> None:
    """Law 5: no private value in the site and in what git takes, and no false alarm. test_verify.py checks the same for
    every available export.
    """
    assert issues(example) == ()


@pytest.mark.parametrize("part", one_in(4, range(4), of_ci=2))
@pytest.mark.parametrize("place", one_in(2, ["site/index.html", "posts/notes.txt"]))
def test_each_private_value_is_found_in_public_files(place: str, part: int, own_example: Layout) -> None:
    """One value from every private page of an export, as a part of a longer text."""
    values = [value.text for value in privacy.private_values(snapshot.read(own_example), [])]
    file = own_example.root / place
    before = file.read_text("utf-8") if file.exists() else ""
    for canary in CANARIES[part::4]:
        whole = next((value for value in values if canary in value), "")
        if not whole:
            # The name in an address: the id after it is what is looked for. A time alone is nobody's secret
            assert canary in ("canary-clapped", "canary-bookmarked") or re.fullmatch(r"\d{4}-\d\d-\d\dT.*", canary)
            continue
        file.write_text(f"{before}<p>{whole}</p>", "utf-8")
        found = [issue for issue in issues(own_example) if issue.code == "private-shown"]
        assert {(issue.where, issue.level) for issue in found} == {(place, "error")}, canary
        assert not any(whole in issue.message for issue in found)


def test_a_private_value_is_found_in_any_spelling(tmp_path: Path) -> None:
    """With HTML's and JSON's escapes, over two lines, in the name of a file; but not as a part of another word."""
    (tmp_path / "a.html").write_text("<p>Ada &amp; Eve&#8217;s\nsecret&nbsp;plan</p>", "utf-8")
    (tmp_path / "b.js").write_text(json.dumps("港邊的秘密計畫"), "utf-8")
    (tmp_path / "plan-abcdef123456").write_text("")
    (tmp_path / "c.txt").write_text("1192.0.2.171 ada@example.invalidity")
    (tmp_path / "d.png").write_bytes(b"\0 192.0.2.17")
    values = [
        Value("Ada & Eve’s secret plan", "a draft"),
        Value("邊的秘密計", "a draft"),
        Value("abcdef123456", "a draft"),
        Value("192.0.2.17", "an IP address"),
        Value("ada@example.invalid", "an e-mail address"),
    ]
    found = check_privacy(tmp_path, sorted(path.name for path in tmp_path.iterdir()), values)
    assert found == {"a.html": [values[0]], "b.js": [values[1]], "plan-abcdef123456": [values[2]]}


@settings(max_examples=examples(300), deadline=None)
@given(st.text("ab1. -秘密計", max_size=40), st.sets(st.text("ab1. -秘密計", min_size=1, max_size=7), max_size=8))
def test_each_of_many_values_is_found_as_one_of_few(text: str, values: set[str]) -> None:
    words = {value for value in map(fold, values) if value}
    text = fold(text)
    wanted = {
        word
        for word in words
        if any(
            text.startswith(word, at)
            and not (at and search.is_word(text[at - 1]) and search.is_word(word[0]))
            and not (search.is_word(text[at + len(word) : at + len(word) + 1]) and search.is_word(word[-1]))
            for at in range(len(text))
        )
        and (re.search("[ab1]", word) or len(re.findall("[秘密計]", word)) > 2)
    }
    found = search.Words(words)
    assert set(found.found_in(Text(text))) == wanted
    more = search.Words({*words, *(f"x{number}" for number in range(50))})  # then it searches for their parts
    assert set(more.found_in(Text(text))) == wanted


def test_data_published_on_purpose_is_no_leak(own_example: Layout) -> None:
    """An address that a person wrote into a post is meant to be published."""
    canary = "canary-mail@example.invalid"
    own = own_example.posts / "2026-01-01-own"
    own.mkdir()
    (own / "index.md").write_text(f"---\ntitle: Write to me\n---\n\n{canary}\n", "utf-8")
    build.build(own_example)
    assert issues(own_example) == ()


@pytest.mark.slow
def test_a_site_with_drafts_is_a_warning_and_is_not_published(own_example: Layout) -> None:
    """One warning for the whole site, because the person asked for the drafts. Other private data remains an error."""
    build.build(own_example, drafts=True)
    assert [(issue.where, issue.code, issue.level) for issue in issues(own_example)] == [
        ("site", "private-shown", "warning")
    ]
    assert "--drafts" in issues(own_example)[0].message
    found = before_publishing.check_privacy(BuiltSite(own_example, own_example.site, ("drafts/index.html",))).issues
    assert {(issue.where, issue.level) for issue in found} == {("site/drafts/index.html", "error")}
    page = own_example.site / "index.html"
    page.write_text(page.read_text("utf-8").replace("</main>", "canary-mail@example.invalid</main>"), "utf-8")
    assert ("site/index.html", "error") in {(issue.where, issue.level) for issue in issues(own_example)}


def test_a_site_that_is_older_than_a_draft_is_a_warning(layout: Layout, tmp_path: Path) -> None:
    """The author withdrew a post at Medium. The next build removes its page."""
    import_(layout, export(tmp_path / "1.zip", "ac"))
    build.build(layout)
    import_(layout, export(tmp_path / "2.zip", "a", exported="May 1, 2022", more=draft("c" * 12, "May 1, 2022")))
    (found,) = issues(layout)
    assert (found.where, found.code, found.level) == ("site", "private-shown", "warning")
    assert "`archive build`" in found.message
    build.build(layout)
    assert issues(layout) == ()


def test_a_gitignore_that_admits_private_files_is_reported(own_example: Layout) -> None:
    """Without git: the lines of .gitignore are read."""
    own_example.gitignore.write_text(GITIGNORE.replace("exports/\n", ""), "utf-8")
    assert ("exports", "git-takes-private") in {(issue.where, issue.code) for issue in issues(own_example)}


def test_files_that_git_tracks_are_checked(own_example: Layout) -> None:
    """git takes a private file that was added by force, although .gitignore names it."""
    git = need("git")
    subprocess.run([git, "init", "-q", str(own_example.root)], check=True)
    assert issues(own_example) == ()
    subprocess.run([git, "-C", str(own_example.root), "add", "-f", "exports"], check=True)
    assert ("exports", "git-takes-private") in {(issue.where, issue.code) for issue in issues(own_example)}


@pytest.mark.parametrize(
    ("file", "text", "ignored"),
    [
        ("private/a/b", "private/", True),
        ("a/private/b", "private/", True),
        ("private", "private/", False),
        ("a/.index.md.tmp", ".*.tmp", True),
        ("a/b", "/b", False),
        ("b/c", "/b", True),
        ("a/b/c", "a/b", True),
        ("a.md", "*\n!a.md", False),
        ("a.md", "# a.md\n\n", False),
    ],
)
def test_gitignore_is_read_as_git_reads_it(file: str, text: str, ignored: bool, tmp_path: Path) -> None:
    """git gives the same answer."""
    assert is_ignored(file, text) is ignored
    git = need("git")
    subprocess.run([git, "init", "-q", str(tmp_path)], check=True)
    (tmp_path / ".gitignore").write_text(text)
    path = tmp_path / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("")
    command = [git, "-C", str(tmp_path), "check-ignore", "-q", "--no-index", file]
    assert (subprocess.run(command, check=False).returncode == 0) is ignored


def test_an_unreadable_export_is_reported(own_example: Layout) -> None:
    """A search that was not possible is an issue."""
    (export,) = own_example.exports.iterdir()
    export.write_bytes(b"no zip")
    assert [(i.where, i.code) for i in issues(own_example)] == [(f"exports/{export.name}", "privacy-unchecked")]


def test_a_picture_shared_with_a_draft_does_not_name_the_draft(tmp_path: Path) -> None:
    """The public record has only the post, the private one the draft; reading joins them."""
    gallery = Gallery(Layout(tmp_path))
    picture = Picture("https://cdn-images-1.medium.com/max/800/1*shared.png", "1*shared.png")
    gallery.add(picture, "aaaaaaaaaaaa")
    gallery.add(picture, "dddddddddddd")
    gallery.write({"dddddddddddd"})
    assert "dddddddddddd" not in (tmp_path / "records" / "pictures.jsonl").read_text("utf-8")
    assert Gallery.read(Layout(tmp_path)).records == gallery.records


def test_a_gist_shared_with_a_draft_does_not_name_the_draft(tmp_path: Path) -> None:
    """The same as for pictures."""
    gists, address = Gists(Layout(tmp_path)), "https://gist.github.com/ada/0123456789abcdef0123"
    for post in ("aaaaaaaaaaaa", "dddddddddddd"):
        gists.replace_post(post, [address])
    gists.write({"dddddddddddd"})
    assert "dddddddddddd" not in (tmp_path / "records" / "gists.jsonl").read_text("utf-8")
    assert Gists.read(Layout(tmp_path)).records == gists.records


def test_a_picture_of_a_former_draft_does_not_name_the_draft(tmp_path: Path) -> None:
    """It was fetched into the folder of the draft and stays there; a post may show it too."""
    content = (Path(__file__).parent.parent / "examples" / "pictures").iterdir()
    picture = Picture("https://cdn-images-1.medium.com/max/800/1*shared.png", "1*shared.png")
    kept = next(content).read_bytes()
    for others in ((), ("aaaaaaaaaaaa",)):
        gallery = Gallery(Layout(tmp_path))
        for post in (*others, "dddddddddddd"):
            gallery.add(picture, post)
        assert gallery.keep(picture.address, kept, "drafts/a-secret")
        gallery.replace_post("dddddddddddd", ())
        gallery.write({"dddddddddddd"})
        public = tmp_path / "records" / "pictures.jsonl"
        assert not public.exists() or "secret" not in public.read_text("utf-8")
        assert Gallery.read(Layout(tmp_path)).records == gallery.records


@pytest.mark.parametrize("is_draft_now", [False, True])
def test_an_earlier_title_of_an_own_post_is_private_only_of_a_draft(
    is_draft_now: bool, layout: Layout, tmp_path: Path
) -> None:
    """Own posts are among the author's claps, and their titles are other ones at Medium now: the history has both."""
    title, own, withdrawn = "The lamp on the north mole", "a" * 12, "d" * 12
    clapped = claps(own).replace(b"A story", title.encode())
    page = post_page(title, post_id=own, exported="May 1, 2022")
    import_(layout, export(tmp_path / "1.zip", "d", more={post_name(own): page, "claps/claps-0001.html": clapped}))
    day = "May 2, 2022"
    later = {post_name(own): post_page("The lamp", post_id=own, exported=day), **draft(withdrawn, day)}
    import_(layout, export(tmp_path / "2.zip", "", exported=day, more=later))
    assert issues(layout) == ()
    if is_draft_now:
        history = layout.records / "history.jsonl"
        history.write_text(history.read_text("utf-8").replace(own, withdrawn), "utf-8")
        assert ("records/history.jsonl", "error") in {(issue.where, issue.level) for issue in issues(layout)}


@pytest.mark.parametrize("is_draft", [False, True])
def test_what_a_feed_or_a_platform_had_of_an_own_post_is_private_only_of_a_draft(
    is_draft: bool, layout: Layout, tmp_path: Path
) -> None:
    """Titles that no export has."""
    in_feed, elsewhere, own = "The lamp on the north mole", "The lamp on the south mole", "d" * 12
    clapped = claps(own).replace(b"A story", in_feed.encode()) + claps(own).replace(b"A story", elsewhere.encode())
    more = {"claps/claps-0001.html": clapped} | (draft(own) if is_draft else {})
    import_(layout, export(tmp_path / "1.zip", "a" if is_draft else "ad", more=more))
    page = layout.root / "original" / "feed" / f"{own}.xml"
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(f"<item>{in_feed}</item>", "utf-8")
    feed.write(layout, {own: FeedRecord(own, file=f"original/feed/{own}.xml")}, ())
    published.write(layout, {Place(own, "ghost", "https://blog.example"): Remote(title=elsewhere)}, ())
    alarms = {(issue.where, issue.level) for issue in issues(layout) if issue.code == "private-shown"}
    files = ("original/feed/dddddddddddd.xml", "records/published.jsonl")
    assert {(file, "error") for file in files if is_draft} <= alarms
    assert is_draft or not alarms


def test_a_draft_edited_by_hand_may_share_links_and_pictures_with_published_posts(tmp_path: Path) -> None:
    """In Markdown, an address is behind the words of its link or its picture; in Medium's page it is before them."""
    shared = p('With thanks to <a href="https://example.com/a/long/list/of/readers">you</a>.')
    shared += '<figure class="graf graf--figure"><img class="graf-image" data-image-id="1*lamp.png" alt="A lamp" '
    shared += 'src="https://cdn-images-1.medium.com/max/800/1*lamp.png"></figure>'
    pages = {post_name(id, slug=id): post_page(id, shared, id) for id in ("0123456789ab", "0123456789ac")}
    layout = Layout(tmp_path / "archive")
    import_exports.import_exports([write_zip(tmp_path / "export.zip", pages)], layout)
    second = max(layout.posts.iterdir())
    layout.drafts.mkdir(exist_ok=True)
    draft = second.rename(layout.drafts / second.name) / "index.md"
    draft.write_text(
        draft.read_text("utf-8") + "\nMine alone: nobody else may read these nine or ten words.\n", "utf-8"
    )
    assert [issue.message for issue in verify(layout).issues if issue.code == "private-shown"] == []
    (layout.root / "notes.md").write_text("Nobody else may read these nine or ten words!", "utf-8")
    assert [issue.where for issue in verify(layout).issues if issue.code == "private-shown"] == ["notes.md"]
