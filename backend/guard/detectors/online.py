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

_URL: Final = re.compile(
    r"(?:h?ttps?://|(?<![A-Za-z0-9@.\-])(?=(?:[A-Za-z0-9\-]+\.)+[A-Za-z]{2,}/))[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+",
    re.IGNORECASE,
)
_PROFILE_HOST: Final = re.compile(
    r"(?:[a-z0-9\-]+\.)*(?:twitter\.com|x\.com|instagram\.com|facebook\.com|fb\.me|fb\.com|m\.me|tiktok\.com|threads\.(?:net|com)|linkedin\.com|note\.com|note\.mu|"
    r"ameblo\.jp|ameba\.jp|github\.com|mixi\.jp|youtrust\.jp|wantedly\.com|lit\.link|linktr\.ee|peing\.net|marshmallow-qa\.com|pixiv\.net|bsky\.app|"
    r"discord\.gg|t\.me|wa\.me|zalo\.me|qr\.kakao\.com|profile\.line\.me|hatenablog\.com|livedoor\.blog|fc2\.com)\Z",
    re.IGNORECASE,
)
_FILE_HOST: Final = re.compile(
    r"(?:drive\.google\.com|docs\.google\.com|photos\.google\.com|photos\.app\.goo\.gl|1drv\.ms|onedrive\.live\.com|[a-z0-9\-]+\.sharepoint\.com|"
    r"(?:www\.)?dropbox\.com|(?:www\.)?icloud\.com|share\.icloud\.com|box\.com|app\.box\.com|(?:\d+\.)?gigafile\.nu|xgf\.nu|firestorage\.jp|we\.tl|"
    r"maps\.app\.goo\.gl|30d\.jp|zoom\.us)\Z",
    re.IGNORECASE,
)
_PUBLIC_PATH: Final = re.compile(
    r"\A/?(?:\Z|\?|search|explore|hashtag|help|about|policies|privacy|terms|events|watch|login|signup|jobs|topics|home|i/|p/|reel/|settings|forms/|j/|download)",
    re.IGNORECASE,
)


def _is_personal(url: str) -> bool:
    bare = re.sub(r"\Ah?ttps?://", "", url, flags=re.IGNORECASE)
    host, _, path = bare.partition("/")
    host = host.rpartition("@")[2].partition(":")[0]
    if host.lower() in {"line.me", "www.line.me"}:
        return bool(re.match(r"(?:R/)?ti/", path))
    if re.match(r"(?:www\.|m\.)?youtube\.com\Z", host, re.IGNORECASE):
        return bool(re.match(r"@|channel/|user/|c/", path))
    if _FILE_HOST.match(host):
        return not _PUBLIC_PATH.match(path)
    return bool(_PROFILE_HOST.match(host) and (not _PUBLIC_PATH.match(path) or "profile.php" in path))


def detect(message: Message) -> Iterable[Candidate]:
    """Candidates for ids, handles and personal links."""
    text = message.text
    if not text or not re.search(r"[A-Za-z0-9]", text):
        return
    for match in _URL.finditer(text):
        url = match.group().rstrip(".,)'!?;:")
        if _is_personal(url):
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
    for match in _HANDLE.finditer(text):
        if not re.match(r"https?|www", match.group("n"), re.IGNORECASE):
            yield Candidate(PiiType.PERSONAL_URL, match.start("n"), match.end("n"), 61)
    for pattern, priority in ((_HANDLE_LATER, 60), (_BARE_HANDLE, 38)):
        for match in pattern.finditer(text):
            yield Candidate(PiiType.PERSONAL_URL, match.start("n"), match.end("n"), priority)
