"""Pages: of an export, public and private, feeds, and pages that a person saved."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from medium_archive import markdown
from medium_archive.checks import completeness
from medium_archive.checks.completeness import saved as saved_check
from medium_archive.errors import MemberDamaged
from medium_archive.folder import index_md
from medium_archive.medium import feed, post, profile, reading
from medium_archive.medium.member_kinds import row_of
from medium_archive.medium.no_story import NoStory
from medium_archive.medium.not_feed import NotAMediumFeed
from medium_archive.medium.not_post import NotAMediumPage
from medium_archive.medium.pages import containers, reader
from medium_archive.medium.pages.containers import Saved
from medium_archive.post import Post
from tests import sample_containers, sample_feeds
from tests.fuzz import mutators
from tests.fuzz.target import Target
from tests.fuzz.temporary import folder
from tests.sample_exports import post_name, post_page
from tests.sample_post import ORIGINAL, STRAYS, page_of
from tests.saved_pages import others, tellings, written
from tests.test_cases import CASES

_EXPORT = Path(__file__).parents[2] / "examples" / "export"
_NAME = post_name()
_MOST_PICTURES = 3  # of a saved page


def _pages() -> list[bytes]:
    cases = [page_of(case.medium, title=case.title) for case in CASES]
    strays = [page_of("".join(map(str, STRAYS)))]
    return [*_of_example("posts/*.html"), ORIGINAL, post_page(), *cases, *strays]


def _of_example(pattern: str) -> list[bytes]:
    return [path.read_bytes() for path in sorted(_EXPORT.glob(pattern))]


def _composed(found: Post) -> str:
    return index_md.compose(found, slug="slug", original="original/posts/x.html", sha256="0" * 64, files={})


def _page(content: bytes) -> None:
    found, _ = post.read(content, _NAME)
    _composed(found)
    post.day(content)


def _there_and_back(content: bytes) -> None:
    """Law 2: `read(write(html)) == html` for all plain HTML that `medium/` makes, and for the HTML of titles."""
    found, _ = post.read(content, _NAME)
    assert markdown.read(markdown.write(found.body)) == found.body
    if found.title_html:
        assert markdown.read_inline(markdown.write_inline(found.title_html)) == found.title_html


def _proof(content: bytes) -> None:
    """The proof reads whatever page the import can read."""
    found, _ = post.read(content, _NAME)
    completeness.check(content, _composed(found))


def _names() -> list[str]:
    """One page of each kind of private pages that the example has, and the pages of the profile."""
    paths = sorted(path for path in _EXPORT.rglob("*.html") if path.parent.name != "posts")
    names = {row_of(name).what: name for path in paths for name in [path.relative_to(_EXPORT).as_posix()]}
    return [*names.values(), "notes/notes-0001.html"]


def _private_pages() -> list[bytes]:
    """The first byte is the number of its name."""
    notes = b'<ul><li><time>2026-01-02 8:30 am</time> <a href="https://medium.com/p/x">A note</a> of words</li></ul>'
    found = [(_EXPORT / name).read_bytes() if (_EXPORT / name).exists() else notes for name in _names()]
    return [bytes([number]) + content for number, content in enumerate(found)]


def _private_page(content: bytes) -> None:
    names = _names()
    name, page = names[content[0] % len(names) if content else 0], content[1:]
    if row_of(name).kind == "private":
        reading.read(page, name, row_of(name).what)
        return
    profile.read(page)
    profile.read_user_id(page)
    index_md.compose_about(profile.read_about(page), "About")


def _feeds() -> list[bytes]:
    texts = [sample_feeds.Text(number) for number in range(8)]
    return [sample_feeds.feed([one]) for one in texts] + [sample_feeds.feed(texts)]


def _feed(content: bytes) -> None:
    for item in feed.read(content).items:
        _composed(item.post)


def _saved_pages() -> list[bytes]:
    pages = [written.page(one, era) for one in tellings.ALL for era in written.ERAS.values()]
    bare = [written.page(tellings.LOAF, era, has_state=False) for era in written.ERAS.values()]
    answers = [written.format_json(tellings.LOAF), written.graphql(tellings.LOAF), written.batch(*tellings.ALL)]
    return [*pages, *bare, *answers, others.WALL, others.SIGN_IN, others.GONE, others.WORDPRESS]


def _saved_page(content: bytes) -> None:
    """A story, read by the import and by the proof; what is kept of it can be read again."""
    for story in reader.read(content).stories:
        saved_check.in_page(saved_check.read(content, story.post.id))
        _composed(story.post)
        assert markdown.read(markdown.write(story.post.body)) == story.post.body


def _containers() -> list[bytes]:
    return [file for samples in sample_containers.SAMPLES.values() for one in samples for file in one.files.values()]


def _container(content: bytes) -> None:
    file = folder() / "saved"
    file.write_bytes(content)
    for one in _read_all(file):
        for picture in [one.pictures[key] for key in list(one.pictures)[:_MOST_PICTURES]]:
            try:
                picture.content()
            except MemberDamaged:
                continue


def _read_all(file: Path) -> Iterator[Saved]:
    return (one for one in containers.read(file) if isinstance(one, Saved))


_of_saved = mutators.either(mutators.of_markup, mutators.of_values)
ALL = (
    Target("page", _pages, _page, mutators.of_markup, (NotAMediumPage,)),
    Target("markdown", _pages, _there_and_back, mutators.of_markup, (NotAMediumPage,)),
    Target("proof", _pages, _proof, mutators.of_markup, (NotAMediumPage,)),
    Target("private-pages", _private_pages, _private_page, mutators.of_markup),
    Target("feed", _feeds, _feed, mutators.of_markup, (NotAMediumFeed,)),
    Target(
        "saved-pages", _saved_pages, _saved_page, mutators.either(mutators.of_markup, mutators.of_values), (NoStory,)
    ),
    Target("containers", _containers, _container, mutators.either(mutators.of_lines, mutators.of_zip)),
)
