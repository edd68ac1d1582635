"""The authors that the site names: usually one. If it has posts of several, each has a page."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from medium_archive import names, post
from medium_archive.articles.addresses import web
from medium_archive.articles.authors import Signature, cosignatures, signature
from medium_archive.folder import pickles
from medium_archive.folder.posts import StoredPost
from medium_archive.folder.settings import Settings
from medium_archive.folder.usernames import Usernames
from medium_archive.medium.addresses import place

LIST = "authors/index.html"
_NAME_BYTES = 80


@pickles.by_position
@dataclass(frozen=True, slots=True)
class Author:
    """An author as the site names them. `photo` is a file of the site, "" for none. `page` lists their posts, "" if the
    site has one author only; `about` is the page about them, "" for none.
    """

    name: str
    url: str
    photo: str
    page: str = ""
    about: str = ""
    username: str = ""


@dataclass(frozen=True)
class Authors:
    """The authors of a site. `listed` are the authors and co-authors of published posts, the main one first; it is
    empty if all posts have the same author. `by_path` has the author of each post and page about an author that is not
    by the `main` one, by the path of the text. `coauthors` has the co-authors of posts, by the path of the post.
    """

    main: Author
    listed: tuple[Author, ...] = ()
    by_path: Mapping[str, Author] = field(default_factory=dict)
    coauthors: Mapping[str, tuple[Author, ...]] = field(default_factory=dict)

    @property
    def photos(self) -> tuple[str, ...]:
        """The photos of all authors."""
        return tuple(sorted({author.photo for author in (self.main, *self.listed, *self.by_path.values())} - {""}))

    def of(self, path: str) -> tuple[Author, ...]:
        """The author of a text, and its co-authors."""
        return (self.by_path.get(path, self.main), *self.coauthors.get(path, ()))


def read(
    settings: Settings,
    usernames: Usernames,
    posts: Sequence[StoredPost],
    about: Sequence[StoredPost],
    photo_of: Callable[[str], str | None],
) -> Authors:
    """The authors of these posts, with those that have a page in `about`. `photo_of` gives the file of a photo."""
    signed = {one.path: signature(one, settings, usernames) for one in posts}
    cosigned = {one.path: found for one in posts if (found := cosignatures(one, settings, usernames))}
    first: dict[str, post.Author] = {}
    for one in (*signed.values(), *(each for found in cosigned.values() for each in found)):
        first.setdefault(one.key, one.author)
    known = {**first, **settings.authors, "": settings.author}
    published = [one.path for one in posts if one.kind != "draft"]
    public = {signed[path].key for path in published}
    # Co-authors alone do not make a site of several authors
    everyone_public = public | {one.key for path in published for one in cosigned.get(path, ())}
    pages = _pages(known, everyone_public) if len(public) > 1 else {}
    there = {one.path for one in about}

    def shown(key: str, author: post.Author) -> Author:
        path = about_path(key)
        return Author(
            name=author.name,
            url=web(author.url),
            photo=photo_of(author.photo) or "",
            page=pages.get(key, ""),
            about=f"{path}.html" if path in there else "",
            username=author.username or place(author.url).username,
        )

    everyone = {key: shown(key, author) for key, author in known.items()}

    def named(one: Signature) -> Author:
        return replace(everyone[one.key], name=one.author.name)

    others = {path: named(one) for path, one in signed.items() if one.key}
    by_path = {**others, **{about_path(key): everyone[key] for key in settings.authors}}
    # A post may name the main author in another way than archive.toml
    by_path |= {
        path: named(one) for path, one in signed.items() if not one.key and one.author.name != settings.author.name
    }
    listed = tuple(
        everyone[key] for key in sorted(pages, key=lambda key: (bool(key), everyone[key].name.casefold(), key))
    )
    return Authors(everyone[""], listed, by_path, {path: tuple(map(named, found)) for path, found in cosigned.items()})


def about_path(key: str) -> str:
    """The path of the page about an author, without its ending: "about", "about-ben"."""
    return f"about-{key}" if key else "about"


def _pages(known: Mapping[str, post.Author], keys: set[str]) -> dict[str, str]:
    """The page of each author; "index" is the list of authors."""
    pages: dict[str, str] = {}
    taken = {"index"}
    for key in sorted(keys):
        author = known[key]
        base = names.slug(author.username or author.name or key, _NAME_BYTES) or "author"
        numbered = (base if number == 1 else f"{base}-{number}" for number in range(1, len(taken) + 2))
        name = next(name for name in numbered if names.same_name(name) not in taken)
        taken.add(names.same_name(name))
        pages[key] = f"authors/{names.file_name(name)}.html"
    return pages
