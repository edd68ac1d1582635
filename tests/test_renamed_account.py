"""A person who changed their user name at Medium: addresses with every former name lead to the posts."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from medium_archive.commands import build, verify
from medium_archive.commands.export import export as export_as
from medium_archive.folder import settings, usernames
from medium_archive.folder.kept_exports import Import
from medium_archive.folder.layout import Layout
from medium_archive.formats import redirects
from tests.account_exports import ADA, BEN, export, import_

NAMES = ("ada", "adaking", "lovelace")
DAYS = ("April 12, 2021", "May 1, 2022", "June 2, 2023")


@pytest.fixture
def exports(tmp_path: Path) -> list[Path]:
    """Three exports of one account, each with another user name and one more post."""
    return [
        export(tmp_path / f"{name}.zip", "abc"[: number + 1], username=name, user_id=ADA, exported=day)
        for number, (name, day) in enumerate(zip(NAMES, DAYS, strict=True))
    ]


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0)])
def test_every_former_address_has_a_page_and_a_redirect(
    layout: Layout, exports: list[Path], order: tuple[int, ...]
) -> None:
    for number in order:
        import_(layout, exports[number])
    build.build(layout)
    export_as(layout, redirects)
    rules = (layout.root / "redirects" / "_redirects").read_text("utf-8")
    with (layout.root / "redirects" / "redirects.csv").open(encoding="utf-8", newline="") as file:
        olds = {row["old"] for row in csv.DictReader(file)}
    for letter in "abc":
        for name in NAMES:
            address = f"@{name}/slug-{letter * 12}"
            assert (layout.site / address / "index.html").is_file()
            assert f"/{address} /posts/2020-03-01-post-{letter}/ 301\n" in rules
            assert f"https://medium.com/{address}" in olds
    assert verify.verify(layout).exit_code == 0


def test_a_username_in_an_edited_archive_toml_that_is_not_the_newest_is_a_note(
    layout: Layout, exports: list[Path]
) -> None:
    """A person's archive.toml is not changed; one that the program wrote follows the newest export."""
    import_(layout, exports[0])
    assert "username-old" not in {issue.code for issue in import_(layout, exports[1]).issues}
    layout.settings.write_text(layout.settings.read_text("utf-8") + "\n# mine\n", "utf-8")
    (note,) = [issue for issue in import_(layout, exports[2]).issues if issue.code == "username-old"]
    assert (note.where, note.level) == ("archive.toml", "note")
    assert "@lovelace" in note.message
    assert "[author] in archive.toml has @adaking" in note.message
    layout.settings.write_text(layout.settings.read_text("utf-8").replace('"adaking"', '"Lovelace"'), "utf-8")
    assert "username-old" not in {issue.code for issue in import_(layout, exports[2]).issues}


def test_each_author_of_several_keeps_the_addresses_with_former_names(
    layout: Layout, tmp_path: Path, ada: Path
) -> None:
    """A post that only an export with a former name has is still signed by its author."""
    import_(layout, ada)
    for number, (name, day) in enumerate(zip(("ben", "benny", "benjamin"), DAYS, strict=True)):
        of_ben = export(
            tmp_path / f"{name}.zip", "def"[number], name="Ben Example", username=name, user_id=BEN, exported=day
        )
        import_(layout, of_ben, another=True)
    build.build(layout)
    for letter in "def":
        for name in ("ben", "benny", "benjamin"):
            assert (layout.site / f"@{name}/slug-{letter * 12}" / "index.html").is_file()
        assert not (layout.site / f"@ada/slug-{letter * 12}").exists()
    assert sorted(path.name for path in (layout.site / "authors").iterdir()) == [
        "ada.html",
        "benjamin.html",
        "index.html",
    ]


def test_a_name_that_two_accounts_have_had_names_neither() -> None:
    imports = [
        Import("1", "exports/1.zip", "2020-01-01", "ada"),
        Import("2", "exports/2.zip", "2021-01-01", "Ada", author="ben"),
    ]
    names = usernames.of(imports, settings.Settings())
    assert names.account_of("ada") is None
    assert names.account_of("nobody") is None
