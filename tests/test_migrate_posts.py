"""`archive publish PLATFORM --migration` gives the pages of Medium's export to an importer, each once."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from medium_archive.cli.root import app
from medium_archive.commands.forget import forget
from medium_archive.folder import migrations
from medium_archive.folder.layout import Layout
from medium_archive.platforms import connection
from medium_archive.web import Limits, Web
from tests import small_archive
from tests.contracts.matters_server import TOKEN, MattersServer
from tests.contracts.stand_in import Received, Reply

Run = Callable[..., Result]
POSTS = ("posts/2019-01-09-檔案", "posts/2020-11-12-looms", "posts/2021-03-04-arabic")


@pytest.fixture
def server() -> Iterator[MattersServer]:
    with MattersServer() as running:
        yield running


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    """An archive whose posts have pages of Medium, of 600,000 bytes each; its draft has one too."""
    made = small_archive.make(tmp_path / "archive", url="https://ada.example")
    settings = made.settings.read_text("utf-8")
    small_archive.write(made.root, "archive.toml", f'{settings}[publish.matters]\nuser = "Ada"\n')
    small_archive.write(made.root, "private/publish.env", f"MATTERS_TOKEN={TOKEN}\n")
    pages = [(path, f"original/posts/{number}.html") for number, path in enumerate(POSTS)]
    pages.append(("drafts/hushed-plans", "private/original/draft.html"))
    for path, original in pages:
        _add_page(made, path, original, f"<article>{path}{' ' * 600_000}</article>")
    return made


def _add_page(layout: Layout, path: str, original: str, text: str) -> None:
    small_archive.write(layout.root, original, text)
    found = re.search(r"\bid: ?(\w+)", (layout.root / path / "index.md").read_text("utf-8"))
    assert found is not None
    entry = {"id": found[1], "path": path, "written": "0" * 64, "original": original, "sha256": _sha256(text)}
    file = layout.root / ("private" if path.startswith("drafts/") else "records") / "catalog.jsonl"
    with file.open("a", encoding="utf-8") as lines:
        lines.write(json.dumps(entry) + "\n")


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@pytest.fixture
def run(layout: Layout, server: MattersServer, monkeypatch: pytest.MonkeyPatch) -> Run:
    web = partial(Web, hosts={MattersServer.host: server.address}, limits=Limits(attempts=1, idle_seconds=5))
    monkeypatch.setattr(connection, "Web", web)
    monkeypatch.setattr("time.sleep", lambda _seconds: None)
    return lambda *options: CliRunner().invoke(
        app, ["publish", "matters", "--migration", *options, "--archive", str(layout.root)], catch_exceptions=False
    )


def _counts(result: Result) -> Any:
    return json.loads(result.stdout)["counts"]


def _titles(server: MattersServer) -> list[str]:
    return [page.decode().removeprefix("<article>").partition(" ")[0] for page in server.pages]


def test_pages_of_stories_are_given_byte_for_byte_and_once(run: Run, server: MattersServer, layout: Layout) -> None:
    """In batches that the importer takes: of 600,000 bytes each, one page in a request."""
    result = run("--json")
    assert (result.exit_code, _counts(result)) == (0, {"created": 3, "not_sent": 0, "unchanged": 0})
    assert _titles(server) == list(POSTS)
    assert server.pages[0] == (layout.root / "original/posts/0.html").read_bytes()
    assert len(server.writes) == 3
    assert _counts(run("--json"))["unchanged"] == 3
    assert len(server.writes) == 3
    assert {given.state for given in migrations.read(layout).values()} == {"given"}


def test_what_is_lost_is_said_before_anything_is_sent(run: Run, server: MattersServer) -> None:
    result = run("--dry-run")
    assert "3 pages of Medium's export. Matters makes drafts of the pages" in result.output
    assert "Subtitles, dates, tags" in " ".join(result.output.split())
    assert server.requests == []


def test_small_pages_go_together(run: Run, server: MattersServer, layout: Layout) -> None:
    for number in range(3):
        (layout.root / f"original/posts/{number}.html").write_text(f"<article>{number} </article>", "utf-8")
    run()
    assert (_titles(server), len(server.writes)) == (["0", "1", "2"], 1)


def test_drafts_are_given_only_where_they_are_named(run: Run, server: MattersServer, layout: Layout) -> None:
    """No public record names them."""
    run()
    assert "drafts/hushed-plans" not in _titles(server)
    run("--drafts")
    assert _titles(server)[3:] == ["drafts/hushed-plans"]
    assert "ddd222" not in (layout.records / migrations.NAME).read_text("utf-8")
    assert "ddd222" in (layout.private / migrations.NAME).read_text("utf-8")


def test_a_page_whose_answer_was_lost_is_not_given_again_unless_told(run: Run, server: MattersServer) -> None:
    server.fault = lambda request, number: Reply(lost=True) if _is_second(server, request) else None
    result = run()
    assert result.exit_code == 40
    assert "It is not known whether its page arrived" in " ".join(result.output.split())
    server.fault = lambda request, number: None
    assert _counts(run("--json")) == {"created": 0, "not_sent": 0, "unchanged": 3}
    assert len(server.pages) == 3
    run("--again", "--only", POSTS[1])
    assert len(server.pages) == 4


def _is_second(server: MattersServer, request: Received) -> bool:
    return server.is_write(request) and len(server.writes) == 1


def test_a_refused_page_is_given_in_the_next_run(run: Run, server: MattersServer) -> None:
    error = {"message": "total size", "extensions": {"code": "MIGRATION_REACH_LIMIT"}}
    refused = Reply.json({"errors": [error], "data": {"migration": None}})
    server.fault = lambda request, number: refused if _is_second(server, request) else None
    result = run()
    assert (result.exit_code, len(server.pages)) == (40, 2)
    told = "Matters refused it (MIGRATION_REACH_LIMIT): total size. The pages are too large for one request."
    assert told in " ".join(result.output.split())
    server.fault = lambda request, number: None
    assert _counts(run("--json")) == {"created": 1, "not_sent": 0, "unchanged": 2}
    assert sorted(_titles(server)) == sorted(POSTS)


def test_a_page_that_is_too_large_and_a_post_without_page_are_named(
    run: Run, server: MattersServer, layout: Layout
) -> None:
    (layout.root / "original/posts/0.html").write_text("x" * (1024 * 1024 + 1), "utf-8")
    (layout.root / "original/posts/2.html").unlink()
    output = " ".join(run().output.split())
    assert "Its page has more than 1,048,576 bytes." in output
    assert "It has no page in an export of Medium." in output
    assert _titles(server) == [POSTS[1]]


def test_private_values_in_a_page_stop_everything(run: Run, server: MattersServer, layout: Layout) -> None:
    """The title of a draft, as for a site."""
    draft = layout.root / "drafts/hushed-plans/index.md"
    draft.write_text(draft.read_text("utf-8").replace("Hushed plans", "Hushed plans of mine"), "utf-8")
    (layout.root / "original/posts/1.html").write_text("<article><p>Hushed plans of mine</p></article>", "utf-8")
    result = run()
    assert (result.exit_code, server.writes) == (54, [])
    assert f"{POSTS[1]}: It contains private data: the title of a draft." in result.stderr


def test_another_platform_says_that_it_takes_no_pages(layout: Layout) -> None:
    settings = layout.settings.read_text("utf-8")
    small_archive.write(layout.root, "archive.toml", f'{settings}[publish.devto]\nuser = "ada"\n')
    result = CliRunner().invoke(app, ["publish", "devto", "--migration", "--archive", str(layout.root)])
    assert (result.exit_code, "does not take pages of Medium's export" in " ".join(result.output.split())) == (22, True)


def test_no_public_record_names_a_forgotten_post(run: Run, layout: Layout) -> None:
    """Also after other pages were given."""
    run()
    post = re.search(r"\bid: ?(\w+)", (layout.root / POSTS[1] / "index.md").read_text("utf-8"))
    public = layout.records / "migrations.jsonl"
    assert post is not None and post[1] in public.read_text("utf-8")
    forget(layout, POSTS[1])
    small_archive.write(
        layout.root, "posts/later/index.md", "---\ntitle: Later\nmedium:\n  id: 0123456789ab\n---\n\nX\n"
    )
    _add_page(layout, "posts/later", "original/posts/later.html", "<article>later</article>")
    run()
    assert "0123456789ab" in public.read_text("utf-8")
    assert post[1] not in public.read_text("utf-8")
    assert len(migrations.read(layout)) == len(POSTS) + 1
