"""The errors for what is no post page of Medium's, apart from the reader of post pages, which is slow to import."""

from medium_archive.errors import MemberDamaged


class NotAMediumPage(ValueError):
    """The page is not a post of Medium's export. The message says what is missing."""


# What getting and reading a page can raise: an import reports one issue and reads the other pages
PAGE_ERRORS = (NotAMediumPage, MemberDamaged)
