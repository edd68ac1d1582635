"""The words of the private page about the watch, in the languages of the site. No built site has this page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from medium_archive.languages import is_traditional, subtags


@dataclass(frozen=True)
class WatchWords:
    """The words of one language; names in braces are placeholders for `str.format`. `states` are the names of the
    states of a day, `now` sentences about the last day that was seen, `kinds` the kinds of look, `advice` what would
    help, each by its stable name.
    """

    title: str
    private: str
    now: Mapping[str, str]
    days: str
    states: Mapping[str, str]
    seen_by: str
    kinds: Mapping[str, str]
    blind: str
    advice: Mapping[str, str]
    changes: str
    no_change: str
    screenshot: str
    capture: str
    page: str
    again: str
    signs: str
    signs_about: str
    account: str
    looks: str
    looks_days: str


_ENGLISH = WatchWords(
    title="What the watch saw",
    private="Only this computer shows this page. No built or published site has it.",
    now={
        "up": "Up: on {day} others could see your pages.",
        "suspended": "Suspended since {since}; still so on {day}.",
        "gone": "A page has been missing since {since}; still so on {day}.",
        "none": "No look has seen your pages yet.",
        "unknown": "The looks so far could not see your pages.",
    },
    days="The last {n} days (UTC)",
    states={
        "up": "up",
        "suspended": "suspended",
        "gone": "gone",
        "unknown": "looked, but could not see",
        "none": "nothing looked",
    },
    seen_by="seen by: {kinds}",
    kinds={"plain": "a check of this program", "browser": "your browser", "witness": "a web archive"},
    blind="Days on which nothing was seen, since the watch began: {n}",
    advice={
        "appeal": "A letter to Medium with all that was seen, as a mail: archive appeal --out FOLDER",
        "schedule": "A daily check would help: archive check --alert --schedule cron "
        "--install (on Windows: windows in place of cron).",
        "browser": "A look with your own browser would help: archive check --browser",
        "witness": "Web archives may have seen your pages: archive check --witness",
        "person": "Open your profile in a private window of your browser, and see whether it is there.",
    },
    changes="Changes",
    no_change="No look has seen a change.",
    screenshot="Screenshot of {day}",
    capture="The capture of a web archive",
    page="The page is kept in {file}",
    again="asked again at {address}",
    signs="Signs",
    signs_about="These may mean something, but they prove nothing.",
    account="your account",
    looks="Kinds of look",
    looks_days="days on which it saw a page: {n}",
)
_SPANISH = WatchWords(
    title="Lo que vio la vigilancia",
    private="Solo este ordenador muestra esta página. Ningún sitio construido o publicado la tiene.",
    now={
        "up": "Visible: el {day} otras personas podían ver tus páginas.",
        "suspended": "Suspendida desde el {since}; el {day} seguía así.",
        "gone": "Falta una página desde el {since}; el {day} seguía así.",
        "none": "Ninguna comprobación ha visto aún tus páginas.",
        "unknown": "Las comprobaciones hechas hasta ahora no han podido ver tus páginas.",
    },
    days="Los últimos {n} días (UTC)",
    states={
        "up": "visible",
        "suspended": "suspendida",
        "gone": "desaparecida",
        "unknown": "se miró, pero no se pudo ver",
        "none": "nadie miró",
    },
    seen_by="visto por: {kinds}",
    kinds={
        "plain": "una comprobación de este programa",
        "browser": "tu navegador",
        "witness": "un archivo web",
    },
    blind="Días sin ver nada desde que empezó la vigilancia: {n}",
    advice={
        "appeal": "Una carta a Medium con todo lo que se vio, como correo: archive appeal --out CARPETA",
        "schedule": "Ayudaría una comprobación diaria: archive check --alert --schedule cron "
        "--install (en Windows: windows en lugar de cron).",
        "browser": "Ayudaría mirar con tu propio navegador: archive check --browser",
        "witness": "Puede que los archivos web hayan visto tus páginas: archive check --witness",
        "person": "Abre tu perfil en una ventana privada del navegador y mira si está ahí.",
    },
    changes="Cambios",
    no_change="Ninguna comprobación ha visto un cambio.",
    screenshot="Captura de pantalla del {day}",
    capture="La captura de un archivo web",
    page="La página está guardada en {file}",
    again="se preguntó otra vez en {address}",
    signs="Indicios",
    signs_about="Pueden significar algo, pero no prueban nada.",
    account="tu cuenta",
    looks="Formas de mirar",
    looks_days="días en que vio una página: {n}",
)
_ARABIC = WatchWords(
    title="ما رأته المراقبة",
    private="لا يعرض هذه الصفحة إلا هذا الحاسوب. لا توجد في أي موقع مبني أو منشور.",
    now={
        "up": "ظاهر: في {day} كان بإمكان الآخرين رؤية صفحاتك.",
        "suspended": "موقوف منذ {since}، وكان كذلك في {day}.",
        "gone": "صفحة غير موجودة منذ {since}، وكان الأمر كذلك في {day}.",
        "none": "لم يرَ أي فحص صفحاتك بعد.",
        "unknown": "لم تتمكن الفحوص حتى الآن من رؤية صفحاتك.",
    },
    days="آخر {n} يومًا (UTC)",
    states={
        "up": "ظاهر",
        "suspended": "موقوف",
        "gone": "مفقود",
        "unknown": "جرى الفحص ولم تُرَ الصفحة",
        "none": "لم يجرِ أي فحص",
    },
    seen_by="شوهد بواسطة: {kinds}",
    kinds={"plain": "فحص من هذا البرنامج", "browser": "متصفحك", "witness": "أرشيف ويب"},
    blind="عدد الأيام التي لم يُرَ فيها شيء منذ بدء المراقبة: {n}",
    advice={
        "appeal": "رسالة إلى Medium بكل ما شوهد، في صورة بريد: archive appeal --out FOLDER",
        "schedule": "يفيد فحص يومي: archive check --alert --schedule cron --install (في ويندوز: windows بدل cron).",
        "browser": "يفيد الفحص بمتصفحك: archive check --browser",
        "witness": "ربما رأت أرشيفات الويب صفحاتك: archive check --witness",
        "person": "افتح ملفك الشخصي في نافذة خاصة من متصفحك وانظر هل هو موجود.",
    },
    changes="التغييرات",
    no_change="لم يرَ أي فحص تغييرًا.",
    screenshot="لقطة شاشة في {day}",
    capture="نسخة أرشيف الويب",
    page="الصفحة محفوظة في {file}",
    again="سُئل مرة أخرى في {address}",
    signs="إشارات",
    signs_about="قد تعني شيئًا، لكنها لا تثبت شيئًا.",
    account="حسابك",
    looks="طرق الفحص",
    looks_days="عدد الأيام التي رأى فيها صفحة: {n}",
)
_SIMPLIFIED = WatchWords(
    title="监看所见",
    private="只有这台电脑会显示这个页面。它不会出现在你生成或发布的网站上。",
    now={
        "up": "正常：{day}其他人能看到你的页面。",
        "suspended": "自{since}起遭到停權，到{day}仍是如此。",
        "gone": "自{since}起有页面消失，到{day}仍是如此。",
        "none": "还没有看到过你的页面。",
        "unknown": "检查过，但到目前为止都看不到你的页面。",
    },
    days="最近 {n} 天（UTC）",
    states={"up": "正常", "suspended": "已停用", "gone": "已消失", "unknown": "检查过但看不到", "none": "没有检查"},
    seen_by="由{kinds}看到",
    kinds={"plain": "本程序", "browser": "你的浏览器", "witness": "网络档案馆"},
    blind="监看开始以来，什么都没看到的天数：{n}",
    advice={
        "appeal": "申诉信，附上看到的一切，写成邮件：archive appeal --out 文件夹",
        "schedule": "建议每天检查一次：archive check --alert --schedule cron "
        "--install（Windows 用 windows 代替 cron）。",
        "browser": "建议用你自己的浏览器查看：archive check --browser",
        "witness": "网络档案馆（Wayback Machine 等）也许看到过你的页面：archive check --witness",
        "person": "请在浏览器的无痕窗口中打开你的个人页面，看看它还在不在。",
    },
    changes="变化",
    no_change="还没有看到过变化。",
    screenshot="{day}的截图",
    capture="网络档案馆保存的页面",
    page="页面保存在 {file}",
    again="在 {address} 再次查询",
    signs="迹象",
    signs_about="这些可能有意义，但不能证明什么。",
    account="你的账号",
    looks="检查方式",
    looks_days="看到页面的天数：{n}",
)
_TRADITIONAL = WatchWords(
    title="監看所見",
    private="只有這台電腦會顯示這個頁面。它不會出現在你產生或發布的網站上。",
    now={
        "up": "正常：{day}其他人看得到你的頁面。",
        "suspended": "自{since}起遭到停權，到{day}仍是如此。",
        "gone": "自{since}起有頁面消失，到{day}仍是如此。",
        "none": "還沒有看到過你的頁面。",
        "unknown": "查看過，但到目前為止都看不到你的頁面。",
    },
    days="最近 {n} 天（UTC）",
    states={"up": "正常", "suspended": "停權", "gone": "消失", "unknown": "查看過但看不到", "none": "沒有查看"},
    seen_by="由{kinds}看到",
    kinds={"plain": "本程式", "browser": "你的瀏覽器", "witness": "網路檔案館"},
    blind="監看開始以來，什麼都沒看到的天數：{n}",
    advice={
        "appeal": "申訴信，附上看到的一切，寫成郵件：archive appeal --out 資料夾",
        "schedule": "建議每天查看一次：archive check --alert --schedule cron "
        "--install（Windows 用 windows 代替 cron）。",
        "browser": "建議用你自己的瀏覽器查看：archive check --browser",
        "witness": "網路檔案館（Wayback Machine 等）也許看到過你的頁面：archive check --witness",
        "person": "請在瀏覽器的無痕視窗中開啟你的個人頁面，看看它還在不在。",
    },
    changes="變化",
    no_change="還沒有看到過變化。",
    screenshot="{day}的截圖",
    capture="網路檔案館保存的頁面",
    page="頁面保存在 {file}",
    again="在 {address} 再次查詢",
    signs="跡象",
    signs_about="這些可能有意義，但不能證明什麼。",
    account="你的帳號",
    looks="查看方式",
    looks_days="看到頁面的天數：{n}",
)
BY_LANGUAGE: Mapping[str, WatchWords] = {
    "ar": _ARABIC,
    "en": _ENGLISH,
    "es": _SPANISH,
    "zh": _SIMPLIFIED,
}


def words_for(language: str) -> WatchWords:
    """The words for a BCP 47 tag, English for a language without a translation."""
    if is_traditional(language):
        return _TRADITIONAL
    return BY_LANGUAGE.get(subtags(language)[0], _ENGLISH)
