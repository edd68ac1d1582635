"""The environment in which the templates of a theme run. A theme may come from a stranger: its templates get values,
reach neither Python nor a file outside the theme, and can use up only so much (docs/themes.md).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from datetime import time as clock
from functools import partial, wraps
from pathlib import Path
from typing import Any

import jinja2
from jinja2 import nodes
from jinja2.environment import TemplateModule
from jinja2.exceptions import SecurityError
from jinja2.loaders import split_template_path
from jinja2.nodes import EvalContext, Node
from jinja2.runtime import Context, Macro, Undefined, markup_join, str_join
from jinja2.sandbox import ImmutableSandboxedEnvironment, SandboxedEscapeFormatter, SandboxedFormatter
from jinja2.utils import Namespace, pass_context, pass_eval_context
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

from medium_archive.folder import regular_files
from medium_archive.folder.template_limits import SMALL, WIDTH, Budget, number, width
from medium_archive.folder.template_names import CHECKED, NAMES

# Everything that a template of the theme can raise
FAILURES = (
    jinja2.TemplateError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    MemoryError,
    RecursionError,
    SyntaxError,  # of the Python that Jinja makes: 20 loops in each other
    TypeError,
    ValueError,
)
_SOURCE = 4 << 20  # characters of a template
_TAGS = 50_000  # in a template
_ENTRY = 10  # steps to enter a macro, a block or another template
_WORD = 1000  # characters of an argument that is written again and again
_LINKED = 1 << 20  # characters of a text whose addresses or tags are looked for
_LONG_WIDTH = re.compile(r"\d{5}")
_PERCENT = re.compile(r"%(?:\([^)]{0,99}\))?[#0 +-]*(?:\d*\.)?(?:\*|\d{5})")  # the same in "%5d" % 1
# The filters of this module have names that no template can write, but `map` can
_PAID, _WEIGHED, _JOINED, _STEPS = "items of a loop", "a small list", "texts one after another", "steps of a body"
_OPERATORS = frozenset(("+", "-", "*", "**", "%", "//"))
_CONTAINERS = (list, tuple, dict)


class TemplateFiles(jinja2.BaseLoader):
    """The templates in the first of some folders that has them. No link in a folder of the archive is followed."""

    def __init__(self, folders: Sequence[Path], archive: Path) -> None:
        self._folders = folders
        self._archive = archive

    def get_source(self, environment: jinja2.Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        parts = split_template_path(template)
        for folder in self._folders:
            path = folder.joinpath(*parts)
            try:
                is_own = path.is_relative_to(self._archive)
                text = regular_files.text(path, self._archive) if is_own else path.read_text("utf-8")
                return text, str(path), partial(_is_same, path, _time_of(path))
            except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
                continue
            except (OSError, UnicodeDecodeError) as error:
                problem = getattr(error, "strerror", "") or str(error)
                raise jinja2.TemplateSyntaxError(
                    f"the file can't be read: {problem}", 1, template, str(path)
                ) from error
        raise jinja2.TemplateNotFound(template)


def _time_of(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


def _is_same(path: Path, time: int) -> bool:
    return _time_of(path) == time


class _Template(jinja2.Template):
    def make_module(self, *args: Any, **named: Any) -> TemplateModule:
        module = super().make_module(*args, **named)
        self.environment.budget.reserve(sum(map(len, module._body_stream)))  # type: ignore[attr-defined]  # our environment
        return module


class Templates(ImmutableSandboxedEnvironment):
    """Jinja's sandbox with the names of `template_names`, and a budget for each page."""

    template_class = _Template
    intercepted_binops = _OPERATORS

    def __init__(self, **options: Any) -> None:
        self.budget = Budget()
        super().__init__(**options)
        del self.globals["lipsum"]  # text without end
        self.filters.update(_filters(dict(self.filters), self.budget))

    def render(self, name: str, values: Mapping[str, Any], **more: Any) -> str:
        """The text that a template makes. Raises FAILURES."""
        self.budget.renew()
        return self.get_template(name).render(values, **more)

    def concat(self, parts: Iterable[str]) -> str:
        return self.budget.join(parts)

    def getattr(self, obj: Any, attribute: str) -> Any:
        if attribute in NAMES[type(obj)]:
            return getattr(obj, attribute)
        if attribute in CHECKED and isinstance(obj, (str, date, clock)):
            return self._method(obj, attribute)
        if isinstance(obj, Namespace) or (isinstance(obj, TemplateModule) and attribute in vars(obj)):
            if not attribute.startswith("_"):
                return getattr(obj, attribute, self.undefined(obj=obj, name=attribute))
        elif isinstance(obj, Undefined) and not attribute.startswith("_"):
            return getattr(obj, attribute)  # raises UndefinedError, which says what is missing
        try:
            return obj[attribute]
        except (AttributeError, TypeError, LookupError):
            return self._refused(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        try:
            return obj[argument]
        except (AttributeError, TypeError, LookupError):
            if not isinstance(argument, str):
                return self.undefined(obj=obj, name=argument)
        return self.getattr(obj, argument)

    def call(__self, __context: Context, __obj: Any, *args: Any, **named: Any) -> Any:  # noqa: N805  # see below
        # The names are those of Jinja, so that no argument of a template has them
        kind = type(__obj)
        if kind is type or (kind is Macro and (__obj.catch_varargs or __obj.catch_kwargs)):
            __self.budget.weigh([*args, *named.values()])  # the only calls that put values together
        result = __context.call(__obj, *args, **named)
        return result if type(result) is Markup and len(result) <= SMALL else __self.budget.grown(result)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        if operator == "%" and isinstance(left, str):
            return self.budget.grown(_percent(self.budget, left, right))
        if operator == "*" and isinstance(left, (str, list, tuple)) and isinstance(right, int):
            return self.budget.repeated(left, right)
        if operator == "*" and isinstance(right, (str, list, tuple)) and isinstance(left, int):
            return self.budget.repeated(right, left)
        if operator == "**" and isinstance(number(left), int) and isinstance(right, int):
            number(1 << min(abs(right) * max(left.bit_length() - 1, 0), WIDTH))
        result = self.binop_table[operator](number(left), number(right))
        return number(result) if isinstance(result, int) else self.budget.grown(result)

    def _generate(self, source: nodes.Template, *args: Any, **named: Any) -> str:
        return super()._generate(_Metered().visit(source), *args, **named)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        if len(source) > _SOURCE or source.count("{{") + source.count("{%") > _TAGS:
            raise jinja2.TemplateSyntaxError(
                f"the file is longer than {_SOURCE:,} characters or has more than {_TAGS:,} tags", 1, name, filename
            )
        return super()._parse(source, name, filename)

    def _method(self, obj: Any, name: str) -> Any:
        """A method that could make a very long text."""
        if isinstance(obj, str) and name in ("format", "format_map"):
            return self._formatting(obj, is_map=name == "format_map")
        return _checked_method(self.budget, obj, name, getattr(obj, name))

    def _refused(self, obj: Any, name: str) -> Undefined:
        if not name.startswith("_") and not hasattr(type(obj), name):
            return self.undefined(obj=obj, name=name)
        message = f"a template may not read “{name}” of a value ({type(obj).__name__})"
        return self.undefined(message, obj=obj, name=name, exc=SecurityError)

    def _formatting(self, text: str, *, is_map: bool) -> Callable[..., str]:
        def fill(*args: Any, **named: Any) -> Any:
            filling = _MarkupFilling(self, escape=text.escape) if isinstance(text, Markup) else _Filling(self)
            filled = filling.vformat(text, () if is_map else args, args[0] if is_map else named)
            return self.budget.grown(type(text)(filled))

        return fill


class _Filling(SandboxedFormatter):
    """Fills a text, and takes the steps for each value in it."""

    def format_field(self, value: Any, format_spec: str) -> str:
        if _LONG_WIDTH.search(format_spec):
            raise SecurityError(f"it asks for more than {WIDTH:,} places")
        budget: Budget = self._env.budget  # type: ignore[attr-defined]  # our environment
        budget.reserve(budget.weigh(value))
        self._size = getattr(self, "_size", 0) + budget.weigh(value)
        budget.reserve(self._size)
        return super().format_field(value, format_spec)  # type: ignore[no-any-return]  # not typed in Jinja


class _MarkupFilling(_Filling, SandboxedEscapeFormatter):
    pass


class _Metered(NodeTransformer):
    """Adds the steps that each body takes: a loop pays for all its items before it begins, everything else that can be
    entered again pays each time.
    """

    def __init__(self) -> None:
        self._seen = 0  # things that are printed or worked out

    def visit(self, node: Node, *args: Any, **named: Any) -> Any:
        if isinstance(node, nodes.Output):
            self._seen += len(node.nodes)
        elif isinstance(node, (nodes.Filter, nodes.Call, nodes.BinExpr)):
            self._seen += 1
        return super().visit(node, *args, **named)

    def visit_Template(self, node: nodes.Template) -> Node:  # noqa: N802  # Jinja's names
        return self._entered(node)

    visit_Macro = visit_Block = visit_CallBlock = visit_FilterBlock = visit_Template  # noqa: N815  # Jinja's names

    def visit_For(self, node: nodes.For) -> Node:  # noqa: N802  # Jinja's names
        if node.recursive:
            return self._entered(node)
        node.iter = _filter(node.iter, _PAID, self._count(node))
        return node

    def visit_Concat(self, node: nodes.Concat) -> Node:  # noqa: N802  # Jinja's names
        self.generic_visit(node)
        return _filter(nodes.List(node.nodes, lineno=node.lineno), _JOINED)

    def visit_List(self, node: nodes.List) -> Node:  # noqa: N802  # Jinja's names
        return self._weighed(node, node.items)

    def visit_Tuple(self, node: nodes.Tuple) -> Node:  # noqa: N802  # Jinja's names
        return self._weighed(node, node.items) if node.ctx == "load" else node

    def visit_Dict(self, node: nodes.Dict) -> Node:  # noqa: N802  # Jinja's names
        return self._weighed(node, [one for pair in node.items for one in (pair.key, pair.value)])

    def _weighed(self, node: nodes.Expr, items: Iterable[Node]) -> Node:
        is_fixed = all(isinstance(one, (nodes.Const, nodes.TemplateData)) for one in items)
        self.generic_visit(node)
        return node if is_fixed else _filter(node, _WEIGHED)

    def _entered(self, node: Any) -> Node:
        nothing = nodes.Const(None, lineno=node.lineno)
        paying = nodes.ExprStmt(_filter(nothing, _STEPS, self._count(node) + _ENTRY), lineno=node.lineno)
        node.body.insert(0, paying)
        return node  # type: ignore[no-any-return]  # not typed in Jinja

    def _count(self, node: Node) -> int:
        """What the body of a node takes: one step, and one for each thing that it prints or works out."""
        before = self._seen
        self.generic_visit(node)
        return 1 + self._seen - before


def _filter(node: Any, name: str, *args: int) -> nodes.Filter:
    given: list[nodes.Expr] = [nodes.Const(one, lineno=node.lineno) for one in args]
    return nodes.Filter(node, name, given, [], None, None, lineno=node.lineno)


def _percent(budget: Budget, text: str, values: Any) -> str:
    if len(text) > _WORD * _WORD or _PERCENT.search(text):
        raise SecurityError(f"it asks for more than {WIDTH:,} places")
    weight = budget.weigh(values)
    budget.reserve(len(text) + (text.count("%") * weight if isinstance(values, dict) else weight))
    return str(text % values)


def _checked_method(budget: Budget, obj: Any, name: str, method: Callable[..., Any]) -> Callable[..., Any]:
    """A method of a text or a date that could make a very long text."""

    def check(*args: Any, **named: Any) -> Any:
        given = (*args, *named.values())
        if name == "join":
            parts = list(given[0])
            _reserve_join(budget, parts, obj)
            return method(parts)
        if name == "replace" and isinstance(obj, str):
            _reserve_replace(budget, obj, *given[:2])
        elif name == "strftime":
            if len(str(given[0])) > _WORD or _LONG_WIDTH.search(str(given[0])):
                raise SecurityError("it has a date of more than a thousand characters")
        elif name == "expandtabs":
            budget.reserve(obj.count("\t") * int(width(given[0] if given else 8)))
        else:
            for value in given:
                width(value)
        return method(*args, **named)

    return check


def _reserve_join(budget: Budget, parts: list[Any], between: Any) -> None:
    budget.reserve(budget.weigh(parts) + len(str(between)) * len(parts))


def _reserve_replace(budget: Budget, text: str, old: Any = "", new: Any = "") -> None:
    times = text.count(str(old)) if len(str(new)) > len(str(old)) else 0
    budget.reserve(len(text) + times * len(str(new)))


def _filters(jinja: Mapping[str, Callable[..., Any]], budget: Budget) -> dict[str, Callable[..., Any]]:
    """Jinja's filters with the limits of `budget`, and those of this module."""

    @pass_eval_context
    def joined(context: EvalContext, parts: list[Any]) -> str:
        _reserve_join(budget, parts, "")
        return (markup_join if context.autoescape else str_join)(parts)

    @pass_eval_context
    def join(context: EvalContext, value: Iterable[Any], d: str = "", attribute: Any = None) -> str:
        parts = list(value)
        _reserve_join(budget, parts, d)
        return jinja["join"](context, parts, d, attribute)  # type: ignore[no-any-return]  # not typed in Jinja

    @pass_eval_context
    def replace(context: EvalContext, s: str, old: str, new: str, count: int | None = None) -> str:
        _reserve_replace(budget, str(s), old, new)
        return jinja["replace"](context, s, old, new, count)  # type: ignore[no-any-return]  # not typed in Jinja

    def fill(value: str, *args: Any, **named: Any) -> str:
        _percent(budget, str(value), named or args)
        return jinja["format"](value, *args, **named)  # type: ignore[no-any-return]  # not typed in Jinja

    def whole(value: Any, default: int = 0, base: int = 10) -> int:
        return jinja["int"](value if len(str(value)) <= _WORD else "", default, base)  # type: ignore[no-any-return]  # not typed in Jinja

    @pass_context
    def total(context: Context, iterable: Iterable[Any], attribute: Any = None, start: Any = 0) -> Any:
        if attribute is not None:
            iterable = jinja["map"](context, iterable, attribute=attribute)
        numbers = [*iterable, start]
        if not all(isinstance(one, (int, float)) for one in numbers):
            raise SecurityError("“sum” adds numbers only")
        return sum(map(number, numbers))

    own: dict[str, Callable[..., Any]] = {"join": join, "replace": replace, "format": fill, "int": whole, "sum": total}
    for name in ("batch", "center", "indent", "round", "slice", "tojson", "truncate", "urlize", "wordwrap"):
        own[name] = _narrow(jinja[name], budget, is_linking=name == "urlize")
    own["striptags"] = _narrow(jinja["striptags"], budget, is_linking=True)
    for name in ("escape", "e", "forceescape", "list", "lower", "map", "pprint", "sort", "string", "title", "tojson",
                 "upper", "urlencode", "xmlattr"):  # fmt: skip
        own[name] = _growing(own.get(name, jinja[name]), budget)
    return own | {_PAID: budget.loop, _WEIGHED: budget.weighed, _JOINED: joined, _STEPS: _pay(budget)}


def _pay(budget: Budget) -> Callable[..., None]:
    @pass_context  # so that Jinja does not compute it when it compiles the template
    def pay(context: Context, nothing: None, steps: int) -> None:
        budget.spend(steps if steps > 0 else 1)

    return pay


def _growing(function: Callable[..., Any], budget: Budget) -> Callable[..., Any]:
    """A filter whose result takes steps by its size."""

    @wraps(function)
    def limited(*args: Any, **named: Any) -> Any:
        return budget.grown(function(*args, **named))

    return limited


def _narrow(function: Callable[..., Any], budget: Budget, *, is_linking: bool) -> Callable[..., Any]:
    """A filter whose arguments could make a short text very long."""
    skipped = 1 if hasattr(function, "jinja_pass_arg") else 0

    @wraps(function)
    def limited(*args: Any, **named: Any) -> Any:
        value, *rest = args[skipped:]
        for one in (*rest, *named.values()):
            width(one)
            if isinstance(one, (str, *_CONTAINERS)) and len(one) > _WORD:
                raise SecurityError(f"an argument of a filter is longer than {_WORD:,}")
            if isinstance(one, int) and isinstance(value, str) and abs(one) > 1:
                budget.reserve(value.count("\n") * abs(one))
        if is_linking and isinstance(value, str) and len(value) > _LINKED:
            raise SecurityError(f"a filter gets a text of more than {_LINKED:,} characters")
        result = function(*args, **named)
        return budget.grown(result)

    return limited
