"""Draw docs/images: what the example looks like in each theme, on a desk and on phones side by side.

    python -m tests.theme_screenshots

Needs Chromium and playwright. The README shows them.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

from tests.conftest import ROOT, THEMES
from tests.judges.sites import EXAMPLE, Site, archive, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser

_FOLDER = ROOT / "docs/images"
_DESK, _PHONE = (1280, 720), (360, 720)
_GAP = 24
_PAPER = "#e9e7e2"
_MOST = 150_000  # bytes of a picture
_POST = "posts/2018-02-11-the-lamp-on-the-north-mole/index.html"


def main() -> int:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  # not on every machine

    program = shutil.which("chromium")
    if program is None:
        sys.stderr.write("Chromium is not installed.\n")
        return 2
    _FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        layout = archive(EXAMPLE, Path(place))
        assert layout is not None
        phones = []
        for theme in THEMES:
            with served(layout, theme, Path(place)) as site:
                _save(_seen(browser, site, "index.html", _DESK), f"{theme}.png")
                phones.append(_seen(browser, site, _POST, _PHONE))
        _save(_side_by_side(phones), "phones.png")
        browser.close()
    return 0


def _seen(browser: Browser, site: Site, page: str, size: tuple[int, int]) -> Image.Image:
    tab = browser.new_page(viewport={"width": size[0], "height": size[1]}, color_scheme="light")
    tab.goto(f"{site.address}/{page}", wait_until="networkidle")
    picture = Image.open(BytesIO(tab.screenshot()))
    tab.close()
    return picture.convert("RGB")


def _side_by_side(pictures: list[Image.Image]) -> Image.Image:
    width, height = _PHONE
    whole = Image.new("RGB", ((width + _GAP) * len(pictures) + _GAP, height + 2 * _GAP), _PAPER)
    for place, picture in enumerate(pictures):
        whole.paste(picture, (_GAP + place * (width + _GAP), _GAP))
    return whole


def _save(picture: Image.Image, name: str) -> None:
    """With as many colours as the size allows."""
    for colours in (256, 128, 64, 32):
        content = BytesIO()
        few = picture.quantize(colours, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
        few.save(content, "PNG", optimize=True)
        if content.tell() <= _MOST:
            break
    (_FOLDER / name).write_bytes(content.getvalue())
    sys.stdout.write(f"docs/images/{name}: {content.tell():,} bytes, {colours} colours\n")


if __name__ == "__main__":
    sys.exit(main())
