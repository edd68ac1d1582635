"""Archives to which tests add saved pages, through the functions that the commands use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from PIL import Image

from medium_archive.commands import page_owner, page_run
from medium_archive.commands.page_run import Added
from medium_archive.folder import lock
from medium_archive.folder.layout import Layout
from medium_archive.medium.pages.containers import Saved
from medium_archive.report import Issue, silent
from tests.sample_exports import write_zip
from tests.saved_pages import exported, written
from tests.saved_pages.tellings import LOAF, Telling, part

MAY, JUNE, JULY, AUGUST = (f"2021-0{month}-01" for month in (5, 6, 7, 8))
CAPTURED = datetime(2022, 3, 4, 5, 6, tzinfo=UTC)
PROFILE = (
    b'<html><body><section><h3 class="p-name">Ada Example</h3>'
    b'<a class="u-url" href="https://medium.com/@ada">x</a></section></body></html>'
)


def changed(day: str, telling: Telling = LOAF) -> Telling:
    """The post as it was changed on a day, with one paragraph that names the day."""
    moment = datetime.fromisoformat(f"{day}T12:00:00+00:00")
    return replace(
        telling,
        parts=(*telling.parts, part("P", f"Changed on {day}.")),
        updated=round(moment.timestamp() * 1000),
        version=f"{day.replace('-', '')[2:]}abcdef",
    )


def preview(telling: Telling) -> Telling:
    """The beginning of a post that only members may read."""
    return replace(telling, parts=telling.parts[:4], breaks=(), preview_of=1189)


def page(telling: Telling, *, era: str = "2021", has_state: bool = True) -> bytes:
    return written.page(telling, written.ERAS[era], has_state=has_state)


def capture(content: bytes, address: str = "", captured: datetime | None = CAPTURED) -> Saved:
    return Saved("a capture", content, address, captured, "page")


def picture(colour: str = "red", size: tuple[int, int] = (80, 60)) -> bytes:
    file = BytesIO()
    Image.new("RGB", size, colour).save(file, "PNG")
    return file.getvalue()


def add(layout: Layout, *found: Saved, author: str = "ada") -> tuple[list[Added], tuple[Issue, ...]]:
    """Add pages in one run; gives what became of each, and the issues of its end."""
    owner = page_owner.read(layout, author, dict)
    with page_run.begin(layout, owner) as run:
        added = [run.add(one) for one in found]
        _, issues = run.complete(silent, offline=True, jobs=1)
    return added, issues


def export(folder: Path, day: str, tellings: Sequence[Telling]) -> Path:
    """The zip of an export of a day: the same file each time."""
    zipped = folder / f"export-{day}.zip"
    if not zipped.exists():
        moment = datetime.fromisoformat(day)
        when = f"{moment:%B} {moment.day}, {moment.year}".encode()
        content = {
            f"posts/2019-01-09_{one.slug}.html": exported.page(one).replace(b"March 12, 2019", when) for one in tellings
        }
        write_zip(zipped, {"profile/profile.html": PROFILE, **content})
    return zipped


def text(layout: Layout, post_id: str = LOAF.id) -> str:
    """The only text of a post."""
    every = (file.read_text("utf-8") for kind in ("posts", "drafts") for file in layout.root.glob(f"{kind}/*/index.md"))
    (found,) = (one for one in every if f"id: {post_id}" in one)
    return found


def snapshot(layout: Layout) -> dict[str, bytes]:
    """Every file but the lock and the caches."""
    return {
        path.relative_to(layout.root).as_posix(): path.read_bytes()
        for path in sorted(layout.root.rglob("*"))
        if path.is_file() and path.name != lock.NAME and ".cache" not in path.parts
    }
