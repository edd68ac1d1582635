"""Medium's JSON is found in every kind of page and answer, and hostile files end in one error."""

from __future__ import annotations

import json
import time

import pytest

from medium_archive.medium.no_story import NoStory
from medium_archive.medium.pages import reader, state
from tests.saved_pages import states, written
from tests.saved_pages.tellings import LOAF


def found(page: bytes) -> state.Found:
    return state.find(state.decoded(page)[0])


@pytest.mark.parametrize(
    ("era", "wrapper"),
    [("2015", "embedded"), ("2017", "obvInit"), ("2019", "apollo"), ("2021", "apollo"), ("2023", "apollo")],
)
def test_each_wrapper_is_found(era: str, wrapper: str) -> None:
    (one,) = found(written.page(LOAF, written.ERAS[era])).states
    assert one.wrapper == wrapper
    expected = {"2019": states.apollo2, "2021": states.apollo3, "2023": states.apollo3}.get(era, states.legacy)
    assert one.data == expected(LOAF)


@pytest.mark.parametrize("answer", [written.format_json(LOAF), written.graphql(LOAF), written.batch(LOAF)])
def test_an_answer_is_found_with_and_without_its_prefix(answer: bytes) -> None:
    for content in (answer, b"\xef\xbb\xbf \n" + answer):
        read = found(content)
        assert read.is_answer
        assert read.states[0].wrapper == "answer"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_page_may_lie_about_its_encoding(encoding: str) -> None:
    page = written.page(LOAF, written.ERAS["2021"]).decode().replace('charset="utf-8"', 'charset="iso-8859-1"')
    assert found(page.encode(encoding)).states[0].data == states.apollo3(LOAF)


def test_escapes_of_javascript_are_read() -> None:
    """A script may have `\\x3c` and `\\'`, which JSON does not."""
    script = r"""<script>window.__APOLLO_STATE__ = {"Post:1": {"t": "\x3cb\x3e it\'s \\x3c"}};</script>"""
    assert found(script.encode()).states[0].data == {"Post:1": {"t": "<b> it's \\x3c"}}


def test_a_prettified_copy_is_read() -> None:
    data = json.dumps({"Post:1": {"id": "1"}}, indent=2)
    for script in (
        f"<SCRIPT type='text/javascript'>//<![CDATA[\nwindow['__APOLLO_STATE__']  =\n {data}\n//]]></SCRIPT>",
        f"<script>window.__APOLLO_STATE__ = {data.replace(chr(34), '&quot;')}</script>",
    ):
        assert found(script.encode()).states[0].data == {"Post:1": {"id": "1"}}


def test_a_text_about_a_state_is_none() -> None:
    """Neither a text of the page nor one in its state is taken for a state."""
    shown = 'window.__APOLLO_STATE__ = {"Post:1": {"id": "1"}}'
    assert found(f"<article><pre>{shown}</pre></article>".encode()).states == ()
    data = {"Post:2": {"id": "2", "text": shown}}
    page = f"<script>window.__APOLLO_STATE__ = {json.dumps(data)}</script>"
    assert [one.data for one in found(page.encode()).states] == [data]


def test_a_function_of_the_same_name_is_none() -> None:
    page = b'<script>function obvInit(a) { var b = {"embedded": {"a": 1}} }; obvInit({"value": {}})</script>'
    assert [one.data for one in found(page).states] == [{"value": {}}]


def test_a_cut_state_is_damaged() -> None:
    page = written.page(LOAF, written.ERAS["2021"])
    read = found(page[: page.index(b"__APOLLO_STATE__") + 3000])
    assert (read.states, read.is_damaged) == ((), True)
    assert found(written.graphql(LOAF)[:-3]).is_damaged


HOSTILE = {
    "deep": b"<script>window.__APOLLO_STATE__ = " + b'{"a":' * 200_000,
    "deep answer": b"[" * 500_000,
    "long number": b'<script>window.__APOLLO_STATE__ = {"a": ' + b"9" * 100_000 + b"}",
    "many scripts": b"<script>obvInit({" * 20_000,
    "half tags": b"<script" * 100_000,
    "many names": b"<script>" + b"__APOLLO_STATE__ = {" * 50_000,
    "zeros": bytes(1_000_000),
    "no text": bytes(range(256)) * 2000,
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_file_has_no_state_and_takes_no_time(content: bytes) -> None:
    start = time.process_time()
    assert found(content).states == ()
    assert time.process_time() - start < 2


@pytest.mark.parametrize("content", [bytes(65_000_000), b"<p>" * 150_001], ids=["bytes", "tags"])
def test_a_huge_file_is_refused(content: bytes) -> None:
    with pytest.raises(NoStory, match=r"are read\. Save the page of one story alone") as refused:
        reader.read(content)
    assert refused.value.code == "page-too-large"
