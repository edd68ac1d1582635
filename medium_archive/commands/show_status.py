"""`archive status`: what is here, what is missing and why, what waits for a person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime

from medium_archive.folder import catalog, files
from medium_archive.folder import settings as settings_file
from medium_archive.folder.edits import INCOMING
from medium_archive.folder.gallery import Gallery
from medium_archive.folder.gists import GistRecord, Gists
from medium_archive.folder.layout import TEXT, Layout
from medium_archive.folder.picture_record import PictureRecord
from medium_archive.folder.posts import StoredPost, read_posts
from medium_archive.medium.text import count_words
from medium_archive.report import Issue, Report
from medium_archive.watch.export_age import age_of_export


def status(layout: Layout, now: datetime | None = None) -> Report:
    """Read records and texts and say what they say; changes nothing. Raises SettingsWrong, NewerArchive."""
    settings_file.read(layout.settings)
    posts, issues = read_posts(layout, drafts=True)
    kinds = Counter(post.kind for post in posts)
    gallery, gists = Gallery.read(layout), Gists.read(layout)
    fetched: list[PictureRecord | GistRecord] = [*gallery.records.values(), *gists.records.values()]
    lacking = [record for record in fetched if not record.files and record.problem]
    entries = [entry for entry in catalog.read(layout).values() if entry.is_post]
    age = age_of_export(layout, now or datetime.now(UTC))
    return Report(
        command="status",
        counts={
            "posts": kinds["story"],
            "responses": kinds["response"],
            "drafts": kinds["draft"],
            "words": sum(count_words(post.text) for post in posts if post.kind != "draft"),
            "edited_by_hand": sum(_is_edited(layout, entry) for entry in entries),
            "gone_from_export": sum(bool(entry.gone) for entry in entries),
            **gallery.counts,
            **gists.counts,
        },
        facts={**age.facts, "archive": str(layout.root)},
        issues=(*age.issues, *issues, *_waiting(posts), *_missing(layout, lacking)),
        details={
            "years": _years(posts),
            "missing": [
                {
                    "address": record.address,
                    "posts": list(record.posts),
                    "problem": record.problem,
                    "retry": record.retry,
                }
                for record in lacking
            ],
        },
    )


def _is_edited(layout: Layout, entry: catalog.Entry) -> bool:
    text = layout.root / entry.path / TEXT
    return text.is_file() and files.checksum(text) != entry.written


def _years(posts: Sequence[StoredPost]) -> list[dict[str, int]]:
    """What was published in each year from the first to the last, years of silence included."""
    published = [post for post in posts if post.date is not None and post.kind != "draft"]
    number: Counter[int] = Counter()
    words: Counter[int] = Counter()
    for post in published:
        year = post.date.year if post.date else 0
        number[year] += 1
        words[year] += count_words(post.text)
    years = range(min(number), max(number) + 1) if number else ()
    return [{"year": year, "posts": number[year], "words": words[year]} for year in years]


def _waiting(posts: Sequence[StoredPost]) -> list[Issue]:
    """Posts that a person and Medium both changed, not settled yet."""
    return [
        Issue(f"{post.path}/{TEXT}", "both-changed", f"Medium's version waits in {INCOMING} beside it.")
        for post in posts
        if (post.folder / INCOMING).exists()
    ]


def _missing(layout: Layout, lacking: Sequence[PictureRecord | GistRecord]) -> list[Issue]:
    """Each reason once, with how many it keeps away; `--json` lists them one by one."""
    reasons = Counter(record.problem for record in lacking)
    return [
        Issue("records", "still-missing", f"{number:,} {'is' if number == 1 else 'are'} missing: {problem}")
        for problem, number in reasons.most_common()
    ]
