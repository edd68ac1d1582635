"""A way out of the program: a command, the servers that it needs, and what it must have made of the archive."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from medium_archive.folder.layout import Layout
from tests.hostile_servers.certificates import Certificates
from tests.hostile_servers.kind import Act, Kind, Request
from tests.hostile_servers.process import Commands, Ended, Task
from tests.hostile_servers.proxy import Proxy
from tests.interruptions import state

Good = Callable[[Request], str]
Servers = tuple[Good, Callable[[], object]]
_SPEED = 30.0  # a silent server is given up so many times sooner
_LONGEST = 4 * 3600.0  # seconds by its clock that any command may take
_BY_PROGRAM = "an error of the program"


@dataclass
class Stage:
    """An archive to copy for each run, and its good servers. `servers` starts fresh ones; it gives the address of the
    good server for a request, and reads what the servers hold after a run. `hosts` are led to the hostile server.
    """

    archive: Path
    hosts: tuple[str, ...]
    servers: Callable[[], AbstractContextManager[Servers]]
    environment: Mapping[str, str] = field(default_factory=dict)
    secrets: tuple[str, ...] = ()
    raw: Callable[[], Act] | None = None  # a good server of another protocol, which alone is hostile


def texts(layout: Layout) -> dict[str, bytes]:
    """Texts, pictures and originals."""
    kept = ("posts/", "drafts/", "responses/", "original/", "archive.toml")
    return {name: content for name, content in state(layout.root).items() if name.startswith(kept)}


@dataclass(frozen=True)
class Way:
    """`command` is run before a hostile server, then `again` before a good one. Of the requests to the hosts, `targets`
    says for which a kind is; `codes` are the exit codes that the first may have, `good` that of the second.
    `result` reads an archive; `before` is a command that runs first, with good servers. The next run is so many
    `days` later.
    """

    name: str
    command: tuple[str, ...]
    stage: Callable[[Path], AbstractContextManager[Stage]] = field(repr=False)
    codes: frozenset[int] = frozenset({0, 1, 40})
    hosts: tuple[str, ...] = ()  # that are hostile; none: all
    targets: Callable[[Request], bool] = field(default=lambda request: True, repr=False)
    result: Callable[[Layout], object] = field(default=texts, repr=False)
    again: tuple[str, ...] = ()
    good: int = 0
    before: tuple[str, ...] = ()
    days: int = 0


@dataclass(frozen=True)
class Result:
    """A command before a kind of server, and the next one before a good server. `faults` are words; none is good."""

    way: str
    kind: Kind
    ended: Ended
    faults: tuple[str, ...]
    met: int

    @property
    def is_whole(self) -> bool:
        return not any(one.startswith("next") for one in self.faults)


class Bench:
    """Runs one way before kinds of servers."""

    def __init__(  # noqa: PLR0917  # from one place
        self, way: Way, stage: Stage, proxy: Proxy, passing: Proxy, commands: Commands, folder: Path, trusted: Path
    ) -> None:
        self._way, self._stage, self._proxy, self._passing, self._commands = way, stage, proxy, passing, commands
        self._folder, self._trusted, self._number = folder, trusted, 0
        proxy.targets = way.targets
        self._wanted: object = None
        with self._run() as (place, held):
            self.first = self._command(place, way.again or way.command)
            self._wanted = self._result(place, held)
        if self.first.outcome.code != way.good:
            raise AssertionError(f"{way.name}: {self.first.outcome}\n{self.first.output[-3000:]}")

    def result(self, kind: Kind) -> Result:
        way = self._way
        with self._run() as (place, held):
            self._proxy.kind, self._proxy.met = kind, 0
            before = self._proxy.trap.connections
            ended = self._command(place, way.command, kind)
            met, reached = self._proxy.met, self._proxy.trap.connections > before
            self._proxy.kind = None
            faults = [*self._faults(ended, place), *(["reached a private address"] if reached else [])]
            if ended.outcome.code not in way.codes:
                faults.append(f"exit code {ended.outcome.code}")
            following = self._command(place, way.again or way.command, days=way.days)
            faults += [f"next: {one}" for one in self._faults(following, place)]
            if following.outcome.code != way.good:
                faults.append(f"next: exit code {following.outcome.code}: {following.outcome.sentence[:200]}")
            found = self._result(place, held)
            if found != self._wanted:
                faults.append(f"next: {_difference(self._wanted, found)}")
        return Result(way.name, kind, ended, tuple(faults), met)

    @contextmanager
    def _run(self) -> Iterator[tuple[Path, Callable[[], object]]]:
        """A fresh copy of the archive, and fresh servers."""
        self._number += 1
        place = self._folder / f"{self._number}"
        place.mkdir(parents=True)
        with self._stage.servers() as (good, held):
            self._proxy.kind, self._proxy.good, self._passing.good = None, good, good
            self._proxy.raw = self._stage.raw() if self._stage.raw else None
            shutil.copytree(self._stage.archive, place / "archive", symlinks=True)
            if self._way.before:
                made = self._command(place, self._way.before)
                assert made.outcome.code == 0, made
            yield place, held
        shutil.rmtree(place)

    def _result(self, place: Path, held: Callable[[], object]) -> object:
        return self._way.result(Layout(place / "archive")), held()

    def _command(self, place: Path, command: tuple[str, ...], kind: Kind | None = None, days: int = 0) -> Ended:
        scheme = "https" if kind is not None and kind.tls else "http"
        hostile = self._way.hosts or self._stage.hosts
        led = {
            host: f"{scheme}://127.0.0.1:{self._proxy.port}"
            if host in hostile
            else f"http://127.0.0.1:{self._passing.port}"
            for host in self._stage.hosts
        }
        environment = {"SSL_CERT_FILE": str(self._trusted), **self._stage.environment}
        if self._stage.raw:
            environment["ARCHIVE_SMTP_PORT"] = str(self._proxy.port)
        task = Task((*command, "--archive", "archive"), place, led, environment, 1.0 if kind is None else _SPEED, days)
        return self._commands.run(task)

    def _faults(self, ended: Ended, place: Path) -> list[str]:
        outcome = ended.outcome
        found = ["traceback"] if outcome.has_traceback else []
        found += ["unexpected error"] if _BY_PROGRAM in ended.output else []
        found += ["slow"] if outcome.is_stopped or outcome.seconds > 15 else []
        found += ["large"] if outcome.megabytes > 500 else []
        found += ["silent"] if not outcome.sentence else []
        found += [f"waited {ended.seconds / 3600:.0f} hours"] if ended.seconds > _LONGEST else []
        found += ["a secret is shown"] if any(one in ended.output for one in self._stage.secrets) else []
        found += ["control characters are shown"] if "\x1b" in ended.output or "\x07" in ended.output else []
        left = [path.name for path in place.rglob(".*.tmp")]
        return found + ([f"a temporary file is left: {left[0]}"] if left else [])


def _difference(wanted: object, found: object) -> str:
    assert isinstance(wanted, tuple) and isinstance(found, tuple)
    wanted_files, wanted_held = wanted
    files_found, held = found
    if wanted_held != held:
        return f"the server has {str(held)[:300]}"
    if not isinstance(wanted_files, dict) or not isinstance(files_found, dict):
        return f"the archive has {str(files_found)[:300]}"
    names = sorted(
        name for name in wanted_files.keys() | files_found.keys() if wanted_files.get(name) != files_found.get(name)
    )
    return f"{len(names)} values differ: {', '.join(map(str, names[:4]))}"


@contextmanager
def bench(way: Way, folder: Path, commands: Commands, certificates: Certificates) -> Iterator[Bench]:
    """A way that is ready for kinds; `folder` is an empty one."""
    with ExitStack() as stack:
        stage = stack.enter_context(way.stage(folder / "made"))
        proxy, passing = (stack.enter_context(Proxy(certificates)) for _ in range(2))
        yield Bench(way, stage, proxy, passing, commands, folder / "runs", certificates.trusted)
