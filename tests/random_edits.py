"""Random edits of an archive, as a person makes them over years, to compare builds with a memory and without one."""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Callable
from pathlib import Path

from PIL import Image

from medium_archive.folder.layout import BUILD_CONTENTS, BUILD_MEMORY, Layout
from medium_archive.folder.location import BUILD_RECORD

_WORDS = ("harbour", "lamp", "tide", "rope", "gull", "slate", "ferry", "chart", "bread", "wall", "mole", "潮水", "燈塔")
_PICTURES = (".png", ".jpeg", ".jpg", ".webp", ".gif")
_LISTS_EVERY_POST = "{% for post in site_content.posts %}{{ post.title }}{% endfor %}"


class Editor:
    """Makes edits in an archive; the same ones for the same seed."""

    def __init__(self, layout: Layout, seed: int) -> None:
        self.root = layout.root
        self.dice = random.Random(seed)  # noqa: S311  # test data, not a secret
        self.count = 0
        self._memories: list[bytes] = []

    def edit(self) -> str:
        """Make one edit; returns its name."""
        self.count += 1
        made = self.dice.choice(EDITS)
        made(self)
        return f"{self.count}: {made.__name__.strip('_')}"

    def texts(self, folder: str = "*") -> list[Path]:
        return sorted(self.root.glob(f"{folder}/*/index.md"))

    def words(self, number: int = 6) -> str:
        return " ".join(self.dice.choices(_WORDS, k=number))

    def pictures(self) -> list[Path]:
        """The pictures of posts. The pictures in caches are left out, because builds trust them."""
        return sorted(path for text in self.texts() for path in text.parent.iterdir() if path.suffix in _PICTURES)

    def replace(self, file: Path, pattern: str, by: str) -> None:
        """Replace the first match in a file, if there is one."""
        text = file.read_text("utf-8")
        file.write_text(re.sub(pattern, lambda _: by, text, count=1, flags=re.MULTILINE), "utf-8")

    def setting(self, table: str, key: str, value: str) -> None:
        file = self.root / "archive.toml"
        self.replace(file, rf"^{key} = .*\n", "")
        if f"[{table}]" not in file.read_text("utf-8"):
            file.write_text(f"{file.read_text('utf-8')}\n[{table}]\n", "utf-8")
        self.replace(file, rf"^\[{table}\]\n", f"[{table}]\n{key} = {value}\n")

    def new_folder(self) -> Path:
        return self.root / "posts" / f"{self.dice.randrange(2015, 2025)}-02-03-new-{self.count}"


def _more_text(one: Editor) -> None:
    file = one.dice.choice(one.texts())
    file.write_text(f"{file.read_text('utf-8')}\n{one.words(30)}\n", "utf-8")


def _other_word(one: Editor) -> None:
    one.replace(one.dice.choice(one.texts()), r"\bthe\b", one.words(1))


def _title(one: Editor) -> None:
    one.replace(one.dice.choice(one.texts()), "^title: .*$", f"title: {one.words(3)}")


def _date(one: Editor) -> None:
    one.replace(one.dice.choice(one.texts()), r"^date: \d+", f"date: {one.dice.randrange(2010, 2026)}")


def _tags(one: Editor) -> None:
    one.replace(one.dice.choice(one.texts()), "^tags: .*$", f"tags: [{one.words(2).replace(' ', ', ')}]")


def _author(one: Editor) -> None:
    """Of some posts, so that the site gets and loses pages of authors."""
    one.replace(one.dice.choice(one.texts()), "^(?:author: .*\n)?title: ", f"author: {one.words(1)}\ntitle: ")


def _co_authors(one: Editor) -> None:
    names = f"{one.words(1)} (https://medium.com/@{one.words(1)}), {one.words(1)}"
    one.replace(one.dice.choice(one.texts()), "^medium:\n(?:  coauthors: .*\n)?", f"medium:\n  coauthors: {names}\n")


def _new_post(one: Editor) -> None:
    folder = one.new_folder()
    folder.mkdir(parents=True, exist_ok=True)
    target = one.dice.choice(one.texts("posts")).parent.name
    link = f"[{one.words(2)}](../{target}/index.md), ![](picture.png)\n\n![](../{target}/other.png)"
    front = f"title: {one.words(3)}\ndate: {folder.name[:10]}\ntags: [{one.words(1)}]"
    (folder / "index.md").write_text(f"---\n{front}\n---\n\n{one.words(40)}\n\n## {one.words(2)}\n\n{link}\n", "utf-8")


def _post_is_deleted(one: Editor) -> None:
    if len(found := one.texts("posts")) > 4:
        shutil.rmtree(one.dice.choice(found).parent)


def _post_is_renamed(one: Editor) -> None:
    folder = one.dice.choice(one.texts("posts")).parent
    folder.rename(one.new_folder().with_name(f"{folder.name[:10]}-renamed-{one.count}"))


def _post_becomes_draft(one: Editor) -> None:
    if len(found := one.texts("posts")) > 4:
        folder = one.dice.choice(found).parent
        (one.root / "drafts").mkdir(exist_ok=True)
        folder.rename(one.root / "drafts" / folder.name)


def _draft_is_published(one: Editor) -> None:
    if found := one.texts("drafts"):
        folder = one.dice.choice(found).parent
        one.replace(folder / "index.md", "^draft: .*\n", "")
        folder.rename(one.root / "posts" / folder.name)


def _picture_is_added(one: Editor) -> None:
    folder = one.dice.choice(one.texts("posts")).parent
    name = one.dice.choice(("picture.png", "other.png", "cover.png"))
    Image.effect_noise((one.dice.randrange(20, 400), 200), 30).save(folder / name)
    with (folder / "index.md").open("a", encoding="utf-8") as text:
        text.write(f"\n![]({name})\n")


def _picture_is_replaced(one: Editor) -> None:
    if found := one.pictures():
        path = one.dice.choice(found)
        Image.effect_noise((one.dice.randrange(20, 400), 150), 30).convert("RGB").save(path)


def _picture_is_deleted(one: Editor) -> None:
    if found := one.pictures():
        one.dice.choice(found).unlink()


def _picture_is_no_picture(one: Editor) -> None:
    if found := one.pictures():
        one.dice.choice(found).write_bytes(b"not a picture" * one.dice.randrange(1, 2000))


def _picture_is_renamed(one: Editor) -> None:
    if found := one.pictures():
        path = one.dice.choice(found)
        path.rename(path.with_name(f"renamed-{one.count}{path.suffix}"))


def _site_setting(one: Editor) -> None:
    key, value = one.dice.choice((
        ("title", f'"{one.words(2)}"'),
        ("url", '"https://ada.example"'),
        ("url", '"https://ada.example/blog"'),
        ("language", '"es"'),
        ("language", '"en"'),
        ("canonical", '"medium"'),
        ("theme", '"journal"'),
        ("theme", '"index"'),
        ("theme", '"plain"'),
        ("old_addresses", '["short"]'),
        ("unknown", "1"),
    ))  # fmt: skip
    one.setting("site", key, value)


def _theme_option(one: Editor) -> None:
    key, value = one.dice.choice((("posts", "2"), ("posts", "5"), ("accent", '"#123456"'), ("accent", '"#654321"')))
    one.setting("theme", key, value)


def _author_is_edited(one: Editor) -> None:
    one.setting("author", "name", f'"{one.words(2).title()}"')


def _template(one: Editor) -> None:
    name, content = one.dice.choice((
        ("own-footer.html", one.words(3)),
        ("own-footer.html", _LISTS_EVERY_POST),
        ("404.html", one.words(5)),
        ("static/own.txt", one.words(5)),
    ))  # fmt: skip
    file = one.root / "theme" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(content, "utf-8")


def _template_is_deleted(one: Editor) -> None:
    shutil.rmtree(one.root / "theme", ignore_errors=True)


def _about_is_edited(one: Editor) -> None:
    text = f"---\ntitle: {one.words(2)}\n---\n\n{one.words(20)} [x]({one.texts()[0].relative_to(one.root)})\n"
    (one.root / "about.md").write_text(text, "utf-8")


def _about_is_deleted(one: Editor) -> None:
    (one.root / "about.md").unlink(missing_ok=True)


def _front_matter_breaks(one: Editor) -> None:
    one.replace(one.dice.choice(one.texts()), r"\A---$", "---\n: : [")


def _front_matter_is_repaired(one: Editor) -> None:
    for file in one.texts():
        one.replace(file, r"\A---\n: : \[$", "---")


def _page_is_damaged(one: Editor) -> None:
    site = sorted(path for path in (one.root / "site").rglob("*.html") if path.is_file())
    one.dice.choice(site).write_bytes(b"damaged")


def _page_is_deleted(one: Editor) -> None:
    one.dice.choice(sorted(path for path in (one.root / "site").rglob("*") if path.is_file())).unlink()


def _memory_is_damaged(one: Editor) -> None:
    file = one.root / one.dice.choice((BUILD_MEMORY, BUILD_CONTENTS))
    content = bytearray(file.read_bytes())
    content[one.dice.randrange(len(content))] ^= 1 << one.dice.randrange(8)
    file.write_bytes(content[: one.dice.randrange(len(content))] if one.dice.random() < 0.5 else content)


def _memory_is_older(one: Editor) -> None:
    """As when a folder was restored from a backup."""
    file = one.root / BUILD_MEMORY
    one._memories.append(file.read_bytes())
    file.write_bytes(one.dice.choice(one._memories))


def _caches_are_deleted(one: Editor) -> None:
    for name in one.dice.choice(((".cache",), ("private/.cache",), (".cache", "private/.cache", "site"))):
        shutil.rmtree(one.root / name, ignore_errors=True)


def _record_is_deleted(one: Editor) -> None:
    (one.root / BUILD_RECORD).unlink()


def _nothing(one: Editor) -> None:
    pass


EDITS: tuple[Callable[[Editor], None], ...] = (
    _more_text, _more_text, _other_word, _other_word, _title, _date, _tags, _author, _co_authors, _new_post,
    _post_is_deleted, _post_is_renamed, _post_becomes_draft, _draft_is_published, _picture_is_added, _picture_is_added,
    _picture_is_replaced, _picture_is_deleted, _picture_is_no_picture, _picture_is_renamed, _site_setting,
    _site_setting, _theme_option, _author_is_edited, _template, _template_is_deleted, _about_is_edited,
    _about_is_deleted, _front_matter_breaks, _front_matter_is_repaired, _page_is_damaged, _page_is_deleted,
    _memory_is_damaged, _memory_is_older, _caches_are_deleted, _record_is_deleted, _nothing,
)  # fmt: skip
