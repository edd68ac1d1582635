"""All kinds of hostile input, group by group."""

from tests.hostile import feeds, pages, places, private_pages, records, settings, texts, zips

ALL = (
    *zips.ALL,
    *pages.ALL,
    *private_pages.ALL,
    *feeds.ALL,
    *texts.ALL,
    *settings.ALL,
    *records.ALL,
    *places.ALL,
)
