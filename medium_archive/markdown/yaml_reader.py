"""Reads any YAML of front matter with PyYAML, within limits.

A value is text as it is written: a title `12:30` is no number of seconds. Only some keys have dates, or true and false.
"""

from __future__ import annotations

import re

import yaml

from medium_archive.markdown.yaml_text import DATES, FLAGS

try:
    from yaml import CSafeLoader as SafeLoader
except ImportError:  # PyYAML built without libyaml: the same, five times slower
    from yaml import SafeLoader  # type: ignore[assignment]  # the pure class stands in for the C one

_MAX_DEPTH = 50  # libyaml's composer calls itself for each level; many levels overflow the stack and end the program
_KEPT = {"bool": FLAGS, "timestamp": DATES, "int": (), "float": ()}  # the keys whose values keep these types
_TAG = "tag:yaml.org,2002:"
_FIRST_LINE = 2  # of the block in its file
# Mistakes that people make, by the words of libyaml about what it found, and about what it was reading: the clause, and
# whether its line is that in which the value begins
_MISTAKES = (
    ("found unexpected end of stream", "while scanning a quoted scalar", "the quote is not closed", True),
    ("found unexpected document indicator", "while scanning a quoted scalar", "the quote is not closed", True),
    ("did not find expected ',' or ']'", "while parsing a flow sequence", "the bracket [ is not closed", True),
    ("did not find expected ',' or '}'", "while parsing a flow mapping", "the bracket { is not closed", True),
    (
        "mapping values are not allowed in this context",
        "",
        "a colon and a space can't be in a value without quotes, and the line can't begin with spaces",
        False,
    ),
    (
        "found character that cannot start any token",
        "while scanning for the next token",
        "a value can't begin with this character; put the value in quotes",
        False,
    ),
    ("could not find expected ':'", "while scanning a simple key", "the colon after the key is missing", True),
)
# A title of two parts, as a person types it, is no YAML: "title: Rain: a history". Other YAML readers refuse it
_TWO_PARTS = re.compile(
    r"^(title|subtitle|description):[ \t]+"
    r"([^\s\-?:,\[\]{}#&*!|>'\"%@`](?:(?![ \t]#)[^\r\n])*?:(?:[ \t](?:(?![ \t]#)[^\r\n])*?)?)[ \t]*"
    r"(?=\r?\n(?:[A-Za-z_]+:|\Z)|\Z)",
    re.MULTILINE,
)
_TEXT_LINE = re.compile(r"(title|subtitle|description):[ \t]+(\S.*)")
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
    """The value of the YAML in front matter. A title, subtitle or description with a colon may stand without quotation
    marks. Raises ValueError, which says where the file is wrong.
    """
    try:
        return _value(block)
    except ValueError:
        quoted = _TWO_PARTS.sub(lambda line: f"{line[1]}: {_in_quotes(line[2].rstrip())}", block)
        if quoted == block:
            raise
    return _value(quoted)


def _value(block: str) -> object:
    try:
        _refuse_depth(block)
        loader = _Loader(block)
        try:
            node = loader.get_single_node()
            _keep_as_text(node, set())
            return None if node is None else loader.construct_document(node)
        finally:
            loader.dispose()
    except _ERRORS as error:
        raise ValueError(_words(error, block)) from error


def _words(error: Exception, block: str) -> str:
    """What is wrong, with lines of the file, whose first line is `---`."""
    if isinstance(error, yaml.reader.ReaderError):
        line = block[: block.find(chr(error.character))].count("\n") + _FIRST_LINE
        return f"line {line}: the character U+{error.character:04X} is not allowed"
    if not isinstance(error, yaml.MarkedYAMLError) or (mark := error.problem_mark) is None:
        return " ".join(str(error).split())
    line = mark.line + _FIRST_LINE
    context = f" {error.context}" if error.context else ""
    if error.context_mark is not None and error.context_mark.line != mark.line:
        context += f" that begins in line {error.context_mark.line + _FIRST_LINE}"
    elif text := _TEXT_LINE.fullmatch(block.splitlines()[mark.line].rstrip() if mark.line < block.count("\n") else ""):
        return f"line {line}: this {text[1]} must stand in quotation marks, like {text[1]}: {_in_quotes(text[2])}"
    for problem, reading, mistake, is_where_it_begins in _MISTAKES:
        if error.problem == problem and (error.context or "") == reading:
            begin = error.context_mark if is_where_it_begins and error.context_mark is not None else mark
            return f"line {begin.line + _FIRST_LINE}: {mistake}"
    return f"line {line}, column {mark.column + 1}: {error.problem}{context}"


def _in_quotes(text: str) -> str:
    return f'"{text}"' if '"' not in text and "\\" not in text else "'{}'".format(text.replace("'", "''"))


def _keep_as_text(node: yaml.Node | None, known: set[int], key: str = "") -> None:
    """Make texts of the unquoted scalars in a node, the value of `key`, that a YAML reader takes for something else."""
    if id(node) in known:  # an alias
        return
    known.add(id(node))
    if isinstance(node, yaml.ScalarNode):
        kind = node.tag.removeprefix(_TAG)
        if not node.style and key not in _KEPT.get(kind, (key,)):
            node.tag = f"{_TAG}str"
    elif isinstance(node, yaml.MappingNode):
        for name, value in node.value:
            _keep_as_text(name, known)
            _keep_as_text(value, known, str(name.value))
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            _keep_as_text(value, known)


def _refuse_depth(block: str) -> None:
    if sum(block.count(mark) for mark in "[{-?:") <= _MAX_DEPTH:
        return
    depth = 0
    for event in yaml.parse(block, SafeLoader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _MAX_DEPTH:
            raise ValueError(f"it has more than {_MAX_DEPTH} levels")
