"""A password that a person types into `archive app` reaches the one command that needs it, and nothing else."""

from __future__ import annotations

import json
import zipfile
from base64 import b64encode
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from medium_archive.app import actions, members
from medium_archive.app.actions import Incomplete
from medium_archive.folder.layout import Layout
from medium_archive.web.request import redact
from tests import account_exports, local_page
from tests.conftest import EXAMPLE_ZIP
from tests.contracts.stand_in import Reply
from tests.contracts.wordpress_server import WordPressServer
from tests.local_page import LocalPage
from tests.test_app_sending import PASSWORD, set_up
from tests.test_publish_secrets import _command_lines

_TELLING = """import json, os, pathlib, sys
if sys.argv[1] == "app":
    from medium_archive.cli.app import main
    main()
with open(pathlib.Path(sys.argv[0]).with_name("told"), "a") as told:
    told.write(json.dumps([sys.argv[1:], dict(os.environ)]) + "\\n")
print("{}")
"""


@pytest.fixture
def telling(layout: Layout, tmp_path: Path) -> Iterator[LocalPage]:
    """The page of a program whose commands only write down what they were given."""
    account_exports.import_(layout, EXAMPLE_ZIP)
    with zipfile.ZipFile(tmp_path / "archive.pyz", "w") as packed:
        packed.writestr("__main__.py", _TELLING)
    with local_page.opened(layout.root, program=("archive.pyz",), cwd=tmp_path) as page:
        yield page


def told(tmp_path: Path) -> list[tuple[list[str], dict[str, str]]]:
    """The arguments and the environment of each command."""
    return [tuple(json.loads(line)) for line in (tmp_path / "told").read_text().splitlines()]


def test_a_secret_is_in_the_environment_of_its_command_alone(telling: LocalPage, tmp_path: Path) -> None:
    """Not in its arguments, and not in those of the next one."""
    keys = {"WAYBACK_KEY": "canary one", "WAYBACK_SECRET": " canary two "}
    telling.run("save-site", **keys)
    assert telling.post("again", job="1").status == 303
    for _ in telling.events():
        pass
    telling.run("login-ghost", GHOST_KEY="canary three")
    (first, one), (_, two), (_, three) = told(tmp_path)
    assert (one["WAYBACK_KEY"], one["WAYBACK_SECRET"]) == ("canary one", "canary two")
    assert not [text for text in first if "canary" in text]
    assert "WAYBACK_KEY" not in two and "WAYBACK_KEY" not in three
    assert three["GHOST_KEY"] == "canary three" and "GHOST_KEY" not in two


@pytest.mark.parametrize(
    "name", ["PATH", "LD_PRELOAD", "PYTHONPATH", "GIT_SSH_COMMAND", "ARCHIVE_PROGRESS", "GHOST_KEY", "HTTPS_PROXY"]
)
def test_no_form_sets_another_variable(telling: LocalPage, tmp_path: Path, name: str) -> None:
    """Variables that change a program and secrets of other places are ignored."""
    form = {name: "canary", "WORDPRESS_PASSWORD": "mine"}
    assert telling.post("jobs/login-wordpress", **form).status == 303
    for _ in telling.events():
        pass
    ((arguments, environment),) = told(tmp_path)
    assert environment["WORDPRESS_PASSWORD"] == "mine"  # noqa: S105  # of nothing
    assert "canary" not in environment.get(name, "") and "canary" not in str(arguments)
    assert "canary" not in telling.get("job").text


@pytest.mark.parametrize(
    "page_of", ["jobs/login-wordpress", "jobs/publish-wordpress", "jobs/build", "places/wordpress"]
)
def test_a_form_that_is_refused_shows_no_secret(telling: LocalPage, tmp_path: Path, page_of: str) -> None:
    """With a line break in another field, or in the secret itself."""
    for secret, other in (("canary\none", "x"), ("canary", "a\nb")):
        form = {"WORDPRESS_PASSWORD": secret, "tag": other, "limit": "ten", "url": other, "user": "ada"}
        answer = telling.post(page_of, **form)
        assert "canary" not in answer.text
        assert answer.status == 400 or (page_of, other) == ("jobs/build", "x")
    assert "canary" not in telling.get("job").text + telling.get("publish/wordpress").text


def test_a_secret_has_no_control_character() -> None:
    """A NUL would be an error of the system, whose message some systems begin with the text."""
    login = members.named("login-wordpress")
    assert login
    for secret in ("a\0b", "a\nb", "a\x1bb"):
        with pytest.raises(Incomplete, match="control_character"):
            login.secrets_in({"WORDPRESS_PASSWORD": secret})


def test_only_secrets_have_names_in_capitals() -> None:
    """By that the page knows what it may not keep."""
    for platform in members.platforms():
        assert not actions.without_secrets(dict.fromkeys(platform.SECRETS, "x"))
        for action in ("publish", "login", "compare"):
            found = members.named(f"{action}-{platform.NAME}")
            assert found and found.secrets == platform.SECRETS
    assert actions.without_secrets({"url": "x", "WAYBACK_KEY": "y"}) == {"url": "x"}


@pytest.mark.parametrize("refused", [False, True])
def test_a_secret_is_seen_nowhere(layout: Layout, *, refused: bool) -> None:
    """Not in an answer, an event, a file or the list of processes; also where the server refuses all and quotes it."""
    account_exports.import_(layout, EXAMPLE_ZIP)
    with WordPressServer() as server, local_page.opened(layout.root) as page:
        set_up(layout, server)
        if refused:
            quoted = f"{PASSWORD} {b64encode(f'ada:{PASSWORD}'.encode()).decode()}"
            server.fault = lambda request, number: (
                Reply.json({"code": "no", "message": quoted}, 400) if server.is_write(request) else None
            )
        seen: dict[str, str] = {"processes": "", "events": ""}
        started = page.post("jobs/publish-wordpress", WORDPRESS_PASSWORD=PASSWORD, limit="1")
        assert started.status == 303
        seen["answer"] = f"{started.headers} {started.text}"
        for event in page.events():
            seen["events"] += json.dumps(event)
            seen["processes"] += _command_lines()
        names = ("job", "job/report", "publish", "publish/wordpress", "publish/ghost", "")
        seen |= {name: page.get(name).text for name in names}
        seen["again"] = page.post("again", job="7", WORDPRESS_PASSWORD=PASSWORD).text
        folders = (layout.root, page.door.parent)
        seen["files"] = "".join(
            f"{path} {path.read_bytes().decode('utf-8', 'replace')}"
            for folder in folders
            for path in folder.rglob("*")
            if path.is_file()
        )
        seen["environment"] = _environment(page.process.pid)
        page.post("end")
        assert page.process.wait(60) == 0
        assert page.process.stderr is not None
        seen["terminal"] = page.process.stderr.read().decode()
        assert server.writes and "publish wordpress" in seen["processes"].replace("\0", " ")
    for name, text in seen.items():
        assert redact(text, list(WordPressServer.secrets.values())) == text, name


def _environment(process: int) -> str:
    """The environment of a process as the system shows it to its user; "" where there is no /proc."""
    file = Path(f"/proc/{process}/environ")
    return file.read_bytes().decode("utf-8", "replace") if file.exists() else ""


ATTACKS: Mapping[str, Mapping[str, str]] = {
    "places/wordpress": {"url": "https://evil.example", "user": "x"},
    "jobs/publish-wordpress": {"WORDPRESS_PASSWORD": "x"},
    "jobs/login-wordpress": {"WORDPRESS_PASSWORD": "x"},
    "jobs/export-sqlite": {"out": "/tmp/x.sqlite"},  # noqa: S108  # nothing is written
    "jobs/rescue": {"author": "@x"},
    "jobs/save-site": {"WAYBACK_KEY": "x", "WAYBACK_SECRET": "x"},
}


@pytest.mark.parametrize("path", ATTACKS)
def test_another_page_reaches_none_of_these_forms(
    telling: LocalPage, layout: Layout, tmp_path: Path, path: str
) -> None:
    """By a form, without the cookie, or by a link."""
    before = layout.settings.read_bytes()
    body = "&".join(f"{name}={value}" for name, value in ATTACKS[path].items()).encode()
    for changed in ({"Origin": "https://evil.example"}, {"Cookie": ""}, {"Host": f"evil.example:{telling.port}"}):
        assert telling.send("POST", f"{telling.base}/{path}", {**telling.headers, **changed}, body).status == 403
    assert telling.get(path).status in (404, 405)
    assert not (tmp_path / "told").exists() and layout.settings.read_bytes() == before


@pytest.mark.parametrize("path", ["publish/wordpress", "export/hugo", "backup", "export"])
def test_nothing_of_these_pages_is_readable_without_the_cookie(telling: LocalPage, path: str) -> None:
    refused = telling.send("GET", f"{telling.base}/{path}", {"Host": telling.headers["Host"]})
    assert (refused.status, refused.body) == (403, b"Forbidden")
