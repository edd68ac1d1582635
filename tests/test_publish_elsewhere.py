"""Publishing to a folder and with rsync, the checks before, and `archive publish --check`."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from medium_archive.checks import before_publishing
from medium_archive.checks.before_publishing import BuiltSite
from medium_archive.commands import check_published, publish
from medium_archive.commands.build import build
from medium_archive.errors import (
    AccessDenied,
    NotPublishable,
    ProgramMissing,
    PublishRefused,
    SettingsWrong,
    Unreachable,
)
from medium_archive.folder.layout import Layout
from medium_archive.hosts import files_of, folder, rsync
from medium_archive.report import Report
from tests import small_archive
from tests.conftest import EXAMPLES, need, one_in
from tests.static_host import hosting
from tests.test_old_addresses import make
from tests.test_publish_github import site


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    return make(tmp_path)


def to_folder(layout: Layout, place: Path, *, dry_run: bool = False) -> Report:
    return publish.publish(layout, folder, folder.Settings(place, dry_run))


def to_host(layout: Layout, target: str, *, delete: bool = False, dry_run: bool = False) -> Report:
    return publish.publish(layout, rsync, rsync.Settings(target, delete, dry_run))


def contents(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != ".archive-files")
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_publishing_to_a_folder_keeps_other_files(layout: Layout, tmp_path: Path) -> None:
    """A second run writes nothing; files that the site no longer has are removed."""
    out = tmp_path / "www"
    to_folder(layout, out, dry_run=True)
    assert not out.exists()
    to_folder(layout, out)
    assert contents(out) == site(layout)
    (out / "humans.txt").write_text("theirs")
    times = {path: path.stat().st_mtime_ns for path in out.rglob("*.html")}
    to_folder(layout, out)
    assert {path: path.stat().st_mtime_ns for path in out.rglob("*.html")} == times
    shutil.rmtree(layout.posts / "tide")
    to_folder(layout, out)
    assert contents(out) == {**site(layout), "humans.txt": b"theirs"}


@pytest.mark.parametrize("dry_run", [True, False])
def test_publishing_to_a_folder_tells_what_changes(layout: Layout, tmp_path: Path, *, dry_run: bool) -> None:
    """A dry run and the run itself tell the same; a file of somebody else's is not replaced, so it is no change."""
    out = tmp_path / "www"
    to_folder(layout, out)
    assert to_folder(layout, out, dry_run=dry_run).details["changes"] == []
    text = layout.posts / "tide/index.md"
    text.write_text(f"{text.read_text('utf-8')}\nMore.\n", "utf-8")
    small_archive.write(layout.root, "posts/tide/theirs.txt", "ours")
    text.write_text(f"{text.read_text('utf-8')}\n[Theirs](theirs.txt)\n", "utf-8")
    small_archive.write(out, "posts/tide/theirs.txt", "theirs")
    before = contents(out)
    report = to_folder(layout, out, dry_run=dry_run)
    now = site(layout)
    changed = {file for file in now if now[file] != before.get(file)} - {"posts/tide/theirs.txt"}
    assert "posts/tide/index.html" in changed
    told = {one["file"]: one["change"] for one in report.details["changes"]}
    assert told == {file: "changed" if file in before else "new" for file in changed}
    assert report.counts["changed"] == sum(change == "changed" for change in told.values()) > 0


@pytest.mark.parametrize("place", [".", "..", "site", "posts/new"])
def test_publishing_into_the_archive_is_refused(place: str, layout: Layout) -> None:
    """So is a folder around the archive; nothing is written."""
    before = contents(layout.root)
    with pytest.raises(NotPublishable):
        to_folder(layout, layout.root / place)
    assert contents(layout.root) == before


def test_rsync_copies_the_site_to_another_machine(
    layout: Layout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A stand-in for ssh runs the remote command on this machine."""
    need("rsync")
    stand_in = tmp_path / "ssh"
    stand_in.write_text('#!/bin/sh\nshift\nexec sh -c "$*"\n')
    stand_in.chmod(0o755)
    monkeypatch.setenv("RSYNC_RSH", str(stand_in))
    out = tmp_path / "www"
    report = to_host(layout, f"ada.example:{out}", dry_run=True)
    assert not out.exists()
    assert report.counts["sent"] == len(site(layout))
    assert 0 < len(report.details["changes"]) <= report.counts["sent"]
    to_host(layout, f"ada.example:{out}")
    assert contents(out) == site(layout)
    assert not (out / ".archive-files").exists()
    (out / "humans.txt").write_text("theirs")
    shutil.rmtree(layout.posts / "tide")
    assert to_host(layout, f"ada.example:{out}").counts["removed"] == 0
    assert (out / "humans.txt").exists()
    to_host(layout, f"ada.example:{out}", delete=True)
    assert contents(out) == site(layout)


def test_a_failed_rsync_is_explained(layout: Layout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Unknown host, no access, a wrong target, no rsync."""
    need("rsync")
    stand_in = tmp_path / "ssh"
    stand_in.write_text("#!/bin/sh\necho 'ssh: Could not resolve hostname nowhere.invalid' >&2\nexit 255\n")
    stand_in.chmod(0o755)
    monkeypatch.setenv("RSYNC_RSH", str(stand_in))
    with pytest.raises(Unreachable, match="Could not resolve"):
        to_host(layout, "nowhere.invalid:/www")
    stand_in.write_text(
        "#!/bin/sh\necho 'no such identity: /x' >&2; echo 'ada@h: Permission denied (publickey).' >&2\nexit 255\n"
    )
    with pytest.raises(AccessDenied, match="Permission denied"):
        to_host(layout, "ada@h:/www")
    for target in ("/www", "--rsh=x:y", "host:-x"):
        with pytest.raises(PublishRefused):
            to_host(layout, target)
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(ProgramMissing):
        to_host(layout, "ada.example:/www")


def test_check_compares_the_live_site(layout: Layout, tmp_path: Path) -> None:
    """First an equal site; then a page that differs, a missing page, and the host's own 404 page."""
    build(layout)
    live = tmp_path / "www"
    shutil.copytree(layout.site, live)
    with hosting(live, "/repo") as host:
        good = check_published.check(layout, host, everything=True, allow=["127.0.0.1"])
        assert good.issues == ()
        assert good.counts["same_as_here"] == good.counts["asked_for"] == len(site(layout)) - 1
        (live / "index.html").write_text("another")
        (live / "posts/tide/index.html").unlink()
        (live / "404.html").unlink()
        bad = check_published.check(layout, host, everything=True, allow=["127.0.0.1"])
    found = {(issue.where, issue.code) for issue in bad.issues}
    assert found == {
        ("site/index.html", "served-differently"),
        ("site/posts/tide/index.html", "not-served"),
        ("site/404.html", "no-own-404"),
    }
    assert bad.exit_code == 1


def test_check_takes_no_more_than_the_largest_file_has(layout: Layout, tmp_path: Path) -> None:
    """Eight answers come at once, and the rest of a larger one would say nothing more."""
    build(layout)
    live = tmp_path / "live"
    shutil.copytree(layout.site, live)
    (live / "find.html").write_bytes(bytes(3_000_000))
    with hosting(live, "/repo") as host:
        found = check_published.check(layout, host, everything=True, allow=["127.0.0.1"])
    (issue,) = found.issues
    assert (issue.where, issue.code) == ("site/find.html", "not-served") and "has more than" in issue.message


def test_check_explains_why_it_cannot_compare(layout: Layout) -> None:
    """No address, no built site, no answer."""
    with pytest.raises(SettingsWrong):
        check_published.check(layout)
    with pytest.raises(NotPublishable):
        check_published.check(layout, "https://ada.example")
    build(layout)
    with pytest.raises(Unreachable):
        check_published.check(layout, "http://127.0.0.1:1", allow=["127.0.0.1"])
    with pytest.raises(Unreachable) as caught:
        check_published.check(layout, "http://127.0.0.1:1")
    assert "can't be checked" in caught.value.hint


def built_site(layout: Layout) -> BuiltSite:
    build(layout)
    return BuiltSite(layout, layout.site, files_of(layout.site))


def test_a_built_site_passes_every_check(layout: Layout) -> None:
    """Including the pages at old addresses and the 404 page."""
    assert before_publishing.inspect(built_site(layout)).issues == ()


@pytest.mark.parametrize(
    ("megabytes", "codes"),
    [
        ((49, 40), set()),
        ((60,), {"file-large"}),
        ((101,), {"file-too-large"}),
        ((95,) * 10, {"site-large", "file-large"}),
        ((99,) * 11, {"site-too-large", "file-large"}),
    ],
)
def test_large_files_and_sites_are_reported(megabytes: tuple[int, ...], codes: set[str], layout: Layout) -> None:
    """The files are sparse, so they need no space on the disk."""
    ready = built_site(layout)
    for number, size in enumerate(megabytes):
        with (layout.site / f"{number}.bin").open("wb") as file:
            os.truncate(file.fileno(), size * before_publishing.MEGABYTE)
    ready = BuiltSite(layout, layout.site, files_of(layout.site))
    assert {issue.code for issue in before_publishing.check_sizes(ready)} == codes


def test_colliding_names_and_broken_links_are_reported(layout: Layout) -> None:
    """Names that are equal on macOS; links that a theme got wrong."""
    build(layout)
    (layout.site / "INDEX.html").write_text('<a href="posts/none/">x</a><a href="posts/tide/">y</a><img src="no.png">')
    ready = BuiltSite(layout, layout.site, files_of(layout.site))
    assert [issue.code for issue in before_publishing.check_names(ready)] == ["names-collide"]
    assert [issue.message.rpartition(" ")[2] for issue in before_publishing.check_links(ready)] == [
        "posts/none/",
        "no.png",
    ]


@pytest.mark.parametrize(
    "canary",
    one_in(5, ["canary-mail@example.invalid", "192.0.2.17", "d2a80f6b41c5", "17e6c4b9a0f8", "The Ferryman’s Ledger"]),
)
def test_a_private_value_of_an_export_is_never_published(canary: str, own_example: Layout, tmp_path: Path) -> None:
    """A site with one of the example's private values is refused, the same site without it is published."""
    assert canary in (EXAMPLES / "canaries.txt").read_text("utf-8").splitlines()
    to_folder(own_example, tmp_path / "www")
    (own_example.site / "x.html").write_text(f"<p>{canary}</p>", "utf-8")
    with pytest.raises(NotPublishable, match="private"):
        to_folder(own_example, tmp_path / "www")
    assert not (tmp_path / "www/x.html").exists()


def test_a_copy_of_an_export_is_never_published(own_example: Layout, tmp_path: Path) -> None:
    """Under any file name."""
    shutil.copy(next(own_example.exports.glob("*.zip")), own_example.site / "all.bin")
    with pytest.raises(NotPublishable, match="copy of exports"):
        to_folder(own_example, tmp_path / "www")
