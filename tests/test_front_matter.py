"""Front matter is written and read, also by other programs, and dates are read in many forms."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medium_archive.checks.completeness.converted import front_matter as proven
from medium_archive.checks.completeness.converted import read_markdown
from medium_archive.markdown import front_matter, front_matter_edits

# Letters that mean something in YAML come as often as all others together.
WILD = st.text(
    st.one_of(st.sampled_from("-:#?,[]{}&*!|>'\"%@`~=. \t\n\r\\0123456789eExXoO_<"), st.characters(codec="utf-8"))
)


@given(st.dictionaries(WILD.filter(lambda key: len(key) < 100), WILD.filter(bool)), WILD)
def test_any_text_survives_front_matter(values: dict[str, str], tag: str) -> None:
    """Any title, address or tag is read back as it was written."""
    whole = {**values, "tags": ["x", tag], "medium": {"id": tag or "x", "deep": {"er": tag + "."}}}
    written = front_matter.join(whole, "text")
    assert front_matter.split(written) == (whole, "text\n")


@pytest.mark.parametrize(
    "text",
    [
        "271e33585875", "1e3", "1E-3", "0o17", "017", "12_3", "1,000", ".5", "5.", "0x1F", "0b11", "1:20", "190:20:30",
        "+1", "~", "null", "Null", "yes", "No", "ON", "off", "y", "N", "True", ".inf", "-.INF", ".NaN", "=", "<<",
        "2021-1-5", "2021-01-05", "2021-01-05 10:00:00", "2021-01-05T10:00:00Z",
    ],
)  # fmt: skip
def test_ambiguous_yaml_values_are_quoted(text: str) -> None:
    """Numbers, booleans, null and dates of YAML 1.1, of the core schema of 1.2, of Go and of Ruby."""
    assert front_matter.join({"id": text, "tags": [text]}, "") == f"---\nid: '{text}'\ntags:\n- '{text}'\n---\n"


@pytest.mark.parametrize(
    "text", ["🔥 Fire", "文字 — “quoted”", "it's", "5c8d3a", "a:b", "https://x.example/?a=1#b", "a, b"]
)
def test_plain_yaml_values_are_not_quoted(text: str) -> None:
    """Emoji too, so that a person can search for them."""
    assert front_matter.join({"title": text}, "") == f"---\ntitle: {text}\n---\n"


def test_emoji_are_not_escaped_in_quotes() -> None:
    """Next to a colon, a line end or an invalid character."""
    written = front_matter.join({"a": "🔥: x", "b": "🔥\n", "c": "\ufffe🔥"}, "")
    assert written == '---\na: \'🔥: x\'\nb: "🔥\\n"\nc: "\\uFFFE🔥"\n---\n'


@pytest.mark.parametrize(
    "written",
    [
        "2021-1-5", "20210105", "'20210105'", "2021-01-05", "2021/1/5", "2021-01-05T00:00Z", "2021-01-05 00:00:00",
        "2021-01-05 01:00:00 +0100", "2021-01-04T23:00:00-01:00",
    ],
)  # fmt: skip
def test_dates_are_read_in_many_forms(written: str) -> None:
    """If a text can mean only one day, it is read as that day. A time without a zone is in UTC."""
    values, _ = front_matter.split(f"---\ndate: {written}\n---\n")
    assert front_matter.moment(values["date"]) == datetime(2021, 1, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    "written",
    [
        "9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+05:00", "2021-02-30", "20219999", "5 January 2021", "true",
        "2021", "2021-01-05T10:00:00+99:00", "soon", "[2021]", "9" * 400,
    ],
)  # fmt: skip
def test_an_invalid_date_is_ignored(written: str) -> None:
    """The rest of the front matter is still read."""
    values, _ = front_matter.split(f"---\ntitle: x\ndate: {written}\n---\n")
    assert values["title"] == "x"
    assert front_matter.moment(values["date"]) is None


@pytest.mark.parametrize(
    "value", ["12:30", "yes", "False", "1.10", "010", "0x1F", "1_000", ".inf", "2019-1-1", "2019-01-01 10:00:00"]
)
def test_builder_and_proof_read_text_as_it_is_written(value: str) -> None:
    """YAML takes these for numbers, truth values and dates. In a text of the program they would stand in quotes."""
    text = f"---\ntitle: {value}\nsubtitle: null\ntags: [{value}]\n---\n\nText\n"
    values, _ = front_matter.split(text)
    read = dict(proven.split(text)[0])
    assert (values["title"], values["subtitle"], values["tags"]) == (value, None, [value])
    assert (read["title"], read["subtitle"], read["tags"]) == (value, "", value)
    if not value.startswith("2019"):
        assert f"{value} without quotes" in read_markdown(text).foreign


@pytest.mark.parametrize(
    ("block", "message"),
    [
        ("date: a: b\n", "line 2: a colon and a space can't be in a value without quotes"),
        ("a: 1\ntitle: a: b #1\n", 'line 3: this title must stand in quotation marks, like title: "a: b #1"'),
        ('title: "Rain" it is\n', "line 2: this title must stand in quotation marks, like title: '\"Rain\" it is'"),
        ("a: 1\ntags: [a\n", "line 3: the bracket [ is not closed"),
        ('title: "Harbour\nslug: x\n', "line 2: the quote is not closed"),
        ("a: 1\nlang: @ada\n", "line 3: a value can't begin with this character; put the value in quotes"),
        ("title: x\nslug y\na: c\n", "line 3: the colon after the key is missing"),
        ("a: *x\n", "line 2, column 4: found undefined alias"),
        ("a: 1\nb: \x07\n", "line 3: the character U+0007 is not allowed"),
    ],
)
def test_a_mistake_in_front_matter_is_named_with_its_line_in_the_file(block: str, message: str) -> None:
    """In words without the names of the program's own inner parts. The first line is `---`."""
    with pytest.raises(front_matter.FrontMatterWrong) as error:
        front_matter.split(f"---\n{block}---\n\nWords.\n")
    assert str(error.value).startswith(message)
    assert "<" not in str(error.value)


@pytest.mark.parametrize("key", ["title", "subtitle", "description"])
@pytest.mark.parametrize("value", ["Rain: a history", "A question: ", "It's rain: a “history”: 1", "雨：散文: 一"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_title_with_a_colon_needs_no_quotation_marks(key: str, value: str, end: str) -> None:
    text = f"---\nlang: en\n{key}: {value}\ndate: 2021-01-05\n---\n\nWords: here.\n".replace("\n", end)
    values, below = front_matter.split(text)
    assert (values[key], values["lang"], below) == (value.strip(), "en", f"Words: here.{end}")
    assert dict(proven.split(text)[0])[key] == value.strip()
    assert not proven.split(text)[2]


@pytest.mark.parametrize(
    "block", ["title: a: b\n  and: more\n", "title: a: b # c\n", "tags: a: b\n", "title: 'a': b\n"]
)
def test_no_more_is_guessed_than_a_title_on_one_line(block: str) -> None:
    text = f"---\n{block}---\n"
    with pytest.raises(front_matter.FrontMatterWrong):
        front_matter.split(text)
    with pytest.raises(proven.Unreadable):
        proven.split(text)


def test_another_value_is_changed_beside_a_title_with_a_colon() -> None:
    text = "---\ntitle: Rain: a history\nlang: en\n---\n\nWords.\n"
    assert front_matter_edits.with_values(text, {"lang": "de"}) == text.replace("en", "de")


def test_the_proof_names_a_mistake_with_its_line_in_the_file() -> None:
    with pytest.raises(proven.Unreadable) as error:
        proven.split('---\ntitle: "Harbour\nslug: x\n---\n\nWords.\n')
    expected = "its front matter is not valid YAML (line 2: found unexpected end of stream)"
    assert str(error.value) == expected
