"""Markdown files in a wrong place of posts/, responses/ or drafts/: a post is an index.md in a folder of its own."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from pathlib import Path

from medium_archive.folder import bare_texts, regular_files
from medium_archive.folder.catalog import Entry, same_post
from medium_archive.folder.layout import FOLDER_OF, TEXT
from medium_archive.markdown import front_matter
from medium_archive.report import Issue

_PUBLIC = tuple(folder for kind, folder in FOLDER_OF.items() if kind != "draft")
_ENDINGS = (".md", ".markdown")
_MISPLACED = (
    "This text is not a post, so it is not on the site. Move it to {}, or out of {}/ if it is not for the site."
)
_WITHOUT_FOLDER = (
    "This text is directly in {0}/, but each post needs a folder of its own. Make the folder {0}/{1}, and move the "
    "text and its pictures into it."
)
_TAKEN = (
    "The folder {} has a post already, so this text is not on the site. Give the file another name, or move it out of "
    "{}/."
)


def without_folder(root: Path, entries: Mapping[str, Entry]) -> Iterator[tuple[str, Issue]]:
    """An issue for each index.md directly in posts/, responses/ or drafts/, where a person moved it without its folder.
    Before it the key of the post that has the same id in the catalog, "" for none.
    """
    for folder in FOLDER_OF.values():
        file = root / folder / TEXT
        if not file.is_file():
            continue
        key = _key(file, root)
        entry = entries.get(key)
        name = entry.path.rpartition("/")[2] if entry else "NAME"
        message = _WITHOUT_FOLDER.format(folder, name)
        yield (key if entry else ""), Issue(f"{folder}/{TEXT}", "text-misplaced", message)


def _key(file: Path, root: Path) -> str:
    """The key of the post whose id a text has, "" without one."""
    try:
        values, _ = front_matter.split(regular_files.text(file, root))
    except (OSError, ValueError):  # an unreadable text has no id
        return ""
    medium = values.get("medium")
    found = medium.get("id") if isinstance(medium, dict) else None
    return same_post(found) if isinstance(found, str) else ""


def below(root: Path, place: Path) -> Iterator[Issue]:
    """An issue for each text in `place`: a file in posts/ or responses/ that is no post, or a folder there without an
    index.md.
    """
    files = sorted(place.rglob("*")) if place.is_dir() else [place]
    names = [path.relative_to(root).as_posix() for path in files if path.is_file()]
    # A file right in the folder of a kind comes here only if a folder has its place
    taken = [name.removesuffix(bare_texts.ENDING) for name in names if name.count("/") == 1]
    yield from among(names, taken)


def among(files: Iterable[str], posts: Container[str]) -> Iterator[Issue]:
    """An issue for each text that is in no folder of a post. `files` are paths in the archive, `posts` the folders that
    have, or had, an index.md.
    """
    for file in files:
        folder, *inside = file.split("/")
        name = inside[-1] if inside else ""
        if (
            folder in _PUBLIC
            and name.lower().endswith(_ENDINGS)
            and not bare_texts.is_note(name)
            and not any(part.startswith(".") for part in inside)
            and inside != [TEXT]  # see `without_folder`
            and (_has_no_place(folder, name, posts) if len(inside) == 1 else f"{folder}/{inside[0]}" not in posts)
        ):
            if len(inside) == 1 and bare_texts.is_loose(name):
                place = file.removesuffix(bare_texts.ENDING)
                yield Issue(file, "text-misplaced", _TAKEN.format(place, folder))
                continue
            stem = name.rpartition(".")[0]
            own = inside[-2] if len(inside) > 1 and (name == TEXT or len(inside) == 2) else stem
            yield Issue(file, "text-misplaced", _MISPLACED.format(f"{folder}/{own}/{TEXT}", folder))


def _has_no_place(folder: str, name: str, posts: Container[str]) -> bool:
    """Whether a text right in the folder of a kind is no post: by its name, or because a folder has its place."""
    return not bare_texts.is_loose(name) or f"{folder}/{name.removesuffix(bare_texts.ENDING)}" in posts
