"""The form that writes private/alert.env: the next check sends alerts by what was typed, and no secret is shown."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from medium_archive.commands.set_alerts import alerts, set_alerts
from medium_archive.errors import SettingsWrong
from medium_archive.folder import environment
from medium_archive.folder.layout import Layout
from medium_archive.watch import channels
from tests.small_archive import make

pytestmark = pytest.mark.usefixtures("no_channels")

MAIL = {"SMTP_HOST": "mail.example", "SMTP_USER": "ada@mail.example", "ALERT_TO": "ada@mail.example"}


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    return make(tmp_path / "archive")


def file_of(layout: Layout) -> Path:
    return layout.private / "alert.env"


def test_what_is_typed_is_what_an_alert_uses(layout: Layout) -> None:
    """In a file that only its owner may read; the same again writes nothing."""
    values = {**MAIL, "SMTP_PASSWORD": 'x #1 "y"', "ALERT_WEBHOOK": "https://hooks.example/secret"}
    assert set_alerts(layout, values).counts["written"] == 1
    assert list(channels.read(layout)) == ["mail ada@mail.example", "webhook"]
    assert environment.read_file(layout, "alert.env")["ARCHIVE_SMTP_PASSWORD"] == 'x #1 "y"'  # noqa: S105  # made for the test
    assert stat.S_IMODE(file_of(layout).stat().st_mode) == 0o600
    assert set_alerts(layout, values).counts["written"] == 0


def test_other_lines_and_notes_stay(layout: Layout) -> None:
    file_of(layout).parent.mkdir(exist_ok=True)
    file_of(layout).write_text("# mine\nDISPLAY=:0\nexport ARCHIVE_ALERT_TO=old@a.example\nARCHIVE_SMTP_HOST=a\n")
    set_alerts(layout, {"ALERT_TO": "new@a.example", "SMTP_HOST": ""})
    assert file_of(layout).read_text() == "# mine\nDISPLAY=:0\nARCHIVE_ALERT_TO=new@a.example\n"


def test_a_note_in_another_encoding_stays_byte_for_byte(layout: Layout) -> None:
    file_of(layout).parent.mkdir(exist_ok=True)
    file_of(layout).write_bytes("# café\n".encode("latin-1"))
    set_alerts(layout, MAIL)
    assert file_of(layout).read_bytes().startswith("# café\n".encode("latin-1"))


def test_no_secret_is_shown(layout: Layout) -> None:
    set_alerts(layout, {**MAIL, "SMTP_PASSWORD": "pass-word", "ALERT_WEBHOOK": "https://hooks.example/secret"})
    found = alerts(layout)
    assert "pass-word" not in str(found.as_json()) and "hooks.example" not in str(found.as_json())
    assert found.details["values"]["SMTP_PASSWORD"] is True and found.details["values"]["SMTP_HOST"] == "mail.example"


def test_settings_with_which_no_mail_could_be_sent_change_nothing(layout: Layout) -> None:
    with pytest.raises(SettingsWrong, match="mail server"):
        set_alerts(layout, {"SMTP_HOST": "mail.example"})
    with pytest.raises(SettingsWrong, match="can't be written"):
        set_alerts(layout, {"SMTP_PASSWORD": " '\" # "})
    assert not file_of(layout).exists()


def test_a_form_sets_no_command_of_a_shell(layout: Layout) -> None:
    """Only an editor writes one."""
    set_alerts(layout, {"ALERT_COMMAND": "rm -r /", "ALERT_WEBHOOK": "https://hooks.example/"})
    assert "ALERT_COMMAND" not in file_of(layout).read_text()


def test_what_only_this_terminal_knows_is_named(layout: Layout, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run that a scheduler starts has only the file."""
    monkeypatch.setenv("ARCHIVE_ALERT_WEBHOOK", "https://hooks.example/")
    assert alerts(layout).details["only_here"] == ["ALERT_WEBHOOK"]
    assert alerts(layout).details["ways"] == ["webhook"]
