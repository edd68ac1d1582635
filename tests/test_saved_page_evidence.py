"""A saved page proves itself: its state, its elements and its public original tell one text, and a change is found."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from medium_archive.checks.completeness import saved
from medium_archive.checks.completeness.saved import SavedPage
from medium_archive.checks.completeness.saved.state import State
from medium_archive.commands.verify import verify
from medium_archive.folder import captures, rescued
from medium_archive.folder.catalog import same_post
from medium_archive.folder.layout import Layout
from medium_archive.medium import pages
from tests.conftest import exports
from tests.page_archives import add, capture
from tests.saved_pages import from_export, tellings, written
from tests.saved_pages.tellings import KNOTS, LOAF, Telling

OLD, NEW = "2017", "2023"
STORIES = (*tellings.ALL, KNOTS)


def page_of(telling: Telling, era: str, *, has_state: bool = True) -> bytes:
    return written.page(telling, written.ERAS[era], has_state=has_state)


def read(content: bytes, post_id: str = LOAF.id) -> SavedPage:
    return saved.read(content, post_id)


def original_of(content: bytes, post_id: str = LOAF.id) -> State:
    """The public original that an import makes of a page."""
    story = pages.read(content).story
    assert story is not None
    state = saved.read(story.public_state, post_id).state
    assert state is not None
    return state


@pytest.mark.parametrize("era", written.ERAS)
@pytest.mark.parametrize("telling", STORIES, ids=lambda telling: telling.id)
def test_no_true_page_is_accused(telling: Telling, era: str) -> None:
    for has_state in (True, False):
        content = page_of(telling, era, has_state=has_state)
        page = read(content, telling.id)
        assert (page.state is not None) == has_state
        assert page.shown.lines
        assert saved.in_page(page) == ()
        assert saved.with_original(page, original_of(content, telling.id)) == ()


@pytest.mark.parametrize(
    "answer", [written.format_json, written.graphql, written.batch, lambda one: written.graphql(one, is_full=True)]
)
def test_no_true_answer_is_accused(answer: Callable[[Telling], bytes]) -> None:
    page = read(answer(LOAF))
    assert page.state is not None
    assert page.state.is_whole
    assert [line.text for line in page.state.lines][:2] == ["Bread and Salt", "How a loaf is made"]
    assert saved.with_original(page, original_of(answer(LOAF))) == ()


def changed(old: str, new: str, era: str, *, in_state: bool) -> SavedPage:
    """The page with a change in its state alone, or in its elements alone."""
    text = page_of(LOAF, era).decode()
    body, script = text.index("<body>"), text.rindex("<script>")
    head, elements, state = text[:body], text[body:script], text[script:]
    assert old in (state if in_state else elements)
    if in_state:
        return read((head + elements + state.replace(old, new, 1)).encode())
    return read((head + elements.replace(old, new) + state).encode())


@pytest.mark.parametrize("era", ["2015", OLD, "2019", NEW])
@pytest.mark.parametrize("in_state", [True, False], ids=["state", "elements"])
@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        (" loaf needs flour", " loaf needs flower", "text"),
        ("https://mill.example/flour", "https://mill.example/other", "links"),
        ("In the middle of a page.", "", "missing"),
    ],
)
def test_a_change_on_one_side_is_found(era: str, old: str, new: str, kind: str, in_state: bool) -> None:
    found = saved.in_page(changed(old, new, era, in_state=in_state))
    assert [one.kind for one in found] == ["text" if kind == "missing" else kind]


def test_a_picture_and_a_caption_that_differ_are_found() -> None:
    """Captions have names on pages until 2018 only."""
    for era, old, new, kind in (
        (OLD, "Two loaves, by ", "Three loaves, by ", "text"),
        (OLD, "1*dddddddddddddddddddddd.png", "1*xxxxxxxxxxxxxxxxxxxxxx.png", "picture"),
        (NEW, "1*dddddddddddddddddddddd.png", "1*xxxxxxxxxxxxxxxxxxxxxx.png", "picture"),
    ):
        assert [one.kind for one in saved.in_page(changed(old, new, era, in_state=False))] == [kind]


@pytest.mark.parametrize("era", ["2015", "2019", NEW])
@pytest.mark.parametrize("number", [0, 1, 2, 4, 7, 9, 11, 13, 21, 24])  # of all kinds of texts
def test_a_paragraph_that_one_side_lacks_is_found(number: int, era: str) -> None:
    whole, parts = read(page_of(LOAF, era)), LOAF.parts
    less = read(page_of(replace(LOAF, parts=parts[:number] + parts[number + 1 :], breaks=()), era))
    assert whole.state is not None
    assert less.state is not None
    name = LOAF.name_of(number)
    shown = tuple(line for line in whole.shown.lines if line.name != name)
    state = replace(whole.state, lines=tuple(line for line in whole.state.lines if line.name != name))
    of_elements = saved.in_page(replace(whole, shown=replace(whole.shown, lines=shown)))
    of_state = saved.in_page(replace(whole, state=state))
    assert [one.kind for one in of_elements] == ["missing"]
    assert [one.kind for one in of_state] == ["added"]
    of_original = saved.with_original(whole, state)
    assert of_original is not None
    assert "missing" in [one.kind for one in of_original]


def test_what_need_not_be_equal_is_not_compared() -> None:
    """A beginning, a page in an editor, and a text for members of which the elements have the beginning."""
    page = read(page_of(LOAF, NEW))
    assert page.state is not None
    first = replace(page.shown, lines=page.shown.lines[:4])
    for state, shown in (
        (replace(page.state, is_whole=False), first),
        (replace(page.state, is_edited=True), first),
        (page.state, replace(first, is_edited=True)),
        (replace(page.state, is_locked=True), first),
    ):
        assert saved.in_page(SavedPage(state, shown)) == ()
    assert saved.in_page(SavedPage(page.state, first)) != ()


def test_a_page_that_a_program_has_spaced_is_not_accused() -> None:
    """Some put each element on a line of its own."""
    text = page_of(LOAF, NEW).decode()
    elements, state = text[: text.rindex("<script>")], text[text.rindex("<script>") :]
    pretty = elements.replace("<strong", "\n  <strong").replace("<em", "\n  <em")
    assert saved.in_page(read((pretty + state).encode())) == ()


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"{", b"<p>", b"<script>__APOLLO_STATE__ = {", b"<article><p id=a1b2>x"]
)
def test_another_file_tells_nothing(content: bytes) -> None:
    page = read(content)
    assert page.state is None
    assert saved.in_page(page) == ()


@pytest.mark.slow
@pytest.mark.parametrize("export", exports(), ids=lambda export: export.stem)
def test_no_real_post_is_accused(export: Path) -> None:
    """Told again as a page of each form of elements."""
    accused = []
    for name, page in from_export.pages(export):
        telling = from_export.telling(page, LOAF.id)
        for era in (OLD, NEW):
            for has_state in (True, False):
                try:
                    content = page_of(telling, era, has_state=has_state)
                except (KeyError, IndexError):  # a part that the writer of these pages does not know
                    continue
                found = saved.in_page(read(content)), saved.with_original(read(content), original_of(content))
                accused += [(name, era, one) for one in found if one]
    assert accused == []


def test_verify_names_what_differs(tmp_path: Path) -> None:
    """A page that was changed before it was imported, and an original that was changed with its checksums."""
    layout = Layout(tmp_path / "archive")
    changed_page = page_of(LOAF, NEW).replace(b" loaf needs flour", b" loaf needs flower", 1)
    add(layout, capture(changed_page))
    (one,) = captures.read(layout)
    assert problems(layout) == [(one.file, "saved-page-differs")]


def test_verify_finds_a_paragraph_that_the_original_lacks(tmp_path: Path) -> None:
    layout = Layout(tmp_path / "archive")
    add(layout, capture(page_of(LOAF, NEW)))
    assert problems(layout) == []
    record = rescued.read(layout)[same_post(LOAF.id)]
    file = layout.root / record.file
    data = json.loads(file.read_bytes())
    del data["data"]["post"]["content"]["bodyModel"]["paragraphs"][4]
    file.write_bytes(json.dumps(data).encode())
    sha256 = hashlib.sha256(file.read_bytes()).hexdigest()
    for path in (
        layout.root / "SHA256SUMS",
        *layout.root.glob("records/*.jsonl"),
        *layout.root.glob("private/*.jsonl"),
    ):
        path.write_bytes(path.read_bytes().replace(record.sha256.encode(), sha256.encode()))
    assert (record.file, "saved-original-differs") in problems(layout)


@pytest.mark.slow
@pytest.mark.parametrize("has_state", [True, False])
def test_verify_finds_each_byte_that_flips(tmp_path: Path, has_state: bool) -> None:
    """In the saved page, and in the public original."""
    layout = Layout(tmp_path / "archive")
    add(layout, capture(page_of(LOAF, NEW, has_state=has_state)))
    (one,) = captures.read(layout)
    for name in (one.file, rescued.read(layout)[same_post(LOAF.id)].file):
        file = layout.root / name
        content = file.read_bytes()
        for place in range(0, len(content), len(content) // 9):
            file.write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
            assert name in [where for where, _ in problems(layout)]
        file.write_bytes(content)
    assert problems(layout) == []


def problems(layout: Layout) -> list[tuple[str, str]]:
    return [(one.where, one.code) for one in verify(layout).issues if one.level != "note"]
