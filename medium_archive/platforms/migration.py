"""Gives Medium's own pages to a platform whose importer takes them, in batches; no page is given twice."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Literal, Protocol

from medium_archive.errors import AccessDenied, PublishRefused
from medium_archive.folder import catalog, files, migrations, regular_files
from medium_archive.folder.catalog import same_post
from medium_archive.folder.migrations import Given
from medium_archive.folder.published import Place
from medium_archive.platforms import pauses
from medium_archive.platforms.refusal import sentence
from medium_archive.web import AnswerLost, File, RequestFailed

if TYPE_CHECKING:
    from medium_archive.articles.entries import Entry
    from medium_archive.folder.layout import Layout
    from medium_archive.platforms.traits import Migration

Outcome = Literal["given", "unknown", "failed"]
_UNCLEAR = ("server-error", "bad-answer")  # reasons of failures after which a server may have carried out the request


class Migrant(Protocol):
    """An account on a platform whose traits have a `Migration`."""

    @property
    def address(self) -> str: ...

    def migrate(self, pages: Sequence[File]) -> None:
        """Give pages to the importer of the platform. Raises AccessDenied, PublishRefused and RequestFailed."""


@dataclass(frozen=True)
class Page:
    """The page of a post as Medium exported it. `path` is the folder of the post."""

    post: str
    path: str
    name: str
    content: bytes
    sha256: str


@dataclass(frozen=True)
class Batch:
    """Pages that were sent together, and what became of them. `problem` is a sentence, "" if there was none."""

    pages: tuple[Page, ...]
    outcome: Outcome
    problem: str = ""


@dataclass
class Log:
    """What the records say of one account. Each change is on the disk at once."""

    layout: Layout
    platform: str
    account: str
    drafts: Collection[str]
    _given: dict[Place, Given] = field(init=False)

    def __post_init__(self) -> None:
        self._given = migrations.read(self.layout)

    def state(self, page: Page) -> str | None:
        """“given”, "" if the answer never came, None if the page was not sent."""
        given = self._given.get(self._place(page))
        return given.state if given else None

    def keep(self, pages: Iterable[Page], state: str | None) -> None:
        """Record the state of pages; None: they were not sent after all."""
        at = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        for page in pages:
            if state is None:
                self._given.pop(self._place(page), None)
            else:
                self._given[self._place(page)] = Given(page.sha256, state, at)
        migrations.write(self.layout, self._given, self.drafts)

    def _place(self, page: Page) -> Place:
        return Place(page.post, self.platform, self.account)


def pages(layout: Layout, entries: Iterable[Entry]) -> Iterator[tuple[Entry, Page | None]]:
    """Each post with its page in an export, None if no export has it. Raises RecordsDamaged, FolderUnwritable."""
    known = catalog.read(layout)
    for entry in entries:
        found = known.get(same_post(entry.article.id)) if entry.article.id else None
        original = found.original if found is not None and found.is_of_export else ""
        file, folder = layout.root / original, layout.root / original.partition("/")[0]
        if found is None or not original or not regular_files.is_file(file, folder):  # the folder may be a link
            yield entry, None
            continue
        with files.disk_errors(file):
            content = regular_files.read(file, folder)
        name = PurePosixPath(found.original).name
        yield entry, Page(entry.article.id, entry.article.path, name, content, found.sha256)


def batches(pages: Iterable[Page], limits: Migration) -> Iterator[tuple[Page, ...]]:
    """The pages in their order, as many together as the platform takes. None may be too large by itself."""
    batch: list[Page] = []
    size = 0
    for page in pages:
        if batch and (size + len(page.content) > limits.max_bytes or len(batch) == limits.max_pages):
            yield tuple(batch)
            batch, size = [], 0
        batch.append(page)
        size += len(page.content)
    if batch:
        yield tuple(batch)


def give(
    chosen: Iterable[Page], account: Migrant, limits: Migration, log: Log, sleep: Callable[[float], None]
) -> Iterator[Batch]:
    """Send each batch once, and say what became of it. Pages whose answer was lost are not sent again: the platform has
    no way to look for them. Raises AccessDenied, and RequestFailed for a pause that is not worth waiting.
    """
    for batch in batches(chosen, limits):
        sent = [File(page.name, page.content, "text/html") for page in batch]
        log.keep(batch, "")
        try:
            pauses.obeyed(lambda sent=sent: account.migrate(sent), sleep)  # type: ignore[misc]  # a lambda with a default
        except RequestFailed as failure:
            if isinstance(failure, AnswerLost) or failure.reason in _UNCLEAR:
                yield Batch(batch, "unknown", failure.message)
                continue
            log.keep(batch, None)
            if failure.reason == "rate-limited":
                raise
            yield Batch(batch, "failed", f"{sentence(failure.message)} Run this again.")
        except PublishRefused as error:
            log.keep(batch, None)
            yield Batch(batch, "failed", f"{error.message} {error.hint}".strip())
        except AccessDenied:
            log.keep(batch, None)
            raise
        else:
            log.keep(batch, "given")
            yield Batch(batch, "given")
