"""Pictures as a post shows them: their addresses and Medium's ids. The files are not in the export."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from medium_archive import links
from medium_archive.post import Picture

if TYPE_CHECKING:  # BeautifulSoup takes long to load, and a build uses none of it
    from bs4.element import Tag

# Medium's own id, in an address's last part: `1*3Afg.png`, `0*x1` without an extension, `0*x1.` with a bare dot.
_ID = re.compile(r"/([0-9]\*[^/?#]+)$")
# An address with a part between host and id has another size, or only the first frame of an animation
_SIZE = re.compile(r"https?://(?:cdn-images-\d|miro)\.medium\.com/(?!(?:v2/|proxy/)?[^/]+$)")
_COPY = re.compile(r"([^\s,]\S*[^\s,])(?:\s+(\d+(?:\.\d+)?)[wx])?\s*(?:,|$)")
_STYLE_ADDRESS = re.compile(r"url\(\s*[\"']?(.*?)[\"']?\s*\)")


def read(img: Tag) -> Picture | None:
    """The picture of an `<img class="graf-image">`; None if it has neither address nor id (seen once)."""
    source = str(img.get("src", ""))
    if not source or source.startswith("data:"):  # a page that loads pictures later
        return _picture(img, str(img.get("data-src", ""))) or _picture(img, source)
    return _picture(img, source)


def _largest(sources: str) -> str:
    """The address of the largest copy in a `srcset`, "" for none: `small.png 320w, large.png 800w`."""
    found = [(float(match[2] or 1), match[1]) for match in _COPY.finditer(sources)]
    return max(found, key=lambda copy: copy[0], default=(0.0, ""))[1]


def read_cover(background: Tag) -> Picture | None:
    """The picture of an old cover, which is only the background of its section (`div.section-background`).

    Its address (`…/max/NaN/1*x.jpeg`) never resolves; the id in `data-image-id` does.
    """
    return _picture(background, "", role="cover")


def read_thumbnail(anchor: Tag, card: str) -> Picture | None:
    """The thumbnail of a link card, also if it is a background; `card` is the address the card leads to."""
    match = _STYLE_ADDRESS.search(str(anchor.get("style", "")))
    address = links.encoded(match[1]) if match else ""
    name = str(anchor.get("data-thumbnail-img-id", "")) or picture_id(address)
    address = address or (_whole(name) if name else "")
    return Picture(address, name, role="card", of=card) if address else None


def picture_id(address: str) -> str:
    """Medium's image id at the end of an address, "" for a picture of another host."""
    match = _ID.search(address)
    return match[1] if match else ""


def forms(picture: Picture) -> tuple[str, ...]:
    """The addresses of a picture, the largest copy first: as it was uploaded, at the other host, in its own width, as
    in the export. For a card's thumbnail the small copy in the export comes first. A picture of another host has only
    its own address. Last comes the address from which Medium copied it.

    The export links `…/max/800/`. Without the size the CDN sends the uploaded file, and only that is an animated GIF.
    """
    source = (picture.external,) if picture.external else ()
    if not picture.id:
        return (picture.address, *source)
    name = links.encoded(picture.id)
    found = [f"https://cdn-images-1.medium.com/{name}", f"https://miro.medium.com/v2/{name}"]
    if picture.width:
        found.append(f"https://cdn-images-1.medium.com/max/{picture.width}/{name}")
    found.insert(0 if picture.role == "card" else len(found), picture.address)
    return tuple(dict.fromkeys([*found, *source]))


def captured_forms(picture: Picture) -> tuple[str, ...]:
    """The addresses under which a web archive may have a picture, the largest copy first: `forms`, and the width in
    which Medium's pages showed it to wide screens, from 2019 and from 2023 on.
    """
    if not picture.id or picture.role == "card":
        return forms(picture)
    name = links.encoded(picture.id)
    shown = [f"https://miro.medium.com/v2/resize:fit:1400/{name}", f"https://miro.medium.com/max/1400/{name}"]
    whole, smaller = ([form for form in forms(picture) if is_whole(form) is wanted] for wanted in (True, False))
    return tuple(dict.fromkeys([*whole, *shown, *smaller]))


def is_whole(address: str) -> bool:
    """Whether an address gives a picture as it was uploaded: neither smaller nor only the first frame."""
    return _SIZE.match(address) is None


def _picture(element: Tag, source: str, *, role: str = "figure") -> Picture | None:
    address = links.encoded(source)
    name = str(element.get("data-image-id", "")) or picture_id(address)
    external = links.encoded(str(element.get("data-external-src", "")))
    address = address or external or (_whole(name) if name else "")
    address = address or links.encoded(_largest(str(element.get("srcset", ""))))
    if not address or "NaN" in address:
        address = _whole(name) if name else ""
    if not address:
        return None
    return Picture(
        address,
        name,
        _pixels(element.get("data-width")),
        _pixels(element.get("data-height")),
        role="cover" if role == "cover" else "figure",
        external=external if external != address else "",
    )


def _whole(name: str) -> str:
    """The address of a picture in the size it was uploaded in."""
    return f"https://cdn-images-1.medium.com/{links.encoded(name)}"


def _pixels(value: object) -> int | None:
    return int(value) if isinstance(value, str) and value.isdecimal() and int(value) > 0 else None
