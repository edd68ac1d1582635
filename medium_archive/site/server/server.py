"""The server: it builds, serves the built site, watches files and builds again."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path

from medium_archive.errors import ArchiveError, ArchiveInUse
from medium_archive.site.server.handler import Handler, State
from medium_archive.site.server.snapshot import Snapshot, snapshot

Told = Callable[[Sequence[str], str, float], None]
HOST = "127.0.0.1"
_WATCH_SECONDS = 0.4  # between two snapshots
_IDLE_SECONDS = 5.0  # between two signs of life on an idle stream, by which a closed page is noticed


class Server:
    """Serves a built site and builds it again when one of `watched` changes.

    `rebuild` builds, and returns "" or the problems as text for the page. The page shows an error that it raises, too;
    after ArchiveInUse it is called again. `base` is the path under which the site will live ("" or "/blog"): the site
    is served there, because the links of 404.html contain it. `private` gives the pages that no site has (Source).
    `told` gets each build after the first, once: the files that changed, sorted, the problem, and the seconds it took.
    `address` is valid once `start` has returned.
    """

    def __init__(  # noqa: PLR0913  # all but the first three by keyword
        self,
        folder: Path,
        watched: Iterable[Path],
        rebuild: Callable[[], str],
        *,
        port: int = 0,
        base: str = "",
        private: Callable[[str], tuple[str, bytes] | None] = lambda _path: None,
        told: Told = lambda _changed, _problem, _seconds: None,
    ) -> None:
        self.base = base
        self.private = private
        self._told = told
        self._folder, self._watched, self._rebuild, self._port = folder, tuple(watched), rebuild, port
        self._changed = threading.Condition()
        self._state, self._stopped = State(0, ""), False
        self._must_retry = False  # the last build could not begin: another run was writing
        self._threads: list[threading.Thread] = []
        self._http: ThreadingHTTPServer | None = None

    @property
    def address(self) -> str:
        """The address of the front page."""
        port = self._http.server_address[1] if self._http else self._port
        return f"http://{HOST}:{port}{self.base}/"

    @property
    def state(self) -> State:
        """The number of the last build, and its problem."""
        return self._state

    def start(self) -> None:
        """Build once, then serve and watch in separate threads; on a free port if the wanted one is taken."""
        before = snapshot(self._watched)
        self._state = State(0, self._build())
        handler = partial(Handler, source=self, directory=str(self._folder))
        try:
            self._http = _Http((HOST, self._port), handler)
        except OSError:
            self._http = _Http((HOST, 0), handler)
        for work in (self._http.serve_forever, partial(self._watch, before)):
            thread = threading.Thread(target=work, daemon=True)
            thread.start()
            self._threads.append(thread)

    def stop(self) -> None:
        """Stop serving and watching; returns when both have ended."""
        with self._changed:
            self._stopped = True
            self._changed.notify_all()
        if self._http:
            if self._threads:
                self._http.shutdown()
            self._http.server_close()
        for thread in self._threads:
            thread.join()

    def wait(self) -> None:
        """Return after `stop` was called."""
        with self._changed:
            while not self._stopped:
                self._changed.wait(_IDLE_SECONDS)

    def wait_for_news(self, version: int) -> bool:
        """Wait for a build after `version`, at most a few seconds. False when the server stops."""
        with self._changed:
            self._changed.wait_for(lambda: self._stopped or self._state.version != version, _IDLE_SECONDS)
            return not self._stopped

    def _watch(self, before: Snapshot) -> None:
        changed: set[str] = set()
        while True:
            with self._changed:
                if self._changed.wait_for(lambda: self._stopped, _WATCH_SECONDS):
                    return
            now = snapshot(self._watched)
            if now == before and not self._must_retry:
                continue
            changed |= {path for path in before.keys() | now.keys() if before.get(path) != now.get(path)}
            before = now
            start = time.monotonic()
            problem = self._build()
            with self._changed:
                if self._must_retry and problem == self._state.problem:
                    continue  # no news for an open page
                self._told(sorted(changed), problem, time.monotonic() - start)
                changed = set() if not self._must_retry else changed
                self._state = State(self._state.version + 1, problem)
                self._changed.notify_all()

    def _build(self) -> str:
        """Build; returns the problem. Watching goes on after any error, since the person may be about to correct it."""
        self._must_retry = False
        try:
            return self._rebuild()
        except ArchiveError as error:
            self._must_retry = isinstance(error, ArchiveInUse)
            return f"{error.message}\n{error.hint}".strip()
        except Exception as error:  # the person corrects it, and the next build tries again
            return f"The site could not be built: {type(error).__name__}: {error}"


class _Http(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False  # an open page never ends its stream
    # An open page keeps the port of a server that has ended for a minute, unless the new server may reuse it. On
    # Windows this would let two servers share one port.
    allow_reuse_address = os.name == "posix"
