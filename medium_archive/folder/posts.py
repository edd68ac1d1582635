"""Reads the posts from their folders. What a person wrote wrongly there is an issue, the rest is read."""

from __future__ import annotations

import errno
import hashlib
import os
from collections import Counter
from collections.abc import Container, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timezone
from pathlib import Path

from medium_archive import budget
from medium_archive.errors import ArchiveError, FolderUnwritable
from medium_archive.folder import (
    bare_texts,
    catalog,
    coauthors,
    forgotten,
    front_matter_values,
    misplaced_texts,
    pickles,
    post_paths,
    regular_files,
    signatures,
    text_damage,
)
from medium_archive.folder.catalog import Entry, same_post
from medium_archive.folder.layout import FOLDER_OF, TEXT, Layout
from medium_archive.folder.signatures import Signature
from medium_archive.markdown import front_matter
from medium_archive.post import Author, Kind
from medium_archive.report import Issue

UNREADABLE = "unreadable"
WRONG_HEAD = "front-matter"
# The codes of errors about a text that is there but can't be read
OF_UNREAD_TEXTS = frozenset({UNREADABLE, WRONG_HEAD, text_damage.CODE})
_NO_FOLDER = Path()


@pickles.by_position
@dataclass(frozen=True, slots=True)
class StoredPost:
    """One index.md. `path` is its folder relative to the archive, and its path in the site; `text` is Markdown.
    With `is_loose` it is a single file, `posts/x.md`, which counts as `posts/x/index.md`. `line` is the line of the
    file in which the text begins.
    `author` and `author_url` are those of a post that is not by the main author, "" if the front matter has none;
    `coauthors` are the other authors in the by-line. A build reads the text when it needs it: until then `text` is ""
    and `unread` is the checksum of the text. `is_own` says that the post never was at Medium: then bare addresses in
    `text` are written as links. `also` are the addresses on the web at which the post is too. `date_zone` and
    `updated_zone` are the zones in which a person wrote these dates, None for a moment in UTC.
    """

    folder: Path
    path: str
    kind: Kind
    text: str
    id: str = ""
    url: str = ""
    title: str = ""
    title_markdown: str = ""
    subtitle: str = ""
    description: str = ""
    date: datetime | None = None
    updated: datetime | None = None
    slug: str = ""
    lang: str = ""
    tags: tuple[str, ...] = ()
    cover: str = ""
    canonical: str = ""
    also: tuple[str, ...] = ()
    is_partial: bool = False
    author: str = ""
    author_url: str = ""
    coauthors: tuple[Author, ...] = ()
    unread: str = ""
    is_own: bool = False
    is_loose: bool = False
    line: int = 1
    date_zone: timezone | None = None
    updated_zone: timezone | None = None

    @property
    def where(self) -> str:
        """The path of its file in the archive."""
        return bare_texts.file_of(self.path, is_loose=self.is_loose)

    @property
    def without_text(self) -> StoredPost:
        """The same post without its text, which stays in the file."""
        return self if self.unread else replace(self, text="", unread=_checksum(self.text))

    @property
    def with_text(self) -> StoredPost:
        """The same post with its text, read from the file if necessary. Raises OSError, ValueError."""
        if not self.unread:
            return self
        root = self.folder.parents[1]
        text = regular_files.text(root / self.where, root)
        below = bare_texts.body(text, is_loose=self.is_loose).markdown if "/" in self.path else front_matter.below(text)
        return replace(self, text=_linked(below) if self.is_own else below, unread="")


@dataclass
class Known:
    """The posts of the last build by their paths, without their texts. A file with the same signature is not read
    again. Each is the bytes of a _KnownPost, which take a third of the memory.
    """

    texts: dict[str, bytes] = field(default_factory=dict)


_KnownPost = tuple[Signature, StoredPost, tuple[Issue, ...]]  # the post without its folder


def read_posts(
    layout: Layout, *, drafts: bool, known: Known | None = None, with_texts: bool = True
) -> tuple[list[StoredPost], list[Issue]]:
    """Every post, newest first, those without a date last; without their texts if there is a `known`, or not
    `with_texts`. A post that can't be read is an issue. If a person copied a post, the copy is given without an id.

    Raises FolderUnwritable if a whole folder of posts can't be read: a site without them would be wrong.
    """
    posts: list[StoredPost] = []
    issues: list[Issue] = []
    before = Known()
    if known is not None:
        before.texts, known.texts = known.texts, {}
    for kind, name in FOLDER_OF.items():
        if kind == "draft" and not drafts:
            continue
        for file in texts(layout.root / name):
            path = path_of(file, name)
            if known is None:
                post = _try(file, path, _where(file, path), kind, issues)
                post = post.without_text if post is not None and not with_texts else post
            else:
                post = _recall(file, path, kind, issues, (before, known))
            if post is None and not os.path.exists(file):  # noqa: PTH110  # `Path.exists` fails in a folder without permission
                issues += misplaced_texts.below(layout.root, file if file.name != TEXT else file.parent)
            if post is not None and (drafts or post.kind != "draft"):
                posts.append(post)
    if any(os.path.exists(layout.root / name / TEXT) for name in FOLDER_OF.values()):  # noqa: PTH110  # as above
        issues += [issue for _, issue in misplaced_texts.without_folder(layout.root, _entries(layout))]
    posts = _with_own_ids(layout, posts)
    posts.sort(key=lambda post: (-post.date.timestamp() if post.date else float("inf"), post.path))
    return posts, issues


def _with_own_ids(layout: Layout, posts: list[StoredPost]) -> list[StoredPost]:
    ids = Counter(same_post(post.id) for post in posts if post.id)
    if len(ids) == ids.total():
        return posts
    # Without records the first text has the id
    paths = post_paths.locate(((post.path, post.id) for post in posts if post.id), _entries(layout))
    return [post if not post.id or paths[same_post(post.id)] == post.path else replace(post, id="") for post in posts]


def _entries(layout: Layout) -> Mapping[str, Entry]:
    """The catalog; empty if it is damaged, which `archive verify` names."""
    with suppress(ArchiveError):
        return catalog.read(layout)
    return {}


def read_about(layout: Layout, authors: Iterable[str], *, drafts: bool) -> tuple[list[StoredPost], list[Issue]]:
    """about.md, and the about-NAME.md of the other `authors`, as far as they are there; read as posts are."""
    issues: list[Issue] = []
    files = [layout.about, *(layout.about_of(name) for name in authors)]
    found = [_try(file, file.stem, file.name, "story", issues) for file in files]
    return [about for about in found if about is not None and (drafts or about.kind != "draft")], issues


def parse(index_md: str, path: str) -> StoredPost:
    """The text of a story, or of a draft if it says so, with bare addresses as written. Raises FrontMatterWrong."""
    return _parse(_with_line_feeds(index_md), Path(path), path, "", "story", [])


def parse_head(index_md: str, path: str) -> StoredPost:
    """The same as `parse`, but only with kind, title, date, language and author. Raises FrontMatterWrong."""
    values, _ = front_matter.split(_with_line_feeds(index_md))
    return StoredPost(
        folder=_NO_FOLDER,
        path=path,
        kind="draft" if front_matter_values.is_draft(values.get("draft"), "", "story", []) else "story",
        text="",
        title=front_matter_values.text(values, "title"),
        date=front_matter_values.date(values, "date", "", []),
        lang=front_matter_values.text(values, "lang"),
        author=front_matter_values.line(values, "author"),
    )


def _with_line_feeds(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def try_post(file: Path, path: str, kind: Kind) -> tuple[StoredPost | None, tuple[Issue, ...]]:
    """A text, None if there is none or it can't be read, with its issues."""
    issues: list[Issue] = []
    return _try(file, path, _where(file, path), kind, issues), tuple(issues)


def path_of(file: Path, folder: str) -> str:
    """The path of the post whose text is `file`, one of `texts`; `folder` is that of its kind, such as "posts"."""
    return f"{folder}/{file.parent.name if file.name == TEXT else file.stem}"


def _where(file: Path, path: str) -> str:
    return bare_texts.file_of(path, is_loose=file.name != TEXT)


def texts(folder: Path, *, hidden: bool = False) -> list[Path]:
    """The path of the index.md of each folder, and of each loose text, sorted by their names; with `hidden`, also those
    of forgotten posts. Not by `glob`, which hides errors. Raises FolderUnwritable.
    """
    try:
        with os.scandir(folder) as entries:
            names = sorted(entry.name for entry in entries)
    except FileNotFoundError:
        return []
    except OSError as error:
        raise FolderUnwritable(
            f"{folder} can't be read: {error.strerror or error}.",
            "Check the permissions of the folder, then run this again: nothing was changed.",
        ) from error
    if not hidden:
        names = [name for name in names if not forgotten.is_hidden(f"{folder.name}/{name}")]
    there = set(names)
    return [folder / name if _is_loose(folder, name, there) else folder / name / TEXT for name in names]


def count_forgotten(layout: Layout) -> int:
    """The number of forgotten posts: of hidden folders with a text. Raises FolderUnwritable."""
    found = texts(layout.drafts, hidden=True)
    return sum(file.is_file() for file in found if forgotten.is_hidden(path_of(file, FOLDER_OF["draft"])))


def count_own(layout: Layout, known: Container[str]) -> int:
    """The number of texts that are not those of the `known` posts, given by their paths. Raises FolderUnwritable."""
    found = ((file, path_of(file, name)) for name in FOLDER_OF.values() for file in texts(layout.root / name))
    return sum(path not in known and file.is_file() for file, path in found)


def _is_loose(folder: Path, name: str, names: Container[str]) -> bool:
    """Whether a name in the folder of a kind is that of a loose text, and no folder has the place of its post."""
    stem = name.removesuffix(bare_texts.ENDING)
    # In a folder without permission, the methods of Path fail
    if not bare_texts.is_loose(name) or (stem in names and os.path.exists(folder / stem / TEXT)):  # noqa: PTH110
        return False
    return not os.path.isdir(folder / name)  # noqa: PTH112


def _recall(
    file: Path, path: str, kind: Kind, issues: list[Issue], known_texts: tuple[Known, Known]
) -> StoredPost | None:
    """The same as `_try`, but a file that has not changed is not read. `known_texts` are the texts of the last reading
    and of this reading; the text is added to the second.
    """
    before, now = known_texts
    sign = signatures.of(os.fspath(file))
    packed = before.texts.get(path)
    known: _KnownPost | None = None if packed is None else pickles.load(packed)
    if packed is not None and known is not None and signatures.is_same(file, known[0], sign):
        now.texts[path] = packed if sign == known[0] else pickles.dump((sign, *known[1:]))
        issues += known[2]
        return replace(known[1], folder=_folder_of(file))
    found: list[Issue] = []
    post = _try(file, path, _where(file, path), kind, found)
    issues += found
    if post is None:
        return None
    post = post.without_text
    if sign is not None:
        now.texts[path] = pickles.dump((sign, replace(post, folder=_NO_FOLDER), tuple(found)))
    return post


def _try(file: Path, path: str, where: str, kind: Kind, issues: list[Issue]) -> StoredPost | None:
    try:
        return _read(file, path, where, kind, issues)
    except (FileNotFoundError, NotADirectoryError):
        return None  # another file in the folder of posts, or a folder without a post
    except OSError as error:
        issues.append(Issue(where, UNREADABLE, f"The file can't be read: {error.strerror or error}", "error"))
    except text_damage.TextDamaged as error:
        issues.append(Issue(where, text_damage.CODE, text_damage.message(f"{error}"), "error"))
    except ValueError as error:  # FrontMatterWrong, a number of a thousand digits
        issues.append(Issue(where, WRONG_HEAD, f"The front matter can't be read: {error}", "error"))
    return None


def _read(file: Path, path: str, where: str, kind: Kind, issues: list[Issue]) -> StoredPost:
    content = regular_files.read(file, os.fspath(file)[: -len(where) - 1])
    if excess := budget.TEXT.excess(content):
        raise OSError(errno.EFBIG, excess, os.fspath(file))
    if damage := text_damage.find(content, is_about="/" not in path):
        raise text_damage.TextDamaged(damage)
    text = _with_line_feeds(content.decode("utf-8"))
    post = _parse(text, _folder_of(file), path, where, kind, issues)
    if "/" not in path:  # the page about an author
        return post
    is_loose = file.name != TEXT
    body = bare_texts.body(text, is_loose=is_loose)
    markdown = _linked(body.markdown) if post.is_own else body.markdown
    cover = _cover_from_folder(post.cover) if is_loose and post.cover else post.cover
    post = replace(post, text=markdown, line=body.line, is_loose=is_loose, cover=cover)
    if not body.is_bare:
        return post
    return _complete(post, file, body.title, issues, lacks_start=bare_texts.lacks_start(text))


def _cover_from_folder(address: str) -> str:
    """The address of the cover in a loose text as it would be in an index.md, which is one folder below."""
    from medium_archive.markdown import positions  # noqa: PLC0415  # slow to import, and few texts need it

    return positions.address_from(address, "../")


def _folder_of(file: Path) -> Path:
    """The folder of a post by its file. A loose text has none; its pictures may be in a folder of that name."""
    return file.parent if file.name == TEXT else file.with_suffix("")


def _complete(post: StoredPost, file: Path, heading: str, issues: list[Issue], *, lacks_start: bool) -> StoredPost:
    """A post without front matter: its title is its first heading, its date that of the folder's name or the file."""
    title = bare_texts.plain(heading) if heading else bare_texts.title_of(post.folder.name)
    date, of = bare_texts.date_of(post.folder.name, file)
    note = bare_texts.note(post.where, title, date, is_heading=bool(heading), of=of)
    issues.append(bare_texts.start_lost(post.where) if lacks_start else note)
    return replace(post, title=title, title_markdown=heading, date=date, date_zone=UTC)


def _parse(  # noqa: PLR0913, PLR0917  # as `_read`
    index_md: str, folder: Path, path: str, where: str, kind: Kind, issues: list[Issue]
) -> StoredPost:
    values, text = front_matter.split(index_md)
    medium = values.get("medium")
    # In a post of Medium's, an address that is no link had none there
    is_own = not medium and "/" in path
    if not isinstance(medium, dict):
        medium = {}
    return StoredPost(
        folder=folder,
        path=path,
        kind="draft" if front_matter_values.is_draft(values.get("draft"), where, kind, issues) else kind,
        text=text,
        id=front_matter_values.text(medium, "id"),
        url=front_matter_values.text(medium, "url"),
        title=front_matter_values.text(values, "title"),
        title_markdown=front_matter_values.text(values, "title_markdown"),
        subtitle=front_matter_values.line(values, "subtitle"),
        description=front_matter_values.line(values, "description"),
        date=front_matter_values.date(values, "date", where, issues),
        updated=front_matter_values.date(values, "updated", where, issues),
        slug=front_matter_values.text(values, "slug"),
        lang=front_matter_values.text(values, "lang"),
        tags=front_matter_values.tags(values.get("tags")),
        cover=front_matter_values.text(values, "cover"),
        canonical=front_matter_values.text(values, "canonical"),
        also=front_matter_values.addresses(values, "also", where, issues),
        is_partial=medium.get("partial") is True,
        author=front_matter_values.line(values, "author"),
        author_url=front_matter_values.text(medium, "author"),
        coauthors=coauthors.read(medium.get("coauthors")),
        is_own=is_own,
        date_zone=front_matter_values.zone(values, "date"),
        updated_zone=front_matter_values.zone(values, "updated"),
    )


def _linked(text: str) -> str:
    if "://" not in text and "www." not in text:  # quick: most texts have none
        return text
    from medium_archive.markdown import bare_addresses  # noqa: PLC0415  # slow to import

    return bare_addresses.linked(text)


def _checksum(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
