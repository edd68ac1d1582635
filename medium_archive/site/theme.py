"""Themes: a folder of Jinja2 templates, a `style.css` and a `theme.toml`, found by its name. It may hold a `sizes.txt`,
which says how wide pictures are shown (`sizes.py`), so that a browser takes the smallest file that will do.
"""

from __future__ import annotations

import tomllib
import traceback
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jinja2

from medium_archive.errors import ThemeBroken

_PACKAGE = Path(__file__).resolve().parents[1]
# In a wheel the themes lie in the package, in a checkout beside it.
SHIPPED = (_PACKAGE / "themes", _PACKAGE.parent / "themes")
# What a template's own code can raise when it is run with values it did not expect.
_TEMPLATE_FAILS = (
    jinja2.TemplateError,
    ArithmeticError,
    AttributeError,
    LookupError,
    TypeError,
    ValueError,
    RecursionError,
)


@dataclass(frozen=True)
class Theme:
    """A theme that was found. `options` are those of `theme.toml`, for templates and style.css to read."""

    name: str
    folder: Path
    description: str
    options: Mapping[str, Any]
    environment: jinja2.Environment

    def render(self, template: str, values: Mapping[str, Any]) -> str:
        """A page. Raises ThemeBroken with the file and line of the template that fails."""
        try:
            return self.environment.get_template(template).render(values, options=self.options)
        except _TEMPLATE_FAILS as error:
            raise self._broken(template, error) from error

    def static_files(self) -> Iterator[tuple[str, Path]]:
        """The files that go into the site as they are: their names in the site, and where they lie."""
        static = self.folder / "static"
        for path in sorted(static.rglob("*")):
            if path.is_file() and not path.name.startswith("."):
                yield f"static/{path.relative_to(static).as_posix()}", path

    def files(self) -> Iterator[Path]:
        """Every file of the theme."""
        return (path for path in sorted(self.folder.rglob("*")) if path.is_file())

    def _broken(self, template: str, error: Exception) -> ThemeBroken:
        """Where the template failed: a syntax error says it, another by its innermost template frame."""
        if isinstance(error, jinja2.TemplateNotFound):
            return ThemeBroken(
                f"The theme “{self.name}” has no template {error.name}.",
                f"Add it to {self.folder}, or choose another theme.",
            )
        file, line = template, 0
        if isinstance(error, jinja2.TemplateSyntaxError):
            file, line = error.name or template, error.lineno
        else:
            for step in traceback.extract_tb(error.__traceback__):
                if Path(step.filename).is_relative_to(self.folder):
                    file, line = Path(step.filename).relative_to(self.folder).as_posix(), step.lineno or 0
        said = error.message if isinstance(error, jinja2.TemplateError) else f"{type(error).__name__}: {error}"
        return ThemeBroken(
            f"The theme “{self.name}” fails in {file}, line {line}: {said}",
            f"Mend {self.folder / file}, then build again.",
        )


def load(name: str, archive: Path) -> Theme:
    """The theme of that name: the archive's own `themes/NAME`, else the shipped one. Raises ThemeBroken."""
    places = (archive / "themes", *SHIPPED)
    folder = next((place / name for place in places if name and (place / name / "theme.toml").is_file()), None)
    if folder is None or Path(name).name != name:
        there = sorted({path.parent.name for place in places for path in place.glob("*/theme.toml")})
        raise ThemeBroken(
            f"There is no theme “{name}”.",
            f"Set site.theme in archive.toml to one of: {', '.join(there)}." if there else "Install the program again.",
        )
    try:
        about = tomllib.loads((folder / "theme.toml").read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ThemeBroken(
            f"The theme “{name}” has a theme.toml that is not valid TOML: {error}.",
            f"Mend {folder / 'theme.toml'}.",
        ) from error
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    options = about.get("options")
    chosen = options if isinstance(options, dict) else {}
    return Theme(name, folder, str(about.get("description", "")), chosen, environment)
