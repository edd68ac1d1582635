"""Each kind of page in each kind of save, read by the program, beside what was planned."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PIL import Image

from medium_archive.medium import pages
from medium_archive.medium.pages import containers
from medium_archive.medium.pages.containers import Saved
from medium_archive.medium.pages.story import Story
from medium_archive.report import Issue
from tests import sample_containers
from tests.saved_pages import saves, tellings, written
from tests.saved_pages.saves import Save, Sent
from tests.saved_pages.tellings import KNOTS, Telling

STORIES = (*tellings.ALL, KNOTS)
OLD = ("2014", "2015", "2016", "2017")
_USUAL = ("updated", "version", "claps", "word-count")  # what no page without its state tells


@dataclass(frozen=True)
class Told:
    """What a page says: its texts, its marks with their words, the ids of its pictures, the files of pictures saved
    with it, and the codes of what it lost.
    """

    texts: tuple[str, ...]
    marks: tuple[tuple[int, str, str, str], ...]
    pictures: tuple[str, ...]
    files: frozenset[str]
    losses: tuple[tuple[str, int], ...]


def planned(telling: Telling, era: str, save: Save) -> Told:
    """What must be read of a telling."""
    pictures = [part.options["image"] for part in telling.parts if part.options.get("image")]
    are_lost = not save.has_addresses and era not in OLD  # old elements have the ids beside the addresses
    shown = {part.options["image"]: part.text for part in telling.parts if part.kind == "IMG"}
    lost: Counter[str] = Counter()
    if not save.has_state:
        kinds = Counter(part.kind for part in telling.parts)
        lost.update([*_USUAL, *(["layout"] if era not in OLD else []), *(["code-language"] if kinds["PRE"] else [])])
        lost["embed-address"] += kinds["IFRAME"]
        lost["picture-address"] += len(set(shown.values())) if are_lost else 0  # they are named by their captions
    else:
        lost["embed-address"] += sum(part.kind == "IFRAME" and not part.options["frame"] for part in telling.parts)
    return Told(
        tuple(part.text for part in telling.parts),
        tuple(sorted(_marks(telling))),
        () if are_lost else tuple(pictures),
        frozenset(files_of(telling) if save.has_pictures else ()),
        tuple(sorted((code, number) for code, number in lost.items() if number)),
    )


def _marks(telling: Telling) -> Iterator[tuple[int, str, str, str]]:
    for number, part in enumerate(telling.parts):
        for kind, value, start, end in part.spans():
            words = part.text.encode("utf-16-le")[2 * start : 2 * end].decode("utf-16-le")
            href = f"https://medium.com/u/{value}" if kind == "USER" else value
            yield number, kind.replace("USER", "A").lower(), href, words


def read(story: pages.SavedStory, saved: Saved) -> Told:
    facts: Story = story.facts
    return Told(
        tuple(one.text for one in facts.paragraphs),
        tuple(
            sorted(
                (number, mark.kind, mark.href, one.text[mark.start : mark.end])
                for number, one in enumerate(facts.paragraphs)
                for mark in one.marks
                if (one.kind, mark.kind) != ("card", "a")  # the link over the whole card
            )
        ),
        tuple(one.image.id for one in facts.paragraphs if one.image and one.image.id),
        frozenset(_files_in(facts, saved)),
        tuple(sorted(Counter(loss.code for loss in story.losses).items())),
    )


def _files_in(facts: Story, saved: Saved) -> Iterator[str]:
    """The pictures of a story whose files were saved with it."""
    for name in dict.fromkeys(one.image.id for one in facts.paragraphs if one.kind == "image" and one.image):
        if name in saved.pictures and saved.pictures[name].content() == picture_file(name):
            yield name


@cache
def picture_file(name: str) -> bytes:
    """A picture that browsers can show, another one for each name."""
    made = io.BytesIO()
    Image.new("RGB", (16 + sum(name.encode()) % 97, 16)).save(made, "PNG")
    return made.getvalue()


def files_of(telling: Telling) -> dict[str, bytes]:
    """A file for each picture of a telling."""
    names = [part.options["image"] for part in telling.parts if part.kind == "IMG"]
    return {name: picture_file(name) for name in names}


def sent(telling: Telling, era: str) -> Sent:
    address = f"https://medium.com/@{telling.user}/{telling.slug}"
    return Sent(written.page(telling, written.ERAS[era]), address, files_of(telling))


def read_file(path: Path) -> Iterator[tuple[Saved, pages.SavedStory]]:
    """The pages of a file with their stories. No issue but a note may come with them."""
    for one in containers.read(path):
        if isinstance(one, Issue):
            if one.level != "note":
                raise AssertionError(one)
            continue
        for story in pages.read(one.content, one.address).stories:
            yield one, story


def write(files: Mapping[str, bytes], folder: Path) -> Path:
    """Write the files of a save, and give the one to read."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder / next(iter(files))


# Answers of Medium's interfaces, which are no pages

Answer = Callable[[Telling], bytes]
ANSWERS: Mapping[str, Answer] = {
    "?format=json": written.format_json,
    "GraphQL": written.graphql,
    "GraphQL, in a batch": written.batch,
    "GraphQL, of a member": lambda telling: written.graphql(telling, is_full=not telling.preview_of),
}
ANSWER_SAVES: Mapping[str, Callable[[bytes], saves.Files]] = {
    "JSON": lambda content: {"answer.json": content},
    "zip": lambda content: {"all.zip": sample_containers.zipped({"a/answer": content})},
    "WARC": lambda content: {"crawl.warc.gz": sample_containers.warc((_record(content),))},
}
AS_ANSWER = Save("answer", saves.html_only, has_pictures=False)


def _record(content: bytes) -> sample_containers.Record:
    return sample_containers.Record("https://medium.com/_/graphql", content, "application/json")


# The table


@dataclass(frozen=True)
class Row:
    """One kind of page in one kind of save: how many stories, and what was planned and read of them all."""

    era: str
    wrapper: str
    save: str
    program: str
    planned: tuple[Told, ...]
    read: tuple[Told, ...]


def row(era: str, save: Save, folder: Path) -> Row:
    """All stories as pages of an era, each in a save of its own."""
    found = []
    for telling in STORIES:
        path = write(save.write(sent(telling, era)), folder / telling.id)
        found += [read(story, saved) for saved, story in read_file(path)]
    wanted = tuple(planned(telling, era, save) for telling in STORIES)
    return Row(era, wrapper_of(era, save), save.name, save.program, wanted, tuple(found))


def wrapper_of(era: str, save: Save) -> str:
    return written.ERAS[era].wrapper if save.has_state else "elements"


def answer_row(wrapper: str, save: str, folder: Path) -> Row:
    found = []
    for telling in STORIES:
        path = write(ANSWER_SAVES[save](ANSWERS[wrapper](telling)), folder / telling.id)
        found += [read(story, saved) for saved, story in read_file(path)]
    wanted = tuple(planned(telling, "", AS_ANSWER) for telling in STORIES)
    return Row("", wrapper, save, "warcio" if save == "WARC" else "", wanted, tuple(found))
