# ruff: noqa: E501, SIM905 - word lists, kept as running text
"""Prefectures and the municipalities around the first operator, as people spell them in kana.

Kanji place names come from the morphological dictionary; only kana spellings need a list.
"""

from typing import Final

PREFECTURES: Final = (
    "北海道 青森県 岩手県 宮城県 秋田県 山形県 福島県 茨城県 栃木県 群馬県 埼玉県 千葉県 東京都 神奈川県 新潟県 富山県 石川県 福井県 山梨県 長野県 "
    "岐阜県 静岡県 愛知県 三重県 滋賀県 京都府 大阪府 兵庫県 奈良県 和歌山県 鳥取県 島根県 岡山県 広島県 山口県 徳島県 香川県 愛媛県 高知県 福岡県 "
    "佐賀県 長崎県 熊本県 大分県 宮崎県 鹿児島県 沖縄県"
).split()

KANA_PLACES: Final = (
    "おおさかふ わかやまけん ならけん ひょうごけん きょうとふ とうきょうと おおさかし さかいし きしわだし いずみおおつし かいづかし いずみさのし いずみし "
    "たかいしし せんなんし はんなんし たじりちょう くまとりちょう みさきちょう せんなんぐん せんぼくぐん ただおかちょう わかやまし いわでし きのかわし "
    "ひがしおおさかし やおし まつばらし かわちながのし とんだばやしし いばらきし たかつきし すいたし とよなかし ひらかたし ねやがわし "
    "いずみさの かいづか せんなん はんなん きしわだ くまとり たじり"
).split()
"""Longest spellings first where one begins another."""

LOCAL_PLACES: Final = frozenset(
    "泉佐野 熊取 田尻 泉南 阪南 岬 貝塚 岸和田 和泉 忠岡 堺 高石 和歌山 日根野 羽倉崎 鶴原 井原里 長滝 東佐野 吉見ノ里 樽井 尾崎 箱作 深日 多奈川 水間 二色浜 関空 難波 天王寺 大阪 神戸 京都 奈良 紀の川 岩出 "
    "上之郷 中庄 佐野 春木 久米田 東岸和田 和泉橋本 新家 和泉砂川 和泉鳥取 山中渓 淡輪".split()
)
"""Places a seeker names when saying where to work; not surnames here."""
