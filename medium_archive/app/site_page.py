"""The page of the site: its settings, built from what they are (folder/settings_fields.py), and a preview of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from medium_archive.app import actions, forms
from medium_archive.app.actions import Form
from medium_archive.app.session import Session
from medium_archive.folder import settings as settings_file
from medium_archive.folder import settings_fields
from medium_archive.folder.settings import Settings
from medium_archive.folder.settings_fields import Field, Value, Values

_FIRST = ("title", "url", "language", "theme")  # the others are folded away
_OF_PROGRAM = ("username",)  # of [author]: what an import writes, and the watch and the links need
_TABLES = ("site", "author")


@dataclass(frozen=True)
class Shown:
    """A field of the form: its name there, and its value as a form has it."""

    field: Field
    name: str
    value: str | bool | tuple[str, ...]


class SitePage:
    """What this page shows."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def show(self, request: Request) -> dict[str, Any]:
        return await run_in_threadpool(self._values)

    def _values(self) -> dict[str, Any]:
        from medium_archive.commands.list_themes import list_themes  # noqa: PLC0415  # slow to import

        session = self._session
        layout, trial = session.layout, session.place.trial
        settings = settings_file.read(layout.settings)
        themes = list_themes(layout).as_json()["themes"]
        is_tried = session.tried is not None and session.tried[0] == trial
        form = session.tried[1] if session.tried is not None and is_tried else {}
        fields = [_shown(field, prefix_of(field.table), settings, form) for field in fields_of_site()]
        return {
            "fields": {one.name: one for one in fields},
            "first": _FIRST,
            "themes": [
                {**one, "options": [_shown(field, prefix_of("theme", one["name"]), settings, form) for field in known]}
                for one in themes
                for known in (settings_fields.of_theme(one["name"], layout.root),)
            ],
            "has_site": (layout.site / "index.html").is_file(),
            "has_trial": is_tried and (trial / actions.SITE / "index.html").is_file(),
            "is_tried": session.has_unsaved(),
        }


def fields_of_site() -> tuple[Field, ...]:
    """The fields of the form, but for the options of themes."""
    found = (field for table in _TABLES for field in settings_fields.of(table))
    return tuple(field for field in found if not (field.table == "author" and field.key in _OF_PROGRAM))


def prefix_of(table: str, theme: str = "") -> str:
    """What the names of the fields of a table begin with."""
    return {"site": "", "author": "author."}.get(table, f"theme.{theme}.")


def values_of(form: Form, session: Session) -> Values:
    """The values of the form: of [site], of [author], and of the options of the theme that it chooses.

    Raises Incomplete, ThemeBroken, SettingsWrong.
    """
    values: dict[str, Mapping[str, Value]] = {
        table: forms.settings(form, [one for one in fields_of_site() if one.table == table], prefix_of(table))
        for table in _TABLES
    }
    theme = str(values["site"].get("theme", "")) or settings_file.read(session.layout.settings).site.theme
    known = settings_fields.of_theme(theme, session.layout.root)
    options = forms.settings(form, known, prefix_of("theme", theme))
    return {**values, "theme": options} if options else values


def _shown(field: Field, prefix: str, settings: Settings, form: Form) -> Shown:
    name = prefix + field.key
    table = settings.theme if field.table == "theme" else vars(getattr(settings, field.table))
    value = table.get(field.key, field.default)
    if name in form and field.kind == "list" and field.choices:
        value = tuple(one for one in field.choices if form.get(f"{name}.{one}"))
    elif name in form:
        value = bool(form[name]) if field.kind == "flag" else form[name]
    if field.kind == "list" and not field.choices and not isinstance(value, str):
        value = "\n".join(value)
    return Shown(field, name, value if isinstance(value, bool | tuple) else str(value))
