"""`archive check --browser`: every fault of a browser is "unknown" with its sentence, and nothing is left behind."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from medium_archive.folder.settings import Watch
from medium_archive.medium.addresses import place
from medium_archive.watch import looks
from medium_archive.watch.browser import chromium, conversation, desktop, look, processes, profile, programs
from medium_archive.watch.browser.failures import NoBrowser
from medium_archive.watch.look_files import Look, Looks

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the stand-in for a browser needs descriptors 3 and 4")

ADA = "https://medium.com/@ada"
# No name is resolved
HOSTS = Watch(hosts={"medium.com": "http://127.0.0.1:9"})
FAKE = Path(__file__).parent / "fake_browser.py"


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A temporary folder of the test's own, where it sees everything that is left."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    return folder


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Look]:
    """Looks at Ada's profile with a fake browser that has a fault."""
    monkeypatch.setattr(look, "WALL_SECONDS", 0.3)
    monkeypatch.setattr(look, "POLL", 0.01)
    monkeypatch.setattr(look, "SETTLED_SECONDS", 0.0)
    monkeypatch.setattr("medium_archive.watch.browser.process.END_SECONDS", 0.2)

    def looked(fault: str) -> Look:
        if fault.startswith("hangs"):
            for module, name in (
                (conversation, "ANSWER_SECONDS"),
                (chromium, "START_SECONDS"),
                (chromium, "OPEN_SECONDS"),
            ):
                monkeypatch.setattr(module, name, 0.3)
        (one,) = look_with(f"{sys.executable} {FAKE} {fault} --no-sandbox").looks
        return one

    return looked


def look_with(browser: str, *addresses: str, variables: Mapping[str, str] = {"DISPLAY": ":0"}) -> Looks:
    places = [place(address) for address in addresses or (ADA,)]
    named = {**variables, "ARCHIVE_BROWSER": browser}
    return looks.send(places, HOSTS, named, lambda: datetime(2026, 11, 30, 6, 15, tzinfo=UTC), lambda seconds: None)


def is_clean(temporary: Path) -> bool:
    """Whether no profile is left, and no process that uses one."""
    return not list(temporary.glob(f"{profile.PREFIX}*")) and not processes.users_of(str(temporary))


def test_a_browser_that_works_sees_a_suspended_account(fake: Callable[..., Look], temporary: Path) -> None:
    """With the page, the picture of the window, the status, and the second look at the other address."""
    seen = fake("good")
    assert (seen.probe.verdict, seen.probe.what, seen.probe.kind) == ("suspended", "account", "browser")
    assert (seen.probe.status, seen.probe.again, seen.probe.again_status) == (410, f"{ADA}/about", 410)
    assert (seen.screenshot, b"under investigation" in seen.page) == (b"a picture", True)
    assert is_clean(temporary)


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (
            "refuses",
            "does not start: the browser ended in the middle of the look (it printed “this browser does not like this "
            "computer”)",
        ),
        ("dies:Browser.getVersion", "does not start"),
        ("hangs:Browser.getVersion", "does not start"),
        ("raves:Browser.getVersion", "does not start"),
        ("dies:Target.createTarget", "ended in the middle"),
        ("dies:Page.navigate", "ended in the middle"),
        ("dies:Runtime.evaluate", "ended in the middle"),
        ("hangs:Page.navigate", "did not answer"),
        ("hangs:Runtime.evaluate", "did not answer"),
        ("raves:Page.navigate", "does not understand"),
        ("numbers:Page.navigate", "does not understand"),
        ("floods:Page.navigate", "too large"),
        ("errs:Page.navigate", "refused Page.navigate: no"),
        ("errs:Runtime.evaluate", "was not there"),
        ("empties:Target.attachToTarget", "has no sessionId"),
        ("talks:Page.navigate", "one dialog after the other"),
        ("loads:Page.navigate", "a file to download"),
        ("crashes:Page.navigate", "crashed the tab"),
        ("closes:Runtime.evaluate", "tab of the browser was closed"),
    ],
)
def test_a_faulty_browser_is_unknown(fake: Callable[..., Look], temporary: Path, fault: str, reason: str) -> None:
    """Never "up" or "suspended", and no process or folder is left."""
    seen = fake(fault)
    assert seen.probe.verdict == "unknown"
    assert reason in seen.probe.reason
    assert is_clean(temporary)


@pytest.mark.parametrize("fault", ["repeats:Page.navigate", "repeats:Runtime.evaluate", "errs:Page.captureScreenshot"])
def test_a_browser_with_a_small_fault_still_sees(fake: Callable[..., Look], fault: str) -> None:
    """Two answers to one request, and no picture."""
    assert fake(fault).probe.verdict == "suspended"


def test_the_page_that_is_kept_is_whole(fake: Callable[..., Look], tmp_path: Path) -> None:
    """Also if its beginning proves already that it is up."""
    named = '<meta property="al:ios:url" content="medium://@ada">'
    (tmp_path / "page").write_text(f"200\n<html><head>{named}</head><body>Words</body></html>", "utf-8")
    seen = fake(f"loads-slowly:Page.navigate {tmp_path / 'page'}")
    assert seen.probe.verdict == "up"
    assert seen.page.endswith(b"</html>")


def test_only_the_last_of_several_browsers_that_stop_is_given_up(fake: Callable[..., Look], temporary: Path) -> None:
    """Each address gets a new browser, three times."""
    addresses = [f"{ADA}{number}" for number in range(5)]
    found = look_with(f"{sys.executable} {FAKE} dies:Page.navigate --no-sandbox", *addresses).looks
    assert [look.probe.address for look in found] == addresses
    reasons = [look.probe.reason for look in found]
    assert ["stopped 3 times" in reason for reason in reasons] == [False] * 3 + [True] * 2
    assert is_clean(temporary)


def test_without_a_browser_the_reason_says_what_to_do() -> None:
    """Also for one that $ARCHIVE_BROWSER names wrongly, and for words that no shell could read."""
    for named, reason in (("no-such-program", "is not a program"), ("'x", "can't be read")):
        (one,) = look_with(named).looks
        assert reason in one.probe.reason
        assert one.probe.verdict == "unknown"


def test_without_a_desktop_nothing_is_started(monkeypatch: pytest.MonkeyPatch) -> None:
    """On Linux a screen is named by the environment, private/alert.env or the user's systemd."""
    monkeypatch.setattr(sys, "platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(desktop, "ASK", ("sh", "-c", "exit 1"))
    with pytest.raises(NoBrowser, match="no desktop"):
        desktop.environment({})
    assert desktop.environment({"DISPLAY": ":7"})["DISPLAY"] == ":7"
    monkeypatch.setattr(desktop, "ASK", ("sh", "-c", "echo WAYLAND_DISPLAY=wayland-0; echo SECRET=x"))
    found = desktop.environment({})
    assert found["WAYLAND_DISPLAY"] == "wayland-0"
    assert "SECRET" not in found


def test_the_first_browser_that_is_installed_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a fixed order; a snap may write only to its own folder."""
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(programs, "FOLDERS", ())
    with pytest.raises(NoBrowser, match="no browser was found"):
        programs.find({})
    monkeypatch.setattr(programs, "FOLDERS", (str(tmp_path),))
    for name, script in (("firefox", "exec /snap/bin/firefox"), ("brave", ""), ("chromium", "")):
        program = tmp_path / name
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)
        found = programs.find({})
        assert (Path(found.command[0]).name, found.family) == (name, "firefox" if name == "firefox" else "chromium")
        assert (found.profiles is not None) == (name == "firefox")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert programs.find({"ARCHIVE_BROWSER": "firefox --safe-mode"}).command[1:] == ("--safe-mode",)


@pytest.mark.parametrize("folder", ["Google Chrome", "Firefox"])
def test_applications_of_macos_are_found(tmp_path: Path, folder: str) -> None:
    """In the folder of all users or in that of this user."""
    name = "firefox" if folder == "Firefox" else folder
    path = tmp_path / f"{folder}.app" / "Contents" / "MacOS" / name
    path.parent.mkdir(parents=True)
    path.touch()
    assert [found for _, found in programs.applications((tmp_path / "none", tmp_path))] == [str(path)]


def test_what_a_killed_run_left_is_removed(temporary: Path) -> None:
    """Its profile and the processes that use it, and no other process."""
    left = profile.make()
    script = "import time; time.sleep(60)"
    theirs = [f"--user-data-dir={left}"], [f"--database={left}/Crash Reports"], ["--profile", str(left)]
    others = [str(left)], [f"--user-data-dir={left}2"], ["--read", str(left)]
    running = [
        subprocess.Popen([sys.executable, "-c", script, *words], start_new_session=number % 2 == 0)
        for number, words in enumerate((*theirs, *others))
    ]
    try:
        while len(processes.users_of(str(left))) < len(theirs):
            time.sleep(0.01)
        with look.looker({}):
            pass
        deadline = time.monotonic() + 5
        while any(one.poll() is None for one in running[: len(theirs)]) and time.monotonic() < deadline:
            time.sleep(0.01)
        assert [one.poll() is None for one in running] == [False] * len(theirs) + [True] * len(others)
        assert not left.exists()
    finally:
        for one in running:
            one.kill()
            one.wait()


def test_the_folder_of_a_killed_browsers_socket_is_removed(temporary: Path) -> None:
    """Chromium makes it beside the profile, and the profile has links to it. A folder with other files stays."""
    for name, others in (("org.chromium.Chromium.abc", ()), ("documents", ("letter.txt",))):
        left, place = profile.make(), temporary / name
        place.mkdir()
        for file in ("SingletonSocket", "SingletonCookie", *others):
            (place / file).touch()
        (left / "SingletonSocket").symlink_to(place / "SingletonSocket")
        with look.looker({}):
            pass
        assert not left.exists()
        assert [path.name for path in place.parent.glob(f"{name}/*")] == list(others)
        assert place.exists() == bool(others)


@pytest.mark.parametrize(("room", "left"), [(4096, 0), (0, 1)])
def test_the_temporary_files_of_a_browser_go_with_its_profile(
    room: int, left: int, fake: Callable[..., Look], temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Unless the path of the profile has no room for that of a socket: then Chromium would not start."""
    monkeypatch.setenv("TMPDIR", str(temporary))
    monkeypatch.setattr("medium_archive.watch.browser.process.MOST_BYTES", room)
    assert fake("litters:Browser.getVersion").probe.verdict == "suspended"
    assert len(list(temporary.glob("litter-*"))) == left


def test_a_profile_that_can_not_be_removed_is_named(
    fake: Callable[..., Look], temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The verdict stays, because it was seen; the next check tries again."""
    monkeypatch.setattr("shutil.rmtree", lambda *_, **__: None)
    monkeypatch.setattr(profile, "PAUSE", 0.0)
    found = look_with(f"{sys.executable} {FAKE} good --no-sandbox")
    assert found.looks[0].probe.verdict == "suspended"
    (issue,) = found.issues
    assert (issue.code, Path(issue.where).parent) == ("profile-left", temporary)
    monkeypatch.undo()
    assert Path(issue.where).is_dir()


def test_a_profile_of_somebody_else_stays(temporary: Path, tmp_path: Path) -> None:
    """A link with the prefix may lead anywhere."""
    target = tmp_path / "target"
    target.mkdir()
    (temporary / f"{profile.PREFIX}link").symlink_to(target)
    with look.looker({}):
        assert target.is_dir()


def test_no_browser_goes_to_a_private_network(temporary: Path) -> None:
    """As no request of this program does, unless [watch] allows it."""
    (one,) = look_with(f"{sys.executable} {FAKE} good --no-sandbox", "http://192.168.0.1/@ada").looks
    assert (one.probe.verdict, one.page) == ("unknown", b"")
    assert "not on the public internet" in one.probe.reason


@pytest.mark.parametrize("kind", ["link", "file"])
def test_a_lock_that_somebody_else_made_is_not_used(temporary: Path, tmp_path: Path, kind: str) -> None:
    """A link could lead to a file of the user's."""
    target = tmp_path / "target"
    target.mkdir()
    place = temporary / f".{profile.PREFIX}{os.getuid()}.lock"
    if kind == "link":
        place.symlink_to(target)
    else:
        place.touch()
    (one,) = look_with(f"{sys.executable} {FAKE} good --no-sandbox").looks
    assert one.probe.verdict == "unknown"
    assert str(place) in one.probe.reason
    assert not list(target.iterdir())


def test_two_checks_have_a_browser_one_after_the_other(temporary: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second waits, and gives up after some minutes."""
    monkeypatch.setattr(profile, "WAIT", 0.1)
    with look.looker({}):
        (one,) = look_with(f"{sys.executable} {FAKE} good --no-sandbox").looks
    assert "another archive" in one.probe.reason


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="needs users")
def test_chromium_is_not_started_as_root(monkeypatch: pytest.MonkeyPatch) -> None:
    """Unless a person writes the dangerous option."""
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    (one,) = look_with(f"{sys.executable} {FAKE} good").looks
    assert "does not run as root" in one.probe.reason


def test_a_person_in_a_terminal_is_told_about_a_wall_once(
    temporary: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """And has more time for it."""
    for name, seconds in (("WALL_SECONDS", 0.1), ("PERSON_SECONDS", 0.3), ("SELF_SECONDS", 0.05), ("POLL", 0.01)):
        monkeypatch.setattr(look, name, seconds)
    page = tmp_path / "page"
    page.write_text("403\n<title>Just a moment...</title>", "utf-8")
    said: list[str] = []
    browser = {"ARCHIVE_BROWSER": f"{sys.executable} {FAKE} good {page} --no-sandbox", "DISPLAY": ":0"}
    with look.looker(browser, say=said.append) as looker:
        reasons = [looker.look(place(ADA), ADA).finding.reason for _ in range(2)]
    assert ["Answer in the window" in words for words in said] == [False, True]
    assert [reason.partition(";")[0] for reason in reasons] == ["403, a bot wall: “Just a moment...”"] * 2


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        ("403\n<title>403 Blocked — Medium</title>", "403, the author has blocked it"),
        ("429\n<title>Slow down</title>", "429, too many requests"),
        ("503\n<title>Bitte warten</title>", "503, which says nothing about the account; it did not let the browser"),
        ("200\n<title>Sign in</title>", "200, but it is not a page of Medium's"),
    ],
)
def test_only_what_a_person_may_pass_is_called_a_wall(
    fake: Callable[..., Look], tmp_path: Path, page: str, reason: str
) -> None:
    """The other reasons are those of a request."""
    (tmp_path / "page").write_text(page, "utf-8")
    found = fake(f"good {tmp_path / 'page'}").probe.reason
    assert found.startswith(reason)
    assert ("pass the check" in found) == (";" in reason)
