"""Changes of an input that keep most of its form, so that it gets behind the parsers."""

from __future__ import annotations

import random
import re
import struct
from collections.abc import Sequence

from tests.fuzz.target import Mutator

_TOKEN = re.compile(rb"<!--.*?-->|<[^<>]*>|[^<]+|<", re.DOTALL)
_NAME = re.compile(rb"[\w:-]+")
_NUMBER = re.compile(rb"-?\d+")
_MOST = 200_000  # bytes; an input does not grow beyond it
_NUMBERS = (b"0", b"-1", b"1", b"255", b"65536", b"2147483648", b"9" * 20, b"9" * 5000, b"1e999", b"-0.0", b"NaN")
_BYTES = (
    b"\0", b"\xff", b"\xef\xbb\xbf", b"\r", b"\n", b"\t", b" ", b"\xc2\xa0", b"\xe2\x80\xa8", b"\xed\xa0\x80",
    b"\xf0\x9f\x8c\x8a", b"\xe2\x80\x8f", b"\xef\xb7\x90", b"\x1b", b"&#xd800;", b"&#0;", b"&lt;", b"&nbsp;", b"%00",
    b"\\", b"\\u0000", b"\\ud800", b"'", b'"', b"`", b"```", b"*", b"_", b"[", b"]", b"(", b"|", b"~", b"#", b">",
)  # fmt: skip
_ADDRESSES = (
    b"https://[x", b"https://x:y/", b"javascript:x", b"//", b"https://medium.com/p/0123456789ab", b"../../x", b"data:,",
    b"https://\xc3\xa4.example/%zz", b"http://x" + b"/y" * 500, b"https://medium.com/@ada/x-0123456789ab#1a2b", b"#",
)  # fmt: skip
_TAGS = (
    b"<p>", b"</p>", b"<div>", b"</div>", b"<em>", b"</em>", b"<ul>", b"<ol start=x>", b"<li>", b"</ul>", b"<br>",
    b"<hr>", b"<pre>", b"</pre>", b"<code>", b"<blockquote>", b"</blockquote>", b"<figure>", b"</figure>",
    b"<figcaption>", b"<table>", b"<tr>", b"<td>", b"<dl>", b"<dt>", b"<dd>", b"<details>", b"<summary>", b"<ruby>",
    b"<rt>", b"<sup>", b'<a href="">', b"</a>", b"<img>", b'<img src="x" alt="">', b"<iframe>", b"<svg>", b"<math>",
    b"<template>", b"<h1>", b"<script>", b"</script>", b"<style>", b"<textarea>", b"<noscript>", b"<title>",
    b"<section>", b"</section>", b"<!--", b"-->", b"<![CDATA[", b"]]>", b"<?x", b"<body>", b"</body>", b"<html>",
    b"<article>", b"</article>", b"<footer>",
)  # fmt: skip
_WORDS = (*_BYTES, *_NUMBERS, *_ADDRESSES)


def of_bytes(content: bytes, dice: random.Random) -> bytes:
    """Without any knowledge of the form."""
    at = dice.randrange(len(content) + 1)
    end = min(len(content), at + dice.choice((1, 2, 4, 16, 64, 256)))
    piece = content[at:end]
    new = dice.choice((
        b"",
        piece * 2,
        bytes(byte ^ (1 << dice.randrange(8)) for byte in piece),
        dice.choice(_WORDS),
        piece[::-1],
        dice.choice(_WORDS) * dice.choice((2, 50, 300)),
    ))  # fmt: skip
    return content[:at] + new + content[end:]


def of_tokens(token: re.Pattern[bytes], more: Sequence[bytes]) -> Mutator:
    """For texts of tokens, such as tags, lines or values: some are left out, doubled, moved, or replaced by `more`."""

    def mutate(content: bytes, dice: random.Random) -> bytes:
        tokens = token.findall(content) or [content]
        for _ in range(dice.choice((1, 1, 2, 4))):
            at = dice.randrange(len(tokens) + 1)
            end = min(len(tokens), at + dice.choice((1, 1, 2, 5, 20)))
            other = dice.randrange(len(tokens) + 1)
            change = dice.randrange(7)
            if change == 0:
                del tokens[at:end]
            elif change == 1:
                tokens[other:other] = tokens[at:end]
            elif change == 2:
                tokens[other:other] = [*tokens[at:end]] * dice.choice((2, 5, 40))
            elif change == 3:
                tokens[at:at] = [dice.choice(more)] * dice.choice((1, 1, 1, 3, 60))
            elif change == 4:
                tokens[at:end] = [dice.choice(more)]
            elif change == 5 and at < len(tokens):
                tokens[at] = _inside(tokens[at], dice)
            else:
                tokens[at:end] = reversed(tokens[at:end])
        return b"".join(tokens)[:_MOST]

    return either(mutate, mutate, mutate, of_bytes)


def _inside(token: bytes, dice: random.Random) -> bytes:
    """The token with another name, number or word in it."""
    pattern = dice.choice((_NAME, _NUMBER, _NAME))
    found = list(pattern.finditer(token))
    if not found:
        return token + dice.choice(_WORDS)
    one = dice.choice(found)
    new = dice.choice((b"", dice.choice(_WORDS), dice.choice(found)[0], one[0] * 2, one[0].upper()))
    return token[: one.start()] + new + token[one.end() :]


def either(*mutators: Mutator) -> Mutator:
    """One of these each time."""
    return lambda content, dice: dice.choice(mutators)(content, dice)


of_markup = of_tokens(_TOKEN, (*_TAGS, *_WORDS))
_OF_LINES = (
    *_WORDS, b"\n", b"---\n", b"...\n", b"- x\n", b"1. x\n", b"> ", b"    ", b"\t", b"| a | b |\n", b"|---|---|\n",
    b"x: y\n",
)  # fmt: skip
_OF_VALUES = (
    *_WORDS, b"{}", b"[]", b"null", b"true", b'""', b'"x"', b"[[", b"{", b"}", b",", b":", b"=", b"1979-05-27",
    b"\n", b"[x]\n",
)  # fmt: skip
_OF_TEMPLATE = (
    *_WORDS, b"{{", b"}}", b"{%", b"%}", b"{% endfor %}", b"{% endif %}", b"{% for x in range(9999) %}",
    b"{% if 1 %}", b"post", b"site", b"site_content", b"|list", b"|string", b"|map('list')", b"|join", b"|sum",
    b"|sort", b"|format", b"|tojson", b"|attr('x')", b"|batch(9)", b"|indent", b"|round", b"|int", b"|safe",
    b"|wordwrap(1)", b"|groupby('x')", b".format", b".strftime", b".join", b".split", b" * 10**9", b" ** 9", b" % ",
    b" ~ ", b"(", b")", b"[0]", b"[::-1]", b"{% set x = x ~ x %}", b"{% include 'post.html' %}", b"{% macro m() %}",
    b"{% endmacro %}", b"{{ m() }}", b"self", b"__class__", b"loop", b"namespace()", b"cycler(1)", b"dict(a=1)",
    b"range(10**9)", b"'x'", b"none", b"1.5",
)  # fmt: skip

of_lines = of_tokens(re.compile(rb"[^\n]*\n|[^\n]+\Z"), _OF_LINES)
of_values = of_tokens(re.compile(rb'"(?:[^"\\\n]|\\.)*"|[\w.+-]+|\s+|.', re.DOTALL), _OF_VALUES)
of_template = of_tokens(re.compile(rb"\{[{%#].*?[}%#]\}|[\w.]+|\s+|.", re.DOTALL), _OF_TEMPLATE)

# The fields of the headers of a zip: their signature, and the offset and the form of each (APPNOTE 4.3)
_FIELDS = {
    b"PK\1\2": (
        (4, "<H"), (6, "<H"), (8, "<H"), (10, "<H"), (16, "<L"), (20, "<L"), (24, "<L"), (28, "<H"), (30, "<H"),
        (32, "<H"), (34, "<H"), (36, "<H"), (38, "<L"), (42, "<L"),
    ),
    b"PK\3\4": ((4, "<H"), (6, "<H"), (8, "<H"), (14, "<L"), (18, "<L"), (22, "<L"), (26, "<H"), (28, "<H")),
    b"PK\5\6": ((4, "<H"), (6, "<H"), (8, "<H"), (10, "<H"), (12, "<L"), (16, "<L"), (20, "<H")),
    b"PK\6\6": ((4, "<Q"), (16, "<L"), (24, "<Q"), (32, "<Q"), (40, "<Q"), (48, "<Q")),
    b"PK\6\7": ((4, "<L"), (8, "<Q"), (16, "<L")),
    b"PK\7\10": ((4, "<L"), (8, "<L"), (12, "<L")),
}  # fmt: skip
_HEADER = re.compile(b"|".join(map(re.escape, _FIELDS)))


def _of_headers(content: bytes, dice: random.Random) -> bytes:
    """A zip in which a field of one of its headers has another value."""
    found = list(_HEADER.finditer(content))
    if not found:
        return of_bytes(content, dice)
    one = dice.choice(found)
    offset, form = dice.choice(_FIELDS[one[0]])
    at = one.start() + offset
    size = struct.calcsize(form)
    if at + size > len(content):
        return of_bytes(content, dice)
    old = struct.unpack_from(form, content, at)[0]
    most = 256**size - 1
    new = dice.choice(
        (
            0,
            1,
            8,
            most,
            most >> 1,
            old + 1,
            old - 1,
            old ^ (1 << dice.randrange(8 * size)),
            dice.randrange(len(content)),
        )
    )
    return content[:at] + struct.pack(form, new & most) + content[at + size :]


def _of_entries(content: bytes, dice: random.Random) -> bytes:
    """A zip with one part of it, from a header to the next, left out, doubled or moved."""
    places = [match.start() for match in _HEADER.finditer(content)]
    if len(places) < 3:  # two parts and an end
        return of_bytes(content, dice)
    parts = [content[at:end] for at, end in zip(places, [*places[1:], len(content)], strict=True)]
    part = parts.pop(dice.randrange(len(parts)))
    for _ in range(dice.randrange(3)):
        parts.insert(dice.randrange(len(parts) + 1), part)
    return content[: places[0]] + b"".join(parts)


of_zip = either(_of_headers, _of_headers, _of_entries, of_bytes)
