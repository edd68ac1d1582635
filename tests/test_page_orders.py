"""Saved pages, captures, a feed and two exports of one author give one archive, in whatever order they come."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from medium_archive.commands import import_exports, sync
from medium_archive.commands.import_exports import Options
from medium_archive.commands.verify import verify
from medium_archive.folder.layout import INCOMING, Layout
from tests import page_archives, rescue_archives, sample_containers
from tests.conftest import one_in
from tests.medium_server import MediumServer, Reply, packed
from tests.page_archives import AUGUST, JULY, JUNE, MAY, export, page, preview
from tests.rescue_archives import archives, kept
from tests.sample_containers import Record
from tests.saved_pages import written
from tests.saved_pages.tellings import Telling, part

FEED = "medium.com/feed/@ada"
TABLE, LAMP, ROPE, WALL, BOAT, SAIL = range(6)


def story(number: int, day: str) -> Telling:
    """A story as it was changed on a day: one paragraph names the day, the others stay."""
    told = rescue_archives.story(number)
    moment = datetime.fromisoformat(f"{day}T12:00:00+00:00")
    return replace(
        told,
        parts=(*told.parts, part("P", f"Changed on {day}.")),
        updated=round(moment.timestamp() * 1000),
        version=f"{number:03x}{day.replace('-', '')}a",
    )


def item(number: int, day: str) -> str:
    """A story in a feed."""
    told = story(number, day)
    body = "".join(f"<p>{one.text}</p>" for one in told.parts[1:])
    return (
        f"<item><title>{told.title}</title><link>https://medium.com/@ada/{told.slug}</link>"
        f"<guid>https://medium.com/p/{told.id}</guid><category>of-the-feed</category>"
        "<dc:creator>Ada Example</dc:creator><pubDate>Wed, 09 Jan 2019 06:16:00 GMT</pubDate>"
        f"<atom:updated>{day}T12:00:00.000Z</atom:updated><content:encoded><![CDATA[{body}]]></content:encoded></item>"
    )


def feed(*items: str) -> bytes:
    return (
        '<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:atom="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>'
        f"<title>Stories by Ada Example on Medium</title><generator>Medium</generator>{''.join(items)}</channel></rss>"
    ).encode()


def capture(telling: Telling, era: str = "2021") -> Record:
    return Record(f"https://medium.com/@ada/{telling.slug}", page(telling, era=era))


@pytest.fixture(scope="module")
def medium() -> Iterator[MediumServer]:
    with MediumServer() as server:
        content = feed(item(LAMP, JULY), item(TABLE, JUNE), item(BOAT, JULY))
        server.answers[FEED] = packed(Reply(200, content, {"Content-Type": "text/xml; charset=UTF-8"}))
        yield server


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """What a person has, each a file: of every story other versions, whole ones and beginnings."""
    folder = tmp_path_factory.mktemp("sources")
    files = {
        "one.html": page(story(TABLE, JUNE)),
        "two.htm": page(preview(story(TABLE, AUGUST))),
        "three": page(story(LAMP, JUNE), has_state=False),
        "four": page(story(LAMP, JUNE)),
        "five.json": written.graphql(story(ROPE, JULY)),
        "six.warc.gz": sample_containers.warc((capture(story(ROPE, JUNE)), capture(story(WALL, MAY), "2017"))),
        "seven.warc": sample_containers.warc((capture(preview(story(WALL, JUNE))), capture(story(LAMP, MAY), "2019"))),
    }
    for name, content in files.items():
        (folder / name).write_bytes(content)
    exports = {
        "first": export(folder, MAY, [story(TABLE, MAY), story(ROPE, MAY)]),
        "second": export(folder, AUGUST, [story(TABLE, AUGUST), story(ROPE, MAY)]),
    }
    return {**{name: folder / name for name in files}, **exports}


# The text of each story in the end: of an export, of a feed that is newer than the pages, of a page that is newer than
# the exports' texts would be if they were of its day, of a page beside a newer beginning, of a feed alone
TEXTS = {TABLE: AUGUST, LAMP: JULY, ROPE: MAY, WALL: MAY, BOAT: JULY}


def edit(layout: Layout, dice: random.Random, *, every: bool = False) -> None:
    """Write a paragraph into some of the texts that have none of the person's yet."""
    for file in sorted(layout.posts.glob("*/index.md")):
        text = file.read_text("utf-8")
        if "Mine." not in text and (every or dice.random() < 0.4):
            file.write_text(re.sub(r"(?m)^Paragraph 2", "Mine.\n\nParagraph 2", text, count=1), "utf-8")


def in_order(  # noqa: PLR0917  # what a run of steps needs
    layout: Layout,
    names: list[str],
    sources: Mapping[str, Path],
    medium: MediumServer,
    seed: int,
    rescue: Callable[[Layout], object] = lambda layout: None,
) -> None:
    """Take the steps of these names, with edits between them."""
    dice = random.Random(seed)  # noqa: S311  # no secret
    for name in names:
        if name == "feed":
            sync.sync(layout, sync.Options(offline=True))
        elif name == "rescue":
            rescue(layout)
        else:
            import_exports.import_exports([sources[name]], layout, Options(jobs=1, author="@ada"))
        if "[watch]" not in (text := layout.settings.read_text("utf-8")):
            layout.settings.write_text(text + medium.settings(), "utf-8")
        edit(layout, dice)
    edit(layout, dice, every=True)
    # The records say which texts are edited
    import_exports.import_exports([sources["first"]], layout, Options(jobs=1))


def shuffled(sources: Mapping[str, Path], seed: int) -> list[str]:
    names = sorted([*sources, "feed"])
    random.Random(seed).shuffle(names)  # noqa: S311  # no secret
    if names[0] == "feed":  # it needs an archive
        names.append(names.pop(0))
    return names


def compared(layout: Layout) -> dict[str, bytes]:
    """Every file. The catalog tells from which export a person's archive.toml was, and its checksum is in another."""
    found = page_archives.snapshot(layout)
    lines = found.pop("records/catalog.jsonl").splitlines()
    found["records/catalog.jsonl"] = b"\n".join(line for line in lines if b'"id": "settings"' not in line)
    found["SHA256SUMS"] = re.sub(rb".{64}  records/catalog.jsonl\n", b"", found["SHA256SUMS"])
    return found


@pytest.mark.slow
@pytest.mark.parametrize("seed", one_in(5, range(1, 11)))
def test_every_order_gives_the_same_archive(
    tmp_path: Path, sources: Mapping[str, Path], medium: MediumServer, seed: int
) -> None:
    """Byte for byte, with edits on the way; no edit is lost."""
    found = []
    for number in (0, seed):
        layout = Layout(tmp_path / str(number))
        in_order(layout, shuffled(sources, number), sources, medium, number)
        assert [(one.where, one.code, one.message) for one in verify(layout).issues if one.level != "note"] == []
        found.append(compared(layout))
    texts = {number: page_archives.text(layout, story(number, MAY).id) for number in TEXTS}
    assert {number: re.findall(r"Changed on ([\d-]+)\.", text) for number, text in texts.items()} == {
        number: [day] for number, day in TEXTS.items()
    }
    assert [text.count("Mine.") for text in texts.values()] == [1] * len(TEXTS)
    assert not list(layout.root.rglob(INCOMING))
    one, other = found
    assert [name for name in sorted(one.keys() | other.keys()) if one.get(name) != other.get(name)] == []


@pytest.mark.slow
@pytest.mark.parametrize("seed", one_in(5, range(11, 16)))
def test_a_rescue_among_them_gives_the_same_texts(
    tmp_path: Path, sources: Mapping[str, Path], medium: MediumServer, seed: int
) -> None:
    """It fetches no capture of what is whole, so only the captures that it keeps depend on the order."""
    telling = story(SAIL, MAY)
    captured = [kept(story(number, MAY), f"2021060{number}") for number in (TABLE, LAMP, SAIL)]
    texts = []
    with archives(*captured) as there:
        for number in (0, seed):
            layout = Layout(tmp_path / str(number))
            names = shuffled({**sources, "rescue": tmp_path}, number)
            in_order(layout, names, sources, medium, number, there.rescue)
            assert [(one.where, one.code, one.message) for one in verify(layout).issues if one.level != "note"] == []
            assert "Mine." in page_archives.text(layout, telling.id)
            texts.append({file.relative_to(layout.root): file.read_bytes() for file in layout.root.glob("*/*/*.md")})
    assert len(texts[0]) == len(TEXTS) + 1
    assert texts[0] == texts[1]
