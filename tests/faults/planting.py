"""Plants faults in an archive, one a post, runs one `archive verify`, and puts everything back."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from random import Random

import pyromark

from medium_archive import markdown
from medium_archive.commands.verify import verify
from medium_archive.folder import catalog, checksums, manifest, proof_record
from medium_archive.folder.catalog import same_post
from medium_archive.folder.layout import TEXT, Layout
from medium_archive.folder.location import BUILD_RECORD
from medium_archive.report import Issue
from tests.faults import records, site_files
from tests.faults.kind import Kind, Target

_PICTURE = re.compile(r"!\[[^\]]*\]\((https?://[^\s)]+)")
_OF_SITE = ("page", "site")
_OTHERS = 12  # posts whose values a fault may take


@dataclass(frozen=True)
class Fault:
    """A kind of fault for the post with this id. `seed` chooses its place in the post: it can be planted again."""

    kind: Kind
    post_id: str
    seed: str

    @property
    def random(self) -> Random:
        return Random(self.seed)  # noqa: S311  # which place, no secret


@dataclass(frozen=True)
class Outcome:
    """One planted fault. `issues` are those that name its post."""

    kind: Kind
    target: Target
    issues: tuple[Issue, ...]

    @property
    def is_named(self) -> bool:
        """Whether an issue that is more than a note names the post, and the file if it is a text or a page. No page of
        Medium has the language of a text; the proof of the last import has.
        """
        starts: tuple[str, ...] = ("",)
        if self.kind.place == "site":
            return any(issue.level != "note" for issue in self.issues)
        if self.kind.place == "page":
            starts = (f"site/{self.target.folder}/",)
        elif self.kind.place == "text":
            starts = (f"{self.target.folder}/",)
        found = [issue for issue in self.issues if issue.where.startswith(starts)]
        if self.kind.place == "text":
            # The proof has the result of each post, and the issue about it names the post
            proofs = [issue for issue in self.issues if issue.where.endswith(proof_record.NAME)]
            found += [issue for issue in proofs if f" {self.target.folder} " in issue.message]
        # A picture with another name is whole, and the next import records its name
        return any(issue.level != "note" or issue.code == "picture-moved" for issue in found)


@dataclass
class Planter:
    """An archive that faults are planted in. `before` is what each changed file had, None where there was none."""

    layout: Layout
    seed: int
    before: dict[Path, tuple[bytes, int] | None] = field(default_factory=dict)

    @cached_property
    def targets(self) -> dict[str, Target]:
        """The posts by their ids, as they were when this was first asked."""
        entries = [entry for entry in catalog.read(self.layout).values() if entry.is_post]
        texts = {entry.id: (self.layout.root / entry.path / TEXT).read_text("utf-8") for entry in entries}
        random = Random(self.seed)  # noqa: S311  # which posts, no secret
        others = random.sample(list(texts.values()), min(_OTHERS, len(texts)))
        found = {}
        for entry in entries:
            page = self.layout.site / entry.path / "index.html"
            html = page.read_text("utf-8") if page.is_file() else ""
            found[entry.id] = Target(entry.id, entry.path, texts[entry.id], html, others=others)
        return found

    @cached_property
    def pictures(self) -> dict[str, list[str]]:
        """The addresses of the recorded pictures of each post; cards have some that no text shows."""
        found: dict[str, list[str]] = {}
        for folder in (self.layout.records, self.layout.private):
            path = folder / "pictures.jsonl"
            for line in map(json.loads, path.read_text("utf-8").splitlines() if path.is_file() else ()):
                for post_id in line.get("posts", ()):
                    found.setdefault(same_post(post_id), []).append(line["address"])
        return found

    def can_plant(self, fault: Fault) -> bool:
        """Whether the post has a place for the fault; changes nothing."""
        return self._plant(fault, lambda path, content: None)

    def plant(self, fault: Fault) -> bool:
        """Plant one fault. False where the post has no place for it."""
        return self._plant(fault, self._change)

    def _plant(self, fault: Fault, change: records.Change) -> bool:
        kind, target, random = fault.kind, self.targets[fault.post_id], fault.random
        if kind.place in ("record", "file"):
            return records.plant(records.Files(self.layout, random, change), kind, target)
        if kind.place == "site":
            return self._plant_in_site(fault, change)
        content = kind.change(target, random) if kind.place == "text" or target.page else None
        if content is None:
            return False
        if kind.place == "page":
            change(self.layout.site / target.folder / "index.html", content.encode())
            return content != target.page
        change(self.layout.root / target.folder / TEXT, content.encode())
        return not _is_the_same(content, target.text)

    def site_file(self, fault: Fault) -> str:
        """The file of the site in which a fault is planted; "" if the fault is in another file or there is no such
        file.
        """
        is_of_site = fault.kind.place == "site"
        return site_files.file_of(fault.kind, self.layout.site, fault.random) if is_of_site else ""

    def _plant_in_site(self, fault: Fault, change: records.Change) -> bool:
        file = self.site_file(fault)
        if not file:
            return False
        path = self.layout.site / file
        held = path.read_text("utf-8")
        content = fault.kind.change(replace(self.targets[fault.post_id], file=file, page=held), fault.random)
        if content is None or content == held:
            return False
        change(path, content.encode() if content else None)
        return True

    def run(self, faults: Sequence[Fault]) -> tuple[list[Outcome], tuple[Issue, ...]]:
        """Plant faults, one a post, and verify once: the outcomes, and all issues. Everything is put back.

        A fault is left out if another one took its place: two posts may share a line of a record.
        """
        for path in (self.layout.checksums, self.layout.private / checksums.NAME):
            self._keep(path)
        try:
            _ = self.targets, self.pictures  # as they are before a fault
            files = [self.site_file(fault) for fault in faults]
            chosen = [
                (fault.kind, replace(self.targets[fault.post_id], file=file))
                for fault, file in zip(faults, files, strict=True)
                if self.plant(fault)
            ]
            self._renew_checksums(chosen)
            issues = verify(self.layout).issues
        finally:
            self._restore()
        outcomes = [
            Outcome(kind, target, tuple(_about(target, self.pictures.get(same_post(target.id), ()), issues)))
            for kind, target in chosen
        ]
        return outcomes, issues

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
        pages = [target.file or f"{target.folder}/index.html" for kind, target in chosen if kind.place in _OF_SITE]
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
            for page in pages:
                sums.pop(page)
                if (self.layout.site / page).is_file():
                    sums[page] = hashlib.sha256((self.layout.site / page).read_bytes()).hexdigest()
            manifest.write(self.layout.site, sums)
        for record in changed:
            checksums.renew(record)
        self._renew_build()

    def _renew_build(self) -> None:
        """Let the record of the last build say that the site was made from the files as they are now."""
        path = self.layout.root / BUILD_RECORD
        if not path.is_file():
            return
        self._keep(path)
        found = json.loads(path.read_text("utf-8"))
        for name, known in list(found.get("made_from", {}).items()):
            held = self.layout.root / name
            if held in self.before and held.is_file():
                known[:] = [hashlib.sha256(held.read_bytes()).hexdigest(), []]
            elif held in self.before:
                del found["made_from"][name]
        path.write_text(json.dumps(found), "utf-8")

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


def _about(target: Target, addresses: Sequence[str], issues: Sequence[Issue]) -> Iterator[Issue]:
    """The issues that name a post: by its folder, its id, or a picture that it shows; or those about a file of the site
    that is no page of a post.
    """
    if target.file:
        yield from (issue for issue in issues if issue.where == f"site/{target.file}")
        return
    names = re.compile(rf"{re.escape(target.folder)}(?![\w-])|{target.id}")
    pictures = {*_PICTURE.findall(target.text), *addresses}
    for issue in issues:
        text = f"{issue.where}\n{issue.message}"
        if names.search(text) or any(picture in text for picture in pictures):
            yield issue


def _is_the_same(text: str, other: str) -> bool:
    """Whether two texts have the same front matter, and the same HTML both for a plain reader of Markdown and for the
    dialect of docs/markdown.md, where an address is an embed and a comment may be a hint.
    """
    (head, body), (other_head, other_body) = _parts(text), _parts(other)
    if head != other_head or pyromark.html(body) != pyromark.html(other_body):
        return False
    return str(markdown.read(body)) == str(markdown.read(other_body))


def _parts(text: str) -> tuple[str, str]:
    head, _, body = text.partition("\n---\n")
    return head, body
