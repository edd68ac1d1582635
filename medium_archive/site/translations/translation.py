"""The schema of a translation: every word that the site itself writes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from medium_archive.site.translations.proof_words import ProofWords


@dataclass(frozen=True)
class Translation:
    """The words of one language. Names in braces are placeholders for `str.format`.

    Dates may use `year`, `month`, `day` and `name` (of the month); `months` are the names of the months, separated by
    spaces, "" for a language that counts them. `thousands` is what a number has between groups of three digits. `comma`
    is what separates the items of a list; one follows `also`, with nothing in between. `boxes` are the titles of boxes
    by their classes.
    """

    date: str
    date_in_year: str
    months: str
    thousands: str
    minutes: str

    # Navigation
    skip: str
    site_pages: str
    all_posts: str
    responses: str
    responses_about: str
    drafts: str
    about: str
    authors: str
    feed: str
    tags: str
    years: str
    more: str
    newer: str
    older: str
    page_of: str
    list_pages: str
    dark_colours: str
    made_with: str

    # A post
    undated: str
    response: str
    draft: str
    updated: str
    untitled: str
    original: str
    partial: str
    also: str
    contents: str
    related: str
    picture_missing: str
    pictures_missing: str
    picture_view: str
    picture_refused: str
    embed_lost: str
    back_to_text: str
    task_done: str
    task_open: str
    boxes: Mapping[str, str]

    # Buttons
    whole_picture: str
    previous_picture: str
    next_picture: str
    close: str
    copy: str
    copied: str

    # Pages with a special purpose
    not_found: str
    not_found_help: str
    nothing_yet: str
    highlights: str
    highlights_about: str
    find: str
    find_help: str
    find_address: str
    find_button: str
    find_or_search: str
    find_none: str
    search: str
    search_for: str
    search_loading: str
    search_failed: str
    search_found: str
    search_nothing: str
    search_show_all: str
    search_by_year: str

    # “Writing over the years”
    writing_in_years: str
    writing_in_years_intro: str
    words_by_year: str
    words_by_month: str
    posts_by_month: str
    weeks: str
    weeks_intro: str
    as_table: str
    year: str
    month: str
    post_count: str
    word_count: str
    longest_silence: str
    longest_silence_days: str

    proof: ProofWords

    comma: str = ", "

    def day(self, moment: datetime) -> str:
        """A date as a person writes it."""
        return self._format(self.date, moment)

    def day_in_year(self, moment: datetime) -> str:
        """A date without its year."""
        return self._format(self.date_in_year, moment)

    def number(self, value: int) -> str:
        """A number as a person writes it."""
        return f"{value:,}".replace(",", self.thousands)

    def _format(self, pattern: str, moment: datetime) -> str:
        name = self.months.split()[moment.month - 1] if self.months else ""
        return pattern.format(year=moment.year, month=moment.month, day=moment.day, name=name)
