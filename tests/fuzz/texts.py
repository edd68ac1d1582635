"""Files of an archive that a person edits, or a stranger made: texts, settings, records, templates."""

from __future__ import annotations

from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

from medium_archive import markdown
from medium_archive.checks import record_files
from medium_archive.checks.completeness.converted import front_matter as witness
from medium_archive.errors import NewerArchive, RecordsDamaged, SettingsWrong, ThemeBroken
from medium_archive.folder import private_reading, records, settings, template_limits
from medium_archive.markdown import front_matter, plain_yaml, yaml_reader
from medium_archive.medium.reading import TABLES
from medium_archive.site import theme
from tests.fuzz import mutators
from tests.fuzz.target import Target
from tests.fuzz.temporary import folder
from tests.sample_post import TEXT
from tests.script_places import templates
from tests.script_places.templates import REACH, REACHED, USE_UP
from tests.test_cases import CASES
from tests.test_plain_yaml import LINES

_ROOT = Path(__file__).parents[2]
_ARCHIVE = _ROOT / "examples" / "archive"
_STEPS = 50_000  # all 12,000,000 take seconds
_MOST_MADE = 10 << 20  # characters of a page, which is the limit of a theme too


def _texts() -> list[bytes]:
    found = [path.read_bytes() for path in sorted(_ARCHIVE.glob("*/*/index.md"))]
    return [*found, TEXT.encode(), *(case.markdown.encode() for case in CASES)]


def _text(content: bytes) -> None:
    """A Markdown text of a person, in any form, can be read, and so can what the program would write of it."""
    text = content.decode("utf-8", "replace")
    html = markdown.read(text)
    markdown.read(markdown.write(html))
    markdown.read_title(text[:200], text[:200])


def _blocks() -> list[bytes]:
    heads = [TEXT.partition("\n---\n")[0] + "\n---\n", "---\n" + "".join(f"{line}\n" for line in LINES[:12]) + "---\n"]
    return [*(head.encode() for head in heads), *(f"---\n{line}\n---\n\nWords\n".encode() for line in LINES)]


def _front_matter(content: bytes) -> None:
    """Every value that is read can be written, and is read again as the same. Both readers of YAML agree, and the proof
    has a reader of its own.
    """
    text = content.decode("utf-8", "replace")
    if text.startswith("---\n") and (block := plain_yaml.read(text[4:].partition("\n---\n")[0] + "\n")) is not None:
        assert block == yaml_reader.read(text[4:].partition("\n---\n")[0] + "\n")
    with suppress(witness.Unreadable):
        witness.split(text)
    values, _ = front_matter.split(text)
    for value in values.values():
        front_matter.moment(value)
    written = front_matter.join(values, "Words")
    again, below = front_matter.split(written)
    assert below == "Words\n"
    assert front_matter.join(again, "Words") == written


def _settings() -> list[bytes]:
    whole = (_ARCHIVE / "archive.toml").read_bytes()
    more = (
        b'schema = 2\n[site]\ntitle = "A"\nurl = "https://ada.example"\nlists = ["Tides"]\nhighlights = true\n'
        b'old_domains = ["old.example"]\nold_addresses = ["short"]\nextras = false\n[authors.bea]\nname = "Bea"\n'
        b'[pictures]\nhosts = { "miro.medium.com" = "http://127.0.0.1:1" }\nallow = ["x.example"]\nconnections = 3\n'
        b'seconds = 1.5\n[watch]\nprofile = "https://medium.com/@ada"\nposts = ["https://medium.com/p/0123456789ab"]\n'
        b'feed = ["https://medium.com/feed/@ada"]\nbrowser = true\n[theme]\naccent = "#123456"\nposts = 3\n'
        b'[publish.devto]\nx = "y"\n[export.hugo]\nkeys = { date = "day" }\n'
    )
    return [whole, more]


def _setting(content: bytes) -> None:
    file = folder() / "archive.toml"
    file.write_bytes(content)
    found = settings.read(file)
    theme.load("plain", folder(), found.theme)


@cache
def _schemas() -> list[type[Any]]:
    return [*record_files._SCHEMAS.values(), *map(private_reading.schema_of, TABLES.values())]


def _records() -> list[bytes]:
    places = [*_ARCHIVE.glob("records/*.json*"), *_ARCHIVE.glob("private/*.json*"), *_ARCHIVE.glob("private/*/*.jsonl")]
    return [path.read_bytes() for path in sorted(places)]


def _record(content: bytes) -> None:
    """A file read by each schema: each line is a record or a problem, and a record can be written and read again."""
    for file in (folder() / "records.jsonl", folder() / "record.json"):
        file.write_bytes(content)
        for schema in _schemas():
            parsed = records.parse(file, schema)
            assert len(parsed.lines) == len(parsed.records)
            lines = records.lines(parsed.records)
            again = file.with_name("again.jsonl")
            again.write_bytes(lines)
            assert records.lines(records.read(again, schema)) == lines


def _templates() -> list[bytes]:
    shipped = [path.read_bytes() for path in sorted((_ROOT / "themes").glob("*/*.html"))]
    return [*shipped, *(text.encode() for text in (*REACH, *USE_UP) if len(text) < 1000)]


_values = cache(templates.values)


def _template(content: bytes) -> None:
    """A template ends, makes a page of a bounded size, and shows nothing of Python and no file outside the theme."""
    own = folder() / "theme"
    own.mkdir(exist_ok=True)
    (folder() / "secret.txt").write_text("SECRET WORDS", "utf-8")
    (own / "post.html").write_bytes(content)
    with patch.object(template_limits, "STEPS", _STEPS):
        made = theme.load("plain", folder()).render("post.html", _values())
    assert len(made) <= _MOST_MADE
    text = content.decode("utf-8", "replace")
    assert not any(sign in made.replace("&lt;", "<") for sign in REACHED if sign not in text), made[:500]


ALL = (
    Target("markdown-text", _texts, _text, mutators.of_lines),
    Target("front-matter", _blocks, _front_matter, mutators.of_lines, (front_matter.FrontMatterWrong,)),
    Target("settings", _settings, _setting, mutators.of_values, (SettingsWrong, NewerArchive)),
    Target("records", _records, _record, mutators.of_values, (RecordsDamaged,)),
    Target("theme", _templates, _template, mutators.of_template, (ThemeBroken,)),
)
