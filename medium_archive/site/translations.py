"""The few words that the site says itself, in the language of `site.language`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

# Languages whose usual script goes from right to left, and these scripts.
_FROM_THE_RIGHT = frozenset(
    {"ar", "arc", "ckb", "dv", "fa", "he", "iw", "ji", "nqo", "ps", "sd", "syr", "ug", "ur", "yi"}
)
_SCRIPTS_FROM_THE_RIGHT = frozenset({"arab", "hebr", "thaa", "syrc", "nkoo", "adlm"})


@dataclass(frozen=True)
class Words:
    """One language's words. In braces stands what is put in.

    Dates may use year, month, day and name (of the month); `months` are the names, parted by spaces.
    """

    date: str
    date_in_year: str
    months: str
    minutes: str
    skip: str
    site_pages: str
    home: str
    posts: str
    latest: str
    all_posts: str
    undated: str
    responses: str
    response: str
    responses_about: str
    drafts: str
    draft: str
    about: str
    feed: str
    tags: str
    updated: str
    untitled: str
    original: str
    partial: str
    more: str
    newer: str
    older: str
    picture_missing: str
    picture_refused: str
    embed_lost: str
    back_to_text: str
    task_done: str
    task_open: str
    not_found: str
    not_found_help: str
    nothing_yet: str
    contents: str
    whole_picture: str
    previous_picture: str
    next_picture: str
    close: str
    copy: str
    copied: str
    page_of: str
    list_pages: str
    years: str
    made_with: str
    highlights: str
    highlights_about: str
    find: str
    find_help: str
    find_address: str
    find_button: str
    find_none: str
    comma: str = ", "

    def day(self, moment: datetime) -> str:
        """A date as a person writes it."""
        return self._put(self.date, moment)

    def day_in_year(self, moment: datetime) -> str:
        """A date where its year is known."""
        return self._put(self.date_in_year, moment)

    def _put(self, pattern: str, moment: datetime) -> str:
        name = self.months.split()[moment.month - 1] if self.months else ""
        return pattern.format(year=moment.year, month=moment.month, day=moment.day, name=name)


_ENGLISH = Words(
    date="{day} {name} {year}",
    date_in_year="{day} {name}",
    months="January February March April May June July August September October November December",
    minutes="{n} min read",
    skip="Skip to the text",
    site_pages="Pages of this site",
    home="Home",
    posts="Posts",
    latest="Latest",
    all_posts="All posts",
    undated="Without a date",
    responses="Responses",
    response="Response",
    responses_about="Written under other people’s posts.",
    drafts="Drafts",
    draft="Draft, never published",
    about="About",
    feed="RSS",
    tags="Tags",
    updated="updated {date}",
    untitled="Untitled",
    original="First published on Medium",
    partial="This is only the beginning: read on at Medium",
    more="More posts",
    newer="Newer",
    older="Older",
    picture_missing="This picture is not in the archive yet",
    picture_refused="This picture could not be fetched: {problem}",
    embed_lost="Something was embedded here; Medium’s export left it out",
    back_to_text="Back to the text",
    task_done="done",
    task_open="to do",
    not_found="There is no such page",
    not_found_help="It may have moved. Every post is in the list of all posts.",
    nothing_yet="Nothing has been published here yet.",
    contents="Contents",
    whole_picture="See the whole picture",
    previous_picture="Previous picture",
    next_picture="Next picture",
    close="Close",
    copy="Copy",
    copied="Copied",
    page_of="Page {n} of {total}",
    list_pages="Pages of this list",
    years="Years",
    made_with="Archived from Medium · made with medium-archive",
    highlights="Highlights",
    highlights_about="Passages marked while reading on Medium.",
    find="Find a post",
    find_help="Does a link to Medium lead nowhere any more? Paste it here, whatever it looks like.",
    find_address="Address at Medium",
    find_button="Find it",
    find_none="No post of this site was at that address.",
)

_SPANISH = Words(
    date="{day} de {name} de {year}",
    date_in_year="{day} de {name}",
    months="enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    minutes="{n} min de lectura",
    skip="Ir al texto",
    site_pages="Páginas de este sitio",
    home="Inicio",
    posts="Textos",
    latest="Lo último",
    all_posts="Todos los textos",
    undated="Sin fecha",
    responses="Respuestas",
    response="Respuesta",
    responses_about="Escritas bajo textos de otras personas.",
    drafts="Borradores",
    draft="Borrador, nunca publicado",
    about="Acerca de",
    feed="RSS",
    tags="Etiquetas",
    updated="actualizado el {date}",
    untitled="Sin título",
    original="Publicado primero en Medium",
    partial="Esto es solo el comienzo: sigue leyendo en Medium",
    more="Más textos",
    newer="Más reciente",
    older="Anterior",
    picture_missing="Esta imagen aún no está en el archivo",
    picture_refused="No se pudo obtener esta imagen: {problem}",
    embed_lost="Aquí había un contenido incrustado; la exportación de Medium lo omitió",
    back_to_text="Volver al texto",
    task_done="hecho",
    task_open="por hacer",
    not_found="Esta página no existe",
    not_found_help="Puede que se haya movido. Todos los textos están en la lista completa.",
    nothing_yet="Aquí todavía no se ha publicado nada.",
    contents="Contenido",
    whole_picture="Ver la imagen completa",
    previous_picture="Imagen anterior",
    next_picture="Imagen siguiente",
    close="Cerrar",
    copy="Copiar",
    copied="Copiado",
    page_of="Página {n} de {total}",
    list_pages="Páginas de esta lista",
    years="Años",
    made_with="Archivado desde Medium · hecho con medium-archive",
    highlights="Destacados",
    highlights_about="Pasajes marcados al leer en Medium.",
    find="Buscar un texto",
    find_help="¿Un enlace a Medium ya no lleva a ninguna parte? Pégalo aquí, tenga la forma que tenga.",
    find_address="Dirección en Medium",
    find_button="Buscar",
    find_none="Ningún texto de este sitio estaba en esa dirección.",
)

_TRADITIONAL_CHINESE = Words(
    date="{year} 年 {month} 月 {day} 日",
    date_in_year="{month} 月 {day} 日",
    months="",
    minutes="閱讀時間 {n} 分鐘",
    skip="跳到內文",
    site_pages="本站頁面",
    home="首頁",
    posts="文章",
    latest="最新文章",
    all_posts="所有文章",
    undated="沒有日期",
    responses="回應",
    response="回應",
    responses_about="寫在其他人文章下的回應。",
    drafts="草稿",
    draft="草稿，從未發布",
    about="關於",
    feed="RSS",
    tags="標籤",
    updated="{date}更新",
    untitled="無題",
    original="最初發表於 Medium",
    partial="這裡只有開頭：到 Medium 讀全文",
    more="更多文章",
    newer="較新",
    older="較舊",
    picture_missing="這張圖片尚未存入檔案庫",
    picture_refused="無法取得這張圖片：{problem}",
    embed_lost="此處原有嵌入內容，Medium 匯出時遺漏了",
    back_to_text="回到內文",
    task_done="已完成",
    task_open="未完成",
    not_found="找不到這個頁面",
    not_found_help="它可能已經移動。所有文章都在文章列表中。",
    nothing_yet="這裡還沒有發布任何文章。",
    contents="目錄",
    whole_picture="看完整圖片",
    previous_picture="上一張圖片",
    next_picture="下一張圖片",
    close="關閉",
    copy="複製",
    copied="已複製",
    page_of="第 {n} 頁，共 {total} 頁",
    list_pages="文章列表的各頁",
    years="年份",
    made_with="自 Medium 封存 · 以 medium-archive 製作",
    highlights="重點標記",
    highlights_about="在 Medium 閱讀時標記的段落。",
    find="尋找文章",
    find_help="連到 Medium 的網址失效了嗎？把它貼在這裡，任何形式都可以。",
    find_address="Medium 上的網址",
    find_button="尋找",
    find_none="本站沒有文章曾在這個網址。",
    comma="，",
)

_SIMPLIFIED_CHINESE = Words(
    date="{year} 年 {month} 月 {day} 日",
    date_in_year="{month} 月 {day} 日",
    months="",
    minutes="阅读时间 {n} 分钟",
    skip="跳到正文",
    site_pages="本站页面",
    home="首页",
    posts="文章",
    latest="最新文章",
    all_posts="所有文章",
    undated="没有日期",
    responses="回应",
    response="回应",
    responses_about="写在其他人文章下的回应。",
    drafts="草稿",
    draft="草稿，从未发布",
    about="关于",
    feed="RSS",
    tags="标签",
    updated="{date}更新",
    untitled="无题",
    original="最初发表于 Medium",
    partial="这里只有开头：到 Medium 读全文",
    more="更多文章",
    newer="较新",
    older="较旧",
    picture_missing="这张图片尚未存入档案库",
    picture_refused="无法获取这张图片：{problem}",
    embed_lost="此处原有嵌入内容，Medium 导出时遗漏了",
    back_to_text="回到正文",
    task_done="已完成",
    task_open="未完成",
    not_found="找不到这个页面",
    not_found_help="它可能已经移动。所有文章都在文章列表中。",
    nothing_yet="这里还没有发布任何文章。",
    contents="目录",
    whole_picture="看完整图片",
    previous_picture="上一张图片",
    next_picture="下一张图片",
    close="关闭",
    copy="复制",
    copied="已复制",
    page_of="第 {n} 页，共 {total} 页",
    list_pages="文章列表的各页",
    years="年份",
    made_with="自 Medium 存档 · 以 medium-archive 制作",
    highlights="重点标记",
    highlights_about="在 Medium 阅读时标记的段落。",
    find="查找文章",
    find_help="指向 Medium 的链接失效了吗？把它粘贴到这里，任何形式都可以。",
    find_address="Medium 上的网址",
    find_button="查找",
    find_none="本站没有文章曾在这个网址。",
    comma="，",
)

_ARABIC = Words(
    date="{day} {name} {year}",
    date_in_year="{day} {name}",
    months="يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
    minutes="زمن القراءة {n} د",
    skip="انتقل إلى النص",
    site_pages="صفحات الموقع",
    home="الرئيسية",
    posts="المقالات",
    latest="الأحدث",
    all_posts="كل المقالات",
    undated="بلا تاريخ",
    responses="الردود",
    response="رد",
    responses_about="كُتبت تحت مقالات آخرين.",
    drafts="المسودات",
    draft="مسودة لم تُنشر",
    about="نبذة",
    feed="RSS",
    tags="الوسوم",
    updated="حُدِّث في {date}",
    untitled="بلا عنوان",
    original="نُشر أولًا على Medium",
    partial="هذه البداية فقط: تابع القراءة على Medium",
    more="مقالات أخرى",
    newer="الأحدث",
    older="الأقدم",
    picture_missing="هذه الصورة ليست في الأرشيف بعد",
    picture_refused="تعذّر جلب هذه الصورة: {problem}",
    embed_lost="كان هنا محتوى مضمَّن لم يشمله تصدير Medium",
    back_to_text="عودة إلى النص",
    task_done="تم",
    task_open="لم يتم",
    not_found="لا توجد صفحة كهذه",
    not_found_help="ربما نُقلت. كل المقالات في قائمة المقالات.",
    nothing_yet="لم يُنشر شيء هنا بعد.",
    contents="المحتويات",
    whole_picture="عرض الصورة كاملة",
    previous_picture="الصورة السابقة",
    next_picture="الصورة التالية",
    close="إغلاق",
    copy="نسخ",
    copied="نُسخ",
    page_of="صفحة {n} من {total}",
    list_pages="صفحات هذه القائمة",
    years="السنوات",
    made_with="محفوظ من Medium · صُنع بأداة medium-archive",
    highlights="مقتطفات مميزة",
    highlights_about="مقاطع مُيِّزت أثناء القراءة على Medium.",
    find="ابحث عن مقال",
    find_help="هل صار رابط إلى Medium لا يؤدي إلى شيء؟ ألصقه هنا أيًّا كان شكله.",
    find_address="العنوان على Medium",
    find_button="ابحث",
    find_none="لم يكن أي مقال في هذا الموقع على ذلك العنوان.",
    comma="، ",
)

_BY_LANGUAGE = {"en": _ENGLISH, "es": _SPANISH, "ar": _ARABIC, "zh": _SIMPLIFIED_CHINESE}
_TRADITIONAL = ("hant", "tw", "hk", "mo")


def words_for(language: str) -> Words:
    """The words for a BCP 47 tag, English where the language is not in the table."""
    parts = language.lower().replace("_", "-").split("-")
    if is_traditional(language):
        return _TRADITIONAL_CHINESE
    return _BY_LANGUAGE.get(parts[0], _ENGLISH)


def is_traditional(language: str) -> bool:
    """Whether a BCP 47 tag means Chinese in traditional characters."""
    parts = language.lower().replace("_", "-").split("-")
    return parts[0] == "zh" and any(part in _TRADITIONAL for part in parts[1:])


def direction(language: str) -> str:
    """ "rtl" or "ltr", as the script of a BCP 47 tag is written."""
    parts = language.lower().replace("_", "-").split("-")
    scripts = [part for part in parts[1:] if len(part) == 4 and part.isalpha()]
    if scripts:
        return "rtl" if scripts[0] in _SCRIPTS_FROM_THE_RIGHT else "ltr"
    return "rtl" if parts[0] in _FROM_THE_RIGHT else "ltr"
