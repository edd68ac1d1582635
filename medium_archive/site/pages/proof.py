"""The values of the page of the proof: what was compared, with which result, by post and by year (docs/themes.md)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, tzinfo
from types import MappingProxyType

from medium_archive.folder import proof_record, time_zones
from medium_archive.folder.catalog import same_post
from medium_archive.folder.layout import Layout
from medium_archive.folder.proof_record import Part, Proof, ProvenPost
from medium_archive.folder.settings import Site
from medium_archive.languages import direction
from medium_archive.report import Issue
from medium_archive.site.content import Day, RenderedPost, SiteInfo, day
from medium_archive.site.pages import proof_kinds
from medium_archive.site.translations import Translation
from medium_archive.site.translations.proof_words import ProofWords

FILE = "proof/index.html"  # of the site
# The kinds that are shown, in their order
KINDS = ("words", "pictures", "code_lines", "links", "embeds")
GROUPS = ("not_in_export", "not_carried_over", "words_kept", "not_linked")


@dataclass(frozen=True)
class ProofAmount:
    """How much of one kind the originals hold, and how much was found. `shown` has both numbers if they differ."""

    name: str
    wanted: int
    found: int
    shown: str


@dataclass(frozen=True)
class ProofPart:
    """A part that a post lacks: its kind and its words, "" for none. With `added` before the kind, if it was added."""

    kind: str
    words: str


@dataclass(frozen=True)
class ProofPost:
    """One post with its result in words; `page` is its file in the site, "" without one. `parts` are what it lacks.
    `author` is its author's name, "" in an archive of one author.
    """

    title: str
    language: str
    direction: str
    page: str
    date: Day | None
    amounts: tuple[ProofAmount, ...]
    result: str
    is_lost: bool
    is_draft: bool
    author: str = ""
    parts: tuple[ProofPart, ...] = ()


@dataclass(frozen=True)
class ProofYear:
    """The posts of a year added up; the year is "" for posts without a date."""

    year: str
    amounts: tuple[ProofAmount, ...]
    result: str
    is_lost: bool
    posts: tuple[ProofPost, ...]


@dataclass(frozen=True)
class ProofReason:
    """Why something can't be kept, in `language`; how many parts, and the posts with them."""

    sentence: str
    language: str
    count: int
    posts: tuple[ProofPost, ...]


@dataclass(frozen=True)
class ProofGroup:
    """Parts that can't be kept: how they are counted, and the reasons."""

    name: str
    about: str
    count: int
    reasons: tuple[ProofReason, ...]


@dataclass(frozen=True)
class ProofExport:
    """An export. `file` is its name, "" on a page of the site."""

    date: Day | None
    account: str
    file: str
    sha256: str


@dataclass(frozen=True)
class ProofFile:
    """An original with its checksum."""

    file: str
    sha256: str


@dataclass(frozen=True)
class ProofPage:
    """Everything that the page shows. `state` is "whole", "kept", "lost" or "nothing", `verdict` says it in words,
    `summary` what can't be kept, `notes` are what else was counted. `lost` are the posts with losses. `authors` are
    the names in an archive of several authors, else none.
    """

    state: str
    verdict: str
    summary: str
    count: int
    amounts: tuple[ProofAmount, ...]
    notes: tuple[str, ...]
    lost: tuple[ProofPost, ...]
    groups: tuple[ProofGroup, ...]
    years: tuple[ProofYear, ...]
    exports: tuple[ProofExport, ...]
    originals: tuple[ProofFile, ...]
    program: str
    authors: tuple[str, ...] = ()


def of(  # noqa: PLR0913  # all but the first two by keyword
    proof: Proof,
    words: Translation,
    *,
    pages: Mapping[str, str] | None = None,
    days: Mapping[str, Day] = MappingProxyType({}),
    zone: tzinfo | None = None,
    notes: Sequence[str] = (),
    hidden: Sequence[ProvenPost] = (),
    author: str = "",
    elsewhere: Mapping[str, frozenset[str]] = MappingProxyType({}),
) -> ProofPage:
    """The values for a proof. `pages` gives the page of the site for the id of a post, None for a page that stands
    alone; `days` the dates that the site shows, as far as it does. Other dates are on the clocks of `zone`, None for
    UTC. `hidden` are posts that the page may not name, but whose losses count. `author` is the main author's name,
    `elsewhere` the addresses of the pictures of each post that are not in the archive, by `same_post` of its id.
    """
    names = tuple(dict.fromkeys(post.author or author for post in sorted(proof.posts, key=lambda post: post.author)))
    authors = names if len(names) > 1 else ()
    maker = _Maker(words, pages, author if authors else None, days, zone, elsewhere)
    posts = sorted(proof.posts, key=lambda post: (post.date, post.id), reverse=True)
    faults = maker.faults((*posts, *hidden))
    known = any(not part.is_fault for post in posts for part in post.parts)
    state = "lost" if faults else "kept" if known or maker.elsewhere_of(posts) else "whole" if posts else "nothing"
    own = words.proof
    is_taken = all(part.group != "not_carried_over" for post in posts for part in post.parts)
    kept = own.kept if is_taken else own.not_carried_over
    verdicts = {"whole": own.whole, "kept": kept, "lost": faults[:1].upper() + faults[1:], "nothing": own.nothing}
    edited = sum(post.has_edited_text for post in posts)
    return ProofPage(
        state=state,
        verdict=verdicts[state],
        summary=maker.result(posts, losses=False),
        count=len(posts),
        amounts=maker.amounts(posts, all_kinds=True),
        notes=(*notes, *([own.edited.format(n=words.number(edited))] if edited else [])),
        lost=tuple(maker.post(post, _is_fault) for post in posts if any(map(_is_fault, post.parts))),
        groups=tuple(maker.groups(posts)),
        years=tuple(maker.years(posts)),
        exports=tuple(
            ProofExport(
                day(_moment(one.exported), words),
                one.account,
                "" if pages is not None else one.file.rpartition("/")[2],
                one.sha256,
            )
            for one in reversed(proof.exports)
        ),
        originals=tuple(
            ProofFile(post.original, post.sha256) for post in sorted(posts, key=lambda post: post.original)
        ),
        program=proof.program,
        authors=tuple(filter(None, authors)),
    )


def read(layout: Layout, site: Site) -> tuple[Proof | None, tuple[Issue, ...]]:
    """The proof of the last import if `site.proof` asks for its page, and an issue if there is none. Raises
    RecordsDamaged.
    """
    found = proof_record.read(layout) if site.proof else None
    if site.proof and found is None:
        message = "site.proof is true, but the archive has no proof yet. Import your newest export again."
        return None, (Issue("archive.toml", "nothing-to-show", message),)
    return found, ()


def of_site(
    proof: Proof | None,
    published: Sequence[RenderedPost],
    site: SiteInfo,
    elsewhere: Mapping[str, frozenset[str]] = MappingProxyType({}),
) -> ProofPage | None:
    """The values for the page of the site, about published posts alone; `elsewhere` as in `of`."""
    if proof is None:
        return None
    pages = {same_post(post.id): post.page for post in published if post.id}
    posts = tuple(post for post in proof.posts if same_post(post.id) in pages)
    by_id = {post.id: pages[same_post(post.id)] for post in posts}
    shown = {same_post(post.id): post.date for post in published if post.id and post.date}
    days = {post.id: shown[same_post(post.id)] for post in posts if same_post(post.id) in shown}
    zone = time_zones.find(site.timezone)
    shown_proof, name = replace(proof, posts=posts), site.author.name
    return of(shown_proof, site.words, pages=by_id, days=days, zone=zone, author=name, elsewhere=elsewhere)


@dataclass(frozen=True)
class _Maker:
    """Makes the values of posts in one language. `author` is the name of the main author, None in an archive of one
    author.
    """

    words: Translation
    pages: Mapping[str, str] | None
    author: str | None = None
    days: Mapping[str, Day] = field(default_factory=dict)
    zone: tzinfo | None = None
    elsewhere: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def elsewhere_of(self, posts: Iterable[ProvenPost]) -> int:
        """How many pictures of these posts are not in the archive."""
        return len({address for post in posts for address in self.elsewhere.get(same_post(post.id), ())})

    def amounts(self, posts: Sequence[ProvenPost], *, all_kinds: bool = False) -> tuple[ProofAmount, ...]:
        """The sums of each kind; without `all_kinds` only of those that the posts have."""
        own = self.words.proof
        names = (self.words.word_count, own.pictures, own.code_lines, own.links, own.embeds)
        made = []
        for kind, name in zip(KINDS, names, strict=True):
            found = [one for post in posts for one in post.amounts if one.kind == kind]
            wanted, there = sum(one.wanted for one in found), sum(one.number for one in found)
            shown = self.words.number(wanted)
            if there != wanted:
                shown = own.of.format(found=self.words.number(there), wanted=shown)
            if wanted or all_kinds:
                made.append(ProofAmount(name, wanted, there, shown))
        return tuple(made)

    def post(self, post: ProvenPost, shown: Callable[[Part], bool] | None = None) -> ProofPost:
        """One post, with the words of the parts that `shown` chooses."""
        chosen = [part for part in post.parts if shown is not None and shown(part)]
        # A known part without words is only counted, beside its reason; a loss without words has its kind
        parts = [part for part in chosen if part.words or part.is_fault]
        return ProofPost(
            title=post.title or self.words.untitled,
            language=post.lang if post.title else "",
            direction=direction(post.lang) if post.lang and post.title else "auto",
            page=(self.pages or {}).get(post.id, ""),
            date=self.day(post),
            amounts=self.amounts([post]),
            result=self.words.comma.join(filter(None, (self.edits([post]), self.result([post])))),
            is_lost=any(map(_is_fault, post.parts)),
            is_draft=post.is_private,
            author="" if self.author is None else post.author or self.author,
            parts=tuple(map(self._part, parts)),
        )

    def day(self, post: ProvenPost) -> Day | None:
        """The date of a post, as its page has it if that has the same one."""
        moment, on_page = _moment(post.date), self.days.get(post.id)
        is_same = on_page is not None and moment == on_page.moment.replace(microsecond=0)
        return on_page if is_same else day(moment, self.words, self.zone)

    def _part(self, part: Part) -> ProofPart:
        own = self.words.proof
        kind = proof_kinds.name_of(part.kind, own.kinds)
        return ProofPart(self.words.comma.join((own.added, kind)) if part.added else kind, part.words)

    def faults(self, posts: Iterable[ProvenPost]) -> str:
        """How many parts the posts lost, and how many were added, in words; "" if none."""
        own = self.words.proof
        found = [part for post in posts for part in post.parts if part.is_fault]
        added = sum(bool(part.added) for part in found)
        counts = ((own.lost_parts, len(found) - added), (own.added_parts, added))
        return self.words.comma.join(pattern.format(n=self.words.number(count)) for pattern, count in counts if count)

    def edits(self, posts: Sequence[ProvenPost]) -> str:
        """Whether a person edited the posts, in words; with their number if it was not all of them."""
        edited = sum(post.has_edited_text for post in posts)
        words = self.words.proof.edited_post
        return "" if not edited else words if edited == len(posts) else f"{words}: {self.words.number(edited)}"

    def result(self, posts: Sequence[ProvenPost], *, losses: bool = True) -> str:
        """The parts that the posts lack, in words; without `losses` only the parts that can't be kept."""
        own = self.words.proof
        parts = [part for post in posts for part in post.parts]
        counts = (
            (pattern, sum(part.group == group for part in parts))
            for group, pattern in zip(GROUPS, _patterns(own), strict=True)
        )
        phrases = [pattern.format(n=self.words.number(count)) for pattern, count in counts if count]
        lacking = self.elsewhere_of(posts)
        if lacking:
            phrases.append(own.pictures_elsewhere.format(n=self.words.number(lacking)))
        return self.words.comma.join(filter(None, (self.faults(posts) if losses else "", *phrases)))

    def years(self, posts: Sequence[ProvenPost]) -> Iterable[ProofYear]:
        """The posts by year, the newest first, those without a date last."""
        by_year: dict[str, list[ProvenPost]] = {}
        for post in posts:
            date = self.day(post)
            by_year.setdefault(f"{date.year:04}" if date else "", []).append(post)
        for year, of_year in sorted(by_year.items(), reverse=True):
            made = tuple(map(self.post, of_year))
            lost = any(post.is_lost for post in made)
            result = self.words.comma.join(filter(None, (self.edits(of_year), self.result(of_year))))
            yield ProofYear(year, self.amounts(of_year, all_kinds=True), result, lost, made)

    def groups(self, posts: Sequence[ProvenPost]) -> Iterable[ProofGroup]:
        """What can't be kept, by group and reason."""
        own = self.words.proof
        names = (own.not_in_export, own.not_carried_over, own.words_kept, own.not_linked)
        abouts = (
            own.not_in_export_about,
            own.not_carried_over_about,
            own.words_kept_about,
            own.not_linked_about,
        )
        for group, name, about in zip(GROUPS, names, abouts, strict=True):
            found = {part.why: part.reason for post in posts for part in post.parts if part.group == group}
            reasons = tuple(self._reason(why, sentence, posts) for why, sentence in found.items())
            if reasons:
                yield ProofGroup(name, about, sum(reason.count for reason in reasons), reasons)

    def _reason(self, why: str, sentence: str, posts: Sequence[ProvenPost]) -> ProofReason:
        """A reason that a newer version of the program gave has no translation."""
        translated = self.words.proof.reasons.get(why, "")

        def chosen(part: Part) -> bool:
            return part.why == why and not part.is_fault

        count = sum(chosen(part) for post in posts for part in post.parts)
        having = tuple(self.post(post, chosen) for post in posts if any(map(chosen, post.parts)))
        return ProofReason(translated or sentence, "" if translated else "en", count, having)


def _patterns(own: ProofWords) -> tuple[str, ...]:
    """The pattern of a number of parts, for each group."""
    return own.not_in_export_parts, own.not_carried_over_parts, own.words_kept_parts, own.not_linked_parts


def _is_fault(part: Part) -> bool:
    return part.is_fault


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
