"""The facts that the page of the proof must show, from records/proof.json and the words of the site."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import groupby

from medium_archive.checks.completeness.page_facts import direction
from medium_archive.checks.site_pages import charts, site_words, tree
from medium_archive.checks.site_pages.facts import Facts, shown_at, stamp
from medium_archive.folder import picture_record
from medium_archive.folder.catalog import same_post
from medium_archive.folder.picture_record import PictureRecord
from medium_archive.folder.proof_record import Proof, ProvenPost

_SEPARATORS = " ·,،，、"  # words of these alone are no fact
_KINDS = {
    "words": "word_count", "pictures": "proof.pictures", "code_lines": "proof.code_lines", "links": "proof.links",
    "embeds": "proof.embeds",
}  # fmt: skip
_GROUPS = ("not_in_export", "not_carried_over", "words_kept", "not_linked")
_COMMANDS = (("sums", "sha256sum -c SHA256SUMS"), ("exports", "sha256sum exports/*"), ("program", "archive verify"))


class ProofPage:
    """The page about `proof`, as far as its posts are on the site. `found` are the facts that the page has."""

    def __init__(self, proof: Proof, facts: Facts, found: Sequence[str], pictures: Sequence[PictureRecord]) -> None:
        self._proof, self._words = proof, site_words.of(facts.language)
        self._language, self._author = facts.language, facts.settings.author.name
        linked = {fact.split(" ")[1] for fact in found if fact.startswith("link ")}
        pages: dict[str, str] = {}
        for one in facts.published:
            # A person's copy of a post has its id, too: the page links to one of them
            if one.id and (same_post(one.id) not in pages or one.page in linked):
                pages[same_post(one.id)] = one.page
        self._elsewhere = picture_record.elsewhere_by_post(pictures)
        self._pages: Mapping[str, str] = pages
        self._settings = facts.settings
        self._dates = {same_post(one.id): one.date for one in facts.published if one.id and one.date}
        posts = [one for one in proof.posts if same_post(one.id) in pages]
        self._posts = sorted(posts, key=lambda one: (one.date, one.id), reverse=True)
        names = {one.author or self._author for one in posts}
        self._signed = len(names) > 1

    def facts(self) -> list[str]:
        """The facts that the page must have."""
        return [*self._result(), *self._lost(), *self._groups(), *self._years(), *self._exports(), *self._again()]

    def _word(self, key: str) -> str:
        return self._words.get(key, "")

    def _number(self, value: int) -> str:
        return charts.grouped(value, self._word("thousands"))

    def _joined(self, *parts: str) -> str:
        return self._word("comma").join(filter(None, parts))

    def _counted(self, key: str, count: int) -> str:
        return self._word(f"proof.{key}").format(n=self._number(count)) if count else ""

    def _result(self) -> Iterator[str]:
        parts = [part for post in self._posts for part in post.parts]
        faults = self._faults(self._posts)
        kept = "not_carried_over" if any(part.group == "not_carried_over" for part in parts) else "kept"
        lacks = bool(self._lacking(self._posts))
        state = kept if parts or lacks else "whole" if self._posts else "nothing"
        yield from _fact("h1", self._word("proof.title"))
        yield from _fact("p.verdict", faults[:1].upper() + faults[1:] or self._word(f"proof.{state}"))
        yield from _fact("small", self._known(self._posts))
        yield "label p.intro"
        for name, number in ((self._word("post_count"), self._number(len(self._posts))), *self._amounts(self._posts)):
            yield from (*_fact("dt", name), *_fact("dd", number))
        yield from _fact("li", self._counted("edited", sum(one.has_edited_text for one in self._posts)))

    def _amounts(self, posts: Sequence[ProvenPost], *, every: bool = False) -> Iterator[tuple[str, str]]:
        """The name and the sum of each kind that the posts have; with `every`, of each that the whole page has."""
        for kind, key in _KINDS.items():
            there = [one for post in posts for one in post.amounts if one.kind == kind]
            total, number = sum(one.wanted for one in there), sum(one.number for one in there)
            shown = self._number(total)
            if number != total:
                shown = self._word("proof.of").format(found=self._number(number), wanted=shown)
            if total or (every and any(one.wanted for post in self._posts for one in post.amounts if one.kind == kind)):
                yield self._word(key), shown

    def _faults(self, posts: Sequence[ProvenPost]) -> str:
        faults = [part for post in posts for part in post.parts if part.is_fault]
        added = sum(bool(part.added) for part in faults)
        return self._joined(self._counted("lost_parts", len(faults) - added), self._counted("added_parts", added))

    def _known(self, posts: Sequence[ProvenPost]) -> str:
        groups = [part.group for post in posts for part in post.parts]
        return self._joined(
            *(self._counted(f"{name}_parts", groups.count(name)) for name in _GROUPS), self._lacking(posts)
        )

    def _lacking(self, posts: Sequence[ProvenPost]) -> str:
        """The pictures of the posts that are not in the archive."""
        found = {address for post in posts for address in self._elsewhere.get(same_post(post.id), ())}
        return self._counted("pictures_elsewhere", len(found))

    def _in_words(self, posts: Sequence[ProvenPost]) -> str:
        edited = sum(post.has_edited_text for post in posts)
        words = self._word("proof.edited_post")
        edits = "" if not edited else words if edited == len(posts) else f"{words}: {self._number(edited)}"
        return self._joined(edits, self._faults(posts), self._known(posts)) or self._word("proof.all_there")

    def _lost(self) -> Iterator[str]:
        if any(part.is_fault for post in self._posts for part in post.parts):
            yield from _fact("h2#lost", self._word("proof.lost_title"))
            yield from _fact("p", self._word("proof.lost_about"))
            yield from self._having("")

    def _groups(self) -> Iterator[str]:
        parts = [part for post in self._posts for part in post.parts]
        place = 0
        for group in _GROUPS:
            reasons = {part.why: part.reason for part in parts if part.group == group}
            if not reasons:
                continue
            place += 1
            known = [part for part in parts if part.why in reasons and not part.is_fault]
            yield from _fact(f"h2#group-{place}", self._word(f"proof.{group}"))
            yield from _fact("span.count", str(len(known)))
            yield "label section>p"
            for why, sentence in reasons.items():
                yield from _fact("span", self._word(f"proof.reasons.{why}") or sentence)
                yield from _fact("span.count", str(sum(part.why == why for part in known)))
                yield from self._having(why)

    def _having(self, why: str) -> Iterator[str]:
        """The posts with parts of this reason, "" for losses, and the words of the parts."""
        for post in self._posts:
            shown = [part for part in post.parts if (part.why == why and part.group if why else part.is_fault)]
            if not shown:
                continue
            yield self._link(post)
            yield from _fact("bdi.count", (post.author or self._author) if self._signed else "")
            for part in shown:
                if part.words or part.is_fault:
                    kind = self._word(f"proof.kinds.{site_words.kinds_of_proof().get(part.kind)}") or part.kind
                    yield from _fact("li", self._joined(self._word("proof.added") if part.added else "", kind))
                    yield from _fact("q", part.words)

    def _link(self, post: ProvenPost) -> str:
        title = tree.one_line(post.title)
        way = direction(post.lang) if post.lang and title else "auto"
        language = (post.lang if title else "") or self._language
        return f"link {self._pages[same_post(post.id)]} “{title or self._word('untitled')}” {language} {way}"

    def _years(self) -> Iterator[str]:
        if not self._posts:
            return
        newest = sorted(self._posts, key=self._year, reverse=True)
        years = [(year, [*posts]) for year, posts in groupby(newest, self._year)]
        yield "label h2#by-year"
        yield from ["label thead th"] * (3 + len([*self._amounts(self._posts)]))
        for year, posts in years:
            yield f"link #y{year} “{year or self._word('undated')}”"
            for cell in (
                self._in_words(posts),
                self._number(len(posts)),
                *(one for _, one in self._amounts(posts, every=True)),
            ):
                yield from _fact("td", cell)
        yield from _fact("h2#by-post", self._word("proof.by_post"))
        for year, posts in years:
            yield from _fact(f"h3#y{year}", year or self._word("undated"))
            for post in posts:
                yield from self._post(post)

    def _post(self, post: ProvenPost) -> Iterator[str]:
        yield self._link(post)
        yield from _fact("span.count", self._word("draft") if post.is_private else "")
        yield from _fact("bdi", (post.author or self._author) if self._signed else "")
        yield from _time(stamp(self._shown_at(post)) or post.date)
        for name, number in self._amounts([post]):
            yield from _fact("span", f"{name} {number}")
        yield from _fact("strong", self._in_words([post]))

    def _year(self, post: ProvenPost) -> str:
        moment = self._shown_at(post)
        return f"{moment.year:04}" if moment else ""

    def _shown_at(self, post: ProvenPost) -> datetime | None:
        """The date of a post, on the clocks of its own page if that has the same one."""
        moment = _moment(post.date)
        on_page = self._dates.get(same_post(post.id))
        if on_page is not None and moment == on_page.replace(microsecond=0):
            return on_page
        return shown_at(moment, None, self._settings)

    def _exports(self) -> Iterator[str]:
        if self._proof.exports:
            yield from _fact("h2#exports", self._word("proof.exports"))
        for one in reversed(self._proof.exports):
            yield from _fact("dt", self._word("proof.exported"))
            yield from _time(one.exported) or _fact("dd", self._word("undated"))
            if one.account:
                yield from (*_fact("dt", self._word("proof.account")), *_fact("bdi", f"@{one.account}"))
            yield from (*_fact("dt", self._word("proof.checksum")), *_fact("code", one.sha256))

    def _again(self) -> Iterator[str]:
        yield from _fact("h2#again", self._word("proof.check_again"))
        for name, command in _COMMANDS:
            yield from (*_fact("p", self._word(f"proof.check_{name}")), *_fact("code", command))
        if self._posts:
            originals = sorted(self._posts, key=lambda one: one.original)
            yield from _fact("summary", self._word("proof.originals"))
            yield from _fact("span.count", str(len(originals)))
            yield from _fact("code", " ".join(f"{one.sha256} {one.original}" for one in originals))
        yield from _fact("p.made", self._word("proof.made_by").format(program=self._proof.program))


def _fact(place: str, words: str) -> list[str]:
    words = tree.one_line(words)
    return [f"{place} “{words}”"] if words.strip(_SEPARATORS) else []


def _time(text: str) -> list[str]:
    moment = _moment(text)
    return [f"time {stamp(moment)}"] if moment else []


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
