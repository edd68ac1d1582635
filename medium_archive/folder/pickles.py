"""Values of this program as bytes, for files of the cache and for other processes, and the fingerprints of values.

A pickle may name any class or function of Python. The pickles here may name only frozen dataclasses of this program and
a few classes of libraries. Any other name is refused, so no file can make this program run code.
"""

from __future__ import annotations

import hashlib
import io
import pickle  # _Values refuses everything that could run code
from collections.abc import Callable, Mapping
from dataclasses import fields
from operator import attrgetter
from types import MappingProxyType
from typing import Any, BinaryIO, Protocol, TypeVar

T = TypeVar("T")

_PACKAGE = "medium_archive."
_ALLOWED = frozenset((
    ("builtins", "frozenset"),
    ("datetime", "datetime"),
    ("datetime", "timedelta"),
    ("datetime", "timezone"),
    ("markupsafe", "Markup"),
    ("medium_archive.folder.signatures", "Signature"),
    ("pathlib", "PosixPath"),
    ("pathlib", "WindowsPath"),
))  # fmt: skip
# The errors that `load` can raise for a pickle with a right checksum, if another version wrote it
FAILURES = (pickle.UnpicklingError, AttributeError, EOFError, ImportError, LookupError, TypeError, ValueError)


_NONE: Mapping[type, Callable[[Any], str]] = MappingProxyType({})


class Writer(Protocol):
    """A file to write to."""

    def write(self, data: bytes, /) -> int: ...


class _Refused(pickle.UnpicklingError):
    """The file names a class or a function that no value has."""


class _Values(pickle.Unpickler):
    """An unpickler that refuses every class and function except the allowed classes of values."""

    def find_class(self, module: str, name: str) -> Any:
        is_ours = module.startswith(_PACKAGE) and "." not in name
        if is_ours or (module, name) in _ALLOWED:
            found = super().find_class(module, name)
            parameters = getattr(found, "__dataclass_params__", None)
            if (module, name) in _ALLOWED or (isinstance(found, type) and parameters and parameters.frozen):
                return found
        raise _Refused(f"{module}.{name}")


class _Plain(pickle.Pickler):
    """Writes equal values as equal bytes, because it writes no references to values that were written before."""

    def __init__(self, file: io.BytesIO, stand_ins: Mapping[type, Callable[[Any], str]]) -> None:
        super().__init__(file, pickle.HIGHEST_PROTOCOL)
        self.fast = True
        # Asked only about values of these types: `reducer_override` would be asked about each of a million values
        self.dispatch_table = {kind: _reducer(stand_in) for kind, stand_in in stand_ins.items()}


def _reducer(stand_in: Callable[[Any], str]) -> Callable[[Any], tuple[type, tuple[str]]]:
    return lambda value: (str, (stand_in(value),))


def by_position(kind: type[T]) -> type[T]:
    """Let a pickle of a dataclass of several fields hold the values alone, in the order of the fields. For a frozen
    dataclass with slots Python looks up its fields again for each object, in writing and in reading.
    """
    values = attrgetter(*(one.name for one in fields(kind)))  # type: ignore[arg-type]  # a dataclass
    kind.__reduce__ = lambda self: (kind, values(self))  # type: ignore[method-assign]  # as pickle asks it
    return kind


def load(data: bytes) -> Any:
    """The value in a pickle. Raises one of FAILURES."""
    return _Values(io.BytesIO(data)).load()


def read(file: BinaryIO) -> Any:
    """The value in the pickle that is the rest of a file. Raises one of FAILURES."""
    return _Values(file).load()


def write(value: object, file: Writer) -> None:
    """Write a value as a pickle."""
    pickle.Pickler(file, pickle.HIGHEST_PROTOCOL).dump(value)


def dump(value: object) -> bytes:
    return pickle.dumps(value, pickle.HIGHEST_PROTOCOL)


def fingerprint(value: object, stand_ins: Mapping[type, Callable[[Any], str]] = _NONE) -> str:
    """Return a checksum of a value, the same for equal values of the same types. `stand_ins` give a text that stands
    for an object in it, by the type of the object.
    """
    file = io.BytesIO()
    _Plain(file, stand_ins).dump(value)
    return hashlib.blake2b(file.getbuffer(), digest_size=16).hexdigest()
