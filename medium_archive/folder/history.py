"""What each export said of each post (docs/format.md, "Records"), and what follows from all of them together: how a
post was first called, since when it is gone. Nothing here depends on the order in which the exports came.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from medium_archive import names
from medium_archive.folder import records
from medium_archive.folder.catalog import same_post
from medium_archive.folder.kept_exports import Import
from medium_archive.folder.layout import Layout
from medium_archive.post import Kind, Post

NAME = "history.jsonl"
_MARK = 12  # digits of an export's checksum that stand for it


@dataclass(frozen=True)
class State:
    """A post as one or more exports had it. `text` is its fingerprint, `published` ISO 8601 in UTC, "" for a draft,
    `exports` the first digits of their checksums.
    """

    id: str
    kind: Kind
    title: str = ""
    published: str = ""
    words: int = 0
    text: str = ""
    exports: tuple[str, ...] = ()

    @property
    def is_private(self) -> bool:
        return self.kind == "draft"

    @property
    def folder_name(self) -> str:
        return names.folder_name(self.title, self.published[:10], self.id)


def mark(export_sha256: str) -> str:
    """What stands for an export in the history."""
    return export_sha256[:_MARK]


@dataclass
class History:
    """The states of each post, by `same_post(id)`, and the exports they come from, by their mark."""

    states: dict[str, list[State]] = field(default_factory=lambda: defaultdict(list))
    exports: dict[str, Import] = field(default_factory=dict)

    @classmethod
    def read(cls, layout: Layout, imports: Iterable[Import]) -> History:
        history = cls(exports={mark(entry.sha256): entry for entry in imports})
        for state in records.read_both(layout, NAME, State):
            history._add(state)
        return history

    def write(self, layout: Layout, drafts: Collection[str]) -> None:
        """`drafts` are the keys of posts that are drafts now: nothing public names them, though they were published
        once.
        """
        everything = [(state, state.is_private or key in drafts) for key, each in self.states.items() for state in each]
        public = (state for state, is_private in everything if not is_private)
        records.write_both(layout, NAME, public, (state for state, is_private in everything if is_private))

    def knows(self, export: str) -> bool:
        """Whether an export, by its mark, was noted post by post."""
        return any(export in state.exports for states in self.states.values() for state in states)

    def note(self, post: Post, text: str, export: str) -> None:
        """Note that an export, one of `exports` by its mark, held this. Its day is the latest of its pages'."""
        held_by = self.exports[export]
        self.exports[export] = replace(held_by, exported=max(held_by.exported, post.exported))
        published = post.published.isoformat() if post.published else ""
        new = State(post.id, post.kind, post.title, published, post.words, text)
        self._add(replace(new, exports=(export,)))

    def _add(self, new: State) -> None:
        states = self.states[same_post(new.id)]
        for place, state in enumerate(states):
            if replace(state, exports=new.exports) == new:
                states[place] = replace(state, exports=tuple(sorted({*state.exports, *new.exports})))
                return
        states.append(new)

    def days(self, state: State) -> list[str]:
        """The days of the exports that held a state, the oldest first; "" for one that names no day."""
        return sorted(self.exports[export].exported if export in self.exports else "" for export in state.exports)

    def in_order(self, key: str) -> list[State]:
        """The states of a post, the one that was seen first first."""
        return sorted(self.states.get(key, ()), key=lambda state: (self.days(state), state.published, state.text))

    def newest(self, key: str) -> State | None:
        """How the newest export has a post that held it."""
        return max(self.states.get(key, ()), key=lambda s: (self.days(s)[-1:], s.published, s.text), default=None)

    def first(self, key: str, *, draft: bool) -> State | None:
        """How a post was first called, as a draft or since it is published: its address comes from that."""
        return next((state for state in self.in_order(key) if state.is_private == draft), None)

    def folder_names(self, key: str) -> Iterator[str]:
        """Every name that its folder may have been given."""
        states = self.states.get(key, ())
        for name in {state.folder_name for state in states}:
            yield name
            for post_id in {state.id for state in states}:
                yield f"{name}-{post_id}"

    def gone(self, key: str) -> str:
        """The day of the first export without a post that earlier exports of the same account held, "" while the
        newest has it.
        """
        held = {export for state in self.states.get(key, ()) for export in state.exports if export in self.exports}
        if not held:
            return ""
        last = max(self.exports[export].exported for export in held)
        accounts = {self.exports[export].account for export in held}
        later = (
            entry.exported
            for export, entry in self.exports.items()
            if export not in held and entry.exported > last and entry.account in accounts
        )
        return min(later, default="")

    def at(self, export: str) -> Mapping[str, State]:
        """What one export, by its mark, held: state by post."""
        return {key: state for key, states in self.states.items() for state in states if export in state.exports}
