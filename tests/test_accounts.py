"""Exports of two accounts are refused, unless a person asks for an archive of several authors: it keeps them apart."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pytest

from medium_archive.commands import verify
from medium_archive.errors import AnotherAccount
from medium_archive.folder import settings
from medium_archive.folder.layout import Layout
from tests.account_exports import ADA, BEN, account_of, authors, by, bytes_of, claps, draft, export, heads, import_
from tests.sample_exports import post_name, post_page, write_zip
from tests.small_archive import read_records


def test_an_export_of_another_account_is_refused_and_changes_no_byte(layout: Layout, ada: Path, ben: Path) -> None:
    """The message names both accounts with their user names and ids, and the hint both ways out."""
    import_(layout, ada)
    before = bytes_of(layout.root)
    with pytest.raises(AnotherAccount) as refused:
        import_(layout, ben)
    assert bytes_of(layout.root) == before
    assert refused.value.message == (
        f"Nothing was imported: ben.zip belongs to the account Ben Example (@ben, user id {BEN}), the archive to "
        f"Ada Example (@ada, user id {ADA})."
    )
    assert "--archive FOLDER" in refused.value.hint
    assert "--another-account" in refused.value.hint
    assert refused.value.exit_code == 12


def test_two_accounts_in_one_command_are_refused_and_make_no_folder(layout: Layout, ada: Path, ben: Path) -> None:
    with pytest.raises(AnotherAccount) as refused:
        import_(layout, ada, ben)
    assert refused.value.message == (
        f"Nothing was imported: these exports are of two accounts: ada.zip of Ada Example (@ada, user id {ADA}), "
        f"ben.zip of Ben Example (@ben, user id {BEN})."
    )
    assert not layout.root.exists()


def test_a_user_id_that_an_older_export_cut_is_the_same(layout: Layout, tmp_path: Path) -> None:
    """Until about 2023 Medium's exports dropped the leading zeros of ids."""
    import_(layout, export(tmp_path / "old.zip", "a", user_id=ADA.replace("a1", "", 1)))
    import_(layout, export(tmp_path / "new.zip", "c", username="adaking", user_id="00" + ADA.replace("a1", "", 1)))
    assert set(authors(layout).values()) == {""}


def test_a_renamed_account_is_the_same_account(layout: Layout, tmp_path: Path, ada: Path) -> None:
    """The user id decides; what is gone from the newer export is marked although the user name differs."""
    import_(layout, ada)
    renamed = export(
        tmp_path / "new.zip", "a", name="Ada King", username="adaking", user_id=ADA, exported="May 1, 2022"
    )
    import_(layout, renamed)
    assert authors(layout) == {"Post a": "", "Post c": ""}
    gone = {line["id"]: line.get("gone", "") for line in read_records(layout.records / "catalog.jsonl")}
    assert gone["c" * 12] == "2022-05-01"
    assert 'name = "Ada King"' in layout.settings.read_text("utf-8")


def test_another_account_with_the_same_user_name_is_refused(layout: Layout, tmp_path: Path, ada: Path) -> None:
    """A user name that somebody gave up may be taken by somebody else."""
    import_(layout, ada)
    with pytest.raises(AnotherAccount):
        import_(layout, export(tmp_path / "other.zip", "b", user_id=BEN))


def test_without_ids_the_user_names_decide(layout: Layout, tmp_path: Path) -> None:
    """They are those of most by-lines where an export has no profile."""
    import_(layout, export(tmp_path / "one.zip", "ac", with_profile=False))
    coauthored = {post_name("f" * 12): by("Cy", "cy", post_page("Post f", post_id="f" * 12))}
    import_(layout, export(tmp_path / "two.zip", "e0", username="Ada", with_profile=False, more=coauthored))
    with pytest.raises(AnotherAccount, match="@ben"):
        import_(layout, export(tmp_path / "ben.zip", "b", name="Ben", username="ben", with_profile=False))
    assert account_of(layout).keys() == {"ada", "Ada"}


def test_without_ids_a_renamed_account_is_known_by_its_posts(layout: Layout, tmp_path: Path) -> None:
    import_(layout, export(tmp_path / "one.zip", "ace", with_profile=False))
    import_(layout, export(tmp_path / "two.zip", "ac", name="Ada King", username="adaking", with_profile=False))
    assert set(authors(layout).values()) == {""}


@pytest.mark.parametrize("has_profile", [True, False])
def test_one_shared_post_identifies_the_account_of_a_renamed_export_without_profile(
    layout: Layout, tmp_path: Path, *, has_profile: bool
) -> None:
    """Of its three posts the archive has one, and nobody else can export that."""
    import_(layout, export(tmp_path / "one.zip", "ac", user_id=ADA if has_profile else "", with_profile=has_profile))
    import_(layout, export(tmp_path / "two.zip", "a12", name="Ada King", username="ann3", with_profile=False))
    assert len(authors(layout)) == 4
    assert set(authors(layout).values()) == {""}
    assert verify.verify(layout).exit_code == 0


def test_posts_of_two_accounts_do_not_identify_the_account_of_an_export(
    layout: Layout, ada: Path, ben: Path, tmp_path: Path
) -> None:
    import_(layout, ada, ben, another=True)
    mixed = export(tmp_path / "mixed.zip", "ab12", name="Cy", username="cy", with_profile=False)
    with pytest.raises(AnotherAccount, match="@cy"):
        import_(layout, mixed)


def test_a_refused_export_without_user_id_says_what_to_do_after_a_renaming(
    layout: Layout, ada: Path, tmp_path: Path
) -> None:
    import_(layout, ada)
    with pytest.raises(AnotherAccount, match="If you renamed your account, import an export that has its profile page"):
        import_(layout, export(tmp_path / "other.zip", "b", username="ann3", with_profile=False))


def test_an_export_that_identifies_no_account_is_accepted(layout: Layout, tmp_path: Path, ada: Path) -> None:
    """An export of drafts alone has no by-line."""
    import_(layout, ada)
    import_(layout, write_zip(tmp_path / "drafts.zip", draft("d" * 12)))
    assert set(authors(layout)) == {"Post a", "Post c", "An idea"}


def test_an_archive_of_an_earlier_version_learns_the_ids_from_its_exports(
    layout: Layout, tmp_path: Path, ada: Path
) -> None:
    import_(layout, ada)
    (layout.private / "accounts.jsonl").unlink()
    other = export(tmp_path / "other.zip", "b", user_id=BEN)  # the same user name
    with pytest.raises(AnotherAccount, match=BEN):
        import_(layout, other)
    renamed = export(tmp_path / "new.zip", "a", name="Ada King", username="adaking", user_id=ADA)
    import_(layout, renamed)
    assert {line["id"] for line in read_records(layout.private / "accounts.jsonl")} == {ADA}


def test_user_ids_are_in_private_files_only(layout: Layout, ada: Path, ben: Path) -> None:
    import_(layout, ada, ben, another=True)
    holding = {name for name, content in bytes_of(layout.root).items() if ADA.encode() in content}
    assert {name.partition("/")[0] for name in holding} <= {"private", "exports"}
    assert "private/accounts.jsonl" in holding


def test_several_authors_keep_their_posts_pages_and_settings(layout: Layout, ada: Path, ben: Path) -> None:
    import_(layout, ada)
    import_(layout, ben, another=True)
    assert authors(layout) == {"Post a": "", "Post c": "", "Post b": "Ben Example", "An idea": ""}
    assert heads(layout)["Post b"]["medium"]["author"] == "https://medium.com/@ben"
    assert heads(layout)["An idea"]["medium"]["author"] == "https://medium.com/@ben", "a draft has no by-line"
    assert "I am Ada Example." in layout.about.read_text("utf-8")
    assert "I am Ben Example." in (layout.root / "about-ben.md").read_text("utf-8")
    chosen = settings.read(layout.settings)
    assert chosen.author.username == "ada"
    assert {name: author.name for name, author in chosen.authors.items()} == {"ben": "Ben Example"}
    assert chosen.unknown == ()
    report = verify.verify(layout)
    assert [issue for issue in report.issues if issue.level != "note"] == []


def test_private_data_of_two_accounts_stays_apart(layout: Layout, tmp_path: Path, ben: Path) -> None:
    mine = export(tmp_path / "mine.zip", "a", user_id=ADA, more={"claps/claps-0001.html": claps("f" * 12)})
    import_(layout, mine, ben, another=True)
    assert [one["post"] for one in read_records(layout.private / "reading" / "claps.jsonl")] == ["f" * 12]
    assert [one["post"] for one in read_records(layout.private / "reading" / "ben" / "claps.jsonl")] == ["e" * 12]


def test_a_post_is_gone_only_by_an_export_of_its_own_account(
    layout: Layout, tmp_path: Path, ada: Path, ben: Path
) -> None:
    import_(layout, ada, ben, another=True)
    import_(layout, export(tmp_path / "later.zip", "a", user_id=ADA, exported="May 1, 2022"))
    gone = {line["id"]: line.get("gone", "") for line in read_records(layout.records / "catalog.jsonl")}
    assert (gone["c" * 12], gone["b" * 12]) == ("2022-05-01", "")


def test_exports_of_known_accounts_need_no_option_and_change_nothing_the_second_time(
    layout: Layout, ada: Path, ben: Path
) -> None:
    import_(layout, ada, ben, another=True)
    before = bytes_of(layout.root)
    import_(layout, ben)
    import_(layout, ada)
    import_(layout, ada, ben, another=True, again=True)
    assert bytes_of(layout.root) == before


def test_the_order_of_imports_changes_only_which_account_is_the_main_one(tmp_path: Path, ada: Path, ben: Path) -> None:
    """With the same first export, every order of the others gives the same folder."""
    newer = export(
        tmp_path / "newer.zip", "bh", name="Ben B. Example", username="ben", user_id=BEN, exported="May 1, 2022"
    )
    made = []
    for number, order in enumerate(permutations((ben, newer))):
        layout = Layout(tmp_path / f"archive-{number}")
        import_(layout, ada)
        for one in order:
            import_(layout, one, another=True)
        made.append(bytes_of(layout.root))
    assert made[0].keys() == made[1].keys()
    assert made[0] == made[1]
    assert b"Ben B. Example" in made[0]["archive.toml"]


def test_edits_of_each_page_and_of_the_settings_stay(layout: Layout, tmp_path: Path, ada: Path, ben: Path) -> None:
    """An edited archive.toml gets the table of a new author, once; all else in it stays."""
    import_(layout, ada)
    edited = "# mine\n" + layout.settings.read_text("utf-8").replace('url = ""', 'url = "https://ada.example"', 1)
    layout.settings.write_text(edited, "utf-8")
    import_(layout, ben, another=True)
    text = layout.settings.read_text("utf-8")
    assert text.startswith(edited.rstrip("\n"))
    assert settings.read(layout.settings).authors["ben"].name == "Ben Example"
    without = text.replace('name = "Ben Example"', 'name = "Benjamin"')
    layout.settings.write_text(without, "utf-8")
    page = layout.root / "about-ben.md"
    page.write_text(page.read_text("utf-8") + "\nMine.\n", "utf-8")
    newer = export(tmp_path / "newer.zip", "bh", name="Ben B.", username="ben", user_id=BEN, exported="May 1, 2022")
    import_(layout, newer)
    assert layout.settings.read_text("utf-8") == without
    assert page.read_text("utf-8").endswith("\nMine.\n")


def test_a_post_by_somebody_else_names_its_author(layout: Layout, tmp_path: Path) -> None:
    more = {post_name("f" * 12, slug="f"): by("Cy Example", "cy", post_page("Post f", post_id="f" * 12))}
    import_(layout, export(tmp_path / "ada.zip", "a", user_id=ADA, more=more))
    assert authors(layout) == {"Post a": "", "Post f": "Cy Example"}
    assert heads(layout)["Post f"]["medium"]["author"] == "https://medium.com/@cy"


def test_an_edited_author_stays(layout: Layout, tmp_path: Path) -> None:
    more = {post_name("f" * 12, slug="f"): by("Cy Example", "cy", post_page("Post f", post_id="f" * 12))}
    import_(layout, export(tmp_path / "ada.zip", "a", user_id=ADA, more=more))
    file = next(file for file in layout.posts.glob("*/index.md") if "Post f" in file.read_text("utf-8"))
    file.write_text(file.read_text("utf-8").replace("author: Cy Example", "author: Cy and Di"), "utf-8")
    page = post_page("Post f", post_id="f" * 12, exported="May 1, 2022")
    newer = {post_name("f" * 12, slug="f"): by("Cyrus", "cy", page)}
    import_(layout, export(tmp_path / "new.zip", "a", user_id=ADA, exported="May 1, 2022", more=newer))
    assert authors(layout)["Post f"] == "Cy and Di"


def test_an_export_that_names_no_account_is_a_warning(layout: Layout, tmp_path: Path, ada: Path) -> None:
    """An export of drafts only, without a profile page, could be anybody's: the message says whose it was taken for."""
    drafts = write_zip(tmp_path / "drafts.zip", draft("d" * 12))
    (first,) = [issue for issue in import_(layout, drafts).issues if issue.code == "account-unknown"]
    assert (first.where, first.level) == ("drafts.zip", "warning")
    assert "an export of the account of this archive, which is not known yet" in first.message
    assert "account-unknown" not in {issue.code for issue in import_(layout, ada).issues}
    (second,) = [issue for issue in import_(layout, drafts).issues if issue.code == "account-unknown"]
    assert f"an export of Ada Example (@ada, user id {ADA})" in second.message
