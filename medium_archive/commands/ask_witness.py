"""`archive check --witness`: asks the web archive about the pages that are checked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from medium_archive.commands import wayback_keys
from medium_archive.fetch.web_archives import wayback
from medium_archive.folder.layout import CACHE, Layout
from medium_archive.folder.settings import Watch
from medium_archive.folder.watch_log import Probe
from medium_archive.medium.addresses import Place
from medium_archive.watch import witness
from medium_archive.watch.testimony import Testimony


def ask(  # noqa: PLR0913  # the clocks by keyword
    layout: Layout | None,
    watch: Watch,
    places: Sequence[Place],
    known: Sequence[Probe],
    *,
    now: Callable[[], datetime],
    sleep: Callable[[float], None],
    clock: Callable[[], float],
    say: Callable[[str], None],
    hosts: Mapping[str, str],
) -> Testimony:
    """What it tells, with the keys and the memory of an archive if there is one. `known` are the probes of earlier
    runs, `hosts` those of `Web`. Raises FolderUnwritable.

    Keys are sent to the Wayback Machine alone: archive.toml may come from somebody else, so if it leads this host to
    another address, there are none.
    """
    led = {name: address for name, address in watch.hosts.items() if name == wayback.HOST}
    means = witness.Means(
        hosts={**led, **hosts},
        allow=watch.allow if led else (),
        keys=wayback_keys.read(layout) if layout is not None and not led else None,
        recent=layout.private / CACHE / "wayback.json" if layout is not None else None,
        say=say,
        sleep=sleep,
        clock=clock,
        now=now,
    )
    return witness.look(places, known, means)
