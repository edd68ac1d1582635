"""What a person reads where a place refuses something: each is what happened, then what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from medium_archive import platforms
from medium_archive.errors import AccessDenied, SettingsWrong
from medium_archive.folder.settings import Settings
from medium_archive.platforms import Platform, connection, devto, micropub, nostr, wordpress, writeas
from medium_archive.platforms.refusal import sentence
from tests.contracts.bench import Maker
from tests.contracts.stand_in import Reply
from tests.contracts.test_platforms import STAND_INS

BY_HTTP = [platform for platform in platforms.ALL if platform is not nostr]


def _refusal(platform: Platform, folder: Path, words: str, status: int) -> str:
    """What a run prints that may write nothing. The words stand wherever a place may have them."""
    error = {"message": words, "type": "X", "extensions": {"code": "FORBIDDEN"}}
    answer = {"error": words, "error_msg": words, "message": words, "code": "x", "errors": [error]}
    make = Maker(platform, STAND_INS[platform.NAME], folder)
    with make() as bench:
        bench.stand_in.fault = lambda request, number: (
            Reply.json(answer, status) if bench.stand_in.is_write(request) else None
        )
        bench.run([make.article(0)])
        return bench.output


@pytest.mark.parametrize("platform", BY_HTTP, ids=lambda platform: platform.NAME)
def test_the_words_of_a_server_are_a_sentence_before_the_advice(platform: Platform, tmp_path: Path) -> None:
    for words in ("no stop", "no stop."):
        told = _refusal(platform, tmp_path, words, 422)
        assert ": no stop. " in told
        assert "stop.." not in told
        assert "stop no" not in told


@pytest.mark.parametrize(
    ("words", "expected"),
    [("a\nb", "a b."), ("Why?", "Why?"), ("太長。", "太長。"), ("Wait…", "Wait…"), (" x . ", "x ."), ("(a)", "(a).")],
)
def test_a_sentence_ends_once(words: str, expected: str) -> None:
    assert sentence(words) == expected


@pytest.mark.parametrize(
    ("platform", "status", "advice"),
    [
        (devto, 402, "Look at the plan of the account there."),
        (devto, 403, "Look whether the account there may do this."),
        (devto, 404, "Look at the address of the place in archive.toml."),
        (devto, 413, "Make its text shorter, or its pictures smaller."),
        (devto, 422, "Change the post as the answer says."),
        (micropub, 403, "Look whether the token has the scopes create, update and media."),
        (micropub, 409, "Somebody changes the post there just now. Run this again later."),
        (micropub, 413, "Make its text shorter, or its pictures smaller."),
        (writeas, 413, "Make its text shorter, or its pictures smaller."),
    ],
    ids=lambda value: str(value.NAME if hasattr(value, "NAME") else value)[:9],
)
def test_the_advice_fits_the_status(platform: Platform, status: int, advice: str, tmp_path: Path) -> None:
    assert f"no stop. {advice}" in _refusal(platform, tmp_path, "no stop", status)


@pytest.mark.parametrize("platform", platforms.ALL, ids=lambda platform: platform.NAME)
def test_missing_credentials_are_told_with_the_place_to_write_them(platform: Platform, tmp_path: Path) -> None:
    make = Maker(platform, STAND_INS[platform.NAME], tmp_path)
    with make() as bench, pytest.raises(AccessDenied) as caught:
        bench.run([], secrets={})
    (name,) = platform.SECRETS
    assert f"{name}=… into private/publish.env, or set it in the environment." in caught.value.hint
    assert f"`archive publish {platform.NAME} --login` says where to get it." in caught.value.hint


@pytest.mark.parametrize(("platform", "table"), [(writeas, {"blog": "ada", "url": ""}), (devto, {"url": ""})])
def test_an_empty_address_is_a_wrong_setting(platform: Platform, table: dict[str, str]) -> None:
    with pytest.raises(SettingsWrong, match=rf"\[publish\.{platform.NAME}\] has a url that is not the address"):
        connection.settings_of(platform, Settings(publish={platform.NAME: table}))


def test_all_missing_keys_are_told_at_once() -> None:
    with pytest.raises(SettingsWrong, match=r"\[publish\.wordpress\] has no url and no user\.") as caught:
        connection.settings_of(wordpress, Settings())
    assert caught.value.hint == 'Write url = "…", user = "…" below [publish.wordpress].'


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://Blog.Example:443/a/", "https://blog.example/a"),
        ("https://blog.example.", "https://blog.example"),
        ("http://blog.example.:80", "http://blog.example"),
        ("https://blog.example.:8443", "https://blog.example:8443"),
        ("https://[::1]:443", "https://[::1]"),
        ("https://[::1]", "https://[::1]"),
        ("http://blog.example:443", "http://blog.example:443"),
    ],
)
def test_an_address_has_one_spelling(url: str, address: str) -> None:
    chosen = Settings(publish={"wordpress": {"url": url, "user": "ada"}})
    assert connection.settings_of(wordpress, chosen).url == address
