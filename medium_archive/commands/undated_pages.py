"""The saved pages that do not tell when their text was last changed, and may have a newer one than the archive."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from medium_archive import soup
from medium_archive.folder import captures, post_texts
from medium_archive.folder.captures import Capture
from medium_archive.folder.catalog import Entry, same_post
from medium_archive.folder.shelf import Shelf
from medium_archive.medium import pages
from medium_archive.medium.pages import NoStory
from medium_archive.post import Post
from medium_archive.report import Issue

_DAY = len("2021-03-01")
_OTHER_WORDS = (
    "A page of this post that was saved on {} has other words. It does not tell when they were last changed, so the "
    "text with a date stays. Compare it with {}. If that is newer, save the story again as a whole web page, not as a "
    "single file, and import that, or put the words into index.md."
)


def issues(shelf: Shelf, keys: Iterable[str]) -> Iterator[Issue]:
    """An issue for each of these posts of which a later page has other words than the text here."""
    wanted = {key: shelf.entries[key] for key in keys if key in shelf.paths and key in shelf.entries}
    undated: dict[str, Capture] = {}
    for one in captures.read(shelf.layout) if wanted else ():
        key = same_post(one.post)
        if key in wanted and _may_be_newer(shelf, one, wanted[key]):
            undated[key] = max(undated.get(key, one), one, key=lambda each: (each.captured, each.sha256))
    for key, one in sorted(undated.items()):
        if _has_other_words(shelf, one, wanted[key]):
            message = _OTHER_WORDS.format(one.captured[:_DAY], one.file)
            yield Issue(shelf.paths[key], "undated-page", message)


def _may_be_newer(shelf: Shelf, one: Capture, entry: Entry) -> bool:
    """Whether a page without a date was saved later than the present text was changed, or captured."""
    record = shelf.rescued.get(same_post(one.post))
    is_later = one.captured[:_DAY] > entry.exported
    if record is not None and entry.is_from_page:
        is_later = is_later and bool(record.version) and one.captured > record.captured
    return is_later and not one.version and one.source != "reader"


def _has_other_words(shelf: Shelf, one: Capture, entry: Entry) -> bool:
    """Whether the page has a paragraph that the original of the present text lacks."""
    present = post_texts.read_again(shelf, entry)
    try:
        story = pages.read((shelf.layout.root / one.file).read_bytes(), one.address).story
    except (NoStory, OSError):  # an older program could read it, or it was deleted: `archive verify` says that
        return False
    if present is None or story is None:
        return False
    text = "\n".join(_paragraphs(present, True))
    return any(paragraph not in text for paragraph in _paragraphs(story.post, "p"))


def _paragraphs(post: Post, names: str | bool) -> list[str]:
    """The words of each element with this name; True for all."""
    return [" ".join(one.get_text().split()) for one in soup.parse(post.body).find_all(names)]
