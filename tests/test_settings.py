"""archive.toml as people write it."""

from __future__ import annotations

from pathlib import Path

import pytest

from medium_archive.commands import import_exports
from medium_archive.errors import SettingsWrong
from medium_archive.folder import export_import, settings, settings_text, unknown_settings
from medium_archive.folder.layout import Layout
from medium_archive.post import Author
from medium_archive.report import Issue
from tests.sample_exports import post_name, post_page, write_zip


def read(folder: Path, text: str) -> settings.Settings:
    path = folder / "archive.toml"
    path.write_bytes(text.encode())
    return settings.read(path)


def test_a_byte_order_mark_is_accepted(tmp_path: Path) -> None:
    """Windows' editor writes one."""
    assert read(tmp_path, '\ufeffschema = 1\n[site]\ntitle = "x"\n').site.title == "x"


@pytest.mark.parametrize(
    "url",
    [
        "ada.example", "ftp://ada.example", "https://", "https://:80", "https://ada.example:port", "https://[x",
        "https://ada.example/?page=1", "https://ada.example/?", "https://ada.example/#top", "https://ada example/",
        "https://ada.example/a b", "https://ada:secret@ada.example", "https://ada@ada.example", "https://ada.example/\\t",
    ],
)  # fmt: skip
def test_an_invalid_site_address_is_refused(tmp_path: Path, url: str) -> None:
    """With the key and an example; a password is not repeated."""
    with pytest.raises(SettingsWrong, match=r"site\.url") as caught:
        read(tmp_path, f'schema = 1\n[site]\nurl = "{url}"\n')
    assert "https://you.example" in caught.value.hint
    assert "secret" not in caught.value.message


@pytest.mark.parametrize("url", ["https://ada.example", "http://ada.example:8080/blog/", "https://ada.example/檔案"])
def test_the_slash_at_the_end_of_a_site_address_is_removed(tmp_path: Path, url: str) -> None:
    """Whatever else it has."""
    assert read(tmp_path, f'schema = 1\n[site]\nurl = "{url}"\n').site.url == url.rstrip("/")


def test_private_data_is_hidden_by_default(tmp_path: Path) -> None:
    """The defaults, and what a person writes."""
    site = read(tmp_path, "schema = 1\n").site
    assert (site.lists, site.highlights) == ((), False)
    site = read(tmp_path, 'schema = 1\n[site]\nlists = ["A", "B"]\nhighlights = true\n').site
    assert (site.lists, site.highlights) == (("A", "B"), True)


def test_unknown_settings_are_reported(tmp_path: Path) -> None:
    """Keys and tables; those that belong to other commands may hold anything."""
    found = read(
        tmp_path,
        'schema = 1\ntitle = "x"\n[site]\ntitel = "x"\n[author]\nname = "x"\nmail = "x"\n[pictures]\nthreads = 1\n'
        'hosts = {"a" = "http://b"}\n[publish.github]\nbranch = "x"\n[watch]\nfolder = "x"\n[sites]\nx = 1\n',
    )
    assert found.unknown == ("title", "sites", "site.titel", "author.mail", "pictures.threads", "watch.folder")


@pytest.mark.parametrize(
    "text",
    [
        "site = 1",
        'pictures = "x"',
        '[site]\nown_scripts = "no"',
        "[watch]\nposts = 1",
        '[watch]\nprofile = "@ada"',
        "[pictures]\nconnections = true",
        "a = " + "[" * 5000,
        "[pictures]\nconnections = " + "9" * 5000,
        "[pictures]\nconnections = 100000000000000000000",
        "[pictures]\nseconds = inf",
        "[pictures]\nseconds = nan",
        '[pictures.hosts]\n"cdn-images-1.medium.com" = "https://[x"',
        '[pictures.hosts]\n"cdn-images-1.medium.com" = "http://127.0.0.1:99999"',
        '[pictures.hosts]\n"a b" = "http://127.0.0.1"',
        '[watch.hosts]\n"medium.com" = "x"',
        '[site]\nlanguage = "' + "e" * 5000 + '"',
        '[site]\nlanguage = "\\u0000"',
        '[site]\nlanguage = "english"',
        '[site]\nlanguage = "Traditional Chinese"',
        "a." * 10_000 + "a = 1",  # tomllib takes 6 s
        "a." * 10_000 + 'a = "https://a.b.c"',
        "# " + "x" * (1 << 20),
    ],
)
def test_a_setting_of_the_wrong_type_is_refused(tmp_path: Path, text: str) -> None:
    """One sentence for each wrong value, of a length that a person reads."""
    with pytest.raises(SettingsWrong) as wrong:
        read(tmp_path, f"schema = 1\n{text}\n")
    assert len(wrong.value.message) < 500


def test_a_list_of_many_addresses_in_one_line_is_read(tmp_path: Path) -> None:
    """No string is taken for a key of many parts."""
    address = "https://medium.com/@ada/" + "a." * 100
    addresses = ", ".join([f'"{address}"'] * 100)
    assert read(tmp_path, f"schema = 1\n[watch]\nposts = [{addresses}]\n").watch.posts == (address,) * 100


def test_hosts_of_every_form_are_read(tmp_path: Path) -> None:
    text = '[pictures.hosts]\n"[::1]" = "http://127.0.0.1:8080/a"\n"::1" = "http://[::1]"\n"例え.jp" = "https://b"\n'
    assert len(read(tmp_path, f"schema = 1\n{text}").pictures.hosts) == 3


def test_unreadable_settings_are_explained(tmp_path: Path) -> None:
    """As a folder can't."""
    with pytest.raises(SettingsWrong, match="can't be read"):
        settings.read(tmp_path)


SPANISH = (
    '<p name="1a2b" id="1a2b" class="graf graf--p">Ayer por la tarde fuimos todos juntos a la montaña para ver cómo '
    "caía la primera nieve del año, y nadie quería volver a casa.</p>"
)


def test_an_import_that_was_killed_before_the_posts_gets_its_language_from_the_next(
    layout: Layout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    export = write_zip(tmp_path / "export.zip", {post_name(): post_page("Una tarde en la montaña", SPANISH)})
    with monkeypatch.context() as killed, pytest.raises(KeyboardInterrupt):
        killed.setattr(export_import, "add", _stop)
        import_exports.import_exports([export], layout)
    assert 'language = "en"' in layout.settings.read_text("utf-8")
    import_exports.import_exports([export], layout)
    assert 'language = "es"' in layout.settings.read_text("utf-8")


def _stop(*values: object) -> None:
    raise KeyboardInterrupt


def test_a_table_that_was_pasted_a_second_time_is_named(tmp_path: Path) -> None:
    """Not in the words of the library that reads the file."""
    with pytest.raises(SettingsWrong) as wrong:
        read(tmp_path, 'schema = 2\n[site]\ntitle = "x"\n[author]\n[site]\ntheme = "journal"\n')
    assert wrong.value.message.startswith("archive.toml has [site] twice, again in line 5.")
    assert "below the first [site]" in wrong.value.message
    with pytest.raises(SettingsWrong, match=r"\[theme\.plain\] twice, again in line 3"):
        read(tmp_path, "schema = 2\n[theme.plain]\n[theme.plain]\n")


@pytest.mark.parametrize(("language", "zone"), [("zh-Hant", "Asia/Taipei"), ("zh", "Asia/Shanghai")])
def test_a_new_archive_in_chinese_offers_its_time_zone(tmp_path: Path, language: str, zone: str) -> None:
    """As a comment in Chinese: a setting once the `#` before it is deleted."""
    text = settings_text.new(settings.Site(title="雨港", language=language), Author("林"))
    assert read(tmp_path, text).site.timezone == "UTC"
    assert read(tmp_path, text.replace("# timezone", "timezone")).site.timezone == zone
    assert "UTC" in text.partition("# timezone")[2]


@pytest.mark.parametrize(
    ("language", "words"),
    [("zh-Hant", "網站介面的語言"), ("zh-TW", "網站介面的語言"), ("zh", "网站界面的语言"), ("es", "propio sitio"),
     ("ar", "لغة واجهة الموقع"), ("en", "of the site's own words"), ("de", "of the site's own words")],
)  # fmt: skip
def test_the_comments_of_a_new_archive_are_in_its_language(language: str, words: str) -> None:
    """In English if there is no translation, as for the README beside it."""
    text = settings_text.new(settings.Site(title="A", language=language), Author("A"))
    assert words in text
    added = settings_text.with_author(text, "ben", Author("Ben"))
    photos = [line.partition(" # ")[2] for line in added.splitlines() if line.startswith("photo")]
    assert len(photos) == 2 and len(set(photos)) == 1


@pytest.mark.parametrize("tag", ["en", "zh-Hant", "zh_TW", "pt-BR", "gsw", "en-x-pirate", ""])
def test_each_tag_of_a_language_can_be_chosen(tmp_path: Path, tag: str) -> None:
    assert read(tmp_path, f'schema = 2\n[site]\nlanguage = "{tag}"\n').site.language == tag


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("site.ulr", "There is no setting `site.ulr`, so this line is not used. Did you mean `site.url`?"),
        ("stie", "There is no table [stie], so nothing below it is used. Did you mean [site]?"),
        ("authors.eve.photos", "There is no setting `authors.eve.photos`, so this line is not used. Did you mean "
         "`authors.eve.photo`?"),
        ("theme.acent", "There is no setting `theme.acent`, so this line is not used. Did you mean `theme.accent`?"),
        ("zzz", "There is no table [zzz], so nothing below it is used. Check its spelling."),
    ],
)  # fmt: skip
def test_a_misspelt_name_is_a_warning_with_the_name_that_was_meant(name: str, message: str) -> None:
    assert unknown_settings.issue(name, ["accent", "width"]) == Issue("archive.toml", "unknown-setting", message)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('url = "https://ada.example', "archive.toml is not valid TOML: in line 4 (url = …) the quote is not closed."),
        ("url = https://ada.example", "archive.toml is not valid TOML: in line 4 (url = …) the value has no quotes, "
         "or is not complete."),
        ('url: "https://ada.example"', "archive.toml is not valid TOML: in line 4 there is no = after the name."),
        ('title = "Ada"s"', "archive.toml is not valid TOML: in line 4 (title = …) there is something after the "
         "value."),
        ("[theme", "archive.toml is not valid TOML: in line 4 the bracket ] is missing."),
    ],
)  # fmt: skip
def test_a_mistake_in_the_settings_is_named_with_its_line(tmp_path: Path, line: str, message: str) -> None:
    """In words for those who do not know TOML. The value, which may be a password, is not repeated."""
    with pytest.raises(SettingsWrong) as caught:
        read(tmp_path, f"schema = 2\n\n[site]\n{line}\n")
    assert caught.value.message == message
