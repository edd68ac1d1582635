"""The real generators, where they are installed: `build(NAME, source)` gives the folder of the built site."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

# By format: the program, its arguments, and the folder of the built site. $GENERATORS names a folder of node_modules
BUILDS: dict[str, tuple[str, tuple[str, ...], str]] = {
    "eleventy": ("eleventy", ("--quiet",), "_site"),
    "hugo": ("hugo", ("--panicOnWarning", "--noBuildLock"), "public"),
    "jekyll": ("jekyll", ("build",), "_site"),
    "pelican": ("pelican", ("content", "-s", "pelicanconf.py", "--fatal=warnings"), "output"),
}

LIGHT = frozenset({"hugo"})  # CI always has these
WARNINGS = re.compile(r"\b(?:warn(?:ing)?|error|deprecated)\b", re.IGNORECASE)


def find(name: str) -> str:
    """The path of a generator's program, "" if it is not installed."""
    program = BUILDS[name][0]
    places = [str(Path(sys.executable).parent), os.environ.get("PATH", "")]
    if modules := os.environ.get("GENERATORS"):
        places.append(f"{modules}/.bin")
    return shutil.which(program, path=os.pathsep.join(places)) or ""


def build(name: str, source: Path) -> tuple[Path, str]:
    """The folder of the site that a generator builds, and what it printed. Raises AssertionError if it fails."""
    _, arguments, built = BUILDS[name]
    command, environment = [find(name), *arguments], {**os.environ, "TZ": "UTC"}
    done = subprocess.run(command, cwd=source, env=environment, capture_output=True, text=True, check=False)
    said = done.stdout + done.stderr
    assert done.returncode == 0, said[-4000:]
    return source / built, said
