"""No private value of the exports and of saved pages is in the site, or in a file that git takes."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from medium_archive.checks import last_build, named_reading, result_cache
from medium_archive.checks.privacy import page_values, pieces, private_texts, taken
from medium_archive.checks.privacy.finder import Finder
from medium_archive.checks.privacy.folding import RUN, Text, fold, fold_each, signs, without_marks
from medium_archive.checks.privacy.search import occurs
from medium_archive.checks.privacy.value import DRAFT, PASSAGES, Value
from medium_archive.checks.privacy.values import collect
from medium_archive.checks.snapshot import Findings, Snapshot
from medium_archive.errors import ArchiveError
from medium_archive.folder import file_tree, manifest, published, schema, settings, watch_log
from medium_archive.folder.catalog import same_post
from medium_archive.folder.files import checksum as checksum_of
from medium_archive.folder.layout import TEXT
from medium_archive.folder.post_paths import PostPaths
from medium_archive.medium.export import open_export
from medium_archive.report import Issue, Progress, silent

__all__ = ["IN_QUICK", "Value", "check_privacy", "inspect", "private_values"]

IN_QUICK = False
_FEW = 40  # values; for more, a look at each page for a part of each takes longer than the search
_BETWEEN_WORDS = re.compile(r"[^\w]+")
_TAG = re.compile(r"(<[^>]*>)")
_ADDRESS = re.compile(r"\s(href|src|alt)\s*=\s*\"([^\"]*)\"", re.IGNORECASE)
_PAGE_OF_POST = re.compile(r"(?:posts|responses)/[^/]+/index\.html")
_PRIVATE = ("exports/", "private/", "drafts/")
# The program's own scripts are the same in every site, so no word in them is private
_OWN_SCRIPTS = frozenset(("static/page.js", "static/scheme.js", "static/search.js"))
_SHOWN = "It contains {}: {}. Don't publish it{}. If the program wrote it, please report that."
_DRAFTS = "; run `archive build` without `--drafts`"
_WITH_DRAFTS = "The site was built with `--drafts`, so {} of it {} drafts. Before you publish it, run `archive build`."
_OLDER = "The site still shows {}: run `archive build`, and don't publish it before that."
_TAKEN = "git takes this folder, which contains private files. Run `git rm -r --cached {}` and correct .gitignore."
_UNREAD = "It can't be read ({}), so the site was not searched for its private values. Restore it from a copy."


def inspect(archive: Snapshot) -> Findings:
    """Look for every private value of every export in the site and in what git takes."""
    files = taken.by_git(archive.layout.root, archive.files)
    found = file_tree.of(archive.layout.site) if archive.layout.site.is_dir() else ()
    site = [f"site/{name}" for name, _ in found if name not in _OWN_SCRIPTS]
    state = _state(archive) if site else _SiteState()
    key = _key(archive, files, site, state)
    try:
        result = schema.decode(archive.known.get(key), _Result)
    except schema.SchemaMismatch:
        result = _search(archive, files, site, state)
    return Findings(result.issues, counts={"private_values": result.values}, kept={key: schema.encode(result)})


@dataclass(frozen=True)
class _Result:
    """The findings and the number of private values, as the cache keeps them."""

    issues: tuple[Issue, ...] = ()
    values: int = 0


@dataclass(frozen=True)
class _SiteState:
    """Why the site may show private values: it `has_drafts` because the person asked for them; it `is_older` than the
    archive, so it shows what was public when it was built. `withdrawn` are the folders that it has of posts that a
    person has made drafts since.
    """

    has_drafts: bool = False
    is_older: bool = False
    withdrawn: tuple[str, ...] = ()


def _state(archive: Snapshot) -> _SiteState:
    from medium_archive.checks.site_pages import inputs  # noqa: PLC0415  # slow to import

    build = last_build.record(archive.layout)
    if build.has_drafts:
        return _SiteState(has_drafts=True)
    changed = inputs.changed(archive, build)
    return _SiteState(is_older=True, withdrawn=tuple(sorted(_withdrawn(archive, changed)))) if changed else _SiteState()


def _withdrawn(archive: Snapshot, changed: Collection[str]) -> Iterator[str]:
    folders = [file.removesuffix("/index.html") for file in archive.site_files if _PAGE_OF_POST.fullmatch(file)]
    for folder in folders:
        now = archive.path_now(f"{folder}/{TEXT}")
        moved = f"drafts/{folder.partition('/')[2]}/{TEXT}"
        if now.startswith("drafts/") or (now not in archive.texts and moved in archive.texts):
            yield folder
    with suppress(ArchiveError):  # the check of archive.toml reports it
        edited = {folder: folder for folder in folders if f"{folder}/{TEXT}" in changed & archive.texts.keys()}
        yield from PostPaths.of(archive.layout, edited).drafts


def _key(archive: Snapshot, files: Iterable[str], site: Iterable[str], state: _SiteState) -> str:
    """The key of everything that this check reads."""
    root = archive.layout.root
    held = {file: one.sha256 for file, one in archive.files.items()}
    built = archive.site_files
    others = {file: checksum_of(root / file) for file in site if file.removeprefix("site/") not in built}
    return result_cache.key("privacy", held, list(files), built, others, repr(state))


def _search(archive: Snapshot, files: Sequence[str], site: Sequence[str], state: _SiteState) -> _Result:
    issues: list[Issue] = []
    values = private_values(archive, issues)
    open_folders = sorted({file.partition("/")[0] for file in files if file.startswith(_PRIVATE)})
    issues += [Issue(folder, "git-takes-private", _TAKEN.format(folder), "error") for folder in open_folders]
    published = _published_pages(archive)
    public = [file for file in files if not file.startswith(_PRIVATE) and file not in published]
    as_built = frozenset(_as_built(archive)) if state.is_older or state.has_drafts else frozenset()
    drafts = 0
    older: set[str] = set()
    texts = {value for value in values if value.kind in PASSAGES} | private_texts.collect(archive)
    for file, found in _shown(archive, archive.layout.root, [*public, *site], values, texts):
        others = found
        if state.is_older and file in as_built:
            others = []
            older |= {value.kind for value in found}
        elif state.has_drafts and file in as_built:
            others = [value for value in found if value.kind != DRAFT]
            drafts += others != found
        issues += _issues(file, others)
    issues += _in_public_originals(archive, [one for one in values if one.kind == page_values.KIND])
    if drafts:
        message = _WITH_DRAFTS.format(*("1 file", "contains") if drafts == 1 else (f"{drafts} files", "contain"))
        issues.append(Issue("site", "private-shown", message))
    if state.withdrawn or older:
        issues.append(Issue("site", "private-shown", _OLDER.format(_named(state.withdrawn, older))))
    return _Result(tuple(issues), len(values))


def _in_public_originals(archive: Snapshot, values: Sequence[Value]) -> Iterator[Issue]:
    """The values of who saved a page that are in a public original, but not in the text of the post."""
    finder = Finder(values)
    for record in archive.rescued if values else ():
        key, held = same_post(record.id), archive.files.get(record.file)
        if held is None or record.file.startswith(_PRIVATE):
            continue
        found = _found(finder, held.path)
        text = archive.text_of(key) if found and key in archive.entries else None
        if text is not None:
            found -= Finder(found, loosely=True).found_in(Text(fold(text.content.decode("utf-8", "replace"))))
        yield from _issues(record.file, sorted(found))


def _as_built(archive: Snapshot) -> Iterator[str]:
    """The files of the site that are as the build wrote them."""
    yield f"site/{manifest.NAME}"
    for name, sha256 in manifest.read(archive.layout.site).items():
        if sha256 in ("", archive.site_files.get(name)):
            yield f"site/{name}"


def _named(withdrawn: Sequence[str], kinds: Collection[str]) -> str:
    """What a site shows that was public when it was built."""
    posts = f"a post that is now a draft ({withdrawn[0]})" if withdrawn else ""
    if len(withdrawn) > 1:
        posts = f"{len(withdrawn)} posts that are now drafts ({withdrawn[0]} and others)"
    others = sorted(kind for kind in kinds if not (kind == DRAFT and withdrawn))
    return "; ".join(filter(None, (posts, f"private values: {', '.join(others)}" if others else "")))


def inspect_files(archive: Snapshot, root: Path, files: Iterable[str]) -> Findings:
    """Look for every private value of every export, and for the private texts of the archive, in the files of a folder,
    which will be published. The count is that of both.
    """
    issues: list[Issue] = []
    values = private_values(archive, issues)
    texts = {value for value in values if value.kind in PASSAGES} | private_texts.collect(archive)
    for file, found in _shown(archive, root, (file for file in files if file not in _OWN_SCRIPTS), values, texts):
        issues += _issues(file, found)
    return Findings(tuple(issues), counts={"private_values": len(texts.union(values))})


def _shown(
    archive: Snapshot, root: Path, files: Iterable[str], values: set[Value], texts: Collection[Value]
) -> Iterator[tuple[str, list[Value]]]:
    """The files with private values that are not public, and these values."""
    shown = check_privacy(root, files, values, texts, archive.progress)
    known = _public(archive, shown)
    for file, found in shown.items():
        if private := [value for value in found if value not in known]:
            yield file, private


def private_values(archive: Snapshot, issues: list[Issue]) -> set[Value]:
    """The private values of all exports and saved pages of an archive. A draft that a person moved out of drafts/ is
    published. An export that can't be read is added to `issues`.
    """
    posts = {key: archive.places.get(key, entry.path) for key, entry in archive.entries.items() if entry.is_post}
    published = {key for key, place in posts.items() if not place.startswith("drafts/")}
    values = page_values.of_archive(archive)
    if archive.records.get(f"records/{watch_log.NAME}"):
        values.add(Value(watch_log.PAGE_MARK, "the page about the watch"))
    for one in archive.imports:
        if one.file in archive.files:
            try:
                with open_export(archive.files[one.file].path) as export:
                    values |= collect(export, published)
            except ArchiveError as error:
                issues.append(Issue(one.file, "privacy-unchecked", _UNREAD.format(error.message.rstrip(".")), "error"))
    return values


def check_privacy(
    root: Path,
    files: Iterable[str],
    values: Collection[Value],
    texts: Iterable[Value] = (),
    progress: Progress = silent,
) -> dict[str, list[Value]]:
    """Which of `values`, and which passages of `texts`, are in the files of a folder, or in their names. Binary files
    are not searched.
    """
    finder = Finder(values, texts)
    shown: dict[str, list[Value]] = {}
    listed = list(files)
    for file in progress("Looking for private values", listed, len(listed)):
        if found := _found(finder, root / file, file):
            shown[file] = sorted(found)
    return shown


def _found(finder: Finder, path: Path, name: str = "") -> set[Value]:
    """The values in a file, and in the name that it is given."""
    return {value for text in pieces.of_file(path, name, finder.reach) for value in finder.found_in(text)}


def _public(archive: Snapshot, shown: Mapping[str, Sequence[Value]]) -> set[Value]:
    """Of the values that were found in files, those that are public: in a published page, or in a text that a person
    wrote.
    """
    suspects = {value for found in shown.values() for value in found}
    left = set(suspects)
    _drop_those_of_own_pages(archive, shown, left)
    finder, count = Finder(left, loosely=True), len(left)
    for text in _published(archive, left) if left else ():
        left -= finder.found_in(Text(fold(text)))
        if not left:
            break
        if len(left) < count // 2:
            finder, count = Finder(left, loosely=True), len(left)  # fewer are found faster
    return suspects - left


def _drop_those_of_own_pages(archive: Snapshot, shown: Mapping[str, Sequence[Value]], left: set[Value]) -> None:
    """Remove from `left` the values that the page of a published post and its text have. These are nearly all, and
    each page is searched for a few words only.
    """
    places = {f"{archive.places.get(key, entry.path)}/{TEXT}": entry.original for key, entry in archive.entries.items()}
    published = _published_pages(archive)
    for file, found in shown.items():
        page = places.get(file, "")
        if page in published and (suspects := sorted(left.intersection(found))):
            text = archive.files[page].path.read_text("utf-8", errors="replace")
            plain, words = text.lower(), fold_each([value.text for value in suspects])
            # Most are written in the page as they are
            suspects = [one for one, word in zip(suspects, words, strict=True) if not occurs(word, plain)]
            left -= {*found} - {*suspects}
            if suspects:
                left -= Finder(suspects, loosely=True).found_in(Text(fold(without_marks(text))))


def _published(archive: Snapshot, left: Collection[Value]) -> Iterator[str]:
    """The texts that are public. The pages that seem to have one of the values `left` come before the others."""
    from_settings = settings.read(archive.layout.settings) if not _is_broken(archive) else settings.Settings()
    site, watch = from_settings.site, from_settings.watch
    yield " ".join((site.title, site.url, *site.lists, *site.old_domains))
    yield " ".join((watch.profile, *watch.posts, *watch.feeds))
    with suppress(ArchiveError):  # damaged records name nothing
        yield from named_reading.texts(archive.layout, site)
    for author in (from_settings.author, *from_settings.authors.values()):
        yield " ".join((author.name, author.username, author.url, author.photo))
    yield " ".join(entry.original for entry in archive.entries.values() if not entry.is_private)
    yield from _titles(archive)
    yield " ".join(f"@{one.account}" for one in archive.imports)  # also a former one: records and addresses name it
    for one in archive.imports:
        yield from _about(archive, one.file)
    pages = [archive.files[file].path for file in sorted(_published_pages(archive))]
    for path in (likely := _likely(pages, left)):
        yield from _forms(path)
    others = [path for path in pages if path not in likely]
    yield from (without_marks(path.read_text("utf-8", errors="replace")) for path in others)
    written = {entry.written for entry in archive.entries.values()}
    for text in archive.texts.values():
        # What a person wrote into a text is meant to be published
        if not text.file.startswith("drafts/") and text.sha256 not in written:
            yield text.content.decode("utf-8", "replace")
    # Most values occur in the HTML of the pages, so their other forms come last
    for path in others:
        yield from _other_forms(path.read_text("utf-8", errors="replace"))


def _likely(pages: Iterable[Path], left: Collection[Value]) -> dict[Path, None]:
    """The pages with all words and all letters beyond ASCII of one of these values, if these are few."""
    parts = [{*RUN.findall(folded), *signs(folded)} for folded in fold_each([value.text for value in left])]
    if len(left) > _FEW or not all(parts):
        return {}
    texts = ((path, path.read_text("utf-8", errors="replace").lower()) for path in pages)
    return {path: None for path, text in texts if any(all(part in text for part in of_one) for of_one in parts)}


def _forms(path: Path) -> Iterator[str]:
    page = path.read_text("utf-8", errors="replace")
    yield without_marks(page)
    yield from _other_forms(page)


def _other_forms(page: str) -> Iterator[str]:
    yield _without_tags(page, "")
    yield _without_tags(page, " ")
    yield _BETWEEN_WORDS.sub("-", _without_tags(page, "").lower())  # as the site names headings
    yield _with_addresses(page)


def _titles(archive: Snapshot) -> Iterator[str]:
    """All titles that a published post had, in an export or elsewhere, also those that it no longer has."""
    titled = [(one.id, one.title) for one in archive.states if not one.is_private]
    titled += [(one.post, one.title) for one in archive.records.get(f"records/{published.NAME}", ())]
    for post, title in titled:
        entry = archive.entries.get(same_post(post))
        if entry is not None and not entry.is_private:
            yield title


def _published_pages(archive: Snapshot) -> set[str]:
    """Medium's pages of the published posts, and what feeds and saved pages had of them, which are public."""
    public = {key: entry.original for key, entry in archive.entries.items() if not entry.is_private}
    in_feeds = {one.file for one in archive.told_elsewhere if same_post(one.id) in public}
    return {*public.values(), *in_feeds} & archive.files.keys()


def _about(archive: Snapshot, file: str) -> Iterator[str]:
    """The texts of the profile page about its owner, which about.md shows."""
    if file in archive.files:
        with suppress(ArchiveError), open_export(archive.files[file].path) as export:
            for member in export.members:
                if member.kind == "about":
                    page = export.read(member).decode("utf-8", "replace")
                    yield from (page, _without_tags(page, ""), _without_tags(page, " "))


def _is_broken(archive: Snapshot) -> bool:
    try:
        settings.read(archive.layout.settings)
    except ArchiveError:
        return True
    return False


def _without_tags(page: str, instead: str) -> str:
    parts = page.split("<")
    return parts[0] + instead.join(part.partition(">")[2] for part in parts[1:])


def _with_addresses(page: str) -> str:
    """The words of a page, each link and picture with its address behind its words, as in Markdown."""
    parts, address = [], ""
    for tag in _TAG.split(page):
        if not tag.startswith("<"):
            parts.append(tag)
        elif tag.lower().startswith("</a"):
            parts.append(address)
        else:
            given = {name.lower(): value for name, value in _ADDRESS.findall(tag)}
            address = given.get("href", address)
            if tag.lower().startswith("<img"):
                parts += [given.get("alt", ""), given.get("src", "")]
    return " ".join(parts)


def _issues(file: str, values: Iterable[Value]) -> Iterator[Issue]:
    by_kind: dict[str, list[str]] = defaultdict(list)
    for value in values:
        by_kind[value.kind].append(f"“{value.text[:3]}…” ({len(value.text)} characters)")
    for kind, quotes in by_kind.items():
        more = f" and {len(quotes) - 3} more" if len(quotes) > 3 else ""
        cure = _DRAFTS if kind == DRAFT and file.startswith("site/") else ""
        message = _SHOWN.format(kind, ", ".join(quotes[:3]) + more, cure)
        yield Issue(file, "private-shown", message, "error")
