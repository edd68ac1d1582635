"""The proof reads the public original of a saved page by code of its own, and agrees with the text made from it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from medium_archive.checks import completeness
from medium_archive.checks.completeness.original import saved_page
from medium_archive.folder import index_md
from medium_archive.medium import pages
from tests.conftest import exports
from tests.saved_pages import from_export, states, tellings, written
from tests.saved_pages.tellings import LOAF, Telling

EXAMPLES = sorted((Path(__file__).parents[1] / "examples/export/posts").glob("*.html"))


def index_of(read: pages.SavedStory) -> str:
    """The text as an import writes it."""
    slug = read.post.url.rpartition("/")[2]
    return index_md.compose(read.post, slug=slug, original="", sha256="", files={})


def ledger_of(read: pages.SavedStory, text: str) -> completeness.Ledger:
    return completeness.check(saved_page.page(read.public_state), text)


@pytest.mark.parametrize("era", written.ERAS)
@pytest.mark.parametrize("telling", tellings.ALL, ids=lambda telling: telling.id)
def test_nothing_is_lost_and_nothing_added(telling: Telling, era: str) -> None:
    for has_state in (True, False):
        read = pages.read(written.page(telling, written.ERAS[era], has_state=has_state)).story
        assert read is not None
        ledger = ledger_of(read, index_of(read))
        assert (ledger.unexplained, ledger.text.added) == ((), ())


@pytest.mark.parametrize("page", EXAMPLES, ids=lambda page: page.stem[-12:])
def test_nothing_is_lost_of_the_examples(page: Path) -> None:
    """As a state of both forms."""
    telling = from_export.telling(page.read_bytes(), page.stem.rpartition("-")[2])
    for state in ({"payload": states.legacy(telling)}, states.apollo3(telling)):
        read = next(iter(pages.read(json.dumps(state).encode()).stories))
        ledger = ledger_of(read, index_of(read))
        assert (ledger.unexplained, ledger.text.added) == ((), ())


@pytest.mark.parametrize("form", ["legacy", "apollo3"])
@pytest.mark.parametrize("number", range(1, len(LOAF.parts)))  # the first is the title, which is its name too
def test_a_paragraph_that_is_missing_is_found(number: int, form: str) -> None:
    """In the text, and in the public original."""
    part = LOAF.parts[number]
    if part.kind != "IMG" and not part.text:
        pytest.skip("an empty paragraph is nothing")
    without = replace(LOAF, parts=LOAF.parts[:number] + LOAF.parts[number + 1 :], breaks=())
    whole, less = (
        next(iter(pages.read(json.dumps(_state(telling, form)).encode()).stories))
        for telling in (replace(LOAF, breaks=()), without)
    )
    lost, added = ledger_of(whole, index_of(less)), ledger_of(less, index_of(whole))
    assert lost.unexplained or lost.text.added
    assert added.unexplained or added.text.added


def _state(telling: Telling, form: str) -> object:
    return {"payload": states.legacy(telling)} if form == "legacy" else states.apollo3(telling)


@pytest.mark.parametrize(
    "source", [b"", b"[]", b"{}", b'{"data": {"post": []}}', b'{"payload": {"value": {"content": 5}}}']
)
def test_another_file_is_an_error_of_the_proof(source: bytes) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        saved_page.page(source)


@pytest.mark.slow
@pytest.mark.parametrize("export", exports(), ids=lambda export: export.stem)
def test_nothing_is_lost_of_real_posts(export: Path) -> None:
    """Told again as states of both forms."""
    lost = []
    for _, page in from_export.pages(export):
        telling = from_export.telling(page, "0a1b2c3d4e5f")
        for state in ({"payload": states.legacy(telling)}, states.apollo3(telling)):
            for read in pages.read(json.dumps(state).encode()).stories:
                ledger = ledger_of(read, index_of(read))
                if ledger.unexplained or ledger.text.added:
                    lost.append((read.post.title, ledger.unexplained[:2], ledger.text.added[:2]))
    assert lost == []
