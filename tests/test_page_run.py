"""A run adds pages of stories to an archive, one of its own account, and keeps the list of all posts that they name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from medium_archive.commands import import_exports, page_owner, page_run
from medium_archive.errors import AnotherAccount, SettingsWrong
from medium_archive.folder import known_posts, settings
from medium_archive.folder.known_posts import KnownPost
from medium_archive.folder.layout import Layout
from medium_archive.medium.pages.containers import Pictures, PictureSource, Saved
from medium_archive.report import silent
from tests import page_archives
from tests.conftest import one_in
from tests.page_archives import JUNE, MAY, add, capture, changed, page, picture, preview
from tests.saved_pages import others
from tests.saved_pages.tellings import HARBOUR, LOAF, part
from tests.test_import_pages import problems

OVEN = replace(LOAF, id="1a2b3c4d5e6f", slug="the-oven-1a2b3c4d5e6f", title="The Oven")


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    return Layout(tmp_path / "archive")


def states(layout: Layout) -> dict[str, str]:
    return {one.id: one.state for one in known_posts.read(layout).values()}


def test_a_new_archive_is_that_of_the_pages_author(layout: Layout) -> None:
    """Named by the page, in its language; twice is once."""
    ((added,), issues) = add(layout, capture(page(LOAF)))
    assert [taken.change for _, taken in added.stories] == ["new"]
    assert (added.issues, issues) == ((), ())
    found = settings.read(layout.settings)
    assert (found.author.name, found.author.username, found.site.title) == ("Ada Example", "ada", "Ada Example")
    assert problems(layout) == []
    before = page_archives.snapshot(layout)
    ((again,), _) = add(layout, capture(page(LOAF)))
    assert [taken.change for _, taken in again.stories] == ["unchanged"]
    assert page_archives.snapshot(layout) == before


def test_posts_that_are_named_are_known(layout: Layout) -> None:
    """Those of which nothing tells that they are public only in private/."""
    linking = replace(
        LOAF,
        parts=(
            *LOAF.parts,
            part(
                "P",
                "See it.",
            ),
        ),
    )
    add(layout, capture(page(linking)), capture(page(preview(OVEN))))
    assert states(layout) == {LOAF.id: "whole", OVEN.id: "partial"}
    owner = page_owner.read(layout, "", dict)
    with page_run.begin(layout, owner) as run:
        run.name([KnownPost("00000000000a", title="Somewhere"), KnownPost("00000000000b", published=True)])
        run.complete(silent, offline=True)
    public, private = ((folder / "known.jsonl").read_text("utf-8") for folder in (layout.records, layout.private))
    assert "00000000000a" in private
    assert "00000000000b" in public
    assert "00000000000a" not in public
    assert known_posts.count(known_posts.read(layout), {}, {}) == {"whole": 1, "partial": 1, "address": 2}
    assert problems(layout) == []


def test_a_known_post_that_becomes_a_draft_is_private(layout: Layout) -> None:
    add(layout, capture(page(LOAF)))
    (post,) = layout.posts.iterdir()
    layout.drafts.mkdir(exist_ok=True)
    post.rename(layout.drafts / "bread-and-salt")
    add(layout, capture(page(OVEN)))
    assert LOAF.id not in (layout.records / "known.jsonl").read_text("utf-8")
    assert states(layout)[LOAF.id] == "whole"
    assert problems(layout) == []


def test_known_posts_are_the_same_in_every_order() -> None:
    named = [
        KnownPost("a1b2c3d4e5", address="https://medium.com/p/a1b2c3d4e5"),
        KnownPost("00a1b2c3d4e5", address="https://medium.com/@ada/x-a1b2c3d4e5", title="X"),
        KnownPost("a1b2c3d4e5", title="An X", published=True),
    ]
    assert known_posts.merged({}, named) == known_posts.merged({}, reversed(named))
    (one,) = known_posts.merged({}, named).values()
    assert one == KnownPost("00a1b2c3d4e5", "address", "https://medium.com/@ada/x-a1b2c3d4e5", "An X", published=True)


def test_a_story_of_another_author_is_left_out(layout: Layout) -> None:
    ((added,), _) = add(layout, capture(page(HARBOUR)))
    assert (added.stories, added.by_others) == ((), 1)
    assert [issue.code for issue in added.issues] == ["page-of-other-author"]
    assert states(layout) == {}


def only_named(name: str, address: str) -> Saved:
    """A page without Medium's data, that tells its author by name only."""
    content = page(replace(LOAF, name=name), has_state=False).decode()
    content = re.sub(r'<meta property="(?:article:author|og:url)"[^>]*>|<link rel="canonical"[^>]*>', "", content)
    return capture(content.encode(), f"{address}/bread-and-salt-{LOAF.id}")


@pytest.mark.parametrize("in_two_runs", [False, True])
def test_a_name_alone_may_say_that_a_story_is_anothers(layout: Layout, in_two_runs: bool) -> None:
    """At an address that is not the author's."""
    own, others = capture(page(OVEN)), only_named("Eve", "https://eve.example")
    if in_two_runs:
        add(layout, own)
        ((added,), _) = add(layout, others)
    else:
        ((_, added), _) = add(layout, own, others)
    (issue,) = added.issues
    assert (issue.code, added.stories, added.by_others) == ("page-of-other-author", (), 1)
    assert "by Eve, not by @ada" in issue.message
    assert "Webpage, Complete" in issue.message


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("ada  example", "https://bread.example"),
        ("Ada", "https://bread.example"),
        ("Ada of Before", "https://medium.com/@ada"),
        ("", "https://bread.example"),
    ],
)
def test_the_own_name_or_the_own_address_is_enough(layout: Layout, name: str, address: str) -> None:
    ((_, added), _) = add(layout, capture(page(OVEN)), only_named(name, address))
    assert [taken.change for _, taken in added.stories] == ["new"]


def test_the_owner_is_asked_for(layout: Layout, tmp_path: Path) -> None:
    """If the pages have two authors or none; an archive that has an account is not given to another."""
    with pytest.raises(SettingsWrong, match="@ada, @bo"):
        page_owner.read(layout, "", lambda: {"ada": "Ada", "bo": "Bo"})
    with pytest.raises(SettingsWrong, match="none of them names its author"):
        page_owner.read(layout, "", dict)
    assert page_owner.read(layout, "", lambda: {"ada": "Ada"}).author.name == "Ada"
    import_exports.import_exports([page_archives.export(tmp_path, MAY, [changed(MAY)])], layout)
    assert page_owner.read(layout, "@Ada", dict).author.username == "ada"
    with pytest.raises(AnotherAccount):
        page_owner.read(layout, "bo", dict)


@pytest.mark.slow
def test_a_preview_is_named_and_replaces_nothing(layout: Layout) -> None:
    ((first,), _) = add(layout, capture(page(preview(changed(MAY)))))
    assert [(issue.code, "of 1,189 words" in issue.message) for issue in first.issues] == [("partial", True)]
    add(layout, capture(page(LOAF)))
    ((newer,), _) = add(layout, capture(page(preview(changed(JUNE)))))
    assert [issue.code for issue in newer.issues] == ["newer-at-medium"]
    assert "partial: true" not in page_archives.text(layout)
    assert problems(layout) == []


def test_pictures_of_a_page_are_taken(layout: Layout) -> None:
    """A damaged one is left for the network; in a later page too."""
    first, second = "1*aaaaaaaaaaaaaaaaaaaaaa.jpeg", "1*bbbbbbbbbbbbbbbbbbbbbb.png"
    content = page_archives.picture()
    sources = [PictureSource(first, "x", 4, lambda: b"none"), PictureSource(second, "x", 9, lambda: content)]
    add(layout, capture(page(LOAF)))
    add(layout, replace(capture(page(LOAF)), pictures=Pictures(sources)))
    text = page_archives.text(layout)
    assert "(1-bbbbbbbbbbbbbbbbbbbbbb.png)" in text
    assert "1-aaaa" not in text
    (post,) = layout.posts.iterdir()
    assert (post / "1-bbbbbbbbbbbbbbbbbbbbbb.png").read_bytes() == content
    assert problems(layout) == []


SMALL, MIDDLE, LARGE = (picture("red", (60, 34)), picture("green", (700, 394)), picture("blue", (1600, 900)))


@pytest.mark.parametrize(
    ("came", "has_state", "kept"),
    one_in(
        4,
        [
            ((MIDDLE, LARGE, SMALL), True, LARGE),
            ((SMALL,), True, None),
            ((SMALL, LARGE, MIDDLE), True, LARGE),
            ((SMALL, MIDDLE, LARGE, SMALL), False, LARGE),
        ],
    ),
)
def test_of_several_copies_of_a_picture_the_largest_is_kept(
    layout: Layout, came: Sequence[bytes], has_state: bool, kept: bytes | None
) -> None:
    """A page shows a blurred copy of 60 pixels until a picture is loaded: the picture is missing then."""
    name = "1*aaaaaaaaaaaaaaaaaaaaaa.png"
    content = page(LOAF, has_state=has_state).replace(b"1*aaaaaaaaaaaaaaaaaaaaaa.jpeg", name.encode())
    for one in came:
        source = PictureSource(name, "x", len(one), partial(bytes, one))
        add(layout, replace(capture(content), pictures=Pictures([source])))
    held = [file.read_bytes() for file in layout.posts.glob("*/1-aaaa*")]
    assert held == ([kept] if kept else [])
    assert ("(1-aaaaaaaaaaaaaaaaaaaaaa.png)" in page_archives.text(layout)) == bool(kept)
    assert problems(layout) == []


def test_a_picture_that_a_person_changed_is_not_replaced(layout: Layout) -> None:
    name = "1*aaaaaaaaaaaaaaaaaaaaaa.png"
    content = page(LOAF).replace(b"1*aaaaaaaaaaaaaaaaaaaaaa.jpeg", name.encode())
    source = PictureSource(name, "x", len(MIDDLE), lambda: MIDDLE)
    add(layout, replace(capture(content), pictures=Pictures([source])))
    (file,) = layout.posts.glob("*/1-aaaa*")
    file.write_bytes(SMALL)
    source = PictureSource(name, "x", len(LARGE), lambda: LARGE)
    add(layout, replace(capture(content), pictures=Pictures([source])))
    assert file.read_bytes() == SMALL


@pytest.mark.slow
def test_a_run_that_was_killed_leaves_posts_without_a_proof(layout: Layout) -> None:
    """The next run makes it."""
    add(layout, capture(page(LOAF)))
    owner = page_owner.read(layout, "", dict)
    with page_run.begin(layout, owner) as run:
        run.add(capture(page(OVEN)))
        run.save()
    add(layout, capture(page(LOAF)))
    assert problems(layout) == []


def test_a_profile_page_names_posts(layout: Layout) -> None:
    """It becomes no post, and one note says what to do."""
    ((added,), _) = add(layout, capture(others.profile(LOAF, OVEN)))
    assert [(one.code, one.level, "It names 3 posts" in one.message) for one in added.issues] == [
        ("page-of-list", "note", True)
    ]
    assert states(layout).items() >= {LOAF.id: "address", OVEN.id: "address"}.items()


def test_a_mail_names_posts(layout: Layout) -> None:
    """Those of the author only."""
    own, other = (
        f"https://medium.com/@{who}/x-00000000000{end}?source=email" for who, end in (("ada", "c"), ("bo", "d"))
    )
    add(layout, *(replace(capture(b"", address), kind="mail") for address in (own, other)))
    assert states(layout) == {"00000000000c": "address"}
