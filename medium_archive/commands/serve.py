"""`archive serve`: the site on this computer, rebuilt and reloaded as its texts change."""

from __future__ import annotations

import signal
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from urllib.parse import urlsplit

from medium_archive.commands.build import build
from medium_archive.folder import settings as settings_file
from medium_archive.folder.layout import Layout
from medium_archive.report import Report
from medium_archive.site.memory import Memory
from medium_archive.site.server import Server
from medium_archive.site.theme import OWN, SHIPPED

DEFAULT_PORT = 8000


def serve(layout: Layout, *, port: int = DEFAULT_PORT, drafts: bool = False, ready: Callable[[str], None]) -> Report:
    """Serve until Ctrl-C, or until the system asks the program to end. `ready` gets the address once the site is there.

    Raises what `build` raises when the settings can't be read; what goes wrong later is shown in the page.
    """
    with _asked_to_end(), tempfile.TemporaryDirectory(prefix="archive-drafts-") as temporary:
        # A site with drafts is never in site/, from where it could be published.
        server = make_server(layout, Path(temporary) if drafts else layout.site, port=port, drafts=drafts)
        try:
            server.start()
            ready(server.address)
            server.wait()
        except KeyboardInterrupt:
            pass
        finally:
            server.stop()
    return Report("serve", facts={"address": server.address})


@contextmanager
def _asked_to_end() -> Iterator[None]:
    """Have the signals that end a program, and a terminal that is closed, do what Ctrl-C does: drafts must not stay in
    the temporary folder.
    """

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        for number in wanted:  # a second signal must not end the cleaning up
            signal.signal(number, signal.SIG_IGN)
        raise KeyboardInterrupt

    here = threading.current_thread() is threading.main_thread()  # elsewhere no signal arrives
    wanted = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if here and hasattr(signal, name)]
    wanted = [number for number in wanted if signal.getsignal(number) != signal.SIG_IGN]  # nohup
    before = [(number, signal.signal(number, interrupt)) for number in wanted]
    try:
        yield
    finally:
        for number, handler in before:
            signal.signal(number, handler)


def make_server(layout: Layout, out: Path, *, port: int = 0, drafts: bool = False) -> Server:
    """A server for an archive, not started yet."""

    memory = Memory()

    def rebuild() -> str:
        try:
            report = build(layout, drafts=drafts, out=out, memory=memory)
        except Exception:  # whatever it was: what a build that failed left behind is nothing to go by
            memory.forget()
            raise
        return "\n".join(f"{issue.where}: {issue.message}" for issue in report.issues if issue.level == "error")

    settings = settings_file.read(layout.settings)
    watched = [layout.posts, layout.responses, layout.settings, layout.about, layout.root / "themes"]
    watched += [layout.root / OWN, layout.records / "pictures.jsonl", *SHIPPED]
    if drafts:
        watched.append(layout.drafts)
    base = urlsplit(settings.site.url).path.rstrip("/")
    return Server(out, watched, rebuild, port=port, base=base)
