"""The one place where tests set the clock of this computer, as the program reads it, back or forward."""

from __future__ import annotations

import dataclasses
import sys
import time
import types
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from datetime import datetime, tzinfo
from typing import Any
from unittest import mock

_PACKAGE = "medium_archive"
_SET: list[AbstractContextManager[None]] = []


@contextmanager
def wall_clock(moment: Callable[[], float]) -> Iterator[None]:
    """In this context the clock on the wall shows these seconds since 1970, in every module of the program."""

    class Wrong(datetime, metaclass=_OfDatetimes):
        def __new__(cls, *given: Any, **named: Any) -> datetime:  # type: ignore[misc]  # of the usual class
            return datetime(*given, **named)  # noqa: DTZ001  # as the program gives it

        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]  # gives the usual class
            return datetime.fromtimestamp(moment(), tz)

    calls = {time.time: moment, time.time_ns: lambda: int(moment() * 1e9)}
    with ExitStack() as stack:
        for module in _modules():
            if vars(module).get("datetime") is datetime:
                stack.enter_context(mock.patch.object(module, "datetime", Wrong))
        stack.callback(replace_defaults(calls))
        stack.enter_context(mock.patch("time.time", calls[time.time]))
        stack.enter_context(mock.patch("time.time_ns", calls[time.time_ns]))
        yield


def set_wall_clock(moment: Callable[[], float]) -> None:
    """The same for the rest of this process."""
    clock = wall_clock(moment)
    clock.__enter__()
    _SET.append(clock)  # else it would be set back at once


class _OfDatetimes(type):
    """Every datetime is an instance."""

    def __instancecheck__(cls, one: object) -> bool:
        return isinstance(one, datetime)


def replace_defaults(new: Mapping[Any, Any]) -> Callable[[], None]:
    """Put other functions in the place of those of `time`, where functions and frozen values of the program have them
    as default values. Gives what undoes it.
    """
    undo: list[Callable[[], None]] = []
    for module in _modules():
        _replace(vars(module).values(), new, undo)

    def put_back() -> None:
        for back in reversed(undo):
            back()

    return put_back


def _modules() -> list[types.ModuleType]:
    return [module for name, module in sys.modules.items() if name.split(".")[0] == _PACKAGE]


def _replace(values: Any, new: Mapping[Any, Any], undo: list[Callable[[], None]]) -> None:
    for value in list(values):
        if isinstance(value, type) and value.__module__.startswith(_PACKAGE):
            _replace(vars(value).values(), new, undo)
        elif isinstance(value, types.FunctionType) and value.__module__.startswith(_PACKAGE):
            _replace_in(value, new, undo)


def _replace_in(function: types.FunctionType, new: Mapping[Any, Any], undo: list[Callable[[], None]]) -> None:
    positional, named = function.__defaults__, function.__kwdefaults__
    if positional and any(_holds(one, new) for one in positional):
        function.__defaults__ = tuple(_new(one, new, undo) for one in positional)
        undo.append(lambda: setattr(function, "__defaults__", positional))
    if named and any(_holds(one, new) for one in named.values()):
        function.__kwdefaults__ = {key: _new(one, new, undo) for key, one in named.items()}
        undo.append(lambda: setattr(function, "__kwdefaults__", named))


def _holds(value: Any, new: Mapping[Any, Any]) -> bool:
    if isinstance(value, types.BuiltinFunctionType):
        return value in new
    if not dataclasses.is_dataclass(value) or isinstance(value, type):
        return False
    return any(_holds(getattr(value, one.name), new) for one in dataclasses.fields(value))


def _new(value: Any, new: Mapping[Any, Any], undo: list[Callable[[], None]]) -> Any:
    """What is put in the place of a default value; a frozen value that holds a clock is changed in its place."""
    if isinstance(value, types.BuiltinFunctionType):
        return new.get(value, value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        for field in dataclasses.fields(value):
            held = getattr(value, field.name)
            if isinstance(held, types.BuiltinFunctionType) and held in new:
                object.__setattr__(value, field.name, new[held])
                undo.append(lambda name=field.name, held=held: object.__setattr__(value, name, held))  # type: ignore[misc]
    return value
