"""Private words and passages are found in every spelling, in the site and in what git takes."""

from __future__ import annotations

from pathlib import Path

import pytest

from medium_archive.checks.privacy import check_privacy
from medium_archive.checks.privacy.value import DRAFT, Value
from medium_archive.checks.privacy.values import collect
from medium_archive.medium.export import open_export
from tests.canaries.planting import SPELLINGS, found_by_verify, plant, prepare, refused_by_publish
from tests.conftest import one_in
from tests.sample_exports import write_zip


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_part_of_a_draft_is_found_in_every_spelling(spelling: str, tmp_path: Path) -> None:
    """Eight words are; seven are not, because they may be there by chance."""
    draft = Value("Nobody on the quay knew which of the lamps had gone out before the ferry came.", DRAFT)
    for count, is_private in ((8, True), (7, False)):
        text = SPELLINGS[spelling](" ".join(draft.text.split()[2 : 2 + count]))
        (tmp_path / "a.html").write_text(f"<p>It says: {text} And more.</p>", "utf-8")
        assert bool(check_privacy(tmp_path, ["a.html"], [], [draft])) is is_private


def test_a_part_of_what_a_person_highlighted_or_noted_is_found(tmp_path: Path) -> None:
    """Also while the export is in the archive. What nobody copied gives no alarm."""
    layout, canaries = prepare(tmp_path / "archive")
    assert found_by_verify(layout) == set()
    of_reading = [canary for canary in canaries if canary.name == "piece"][31:54]
    planted = [file for file, spelling, _ in plant(layout, of_reading) if spelling == "as it is"]
    assert len(planted) == 23
    assert {f"site/{file}" for file in planted} <= found_by_verify(layout)
    assert len(refused_by_publish(layout, planted)) == 23


@pytest.mark.parametrize(
    ("highlight", "copied"),
    [
        ("Я не знал, что он уже был там! И потом все ушли домой спать", "Я не знал, что он уже был там"),
        (
            "그는 그때 이미 그곳에 가서 나를 기다리고 있었다! 그리고 비가 왔다",
            "그는 그때 이미 그곳에 가서 나를 기다리고 있었다",
        ),
        (
            "Pay here! my iban is de89 3704 0044 0532 0130 00 pin 1234 5678",
            "my iban is de89 3704 0044 0532 0130 00 pin 1234 5678",
        ),
        ("Up! It’s the seventh lamp on the quay that they lit last", "the seventh lamp on the quay that they"),
    ],
)
def test_a_sentence_of_a_highlight_is_found(highlight: str, copied: str, tmp_path: Path) -> None:
    """Also one whose words are too short, or have too many digits, to be a passage."""
    page = f"<title>Highlights</title><ul><li>{highlight}</li></ul>".encode()
    file = write_zip(tmp_path / "export.zip", {"highlights/highlights-0001.html": page, "profile/profile.html": b""})
    (tmp_path / "a.html").write_text(f"<p>She said: {copied}. That was all.</p>", "utf-8")
    with open_export(file) as export:
        values = collect(export)
    assert check_privacy(tmp_path, ["a.html"], values, values)


@pytest.mark.slow
@pytest.mark.parametrize("part", one_in(4, range(4), of_ci=2))
def test_every_canary_is_found_in_every_spelling(part: int, tmp_path: Path) -> None:
    """By verify in the site and among the posts, and by publish."""
    layout, canaries = prepare(tmp_path / "archive")
    assert found_by_verify(layout) == set()
    planted = list(plant(layout, canaries[part::4]))
    assert {spelling for _, spelling, _ in planted} >= SPELLINGS.keys()
    verified, refused = found_by_verify(layout), refused_by_publish(layout, [file for file, *_ in planted])
    missed = [
        (spelling, canary.text)
        for file, spelling, canary in planted
        if not {f"site/{file}", f"posts/{file.rpartition('.')[0]}.md"} <= verified or f"site/{file}" not in refused
    ]
    assert missed == []
