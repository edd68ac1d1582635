"""The file that lets GitHub build the site and show it, whenever the archive's repository changes."""

from __future__ import annotations

import shlex

from medium_archive import __version__

FILE = ".github/workflows/publish.yml"


def text(folder: str, branch: str) -> str:
    """The workflow for an archive in `folder` of its repository ("." for all of it), run when `branch` changes."""
    site = "site" if folder == "." else f"{folder}/site"
    return f"""\
# Made by `archive publish github --workflow`: builds the site of this archive and shows it with GitHub Pages.
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


def _quoted(words: str) -> str:
    """A YAML text between single quotes."""
    return "'" + words.replace("'", "''") + "'"
