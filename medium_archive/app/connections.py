"""Connections of the server: a request must be complete soon, so that nobody can use up the connections."""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

HEAD_SECONDS = 10.0  # from the opening of a connection to the end of its first head
MOST = 64  # at a time; a browser opens six
HEAD_BYTES = 16_384


class Connection(H11Protocol):
    """uvicorn's protocol, which waits without end for the head of a first request, with a limit of time."""

    _timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        self._timer = self.loop.call_later(HEAD_SECONDS, self._close_without_request)

    def connection_lost(self, exc: Exception | None) -> None:
        if self._timer is not None:
            self._timer.cancel()
        super().connection_lost(exc)

    def _close_without_request(self) -> None:
        if self.cycle is None and not self.transport.is_closing():
            self.transport.abort()  # nothing waits to be sent
