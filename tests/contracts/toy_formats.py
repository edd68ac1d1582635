"""Formats that only tests have: `Toy` and `Copy` keep the contract; each other class breaks one clause."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from medium_archive import names
from medium_archive.articles import Article, Library
from medium_archive.errors import FolderUnwritable
from medium_archive.folder import file_tree, files
from medium_archive.folder.layout import Layout
from medium_archive.formats import File, Target, Written
from medium_archive.post import Kind
from medium_archive.report import Progress


@dataclass(frozen=True)
class _Choice:
    responses: bool = field(default=False, metadata={"help": "Also your responses."})
    drafts: bool = field(default=False, metadata={"help": "Also your drafts."})
    dry_run: bool = field(default=False, metadata={"help": "Write nothing."})


class Toy:
    """A text and the pictures of each article, and a list of all articles."""

    NAME = "toy"
    SUMMARY = "Write each article as a text with its pictures."
    EXAMPLE = "archive export toy texts"
    TARGET = Target("FOLDER", "Where to write the texts.", outside=True, manifest=True)
    Settings = _Choice

    def kinds(self, settings: _Choice) -> tuple[Kind, ...]:
        chosen: list[Kind] = ["story"]
        chosen += ["response"] if settings.responses else []
        chosen += ["draft"] if settings.drafts else []
        return tuple(chosen)

    def files(self, library: Library, settings: _Choice) -> Iterator[File]:
        titles: dict[str, str] = {}
        for article in library.articles():
            folder = self.folder_of(article, titles)
            titles[folder] = article.title
            text = f"{article.url}\n{article.html}".encode()
            yield File(f"{folder}/text.html", text, counts={"posts": 1}, post=article.path)
            for picture in article.pictures:
                if picture.file is not None:
                    name = names.file_name(picture.file.name)
                    yield File(f"{folder}/{name}", source=picture.file, post=article.path)
        yield File("titles.json", json.dumps(titles, ensure_ascii=False, indent=1).encode())

    def folder_of(self, article: Article, taken: dict[str, str]) -> str:
        name = names.file_name(article.slug)
        while names.same_name(name) in map(names.same_name, taken):
            name += "-2"
        return name


class ToyForAnEmptyFolder(Toy):
    NAME = "toy-for-an-empty-folder"
    EXAMPLE = "archive export toy-for-an-empty-folder texts"
    TARGET = replace(Toy.TARGET, empty=True)


class ToyInOneFile(Toy):
    NAME = "toy-in-one-file"
    EXAMPLE = "archive export toy-in-one-file texts.zip"
    TARGET = Target("FILE", "Where to write the zip file.", outside=True, zip=True, mark=b"toy")


class WithoutASentence(Toy):
    SUMMARY = "texts"


class WithoutHelp(Toy):
    @dataclass(frozen=True)
    class Settings(_Choice):
        short: bool = False


class ReadsTheClock(Toy):
    def files(self, library: Library, settings: _Choice) -> Iterator[File]:
        yield from super().files(library, settings)
        yield File("made.txt", str(time.time_ns()).encode())


class NamesTheFolderOfTheArchive(Toy):
    def files(self, library: Library, settings: _Choice) -> Iterator[File]:
        yield from super().files(library, settings)
        yield File("from.txt", str(library.layout.root).encode())


class WritesASet(Toy):
    """Python orders the texts in a set anew each time it starts."""

    def files(self, library: Library, settings: _Choice) -> Iterator[File]:
        yield from super().files(library, settings)
        yield File("letters.txt", " ".join({*"abcdefghijklmnopqrstuvwxyz"}).encode())


class CountsItsRuns(Toy):
    runs = 0

    def files(self, library: Library, settings: _Choice) -> Iterator[File]:
        CountsItsRuns.runs += 1
        yield from super().files(library, settings)
        yield File("run.txt", str(CountsItsRuns.runs).encode())


class TakesDraftsByDefault(Toy):
    def kinds(self, settings: _Choice) -> tuple[Kind, ...]:
        return ("story", "response", "draft")


class ReadsBesideTheLibrary(Toy):
    def files(self, library: Library, settings: _Choice) -> Iterator[File]:
        yield from super().files(library, settings)
        for number, text in enumerate(sorted(library.layout.responses.glob("*/index.md"))):
            yield File(f"response-{number}.md", source=text)


class IgnoresItsSettings(Toy):
    def kinds(self, settings: _Choice) -> tuple[Kind, ...]:
        return ("story",)


class CopiesPrivateRecords(Toy):
    def files(self, library: Library, settings: _Choice) -> Iterator[File]:
        yield from super().files(library, settings)
        for number, path in enumerate(sorted(library.layout.private.rglob("*.jsonl"))):
            yield File(f"{number}.jsonl", source=path)


class NamesFilesByTitle(Toy):
    def folder_of(self, article: Article, taken: dict[str, str]) -> str:
        return article.title.replace("/", "-") or article.slug


class WritesTwoFilesOfOneName(Toy):
    def folder_of(self, article: Article, taken: dict[str, str]) -> str:
        return names.file_name(article.title)


class LeavesItsFolder(Toy):
    def files(self, library: Library, settings: _Choice) -> Iterator[File]:
        yield from super().files(library, settings)
        yield File("../beside.txt", b"x")


class ChangesTheArchive(Toy):
    def files(self, library: Library, settings: _Choice) -> Iterator[File]:
        (library.layout.records / "toy.jsonl").write_text("{}\n")
        yield from super().files(library, settings)


class UsesTheNetwork(Toy):
    def files(self, library: Library, settings: _Choice) -> Iterator[File]:
        with socket.socket() as connection:
            connection.connect_ex(("127.0.0.1", 9))
        yield from super().files(library, settings)


class RemembersRemovedPosts(Toy):
    seen: dict[str, File] = {}  # noqa: RUF012  # the mistake that is tested

    def files(self, library: Library, settings: _Choice) -> Iterator[File]:
        self.seen.update((file.path, file) for file in super().files(library, settings) if not file.source)
        yield from self.seen.values()


class StopsAtABadPost(Toy):
    def files(self, library: Library, settings: _Choice) -> Iterator[File]:
        if library.issues:
            raise ValueError(library.issues[0].message)
        yield from super().files(library, settings)


class Copy:
    """The whole archive as one file: the name and the bytes of each of its files."""

    NAME = "copy"
    SUMMARY = "Write the whole archive as one file."
    EXAMPLE = "archive export copy archive.bytes"
    TARGET = Target("FILE", "Where to write it.", outside=True)

    @dataclass(frozen=True)
    class Settings:
        """It has no options."""

    def write(self, layout: Layout, out: Path, settings: Settings, progress: Progress) -> Written:
        if out.exists():
            raise FolderUnwritable(f"{out} exists already.", "Name another file.")
        payload = list(file_tree.of(layout.root))
        files.write(out, b"\n".join(name.encode() + b"\n" + path.read_bytes() for name, path in payload))
        return Written(
            {"files": len(payload)}, {"privacy": "It holds your drafts and what you read.", "copy": str(out)}
        )


class CountsAllLettersInEachFile(Toy):
    """Any edit changes every file."""

    def files(self, library: Library, settings: _Choice) -> Iterator[File]:
        letters = sum(len(article.markdown) for article in library.articles())
        for file in super().files(library, settings):
            yield file if file.source else replace(file, content=file.content + str(letters).encode())


class CopyAnywhere(Copy):
    """In the folder of the site it would be published."""

    TARGET = replace(Copy.TARGET, outside=False)


class CopyWithoutWarning(Copy):
    def write(self, layout: Layout, out: Path, settings: Copy.Settings, progress: Progress) -> Written:
        return replace(super().write(layout, out, settings, progress), facts={"copy": str(out)})


class CopyInPieces(Copy):
    """A kill leaves half a file under the name of the whole."""

    def write(self, layout: Layout, out: Path, settings: Copy.Settings, progress: Progress) -> Written:
        written = super().write(layout, out, settings, progress)
        content = out.read_bytes()
        out.unlink()
        for end in range(0, len(content) + 1000, 1000):
            with out.open("ab") as file:
                file.write(content[end : end + 1000])
        return written


class CopyOverOthers(Copy):
    def write(self, layout: Layout, out: Path, settings: Copy.Settings, progress: Progress) -> Written:
        out.unlink(missing_ok=True)
        return super().write(layout, out, settings, progress)
