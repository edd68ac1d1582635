"""What people read in Traditional Chinese in place of the keys of a Report: those of cli/labels.py."""

from __future__ import annotations

import re
from collections.abc import Mapping

COUNTS: Mapping[str, str] = {
    "posts": "文章",
    "responses": "回應",
    "drafts": "草稿",
    "new": "新增",
    "changed": "有變更",
    "unchanged": "沒有變更",
    "edited": "你編輯過",
    "made_drafts": "你改成草稿",
    "own_posts": "你自己新增的文章",
    "edited_by_hand": "你編輯過",
    "gone_from_export": "Medium 匯出檔裡已沒有",
    "tagged": "有新標籤或日期",
    "known_whole": "已知且完整的文章",
    "known_partial": "已知但不完整的文章",
    "known_address": "只知道網址的文章",
    "by_others": "其他作者的文章",
    "pictures_fetched": "已下載的圖片",
    "pictures_to_fetch": "待下載的圖片",
    "pictures_here": "已有的圖片",
    "forgotten": "已隱藏的文章",
    "pictures_missing": "缺少的圖片",
    "pictures_lacking": "頁面缺少的圖片",
    "pictures_shown": "頁面上的圖片",
    "lacking_in_posts": "文章和草稿裡缺少的圖片",
    "lacking_in_cards": "連結卡片裡缺少的圖片",
    "lacking_photos": "缺少的作者照片",
    "pictures_not_tried": "還沒試過的圖片",
    "found_in_folder": "在資料夾裡找到",
    "gists_fetched": "已下載的 gist",
    "gists_to_fetch": "待下載的 gist",
    "gists_here": "已有的 gist",
    "gists_missing": "缺少的 gist",
    "gists_not_tried": "還沒試過的 gist",
    "pages": "頁面",
    "old_addresses": "舊網址",
    "variants_made": "新做的圖片尺寸",
    "files": "檔案",
    "megabytes": "MB",
    "words": "字",
    "pictures_checked": "核對過的圖片",
    "texts_checked": "核對過的內文",
    "posts_checked": "核對過的文章",
    "pages_checked": "核對過的頁面",
    "private_values": "搜尋過的個資",
    "lost": "遺漏的部分",
    "added": "多出的部分",
    "not_in_export": "原始頁面裡沒有的部分",
    "not_carried_over": "沒有轉入的部分",
    "words_kept": "只保留文字的部分",
    "not_linked": "無法連結的網址",
    "not_checked": "沒有核對的文章",
    "site_files": "網站的檔案",
    "removed": "已移除",
    "written": "寫入的檔案",
    "new_posts": "新文章",
    "feeds_unchanged": "沒有變更的 RSS 訂閱",
    "known_posts": "已知的文章",
    "captures": "擷取的頁面",
    "captures_to_fetch": "待下載的擷取頁面",
    "captures_fetched": "已下載的擷取頁面",
    "asked_for": "已要求的檔案",
    "same_as_here": "相同",
    "different": "不同",
    "missing": "缺少",
    "sent": "已送出",
    "created": "已送出",
    "updated": "已更新",
    "not_sent": "未送出",
    "changed_here": "這裡之後有變更",
    "changed_there": "那裡之後有變更",
    "deleted_there": "那裡已刪除",
    "not_there": "還沒有送出",
    "not_compared": "沒有核對",
    "pages_saved": "Wayback Machine 已有的頁面",
    "pages_asked_for": "已要求保存的頁面",
    "pages_to_save": "待保存的頁面",
    "rules": "規則",
    "themes": "佈景主題",
    "tags": "標籤",
    "pictures": "圖片",
    "picture_posts": "文章裡的圖片",
    "authors": "署名的作者",
    "imports": "匯入",
    "claps": "拍手",
    "bookmarks": "書籤",
    "highlights": "重點標記",
    "lists": "閱讀清單",
    "list_posts": "閱讀清單裡的文章",
    "following": "追蹤的人、刊物和主題",
    "interests": "興趣",
    "publications": "刊物",
    "memberships": "會員資格",
    "charges": "付款",
    "earnings": "收入紀錄",
    "sessions": "登入紀錄",
    "addresses": "IP 位址",
    "blocked": "封鎖的使用者",
    "suggested": "推薦的朋友",
    "notes": "附註",
}

FACTS: Mapping[str, str] = {
    "archive": "封存資料夾",
    "newest_export": "最新的匯出檔",
    "proof": "核對報告",
    "report": "報告",
    "site": "網站",
    "theme": "佈景主題",
    "address": "網址",
    "branch": "分支",
    "private_data": "私人資料",
    "folder": "資料夾",
    "words": "字詞",
    "title": "標題",
    "browser": "瀏覽器",
    "post": "文章",
    "here": "在封存資料夾裡",
    "captured": "擷取時間",
    "time": "所需時間",
    "options": "所選佈景主題的選項",
    "to_use": "使用方式",
    "file": "檔案",
    "from_theme": "來自",
    "signed_in": "已登入",
    "place": "位置",
    "workflow": "工作流程",
    "bag": "BagIt 封裝",
    "privacy": "個資",
    "database": "資料庫",
    "open_with": "開啟方式",
    "to": "收件人",
    "subject": "主旨",
    "short_title": "短標題",
    "subtitle": "副標題",
    "summary": "摘要",
    "date": "日期",
    "page_end": "被截斷頁面的結尾",
    "page_facts": "頁面資訊",
    "prose": "內文",
    "headings": "小標題",
    "list_items": "清單項目",
    "quotes": "引文",
    "captions": "圖說",
    "table_cells": "表格儲存格",
    "details": "可收合的區塊",
    "definitions": "詞語與定義",
    "strong": "粗體",
    "emphasis": "斜體",
    "inline_code": "行內程式碼",
    "strikethrough": "刪除線",
    "other_marks": "其他標記",
    "links": "連結",
    "attributes": "連結標題與其他屬性",
    "line_breaks": "換行",
    "heading_levels": "小標題層級",
    "list_kinds": "清單種類",
    "list_levels": "清單項目層級",
    "list_starts": "清單起始編號",
    "list_numbers": "清單項目編號",
    "table_places": "表格中的位置",
    "table_headings": "表格標題",
    "containers": "引文、清單項目、儲存格等容器",
    "layout": "版面提示",
    "pull_quotes": "醒目引文",
    "section_breaks": "分節線",
    "code_lines": "程式碼行",
    "code_languages": "程式語言",
    "pictures": "圖片",
    "picture_descriptions": "圖片說明",
    "embeds": "嵌入內容",
    "cards": "連結卡片",
    "order": "順序",
    "markup": "未知標記",
    "front_matter": "開頭資料",
}

_DAYS_AGO = re.compile(r"(.+), ([\d,]+) days? ago")
_DAYS_OLD = re.compile(r"The newest export is ([\d,]+) days? old;")
_HOW_TO_EXPORT = (
    "要取得新的匯出檔，請開啟 https://medium.com/me/export（Settings → Security and apps → Download your "
    "information）。Medium 會寄來下載連結，24 小時內有效；下載之後，再匯入那個 zip 檔。"
)


def count(key: str, number: int) -> str:
    """The label of a count, the same for every number. A key without one is shown as words, as on the command line."""
    return COUNTS.get(key, key.replace("_", " "))


def fact(key: str) -> str:
    """The label of a fact, in the same way."""
    return FACTS.get(key, key.replace("_", " "))


def value(key: str, words: str) -> str:
    """The words for the value of a fact: of the day of the newest export and its age; other values stay."""
    if key != "newest_export":
        return words
    age = _DAYS_AGO.fullmatch(words)
    return f"{age[1]}（{age[2]} 天前）" if age else "沒有" if words == "none" else words


def message(code: str, words: str) -> str:
    """The words for an issue: of the age of the newest export; others stay English. "remind" is the text of this
    command.
    """
    if code == "remind":
        return _HOW_TO_EXPORT
    if code != "export-old":
        return words
    age = _DAYS_OLD.match(words)
    what = f"最新的匯出檔已經是 {age[1]} 天前的，之後寫的文章不在裡面。" if age else "封存裡沒有標明日期的匯出檔。"
    return what + _HOW_TO_EXPORT
