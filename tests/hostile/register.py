"""All kinds of hostile input, group by group."""

from tests.hostile import feeds, pages, places, private_pages, records, saved, settings, texts, zips

ALL = (
    *zips.ALL,
    *pages.ALL,
    *private_pages.ALL,
    *saved.ALL,
    *feeds.ALL,
    *texts.ALL,
    *settings.ALL,
    *records.ALL,
    *places.ALL,
)
