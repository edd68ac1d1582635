"""What to press in place of a command, and issues in the words of the pages, in Traditional Chinese."""

from __future__ import annotations

from collections.abc import Mapping

TEXTS: Mapping[str, str] = {
    "press_import": "請在「開始」頁面匯入 Medium 的 zip 檔。",
    "press_build": "要讓網站跟著更新，請在「網站」頁面按「重新產生」。",
    "press_pictures": "請在「圖片」頁面按「下載缺少的圖片」。",
    "press_publish": "網站如果已經上線，請到「發布」頁面再送出一次。",
    "press_verify": "請在「核對」頁面按「現在核對」。",
    "press_check": "請在「監看」頁面按「現在查看」。",
    "press_rescue": "請在「開始」頁面按「查詢網路檔案館」。",
    "press_sync": "請在「開始」頁面按「從 RSS 訂閱取得新文章」。",
    "press_export": "請在「匯出」頁面再匯出一次。",
    "press_forget": "想恢復的話，請在「文章」頁面選「已隱藏」，開啟那篇文章，再按「恢復」。",
    "press_appeal": "請在「申訴信」頁面寫（從「監看」進入）。",
    "press_set": "請在那篇文章的頁面修改（從「文章」進入）。",
    "says_export-old": "最新的匯出檔已經有一段時間了，之後寫的文章不在封存裡。請照「開始」頁面的說明，"
    "向 Medium 申請新的 zip 檔，再拖到那裡。",
    "says_no-base-url": "網站還沒有網址，所以 RSS 訂閱沒有網址，也沒有給搜尋引擎的網站地圖。"
    "知道網址之後，可以在「網站」頁面輸入。",
    "says_pictures-lacking": "有些圖片不在封存裡，頁面上會在原處顯示說明。請在「圖片」頁面按「下載缺少的圖片」。",
    "says_edit-kept": "你編輯過這篇文章，所以保留你的文字。",
    "says_edited-away": "你從這篇文章刪掉了一些內容，Medium 的頁面上還有。",
    "says_page-older": "網站的頁面比內文舊。請在「網站」頁面按「重新產生」，再核對一次。",
    "says_pages-outdated": "網站比封存裡的內容舊。請在「網站」頁面按「重新產生」。",
}
