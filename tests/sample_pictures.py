"""Pictures of every kind that exports have, gists, and an export whose posts show them."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from io import BytesIO
from pathlib import Path
from urllib.parse import quote

from PIL import Image

from tests.sample_exports import post_name, post_page, write_zip

OUTSIDE = "other-pictures.example"

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


@dataclass(frozen=True)
class Picture:
    """`kind` is what the bytes are (png, jpeg, gif, animated gif, webp), whatever the id says; `role` is how the
    export shows it (figure, cover, thumbnail, photo, outside); `width` of the whole picture.
    """

    id: str
    content: bytes
    kind: str
    role: str = "figure"
    width: int = 0
    height: int = 0

    @property
    def outside(self) -> str:
        """Its address at the host it came from, for a picture that Medium only copied."""
        return f"https://{OUTSIDE}/photos/{self.id.replace('*', '-').rstrip('.')}"


def make_pictures(count: int, seed: int) -> tuple[Picture, ...]:
    """Pictures of noise, each of another: 2 to 40 KB, in the kinds and under the ids that exports have."""
    chance = random.Random(seed)  # noqa: S311  # test data, not a secret
    return tuple(_make(number, chance) for number in range(count))


def _make(number: int, chance: random.Random) -> Picture:
    place = number % 20
    kind, pattern = "png", "1*{}.png"
    if 7 <= place <= 13:
        kind, pattern = "jpeg", "2*{}.jpg" if place == 13 else "1*{}.jpeg"
    elif place >= 14:
        kind, pattern = (
            ("gif", "1*{}.gif"),
            ("animated gif", "1*{}.gif"),
            ("webp", "1*{}.png"),
            ("jpeg", "0*{}"),
            ("png", "0*{}."),
            ("png", "1*{}@2x.png" if number % 40 == 19 else "1*{}.PNG"),
        )[place - 14]
    role = "photo" if number == 7 else "cover" if number % 50 == 9 else "figure"
    if place == 17:
        role = "thumbnail"
    elif number % 40 == 18:
        role = "outside"
    name = "".join(chance.choices(_LETTERS, k=22))
    side = chance.randint(56, 112)
    image = _noise(chance, side, side * 3 // 4)
    if number % 25 == 3:  # wider than what the posts show, so that a smaller copy is another file
        wide = Image.new("RGB", (1200, 16), "navy")
        wide.paste(_noise(chance, side, 16))
        image = wide
    return Picture(pattern.format(name), _written(image, kind, chance), kind, role, *image.size)


def _noise(chance: random.Random, width: int, height: int) -> Image.Image:
    return Image.frombytes("RGB", (width, height), chance.randbytes(width * height * 3))


def _written(image: Image.Image, kind: str, chance: random.Random) -> bytes:
    file = BytesIO()
    if kind in ("gif", "animated gif"):
        frames = [
            Image.frombytes("L", image.size, chance.randbytes(image.width * image.height))
            for _ in range(3 if kind == "animated gif" else 1)
        ]
        frames[0].save(file, "GIF", save_all=True, append_images=frames[1:], duration=100, loop=0)
    elif kind == "png":
        image.save(file, "PNG", compress_level=0 if image.width < 200 else 1)
    else:
        image.save(file, kind.upper(), quality=95)
    return file.getvalue()


@dataclass(frozen=True)
class Gist:
    id: str
    files: Mapping[str, tuple[str, str]]  # name -> language, text
    owner: str = "ada"
    deleted: bool = False
    truncated: bool = False


GISTS = (
    Gist("0123456789abcdef0123", {"main.py": ("Python", 'print("```")\n\tif x < 1 & y:\n')}),
    Gist("1123456789abcdef0123", {"a.sh": ("Shell", "echo a\n"), "b.md": ("Markdown", "# 港口\n")}),
    Gist("2123456789abcdef0123", {"long.txt": ("Text", "a line of it\n" * 400)}, truncated=True),
    Gist("3123456789abcdef0123", {}, deleted=True),
)


def export_with(pictures: Sequence[Picture], path: Path, posts: int = 20, gists: Sequence[Gist] = GISTS) -> Path:
    """Write an export whose posts show all the pictures: figures, rows, covers, cards with thumbnails, copies of
    other hosts' pictures, the profile's photo. Each post shows the first figure of the post before it too; the last
    one is a draft.
    """
    files = {"README.html": b"<html></html>"}
    photo = next((picture for picture in pictures if picture.role == "photo"), None)
    if photo is not None:
        files["profile/profile.html"] = _profile(photo)
    shown = [picture for picture in pictures if picture.role != "photo"]
    outside = [picture for picture in shown if picture.role == "outside"]
    before: list[Picture] = []
    for number in range(posts):
        own = shown[number::posts]
        figures = [picture for picture in own if picture.role == "figure"]
        body = [f'<p class="graf graf--p">Post {number} begins with these words.</p>']
        body += [_cover(picture) for picture in own if picture.role == "cover"]
        body += [_figure(picture, f"Caption of {number}") for picture in before[:1]]
        body += _figures(figures)
        body += [_card(picture, f"https://example.org/{number}/{place}") for place, picture in enumerate(own)
                 if picture.role == "thumbnail"]  # fmt: skip
        body += [_outside(picture, outside.index(picture)) for picture in own if picture.role == "outside"]
        body += [_gist(gist) for gist in gists[number : number + 1]]
        body.append(f'<p class="graf graf--p">Post {number} ends with these.</p>')
        draft = number == posts - 1 > 0
        post_id, title = f"a{number:011x}", f"Post {number}"
        name = f"posts/draft_Post-{post_id}.html" if draft else post_name(post_id, "2020-03-01", f"Post-{number}")
        files[name] = post_page(title, "".join(body), post_id, draft=draft)
        before = figures
    return write_zip(path, files)


def _figures(pictures: Sequence[Picture]) -> Iterator[str]:
    """Figures; the first two of four or more are a row, the third is a link."""
    if len(pictures) >= 4:
        first, second, third, *pictures = pictures
        yield (
            '<div class="section-inner sectionLayout--outsetRow" data-paragraph-count="2">'
            f"{_figure(first, '', 'graf--layoutOutsetRow is-partialWidth')}"
            f"{_figure(second, 'Both', 'graf--layoutOutsetRowContinue is-partialWidth')}</div>"
        )
        yield (
            '<figure class="graf graf--figure"><a href="https://example.org/" class="graf-imageAnchor">'
            f"{_img(third)}</a></figure>"
        )
    for place, picture in enumerate(pictures):
        yield _figure(picture, f"Caption {place}" if place % 3 == 0 else "")


def _figure(picture: Picture, caption: str, names: str = "graf-after--p") -> str:
    words = f'<figcaption class="imageCaption">{caption}</figcaption>' if caption else ""
    return f'<figure class="graf graf--figure {names}">{_img(picture)}{words}</figure>'


def _img(picture: Picture) -> str:
    return (
        f'<img class="graf-image" data-image-id="{picture.id}" data-width="{picture.width}" '
        f'data-height="{picture.height}" src="https://cdn-images-1.medium.com/max/800/{picture.id}">'
    )


def _cover(picture: Picture) -> str:
    style = escape(f'background-image: url("https://cdn-images-1.medium.com/max/NaN/{picture.id}");')
    return (
        f'<div class="section-background" data-image-id="{picture.id}" data-width="{picture.width}" '
        f'data-height="{picture.height}"><div class="section-backgroundImage" style="{style}"></div><br></div>'
    )


def _card(picture: Picture, href: str) -> str:
    style = f"background-image: url(https://cdn-images-1.medium.com/fit/c/160/160/{quote(picture.id, safe='*@')});"
    return (
        f'<div class="graf graf--mixtapeEmbed"><a href="{href}" data-href="{href}" title="{href}" '
        f'class="markup--anchor markup--mixtapeEmbed-anchor"><strong>A card</strong><br><em>What it leads to.</em>'
        f'example.org</a><a href="{href}" class="js-mixtapeImage mixtapeImage u-ignoreBlock" '
        f'data-thumbnail-img-id="{picture.id}" style="{style}"></a></div>'
    )


def _outside(picture: Picture, place: int) -> str:
    """Most of them name Medium's copy too; every third only the other host."""
    own = "" if place % 3 == 0 else f' src="https://cdn-images-1.medium.com/max/800/{picture.id}"'
    return (
        '<figure class="graf graf--figure">'
        f'<img class="graf-image" data-external-src="{picture.outside}"{own}></figure>'
    )


def _gist(gist: Gist) -> str:
    return (
        '<figure class="graf graf--figure graf--iframe">'
        f'<script src="https://gist.github.com/{gist.owner}/{gist.id}.js"></script></figure>'
    )


def _profile(photo: Picture) -> bytes:
    return (
        '<!DOCTYPE html><html><head><title>Ada Example</title></head><body><section class="h-card">'
        '<h3 class="p-name">Ada Example</h3><img class="u-photo" '
        f'src="https://cdn-images-1.medium.com/proxy/{photo.id}"><ul><li><b>Profile:</b> '
        '<a class="u-url" href="https://medium.com/@ada">@ada</a></li></ul></section></body></html>'
    ).encode()
