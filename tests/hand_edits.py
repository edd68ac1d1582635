"""What a person does by hand to an archive between two imports, and how to see later that it is still there."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path

from medium_archive.folder import shelf
from medium_archive.folder.catalog import same_post
from medium_archive.folder.layout import TEXT, Layout

HAND = "Written by hand, and not at Medium."
# Whether what a person did is still there
Holds = Callable[[Layout], bool]
# Does it in the folder of a post; None where this post hasn't what it takes
Edit = Callable[[Layout, Path], Holds | None]
# The changed text, and what must be in it after that; None as above
Change = Callable[[str], tuple[str, Sequence[str]] | None]


class Without(str):
    """A piece that must not be in the text from then on."""

    __slots__ = ()


def post_id(folder: Path) -> str:
    """The id of the post in a folder, "" where there is none."""
    return same_post(shelf.id_in((folder / TEXT).read_bytes()))


def _home(archive: Layout, post: str) -> Path:
    """Where a post lies now."""
    return next(file.parent for file in sorted(archive.root.glob(f"*/*/{TEXT}")) if post_id(file.parent) == post)


def _text(change: Change) -> Edit:
    def edit(_: Layout, folder: Path) -> Holds | None:
        file, post = folder / TEXT, post_id(folder)
        # Surrogates stand for bytes that are no UTF-8
        changed = change(file.read_bytes().decode("utf-8", "surrogateescape"))
        if changed is None:
            return None
        file.write_bytes(changed[0].encode("utf-8", "surrogateescape"))

        def holds(archive: Layout) -> bool:
            text = (_home(archive, post) / TEXT).read_bytes().decode("utf-8", "surrogateescape")
            return all((piece in text) != isinstance(piece, Without) for piece in changed[1])

        return holds

    return edit


def _blocks(change: Callable[[list[str]], tuple[list[str], Sequence[str]]]) -> Edit:
    """For a text of some length, by its paragraphs."""

    def in_text(text: str) -> tuple[str, Sequence[str]] | None:
        head, end, body = text.partition("\n---\n\n")
        blocks = body.rstrip("\n").split("\n\n")
        if len(blocks) < 8 or len(set(blocks)) < len(blocks) or min(map(len, blocks)) < 4:
            return None
        after, pieces = change(blocks)
        return head + end + "\n\n".join(after) + "\n", pieces

    return _text(in_text)


def _replaced(pattern: str, by: str, *pieces: str) -> Edit:
    """The first place of a text that a pattern finds."""

    def change(text: str) -> tuple[str, Sequence[str]] | None:
        return (
            (re.sub(pattern, by, text, count=1, flags=re.MULTILINE), pieces)
            if re.search(pattern, text, re.MULTILINE)
            else None
        )

    return _text(change)


def _taken_out(pattern: str) -> Edit:
    """What a pattern finds, once in the text, is not there any more."""

    def change(text: str) -> tuple[str, Sequence[str]] | None:
        found = re.findall(pattern, text, re.MULTILINE)
        return (text.replace(found[0], ""), (Without(found[0]),)) if len(found) == 1 else None

    return _text(change)


def _folder(name: str, *, edited: bool = False) -> Edit:
    """The folder of a post with another name or in another place, maybe with a word more in its text."""

    def edit(archive: Layout, folder: Path) -> Holds | None:
        post, place = post_id(folder), archive.root / name.format(folder.name)
        if folder.parent.name == "drafts" or place.exists():
            return None
        if edited:
            (folder / TEXT).write_text((folder / TEXT).read_text("utf-8") + f"\n{HAND}\n", "utf-8")
        place.parent.mkdir(exist_ok=True)
        folder.rename(place)
        return lambda later: (
            _home(later, post) == later.root / name.format(folder.name)
            and (not edited or HAND in (place / TEXT).read_text("utf-8"))
        )

    return edit


def _beside(name: str, content: bytes) -> Edit:
    """A file of one's own in the folder of a post, and a link to it."""

    def edit(_: Layout, folder: Path) -> Holds | None:
        file, post, link = folder / name, post_id(folder), f"![{HAND}]({name})"
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(content)
        (folder / TEXT).write_text((folder / TEXT).read_text("utf-8") + f"\n{link}\n", "utf-8")
        return lambda later: (
            (_home(later, post) / name).read_bytes() == content
            and link in (_home(later, post) / TEXT).read_text("utf-8")
        )

    return edit


def _moved_picture(_: Layout, folder: Path) -> Holds | None:
    """A picture of the post's in a folder below, and the text shows it from there."""
    text = (folder / TEXT).read_text("utf-8")
    shown = re.search(r"\]\((\d-[^/()\s]+)\)", text)
    if shown is None:
        return None
    post, name = post_id(folder), shown[1]
    content = (folder / name).read_bytes()
    (folder / "pictures").mkdir()
    (folder / name).rename(folder / "pictures" / name)
    (folder / TEXT).write_text(text.replace(f"]({name})", f"](pictures/{name})"), "utf-8")
    return lambda later: (
        (_home(later, post) / "pictures" / name).read_bytes() == content
        and f"](pictures/{name})" in (_home(later, post) / TEXT).read_text("utf-8")
    )


def _own(name: str, change: Callable[[str], str] = lambda text: f"{text}\n# {HAND}\n") -> Edit:
    """A file that is no post of Medium's."""

    def edit(archive: Layout, _: Path) -> Holds | None:
        file = archive.root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        wanted = change(file.read_text("utf-8") if file.exists() else "")
        file.write_text(wanted, "utf-8")
        return lambda later: (later.root / name).read_text("utf-8") == wanted

    return edit


def _section(blocks: list[str]) -> tuple[list[str], Sequence[str]]:
    return [*blocks[:2], *blocks[6:]], [Without(block) for block in blocks[2:6]]


EDITS: dict[str, Edit] = {
    "a word of the text": _blocks(lambda b: ([f"{b[0]} {HAND}", *b[1:]], [f"{b[0]} {HAND}"])),
    "a paragraph more": _blocks(lambda b: ([*b[:3], HAND, *b[3:]], [f"\n\n{HAND}\n\n"])),
    "a paragraph more at the end": _blocks(lambda b: ([*b, HAND], [f"\n\n{HAND}\n"])),
    "a paragraph less": _blocks(lambda b: ([*b[:2], *b[3:]], [Without(b[2])])),
    "a deleted section": _blocks(_section),
    "a paragraph moved": _blocks(lambda b: ([b[4], *b[:4], *b[5:]], [f"{b[4]}\n\n"])),
    "every paragraph rewritten": _blocks(lambda b: ([f"{HAND} {one}" for one in b], [f"{HAND} {one}" for one in b])),
    "all deleted but a line": _blocks(lambda b: ([HAND], [HAND, Without(b[0]), Without(b[5])])),
    "a heading": _blocks(lambda b: ([f"## {HAND}", *b], [f"## {HAND}"])),
    "a table": _blocks(lambda b: ([*b[:2], "| a | b |\n|---|---|\n| 1 | 2 |", *b[2:]], ["|---|---|\n| 1 | 2 |"])),
    "a footnote": _blocks(lambda b: ([*b[:2], "Note[^1].\n\n[^1]: By hand.", *b[2:]], ["[^1]: By hand."])),
    "the title": _replaced(r"^title: .*", f"title: {HAND}", f"\ntitle: {HAND}\n"),
    "the date": _replaced(r"^date: .*", "date: 2009-12-31", "\ndate: 2009-12-31\n"),
    "the language": _replaced(r"^lang: .*", "lang: en-GB", "\nlang: en-GB\n"),
    "the slug": _replaced(r"^slug: .*", "slug: by-hand", "\nslug: by-hand\n"),
    "tags": _replaced(r"^lang: .*", r"\g<0>\ntags: [lamps, sea]", "\ntags: [lamps, sea]\n"),
    "a key of their own": _replaced(r"^lang: .*", r"\g<0>\nmood: calm", "\nmood: calm\n"),
    "a comment in the front matter": _replaced(r"^lang: .*", r"\g<0>  # I am sure", "# I am sure\n"),
    "a subtitle taken out": _taken_out(r"^subtitle: .*\n"),
    "a description": _replaced(
        r"^(description: .*\n)?lang:", f"description: {HAND}\nlang:", f"\ndescription: {HAND}\n"
    ),
    "hidden by draft: true": _replaced(r"^lang: .*", r"\g<0>\ndraft: true", "\ndraft: true\n"),
    "broken front matter": _replaced(r"^lang: .*", 'lang: "en', '\nlang: "en\n'),
    "a link's address": _replaced(
        r"\]\(https?://[^)]*\)", "](https://by.hand.example/)", "](https://by.hand.example/)"
    ),
    "emphasis taken out": _taken_out(r"(?<![*\w])\*\*\w[^*\n]{6,}\*\*(?![*\w])"),
    "a picture's description": _replaced(r"!\[\]\(", f"![{HAND}](", f"![{HAND}]("),
    "a picture taken out": _taken_out(r"^!\[\]\([^)\n]*\)\n"),
    "a caption": _replaced(r"^(!\[\]\([^)\n]*\))\n\n", rf"\1\n_{HAND}_\n\n", f"\n_{HAND}_\n"),
    "a moved picture": _moved_picture,
    "a picture of one's own": _beside("mine.png", b"a picture"),
    "notes in a folder below": _beside("notes/later.txt", b"for later"),
    "Windows line ends": _text(lambda t: (t.replace("\n", "\r\n") + f"\r\n{HAND}\r\n", ["---\r\n", f"{HAND}\r\n"])),
    "line ends of two kinds": _text(lambda t: (f"{t}\r\n{HAND}\r\n", ["---\n", f"\n\r\n{HAND}\r\n", Without("---\r")])),
    "line ends of an old Mac": _text(
        lambda t: (t.replace("\n", "\r") + f"\r{HAND}\r", ["---\r", f"\r\r{HAND}\r", Without("\n")])
    ),
    "no line end at its end": _text(lambda t: (f"{t}\n{HAND}", [f"\n\n{HAND}", Without(f"{HAND}\n")])),
    "spaces at ends of lines": _text(lambda t: (f"{t}\n{HAND}  \n\n \n", [f"\n\n{HAND}  \n\n \n"])),
    "a zero byte": _text(lambda t: (f"{t}\n{HAND}\0\n", [f"\n\n{HAND}\0\n"])),
    "a letter that is no UTF-8": _text(lambda t: (f"{t}\n{HAND}\udce9\n", [f"\n\n{HAND}\udce9\n"])),
    "a byte order mark": _text(lambda t: (f"\ufeff{t}\n{HAND}\n", ["\ufeff---\n", HAND])),
    "a renamed folder": _folder("posts/by-hand"),
    "a renamed folder, and its text": _folder("posts/by-hand-too", edited=True),
    "a folder moved to drafts/": _folder("drafts/{}"),
    "a folder moved to responses/, and its text": _folder("responses/by-hand-{}", edited=True),
    "a post of one's own": _own("posts/2026-01-01-own/index.md", lambda _: f"---\ntitle: Own\n---\n\n{HAND}\n"),
    "about.md": _own("about.md"),
    "archive.toml": _own("archive.toml"),
    "README.md": _own("README.md"),
    ".gitignore": _own(".gitignore"),
    "a file of the theme": _own("theme/static/own.css"),
}
