"""What `archive publish PLATFORM` needs to open an account: its settings and its secrets."""

# ruff: noqa: F811  # the names of fixtures are those of arguments
from __future__ import annotations

import json

import pytest

from medium_archive.folder import environment
from medium_archive.folder.layout import Layout
from tests import small_archive
from tests.contracts import toy
from tests.contracts.stand_in import Reply
from tests.contracts.toy_server import TOKEN, ToyServer
from tests.toy_blog import BLOG, Run, layout, run, server  # noqa: F401  # fixtures


def test_login_says_where_to_get_the_credentials_and_tests_them(run: Run, layout: Layout) -> None:
    assert run("--login").stdout.splitlines()[0] == "signed in: https://toy.example"
    (layout.private / "publish.env").unlink()
    result = run("--login")
    assert result.exit_code == 51
    assert result.stdout.startswith(f"{toy.LOGIN}\n\nWrite into private/publish.env:\n\nTOY_TOKEN=…")
    assert "[publish.toy]" not in result.stdout
    layout.settings.write_text(layout.settings.read_text("utf-8").partition("[publish.toy]")[0], "utf-8")
    assert '[publish.toy]\nurl = "…"   # The address of the blog.\n\nThen run this again.' in run("--login").stdout


def test_a_wrong_address_is_told_when_the_account_is_opened(run: Run, layout: Layout) -> None:
    settings = layout.settings.read_text("utf-8").replace(BLOG.url, "https://toy.invalid")
    small_archive.write(layout.root, "archive.toml", settings)
    result = run("--login")
    assert result.exit_code == 40
    words = " ".join(result.stderr.split())
    assert "Check the address below [publish.toy] and the connection of this computer, then run this again." in words


def test_too_many_pauses_are_told_once(run: Run, server: ToyServer) -> None:
    server.fault = lambda request, number: (
        Reply(429, headers={"Retry-After": "1"}) if server.is_write(request) else None
    )
    words = " ".join(run().output.split())
    assert "a pause too often. Run this again later; it goes on" in words


def test_missing_and_wrong_credentials_have_an_exit_code(run: Run, layout: Layout) -> None:
    small_archive.write(layout.root, "private/publish.env", "TOY_TOKEN=wrong-secret-of-ada\n")
    result = run()
    assert result.exit_code == 51
    assert "wrong-secret" not in result.output
    (layout.private / "publish.env").unlink()
    assert run().exit_code == 51


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ("", "archive.toml: [publish.toy] has no url. The address of the blog."),
        ('adress = "x"', "archive.toml: [publish.toy] can't have adress."),
        ('url = "toy.example"', "archive.toml: [publish.toy] has a url that is not the address of a place."),
        ('url = "https://ada:word@toy.example"', "archive.toml: [publish.toy] has a url that is not the address"),
    ],
)
def test_wrong_settings_are_named(run: Run, layout: Layout, table: str, words: str) -> None:
    settings = layout.settings.read_text("utf-8").partition("[publish.toy]")[0]
    small_archive.write(layout.root, "archive.toml", f"{settings}[publish.toy]\n{table}\n")
    result = run()
    assert (result.exit_code, words in result.stderr) == (22, True)


def test_a_server_in_a_private_network_must_be_allowed(run: Run, layout: Layout, server: ToyServer) -> None:
    settings = layout.settings.read_text("utf-8").replace(BLOG.url, server.address)
    small_archive.write(layout.root, "archive.toml", settings)
    result = run()
    assert result.exit_code == 40
    assert 'write allow = "its host" into [publish.toy]' in result.stderr
    small_archive.write(layout.root, "archive.toml", f'{settings}allow = "127.0.0.1"\n')
    assert run().exit_code == 0


def test_the_same_address_written_otherwise_is_the_same_account(run: Run, server: ToyServer, layout: Layout) -> None:
    run()
    before = len(server.writes)
    settings = layout.settings.read_text("utf-8")
    for address in (
        "HTTPS://Toy.Example/",
        "https://toy.example.",
        "https://toy.example:443",
        "https://Toy.Example.:443/",
    ):
        small_archive.write(layout.root, "archive.toml", settings.replace(BLOG.url, address))
        assert json.loads(run("--json").stdout)["counts"]["unchanged"] == 3, address
    assert len(server.writes) == before


def test_an_empty_variable_hides_no_secret(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOY_TOKEN", "")
    assert run("--login").exit_code == 0


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("a b # of the blog", "a b"),
        ("'a b' # mine", "a b"),
        ('"a # b"', "a # b"),
        ("a#b", "a#b"),
        ("#a", "#a"),
        ('"a', "a"),
        ('"a b" "c"', '"a b" "c"'),
        ("echo 'a'", "echo 'a'"),
        (" # not yet", ""),
    ],
)
def test_a_note_may_follow_a_secret(layout: Layout, line: str, value: str) -> None:
    (layout.private / "publish.env").write_text(f"TOY_TOKEN={line}\n", "utf-8")
    assert environment.read(layout, "publish.env")["TOY_TOKEN"] == value


def test_secrets_may_be_written_by_an_editor_of_windows(run: Run, layout: Layout) -> None:
    (layout.private / "publish.env").write_text(f"TOY_TOKEN={TOKEN}\r\n", "utf-16")
    assert run("--login").exit_code == 0
