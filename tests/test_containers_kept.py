"""What is kept of pages in each container, and what is told about the rest."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Literal
from unicodedata import normalize

import pytest

from medium_archive.medium.pages import containers, picture_ids
from medium_archive.medium.pages.containers import Pictures, PictureSource, Saved, mail
from medium_archive.report import Issue
from tests.sample_containers import (
    ADDRESS,
    DIGEST,
    PAGE,
    PICTURES,
    Sample,
    complete,
    mhtml,
    packed_singlefile,
    singlefile,
    zipped,
)

STORY = "https://medium.com/@ada/second-0a1b2c3d4e60"


def read(tmp_path: Path, content: bytes, name: str = "saved") -> tuple[list[Saved], list[Issue]]:
    path = tmp_path / name
    path.write_bytes(content)
    return split(path)


def split(path: Path) -> tuple[list[Saved], list[Issue]]:
    found = list(containers.read(path))
    return [one for one in found if isinstance(one, Saved)], [one for one in found if isinstance(one, Issue)]


def source(picture_id: str, size: int = 1, address: str = "") -> PictureSource:
    return PictureSource(picture_id, picture_id, size, lambda: b"", address)


# --- ids of pictures ---


@pytest.mark.parametrize(
    "saved",
    [
        "1_AbCdEfGhIjKlMnOpQrStUv.png",
        "1AbCdEfGhIjKlMnOpQrStUv.png",
        "1*AbCdEfGhIjKlMnOpQrStUv.png",
        "1_AbCdEfGhIjKlMnOpQrStUv_005.png",
        "1_AbCdEfGhIjKlMnOpQrStUv(1).png",
        "1_AbCdEfGhIjKlMnOpQrStUv (2).png",
        "1_AbCdEfGhIjKlMnOpQrStUv.webp",
        "1_AbCdEfGhIjKlMnOpQrStUv.png.webp",
        "1_AbCdEfGhIjKlMnOpQrStUv",
    ],
)
def test_a_saved_picture_is_found_by_its_id(saved: str) -> None:
    """However the browser wrote the name."""
    pictures = Pictures([source(picture_ids.in_name(saved))])
    assert pictures["1*AbCdEfGhIjKlMnOpQrStUv.png"].id == picture_ids.in_name(saved) != ""
    assert "1*AbCdEfGhIjKlMnOpQrStUx.png" not in pictures
    assert len(pictures) == 1


@pytest.mark.parametrize("saved", ["1__bCdEfGhIjKlMnOpQrSt_w.jpg", "1_bCdEfGhIjKlMnOpQrSt_w.jpg"])
def test_an_id_may_begin_with_an_underscore(saved: str) -> None:
    assert Pictures([source(picture_ids.in_name(saved))])["1*_bCdEfGhIjKlMnOpQrSt_w.jpeg"]


@pytest.mark.parametrize("name", ["main.css", "12.png", "2024.html", "logo_1.png", "", "a*b"])
def test_other_files_are_no_pictures_of_mediums(name: str) -> None:
    assert picture_ids.in_name(name) == ""


def test_an_id_is_found_in_every_form_of_address() -> None:
    for path in (
        "1*x_Y.png",
        "max/800/1*x_Y.png",
        "v2/resize:fit:1400/format:webp/1*x_Y.png",
        "fit/c/152/152/1*x_Y.png",
    ):
        assert picture_ids.in_address(f"https://miro.medium.com/{path}") == "1*x_Y.png"
    assert picture_ids.in_address("https://miro.medium.com/max/800/1%2Ax_Y.png?a=b") == "1*x_Y.png"


@pytest.mark.parametrize(
    "path", ["freeze/max/30/1*x.png", "max/60/1*x.png?q=20", "v2/resize:fit:32/1*x.png", "1*x.png?q=20"]
)
def test_a_blurred_placeholder_is_no_picture(path: str) -> None:
    """Else a picture of 30 pixels would take the place of the real one."""
    assert picture_ids.in_address(f"https://miro.medium.com/{path}") == ""


def test_the_best_copy_counts() -> None:
    """The one as it was uploaded, else the largest."""
    small, large = source("1*x.png", 10, "https://miro.medium.com/max/100/1*x.png"), source("1*x.png", 90)
    whole = source("1*x.png", 50, "https://miro.medium.com/v2/1*x.png")
    assert Pictures([small, large])["1*x.png"] is Pictures([large, small])["1*x.png"] is large
    assert Pictures([whole, large])["1*x.png"] is Pictures([large, whole])["1*x.png"] is whole


# --- HTML pages ---


def test_a_page_saved_completely_takes_only_its_own_folder(tmp_path: Path) -> None:
    """Another page's folder is beside it; its frames and style sheets are no pages."""
    files = complete() | {
        "Other_files/1_ZbCdEfGhIjKlMnOpQrStUv.png": b"other",
        "Other.html": PAGE.replace(b"<html", b"<!-- saved from url=(0014)about:internet -->\n<html"),
    }
    pages, issues = split(Sample("", files, "page").write(tmp_path))
    assert issues == []
    assert [(one.where, one.kind, set(one.pictures)) for one in pages] == [
        (f"{tmp_path.name}/Other.html", "complete", {"1*ZbCdEfGhIjKlMnOpQrStUv.png"}),
        (f"{tmp_path.name}/The harbour.html", "complete", set(PICTURES)),
    ]
    assert [one.address for one in pages] == ["", ADDRESS]


def test_a_page_that_was_renamed_finds_its_folder(tmp_path: Path) -> None:
    """It names the folder. If the folder was renamed with it, the names agree."""
    files = complete()
    renamed = {"Renamed.html": files.pop("The harbour.html")}
    [page] = split(Sample("Renamed.html", renamed | files, "page").write(tmp_path / "a"))[0]
    assert set(page.pictures) == set(PICTURES)
    both = {name.replace("The harbour", "Both"): data for name, data in complete().items()}
    [page] = split(Sample("Both.html", both, "page").write(tmp_path / "b"))[0]
    assert set(page.pictures) == set(PICTURES)


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_long_name_in_any_characters_finds_its_folder(tmp_path: Path, form: Literal["NFC", "NFD"]) -> None:
    """macOS writes é as two characters; a title may have more characters than messages show."""
    title = normalize(form, "Le café au quai " * 10).strip()
    files = {f"{title}.html": PAGE, f"{title}_files/1_AbCdEfGhIjKlMnOpQrStUv.png": b"x"}
    Sample("", files, "page").write(tmp_path / "a")
    (tmp_path / "a.zip").write_bytes(zipped(files))
    for path in (tmp_path / "a", tmp_path / "a.zip"):
        [page], issues = split(path)
        assert (set(page.pictures), page.kind, issues) == ({"1*AbCdEfGhIjKlMnOpQrStUv.png"}, "complete", [])
        assert len(page.where) < 140


def test_a_folder_of_pages_may_have_any_name(tmp_path: Path) -> None:
    """`my_files` is the folder of a page only if there is a page `my`."""
    pages, issues = split(Sample("", {"my_files/a.html": PAGE, "your.html": PAGE}, "page").write(tmp_path))
    assert len(pages) == 2
    assert issues == []


def test_singlefile_keeps_pictures_only_with_their_addresses(tmp_path: Path) -> None:
    """Without that option nothing says which is which, and the page stays as it was saved."""
    [page], issues = read(tmp_path, singlefile(keeps_addresses=False))
    assert (page.content, dict(page.pictures), issues) == (singlefile(keeps_addresses=False), {}, [])


def test_a_page_that_unpacks_itself_needs_its_zip(tmp_path: Path) -> None:
    """Without it there is no text, only the program that unpacks it."""
    shell = b"<!DOCTYPE html> <html data-sfz><!--\n Page saved with SingleFile --><body><script>unpack()</script>"
    for content in (shell, packed_singlefile(shell)[:-30], shell + zipped({"a.txt": b""})):
        pages, [issue] = read(tmp_path, content)
        assert (pages, issue.code) == ([], "save-unreadable")


@pytest.mark.parametrize(
    ("content", "is_clear"),
    [
        (PAGE.decode().encode("utf-16"), True),
        (PAGE.decode().encode("utf-16-le"), True),
        (PAGE.decode().encode("utf-16-be"), True),
        (b"\xef\xbb\xbf" + PAGE, True),
        (PAGE.replace(b"utf-8", b"iso-8859-1"), True),  # it is UTF-8 all the same
        ("<html><meta charset='windows-1252'><p>Café au quai</p></html>".encode("cp1252"), True),
        ("<html><meta charset='utf-8'><p>Café au quai</p></html>".encode("cp1252"), False),
        ("<html><meta charset='klingon'><p>Café au quai</p></html>".encode("cp1252"), False),
    ],
)
def test_a_page_is_given_in_utf_8(tmp_path: Path, content: bytes, is_clear: bool) -> None:
    """Whatever encoding it was saved in; if that is unknown, the bytes stay and an issue says so."""
    [page], issues = read(tmp_path, content)
    assert [issue.code for issue in issues] == ([] if is_clear else ["save-encoding"])
    if is_clear:
        assert "é au quai" in page.content.decode() or "港口 🌊" in page.content.decode()
    else:
        assert page.content == content


# --- MHTML ---


def test_an_mhtml_without_its_page_is_no_mail(tmp_path: Path) -> None:
    """It was cut off in its headers, which are those of a mail."""
    pages, [issue] = read(tmp_path, mhtml()[:150])
    assert (pages, issue.code, issue.level) == ([], "save-unreadable", "error")


def test_an_mhtml_that_ends_too_early_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    [page], [issue] = read(tmp_path, mhtml(cut=60))
    assert (page.content, set(page.pictures), issue.code) == (PAGE, set(PICTURES), "save-cut")
    assert issue.message.endswith("Save the page again.")


# --- mails ---


@pytest.mark.parametrize(
    ("link", "address"),
    [
        (f"{ADDRESS}?source=email-secret&sk=secret#x", ADDRESS),
        (f"https://medium.com/m/global-identity-2?redirectUrl={ADDRESS.replace(':', '%3A')}%3Fsk%3Dsecret", ADDRESS),
        ("http://Tides.Example/low-water-0a1b2c3d4e5f?source=email-x", "https://tides.example/low-water-0a1b2c3d4e5f"),
        ("https://medium.com/p/0a1b2c3d4e5f", "https://medium.com/p/0a1b2c3d4e5f"),
        ("https://medium.com/@ada", ""),
        ("https://medium.com/me/email-settings/secret0000/0a1b2c3d4e5/unsubscribe", ""),
        ("https://policy.medium.com/medium-terms-of-service-9db0094a1e0f", ""),
        ("https://medium.com/policy/medium-privacy-policy-f03bf92035c9", ""),
        ("mailto:ada@example.org", ""),
        ("http://[", ""),
    ],
)
def test_a_mail_gives_addresses_of_stories_only(link: str, address: str) -> None:
    """Nothing of the reader is in them."""
    assert mail.story(link) == address


def test_a_mail_gives_each_story_once_and_no_secret(tmp_path: Path) -> None:
    [saved], issues = read(tmp_path, b"From x 2026\n" + DIGEST + b"\n\nFrom y 2026\n" + DIGEST)
    assert (saved.address, saved.content, saved.captured) == (ADDRESS, b"", datetime(2026, 3, 1, 8, 30, 5, tzinfo=UTC))
    assert "secret" not in repr(saved)
    assert issues == []


def test_mails_without_a_story_are_named_once(tmp_path: Path) -> None:
    other = b"From: a@example.org\nTo: b@example.org\nSubject: Tides\n\nSee https://tides.example/\n"
    pages, [issue] = read(tmp_path, (b"From x 2026\n" + other + b"\n") * 3)
    assert (pages, issue.code, issue.level) == ([], "save-without-story", "note")
    assert "3 mails" in issue.message


# --- other files ---


def test_a_single_file_of_another_kind_says_what_it_is(tmp_path: Path) -> None:
    for content, what in (
        (b"%PDF-1.7 x", "a PDF"),
        (b"", "an empty file"),
        (b'{"name": "app"}', "saved"),
        (b"Hi", "saved"),
    ):
        pages, [issue] = read(tmp_path, content)
        assert (pages, issue.code, issue.level) == ([], "save-unknown", "error")
        assert what in issue.message


def test_other_files_of_a_folder_are_one_note(tmp_path: Path) -> None:
    files = {
        "a.html": PAGE,
        "b.pdf": b"%PDF-1",
        "c/d.css": b"p {}",
        "c/e.js": b"1",
        "c/f.svg": b"<svg/>",
        ".DS_Store": b"x",
    }
    [_], [issue] = split(Sample("", files, "page").write(tmp_path))
    assert (issue.code, issue.level) == ("save-unknown", "note")
    assert issue.message.startswith("4 files are no saved page")
    (tmp_path / "all.zip").write_bytes(zipped(files))
    assert [one.level for one in split(tmp_path / "all.zip")[1]] == ["note"]


def test_a_page_by_itself_looks_only_for_its_own_folder(tmp_path: Path) -> None:
    """Whatever it names: not the folders above, and no link."""
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "1_AbCdEfGhIjKlMnOpQrStUv.png").write_bytes(b"x")
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "link").symlink_to(tmp_path / "secret", target_is_directory=True)
    names = ("..", "%2e%2e", "..%2fsecret", "link", "%00", "/")
    page = b"<html>" + b"".join(b'<img src="%s/1_x.png">' % name.encode() for name in names)
    [saved], issues = read(tmp_path / "own", page, "page.html")
    assert (dict(saved.pictures), saved.kind, issues) == ({}, "page", [])


def test_an_export_among_the_pages_is_named_once(tmp_path: Path) -> None:
    """As a zip, and unpacked."""
    post = b'<html><body><article class="h-entry"><section data-field="body" class="e-content">x</section></article>'
    export = {"posts/2020-01-02_A-post-0123456789ab.html": post, "README.html": b"<html></html>"}
    [_], [issue] = split(Sample("", {"a.html": PAGE, "e.zip": zipped(export), "f.html": post}, "page").write(tmp_path))
    assert issue.code == "save-of-export"
    assert "e.zip" in issue.message
    assert "f.html" in issue.message
