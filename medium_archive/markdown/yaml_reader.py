"""Reads any YAML of front matter with PyYAML, within limits."""

from __future__ import annotations

import yaml

try:
    from yaml import CSafeLoader as SafeLoader
except ImportError:  # PyYAML built without libyaml: the same, five times slower
    from yaml import SafeLoader  # type: ignore[assignment]  # the pure class stands in for the C one

_MAX_DEPTH = 50  # libyaml's composer calls itself for each level; many levels overflow the stack and end the program
# PyYAML raises its own errors, and others for a value that is not of the type of its tag
_ERRORS = (yaml.YAMLError, ValueError, ArithmeticError, LookupError, TypeError, AttributeError, RecursionError)


class _Loader(SafeLoader):
    """Reads a date that does not exist as text, so that the rest can be read."""


def _construct_timestamp(loader: _Loader, node: yaml.ScalarNode) -> object:
    try:
        return loader.construct_yaml_timestamp(node)
    except (ValueError, OverflowError):
        return node.value


_Loader.add_constructor("tag:yaml.org,2002:timestamp", _construct_timestamp)


def read(block: str) -> object:
    """The value of a YAML document. Raises ValueError, which says where the document is wrong."""
    try:
        _refuse_depth(block)
        return yaml.load(block, _Loader)  # noqa: S506  # a safe loader, its C build
    except _ERRORS as error:
        raise ValueError(" ".join(str(error).split())) from error


def _refuse_depth(block: str) -> None:
    if sum(block.count(mark) for mark in "[{-?:") <= _MAX_DEPTH:
        return
    depth = 0
    for event in yaml.parse(block, SafeLoader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _MAX_DEPTH:
            raise ValueError(f"it has more than {_MAX_DEPTH} levels")
