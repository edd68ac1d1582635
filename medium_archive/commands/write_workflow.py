"""`archive publish github --workflow`: let GitHub build the site from the archive itself, kept in a repository."""

from __future__ import annotations

import shlex
from collections import Counter

from medium_archive.errors import NotFit
from medium_archive.folder import files, lock, settings
from medium_archive.folder.layout import Layout
from medium_archive.hosts import work_tree, workflow
from medium_archive.report import Report

_MOST_NAMED = 5
_FROM_GIT = (
    "Put them into .gitignore (`exports/`, `private/`, `drafts/`, `medium-export*`) and run `git rm -r --cached` on "
    "what git has of them."
)
_FROM_HISTORY = "Earlier commits are pushed along: begin a new repository in which they never were."
_STEPS = """\
The whole archive lies in the repository then, and who can see the repository can see it: posts, originals, records; not
exports/, private/ and drafts/, which git leaves alone. Keep a copy of these elsewhere.
{init}{number}. git -C {root} add -A && git -C {root} commit -m "Publish with GitHub Pages" && git -C {root} push
{next}. On github.com, in the repository: Settings, Pages, "Build and deployment", Source: GitHub Actions
After each push the site is built and shown; see the tab Actions.
"""
_INIT = """\
1. Make an empty repository: https://github.com/new
2. git -C {root} init -b main && git -C {root} remote add origin https://github.com/YOU/NAME.git
   and add `-u origin main` to the push below
"""


def write(layout: Layout, *, even_private: bool = False) -> Report:
    """Write the workflow at the root of the repository in which the archive lies, else of the archive.

    Raises NotFit where git has, or would take, what is private, unless `even_private`; ProgramMissing.
    """
    settings.read(layout.settings)
    tree = work_tree.of(layout.root)
    if tree is not None and (tree.taken or tree.past) and not even_private:
        raise _would_leak(tree.taken, "") if tree.taken else _would_leak(tree.past, " in its history")
    root = tree.root if tree is not None else layout.root
    folder = layout.root.relative_to(root.resolve()).as_posix() if tree is not None else "."
    with lock.held(layout):
        changed = files.write(root / workflow.FILE, workflow.text(folder, tree.branch if tree else "main").encode())
    quoted = shlex.quote(str(root))
    init = "" if tree else _INIT.format(root=quoted)
    number = 1 if tree else 3
    steps = _STEPS.format(init=init, number=number, next=number + 1, root=quoted)
    return Report(
        "publish github", {"written": int(changed)}, {"workflow": str(root / workflow.FILE)}, details={"text": steps}
    )


def _would_leak(taken: tuple[str, ...], where: str) -> NotFit:
    counts = Counter(name.rpartition("/")[0] or "." for name in taken)
    said = ", ".join(f"{count:,} in {folder}/" for folder, count in sorted(counts.items())[:_MOST_NAMED])
    named = ", ".join(taken[:_MOST_NAMED]) + (", …" if len(taken) > _MOST_NAMED else "")
    return NotFit(
        f"git would publish private files{where}: {said} ({named}). Exports hold e-mail addresses, sessions "
        "and IP addresses; drafts were never published.",
        f"{_FROM_HISTORY if where else _FROM_GIT} If the repository is private and stays so: --even-private.",
    )
