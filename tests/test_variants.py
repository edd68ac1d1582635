"""The smaller copies of pictures: which are made, how a page offers them, and that they are made once."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from medium_archive.checks.completeness import converted
from medium_archive.commands.build import build
from medium_archive.folder import files
from medium_archive.folder.layout import Layout
from medium_archive.site.images import encoding
from medium_archive.site.translations import translation_for
from tests import small_archive
from tests.conftest import one_in
from tests.picture_archive import (
    PHOTO,
    POST,
    TALL,
    contents,
    everything,
    make,
    offers,
    photo,
    post_page,
    saved,
    variants,
    with_picture,
)


@pytest.fixture
def archive(tmp_path: Path) -> Layout:
    """An archive of one post with a picture in each place a text has for one. Not built."""
    return make(tmp_path / "archive")


@pytest.fixture(scope="module")
def whole_site(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The site of that archive, made without an interruption."""
    layout = make(tmp_path_factory.mktemp("whole") / "archive")
    build(layout)
    return contents(layout.site)


@pytest.fixture
def no_encoding(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Called: from then on nothing may be encoded."""

    def refuse(content: bytes, *, always: bool = False) -> encoding.Encoding:
        raise AssertionError("a picture was encoded again")

    return lambda: monkeypatch.setattr(encoding, "encode", refuse)


# What a page offers


def test_a_page_offers_avif_and_webp_and_keeps_the_original(archive: Layout) -> None:
    """Two types in several widths, each with `sizes`; the `img` and the site's file are the original."""
    build(archive)
    root = post_page(archive)
    shown = root.find_class("e-content")[0].findall(".//picture")
    assert len(shown) == 10
    for picture in shown:
        sources, image = list(picture.iter("source")), picture.find(".//img")
        assert [source.get("type") for source in sources] == ["image/avif", "image/webp"]
        assert image.tag == "img" and image.get("src").endswith(".jpeg")
        assert (archive.site / POST / image.get("src")).read_bytes() in (PHOTO, TALL)
        for source in sources:
            assert source.get("sizes")
            found = offers(source)
            assert [width for _, width in found] == sorted({width for _, width in found})
            assert found[-1][1] == int(image.get("width"))
            for name, width in found:
                with Image.open(archive.site / POST / name) as variant:
                    assert variant.width == width
                    assert source.get("type") == f"image/{(variant.format or '').lower()}"
                stem = image.get("src").removesuffix(".jpeg")
                assert name == f"{stem}-{width}.{source.get('type').removeprefix('image/')}"


@pytest.mark.slow
def test_every_picture_has_its_size_and_all_but_the_first_are_lazy(archive: Layout) -> None:
    """An SVG has width and height, too."""
    build(archive)
    images = post_page(archive).find_class("e-content")[0].findall(".//img")
    assert all(image.get("width") and image.get("height") and image.get("decoding") == "async" for image in images)
    assert [image.get("loading") for image in images] == [None] + ["lazy"] * (len(images) - 1)
    assert [image.get("fetchpriority") for image in images] == ["high"] + [None] * (len(images) - 1)
    (drawn,) = [image for image in images if image.get("src") == "drawn.svg"]
    assert (drawn.get("width"), drawn.get("height")) == ("300", "150")


@pytest.mark.slow
def test_a_first_picture_far_below_is_lazy(archive: Layout) -> None:
    """A picture under much text is not loaded with the page."""
    with_picture(archive, "1-photo.jpeg", PHOTO)
    path = archive.root / POST / "index.md"
    path.write_text(path.read_text("utf-8").replace("![", "字" * 600 + "\n\n![", 1), "utf-8")
    build(archive)
    assert post_page(archive).find(".//picture//img").get("loading") == "lazy"


@pytest.mark.slow
def test_animations_drawings_and_small_pictures_have_no_variants(archive: Layout) -> None:
    """An animated GIF, an SVG and a small picture are copied byte for byte."""
    build(archive)
    alone = [image for image in post_page(archive).findall(".//img") if not list(image.iterancestors("picture"))]
    assert [image.get("src") for image in alone] == ["1-moving.gif", "drawn.svg", "1-tiny.png"]
    for image in alone:
        name = image.get("src")
        assert (archive.site / POST / name).read_bytes() == (archive.root / POST / name).read_bytes()
    assert {name.rpartition("-")[0] for name in variants(archive)} == {"1-photo", "1-tall"}


@pytest.mark.slow
def test_the_feed_has_the_original_pictures(archive: Layout) -> None:
    """No `picture`, no relative `srcset`, no attribute that only the site needs."""
    build(archive)
    feed = (archive.site / "feed.xml").read_text("utf-8")
    assert "https://ada.example/posts/2020-01-02-light/1-photo.jpeg" in feed
    for word in ("picture&gt;", "source", "srcset", "decoding", "fetchpriority"):
        assert word not in feed


@pytest.mark.slow
def test_the_ledger_counts_a_picture_with_variants_once(archive: Layout) -> None:
    """The comparison of pages with originals sees each picture once, by the original's name."""
    build(archive)
    blocks = converted.read_page((archive.site / POST / "index.html").read_text("utf-8")).blocks
    found = [block.address for block in blocks if block.kind == "picture"]
    assert len(found) == 13
    assert {Path(address).suffix for address in found} == {".jpeg", ".gif", ".svg", ".png"}
    assert [block.link for block in blocks if block.kind == "picture" and block.link] == ["https://example.com/"]


@pytest.mark.slow
def test_pictures_with_the_same_stem_share_no_variant(archive: Layout) -> None:
    """`1-a.jpeg`, `1-a.png`, and a picture that is named like a variant."""
    with_picture(archive, "1-a.jpeg", PHOTO)
    for name, content in (("1-a.png", saved(photo(420, 300), "PNG")), ("1-a-400.avif", saved(photo(420, 300), "AVIF"))):
        (archive.root / POST / name).write_bytes(content)
    small_archive.write(archive.root, f"{POST}/index.md", "![](1-a.jpeg)\n\n![](1-a.png)\n\n![](1-a-400.avif)\n")
    before = (archive.root / POST / "1-a-400.avif").read_bytes()
    build(archive)
    sources = [picture.find("source") for picture in post_page(archive).findall(".//picture")]
    names = [name for source in sources for name, _ in offers(source)]
    assert len(names) == len(set(names))
    assert {name.rpartition("-")[0] for name in names} >= {"1-a.jpeg", "1-a.png"}
    assert (archive.site / POST / "1-a-400.avif").read_bytes() == before


# Made once


def test_a_second_build_encodes_nothing_and_changes_nothing(archive: Layout, no_encoding: Callable[[], None]) -> None:
    """No byte and no time, in the site and in the cache; without the site, the cache is enough."""
    report = build(archive)
    assert report.counts["variants_made"] == len(variants(archive))
    site, cache = everything(archive.site), everything(archive.root / ".cache")
    no_encoding()
    assert "variants_made" not in build(archive).counts
    assert everything(archive.site) == site and everything(archive.root / ".cache") == cache
    shutil.rmtree(archive.site)
    build(archive)
    assert everything(archive.site).keys() == site.keys()
    (archive.root / POST).rename(archive.posts / "2020-01-03-renamed")
    build(archive)
    assert len(variants(archive)) == report.counts["variants_made"]


@pytest.mark.slow
def test_variants_leave_the_posts_unchanged(archive: Layout) -> None:
    """No byte, no time, no new file beside a text."""
    before = everything(archive.posts)
    build(archive)
    assert everything(archive.posts) == before


@pytest.mark.slow
def test_a_changed_picture_gets_new_variants(archive: Layout) -> None:
    """The content decides, not the name; the old variants leave the site and the cache."""
    build(archive)
    (archive.root / POST / "1-photo.jpeg").write_bytes(saved(photo(640, 400), "JPEG", quality=92))
    build(archive)
    assert [name for name in variants(archive) if name.startswith(("1-photo-8", "1-photo-9"))] == []
    assert "1-photo-640.avif" in variants(archive)
    lists = list((archive.root / ".cache/pictures").glob("*/*/variants.json"))
    assert len(lists) == 3  # two photographs and what moves


@pytest.mark.slow
def test_variants_that_no_page_shows_are_removed(archive: Layout, no_encoding: Callable[[], None]) -> None:
    """From the site and the cache; not those of a text that can't be read, whose page stays until it is corrected."""
    build(archive)
    before = variants(archive)
    text = (archive.root / POST / "index.md").read_text("utf-8")
    small_archive.write(archive.root, f"{POST}/index.md", "---\ntitle: [\n---\n")
    build(archive)
    assert variants(archive) == before
    no_encoding()
    small_archive.write(archive.root, f"{POST}/index.md", text)
    build(archive)
    assert variants(archive) == before
    small_archive.write(archive.root, f"{POST}/index.md", "No picture.\n")
    build(archive)
    assert variants(archive) == [] and not list((archive.root / ".cache/pictures").rglob("*.avif"))


@pytest.mark.slow
def test_a_damaged_cache_is_rebuilt(archive: Layout) -> None:
    """A variant that is missing or truncated, a list or an index that is not JSON: the site is the same as before."""
    build(archive)
    site = contents(archive.site)
    cache = archive.root / ".cache/pictures"
    (one, *_) = sorted(cache.rglob("*.avif"))
    one.unlink()
    (*_, last) = sorted(cache.rglob("*.webp"))
    last.write_bytes(b"")
    next(cache.glob("*/*/variants.json")).write_text("{", "utf-8")
    (cache / "index.jsonl").write_text('{"file": 1}\nnothing\n', "utf-8")
    build(archive)
    assert contents(archive.site) == site


@pytest.mark.slow
@pytest.mark.parametrize("writes", one_in(5, range(1, 14, 3)))
def test_a_stopped_build_is_completed_by_the_next(
    archive: Layout, whole_site: dict[str, bytes], monkeypatch: pytest.MonkeyPatch, writes: int
) -> None:
    """Stopped at any write: no partial file has a variant's name, and the next build makes the same site."""
    left = writes
    write = files.write

    def stopping(path: Path, content: bytes) -> bool:
        nonlocal left
        left -= 1
        if left < 0:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.with_name(f".{path.name}.tmp").write_bytes(content[: len(content) // 2])
            raise KeyboardInterrupt
        return write(path, content)

    with monkeypatch.context() as patched:
        patched.setattr(files, "write", stopping)
        with pytest.raises(KeyboardInterrupt):
            build(archive)
    for path in (archive.root / ".cache").rglob("[0-9]*.avif"):
        with Image.open(path) as variant:
            variant.load()
    build(archive)
    assert contents(archive.site) == whole_site


@pytest.mark.slow
def test_git_ignores_variants_and_those_of_drafts_are_private(archive: Layout) -> None:
    """The cache ignores itself; the variants that only a draft shows are below private/."""
    small_archive.write(archive.root, "drafts/plans/index.md", "---\ntitle: Plans\n---\n\n![x](1-plan.jpeg)\n")
    secret = saved(photo(800, 500), "JPEG")
    (archive.root / "drafts/plans/1-plan.jpeg").write_bytes(secret)
    build(archive, drafts=True, out=archive.root.parent / "with-drafts")
    name = hashlib.sha256(secret).hexdigest()
    assert (archive.root / ".cache/.gitignore").read_text("utf-8") == "*\n"
    assert [path.parts[-5:-2] for path in archive.root.rglob(f"{name}/variants.json")] == [
        (".cache", "pictures", name[:2])
    ]
    assert (archive.root / "private/.cache/pictures" / name[:2] / name / "variants.json").is_file()
    assert not [
        path for path in (archive.root / ".cache").rglob("*") if path.is_file() and b"plan" in path.read_bytes()
    ]


def test_a_tiff_is_shown_in_formats_that_browsers_know(archive: Layout) -> None:
    """AVIF, WebP, and a JPEG for other browsers; the link is to the original. The feed has the JPEG."""
    with_picture(archive, "1-scan.tiff", saved(photo(64, 48), "TIFF"))
    small_archive.write(archive.root, f"{POST}/index.md", "---\ndate: 2020-01-02\n---\n\n![It](1-scan.tiff)\n")
    build(archive)
    (picture,) = post_page(archive).findall(".//picture")
    assert [child.get("type") or child.get("src") for child in picture.iter("source", "img")] == [
        "image/avif", "image/webp", "image/jpeg", "1-scan.tiff",
    ]  # fmt: skip
    assert "1-scan-64.jpeg" in (archive.site / "feed.xml").read_text("utf-8")


# What can not be encoded


def test_a_truncated_picture_is_one_issue_and_shown_as_it_is(archive: Layout, no_encoding: Callable[[], None]) -> None:
    """The post is complete; the next build reports it again and does not try again."""
    with_picture(archive, "1-cut.jpeg", PHOTO[: len(PHOTO) // 2])
    for _ in range(2):
        issues = [issue for issue in build(archive).issues if issue.code != "no-base-url"]
        assert [(issue.where, issue.code) for issue in issues] == [(f"{POST}/1-cut.jpeg", "picture-as-it-is")]
        assert post_page(archive).find(".//figure//img").get("src") == "1-cut.jpeg"
        no_encoding()


@pytest.mark.parametrize("times", [1.5, 3])
def test_a_decompression_bomb_is_not_decoded(archive: Layout, monkeypatch: pytest.MonkeyPatch, times: float) -> None:
    """More pixels than Pillow allows: the picture is shown as it is, and an issue says why."""
    with_picture(archive, "1-bomb.jpeg", PHOTO)
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", round(900 * 600 / times))
    (issue,) = build(archive).issues
    assert (issue.code, issue.where) == ("picture-as-it-is", f"{POST}/1-bomb.jpeg")
    assert post_page(archive).find(".//figure//img") is not None
    assert variants(archive) == []


def test_a_file_that_is_not_a_picture_has_a_placeholder(archive: Layout) -> None:
    """An error page that was saved as a picture does not show a broken icon."""
    with_picture(archive, "1-page.png", b"<!doctype html><title>Too many requests</title>" * 300)
    (issue,) = build(archive).issues
    assert (issue.code, issue.where) == ("picture-broken", f"{POST}/1-page.png")
    assert post_page(archive).find(".//img") is None
    assert "1-page.png" in post_page(archive).find_class("missing")[0].text_content()


@pytest.mark.parametrize("language", one_in(5, ["en", "es", "zh-Hant", "zh", "ar"]))
def test_a_placeholder_says_why_a_picture_could_not_be_fetched(archive: Layout, language: str) -> None:
    """The problem from the records, in a sentence in the site's language."""
    address = "https://cdn-images-1.medium.com/max/800/1*gone.png"
    problem = "Medium answers 404 for every form of the address."
    record = {"address": address, "id": "1*gone.png", "width": 1600, "height": 900, "problem": problem}
    small_archive.write(archive.root, "records/pictures.jsonl", json.dumps(record) + "\n")
    small_archive.write(archive.root, f"{POST}/index.md", f"![Gone]({address})\n")
    small_archive.write(archive.root, "archive.toml", small_archive.SETTINGS.format(url="", language=language))
    build(archive)
    (note,) = post_page(archive).find_class("note")
    assert note.text == translation_for(language).picture_refused.format(problem=problem.rstrip("."))
    assert note.get("data-size") == "1600 × 900"
