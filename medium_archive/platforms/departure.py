"""The posts that a person chose to send, with all that sending them needs from the archive."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from medium_archive import articles
from medium_archive.articles import Article, entries
from medium_archive.articles.destinations import Destinations
from medium_archive.articles.entries import Entry
from medium_archive.folder import catalog, files, forgotten, published
from medium_archive.folder import settings as settings_file
from medium_archive.folder.catalog import same_post
from medium_archive.folder.layout import Layout
from medium_archive.folder.published import Present
from medium_archive.folder.settings import Settings
from medium_archive.platforms import Platform, connection, selection, slugs
from medium_archive.platforms.content import Writer
from medium_archive.platforms.ledger import Inventory, Ledger
from medium_archive.platforms.selection import Selection
from medium_archive.post import Kind
from medium_archive.report import Issue, quantity

_PUBLIC: tuple[Kind, ...] = ("story", "response")
_DRAFTS: tuple[Kind, ...] = ("draft",)


@dataclass(frozen=True)
class Departure:
    """The posts of an archive and the place to which they go. `chosen` are the posts to send, in this order."""

    layout: Layout
    settings: Settings
    platform: Platform
    destinations: Destinations
    chosen: tuple[Entry, ...]
    inventory: Inventory
    issues: tuple[Issue, ...] = ()

    @classmethod
    def of(cls, layout: Layout, platform: Platform, options: Selection) -> Departure:
        """Raises SettingsWrong, NewerArchive, RecordsDamaged, FolderUnwritable, NoSuchPost."""
        settings = settings_file.read(layout.settings)
        library = articles.read(layout, settings, _PUBLIC)
        drafts = articles.read(layout, settings, _DRAFTS)
        found = entries.read(library)
        everything = [*found.values(), *entries.read(drafts).values()]
        remotes = {one: it for one, it in published.read(layout).items() if one.platform == platform.NAME}
        chosen = connection.settings_of(platform, settings)
        public = {same_post(post.id) for post in library.posts}
        away = forgotten.keys(layout, catalog.read(layout)) - public
        present = [_present(layout, platform, entry.article) for entry in everything]
        inventory = Inventory(
            # A copy of a published post in drafts/ is no reason to hide what is known of that post
            (frozenset(same_post(post.id) or post.path for post in drafts.posts) - public) | away,
            {same_post(post.id) or post.path: post.path for post in (*drafts.posts, *library.posts)},
            published.moved(layout, remotes, present),
            all(issue.level != "error" for issue in (*library.issues, *drafts.issues)),
            away,
        )
        there: dict[str, set[str]] = {}
        recorded: set[str] = set()
        for place, remote in published.renamed(remotes, inventory.moved).items():
            there.setdefault(same_post(place.post), set()).add(remote.slug)
            if platform.can_be(place.account, chosen):
                recorded.add(same_post(place.post))
        return cls(
            layout,
            settings,
            platform,
            Destinations.of(library, found),
            tuple(selection.chosen(slugs.distinct(everything, platform, there), options, settings.author, recorded)),
            inventory,
            tuple(
                dict.fromkeys(
                    (
                        *library.issues,
                        *(drafts.issues if options.drafts else ()),
                        *_by_others(found.values(), options, settings, recorded),
                    )
                )
            ),
        )

    def ledger(self, account: str) -> Ledger:
        """The records of an account of this platform."""
        return Ledger(self.layout, self.platform.NAME, account, self.inventory)

    def writer(self, ledger: Ledger) -> Writer:
        """Writes the texts for the account of a ledger."""
        return Writer(self.destinations, self.settings.site.url, self.platform.TRAITS, ledger.address_of)

    def known_account(self) -> str:
        """The only account in the records that the settings can mean, "" if there is none or several. Asks nobody."""
        chosen = connection.settings_of(self.platform, self.settings)
        accounts = {place.account for place in published.read(self.layout) if place.platform == self.platform.NAME}
        fitting = [account for account in accounts if self.platform.can_be(account, chosen)]
        return fitting[0] if len(fitting) == 1 else ""


def _present(layout: Layout, platform: Platform, article: Article) -> Present:
    if article.id:
        return Present(article.path, article.id)
    shown = platform.labels(article)
    return Present(article.path, "", files.checksum(layout.root / article.where), shown.slug, shown.title)


def _by_others(
    found: Iterable[Entry], options: Selection, settings: Settings, recorded: Collection[str]
) -> Iterator[Issue]:
    """A note about the stories that are not sent because somebody else wrote them, and nobody has sent them before."""
    if options.only or options.author:
        return
    others = [
        one.article
        for one in found
        if one.article.kind == "story"
        and not selection.is_by(one.article.author, "", settings.author)
        and selection.key(one.article) not in recorded
    ]
    if others:
        names = ", ".join(dict.fromkeys(one.author.name or one.author.username for one in others))
        is_not, them = ("is not", "it") if len(others) == 1 else ("are not", "them")
        message = f"{quantity(len(others), 'post')} by {names} {is_not} sent. Use --author or --only to send {them}."
        yield Issue(others[0].path, "not-sent", message, "note")
