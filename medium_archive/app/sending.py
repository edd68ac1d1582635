"""The pages from which posts and the site leave the archive: publish, export and backup."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from medium_archive.app import members, options
from medium_archive.app.actions import Form
from medium_archive.app.words import Labels
from medium_archive.folder import environment
from medium_archive.folder import settings as settings_file
from medium_archive.folder.layout import Layout
from medium_archive.hosts import program
from medium_archive.links import is_web
from medium_archive.platforms.credentials import ENVIRONMENT_FILE

_MOST_POSTS = 1_000  # in the table


@dataclass(frozen=True)
class Secret:
    """A variable that a command needs, and whether the environment or private/publish.env has it."""

    name: str
    is_set: bool


def secrets(layout: Layout, names: Sequence[str]) -> list[Secret]:
    """Which secrets are there. Their values are not read out of this function. Raises FolderUnwritable."""
    variables = environment.read(layout, ENVIRONMENT_FILE) if names else {}
    return [Secret(name, bool(variables.get(name, "").strip())) for name in names]


def publish(layout: Layout, status: Mapping[str, Any], asked: Callable[[str], Form]) -> dict[str, Any]:
    """The hosts with the fields of their forms, the platforms, and where the posts are. `asked` gives the latest form
    of an action.
    """
    from medium_archive.commands import web_place  # noqa: PLC0415  # the first page comes without it
    from medium_archive.hosts import git  # noqa: PLC0415  # as above

    chosen = settings_file.read(layout.settings)
    needs_author = not git.knows_author()
    known = {
        host.NAME: {
            **({"git_name": chosen.author.name} if needs_author else {}),
            **web_place.known(layout, host),
            **{key: program.without_password(text) for key, text in chosen.publish.get(host.NAME, {}).items()},
            **{key: text for key, text in asked(f"publish-{host.NAME}").items() if text},
        }
        for host in members.hosts()
    }
    action = members.named("save-site")
    return {
        "hosts": [(host.NAME, host.SUMMARY, members.host_fields(host)) for host in members.hosts()],
        "platforms": [(one.NAME, one.SUMMARY, one.NAME in chosen.publish) for one in members.platforms()],
        "known": known,
        "needs_author": needs_author,
        "address": chosen.site.url,
        "secrets": secrets(layout, action.secrets if action else ()),
        **_places(status),
    }


def place(layout: Layout, name: str, asked: Form) -> dict[str, Any] | None:
    """A platform: its settings, its secrets, and the options that choose posts, as in the form that was `asked` for
    last. None for no platform.
    """
    platform = members.of_name(members.platforms(), name)
    if platform is None:
        return None
    table = settings_file.read(layout.settings).publish.get(name, {})
    return {
        "template": "place",
        "name": name,
        "summary": platform.SUMMARY,
        "login": platform.LOGIN,
        "settings": options.fields(platform.Settings),
        "known": {key: program.without_password(text) for key, text in table.items()},
        "fields_of_posts": members.post_fields(platform),
        "asked": asked,
        "secrets": secrets(layout, platform.SECRETS),
    }


def export() -> dict[str, Any]:
    """The formats."""
    return {"formats": [(member.NAME, member.SUMMARY) for member in members.formats()]}


def file_format(name: str, asked: Form) -> dict[str, Any] | None:
    """A format and its options, as in the form that was `asked` for last. None for no format."""
    member = members.of_name(members.formats(), name)
    if member is None:
        return None
    return {
        "template": "format",
        "name": name,
        "summary": member.SUMMARY,
        "fields_of_format": members.format_fields(member),
        "asked": asked,
        "can_rehearse": members.can_rehearse(member),
    }


def backup(layout: Layout, labels: Labels) -> dict[str, Any]:
    """How old the newest export is, and the bag that a copy can be."""
    from medium_archive.commands import remind  # noqa: PLC0415  # the first page comes without it

    bag = members.of_name(members.formats(), "bagit")
    report = remind.remind(layout)
    facts = [(labels.fact(key), labels.value(key, value)) for key, value in report.facts.items() if key != "archive"]
    text = report.details.get("text", "")
    return {
        "facts": facts,
        "advice": [
            *(labels.message(issue.code, issue.message) for issue in report.issues),
            *[labels.message("remind", text)] * bool(text),
        ],
        "fields_of_bag": members.format_fields(bag),
        "folder": shlex.quote(str(layout.root)),
    }


def _places(status: Mapping[str, Any]) -> dict[str, Any]:
    """Each post that is somewhere, with what is known of it at each account."""
    cells: Sequence[Mapping[str, str]] = status["places"]
    accounts = sorted({(cell["platform"], cell["account"]) for cell in cells})
    by_post: dict[str, dict[tuple[str, str], Mapping[str, str]]] = {}
    for cell in cells:
        link = cell["address"] if is_web(cell["address"]) else ""
        by_post.setdefault(cell["path"], {})[cell["platform"], cell["account"]] = {**cell, "address": link}
    there = {
        path: found for path, found in by_post.items() if any(one["difference"] != "not_sent" for one in found.values())
    }
    shown = sorted(there.items())[:_MOST_POSTS]
    return {
        "accounts": accounts,
        "summaries": [(row["label"], row["value"]) for row in status["rows"]],
        "posts": [(path, [found.get(account) for account in accounts]) for path, found in shown],
        "posts_left": len(there) - len(shown),
    }
