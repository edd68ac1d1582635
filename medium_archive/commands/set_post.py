"""`archive set POST`: make a post a draft or publish it, and set its date, tags and cover."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from medium_archive import links
from medium_archive.articles import references
from medium_archive.commands import web_place
from medium_archive.errors import FolderUnwritable, NoSuchPost, SettingsWrong
from medium_archive.folder import (
    bare_texts,
    consistency,
    files,
    forgotten,
    front_matter_values,
    last_import,
    lock,
    named_posts,
    regular_files,
)
from medium_archive.folder import settings as settings_file
from medium_archive.folder.layout import FOLDER_OF, Layout
from medium_archive.folder.named_posts import NamedPost
from medium_archive.folder.shelf import Shelf
from medium_archive.markdown import front_matter, front_matter_edits
from medium_archive.markdown.front_matter_edits import Value
from medium_archive.program_start import typed
from medium_archive.report import Report

_DAY = len("2021-01-05")
_DRAFT = "It is a draft now, hidden from everybody. {}"
_PUBLISHED = "The next `archive build` makes its page; to have it on the web, publish again."
_SET = "Its text has the new values. Run `archive build` to have them on the site."
_MOVE_IT = "Move the file to {}/ yourself, with the folder of its pictures if it has one."
_BEGIN_IT = "Begin the file with the lines `---`, `title: …`, `---`, then run this again."
_SAME = "It is so already, so nothing was changed."


@dataclass(frozen=True)
class Change:
    """What to change of a post; None leaves a value as it is, "" removes it. `date` is a day or a time, `tags` has
    commas between the tags, `cover` is a file beside the text or an address.
    """

    place: Literal["", "draft", "published"] = ""
    date: str | None = None
    tags: str | None = None
    cover: str | None = None


def set_post(layout: Layout, post: str, change: Change, *, now: datetime | None = None) -> Report:
    """Change the front matter of a post, given by its folder, slug, id, address or title, and move its folder. The
    rest of the text stays as it is. A post that is published without a date gets that of `now`. If a run was killed,
    the next one with the same arguments completes it.

    Raises NoSuchPost if no post or more than one fits, or for a single file that would be moved; SettingsWrong for a
    value that can't be used; FolderUnwritable for a text whose front matter can't be changed; NewerArchive,
    ArchiveInUse, RecordsDamaged.
    """
    settings_file.read(layout.settings)
    with lock.held(layout):
        files.remove_temporary(layout.root)
        shelf = consistency.open_shelf(layout)
        one = _find(shelf, post)
        place = _place(shelf, one, change)
        if one.is_loose and place != one.path:
            raise NoSuchPost(f"{one.path}.md is a single file of yours.", _MOVE_IT.format(place.partition("/")[0]))
        file = layout.root / bare_texts.file_of(one.path, is_loose=one.is_loose)
        with files.disk_errors(file):
            before = regular_files.read(file, layout.root)
        after = _changed(layout, one, before, change, now or datetime.now(UTC))
        if after == before and place == one.path:
            if change.place:  # a killed run may have moved the folder alone
                named_posts.save(shelf)
            return _report(one.path, _SAME)
        last_import.forget(layout)
        files.write(file, after)
        if place != one.path:
            named_posts.move(shelf, one, place)
            named_posts.follow_copies(shelf, one.path, place)
        if change.place:
            named_posts.save(shelf)
        if change.place == "draft":
            return _report(place, _DRAFT.format(web_place.withdrawal(layout)))
        return _report(place, _PUBLISHED if change.place else _SET)


def _report(path: str, text: str) -> Report:
    return Report("set", facts={"post": path}, details={"text": text})


def _find(shelf: Shelf, post: str) -> NamedPost:
    visible, hidden = list(named_posts.visible(shelf)), list(named_posts.hidden(shelf, forgotten.read(shelf.layout)))
    one = named_posts.find(post, visible, hidden)
    if forgotten.is_hidden(one.path):
        hint = f"Let it come back first: `archive forget --undo {typed(one.path)}`"
        raise NoSuchPost("This post is forgotten.", hint)
    return one


def _place(shelf: Shelf, one: NamedPost, change: Change) -> str:
    """The folder that the post gets. A post of Medium's that was a response there is one again."""
    folder, _, name = one.path.partition("/")
    wanted = folder
    if change.place == "draft":
        wanted = FOLDER_OF["draft"]
    elif change.place == "published" and folder == FOLDER_OF["draft"]:
        entry = shelf.entries.get(one.key)
        wanted = FOLDER_OF["response" if entry is not None and entry.kind == "response" else "story"]
    if wanted == folder or one.is_loose:
        return f"{wanted}/{name}"
    return named_posts.free(shelf, forgotten.read(shelf.layout), f"{wanted}/{name}", one.id)


def _changed(layout: Layout, one: NamedPost, content: bytes, change: Change, now: datetime) -> bytes:
    """The text with the new values."""
    where = bare_texts.file_of(one.path, is_loose=one.is_loose)
    try:
        text = content.decode()
        has_head = front_matter.span(text) is not None
        if not has_head and (change.date, change.tags, change.cover) != (None, None, None):
            raise FolderUnwritable(f"{where} has no front matter.", _BEGIN_IT)
        found, _ = front_matter.split(text)
        values = {**_values(found, change), **_cover(layout, one, found, change)}
        if change.place == "published":
            values |= _published(found, values, now) if has_head else {}
        return front_matter_edits.with_values(text, values).encode() if values else content
    except ValueError as error:  # FrontMatterWrong, or bytes that are not UTF-8
        raise FolderUnwritable(
            f"The front matter of {where} can't be changed: {error}.",
            "Edit the lines between the two `---` at the top of the file by hand.",
        ) from error


def _values(found: Mapping[str, Any], change: Change) -> dict[str, Value]:
    """The new date and tags, as far as they differ. Raises SettingsWrong."""
    values: dict[str, Value] = {}
    if change.date is not None and change.date.strip() != front_matter_values.text(dict(found), "date"):
        values["date"] = _moment(change.date.strip())
    if change.tags is not None:
        tags = front_matter_values.tags(change.tags)
        now = front_matter_values.tags(found.get("tags"))
        if change.tags.strip() != ", ".join(now) and tags != now:
            values["tags"] = list(tags) or None
    given = front_matter.moment(found.get("date"))
    if "date" in values and values["date"] is not None and front_matter.moment(values["date"]) == given:
        del values["date"]
    return _without_missing(found, values)


def _without_missing(found: Mapping[str, Any], values: Mapping[str, Value]) -> dict[str, Value]:
    """The values without those that remove what is not there."""
    return {key: value for key, value in values.items() if value is not None or key in found}


def _moment(text: str) -> Value:
    if not text:
        return None
    moment = front_matter.moment(text)
    if moment is None:
        raise SettingsWrong(f"{text} is not a clear date.", "Write it as 2021-01-05, or as 2021-01-05T10:30:00Z.")
    return moment.date() if len(text) <= _DAY else moment


def _cover(layout: Layout, one: NamedPost, found: Mapping[str, Any], change: Change) -> dict[str, Value]:
    """The new cover, if it differs. Raises SettingsWrong."""
    if change.cover is None or (cover := change.cover.strip()) == front_matter_values.text(dict(found), "cover"):
        return {}
    folder = one.path.partition("/")[0] if one.is_loose else one.path
    if cover and not links.is_web(cover):
        file = references.resolve(folder, cover)
        if not references.is_picture(file) or not references.may_publish(layout.root, file, {one.path}):
            name = f"{named_posts.name_of(one.path)}/NAME" if one.is_loose else "its name"
            raise SettingsWrong(
                f"There is no picture {cover} in {one.path}/.",
                f"Copy it there first, and give {name}; or give an address on the web.",
            )
    return _without_missing(found, {"cover": cover or None})


def _published(found: Mapping[str, Any], values: Mapping[str, Value], now: datetime) -> dict[str, Value]:
    """What a text must not have, and must have, to be published."""
    added: dict[str, Value] = {"draft": None} if "draft" in found else {}
    if values.get("date", found.get("date")) in (None, ""):
        added["date"] = now.replace(microsecond=0)
    return added
