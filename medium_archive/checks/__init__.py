"""What `archive verify` checks, one file a check.

A check is a module here with a function `inspect`, which is given the archive as it was read once and gives what it
found; `IN_QUICK` says whether it looks at the structure alone, and so belongs to `verify --quick`. A new file is a new
check: `every` finds it, and the contract tests run on it.
"""

from __future__ import annotations

import importlib
import pkgutil
from types import ModuleType


def every() -> tuple[ModuleType, ...]:
    """All checks, by their names."""
    modules = (importlib.import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__))
    return tuple(module for module in modules if hasattr(module, "inspect"))
