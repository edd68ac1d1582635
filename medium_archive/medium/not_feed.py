"""The error for what is no feed of Medium's, apart from the reader of feeds, which is slow to import."""


class NotAMediumFeed(ValueError):
    """The content is not a feed of Medium's. The message says why."""
