"""Runs one platform against its stand-in, with an archive's records on the disk."""

from __future__ import annotations

import io
import logging
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from medium_archive.articles import Article, Picture
from medium_archive.articles.destinations import Destinations
from medium_archive.articles.entries import Entry
from medium_archive.folder import published
from medium_archive.folder.layout import FOLDER_OF, Layout
from medium_archive.folder.published import Remote
from medium_archive.platforms import Account, Platform, slugs
from medium_archive.platforms.checked_account import CheckedAccount, checked
from medium_archive.platforms.content import Writer
from medium_archive.platforms.decision import Choices, Delivery
from medium_archive.platforms.delivery import Route, deliver
from medium_archive.platforms.ledger import Inventory, Ledger
from medium_archive.web import Answer, Limits, Request, Secret, Web
from tests import small_archive
from tests.contracts.stand_in import StandIn
from tests.web_servers import Clock

T = TypeVar("T")
DRAFT_WORDS = "canary of a draft"
SITE = "https://ada.example"
DRAFTS = Choices(drafts=True)


class Killed(BaseException):
    """The run ends, as by `kill`: nothing catches it."""


class KilledWeb(Web):
    """Its run is killed at a request: before it is sent, or after it was answered."""

    kill_at = -1
    before = False

    def send(self, request: Request) -> Answer:
        return self._killed(lambda: super(KilledWeb, self).send(request))

    def converse(self, place: str, message: str, is_last: Callable[[str], bool]) -> list[str]:
        return self._killed(lambda: super(KilledWeb, self).converse(place, message, is_last))

    def _killed(self, ask: Callable[[], T]) -> T:
        self.kill_at -= 1
        if self.kill_at == -1 and self.before:
            raise Killed
        answer = ask()
        if self.kill_at == -1:
            raise Killed
        return answer


@dataclass
class Bench:
    """A platform, its stand-in and an archive. `output` is all that runs printed, logged or returned."""

    platform: Platform
    stand_in: StandIn
    layout: Layout
    folder: Path  # has the pictures
    clock: Clock = field(default_factory=Clock)
    output: str = ""

    def run(
        self,
        articles: Iterable[Article],
        *,
        choices: Choices = Choices(),
        secrets: Mapping[str, Secret] | None = None,
        web: Web | None = None,
    ) -> list[str]:
        """Publish articles; the outcome of each. The records are read from the disk and written there."""
        self.stand_in.clock = self.clock
        with self._captured(), web or self.web() as used:
            chosen = self.stand_in.secrets if secrets is None else secrets
            account: Account = checked(
                lambda: self.platform.connect(self.stand_in.settings, chosen, used), self.stand_in.host
            )
            articles = list(articles)
            distinct = slugs.distinct(map(_entry, articles), self.platform)
            entries = {entry.article.path: entry for entry in distinct}
            drafts = {article.id for article in articles if article.kind == "draft"}
            ledger = Ledger(self.layout, self.platform.NAME, account.address, Inventory(drafts))
            writer = Writer(_destinations(self.folder, entries), SITE, self.platform.TRAITS, ledger.address_of)
            route = Route(
                self.platform, writer, ledger, self._now, CheckedAccount(account), self.clock.sleep, choices=choices
            )
            deliveries: list[Delivery] = []
            for delivery in deliver(list(entries.values()), route):
                deliveries.append(delivery)
                self.output += f"{delivery} {account!r}\n"
            return [delivery.outcome for delivery in deliveries]

    def web(self, kind: type[Web] = Web, others: Mapping[str, str] = {}) -> Web:
        """A web in which the platform's host is the stand-in. It repeats nothing, so that each fault counts."""
        hosts = (self.stand_in.host, *self.stand_in.more_hosts)
        led = {**dict.fromkeys(hosts, self.stand_in.address), **others}
        return kind(hosts=led, limits=Limits(idle_seconds=5, attempts=1), sleep=self.clock.sleep, clock=self.clock)

    def remotes(self) -> list[Remote]:
        return list(published.read(self.layout).values())

    def records(self) -> str:
        """All that runs have written to the archive."""
        return "".join(file.read_text("utf-8") for file in sorted(self.layout.root.rglob("*.jsonl")))

    def titles(self) -> list[str]:
        """Of all posts at the place, sorted: one that is there twice shows."""
        return sorted(post.title for post in self.stand_in.posts())

    def _now(self) -> datetime:
        return datetime(2026, 11, 28, tzinfo=UTC) + timedelta(seconds=self.clock())

    @contextmanager
    def _captured(self) -> Iterator[None]:
        """Add to `output` all that is printed, logged and raised."""
        stream = io.StringIO()
        handler = logging.StreamHandler(stream)
        logging.getLogger().addHandler(handler)
        level, logging.root.level = logging.root.level, logging.DEBUG
        try:
            with redirect_stdout(stream), redirect_stderr(stream):
                yield
        except Exception:  # any error: its traceback is searched for secrets, then it is raised again
            logging.exception("The run ended.")
            raise
        finally:
            logging.root.level = level
            logging.getLogger().removeHandler(handler)
            self.output += stream.getvalue()


def _entry(article: Article) -> Entry:
    return Entry(article, FOLDER_OF[article.kind], article.path.rpartition("/")[2])


def _destinations(root: Path, entries: Mapping[str, Entry]) -> Destinations:
    by_id = {entry.article.id: entry for entry in entries.values()}
    return Destinations(root, entries, by_id, {}, {}, frozenset(entries), frozenset())


@dataclass(frozen=True)
class Maker:
    """Makes a fresh bench for each case of a contract."""

    platform: Platform
    stand_in: Callable[[], StandIn]
    folder: Path

    @contextmanager
    def __call__(self) -> Iterator[Bench]:
        root = Path(tempfile.mkdtemp(dir=self.folder))
        with self.stand_in() as running:
            yield Bench(self.platform, running, Layout(root), self.folder)

    def articles(self, count: int = 2) -> list[Article]:
        """Articles with a picture each."""
        return [self.article(number) for number in range(count)]

    def article(self, number: int) -> Article:
        file = self.folder / f"posts/{number}/1-a.png"
        small_archive.picture(file, number + 1, 1)
        picture = Picture("1-a.png", "A loom", f"posts/{number}/1-a.png", file)
        return Article(
            id=f"{number + 1:012x}",
            path=f"posts/{number}",
            kind="story",
            title=f"Looms, part {number}",
            markdown=f"Words of part {number}.\n\n![A loom](1-a.png)\n",
            html=f'<p>Words of part {number}.</p><figure><img src="1-a.png" alt="A loom"></figure>',
            published=datetime(2020, 11, 12, 6, 16, number, tzinfo=UTC),
            slug=f"looms-{number}",
            tags=("engines", "looms"),
            lang="en",
            canonical=f"https://ada.example/looms-{number}/",
            pictures=(picture,),
        )

    def draft(self) -> Article:
        article = replace(self.article(9), kind="draft", title=DRAFT_WORDS, published=None, pictures=())
        return replace(article, html=f"<p>{DRAFT_WORDS}</p>", markdown=DRAFT_WORDS)
