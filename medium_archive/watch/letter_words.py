"""The words of the letter to Medium: the headings of its details in each language, and its Chinese sentences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from medium_archive.folder.watch_log import Kind
from medium_archive.medium.status import What


@dataclass(frozen=True)
class Details:
    """What stands below the letter. `more_…` and `attachment` have a place for a number or a name."""

    title: str
    suspended: str
    times: str
    captures: str
    kinds: Mapping[Kind, str]
    more_times: str
    more_addresses: str
    attachment: str


@dataclass(frozen=True)
class Chinese:
    """The sentences of the translation, in their order. Those with places for values need `format`. `verb` is what
    happened to an account, a story or a publication.
    """

    notice: str
    hello: str
    nouns: Mapping[What, tuple[str, str, str]]  # each with its measure word before it and its verb after it
    this: str
    these: str
    account: str
    other: str
    others: str
    since: str
    since_after_up: str
    since_later_that_day: str
    since_days: str
    since_days_after_up: str
    again: str
    again_without_day: str
    readers_today: str
    readers_on: str
    looks: Mapping[Kind, str]
    seen: str
    attached: str
    attached_kinds: Mapping[str, str]
    witness: str
    witness_too: str
    mistake: str
    mistake_again: str
    mail: str
    mail_without_day: str
    request: str
    thanks: str
    details: Details


ENGLISH = Details(
    title="Details",
    suspended="Suspended:",
    times="Looks that saw it (UTC):",
    captures="Captures by web archives:",
    kinds={"plain": "automatic check", "browser": "signed-out browser", "witness": "web archive"},
    more_times="… {} more …",
    more_addresses="and {} more",
    attachment=", attached: {}",
)
SIMPLIFIED = Chinese(
    notice="这是英文信 letter.txt 的中文译文，只供你自己阅读；寄给 Medium 的是英文信。",
    hello="你好：",
    nouns={
        "account": ("个", "账号", "停用"),
        "story": ("篇", "文章", "下架"),
        "publication": ("份", "刊物", "停用"),
    },
    this="这{measure}{noun}",
    these="这些{noun}",
    account="我的 Medium 账号 {account} 已被{verb}。",
    other="我的 Medium 账号 {account} 的一{measure}{noun}已被{verb}：{address}",
    others="我的 Medium 账号 {account} 的 {n} {measure}{noun}已被{verb}，其中包括 {address}",
    since="自 {}起被{verb}，也可能更早。",
    since_after_up="自 {}起被{verb}；{}其他人还能看到。",
    since_later_that_day="自 {}起被{verb}；当天早些时候其他人还能看到。",
    since_days="自 {}起被{verb}，也可能更早；其中最晚的自 {}起被{verb}。",
    since_days_after_up="自 {}起被{verb}；其中最晚的自 {}起被{verb}。",
    again="我曾于 {}为此写信给你们，到现在都还没有恢复。",
    again_without_day="我曾为此写信给你们，到现在都还没有恢复。",
    readers_today="今天，未登录的读者得到状态码 {}，看到的页面是“{}”。",
    readers_on="最近一次看到是在 {day}：当时未登录的读者得到状态码 {}，看到的页面是“{}”。",
    looks={"plain": "自动检查有 {} 天看到", "browser": "未登录的浏览器有 {} 天看到"},
    seen="我看到了这个情况：{}{}。",
    attached="（附有{}）",
    attached_kinds={"screenshot": "截图", "page": "网页"},
    witness="网络档案馆看到了这个情况：{}",
    witness_too="网络档案馆也看到了：{}",
    mistake="我没有收到任何理由，我相信这是误判。",
    mistake_again="我相信这是误判。",
    mail="我收到了你们 {}关于违规的邮件，我相信这是误判。",
    mail_without_day="我收到了你们关于违规的邮件，我相信这是误判。",
    request="请重新审查，并恢复{}；或者告诉我哪段文字违反了哪条规则，让我能够改正。",
    thanks="谢谢",
    details=Details(
        title="详情",
        suspended="停用或下架的网址：",
        times="看到停用或下架的时间（UTC）：",
        captures="网络档案馆保存的页面：",
        kinds={"plain": "自动检查", "browser": "未登录的浏览器", "witness": "网络档案馆"},
        more_times="……另有 {} 次……",
        more_addresses="另有 {} 个",
        attachment="，附件：{}",
    ),
)
TRADITIONAL = Chinese(
    notice="這是英文信 letter.txt 的中文譯文，只供你自己閱讀；寄給 Medium 的是英文信。",
    hello="你好：",
    nouns={
        "account": ("個", "帳號", "停權"),
        "story": ("篇", "文章", "下架"),
        "publication": ("份", "刊物", "停權"),
    },
    this="這{measure}{noun}",
    these="這些{noun}",
    account="我的 Medium 帳號 {account} 已被{verb}。",
    other="我的 Medium 帳號 {account} 的一{measure}{noun}已被{verb}：{address}",
    others="我的 Medium 帳號 {account} 的 {n} {measure}{noun}已被{verb}，其中包括 {address}",
    since="自 {}起被{verb}，也可能更早。",
    since_after_up="自 {}起被{verb}；{}其他人還看得到。",
    since_later_that_day="自 {}起被{verb}；當天稍早其他人還看得到。",
    since_days="自 {}起被{verb}，也可能更早；其中最晚的自 {}起被{verb}。",
    since_days_after_up="自 {}起被{verb}；其中最晚的自 {}起被{verb}。",
    again="我曾於 {}為此寫信給你們，到現在都還沒有恢復。",
    again_without_day="我曾為此寫信給你們，到現在都還沒有恢復。",
    readers_today="今天，未登入的讀者得到狀態碼 {}，看到的頁面是「{}」。",
    readers_on="最近一次看到是在 {day}：當時未登入的讀者得到狀態碼 {}，看到的頁面是「{}」。",
    looks={"plain": "自動檢查有 {} 天看到", "browser": "未登入的瀏覽器有 {} 天看到"},
    seen="我看到了這個情況：{}{}。",
    attached="（附有{}）",
    attached_kinds={"screenshot": "截圖", "page": "網頁"},
    witness="網路檔案館看到了這個情況：{}",
    witness_too="網路檔案館也看到了：{}",
    mistake="我沒有收到任何說明，我認為這是誤判。",
    mistake_again="我認為這是誤判。",
    mail="我收到了你們 {}關於違規的郵件，我認為這是誤判。",
    mail_without_day="我收到了你們關於違規的郵件，我認為這是誤判。",
    request="請重新審查，並恢復{}；或者告訴我哪段文字違反了哪條規則，讓我可以改正。",
    thanks="謝謝",
    details=Details(
        title="詳情",
        suspended="停權或下架的網址：",
        times="看到停權或下架的時間（UTC）：",
        captures="網路檔案館保存的頁面：",
        kinds={"plain": "自動檢查", "browser": "未登入的瀏覽器", "witness": "網路檔案館"},
        more_times="……另有 {} 次……",
        more_addresses="另有 {} 個",
        attachment="，附件：{}",
    ),
)
