"""Shows one post for a page: its Markdown, its values, where its page and its original are, what it lacks."""

from __future__ import annotations

from typing import Any

from medium_archive.commands import list_missing
from medium_archive.errors import NoSuchPost
from medium_archive.folder import (
    bare_texts,
    catalog,
    forgotten,
    front_matter_values,
    picture_record,
    regular_files,
)
from medium_archive.folder import posts as store
from medium_archive.folder.catalog import Entry
from medium_archive.folder.layout import FOLDER_OF, Layout
from medium_archive.folder.shelf import kind_of
from medium_archive.markdown import front_matter
from medium_archive.report import Report

_MOST = 1_000_000  # characters of a text on a page
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif")


def show_post(layout: Layout, path: str) -> Report:
    """The post with exactly this path, such as "posts/2021-01-05-x", or the one of a forgotten post. Its text is there
    also if its front matter can't be read. Changes nothing.

    Raises NoSuchPost, RecordsDamaged, and OSError for a text that can't be read.
    """
    where = file_of(layout, path)
    content = regular_files.read(layout.root / where, layout.root)
    text = content.decode("utf-8", "replace")
    is_loose = not where.startswith(f"{path}/")
    post, issues = store.try_post(layout.root / where, path, kind_of(path))
    entry = _entry(layout, path)
    try:
        values, _ = front_matter.split(text)
    except ValueError:  # it is among the issues
        values = {}
    is_forgotten = forgotten.is_hidden(path)
    return Report(
        "show_post",
        issues=issues,
        details={
            "path": path,
            "file": where,
            "markdown": text[:_MOST],
            "title": post.title if post is not None and post.title else path,
            "language": post.lang if post is not None else "",
            "kind": "forgotten" if is_forgotten else post.kind if post is not None else kind_of(path),
            "date": _day(values),
            "tags": ", ".join(front_matter_values.tags(values.get("tags"))),
            "cover": front_matter_values.text(values, "cover"),
            "pictures": _pictures(layout, path) if not is_loose else [],
            "is_single_file": is_loose,
            "can_be_set": front_matter.span(text) is not None and not is_forgotten,
            "address": post.url if post is not None else "",
            "has_page": not is_forgotten and regular_files.is_file(layout.site / path / "index.html", layout.root),
            "original": entry.original if entry is not None else "",
            "missing": [
                {"address": one.address, "problem": one.problem}
                for one in list_missing.read(layout)
                if path in one.posts
            ],
        },
    )


def original(layout: Layout, path: str) -> tuple[str, str]:
    """The text of the original of a post, and the ending of its file. Raises NoSuchPost, RecordsDamaged, OSError."""
    file_of(layout, path)
    entry = _entry(layout, path)
    if entry is None or not entry.original:
        raise NoSuchPost(f"{path} has no original.", "Posts of your own have none.")
    content = regular_files.read(layout.root / entry.original, layout.root)
    return content.decode("utf-8", "replace"), entry.original.rpartition(".")[2]


def files_of_pictures(layout: Layout) -> dict[str, str]:
    """The file of each picture that is here, by its address. Raises RecordsDamaged."""
    records = picture_record.read(layout).values()
    return {one.address: one.files[0] for one in records if one.files}


def picture(layout: Layout, file: str) -> bytes:
    """A picture in the folder of a post. Raises NoSuchPost for anything else, OSError."""
    folder, _, name = file.rpartition("/")
    path = "/".join(folder.split("/")[:2])
    inner = [part for part in file.split("/")[2:] if part.startswith(".") or "\\" in part or "\0" in part or not part]
    if inner or not name.lower().endswith(_PICTURES) or not _is_path(path):
        raise NoSuchPost(f"{file} is not a picture of a post.")
    return regular_files.read(layout.root / file, layout.root)


def file_of(layout: Layout, path: str) -> str:
    """The file of the text of a post, relative to the archive. Raises NoSuchPost if `path` is not a post's."""
    if _is_path(path):
        where = bare_texts.file_in(layout.root, path)
        if regular_files.is_file(layout.root / where, layout.root):
            return where
    raise NoSuchPost("There is no such post.", "It may have been moved: look for it in the list.")


def _is_path(path: str) -> bool:
    folder, _, name = path.partition("/")
    is_name = name.strip(".") != "" and not any(sign in name for sign in "/\\\0")
    return is_name and folder in FOLDER_OF.values()


def _entry(layout: Layout, path: str) -> Entry | None:
    return next((entry for entry in catalog.read(layout).values() if entry.is_post and entry.path == path), None)


def _day(values: dict[str, Any]) -> str:
    """The date as it stands in the text, the day alone if that is all."""
    moment = front_matter.moment(values.get("date"))
    written = front_matter_values.text(values, "date")
    if moment is None or len(written) <= len("2021-01-05"):
        return written
    return front_matter.timestamp(moment)


def _pictures(layout: Layout, path: str) -> list[str]:
    """The names of the pictures in the folder of a post."""
    found = (file.name for file in (layout.root / path).iterdir() if file.name.lower().endswith(_PICTURES))
    return sorted(found)
