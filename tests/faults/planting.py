"""Plants faults in an archive, one a post, runs one `archive verify`, and puts everything back."""

from __future__ import annotations

import hashlib
import os
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random

import pyromark

from medium_archive.commands.verify import verify
from medium_archive.folder import catalog, checksums, manifest
from medium_archive.folder.catalog import same_post
from medium_archive.folder.layout import TEXT, Layout
from medium_archive.report import Issue
from tests.faults import records
from tests.faults.kind import Kind, Target

_PICTURE = re.compile(r"!\[[^\]]*\]\((https?://[^\s)]+)")
_OTHERS = 12  # posts whose values a fault may take


@dataclass(frozen=True)
class Outcome:
    """One planted fault. `issues` are those that name its post."""

    kind: Kind
    target: Target
    issues: tuple[Issue, ...]

    @property
    def is_named(self) -> bool:
        """Whether an issue that is more than a note names the post."""
        return any(issue.level != "note" for issue in self.issues)


@dataclass
class Planter:
    """An archive that faults are planted in. `before` is what each changed file had, None where there was none."""

    layout: Layout
    random: Random
    before: dict[Path, tuple[bytes, int] | None] = field(default_factory=dict)

    def targets(self) -> list[Target]:
        entries = [entry for entry in catalog.read(self.layout).values() if entry.is_post]
        texts = {entry.id: (self.layout.root / entry.path / TEXT).read_text("utf-8") for entry in entries}
        others = self.random.sample(list(texts.values()), min(_OTHERS, len(texts)))
        found = []
        for entry in entries:
            page = self.layout.site / entry.path / "index.html"
            html = page.read_text("utf-8") if page.is_file() else ""
            found.append(Target(entry.id, entry.path, texts[entry.id], html, others))
        return found

    def plant(self, kind: Kind, target: Target) -> bool:
        """Plant one fault. False where the post has no place for it."""
        if kind.place in ("record", "file"):
            return records.plant(records.Files(self.layout, self.random, self._change), kind, target)
        content = kind.change(target, self.random)
        if kind.place == "page":
            if not target.page or content is None or content == target.page:
                return False
            self._change(self.layout.site / target.folder / "index.html", content.encode())
            return True
        if content is None or _is_the_same(content, target.text):
            return False
        self._change(self.layout.root / target.folder / TEXT, content.encode())
        return True

    def run(self, chosen: Sequence[tuple[Kind, Target]]) -> list[Outcome]:
        """The outcomes of faults that are planted already. Everything is put back."""
        self._renew_checksums(chosen)
        try:
            issues = verify(self.layout).issues
        finally:
            self._restore()
        return [Outcome(kind, target, tuple(_about(target, issues))) for kind, target in chosen]

    def _change(self, path: Path, content: bytes | None) -> None:
        held = (path.read_bytes(), path.stat().st_mtime_ns) if path.is_file() else None
        self.before.setdefault(path, held)
        if content is None:
            path.unlink()
            return
        path.write_bytes(content)
        if held is not None:
            os.utime(path, ns=(held[1], held[1]))

    def _renew_checksums(self, chosen: Sequence[tuple[Kind, Target]]) -> None:
        """Record each changed text and page as if the program had written it so."""
        texts = {same_post(target.id) for kind, target in chosen if kind.place == "text"}
        pages = [target for kind, target in chosen if kind.place == "page"]
        changed = [path for path in self.before if path.suffix == ".jsonl"]
        if texts:
            entries = catalog.read(self.layout)
            for path in (self.layout.records / catalog.NAME, self.layout.private / catalog.NAME):
                self._keep(path)
            for key in texts:
                text = self.layout.root / entries[key].path / TEXT
                entries[key] = replace(entries[key], written=hashlib.sha256(text.read_bytes()).hexdigest())
            catalog.write(self.layout, entries)
        if pages:
            sums = manifest.read(self.layout.site)
            self._keep(self.layout.site / manifest.NAME)
            for target in pages:
                page = f"{target.folder}/index.html"
                sums[page] = hashlib.sha256((self.layout.site / page).read_bytes()).hexdigest()
            manifest.write(self.layout.site, sums)
        for record in changed:
            checksums.renew(record)

    def _keep(self, path: Path) -> None:
        if path.is_file():
            self.before.setdefault(path, (path.read_bytes(), path.stat().st_mtime_ns))

    def _restore(self) -> None:
        for path, held in self.before.items():
            if held is None:
                path.unlink(missing_ok=True)
            else:
                path.write_bytes(held[0])
                os.utime(path, ns=(held[1], held[1]))
        self.before.clear()

    def keep_checksums(self) -> None:
        """Remember the files of checksums, which every round renews."""
        for path in (self.layout.checksums, self.layout.private / checksums.NAME):
            self._keep(path)


def rounds(
    layout: Layout, kinds: Sequence[Kind], planted: Counter[str], times: int, random: Random
) -> Iterator[list[Outcome]]:
    """Plant each kind until it was planted `times` times (counted in `planted`), each round one fault a post. Records
    have rounds of their own, because a changed record is a fault of many posts. Ends when a round plants nothing.
    """
    for places in (("text", "page", "file"), ("record",)):
        while True:
            planter = Planter(layout, random)
            planter.keep_checksums()
            targets = planter.targets()
            random.shuffle(targets)
            chosen: list[tuple[Kind, Target]] = []
            for target in targets:
                wanted = [kind for kind in kinds if kind.place in places and planted[kind.name] < times]
                random.shuffle(wanted)
                wanted.sort(key=lambda kind: planted[kind.name])
                kind = next((kind for kind in wanted if planter.plant(kind, target)), None)
                if kind is not None:
                    chosen.append((kind, target))
                    planted[kind.name] += 1
            if not chosen:
                planter.run([])
                break
            yield planter.run(chosen)


def _about(target: Target, issues: Sequence[Issue]) -> Iterator[Issue]:
    """The issues that name a post: by its folder, its id, or a picture that it shows."""
    names = re.compile(rf"{re.escape(target.folder)}(?![\w-])|{target.id}")
    pictures = set(_PICTURE.findall(target.text))
    for issue in issues:
        text = f"{issue.where}\n{issue.message}"
        if names.search(text) or any(picture in text for picture in pictures):
            yield issue


def _is_the_same(text: str, other: str) -> bool:
    """Whether two texts have the same front matter, and look the same to every reader."""
    return _parts(text) == _parts(other)


def _parts(text: str) -> tuple[str, str]:
    head, _, body = text.partition("\n---\n")
    return head, pyromark.html(body)
