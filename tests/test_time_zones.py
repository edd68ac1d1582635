"""`[site] timezone`: the site shows the days of the writer, not those of UTC."""

from __future__ import annotations

import zoneinfo
from pathlib import Path

import lxml.html
import pytest

from medium_archive.commands.build import build
from medium_archive.commands.verify import verify
from medium_archive.errors import SettingsWrong
from medium_archive.folder import time_zones
from medium_archive.folder.layout import Layout
from tests import small_archive
from tests.site_changes import POST, change_file, choose, replaced, site_issues

_SETTINGS = 'schema = 2\n[site]\ntitle = "A"\nurl = "https://ada.example"\nllms = true\n[author]\nname = "Ada"\n'
_EVE = "2021-12-31T20:00:00.000Z"  # 4 o'clock on New Year's Day in Taipei
_DAY_BEFORE = "2021-12-30T03:00:00.000Z"


def archive(root: Path, zone: str = "", **dates: str) -> Layout:
    """An archive of posts by their names, with these dates."""
    small_archive.write(root, "archive.toml", _SETTINGS)
    for name, date in dates.items():
        small_archive.write(root, f"posts/{name}/index.md", f"---\ntitle: {name}\ndate: {date}\n---\n\nWords here.\n")
    layout = Layout(root)
    if zone:
        choose(layout, "site", timezone=zone)
    return layout


def shown(layout: Layout, file: str) -> list[tuple[str, str]]:
    """The dates of a page: the words, and the moment that programs read."""
    page = lxml.html.document_fromstring((layout.site / file).read_bytes())
    return [(str(time.text), time.get("datetime", "")) for time in page.iter("time")]


def years(layout: Layout, file: str) -> list[str]:
    page = lxml.html.document_fromstring((layout.site / file).read_bytes())
    return [heading.get("id", "") for heading in page.iter("h2")]


@pytest.mark.parametrize("theme", ["plain", "journal", "index"])
def test_a_post_of_new_years_morning_in_taipei_belongs_to_the_new_year(tmp_path: Path, theme: str) -> None:
    """On its page and in all lists; programs read the same moment as before, feeds have it in UTC. `archive verify`
    agrees with each page.
    """
    layout = archive(tmp_path, "Asia/Taipei", eve=_EVE, before=_DAY_BEFORE)
    choose(layout, "site", theme=theme)
    build(layout)
    assert shown(layout, "posts/eve/index.html")[0] == ("1 January 2022", "2022-01-01T04:00:00.000+08:00")
    assert ("1 January", "2022-01-01T04:00:00.000+08:00") in shown(layout, "archive.html")
    assert years(layout, "archive.html") == ["year-2022", "year-2021"]
    assert "from 30 December 2021 to 1 January 2022" in (layout.site / "years.html").read_text("utf-8")
    assert 'archive.html#year-2022">2022' in (layout.site / "search.html").read_text("utf-8")
    assert "index.html · 2022-01-01\n" in (layout.site / "llms-full.txt").read_text("utf-8")
    assert "<pubDate>Fri, 31 Dec 2021 20:00:00 GMT</pubDate>" in (layout.site / "feed.xml").read_text("utf-8")
    assert "<published>2021-12-31T20:00:00Z</published>" in (layout.site / "atom.xml").read_text("utf-8")
    assert site_issues(layout) == []


def test_without_the_setting_dates_are_in_utc(tmp_path: Path) -> None:
    layout = archive(tmp_path, eve=_EVE)
    build(layout)
    assert shown(layout, "posts/eve/index.html")[0] == ("31 December 2021", _EVE)
    assert site_issues(layout) == []


@pytest.mark.parametrize("zone", ["Asia/Taipei", "America/New_York", "UTC"])
def test_a_day_that_a_person_wrote_stays_that_day(tmp_path: Path, zone: str) -> None:
    """A day without a time, a time without a zone, and a time with an offset of its own are the person's own words."""
    layout = archive(tmp_path, zone, day="2021-01-05", time="2021-01-05 23:30", own="2021-01-05T01:00:00+08:00")
    build(layout)
    words = {name: shown(layout, f"posts/{name}/index.html")[0] for name in ("day", "time", "own")}
    assert words == {
        "day": ("5 January 2021", "2021-01-05T00:00:00.000Z"),
        "time": ("5 January 2021", "2021-01-05T23:30:00.000Z"),
        "own": ("5 January 2021", "2021-01-05T01:00:00.000+08:00"),
    }
    assert site_issues(layout) == []


def test_years_stay_whole_where_days_of_several_zones_meet(tmp_path: Path) -> None:
    """The day that a person wrote is in the old year, though its moment is later than one of the new year."""
    layout = archive(tmp_path, "Asia/Taipei", eve=_EVE, own="2021-12-31 23:00", before=_DAY_BEFORE)
    build(layout)
    assert years(layout, "archive.html") == ["year-2022", "year-2021"]
    assert [words for words, _ in shown(layout, "archive.html")] == ["1 January", "31 December", "30 December"]
    assert site_issues(layout) == []


def test_folders_and_addresses_keep_their_days(own_example: Layout) -> None:
    """And so do the proof of an import and its page: they compare the same moments."""
    before = sorted(path.name for path in own_example.posts.iterdir())
    choose(own_example, "site", timezone="Pacific/Kiritimati", proof=True)
    build(own_example)
    assert sorted(path.name for path in own_example.posts.iterdir()) == before
    assert (own_example.site / POST / "index.html").is_file()
    assert [words for words, _ in shown(own_example, f"{POST}/index.html")][:1] == ["7 October 2024"]
    assert ("7 October", "2024-10-07") in {(words, at[:10]) for words, at in shown(own_example, "proof/index.html")}
    assert [issue for issue in verify(own_example).issues if issue.level != "note"] == []


def test_a_change_of_the_setting_builds_the_pages_again(tmp_path: Path) -> None:
    layout = archive(tmp_path, eve=_EVE)
    build(layout)
    choose(layout, "site", timezone="Asia/Taipei")
    build(layout)
    assert shown(layout, "posts/eve/index.html")[0][0] == "1 January 2022"


def test_verify_finds_a_day_of_another_zone(tmp_path: Path) -> None:
    """Also where the words agree with the moment for programs, and both name the right moment."""
    layout = archive(tmp_path, "Asia/Taipei", eve=_EVE)
    build(layout)
    change_file(layout, "archive.html", replaced(r"2022-01-01T04:00:00.000\+08:00", _EVE))
    change_file(layout, "archive.html", replaced("1 January<", "31 December<"))
    assert [(issue.where, issue.code) for issue in site_issues(layout)] == [
        ("site/archive.html", "site-adds"),
        ("site/archive.html", "site-lacks"),
    ]


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("Asia/Taipeh", "Asia/Taipei"),
        ("taipei", "Asia/Taipei"),
        ("Europe/Berln", "Europe/Berlin"),
        ("new york", "America/New_York"),
        ("Asia", "Asia/"),
        ("../../etc/passwd", "Asia/Taipei"),
        ("\0", "Asia/Taipei"),
        ("localtime", "Asia/Taipei"),
        ("x" * 5000, "Asia/Taipei"),
    ],
)
def test_a_wrong_name_is_one_sentence_with_the_nearest_names(name: str, near: str) -> None:
    with pytest.raises(SettingsWrong) as wrong:
        time_zones.find(name)
    assert "no time zone has this name" in wrong.value.message and len(wrong.value.message) < 200
    assert near in wrong.value.hint


@pytest.mark.parametrize("name", ["GMT+8", "gmt+08:00", "UTC+8", "UTC +8", "+08:00", "+0800", "UTC8", "Etc/GMT+25"])
def test_a_distance_from_utc_is_answered_with_a_place(name: str) -> None:
    """`Etc/GMT+8` of the IANA database is 8 hours behind UTC, so it is never offered."""
    with pytest.raises(SettingsWrong) as wrong:
        time_zones.find(name)
    assert wrong.value.hint == 'Write the name of a place: timezone = "Asia/Taipei" is UTC+8.'


def test_a_computer_without_time_zones_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """UTC needs none."""
    monkeypatch.setattr(zoneinfo, "available_timezones", set)
    monkeypatch.setattr(zoneinfo, "ZoneInfo", _missing)
    time_zones.find.cache_clear()
    assert time_zones.find("UTC") is None
    with pytest.raises(SettingsWrong) as wrong:
        time_zones.find("Asia/Taipei")
    assert "this computer has no list of time zones" in wrong.value.message
    assert wrong.value.hint == "Install it: `pip install tzdata`"


def _missing(name: str) -> None:
    raise zoneinfo.ZoneInfoNotFoundError(name)


def test_a_date_at_the_end_of_the_calendar_stays_in_utc(tmp_path: Path) -> None:
    layout = archive(tmp_path, "Asia/Taipei", last="9999-12-31T23:00:00Z", old="1890-01-01T00:00:00Z")
    build(layout)
    assert shown(layout, "posts/last/index.html")[0][1] == "9999-12-31T23:00:00.000Z"
    assert shown(layout, "posts/old/index.html")[0][1] == "1890-01-01T08:06:00.000+08:06"  # no seconds in HTML
    assert site_issues(layout) == []
