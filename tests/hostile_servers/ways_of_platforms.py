"""Ways out to platforms: all requests, only those that change something, and `--check`."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import Path

from medium_archive.folder import published
from medium_archive.folder.layout import Layout
from tests import small_archive
from tests.contracts.devto_server import DevtoServer
from tests.contracts.ghost_server import GhostServer
from tests.contracts.micropub_server import MicropubServer
from tests.contracts.stand_in import StandIn
from tests.contracts.wordpress_server import WordPressServer
from tests.contracts.writeas_server import WriteasServer
from tests.hostile_servers.kind import Request
from tests.hostile_servers.scene import Servers, Stage, Way

_SERVERS: dict[str, type[StandIn]] = {
    "devto": DevtoServer, "ghost": GhostServer, "wordpress": WordPressServer, "writeas": WriteasServer,
    "micropub": MicropubServer,
}  # fmt: skip


def _place(name: str, kind: type[StandIn]) -> Callable[[Path], AbstractContextManager[Stage]]:
    @contextmanager
    def stage(folder: Path) -> Iterator[Stage]:
        layout = small_archive.make(folder / "archive", url="https://ada.example")
        values = dataclasses.asdict(kind.settings)
        lines = "".join(f'{key} = "{value}"\n' for key, value in values.items() if value)
        with layout.settings.open("a", encoding="utf-8") as settings:
            settings.write(f"[publish.{name}]\n{lines}")
        secrets = {key: secret.value for key, secret in kind.secrets.items()}
        small_archive.write(
            layout.root, "private/publish.env", "".join(f"{key}='{one}'\n" for key, one in secrets.items())
        )
        hosts = (kind.host, *kind.more_hosts)
        yield Stage(layout.root, hosts, partial(_servers, kind), secrets=tuple(secrets.values()))

    return stage


@contextmanager
def _servers(kind: type[StandIn]) -> Iterator[Servers]:
    with kind() as running:

        def held() -> object:
            return sorted((one.title, one.is_public) for one in running.posts())

        yield lambda request: running.address, held


def _records(layout: Layout) -> object:
    return {place.post: remote.state for place, remote in published.read(layout).items()}


def _writes(request: Request) -> bool:
    return request.is_write


def _ways() -> Iterator[Way]:
    codes = frozenset({0, 1, 40, 50, 51})
    for name, kind in _SERVERS.items():
        command = ("publish", name)
        yield Way(name, command, _place(name, kind), codes, result=_records)
        yield Way(f"{name}, changes", command, _place(name, kind), codes, targets=_writes, result=_records)
        yield Way(f"{name} --check", (*command, "--check"), _place(name, kind), codes, before=command, result=_records)


ALL: tuple[Way, ...] = tuple(_ways())
