"""The documentation site: `sphinx-build -W -b html docs FOLDER`. GitHub shows the same files as they are."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_ROOT = Path(__file__).resolve().parent.parent
_PROJECT = tomllib.loads((_ROOT / "pyproject.toml").read_text("utf-8"))["project"]
_REPOSITORY = _PROJECT["urls"]["Homepage"]

project = _PROJECT["name"]
version = release = _PROJECT["version"]
extensions = ["myst_parser"]
language = "en"
highlight_language = "none"  # a block without a language has none
myst_heading_anchors = 4  # as GitHub has them

html_theme = "furo"
html_title = "medium-archive"
html_baseurl = _PROJECT["urls"]["Documentation"]
# Pictures that pages show by HTML from other folders of the repository
_PICTURE = re.compile(r'src="((?:\.\./)+[^"]+)"')
_PICTURES = sorted(
    {name for page in Path(__file__).parent.glob("*.md") for name in _PICTURE.findall(page.read_text("utf-8"))}
)
html_static_path = ["static", *_PICTURES]
html_css_files = ["pages.css"]
html_show_sphinx = False
html_show_copyright = False
html_copy_source = False
html_theme_options = {"source_repository": _REPOSITORY, "source_branch": "main", "source_directory": "docs/"}

# The menus, by page. They are not in the files, where GitHub would show them as code
_MENUS = {
    "index": (
        ("Begin", "install app"),
        (
            "Questions",
            "suspended rescue several-exports pictures editing github-pages publishing safe moving platforms",
        ),
        ("Keep", "proof watch backup"),
        (
            "中文",
            "zh-Hant/app zh-Hant/suspended zh-Hant/rescue zh-Hant/several-exports zh-Hant/pictures zh-Hant/editing "
            "zh-Hant/github-pages zh-Hant/safe zh-Hant/proof zh-Hant/backup",
        ),
        ("Reference", "commands issues format markdown themes database speed"),
        ("For people who change the program", "architecture decisions/index"),
    ),
    "decisions/index": (("Decisions", "[0-9]*"),),
}
# Folders of pages in another language
_LANGUAGES = ("zh-Hant",)
_FENCED = re.compile(r"(^```.*?^```)", re.DOTALL | re.MULTILINE)


def setup(app: Sphinx) -> None:
    """Sphinx calls this."""
    app.connect("source-read", _complete)
    app.connect("html-page-context", _name_language)


def _complete(_: Sphinx, name: str, source: list[str]) -> None:
    """Let links to files outside of docs/ lead to the repository, and pictures there to their copies; add the menus of
    a page. What stands in a block of code stays as it is.
    """
    parts = _FENCED.split(source[0])
    parts[::2] = [_outside(part, name.count("/") + 1) for part in parts[::2]]
    source[0] = "".join(parts)
    for caption, pages in _MENUS.get(name, ()):
        head = f":caption: {caption}\n:hidden:\n:glob:\n" if name == "index" else ":glob:\n"
        source[0] += "\n```{toctree}\n" + head + "\n" + "\n".join(pages.split()) + "\n```\n"


def _outside(text: str, levels: int) -> str:
    """The text of a page that is so many levels below the root of the repository."""
    text = _PICTURE.sub(lambda found: f'src="_static/{Path(found[1]).name}"', text)
    return re.sub(rf"\]\((?:\.\./){{{levels}}}([^)]+)\)", rf"]({_REPOSITORY}/blob/main/\1)", text)


def _name_language(_: Sphinx, name: str, _template: str, context: dict[str, Any], _tree: Any) -> None:
    """Say in which language a page is, for browsers and what reads aloud."""
    folder = name.partition("/")[0]
    if folder in _LANGUAGES:
        context["language"] = folder
