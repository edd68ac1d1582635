"""What `archive rescue` tells: what there is, or what became of it and which posts are still lacking."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from medium_archive.checks.completeness import Totals
from medium_archive.commands.captures import Added
from medium_archive.errors import Unreachable
from medium_archive.fetch.web_archives import wayback
from medium_archive.fetch.web_archives.search import OutOfTime, Search
from medium_archive.folder import known_posts, picture_record
from medium_archive.folder.catalog import same_post
from medium_archive.folder.known_posts import KnownPost
from medium_archive.folder.layout import Layout
from medium_archive.folder.shelf import Shelf
from medium_archive.report import Issue, Report, quantity

_NETWORK = 40
_STATES: tuple[known_posts.State, ...] = ("whole", "partial", "address")
_CHANGES = ("new", "changed", "tagged", "unchanged")
_SECONDS_A_CAPTURE = 2  # what the Wayback Machine takes for one
_PARTIAL = (
    "Web archives have only the beginning of this post{}. Look for it where you are signed in, in saved pages or in "
    "mails, and import what you find: `archive import PAGES`."
)
_ADDRESS = (
    "No web archive has the text of this post; only its address is known. If you can still open it, save the page and "
    "import it: `archive import PAGES`. Otherwise run `archive rescue` again in some weeks: archives grow."
)
_NOTHING = (
    "No post by @{} was found{}. Compare the user name with the address of the profile, name domains and publications "
    "with `--domain` and `--publication`, and import what you saved yourself: `archive import PAGES`."
)
_LATER = "{} could not be had this time. Run the command again: it asks only for what it lacks."
_STOPPED = "{} What had come was added; {} not whole yet. {}"
_AGAIN = "Run the command again; it goes on where it stopped."
# What captures without a text are, by the code of the reason
_USELESS = {
    "page-wall": ("is a page of a wall against robots", "are pages of a wall against robots"),
    "page-sign-in": ("is Medium's sign-in page", "are Medium's sign-in page"),
    "page-gone": ("says that the page is gone", "say that the page is gone"),
    "page-of-other-site": ("is a page of another site", "are pages of other sites"),
    "page-of-other-author": ("is a story of another author", "are stories of other authors"),
    "page-without-story": ("is a page of Medium's without a story", "are pages of Medium's without a story"),
    "page-without-id": ("does not say of which post it is", "do not say of which post they are"),
    "page-damaged": ("is damaged", "are damaged"),
    "feed-unreadable": ("is no feed", "are no feeds"),
    "capture-unreadable": ("can't be read", "can't be read"),
}


@dataclass(frozen=True)
class Ending:
    """How a search ended: `stopped` is the reason if it could not go on, `undecided` are the keys of the posts of which
    the next run may get more.
    """

    stopped: Unreachable | OutOfTime | None
    undecided: frozenset[str]

    @classmethod
    def of(cls, search: Search, stopped: Unreachable | OutOfTime | None) -> Ending:
        """Before anything is added to the archive."""
        posts = search.undecided() if stopped is None else search.lacking()
        return cls(stopped, frozenset(same_post(one.id) for one in posts))

    @property
    def code(self) -> int:
        """The exit code."""
        return _NETWORK if isinstance(self.stopped, Unreachable) else 0


def of_plan(layout: Layout, search: Search) -> Report:
    """What there is, and how long it will take."""
    posts = search.posts()
    captures = [capture for one in posts for capture in one.captures]
    years = sorted({capture.timestamp[:4] for capture in captures})
    due = len(search.due())
    minutes = round(due * _SECONDS_A_CAPTURE / 60 + search.queries_left() / wayback.LISTS_A_MINUTE)
    facts = {"captured": f"{years[0]} to {years[-1]}" if years else "never"}
    return Report(
        "rescue",
        counts={"known_posts": len(posts), "captures": len(captures), "captures_to_fetch": due},
        facts=facts | {"time": f"about {quantity(max(1, minutes), 'minute')}", "archive": str(layout.root)},
        issues=(*search.issues, *(() if posts else (_nothing(search),))),
        details={
            "posts": [
                {
                    "id": one.id,
                    "address": one.address,
                    "captures": len(one.captures),
                    "first": one.captures[-1].timestamp if one.captures else "",
                    "last": one.captures[0].timestamp if one.captures else "",
                }
                for one in posts
            ]
        },
    )


def of_nothing(search: Search, ending: Ending) -> Report:
    """That no archive was made, because there is nothing to put into it."""
    nothing = () if ending.stopped is not None else (_nothing(search),)
    return Report(
        "rescue",
        counts={
            "known_posts": 0,
            **{f"known_{state}": 0 for state in _STATES},
            **dict.fromkeys(_CHANGES, 0),
            "captures_fetched": search.fetched,
        },
        issues=(*search.issues, *_of_captures(search, ending), *nothing),
        code=ending.code,
    )


def of_run(  # noqa: PLR0913, PLR0917  # what a report shows
    shelf: Shelf,
    search: Search,
    added: Added,
    totals: Totals,
    issues: Sequence[Issue],
    ending: Ending,
) -> Report:
    """What became of it."""
    totals = replace(totals, elsewhere=picture_record.elsewhere_in_posts(shelf.gallery.records.values()))
    known = known_posts.read(shelf.layout)
    states = known_posts.count(known, shelf.entries, shelf.states)
    return Report(
        "rescue",
        counts={
            "known_posts": sum(states.values()),
            **{f"known_{state}": states.get(state, 0) for state in _STATES},
            **{change: added.changes[change] for change in _CHANGES},
            "captures_fetched": search.fetched,
            **shelf.gallery.counts,
            **shelf.gists.counts,
        },
        facts={"proof": totals.sentence, "archive": str(shelf.layout.root)},
        issues=(
            *search.issues,
            *_of_captures(search, ending),
            *added.issues,
            *issues,
            *_lacking(shelf, known, ending.undecided),
            *(() if search.posts() or ending.stopped is not None else (_nothing(search),)),
        ),
        code=ending.code,
    )


def _nothing(search: Search) -> Issue:
    authors = sorted({author for one in search.by_others() for author in one.authors})
    there = f"; there are stories by {', '.join(f'@{one}' for one in authors)}" if authors else ""
    return Issue("web archives", "nothing-found", _NOTHING.format(search.writer.name, there))


def _lacking(shelf: Shelf, known: Mapping[str, KnownPost], undecided: frozenset[str]) -> Iterator[Issue]:
    """An issue for each post that is not whole, but for those of which the next run may get more."""
    for key in sorted((shelf.partial & shelf.paths.keys()) - undecided):
        record = shelf.rescued.get(key)
        words = f": {record.words:,} of {quantity(record.said, 'word')}" if record is not None and record.said else ""
        yield Issue(shelf.paths[key], "partial", _PARTIAL.format(words))
    for key, one in sorted(known.items()):
        if one.state == "address" and key not in shelf.entries and key not in undecided:
            yield Issue(one.address, "only-address", _ADDRESS)


def _of_captures(search: Search, ending: Ending) -> Iterator[Issue]:
    for code, number in sorted(Counter(search.problems).items()):
        one, many = _USELESS.get(code, ("has no text", "have no text"))
        message = f"{quantity(number, 'capture')} {one if number == 1 else many}, and was left out."
        yield Issue("web archives", code, message if number == 1 else message.replace("was left", "were left"), "note")
    if search.not_had():
        yield Issue(wayback.NAME, "capture-missing", _LATER.format(quantity(search.not_had(), "capture")))
    left, stopped = quantity(len(ending.undecided), "known post is", "known posts are"), ending.stopped
    if isinstance(stopped, Unreachable):
        yield Issue(wayback.NAME, "archive-unreachable", _STOPPED.format(stopped.message, left, stopped.hint))
    elif stopped is not None:
        yield Issue(wayback.NAME, "out-of-time", _STOPPED.format("The time is over.", left, _AGAIN))
