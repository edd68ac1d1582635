"""The states of each post in all exports (docs/format.md, "Records"), and what follows from them: its first title, the
day since which it is gone. Nothing here depends on the order of imports.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from medium_archive import names
from medium_archive.folder import records
from medium_archive.folder.catalog import same_post
from medium_archive.folder.kept_exports import Import
from medium_archive.folder.layout import Layout
from medium_archive.post import Kind, Post

NAME = "history.jsonl"
_MARK = 12  # digits of an export's checksum that identify it


@dataclass(frozen=True, slots=True)
class State:
    """A post as one or more exports had it. `text` is its fingerprint, `published` ISO 8601 in UTC, "" for a draft,
    `exports` the marks of the exports. A state from a feed has no exports.

    An earlier version of the program may have read the same page differently. `name` is the name of the folder that it
    made from its title, `was` the kind that it took the post for; "" and None if both are the same today.
    """

    id: str
    kind: Kind
    title: str = ""
    published: str = ""
    words: int = 0
    text: str = ""
    exports: tuple[str, ...] = ()
    name: str = ""
    was: Kind | None = None

    @property
    def is_private(self) -> bool:
        return self.kind == "draft"

    @property
    def folder_name(self) -> str:
        return self.name or names.folder_name(self.title, self.published[:10], self.id)

    def read_again(self, title: str, words: int, kind: Kind) -> State:
        """The state as its page is read today, with the folder name and the kind of the first reading. A draft stays
        one.
        """
        now = replace(self, title=title, words=words, kind=self.kind if self.is_private else kind, name="", was=None)
        before = self.was or self.kind
        name = self.folder_name if self.folder_name != now.folder_name else ""
        return replace(now, name=name, was=before if before != now.kind else None)


def mark(export_sha256: str) -> str:
    """The mark of an export: the first digits of its checksum."""
    return export_sha256[:_MARK]


def _state(post: Post) -> State:
    published = post.published.isoformat() if post.published else ""
    return State(post.id, post.kind, post.title, published, post.words)


@dataclass
class History:
    """The states of each post, by `same_post(id)`, and the exports they come from, by their mark."""

    states: dict[str, list[State]] = field(default_factory=lambda: defaultdict(list))
    exports: dict[str, Import] = field(default_factory=dict)

    @classmethod
    def read(cls, layout: Layout, imports: Iterable[Import]) -> History:
        """Raises RecordsDamaged."""
        return cls.of(records.read_both(layout, NAME, State), imports)

    @classmethod
    def of(cls, states: Iterable[State], imports: Iterable[Import]) -> History:
        history = cls(exports={mark(entry.sha256): entry for entry in imports})
        for state in states:
            history._add(state)
        return history

    def write(self, layout: Layout, drafts: Collection[str]) -> None:
        """Write the records. `drafts` are the keys of present drafts: all their states are private, also those of the
        time when they were published.
        """
        everything = [(state, state.is_private or key in drafts) for key, each in self.states.items() for state in each]
        public = (state for state, is_private in everything if not is_private)
        records.write_both(layout, NAME, public, (state for state, is_private in everything if is_private))

    def knows(self, export: str) -> bool:
        """Whether any state is of an export, given by its mark."""
        return any(export in state.exports for states in self.states.values() for state in states)

    @property
    def main_usernames(self) -> frozenset[str]:
        """The user names of the main account in all its exports, in lower case."""
        return frozenset(one.account.casefold() for one in self.exports.values() if one.account and not one.author)

    def note_export(self, export: Import) -> None:
        """Add an export. Of a known one the account is set, which archives of schema 1 lack, and the file."""
        known = self.exports.get(mark(export.sha256), export)
        self.exports[mark(export.sha256)] = replace(
            known, file=export.file, account=export.account, author=export.author
        )

    def note_day(self, export: str, day: str) -> None:
        """Note a day that a page of an export, given by its mark, names: the latest is the day of the export."""
        known = self.exports[export]
        if day > known.exported:
            self.exports[export] = replace(known, exported=day)

    def note(self, post: Post, text: str, export: str, *, with_kind: bool = False) -> None:
        """Add the state of a post in an export, given by its mark; `text` is the fingerprint of the page. The day of an
        export is the latest that its pages name. `with_kind` as for `read_again`.
        """
        self.note_day(export, post.exported)
        new = replace(_state(post), text=text, exports=(export,))
        states = self.states[same_post(post.id)]
        for place, old in enumerate(states):
            if export in old.exports and old.text == text and old.is_private == new.is_private:
                # The same page of the same export, which an earlier version may have read differently
                rest = replace(old, exports=tuple(one for one in old.exports if one != export))
                states[place : place + 1] = [rest] if rest.exports else []
                now = old.read_again(post.title, post.words, post.kind if with_kind else old.kind)
                new = replace(now, exports=new.exports)
                break
        self._add(new)
        self._drop_other_sources(same_post(post.id))

    def read_again(self, post: Post, text: str, *, with_kind: bool) -> None:
        """Note, in all states with its fingerprint, how this version of the program reads a page. Without `with_kind`
        kind and folder stay.
        """
        states = self.states.get(same_post(post.id), [])
        for state in [state for state in states if state.text == text and state.exports]:
            states.remove(state)
            is_other = with_kind and post.kind != "draft"
            self._add(state.read_again(post.title, post.words, post.kind if is_other else state.kind))

    def note_feed(self, post: Post) -> None:
        """Add the state of a post in a feed, unless a state of the published post is known."""
        if self.first(same_post(post.id), draft=False) is None:
            self.states[same_post(post.id)].append(_state(post))

    def note_other_source(self, post: Post) -> None:
        """Let the state of a feed or a saved page, which no export has, be that of the source that has the text now.
        The folder stays.
        """
        states = self.states[same_post(post.id)]
        for place, state in enumerate(states):
            if not state.exports and not state.is_private:
                now = replace(state.read_again(post.title, post.words, post.kind), published=_state(post).published)
                folder = state.folder_name
                states[place] = now if now.folder_name == folder else replace(now, name=folder)

    def _drop_other_sources(self, key: str) -> None:
        """Once an export has the published post, drop the state of a feed or a saved page, which the export would have
        kept out if it had come first. One that gave the folder another name stays, because the address stays.
        """
        states = self.states[key]
        if all(state.exports or state.is_private for state in states):
            return
        of_exports = History({key: [state for state in states if state.exports]}, self.exports)
        if (first := of_exports.first(key, draft=False)) is not None:
            self.states[key] = [
                state for state in states if state.exports or state.is_private or state.folder_name != first.folder_name
            ]

    def _add(self, new: State) -> None:
        states = self.states[same_post(new.id)]
        for place, state in enumerate(states):
            if replace(state, exports=new.exports) == new:
                states[place] = replace(state, exports=tuple(sorted({*state.exports, *new.exports})))
                return
        states.append(new)

    def days(self, state: State) -> list[str]:
        """The days of the exports that have a state, the oldest first; "" for an export that names no day."""
        return sorted(self.exports[export].exported if export in self.exports else "" for export in state.exports)

    def in_order(self, key: str) -> list[State]:
        """The states of a post, the one of the oldest export first."""
        states = self.states.get(key, ())
        if len(states) < 2:  # nearly every post
            return list(states)
        return sorted(states, key=lambda state: (self.days(state), state.published, state.text))

    def words(self, key: str) -> tuple[int, ...]:
        """The number of words in each state of a post, the oldest first."""
        return tuple(state.words for state in self.in_order(key))

    def newest(self, key: str) -> State | None:
        """The state of a post in the newest export that has it."""
        states = self.states.get(key, ())
        if len(states) < 2:
            return states[0] if states else None
        return max(states, key=lambda s: (self.days(s)[-1:], s.published, s.text))

    def first(self, key: str, *, draft: bool) -> State | None:
        """The first state of a post as a draft, or as a published post. Its title gives the name of the folder."""
        return next((state for state in self.in_order(key) if state.is_private == draft), None)

    def folder_names(self, key: str) -> Iterator[str]:
        """Every name that the program may have given to the folder of a post."""
        states = self.states.get(key, ())
        for name in {state.folder_name for state in states}:
            yield name
            for post_id in {state.id for state in states}:
                yield f"{name}-{post_id}"

    def gone(self, key: str) -> str:
        """The day of the first export that lacks a post which earlier exports of the same account have; "" if the
        newest has it.
        """
        held = {export for state in self.states.get(key, ()) for export in state.exports if export in self.exports}
        if not held:
            return ""
        last = max(self.exports[export].exported for export in held)
        authors = {self.exports[export].author for export in held}
        later = (
            entry.exported
            for export, entry in self.exports.items()
            if export not in held and entry.exported > last and entry.author in authors
        )
        return min(later, default="")

    def author(self, key: str) -> str:
        """The name of the account whose export has the newest state of a post; "" for the main account, also if both
        have it.
        """
        newest = self.newest(key)
        held = (self.exports[export].author for export in newest.exports if export in self.exports) if newest else ()
        return min(held, default="")

    def counted(self, line: Import) -> Import:
        """The line of an export with the numbers of its posts, as their pages are read today."""
        kinds = Counter(state.kind for state in self.at(mark(line.sha256)).values())
        if not kinds:
            return line  # an archive of schema 1 without this export
        return replace(line, posts=kinds["story"], responses=kinds["response"], drafts=kinds["draft"])

    def at(self, export: str) -> Mapping[str, State]:
        """The states in one export, given by its mark, by the keys of the posts."""
        return {key: state for key, states in self.states.items() for state in states if export in state.exports}
