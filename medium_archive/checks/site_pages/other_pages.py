"""The facts that pages other than lists of posts must show: tags, authors, search, years, the proof and others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from medium_archive.checks.site_pages import charts, search_index
from medium_archive.checks.site_pages.facts import Author, Facts, Tag
from medium_archive.checks.site_pages.lists import Lists

# The facts of the form that static/search.js reads
_SEARCH_FORM = (
    "label data-date", "label data-failed", "label data-found", f"data-index {search_index.FILE}", "label data-loading",
    "label data-months", "label data-nothing", "label data-response", "data-root ", "label data-thousands",
)  # fmt: skip
_MAX_YEARS = 100  # in a row; a longer time has only the years with posts


def tags(title: str, found: Sequence[Tag]) -> list[str]:
    facts = [f"h1 “{title}”", f"span.count “{len(found)}”"]
    for tag in found:
        facts += [f"link {tag.file} “{' '.join(tag.name.split())}”", f"span.count “{len(tag.posts)}”"]
    return facts


def responses(facts: Facts, title: str, found: Sequence[str]) -> list[str]:
    return [f"h1 “{title}”", "label p.intro", *Lists(facts, found).years(facts.responses)]


def drafts(facts: Facts, title: str, found: Sequence[str]) -> list[str]:
    return [f"h1 “{title}”", *Lists(facts, found).cards(facts.drafts)]


def authors(facts: Facts, title: str) -> list[str]:
    wanted = [f"h1 “{title}”", f"span.count “{len(facts.authors)}”"]
    for author in facts.authors:
        link = f"link {author.page} “{author.name}”"
        wanted += [*_photo(facts, author), link, f"span.count “{len(author.posts)}”"]
        wanted += [f"link {author.about}"] if author.about else []
    return wanted


def author(lists: Lists, one: Author, up: str, about: str) -> list[str]:
    heading = f"h1 “{one.name}”"
    wanted = [f"link authors/index.html “{up}”", *_photo(lists.facts, one), heading]
    wanted.append(f"span.count “{len(one.posts)}”")
    wanted += [f"link {one.about} “{about}”"] if one.about else []
    wanted += [f"link {one.url} “{one.url.split('://')[-1]}”"] if one.url else []
    return [*wanted, *lists.years(one.posts, signed=False, mixed=True)]


def _photo(facts: Facts, one: Author) -> list[str]:
    photo = facts.photo(one.key)
    return [f"picture {photo}"] if photo else []


def search(facts: Facts, title: str, found: Sequence[str]) -> list[str]:
    wanted = [f"h1 “{title}”", "hidden form#search", "form search", *_SEARCH_FORM, "label label", "input search-words"]
    wanted += [
        "hidden ol#search-results",
        "hidden button#search-more",
        "button search-more",
        "label button#search-more",
    ]
    wanted.append("label div#search-years>p")
    of_stories = {one.year for one in facts.stories}
    years = Counter(one.year for one in facts.published)
    for year in sorted(years, reverse=True):
        page = "archive.html" if year in of_stories else "responses/index.html"
        link = f"link {page} “{year}”" if year else f"link {page}"
        wanted += [link, f"li “({years[year]})”"]
    return wanted


def find(title: str, all_posts: str) -> list[str]:
    wanted = [f"h1 “{title}”", "label p.intro", "hidden form.find", "form find", "label data-none", "label label"]
    return [*wanted, "input address", "button", "label button", f"link archive.html “{all_posts}”"]


def not_found(title: str, all_posts: str, find: str, *, has_search: bool) -> list[str]:
    form = ["hidden form.find", "form find", "label data-none", *(["data-search search.html"] if has_search else [])]
    form += ["label label", "input address", "button", "label button"]
    links = [f"link archive.html “{all_posts}”", f"link find.html “{find}”"]
    return ["aria-hidden p.code", "p.code “404”", f"h1 “{title}”", "label main>p", *form, *links]


def numbers(facts: Facts, title: str, found: Sequence[str]) -> list[str]:
    """“Writing over the years”: posts and words by year and by month."""
    dated = [one for one in facts.stories if one.date]
    posts, words, weeks = Counter[tuple[int, int]](), Counter[tuple[int, int]](), Counter[tuple[int, int]]()
    for one in dated:
        assert one.date is not None  # noqa: S101  # chosen above
        month = (one.date.year, one.date.month)
        posts[month] += 1
        words[month] += one.words
        weeks[one.date.year, (one.date.timetuple().tm_yday - 1) // 7] += one.words
    written = {year for year, _ in posts}
    span = range(min(written), max(written) + 1)
    years: Sequence[int] = span if len(span) <= _MAX_YEARS else sorted(written)
    moments = sorted(one.date for one in dated if one.date)
    whole = charts.numbers_of((len(dated), sum(words.values())), (moments[0], moments[-1]), found)
    most = max(sum(number for (one, _), number in words.items() if one == year) for year in years)
    wanted = [f"h1 “{title}”", "label p.intro", whole, "label h2#by-year", *["label thead th"] * 3]
    for year in years:
        count = sum(number for (one, _), number in posts.items() if one == year)
        amount = sum(number for (one, _), number in words.items() if one == year)
        wanted.append(f"link archive.html#year-{year} “{year}”" if count else f"th “{year}”")
        wanted += [
            f"td “{count}”",
            f"td “{amount}”",
            "aria-hidden svg.share",
            *charts.share(amount, most),
        ]
    silences = [((after.date() - before.date()).days, (before, after)) for before, after in pairwise(moments)]
    longest = max(silences, key=lambda silence: silence[0], default=None)
    if longest is not None and longest[0]:
        wanted += ["label h2#silence", "label section>p", charts.numbers_of((longest[0],), longest[1], found)]
    wanted += ["label h2#by-week", "label p.intro", *charts.weeks(years, weeks)]
    wanted += ["label h2#by-month", *charts.months(years, words)]
    wanted += [
        "label h2#posts-by-month",
        *charts.months(years, posts),
        "label summary#as-table",
        *["label thead th"] * 4,
    ]
    for in_year, number in sorted(posts):
        cells = (number, posts[in_year, number], words[in_year, number])
        wanted += [f"th “{in_year}”", *(f"td “{cell}”" for cell in cells)]
    return wanted
