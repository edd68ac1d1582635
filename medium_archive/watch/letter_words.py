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
    """The sentences of the translation, in their order. Those with places for values need `format`."""

    notice: str
    hello: str
    nouns: Mapping[What, tuple[str, str]]  # each with its measure word
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
    nouns={"account": ("个", "账号"), "story": ("篇", "文章"), "publication": ("个", "出版物")},
    this="这{measure}{noun}",
    these="这些{noun}",
    account="我的 Medium 账号 {} 已被停用。",
    other="我的 Medium 账号 {account} 的一{measure}{noun}已被停用：{address}",
    others="我的 Medium 账号 {account} 的 {n} {measure}{noun}已被停用，其中包括 {address}",
    since="自 {}起停用，也可能更早。",
    since_after_up="自 {}起停用；{}其他人还能看到。",
    since_later_that_day="自 {}起停用；当天早些时候其他人还能看到。",
    since_days="自 {}起停用，也可能更早；其中最晚的自 {}起停用。",
    since_days_after_up="自 {}起停用；其中最晚的自 {}起停用。",
    again="我曾于 {}为此写信给你们，现在仍处于停用状态。",
    again_without_day="我曾为此写信给你们，现在仍处于停用状态。",
    readers_today="今天，未登录的读者得到状态码 {}，看到的页面是“{}”。",
    readers_on="最近一次看到是在 {day}：当时未登录的读者得到状态码 {}，看到的页面是“{}”。",
    looks={"plain": "自动检查有 {} 天看到", "browser": "未登录的浏览器有 {} 天看到"},
    seen="我看到了这个情况：{}{}。",
    attached="（附有{}）",
    attached_kinds={"screenshot": "截图", "page": "网页"},
    witness="网页档案馆看到了这个情况：{}",
    witness_too="网页档案馆也看到了：{}",
    mistake="我没有收到任何理由，我相信这是误判。",
    mistake_again="我相信这是误判。",
    mail="我收到了你们 {}关于违规的邮件，我相信这是误判。",
    mail_without_day="我收到了你们关于违规的邮件，我相信这是误判。",
    request="请重新审查，并恢复{}；或者告诉我哪段文字违反了哪条规则，让我能够改正。",
    thanks="谢谢",
    details=Details(
        title="详情",
        suspended="停用的网址：",
        times="看到停用的时间（UTC）：",
        captures="网页档案馆的存档：",
        kinds={"plain": "自动检查", "browser": "未登录的浏览器", "witness": "网页档案馆"},
        more_times="……另有 {} 次……",
        more_addresses="另有 {} 个",
        attachment="，附件：{}",
    ),
)
TRADITIONAL = Chinese(
    notice="這是英文信 letter.txt 的中文譯文，只供你自己閱讀；寄給 Medium 的是英文信。",
    hello="你好：",
    nouns={"account": ("個", "帳號"), "story": ("篇", "文章"), "publication": ("個", "出版物")},
    this="這{measure}{noun}",
    these="這些{noun}",
    account="我的 Medium 帳號 {} 已被停用。",
    other="我的 Medium 帳號 {account} 的一{measure}{noun}已被停用：{address}",
    others="我的 Medium 帳號 {account} 的 {n} {measure}{noun}已被停用，其中包括 {address}",
    since="自 {}起停用，也可能更早。",
    since_after_up="自 {}起停用；{}其他人還看得到。",
    since_later_that_day="自 {}起停用；當天稍早其他人還看得到。",
    since_days="自 {}起停用，也可能更早；其中最晚的自 {}起停用。",
    since_days_after_up="自 {}起停用；其中最晚的自 {}起停用。",
    again="我曾於 {}為此寫信給你們，現在仍處於停用狀態。",
    again_without_day="我曾為此寫信給你們，現在仍處於停用狀態。",
    readers_today="今天，未登入的讀者得到狀態碼 {}，看到的頁面是「{}」。",
    readers_on="最近一次看到是在 {day}：當時未登入的讀者得到狀態碼 {}，看到的頁面是「{}」。",
    looks={"plain": "自動檢查有 {} 天看到", "browser": "未登入的瀏覽器有 {} 天看到"},
    seen="我看到了這個情況：{}{}。",
    attached="（附有{}）",
    attached_kinds={"screenshot": "截圖", "page": "網頁"},
    witness="網頁典藏館看到了這個情況：{}",
    witness_too="網頁典藏館也看到了：{}",
    mistake="我沒有收到任何理由，我相信這是誤判。",
    mistake_again="我相信這是誤判。",
    mail="我收到了你們 {}關於違規的郵件，我相信這是誤判。",
    mail_without_day="我收到了你們關於違規的郵件，我相信這是誤判。",
    request="請重新審查，並恢復{}；或者告訴我哪段文字違反了哪條規則，讓我能夠改正。",
    thanks="謝謝",
    details=Details(
        title="詳情",
        suspended="停用的網址：",
        times="看到停用的時間（UTC）：",
        captures="網頁典藏館的存檔：",
        kinds={"plain": "自動檢查", "browser": "未登入的瀏覽器", "witness": "網頁典藏館"},
        more_times="……另有 {} 次……",
        more_addresses="另有 {} 個",
        attachment="，附件：{}",
    ),
)
