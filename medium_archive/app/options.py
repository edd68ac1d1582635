"""The options of hosts, platforms and formats: fields of their frozen dataclasses `Settings`, as a form has them.

The command line makes its options of the same fields (cli/options.py), so a field has the same name in both.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Sequence
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from medium_archive.app.actions import Form, Incomplete, path_of, text_of

Kind = Literal["flag", "text", "path", "number", "choice"]


@dataclasses.dataclass(frozen=True)
class Field:
    """One field of a form. `help` is the sentence of the command line, `metavar` what it calls a value. An argument
    stands on the command line without its name.
    """

    name: str
    kind: Kind
    help: str
    metavar: str = ""
    default: str = ""
    is_argument: bool = False
    is_required: bool = False
    choices: tuple[str, ...] = ()


def fields(settings: type[Any], leave: Collection[str] = ()) -> tuple[Field, ...]:
    """The fields of a dataclass, those named in `leave` left out. An argument must be given in a form."""
    types = get_type_hints(settings)
    return tuple(_field(one, types[one.name]) for one in dataclasses.fields(settings) if one.name not in leave)


def arguments(found: Sequence[Field], form: Form) -> list[str]:
    """What a form says, as options and then arguments of a command. Raises Incomplete."""
    given = [(field, _value(field, text_of(form, field.name))) for field in found]
    options = [_option(field, text) for field, text in given if text and not field.is_argument]
    names = [text for field, text in given if text and field.is_argument]
    return [*options, *["--"] * any(name.startswith("-") for name in names), *names]


def _field(field: dataclasses.Field[Any], hint: Any) -> Field:
    parts = get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)
    (kind,) = (part for part in parts if part is not NoneType)
    choices = get_args(kind) if get_origin(kind) is Literal else ()
    kinds: dict[Any, Kind] = {bool: "flag", Path: "path", int: "number"}
    is_argument = bool(field.metadata.get("argument"))
    return Field(
        field.name,
        "choice" if choices else kinds.get(kind, "text"),
        field.metadata["help"],
        field.metadata.get("metavar", ""),
        str(field.default) if field.default and field.default is not dataclasses.MISSING else "",
        is_argument,
        is_argument or field.default is dataclasses.MISSING,
        choices,
    )


def _value(field: Field, text: str) -> str:
    """The value of a field, "" for none. Raises Incomplete."""
    if field.is_required and not text:
        raise Incomplete("no_path" if field.kind == "path" else "no_field")
    if field.kind == "number" and text and not text.isdecimal():
        raise Incomplete("no_number")
    return str(path_of(text)) if field.kind == "path" and text else text


def _option(field: Field, text: str) -> str:
    name = f"--{field.name.replace('_', '-')}"
    return name if field.kind == "flag" else f"{name}={text}"
