"""The life of an archive in any order: imports, edits, moves, syncs, builds, publications, kills and damage.

After each step the laws hold: `verify` finds nothing, every edit is there, no private word is in the site or published.
`python -m tests.fuzz life --steps N` takes N steps; tests/test_life.py takes a few.
"""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import patch

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from medium_archive.commands import build, import_exports, publish, show_status, sync
from medium_archive.commands.verify import verify
from medium_archive.errors import ArchiveError
from medium_archive.folder.catalog import same_post
from medium_archive.folder.layout import Layout
from medium_archive.hosts import github_pages
from medium_archive.report import Report
from tests import sample_feeds
from tests.fuzz import mutators
from tests.fuzz.temporary import folder
from tests.hand_edits import post_id
from tests.medium_server import MediumServer, Reply
from tests.sample_exports import write_zip

FEED = "medium.com/feed/@ada"
_SHELVES = ("posts", "responses", "drafts")
_MOST_POSTS = 14
_NUMBERS = st.integers(0, 2**16)
# Private pages of each export, each with a word that must stay private
CANARIES = ("198.51.100.77", "ada.private@canary.example", "Canary of a private highlight")
_HIGHLIGHT = f'<time>2024-01-02 8:30 am</time><p class="graf">{CANARIES[2]}</p>'
_PRIVATE = {
    "ips.html": f"<ul><li>IP: {CANARIES[0]}<br>Created at: 2024-01-02 8:30 am</li></ul>".encode(),
    "highlights/highlights-0001.html": f"<ul><li>{_HIGHLIGHT}</li></ul>".encode(),
}
_CHANGES = ("os.rename", "os.remove", "os.mkdir")  # and a file that is opened to be written
steps = [0]  # taken by all machines


class Life(RuleBasedStateMachine):
    """One archive of one account, from its first import on."""

    def __init__(self) -> None:
        super().__init__()
        self.place = Path(tempfile.mkdtemp(dir=folder()))
        self.layout = Layout(self.place / "archive")
        self.at_medium = {number: sample_feeds.Text(number) for number in range(5)}
        self.year = 2025
        self.lines: dict[str, str] = {}  # by a person, with the id of their post
        self.count = 0
        self.deleted = 0  # posts; `verify` names each as missing (docs/issues.md) until an import brings it back
        self.export = Path()
        self.bare = self.place / "blog.git"
        self.checked: set[tuple[str, int, int]] = set()

    @initialize()
    def begin(self) -> None:
        self.import_newest()
        text = re.sub(
            r"^url = .*", 'url = "https://ada.example"', self.layout.settings.read_text("utf-8"), count=1, flags=re.M
        )
        self.layout.settings.write_text(text + _medium().settings("ada.medium.com", "looms.example"), "utf-8")
        subprocess.run(["git", "init", "--bare", "--quiet", str(self.bare)], check=True)

    def teardown(self) -> None:
        shutil.rmtree(self.place)

    # What happens at Medium

    @rule()
    def write_at_medium(self) -> None:
        number = max(self.at_medium) + 1
        if number < _MOST_POSTS:
            self.at_medium[number] = sample_feeds.Text(number)

    @rule(which=_NUMBERS)
    def change_at_medium(self, which: int) -> None:
        number = sorted(self.at_medium)[which % len(self.at_medium)]
        one = self.at_medium[number]
        self.at_medium[number] = replace(one, version=one.version + 1)

    @precondition(lambda self: len(self.at_medium) > 3)
    @rule(which=_NUMBERS)
    def delete_at_medium(self, which: int) -> None:
        del self.at_medium[sorted(self.at_medium)[which % (len(self.at_medium) - 1)]]

    # What a person does

    def _folders(self, *shelves: str) -> list[Path]:
        return sorted(
            file.parent for one in shelves or _SHELVES for file in (self.layout.root / one).glob("*/index.md")
        )

    def _pick(self, which: int, *shelves: str) -> Path | None:
        found = self._folders(*shelves)
        return found[which % len(found)] if found else None

    @rule(which=_NUMBERS, at_end=st.booleans())
    def edit(self, which: int, at_end: bool) -> None:
        if (place := self._pick(which)) is None:
            return
        self.count += 1
        line = f"By hand, sentence {self.count} of {self.place.name}."
        file = place / "index.md"
        head, end, body = file.read_text("utf-8").partition("\n---\n\n")
        changed = f"{body}\n{line}\n" if at_end else f"{line}\n\n{body}"
        file.write_text(head + end + changed, "utf-8")
        self.lines[line] = post_id(place)

    @rule(which=_NUMBERS)
    def retitle(self, which: int) -> None:
        if (place := self._pick(which)) is None:
            return
        self.count += 1
        file, title = place / "index.md", f"Own title {self.count}"
        post = post_id(place)
        text = file.read_text("utf-8")
        start = text.index("\ntitle: ") + 1
        file.write_text(f"{text[:start]}title: {title}{text[text.index(chr(10), start) :]}", "utf-8")
        self.lines = {line: of for line, of in self.lines.items() if not (of == post and line.startswith("title: "))}
        self.lines[f"title: {title}"] = post

    @rule(which=_NUMBERS)
    def rename(self, which: int) -> None:
        if (place := self._pick(which, "posts")) is not None:
            self.count += 1
            place.rename(place.with_name(f"own-name-{self.count}"))

    @rule(which=_NUMBERS)
    def hide(self, which: int) -> None:
        if (place := self._pick(which, "posts", "responses")) is not None:
            self.layout.drafts.mkdir(exist_ok=True)
            place.rename(self.layout.drafts / place.name)

    @rule(which=_NUMBERS)
    def show(self, which: int) -> None:
        if (place := self._pick(which, "drafts")) is not None:
            self.layout.posts.mkdir(exist_ok=True)
            place.rename(self.layout.posts / place.name)

    @precondition(lambda self: len(self._folders()) > 3)
    @rule(which=_NUMBERS)
    def delete(self, which: int) -> None:
        if (place := self._pick(which)) is not None:
            post = post_id(place)
            shutil.rmtree(place)
            self.deleted += 1
            self.lines = {line: of for line, of in self.lines.items() if of != post}

    # What the program does

    def _import(self) -> Report:
        return import_exports.import_exports([self.export], self.layout)

    def _build(self) -> Report:
        return build.build(self.layout)

    def _sync(self) -> Report:
        return sync.sync(self.layout, sync.Options(offline=True))

    def _publish(self) -> Report:
        return publish.publish(self.layout, github_pages, github_pages.Settings(str(self.bare)))

    def _newest(self) -> None:
        """A new export, and the feed of its day."""
        self.year += 1
        files = sample_feeds.export(list(self.at_medium.values()), f"May 1, {self.year}")
        files["profile/profile.html"] += f"<p>Email: {CANARIES[1]}</p>".encode()
        self.export = write_zip(self.place / f"export-{self.year}.zip", files | _PRIVATE)

    @rule()
    def import_newest(self) -> None:
        self._newest()
        self._import()

    @rule()
    def import_twice(self) -> None:
        """The same export changes nothing that the first time did not change."""
        self._import()
        before = _held(self.layout.root)
        self._import()
        assert _held(self.layout.root) == before

    @rule()
    def build_site(self) -> None:
        self._build()
        self._check_private(_held(self.layout.site))

    @rule()
    def sync_feed(self) -> None:
        content = sample_feeds.feed(list(self.at_medium.values())[-10:])
        _medium().answers[FEED] = Reply(200, content, {"Content-Type": "text/xml; charset=UTF-8"})
        self._sync()

    @rule()
    def publish_site(self) -> None:
        self._publish()
        out = self.place / "published"
        subprocess.run(["git", "clone", "-q", "-b", "gh-pages", str(self.bare), str(out)], check=True)
        self._check_private(_held(out))
        shutil.rmtree(out)

    @rule(of=st.sampled_from(("import", "build", "sync")), change=st.integers(0, 60))
    def kill(self, of: str, change: int) -> None:
        """Killed at some change to the disk; the next run completes it."""
        if of == "import":
            self._newest()
        command: Callable[[], Report] = {"import": self._import, "build": self._build, "sync": self._sync}[of]
        _killed(command, change)
        command()

    @rule(seed=_NUMBERS)
    def damage(self, seed: int) -> None:
        """A copy with a damaged file: no command fails in another way than with its error."""
        dice = random.Random(seed)  # noqa: S311  # test data, not a secret
        copy = Layout(self.place / "damaged")
        shutil.copytree(self.layout.root, copy.root, symlinks=True)
        files = sorted(path for path in copy.root.rglob("*") if path.is_file() and ".git" not in path.parts)
        file = dice.choice(files)
        form = {".jsonl": mutators.of_values, ".json": mutators.of_values, ".toml": mutators.of_values}
        mutate = form.get(file.suffix, mutators.of_markup if file.suffix == ".html" else mutators.of_lines)
        file.write_bytes(mutate(file.read_bytes(), dice))
        commands: Mapping[str, Callable[[], Any]] = {
            "verify": partial(verify, copy),
            "build": partial(build.build, copy),
            "status": partial(show_status.status, copy),
            "import": partial(import_exports.import_exports, [self.export], copy),
        }
        for name in dice.sample(sorted(commands), 2):
            with suppress(ArchiveError):
                commands[name]()
        shutil.rmtree(copy.root)

    # What must hold

    @invariant()
    def holds(self) -> None:
        if not self.layout.root.exists():
            return
        steps[0] += 1
        found = _signatures(self.layout.root)
        if found == self.checked:  # nothing has happened to the archive
            return
        issues = [issue for issue in verify(self.layout).issues if issue.level == "error"]
        gone = [issue for issue in issues if issue.code == "text-gone"]
        assert len(gone) <= self.deleted and len(gone) == len(issues), issues
        texts = {same_post(post_id(place)): (place / "index.md").read_text("utf-8") for place in self._folders()}
        for line, post in self.lines.items():
            assert line in texts[same_post(post)], f"lost: {line}"
        self.checked = _signatures(self.layout.root)

    def _check_private(self, site: Mapping[str, bytes]) -> None:
        drafts = {post_id(place) for place in self._folders("drafts")}
        private = [*CANARIES, *(line for line, post in self.lines.items() if post in drafts)]
        for name, content in site.items():
            for words in private:
                assert words.encode() not in content, f"{words} is in {name}"


_server: list[MediumServer] = []


def _medium() -> MediumServer:
    """One server for all machines."""
    if not _server:
        _server.append(MediumServer().__enter__())
    return _server[0]


def _held(root: Path) -> dict[str, bytes]:
    """Every file but the lock, the caches and git's."""
    files = (path for path in sorted(root.rglob("*")) if path.is_file())
    return {
        name.as_posix(): path.read_bytes()
        for path in files
        for name in [path.relative_to(root)]
        if not {".cache", ".git"} & set(name.parts) and not path.name.endswith("lock")
    }


def _signatures(root: Path) -> set[tuple[str, int, int]]:
    return {(str(path), stat.st_mtime_ns, stat.st_size) for path in root.rglob("*") for stat in [path.lstat()]}


def _killed(command: Callable[[], Report], change: int) -> None:
    """Run a command in a process of its own, which is killed when it has made so many changes to the disk."""
    process = os.fork()
    if process:
        os.waitpid(process, 0)
        return
    made = 0

    def count(event: str, given: tuple[Any, ...]) -> None:
        nonlocal made
        is_written = event == "open" and isinstance(given[2], int) and given[2] & (os.O_WRONLY | os.O_RDWR)
        if event in _CHANGES or is_written:
            made += 1
            if made > change:
                os.kill(os.getpid(), signal.SIGKILL)

    try:
        sys.addaudithook(count)
        command()
    finally:
        os._exit(0)


@contextmanager
def _own_git() -> Iterator[None]:
    """git with a name for commits, and without the settings of this machine."""
    home = Path(tempfile.mkdtemp(dir=folder()))
    (home / ".gitconfig").write_text("[user]\n\tname = Ada\n\temail = ada@example.com\n")
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    own = {**kept, "HOME": str(home), "XDG_CONFIG_HOME": str(home), "GIT_CONFIG_NOSYSTEM": "1"}
    with patch.dict(os.environ, own, clear=True):
        yield


def live(number: int, in_one_life: int = 30, *, is_random: bool = False) -> None:
    """Take at least so many steps, in lives of at most `in_one_life`."""
    chosen = settings(
        max_examples=max(number // in_one_life, 1),
        stateful_step_count=in_one_life,
        deadline=None,
        derandomize=not is_random,
        database=None,
        phases=(Phase.generate, Phase.shrink),  # to explain a failure, hypothesis would trace each line
        suppress_health_check=list(HealthCheck),
    )
    with _own_git():
        begun = steps[0]
        while steps[0] - begun < number:
            run_state_machine_as_test(Life, settings=chosen)
