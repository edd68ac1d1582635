"""The templates of `archive export zola` show a post from its date on. They are rendered with Jinja, of which Tera, the
template language of Zola, is a close relative.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import jinja2
import pytest

from medium_archive.formats import zola
from medium_archive.formats.generator.idiom import Site

_FOLDER = "themes/simple/templates/"
_TEMPLATES = {
    path.removeprefix(_FOLDER): text
    for path, text in zola.IDIOM.site(Site("Tides", "Ada", "en", "")).items()
    if path.startswith(_FOLDER)
}
_NOW = 1_600_000_000
_CONFIG = {"title": "Tides", "default_language": "en", "base_url": "https://a.example"}


def _page(title: str, date: str | None) -> dict[str, Any]:
    values: dict[str, Any] = {
        "title": title,
        "date": date,
        "updated": None,
        "authors": ["Ada"],
        "extra": {},
        "taxonomies": {},
    }
    return {**values, "permalink": f"/{title}/", "content": f"Words of {title}"}


_PAGES = [_page("past", "2020-01-02T03:04:05Z"), _page("future", "2999-01-02T03:04:05Z"), _page("undated", None)]


def _date(text: str, format: str) -> str:  # Tera's name
    date = datetime.fromisoformat(text)
    return str(int(date.timestamp())) if format == "%s" else date.isoformat() if format == "%+" else f"{date:%Y-%m-%d}"


def _or(given: Any, value: Any) -> Any:
    return value if isinstance(given, jinja2.Undefined) else given


def _joined(values: Sequence[str], sep: str) -> str:
    return sep.join(values)


def _rendered(name: str, **values: Any) -> str:
    environment = jinja2.Environment(loader=jinja2.DictLoader(_TEMPLATES), autoescape=True)
    environment.filters |= {"date": _date, "default": _or, "join": _joined}
    environment.globals |= {"now": lambda timestamp: _NOW, "get_section": lambda path: {"pages": _PAGES}}
    return environment.get_template(name).render(config=_CONFIG, **values)


def test_the_page_of_a_post_has_its_words_from_its_date_on() -> None:
    shown = {page["title"]: _rendered("page.html", page=page) for page in _PAGES}
    assert "Words of past" in shown["past"]
    assert "Words of undated" in shown["undated"]
    assert shown["future"].strip() == ""


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("index.html", {}),
        ("section.html", {"section": {"title": "Posts", "pages": _PAGES}}),
        ("taxonomy_single.html", {"term": {"name": "sea", "pages": _PAGES}}),
        ("atom.xml", {"pages": _PAGES[:2], "feed_url": "/atom.xml", "last_updated": "2020-01-02T03:04:05Z"}),
    ],
)
def test_no_list_and_no_feed_has_a_post_before_its_date(name: str, values: dict[str, Any]) -> None:
    text = _rendered(name, **values)
    assert "/past/" in text
    assert "future" not in text


def test_templates_use_no_expression_that_tera_lacks() -> None:
    """Tera refuses an attribute of what a function gives, such as `get_section(path="x").pages`."""
    assert [name for name, text in _TEMPLATES.items() if re.search(r"\)\.\w", text)] == []
