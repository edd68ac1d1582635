"""Draw docs/images: what the example looks like in each theme, on a desk and on phones side by side, and the picture at
the top of the README, for light and dark pages: a text of the archive beside the site that is made from it.

    python -m tests.theme_screenshots

Needs Chromium and playwright.
"""

from __future__ import annotations

import base64
import html
import shutil
import sys
import tempfile
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Literal

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
_TOP = (1200, 620)
_SHOWN = ("---", "title:", "subtitle:", "date:", "lang:")  # of the front matter, in the picture at the top
_STAGE = """<!doctype html><meta charset="utf-8"><style>
body { margin: 0; height: 620px; display: flex; gap: 28px; align-items: center; justify-content: center;
  background: BACK; font: 600 14px "Noto Sans", sans-serif; color: INK }
figure { margin: 0 } figcaption { margin: 0 0 10px; color: QUIET }
pre { box-sizing: border-box; width: 440px; height: 520px; margin: 0; padding: 16px 18px; overflow: hidden;
  border: 1px solid EDGE; border-radius: 10px; background: PAPER; color: INK;
  font: 12.5px/1.42 "Noto Sans Mono", monospace;
  white-space: pre-wrap }
.site { width: 640px; height: 520px; border: 1px solid EDGE; border-radius: 10px; box-sizing: border-box;
  background: url(SITE) top / 100% auto no-repeat }
</style><figure><figcaption>the folder that you own: a text</figcaption><pre>TEXT</pre>
</figure><figure><figcaption>the site made from it</figcaption><div class="site"></div></figure>"""
_SCHEMES: dict[Literal["light", "dark"], dict[str, str]] = {
    "light": {"BACK": "#e9e7e2", "PAPER": "#ffffff", "INK": "#23211d", "QUIET": "#5f5b53", "EDGE": "#c9c5bb"},
    "dark": {"BACK": "#0d1117", "PAPER": "#161b22", "INK": "#e6e4df", "QUIET": "#a5a29b", "EDGE": "#3a404a"},
}


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
                if theme == "index":
                    text = (layout.root / _POST).with_suffix(".md").read_text("utf-8")
                    for scheme in _SCHEMES:
                        page = _seen(browser, site, _POST, (1000, 812), scheme)
                        _save(_top(browser, text, page, scheme), f"top-{scheme}.png")
        _save(_side_by_side(phones), "phones.png")
        browser.close()
    return 0


def _seen(
    browser: Browser, site: Site, page: str, size: tuple[int, int], scheme: Literal["light", "dark"] = "light"
) -> Image.Image:
    tab = browser.new_page(viewport={"width": size[0], "height": size[1]}, color_scheme=scheme)
    tab.goto(f"{site.address}/{page}", wait_until="networkidle")
    picture = Image.open(BytesIO(tab.screenshot()))
    tab.close()
    return picture.convert("RGB")


def _top(browser: Browser, text: str, page: Image.Image, scheme: Literal["light", "dark"]) -> Image.Image:
    content = BytesIO()
    page.save(content, "PNG")
    front_matter, body = text.split("\n---\n", 1)
    shown = [line for line in front_matter.splitlines() if line.startswith(_SHOWN)]
    stage = _STAGE.replace("TEXT", html.escape("\n".join([*shown, "…", "---", body])))
    for name, colour in _SCHEMES[scheme].items():
        stage = stage.replace(name, colour)
    stage = stage.replace("SITE", "data:image/png;base64," + base64.b64encode(content.getvalue()).decode())
    tab = browser.new_page(viewport={"width": _TOP[0], "height": _TOP[1]})
    tab.set_content(stage)
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
