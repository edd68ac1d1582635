"""Values of this program as bytes, in files that the program itself wrote, and their fingerprints.

A pickle may name any class or function of Python. These may hold only frozen dataclasses of this program and a few
classes of libraries; any other name is refused, so that no file can make this program run code.
"""

from __future__ import annotations

import hashlib
import io
import pickle  # _Values refuses everything that could run code
from collections.abc import Callable
from typing import Any

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
# The errors that reading a pickle with the right checksum, but with other values, can raise
FAILURES = (pickle.UnpicklingError, AttributeError, EOFError, ImportError, LookupError, TypeError, ValueError)


class _Refused(pickle.UnpicklingError):
    """The file names a class or a function that no value has."""


class _Values(pickle.Unpickler):
    """Refuses every class and function that is not a value of this program."""

    def find_class(self, module: str, name: str) -> Any:
        is_ours = module.startswith(_PACKAGE) and "." not in name
        if is_ours or (module, name) in _ALLOWED:
            found = super().find_class(module, name)
            parameters = getattr(found, "__dataclass_params__", None)
            if (module, name) in _ALLOWED or (isinstance(found, type) and parameters and parameters.frozen):
                return found
        raise _Refused(f"{module}.{name}")


class _Plain(pickle.Pickler):
    """Writes equal values as equal bytes: without references to values that were written before."""

    def __init__(self, file: io.BytesIO, stand_in: Callable[[Any], str | None]) -> None:
        super().__init__(file, pickle.HIGHEST_PROTOCOL)
        self.fast = True
        self._stand_in = stand_in

    def reducer_override(self, value: Any) -> Any:
        short = self._stand_in(value)
        return NotImplemented if short is None else (str, (short,))


def load(data: bytes) -> Any:
    """Raises one of FAILURES."""
    return _Values(io.BytesIO(data)).load()


def dump(value: object) -> bytes:
    return pickle.dumps(value, pickle.HIGHEST_PROTOCOL)


def fingerprint(value: object, stand_in: Callable[[Any], str | None] = lambda value: None) -> str:
    """A checksum of a value, the same for equal values of the same types. `stand_in` gives a text that stands for an
    object in it, or None. It is not asked about texts, numbers, tuples, lists and mappings.
    """
    file = io.BytesIO()
    _Plain(file, stand_in).dump(value)
    return hashlib.blake2b(file.getbuffer(), digest_size=16).hexdigest()
