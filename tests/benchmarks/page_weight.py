"""What a page's pictures cost a reader: bytes that Chromium downloads, against the same page with the originals alone.

    python -m tests.benchmarks.page_weight [PICTURES]

Builds a site of that many pictures (300), 15 a post, two thirds like photographs (JPEG, 1600 to 2400 pixels wide), one
third like screenshots (PNG), and reads a post to its end in windows of 360 and 1280 pixels on screens of single and
double density. Where `lighthouse` (npm) is on the PATH, its score for performance follows.
"""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import partial
from http.server import SimpleHTTPRequestHandler
from pathlib import Path
from typing import IO, Any

from PIL import Image, ImageChops, ImageDraw, ImageFont

from medium_archive.commands.build import build
from medium_archive.folder.layout import Layout
from tests import local_server

_A_POST = 15
_CHROMIUM = "/usr/bin/chromium"
_WORDS = "The harbour has a light and the light has a keeper who counts the boats that come home before the fog. " * 5
_WINDOWS = ((360, 740), (1280, 800))
_SOURCES = re.compile(r"<source [^>]*>")


def main(pictures: int) -> None:
    with tempfile.TemporaryDirectory() as place:
        layout = _archive(Path(place), pictures)
        began = time.monotonic()
        build(layout)
        first = time.monotonic() - began
        began = time.monotonic()
        build(layout)
        again = time.monotonic() - began
        _say(f"{pictures} pictures; first build {first:.0f} s with {os.cpu_count()} processors, second {again:.1f} s\n")
        originals = sum(path.stat().st_size for path in layout.posts.rglob("*") if path.suffix in (".jpeg", ".png"))
        site = sum(path.stat().st_size for path in layout.site.rglob("*") if path.is_file())
        _say(f"originals {originals / 1e6:.0f} MB, site {site / 1e6:.0f} MB ({site / originals:.2f})\n")
        page = sorted(layout.site.glob("posts/*/index.html"))[0]
        plain = page.with_name("plain.html")
        plain.write_text(_SOURCES.sub("", page.read_text("utf-8")), "utf-8")
        _weigh(layout.site, page, plain)
        _judge(layout.site, page)


def _weigh(site: Path, page: Path, plain: Path) -> None:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  # not on every machine

    _say("| window | density | originals | here | ratio | here, before scrolling |\n|---|---|---|---|---|---|")
    with sync_playwright() as playwright, _served(site) as (address, sent):
        browser = playwright.chromium.launch(executable_path=_CHROMIUM, args=["--no-sandbox"])
        for width, height in _WINDOWS:
            for density in (1, 2):
                context = browser.new_context(
                    viewport={"width": width, "height": height}, device_scale_factor=density, bypass_csp=True
                )
                bytes_of: dict[tuple[Path, bool], int] = {}
                for file in (plain, page):
                    for whole in (False, True):
                        sent.clear()
                        tab = context.new_page()
                        tab.goto(f"{address}/{file.relative_to(site).as_posix()}", wait_until="networkidle")
                        if whole:
                            _scroll(tab)
                        bytes_of[file, whole] = sum(sent)
                        tab.close()
                    context.clear_cookies()
                here, before = bytes_of[page, True], bytes_of[plain, True]
                _say(
                    f"| {width} | {density} | {before / 1e3:,.0f} kB | {here / 1e3:,.0f} kB | {here / before:.3f} "
                    f"| {bytes_of[page, False] / 1e3:,.0f} kB |"
                )
                context.close()
        browser.close()


def _scroll(tab: Any) -> None:
    """Read to the end, until every picture is there."""
    tab.evaluate(
        """async () => {
          for (const image of document.images) { image.scrollIntoView(); await image.decode(); }
        }"""
    )
    tab.wait_for_load_state("networkidle")


def _judge(site: Path, page: Path) -> None:
    program = shutil.which("lighthouse")
    if program is None:
        _say("\nNo lighthouse on the PATH.")
        return
    with _served(site) as (address, _), tempfile.TemporaryDirectory() as place:
        for form in ("mobile", "desktop"):
            report = Path(place) / "report.json"
            command = [
                program, f"{address}/{page.relative_to(site).as_posix()}", "--quiet", "--only-categories=performance",
                "--chrome-flags=--headless=new --no-sandbox", "--output=json", f"--output-path={report}",
            ]  # fmt: skip
            if form == "desktop":
                command.append("--preset=desktop")
            subprocess.run(command, check=True, env={**os.environ, "CHROME_PATH": _CHROMIUM})
            found = json.loads(report.read_text("utf-8"))
            audits = ("first-contentful-paint", "largest-contentful-paint", "total-blocking-time",
                      "cumulative-layout-shift", "speed-index")  # fmt: skip
            figures = ", ".join(f"{name} {found['audits'][name]['displayValue']}" for name in audits)
            _say(
                f"\nLighthouse, {form}: performance {found['categories']['performance']['score'] * 100:.0f}\n{figures}"
            )


class _Counting(SimpleHTTPRequestHandler):
    """A file server that notes how many bytes it sent."""

    def __init__(self, *arguments: Any, sent: list[int], **options: Any) -> None:
        self._sent = sent
        super().__init__(*arguments, **options)

    def copyfile(self, source: Any, outputfile: Any) -> None:
        content = source.read()
        self._sent.append(len(content))
        with suppress(ConnectionError):  # the page was closed
            outputfile.write(content)

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, format: str, *arguments: Any) -> None:
        """Say nothing."""


@contextmanager
def _served(site: Path) -> Iterator[tuple[str, list[int]]]:
    sent: list[int] = []
    with local_server.serving(partial(_Counting, directory=str(site), sent=sent)) as address:
        yield address, sent


def _archive(root: Path, pictures: int) -> Layout:
    (root / "archive.toml").write_text('schema = 1\n[site]\ntitle = "Harbour"\nlanguage = "en"\n', "utf-8")
    jobs: list[tuple[Path, int]] = []
    for number in range(0, pictures, _A_POST):
        folder = root / f"posts/2020-01-{1 + number // _A_POST:02}-post"
        folder.mkdir(parents=True)
        text = f"---\ntitle: Post {number // _A_POST}\nsubtitle: With pictures\ndate: 2020-01-01\n---\n\n{_WORDS}\n\n"
        for one in range(number, min(number + _A_POST, pictures)):
            kind = "png" if one % 3 == 2 else "jpeg"
            jobs.append((folder / f"1-picture{one}.{kind}", one))
            text += f"![Picture {one}](1-picture{one}.{kind})\n_What it shows_\n\n{_WORDS}\n\n"
        (folder / "index.md").write_text(text, "utf-8")
    with ThreadPoolExecutor() as pool:
        for done in [pool.submit(_draw, path, number) for path, number in jobs]:
            done.result()
    return Layout(root)


def _draw(path: Path, number: int) -> None:
    chance = random.Random(number)  # noqa: S311  # for pictures
    width = chance.randrange(1600, 2401, 100)
    picture = _screen(width, chance) if path.suffix == ".png" else _photograph(width)
    file: IO[bytes]
    with path.open("wb") as file:
        picture.save(file, "PNG" if path.suffix == ".png" else "JPEG", quality=90)


def _photograph(width: int) -> Image.Image:
    """Large soft shapes, smaller ones upon them, and grain."""
    size = (width, width * 2 // 3)

    def noise(step: int, strength: int) -> Image.Image:
        small = Image.effect_noise((size[0] // step, size[1] // step), strength)
        return small.resize(size, Image.Resampling.BICUBIC)

    large, middle, fine = noise(160, 120), noise(24, 90), noise(6, 60)
    light = Image.linear_gradient("L").resize(size)
    bands = (Image.blend(large, light, 0.5), Image.blend(large, middle, 0.3), Image.blend(middle, light, 0.7))
    colours = Image.merge("RGB", bands)
    detailed = Image.blend(colours, ImageChops.multiply(colours, fine.convert("RGB")), 0.25)
    return Image.blend(detailed, Image.effect_noise(size, 12).convert("RGB"), 0.06)


def _screen(width: int, chance: random.Random) -> Image.Image:
    """A window with lines of coloured code."""
    height = width * 5 // 8
    picture = Image.new("RGB", (width, height), "#fdfdfd")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, width, 60), fill="#2b2d3a")
    draw.rectangle((0, 60, 260, height), fill="#eef0f4")
    font = ImageFont.load_default(22)
    for y in range(90, height - 30, 34):
        words = ("".join(chance.choices("abcdefghij(){}=._", k=chance.randint(2, 9))) for _ in range(9))
        draw.text((300, y), " ".join(words), fill=chance.choice(["#222", "#8b2a63", "#2b6330", "#1d5489"]), font=font)
    return picture


def _say(text: str) -> None:
    print(text, flush=True)  # noqa: T201  # its only output


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 300)
