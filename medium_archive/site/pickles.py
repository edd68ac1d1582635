"""Values of this program as bytes, for files of the cache and for other processes, and the fingerprints of values.

A pickle may name any class or function of Python. The pickles here may name only frozen dataclasses of this program and
a few classes of libraries. Any other name is refused, so no file can make this program run code.
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
# The errors that `load` can raise for a pickle with a right checksum, if another version wrote it
FAILURES = (pickle.UnpicklingError, AttributeError, EOFError, ImportError, LookupError, TypeError, ValueError)


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

    def __init__(self, file: io.BytesIO, stand_in: Callable[[Any], str | None]) -> None:
        super().__init__(file, pickle.HIGHEST_PROTOCOL)
        self.fast = True
        self._stand_in = stand_in

    def reducer_override(self, value: Any) -> Any:
        short = self._stand_in(value)
        return NotImplemented if short is None else (str, (short,))


def load(data: bytes) -> Any:
    """The value in a pickle. Raises one of FAILURES."""
    return _Values(io.BytesIO(data)).load()


def dump(value: object) -> bytes:
    return pickle.dumps(value, pickle.HIGHEST_PROTOCOL)


def fingerprint(value: object, stand_in: Callable[[Any], str | None] = lambda value: None) -> str:
    """A checksum of a value, the same for equal values of the same types. For each object in the value, `stand_in`
    returns a text that replaces it in the checksum, or None. It is not called for texts, numbers, tuples, lists and
    mappings.
    """
    file = io.BytesIO()
    _Plain(file, stand_in).dump(value)
    return hashlib.blake2b(file.getbuffer(), digest_size=16).hexdigest()
