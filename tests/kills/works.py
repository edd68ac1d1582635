"""The commands that are killed, each with an archive of so many posts."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from medium_archive.commands import build, forget, import_exports
from medium_archive.folder.layout import Layout
from tests.cdn import Cdn, Faults
from tests.common_crawl_server import CommonCrawlServer
from tests.interruptions import make_scene, state
from tests.kills.killing import Program
from tests.medium_server import MediumServer, Reply, packed
from tests.rescue_process import QuickClock
from tests.sample_exports import write_zip
from tests.sample_feeds import Text, export, feed
from tests.sample_pictures import export_with, make_pictures
from tests.test_rescue_killed import captures
from tests.test_sync import FEED, begin
from tests.wayback_server import WaybackServer

_CLI = "medium_archive.cli"


@dataclass(frozen=True)
class Scene:
    """A folder that is copied for each run, and what runs there. `archive` is the archive's place in the folder;
    `result` reads what a run makes, which must be the same as without a kill.
    """

    folder: Path
    program: Callable[[Path], Program]
    archive: str = "archive"
    result: Callable[[Path], dict[str, bytes]] = field(default=lambda folder: state(folder / "archive"))


@dataclass(frozen=True)
class Work:
    """A command with a scene for it. `share` is how much of all kills it gets."""

    name: str
    scene: Callable[[Path, int], AbstractContextManager[Scene]]
    share: int = 1


def _command(*words: str) -> Callable[[Path], Program]:
    """The command line, where {} is the folder of the run."""

    def program(folder: Path) -> Program:
        given = [word.replace("{}", str(folder)) for word in words]
        environment = {
            "HOME": str(folder), "XDG_CONFIG_HOME": str(folder), "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_AUTHOR_NAME": "Ada", "GIT_AUTHOR_EMAIL": "ada@example.org",
            "GIT_COMMITTER_NAME": "Ada", "GIT_COMMITTER_EMAIL": "ada@example.org",
        }  # fmt: skip
        return Program(_CLI, [*given, "--quiet", "--archive", str(folder / "archive")], environment)

    return program


@contextmanager
def _first_import(place: Path, posts: int) -> Iterator[Scene]:
    made = make_scene(place / "made", posts)
    (place / "scene").mkdir()
    yield Scene(place / "scene", _command("import", str(made.export), "--offline"))


@contextmanager
def _second_import(place: Path, posts: int) -> Iterator[Scene]:
    """Over edited texts, with posts that Medium changed, retitled, published and removed."""
    made = make_scene(place / "made", posts)
    folder = place / "scene"
    shutil.copytree(made.archive, folder / "archive")
    yield Scene(folder, _command("import", str(made.export), "--offline"))


@contextmanager
def _pictures(place: Path, posts: int) -> Iterator[Scene]:
    pictures = make_pictures(posts, seed=5)
    layout = Layout(place / "scene/archive")
    layout.root.parent.mkdir()
    with Cdn(pictures, Faults(unavailable=0, html=0, hanging=0, gone=0.01, at_least=2)) as cdn:
        source = export_with(pictures, place / "export.zip", posts=posts)
        import_exports.import_exports([source], layout, import_exports.Options(offline=True))
        with layout.settings.open("a", encoding="utf-8") as file:
            file.write(cdn.settings())
        yield Scene(layout.root.parent, _command("pictures"), result=_without_moments)


def _without_moments(folder: Path) -> dict[str, bytes]:
    """Without the records of downloads, which tell when a failed one is tried again, and what sums them up."""
    passing = ("records/pictures.jsonl", "private/pictures.jsonl", "records/gists.jsonl", "private/gists.jsonl")
    sums = ("SHA256SUMS", "private/SHA256SUMS")
    return {name: content for name, content in state(folder / "archive").items() if name not in passing + sums}


@contextmanager
def _built(place: Path, posts: int) -> Iterator[Scene]:
    """A built site whose archive has changed since: edited texts, a new name, a post moved to the drafts."""
    yield Scene(_changed_site(place, posts).root.parent, _command("build", "--url", "https://ada.example"))


def _changed_site(place: Path, posts: int) -> Layout:
    made = make_scene(place / "made", posts)
    layout = Layout(place / "scene/archive")
    shutil.copytree(made.archive, layout.root)
    build.build(layout, url="https://ada.example")
    folders = sorted(layout.posts.iterdir())
    for folder in random.Random(posts).sample(folders[2:], posts // 10):  # noqa: S311  # which posts, no secret
        text = folder / "index.md"
        text.write_text(f"{text.read_text('utf-8')}\nA further line.\n", "utf-8")
    folders[0].rename(layout.posts / "renamed")
    layout.drafts.mkdir(exist_ok=True)
    folders[1].rename(layout.drafts / folders[1].name)
    return layout


@contextmanager
def _sync(place: Path, posts: int) -> Iterator[Scene]:
    """A feed with ten posts of which the archive has five, one of them in an older version."""
    texts = [Text(number) for number in range(posts + 5)]
    layout = Layout(place / "scene/archive")
    layout.root.mkdir(parents=True)
    with MediumServer() as medium:
        begin(layout, medium, texts[:posts])
        newest = [Text(posts - 1, version=2), *texts[posts - 5 : posts - 1], *texts[posts:]]
        medium.answers[FEED] = packed(Reply(200, feed(newest), {"Content-Type": "text/xml; charset=UTF-8"}))
        yield Scene(layout.root.parent, _command("sync", "--offline"), result=_texts)


def _texts(folder: Path) -> dict[str, bytes]:
    """The texts and pages; the records hold the moment at which a feed was read."""
    kept = state(folder / "archive").items()
    return {
        name: content for name, content in kept if name.startswith(("posts/", "drafts/", "responses/", "original/"))
    }


@contextmanager
def _forget(place: Path, posts: int) -> Iterator[Scene]:
    """Of an edited post with links to it."""
    folder, post = _with_links(place, posts)
    yield Scene(folder, _command("forget", post))


@contextmanager
def _remember(place: Path, posts: int) -> Iterator[Scene]:
    folder, post = _with_links(place, posts)
    forget.forget(Layout(folder / "archive"), post)
    yield Scene(folder, _command("forget", "--undo", post))


def _with_links(place: Path, posts: int) -> tuple[Path, str]:
    """A folder with an archive, and a post in it that a person has edited."""
    made = make_scene(place / "made", posts)
    folder = place / "scene"
    shutil.copytree(made.archive, folder / "archive")
    post = sorted(Layout(folder / "archive").posts.iterdir())[0]
    (post / "index.md").write_text(f"{(post / 'index.md').read_text('utf-8')}\nA further line.\n", "utf-8")
    return folder, f"posts/{post.name}"


@contextmanager
def _hide(place: Path, posts: int) -> Iterator[Scene]:
    """Of an edited post with links to it, which gets tags."""
    folder, post = _with_links(place, posts)
    yield Scene(folder, _command("set", "--draft", "--tags=lamps", post.rpartition("/")[2]))


@contextmanager
def _publish(place: Path, posts: int) -> Iterator[Scene]:
    """A push of a changed site to a branch that has an older one."""
    layout = _changed_site(place, posts)
    remote = layout.root.parent / "blog.git"
    subprocess.run(["git", "init", "--bare", "--quiet", str(remote)], check=True)
    yield Scene(layout.root.parent, _command("publish", "github", "{}/blog.git"), result=_branch)


def _branch(folder: Path) -> dict[str, bytes]:
    """The files of the branch; nothing must differ in the archive either, but for what git holds."""
    place = folder / "out"
    shutil.rmtree(place, ignore_errors=True)
    command = ["git", "clone", "-q", "--branch", "gh-pages", str(folder / "blog.git"), str(place)]
    subprocess.run(command, check=True, capture_output=True)
    shutil.rmtree(place / ".git")
    return state(place)


@contextmanager
def _rescue(place: Path, posts: int) -> Iterator[Scene]:
    """Three captures of each post at a stand-in for the Wayback Machine."""
    clock = QuickClock()
    (place / "scene").mkdir()
    with (
        CommonCrawlServer({}, clock) as crawl,
        WaybackServer(list(captures(posts)), clock) as wayback,
    ):
        hosts = json.dumps({**wayback.hosts, **crawl.hosts})
        yield Scene(
            place / "scene",
            lambda folder: Program("tests.rescue_process", [str(folder / "archive"), hosts], {}),
            result=_texts,
        )


def _format(name: str, target: str) -> Callable[[Path, int], AbstractContextManager[Scene]]:
    """An export into a format, which must not be there yet."""

    @contextmanager
    def scene(place: Path, posts: int) -> Iterator[Scene]:
        source = write_zip(place / "export.zip", export([Text(number) for number in range(posts)], "May 1, 2025"))
        layout = Layout(place / "scene/archive")
        import_exports.import_exports([source], layout, import_exports.Options(offline=True))
        yield Scene(
            layout.root.parent,
            _command("export", name, f"{{}}/{target}"),
            result=lambda folder: state(folder / target) if (folder / target).is_dir() else _file(folder / target),
        )

    return scene


def _file(path: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes()}


ALL = (
    Work("first import", _first_import, 6),
    Work("second import", _second_import, 6),
    Work("pictures", _pictures, 3),
    Work("build", _built, 6),
    Work("sync", _sync, 3),
    Work("forget", _forget, 2),
    Work("forget --undo", _remember, 2),
    Work("set --draft", _hide, 2),
    Work("publish", _publish, 4),
    Work("rescue", _rescue, 2),
    Work("hugo", _format("hugo", "hugo"), 2),
    Work("epub", _format("epub", "book.epub")),
    Work("jsonl", _format("jsonl", "posts.jsonl")),
    Work("sqlite", _format("sqlite", "posts.sqlite")),
    Work("bagit", _format("bagit", "bag")),
)
