"""How wide a theme shows pictures: what it says, and what its layout does."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from medium_archive.commands.build import build
from medium_archive.folder.layout import Layout
from medium_archive.site import theme
from medium_archive.site.images import sizes
from tests import small_archive
from tests.picture_archive import POST, make

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Layout:
    """An archive of one post with a picture in each place a text has for one, built, so that its pictures are encoded
    once for all tests. Not to be written to.
    """
    layout = make(tmp_path_factory.mktemp("sizes") / "archive")
    build(layout)
    return layout


@pytest.fixture
def archive(built: Layout, tmp_path: Path) -> Layout:
    """A copy that a test may change."""
    shutil.copytree(built.root, tmp_path / "archive")
    return Layout(tmp_path / "archive")


def test_sizes_are_read_from_the_theme() -> None:
    """One line for each place; a sum is put into calc(); a picture's own size is the limit; a row is shared."""
    found = sizes.read("wide: min(100vw - 2rem, 64rem)\nleft (max-width: 40rem): 100vw - 2rem\nleft: 18rem\ngap: 8px\n")
    assert found.within("wide", 900, 300) == "min(100vw - 2rem, 64rem, 900px)"
    assert (
        found.within("left", 500, 500)
        == "(max-width: 40rem) min(100vw - 2rem, 500px, 92vh * 1), min(18rem, 500px, 92vh * 1)"
    )
    assert found.filling("left") == "(max-width: 40rem) calc(100vw - 2rem), 18rem"
    assert found.in_row(1, [1, 3]) == "calc((100vw - 1 * 8px) * 0.75)"


def test_without_sizes_pictures_are_as_wide_as_the_window(tmp_path: Path) -> None:
    """For a theme that has no sizes.txt."""
    small_archive.write(tmp_path, "themes/mine/theme.toml", 'name = "mine"\n')
    assert sizes.sizes_of(theme.load("mine", tmp_path), ["en"])["en"].within("figure", 900, 300) == "min(100vw, 900px)"


# The width that `sizes` says and the one that the layout gives, for each picture of a page
_WIDTHS = r"""() => [...document.querySelectorAll('picture > img')].map(image => {
  const probe = document.createElement('img');
  const found = image.previousElementSibling.sizes;
  const parts = [''];
  let depth = 0;
  [...found].forEach(c => {
    depth += c === '(' ? 1 : c === ')' ? -1 : 0;
    if (c === ',' && !depth) parts.push(''); else parts[parts.length - 1] += c;
  });
  const conditional = part => /^\s*(\(max-width[^)]*\))(.*)$/.exec(part) || [part, 'all', part];
  const length = parts.map(conditional).find(part => matchMedia(part[1]).matches)[2];
  probe.style.cssText = 'display: block; position: absolute; max-inline-size: none; width: ' + length;
  document.body.append(probe);
  const wanted = probe.getBoundingClientRect().width;
  probe.remove();
  const box = image.getBoundingClientRect();
  return [image.getAttribute('src') + ' ' + length, wanted, box.width, box.height];
})"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("language", "name_of_theme"),
    [("en", "plain"), ("zh-Hant", "plain"), ("ar", "plain"), ("en", "journal"), ("ar", "index")],
)
def test_sizes_agree_with_the_layout(archive: Layout, browser: Browser, language: str, name_of_theme: str) -> None:
    """In windows from 320 to 1600 pixels, in every place and language: within 2 %, and no picture is distorted."""
    path = archive.root / POST / "index.md"
    path.write_text(path.read_text("utf-8").replace("title:", f"lang: {language}\ntitle:"), "utf-8")
    settings = archive.settings.read_text("utf-8")
    archive.settings.write_text(settings.replace('"plain"', f'"{name_of_theme}"'), "utf-8")
    build(archive)
    for width in (320, 500, 560, 700, 900, 1280, 1600):
        context = browser.new_context(viewport={"width": width, "height": 800}, bypass_csp=True)
        tab = context.new_page()
        tab.goto((archive.site / POST / "index.html").as_uri())
        found = tab.evaluate(_WIDTHS)
        assert len(found) == 10
        for place, (name, wanted, shown, height) in enumerate(found):
            assert abs(wanted - shown) <= shown * 0.02, (width, name, wanted, shown)
            if place < 5:  # what is not in a row has its own shape
                ratio = 900 / 600 if "photo" in name else 500 / 900
                assert abs(shown / height - ratio) < 0.02 * ratio, (width, name)
        context.close()
