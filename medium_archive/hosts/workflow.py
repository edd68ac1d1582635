"""`archive publish github --workflow`: a file that lets GitHub build the site after each push to the archive's own
repository.
"""

from __future__ import annotations

import shlex
from collections import Counter

from medium_archive import __version__
from medium_archive.errors import NotPublishable
from medium_archive.folder import files, lock, settings
from medium_archive.folder.layout import Layout
from medium_archive.hosts import work_tree
from medium_archive.hosts.site import Published
from medium_archive.program_start import typed

FILE = ".github/workflows/publish.yml"
_MAX_NAMED = 5
_REMOVE_FROM_GIT = (
    "Add them to .gitignore (`exports/`, `private/`, `drafts/`, `medium-export*`), and run `git rm -r --cached` on "
    "those that git has."
)
_NEW_REPOSITORY = "A push also sends earlier commits: start a new repository that never had these files."
_STEPS = """\
Everyone who can see the repository will see the archive: posts, originals and records. git ignores exports/, private/
and drafts/, so keep a copy of these elsewhere.
{init}{number}. git -C {root} add -A && git -C {root} commit -m "Publish with GitHub Pages" && git -C {root} push
{next}. On github.com, in the repository: Settings, Pages, "Build and deployment", Source: GitHub Actions
GitHub then builds and publishes the site after each push; see the tab Actions.
"""
_INIT = """\
1. Create an empty repository: https://github.com/new
2. git -C {root} init -b main && git -C {root} remote add origin https://github.com/YOU/NAME.git
   and add `-u origin main` to the push below
"""


def write(layout: Layout, *, even_private: bool = False) -> Published:
    """Write the workflow to the root of the repository that contains the archive, else to the archive.

    Raises NotPublishable when git has or would add private files, unless `even_private`; ProgramMissing.
    """
    settings.read(layout.settings)
    tree = work_tree.of(layout.root)
    if tree is not None and (tree.tracked or tree.past) and not even_private:
        raise (
            _leak(tree.tracked, _REMOVE_FROM_GIT)
            if tree.tracked
            else _leak(tree.past, _NEW_REPOSITORY, " from its history")
        )
    root = tree.root if tree is not None else layout.root
    folder = layout.root.relative_to(root.resolve()).as_posix() if tree is not None else "."
    with lock.held(layout):
        changed = files.write(root / FILE, text(folder, tree.branch if tree else "main").encode())
    quoted = typed(str(root))
    init = "" if tree else _INIT.format(root=quoted)
    number = 1 if tree else 3
    steps = _STEPS.format(init=init, number=number, next=number + 1, root=quoted)
    return Published(counts={"written": int(changed)}, facts={"workflow": str(root / FILE)}, text=steps)


def _leak(private: tuple[str, ...], hint: str, source: str = "") -> NotPublishable:
    counts = Counter(name.rpartition("/")[0] or "." for name in private)
    folders = ", ".join(f"{count:,} in {folder}/" for folder, count in sorted(counts.items())[:_MAX_NAMED])
    named = ", ".join(private[:_MAX_NAMED]) + (", …" if len(private) > _MAX_NAMED else "")
    return NotPublishable(
        f"git would publish private files{source}: {folders} ({named}). Exports contain e-mail addresses, sessions "
        "and IP addresses; drafts were never published.",
        f"{hint} If the repository is private and will stay private: --even-private.",
    )


def text(folder: str, branch: str) -> str:
    """The workflow for an archive in `folder` of its repository ("." for the root). It runs when `branch` changes."""
    site = "site" if folder == "." else f"{folder}/site"
    return f"""\
# Written by `archive publish github --workflow`: builds the site of this archive and publishes it with GitHub Pages.
name: Publish the site
on:
  push:
    branches: [{_quoted(branch)}]
  workflow_dispatch:
permissions:
  contents: read
concurrency:
  group: pages
  cancel-in-progress: false
jobs:
  build:
    runs-on: ubuntu-latest
    permissions:
      contents: read
      pages: read
    steps:
      - uses: actions/checkout@v7
      - uses: actions/setup-python@v7
        with:
          python-version: "3.13"
      - run: pip install medium-archive=={__version__}
      - id: pages
        uses: actions/configure-pages@v6
      - run: archive build --archive {shlex.quote(folder)} --url "$SITE_URL"
        env:
          SITE_URL: ${{{{ steps.pages.outputs.base_url }}}}
      - uses: actions/upload-pages-artifact@v5
        with:
          path: {_quoted(site)}
  deploy:
    needs: build
    runs-on: ubuntu-latest
    permissions:
      pages: write
      id-token: write
    environment:
      name: github-pages
      url: ${{{{ steps.deployment.outputs.page_url }}}}
    steps:
      - id: deployment
        uses: actions/deploy-pages@v5
"""


def _quoted(value: str) -> str:
    """A YAML string in single quotes."""
    return "'" + value.replace("'", "''") + "'"
