"""An archive of several authors over time: killed runs, earlier versions, history, the watch."""

from __future__ import annotations

import json
import re
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from medium_archive.commands import show_history
from medium_archive.errors import AnotherAccount
from medium_archive.folder import consistency, settings
from medium_archive.folder.layout import Layout
from medium_archive.watch import export_age, targets
from tests.account_exports import ADA, BEN, account_of, authors, by, bytes_of, export, heads, import_
from tests.sample_exports import post_name, post_page


def test_two_accounts_that_an_earlier_version_mixed_are_separated(layout: Layout, ada: Path, ben: Path) -> None:
    """Posts, deletions and settings of the two accounts are apart again after `archive import --again`."""
    import_(layout, ada, ben, another=True)
    whole = heads(layout)
    _mix(layout)
    report = import_(layout, ben)
    assert "accounts-separated" in {issue.code for issue in report.issues}
    import_(layout, ada, again=True)
    assert heads(layout) == whole
    assert account_of(layout) == {"ada": "", "ben": "ben"}
    assert import_(layout, ada, ben).issues == ()


def test_the_history_compares_the_exports_of_one_account(layout: Layout, tmp_path: Path, ada: Path, ben: Path) -> None:
    import_(layout, ada, ben, another=True)
    import_(layout, export(tmp_path / "later.zip", "a", user_id=ADA, exported="May 1, 2022"))
    rows = dict(show_history.history(layout).rows)
    assert rows["2021-04-12, ben"] == "2 posts and drafts"
    assert rows["2022-05-01"] == "1 post or draft, 0 new, 0 changed, 1 gone"


def test_the_watch_is_about_the_main_account(layout: Layout, tmp_path: Path, ada: Path) -> None:
    """Its newest posts are checked, and the age of its export counts, though another account has newer ones."""
    newer = export(tmp_path / "ben.zip", "b", name="Ben", username="ben", user_id=BEN, exported="May 1, 2022")
    import_(layout, ada, newer, another=True)
    checked = {place.address for place in targets.read(layout, settings.read(layout.settings))}
    assert "https://medium.com/@ada/slug-aaaaaaaaaaaa" in checked
    assert not [address for address in checked if "@ben" in address]
    age = export_age.age_of_export(layout, datetime(2021, 4, 13, tzinfo=UTC))
    assert age.facts["newest_export"] == "2021-04-12, 1 day ago"
    (old,) = export_age.age_of_export(layout, datetime(2022, 4, 12, tzinfo=UTC)).issues
    assert old.message.startswith("The newest export is 365 days old, by the day that Medium has written on its pages;")


def test_a_killed_first_import_is_completed_by_its_own_account_alone(layout: Layout, ada: Path, ben: Path) -> None:
    """Before it writes anything else, an import writes archive.toml, which names the account."""
    import_(layout, ada)
    for path in layout.root.iterdir():
        if path != layout.settings:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    with pytest.raises(AnotherAccount):
        import_(layout, ben)
    import_(layout, ada)
    assert set(authors(layout)) == {"Post a", "Post c"}


def test_a_byline_with_an_earlier_name_of_the_owner_is_the_owner(layout: Layout, tmp_path: Path) -> None:
    """A by-line may have the name of the day on which a post was written; the user name is the same."""
    more = {post_name("f" * 12, slug="f"): by("A. Example", "Ada", post_page("Post f", post_id="f" * 12))}
    import_(layout, export(tmp_path / "ada.zip", "a", user_id=ADA, more=more))
    assert set(authors(layout).values()) == {""}


def test_a_post_that_two_accounts_export_is_there_once(layout: Layout, tmp_path: Path) -> None:
    """Its by-line says whose it is, in every order of imports."""
    shared = {post_name("f" * 12, slug="f"): by("Ben Example", "ben", post_page("Post f", post_id="f" * 12))}
    mine = export(tmp_path / "ada.zip", "a", user_id=ADA, more=shared)
    theirs = export(tmp_path / "ben.zip", "bf", name="Ben Example", username="ben", user_id=BEN)
    import_(layout, mine, theirs, another=True)
    assert authors(layout) == {"Post a": "", "Post b": "Ben Example", "Post f": "Ben Example"}
    before = bytes_of(layout.root)
    import_(layout, mine)
    assert bytes_of(layout.root) == before


def test_an_import_that_is_killed_leaves_an_archive_that_the_next_completes(
    layout: Layout, tmp_path: Path, ada: Path, ben: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the second account half imported, into an archive.toml that a person edited."""
    import_(layout, ada)
    layout.settings.write_text("# mine\n" + layout.settings.read_text("utf-8"), "utf-8")
    whole = Layout(tmp_path / "whole")
    shutil.copytree(layout.root, whole.root)
    import_(whole, ben, another=True)
    for step in ("update_links", "save"):
        killed = Layout(tmp_path / step)
        shutil.copytree(layout.root, killed.root)
        with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
            patch.setattr(consistency, step, _kill)
            import_(killed, ben, another=True)
        import_(killed, ben, another=True)
        assert bytes_of(killed.root) == bytes_of(whole.root)


def _mix(layout: Layout) -> None:
    """What an earlier version made of two accounts: no names of authors, no ids."""
    (layout.private / "accounts.jsonl").unlink()
    for name in ("imports", "catalog"):
        for folder in (layout.records, layout.private):
            file = folder / f"{name}.jsonl"
            if file.exists():
                lines = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
                kept = [{key: line[key] for key in line if key != "author"} for line in lines]
                kept = [line for line in kept if line.get("id") != "about-ben"]
                file.write_text("".join(json.dumps(line) + "\n" for line in kept), "utf-8")
    (layout.root / "about-ben.md").unlink()
    shutil.rmtree(layout.private / "reading" / "ben")
    text = layout.settings.read_text("utf-8")
    layout.settings.write_text(re.sub(r"\n\[authors.*", "", text, flags=re.DOTALL), "utf-8")


def _kill(*_: object) -> None:
    raise KeyboardInterrupt
