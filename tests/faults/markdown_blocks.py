"""Faults in the blocks of an index.md."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from random import Random

from tests.faults.kind import Kind, Operation, Target
from tests.faults.words import altered, another_address

_FENCE = re.compile(r"(`{3,}|~{3,})")
_MARKER = re.compile(r"(?:[-*+]|\d{1,9}[.)]) ")
_IMAGE = re.compile(r"!\[(?:[^\]\\]|\\.)*\]\([^)]*\)")


def split(text: str) -> tuple[str, list[str]]:
    """The front matter with the blank line below it, and the blocks of the text: what is between blank lines."""
    end = text.index("\n---\n", 3) + 5
    head, body = text[:end], text[end:].strip("\n")
    blocks: list[list[str]] = [[]]
    fence = ""
    for line in body.split("\n"):
        if not fence and not line.strip():
            blocks.append([])
            continue
        blocks[-1].append(line)
        if fence:
            fence = "" if line.strip() == fence else fence
        elif opening := _FENCE.match(line):
            fence = opening[1]
    return f"{head}\n", ["\n".join(lines) for lines in blocks if lines]


def join(head: str, blocks: list[str]) -> str:
    text = "\n\n".join(blocks)
    return f"{head}{text}\n"


# Which blocks are of a part


def _bare(block: str) -> str:
    """A block without the hint above it."""
    return block.partition("-->\n")[2] if block.startswith("<!--") else block


def _is_paragraph(block: str) -> bool:
    return bool(re.match(r"[^\W\d_]", block)) and "![" not in block


def _is_code(block: str) -> bool:
    return block.startswith("```")


def _is_list(block: str) -> bool:
    return _MARKER.match(block) is not None and "\n" in block


def _starts(*starts: str) -> Callable[[str], bool]:
    return lambda block: _bare(block).startswith(starts)


def _is_card(block: str) -> bool:
    return re.fullmatch(r'\[(?:[^\]\\]|\\.)+\]\(\S+ "(?:[^"\\]|\\.)*"\)(?:\n_[^\n]*_)?', block) is not None


def _has_caption(block: str) -> bool:
    return re.search(r"\n_[^\n]+_\Z", block) is not None


def _is_row(block: str) -> bool:
    return len(_IMAGE.findall(block)) > 1


def _has_hint(words: str) -> Callable[[str], bool]:
    return lambda block: block.startswith("<!--") and words in block.partition("-->")[0]


# What a fault does to a block. Each gives the new block, None if it can't


def _words(block: str, random: Random) -> str | None:
    return altered(block, random)


def _heading_level(block: str, random: Random) -> str | None:
    return block.replace("### ", "## ", 1) if "### " in block else block.replace("## ", "### ", 1)


def _list_kind(block: str, random: Random) -> str | None:
    lines = block.split("\n")
    if lines[0].startswith(("- ", "* ")):
        return "\n".join(re.sub(r"^[-*] ", f"{n}. ", line) for n, line in enumerate(lines, 1))
    return "\n".join(re.sub(r"^\d+[.)] ", "- ", line) for line in lines)


def _list_start(block: str, random: Random) -> str | None:
    if not block[0].isdigit():
        return None
    numbers = iter(range(random.randint(2, 9), 10_000))
    return re.sub(r"^\d+(?=[.)] )", lambda _: str(next(numbers)), block, flags=re.MULTILINE)


def _split_list(block: str, random: Random) -> str | None:
    lines = block.split("\n")
    starts = [n for n, line in enumerate(lines) if n and _MARKER.match(line)]
    if not starts:
        return None
    at = random.choice(starts)
    other = {"-": "*", "*": "-", ".": ")", ")": "."}
    moved = [
        re.sub(r"^([-*])(?= )|^(\d+)([.)])(?= )", lambda m: other[m[1]] if m[1] else f"{m[2]}{other[m[3]]}", line)
        for line in lines[at:]
    ]
    return "\n".join((*lines[:at], "", *moved))


def _loose_item(block: str, random: Random) -> str | None:
    """An item becomes an item of the item before it."""
    lines = block.split("\n")
    starts = [n for n, line in enumerate(lines) if n and _MARKER.match(line)]
    if not starts:
        return None
    at = random.choice(starts)
    indent = " " * (lines[0].index(" ") + 1)
    return "\n".join(f"{indent}{line}" if n == at else line for n, line in enumerate(lines))


def _language(block: str, random: Random) -> str | None:
    fence, language, rest = re.match(r"(`+)([^\n]*)(.*)\Z", block, re.DOTALL).groups()  # type: ignore[union-attr]  # a code block
    return f"{fence}{'rust' if language != 'rust' else 'ada'}{rest}"


def _code_line(block: str, random: Random) -> str | None:
    lines = block.split("\n")
    at = next((n for n in range(1, len(lines) - 1) if lines[n].strip()), None)
    if at is None:
        return None
    lines[at] = random.choice((f" {lines[at]}", lines[at][:-1] or "x", f"{lines[at]};"))
    return "\n".join(lines)


def _blank_code_line(block: str, random: Random) -> str | None:
    lines = block.split("\n")
    at = [n for n in range(2, len(lines) - 1) if lines[n].strip() and lines[n - 1].strip()]
    if not at:
        return None
    lines.insert(random.choice(at), "")
    return "\n".join(lines)


def _address(block: str, random: Random) -> str | None:
    return another_address(block)


def _alt(block: str, random: Random) -> str | None:
    return re.sub(r"!\[((?:[^\]\\]|\\.)*)\]", lambda m: f"![{m[1]} changed]", block, count=1)


def _picture_address(block: str, random: Random) -> str | None:
    return re.sub(r"(!\[(?:[^\]\\]|\\.)*\]\([^)]*?)(\w)([^/)]*\))", r"\1\2q\3", block, count=1)


def _caption(block: str, random: Random) -> str | None:
    head, _, caption = block.rpartition("\n")
    changed = altered(caption, random)
    return f"{head}\n{changed}" if changed else None


def _no_caption(block: str, random: Random) -> str | None:
    return block.rpartition("\n")[0]


def _two_captions(block: str, random: Random) -> str | None:
    head, _, caption = block.rpartition("\n")
    return f"{block}\n\n{caption}" if head else None


def _plain_caption(block: str, random: Random) -> str | None:
    head, _, caption = block.rpartition("\n")
    return f"{head}\n\n{caption}" if head else None


def _without_hint(block: str, random: Random) -> str | None:
    return block.partition("-->\n")[2] or None


def _link_alone(block: str, random: Random) -> str | None:
    """An embed becomes a link in a paragraph, which looks the same to plain readers of Markdown."""
    return re.sub(r"\A<(http[^>\s]+)>", r"[\1](\1)", block)


def _plain_link(block: str, random: Random) -> str | None:
    """A card becomes a link without a title, or one that a hint calls a text."""
    return random.choice((re.sub(r' "(?:[^"\\]|\\.)*"\)', ")", block, count=1), f"<!-- text -->\n{block}"))


def _row_order(block: str, random: Random) -> str | None:
    pictures = _IMAGE.findall(block)
    if len(set(pictures)) < 2:
        return None
    first, second = pictures[0], next(one for one in pictures if one != pictures[0])
    return block.replace(first, "\0").replace(second, first).replace("\0", second)


def _quote_kind(block: str, random: Random) -> str | None:
    return f"<!-- pull quote -->\n{block}" if not block.startswith("<!--") else None


def _last_item(block: str, random: Random) -> str | None:
    lines = block.split("\n")
    at = [n for n, line in enumerate(lines) if _MARKER.match(line)][-1]
    return "\n".join(lines[:at]) or None


def _item_twice(block: str, random: Random) -> str | None:
    lines = block.split("\n")
    at = [n for n, line in enumerate(lines) if _MARKER.match(line)][-1]
    return "\n".join((*lines, *lines[at:]))


def _item_order(block: str, random: Random) -> str | None:
    lines = block.split("\n")
    if not all(map(_MARKER.match, lines)) or len(lines) < 2:
        return None
    marks = [_MARKER.match(line)[0] for line in lines]  # type: ignore[index]  # each line has one
    words = [line[len(mark) :] for line, mark in zip(lines, marks, strict=True)]
    at = random.randrange(len(words) - 1)
    words[at], words[at + 1] = words[at + 1], words[at]
    return "\n".join(f"{mark}{word}" for mark, word in zip(marks, words, strict=True))


def _in_quote(block: str, random: Random) -> str | None:
    return "\n".join(f"> {line}" for line in block.split("\n"))


def _in_item(block: str, random: Random) -> str | None:
    return f"- {block.replace(chr(10), chr(10) + '  ')}"


def _out_of_quote(block: str, random: Random) -> str | None:
    """All blocks of a quote except the first are moved out of it."""
    first, gap, rest = block.partition("\n>\n")
    return f"{first}\n\n{re.sub(r'(?m)^> ?', '', rest)}" if gap else None


def _split_quote(block: str, random: Random) -> str | None:
    first, gap, rest = block.partition("\n>\n")
    return f"{first}\n\n{rest}" if gap else None


def _item_in_item_before(block: str, random: Random) -> str | None:
    """An item becomes a paragraph of the item before it."""
    return re.sub(r"\A(- [^\n]+)\n- ", r"\1\n\n  ", block)


_HIDES = (
    "<div hidden>\n\n{}\n\n</div>",
    '<div style="display:none">\n\n{}\n\n</div>',
    "<details>\n\n{}\n\n</details>",
    "<!--\n{}\n-->",
    "<template>\n\n{}\n\n</template>",
    '<div aria-hidden="true">\n\n{}\n\n</div>',
)


def _kinds(part: str, matches: Callable[[str], bool]) -> Iterator[Kind]:
    """Delete, duplicate, move and hide a whole block."""

    def of(operation: Operation, change: Callable[[list[str], int, Random], list[str] | None]) -> Kind:
        def planted(target: Target, random: Random) -> str | None:
            head, blocks = split(target.text)
            places = [n for n, block in enumerate(blocks) if matches(block)]
            if not places:
                return None
            changed = change(list(blocks), random.choice(places), random)
            return None if changed is None else join(head, changed)

        return Kind("text", part, operation, planted)

    def moved(blocks: list[str], at: int, random: Random) -> list[str] | None:
        places = [n for n in range(len(blocks)) if abs(n - at) > 1 and blocks[n] != blocks[at]]
        if not places:
            return None
        block = blocks.pop(at)
        blocks.insert(random.choice(places), block)
        return blocks

    yield of("delete", lambda blocks, at, random: [*blocks[:at], *blocks[at + 1 :]])
    yield of("duplicate", lambda blocks, at, random: [*blocks[: at + 1], *blocks[at:]])
    yield of("move", moved)
    yield of("hide", lambda b, at, random: [*b[:at], random.choice(_HIDES).format(b[at]), *b[at + 1 :]])


def alter(
    part: str,
    matches: Callable[[str], bool],
    change: Callable[[str, Random], str | None],
    operation: Operation = "alter",
) -> Kind:
    def planted(target: Target, random: Random) -> str | None:
        head, blocks = split(target.text)
        places = [n for n, block in enumerate(blocks) if matches(block)]
        random.shuffle(places)
        for at in places:
            changed = change(blocks[at], random)
            if changed is not None and changed != blocks[at]:
                return join(head, [*blocks[:at], changed, *blocks[at + 1 :]])
        return None

    return Kind("text", part, operation, planted)


_is_quote = _starts(">")
_is_heading = _starts("## ", "### ")
_is_picture = _starts("![", "[![")
_is_embed = _starts("<http")

_WHOLE: dict[str, Callable[[str], bool]] = {
    "paragraph": _is_paragraph,
    "heading": _is_heading,
    "list": _is_list,
    "quote": _is_quote,
    "pull quote": _has_hint("pull quote"),
    "code block": _is_code,
    "picture": _is_picture,
    "row of pictures": _is_row,
    "embed": _is_embed,
    "card": _is_card,
    "section break": _starts("---"),
    "kicker": _has_hint("kicker"),
    "table": _starts("| ", "<table"),
    "details": _starts("<details"),
    "definition list": _starts("<dl"),
}

KINDS: tuple[Kind, ...] = (
    *(kind for part, matches in _WHOLE.items() for kind in _kinds(part, matches)),
    alter("paragraph", _is_paragraph, _words),
    alter("heading", _is_heading, _words),
    alter("heading level", _is_heading, _heading_level),
    alter("list item", _is_list, _words),
    alter("list item", _is_list, _last_item, "delete"),
    alter("list item", _is_list, _item_twice, "duplicate"),
    alter("list item", _is_list, _item_order, "move"),
    alter("list kind", _is_list, _list_kind),
    alter("list start", _is_list, _list_start),
    alter("list in one piece", _is_list, _split_list),
    alter("depth of an item", _is_list, _loose_item),
    alter("quote", _is_quote, _words),
    *(
        alter(f"{part} in a quote", _WHOLE[part], _in_quote, "move")
        for part in ("heading", "list", "code block", "table", "section break", "picture", "quote", "definition list")
    ),
    *(
        alter(f"{part} in an item", _WHOLE[part], _in_item, "move")
        for part in ("paragraph", "heading", "list", "code block", "table", "picture", "quote", "definition list")
    ),
    alter("block of a quote", _is_quote, _out_of_quote, "move"),
    alter("quote in one piece", _is_quote, _split_quote),
    alter("item of its own", _is_list, _item_in_item_before, "move"),
    alter("kind of quote", _is_quote, _quote_kind),
    alter("kind of quote", _has_hint("pull quote"), _without_hint, "delete"),
    alter("code language", _is_code, _language),
    alter("code line", _is_code, _code_line),
    alter("blank line of code", _is_code, _blank_code_line, "duplicate"),
    alter("picture file", _is_picture, _picture_address),
    alter("description of a picture", _is_picture, _alt),
    alter("order of a row", _is_row, _row_order, "move"),
    alter("embed", _is_embed, _address),
    alter("kind of embed", _is_embed, _link_alone),
    alter("kind of card", _is_card, _plain_link),
    alter("card address", _is_card, _address),
    alter("card", _is_card, _words),
    alter("caption", _has_caption, _caption),
    alter("caption", _has_caption, _no_caption, "delete"),
    alter("caption", _has_caption, _two_captions, "duplicate"),
    alter("caption", _has_caption, _plain_caption, "move"),
    alter("table", _starts("| ", "<table"), _words),
    alter("details", _starts("<details"), _words),
    alter("definition list", _starts("<dl"), _words),
)
