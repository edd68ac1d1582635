"""The sentences of the command line about hosts, platforms, formats and themes, and options, in Traditional Chinese."""

from __future__ import annotations

from collections.abc import Mapping

SENTENCES: Mapping[str, str] = {
    # Hosts
    "Push the site to a branch of a git repository: GitHub Pages, Codeberg Pages, or your own server.": "把網站推送到"
    " git 儲存庫的一個分支：GitHub Pages、Codeberg Pages 或你自己的伺服器。",
    "Copy the site to a folder. Files that the program did not write there stay.": "把網站複製到資料夾。那裡不是由本"
    "程式寫入的檔案會保留。",
    "Copy the site to another machine with rsync.": "用 rsync 把網站複製到另一台電腦。",
    "The repository: ada/blog at GitHub, or any address for git.": "儲存庫：GitHub 上的 ada/blog，或任何 git 位址。",
    "The branch to push to. Default: gh-pages.": "要推送的分支。預設是 gh-pages。",
    "Your own domain, such as blog.example.com.": "你自己的網域，例如 blog.example.com。",
    "The name that the branch shows to everybody. Default: what git knows.": "分支上公開顯示的名字。預設使用"
    " git 的設定。",
    "The e-mail address that it shows to everybody. Default: what git knows.": "分支上公開顯示的電子郵件地址。預設使用"
    " git 的設定。",
    "Keep no history on the branch.": "分支上不保留歷史。",
    "Overwrite a branch of others, or the site of another archive.": "覆寫他人的分支，或另一個封存資料夾的網站。",
    "Replace the site of another archive there.": "取代那裡屬於另一個封存資料夾的網站。",
    "A folder outside the archive.": "封存以外的資料夾。",
    "The machine, and the folder there.": "那台電腦，以及上面的資料夾，例如 ada@example.com:/var/www/blog。",
    "Also delete files there that the site does not have.": "同時刪除那裡有、但網站沒有的檔案。",
    # Which posts go to a platform
    "Only posts of this day or later: 2024-01-31.": "只送這一天以後的文章，例如 2024-01-31。",
    "Only posts with this tag.": "只選有這個標籤的文章。",
    "Send the posts of this author instead of yours: name or user name.": "改送這位作者的文章：姓名或使用者名稱。",
    "Only these posts: folders, ids or addresses, separated by commas.": "只送這些文章：資料夾、代碼或網址，以逗號分"
    "隔。",
    "Send at most this many posts.": "最多送出幾篇文章。",
    "Send responses too.": "也送出回應。",
    "Send drafts too, as drafts.": "也送出草稿，在那裡仍是草稿。",
    "Send everything as drafts, to look at it there first.": "全部以草稿送出，先在那裡看過。",
    "Send posts again that were deleted there.": "重新送出在那裡已刪除的文章。",
    "Replace posts that were changed there.": "取代在那裡被修改過的文章。",
    "Give the pages of Medium's export to the importer of the place.": "把 Medium 匯出檔的頁面交給那個平台的匯入工具。",
    # Platforms
    "Publish posts to an account at DEV, or at another community of Forem.": "把文章發布到 DEV，或其他使用 Forem 的社"
    "群。",
    "The address of the community.": "社群的網址。",
    "Sign in at https://dev.to, open Settings, Extensions, and generate a key below “DEV Community API Keys”. It "
    "can do all that you can do there.": "登入 https://dev.to，開啟 Settings → Extensions，在「DEV Community API Keys"
    "」下產生一把金鑰。有了它，就能做你在那裡能做的所有事。",
    "Publish your posts on a Ghost site, with their pictures, dates, tags and canonical addresses.": "把文章發布到 "
    "Ghost 網站，連同圖片、日期、標籤和正本網址（canonical）。",
    "The address at which you sign in, without /ghost.": "你登入的網址，不含 /ghost。",
    "In Ghost, open Settings, Integrations, and add a custom integration. Its Admin API key has two parts with a "
    "colon between them.": "在 Ghost 開啟 Settings → Integrations，新增一個 custom integration。它的 Admin API key 有"
    "兩段，中間以冒號分隔。",
    "Publish posts at Matters, at its pace of two in twelve minutes.": "把文章發布到 Matters，依照它的速度：十二分鐘"
    "兩篇。",
    "The user name, as in the address matters.town/@name.": "使用者名稱，也就是 matters.town/@name 裡的 name。",
    "What readers may do: arr (all rights reserved), cc_by_nc_nd_4 or cc_0 (Creative Commons).": "讀者可以怎麼使用："
    "arr（保留所有權利）、cc_by_nc_nd_4 或 cc_0（創用 CC）。",
    "Sign in at https://matters.town in a browser. Open its developer tools (F12), there Application or Storage, "
    "then Cookies, and copy the value of __access_token. It opens the whole account, like a password: show it to "
    "nobody. Signing out in that browser may end it.": "在瀏覽器登入 https://matters.town。開啟開發者工具（F12），選 "
    "Application 或 Storage，再選 Cookies，複製 __access_token 的值。它和密碼一樣能進入整個帳號：不要給任何人看。在那"
    "個瀏覽器登出後，它可能就會失效。",
    "Publish posts to your own site that has a Micropub endpoint.": "把文章發布到你自己的網站，它要有 Micropub 端點。",
    "The address of your site.": "你的網站的網址。",
    "The Micropub endpoint that the site names, if it is on another host.": "網站所指定的 Micropub 端點（如果在另一台"
    "主機上）。",
    "At Micro.blog, sign in, open Account, App tokens, and generate one. For another site, look at the settings of "
    "its Micropub endpoint for a token with the scopes create, update and media.": "登入 Micro.blog，開啟 Account → "
    "App tokens，產生一個權杖。其他網站請在 Micropub 端點的設定裡取得權杖，權限要有 create、update 和 media。",
    "Publish posts on Nostr, signed with your key.": "用你的金鑰簽署文章，發布到 Nostr。",
    "The relays to which posts are sent: wss://one.example wss://two.example.": "要送往的中繼站（relay）："
    "wss://one.example wss://two.example。",
    "Your public key, npub1…: then no other key is used by mistake.": "你的公鑰 npub1…：這樣就不會誤用其他金鑰。",
    "NOSTR_KEY is your private key, nsec1… or 64 hexadecimal digits. The program with which you use Nostr shows it "
    "in its settings, as “private key” or “nsec”. Whoever has it is you, for ever: it can't be changed. It signs "
    "on this computer and is sent nowhere.": "NOSTR_KEY 是你的私鑰：nsec1… 或 64 個十六進位數字。你使用的 Nostr 程式"
    "會在設定裡顯示它，稱為「private key」或「nsec」。誰拿到它，誰就永遠能以你的身分發文：它無法更換。簽署在這台電腦"
    "上進行，私鑰不會送到任何地方。",
    "Publish your posts on a WordPress site, with their pictures, dates and tags.": "把文章發布到 WordPress 網站，連"
    "同圖片、日期和標籤。",
    "The address of the site.": "網站的網址。",
    "The name with which you sign in.": "你登入時用的名稱。",
    "Sign in to WordPress, open Users, Profile, and make an application password. It is shown only once. Your "
    "usual password does not work.": "登入 WordPress，開啟「使用者」→「個人資料」，建立一組應用程式密碼。它只會顯示一"
    "次。平常的登入密碼在這裡不能用。",
    "Publish posts to a blog of WriteFreely, such as one at Writeas.": "把文章發布到 WriteFreely 部落格，例如 "
    "Write.as。",
    "The blog's name in its address, as in https://write.as/NAME/.": "部落格網址裡的名稱，也就是 "
    "https://write.as/NAME/ 裡的 NAME。",
    "The host of WriteFreely.": "WriteFreely 的主機。",
    "A token comes for the name and the password of your account. Run\n    curl -H 'Content-Type: "
    'application/json\' -d @- https://write.as/api/auth/login\nthen type {"alias": "NAME", "pass": '
    '"PASSWORD"}, Enter and Ctrl-D. The answer has the token as "access_token". Another\nhost of WriteFreely has '
    "the same path.": "用帳號的名稱和密碼可以取得權杖。請執行\n    curl -H 'Content-Type: application/json' -d @- "
    'https://write.as/api/auth/login\n然後輸入 {"alias": "NAME", "pass": "PASSWORD"}，按 Enter 和 Ctrl-D。回應裡的 '
    '"access_token" 就是權杖。其他 WriteFreely 主機的路徑也相同。',
    # Formats
    "Write your posts as a source for Astro: a content collection, a configuration and simple pages.": "把文章寫成 "
    "Astro 的來源：內容集合、設定檔和簡單的頁面。",
    "Copy the archive to a BagIt bag, which libraries accept and any BagIt program can check.": "把封存複製成 BagIt "
    "封裝：圖書館接受這種格式，任何 BagIt 程式都能核對。",
    "Write your posts in the Blog Archive Format (.bar), for Micro.blog: an HTML page and a JSON Feed in a zip "
    "file.": "把文章寫成 Blog Archive Format（.bar），供 Micro.blog 使用：zip 檔裡有一個 HTML 網頁和一個 JSON Feed。",
    "Write your posts as a source for Eleventy: a folder for each post, a configuration and simple templates.": "把文"
    "章寫成 Eleventy 的來源：每篇文章一個資料夾，附設定檔和簡單的範本。",
    "Write a book of your posts for e-readers: all of them, or those of a year, a tag or a reading list.": "把文章做"
    "成電子書：可以是全部，或某一年、某個標籤、某個閱讀清單的文章。",
    "Write your posts as a zip file for the importer of Ghost, with their pictures and tags.": "把文章寫成 Ghost 匯入"
    "工具用的 zip 檔，連同圖片和標籤。",
    "Write your posts as a zip file of plain HTML pages, which contain their pictures, for other importers.": "把文章"
    "寫成一個 zip 檔，裡面是含有圖片的單純 HTML 網頁，供其他匯入工具使用。",
    "Write your posts as a source for Hugo: page bundles, a configuration and simple layouts.": "把文章寫成 Hugo 的來"
    "源：page bundle、設定檔和簡單的版面。",
    "Write your posts as a source for Jekyll and GitHub Pages: posts, a configuration and simple layouts.": "把文章寫"
    "成 Jekyll 和 GitHub Pages 的來源：文章、設定檔和簡單的版面。",
    "Write your posts as JSON Lines: one line per post, with its metadata, Markdown and plain text.": "把文章寫成 "
    "JSON Lines：每篇一行，有中繼資料、Markdown 和純文字。",
    "Write your posts as notes for Obsidian: one for each post, with properties and attachments.": "把文章寫成 "
    "Obsidian 的筆記：每篇一則，有屬性和附件。",
    "Write a book of your posts for print: all of them, or those of a year, a tag or a reading list.": "把文章做成可"
    "以列印的書：可以是全部，或某一年、某個標籤、某個閱讀清單的文章。",
    "Write your posts as a source for Pelican: a folder for each post, and a configuration.": "把文章寫成 Pelican 的"
    "來源：每篇文章一個資料夾，附設定檔。",
    "Write redirects from old addresses for Netlify, Cloudflare Pages, Vercel, nginx and Apache, and as CSV.": "寫出"
    "舊網址的轉址規則，供 Netlify、Cloudflare Pages、Vercel、nginx 和 Apache 使用，也有 CSV。",
    "Write the whole archive, private parts too, as one SQLite database with full-text search, for Datasette.": "把整"
    "份封存（包括私人的部分）寫成一個可以全文搜尋的 SQLite 資料庫，供 Datasette 使用。",
    "Write your posts as a file for the importer of WordPress (WXR), with pictures, tags and old addresses.": "把文章"
    "寫成 WordPress 匯入工具用的檔案（WXR），連同圖片、標籤和舊網址。",
    "Write your posts as a source for Zola: a folder for each post, a configuration and simple templates.": "把文章寫"
    "成 Zola 的來源：每篇文章一個資料夾，附設定檔和簡單的範本。",
    # Where to write
    "Where to write: a new or an empty folder.": "寫到哪裡：新的或空的資料夾。",
    "Where to write the bag: an empty folder, or a new one.": "封裝寫到哪裡：空的或新的資料夾。",
    "The .bar file to write.": "要寫入的 .bar 檔。",
    "The file to write.": "要寫入的檔案。",
    "The zip file to write.": "要寫入的 zip 檔。",
    "Where to write. Default: redirects/ in the archive.": "寫到哪裡。預設是封存裡的 redirects/。",
    "The database. Default: private/medium.sqlite in the archive.": "資料庫檔案。預設是封存裡的 private/medium.sqlite"
    "。",
    # Options of formats
    "Export responses too.": "也匯出回應。",
    "Export drafts too, as drafts.": "也匯出草稿，仍是草稿。",
    "Export drafts too, as the last chapters.": "也匯出草稿，放在最後幾章。",
    "Export drafts too, as pages in the folder drafts/.": "也匯出草稿，放在資料夾 drafts/ 裡。",
    "Export drafts too, as lines of the kind “draft”.": "也匯出草稿，各行的種類是「draft」。",
    "Leave out exports/, private/ and drafts/.": "不包括 exports/、private/ 和 drafts/。",
    "Only posts of this year.": "只選這一年的文章。",
    "Only posts in your reading list with this name or id.": "只選這個閱讀清單裡的文章：名稱或代碼。",
    "Only posts that this file names: one address or folder per line.": "只選這個檔案列出的文章：每行一個網址或資料夾"
    "。",
    "The title of the book. Default: the title of your site.": "書名。預設是網站標題。",
    "Show each picture from its address on the web, if it has one, and not from the page.": "圖片改從網路上的網址顯示"
    "（如果有），不放進網頁。",
    "Write links between notes as wikilinks instead of relative links.": "筆記之間的連結改用 wikilink，不用相對連結。",
    "The address of your WordPress, for links between posts.": "你的 WordPress 網址，用於文章之間的連結。",
    "Where you will upload the folder pictures/. Default: their present addresses.": "你會把資料夾 pictures/ 上傳到哪"
    "裡。預設是圖片現在的網址。",
    # Themes
    "A quiet page for long reading": "安靜的版面，適合閱讀長文",
    "A magazine: covers, a leading story, sections by subject": "像雜誌：有封面圖片、頭條文章，依主題分區",
    "Dense and quick to scan, for hundreds or thousands of posts": "緊湊好找，適合幾百、幾千篇文章",
}
