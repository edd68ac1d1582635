"""The actions of each host, platform and format: what `archive publish` and `archive export` can do with it.

They are made of the tuples `ALL` of these packages when they are first asked for: a page that needs none of them comes
without importing them all.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from medium_archive.app import actions, options
from medium_archive.app.actions import TO_BACKUP, TO_PUBLISH, TO_WATCH, Action, Form, Place, Rehearsal
from medium_archive.app.options import Field

_SITE = Rehearsal("dry_run", "rehearsal_title", "rehearsal_text", "send_now")
_POSTS = Rehearsal("dry_run", "rehearsal_title", "rehearsal_posts", "send_now")
_FILES = Rehearsal("dry_run", "rehearsal_files_title", "rehearsal_files", "write_now")
_SENT = (TO_BACKUP, TO_PUBLISH, TO_WATCH)
_SUFFIX = re.compile(r"\.[A-Za-z]\w{0,9}$")
# Fields that are buttons; and of GitHub, what is for an archive that is in git already
_BUTTONS = frozenset(("dry_run", "check", "login"))
_LEFT_OUT = frozenset(("workflow", "even_private"))


def hosts() -> Sequence[Any]:
    from medium_archive import hosts  # noqa: PLC0415  # slow to import

    return hosts.ALL


def platforms() -> Sequence[Any]:
    from medium_archive import platforms  # noqa: PLC0415  # slow to import

    return platforms.ALL


def formats() -> Sequence[Any]:
    from medium_archive import formats  # noqa: PLC0415  # slow to import

    return formats.ALL


def of_name(members: Sequence[Any], name: str) -> Any | None:
    """The member of that name."""
    return next((member for member in members if name == member.NAME), None)


def host_fields(host: Any) -> tuple[Field, ...]:
    return options.fields(host.Settings, _BUTTONS | _LEFT_OUT)


def post_fields(platform: Any) -> tuple[Field, ...]:
    """The options that choose the posts for a platform."""
    from medium_archive.platforms.selection import Selection  # noqa: PLC0415  # slow to import

    has_import = platform.TRAITS.migration is not None
    return options.fields(Selection, _BUTTONS if has_import else _BUTTONS | {"migration"})


def format_fields(member: Any) -> tuple[Field, ...]:
    """The place to write to, then the options."""
    target = member.TARGET
    place = Field("out", "path", target.help, target.metavar, "", is_argument=True, is_required=not target.default)
    return (place, *options.fields(member.Settings, _BUTTONS))


def can_rehearse(member: Any) -> bool:
    """Whether a format can say what it would write."""
    return any(field.name == "dry_run" for field in options.fields(member.Settings))


def named(name: str) -> Action | None:
    """The action of that name, of all pages."""
    found = {action.name: action for action in actions.ALL}
    return found[name] if name in found else _all().get(name)


def of_job(name: str) -> Action:
    """The action of a job, by its name there."""
    action = named(name)
    assert action is not None  # noqa: S101  # only an action starts a job
    return action


@cache
def _all() -> dict[str, Action]:
    made = (
        *(_to_host(host) for host in hosts()),
        *(action for platform in platforms() for action in _to_platform(platform)),
        *(_to_format(member) for member in formats()),
    )
    return {action.name: action for action in made}


def _to_host(host: Any) -> Action:
    def arguments(form: Form, _place: Place) -> Sequence[str]:
        return ["publish", host.NAME, *_dry(form), *options.arguments(host_fields(host), form)]

    return Action(f"publish-{host.NAME}", "publish", arguments, _SENT, rehearsal=_SITE, sends=True)


def _to_platform(platform: Any) -> tuple[Action, ...]:
    def send(form: Form, _place: Place) -> Sequence[str]:
        return ["publish", platform.NAME, *_dry(form), *options.arguments(post_fields(platform), form)]

    def compare(_form: Form, _place: Place) -> Sequence[str]:
        return ["publish", platform.NAME, "--check"]

    def log_in(_form: Form, _place: Place) -> Sequence[str]:
        return ["publish", platform.NAME, "--login"]

    page, secrets = f"publish/{platform.NAME}", platform.SECRETS
    return (
        Action(f"publish-{platform.NAME}", page, send, _SENT, rehearsal=_POSTS, secrets=secrets, sends=True),
        Action(f"compare-{platform.NAME}", page, compare, (TO_PUBLISH,), secrets=secrets),
        Action(f"login-{platform.NAME}", page, log_in, (TO_PUBLISH,), secrets=secrets),
    )


def _to_format(member: Any) -> Action:
    def arguments(form: Form, _place: Place) -> Sequence[str]:
        dry = _dry(form) if can_rehearse(member) else ()
        named = {**form, "out": _with_suffix(member, form.get("out", ""))}
        return ["export", member.NAME, *dry, *options.arguments(format_fields(member), named)]

    rehearsal = _FILES if can_rehearse(member) else None
    leads_to = (("export", "next_export"), TO_BACKUP)
    return Action(f"export-{member.NAME}", f"export/{member.NAME}", arguments, leads_to, rehearsal=rehearsal)


def _with_suffix(member: Any, out: str) -> str:
    """The name of a file with the suffix that programs look for, if it has none: "my book" is "my book.epub"."""
    suffix = Path(member.TARGET.default or member.EXAMPLE.split()[-1]).suffix if member.TARGET.metavar == "FILE" else ""
    bare = out.strip().strip("\"'")
    return f"{bare}{suffix}" if bare and not bare.endswith("/") and not _SUFFIX.search(bare) else out


def _dry(form: Form) -> Sequence[str]:
    return ["--dry-run"] * bool(form.get("dry_run"))
