"""An archive of one post with a picture in each place that a text has for one, and what its tests ask of the site."""

from __future__ import annotations

import shutil
from io import BytesIO
from pathlib import Path
from typing import Any

import lxml.html
from lxml.html import HtmlElement
from PIL import Image

from medium_archive.folder.layout import Layout
from tests import small_archive

POST = "posts/2020-01-02-light"
TEXT = """---
title: Light
date: 2020-01-02
---

Before it.

![A photograph](1-photo.jpeg)
_Seen from the mole_

<!-- wide -->
![Wide](1-photo.jpeg)

<!-- full width -->
![Full](1-photo.jpeg)

<!-- left -->
![Left](1-tall.jpeg)

[![Linked](1-tall.jpeg)](https://example.com/)

![](1-photo.jpeg)
![](1-tall.jpeg)

![](1-photo.jpeg)
![](1-tall.jpeg)
![](1-photo.jpeg)

![Moving](1-moving.gif) ![Drawn](drawn.svg) ![Tiny](1-tiny.png)
"""
SVG = '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 150"><path d="M0 0h9v9z"/></svg>'


def photo(width: int, height: int) -> Image.Image:
    """Shapes and grain, as a camera gives them."""
    soft = Image.effect_noise((width // 8, height // 8), 90).resize((width, height))
    bands = (soft, Image.linear_gradient("L").resize((width, height)), Image.effect_noise((width, height), 12))
    return Image.merge("RGB", bands)


def saved(picture: Image.Image, form: str, **options: Any) -> bytes:
    into = BytesIO()
    picture.save(into, form, **options)
    return into.getvalue()


PHOTO = saved(photo(900, 600), "JPEG", quality=92)
TALL = saved(photo(500, 900), "JPEG", quality=92)


def moving(form: str) -> bytes:
    frames = [Image.effect_noise((160, 120), 50).convert("L") for _ in range(3)]
    return saved(frames[0], form, save_all=True, append_images=frames[1:], duration=80)


MOVING = moving("GIF")


def make(root: Path) -> Layout:
    """The archive, not built."""
    small_archive.write(root, "archive.toml", small_archive.SETTINGS.format(url="https://ada.example", language="en"))
    small_archive.write(root, f"{POST}/index.md", TEXT)
    small_archive.write(root, f"{POST}/drawn.svg", SVG)
    small_archive.picture(root / POST / "1-tiny.png", 60, 40)
    small_archive.picture(root / "ada.png", 60, 60)
    for name, content in (("1-photo.jpeg", PHOTO), ("1-tall.jpeg", TALL), ("1-moving.gif", MOVING)):
        (root / POST / name).write_bytes(content)
    return Layout(root)


def post_page(layout: Layout) -> HtmlElement:
    return lxml.html.document_fromstring((layout.site / POST / "index.html").read_text("utf-8"))


def everything(folder: Path) -> dict[str, tuple[bytes, int]]:
    return {
        path.relative_to(folder).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def contents(folder: Path) -> dict[str, bytes]:
    return {name: content for name, (content, _) in everything(folder).items()}


def offers(source: HtmlElement) -> list[tuple[str, int]]:
    return [(part.split()[0], int(part.split()[1].removesuffix("w"))) for part in source.get("srcset", "").split(", ")]


def variants(layout: Layout) -> list[str]:
    return sorted(path.name for path in layout.site.rglob("*") if path.suffix in (".avif", ".webp"))


def with_picture(layout: Layout, name: str, content: bytes) -> Layout:
    """The archive with a post that shows this picture alone."""
    shutil.rmtree(layout.posts)
    small_archive.write(layout.root, f"{POST}/index.md", f"---\ntitle: One\n---\n\n![It]({name})\n")
    (layout.posts.parent / POST / name).write_bytes(content)
    return layout
