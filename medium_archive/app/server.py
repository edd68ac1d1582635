"""The server of the page: it listens on this computer, and ends by itself after an idle hour."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
import socket
import time
from collections.abc import Callable, Iterator
from functools import partial
from http import HTTPStatus
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Mount, Route

from medium_archive.app import connections, documents, guard, words
from medium_archive.app.changes import Changes
from medium_archive.app.guard import Guard, Keys
from medium_archive.app.originals import Originals
from medium_archive.app.pages import Pages
from medium_archive.app.requests import Requests
from medium_archive.app.session import NAVIGATION, OTHERS, Session, environment
from medium_archive.app.watching import Watching
from medium_archive.app.words import Labels
from medium_archive.errors import FolderUnwritable
from medium_archive.folder import files
from medium_archive.folder.layout import Layout
from medium_archive.report import Report
from medium_archive.site.server.termination import interrupt_on_termination

IDLE_SECONDS = 3600.0
_LOOK_SECONDS = 1.0
_GRACE_SECONDS = 2  # for open requests at the end
DOOR = "open.html"


def serve(  # noqa: PLR0913  # what the command line gives to the page
    layout: Layout,
    labels: Labels,
    show: Callable[[str], bool],
    edit: Callable[[Path], bool],
    *,
    port: int = 0,
    ready: Callable[[Path], None],
) -> Report:
    """Serve until Ctrl-C, the button of the page, or an idle hour. `labels` are those of the command line. `show` opens
    an address in the browser, `edit` a text in an editor; both say whether they could. `ready` gets the file that opens
    the page.

    Raises FolderUnwritable if there is no temporary folder, and for a port that another program has.
    """
    logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)  # it would print each connection that breaks off
    with files.temporary_folder("archive-app-") as temporary, _listening(port) as listener:
        number = listener.getsockname()[1]
        keys = Keys(number)
        door = _write_door(temporary, keys, number)
        ready(door)
        run = partial(Session, layout, keys, labels, temporary, show, edit)
        refused = (
            environment()
            .get_template("refused.html")
            .render(title=words.ENGLISH.texts["refused_title"], languages=words.ALL, door=door)
        )
        with contextlib.suppress(KeyboardInterrupt), interrupt_on_termination():
            asyncio.run(_serve(run, keys, listener, refused))
    return Report("app", facts={"address": f"http://{guard.HOST}:{number}"})


async def _serve(
    make: Callable[[Callable[[], None]], Session], keys: Keys, listener: socket.socket, refused: str
) -> None:
    """Serve the session that `make` makes, with the function that ends the program. `refused` as in Guard."""

    def end() -> None:
        server.should_exit = True

    session = make(end)
    guarded = Guard(application(session), keys, refused)
    server = _Server(_config(guarded))
    watching = asyncio.create_task(_end_when_idle(guarded, session, end))
    with _ended_by_signals(end):  # until the job has ended, too
        try:
            await server.serve(sockets=[listener])
        finally:
            watching.cancel()
            await session.jobs.close()


class _Server(uvicorn.Server):
    """uvicorn's server, which leaves signals alone: it would raise them again before the job has ended."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@contextlib.contextmanager
def _ended_by_signals(end: Callable[[], None]) -> Iterator[None]:
    """Call `end` at Ctrl-C, at the end of the terminal, and when the system ends the program."""
    handled = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGBREAK") if hasattr(signal, name)]
    hang_up = getattr(signal, "SIGHUP", None)
    if hang_up is not None and signal.getsignal(hang_up) != signal.SIG_IGN:  # nohup
        handled.append(hang_up)
    before = [(number, signal.signal(number, lambda _number, _frame: end())) for number in handled]
    try:
        yield
    finally:
        for number, handler in before:
            signal.signal(number, handler)


def application(session: Session) -> Starlette:
    """The pages of a session, without the guard."""
    pages = Pages(session)
    asked, shown = Requests(session, pages), documents.Documents(session)
    originals = Originals(session)
    changed, letter = Changes(session, pages), Watching(session)
    inside = [
        Route("/", pages.of("start")),
        *(Route(f"/{name}", pages.of(name)) for name in (*NAVIGATION[1:], *OTHERS)),
        *(Route(f"/{name}/{{member}}", pages.of(name)) for name in ("publish", "export")),
        Route("/job/events", asked.events),
        Route("/job/report", asked.report),
        Route("/jobs/{action}", asked.start, methods=["POST"]),
        Route("/again", asked.again, methods=["POST"]),
        Route("/stop", asked.stop, methods=["POST"]),
        Route("/drops", asked.begin_drop, methods=["POST"]),
        Route("/drops/{drop}/{path:path}", asked.drop, methods=["PUT"]),
        Route("/archive", asked.choose_archive, methods=["POST"]),
        Route("/settings", changed.site, methods=["POST"]),
        Route("/settings/open", asked.open_settings, methods=["POST"]),
        Route("/address", changed.address, methods=["POST"]),
        Route("/trial", changed.try_site, methods=["POST"]),
        Route("/trial/{path:path}", shown.trial),
        Route("/watched", changed.watched, methods=["POST"]),
        Route("/alerts", changed.alerts, methods=["POST"]),
        Route("/places/{name}", changed.place, methods=["POST"]),
        Route("/open", asked.open_site, methods=["POST"]),
        Route("/language", asked.choose_language, methods=["POST"]),
        Route("/end", asked.end, methods=["POST"]),
        Route("/proof/page", shown.proof),
        Route("/post/edit", asked.edit, methods=["POST"]),
        Route("/post/original", originals.original),
        Route("/post/picture", originals.picture),
        Route("/watch/pictures/{path:path}", shown.screenshot),
        Route("/appeal/{name}", letter.file),
        Route("/preview/{path:path}", shown.site),
        Route("/static/{name}", documents.static),
    ]
    routes = [Route(guard.ENTER, asked.enter, methods=["POST"]), Mount(session.keys.base, routes=inside)]
    return Starlette(
        routes=routes,
        exception_handlers={
            HTTPStatus.NOT_FOUND: asked.not_found,
            HTTPStatus.METHOD_NOT_ALLOWED: asked.loaded_again,
            Exception: asked.failed,
            guard.TooLarge: _answer(HTTPStatus.REQUEST_ENTITY_TOO_LARGE),
            guard.TooSlow: _answer(HTTPStatus.REQUEST_TIMEOUT),
        },
    )


def _answer(status: HTTPStatus) -> Callable[[Request, Exception], Response]:
    def answer(_request: Request, _error: Exception) -> Response:
        return PlainTextResponse(status.phrase, status, {"Connection": "close"})

    return answer


def _config(guarded: Guard) -> uvicorn.Config:
    return uvicorn.Config(
        guarded,
        loop="asyncio",
        http=connections.Connection,
        ws="none",
        lifespan="off",
        interface="asgi3",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        date_header=False,
        limit_concurrency=connections.MOST,
        h11_max_incomplete_event_size=connections.HEAD_BYTES,
        timeout_graceful_shutdown=_GRACE_SECONDS,
    )


async def _end_when_idle(guarded: Guard, session: Session, end: Callable[[], None]) -> None:
    while True:
        await asyncio.sleep(_LOOK_SECONDS)
        if session.jobs.is_running:
            guarded.used = time.monotonic()
        if time.monotonic() - guarded.used > IDLE_SECONDS:
            end()
            return


@contextlib.contextmanager
def _listening(port: int) -> Iterator[socket.socket]:
    """A socket on this computer alone."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listener:
        if os.name == "posix":  # on Windows it would let two programs share a port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((guard.HOST, port))
            listener.listen()  # so that a browser that is quick waits
        except OSError as error:
            raise FolderUnwritable(
                f"Port {port} of this computer can't be used: {error.strerror or error}.",
                "Leave out --port: then a free one is taken.",
            ) from error
        yield listener


def _write_door(temporary: Path, keys: Keys, port: int) -> Path:
    """The file that the browser opens: it sends the key of the door. The key is in no address, no history and no list
    of processes, and only this user can read the file.
    """
    address = f"http://{guard.HOST}:{port}{guard.ENTER}"
    page = environment().get_template("door.html").render({"address": address, "key": keys.door})
    door = temporary / DOOR
    number = os.open(door, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(number, "w", encoding="utf-8") as file:
        file.write(page)
    return door
