"""An archive of many posts, to measure how a build grows: the same posts each time.

    python -m tests.benchmarks.many_posts FOLDER [POSTS] [WORDS]

Every post has WORDS words (900 by default) in one of four languages, whose words are as unequally frequent as those of
real texts; tags, headings, lists, emphasis, code and links to posts of the archive. Every 25th post has a picture.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Sequence
from itertools import accumulate
from pathlib import Path

from PIL import Image

from medium_archive.folder import files
from medium_archive.folder.layout import Layout

_SHARE_OF = {"en": 60, "zh": 25, "es": 10, "ar": 5}  # in a hundred posts
_LETTERS = {
    "en": ("b,c,d,f,g,h,l,m,n,p,r,s,st,t,th,tr,w", "a,e,i,o,u,ea,ou"),
    "es": ("b,c,d,f,g,l,ll,m,n,ñ,p,r,rr,s,t,v", "a,e,i,o,u,á,é,ie,ue"),
    "ar": ("ب,ت,ث,ج,ح,خ,د,ذ,ر,ز,س,ش,ص,ط,ع,غ,ف,ق,ك,ل,م,ن,ه", "ا,و,ي,,,"),
}
_WORDS = 20_000  # different ones of a language
_SIGNS = 2_500  # different ones of Chinese, whose words have two
_TAGS = 60
_PARAGRAPH = 75  # words
_CODE = "```swift\nfunc tide(at hour: Int) -> Double {\n    // Post {n}\n    return sin(Double(hour)) * {n}.0\n}\n```"
_SETTINGS = (
    'schema = 2\n[site]\ntitle = "Many posts"\nurl = "https://ada.example"\ntheme = "plain"\nlanguage = "en"\n'
    '[author]\nname = "Ada"\nusername = "ada"\nurl = "https://medium.com/@ada"\n'
)


class Vocabulary:
    """The words of a language, of which the n-th is taken with a probability of about 1/n (Zipf's law)."""

    def __init__(self, language: str) -> None:
        dice = random.Random(f"words of {language}")  # noqa: S311  # the same words each time
        made: dict[str, None]
        self.gap = "" if language == "zh" else " "
        if language == "zh":
            signs = [chr(code) for code in dice.sample(range(0x4E00, 0x9FA0), _SIGNS)]
            ranks = list(accumulate(1 / (rank + 20) for rank in range(_SIGNS)))
            made = {"".join(dice.choices(signs, cum_weights=ranks, k=2)): None for _ in range(_WORDS)}
            self.words = list(made)
        else:
            first, second = (letters.split(",") for letters in _LETTERS[language])
            made = {}
            while len(made) < _WORDS:
                parts = (dice.choice(first) + dice.choice(second) for _ in range(dice.choice((1, 2, 2, 3, 3, 4))))
                made["".join(parts) + dice.choice(("", "n", "s", "r"))] = None
            self.words = sorted(made, key=len)
        self.weights = list(accumulate(1 / (rank + 2.7) for rank in range(len(self.words))))

    def take(self, dice: random.Random, number: int) -> list[str]:
        return dice.choices(self.words, cum_weights=self.weights, k=number)


def make(layout: Layout, number: int, words: int = 900) -> None:
    """Write the posts, the settings and the pictures of an archive of `number` posts."""
    vocabularies = {language: Vocabulary(language) for language in _SHARE_OF}
    dice = random.Random(7)  # noqa: S311  # the same posts each time
    languages = dice.choices(list(_SHARE_OF), weights=list(_SHARE_OF.values()), k=number)
    folders = [_folder(count) for count in range(number)]
    files.write(layout.settings, _SETTINGS.encode())
    for count, language in enumerate(languages):
        folder = layout.posts / folders[count]
        text = _post(count, folders, vocabularies[language], language, dice, words)
        files.write(folder / "index.md", text.encode())
        if count % 25 == 0:
            Image.effect_mandelbrot((640, 400), (-2 + count / number, -1.5, 1, 1.5), 40).save(folder / "1-tide.png")


def _folder(count: int) -> str:
    year, day = 2010 + count % 15, count // 15 % 336
    return f"{year}-{day // 28 + 1:02d}-{day % 28 + 1:02d}-post-{count}"


def _post(  # noqa: PLR0917  # one call
    count: int, folders: Sequence[str], vocabulary: Vocabulary, language: str, dice: random.Random, words: int
) -> str:
    title = vocabulary.gap.join(vocabulary.take(dice, 6)).capitalize()
    tags = ", ".join(sorted({f"tag-{dice.randrange(1, _TAGS) * dice.random():.0f}" for _ in range(4)}))
    parts = []
    for place in range(max(1, words // _PARAGRAPH)):
        parts += _heading(place, vocabulary, dice)
        parts.append(_paragraph(vocabulary.take(dice, min(words, _PARAGRAPH)), vocabulary.gap, folders, dice))
    parts.insert(len(parts) // 2, _CODE.replace("{n}", str(count)) if count % 3 == 0 else "- " + title + "\n- more")
    if count % 25 == 0:
        parts.insert(2, f"![The tide](1-tide.png)\n_{title}_")
    post_id = f"{random.Random(count).getrandbits(47) | 1 << 47:012x}"  # noqa: S311  # the same each time
    return (
        f"---\ntitle: {title}\ndate: {folders[count][:10]}T0{count % 10}:{count % 60:02d}:00Z\nlang: {language}\n"
        f"tags: [{tags}]\nmedium:\n  id: {post_id!r}\n  url: https://medium.com/@ada/post-{count}-{post_id}\n---\n\n"
        + "\n\n".join(parts)
        + "\n"
    )


def _heading(place: int, vocabulary: Vocabulary, dice: random.Random) -> list[str]:
    return ["## " + vocabulary.gap.join(vocabulary.take(dice, 4))] if place % 3 == 2 else []


def _paragraph(words: list[str], gap: str, folders: Sequence[str], dice: random.Random) -> str:
    """A paragraph with emphasis, and every third time with a link to a post."""
    middle = len(words) // 2
    sentences = [gap.join(words[:middle]) + ",", gap.join(words[middle:-3]), f"**{gap.join(words[-3:])}**."]
    if dice.random() < 1 / 3:
        sentences.insert(1, f"[{gap.join(words[:2])}](../{dice.choice(folders)}/index.md)")
    return " ".join(sentences)


def main(folder: Path, number: int = 1000, words: int = 900) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    make(Layout(folder.resolve()), number, words)


if __name__ == "__main__":
    main(Path(sys.argv[1]), *map(int, sys.argv[2:]))
