"""The texts of the first page about Medium's zip, what to do without it, and other archives, in Traditional Chinese."""

from __future__ import annotations

from collections.abc import Mapping

TEXTS: Mapping[str, str] = {
    "ask_mail": "等 Medium 的電子郵件寄來，在 24 小時內開啟裡面的連結；過了時間，連結只會顯示錯誤。",
    "drawn": "這些是示意圖。Medium 的頁面大致像這樣，可能會改變。",
    "draw_settings": "Medium 設定頁的示意圖：在「Security and apps」下面，"
    "有一行加了框的「Download your information」。",
    "draw_settings_caption": "Security and apps 下面的這一行",
    "draw_export": "「Download your information」頁面的示意圖：滑鼠指著「Export」按鈕。",
    "draw_export_caption": "按一次就夠了",
    "draw_mail": "Medium 電子郵件的示意圖：幾行文字，下面有下載連結，旁邊的時鐘寫著 24 小時。",
    "draw_mail_caption": "也請看看垃圾郵件匣",
    "draw_mail_link": "下載連結",
    "draw_zip": "示意圖：一個箭頭從 zip 檔指向這一頁的拖放區。",
    "draw_zip_caption": "拖到這一頁最上面的區域",
    "draw_zip_here": "拖到這裡",
    "no_link_title": "沒有收到郵件，或連結顯示錯誤",
    "no_link_again": "請再申請一次 zip 檔。連結 24 小時內有效；如果新的連結也不行，過幾天再試。",
    "no_link_signed_in": "如果帳號被停權，請不要登出：登入時你仍然看得到自己的頁面，"
    "Medium 也說這時仍然可以申請 zip 檔。",
    "no_link_save": "這段期間，請用瀏覽器儲存你的每一篇文章（Ctrl-S 或 ⌘S），再把存好的網頁拖到這裡。"
    "它們會成為同樣的文章，之後拿到的 zip 檔會把內容補齊。",
    "no_link_rescue": "已經看不到的內容，可能還在網路檔案館（Wayback Machine 等）裡：可以在下面取回。",
    "rescue_title": "從網路檔案館取回文章",
    "rescue_text": "程式會向 Wayback Machine 和 Common Crawl 查詢，不會連到 Medium。可能要幾小時；隨時可以暫停，"
    "下次執行時會繼續。",
    "rescue_author": "你在 Medium 的名稱，或個人頁網址",
    "rescue_author_help": "留空就使用這份封存的作者。",
    "rescue_plan": "先只看有哪些內容、需要多久",
    "rescue_button": "查詢網路檔案館",
    "no_author": "請輸入你在 Medium 的名稱（例如 @you）或個人頁網址。",
    "sync_text": "在兩次 zip 檔之間，可以從你在 Medium 的 RSS 訂閱取得最新的十篇文章。",
    "sync_button": "從 RSS 訂閱取得新文章",
    "nearby_title": "其他封存",
    "nearby_text": "這次啟動程式之後用過的，以及在這份封存旁邊、目前資料夾和個人資料夾裡的。程式不會記錄你有哪些封存。",
    "action_rescue": "查詢網路檔案館",
    "action_sync": "取得新文章",
}
