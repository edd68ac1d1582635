"""Actions: what a form of a page asks for, as the arguments of a command. Every job of the app is one of these."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from medium_archive.folder import bags, begun_import, location
from medium_archive.folder.layout import Layout
from medium_archive.hosts import program
from medium_archive.watch import schedules

Form = Mapping[str, str]
SETTINGS, SITE = "archive.toml", "site"  # of a trial


class Incomplete(ValueError):
    """A form lacks something. The message is the key of a sentence in `words`."""


@dataclass(frozen=True)
class Place:
    """Where an action works: the archive, the folder of what was dropped, and the file that the proof is written to.

    `trial` has the settings of a site that are not saved yet, and gets that site.
    """

    layout: Layout
    dropped: Callable[[str], Sequence[Path]]
    proof: Path
    trial: Path = Path()

    @property
    def has_archive(self) -> bool:
        return location.is_archive(str(self.layout.root))


@dataclass(frozen=True)
class Rehearsal:
    """`field` is the field of a form with which a command only says what it would do. `title`, `text` and `button` are
    the names of texts: nothing was done yet, what to do now, and the button that does it.
    """

    field: str
    title: str
    text: str
    button: str


@dataclass(frozen=True)
class Action:
    """`name` is that of its form, `page` the page that has the form, and `arguments` those of the command without
    `--archive`. It raises Incomplete. `leads_to` is where a person may go after it: addresses, and the names of their
    texts. `secrets` are variables of the environment that the command may need: a form may have them for this one run.
    `sends` if it sends posts or a site to somewhere else. `proves` if it says whether something is lost. `pauses` if it
    takes long, and a next run does the rest. `elsewhere` gives the archive if it is not the one in use.
    """

    name: str
    page: str
    arguments: Callable[[Form, Place], Sequence[str]]
    leads_to: tuple[tuple[str, str], ...]
    rehearsal: Rehearsal | None = None
    secrets: tuple[str, ...] = ()
    needs_archive: bool = True
    sends: bool = False
    proves: bool = False
    pauses: bool = False
    elsewhere: Callable[[Form], Layout] | None = None

    def command(self, form: Form, place: Place) -> tuple[str, ...]:
        """The arguments of the whole command. Raises Incomplete."""
        refuse_control_characters(form)
        layout = self.elsewhere(form) if self.elsewhere else place.layout
        return in_archive(self.arguments(form, place), layout)

    def secrets_in(self, form: Form) -> dict[str, str]:
        """The secrets of this action that a form has. Raises Incomplete."""
        found = {name: value for name in self.secrets if (value := form.get(name, "").strip())}
        refuse_control_characters(found)
        return found

    def is_rehearsed(self, form: Form) -> bool:
        """Whether with this form the command only says what it would do."""
        return self.rehearsal is not None and bool(form.get(self.rehearsal.field))


def without_secrets(form: Form) -> dict[str, str]:
    """The fields that may be kept and shown: no name of another field is in capitals."""
    return {name: value for name, value in form.items() if not name.isupper()}


_WEB = Rehearsal("plan", "rehearsal_web_title", "rehearsal_web", "fetch_now")


def in_archive(arguments: Sequence[str], layout: Layout) -> tuple[str, ...]:
    """The arguments of a command with `--archive`, which comes before all that are values."""
    names = 2 if arguments[0] in ("publish", "export", "themes") else 1
    return (*arguments[:names], "--archive", str(layout.root), *arguments[names:])


def refuse_control_characters(form: Form) -> None:
    """Raises Incomplete for a value that no field of a page can have: with a line break, or a byte that ends a text."""
    if any(unicodedata.category(character) == "Cc" for text in form.values() for character in text):
        raise Incomplete("control_character")


def text_of(form: Form, name: str) -> str:
    """The text of a field. Raises Incomplete for an address with a password: arguments are in the list of processes."""
    text = form.get(name, "").strip()
    if program.without_password(text) != text:
        raise Incomplete("password_in_address")
    return text


def path_of(text: str) -> Path:
    """The absolute path that a person has typed or pasted. Raises Incomplete for an empty one."""
    bare = text.strip().strip("\"'")
    if not bare:
        raise Incomplete("no_path")
    try:
        return Path(bare).expanduser().absolute()
    except RuntimeError as error:  # ~somebody, whom this computer does not know
        raise Incomplete("no_path") from error


def _import(form: Form, place: Place) -> Sequence[str]:
    if form.get("rest"):
        return _rest_of_import(place.layout)
    sources = place.dropped(form["drop"]) if form.get("drop") else [path_of(form.get("source", ""))]
    if not sources:
        raise Incomplete("nothing_dropped")
    return ["import", *_flags(form, "offline", "another_account"), *map(str, sources)]


def _rest_of_import(layout: Layout) -> Sequence[str]:
    """The import again that has begun and not ended."""
    if (begun := begun_import.read(layout)) is None:
        raise Incomplete("nothing_begun")
    if not (sources := begun_import.left_to_import(layout, begun)):
        raise Incomplete("begun_is_gone")
    flags = ["--offline"] * begun.offline + ["--another-account"] * begun.another_account
    return ["import", *flags, *map(str, sources)]


def _rescue(form: Form, place: Place) -> Sequence[str]:
    author = form.get("author", "").strip()
    if not author and not place.has_archive:
        raise Incomplete("no_author")
    return ["rescue", *_flags(form, "plan", "offline"), *(["--", author] if author else [])]


def _sync(form: Form, place: Place) -> Sequence[str]:
    return ["sync", *_flags(form, "offline")]


def _resolve(form: Form, place: Place) -> Sequence[str]:
    if form.get("favor") not in ("ours", "theirs"):
        raise Incomplete("no_choice")
    return ["import", "--again", "--offline", f"--{form['favor']}"]


def _verify(form: Form, place: Place) -> Sequence[str]:
    return ["verify", "--report", str(place.proof)]


def _build(form: Form, place: Place) -> Sequence[str]:
    return ["build"]


def _trial(form: Form, place: Place) -> Sequence[str]:
    settings = place.trial / SETTINGS
    if not settings.is_file():
        raise Incomplete("no_trial")
    return ["build", f"--out={place.trial / SITE}", f"--settings={settings}"]


def _theme_new(form: Form, place: Place) -> Sequence[str]:
    parent = form.get("parent", "").strip()
    return ["themes", "new", *([f"--from={parent}"] if parent else []), "--", _name(form, "name")]


def _theme_eject(form: Form, place: Place) -> Sequence[str]:
    return ["themes", "eject", "--", _name(form, "file")]


def _name(form: Form, field: str) -> str:
    if not (name := form.get(field, "").strip()):
        raise Incomplete("no_name")
    return name


def _pictures(form: Form, place: Place) -> Sequence[str]:
    own = [f"--from={path_of(form['folder'])}"] if form.get("folder", "").strip() else []
    return ["pictures", *own, *_flags(form, "wayback", "again")]


def _check_site(form: Form, place: Place) -> Sequence[str]:
    return ["publish", "--check", *_flags(form, "all"), *_texts(form, "url")]


def _save_site(form: Form, place: Place) -> Sequence[str]:
    return ["publish", "--save", *_texts(form, "url")]


def _verify_copy(form: Form, place: Place) -> Sequence[str]:
    return ["verify"]


def _set(form: Form, place: Place) -> Sequence[str]:
    values = [f"--{name}={form[name].strip()}" for name in ("date", "tags", "cover") if name in form]
    if not values:
        raise Incomplete("no_value")
    return ["set", *values, *_post_of(form)]


def _draft(form: Form, place: Place) -> Sequence[str]:
    return ["set", "--draft", *_post_of(form)]


def _publish_post(form: Form, place: Place) -> Sequence[str]:
    return ["set", "--published", *_post_of(form)]


def _forget(form: Form, place: Place) -> Sequence[str]:
    return ["forget", *_post_of(form)]


def _restore(form: Form, place: Place) -> Sequence[str]:
    return ["forget", "--undo", *_post_of(form)]


def _new(form: Form, place: Place) -> Sequence[str]:
    title = form.get("title", "").strip()
    if not title:
        raise Incomplete("no_title")
    return ["new", *_flags(form, "draft"), *_value(title)]


def _post_of(form: Form) -> list[str]:
    """The post that a form is about."""
    if not form.get("post"):
        raise Incomplete("no_post")
    return _value(form["post"])


def _value(text: str) -> list[str]:
    """A value as the last argument, also one that looks like an option."""
    return [*["--"] * text.startswith("-"), text]


def _check(form: Form, place: Place) -> Sequence[str]:
    return ["check", *_flags(form, "browser", "witness", "alert")]


def _rehearse(form: Form, place: Place) -> Sequence[str]:
    return ["check", "--rehearse"]


def _schedule(form: Form, place: Place) -> Sequence[str]:
    return [*_scheduler(form), "--install", *_flags(form, "browser", "witness", "alert")]


def _unschedule(form: Form, place: Place) -> Sequence[str]:
    return [*_scheduler(form), "--remove"]


def _scheduler(form: Form) -> Sequence[str]:
    if form.get("scheduler") not in [one.NAME for one in schedules.ALL]:
        raise Incomplete("no_schedule")
    return ["check", f"--schedule={form['scheduler']}"]


def _appeal(form: Form, place: Place) -> Sequence[str]:
    out = f"--out={path_of(form.get('folder', ''))}"
    address = form.get("address", "").strip()
    return ["appeal", *_flags(form, "again"), out, *(["--", address] if address else [])]


def _texts(form: Form, *names: str) -> list[str]:
    """The options with a value that the form has filled in."""
    return [f"--{name}={text}" for name in names if (text := text_of(form, name))]


def _flags(form: Form, *names: str) -> list[str]:
    """The options without a value that the form has ticked."""
    return [f"--{name.replace('_', '-')}" for name in names if form.get(name)]


_TO_START, _TO_PROOF, _TO_SITE = ("", "next_start"), ("proof", "next_proof"), ("site", "next_site")
_TO_POSTS, _TO_PICTURES = ("posts", "next_posts"), ("pictures", "next_pictures")
_TO_THEMES, TO_BACKUP = ("site", "next_theme"), ("backup", "next_backup")
TO_WATCH, TO_PUBLISH = ("watch", "next_watch"), ("publish", "next_publish_other")
ALL = (
    Action(
        "import",
        "start",
        _import,
        (_TO_PROOF, _TO_PICTURES, _TO_SITE),
        needs_archive=False,
        proves=True,
        pauses=True,
    ),
    Action(
        "rescue",
        "start",
        _rescue,
        (_TO_START, _TO_PICTURES, _TO_SITE),
        rehearsal=_WEB,
        needs_archive=False,
        proves=True,
        pauses=True,
    ),
    Action("sync", "start", _sync, (_TO_START, _TO_SITE), proves=True),
    Action("resolve", "questions", _resolve, (_TO_START, _TO_SITE), proves=True),
    Action("verify", "proof", _verify, (("proof/page", "next_proof_page"), _TO_SITE), proves=True),
    Action("set", "post", _set, (_TO_POSTS, _TO_SITE)),
    Action("draft", "post", _draft, (_TO_POSTS, _TO_SITE)),
    Action("publish-post", "post", _publish_post, (_TO_POSTS, _TO_SITE)),
    Action("forget", "post", _forget, (("posts?kind=forgotten", "next_forgotten"), _TO_POSTS, _TO_SITE)),
    Action("restore", "post", _restore, (_TO_POSTS, _TO_SITE)),
    Action("new", "posts", _new, (_TO_POSTS, _TO_SITE)),
    Action("pictures", "pictures", _pictures, (_TO_PICTURES, _TO_SITE), pauses=True),
    Action("build", "site", _build, (("read", "next_preview"), ("publish", "next_publish"))),
    Action("trial", "site", _trial, (("site#trial", "next_trial"),)),
    Action("theme-new", "site", _theme_new, (_TO_THEMES,)),
    Action("theme-eject", "site", _theme_eject, (_TO_THEMES,)),
    Action("check", "watch", _check, (TO_WATCH,)),
    Action("rehearse", "watch", _rehearse, (TO_WATCH,)),
    Action("schedule", "watch", _schedule, (TO_WATCH,)),
    Action("unschedule", "watch", _unschedule, (TO_WATCH,)),
    Action("appeal", "appeal", _appeal, (("appeal", "next_appeal"), TO_WATCH)),
    Action("check-site", "publish", _check_site, (TO_PUBLISH,)),
    Action("save-site", "publish", _save_site, (TO_PUBLISH,), secrets=("WAYBACK_KEY", "WAYBACK_SECRET")),
    Action(
        "verify-copy",
        "backup",
        _verify_copy,
        (TO_BACKUP,),
        elsewhere=lambda form: Layout(bags.archive_in(path_of(form.get("copy", "")))),
    ),
)
