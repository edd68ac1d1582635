"""Places that take the built site, one file each. To add a host, write its file and add it to `ALL`."""

from __future__ import annotations

from typing import Any, Protocol

from medium_archive.folder.layout import Layout
from medium_archive.hosts import folder, github_pages, rsync
from medium_archive.hosts.site import BuildSite, Published, ReadySite, files_of
from medium_archive.report import Progress

__all__ = ["ALL", "BuildSite", "Host", "Published", "ReadySite", "files_of"]


class Host(Protocol):
    """A module that publishes the site to one kind of place, as `archive publish NAME`.

    `SUMMARY` is the first sentence of the help text, `EXAMPLE` a command line. `Settings` is a frozen dataclass; its
    fields become the arguments and options of the command (cli/options.py).
    """

    NAME: str
    SUMMARY: str
    EXAMPLE: str
    Settings: type[Any]

    def publish(self, layout: Layout, settings: Any, build_site: BuildSite, progress: Progress) -> Published:
        """Call `build_site` with the address that the site will have, and send the files of the site that it returns.

        With `dry_run` in the settings nothing is sent. Sending the same site twice changes nothing. Raises
        PublishRefused, AccessDenied, Unreachable, ProgramMissing and what `build_site` raises.
        """


ALL: tuple[Host, ...] = (github_pages, folder, rsync)
