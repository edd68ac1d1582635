"""A frozen dataclass is the schema of a JSON object: its fields are the keys, in their order, with the types of values.

A field without a default must be there; unknown keys are ignored, so that an older program reads newer records.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from functools import cache, partial
from types import MappingProxyType, NoneType
from typing import Annotated, Any, Literal, TypeVar, get_args, get_origin, get_type_hints

T = TypeVar("T")
_INSIDE = "inside the archive"
# The path of a file or folder, relative to the archive. An archive may come from a stranger, and the program moves and
# removes what its records name, so a path that leads out of the archive is refused.
ArchivePath = Annotated[str, _INSIDE]
_OUTSIDE = re.compile(r"^(?:[/\\]|[A-Za-z]:[/\\])|(?:^|[/\\])\.\.(?:[/\\]|$)")
# The metadata of a field that a writer also writes without a value
ALSO_EMPTY: Mapping[str, bool] = MappingProxyType({"also empty": True})
_NAMES: Mapping[type, str] = {str: "a string", int: "a whole number", bool: "true or false"}
_Convert = Callable[[object], Any]
_Field = tuple[str, bool, _Convert]  # its name, whether it must be there, what checks and converts its value
_known: dict[type, tuple[_Field, ...]] = {}


class SchemaMismatch(ValueError):
    """A value that doesn't follow its schema. The message continues the name of the object: " has no id"."""


class _WrongValue(Exception):
    """The message continues the name of the value: "is not a string"."""


def decode(value: object, schema: type[T]) -> T:
    """The JSON object as an instance of the dataclass. Raises SchemaMismatch."""
    if not isinstance(value, dict):
        raise SchemaMismatch(" is not a JSON object")
    values: dict[str, Any] = {}
    for name, is_needed, convert in _fields(schema):
        if name in value:
            try:
                values[name] = convert(value[name])
            except _WrongValue as wrong:
                raise SchemaMismatch(f": `{name}` {wrong}") from wrong
        elif is_needed:
            raise SchemaMismatch(f" has no {name}")
    return schema(**values)


def encode(record: object) -> dict[str, Any]:
    """A dataclass as a JSON object, without the keys that have no value."""
    found: dict[str, Any] = {}
    for name in _names(type(record)):  # type: ignore[arg-type]  # a class is hashable
        value = getattr(record, name)
        if value is None or value == "":
            continue
        if isinstance(value, tuple):
            if value:  # all items of a list are of one type
                found[name] = list(map(encode, value)) if is_dataclass(value[0]) else list(value)
        else:
            found[name] = value
    return found


def unknown_keys(value: Mapping[str, Any], record: object) -> list[str]:
    """The keys of a JSON object, also of the objects in its lists, that `encode` does not write for its `record`: those
    that the schema lacks, and those without a value. A field with ALSO_EMPTY may be empty.
    """
    found = []
    for key, held in value.items():
        known = getattr(record, key, None) if key in _names(type(record)) else None  # type: ignore[arg-type]  # a class is hashable
        if known is None or known in ("", ()):
            found += [] if known is not None and key in _also_empty(type(record)) else [key]  # type: ignore[arg-type]  # a class is hashable
        elif isinstance(known, tuple) and is_dataclass(known[0]):
            found += [
                f"{key}.{one}" for item, inner in zip(held, known, strict=True) for one in unknown_keys(item, inner)
            ]
    return found


@cache
def _names(schema: Any) -> tuple[str, ...]:
    return tuple(one.name for one in fields(schema))


@cache
def _also_empty(schema: Any) -> frozenset[str]:
    return frozenset(one.name for one in fields(schema) if one.metadata == ALSO_EMPTY)


def _fields(schema: type[Any]) -> tuple[_Field, ...]:
    if schema not in _known:
        hints = get_type_hints(schema, include_extras=True)
        _known[schema] = tuple(
            (one.name, one.default is MISSING and one.default_factory is MISSING, _converter(hints[one.name]))
            for one in fields(schema)
        )
    return _known[schema]


def _converter(hint: Any) -> _Convert:
    arguments = [one for one in get_args(hint) if one is not NoneType]
    origin = get_origin(hint)
    if origin is tuple:
        return _list_of(arguments[0])
    if origin is Literal:
        return _one_of(arguments)
    if origin is Annotated:
        return _path
    if len(arguments) == 1:  # `int | None`: a key without a value is left out, so null is not one
        return _converter(arguments[0])
    return _instance_of(hint)


def _instance_of(kind: type) -> _Convert:
    def convert(value: object) -> Any:
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            raise _WrongValue(f"is not {_NAMES[kind]}")
        return value

    return convert


def _path(value: object) -> str:
    if not isinstance(value, str):
        raise _WrongValue("is not a string")
    if _OUTSIDE.search(value):
        raise _WrongValue("leads out of the archive")
    if "\0" in value:  # no system has such a path: opening it raises ValueError
        raise _WrongValue("has a character of code 0, which no path has")
    return value


def _one_of(choices: list[str]) -> _Convert:
    def convert(value: object) -> Any:
        if value not in choices:
            raise _WrongValue(f"is not one of {', '.join(choices)}")
        return value

    return convert


def _list_of(hint: Any) -> _Convert:
    convert_item = partial(decode, schema=hint) if isinstance(hint, type) and is_dataclass(hint) else _converter(hint)

    def convert(value: object) -> Any:
        if not isinstance(value, list):
            raise _WrongValue("is not a list")
        try:
            return tuple(convert_item(item) for item in value)
        except (SchemaMismatch, _WrongValue) as wrong:
            space = "" if isinstance(wrong, SchemaMismatch) else " "
            raise _WrongValue(f"is wrong: an item{space}{wrong}") from wrong

    return convert
