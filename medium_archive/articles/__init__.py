"""What platforms and formats receive: the articles of an archive, chosen by allow-list.

`read` gives a `Library`. Only stories are in it unless responses or drafts are named. Nothing of it is written back.
"""

from medium_archive.articles.article import Article, Picture
from medium_archive.articles.library import Library, read

__all__ = ["Article", "Library", "Picture", "read"]
