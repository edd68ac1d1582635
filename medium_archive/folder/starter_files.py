"""The files that every archive gets: a README for people who find the folder, and the files for git."""

from __future__ import annotations

from collections.abc import Mapping

from medium_archive.languages import is_traditional, subtags

GITIGNORE = """\
# Made anew by `archive build`
site/
# These hold addresses, sessions, e-mail and unpublished texts: never publish them
exports/
private/
drafts/
# While a run writes
.lock
.*.tmp
"""

# Git on Windows would change line ends, and with them the checksums
GITATTRIBUTES = """\
* -text
"""

README = """\
# An archive of posts from Medium

This folder holds the posts of one Medium account. You need no special program to read it.

- `posts/`, `responses/`, `drafts/`: one folder for each post. `index.md` is its text in Markdown, which every editor
  can open; its pictures are in the same folder. You may edit the text: the program never overwrites your changes.
- `about.md`: the page about the author. `archive.toml`: the settings.
- `original/`: the pages of Medium's export, byte for byte, as evidence.
- `exports/`: the exports. **Private**: they contain e-mail addresses, sessions and IP addresses. `private/` and
  `drafts/` are private too.
- `records/`: lists of all posts and pictures, one JSON object per line.
- `site/`: the web site made from these files. Open `site/index.html` in a browser. You may delete the folder.

To check that no file has changed, run in this folder

    sha256sum -c SHA256SUMS

(on a Mac `shasum -a 256 -c SHA256SUMS`). To build the site again, install the program from
<https://github.com/medium-archive/medium-archive>, then run `archive build`.
"""
_TRADITIONAL = """\
# Medium 文章的封存資料夾

這個資料夾保存一個 Medium 帳號的文章。不需要特別的程式，就能閱讀。

- `posts/`、`responses/`、`drafts/`：文章、回應、草稿，每篇一個資料夾。`index.md` 是 Markdown 格式的內文，
  任何編輯器都能開啟，圖片就放在旁邊。內文可以自己修改，程式不會覆蓋你的修改。
- `about.md`：作者介紹。`archive.toml`：設定。
- `original/`：Medium 匯出的原始頁面，原封不動，作為憑據。
- `exports/`：匯出檔。**不可公開**：裡面有電子郵件、登入紀錄和 IP 位址。`private/` 和 `drafts/` 也不可公開。
- `records/`：所有文章和圖片的清單，每行一個 JSON 物件。
- `site/`：用這些檔案產生的網站，請用瀏覽器開啟 `site/index.html`。這個資料夾可以刪除。

要核對檔案有沒有變動，請在這個資料夾裡執行

    sha256sum -c SHA256SUMS

（Mac 請用 `shasum -a 256 -c SHA256SUMS`）。要重新產生網站，請安裝程式
<https://github.com/medium-archive/medium-archive>，再執行 `archive build`。
"""
_SIMPLIFIED = """\
# Medium 文章的存档文件夹

这个文件夹保存一个 Medium 账号的文章。不需要专门的程序就能阅读。

- `posts/`、`responses/`、`drafts/`：文章、回应、草稿，每篇一个文件夹。`index.md` 是 Markdown 格式的正文，
  任何编辑器都能打开，图片就放在旁边。正文可以自己修改，程序不会覆盖你的修改。
- `about.md`：作者介绍。`archive.toml`：设置。
- `original/`：Medium 导出的原始页面，原封不动，作为凭据。
- `exports/`：导出文件。**不可公开**：里面有电子邮件、登录记录和 IP 地址。`private/` 和 `drafts/` 也不可公开。
- `records/`：所有文章和图片的清单，每行一个 JSON 对象。
- `site/`：用这些文件生成的网站，请用浏览器打开 `site/index.html`。这个文件夹可以删除。

要核对文件有没有变动，请在这个文件夹里运行

    sha256sum -c SHA256SUMS

（Mac 请用 `shasum -a 256 -c SHA256SUMS`）。要重新生成网站，请安装程序
<https://github.com/medium-archive/medium-archive>，再运行 `archive build`。
"""
_SPANISH = """\
# Un archivo de artículos de Medium

Esta carpeta guarda los artículos de una cuenta de Medium. Para leerla no hace falta ningún programa especial.

- `posts/`, `responses/`, `drafts/`: una carpeta para cada artículo, respuesta o borrador. `index.md` es su texto en
  Markdown, que cualquier editor abre; sus imágenes están en la misma carpeta. Puedes editar el texto: el programa nunca
  sobrescribe tus cambios.
- `about.md`: la página sobre el autor. `archive.toml`: la configuración.
- `original/`: las páginas de la exportación de Medium, byte por byte, como prueba.
- `exports/`: las exportaciones. **Privado**: contienen direcciones de correo, sesiones y direcciones IP. `private/` y
  `drafts/` también son privados.
- `records/`: listas de todos los artículos e imágenes, un objeto JSON por línea.
- `site/`: el sitio web hecho con estos archivos. Abre `site/index.html` en un navegador. Puedes borrar la carpeta.

Para comprobar que ningún archivo ha cambiado, ejecuta en esta carpeta

    sha256sum -c SHA256SUMS

(en un Mac `shasum -a 256 -c SHA256SUMS`). Para construir el sitio de nuevo, instala el programa desde
<https://github.com/medium-archive/medium-archive> y ejecuta `archive build`.
"""
_ARABIC = """\
# أرشيف لمقالات من Medium

يحفظ هذا المجلد مقالات حساب واحد على Medium. لا تحتاج إلى برنامج خاص لقراءته.

- `posts/` و`responses/` و`drafts/`: مجلد لكل مقالة أو رد أو مسودة. الملف `index.md` هو النص بصيغة Markdown،
  ويفتحه أي محرر، والصور في المجلد نفسه. يمكنك تعديل النص: لا يكتب البرنامج فوق تعديلاتك أبدًا.
- `about.md`: صفحة عن الكاتب. `archive.toml`: الإعدادات.
- `original/`: الصفحات التي صدّرها Medium كما هي تمامًا، دليلًا عليها.
- `exports/`: ملفات التصدير. **خاصة**: فيها عناوين بريد إلكتروني وجلسات دخول وعناوين IP.
  المجلدان `private/` و`drafts/` خاصان أيضًا.
- `records/`: قوائم بكل المقالات والصور، كائن JSON واحد في كل سطر.
- `site/`: الموقع المصنوع من هذه الملفات. افتح `site/index.html` في متصفح. يمكنك حذف هذا المجلد.

للتحقق من أن أي ملف لم يتغير، نفّذ في هذا المجلد

    sha256sum -c SHA256SUMS

(على ماك `shasum -a 256 -c SHA256SUMS`). لبناء الموقع من جديد، ثبّت البرنامج من
<https://github.com/medium-archive/medium-archive> ثم نفّذ `archive build`.
"""
_BY_LANGUAGE: Mapping[str, str] = {"ar": _ARABIC, "es": _SPANISH, "zh": _SIMPLIFIED}

FILES = {"README.md": README, ".gitignore": GITIGNORE, ".gitattributes": GITATTRIBUTES}
# Checksums of the texts that earlier versions of the program wrote
EARLIER = {
    "README.md": (
        "0ec6b06bec05f97f0d8a93f2eec9e320b6d9bb56a65825feba94d8fea2122adb",
        "a8b1f20de3250c4bb7cd0a3275c987e0d1c6e39751dab22ea6643f7b98daf21e",
        "2da3a78aea529473cbd9d3b58af779f2279db299143c2a73dd91846383e3973b",
        "90c1e64c2749fd1467186f74e32176d12a13cf774cd28ca1763e7311244ce52a",
    )
}


def in_language(language: str) -> Mapping[str, bytes]:
    """The files by their names, with the README in the language of a BCP 47 tag, in English without a translation."""
    translated = (
        _TRADITIONAL if is_traditional(language) else _BY_LANGUAGE.get(subtags(language)[0], FILES["README.md"])
    )
    return {name: text.encode() for name, text in (FILES | {"README.md": translated}).items()}


def texts(name: str) -> tuple[bytes, ...]:
    """What this version of the program writes into a file, in each language; nothing if it writes no such file."""
    translations = (_TRADITIONAL, *_BY_LANGUAGE.values()) if name == "README.md" else ()
    return tuple(text.encode() for text in (FILES[name], *translations)) if name in FILES else ()
