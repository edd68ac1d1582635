"""An import that has begun and not ended, in private/.cache/import-begun.json: so that half an archive does not look
like a whole one. The file is there only during an import, and after one that was stopped. What is slow to import is
imported where it is needed: a build that finds nothing to do asks only whether the file is there.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from medium_archive.errors import NotPublishable
from medium_archive.folder import files, regular_files
from medium_archive.folder.layout import FOLDER_OF, Layout
from medium_archive.report import Issue, listed

CODE = "import-begun"
_NAME = Path("private", ".cache", "import-begun.json")
_MESSAGE = (
    "The import of {} has begun and not ended{}, so the archive is not complete. If it is not running now, run it "
    "again, which does the rest: `archive import` with the same {}."
)


@dataclass(frozen=True)
class Source:
    """What is imported: its absolute path, its size in bytes, 0 for a folder, and how many pages of posts it has, 0 if
    that is not known.
    """

    path: str
    size: int
    posts: int = 0

    @property
    def name(self) -> str:
        return Path(self.path).name

    @property
    def key(self) -> str:
        """The same for a zip that has another name or place now."""
        return str(self.size) if self.size else self.path


@dataclass(frozen=True)
class Begun:
    """`is_new` if the archive had no post before; `offline` and `another_account` are options of the import."""

    sources: tuple[Source, ...]
    is_new: bool
    offline: bool
    another_account: bool = False

    @property
    def posts(self) -> int:
        """How many posts the archive will have; 0 if that is not known."""
        return sum(one.posts for one in self.sources) if self.is_new and all(one.posts for one in self.sources) else 0


def source_of(path: Path, number_of_posts: int = 0) -> Source:
    """A file or folder that is imported. Raises FolderUnwritable."""
    with files.disk_errors(path):
        return Source(str(path.absolute()), path.stat().st_size if path.is_file() else 0, number_of_posts)


def read(layout: Layout) -> Begun | None:
    """None if the last import has ended; nothing is known from a file that is damaged."""
    file = layout.root / _NAME
    with suppress(OSError, ValueError, RecursionError):
        text = regular_files.text(file, file.parent)
        from medium_archive.folder import schema  # noqa: PLC0415  # see above

        return schema.decode(json.loads(text), Begun)
    return None


def begin(layout: Layout, sources: Sequence[Source], *, offline: bool, another_account: bool = False) -> None:
    """Note that an import begins, beside an earlier one that has not ended. Raises FolderUnwritable."""
    from medium_archive.folder import catalog  # noqa: PLC0415  # see above

    before = read(layout)
    is_new = before.is_new if before else not (layout.records / catalog.NAME).exists()
    left = _without(before, sources)
    if left or sources:
        _write(layout, Begun((*left, *sources), is_new, offline, another_account))


def end(layout: Layout, sources: Sequence[Source]) -> None:
    """Note that an import has ended. Raises FolderUnwritable."""
    before = read(layout)
    if before is None:
        return
    if left := _without(before, sources):
        _write(layout, Begun(left, is_new=False, offline=before.offline, another_account=before.another_account))
        return
    with files.disk_errors(layout.root / _NAME):
        (layout.root / _NAME).unlink(missing_ok=True)


def texts_here(layout: Layout) -> int:
    """How many texts the archive has, recorded or not. Raises FolderUnwritable."""
    from medium_archive.folder import posts  # noqa: PLC0415  # see above

    return sum(file.is_file() for folder in FOLDER_OF.values() for file in posts.texts(layout.root / folder))


def left_to_import(layout: Layout, begun: Begun) -> list[Path]:
    """The files and folders whose import has not ended, where they are now: where they were, or in exports/, where an
    import copies them first. Nothing if one of them is no longer there.
    """
    kept = {file.stat().st_size: file for file in layout.exports.glob("*.zip") if file.is_file()}
    found: list[Path] = []
    for one in begun.sources:
        path = Path(one.path)
        if path.is_dir() if not one.size else (path.is_file() and path.stat().st_size == one.size):
            found.append(path)
        elif (file := kept.get(one.size)) is not None:
            found.append(file)
        else:
            return []
    return found


def issues(layout: Layout) -> list[Issue]:
    """An issue if an import has not ended."""
    begun = read(layout)
    if begun is None:
        return []
    names = listed([one.name for one in begun.sources])
    far = f": {min(texts_here(layout), begun.posts):,} of {begun.posts:,} texts are here" if begun.posts else ""
    return [Issue("archive", CODE, _MESSAGE.format(names, far, "file" if len(begun.sources) == 1 else "files"))]


def refuse_to_send(layout: Layout) -> None:
    """Raise NotPublishable if an import has not ended: nobody should get half an archive."""
    if begun := issues(layout):
        raise NotPublishable(f"Nothing was sent. {begun[0].message}")


def _without(begun: Begun | None, sources: Sequence[Source]) -> tuple[Source, ...]:
    done = {one.key for one in sources}
    return tuple(one for one in begun.sources if one.key not in done) if begun else ()


def _write(layout: Layout, begun: Begun) -> None:
    from medium_archive.folder import schema  # noqa: PLC0415  # see above

    files.write(layout.root / _NAME, json.dumps(schema.encode(begun), ensure_ascii=False).encode())
