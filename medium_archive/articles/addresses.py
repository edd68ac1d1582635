"""The addresses of a post: its page in the site, its canonical address, and those it had at Medium."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar
from urllib.parse import quote, unquote, urlsplit

from medium_archive import links, names
from medium_archive.folder.catalog import same_post
from medium_archive.folder.posts import StoredPost
from medium_archive.folder.settings import CANONICAL
from medium_archive.folder.usernames import Usernames

FORMER = "former"


class Addressed(Protocol):
    """A post with its id, the address it had at Medium, its page, a file of the site, and the user name of its author,
    "" if that is not known.
    """

    @property
    def id(self) -> str: ...
    @property
    def url(self) -> str: ...
    @property
    def page(self) -> str: ...
    @property
    def username(self) -> str: ...


Post = TypeVar("Post", bound=Addressed)


@dataclass(frozen=True)
class PostAddress:
    """The least `Addressed`."""

    id: str
    url: str
    page: str
    username: str = ""


@dataclass(frozen=True, slots=True)
class OldAddress(Generic[Post]):
    """An address at Medium, or an earlier one of the site, that gets a page in the site. `path` is decoded, without a
    slash at either end; `form` is one of `settings.OLD_ADDRESSES`, or `FORMER`.
    """

    path: str
    form: str
    post: Post

    @property
    def file(self) -> str:
        return f"{self.path}/index.html"


def page_of(path: str) -> str:
    """The page of the post in the folder `path`, a file of the site."""
    return f"{path}/index.html"


def web(address: str) -> str:
    """The address if it is http or https, else "": front matter and settings may hold `javascript:`."""
    return address if address.startswith(("https://", "http://")) else ""


def canonical(post: StoredPost, page: str, site_url: str, preferred: str) -> str:
    """The address that search engines should prefer, "" where none is known.

    The front matter decides before the setting `preferred`. Of the site's address ("self") and Medium's ("medium"),
    where the preferred one is not known, it is the other.
    """
    if own := web(post.canonical):
        return own
    here = f"{site_url}/{quote(page)}" if site_url and post.kind != "draft" else ""
    there = web(post.url)
    choice = post.canonical if post.canonical in CANONICAL else preferred
    return (there or here) if choice == "medium" else (here or there)


def old_addresses(
    posts: Iterable[Post], forms: Collection[str], taken: Collection[str], usernames: Usernames
) -> Iterator[OldAddress[Post]]:
    """Every old address that gets a page, also those with another user name of the same account. `taken` are the names
    at the root of the site.

    Left out are addresses that some disk can't hold as a path, that differ from another only in case, or that lie in a
    folder of `taken`.
    """
    met = {names.same_name(name) for name in taken}
    for post in posts:
        for form, path in _paths(post, usernames):
            steps = path.split("/")
            key = names.same_name(path)
            if form not in forms or key in met or names.same_name(steps[0]) in met:
                continue
            if all(names.file_name(step) == step for step in steps):
                yield OldAddress(path, form, post)
                met.add(key)


def former_addresses(posts: Iterable[Post], former: Mapping[str, str]) -> Iterator[OldAddress[Post]]:
    """The addresses that posts had on the site itself; `former` gives their pages by these paths."""
    by_page = {post.page: post for post in posts}
    for path, page in sorted(former.items()):
        if page in by_page:
            yield OldAddress(path, FORMER, by_page[page])


def renamed_paths(post: Addressed, usernames: Usernames) -> Iterator[str]:
    """The path of a post at Medium with each other user name of its author, `@ada/slug-ID`."""
    whole = unquote(urlsplit(post.url).path).strip("/") if links.post_id(post.url) else ""
    owner, _, slug = whole.rpartition("/")
    username = owner.removeprefix("@") if owner.startswith("@") else "" if owner else post.username
    others = usernames.others(username) if username else ()
    for other in others if others and _id_in(slug, post.id) else ():
        yield f"@{other}/{slug}"


def _id_in(slug: str, post_id: str) -> str:
    """The id of this post at the end of the last part of an address that has a title, else ""."""
    named = links.post_id(f"https://medium.com/{slug}")
    return named if same_post(named) == same_post(post_id) and slug != named else ""


def _paths(post: Addressed, usernames: Usernames) -> Iterator[tuple[str, str]]:
    """Form and path of each address of a post."""
    if not post.id:
        return
    whole = unquote(urlsplit(post.url).path).strip("/") if links.post_id(post.url) else ""
    slug = whole.rpartition("/")[2]
    named = _id_in(slug, post.id)
    if not named:
        yield "short", f"p/{post.id}"  # it came to Medium from elsewhere, or has no title in its address
        return
    yield "short", f"p/{named}"
    if "/" in whole:
        yield "profile", whole
    elif post.username:
        yield "profile", f"@{post.username}/{slug}"
    for renamed in renamed_paths(post, usernames):
        yield "profile", renamed
    yield "plain", slug
