"""The workflow that lets GitHub build the site: its text, and its steps run in a clean clone."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from medium_archive import __version__
from medium_archive.commands.build import build
from medium_archive.errors import NotPublishable
from medium_archive.folder.layout import Layout
from medium_archive.folder.starter_files import GITIGNORE
from medium_archive.hosts import workflow
from tests.conftest import SAME_PACKAGE, need, one_in
from tests.test_old_addresses import make
from tests.test_publish_github import git, nobodys_git, site

__all__ = ["nobodys_git"]  # a fixture that all tests here use

PRIVATE = ("exports/a.zip", "private/catalog.jsonl", "drafts/secret/index.md")


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    layout = make(tmp_path)
    for name in PRIVATE:
        (layout.root / name).parent.mkdir(parents=True, exist_ok=True)
        (layout.root / name).touch()
    layout.gitignore.write_text(GITIGNORE)
    return layout


def steps(text: str) -> list[dict[str, Any]]:
    parsed = yaml.safe_load(text)
    return [step for job in parsed["jobs"].values() for step in job["steps"]]


@pytest.mark.slow
@pytest.mark.parametrize("folder", one_in(3, [".", "medium-archive", "it's mine/archive"]))
def test_the_steps_of_the_workflow_build_the_site_in_a_clean_clone(folder: str, layout: Layout, tmp_path: Path) -> None:
    """From the checkout to the artifact, in the order of a runner."""
    need("bash")
    top = tmp_path / "my repository"
    place = top / folder
    place.parent.mkdir(parents=True, exist_ok=True)
    layout.root.rename(place)
    own = Layout(place.resolve())
    git("init", "-q", "-b", "main", str(top))
    published = workflow.write(own)
    assert f"git -C {shlex.quote(str(top.resolve()))} add" in published.text
    git("-C", str(top), "add", "-A")
    git("-C", str(top), "commit", "-qm", "All")
    clone = tmp_path / "clone"
    git("clone", "-q", str(top), str(clone))
    assert not [path for path in clone.rglob("*") if path.name in ("a.zip", "catalog.jsonl") or path.name == "secret"]
    text = (clone / workflow.FILE).read_text("utf-8")
    uses = [step.get("uses", "").partition("@")[0] for step in steps(text)]
    install, making = (step for step in steps(text) if "run" in step)
    assert install["run"] == f"pip install medium-archive=={__version__}"
    assert making["env"] == {"SITE_URL": "${{ steps.pages.outputs.base_url }}"}
    command = making["run"].replace("archive build", f"{shlex.quote(sys.executable)} -m medium_archive.cli build")
    environment = {**os.environ, "SITE_URL": "https://ada.github.io/blog", **SAME_PACKAGE}
    subprocess.run(["bash", "-e", "-o", "pipefail", "-c", command], cwd=clone, env=environment, check=True)
    artifact = next(step["with"]["path"] for step in steps(text) if "upload" in step.get("uses", ""))
    build(own, url="https://ada.github.io/blog")
    assert site(Layout(clone / folder)) == site(own)
    assert (clone / artifact / "index.html").is_file()
    assert uses == [
        "actions/checkout", "actions/setup-python", "", "actions/configure-pages", "", "actions/upload-pages-artifact",
        "actions/deploy-pages",
    ]  # fmt: skip


def test_the_workflow_has_only_the_permissions_it_needs() -> None:
    """Each job has its own, and no command contains an expression."""
    parsed = yaml.safe_load(workflow.text("it's", "main"))
    assert parsed["permissions"] == {"contents": "read"}
    assert parsed["jobs"]["deploy"]["permissions"] == {"pages": "write", "id-token": "write"}
    assert parsed["jobs"]["build"]["permissions"] == {"contents": "read", "pages": "read"}
    assert parsed[True] == {"push": {"branches": ["main"]}, "workflow_dispatch": None}
    assert not [step for step in steps(workflow.text(".", "main")) if "${{" in step.get("run", "")]
    assert all(re.fullmatch(r"actions/[\w-]+@v\d+", s["uses"]) for s in steps(workflow.text(".", "x")) if "uses" in s)


def test_writing_the_workflow_twice_changes_nothing(layout: Layout) -> None:
    """Without a repository, the steps say how to create one."""
    first = workflow.write(layout)
    assert "git -C" in first.text
    assert "init" in first.text
    assert workflow.write(layout).counts["written"] == 0


@pytest.mark.parametrize("name", PRIVATE)
def test_private_files_in_git_are_refused(name: str, layout: Layout) -> None:
    """The message names them; --even-private overrides it."""
    git("init", "-q", str(layout.root))
    git("-C", str(layout.root), "add", "-A")
    git("-C", str(layout.root), "add", "-f", name)
    with pytest.raises(NotPublishable, match=re.escape(name)):
        workflow.write(layout)
    assert not (layout.root / workflow.FILE).exists()
    workflow.write(layout, even_private=True)
    assert (layout.root / workflow.FILE).exists()


def test_private_files_that_git_would_add_are_refused(layout: Layout) -> None:
    """For example after .gitignore was emptied."""
    git("init", "-q", str(layout.root))
    layout.gitignore.write_text("")
    with pytest.raises(NotPublishable, match="1 in drafts/secret/, 1 in exports/, 1 in private/"):
        workflow.write(layout)


def test_an_export_anywhere_in_the_repository_is_refused(layout: Layout, tmp_path: Path) -> None:
    """The printed steps say `git add -A`, which would add it."""
    top = layout.root.parent
    git("init", "-q", str(top))
    beside = {"medium-export-0123.zip": "a zip", "unpacked/profile/profile.html": "", "unpacked/ips.html": ""}
    for name, text in beside.items():
        (top / name).parent.mkdir(parents=True, exist_ok=True)
        (top / name).write_text(text)
        with pytest.raises(NotPublishable, match=re.escape(name)):
            workflow.write(layout)
        (top / name).unlink()
    workflow.write(layout)


def test_private_files_in_an_earlier_commit_are_refused(layout: Layout) -> None:
    """A push would send that commit too."""
    git("init", "-q", str(layout.root))
    git("-C", str(layout.root), "add", "-f", "exports/a.zip")
    git("-C", str(layout.root), "commit", "-qm", "All")
    git("-C", str(layout.root), "rm", "-q", "--cached", "exports/a.zip")
    git("-C", str(layout.root), "commit", "-q", "--allow-empty", "-m", "Not that")
    with pytest.raises(NotPublishable, match=r"history.*exports/a\.zip"):
        workflow.write(layout)
    workflow.write(layout, even_private=True)
