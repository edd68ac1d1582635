"""The words of the search page, of “Writing in years” and of what stands beside a post, in the site's language."""

from __future__ import annotations

from dataclasses import dataclass

from medium_archive.site.translations import is_traditional


@dataclass(frozen=True)
class PageWords:
    """One language's words. In braces stands what is put in."""

    search: str
    search_for: str
    search_loading: str
    search_failed: str
    found: str
    nothing: str
    show_all: str
    by_year: str
    related: str
    years: str
    years_intro: str
    words_by_year: str
    words_by_month: str
    posts_by_month: str
    weeks: str
    weeks_intro: str
    as_table: str
    year: str
    month: str
    posts: str
    words: str
    silence: str
    silence_days: str
    none: str


_ENGLISH = PageWords(
    search="Search",
    search_for="Words to look for",
    search_loading="Loading the index…",
    search_failed="The search can’t work in this browser. Every post is in the list of all posts.",
    found="Posts found: {n}",
    nothing="No post holds these words.",
    show_all="Show all",
    by_year="Every post is listed by its year:",
    related="Related posts",
    years="Writing in years",
    years_intro="{posts} posts with {words} words, from {first} to {last}.",
    words_by_year="Words by year",
    words_by_month="Words by month",
    posts_by_month="Posts by month",
    weeks="Week by week",
    weeks_intro="Each square is a week, each line a year; the stronger its colour, the more words.",
    as_table="The same as a table",
    year="Year",
    month="Month",
    posts="Posts",
    words="Words",
    silence="The longest silence",
    silence_days="{days} days, from {first} to {last}.",
    none="There is no post with a date yet.",
)

_SPANISH = PageWords(
    search="Buscar",
    search_for="Palabras que buscar",
    search_loading="Cargando el índice…",
    search_failed="La búsqueda no funciona en este navegador. Todos los textos están en la lista completa.",
    found="Textos encontrados: {n}",
    nothing="Ningún texto contiene estas palabras.",
    show_all="Mostrar todos",
    by_year="Todos los textos, por año:",
    related="Textos relacionados",
    years="Los años de escritura",
    years_intro="Textos: {posts}; palabras: {words}; del {first} al {last}.",
    words_by_year="Palabras por año",
    words_by_month="Palabras por mes",
    posts_by_month="Textos por mes",
    weeks="Semana a semana",
    weeks_intro="Cada cuadro es una semana y cada línea un año; cuanto más intenso el color, más palabras.",
    as_table="Lo mismo en una tabla",
    year="Año",
    month="Mes",
    posts="Textos",
    words="Palabras",
    silence="El silencio más largo",
    silence_days="{days} días, del {first} al {last}.",
    none="Aún no hay ningún texto con fecha.",
)

_TRADITIONAL_CHINESE = PageWords(
    search="搜尋",
    search_for="要找的字詞",
    search_loading="正在載入索引…",
    search_failed="這個瀏覽器無法使用搜尋。所有文章都在文章列表中。",
    found="找到 {n} 篇文章",
    nothing="沒有文章包含這些字詞。",
    show_all="全部顯示",
    by_year="按年份列出的所有文章：",
    related="相關文章",
    years="歷年寫作",
    years_intro="自 {first}至 {last}，共 {posts} 篇文章、{words} 字。",
    words_by_year="每年字數",
    words_by_month="每月字數",
    posts_by_month="每月篇數",
    weeks="每一週",
    weeks_intro="每格是一週，每行是一年；顏色越濃，字數越多。",
    as_table="以表格呈現",
    year="年",
    month="月",
    posts="篇數",
    words="字數",
    silence="最長的沉默",
    silence_days="{days} 天，自 {first}至 {last}。",
    none="還沒有標明日期的文章。",
)

_SIMPLIFIED_CHINESE = PageWords(
    search="搜索",
    search_for="要找的字词",
    search_loading="正在加载索引…",
    search_failed="这个浏览器无法使用搜索。所有文章都在文章列表中。",
    found="找到 {n} 篇文章",
    nothing="没有文章包含这些字词。",
    show_all="全部显示",
    by_year="按年份列出的所有文章：",
    related="相关文章",
    years="历年写作",
    years_intro="自 {first}至 {last}，共 {posts} 篇文章、{words} 字。",
    words_by_year="每年字数",
    words_by_month="每月字数",
    posts_by_month="每月篇数",
    weeks="每一周",
    weeks_intro="每格是一周，每行是一年；颜色越浓，字数越多。",
    as_table="以表格呈现",
    year="年",
    month="月",
    posts="篇数",
    words="字数",
    silence="最长的沉默",
    silence_days="{days} 天，自 {first}至 {last}。",
    none="还没有标明日期的文章。",
)

_ARABIC = PageWords(
    search="بحث",
    search_for="الكلمات المطلوبة",
    search_loading="جارٍ تحميل الفهرس…",
    search_failed="لا يعمل البحث في هذا المتصفح. كل المقالات في قائمة المقالات.",
    found="عدد المقالات: {n}",
    nothing="لا مقالة تحوي هذه الكلمات.",
    show_all="عرض الكل",
    by_year="كل المقالات حسب السنة:",
    related="مقالات ذات صلة",
    years="سنوات الكتابة",
    years_intro="المقالات: {posts}، الكلمات: {words}، من {first} إلى {last}.",
    words_by_year="الكلمات في كل سنة",
    words_by_month="الكلمات في كل شهر",
    posts_by_month="المقالات في كل شهر",
    weeks="أسبوعًا بأسبوع",
    weeks_intro="كل مربع أسبوع وكل سطر سنة؛ كلما اشتد اللون زادت الكلمات.",
    as_table="البيانات في جدول",
    year="السنة",
    month="الشهر",
    posts="المقالات",
    words="الكلمات",
    silence="أطول صمت",
    silence_days="عدد الأيام: {days}، من {first} إلى {last}.",
    none="لا توجد مقالة مؤرخة بعد.",
)

_BY_LANGUAGE = {"en": _ENGLISH, "es": _SPANISH, "ar": _ARABIC}


def page_words(language: str) -> PageWords:
    """The words for a BCP 47 tag, English where the language is not in the table."""
    family = language.lower().replace("_", "-").split("-")[0]
    if family == "zh":
        return _TRADITIONAL_CHINESE if is_traditional(language) else _SIMPLIFIED_CHINESE
    return _BY_LANGUAGE.get(family, _ENGLISH)
