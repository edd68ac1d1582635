"""The fields of a form, and the values of settings in them."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import parse_qsl

from starlette.requests import Request

from medium_archive.app.actions import Form, Incomplete, refuse_control_characters
from medium_archive.app.guard import TooLarge
from medium_archive.folder.settings_fields import Field, Value

_MOST_FIELDS = 1_000  # that of the site has the options of every theme


async def read(request: Request) -> dict[str, str]:
    """The fields of a form; the guard limits its size. Raises TooLarge for too many fields."""
    body = (await request.body()).decode("utf-8", "replace")
    try:
        return dict(parse_qsl(body, keep_blank_values=True, max_num_fields=_MOST_FIELDS))
    except ValueError as error:
        raise TooLarge from error


def settings(form: Form, fields: Sequence[Field], prefix: str = "") -> dict[str, Value]:
    """The values that a form has for these keys, each under its key after a prefix. A list has one value in a line;
    one of choices has a field for each of them, after an empty one. Raises Incomplete.
    """
    return {field.key: _value(form, prefix + field.key, field) for field in fields if prefix + field.key in form}


def _value(form: Form, name: str, field: Field) -> Value:
    text = form[name].strip()
    if field.kind == "list":
        lines = tuple(filter(None, map(str.strip, form[name].splitlines())))
        refuse_control_characters({line: line for line in lines})
        return tuple(one for one in field.choices if form.get(f"{name}.{one}")) if field.choices else lines
    refuse_control_characters({name: form[name]})
    if field.kind == "flag":
        return bool(text)
    if field.kind == "number":
        try:
            return int(text) if text.isdecimal() else float(text)
        except ValueError as error:
            raise Incomplete("no_number") from error
    return text
