"""The real generators, where they are installed: `build(NAME, source)` gives the folder of the built site."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

# By format: the program, its arguments, and the folder of the built site
BUILDS: dict[str, tuple[str, tuple[str, ...], str]] = {
    "astro": ("astro", ("build",), "dist"),
    "eleventy": ("eleventy", ("--quiet",), "_site"),
    "hugo": ("hugo", ("--panicOnWarning", "--noBuildLock"), "public"),
    "jekyll": ("jekyll", ("build",), "_site"),
    "pelican": ("pelican", ("content", "-s", "pelicanconf.py", "--fatal=warnings"), "output"),
}

LIGHT = frozenset({"hugo"})  # CI always has these
WARNINGS = re.compile(r"\b(?:warn(?:ing)?|error|deprecated)\b", re.IGNORECASE)


def find(name: str) -> str:
    """The path of a generator's program, "" if it is not installed."""
    folders = [str(Path(sys.executable).parent), *_modules(), os.environ.get("PATH", "")]
    return shutil.which(BUILDS[name][0], path=os.pathsep.join(folders)) or ""


def _modules() -> list[str]:
    """The programs in the folders of node_modules that $GENERATORS names."""
    return [f"{modules}/.bin" for modules in os.environ.get("GENERATORS", "").split(os.pathsep) if modules]


def build(name: str, source: Path) -> tuple[Path, str]:
    """The folder of the site that a generator builds, and what it printed. Raises AssertionError if it fails."""
    _, arguments, built = BUILDS[name]
    program = Path(find(name))
    if program.parent.name == ".bin" and not (source / "node_modules").exists():
        (source / "node_modules").symlink_to(program.parent.parent)  # what the configuration imports
    path = os.pathsep.join((str(program.parent), os.environ.get("PATH", "")))
    environment = {**os.environ, "TZ": "UTC", "PATH": path, "ASTRO_TELEMETRY_DISABLED": "1"}
    command = [str(program), *arguments]
    done = subprocess.run(command, cwd=source, env=environment, capture_output=True, text=True, check=False)
    said = done.stdout + done.stderr
    assert done.returncode == 0, said[-4000:]
    return source / built, said
