"""One shard of the search index as a script, small enough for its share of the index."""

from __future__ import annotations

import json
import zlib
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import groupby

from medium_archive.site.search.bits import as_text, ascending, bytes_as_text, count, text_length
from medium_archive.site.search.postings import Terms
from medium_archive.site.search.terms import IS_SIGN

FUNCTION = "searchShard"
# The steps in which a shard leaves out more, until it is small enough. First number: only so many letters of a word are
# kept. Second number: the pairs of a sign that at most so many posts have are left out. Third number: pairs that at
# most so many posts have are left out. Of 36,838 pairs in 563 Chinese posts, 23,959 are in one post.
_STEPS = (
    (16, 0, 0), (12, 1, 0), (9, 1, 0), (8, 1, 0), (8, 2, 0), (7, 2, 0), (7, 3, 0), (6, 3, 0), (6, 4, 0), (5, 4, 0),
    (5, 8, 0), (4, 8, 0), (4, 8, 1), (4, 8, 2), (4, 8, 3), (4, 8, 4), (4, 8, 6), (4, 8, 8), (4, 12, 12), (4, 24, 24),
    (4, 48, 48), (4, 96, 96), (3, 200, 200),
)  # fmt: skip


def script(number: int, terms: Terms, posts: int, limit: float) -> bytes:
    """The script of the shard `number`, which calls `searchShard`. `posts` is the number of all posts. If the script
    would have more than `limit` bytes, the first step is taken whose result is small enough, else the last step.
    """
    words = {term: terms[term] for term in sorted(terms) if not IS_SIGN(term[0])}
    signs = {term: terms[term] for term in sorted(terms) if len(term) == 1 and IS_SIGN(term)}
    following = _following(terms, signs)
    coded: dict[tuple[int, ...], str] = {}
    signs_coded = _code(signs.values(), posts, coded)

    @cache
    def words_within(letters: int) -> tuple[str, str]:
        short = _shortened(words, letters)
        return _front_coded(short), _code(short.values(), posts, coded)

    @cache
    def parts(step: int) -> tuple[bytes, tuple[str, ...]]:
        letters, few, rare = _STEPS[step]
        listed, of_words = words_within(letters)
        kept = [
            [(second, bits) for second, many, bits in following[sign] if many > rare]
            for sign, numbers in signs.items()
            if len(numbers) > few
        ]
        table = {
            "letters": letters,
            "few": few,
            "rare": rare,
            "words": listed,
            "signs": "".join(signs),
            "after": ["".join(second for second, _ in pairs) for pairs in kept],
        }
        return packed(table), (of_words, signs_coded, *(bits for pairs in kept for _, bits in pairs))

    def length(step: int) -> int:
        table, bits = parts(step)
        return (
            len(call(FUNCTION, number, "", "", len(table)))
            + text_length(8 * len(table))
            + text_length(sum(map(len, bits)))
        )

    step = 0
    if length(step) > limit:
        # Each step is smaller than the one before, so a binary search finds the first that is small enough.
        step = bisect_left(range(len(_STEPS) - 1), True, lo=1, key=lambda step: length(step) <= limit)
    table, bits = parts(step)
    return call(FUNCTION, number, bytes_as_text(table), as_text("".join(bits)), len(table))


def packed(table: Mapping[str, object]) -> bytes:
    """A table as compressed JSON."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(json.dumps(table, ensure_ascii=False, separators=(",", ":")).encode()) + packer.flush()


def call(function: str, *arguments: str | int) -> bytes:
    """A script that calls a function with numbers and with texts that need no escapes."""
    shown = ",".join(f'"{one}"' if isinstance(one, str) else str(one) for one in arguments)
    return f"{function}({shown})\n".encode()


def _code(all_posts: Iterable[Sequence[int]], limit: int, coded: dict[tuple[int, ...], str]) -> str:
    """The bits of lists of posts. Most words are in one or two posts, so many lists are equal; `coded` has the bits of
    the lists so far.
    """
    pieces = []
    for numbers in all_posts:
        key = tuple(numbers)
        bits = coded.get(key)
        if bits is None:
            bits = coded[key] = count(len(key)) + ascending(key, limit)
        pieces.append(bits)
    return "".join(pieces)


def _following(terms: Terms, signs: Terms) -> dict[str, list[tuple[str, int, str]]]:
    """For each sign, the signs that follow it in their order, the number of the posts of each pair, and their bits:
    their places among the posts of the sign.
    """
    seconds: dict[str, list[str]] = {sign: [] for sign in signs}
    for term in terms:
        if len(term) == 2 and IS_SIGN(term[0]):
            seconds[term[0]].append(term[1])
    found = {}
    coded: dict[tuple[int, ...], str] = {}
    for sign, after in seconds.items():
        after.sort()
        place = {post: at for at, post in enumerate(signs[sign])}
        pairs = []
        for second in after:
            places = tuple([place[post] for post in terms[sign + second]])
            key = (len(place), *places)
            bits = coded.get(key)
            if bits is None:
                bits = coded[key] = count(len(places)) + ascending(places, len(place))
            pairs.append((second, len(places), bits))
        found[sign] = pairs
    return found


def _shortened(words: Terms, letters: int) -> Terms:
    """The posts of the words with each beginning of at most `letters` letters. `words` and the result are sorted."""
    found: dict[str, Sequence[int]] = {}
    for start, group in groupby(words, key=lambda word: word[:letters]):
        first, *others = group
        posts = words[first]
        found[start] = sorted({*posts, *(post for word in others for post in words[word])}) if others else posts
    return found


def _front_coded(words: Iterable[str]) -> str:
    """Sorted words, each as the number of letters that it shares with the word before ("A" for none) and the rest."""
    pieces, before = [], ""
    for word in words:
        shared = 0
        while shared < min(len(before), len(word)) and before[shared] == word[shared]:
            shared += 1
        pieces.append(chr(ord("A") + shared) + word[shared:])
        before = word
    return "".join(pieces)
