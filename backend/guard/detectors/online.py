# ruff: noqa: E501 - patterns read better in one piece
"""Accounts on the net: LINE ids, handles on social networks, links to personal profiles and shared files."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from backend.guard.detectors.base import Message
from backend.guard.model import Candidate, PiiType

_LINE_ID: Final = re.compile(
    r"(?<![ァ-ヶーぁ-んA-Za-z])(?:LINE|ライン|らいん)\s?(?:の|は|も)?\s?(?:ID|アイディー|あいでぃー|アイデー|アカウント|垢)?[^\S\n]?(?:検索)?(?:は|が|:|→|、|=|\s|「|『|\(){1,4}"
    r"(?P<n>@?[A-Za-z0-9][A-Za-z0-9._\-]{2,29})(?![A-Za-z0-9@])",
    re.IGNORECASE,
)
_BEFORE_LABEL: Final = re.compile(
    r"(?<![A-Za-z0-9@._\-])(?P<n>@?[A-Za-z][A-Za-z0-9._\-]{3,29})(?:が|は|です|\s|←|→|\(|、|って){0,3}(?:私の|わたしの|うちの|僕の)?(?:LINE|ライン)\s?(?:の)?(?:ID|アイディー)",
    re.IGNORECASE,
)
_LINE_ID_LOOSE: Final = re.compile(
    r"(?:LINE|ライン|らいん)\s?の?\s?(?:ID|アイディー|あいでぃー|アイデー)[^A-Za-z0-9@\n]{0,14}(?P<n>@?(?=[A-Za-z0-9.\-]*[0-9_])[A-Za-z0-9][A-Za-z0-9._\-]{2,29})(?![A-Za-z0-9@])",
    re.IGNORECASE,
)
_ID_FIRST: Final = re.compile(
    r"(?<![A-Za-z])(?:ID|アイディー|あいでぃー)(?:は|が|:|→|\s|「){1,3}(?P<n>@?[A-Za-z0-9][A-Za-z0-9._\-]{3,29})(?![A-Za-z0-9@])",
    re.IGNORECASE,
)
_NEEDS_ID: Final = re.compile(r"ID|アイディー|あいでぃー|アイデー|アカウント|垢", re.IGNORECASE)
_NETWORK: Final = (
    r"(?:インスタ(?:グラム)?|いんすた|Instagram|Insta|IG|ツイッター|ついったー|Twitter|ツイ垢|(?<![A-Za-z0-9])X(?![A-Za-z0-9])|エックス|フェイスブック|Facebook|FB|"
    r"TikTok|ティックトック|てぃっくとっく|スレッズ|Threads|カカオ(?:トーク)?|KakaoTalk|Skype|スカイプ|Discord|ディスコード|WhatsApp|Messenger|Telegram|"
    r"YouTube|ユーチューブ|note|SNS|mixi|WeChat|微信|Zalo)"
)
_HANDLE: Final = re.compile(
    rf"(?<![A-Za-z./]){_NETWORK}(?!(?<=[A-Za-z])[A-Za-z0-9])(?:の|は|も|で|とか)?\s?(?:ID|アイディー|アカウント(?:名)?|垢|ユーザー名|名前)?\s?(?:は|が|:|→|、|\(|「|\s|も){{0,4}}"
    r"(?P<n>@[A-Za-z0-9._\-]{2,30}|[A-Za-z0-9][A-Za-z0-9.\-]*[_.0-9\-][A-Za-z0-9._\-]*|[a-z][a-z0-9]{4,29}(?=\s?(?:です|だよ|って|と(?:いう|申)|\)|」|$|\n)))",
    re.IGNORECASE,
)
_HANDLE_LATER: Final = re.compile(
    rf"(?<![A-Za-z0-9._%+\-])(?P<n>@[A-Za-z0-9_][A-Za-z0-9._\-]{{2,30}})(?=[^\n]{{0,14}}{_NETWORK})", re.IGNORECASE
)
_BARE_HANDLE: Final = re.compile(r"(?<![A-Za-z0-9._%+\-@/])(?P<n>@[A-Za-z0-9_][A-Za-z0-9._\-]{2,30})(?![A-Za-z0-9@])")

_TLD: Final = r"(?:com|net|org|jp|me|info|biz|io|ee|link|blog|site|page|shop|store|work|works|dev|app|tokyo|osaka|xyz|gg|tv|co|to|ly|gle|gl|nu|moe|club|online|website|fun|lv|ws|life|space|cc|us|uk|social|art|design|cafe|house|studio|asia|mobi|name|be)"
_URL: Final = re.compile(
    rf"(?:h?ttps?\s?:\s?//?|(?<![A-Za-z0-9@._\-])(?=(?:[A-Za-z0-9\-]+\.)+[A-Za-z]{{2,}}/)|(?<![A-Za-z0-9@._\-])(?<!@\s)(?=(?:[A-Za-z0-9][A-Za-z0-9\-]*\.)+{_TLD}(?![A-Za-z0-9@._\-])))"
    r"[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+(?:(?<=[/#=])[一-龯ぁ-んァ-ヶー]{1,20}(?=[/\s]|\Z))?",
    re.IGNORECASE,
)
_PUBLIC_HOST: Final = re.compile(
    r"(?:[a-z0-9\-]+\.)*(?:go\.jp|lg\.jp|ed\.jp|ac\.jp|or\.jp|gr\.jp|co\.jp|coop|indeed\.com|townwork\.net|mynavi\.jp|rikunabi\.com|baitoru\.com|mynavi\.com|doda\.jp|en-japan\.com|hatalike\.jp|"
    r"engage\.com|en-gage\.net|jobmedley\.com|job-medley\.com|froma\.com|shufu-job\.jp|kyujinbox\.com|xn--[a-z0-9]+\.com|求人ボックス\.com|green-japan\.com|type\.jp|bizreach\.jp|openwork\.jp|airregi\.jp|arwrk\.net|stanby\.com|careerjet\.jp|"
    r"wikipedia\.org|yahoo\.com|google\.com|google\.co\.jp|bing\.com|goo\.gl|apple\.com|microsoft\.com|nhk\.jp|asahi\.com|mainichi\.jp|nikkei\.com|osaka-info\.jp|navitime\.co\.jp|jorudan\.co\.jp|tabelog\.com|hotpepper\.jp|"
    r"[a-z\-]*\.osaka\.jp|pref\.[a-z]+\.jp|city\.[a-z]+\.[a-z.]+|hellowork[a-z\-.]*|kansai-airports?\.[a-z.]+)\Z",
    re.IGNORECASE,
)
_USER_HOST: Final = re.compile(
    r"(?:plaza\.rakuten\.co\.jp|blogs?\.yahoo\.co\.jp|blog\.goo\.ne\.jp|sites\.google\.com|(?:my|mypage|user|blog|profile|members?)\.[a-z0-9\-.]+|room\.rakuten\.co\.jp|auctions\.yahoo\.co\.jp)\Z",
    re.IGNORECASE,
)
_USER_PATH: Final = re.compile(
    r"(?:\A|/)(?:~|@|users?/|u/|members?/|people/|in/|id/|profile|mypage|portfolio|resume|rireki|cv(?:/|\.|\Z)|blog/[a-z0-9_\-]+|[a-z0-9_\-]*(?:rireki|resume|shokumu|portfolio)[a-z0-9_\-]*\.(?:pdf|docx?|xlsx?))",
    re.IGNORECASE,
)
_OWN: Final = re.compile(
    r"私|わたし|わたくし|あたし|僕|ぼく|俺|おれ|うちの|ウチの|わし|自分|自作|個人|ブログ|ぶろぐ|ポートフォリオ|作品|履歴書|職務経歴|レジュメ|プロフィール|プロフ|チャンネル|やってます|やってる|やってん|作りました|作った|書いてます|書いてる|"
    r"載せて|あげて|上げて|娘|息子|夫|旦那|主人|妻|嫁|友達|友人|フォロー|マイページ|写真|アルバム|販売して|出品|\b(?:my|me)\b"
)
_OTHERS: Final = re.compile(
    r"求人|採用|募集|会社|企業|事業所|御社|貴社|勤務先|応募したい|応募でき|施設|市役所|市の|町の|府の|ハローワーク|公式|病院|学校|訓練校|ニュース|記事|動画|レシピ|説明会|セミナー|地図|ルート|時刻表|サイトで見|制度|ページにあ|お店|この店|商品"
)
_PROFILE_HOST: Final = re.compile(
    r"(?:[a-z0-9\-]+\.)*(?:twitter\.com|x\.com|instagram\.com|facebook\.com|fb\.me|fb\.com|m\.me|tiktok\.com|threads\.(?:net|com)|linkedin\.com|note\.com|note\.mu|"
    r"ameblo\.jp|ameba\.jp|github\.com|github\.io|mixi\.jp|youtrust\.jp|wantedly\.com|lit\.link|linktr\.ee|peing\.net|marshmallow-qa\.com|pixiv\.net|bsky\.app|minne\.com|creema\.jp|behance\.net|"
    r"discord\.gg|discord\.com|t\.me|wa\.me|zalo\.me|qr\.kakao\.com|profile\.line\.me|hatenablog\.(?:com|jp)|hatena\.ne\.jp|livedoor\.blog|fc2\.com|jimdofree\.com|wixsite\.com|wordpress\.com|blogspot\.com|pinterest\.(?:jp|com)|"
    r"amebaownd\.com|studio\.site|notion\.site|tumblr\.com|stand\.fm|spoonme\.kr|twitcasting\.tv|crowdworks\.jp|lancers\.jp|coconala\.com|booth\.pm|thebase\.in|base\.shop|stores\.jp|mercari\.com|pairs\.lv|seesaa\.net|blogmura\.com|exblog\.jp|cocolog-nifty\.com|weibo\.com|snapchat\.com)\Z",
    re.IGNORECASE,
)
_FILE_HOST: Final = re.compile(
    r"(?:drive\.google\.com|docs\.google\.com|photos\.google\.com|calendar\.google\.com|meet\.google\.com|forms\.gle|photos\.app\.goo\.gl|1drv\.ms|onedrive\.live\.com|[a-z0-9\-]+\.sharepoint\.com|"
    r"(?:www\.)?dropbox\.com|(?:www\.)?icloud\.com|share\.icloud\.com|box\.com|app\.box\.com|(?:\d+\.)?gigafile\.nu|xgf\.nu|firestorage\.jp|we\.tl|(?:www\.)?wetransfer\.com|mega\.nz|(?:www\.)?mediafire\.com|"
    r"maps\.app\.goo\.gl|30d\.jp|(?:[a-z0-9]+\.)?zoom\.us|(?:www\.)?canva\.com|bit\.ly|tinyurl\.com|x\.gd|onl\.[a-z]+|ur0\.[a-z]+)\Z",
    re.IGNORECASE,
)
_PUBLIC_PATH: Final = re.compile(
    r"\A/?(?:\Z|\?|search|explore|hashtag|help|about|policies|privacy|terms|events|watch|login|signup|jobs|topics|home|settings|download)",
    re.IGNORECASE,
)


def _is_personal(url: str, before: str, after: str) -> bool:
    """Whether a link leads to a person rather than an office, a firm or an article.

    Unknown hosts count as personal unless the words around the link, or its host, say it is somebody's business.
    """
    bare = re.sub(r"\Ah?ttps?\s?:\s?//?", "", url, flags=re.IGNORECASE)
    host, _, path = bare.partition("/")
    host = host.rpartition("@")[2].partition(":")[0].partition("?")[0].partition("#")[0].lower()
    around = f"{before}\n{after}"
    if host in {"line.me", "www.line.me"}:
        return bool(re.match(r"(?:R/)?(?:ti|nv|u)/", path))
    official = _OTHERS.search(around) and not re.search(
        r"私|わたし|うち|自分|僕|俺|履歴書|職務経歴|娘|息子|旦那|夫|妻", around
    )
    if re.match(r"(?:www\.|m\.)?youtube\.com\Z|youtu\.be\Z", host):
        return bool(re.match(r"@|channel/|user/|c/", path) and not official) or bool(
            re.search(r"私の|わたしの|うちの|僕の|自分の", around)
        )
    if _FILE_HOST.match(host):
        return not _PUBLIC_PATH.match(path)
    if _PROFILE_HOST.match(host):
        bare_host = not path.strip("/")
        if bare_host and host.count(".") - host.startswith("www.") >= 2:
            return True  # somebody.hatenablog.com
        return not official and (not _PUBLIC_PATH.match(path) or "profile.php" in path)
    if bare.lower().rstrip("/") == host and not url.lower().startswith("h") or host == "lin.ee":
        return bool(_OWN.search(around)) and not official
    if _USER_HOST.match(host) or _USER_PATH.search(path):
        return True
    own = bool(_OWN.search(around))
    if re.search(r"baito|kyujin|haken|tenshoku|shigoto|(?:\A|[.\-])(?:jobs?|work|careers?|recruit|saiyo)[.\-]", host):
        return bool(re.search(r"履歴書|職務経歴|プロフィール|マイページ", around))
    if _PUBLIC_HOST.match(host):
        return own and not _OTHERS.search(around) and host.endswith((".co.jp", ".ne.jp"))
    return own or not (
        _OTHERS.search(around)
        or re.search(
            r"recruit|career|saiyo|saiyou|jobs?(?:/|\Z)|company|kyujin|news|corporate|entry", bare, re.IGNORECASE
        )
    )


_CHAT: Final = re.compile(
    r"ID検索|友(?:だち|達)検索|友だち追加|友達追加|ともだち追加|ともだちついか|友だち登録|カカオ|Zalo|WeChat",
    re.IGNORECASE,
)
_SUBJECT: Final = re.compile(
    r"LINE|ライン|らいん|ID検索|友(?:だち|達)検索|友(?:だち|達)(?:追加|登録)|ともだち(?:追加|ついか)|カカオ|Zalo|WeChat",
    re.IGNORECASE,
)
_ID_LIKE: Final = re.compile(
    r"(?<![A-Za-z0-9@._%+\-/:#])(?P<n>@?(?=[A-Za-z0-9._\-]*[A-Za-z])[A-Za-z0-9_][A-Za-z0-9._\-]{2,28}[A-Za-z0-9_])(?![A-Za-z0-9@._\-/]*[@/])"
)
_NOT_AN_ID: Final = re.compile(
    r"(?:https?|www)\b|(?:LINE|ID|Wi-?Fi|QR|OK|NG|PC|SNS|URL|APP|AI|FAQ|iPhone[0-9]*|Android[0-9]*|Gmail|Yahoo|Google|Excel|Word|PowerPoint|MOS[0-9]*|Zoom|Instagram|Insta|Facebook|Twitter|TikTok|YouTube|X|"
    r"(?-i:[A-Z]{1,4}-?[0-9]{1,5})|[0-9]+[A-Za-z]{1,3}|line.?works?|LINE-?[A-Za-z]*|[a-z]{2,4}|my|hello|please|add|thanks?|official|[A-Za-z]+\.(?:com|jp|net))\Z",
    re.IGNORECASE,
)
_MENTION: Final = re.compile(
    r"\A(?:です|で(?:検索|探|追加|友|と|登録|出|けんさく|いけ|お願い|つなが|やって|す|\s)|って|だよ|や(?:で|ねん|から|けど|。|\s|\Z)|と(?:いう|入力|打|検索)|から|に(?:送|連絡|LINE|メ|ください|お願い|して|とうろく)|が(?:わたし|私|うち|僕)|[)」』←→。、!\s\U0001F300-\U0001FAFF]|\Z|\(|まで|を(?:追加|登録|検索)|ゆう|は(?:私|わたし))",
)
_LETTER: Final = r"えー|えい|びー|しー|でぃー|いー|えふ|じー|えっち|えいち|あい|じぇい|じぇー|けー|けい|える|えむ|えぬ|おー|ぴー|きゅー|あーる|えす|てぃー|ゆー|ぶい|だぶりゅー|えっくす|わい|ぜっと"
_SPELT: Final = re.compile(
    rf"(?<!ほっと)(?<!おん)(?<!ほん)(?:らいん|LINE)(?:の?(?:あいでぃー|ID))?(?:は|、|\s)\s?(?P<n>(?=(?:{_LETTER}))(?:{_LETTER}|いち|に|さん|よん|ご|ろく|なな|はち|きゅう|ぜろ|あんだーばー|どっと|はいふん|[0-9a-z]|\s|の(?!で)){{3,}})",
    re.IGNORECASE,
)
_NAMED_HANDLE: Final = re.compile(
    r"(?:アメブロ|あめぶろ|ブログ|ぶろぐ|ディスコード|Discord|Skype|スカイプ|スレッズ|Threads|ピンタレスト|ミクシィ|mixi|メルカリ|ミンネ|minne|クリーマ|pixiv|ピクシブ|Telegram|テレグラム|シグナル)(?:の|は|も|で|→|:|、|\s|「|名|ID|アカウント|ユーザー|垢){0,5}"
    r"(?P<n>(?!https?)@?(?=[A-Za-z0-9._#\-]*[A-Za-z])[A-Za-z0-9][A-Za-z0-9._#\-]{3,30}[A-Za-z0-9])(?![A-Za-z0-9/@]|\.[a-z])",
    re.IGNORECASE,
)


_UNDERSCORE: Final = (
    r"(?:アンダーバー|あんだーばー|アンダースコア|アンダーライン|ハイフン|はいふん|ドット|どっと|ピリオド|てん|テン)"
)
_ID_CHARS: Final = r"[A-Za-z0-9ぁ-んァ-ヶー]"
_SAID_ID: Final = re.compile(
    rf"(?:LINE|ライン|らいん)\s?の?\s?(?:ID|アイディー|あいでぃー|アイデー)?(?:は|が|って|やけど|ですが|なんですけど|:|→|、|\s){{1,4}}(?P<n>(?:[A-Za-z][A-Za-z0-9]{{0,14}}|[ぁ-んァ-ヶー]{{2,8}}?)\s?{_UNDERSCORE}\s?(?:[A-Za-z0-9]{{2,14}}(?![A-Za-z0-9])|[ァ-ヶー]{{2,8}}|[ぁ-ん]{{2,6}}?(?=です|や))(?:\s?{_UNDERSCORE}\s?[A-Za-z0-9]{{1,14}})?)",
    re.IGNORECASE,
)
_KANA_WITH_FIGURES: Final = re.compile(
    r"(?:LINE|ライン|らいん)\s?の?\s?(?:ID|アイディー|あいでぃー|アイデー)(?:は|が|って|やけど|ですが|なんですけど|:|→|、|\s){1,4}(?P<n>[ぁ-んァ-ヶー]{2,8}?の?[0-9]{2,8})(?![0-9]|\s?(?:円|年|月|日|時|分|人|文字|桁|回|つ))",
    re.IGNORECASE,
)
_MY_LINE: Final = re.compile(
    r"(?:私|わたし|うち|僕|ぼく|俺|個人|自分)の?(?:LINE|ライン|らいん)\s?[:→]\s?(?P<n>[a-z]{5,20})(?![A-Za-z0-9@./])"
)
_SKYPE: Final = re.compile(r"(?P<n>live:[A-Za-z0-9._\-]{3,30})", re.IGNORECASE)


def _line_ids(message: Message) -> Iterable[Candidate]:
    """Anything shaped like an id in a message that talks of finding each other on LINE."""
    text = message.text
    subjects = [m.span() for m in _SUBJECT.finditer(text)]
    for match in _ID_LIKE.finditer(text):
        value = match.group("n")
        start, end = match.span("n")
        if _NOT_AN_ID.match(value) or not any(
            -14 <= start - right <= 26 or -2 <= left - end <= 16 for left, right in subjects
        ):
            continue
        if any(left <= start and end <= right for left, right in subjects) or not re.search(r"[A-Za-z]", value):
            continue
        marked = bool(re.search(r"[0-9_@]|[a-z][.\-][a-z0-9]", value))
        if marked or (value.islower() and len(value) >= 5 and _MENTION.match(message.view.after(end, 8).lstrip())):
            yield Candidate(PiiType.LINE_ID, start, end, 44)
    for pattern in (_SAID_ID, _KANA_WITH_FIGURES):
        for match in pattern.finditer(text):
            yield Candidate(PiiType.LINE_ID, match.start("n"), match.end("n"), 69)
    for match in re.finditer(r"(?:LINE|ライン|らいん)(?P<n>@[A-Za-z0-9._\-]{3,30})", text, re.IGNORECASE):
        yield Candidate(PiiType.LINE_ID, match.start("n"), match.end("n"), 66)
    for match in _SPELT.finditer(message.kana):
        if len(match.group("n").strip()) >= 6 and not re.fullmatch(r"[0-9\s]+", match.group("n")):
            yield Candidate(PiiType.LINE_ID, match.start("n"), match.end("n"), 45)


def detect(message: Message) -> Iterable[Candidate]:
    """Candidates for ids, handles and personal links."""
    text = message.text
    if not text or not re.search(r"[A-Za-z0-9]", text):
        return
    for match in _URL.finditer(text):
        url = match.group().rstrip(".,)'!?;:")
        before, after = message.view.before(match.start(), 24), message.view.after(match.start() + len(url), 24)
        if _is_personal(url, before, after):
            yield Candidate(PiiType.PERSONAL_URL, match.start(), match.start() + len(url), 92)
    for match in _LINE_ID.finditer(text):
        value = match.group("n")
        if _NEEDS_ID.search(match.group()[: match.start("n") - match.start()]) or re.search(
            r"[@_]|[A-Za-z].*\d", value
        ):
            yield Candidate(PiiType.LINE_ID, match.start("n"), match.end("n"), 68)
    if re.search(r"LINE|ライン|らいん", text, re.IGNORECASE):
        for match in _LINE_ID_LOOSE.finditer(text):
            yield Candidate(PiiType.LINE_ID, match.start("n"), match.end("n"), 64)
        for match in _BEFORE_LABEL.finditer(text):
            if not re.match(r"https?|LINE|ID", match.group("n"), re.IGNORECASE):
                yield Candidate(PiiType.LINE_ID, match.start("n"), match.end("n"), 63)
        for match in _ID_FIRST.finditer(text):
            yield Candidate(PiiType.LINE_ID, match.start("n"), match.end("n"), 62)
        for match in _BARE_HANDLE.finditer(text):
            yield Candidate(PiiType.LINE_ID, match.start("n"), match.end("n"), 42)
        yield from _line_ids(message)
    elif _CHAT.search(text):
        yield from _line_ids(message)
    if not re.search(r"LINE|ライン|らいん", text, re.IGNORECASE):
        for match in _ID_FIRST.finditer(text):
            if re.search(r"[0-9_.\-]", match.group("n")) and not re.search(
                r"求人|求職|job|商品|品番|注文", text, re.IGNORECASE
            ):
                chat = match.group("n").startswith("@") or re.search(r"追加|検索|友だち|友達|ともだち", text)
                kind = PiiType.LINE_ID if chat else PiiType.LICENSE_OR_ID
                yield Candidate(kind, match.start("n"), match.end("n"), 55)
    for match in _MY_LINE.finditer(text):
        yield Candidate(PiiType.LINE_ID, match.start("n"), match.end("n"), 64)
    for match in _SKYPE.finditer(text):
        yield Candidate(PiiType.PERSONAL_URL, match.start("n"), match.end("n"), 61)
    for match in _NAMED_HANDLE.finditer(text):
        yield Candidate(PiiType.PERSONAL_URL, match.start("n"), match.end("n"), 61)
    for match in _HANDLE.finditer(text):
        value = match.group("n")
        if re.search(r"[A-Za-z_@]|[0-9]{5}", value) and not re.match(r"https?|www", value, re.IGNORECASE):
            yield Candidate(PiiType.PERSONAL_URL, match.start("n"), match.end("n"), 61)
    for pattern, priority in ((_HANDLE_LATER, 60), (_BARE_HANDLE, 38)):
        for match in pattern.finditer(text):
            yield Candidate(PiiType.PERSONAL_URL, match.start("n"), match.end("n"), priority)
