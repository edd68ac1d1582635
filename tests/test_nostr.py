"""Nostr's own traps: several relays, deletions that relays ignore, keys, HTML; and real relays."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from nostr_sdk import EventBuilder, Keys, Kind, Nip19Coordinate, Tag, Timestamp

from medium_archive.articles import Picture
from medium_archive.errors import AccessDenied, ProgramMissing, SettingsWrong
from medium_archive.folder import published
from medium_archive.platforms import nostr
from medium_archive.platforms.decision import Choices
from medium_archive.platforms.nostr.relays import Relays
from medium_archive.platforms.nostr.text import without_html
from medium_archive.web import Limits, Secret, Web
from tests import nostr_relays
from tests.contracts.bench import SITE, Bench, Maker
from tests.contracts.nostr_server import KEY, NostrServer

OTHER = "other.example"
HEX = Keys.parse(KEY).secret_key().to_hex()
NPUB = Keys.parse(KEY).public_key().to_bech32()


@pytest.fixture
def make(tmp_path: Path) -> Maker:
    return Maker(nostr, NostrServer, tmp_path)


@pytest.fixture
def other(monkeypatch: pytest.MonkeyPatch) -> Iterator[NostrServer]:
    """A second relay, which the settings name too."""
    monkeypatch.setattr(NostrServer, "settings", nostr.Settings(f"wss://{NostrServer.host} wss://{OTHER}/"))
    with NostrServer() as running:
        yield running


def _server(bench: Bench) -> NostrServer:
    assert isinstance(bench.stand_in, NostrServer)
    return bench.stand_in


def _run(bench: Bench, other: NostrServer, title: str = "Looms", choices: Choices = Choices()) -> list[str]:
    article = replace(Maker(nostr, NostrServer, bench.folder).article(0), title=title)
    return bench.run([article], choices=choices, web=bench.web(others={OTHER: other.address}))


def _event(bench: Bench) -> dict[str, Any]:
    (event,) = _server(bench).events.values()
    return event


def test_an_event_has_the_tags_of_nip_23(make: Maker) -> None:
    cover = Picture(
        "1-a.png", "A loom", "posts/0/1-a.png", make.folder / "posts/0/1-a.png", "https://miro.example/1.png"
    )
    with make() as bench:
        bench.run([replace(make.article(0), subtitle="Of mills", tags=("Looms", "LOOMS", "Ada B"), cover=cover)])
        event = _event(bench)
        address = bench.remotes()[0].address.removeprefix("https://njump.me/")
        assert Nip19Coordinate.from_bech32(address).coordinate().identifier() == "000000000001"
        assert event["kind"] == 30023
        assert event["tags"] == [
            ["d", "000000000001"],
            ["title", "Looms, part 0"],
            ["summary", "Of mills"],
            ["image", f"{SITE}/posts/0/1-a.png"],
            ["published_at", "1605161760"],
            ["t", "looms"],
            ["t", "ada b"],
            ["client", "medium-archive"],
        ]


def test_an_image_chosen_with_another_program_stays(make: Maker) -> None:
    with make() as bench:
        bench.run([make.article(0)])
        event, image = _event(bench), ["image", "https://ada.example/chosen.png"]
        event["tags"].append(image)
        bench.stand_in.edit(bench.remotes()[0].id, event["content"])
        for title in ("Changed", "Changed again"):
            assert bench.run([replace(make.article(0), title=title)]) == ["updated"]
            assert image in _event(bench)["tags"]


def test_a_relay_that_does_not_take_it_is_told_and_gets_it_in_the_next_run(make: Maker, other: NostrServer) -> None:
    with make() as bench:
        other.refuses = "blocked: pubkey is not admitted"
        assert _run(bench, other) == ["refused"]
        told = "1 of 2 relays has it. wss://other.example/ refused it: blocked: pubkey is not admitted. Run this again"
        assert told in bench.output
        other.refuses = ""
        assert _run(bench, other) == ["created"]
        assert [len(bench.stand_in.posts()), len(other.posts())] == [1, 1]
        assert _run(bench, other) == ["unchanged"]


def test_a_relay_that_is_added_later_gets_what_is_sent_from_then_on(
    make: Maker, other: NostrServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And all, if a person deletes the records and asks for it, as docs/platforms.md says."""
    with make() as bench:
        with monkeypatch.context() as patch:
            patch.setattr(NostrServer, "settings", nostr.Settings(f"wss://{NostrServer.host}"))
            assert _run(bench, other) == ["created"]
        assert _run(bench, other, choices=Choices(overwrite=True)) == ["unchanged"]
        assert other.posts() == []
        published.write(bench.layout, {}, ())
        assert _run(bench, other, choices=Choices(overwrite=True)) == ["created"]
        assert [len(bench.stand_in.posts()), len(other.posts())] == [1, 1]
        assert _run(bench, other) == ["unchanged"]


def test_a_relay_that_ignores_deletions_does_not_bring_the_article_back(make: Maker, other: NostrServer) -> None:
    with make() as bench:
        _run(bench, other)
        other.keeps_deleted = True
        for relay in (bench.stand_in, other):
            relay.delete(relay.posts()[0].id)
        assert len(other.posts()) == 1
        assert _run(bench, other, "Looms anew") == ["deleted"]
        assert _run(bench, other, "Looms anew", Choices(again=True)) == ["created"]
        assert [post.title for relay in (bench.stand_in, other) for post in relay.posts()] == ["Looms anew"] * 2


def test_an_article_of_another_program_is_found_behind_many_others(make: Maker) -> None:
    """A relay answers with some of the events only."""
    with make() as bench:
        for number in range(5):
            bench.stand_in.add(make.article(number).title, f"by-hand-{number}")
        _server(bench).most = 2
        assert bench.run([make.article(0)]) == ["occupied"]
        assert bench.stand_in.writes == []


def test_a_slow_clock_does_not_keep_an_update_from_relays(make: Maker, monkeypatch: pytest.MonkeyPatch) -> None:
    """They keep the newest event."""
    with make() as bench:
        bench.run([make.article(0)])
        monkeypatch.setattr("time.time", lambda: 0.0)
        assert bench.run([replace(make.article(0), title="Looms anew")]) == ["updated"]
        assert bench.titles() == ["Looms anew"]


def test_a_key_in_hexadecimal_is_the_same_key(make: Maker) -> None:
    with make() as bench:
        bench.run([make.article(0)])
        assert bench.run([make.article(0)], secrets={"NOSTR_KEY": Secret(HEX)}) == ["unchanged"]


@pytest.mark.parametrize("spelling", [KEY, HEX])
def test_a_relay_that_quotes_the_key_does_not_show_it(make: Maker, spelling: str) -> None:
    with make() as bench:
        _server(bench).refuses = f"blocked: {spelling}"
        assert bench.run([make.article(0)]) == ["refused"]
        assert "blocked: [secret]" in bench.output
        assert spelling not in bench.output


def test_another_key_than_that_of_the_settings_is_not_used(make: Maker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(NostrServer, "settings", nostr.Settings(f"wss://{NostrServer.host}", NPUB))
    with make() as bench:
        assert bench.run([make.article(0)]) == ["created"]
        with pytest.raises(AccessDenied, match="not to the npub in"):
            bench.run([make.article(1)], secrets={"NOSTR_KEY": Secret(Keys.generate().secret_key().to_hex())})


@pytest.mark.parametrize("relay", ["relay.example", "wss://", "wss:///", "wss://:443"])
def test_a_relay_without_wss_or_host_is_a_wrong_setting(
    make: Maker, monkeypatch: pytest.MonkeyPatch, relay: str
) -> None:
    monkeypatch.setattr(NostrServer, "settings", nostr.Settings(relay))
    with make() as bench, pytest.raises(SettingsWrong, match=f'has the relay "{relay}"'):
        bench.run([make.article(0)])


def test_without_the_extra_a_sentence_says_what_to_install(make: Maker, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("nostr_sdk", "wsproto"):
        with make() as bench, monkeypatch.context() as patch, pytest.raises(ProgramMissing) as caught:
            patch.setitem(sys.modules, name, None)
            bench.run([make.article(0)])
        assert caught.value.hint == "Install it: `pip install 'medium-archive[nostr]'`"


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("a <b>x</b> b<br>c\n", "a x b c\n"),
        ('<p>a <em>b</em> <a href="https://c.example/">d</a></p>\n', "a *b* [d](https://c.example/)\n"),
        ("`<b>`\n\n```\n<b>\n```\n", "`<b>`\n\n```\n<b>\n```\n"),
        ("a\n\n<!-- hint -->\nb\n", "a\n\nb\n"),
        ('<table><tr><td rowspan="2">a*</td><td>b</td></tr></table>\n', "a\\* | b\n"),
        ("a \\<b> c\n", "a \\<b> c\n"),
    ],
)
def test_html_becomes_markdown_or_its_words(markdown: str, expected: str) -> None:
    made = without_html(markdown)
    assert "\n".join(filter(None, made.split("\n"))) == "\n".join(filter(None, expected.split("\n")))


@pytest.mark.parametrize(
    "relay",
    [
        nostr_relays.of_the_library,
        pytest.param(nostr_relays.of_the_program, marks=[nostr_relays.PROGRAM, pytest.mark.slow]),
    ],
    ids=["nostr-sdk", "nostr-relay"],
)
def test_a_real_relay_keeps_articles(
    make: Maker, relay: Callable[[Path], AbstractContextManager[str]], tmp_path: Path
) -> None:
    """Created, unchanged, updated in place, an event sent twice, deleted."""
    first, second = make.articles()
    with relay(tmp_path) as address, make() as bench:

        def web() -> Web:
            return Web(hosts={NostrServer.host: address}, limits=Limits(attempts=1))

        relays = Relays((f"wss://{NostrServer.host}",), web())
        author = Keys.parse(KEY).public_key().to_hex()

        def there() -> list[str]:
            events = relays.having({"kinds": [30023], "authors": [author]})
            return sorted(next(tag[1] for tag in event["tags"] if tag[0] == "title") for event in events)

        assert bench.run([first, second], web=web()) == ["created"] * 2
        assert bench.run([first, second], web=web()) == ["unchanged"] * 2
        changed = replace(first, title="Looms anew")
        assert bench.run([changed, second], web=web()) == ["updated", "unchanged"]
        assert there() == ["Looms anew", "Looms, part 1"]
        event, *_ = relays.having({"kinds": [30023], "authors": [author]})
        relays.send(event)
        assert there() == ["Looms anew", "Looms, part 1"]
        place = bench.remotes()[0].id
        wish = (
            EventBuilder(Kind(5), "").tags([Tag.parse(["a", place])]).custom_created_at(Timestamp.from_secs(2**31 - 1))
        )
        relays.send(json.loads(wish.finalize(Keys.parse(KEY)).as_json()))
        assert bench.run([replace(first, title="Looms once more"), second], web=web()) == ["deleted", "unchanged"]
