"""Nothing was lost: the ledger of every post, from its original, its index.md and its page of the site.

This check reads the files and reports; `completeness` compares.
"""

from __future__ import annotations

import io
import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, fields, replace
from functools import partial
from typing import TYPE_CHECKING, Any, Literal

from medium_archive import processes
from medium_archive.checks import advice, completeness, last_build, post_result, proof, result_cache, witness
from medium_archive.checks.completeness import Count, Ledger, Miss, OwnPosts, Recorded, Site, Totals
from medium_archive.checks.completeness.reasons import CURES, Group
from medium_archive.checks.completeness.totals import added_on_page_alone, missing_on_page_alone, without_edits
from medium_archive.checks.last_build import LastBuild
from medium_archive.checks.original_form import as_page
from medium_archive.checks.post_files import PostFiles, sums_on_disk
from medium_archive.checks.post_result import PostResult
from medium_archive.checks.result_cache import Results
from medium_archive.checks.witness import Witness
from medium_archive.errors import RecordsDamaged, SettingsWrong
from medium_archive.folder import catalog, kept_exports, picture_record, proof_record
from medium_archive.folder.catalog import Entry
from medium_archive.folder.history import History
from medium_archive.folder.layout import FOLDER_OF, TEXT, Layout
from medium_archive.folder.post_paths import PostPaths
from medium_archive.folder.proof_record import ProvenPost
from medium_archive.folder.shelf import Shelf
from medium_archive.report import Issue, Progress, silent

if TYPE_CHECKING:
    from medium_archive.checks.snapshot import Findings, Snapshot

IN_QUICK = False
_CODES: Mapping[Group, str] = {
    "not_in_export": "not-in-export",
    "not_carried_over": "not-carried-over",
    "words_kept": "words-kept",
    "not_linked": "not-linked",
}
# Kinds of losses in which no part need be missing: the part is in another place or in another container
_ARRANGED: Mapping[str, str] = {
    "order": "In another order than in the original",
    "details": "Missing in a collapsible block, or moved into or out of such a block",
    "containers": "Moved into or out of a list, a quote or a table",
}
_BUSY = 64  # posts, after which other processes have work
_MAX_QUOTES = 8  # in one issue


def inspect(archive: Snapshot) -> Findings:
    """Check every post whose original is the one that was imported, and whose text can be read."""
    from medium_archive.checks.snapshot import Findings  # noqa: PLC0415  # slow to import, and an import needs none

    entries = {
        key: replace(entry, path=archive.places[key])
        for key, entry in archive.entries.items()
        if key in archive.places and _is_comparable(archive, key)
    }
    folders = {entry.path: key for key, entry in archive.entries.items() if entry.is_post} | {
        place: key for key, place in archive.places.items()
    }
    compared = compare(archive.layout, progress=archive.progress, entries=entries, folders=folders, known=archive.known)
    unread = sum(bool(entry.original) and key not in entries for key, entry in archive.entries.items())
    not_checked, elsewhere = compared.totals.not_checked + unread, picture_record.elsewhere_in_posts(archive.pictures)
    totals = replace(compared.totals, not_checked=not_checked, elsewhere=elsewhere)
    found = proof.of(archive.imports, proof.as_recorded(archive, compared.posts))
    issues = (*compared.issues, *proof.differences(archive, found))
    counts = {
        "posts_checked": totals.posts,
        "pages_checked": totals.pages,
        "edited_by_hand": totals.edited,
        **totals.counts,
    }
    facts = {"proof": totals.sentence, **_facts(totals.text, totals.page)}
    return Findings(issues, counts, facts, {"completeness": totals.as_json()}, found, compared.kept)


@dataclass(frozen=True)
class Comparison:
    """All ledgers added up, the issues about them, and the result for each post. `kept` is for the next comparison."""

    totals: Totals
    issues: tuple[Issue, ...]
    posts: tuple[ProvenPost, ...]
    kept: Mapping[str, Any] = field(default_factory=dict)


def check_archive(layout: Layout, only_ids: Collection[str] | None = None) -> tuple[Totals, tuple[Issue, ...]]:
    """The totals and the issues of `compare`."""
    compared = compare(layout, only_ids=only_ids)
    return compared.totals, compared.issues


def compare(  # noqa: PLR0913  # all but the first by keyword
    layout: Layout,
    *,
    progress: Progress = silent,
    only_ids: Collection[str] | None = None,
    entries: Mapping[str, Entry] | None = None,
    folders: Mapping[str, str] | None = None,
    jobs: int = 0,
    known: Results | None = None,
    domains: Collection[str] | None = None,
) -> Comparison:
    """Check every post of the catalog, or of `entries`, or only those of `only_ids`: its original, its index.md, and
    its page if there is one. `folders` gives the key of every post by the folders it has or had, for links to it, and
    `domains` are those of `PostPaths`, None if they are to be found; `jobs` is as in `processes`; `known` is what an
    earlier comparison has kept, None if nothing is to be kept.

    Each unexplained loss is an error. In an index.md that a person edited it is a note, because a person may delete
    anything. A page that differs is not compared if it is older than its text, the settings or the theme.
    """
    wanted = None if only_ids is None else {catalog.same_post(post_id) for post_id in only_ids}
    recorded = catalog.read(layout) if entries is None or folders is None else entries
    all_entries = _present(layout, recorded) if entries is None else entries
    chosen = [
        entry
        for key, entry in sorted(all_entries.items(), key=lambda item: item[1].path)
        if entry.original and (wanted is None or key in wanted)
    ]
    if folders is None:
        of_posts = [*recorded.items(), *all_entries.items()]
        folders = {entry.path: key for key, entry in of_posts if entry.is_post}
    undamaged = _history(layout)
    history = undamaged or History()
    own_posts = _own_posts(layout, folders, history, domains)
    context = _Context(layout, own_posts, witness.read(layout, undamaged), last_build.read(layout))
    if known is not None:
        sites = [vars(site) if site else None for site in context.sites]
        context = replace(context, key=result_cache.key(vars(context.posts), sites, context.witness.usernames or ()))
    results = processes.run(_check_with_key, context, _work(context, chosen, known), jobs)
    added, issues, proven, stale = completeness.Sum(), list[Issue](), list[ProvenPost](), 0
    faults: list[advice.Fault] = []
    kept: dict[str, Any] = {}
    for one, checked in progress("Checking that nothing was lost", results, len(chosen)):
        key, result, encoded = (one.key, one.result, b"") if checked is None else checked
        if result is None or result.ledger is None:
            added.not_checked += 1
        else:
            added.add(one.entry.path, result.ledger, edited=result.edited)
        if result is not None:
            stale += result.is_stale
            issues += result.issues
            places = {issue.where.startswith("site/") for issue in result.issues if issue.code in advice.FAULTS}
            faults += [advice.Fault(one.entry, of_text=False in places, of_page=True in places)] if places else []
            proven += (proof_record.repeat_records(post, one.entry, history) for post in result.proven)
            if key and known is not None and result.ledger is not None:
                kept[key] = encoded or known.texts[key]
    if stale:
        pages = "1 page of the site is older than its text, archive.toml or the theme"
        if stale > 1:
            pages = f"{stale} pages of the site are older than their texts, archive.toml or the theme"
        message = f"{pages}: run `archive build`, then check again."
        issues.append(Issue("site", "page-older", message, "note"))
    has_own = context.witness.site is not None and context.witness.site.has_own_templates
    advised = advice.add(layout, issues, faults, partial(_check_text, context), own_templates=has_own)
    return Comparison(added.totals(), tuple(advised), tuple(proven), kept)


@dataclass(frozen=True)
class _Context:
    """The values that the ledgers of all posts share. `key` is a checksum of those that a cached result depends on, ""
    if no result is to be kept.
    """

    layout: Layout
    posts: OwnPosts
    witness: Witness
    build: LastBuild
    key: str = ""

    @property
    def sites(self) -> tuple[Site | None, ...]:
        """The settings that a page may have been built with: those of archive.toml, maybe with another base URL."""
        site, url = self.witness.site, self.build.url
        return (replace(site, url=url), site) if site is not None and url and url != site.url else (site,)


@dataclass(frozen=True)
class _Task:
    """A post to check. `key` is its key in the cache, "" if nothing is known; `result` is the cached result, None if
    the post must be checked.
    """

    entry: Entry
    key: str = ""
    result: PostResult | None = None


def _work(context: _Context, entries: Sequence[Entry], known: Results | None) -> Iterator[tuple[_Task, Entry | None]]:
    """The posts, each with its entry if it must be checked."""
    for number, entry in enumerate(entries):
        if number == _BUSY and known is not None:
            result_cache.prepare()
        key = _known_key(context, entry) if known else ""
        result = post_result.decode(known[key]) if known and key in known else None
        yield _Task(entry, key, result), entry if result is None else None
    if known is not None:
        result_cache.prepare()


def _check_with_key(context: _Context, entry: Entry) -> tuple[str, PostResult, bytes]:
    """The result for a post, between its key in the cache and its form there. Both are empty for a file that can't be
    read, and if no result is kept.
    """
    try:
        found = PostFiles.read(context.layout, context.build, entry)
    except OSError as error:
        if not (context.layout.root / entry.path / TEXT).exists():
            # A person may have deleted the post; `archive verify` names it, by another check
            return "", PostResult(None, ()), b""
        return "", _left_out(f"{entry.path}/{TEXT}", error.strerror or type(error).__name__), b""
    result = _check_entry(context, entry, found)
    if not context.key or result.ledger is None:
        return "", result, b""
    key = _key_of(context, entry, found.sums, is_older=found.is_older)
    return key, result, result_cache.encoded(post_result.encode(result, result.ledger))


def _known_key(context: _Context, entry: Entry) -> str:
    """The key of the result of a post, "" if a file can't be read."""
    try:
        sums, is_older = sums_on_disk(context.layout, context.build, entry)
    except OSError:
        return ""
    return _key_of(context, entry, sums, is_older=is_older)


def _key_of(context: _Context, entry: Entry, sums: Sequence[str], *, is_older: bool) -> str:
    """The key of everything that a result depends on."""
    recorded = {**vars(context.witness.of(entry)), "usernames": ()}  # these are the same for all posts
    return result_cache.key_of_texts(context.key, *_values(entry), *recorded.values(), *sums, is_older)


def _values(entry: Entry) -> Iterator[str]:
    return (getattr(entry, one.name) for one in fields(entry))


def _left_out(where: str, reason: str) -> PostResult:
    return PostResult(None, (Issue(where, "not-checked", f"This post could not be checked: {reason}", "error"),))


def _is_comparable(archive: Snapshot, key: str) -> bool:
    """Whether all of a post can be read. If not, another check has an issue about it."""
    entry, text = archive.entries[key], archive.text_of(key)
    if entry.original not in archive.files or archive.differs(entry.original, entry.sha256):
        return False
    return text is not None and not text.problem and b"\0" not in (content := text.content) and bool(content.strip())


def _present(layout: Layout, entries: Mapping[str, Entry]) -> Mapping[str, Entry]:
    """The catalog with the current folders of the posts, which a person may have moved or renamed."""
    root = f"{layout.root}/"
    if all(os.path.exists(root + entry.path) for entry in entries.values()):  # noqa: PTH110  # a Path takes longer
        return entries
    return Shelf.open(layout).entries


def _own_posts(
    layout: Layout, folders: Mapping[str, str], history: History, domains: Collection[str] | None = None
) -> OwnPosts:
    found = _domains(layout, folders) if domains is None else frozenset(domains)
    return OwnPosts("", {**_earlier_folders(history, folders), **folders}, frozenset(folders.values()), found)


def _domains(layout: Layout, folders: Mapping[str, str]) -> frozenset[str]:
    """The hosts at which the posts were published (`PostPaths`)."""
    root = f"{layout.root}/"
    paths = {key: path for path, key in folders.items() if os.path.isfile(f"{root}{path}/{TEXT}")}  # noqa: PTH113  # quick
    try:
        return PostPaths.of(layout, paths).domains
    except SettingsWrong:
        return frozenset()  # another check has an issue about the settings


def _history(layout: Layout) -> History | None:
    """The states of all posts; None if the records are damaged, which another check reports."""
    with suppress(RecordsDamaged):
        return History.read(layout, kept_exports.read(layout))
    return None


def _earlier_folders(history: History, folders: Mapping[str, str]) -> Mapping[str, str]:
    """The key of each post by its earlier folders, because a text that a person edited may still link there. A folder
    name that two posts had has the key "".
    """
    earlier: dict[str, str] = {}
    for key in set(folders.values()):
        for name in history.folder_names(key):
            for folder in FOLDER_OF.values():
                place = f"{folder}/{name}"
                earlier[place] = "" if earlier.get(place, key) != key else key
    return earlier


def _check_entry(context: _Context, entry: Entry, found: PostFiles) -> PostResult:
    where = f"{entry.path}/{TEXT}"
    try:
        found.check_size(entry)
        index_md = found.text.decode("utf-8")
        page = None if found.page is None else io.TextIOWrapper(io.BytesIO(found.page), "utf-8").read()
        ledger = _ledger(context, entry, found.original, index_md, page, context.witness.of(entry))
    except (OSError, ValueError, RecursionError) as error:  # too large, no UTF-8, no front matter, no feed
        return _left_out(where, "it is nested too deeply" if isinstance(error, RecursionError) else str(error))
    edited = found.text_sum != entry.written
    is_stale = (
        found.is_older and ledger.page is not None and bool(edited or ledger.page.unexplained or ledger.page.added)
    )
    if is_stale:
        ledger = replace(ledger, page=None)
    if edited:
        ledger = without_edits(ledger, index_md)
    issues = [*_issues(where, ledger.text.missing, ledger.text.added, edited=edited)]
    issues += _issues(
        f"site/{entry.path}/index.html", missing_on_page_alone(ledger), added_on_page_alone(ledger), edited=False
    )
    try:
        proven = (proof.of_post(entry, index_md, ledger, edited=edited),) if entry.is_post else ()
    except ValueError as error:  # YAML that the library of the proof accepts, and that of the converter doesn't
        return _left_out(where, str(error))
    return PostResult(ledger, tuple(issues), proven, edited, is_stale)


def _check_text(context: _Context, entry: Entry, text: str, with_records: bool) -> Ledger:
    """The ledger of a post with another text, without its page. Raises OSError, ValueError, RecursionError."""
    content = (context.layout.root / entry.original).read_bytes()
    return _ledger(context, entry, content, text, None, context.witness.of(entry) if with_records else Recorded())


def _ledger(  # noqa: PLR0913, PLR0917  # what is compared, and what is known of the post
    context: _Context, entry: Entry, content: bytes, index_md: str, page: str | None, recorded: Recorded
) -> Ledger:
    original = as_page(entry, content)
    posts = replace(context.posts, folder=entry.path)
    found: list[tuple[int, Ledger]] = []
    for site in context.sites:
        ledger = completeness.check(original, index_md, page, posts, recorded=recorded, site=site)
        differences = 0 if ledger.page is None else len(ledger.page.unexplained) + len(ledger.page.added)
        if not differences:
            return ledger
        found.append((differences, ledger))
    return min(found, key=lambda one: one[0])[1]


def _issues(where: str, missing: Sequence[Miss], added: Sequence[Miss], *, edited: bool) -> Iterator[Issue]:
    """One issue for each kind and reason, with the words. Issues about missing and added parts come first, then those
    about moved parts.
    """
    arranged: list[Issue] = []
    for (reason, group, kind), misses in _grouped(missing).items():
        listed = _listed(kind, misses)
        if group:
            # For the end of a page, the sentence says it all
            message = f"{reason.rstrip('.')}: {listed}." if kind != "page_end" else reason
            yield Issue(where, _CODES[group], f"{message} {CURES.get(group, '')}".rstrip(), "note")
        elif edited:
            yield Issue(where, "edited-away", f"Removed by an edit: {listed}.", "note")
        elif kind in _ARRANGED:
            arranged.append(Issue(where, "lost", f"{_ARRANGED[kind]}: {listed}.", "error"))
        else:
            yield Issue(where, "lost", f"In the original, but not here: {listed}.", "error")
    for (_, _, kind), misses in _grouped(() if edited else added).items():
        yield Issue(where, "added", f"Here, but not in the original: {_listed(kind, misses)}.", "error")
    yield from arranged


def _grouped(misses: Sequence[Miss]) -> dict[tuple[str, Group | Literal[""], str], list[Miss]]:
    groups: dict[tuple[str, Group | Literal[""], str], list[Miss]] = {}
    for miss in misses:
        groups.setdefault((miss.reason, miss.group, miss.kind), []).append(miss)
    return groups


def _listed(kind: str, misses: Sequence[Miss]) -> str:
    quotes = [f"“{miss.words}”" for miss in misses[:_MAX_QUOTES] if miss.words]
    if len(misses) > _MAX_QUOTES:
        quotes.append(f"and {len(misses) - _MAX_QUOTES} more")
    return f"{kind.replace('_', ' ')} ({sum(miss.amount for miss in misses)}) {', '.join(quotes)}".rstrip()


def _facts(text: Mapping[str, Count], page: Mapping[str, Count]) -> dict[str, str]:
    """Each kind as "found of wanted", once for index.md, and for the pages where they hold less of it."""
    facts: dict[str, str] = {}
    for kind, count in text.items():
        facts[kind] = _found_of_wanted(count)
        built = page.get(kind)
        if built is not None and built.wanted - built.found != count.wanted - count.found:
            facts[kind] += f"; on the pages {_found_of_wanted(built)}"
    return facts


def _found_of_wanted(count: Count) -> str:
    return f"{count.found:,} of {count.wanted:,}"
