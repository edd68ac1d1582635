"""Stories in own words, from which all kinds of pages are written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

Marks = tuple[tuple[str, str], ...]  # pairs of STRONG EM CODE A USER, and the address or the id


@dataclass(frozen=True)
class Piece:
    text: str
    marks: Marks = ()


def strong(text: str) -> Piece:
    return Piece(text, (("STRONG", ""),))


def em(text: str) -> Piece:
    return Piece(text, (("EM", ""),))


def code(text: str) -> Piece:
    return Piece(text, (("CODE", ""),))


def link(text: str, href: str) -> Piece:
    return Piece(text, (("A", href),))


@dataclass(frozen=True)
class Part:
    """A paragraph. `kind` is its type in the state of new pages."""

    kind: str
    pieces: tuple[Piece, ...] = ()
    options: dict[str, Any] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)

    def spans(self) -> Iterator[tuple[str, str, int, int]]:
        """Each mark with its places, counted in UTF-16. Equal marks of pieces that touch are one."""
        begun: dict[tuple[str, str], int] = {}
        place = 0
        for piece in (*self.pieces, Piece("")):
            for mark in [mark for mark in begun if mark not in piece.marks]:
                yield *mark, begun.pop(mark), place
            begun |= {mark: place for mark in piece.marks if mark not in begun}
            place += len(piece.text.encode("utf-16-le")) // 2


def part(kind: str, *pieces: str | Piece, **options: Any) -> Part:
    return Part(kind, tuple(Piece(one) if isinstance(one, str) else one for one in pieces), options)


@dataclass(frozen=True)
class Telling:
    id: str
    title: str
    subtitle: str
    parts: tuple[Part, ...]
    breaks: tuple[int, ...] = ()  # the numbers of the parts that begin a section
    tags: tuple[str, ...] = ()
    slug: str = ""
    user: str = "ada"
    name: str = "Ada Example"
    user_id: str = "5a5a5a5a5a5a"
    version: str = "3fed73795ca4"
    published: int = 1547014560766  # 2019-01-09T06:16:00.766Z
    updated: int = 1549879200500  # 2019-02-11T10:00:00.500Z
    preview_of: int = 0  # the words of the whole text, if this is its beginning only
    answers: str = ""
    covers: dict[int, dict[str, Any]] = field(default_factory=dict)  # by the part that the section begins with
    seo_description: str = ""

    @property
    def words(self) -> int:
        return self.preview_of or len(" ".join(part.text for part in self.parts).split())

    @property
    def pictures(self) -> int:
        return sum(part.kind == "IMG" for part in self.parts)

    def name_of(self, number: int) -> str:
        return f"{0xA100 + number * 7:04x}"


LOAF = Telling(
    "0a1b2c3d4e5f",
    "Bread and Salt",
    "How a loaf is made",
    (
        part("H3", "Bread and Salt"),
        part("H4", "How a loaf is made"),
        part("P", "A ", strong("good"), " loaf needs flour, ", em("time"), " and a warm wall.", hasDropCap=True),
        part(
            "P",
            "It began 🍞🥖 with ",
            strong("two loaves"),
            " and 👩‍🍳 ",
            link("a mill", "https://mill.example/flour"),
            ".",
        ),
        part("P", "Ask ", Piece("Ben", (("USER", "6b6b6b6b6b6b"),)), ",\nor run ", code("water()"), " again."),
        part(
            "IMG",
            "Two loaves, by ",
            link("Ben", "https://ben.example/"),
            image="1*aaaaaaaaaaaaaaaaaaaaaa.jpeg",
            width=1600,
            height=900,
        ),
        part("H3", "What you need"),
        part("ULI", "flour"),
        part("ULI", strong("warm"), " water"),
        part("OLI", "mix & wait"),
        part("OLI", "bake <soon>"),
        part("BQ", "Said a baker."),
        part("BQ", "And said it twice."),
        part("PQ", "Bread is time."),
        part("H4", "As a program"),
        part(
            "PRE", "def bake(loaf):\n    heat(loaf)\n\n    return loaf  # <done> & cool", lang="python", mode="EXPLICIT"
        ),
        part("IMG", image="1*bbbbbbbbbbbbbbbbbbbbbb.png", width=800, height=600, layout="OUTSET_ROW"),
        part(
            "IMG",
            "A row of two",
            image="1*cccccccccccccccccccccc.png",
            width=800,
            height=600,
            layout="OUTSET_ROW_CONTINUE",
        ),
        part("IMG", image="1*dddddddddddddddddddddd.png", width=3000, height=900, layout="FULL_WIDTH", alt="The mill"),
        part(
            "IFRAME",
            "A film of it",
            frame="https://www.youtube.com/embed/mOkA_Y_Bctk?feature=oembed",
            media="cafe0123456789abcdef0123456789ab",
        ),
        part(
            "MIXTAPE_EMBED",
            Piece("All about salt", (("STRONG", ""),)),
            "\n",
            Piece("From the sea to the table", (("EM", ""),)),
            "salt.example",
            href="https://salt.example/all",
            image="0*eeeeeeeeeeeeeeeeeeeeee",
        ),
        part(
            "P",
            "Then ",
            Piece("it ", (("STRONG", ""),)),
            Piece("rests", (("STRONG", ""), ("EM", ""))),
            Piece(" long", (("EM", ""),)),
            ".",
        ),
        part("P", "See also ", link("the oven", "https://medium.com/@ada/the-oven-1a2b3c4d5e6f"), "."),
        part("P", ""),
        part("P", "In the middle of a page.", alignment=2),
    ),
    breaks=(6, 14),
    tags=("bread", "salt-and-water"),
    slug="bread-and-salt-0a1b2c3d4e5f",
)

HARBOUR = Telling(
    "9f8e7d6c5b4a",
    "港口的雨",
    "一个关于等待的故事",
    (
        part("IMG", image="1*ffffffffffffffffffffff.jpeg", width=2000, height=1000, layout="OUTSET_CENTER"),
        part("H3", "港口的雨"),
        part(
            "P",
            "🌧️🌧️",
            strong("雨"),
            "下了三天，",
            em("没有人"),
            "出海。𠮷",
            code("下雨()"),
            "之后，",
            link("船", "https://boat.example/"),
            "回来了。",
        ),
        part("P", "「", strong("粗體"), "」字旁邊沒有空格。"),
    ),
    tags=("harbour",),
    slug="9f8e7d6c5b4a",
    user="bo",
    name="波",
    user_id="7c7c7c7c7c7c",
    version="aa11bb22cc33",
)

PREVIEW = replace(
    LOAF, id="00c0ffee0001", parts=LOAF.parts[:4], breaks=(), preview_of=1189, slug="bread-and-salt-00c0ffee0001"
)
PLAIN = replace(
    LOAF,
    id="00c0ffee0002",
    parts=(
        part("P", "One line that begins a text about nothing in particular, and goes on for a while."),
        part("P", "And another."),
    ),
    breaks=(),
    title="One line that begins a text about nothing in particular, and goes on for a while.",
    subtitle="",
    slug="one-line-00c0ffee0002",
    tags=(),
    answers="1a2b3c4d5e6f",
)
ALL = (LOAF, HARBOUR, PREVIEW, PLAIN)
# An embed without an address, and blocks of one kind that follow one another; an export would have the address
KNOTS = Telling(
    "00c0ffee0003",
    "Knots and Ropes",
    "",
    (
        part("IMG", image="1*gggggggggggggggggggggg.gif", width=700, height=400, alt="A bowline ⚓"),
        part("H3", "Knots and Ropes"),
        part(
            "P",
            "⛵️ ",
            Piece("A rope, ", (("EM", ""),)),
            Piece("a hand", (("EM", ""), ("A", "https://rope.example/"))),
            ".",
        ),
        part("PRE", "tie(“bowline”)\n\tpull()", lang="", mode="NONE"),
        part("PRE", "if a < b && c > d:\n    hold()", lang="python", mode="AUTO"),
        part("IFRAME", frame="", media="beef0123456789abcdef0123456789ab"),
        part("PQ", "One turn.\nTwo turns."),
        part("PQ", "繩結 holds."),
        part("OLI", "one"),
        part("OLI", code("two()")),
        part("ULI", "three ⚓ ", strong("four")),
        part("P", link("https://rope.example/a?b=1&c=2", "https://rope.example/a?b=1&c=2")),
    ),
    breaks=(5,),
    tags=("knots",),
    slug="knots-and-ropes-00c0ffee0003",
)
