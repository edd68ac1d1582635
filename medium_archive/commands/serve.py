"""`archive serve`: the site on this computer, rebuilt and reloaded as its texts change."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from medium_archive.commands.build import build
from medium_archive.folder import files
from medium_archive.folder import settings as settings_file
from medium_archive.folder.layout import Layout
from medium_archive.folder.themes import OWN, SHIPPED
from medium_archive.report import Issue, Report
from medium_archive.site import memory_file
from medium_archive.site.memory import Memory
from medium_archive.site.server.server import Server
from medium_archive.site.server.termination import interrupt_on_termination
from medium_archive.site.server.watch_page import PATH

DEFAULT_PORT = 8000


@dataclass(frozen=True)
class Rebuilt:
    """A build of the server: the files that changed before it, as paths in the archive where they are in it; the
    seconds that it took; and its problems, a line each: all errors, and the warnings about the files that changed.
    """

    changed: tuple[str, ...]
    seconds: float
    problems: tuple[str, ...]


def serve(
    layout: Layout,
    *,
    port: int = DEFAULT_PORT,
    drafts: bool = False,
    ready: Callable[[str, str], None],
    built: Callable[[Rebuilt], None] = lambda _build: None,
) -> Report:
    """Serve until Ctrl-C, or until the system ends the program. `ready` gets the address once the site is there, and
    that of the page about the watch, "" if no check has looked yet. `built` gets the first build if it has a problem,
    then each build.

    Raises what `build` raises when the settings can't be read; the page shows what goes wrong later.
    """
    with interrupt_on_termination(), files.temporary_folder("archive-drafts-") as temporary:
        # A site with drafts is never in site/, from where it could be published.
        server = make_server(layout, temporary if drafts else layout.site, port=port, drafts=drafts, built=built)
        try:
            server.start()
            is_watched = (layout.records / "watch.jsonl").is_file()
            ready(server.address, urljoin(server.address, PATH) if is_watched else "")
            if problem := server.state.problem:
                built(Rebuilt((), 0, tuple(problem.splitlines())))
            server.wait()
        except KeyboardInterrupt:
            pass
        finally:
            server.stop()
    return Report("serve", facts={"address": server.address})


def make_server(
    layout: Layout,
    out: Path,
    *,
    port: int = 0,
    drafts: bool = False,
    built: Callable[[Rebuilt], None] = lambda _build: None,
) -> Server:
    """A server for an archive, not started yet; it builds the site in `out`. `built` gets each build but the first."""
    memory = Memory() if drafts else memory_file.read(layout)
    warnings: list[Issue] = []  # of the last build

    def rebuild() -> str:
        warnings.clear()
        try:
            report = build(layout, drafts=drafts, out=out, memory=memory)
        except Exception:  # any: a build that failed half-way leaves a memory that may be wrong
            memory.forget()
            raise
        warnings.extend(issue for issue in report.issues if issue.level == "warning")
        return "\n".join(f"{issue.where}: {issue.message}" for issue in report.issues if issue.level == "error")

    def tell(changed: Sequence[str], problem: str, seconds: float) -> None:
        paths = tuple(_in_archive(path, layout.root) for path in changed)
        about_them = [f"{one.where}: {one.message}" for one in warnings if one.where.partition(", line ")[0] in paths]
        built(Rebuilt(paths, seconds, (*problem.splitlines(), *about_them)))

    settings = settings_file.read(layout.settings)
    about = [layout.about, *(layout.about_of(name) for name in settings.authors)]
    watched = [layout.posts, layout.responses, layout.settings, *about, layout.root / "themes"]
    watched += [layout.root / OWN, layout.records / "pictures.jsonl", *SHIPPED]
    watched += [layout.records / "watch.jsonl", layout.private / "signs.jsonl"]  # the page about the watch
    if drafts:
        watched.append(layout.drafts)
    base = urlsplit(settings.site.url).path.rstrip("/")

    def private(path: str) -> tuple[str, bytes] | None:
        from medium_archive.commands import watch_page  # noqa: PLC0415  # slow to import, and seldom needed

        return watch_page.answer(layout, base, path)

    return Server(out, watched, rebuild, port=port, base=base, private=private, told=tell)


def _in_archive(path: str, root: Path) -> str:
    """A path in the archive, or the whole path of a file elsewhere, such as one of the program's themes."""
    place = Path(path)
    return place.relative_to(root).as_posix() if place.is_relative_to(root) else path
