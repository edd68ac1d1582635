"""Themes: folders of Jinja2 templates, a `style.css` and a `theme.toml`; a theme can have a parent (docs/themes.md)."""

from __future__ import annotations

import re
import traceback
from collections.abc import Callable, Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from types import CodeType
from typing import Any

import jinja2
from jinja2.bccache import Bucket
from jinja2.utils import missing

from medium_archive.errors import SettingsWrong, ThemeBroken
from medium_archive.folder import regular_files, themes
from medium_archive.folder.templates import FAILURES, TemplateFiles, Templates
from medium_archive.site import colours

_SHOWN = 200  # characters of the name of a template in a message
_SHOWN_PATH = 1000


@dataclass(frozen=True)
class Theme:
    """A theme that is ready to render.

    Each of its files is taken from the first of `folders` that has it. `options` are the options of `theme.toml` with
    the choices of archive.toml, for templates and style.css; `unknown` are choices for which the theme has no option.
    `origin` are the arguments of `load`.
    """

    name: str
    folders: tuple[Path, ...]
    description: str
    options: Mapping[str, Any]
    environment: Templates
    unknown: tuple[str, ...] = ()
    origin: tuple[str, Path, Mapping[str, Any] | None] = ("", Path(), None)

    def __reduce__(self) -> tuple[Callable[..., Theme], tuple[str, Path, Mapping[str, Any] | None]]:
        """Templates can't be sent to another process, which loads the theme again."""
        return load, self.origin

    def render(self, template: str, values: Mapping[str, Any]) -> str:
        """The text that a template makes. Raises ThemeBroken with the file and line that fail, and the known names."""
        try:
            return self.environment.render(template, values, options=self.options)
        except FAILURES as error:
            raise self._broken(template, error, values) from error

    def find(self, name: str) -> Path | None:
        """The file of that name, None if the theme has none."""
        return next((path for folder in self.folders if self._has(path := folder / name)), None)

    def static_files(self) -> Iterator[tuple[str, Path]]:
        """The files that are copied into the site: their names in the site, and their paths."""
        found: dict[str, Path] = {}
        for folder in self.folders:
            static = folder / "static"
            for path in static.rglob("*"):
                if not path.name.startswith(".") and self._has(path):
                    found.setdefault(f"static/{path.relative_to(static).as_posix()}", path)
        return iter(sorted(found.items()))

    def files(self) -> Iterator[Path]:
        """Every file of the theme, with those that another file replaces."""
        return (path for folder in self.folders for path in sorted(folder.rglob("*")) if path.is_file())

    def left_out(self) -> Iterator[tuple[str, str]]:
        """The files in `static/` of the archive's own themes that are not copied into the site, each with the reason
        as part of a sentence.
        """
        archive = self.origin[1]
        for folder in self.folders:
            for path in sorted((folder / "static").rglob("*")) if folder.is_relative_to(archive) else ():
                if problem := regular_files.problem(path, archive):
                    yield path.relative_to(archive).as_posix(), problem

    def _has(self, path: Path) -> bool:
        """Whether a path is a file of the theme. A link in a folder of the archive does not count."""
        archive = self.origin[1]
        return regular_files.is_file(path, archive) if path.is_relative_to(archive) else path.is_file()

    def _broken(self, template: str, error: Exception, values: Mapping[str, Any]) -> ThemeBroken:
        """The error with the place where the template failed: that of a syntax error, else the innermost frame of a
        template in the traceback.
        """
        if isinstance(error, jinja2.TemplateNotFound):
            return ThemeBroken(
                f"The theme “{self.name}” has no template {_cut(error.name)}.",
                f"Add it to {self.folders[1]}, or choose another theme.",
            )
        file, line = template, 0
        if isinstance(error, jinja2.TemplateSyntaxError):
            file, line = error.name or template, error.lineno
            place = Path(error.filename) if error.filename else self.find(file)
        else:
            place = self.find(template)
            for step in traceback.extract_tb(error.__traceback__):
                path = Path(step.filename)
                if folder := next((one for one in self.folders if path.is_relative_to(one)), None):
                    file, line, place = path.relative_to(folder).as_posix(), step.lineno or 0, path
        problem = error.message if isinstance(error, jinja2.TemplateError) else f"{type(error).__name__}: {error}"
        if isinstance(error, jinja2.UndefinedError) and values:
            problem = f"{problem}. It can use: {', '.join(sorted((*values, 'options')))}"
        return ThemeBroken(
            f"The theme “{self.name}” fails in {_cut(file)}, line {line}: {problem}",
            f"Correct {_cut(place, _SHOWN_PATH)}, then build again.",
        )


def _cut(name: object, most: int = _SHOWN) -> str:
    """A name for a message: a template can ask for one of any length."""
    text = str(name)
    return text if len(text) <= most else f"{text[:most]}…"


def load(name: str, archive: Path, chosen: Mapping[str, Any] | None = None) -> Theme:
    """The theme of that name with the choices of archive.toml: the archive's own `themes/NAME`, else the shipped one.
    Files of the archive's folder `theme/` replace its files.

    Raises ThemeBroken, and SettingsWrong for a choice that its option does not allow.
    """
    line = themes.line(name, archive)
    options, choices = themes.inherited(line)
    for key, value in (chosen or {}).items():
        if key in options:
            _check(key, value, options[key], choices.get(key))
            options[key] = value
    if "accent" in (chosen or {}) and "accent_dark" not in (chosen or {}):
        options["accent_dark"] = ""  # not the theme's own: style.css makes one from `accent`
    folders = (archive / themes.OWN, *(one.folder for one in line))
    by_name = {one.folder.name: TemplateFiles((one.folder,), archive) for one in line}
    environment = Templates(
        loader=_Loader([TemplateFiles(folders, archive), jinja2.PrefixLoader(by_name)]),
        autoescape=jinja2.select_autoescape(
            default=True, default_for_string=True, disabled_extensions=("css", "txt", "webmanifest")
        ),
        undefined=_Undefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        # Each build loads its theme, and a server keeps one only while no file of it changes (memory.py): Jinja need
        # not look at the files of a template each time that a page uses it
        auto_reload=False,
        bytecode_cache=_COMPILED,
    )
    environment.filters["readable"] = colours.readable
    unknown = tuple(key for key in chosen or {} if key not in options)
    return Theme(name, folders, line[0].description, options, environment, unknown, (name, archive, chosen))


class _Loader(jinja2.ChoiceLoader):
    """Remembers which templates a theme does not have: every page asks for those that a person may add, such as
    own-footer.html. A theme is loaded again if a file of it changes.
    """

    def __init__(self, loaders: Sequence[jinja2.BaseLoader]) -> None:
        super().__init__(loaders)
        self._missing: set[str] = set()

    def load(
        self, environment: jinja2.Environment, name: str, globals: MutableMapping[str, Any] | None = None
    ) -> jinja2.Template:
        if name in self._missing:
            raise jinja2.TemplateNotFound(name)
        try:
            return super().load(environment, name, globals)
        except jinja2.TemplateNotFound as error:
            if error.name == name:  # and not a template that this one includes
                self._missing.add(name)
            raise


class _Compiled(jinja2.BytecodeCache):
    """The code of templates, by their names, files and contents. Compiling the templates of a theme takes most of the
    time of a small build. A process that builds more than once, such as a server, compiles each content once.
    """

    def __init__(self) -> None:
        self._codes: dict[str, tuple[str, CodeType]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        checksum, code = self._codes.get(bucket.key, ("", None))
        bucket.code = code if checksum == bucket.checksum else None

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code is not None:
            self._codes[bucket.key] = (bucket.checksum, bucket.code)


_COMPILED = _Compiled()


class _Undefined(jinja2.StrictUndefined):
    """A name that is not defined: the error lists the names that the value has."""

    def __init__(self, hint: str | None = None, obj: Any = missing, *rest: Any, **named: Any) -> None:
        name = rest[0] if rest else named.get("name")
        if hint is None and is_dataclass(obj):
            has = ", ".join(one.name for one in fields(obj))
            kind = re.sub(r"\B(?=[A-Z])", " ", type(obj).__name__).lower()
            hint = f"{kind} has no “{name}”; it has: {has}"
        super().__init__(hint, obj, *rest, **named)


def _check(key: str, value: object, default: object, choices: object) -> None:
    """Raises SettingsWrong for a choice that the option does not allow."""
    if isinstance(choices, list) and choices:
        if value not in choices:
            raise _wrong(key, f"must be one of: {', '.join(map(str, choices))}", choices[0])
    elif isinstance(default, str) and (colours.is_colour(default) or key.endswith("_dark")):
        if not (isinstance(value, str) and colours.is_colour(value)):
            raise _wrong(key, "must be a colour, # and three or six digits of 0 to f", default or "#9c3a1f")
    elif isinstance(default, (int, float)) and not isinstance(default, bool):
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 < value < 10_000:  # also not nan
            raise _wrong(key, "must be a number above zero", default)
    elif type(value) is not type(default):
        raise _wrong(key, "has the wrong type", default)


def _wrong(key: str, problem: str, example: object) -> SettingsWrong:
    shown = f'"{example}"' if isinstance(example, str) else str(example).lower()
    return SettingsWrong(f"archive.toml: theme.{key} {problem}.", f"Write it as {key} = {shown}.")
