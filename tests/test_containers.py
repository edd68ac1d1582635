"""The contract tests of containers: they run on every member of `containers.ALL`, with the samples of each."""

from __future__ import annotations

import pickle
import random
import zipfile
from pathlib import Path
from types import ModuleType

import pytest

from medium_archive.medium.pages import containers
from medium_archive.medium.pages.containers import Saved
from medium_archive.report import Issue
from tests.sample_containers import ADDRESS, FRAME, MEDIA, PICTURES, SAMPLES, Sample, zipped


def name_of(member: object) -> str:
    assert isinstance(member, ModuleType)
    return member.__name__.rpartition(".")[2]


CASES = [(member, sample) for member in containers.ALL for sample in SAMPLES[name_of(member)]]
each_sample = pytest.mark.parametrize(
    ("member", "sample"), CASES, ids=[f"{name_of(member)}-{number}" for number, (member, _) in enumerate(CASES)]
)


def pages(path: Path) -> list[Saved]:
    """The pages in a path that must have no other issue than a note."""
    found = list(containers.read(path))
    assert [one for one in found if isinstance(one, Issue) and one.level != "note"] == []
    return [one for one in found if isinstance(one, Saved)]


def compare(saved: Saved, sample: Sample) -> None:
    """A page, its address, time, kind, pictures and players are those of the sample."""
    assert saved.content == sample.content
    assert (saved.address, saved.captured, saved.kind) == (sample.address, sample.captured, sample.kind)
    expected = PICTURES if sample.has_pictures else {}
    assert {one: source.content() for one, source in saved.pictures.items()} == expected
    assert {media: read() for media, read in saved.frames.items()}.keys() == ({MEDIA} if sample.has_frame else set())
    assert all(read().endswith(FRAME) for read in saved.frames.values())


def test_each_container_has_samples_of_each_kind() -> None:
    for member in containers.ALL:
        assert {sample.kind for sample in SAMPLES[name_of(member)]} == set(member.KINDS)
        assert member.NAME


@each_sample
def test_a_page_is_given_as_it_was_saved(member: containers.Container, sample: Sample, tmp_path: Path) -> None:
    """With its address, time, pictures and players, as far as the container has them."""
    [saved] = pages(sample.write(tmp_path))
    compare(saved, sample)


@each_sample
def test_a_file_is_known_by_its_contents(member: containers.Container, sample: Sample, tmp_path: Path) -> None:
    """A name that lies changes nothing."""
    path = sample.write(tmp_path)
    for name in ("picture.png", "no-ending", "page.mhtml.html"):
        compare(pages(path.rename(path.parent / name))[0], sample)
        path = path.parent / name


@each_sample
def test_the_same_page_comes_out_of_folders_and_zips(
    member: containers.Container, sample: Sample, tmp_path: Path
) -> None:
    """A folder, a zip and a zip in a zip give what the file gives."""
    inner = zipped(sample.files)
    for number, files in enumerate((sample.files, {"a.zip": inner}, {"a.zip": zipped({"b/c.zip": inner})})):
        folder = tmp_path / str(number)
        Sample("", files, "page").write(folder)
        [saved] = pages(folder)
        compare(saved, sample)


@each_sample
def test_a_worker_can_take_a_page_and_read_its_pictures(
    member: containers.Container, sample: Sample, tmp_path: Path
) -> None:
    [saved] = pages(sample.write(tmp_path))
    compare(pickle.loads(pickle.dumps(saved)), sample)  # noqa: S301  # made here


@each_sample
def test_reading_twice_gives_the_same(member: containers.Container, sample: Sample, tmp_path: Path) -> None:
    path = sample.write(tmp_path)
    assert [repr(one) for one in containers.read(path) if isinstance(one, Issue)] == [
        repr(one) for one in containers.read(path) if isinstance(one, Issue)
    ]
    first, second = pages(path), pages(path)
    assert [(one.where, one.content, one.address) for one in first] == [
        (one.where, one.content, one.address) for one in second
    ]


@each_sample
def test_a_file_that_was_cut_off_ends_in_pages_and_issues(
    member: containers.Container, sample: Sample, tmp_path: Path
) -> None:
    """Wherever it was cut. What is given can be read, or says that it is damaged."""
    path = sample.write(tmp_path)
    whole = path.read_bytes()
    for place in random.Random(7).sample(  # noqa: S311  # to be repeated
        range(len(whole)), min(25, len(whole))
    ):
        path.write_bytes(whole[:place])
        survive(path)


@each_sample
def test_a_damaged_file_ends_in_pages_and_issues(member: containers.Container, sample: Sample, tmp_path: Path) -> None:
    """Bytes that changed raise nothing, wherever they are."""
    path = sample.write(tmp_path)
    whole, chance = path.read_bytes(), random.Random(11)  # noqa: S311  # to be repeated
    for _ in range(25):
        damaged = bytearray(whole)
        for _ in range(chance.choice((1, 1, 8))):
            damaged[chance.randrange(len(whole))] = chance.randrange(256)
        path.write_bytes(damaged)
        survive(path)


def survive(path: Path) -> None:
    found = list(containers.read(path))
    assert found
    for one in found:
        if isinstance(one, Issue):
            assert one.message.endswith((".", ")"))
            assert "an error of the program" not in one.message
            continue
        for read in (*(source.content for source in one.pictures.values()), *one.frames.values()):
            try:
                read()
            except containers.MemberDamaged as error:
                assert error.message


def test_a_mixed_folder_gives_every_page_once(tmp_path: Path) -> None:
    """Each container in a folder of its own, and all of them packed into one zip."""
    samples = [sample for _, sample in CASES]
    files = {f"{number:02}/{name}": data for number, one in enumerate(samples) for name, data in one.files.items()}
    Sample("", files, "page").write(tmp_path / "saves")
    (tmp_path / "saves.zip").write_bytes(zipped(files, zipfile.ZIP_STORED))
    for path in (tmp_path / "saves", tmp_path / "saves.zip"):
        found = pages(path)
        assert [one.kind for one in found] == [one.kind for one in samples]
        assert {one.address for one in found} == {ADDRESS, ""}
        assert len({one.where for one in found}) == len(found)
