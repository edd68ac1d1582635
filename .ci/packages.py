"""Checks the packages that `python -m build` has put into a folder.

python .ci/packages.py DIST              the sdist has every file that it must have; the wheel made from it is the
                                         wheel made from the checkout
python .ci/packages.py DIST --installed  the package that this Python imports is that wheel, file for file
"""

from __future__ import annotations

import re
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from importlib import metadata
from pathlib import Path

# What git has and an sdist needs not
_LEFT_OUT = (".ci/", ".git", "packaging/")
# The address of a link or a picture of the README that is not on the web
_RELATIVE = re.compile(r"(?:\]\(|(?:src|srcset|href)=\")(?!https?:|#)([^)\"]+)")


def main() -> None:
    folder = Path(sys.argv[1])
    wheel = next(folder.glob("*.whl"))
    if "--installed" in sys.argv:
        check_installed(wheel)
        return
    check_sdist(next(folder.glob("*.tar.gz")))
    check_wheel(wheel)


def check_sdist(sdist: Path) -> None:
    """Exits unless the sdist holds what git holds, but for what serves the repository alone, what it has elsewhere, and
    its own metadata.
    """
    with tarfile.open(sdist) as tar:
        found = {name.partition("/")[2] for name in tar.getnames()} - {"PKG-INFO"}
    tracked = subprocess.run(["git", "ls-files", "-z"], capture_output=True, text=True, check=True).stdout
    wanted = {name for name in tracked.split("\0") if name and not name.startswith(_LEFT_OUT) and not _again(name)}
    _agree(f"{sdist.name} lacks", wanted - found)
    _agree(f"{sdist.name} has but git has not", found - wanted - {".gitignore"})  # hatchling always adds it
    print(f"{sdist.name}: {len(found)} files, as git has them")


def check_wheel(wheel: Path) -> None:
    """Exits unless the wheel, which was made from the sdist, has the files of a wheel made from the checkout, and every
    module, theme and marker of types is among them.
    """
    with tempfile.TemporaryDirectory() as place:
        command = [sys.executable, "-m", "build", "--quiet", "--wheel", "--outdir", place]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        direct = _files(next(Path(place).glob("*.whl")))
    found = _files(wheel)
    changed = {name for name in found.keys() | direct.keys() if found.get(name) != direct.get(name)}
    _agree(f"{wheel.name} differs from the wheel of the checkout in", changed)
    sources = [path for path in Path("medium_archive").rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    themes = [path for path in Path("themes").rglob("*") if path.is_file()]
    wanted = {path.as_posix() for path in sources} | {f"medium_archive/{path.as_posix()}" for path in themes}
    _agree(f"{wheel.name} lacks", wanted - found.keys())
    about = next(content.decode() for name, content in found.items() if name.endswith(".dist-info/METADATA"))
    _agree("PyPI's page has links that lead nowhere:", set(_RELATIVE.findall(about)))
    print(f"{wheel.name}: {len(found)} files, the same from the sdist and from the checkout")


def check_installed(wheel: Path) -> None:
    """Exits unless each file of the wheel is installed with the same content."""
    installed = {str(path): path.locate() for path in metadata.files("medium-archive") or ()}
    changed = set()
    for name, content in _files(wheel).items():
        path = installed.get(name)
        if ".dist-info/" not in name and (path is None or Path(path).read_bytes() != content):
            changed.add(name)
    _agree("what was tested differs from the wheel in", changed)
    print(f"what was tested is {wheel.name}")


def _again(name: str) -> bool:
    """Whether it is a picture of the example archive, which an sdist has in examples/pictures alone."""
    return name.startswith("examples/archive/") and Path("examples/pictures", Path(name).name).is_file()


def _files(wheel: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _agree(what: str, names: set[str]) -> None:
    if names:
        sys.exit(f"{what}:\n  " + "\n  ".join(sorted(names)))


if __name__ == "__main__":
    main()
