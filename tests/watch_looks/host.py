"""A stand-in for Medium's host, with a wall before its pages."""

from __future__ import annotations

from collections.abc import Mapping

from tests.medium_server import Answering, MediumServer, Reply
from tests.watch_looks import walls
from tests.watch_looks.certificates import VALID, context
from tests.watch_looks.walls import Wall


class WatchHost(MediumServer):
    """Answers `pages`, by "host/path" without the query, behind a wall, with TLS and without. `press` says whether a
    person presses the button of a wall that has one; `worker` is what its service worker answers.
    """

    def __init__(
        self,
        pages: Mapping[str, Answering],
        *,
        wall: Wall = walls.none,
        press: bool = False,
        worker: bytes = b"",
        certificate: str = VALID,
    ) -> None:
        super().__init__(pages, context(certificate))
        self._wall, self._press, self._worker = wall, press, worker

    def _reply(self, host: str, path: str, headers: Mapping[str, str]) -> Reply:
        path = path.partition("?")[0]
        if path == walls.PRESS and self._press:
            return walls.pressed()
        if path == walls.WORKER and self._worker:
            return walls.forging(self._worker)
        if path in ("/favicon.ico", walls.PRESS, walls.WORKER):
            return Reply(404)
        cookie = next((value for name, value in headers.items() if name.lower() == "cookie"), "")
        answer = super()._reply(host, path, headers)  # also notes the request
        return self._wall(walls.passed(cookie.split(";"))) or answer
