"""Whether a message only thanks, so that nothing in it waits for an answer. Deterministic; in doubt: no."""

import re
import unicodedata

MAX_CHARS = 60

_THANKS = re.compile(
    r"ありがと|ありが(た|とう)|有(り)?難う|感謝|助か|たすか|おおきに|サンキュー|あざ(ー)?っ?す|thank|お世話に?なりました"
)
_ASKS = re.compile(
    r"[?？]|ですか|ますか|ませんか|でしょうか|ください$|でも|けど|ただ|あと|ところで|しかし|まだ|困|不安"
)
_POLITE = re.compile(
    "|".join(
        (
            r"ありがとう?(ござ|ご座)?(い)?(ます|ました)?|有(り)?難う?(ござ|御座)?(い)?(ます|ました)?|ありがたい(です)?",
            r"感謝(して(い|お)?ます|です|いたします|申し上げます)?|おおきに|サンキュー|あざ(ー)?っ?す|thank(s| ?you)",
            r"(とても|すごく|めっちゃ|大変|本当に|ほんまに|ほんとに|どうも|いろいろと?|色々と?|早速の?|ご?丁寧に?)",
            r"(助|たす)か(りました|った|ります)(わ|よ)?|お世話に?なりました",
            r"(お|ご)?(返事|返信|回答|連絡|対応)(いただき|頂き|くださり)?",
            r"(よく|良く)?(わか|分か|解)りました|(了解|承知)(です|しました|いたしました)?|安心(しました|できました)",
            r"(また)?(よろしく|宜しく)お?(願い|ねがい)(いた|致)?します|(うれし|嬉し)(い|かった)(です)?|(がんば|頑張)(ります|ってみます)",
            r"やってみます|読みました|教えて(くださり|くれて|いただき|もらって)|はい|うん|ok|笑|w+",
        )
    )
)
_FILLER = re.compile(r"[\s、。,.!！~〜ー…・♪☆★()（）「」にをがはもでとのねよなわ]+")


def only_thanks(text: str) -> bool:
    """True for 「ありがとうございました！」 and the like; False as soon as anything else is said."""
    folded = unicodedata.normalize("NFKC", text).casefold().strip()
    if len(folded) > MAX_CHARS or _ASKS.search(folded) or not _THANKS.search(folded):
        return False
    words = "".join(sign for sign in folded if unicodedata.category(sign) not in ("So", "Sk", "Cn", "Mn", "Cf"))
    return not _FILLER.sub("", _POLITE.sub("", words))
