"""The place where the site of an archive is on the web, which the next publishing and other commands need."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from medium_archive import hosts
from medium_archive.errors import FolderUnwritable, SettingsWrong
from medium_archive.folder import settings as settings_file
from medium_archive.folder import site_place
from medium_archive.folder.layout import Layout
from medium_archive.folder.site_place import SitePlace
from medium_archive.hosts import Host, github_pages, program
from medium_archive.program_start import typed

_IDENTITY = ("git_name", "git_email")  # of github, as these are:
_OPTIONS = ("branch", "domain", *_IDENTITY)
_WITHDRAWN = "The site on this computer changes with `archive build`, the one on the web with `archive {}`{}."
_OLDER = ", which also removes the older versions that everybody can look up there"
_UNPUBLISHED = "Run `archive build` to take it off the site; if the site is on the web, publish it again."


def remember(layout: Layout, host: Host, settings: Any) -> None:
    """Note where the site was published. An address with a password is not noted, and a file that can't be written
    makes no published site a failure.
    """
    target = getattr(settings, _argument(settings), "")
    if not target or program.without_password(str(target)) != str(target):
        return
    # The same place also for a command that is run in another folder
    whole = str(Path(target).resolve()) if Path(target).exists() else str(target)
    options = {name: getattr(settings, name, "") for name in _OPTIONS}
    with suppress(FolderUnwritable):
        site_place.write(layout, SitePlace(host.NAME, whole, **options))


def completed(layout: Layout, host: Host, settings: Any) -> Any:
    """The settings, with the place of the last publishing if neither they nor archive.toml name one, and with those of
    its options that neither has. Who the commits are from is the same for each place.
    """
    known, argument = site_place.read(layout), _argument(settings)
    if known is None or known.host != host.NAME:
        return settings
    named = settings_file.read(layout.settings).publish.get(host.NAME, {})
    is_named = bool(getattr(settings, argument) or named.get(argument))
    left = [
        name
        for name in (_IDENTITY if is_named else _OPTIONS)
        if hasattr(settings, name) and not getattr(settings, name) and name not in named
    ]
    place = {} if is_named else {argument: known.target}
    return replace(settings, **place, **{name: getattr(known, name) for name in left})


def known(layout: Layout, host: Host) -> dict[str, str]:
    """The place of the last publishing to this host, with its options, as fields of its settings; {} if there is none.
    What archive.toml has is left out.
    """
    last = site_place.read(layout)
    if last is None or last.host != host.NAME:
        return {}
    named = settings_file.read(layout.settings).publish.get(host.NAME, {})
    argument = _argument(host.Settings)
    found = {argument: last.target, **{name: getattr(last, name) for name in _OPTIONS}}
    kept = _IDENTITY if named.get(argument) else found
    return {name: found[name] for name in kept if found[name] and name not in named}


def way(layout: Layout) -> str:
    """The command that publishes the site where it was published last, else at the host that archive.toml names,
    without its first word; "" if neither is known.
    """
    if known := site_place.read(layout):
        host = next((host for host in hosts.ALL if known.host == host.NAME), None)
        if host is github_pages:
            return f"publish {known.host}"
        if host is not None:
            return f"publish {known.host} {typed(known.target)}"
    named: Mapping[str, object] = {}
    with suppress(SettingsWrong):  # each command that builds names the error
        named = settings_file.read(layout.settings).publish
    return next((f"publish {host.NAME}" for host in hosts.ALL if host.NAME in named), "")


def withdrawal(layout: Layout) -> str:
    """What to do so that a post that has just been hidden is no longer on the site: a sentence or two."""
    command = way(layout)
    if not command:
        return _UNPUBLISHED
    if command == f"publish {github_pages.NAME}":
        return _WITHDRAWN.format(f"{command} --orphan", _OLDER)
    return _WITHDRAWN.format(command, "")


def _argument(settings: Any) -> str:
    """The setting that is the argument of the command."""
    return next(field.name for field in fields(settings) if field.metadata.get("argument"))
