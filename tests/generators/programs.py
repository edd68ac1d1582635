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
    "zola": ("zola", ("build",), "public"),
}

WARNINGS = re.compile(r"(?<![\w/-])(?:warn(?:ing)?|error|deprecated)(?![\w/-])", re.IGNORECASE)  # not in addresses


def find(name: str) -> str:
    """The path of a generator's program, "" if it is not installed."""
    folders = [str(Path(sys.executable).parent), *_modules(), os.environ.get("PATH", "")]
    return shutil.which(BUILDS[name][0], path=os.pathsep.join(folders)) or ""


def _modules() -> list[str]:
    """The programs in the folders of node_modules that $GENERATORS names."""
    return [f"{modules}/.bin" for modules in os.environ.get("GENERATORS", "").split(os.pathsep) if modules]


def version(name: str, path: str = "") -> str:
    """The name of a generator with the version of its program, or of the program at `path`."""
    word = "version" if name == "hugo" else "--version"
    program = path or find(name)
    done = subprocess.run([program, word], env=_environment(Path(program)), capture_output=True, text=True, check=True)
    number = re.search(r"\d+(?:\.\d+)+", done.stdout)
    return f"{name} {number[0] if number else ''}".strip()


def _environment(program: Path) -> dict[str, str]:
    """With the other programs in the folder of a program, such as its Node.js."""
    folders = os.pathsep.join((str(program.parent), os.environ.get("PATH", "")))
    quiet = {
        "ASTRO_TELEMETRY_DISABLED": "1",
        "RUBYOPT": "-W0",
    }  # what Ruby says of Jekyll's own code is not about the site
    return {**os.environ, "TZ": "UTC", "PATH": folders, **quiet}


def build(name: str, source: Path, path: str = "") -> tuple[Path, str]:
    """The folder of the site that a generator builds, by the program at `path` if that is given, and what it printed.
    Raises AssertionError if it fails.
    """
    _, arguments, built = BUILDS[name]
    program = Path(path or find(name))
    if program.parent.name == ".bin" and not (source / "node_modules").exists():
        (source / "node_modules").symlink_to(program.parent.parent)  # what the configuration imports
    command = [str(program), *arguments]
    done = subprocess.run(command, cwd=source, env=_environment(program), capture_output=True, text=True, check=False)
    said = done.stdout + done.stderr
    assert done.returncode == 0, said[-4000:]
    return source / built, said
