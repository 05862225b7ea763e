# ruff: noqa: E501 - messages are kept whole
"""The guard's development set: fictitious messages in every register, personal stretches marked ⟦type:text⟧.

`PERSONAL` must be covered, `CLEAN` must come through untouched. Add a line whenever a real failure teaches something.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

PERSONAL: Final = """\
電話→⟦phone:零七〇・八八一一・二二三三⟧
⟦phone:ぜろななぜろ、はちはちいちいち、うーん、にーにーさんさん⟧やったかな
⟦phone:070で8811で2233⟧にかけて
090やなくて⟦phone:070-8811-2233⟧です
番号の真ん中は⟦phone:8811⟧、うしろは⟦phone:2233⟧、最初は070
自宅(⟦phone:479-0022⟧)におります
おりかえしは⟦phone:0724790022⟧
親の家⟦phone:072ー479ー0022⟧に電話してもらって
⟦phone:070 8811 223⟧3 です電話
⟦phone:0708811-2233⟧です電話は夕方に
⟦phone:070.88.11.22.33⟧
⟦phone:０７０‐８８１１‐２２３３⟧
携帯は⟦phone:七〇八八一一二二三三⟧、頭ゼロ
ショートメールなら⟦phone:070-8811-2233⟧
番号⟦phone:070-8811-2233⟧(母)
雇用保険の被保険者証 ⟦insurance_number:2705-445566-7⟧
被保番号⟦insurance_number:2705-445566-7⟧
雇用保険のやつ⟦insurance_number:２７０５－４４５５６６－７⟧
保険証の番号は ⟦insurance_number:にーさんよんごーろく⟧
社保の記号⟦insurance_number:1234⟧-番号⟦insurance_number:567⟧
健康保険の番号が⟦insurance_number:1122⟧の⟦insurance_number:334⟧
LINEは⟦line_id:momo_taro3⟧
ID検索→⟦line_id:momotaro33⟧
LINEで⟦line_id:momotaro33⟧を追加してください
⟦address:野出町5-6-101⟧です
郵便番号⟦postal_code:598/0014⟧
⟦birth_date:昭和50年生まれの8月2日⟧です
⟦name:古妻⟧と申します
こんばんは。折り返しは⟦phone:〇八〇の三三四五の七七一二⟧までお願いします
⟦phone:零九零 四四五五 一二三〇⟧ です、昼なら出ます
⟦phone:〇9〇-三3四4-5566⟧に着信ください
ケータイは⟦phone:れいはちれい、ななななはちはち、いちにさんし⟧です
⟦phone:まるはちまる・さんよんごーろく・ななはちきゅうまる⟧になります
⟦phone:まるきゅうまるのにーにーさんさんのよんよんごーごー⟧やで
ゼロハチゼロ言うたら⟦phone:ゼロハチゼロ、ヨンヨン、ロクロク、ニイニイ、サンサン⟧ですわ
⟦phone:ゼロナナゼロ イチニイサンヨン ゴーロクナナハチ⟧ お願いしまーす
電話番号言いますね、⟦phone:ぜろきゅうぜろ、えっと、いちいちにに、えっと、さんさんよんよん⟧です
番号は⟦phone:090、えーっと、3344、あと、5566⟧です
でんわ⟦phone:090～1122～3344⟧
⟦phone:090_2233_4455⟧に連絡くれたら嬉しい
⟦phone:０８０＿２２３３＿４４５５⟧ です
⟦phone:（０９０）３３４４－５５６６⟧ 夜8時以降でお願いします
⟦phone:080・5566・7788⟧
⟦phone:080...5566...7788⟧でーす
⟦phone:090→3344→5566⟧
⟦phone:0
9
0
3
3
4
4
5
5
6
6⟧
⟦phone:090
　3344
　5566⟧
⟦phone:080 77 88 99 00⟧
⟦phone:090ー33ー44ー55ー66⟧で出ます
電話は⟦phone:０９０、３３４４、５５６６⟧番です
携帯の頭は⟦phone:090で、次が3344、最後が5566⟧です
⟦phone:090までは前と同じで、後ろが3344-5566⟧に変わりました
番号変わってん、⟦phone:080に、そのあと2233、で4455⟧や
前半が⟦phone:080-2233⟧です
後半は⟦phone:4455⟧です
自宅は⟦phone:462の3311⟧です
家の電話なら⟦phone:463-2200⟧にいます
自宅の電話、市外局番なしで⟦phone:464-1188⟧です
折り返しは⟦phone:469-0011⟧にお願いします、母が出ます
ＩＰ電話なので⟦phone:050-5577-8899⟧です
⟦phone:05033445566⟧なら通話料かからんらしい
⟦phone:+81-80-3344-5566⟧です。海外の姉のとこからかけるかも
⟦phone:+818033445566⟧
⟦phone:＋81 (0)90 3344 5566⟧
⟦phone:0081-90-3344-5566⟧
⟦phone:81-90-3344-5566⟧ です
FAXは⟦phone:072-463-7788⟧です
ファックスで送ってください ⟦phone:072(463)7788⟧
⟦phone:06(6655)4433⟧が実家です
⟦phone:06-6655-4433⟧にかけたら父が出ます
大阪市内の家は⟦phone:6655-4433⟧です、06ね
携帯は⟦phone:090-3344-55667⟧です
けいたい⟦phone:090334455⟧であってるかな
でんわばんごう ⟦phone:080-334-5566⟧ です
携帯番号:⟦phone:0803344556677⟧
⟦phone:O9O-3344-5566⟧です
⟦phone:o8o-33l4-5566⟧ に電話して
⟦phone:0９O3344556l⟧ 携帯
⟦phone:①②⑦⑧-③③④④⟧←電話の下8けた、頭は090
⟦phone:⓪⑧⓪③③④④⑤⑤⑥⑥⟧
⟦phone:⁰⁹⁰-³³⁴⁴-⁵⁵⁶⁶⟧
⟦phone:₀₉₀3344₅₅₆₆⟧
⟦phone:zero nine zero, three three four four, five five six six⟧ please call
my phone is ⟦phone:zero eight zero 3344 5566⟧
phone number ⟦phone:080 3344 5566⟧ thank you
山田のでんわは⟦phone:0９0三三四四5566⟧
昔の番号は⟦phone:030-334-4556⟧でした
⟦phone:0724-63-7788⟧のままです昔から
⟦phone:0724（63）7788⟧です
仕事探してます⟦phone:09033445566⟧連絡待ってます
もしもしの方がええんで⟦phone:08033445566⟧よろ
⟦phone:080-3344-5566⟧か⟦phone:072-463-7788⟧のどっちか
母の携帯⟦phone:070-3344-5566⟧父⟦phone:090-7788-1122⟧
tel:⟦phone:0724637788⟧
TEL→⟦phone:０７２－４６３－７７８８⟧
LINE通話より電話がいいです。⟦phone:080 3344-5566⟧
⟦phone:0 8 0 3 3 4 4 5 5 6 6⟧
⟦phone:0-8-0-3-3-4-4-5-5-6-6⟧
⟦phone:0、8、0、3、3、4、4、5、5、6、6⟧です
⟦phone:ゼロきゅーゼロのさんさんよんよんのごーごーろくろく⟧
⟦phone:ぜろ、きゅう、ぜろ、さん、さん、よん、よん、ご、ご、ろく、ろく⟧
⟦phone:０７０の、１２３４の、５６７８⟧ですのん
⟦phone:八〇 三三四四 五五六六⟧ 電話です
電話:⟦phone:90 3344 5566⟧
さっき⟦phone:090-3344-5566⟧から着信ありましたがどなたですか
先ほどの着信は私です、⟦phone:3344⟧で終わる番号です
下4桁は⟦phone:5566⟧です、電話の
⟦phone:080📞3344📞5566⟧
⟦phone:080★3344★5566⟧
⟦phone:080 (3344) 5566⟧
⟦phone:080の3344
の5566⟧やで
⟦phone:０９０ー３３４４
ー５５６６⟧
ぼくのばんごう⟦phone:080の33の44の5566⟧です
かけるなら⟦phone:090 33445566⟧に19時から
⟦phone:090 3344 5566⟧か非通知でもいいです
電話番号⟦phone:090ｰ３３４４ｰ5566⟧ｶｹﾃｸﾀﾞｻｲ
ﾃﾞﾝﾜ ⟦phone:ｾﾞﾛｷｭｳｾﾞﾛ ｻﾝｻﾝﾖﾝﾖﾝ ｺﾞｰｺﾞｰﾛｸﾛｸ⟧
すみません番号間違えました、⟦phone:5566⟧じゃなくて⟦phone:5567⟧です
番号訂正 末尾⟦phone:5567⟧
雇用保険の番号は⟦insurance_number:2701-123456-7⟧です
雇用保険被保険者番号⟦insurance_number:27011234567⟧ってこれですか
被保険者証に⟦insurance_number:5012-345678-9⟧と書いてあります
離職票の番号が⟦insurance_number:2703-004567-1⟧になってる
保険証の記号⟦insurance_number:123⟧番号⟦insurance_number:4567⟧です
記号が⟦insurance_number:泉12⟧で番号が⟦insurance_number:345678⟧
国保の番号⟦insurance_number:00123456⟧です
健康保険証は記号番号⟦insurance_number:21030012・34⟧
こくほの きごう ⟦insurance_number:12⟧ ばんごう ⟦insurance_number:345678⟧
年金手帳の番号⟦license_or_id:1234-567890⟧
基礎年金番号は⟦license_or_id:4321-098765⟧でした
基礎年金番号⟦license_or_id:４３２１０９８７６５⟧
ねんきんばんごう ⟦license_or_id:4321 098765⟧
年金番号が分かりました。⟦license_or_id:四三二一 〇九八七六五⟧
保険者番号⟦insurance_number:06270012⟧
資格確認書の番号は⟦insurance_number:12345678⟧枝番⟦insurance_number:01⟧です
枝番は⟦insurance_number:02⟧
協会けんぽ 記号⟦insurance_number:12345678⟧ 番号⟦insurance_number:9⟧
被保険者番号:⟦insurance_number:2701ー123456ー7⟧
ハロワの雇用保険番号、⟦insurance_number:2701 123456 7⟧であってますか?
労災の番号⟦insurance_number:27-1-01-123456⟧
介護保険の被保険者番号⟦insurance_number:0000123456⟧です
母の介護保険証、番号は⟦insurance_number:0000987654⟧
こようほけんは⟦insurance_number:2701の123456の7⟧です
失業保険の番号は⟦insurance_number:2701-123456-7⟧やったと思う
雇用保険受給資格者証の支給番号⟦license_or_id:27030-24-001234-5⟧
受給資格者証 ⟦license_or_id:27030-23-004321-0⟧ です
支給番号⟦license_or_id:24-001234-5⟧
保険証番号→⟦insurance_number:987654⟧
会社からもらった紙に雇用保険⟦insurance_number:2701-123456-7⟧ってある
えっと年金は⟦license_or_id:4321の、098765⟧です
後期高齢者の保険証、被保険者番号⟦insurance_number:01234567⟧です
LINEは⟦line_id:yuki_0412⟧です
ラインIDは⟦line_id:sora.blue88⟧
LINE ID→⟦line_id:mikan-0703⟧
らいんのあいでぃー ⟦line_id:hana7hana⟧
ラインあいでぃーは⟦line_id:hana_7⟧です
IDは⟦line_id:@taka1988⟧ 追加してください
ライン⟦line_id:taka1988⟧で検索して
id:⟦line_id:kuma_kuma⟧ ←LINE
⟦line_id:kuma_kuma33⟧がLINEのIDです
⟦line_id:kumakuma33⟧で友だち検索してね
LINEのアイディー、⟦line_id:たかアンダーバー1988⟧です
LINE IDなんですけど、⟦line_id:neko.neko⟧になります
インスタは⟦personal_url:@hana.cafe.07⟧です
インスタのアカウント⟦personal_url:hana_cafe_07⟧
Xは⟦personal_url:@taka_izumi⟧
ツイッター⟦personal_url:@taka_izumi⟧にDMください
カカオトークのID ⟦personal_url:minh2001⟧
WeChatは⟦personal_url:wx_li_mei⟧
微信⟦personal_url:limei1990⟧
Zaloは⟦personal_url:minh.nguyen⟧です
LINE追加して!⟦line_id:rio0909⟧
友達追加は⟦line_id:rio0909⟧で
個人LINE教えます→⟦line_id:rio_0909⟧
ＬＩＮＥ　ＩＤ　⟦line_id:ｒｉｏ０９０９⟧
ラインは⟦line_id:rio⟧ハイフン⟦line_id:0909⟧
LINE(⟦line_id:rio0909⟧)にメッセージください
discord ⟦personal_url:rio#1234⟧
テレグラム⟦personal_url:@rio_tg⟧
スカイプIDは⟦personal_url:live:rio.0909⟧
IDが⟦line_id:rio0909⟧のアカウントです、LINEの
LINEのIDやけど⟦line_id:りおの0909⟧やねん
泉佐野市⟦address:羽倉崎2-5-11⟧に住んでます
住所は大阪府泉佐野市⟦address:鶴原1丁目3の8⟧です
⟦address:日根野4567⟧番地に住んでます
うちは⟦address:上之郷1234-5⟧
⟦address:高松東1丁目2番3号コーポ桜201⟧
住まいは貝塚市⟦address:脇浜3-4-5⟧です
⟦address:りんくう往来北1-23-405⟧に一人暮らし
⟦address:市営住宅3棟402⟧に住んでいます
住所:泉南市⟦address:樽井七丁目八番九号⟧
⟦address:中庄1-2-3ハイツ泉102号⟧
じゅうしょは ⟦address:つるはら 1の3の8⟧ です
⟦address:大西2丁目11-6⟧の者です
⟦address:長滝 1122番地の3⟧
熊取町⟦address:大久保中1-2-3⟧です
うちの住所は⟦address:松風台1の2の3⟧
アパートは⟦address:メゾンりんくう305⟧です
部屋は⟦address:305号室⟧です。インターホン壊れてます
田尻町⟦address:嘉祥寺883-1⟧
⟦address:泉佐野市若宮町5-5⟧
住んでるとこ⟦address:南中樫井 345⟧
⟦address:下瓦屋二の三の四⟧です
書類の送り先は⟦address:新安松2-3-4 グリーンハイツB棟201⟧でお願いします
⟦address:佐野台の団地12号棟の304⟧です
現住所 ⟦address:東羽倉崎町8番3号⟧
引っ越しました。新しい住所は岸和田市⟦address:春木若松町1-1-1⟧
実家は和歌山県岩出市⟦address:根来111⟧
マンションの名前は⟦address:ロイヤル泉佐野 902⟧です
⟦address:葵町四丁目五ー六⟧
住所が⟦address:笠松1-7⟧の⟦address:ひまわり荘2階右⟧です
大阪府泉佐野市⟦address:市場東1丁目295番地3⟧から引っ越し予定
郵便番号は⟦postal_code:598-0007⟧です
〒⟦postal_code:5980012⟧
ゆうびんばんごう ⟦postal_code:598の0071⟧
⟦postal_code:５９８－００２１⟧ 泉佐野市
⟦postal_code:五九八の〇〇〇七⟧です
郵便は⟦postal_code:598-0035⟧やで
〒 ⟦postal_code:598 0048⟧
⟦postal_code:598-0062⟧に住んでます
郵便番号⟦postal_code:ごーきゅうはちのぜろぜろろくに⟧
⟦postal_code:５９８００６３⟧
郵便番号が⟦postal_code:598ー0072⟧になります
zip ⟦postal_code:598-0007⟧
postcode: ⟦postal_code:5980007⟧
〒⟦postal_code:598ｰ0007⟧
郵便番号、前が⟦postal_code:598⟧、後ろが⟦postal_code:0007⟧
ゆーびん⟦postal_code:598-0007⟧です
郵番⟦postal_code:590-0405⟧
⟦postal_code:590-0451⟧ 熊取町
郵便番号たぶん⟦postal_code:598-007⟧
送り先⟦postal_code:597-0083⟧ 貝塚市です
⟦postal_code:ゴキュウハチ ゼロゼロゼロナナ⟧ が郵便番号です
ポストコードは⟦postal_code:598,0007⟧
郵便番号は⟦postal_code:⑤⑨⑧-⓪⓪⓪⑦⟧
生年月日は⟦birth_date:昭和60年5月14日⟧です
⟦birth_date:1985/5/14⟧生まれです
⟦birth_date:S60.5.14⟧
誕生日 ⟦birth_date:5月14日⟧
生年月日⟦birth_date:19850514⟧
⟦birth_date:平成3年11月⟧生まれの女です
⟦birth_date:H3.11.2⟧生
生まれは⟦birth_date:平成元年一月八日⟧
せいねんがっぴ ⟦birth_date:しょうわ60ねん5がつ14にち⟧
⟦birth_date:85年5月14日⟧生まれ
⟦birth_date:1985年⟧うまれです
たんじょうびは⟦birth_date:ごがつじゅうよっか⟧です
⟦birth_date:昭和六十年五月十四日⟧に生まれました
DOB ⟦birth_date:1985-05-14⟧
⟦birth_date:14 May 1985⟧生まれ
生年月日:⟦birth_date:西暦1985年5月14日⟧(40歳)
⟦birth_date:昭和60年⟧の⟦birth_date:5月14日⟧生まれです
息子は⟦birth_date:平成20年4月1日⟧生まれ
バースデーは⟦birth_date:12/24⟧
⟦birth_date:60年5月14日⟧です、昭和の。生年月日
⟦birth_date:2001.7.7⟧生まれ
⟦birth_date:令和5年6月1日⟧に娘が生まれました
僕は⟦birth_date:1999年の12月31日⟧生まれです
⟦birth_date:昭50・8・9⟧生
birthday: ⟦birth_date:May 14, 1985⟧
⟦birth_date:早生まれの平成10年2月⟧です
私の誕生日は⟦birth_date:八月九日⟧
はじめまして、⟦name:西出⟧と申します
⟦name:辻野 美穂⟧です。よろしくお願いします
名前は⟦name:ツジノ ミホ⟧
⟦name:阪上⟧といいます
氏名:⟦name:藪内健太郎⟧
母の⟦name:幸子⟧の件です
息子の⟦name:翔太⟧が仕事を辞めました
⟦name:グエン・ヴァン・ミン⟧です
My name is ⟦name:Minh Nguyen⟧
わたし⟦name:リー・メイ⟧といいます
相談員の⟦name:久保田⟧さんいますか
前回は⟦name:射手矢⟧さんに担当してもらいました
⟦name:奥野⟧です、昨日はありがとうございました
⟦name:Kenta Yabuuchi⟧
お世話になります。⟦name:中林⟧です。
なまえ ⟦name:おくの ゆい⟧
夫の⟦name:浩二⟧と離婚しました
⟦name:新谷浩二⟧(⟦name:しんたに こうじ⟧)
名字は⟦name:馬場⟧、下の名前は⟦name:恵⟧です
⟦name:根来⟧ともうします
うちの⟦name:りょうた⟧君のことで相談です
⟦name:竹中⟧店長にいじめられてます
上司の⟦name:向井⟧がひどいんです
同僚の⟦name:カルロス⟧さんも辞めた
申込者は⟦name:古谷あかね⟧でお願いします
⟦name:あかね⟧って呼んでください
⟦name:南⟧ ⟦name:一郎⟧と言う者です
⟦name:東野⟧やけど、予約変えたい
担当 ⟦name:松浪⟧様
つながる番号書いときます ⟦phone:〇七〇ー五五四四ー三三二二⟧
⟦phone:０七０の５544の三三二二⟧やでー
⟦phone:れいきゅうれいの、ににいちいち、えーっと、ろくろくごーごー⟧です
⟦phone:まる きゅう まる さん いち さん いち なな なな はち はち⟧
⟦phone:070、そんで5544、最後3322⟧です
えっと⟦phone:090…5544…えー、3322⟧かな
頭はみんなと同じ⟦phone:090、5544の3322⟧です
家の電話⟦phone:４６５－１２２３⟧ファックスも同じ
実家にかけて、⟦phone:447-1100⟧
折り返し先 ⟦phone:422 3344⟧ 父の家です
ケータイ止められてるんで自宅⟦phone:468-9911⟧へ
昼は職場におるから⟦phone:072-482-3311⟧に掛けて
留守電入れといて⟦phone:0724823311⟧
⟦phone:072の482の3311⟧ですが日中おりません
⟦phone:050-1-234-5678⟧が使える
電話は⟦phone:O80-5544-33 22⟧
ぼくのスマホ⟦phone:〇80-5544-3322⟧
⟦phone:080－5544-332⟧ 番号あってます?
電話番号 ⟦phone:0805544332２2⟧
⟦phone:+81 80 5544 3322⟧ I'm Nepali
call me ⟦phone:zero seven zero five five four four three three two two⟧
⟦phone:oh eight oh, 5544, 3322⟧ is my cell
⟦phone:080
の
5544
の
3322⟧
携帯①⟦phone:080-5544-3322⟧②⟦phone:090-1122-3344⟧
⟦phone:080〜5544〜3322⟧にショートメールで
⟦phone:080|5544|3322⟧
⟦phone:080／5544／3322⟧です
⟦phone:(080)-5544-3322⟧よろしくです
⟦phone:080=5544=3322⟧
⟦phone:080'5544'3322⟧
下4けたが⟦phone:3322⟧の電話から折り返します
電話番号の訂正です。⟦phone:3322⟧ではなく⟦phone:3323⟧
末尾⟦phone:3322⟧の携帯
080以下は⟦phone:5544-3322⟧です
080のあと⟦phone:55443322⟧
⟦phone:080-5544⟧-以下は電話で言います
夫の会社の内線じゃなくて直通⟦phone:06-6123-9988⟧
ＴＥＬ（⟦phone:０７２）４８２－３３１１⟧
失業保険の被保険者番号⟦insurance_number:2703-112233-4⟧でお願いします
雇用保険番号が⟦insurance_number:27031122334⟧
雇保の番号⟦insurance_number:2703-112233-4⟧
ひほけんしゃばんごうは⟦insurance_number:にーななぜろさんいちいちにーにーさんさんよん⟧です
国民健康保険 記号⟦insurance_number:泉佐⟧ 番号⟦insurance_number:1122334⟧
国保の記号番号は⟦insurance_number:泉佐12-3456⟧です
けんぽの番号⟦insurance_number:88-1234⟧
保険証に⟦insurance_number:12345-678⟧って書いてる
保険証の数字、上が⟦insurance_number:01260012⟧で下が⟦insurance_number:345⟧
マイナ保険証の記号⟦insurance_number:7700⟧の番号⟦insurance_number:88⟧枝⟦insurance_number:00⟧
保険者番号は⟦insurance_number:二七〇〇一二⟧です
社会保険の番号⟦insurance_number:12-34567⟧
ほけんしょうのばんごう ⟦insurance_number:345678⟧ です
任意継続の記号⟦insurance_number:9990⟧番号⟦insurance_number:123456⟧
扶養に入ってる夫の保険証⟦insurance_number:55-667788⟧
資格取得確認通知書の番号⟦insurance_number:2703-998877-6⟧
雇用保険は⟦insurance_number:2703、998877、6⟧
雇用保険カード⟦insurance_number:2703998877-6⟧
LINEは⟦line_id:saku_ra99⟧やで〜
ラインアイディ ⟦line_id:saku.ra⟧
LINE交換しよ ⟦line_id:sakura99x⟧
ライン、⟦line_id:sakura99x⟧ でさがしてください
私のライン:⟦line_id:sakura⟧
LINE @⟦line_id:sakura99x⟧
LINE IDはローマ字で⟦line_id:sakura⟧です
IDは小文字で⟦line_id:sakura99x⟧ LINEです
LINEのIDは大文字なしの⟦line_id:saku-99⟧
ラインID、⟦line_id:エスエーケーユー99⟧です
⟦line_id:sakura99x⟧これ私のLINE
らいん ⟦line_id:sakura99x⟧ ついかして
友だち検索で⟦line_id:sakura99x⟧って入れて
LINE ID = ⟦line_id:Sakura99⟧
ＬＩＮＥ：⟦line_id:sakura９９⟧
別アカのLINE⟦line_id:sub_saku⟧
泉佐野市⟦address:下瓦屋4-5-6⟧に母と住んでます
⟦address:りんくう往来南3番地⟧のマンション
家は⟦address:日根野の2233⟧です
⟦address:上町三丁目の十一⟧です
⟦address:見出川町4-2 プレジール305⟧
⟦address:泉ヶ丘1-7-8⟧在住
泉南市⟦address:信達市場1234⟧
阪南市⟦address:尾崎町35番4号⟧
住所変わりました ⟦address:栄町2-2 サンハイツ101⟧
⟦address:はぐらざき2ちょうめ5の11⟧
⟦address:みなとさんちょうめ よんのご⟧に住んでます
市営住宅の⟦address:5号棟201⟧
寮の⟦address:204⟧号室におる
⟦address:大木 1122⟧に一人で住んどる
⟦address:土丸567番地⟧
ゆうびん番号⟦postal_code:598-0051⟧
〒⟦postal_code:598―0051⟧ 高松
⟦postal_code:598ノ0051⟧です
郵便番号⟦postal_code:ごきゅうはちぜろぜろごいち⟧
郵便番号は上が⟦postal_code:598⟧下が⟦postal_code:0051⟧
⟦postal_code:五九八-〇〇五一⟧
⟦postal_code:5980051⟧
〠⟦postal_code:598-0051⟧
⟦postal_code:598 0051⟧ 大阪府泉佐野市
郵便番号ですけど⟦postal_code:598の、0051⟧
誕生日は⟦birth_date:昭和52年の8月⟧です
⟦birth_date:S52年8月3日⟧生まれです
⟦birth_date:1977年8月3日⟧です、生年月日
⟦birth_date:77.8.3⟧生
⟦birth_date:昭和五二年八月三日⟧生
⟦birth_date:はちがつみっか⟧が誕生日
誕生日⟦birth_date:8/3⟧
せいねんがっぴ ⟦birth_date:S520803⟧
⟦birth_date:昭和52年⟧の早生まれです
⟦birth_date:1977⟧年生まれ
生年月日⟦birth_date:昭和52. 8. 3⟧
birth ⟦birth_date:3 Aug 1977⟧
⟦birth_date:へいせいがんねん さんがつ⟧うまれ
娘⟦birth_date:H17.4.9⟧生
⟦birth_date:平成元年⟧に生まれました
⟦name:北出⟧です
⟦name:みちばた けんじ⟧です
⟦name:松浪優子⟧と申しますが
⟦name:ヤグラ ユウコ⟧です
⟦name:にしでゆうこ⟧です、よろしくです
⟦name:Yuko Nishide⟧です
⟦name:トラン⟧と言います
⟦name:森下⟧(旧姓⟦name:雪本⟧)
こんにちは、⟦name:ゆき⟧です
先日相談した⟦name:塩谷⟧です
⟦name:樽谷さおり⟧、47歳です
長男の⟦name:拓海⟧が
前の会社の⟦name:鍋島⟧部長
⟦name:明松⟧といいます。かがりと読みます
電話は⟦phone:090-0000-1234⟧です。よろしくお願いいたします。
⟦phone:09000001234⟧に電話ください
⟦phone:０９０ー１２３４ー５６７８⟧です
でんわは⟦phone:090の1234の5678⟧です
ぜろ…えっと、⟦phone:ゼロキュウゼロいちにさんよんごろくななはち⟧です
わたしのばんごうは⟦phone:ぜろはちぜろ いちにいさんよん ごーろくななはち⟧です
⟦phone:れいきゅうれい、いちにさんし、ごろくしちはち⟧に おでんわください
けいたい ⟦phone:〇九〇一二三四五六七八⟧ です
⟦phone:〇八〇-一二三四-五六七八⟧にお電話願います
⟦phone:+81 90-1234-5678⟧ です
⟦phone:+81-72-460-1234⟧まで
⟦phone:(072)460-1234⟧が自宅です
⟦phone:072-460-1234⟧におねがいします
⟦phone:0724601234⟧、家電です
⟦phone:072 460 1234⟧やで
⟦phone:090.1234.5678⟧
⟦phone:090 1234 5678⟧でいけます?
⟦phone:０９０　１２３４　５６７８⟧
⟦phone:090📱1234📱5678⟧ね😊
⟦phone:0️⃣9️⃣0️⃣1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣7️⃣8️⃣⟧
⟦phone:090
1234
5678⟧ に掛けてほしいねん
⟦phone:⓪⑨⓪-1234-5678⟧が番号です
電話番号は⟦phone:90-1234-5678⟧です
電話なら⟦phone:460-1234⟧です
携帯⟦phone:080-1234-567⟧です(一桁抜けてたらごめん)
TEL⟦phone:06-6123-4567⟧ FAX⟦phone:06-6123-4568⟧
⟦phone:050-3123-4567⟧のIP電話です
けいたいは⟦phone:070-1234-5678⟧、いえは⟦phone:072-462-0000⟧です
連絡先:⟦phone:080(1234)5678⟧
緊急連絡先は⟦phone:090/1234/5678⟧です
番号かわりました→⟦phone:080ｰ1234ｰ5678⟧
メールは⟦email:taro.yamada@example.com⟧です
⟦email:hanako_0302@example.co.jp⟧までお願い致します
⟦email:ｔａｒｏ＠ｅｘａｍｐｌｅ．ｃｏｍ⟧
⟦email:taro(at)example.com⟧
⟦email:taro.y アット example ドット com⟧です
⟦email:taro あっとまーく gmail どっと com⟧ です
めーるは⟦email:たろうあっとじーめーるどっとこむ⟧です
⟦email:taro＠example.ne.jp⟧
⟦email:info@example.co.jp⟧に送ったけど返事なしw
メアド⟦email:mama-7.7@docomo.ne.jp⟧やけど
⟦email:hanako@gmail⟧ です
⟦email:taro[at]example[dot]jp⟧ へ
アドレスは⟦email:yamada.1234⟧のジーメールです
⟦email:yamada.hanako..@ezweb.ne.jp⟧
メール→⟦email:taro @ example . com⟧
〒⟦postal_code:598-0007⟧
郵便番号は⟦postal_code:5980007⟧です
郵便番号 ⟦postal_code:５９８－０００７⟧
〒⟦postal_code:598の0007⟧です
ゆうびんばんごうは⟦postal_code:598-0007⟧
⟦postal_code:598-0007⟧ ⟦address:大阪府泉佐野市上町3丁目2-5⟧
住所は⟦address:大阪府泉佐野市上町三丁目二番五号⟧です
⟦address:泉佐野市りんくう往来北1-23⟧に引っ越しました
⟦address:りんくう往来北1-23⟧に住んでます
うちは⟦address:上町3丁目2の5⟧や
⟦address:上町3丁目2の5⟧です。
⟦address:日根野2345番地⟧に住んでいます
⟦address:泉佐野市鶴原1-2-3 さくらマンション203号室⟧です
住所が変わりました。⟦address:貝塚市近木町12-3⟧になります
⟦address:コーポ山田101⟧に住んでます
⟦address:〇〇マンション203号室⟧です
⟦address:メゾン泉佐野 305⟧
⟦address:ハイツさくら2階201号室⟧
市営住宅なんやけど⟦address:府営団地12棟304号⟧です
⟦address:203号室⟧です、オートロックないので
じゅうしょは⟦address:いずみさのしうえまち3ちょうめ2の5⟧です
⟦address:おおさかふいずみさのしひねの1234ばんち⟧です
⟦address:うえまちさんちょうめ2ばん5ごう⟧です
⟦address:和歌山県岩出市清水100-2⟧から通えますか
⟦address:堺市堺区南瓦町3-1⟧の近くです
⟦address:大阪市北区梅田1丁目2-3 レジデンス梅田1203⟧
転居先 ⟦address:熊取町大久保中1-2-3⟧
⟦address:泉佐野市南中樫井４５６－７⟧
実家が⟦address:岸和田市土生町4丁目5-6⟧です
現住所：⟦address:大阪府泉南市信達市場1234番地の5⟧
⟦address:東京都新宿区西新宿2-8-1⟧に住んでたけど大阪に戻ってきました
はじめまして、⟦name:山田花子⟧と申します。58歳です。
⟦name:山田 太郎⟧です。よろしくお願いします
名前は⟦name:佐藤健一⟧です
氏名：⟦name:鈴木 一郎⟧
わたし、⟦name:山田花子⟧
わたしは⟦name:やまだはなこ⟧です
⟦name:たなかゆうこ⟧ともうします
こんにちは⟦name:さとう⟧です
⟦name:山田⟧です。昨日予約した者です
⟦name:山田⟧といいます
⟦name:高橋⟧っていいます
⟦name:井上⟧っていうねんけど
⟦name:ﾔﾏﾀﾞ ﾊﾅｺ⟧です
ヨヤクしてる⟦name:ヤマダハナコ⟧です
⟦name:マリア⟧といいます。フィリピンから来ました
⟦name:グエン・ヴァン・アン⟧です
⟦name:グエンティラン⟧と申します
名前は⟦name:チャン ティ フオン⟧です
My name is ⟦name:Maria Santos⟧
⟦name:Maria Santos⟧です
娘の⟦name:さくら⟧が熱を出して
息子の⟦name:蓮⟧が小学校に入ります
娘の⟦name:ゆいな⟧が保育園に入れません
子どもの名前は⟦name:はると⟧です
長男の⟦name:悠真⟧の学校行事があるので
⟦name:田中⟧さんに相談したいです
担当の⟦name:森⟧さんお願いします
⟦name:佐々木⟧様はいらっしゃいますか
前回の⟦name:鈴木⟧先生でお願いします
上司の⟦name:中村⟧にいじめられて
上司の⟦name:大野⟧課長がきつい
⟦name:さくら⟧ちゃんが泣くので
⟦name:けんた⟧くんのお迎えがあって
⟦name:山田花子⟧(⟦name:やまだはなこ⟧)です
旧姓は⟦name:木村⟧です
名義は⟦name:ヤマダ ハナコ⟧です
⟦name:田中美咲⟧と⟦name:田中健太⟧の二人家族です
⟦name:髙橋⟧と申します
⟦name:渡邊⟧です
⟦name:齋藤⟧と申します。お世話になります
はじめまして、⟦name:福島⟧です
はじめまして⟦name:石川⟧と申します
友達の⟦name:由美子⟧も探してます
夫の⟦name:浩二⟧が失業しました
うち、⟦name:吉田⟧いうねん
ども、⟦name:小林⟧っす
⟦name:山本⟧やけど、予約変えれる?
本名は⟦name:木下あかね⟧です
⟦name:松田⟧さんって人に対応してもらった
⟦name:ファム⟧さんに紹介されました
えっと⟦name:わたなべ⟧ともうします
わたし⟦name:いのうえ⟧ともうします 予約おねがいします
店長の⟦name:西村⟧さんがこわい
生年月日は⟦birth_date:昭和51年3月2日⟧です
⟦birth_date:S51.3.2⟧ 生まれ
生年月日 ⟦birth_date:1976/3/2⟧
⟦birth_date:1976年3月2日⟧生まれです
⟦birth_date:昭和51年⟧生まれの49歳です
⟦birth_date:１９７６年⟧生まれ
⟦birth_date:昭和五十一年三月二日⟧です
⟦birth_date:しょうわ51ねん3がつ2か⟧です
せいねんがっぴは⟦birth_date:しょうわごじゅういちねんさんがつふつか⟧です
⟦birth_date:1976-03-02⟧
たんじょうびは⟦birth_date:3月2日⟧です
誕生日⟦birth_date:19760302⟧
生年月日：⟦birth_date:昭和５１年　３月　２日⟧
子どもは⟦birth_date:2019年5月3日⟧生まれです
⟦birth_date:平成5年4月10日⟧です
⟦birth_date:51年⟧生まれやねん
⟦birth_date:昭和51年3月⟧に生まれました
⟦birth_date:S45⟧生まれです
⟦birth_date:昭51・3・2⟧
⟦birth_date:1968年⟧に生まれました
⟦birth_date:s51/3/2⟧です
⟦birth_date:㍼51年3月2日⟧
マイナンバーは⟦my_number:123456789018⟧です
⟦my_number:1234 5678 9018⟧
マイナンバー ⟦my_number:1234-5678-9012⟧
個人番号:⟦my_number:１２３４５６７８９０１２⟧
⟦my_number:1234-5678-9018⟧これ必要ですか
まいなんばーは⟦my_number:いちにいさんよんごろくななはちきゅうぜろいちに⟧です
口座番号は⟦bank_account:1234567⟧です
⟦bank_account:三菱UFJ銀行 難波支店 普通 1234567⟧
⟦bank_account:泉州銀行　りんくう支店　普通預金　口座番号1234567⟧に振り込んで
普通 ⟦bank_account:７６５４３２１⟧
ゆうちょ 記号⟦bank_account:14120 番号12345671⟧
振込先は⟦bank_account:りそな銀行 岸和田支店 普通0012345⟧です
カードは⟦card:4111 1111 1111 1111⟧です
⟦card:4111-1111-1111-1111⟧
クレジットカード ⟦card:5555555555554444⟧
⟦card:４１１１１１１１１１１１１１１１⟧で払えます?
カード番号 ⟦card:1234-5678-9012-3456⟧
保険証の記号⟦insurance_number:12 番号3456⟧です
被保険者番号は⟦insurance_number:12345678⟧です
雇用保険の番号 ⟦insurance_number:1234-567890-1⟧
⟦insurance_number:2701-123456-7⟧が雇用保険被保険者番号です
基礎年金番号は⟦license_or_id:1234-567890⟧です
年金番号⟦license_or_id:1234567890⟧
免許証の番号は⟦license_or_id:621234567890⟧です
運転免許証番号:⟦license_or_id:62 12 34567890⟧号
在留カード番号は⟦license_or_id:AB12345678CD⟧です
⟦license_or_id:AB12345678CD⟧
パスポートは⟦license_or_id:TK1234567⟧です
ハローワークの求職番号は⟦license_or_id:27010-1234567⟧です
LINE IDは⟦line_id:hanako_0302⟧です
LINE ID: ⟦line_id:yamada123⟧
ラインのIDは⟦line_id:taro-y⟧やで
ライン追加して→ID:⟦line_id:mama.sakura7⟧
インスタは⟦personal_url:@hana_0302⟧です
Instagram: ⟦personal_url:hanako.y_03⟧
Xのアカウントは⟦personal_url:@taro_yamada⟧
⟦personal_url:https://www.instagram.com/hanako.y/⟧ 見てください
⟦personal_url:https://x.com/taro_yamada⟧
⟦personal_url:https://drive.google.com/file/d/abc123/view?usp=sharing⟧に履歴書あります
⟦personal_url:https://line.me/ti/p/abcdEFG⟧
⟦personal_url:facebook.com/taro.yamada⟧です
パスワードは⟦password_like:Hana0302!⟧です
暗証番号は⟦password_like:1234⟧
⟦health:うつ病⟧で通院しています
⟦health:統合失調症⟧と診断されました
⟦health:HIV陽性⟧です
⟦health:精神障害者手帳2級⟧を持っています
⟦health:がん⟧の治療中です
⟦health:抗うつ薬⟧を飲んでいます
⟦health:適応障害⟧で休職中
⟦health:パニック障害⟧があって電車に乗れません
⟦health:鬱⟧で会社辞めました
⟦health:ADHD⟧と診断されてます
発達検査で⟦health:ASD⟧って言われた
⟦health:発達障害⟧があります
息子が⟦health:自閉症⟧で目が離せません
母が⟦health:認知症⟧で介護してます
⟦health:糖尿病⟧で毎月病院いってます
⟦health:乳がん⟧の手術をして復帰したい
⟦health:双極性障害⟧やねんけど働ける?
⟦health:人工透析⟧に週3回通っています
⟦health:脳梗塞⟧で倒れて左手が不自由です
⟦health:身体障害者手帳4級⟧です
⟦health:療育手帳B2⟧です
手帳は⟦health:精神3級⟧です
⟦health:睡眠薬⟧を処方されています
⟦health:デパス⟧飲んでます
⟦health:精神科⟧に通っています
⟦health:心療内科⟧に通院中です
⟦health:うつ⟧と診断されて休職してます
⟦health:潰瘍性大腸炎⟧という難病です
⟦health:椎間板ヘルニア⟧の手術をしました
⟦health:てんかん⟧持ちです
⟦health:C型肝炎⟧の治療をしています
主人が⟦health:白血病⟧で入院しました
⟦health:ﾊﾟﾆｯｸ障害⟧です
⟦health:うつびょう⟧でつういんしてます
⟦health:PTSD⟧の診断を受けています
⟦health:不安障害⟧で⟦health:安定剤⟧を飲んで仕事してます
⟦health:ギャンブル依存症⟧の治療に通ってる
⟦health:リウマチ⟧があるので細かい作業は無理
父が⟦health:要介護3⟧です
⟦health:高血圧⟧の薬もらってます
お世話になっております。先日ご相談させていただきました⟦name:中川 義明⟧でございます。連絡先は⟦phone:０９０－５５５５－１２３４⟧でございますので、ご都合のよろしい時にお電話いただけますと幸いです。
予約の⟦name:岡田⟧です
⟦name:西田⟧ですけど、今日の予約何時でしたっけ
あ、⟦name:西⟧と申しますが
すいません⟦name:森本⟧といいます、電話⟦phone:080 1234 9876⟧です
ﾃﾞﾝﾜ ⟦phone:ｾﾞﾛｷﾕｳｾﾞﾛ ｲﾁﾆｻﾝﾖﾝ ｺﾞﾛｸﾅﾅﾊﾁ⟧
⟦phone:090−1234−5678⟧
⟦phone:090_1234_5678⟧
⟦phone:090・1234・5678⟧
⟦phone:0 9 0 1 2 3 4 5 6 7 8⟧
⟦phone:090 - 1234 - 5678⟧
⟦phone:(090)1234-5678⟧
⟦phone:０７２（４６０）１２３４⟧
⟦phone:072の460の1234⟧です
ぜろななにのよんろくぜろのいちにさんよんです 電話
⟦phone:090,1234,5678⟧
⟦phone:090…1234…5678⟧やで
折り返しは ⟦phone:819012345678⟧ まで
⟦phone:+63 917 123 4567⟧ is my number
⟦phone:〇九〇の一二三四の五六七八⟧
⟦phone:090ー1234ー5678⟧←これ旦那の番号
⟦phone:ゼロ八ゼロ、一二三四、五六七八⟧
⟦phone:０８０１２３４５６７８⟧
自宅が⟦phone:0724-62-1234⟧、携帯が⟦phone:090-9876-5432⟧です
⟦phone:080-9999-8888⟧
⟦name:村上 さゆり⟧
⟦email:sayuri.m+job@example.org⟧
⟦email:sayuri_m@i.softbank.jp⟧です。
メールアドレスはローマ字で⟦email:k-nakamura@example.ne.jp⟧です
⟦email:k.nakamura＠ｇｍａｉｌ．ｃｏｍ⟧
⟦email:nakamura アットマーク yahoo ドット シーオー ドット ジェーピー⟧
⟦email:nakamura★example.com⟧(★を@に変えてください)
⟦email:HANAKO.Y@EXAMPLE.COM⟧
ハートのマークのあとに⟦email:love-kids0505@au.com⟧
⟦email:なかむらあっとまーくやふーどっとこむ⟧です
うちの住所⟦address:泉佐野市中庄1012番地3⟧やねんけど
⟦address:泉佐野市松風台1丁目1234の56⟧
⟦address:大阪府泉佐野市旭町９番地１号⟧
⟦address:阪南市尾崎町35-1⟧です
⟦address:大阪府貝塚市畠中1丁目17番1号⟧
⟦address:泉南郡熊取町野田一丁目一番一号⟧
⟦address:岬町深日2000-1⟧に住んでます、通えるところで
⟦address:泉佐野市高松東1-10-37 グランドハイツ 502⟧
今は⟦address:レオパレス鶴原103⟧におります
⟦address:サンハイツ羽倉崎 B棟202号⟧
⟦address:りんくう往来南5-1 りんくうタワー1205号室⟧
⟦address:貝塚市二色3丁目⟧に住んでいます
⟦address:羽倉崎2丁目⟧です、家は
⟦address:佐野台4-20⟧の団地です
⟦address:ひがしはぐらざき3の5⟧にすんでます
じゅうしょ ⟦address:かいづかしにしき2ちょうめ⟧
引っ越して⟦address:泉佐野市大西2丁目3番地コーポ大西201⟧になりました
⟦address:北海道札幌市中央区北1条西2丁目⟧から移住
⟦address:京都市中京区寺町通御池上る上本能寺前町488番地⟧
⟦name:田中⟧と⟦name:鈴木⟧さんの予約
相談員の⟦name:大橋⟧さんに前お世話になりました
⟦name:大橋美和子⟧先生の予約とりたい
キャリアコンサルタントの⟦name:藤原⟧さん希望
⟦name:藤原⟧様 お世話になります
ハローワークの⟦name:坂本⟧さんに言われて来ました
前の会社の⟦name:林⟧部長がパワハラで
⟦name:美咲⟧です♪
⟦name:ゆうこ⟧です😊はじめて使います
⟦name:まさみ⟧っていいます、42歳シングルです
娘(⟦name:ひなた⟧)が3歳です
長女⟦name:ひまり⟧、次女⟦name:つむぎ⟧です
息子の⟦name:翔太⟧と二人暮らし
娘は⟦name:愛梨⟧といいます
弟の⟦name:正志⟧が引きこもりで
母の名前は⟦name:和子⟧です
旦那の⟦name:ケンジ⟧が働かへん
⟦name:ジョンソン⟧です。日本語少しできます
私は⟦name:リン⟧です
わたしのなまえは⟦name:アナ・クルス⟧です
⟦name:ブイ・ティ・ホア⟧です、ベトナム人です
⟦name:金⟧と申します
⟦name:朴 美英⟧です
⟦name:李⟧さんの紹介で
⟦name:王麗⟧と申します
名前、⟦name:長谷川まゆみ⟧です
なまえ:⟦name:はせがわ まゆみ⟧
フリガナ ⟦name:ハセガワ マユミ⟧
氏名 ⟦name:長谷川真由美⟧ 年齢 52
氏名:⟦name:長谷川真由美⟧ 電話:⟦phone:090-1111-2222⟧ 住所:⟦address:泉佐野市湊3-4-5⟧
登録名は⟦name:長谷川⟧です
面接してくれた⟦name:五十嵐⟧さん
⟦name:小鳥遊⟧と申します
⟦name:一ノ瀬⟧です、よろしくお願いします
⟦name:佐々木希⟧です
⟦name:東⟧と申します
⟦name:いしばしけんいち⟧ともうします。ろくじゅうごさいです
えーと⟦name:まつもと⟧です。よやくの けんで
⟦name:ほりかわ⟧いいます よろしゅう
わし⟦name:前田⟧や
⟦name:前田⟧やけどな、仕事ないか
⟦name:北野⟧ですー
こちら⟦name:野村⟧です
先ほど電話した⟦name:黒田⟧です
昨日面談した⟦name:内田⟧ですが書類を送りました
⟦birth_date:昭和四十八年十二月五日⟧生まれです
⟦birth_date:S.48.12.5⟧
⟦birth_date:昭和48年12月5日⟧生、52歳
⟦birth_date:48.12.5⟧生まれ
⟦birth_date:1973.12.5⟧
⟦birth_date:1973/12/05⟧です
生まれは⟦birth_date:昭和48年⟧です
⟦birth_date:昭和48年12月⟧生まれです
⟦birth_date:せんきゅうひゃくななじゅうさんねん⟧うまれです
⟦birth_date:しょうわ48ねん⟧うまれです
わたしは⟦birth_date:12月5日⟧生まれです
⟦birth_date:H2.5.5⟧生まれの娘
娘の誕生日は⟦birth_date:2018年4月1日⟧です
⟦birth_date:73年⟧生まれ、⟦name:小川⟧です
⟦birth_date:1973年⟧生まれ
マイナンバー⟦my_number:1234 5678 9012⟧でええの?
マイナンバーカードの番号⟦my_number:123456789012⟧です
個人番号（⟦my_number:1234-5678-9018⟧）
⟦my_number:１２３４　５６７８　９０１８⟧
⟦bank_account:紀陽銀行 泉佐野支店 普通 2345678⟧ 名義 ⟦name:ナカムラ ケイコ⟧
⟦bank_account:ゆうちょ銀行 四〇八 普通 1234567⟧
記号番号 ⟦bank_account:14080-12345671⟧
⟦bank_account:池田泉州銀行の泉佐野支店、普通の1234567⟧です
⟦bank_account:〇〇信用金庫 本店 普通口座 9876543⟧
こうざは ⟦bank_account:1234567⟧
クレカ ⟦card:4242 4242 4242 4242⟧ 期限⟦card:12/28⟧
⟦card:378282246310005⟧
保険証 記号⟦insurance_number:1234 番号567⟧
保険証番号 ⟦insurance_number:12345678⟧
介護保険の被保険者番号 ⟦insurance_number:0001234567⟧
雇用保険被保険者番号は⟦insurance_number:5001-234567-8⟧
年金手帳の番号が⟦license_or_id:4321-098765⟧です
免許証番号 第⟦license_or_id:621234567890⟧号
運転免許の番号は⟦license_or_id:６２１２３４５６７８９０⟧
在留カード ⟦license_or_id:ＡＢ１２３４５６７８ＣＤ⟧
パスポート番号:⟦license_or_id:MZ1234567⟧
受給資格者証の番号 ⟦license_or_id:27-123456-7⟧
社員番号⟦license_or_id:A12345⟧
⟦line_id:taro1973⟧ ←LINE IDです
LINEのID ⟦line_id:nakamura_k⟧ で検索してください
らいんのあいでぃーは⟦line_id:keiko55⟧です
インスタ ⟦personal_url:keiko_nakamura⟧ やってます
ツイッターは⟦personal_url:@keiko73⟧
Facebookは⟦personal_url:https://www.facebook.com/profile.php?id=1000123⟧
TikTok⟦personal_url:@keiko.7⟧
https付き⟦personal_url:https://tiktok.com/@keiko.7⟧
⟦personal_url:https://note.com/keiko_n⟧でブログ書いてます
⟦personal_url:https://1drv.ms/b/s!AbCd⟧
⟦personal_url:https://photos.app.goo.gl/abc⟧
実は⟦health:統合失調症⟧なんです
⟦health:うつ⟧で3年働いてません
⟦health:うつ病⟧と⟦health:不安障害⟧があります
⟦health:躁うつ病⟧やから調子に波があんねん
⟦health:双極⟧です
⟦health:適応障害⟧になり退職しました
昨年⟦health:くも膜下出血⟧を発症し、リハビリ中です
⟦health:心筋梗塞⟧で⟦health:ペースメーカー⟧を入れています
⟦health:ペースメーカー⟧入れてます
⟦health:大腸がんステージ3⟧で抗がん剤治療中
⟦health:抗がん剤⟧治療しながら働けますか
⟦health:インスリン⟧を打ってるので休憩がいる
⟦health:エビリファイ⟧飲んでて眠い
⟦health:発達障害グレーゾーン⟧と言われました
娘が⟦health:摂食障害⟧で入院しています
⟦health:アルコール依存症⟧から回復中です
⟦health:知的障害⟧の息子がいます
⟦health:難聴⟧で電話が苦手です
⟦health:聴覚障害⟧があります
⟦health:メニエール病⟧持ちです
⟦health:クローン病⟧なのでトイレが近いです
⟦health:バセドウ病⟧の治療で通院があります
⟦health:線維筋痛症⟧と診断され痛みがあります
⟦health:HIV⟧に感染しています
⟦health:B型肝炎⟧キャリアです
手帳⟦health:2級⟧です
⟦health:障害者手帳3級⟧あり
⟦health:精神障害者保健福祉手帳の3級⟧を取得しました
⟦health:障害基礎年金2級⟧をもらっています
⟦health:身体障害者手帳1種2級⟧です
⟦health:ぱにっくしょうがい⟧です
⟦health:とうにょうびょう⟧でくすりのんでます
⟦health:ｳﾂ病⟧で休んでました
⟦health:子宮内膜症⟧の手術で辞めました
⟦health:不妊治療⟧のため退職しました
⟦health:リンパ腫⟧の治療が終わりました
関西医療センターの⟦health:精神科⟧に通院しています
⟦health:睡眠導入剤⟧飲まないと寝れへん
昔⟦health:うつ⟧やってて薬飲んでた
母が⟦health:アルツハイマー⟧です
夫が⟦health:脳卒中⟧で倒れました
はじめまして。⟦name:坂口 恵子⟧、⟦birth_date:昭和38年7月7日⟧生まれの62歳です。⟦address:大阪府泉佐野市葵町2-10-5⟧に住んでおります。電話⟦phone:072-461-0000⟧、どうぞよろしくお願い申し上げます。
予約したいです。名前 ⟦name:坂口恵子⟧ 電話 ⟦phone:08011112222⟧ メール ⟦email:keiko@example.com⟧
⟦name:坂口⟧と申す者ですが、先日の件どうなりましたでしょうか
①⟦name:坂口恵子⟧ ②62歳 ③⟦phone:080-1111-2222⟧
⟦name:坂口 恵子⟧ 62歳 女
夜しか電話出られへんけど⟦phone:080.3333.4444⟧にかけて〜
番号変わったで! ⟦phone:０７０ー３３３３ー４４４４⟧
⟦phone:080-3333ー4444⟧
⟦phone:080‐3333‐4444⟧
⟦phone:080 -3333 -4444⟧
⟦phone:(080) 3333-4444⟧
⟦phone:080ー33334444⟧
⟦phone:0803333-4444⟧
携帯→⟦phone:０９０３３３３４４４４⟧です！
わたしのけいたいは⟦phone:ぜろはちぜろのさんさんさんさんのよんよんよんよん⟧です
でんわ⟦phone:れいななに よんろくに ぜろぜろぜろぜろ⟧
でんわばんごうは⟦phone:ぜろきゅうぜろ⟧、えっと、⟦phone:いちにさんよん⟧、⟦phone:ごろくななはち⟧です
⟦phone:〇九〇 三三三三 四四四四⟧まで御連絡ください
連絡先は⟦phone:090-3333-4444⟧（⟦name:山口⟧）
⟦phone:080-3333-4444⟧ ⟦name:ゆみ⟧
fax ⟦phone:072-469-0001⟧
メール送りました ⟦email:y.sakaguchi＠example．co．jp⟧ から
⟦email:y-sakaguchi@xn--example.jp⟧
わたしのアドレスは⟦email:sakaguchi-keiko アット ソフトバンク ドット エヌイー ドット ジェーピー⟧
⟦email:keiko.s(アット)gmail.com⟧
⟦email:keiko.s[@]gmail.com⟧
⟦email:keiko.s@gmail.com⟧,⟦email:k2@example.jp⟧
家は⟦address:葵町2丁目⟧です
⟦address:泉佐野市市場東1-295-3⟧
大阪府⟦address:泉佐野市新安松2丁目4-1ハイム新安松302⟧
⟦address:泉佐野市俵屋128番地⟧在住
⟦address:いずみさのしひねの2500⟧です
住所：⟦address:大阪市西成区萩之茶屋2-5-23⟧
⟦address:大阪市浪速区湊町１丁目４番１号　ＯＣＡＴビル５０５号⟧
⟦address:堺市西区鳳東町4丁444-1⟧
⟦address:和歌山県和歌山市六番丁43⟧
⟦address:神戸市中央区三宮町1-1-1-101⟧
⟦address:東京都港区六本木六丁目10番1号⟧
部屋は⟦address:B棟305号室⟧です
⟦address:グリーンハイツ鶴原Ⅱ 201⟧
⟦address:市営鶴原団地3棟405号⟧に引っ越しました
⟦address:サンシャイン泉佐野1002号室⟧
住所は⟦address:大阪府泉佐野市鶴原⟧です
引っ越し先は⟦address:泉佐野市日根野6789-1⟧
わたしは⟦name:坂口恵子⟧といいます。
⟦name:坂口恵子⟧62才
うちの名前は⟦name:坂口⟧や
⟦name:恵子⟧と呼んでください
旦那の⟦name:正樹⟧の扶養です
子の名前:⟦name:陽翔⟧(⟦name:はると⟧)、⟦name:結菜⟧(⟦name:ゆいな⟧)
⟦name:陽翔⟧くんのママです
同じ職場の⟦name:井口⟧さんと合わない
⟦name:オオタニ⟧さんお願いします
⟦name:ﾀﾅｶ⟧です。ﾖﾔｸｼﾀｲ
⟦name:田中ケイコ⟧です
⟦name:たなか恵子⟧です
⟦name:タナカ　ケイコ⟧
⟦name:tanaka keiko⟧です
⟦name:Tanaka Keiko⟧といいます
⟦name:KEIKO TANAKA⟧です
I am ⟦name:Nguyen Van Anh⟧
⟦name:ロドリゲス・マリア⟧と申します
⟦name:マリア・サントス⟧です、フィリピン人です
⟦name:レ・ティ・トゥイ⟧さんの代わりに連絡しています
⟦name:陳 美玲⟧です
⟦name:キム⟧さんに聞きました
友人の⟦name:岩崎かおり⟧から教えてもらいました
⟦name:岩崎⟧様　ご連絡ありがとうございます
⟦name:岩崎⟧殿
社長の⟦name:岩崎⟧から
紹介者は⟦name:岩崎⟧さんです
おかんの名前は⟦name:岩崎トメ⟧
⟦name:谷⟧です
⟦name:辻⟧と申します
⟦name:南⟧です、はじめまして
⟦name:射手矢⟧と申します
⟦name:樫井⟧です
⟦name:根来⟧です。予約変更お願いします
⟦name:今⟧と申します
担当⟦name:中西⟧さんに伝言
⟦name:中西⟧さま、先日はありがとうございました
⟦name:中西⟧さん、今日はありがとう
⟦name:中西⟧さん!
お世話になっております、⟦name:中西⟧でございます
⟦name:中西⟧(⟦name:なかにし⟧)です
僕は⟦name:大輔⟧
⟦name:だいすけ⟧っす
⟦name:のりこ⟧だよ〜
生年月日⟦birth_date:S38.7.7⟧
⟦birth_date:昭和38・7・7⟧
⟦birth_date:３８年７月７日⟧生まれ
⟦birth_date:1963年（昭和38年）7月7日⟧生まれ
⟦birth_date:１９６３／０７／０７⟧
⟦birth_date:昭和38年7月7日⟧
生まれた日は⟦birth_date:昭和38年7月7日⟧
誕生日は⟦birth_date:七月七日⟧です
誕生日が⟦birth_date:7/7⟧なんで
たんじょうびは⟦birth_date:しちがつなのか⟧です
⟦birth_date:しょうわさんじゅうはちねんしちがつなのか⟧うまれです
うち⟦birth_date:昭和38年⟧生まれやねん
⟦birth_date:1963年7月⟧生まれ
⟦birth_date:平成30年5月5日⟧生まれの子がいます
⟦birth_date:H30.5.5⟧生まれ
⟦birth_date:2020年3月⟧生の子ども
マイナンバー書いとくわ ⟦my_number:987654321098⟧
マイナンバー通知カードの番号 ⟦my_number:9876 5432 1098⟧
口座 ⟦bank_account:関西みらい銀行 泉佐野 普通 1122334⟧
普通口座の⟦bank_account:1122334⟧です
⟦bank_account:三井住友銀行の難波支店で普通の7654321⟧
記号⟦bank_account:14150 番号7654321⟧
給料は⟦bank_account:泉州信金 本店 普通1234567⟧に入れて
ゆうちょの記号が⟦bank_account:14120⟧で番号が⟦bank_account:1234567⟧
JCB ⟦card:3530 1113 3330 0000⟧
⟦card:5105105105105100⟧
健康保険の記号番号 ⟦insurance_number:12345678-901⟧
国保の記号⟦insurance_number:泉国 番号1234567⟧
雇用保険番号は⟦insurance_number:27011234567⟧です
基礎年金番号 ⟦license_or_id:１２３４－５６７８９０⟧
⟦license_or_id:1234 567890⟧ 年金番号です
免許番号⟦license_or_id:621234567890⟧
車の免許の番号は⟦license_or_id:6212-3456-7890⟧
ざいりゅうカードは⟦license_or_id:XY98765432AB⟧です
LINEは⟦line_id:keiko-38⟧で検索
LINEのIDおしえます。⟦line_id:keiko_38⟧
ラインID⟦line_id:keiko.38⟧
@⟦line_id:keiko38⟧ LINEです
インスタID ⟦personal_url:keiko.s38⟧
X(旧Twitter) ⟦personal_url:@keiko_s38⟧
アメブロ ⟦personal_url:https://ameblo.jp/keiko-38/⟧
パスワード: ⟦password_like:keiko3807⟧ でログインできない
⟦health:パニック障害⟧で電車乗られへん
⟦health:うつ病⟧の診断がおりてます
⟦health:うつ病⟧でした
⟦health:鬱病⟧が再発しました
⟦health:うつ⟧が再発しました
3年前に⟦health:乳癌⟧をしました
⟦health:胃がん⟧で胃を半分取りました
⟦health:がん⟧サバイバーです
⟦health:がん⟧を患っていました
⟦health:1型糖尿病⟧です
⟦health:双極性障害Ⅱ型⟧です
⟦health:発達障害⟧(⟦health:ADHD⟧)です
⟦health:軽度知的障害⟧があります
⟦health:慢性腎不全⟧で⟦health:透析⟧してます
⟦health:脊柱管狭窄症⟧で長く歩けません
⟦health:強迫性障害⟧のため通院中
⟦health:自律神経失調症⟧って診断された
⟦health:化学物質過敏症⟧なので無香料の職場がいい
⟦health:重度の喘息⟧があります
⟦health:レクサプロ⟧と⟦health:マイスリー⟧を処方されてる
⟦health:心療内科⟧でもらった薬が合わない
⟦health:メンタルクリニック⟧に通っててんけど
母親が⟦health:要介護4⟧で目が離せない
⟦health:精神障害者手帳⟧を持っています
⟦health:精神手帳3級⟧取りました
身体の手帳⟦health:5級⟧です
⟦health:療育手帳⟧持ってる娘の就職
手帳は⟦health:B1⟧です
息子は⟦health:ダウン症⟧です
⟦health:コロナ後遺症⟧で体がだるい
⟦health:肺結核⟧で入院してました
⟦health:梅毒⟧の治療中
⟦health:若年性認知症⟧と診断されました
夜分にすみません。⟦name:寺西⟧と申します。息子⟦name:康平⟧(24)のことで相談したく、⟦phone:090-2468-1357⟧までお電話いただけないでしょうか。
えっとですね、わたくし⟦name:おかざきしげお⟧ともうしまして、ことし68になります
もしもし⟦name:吉村⟧やけど、明日の予約キャンセルしといて
⟦name:ゆか⟧です〜💕 3歳の娘⟦name:りお⟧と暮らしてます🏠
初めまして!⟦name:大西陽子⟧(52)です
⟦name:ｵｵﾆｼ ﾖｳｺ⟧ 52ｻｲ
⟦name:大西　陽子⟧　⟦birth_date:昭和48年1月15日⟧生
私の名前、⟦name:大西⟧っていうんやけど登録できてる?
登録してる⟦name:大西陽子⟧ですけど住所変わったんで。新しいんは⟦address:泉佐野市中町1丁目3-7 エスポワール中町 405⟧です
前、⟦name:ヤマグチ⟧さんって女の人に担当してもらったんですが
⟦name:山口⟧さんていう相談員の方いますか
⟦name:片山⟧主任から連絡もらいました
⟦name:石井⟧さん、⟦name:上田⟧さん、どちらでもいいです
パート先の⟦name:三好⟧店長に怒鳴られた
嫁の⟦name:智子⟧がパート探してます
妹の⟦name:えみ⟧も一緒に登録できますか
母、⟦name:和田スミエ⟧、85歳、⟦health:要介護2⟧です
孫の⟦name:蒼空⟧くんを預かってるので
うちの子⟦name:そうた⟧くん、⟦health:自閉症⟧で支援学校です
⟦name:グエン・ティ・マイ⟧と申します。日本語、少しできます
わたしは⟦name:ジェニファー⟧です。フィリピンから来ました
⟦name:チャン・ヴァン・ミン⟧です。在留カードは⟦license_or_id:CD87654321EF⟧
my name is ⟦name:John Smith⟧ looking for job
⟦name:金田 正一⟧様宛でお願いします
宛名は⟦name:金田⟧でお願いします
ご担当の⟦name:河合⟧様
電話 ⟦phone:06-6345-6789⟧(昼間)
⟦phone:０６ー６３４５ー６７８９⟧
昼は会社⟦phone:0725-33-4444⟧、夜は⟦phone:090 2468 1357⟧
⟦phone:080.2468.1357⟧まで!
でんわは　⟦phone:ぜろはちぜろ　にーよんろくはち　いちさんごーなな⟧　です
⟦phone:ゼロナナニ、ヨンロクニ、イチニイサンヨン⟧ 自宅の電話です
⟦phone:０８０の２４６８の１３５７⟧ばん です
⟦phone:080ｰ2468ｰ1357⟧でお願いｼﾏｽ
⟦phone:〇七二―四六二―一二三四⟧
⟦phone:+８１−８０−２４６８−１３５７⟧
tel:⟦phone:08024681357⟧
メルアドは⟦email:oonishi.yoko@example.com⟧やで
⟦email:oonishi-yoko＠docomo．ne．jp⟧です。パソコンのは⟦email:yoko@example.org⟧
⟦email:o_yoko@yahoo.co.jp⟧に履歴書の見本送ってください
ヤフーの⟦email:yoko1973@yahoo⟧
メールアドレス…⟦email:yoko(アットマーク)example(ドット)com⟧
⟦email:ようこ アット ドコモ ドット エヌイー ドット ジェーピー⟧
いま⟦address:泉佐野市南泉ヶ丘3-2-1⟧に住んでます。近場希望
⟦address:貝塚市水間508-1⟧です
⟦address:大阪府泉南郡田尻町嘉祥寺375番地1⟧
⟦address:堺市中区深井清水町1-2-3-404⟧
⟦address:岸和田市並松町 ３−１４−５⟧
⟦address:泉佐野市笠松2の4の9⟧
⟦address:大宮団地の5号棟302⟧
⟦address:コーポラス泉 102号⟧
⟦address:リバーサイド熊取201号室⟧
⟦address:くまとりちょうおおくぼきた2の3の4⟧です
⟦address:せんなんしたるい5ちょうめ⟧にすんでいます
住所変更です 旧:⟦address:泉佐野市栄町4-5⟧ 新:⟦address:泉佐野市本町6-7-8⟧
郵便番号が⟦postal_code:598-0021⟧で⟦address:泉佐野市日根野1234-5⟧です
⟦postal_code:〒５９８－００４８⟧ ⟦address:泉佐野市りんくう往来北1番地⟧
⟦birth_date:昭和48年1月15日⟧、ことし52です
わたしは⟦birth_date:昭和48年⟧うまれ
⟦birth_date:S48年1月15日⟧です
⟦birth_date:1973ねん1がつ15にち⟧うまれです
生年月日 ⟦birth_date:１９７３．１．１５⟧
⟦birth_date:昭和48.1.15⟧ 男
息子は⟦birth_date:平成13年8月20日⟧生まれです
娘、⟦birth_date:2015年⟧生まれの小4
誕生日 ⟦birth_date:1/15⟧
生まれ年は⟦birth_date:1973年⟧です
⟦birth_date:しょうわよんじゅうはちねんいちがつじゅうごにち⟧うまれです
マイナンバーいるんやったら⟦my_number:135792468012⟧
⟦my_number:1357 9246 8012⟧がマイナンバーです
まいなんばー ⟦my_number:１３５７９２４６８０１２⟧
ゆうちょ ⟦bank_account:14190-23456781⟧
⟦bank_account:みずほ銀行天下茶屋支店（普）2345678⟧
振込口座 ⟦bank_account:楽天銀行 第一営業支店 普通 7123456⟧ ⟦name:オオニシ ヨウコ⟧
口座番号 ⟦bank_account:0123456⟧、名義は⟦name:オオニシヨウコ⟧
デビットカード ⟦card:4000 0566 5566 5556⟧
被保険者証の番号⟦insurance_number:5012-345678-9⟧です
保険証番号は⟦insurance_number:00123456⟧
記号 ⟦insurance_number:5012 番号 34⟧
年金番号は⟦license_or_id:5012-345678⟧
免許証の番号 ⟦license_or_id:501234567890⟧
パスポート ⟦license_or_id:TR7654321⟧
求職番号 ⟦license_or_id:27120-7654321⟧です
LINE交換したいです ID ⟦line_id:yoko_0115⟧
らいんID→⟦line_id:yoko0115⟧
私のインスタ⟦personal_url:@yoko.0115⟧
旧ツイッター ⟦personal_url:@yoko_o⟧
https→⟦personal_url:https://www.facebook.com/yoko.oonishi⟧
履歴書 ⟦personal_url:https://docs.google.com/document/d/1AbC/edit⟧
パスワード⟦password_like:yoko1973⟧なのに入れへん
じつは⟦health:ＡＤＨＤ⟧で薬飲んでます
⟦health:うつ病⟧歴5年です
⟦health:躁鬱⟧で仕事続かない
長年⟦health:鬱病⟧をわずらっております
先月、⟦health:適応障害⟧の診断書が出ました
⟦health:不安障害⟧持ちのシンママです😢
⟦health:乳がん⟧治療中やけど短時間なら働ける
⟦health:大腸癌⟧の手術のあと体力が落ちました
⟦health:狭心症⟧があるので重労働は止められてます
⟦health:メンタルクリニック⟧通ってます
⟦health:精神科⟧に月一で行ってます
⟦health:抗不安薬⟧のんでるから運転できへん
⟦health:リスパダール⟧を服用中です
⟦health:アスペルガー⟧って言われたことある
⟦health:発達障害⟧なんですが一般枠で働けますか
⟦health:統合失調症⟧の薬を飲んでいるので朝が弱いです
⟦health:身体障害者手帳3級⟧持ってます(心臓)
⟦health:精神3級⟧の手帳あります
障害年金の⟦health:2級⟧もらってます
次男が⟦health:知的障害⟧で⟦health:療育手帳A⟧です
⟦health:ぜんそく⟧があるのでほこりっぽい所はダメ
⟦health:くも膜下出血⟧の後遺症で左手が動きにくい
⟦health:HIV⟧のことは会社に言わないとだめですか、陽性です
⟦health:エイズ⟧です
⟦health:パーキンソン病⟧になりました
⟦health:高次脳機能障害⟧のある夫を支えています
⟦health:アル中⟧の治療で入院してた
⟦health:てんかん⟧発作があるので運転は無理
⟦name:上杉⟧です。先週お話しした件ですけど
おはようございます、⟦name:しばた⟧です☀️
こんばんは🌙 ⟦name:なつみ⟧っていいます
⟦name:柴田なつみ⟧、37歳です!
うちは⟦name:しばた⟧いいますねん
担当やった⟦name:浜口⟧さん、辞めはったん?
息子(⟦name:柴田 陸⟧、19歳)が働きたがらないんです
娘が⟦name:美結⟧っていうんですけど
⟦name:カルロス⟧です。ブラジルじんです
電話番号 ⟦phone:090 7777 1234⟧ 名前 ⟦name:柴田⟧
番号は⟦phone:０８０ー７７７７ー１２３４⟧やから電話して
ほんだら⟦phone:07077771234⟧にかけてや
けいたいばんごうはですね、⟦phone:ぜろきゅうぜろ、なななななななな、いちにさんよん⟧です
母の携帯 ⟦phone:090(7777)1234⟧
会社の電話は⟦phone:0724-58-1111⟧です
⟦phone:06.6777.1234⟧
⟦phone:+84 90 123 4567⟧
⟦email:natsumi.s@example.net⟧でお願いします
アドレスかわりました! ⟦email:natsu_mama@softbank.ne.jp⟧
⟦email:natsumi あっと example どっと jp⟧
〒⟦postal_code:597-0001⟧
⟦address:貝塚市近木1-2-3⟧から引っ越す予定です
⟦address:泉佐野市野出町12-8⟧
⟦address:泉南市樽井4丁目10番2号 第二樽井マンション 303号⟧
⟦address:和泉市いぶき野5丁目1-1⟧
住まいは⟦address:大正町7-7⟧やで
⟦address:ヴィラ上町205⟧
家は⟦address:大西2丁目の9番地⟧や
⟦address:かみまち2の3の4⟧にすんでます
⟦birth_date:昭和63年10月9日⟧生まれの37歳
⟦birth_date:1988.10.9⟧
⟦birth_date:S63/10/9⟧です
⟦birth_date:昭和63⟧生まれ
せいねんがっぴ、⟦birth_date:しょうわろくじゅうさんねんじゅうがつここのか⟧
誕生日は⟦birth_date:10月9日⟧やねん
マイナンバーは⟦my_number:2468 1357 9024⟧
⟦bank_account:三菱UFJ銀行 堺支店 当座 3456789⟧
ゆうちょ銀行 記号 ⟦bank_account:11940 番号 1234567⟧
⟦card:6011 1111 1111 1117⟧
雇用保険被保険者番号 ⟦insurance_number:27031234561⟧
免許証は⟦license_or_id:３０１２３４５６７８９０⟧
在留カード番号 ⟦license_or_id:ZZ11223344YY⟧
LINEのアイディーは ⟦line_id:natsumi1009⟧
Insta→⟦personal_url:@natsumi_cafe⟧
⟦personal_url:https://www.tiktok.com/@natsumi⟧
双子の片方が⟦health:ADHD⟧です
⟦health:うつ病⟧、今は寛解しています
⟦health:鬱⟧やってから自信がない
前職で⟦health:適応障害⟧になってしまって
⟦health:糖尿病⟧があるので食事の時間は守りたい
⟦health:緑内障⟧で視野が狭いです
⟦health:脳梗塞⟧やってん、右手が動かへん
⟦health:腰椎椎間板ヘルニア⟧と診断されています
⟦health:精神障害者保健福祉手帳2級⟧所持
主人が⟦health:うつ⟧で休職中で生活が苦しい
⟦health:デパケン⟧と⟦health:ラミクタール⟧飲んでます
⟦health:子宮頸がん⟧の経過観察中です
⟦health:双極症⟧のためフルタイムは難しいです
お世話になっております。折り返しのお電話は⟦phone:０９０－３３２１－４４５５⟧までお願いいたします。
⟦phone:08055512233⟧ かけて
でんわばんごうは ⟦phone:ぜろはちぜろ の さんさんにいち の よんよんごーろく⟧ です
⟦phone:まるきゅうまる、いちにいにい、さん、よんごろくなな⟧です
⟦phone:ゼロナナゼロ ニーニーサンサン ヨンヨンゴーゴー⟧にかけてください
わたしのけいたい ⟦phone:ぜろきゅうぜろにいさんよんごーろくななはちきゅう⟧
でんわは ⟦phone:ぜろななに の よんろくさん の いちにさんし⟧ です いえでん
⟦phone:〇九〇の二二三三の四四五五⟧でございます
⟦phone:○八○-三三四四-五五六六⟧へどうぞ
⟦phone:零九零 一二二三 三四四五⟧
自宅 ⟦phone:072(463)2211⟧ 留守電あり
⟦phone:（０７２）４６４－３３２２⟧ 自宅
実家が⟦phone:072・465・1122⟧やねん
⟦phone:090 … 2233 … 4455⟧です
⟦phone:090、3344、5566⟧です、よろしく
⟦phone:090ｰ7788ｰ9900⟧
⟦phone:090_1122_3344⟧ ね
⟦phone:090=2233=4455⟧
⟦phone:090→3344→5566⟧w
⟦phone:090📞5566📞7788⟧まで〜
⟦phone:0 8 0 1 1 2 2 3 3 4 4⟧
⟦phone:0９0ー11２２ー33４4⟧ 全角半角ごちゃまぜですみません
⟦phone:81-90-3322-1100⟧
⟦phone:+819033221100⟧ now in Japan
⟦phone:+81(0)90-2211-3344⟧
⟦phone:0081 80 2233 4455⟧
会社は⟦phone:072-461-5500 内線23⟧です、うちの自営の事務所
⟦phone:06-6233-1188（内線 102）⟧ につながります
FAXしかないです ⟦phone:072-466-7788⟧
ファックス：⟦phone:0724-62-1188⟧
⟦phone:0724-62-3344⟧ 昔の番号のままです
番号は⟦phone:462-7788⟧、市外局番いる?
下4桁が⟦phone:7788⟧の携帯です
前と同じ番号で末尾だけ⟦phone:3344⟧に変わりました
090で始まって、あとは⟦phone:1234の5566⟧です
最初が080、まんなか⟦phone:5522⟧、最後⟦phone:9911⟧
母の携帯が⟦phone:080-9988-7766⟧で、父のは⟦phone:090-6655-4433⟧です
友達の電話つたえときます ⟦phone:０８０　７７６６　５５４４⟧
緊急連絡先 夫 ⟦phone:090-2468-1357⟧
⟦phone:090-1357-2468⟧が主人で⟦phone:080-1357-2469⟧がわたし
ショートメールなら⟦phone:070.3131.4141⟧
⟦phone:050-5533-2211⟧ IP電話
0120はムリ、⟦phone:090-4141-5151⟧にして
よりそいホットラインは0120-279-338ですよね。私のは⟦phone:080-2727-9338⟧です
電話→⟦phone:080^1212^3434⟧
携帯変えてん ⟦phone:080~3434~5656⟧
⟦phone:090ー八八一一ー二二三三⟧です
⟦phone:090ハイフン1122ハイフン5588⟧です
けいたいばんごう ⟦phone:ぜろはちぜろ えっと ごーごーろくろく えー ななななはちはち⟧
⟦phone:９０－５５６６－７７８８⟧ 携帯
⟦phone:O9O-1122-3355⟧
⟦phone:o8o 4433 2211⟧です
⟦phone:090-l234-5567⟧
⟦phone:０９０の４４３３の２２１１⟧に、６時以降やったら出れます
【⟦phone:090-8181-9191⟧】ここへ
「⟦phone:080-1919-2929⟧」に着信残してください
ﾃﾞﾝﾜ ⟦phone:ｾﾞﾛｷｭｳｾﾞﾛ ｲﾁｲﾁﾆｲﾆｲ ｻﾝｻﾝﾖﾝﾖﾝ⟧
ｹｲﾀｲﾊ⟦phone:090-2323-4545⟧ﾃﾞｽ
名前の後に書いた番号、⟦phone:080-3636-4747⟧やからね
番号間違ってました！正しくは⟦phone:080-5757-6868⟧、さっきの⟦phone:080-5757-6867⟧は消してください
⟦address:泉佐野市日根野2233-4⟧です
⟦address:泉佐野市羽倉崎一丁目五の二⟧でございます
⟦address:いずみさのしなかまちさんちょうめごばんろくごう⟧
⟦address:ｲｽﾞﾐｻﾉｼ ﾊｸﾞﾗｻﾞｷ 2-3-4⟧
⟦address:IZUMISANO-SHI HINENO 2233⟧
⟦address:2-5-8 Uemachi, Izumisano, Osaka⟧
⟦address:3-1-10 Rinku Orai Kita, Izumisano City, Osaka 598-0048⟧
⟦address:泉佐野市上之郷字宮ノ前１１２番地⟧
⟦address:大阪府泉南郡熊取町大字久保３４５番地の２⟧
⟦address:熊取町七山北4-12⟧ です
⟦address:阪南市尾崎町2-8-1⟧からだと遠いですか
⟦address:貝塚市二色3-6-7-1104⟧
⟦address:岸和田市別所町1-22 サンハイツ別所302号⟧
⟦address:和歌山市西浜1-2-33⟧の実家に戻ってます
親の家は⟦address:紀の川市打田987-1⟧です
母が⟦address:岩出市根来1122⟧に一人で住んでて介護が
父の住所は⟦address:兵庫県尼崎市武庫之荘3丁目14-9⟧
友人宅に居候中 ⟦address:大阪市浪速区日本橋東2-3-4 グランメゾン日本橋805⟧
店を⟦address:泉佐野市栄町6-10⟧でやってました、住居も同じです
⟦address:府営泉佐野上町住宅12棟304号⟧です
⟦address:泉佐野東府営住宅 B棟 507⟧
⟦address:りんくう団地6-308⟧
⟦address:公団の5号棟203⟧に住んでます
⟦address:市営住宅2棟の101⟧や
うちは⟦address:グランドハイツ日根野の605号室⟧
⟦address:サンパレス泉佐野1203⟧まで郵送お願いします
⟦address:メゾン・ド・リラ 2F-B⟧
⟦address:レオパレス松風台 206⟧やで、ワンルーム
⟦address:スカイコート505⟧ 書類はここに送って
部屋は⟦address:802号室⟧です
⟦address:中庄1丁目の角のタバコ屋の隣⟧に住んでます
⟦address:長滝のローソンの裏⟧の平屋です
⟦address:樫井の郵便局の向かい⟧がうちです
⟦address:東羽倉崎町の3の15⟧です
⟦address:松風台2の4の6⟧
⟦address:葵町三丁目8番⟧のマンション
⟦address:笠松1丁目2番3号⟧です。住民票もそこ
⟦address:若宮町11ー5⟧
⟦address:湊四丁目五番地二⟧
⟦address:鶴原3丁目⟧に引っ越しました
⟦address:高松東2-1-55⟧、迎えいらんで
⟦address:旭町９ー８⟧
⟦address:大西２ー３ー１ー４０２⟧
おうちは ⟦address:いずみがおか にのさん⟧ です
じゅうしょは ⟦address:おおぎ さんびゃくにじゅうに⟧ です
⟦address:ひがしさのだい 12の4⟧ やねん
⟦address:しんけ いちのご のにひゃくいち⟧
郵送先→⟦address:大阪府泉佐野市大木 1456⟧
⟦postal_code:598-0022⟧⟦address:泉佐野市土丸889⟧
⟦postal_code:５９８－００５１⟧
郵便番号は⟦postal_code:5980021⟧です
ゆうびんばんごうは ⟦postal_code:ごーきゅうはち の ぜろぜろいちに⟧ です
うちの郵便⟦postal_code:590-0521⟧やで
⟦postal_code:598-0037⟧が郵便番号
⟦postal_code:〒5960825⟧
⟦postal_code:597-0083⟧ ⟦address:貝塚市海塚2-3-4⟧ です
⟦postal_code:6496249⟧は実家の郵便番号
ゆうびんばんごー ⟦postal_code:５９８－００７１⟧
おおきに ⟦postal_code:598.0024⟧ や
はじめてご連絡いたします。⟦name:辻本恵美子⟧と申します。
⟦name:中辻⟧と申しますが、求人の件で
⟦name:つじもとえみこ⟧といいます。ろくじゅうにさいです
⟦name:きたの⟧です、きのうでんわしました
えっと ⟦name:おくのたけし⟧ ともうします
こちら⟦name:向井⟧と申す者です
わたくし、⟦name:射手矢和子⟧と言います
うち、⟦name:新田ゆかり⟧いいます
わし⟦name:根来⟧や
俺⟦name:坂田竜也⟧。32
ぼく⟦name:こうき⟧っていいます、高校生です
氏名 ⟦name:道浦真由美⟧ 年齢 51
おなまえ ⟦name:みちうらまゆみ⟧
ﾅﾏｴﾊ ⟦name:ﾀﾆｸﾞﾁ ﾋﾛｼ⟧ ﾃﾞｽ
⟦name:Tanaka Hiroshi⟧ desu
⟦name:HIROKO OKUNO⟧
I'm ⟦name:Daniel Oliveira⟧, looking for a job
⟦name:グエン・ティ・ホア⟧です。日本語すこし
⟦name:王 麗華⟧と申します。中国出身です
⟦name:キム・ミンジ⟧です
⟦name:ロドリゲス マリア⟧です。パートさがしています
⟦name:パク⟧です。コンビニで働いてました
旧姓⟦name:西出⟧です
⟦name:西出⟧(旧姓 ⟦name:田端⟧)です
結婚して⟦name:田端⟧から⟦name:西出⟧になりました
離婚して旧姓の⟦name:宮内⟧に戻りました
みんなからは⟦name:なべちゃん⟧と呼ばれてる⟦name:渡辺⟧です
息子の⟦name:翔太⟧のことで相談です
孫の⟦name:蓮⟧を預かってるんで夕方まで
長男の⟦name:ゆうと⟧が小1です
次女、⟦name:あかり⟧2歳
旦那の⟦name:健太郎⟧が反対してて
嫁の⟦name:奈々⟧も仕事探してます
弟の⟦name:貴之⟧も一緒にいけますか
母（⟦name:岸本トシ子⟧）の介護してます
父⟦name:岸本勇⟧が倒れて
友達の⟦name:上野さやか⟧に聞いて登録しました
友人の⟦name:ゆっこ⟧と一緒に応募したい
前の担当の⟦name:阪口⟧さんいますか
紹介者は⟦name:古谷⟧さんです
⟦name:東野⟧さんに代わってもらえますか
社長の⟦name:覚道⟧さんに怒鳴られました
主任の⟦name:井端⟧って人がきつい
⟦name:和田⟧くんと同じ職場は嫌です
上司（⟦name:藪内⟧課長）のパワハラ
お世話になります。火曜の予約を変更したいです。⟦name:熊取谷⟧
明日10時に伺います ⟦name:玉井⟧
ありがとうございました😊 ⟦name:ちひろ⟧より
予約してた⟦name:貝野⟧ですけど
さっき電話した⟦name:川﨑⟧です〜
昨日面接してもろた⟦name:髙橋⟧ですわ
先日はどうも、⟦name:井阪⟧でございます
⟦name:濵田⟧ですが、求人票の件
もしもし、⟦name:辻⟧やけど
⟦name:森⟧です。キャンセルで
⟦name:林⟧です
⟦name:原⟧といいますけど、まだ空いてる?
⟦name:谷⟧ですねん
⟦name:さとう⟧です。よろしくおねがいします
⟦name:すずき⟧やけど
⟦name:愛⟧です!初めまして
⟦name:美穂⟧でーす🎵
⟦name:りさ⟧だよ〜
登録名は⟦name:moko⟧ですが本名は⟦name:森本智子⟧です
LINEの名前は⟦name:ひろくん⟧になってますが⟦name:広瀬⟧です
代理で書いてます。本人は⟦name:寺田昭夫⟧、75歳
姓が⟦name:四至本⟧で名が⟦name:武⟧です
苗字は⟦name:一丁田⟧、読みは⟦name:いっちょうだ⟧
漢字は⟦name:東海林⟧と書いて⟦name:しょうじ⟧です
領収書の宛名は⟦name:岡本商太⟧でお願いします
口座名義が⟦name:ナカノ クミコ⟧です
⟦name:前川⟧　女　45
⟦name:斉藤⟧(60代男)です
ただいま無職の⟦name:浜口⟧と申します
泉佐野市在住の⟦name:庄司⟧です
シングルマザーの⟦name:まゆ⟧です
看護師の⟦name:橋爪⟧さんに紹介されて
民生委員の⟦name:松谷⟧さんから聞きました
社協の⟦name:梶⟧さんに言われて来ました
保証人は⟦name:中西⟧のおじさんで
生年月日 ⟦birth_date:S40.11.3⟧
⟦birth_date:昭和４０年１１月３日⟧生まれです
⟦birth_date:51年⟧生まれです
⟦birth_date:しょうわごじゅうごねん しがつとおか⟧うまれ
⟦birth_date:せんきゅうひゃくはちじゅうねん ごがつみっか⟧ うまれ です
⟦birth_date:1980/5/3⟧
⟦birth_date:1980.05.03⟧
⟦birth_date:19800503⟧
生年月日⟦birth_date:８００５０３⟧
⟦birth_date:80年5月⟧生まれ
⟦birth_date:八〇年⟧生まれ
⟦birth_date:七六年⟧の生まれです
⟦birth_date:平成元年⟧生まれです
⟦birth_date:H1.8.8⟧
⟦birth_date:H10/12/24⟧生
⟦birth_date:へいせいごねんろくがつ⟧うまれ
⟦birth_date:平5.6.15⟧ 女
⟦birth_date:H050615⟧
⟦birth_date:2003年2月14日⟧生まれの22歳です
⟦birth_date:03年2月14日⟧生まれ
⟦birth_date:平成15年度⟧生まれ
⟦birth_date:昭和25年の早生まれ⟧です
⟦birth_date:25年早生まれ⟧
⟦birth_date:s.50.7.20⟧
⟦birth_date:S50 7 20⟧
⟦birth_date:昭和50-07-20⟧
⟦birth_date:昭和50年、7月の20日⟧です、誕生日
誕生日は⟦birth_date:7月20日⟧
たんじょうび ⟦birth_date:しちがつはつか⟧
⟦birth_date:7/20⟧が誕生日やから
誕生日⟦birth_date:0720⟧
来月の⟦birth_date:15日⟧が誕生日で60になります
生まれは⟦birth_date:昭和33年の8月⟧
うまれたのは⟦birth_date:しょうわにじゅうはちねん⟧です
DOB ⟦birth_date:1992-09-09⟧
⟦birth_date:Sep 9, 1992⟧ born
娘は⟦birth_date:令和2年3月3日⟧生まれ
子ども⟦birth_date:R2.3.3⟧生まれと⟦birth_date:R4.5.5⟧生まれ
息子⟦birth_date:2018年4月⟧生まれ
母は⟦birth_date:昭和12年1月1日⟧生まれで要介護3
夫が⟦birth_date:1970年9月⟧うまれ
⟦birth_date:1963 07 07⟧
⟦birth_date:西暦1963年7月7日⟧
⟦birth_date:大正15年2月⟧生まれの母
戌年の⟦birth_date:昭和45年⟧生まれです
⟦birth_date:S51⟧生まれ
⟦birth_date:㍼51.3.2⟧生
⟦birth_date:'76年⟧生まれ
⟦birth_date:76年の3月⟧産まれ
マイナンバー ⟦my_number:1122 3344 5566⟧
まいなんばー ⟦my_number:いちにさんよん ごろくななはち きゅうぜろいちに⟧
個人番号は⟦my_number:998877665544⟧です
マイナの12桁は⟦my_number:4455-6677-8899⟧
⟦my_number:３３４４ ５５６６ ７７８８⟧ マイナンバーです
通知カードに書いてある番号⟦my_number:556677889900⟧
子どものマイナンバー⟦my_number:2233・4455・6677⟧
ﾏｲﾅﾝﾊﾞｰ⟦my_number:112233445566⟧
私の個人番号、ええと⟦my_number:7788 9900 1122⟧でよろしいでしょうか
振込は⟦bank_account:池田泉州 日根野支店 普通 0033221⟧
⟦bank_account:三井住友 泉佐野支店 普 4455667⟧
⟦bank_account:りそな銀行 店番号123 口座番号 7654321⟧
ゆうちょ ⟦bank_account:記号14010 番号23456781⟧
ゆうちょの⟦bank_account:14050の3344551⟧
郵便局の通帳 ⟦bank_account:１４０３０－５５６６７７８１⟧
⟦bank_account:ゆうちょ 店名四一八 普通 5566778⟧
口座 ⟦bank_account:普通７７８８９９０⟧
こうざばんごうは ⟦bank_account:いちにさんよんごーろくなな⟧
⟦bank_account:JAバンク 泉佐野 普通 0012233⟧
⟦bank_account:大阪泉州農協 佐野支店 普通預金 1199887⟧
⟦bank_account:PayPay銀行 ビジネス営業部 普通 2211334⟧
⟦bank_account:住信SBIネット銀行 イチゴ支店 普通 8877665⟧
⟦bank_account:セブン銀行 フリージア支店 1002003⟧
口座は⟦bank_account:三菱UFJの泉佐野、普通の 0456789⟧や
給与振込先:⟦bank_account:尼崎信金 本店営業部 （普）0567890⟧
夫の口座でもいいですか ⟦bank_account:普通 3344556⟧
口座番号を間違えました。⟦bank_account:4455661⟧が正しいです
通帳の番号⟦bank_account:1234098⟧
銀行口座: ⟦bank_account:0001-123-4567890⟧
金融機関コード⟦bank_account:0159⟧ 支店⟦bank_account:321⟧ 番号⟦bank_account:1122330⟧
カード番号⟦card:4980 1122 3344 5566⟧
VISA ⟦card:4205112233445566⟧ ⟦card:11/27⟧ CVV⟦card:331⟧
セキュリティコードは⟦card:882⟧です
クレジット ⟦card:５４５４ ００１１ ２２３３ ４４５５⟧
かーどばんごう ⟦card:よんきゅうはちぜろ いちいちにいにい さんさんよんよん ごーごーろくろく⟧
カードの裏の3桁 ⟦card:774⟧
有効期限が⟦card:2028年9月⟧のカードです 番号⟦card:4111 1111 2222 3333⟧
国民健康保険 番号 ⟦insurance_number:12-345678⟧
協会けんぽの⟦insurance_number:記号21700023 番号118⟧です
後期高齢者医療の被保険者番号⟦insurance_number:01234567⟧
後期高齢の保険証 ⟦insurance_number:３９２７００１１⟧
介護保険証の番号⟦insurance_number:0000123456⟧
母の介護保険は⟦insurance_number:1100223344⟧です
介護保険 被保険者番号：⟦insurance_number:２２００１１３３４４⟧
雇用保険 ⟦insurance_number:2712-334455-6⟧
⟦insurance_number:5012の334455の6⟧が雇用保険の番号
こようほけん ⟦insurance_number:ごーぜろいちに さんさんよんよんごーごー ろく⟧
離職票の被保険者番号 ⟦insurance_number:27081234569⟧
被保険者番号⟦insurance_number:2701 445566 7⟧
保険者番号⟦insurance_number:270132⟧
労災の番号 ⟦insurance_number:27-1-01-123456-000⟧
健康保険 ⟦insurance_number:1234・56⟧ 本人
保険証なくしました。番号は⟦insurance_number:44556677⟧やったと思う
けんこうほけんの ばんごう ⟦insurance_number:さんよん ごろくななはち⟧
被扶養者の記号番号は⟦insurance_number:５５６－７８９０⟧
社保の番号⟦insurance_number:0123-456⟧
免許証番号⟦license_or_id:501122334455⟧
免許証の番号は⟦license_or_id:第622233445566号⟧です
めんきょしょう ⟦license_or_id:ろくにいいち にいさんよん ごろくなな はちきゅうぜろ⟧
運転免許 ⟦license_or_id:6211 2233 4455⟧
フォークリフトの修了証番号⟦license_or_id:12345号⟧
在留カード ⟦license_or_id:UH12345678EA⟧
ざいりゅうカード番号 ⟦license_or_id:ｕｈ８７６５４３２１ｅａ⟧
在留カードは⟦license_or_id:AB 1234 5678 CD⟧
residence card no. ⟦license_or_id:GF55667788LA⟧
パスポート ⟦license_or_id:TZ 1122334⟧
passport ⟦license_or_id:N1234567⟧ Nepal
旅券番号は⟦license_or_id:MU9988776⟧
ベトナムのパスポート⟦license_or_id:C1234567⟧です
基礎年金番号 ⟦license_or_id:5512-334455⟧
年金手帳 ⟦license_or_id:5512 334455⟧
きそねんきんばんごうは ⟦license_or_id:ごーごーいちに さんさんよんよんごーごー⟧
ねんきん番号⟦license_or_id:４４１１－２２３３４４⟧です
年金の番号が⟦license_or_id:6612の778899⟧
障害者手帳の番号は⟦license_or_id:第123456号⟧です
療育手帳番号 ⟦license_or_id:大阪府第4455号⟧
身障手帳 ⟦license_or_id:27-12345⟧
精神の手帳番号⟦license_or_id:0334455⟧
求職番号 ⟦license_or_id:27080-00112233⟧
求職者番号は⟦license_or_id:2708-112233⟧
ハロワの受付票の番号 ⟦license_or_id:27080-1122334⟧
雇用保険受給資格者証の支給番号 ⟦license_or_id:27080-25-001122-3⟧
社員番号は⟦license_or_id:00453⟧でした
社員証No.⟦license_or_id:A-2231⟧
学籍番号⟦license_or_id:22AB0145⟧
生活保護のケース番号⟦license_or_id:4567⟧
看護師免許 ⟦license_or_id:第987654号⟧
介護福祉士の登録番号 ⟦license_or_id:D-123456⟧
診察券番号⟦license_or_id:00123456⟧
お客様番号 ⟦license_or_id:8899001122⟧
住民票コード⟦license_or_id:12345678901⟧
LINEは⟦line_id:kumi_0815⟧で探してください
ID検索で⟦line_id:kumiko815⟧って入れたら出ます
らいんあいでぃー ⟦line_id:kumi.815⟧
lineは⟦line_id:hiro-77-ok⟧
ライン⟦line_id:nanamama_⟧です追加してね
LINE id = ⟦line_id:tsujimoto55⟧
LINE→⟦line_id:mayu0404⟧
ＬＩＮＥ ＩＤ：⟦line_id:ｍａｙｕ０４０４⟧
LINEのID、⟦line_id:k.okuno⟧でいけると思います
IDは⟦line_id:okuno_t⟧。LINEのやつね
⟦line_id:ryuya.s32⟧で友だち追加してもろて
友達追加は⟦line_id:ryuya-32⟧から
ラインID教えとくわ、⟦line_id:sakata0032⟧
⟦line_id:yuka_nitta⟧←わたしのライン
LINEやってます。⟦line_id:chihiro1123⟧
my LINE is ⟦line_id:daniel.oli⟧
Line ID ⟦line_id:hoa_nguyen98⟧ です
LINE:⟦line_id:hoa98⟧
らいんで ⟦line_id:mako3⟧ ってけんさくして
ラインのアカウント ⟦line_id:nabechan_77⟧
LINEのユーザーIDは⟦line_id:U1234567890abcdef⟧
娘のLINEは⟦line_id:misaki.m⟧です
息子のラインID(⟦line_id:shota_0909⟧)に送ってください
ID ⟦line_id:terada1950⟧ ライン
ID：⟦line_id:yy_0606⟧です、LINE登録おねがいします
電話よりLINEが楽です⟦line_id:mocchi.88⟧
LINEでつながれますか?私⟦line_id:mocchi88⟧です
LINEのID検索「⟦line_id:fujiwara_obachan⟧」
WhatsAppは⟦phone:+84 90 123 4567⟧です
らいんあどれす⟦line_id:umi-umi⟧
友だち追加して→⟦personal_url:https://line.me/ti/p/~kumi0815⟧
⟦personal_url:line.me/ti/p/Ab1Cd2Ef3G⟧
⟦personal_url:https://line.me/R/ti/p/@abc1234⟧
⟦personal_url:https://lin.ee/AbCdEfg⟧ うちの店の公式
インスタ⟦personal_url:hiroko_handmade⟧見てください
インスタは⟦personal_url:hiro.ok_77⟧です
IG ⟦personal_url:@ryuya_surf⟧
⟦personal_url:instagram.com/mayu.kitchen⟧
⟦personal_url:www.instagram.com/mayu.kitchen/?hl=ja⟧
insta:⟦personal_url:mayu.kitchen⟧
フェイスブック ⟦personal_url:https://www.facebook.com/hiroshi.taniguchi.35⟧
FB→⟦personal_url:facebook.com/hiroshi.taniguchi⟧
⟦personal_url:fb.me/hiroshi.t⟧
ツイッター ⟦personal_url:@mugi_1976⟧
Xは⟦personal_url:@mugi1976⟧です
⟦personal_url:twitter.com/mugi1976⟧
⟦personal_url:x.com/mugi1976/status/1234567890⟧ これ私です
Xアカウント:⟦personal_url:mugi1976⟧
TikTokで⟦personal_url:@yukarin_0304⟧ってやってます
ティックトック ⟦personal_url:yukarin.0304⟧
⟦personal_url:https://vt.tiktok.com/ZSabcd/⟧
YouTubeチャンネル ⟦personal_url:https://www.youtube.com/@hiro-diy-ch⟧
⟦personal_url:youtube.com/channel/UCabc123def⟧やってます
ユーチューブ⟦personal_url:@hirodiy⟧
ブログ ⟦personal_url:https://ameblo.jp/mayu-kitchen⟧
ブログ書いてます⟦personal_url:https://mayukitchen.hatenablog.com/⟧
⟦personal_url:mayukitchen.hatenablog.com⟧
⟦personal_url:https://note.com/mayu_k/n/n12ab34⟧
ノートは⟦personal_url:note.com/mayu_k⟧
ホームページ作りました ⟦personal_url:https://tsujimoto-emiko.com⟧
⟦personal_url:https://hiroko-okuno.jimdofree.com⟧
⟦personal_url:okuno-koumuten.com⟧ 自分の工務店のサイトです
個人サイト→⟦personal_url:http://www.geocities.ws/hiro_taniguchi/⟧
ポートフォリオは⟦personal_url:https://portfolio.example.com/hiro⟧
⟦personal_url:https://example.com/~taniguchi/profile.html⟧ 私のページ
⟦personal_url:https://github.com/ryuya-s⟧
作品はこちら⟦personal_url:https://www.behance.net/ryuyas⟧
⟦personal_url:https://linktr.ee/mayukitchen⟧
⟦personal_url:lit.link/mayukitchen⟧
履歴書⟦personal_url:https://drive.google.com/file/d/1AbCdEfG/view⟧
職務経歴書は⟦personal_url:https://www.dropbox.com/s/abc123/rireki.pdf?dl=0⟧
写真 ⟦personal_url:https://photos.app.goo.gl/AbCd1234⟧
⟦personal_url:https://1drv.ms/w/s!AaBbCc⟧ 履歴書です
⟦personal_url:https://gigafile.nu/0101-abcdef⟧ ダウンロードしてください
⟦personal_url:https://39.gigafile.nu/1231-cc0011⟧
⟦personal_url:https://www.icloud.com/iclouddrive/0abcDEF#履歴書⟧
⟦personal_url:https://docs.google.com/spreadsheets/d/1xyz/edit#gid=0⟧
⟦personal_url:https://www.linkedin.com/in/hiroshi-taniguchi-1234⟧
⟦personal_url:https://minne.com/@hirokohand⟧ で販売してます
⟦personal_url:https://www.creema.jp/c/hiroko⟧
メルカリのプロフィール ⟦personal_url:https://jp.mercari.com/user/profile/123456789⟧
⟦personal_url:https://threads.net/@mayu.kitchen⟧
⟦personal_url:https://www.pinterest.jp/mayukitchen/⟧
⟦personal_url:https://bsky.app/profile/mugi.bsky.social⟧
⟦personal_url:https://mixi.jp/show_profile.pl?id=12345⟧
⟦personal_url:https://discord.gg/abcdef⟧
ディスコード ⟦personal_url:ryuya#1234⟧
⟦personal_url:ｈｔｔｐｓ：／／ｘ．ｃｏｍ／ｍｕｇｉ⟧
⟦personal_url:https：//www.instagram.com/hiro_ok⟧
⟦personal_url:https://maps.app.goo.gl/AbCdEf123⟧ うちの場所です
⟦personal_url:https://zoom.us/j/1234567890?pwd=abcd⟧ 私のズーム
⟦personal_url:https://pairs.lv/user/123⟧
⟦personal_url:https://profile.hatena.ne.jp/mugi/⟧
⟦personal_url:https://www.wantedly.com/id/ryuya_s⟧
⟦personal_url:https://bit.ly/3abCdE⟧に履歴書
アメブロの⟦personal_url:mayu-kitchen⟧ってブログです
スレッズ⟦personal_url:mayu.kitchen⟧
パスワード⟦password_like:sakura1976⟧
パスは⟦password_like:Hh77!kkk⟧です
ログインできません。IDは⟦license_or_id:tsuji55⟧、パスワードは⟦password_like:emiko0302⟧
暗証番号⟦password_like:４４７７⟧
PIN ⟦password_like:8821⟧
あんしょうばんごうは ⟦password_like:よんろくはちに⟧
PW:⟦password_like:mugi-mugi⟧
pass→⟦password_like:abc12345⟧
認証コード⟦password_like:334455⟧が届いた
ワンタイムパスワードは⟦password_like:902211⟧
マイページのパスワード忘れて、たぶん⟦password_like:Kumi0815⟧
Wi-Fiのパスワードが⟦password_like:buffalo77⟧
マイナの暗証番号⟦password_like:1976⟧で合ってる?
メール ⟦email:emiko.tsuji@example.com⟧
⟦email:tsuji_55@example.ne.jp⟧です
めーるは ⟦email:えみこごーごーあっとまーくどこもどっとえぬいーどっとじぇーぴー⟧
⟦email:emi55@docomo⟧
⟦email:hiro＠gmail．com⟧
⟦email:hiro.tani アットマーク yahoo.co.jp⟧
⟦email:hiro-t@i.softbank.jp⟧
メールアドレスは⟦email:kumi815⟧でgmailです
Ｇメール ⟦email:ｋｕｍｉ８１５＠ｇｍａｉｌ．ｃｏｍ⟧
⟦email:kumi815＠icloud com⟧
⟦email:kumi815 @ outlook.jp⟧
アドレス⟦email:ryuya.s.32@au.com⟧
mail: ⟦email:daniel+job@example.org⟧
⟦health:統合失調症⟧で作業所に通ってました
⟦health:双極性障害⟧なんですけど働けますか
⟦health:腰椎すべり症⟧で重いもの無理
⟦health:リウマチ⟧があるので手先が
⟦health:人工透析⟧週3日
⟦health:乳がん⟧の治療が終わって
⟦health:脳梗塞⟧の後遺症で左手が
⟦health:てんかん⟧で免許ない
⟦health:ADHD⟧と⟦health:ASD⟧の診断あり
⟦health:適応障害⟧で休職してる
⟦health:うつびょう⟧で やすんでました
⟦health:鬱⟧やねん
⟦health:精神科⟧に通院中
⟦health:障害者手帳2級⟧持ってます
⟦health:療育手帳B1⟧です
⟦health:身体障害者手帳4級⟧
⟦health:難病⟧指定の⟦health:潰瘍性大腸炎⟧
⟦health:B型肝炎⟧ですが飲食で働ける?
⟦health:更年期障害⟧がつらくて
⟦health:ヘルニア⟧持ち
⟦health:喘息⟧あります
⟦health:アルコール依存症⟧で治療中
⟦health:不眠症⟧で睡眠薬
⟦health:摂食障害⟧
息子が⟦health:自閉症⟧で
母が⟦health:認知症⟧で介護
夫が⟦health:がん⟧で入院してます
⟦health:難聴⟧で電話が聞き取りにくい
⟦health:右目がほとんど見えません⟧
⟦health:色弱⟧です
⟦health:コロナ後遺症⟧で倦怠感
⟦health:メニエール病⟧でめまい
⟦health:要介護2⟧の母
⟦health:線維筋痛症⟧です
⟦health:痛風⟧出て歩かれへん
⟦health:自律神経失調症⟧と言われました
⟦health:起立性調節障害⟧の娘
⟦health:軽度知的障害⟧です
⟦health:学習障害⟧があります
⟦health:人工肛門⟧なのでトイレが
夜分に失礼いたします。連絡は⟦phone:080－5512－9034⟧へお願いできますでしょうか。
⟦phone:09077123345⟧やで、昼は出られへん
けーたい ⟦phone:ぜろななぜろ いちごーにーに はちはちきゅうきゅう⟧ でおねがいします
でんわばんごう ⟦phone:まるはちまる の ごーごーななに の さんきゅうよんいち⟧
⟦phone:ゼロハチゼロの三三一二の九九四五⟧です
⟦phone:〇七〇―二二一八―六六〇三⟧
家は⟦phone:072 (468) 3391⟧、携帯は⟦phone:090 (8874) 2210⟧
固定電話しかないねん ⟦phone:0724-68-1120⟧
⟦phone:072４６５７７８１⟧
連絡先変わりました→⟦phone:080.9912.4470⟧📱
⟦phone:090 - 3391 - 0078⟧ (SoftBank)
⟦phone:+81 80 3345 9981⟧
妻の番号⟦phone:080-2219-7734⟧も書いときます
携帯の下四桁は⟦phone:9034⟧です
自宅兼事務所 ⟦phone:072-485-3312（内線2）⟧
⟦phone:09O-7712-33l5⟧
父⟦phone:09033217788⟧ 母⟦phone:09033217799⟧
連絡つかんときは姉のほう⟦phone:070-8890-2231⟧
でんわ：⟦phone:ぜろきゅうぜろさんさんにーいちななななはちはち⟧
かけなおしてください　⟦phone:０７２ー４６８ー００９１⟧
⟦phone:090*3345*8821⟧
⟦phone:090 3345 88 21⟧ です
住まいは⟦address:泉佐野市南中岡本118-5⟧でございます
⟦address:泉佐野市高松西2丁目2200-7⟧
⟦address:鶴原東３丁目４の１５⟧やわ
⟦address:泉南市信達大苗代７８８番地⟧
⟦address:阪南市箱作３３４１⟧
⟦address:貝塚市水間510-2⟧ 実家
⟦address:岸和田市土生町4丁目8-22-501⟧
⟦address:泉南郡田尻町吉見６２１－１⟧
⟦address:泉南郡岬町多奈川谷川1905⟧
⟦address:熊取町大久保南3丁目1331番地⟧
⟦address:堺市西区鳳東町6-637-2⟧に単身赴任中
⟦address:和歌山県岩出市清水443⟧から通えますか
⟦address:大阪府和泉市いぶき野5丁目4番7号⟧
⟦address:東大阪市小阪本町1-7-9 メゾン小阪203号⟧
妹の家 ⟦address:奈良県生駒市東松ヶ丘3-18⟧
⟦address:いずみさのし ひねの せんひゃくにじゅうさん の よん⟧
⟦address:いずみさのしみなと よんちょうめ ごのいち⟧
じゅうしょは ⟦address:かみのごう にせんさんびゃく⟧ です
⟦address:はぐらざき いっちょうめ にのに⟧
⟦address:ﾊｸﾞﾗｻﾞｷ 1-5-20⟧
⟦address:izumisano-shi nakamachi 3-2-11⟧
⟦address:4-5-6 Minato, Izumisano-shi, Osaka⟧
⟦address:#203, 2-1-3 Matsubara, Izumisano⟧
⟦address:府営住宅の7棟512⟧です
⟦address:市営松原団地4-203⟧
⟦address:UR団地の8号棟305号室⟧
⟦address:コーポ中村 203⟧
⟦address:第三平和荘⟧に住んでます、家賃3万
⟦address:アーバンライフ泉佐野 808⟧まで届けてもらえたら
部屋番号は⟦address:1105⟧
⟦address:603号⟧です、部屋
⟦address:羽倉崎駅前のセブンの裏⟧に住んどります
うちは⟦address:日根野の神社の横⟧です
⟦address:長滝二丁目の公園の向かい⟧のアパートです
⟦address:元町の5の3⟧
⟦address:本町8番2号⟧ 一軒家
⟦address:葵町2-3⟧やったらそっからどれくらい
⟦address:泉佐野市りんくう往来北3番地 リンクスタワー1402⟧
うちの工務店は⟦address:泉佐野市上瓦屋390-1⟧、自宅も同じ
転居先 ⟦address:泉佐野市泉ヶ丘3ー1ー4⟧
⟦postal_code:598-0013⟧ です
郵便番号⟦postal_code:5980061⟧でいけます
ゆうびんばんごうは⟦postal_code:ごーきゅうきゅう ぜろにーぜろいち⟧です
⟦postal_code:597の0054⟧、郵便番号
⟦postal_code:590-0403⟧ ⟦address:熊取町大久保中2-9-1⟧
初めて連絡します、⟦name:西納⟧と申します
⟦name:畑中 千鶴⟧でございます
⟦name:みうらたかし⟧です。ごじゅうごさいです
わたし⟦name:おおさこ⟧いいますねん
こちら⟦name:小門⟧です。求人まだありますか
うちは⟦name:岸野⟧いう者やけど
⟦name:杉浦美代子⟧68歳
⟦name:タカハシ ケンジ⟧
⟦name:nakao yuki⟧ といいます
My name is ⟦name:Nguyen Thi Lan⟧
⟦name:チャン・ティ・マイ⟧と言います
⟦name:李 美玲⟧です
⟦name:陳⟧と申します、台湾から
名前 ⟦name:播磨谷 豊⟧
お名前は？→⟦name:道明 沙織⟧
⟦name:さおり⟧です💓よろしくです
⟦name:健ちゃん⟧て呼んでや
旧姓は⟦name:長瀬⟧でした
⟦name:植野⟧(旧姓:⟦name:長瀬⟧)
今は⟦name:植野⟧ですが前は⟦name:長瀬⟧でした
息子（⟦name:大翔⟧）の発達の件
娘の⟦name:ひまり⟧が保育園落ちました
妻の⟦name:真理子⟧がパートを探してて
甥っ子の⟦name:拓海⟧も一緒に
姪の⟦name:優花⟧が就活中です
うちの⟦name:さくら⟧がまだ1歳で
長女の名前は⟦name:結月⟧です
叔父の⟦name:伊藤正雄⟧のとこで働いてました
隣の⟦name:藪本⟧さんに教えてもろた
ママ友の⟦name:えみりん⟧から聞いた
⟦name:谷野⟧先生の紹介で
前回の⟦name:三木谷⟧さんにお願いしたい
店長の⟦name:熊代⟧に罵倒された
先輩の⟦name:大江⟧と合わない
⟦name:吉川⟧部長のセクハラ
ハローワークの⟦name:井戸⟧さんに聞いてきました
よろしくお願いします。⟦name:畠山⟧
了解です！⟦name:宮脇⟧
詳しくは電話で。⟦name:みうら⟧
昨日面談した⟦name:石塚⟧です、忘れ物しました
10時に予約の⟦name:鍛治⟧です
⟦name:米澤⟧と申しますけれども
⟦name:東⟧です。先日はありがとうございました
⟦name:南⟧やけど覚えてる?
⟦name:平⟧といいます
⟦name:北⟧です
名字は⟦name:上甲⟧です、じょうこうと読みます
読みは⟦name:こかど⟧です
⟦name:小門⟧と書いて⟦name:こかど⟧
⟦name:みさき⟧（29）です
34歳の⟦name:翔平⟧です
貝塚市の⟦name:田辺⟧と言います
もしもし⟦name:木戸⟧ですけど
本名 ⟦name:宍戸あゆみ⟧
フリガナは⟦name:シシド アユミ⟧です
LINE名は⟦name:あゆ⟧ですが本名は⟦name:宍戸⟧です
保護者の⟦name:安井⟧です、息子が相談したいと
本人（⟦name:安井颯太⟧）は人見知りで
緊急連絡先は母の⟦name:安井貞子⟧で
世帯主 ⟦name:安井 勉⟧
大家の⟦name:浦川⟧さんに追い出されそう
生年月日は⟦birth_date:昭和39年9月18日⟧です
⟦birth_date:S39.9.18⟧
⟦birth_date:昭和三十九年⟧生まれの六十一です
⟦birth_date:しょうわさんじゅうくねん くがつじゅうはちにち⟧ うまれ
⟦birth_date:64年⟧生まれっす
⟦birth_date:六四年⟧生まれ
⟦birth_date:平成7年3月⟧生まれ
⟦birth_date:H7.3.3⟧ 男
⟦birth_date:平7/3/3⟧
⟦birth_date:へいせいななねん⟧うまれです
⟦birth_date:1995-03-03⟧生まれ
⟦birth_date:19950303⟧です生年月日
⟦birth_date:H070303⟧
⟦birth_date:'95年⟧生まれ
誕生日⟦birth_date:3/3⟧です🎎
誕生日は⟦birth_date:さんがつみっか⟧です
⟦birth_date:3月3日⟧生まれの30歳
⟦birth_date:昭和49年の寅年⟧です
うまれは⟦birth_date:昭和29年12月⟧
誕生日は⟦birth_date:0918⟧
母 ⟦birth_date:昭和10年5月5日⟧生
夫の生年月日 ⟦birth_date:1960/10/1⟧
子どもは⟦birth_date:令和4年7月7日⟧生まれ
息子が⟦birth_date:2015年6月1日⟧生まれ、娘が⟦birth_date:2018年⟧生まれ
⟦birth_date:昭和47年早生まれ⟧
生まれたのは⟦birth_date:昭和五十年十一月十一日⟧
⟦birth_date:1983.11⟧生まれ
⟦birth_date:S58年11月⟧うまれ
⟦birth_date:11月の30日⟧が誕生日です
マイナンバーは⟦my_number:3421 8890 1123⟧
まいなんばー ⟦my_number:さんよんにいち はちはちきゅうぜろ いちいちにさん⟧
⟦my_number:3421-8890-1123⟧が個人番号です
息子のマイナンバー⟦my_number:665544332211⟧
口座は⟦bank_account:池田泉州銀行 熊取支店 普通 1203345⟧
⟦bank_account:紀陽銀行 泉佐野支店 普通口座 0981123⟧です、名義⟦name:ヨネザワ トオル⟧
⟦bank_account:りそな 泉佐野 普通 3345671⟧
⟦bank_account:大阪信用金庫 佐野支店 普通 0345512⟧
こうざばんごう ⟦bank_account:さんさんよんごーろくななはち⟧
銀行の番号は⟦bank_account:7789012⟧です
振込は⟦bank_account:みずほ銀行 岸和田支店 (普)2233445⟧で
通帳見たら⟦bank_account:0345612⟧ってなってる
⟦bank_account:楽天銀行 ワルツ支店 普通 7651234⟧
カード ⟦card:4571 2234 8890 1123⟧
クレカは⟦card:3566-1122-3344-5566⟧期限⟦card:03/28⟧
CVCは⟦card:901⟧
かーどの番号 ⟦card:5334112233445566⟧
協会けんぽ ⟦insurance_number:21700098 の 334⟧
後期高齢者 被保険者番号 ⟦insurance_number:00987654⟧
介護保険 番号⟦insurance_number:0003344556⟧
雇用保険被保険者番号 ⟦insurance_number:2705-118833-2⟧
こようほけん ⟦insurance_number:にーななぜろごー いちいちはちはちさんさん に⟧
雇用保険⟦insurance_number:27051188332⟧
母の後期高齢の番号が⟦insurance_number:39271234⟧
被保険者証 ⟦insurance_number:5011・223344・5⟧
ほけんしょうの番号 ⟦insurance_number:88-1234567⟧
保険者番号 ⟦insurance_number:06270015⟧
免許証 ⟦license_or_id:622101234560⟧
運転免許証の番号が⟦license_or_id:6221 0123 4560⟧です
めんきょしょうのばんごう ⟦license_or_id:ろくににいち ぜろいちにさん よんごろくぜろ⟧
在留カード番号 ⟦license_or_id:KL99887766MN⟧
⟦license_or_id:KL99887766MN⟧ zairyu card
パスポートナンバー⟦license_or_id:TS8877665⟧
フィリピンのパスポート ⟦license_or_id:P1234567A⟧
基礎年金番号⟦license_or_id:3912-556677⟧
ねんきんは⟦license_or_id:3912 556677⟧
⟦license_or_id:3912-556677⟧（年金番号）
療育手帳 番号⟦license_or_id:5567⟧
求職番号は⟦license_or_id:27080-88776655⟧
ハローワークカードの番号 ⟦license_or_id:27080-00998877⟧
社員番号⟦license_or_id:K-00981⟧
学生番号 ⟦license_or_id:s2210345⟧
診察券 ⟦license_or_id:0098123⟧
受給者番号は⟦license_or_id:0099881⟧
介護福祉士登録証 ⟦license_or_id:第D-998877号⟧
車のナンバー ⟦license_or_id:和泉 580 あ 12-34⟧
LINEのID ⟦line_id:toru_yone64⟧
らいん ⟦line_id:toruyone64⟧ で
ライン検索 ⟦line_id:ayu.shishi⟧
LINEこっちにください→⟦line_id:ken2_taka⟧
友だち検索⟦line_id:ken2taka⟧で出ます
LINE交換おねがいします ⟦line_id:saorin1209⟧
私のラインIDはね、⟦line_id:saori-do⟧
⟦line_id:himari.mama⟧ ラインです
LINE(ID:⟦line_id:kokado.h⟧)
ラインのアイディ⟦line_id:kokado_h77⟧
line⟦line_id:@yonezawa64⟧
LINE IDは小文字で⟦line_id:nishino⟧です
らいんは ⟦line_id:えぬあいえす77⟧
LINEアカウント名⟦line_id:takumi0505⟧
インスタ⟦personal_url:@saorin_1209⟧
インスタグラムのアカウント ⟦personal_url:saorin.1209⟧
⟦personal_url:https://www.instagram.com/saorin_1209?igsh=abc⟧
Instagramやってます ⟦personal_url:instagram.com/saorin_1209⟧
Xやってます→⟦personal_url:@yone64_⟧
⟦personal_url:https://twitter.com/yone64_/status/1889⟧
フェイスブックで⟦personal_url:toru.yonezawa.5⟧って検索
⟦personal_url:https://m.facebook.com/toru.yonezawa.5⟧
⟦personal_url:https://www.tiktok.com/@himarimama/video/7123⟧
note⟦personal_url:https://note.com/ayu_shishido⟧
⟦personal_url:ameblo.jp/himarimama/entry-1288.html⟧
⟦personal_url:https://himarimama.blog.fc2.com/⟧
⟦personal_url:http://himarimama.livedoor.blog⟧
うちのホームページは⟦personal_url:www.kokado-komuten.com⟧
個人でやってるサイト ⟦personal_url:https://saori-handmade.base.shop/⟧
⟦personal_url:https://yonezawa.example.com/⟧
⟦personal_url:https://example.net/users/ayumi/profile⟧
プロフィール: ⟦personal_url:https://example.org/u/ken2⟧
⟦personal_url:https://drive.google.com/open?id=1ZyX⟧ 履歴書
⟦personal_url:https://docs.google.com/document/d/1ABC/edit?usp=sharing⟧です
⟦personal_url:https://www.dropbox.com/scl/fi/abc/shokumu.docx?rlkey=1&dl=0⟧
⟦personal_url:https://1drv.ms/u/s!AkABC?e=xyz⟧
⟦personal_url:https://linktr.ee/saorin⟧
⟦personal_url:https://line.me/ti/p/QwErTy123⟧ で追加して
⟦personal_url:https://www.youtube.com/channel/UC9876⟧登録してね
僕の動画 ⟦personal_url:https://youtu.be/abcdEFG⟧
⟦personal_url:https://github.com/ken2taka/portfolio⟧
⟦personal_url:ken2taka.github.io⟧
⟦personal_url:https://www.linkedin.com/in/ken2⟧
⟦personal_url:https://coconala.com/users/123456⟧
⟦personal_url:https://x.com/messages/compose?recipient_id=99⟧
TikTokは⟦personal_url:himarimama⟧です
パスワードが⟦password_like:Yone1964⟧で合ってるのに入れない
暗証番号 ⟦password_like:0918⟧
仮パス⟦password_like:aB3dE9fg⟧
あんしょうばんごう ⟦password_like:ぜろきゅういちはち⟧
ログインIDは⟦license_or_id:yone64⟧でパスが⟦password_like:tora1974⟧
メール⟦email:toru.yonezawa@example.jp⟧
⟦email:saorin@example.com⟧まで💌
⟦email:ayu_shi(アット)gmail.com⟧
めあど ⟦email:さおりん あっと どこも どっと ねっと⟧
⟦email:kokado.h＠gmail．com⟧
⟦health:適応障害⟧になって辞めました
⟦health:精神3級⟧です
⟦health:狭心症⟧でニトロ持ち歩いてます
⟦health:パニック障害⟧で電車無理
⟦health:発達障害⟧の診断うけました
⟦health:躁うつ⟧で薬飲んでる
娘が⟦health:起立性調節障害⟧で
⟦health:膀胱がん⟧の手術しました
⟦health:弱視⟧で細かい字が
⟦health:聴覚障害⟧があるので筆談で
⟦health:線維筋痛症⟧と診断
⟦health:強迫性障害⟧がつらい
⟦health:白内障⟧の手術待ち
⟦health:C型肝炎⟧治療済み
⟦health:高次脳機能障害⟧の夫
⟦health:自閉スペクトラム⟧の息子
⟦health:不整脈⟧あり
携帯番号　⟦phone:０７０－４４１２－８８３０⟧　でございます
⟦phone:08044128830⟧📞よろ〜
ばんごうは ⟦phone:ぜろはちぜろ、よんよんいちに、はちはちさんぜろ⟧ です
⟦phone:072の441の8830⟧ 夜は家におる
⟦phone:O8O 4412 883O⟧
お店の番号は⟦phone:072-441-8831⟧です、主人とやってる喫茶店
⟦phone:080-4412ー8830⟧に留守電お願い
⟦address:泉佐野市日根野4471番地の6⟧に住んでおります
⟦address:泉南市樽井2丁目30-11 サンライズ樽井305⟧
⟦address:いずみさのし おおにし にちょうめ さんの じゅうに⟧
⟦address:和泉市府中町4-1-9⟧の実家
うちは⟦address:熊取駅前のミスドの裏⟧やねん
⟦address:府営りんくう住宅3号棟1102⟧
⟦address:笠松2の8の4⟧まで
住所は⟦address:貝塚市名越３３０の１⟧です
⟦address:1-8-15 Tarui, Sennan-shi⟧
⟦address:メゾン葵102⟧に越しました
部屋は⟦address:B-304⟧
⟦address:大阪市住之江区粉浜2-4-18⟧に母がおります
郵便番号は⟦postal_code:五九八の〇〇〇二⟧
はじめまして。⟦name:藪下すみれ⟧と申します
こちら⟦name:門林⟧やけど
⟦name:児玉 千秋⟧（⟦name:こだま ちあき⟧）
面接の件ありがとうございました。⟦name:児玉⟧
娘の⟦name:結愛⟧が熱出して
⟦name:大塚⟧といいますねん、64です
長男⟦name:悠真⟧8歳
⟦name:フェルナンデス・ルイス⟧です
旧姓が⟦name:仲村⟧です
紹介してくれた⟦name:土佐⟧さんの知り合いです
Hi, I am ⟦name:Grace Villanueva⟧
⟦name:ｺﾀﾞﾏ ﾁｱｷ⟧
友達の⟦name:河野⟧くんもいっしょに
⟦name:門林 昇⟧ 71歳
名前は⟦name:門林昇⟧、男、71です
予約しとった⟦name:植松⟧です
生年月日:⟦birth_date:昭和29年2月17日⟧
⟦birth_date:S29.2.17⟧うまれ
⟦birth_date:1989年12月⟧生まれの女
⟦birth_date:しょうわにじゅうきゅうねん⟧生まれ
⟦birth_date:平成元年12月5日⟧が誕生日
⟦birth_date:八九年⟧生まれです
⟦birth_date:19891205⟧
誕生日 ⟦birth_date:１２月５日⟧
息子は⟦birth_date:H29.8.1⟧生まれ
マイナンバー:⟦my_number:4410-8832-7765⟧
⟦bank_account:紀陽銀行 熊取支店 普通 0441288⟧
口座番号は⟦bank_account:4412883⟧でお願いします
⟦bank_account:りそな銀行貝塚支店（普通）0987123⟧
カード ⟦card:4123 4567 8901 2345⟧ 期限⟦card:12/27⟧
雇用保険の番号は⟦insurance_number:2708-441288-3⟧です
介護保険被保険者番号 ⟦insurance_number:0004412883⟧
後期高齢者の番号⟦insurance_number:44128830⟧
免許証の番号 ⟦license_or_id:621544128830⟧
年金番号 ⟦license_or_id:4412-883076⟧
在留カード:⟦license_or_id:GH44128830JK⟧
障害者手帳の番号⟦license_or_id:44128⟧
ハロワの求職番号⟦license_or_id:27080-04412883⟧
LINEのIDは⟦line_id:kadobayashi_n⟧です
ID検索してください ⟦line_id:chiaki.k89⟧
ライン→⟦line_id:yumi-chan64⟧
LINEは「⟦line_id:grace0505⟧」で
インスタのID⟦personal_url:chiaki_89k⟧
⟦personal_url:https://www.instagram.com/chiaki_89k/⟧
ブログは⟦personal_url:https://ameblo.jp/chiaki89⟧
⟦personal_url:https://drive.google.com/drive/folders/1Abc⟧ に経歴書
⟦personal_url:https://kadobayashi-noboru.com/⟧
⟦personal_url:https://facebook.com/grace.villanueva.9⟧
ツイッターは⟦personal_url:chiaki89k⟧
⟦personal_url:https://example.com/chiaki/portfolio⟧
パスワード ⟦password_like:Chiaki8912⟧
暗証番号は⟦password_like:1205⟧です
⟦email:chiaki.k@example.com⟧です
⟦health:うつ病⟧で休んでました
⟦health:乳がん⟧の手術後です
⟦health:腎臓病⟧で通院してる
息子が⟦health:ADHD⟧で
"""

CLEAN: Final = """\
自宅から8時30分に出ます
家は2024年に建てました
090で始まって050で終わる?
080の人から2回着信
着信が2025 1120にありました
折り返し 10 3000円
うちの2-3軒隣の店
番号札は1122でした
求人番号 1234 5678
番号間違い 3回
後半は2025年から
末尾は何番ですか
前半 1200 後半 1300
家賃45-5000円くらい
固定給20-2500円
固定残業 45 3000円
LINE 3000人登録
LINEで10-12時に相談
Xの100円
記号A番号12の棚
枝番は2つ
郵便番号3桁だけでいい?
部屋は3DKです
佐野の団地で清掃3時間
市営住宅の募集は12月ですか
こんにちは、そらが青いです
こんばんは、まだです
名前ヘンじゃないですか
一日8時間で週5日
電話対応は1日50件
携帯ショップ 時給1500
番号は2番です
0120-565-653に電話したらつながりますか
いのちの電話は0570-783-556でしたっけ
#8000に電話しました
110番した方がいいですか
119に電話するか迷った
ハローワーク泉佐野は072-463-0565ですよね
市役所の代表072-463-1212にかけたらここを案内されました
よりそいホットライン0120-279-338って無料?
188に相談した
189に通報されました
時給1,177円で週5日、1日7時間だと月いくら?
時給1250円、交通費月15000円まで
月給23万5000円〜28万円
年収350万くらい
手取り16万4,320円でした
日給9600円の現場
9:00〜18:00で休憩60分
8:30-17:15のシフト
6時25分の電車に乗ります
17時半から22時まで入れます
7:02発の急行で8:15着
12月24日は空いてますか
2026/11/25の予約をキャンセルしたい
11/30 14:00でお願いします
令和8年4月1日から働きたい
平成30年3月に退職しました
2019年4月入社、2023年9月退社
3月2日の説明会に行きたいです
求人番号27030-12345678について聞きたい
求人票 27030-00987651 の仕事まだありますか
整理番号27030-1234567-8の求人
求人No.12345の件
27010-55667788番の求人に応募したいです
090から始まる番号じゃないと登録できませんか
080の番号からかかってきたんですがそちらですか
050の番号は使えますか
携帯番号がないと申し込めませんか
0120で始まる番号にかけたらお金かかる?
電話番号変わったらどうしたらいいですか
電話番号を入れるところがない
06で始まる電話からかかってきます
072の局番の電話がありましたが
3階の302会議室でいいですか
市役所2階の5番窓口ですか
りんくうゲートタワー25階の会場
泉の森ホール2F小会議室
エブノ泉の森ホールでやる説明会
201教室に行けばいいですか
駅から徒歩5分、2駅隣です
泉佐野駅の西口から10分
日根野駅前で集合ですか
りんくうタウン駅で降りたらいい?
関空の第1ターミナル4階
関西空港の仕事はありますか
泉佐野市役所は市場東1丁目295-3ですよね
ハローワークは上町2-1-20で合ってる?
羽倉崎のほうで仕事ありますか
鶴原のコンビニで募集してた
泉佐野市に引っ越す予定です
大阪府内で探してます
和歌山からでも通えますか
48歳でも応募できますか
45歳から54歳までが対象?
経験15年、うち管理職3年
20代のころに3社
勤続22年で辞めました
職歴10社以上です
昭和50年代生まれの世代が対象ですか
平成生まれでも使えますか
1970年代生まれの氷河期世代です
就職氷河期は1993年から2004年ですか
合格率は30%くらい?
離職率12.5%は高い?
有給消化率80パーセント
残業月45時間以内
週休2日、祝日休み
完全週休二日制で土日休み
TOEIC 780点、英検2級
簿記3級と日商PC2級
普通自動車一種とフォークリフト
普免AT限定です
Windows 11とExcel 2019が使えます
iPhone 14でアプリが開かない
エラーコード404-1020が出ます
Error 500になりました
パソコンはLenovo X1-2021です
FMV-A5533って古いですか
型番ES-G4E8の機械を触ってました
商品コード4901234567894を数える仕事
ロット番号2305-118の検品をしてた
1日3000個くらい梱包
10kgの荷物を50回
5t車に乗ってました
25トンクレーン
家賃5万8000円です
貯金が30万しかない
借金が120万あります
失業保険は90日もらえますか
雇用保険は何年入ってたらもらえますか
保険証がまだ届きません
雇用保険の番号ってどこに書いてますか
基礎年金番号がわかりません
被保険者番号は何桁ですか
年金番号は10桁ですか
健康保険は3ヶ月以内に切り替え?
LINEのIDは教えなくていいですか
ラインで予約できますか
LINE IDの検索ができません
このLINEは24時間ですか
郵便番号も書いたほうがいい?
598から始まるとこです?
履歴書はA4ですかB5ですか
JISの履歴書を2枚
写真は3×4センチ?
誕生日が来たら50歳になります
生年月日を間違えて入力しました
名前はひらがなでもいいですか
名前を言わなくても相談できますか
担当の方のお名前は?
相談員さんは女性ですか
1-2週間で返事もらえますか
2〜3日かかる?
1234はダミーです
第2希望は14時、第3希望は16時
①履歴書②職務経歴書③ハンコ
1、名前 2、住所 3、電話
50代 男 無職 3年
(1)志望動機(2)自己PRの順ですか
100円ショップの履歴書でもいい?
令和7年度の助成金は50万円まで?
24時間365日って本当?
夜12時までやってますか
25時までって深夜1時ですか
月〜金 9-17時、土 9-12時
バス21番系統で行けます?
国道26号線沿いの工場
府道63号のほうのスーパー
3交代で8-17、16-25、0-9
080とか090の番号しか登録できない?
市外局番072ってどこまで
0120のフリーダイヤルは携帯からでもいい?
折り返しは3日後になりますか
折り返しの電話は14:00から16:00の間がいいです
自宅から12キロ、車で25分
家は築40年です
家の電話がありません
うちの会社は従業員1200人
うちは5人家族です
実家は2026年に売りました
固定残業20時間で3万2000円
電話面接は11月28日の10:30ですか
電話番号は11桁ですか
電話代が月8000円
番号が5桁しかない求人票
受付番号3322で合ってますか
整理券3322番です
予約番号は1234じゃなくて1235です
求人番号の末尾が8811です
求人の下4桁は2231です
後半は6時間勤務
前半は1200円後半は1300円
前半の3週間は研修
最後は2024年に辞めた
次が3回目の面接です
090で始まる番号は迷惑電話ですか
090から050に変わった人が多い?
保険証の番号って8桁?
国保は2年払ってません
国保が月12000円は高い
社保完備の求人がいい
雇用保険に1年2か月入ってました
雇用保険は20時間以上ですか
失業保険が5433円/日でした
枝番って何ですか
枝番が2桁なのはなぜ
資格確認書は何歳まで?
記号と番号はどこに書いてある
年金は10年払えばいい?
年金は6万5千円です
労災は2回目です
介護保険は40歳からですよね
LINEは1日1回しか見ません
LINEで写真3枚送りました
ラインは20時以降に見ます
LINE IDの設定が18歳以上?
LINE IDは6文字以上?
ラインのドットって何
LINEはアンダーバー使えますか
ライン作業で2交代の工場
ラインの仕事は時給1350円
生産ラインA-3で検査
Xで2022年に見た求人
Excel2019とWord2016
日根野に3社あるらしい
日根野 8時集合ですか
羽倉崎の2交代工場
鶴原に20年住んでました
上町2軒隣のパン屋の求人
上瓦屋の倉庫は時給1200円
住まいは泉佐野です
住まいは日根野です、15分で通える
寮の部屋は6畳ですか
団地の2棟が取り壊し
社宅は2階建て
ハイツの清掃のパート
マンション管理員の求人 週4
公民館の201号室で?
市役所の3階でいいですか
りんくう総合医療センター2階の受付
郵便番号は7桁ですか
郵便局で3年バイト
zip形式で送っていい?
zipファイル2024.10
5980円のスーツ
5人中3人
1985年に創業の会社
平成10年2月に入社
平成元年創業の工場
早生まれの人は対象?
昭和生まれはだめですか
60年5月開業の店で
誕生日月は3000円引き
生年月日は8桁で入れる?
1977年度生まれまで対象
May 14の面接
zero experienceでもOK?
one two three four five
oh no 2024
80%は正社員?
3勤1休で12時間
7:30-19:30 4勤2休
22:00〜翌7:00
16-25時の遅番
週20時間未満
170センチ65キロ
視力0.3です
PC検定3級
5S活動と4M管理
ISO9001の内部監査
JIS Z 3841の溶接資格
玉掛け1トン以上
クレーン5t未満
電工2種
3DCADを2年
A4で2枚まで
2MBまでしか送れない
画面に0x80070005と出る
バージョン14.2.1
充電が20%
Wi-Fiの5GHz
1番ホーム10:12発
関空快速 9:02→9:41
はるか12号
601系統のバス
国道481号
府道20号沿い
賞与4.2ヶ月分(昨年度)
昇給1月あたり3000円〜5000円
通勤手当上限31600円
試用期間3か月、時給1180円
定員20名、残り3名
11/25(水)10:00〜12:00
第2・第4土曜
令和7年11月1日〜令和8年3月31日
申込は12月5日まで
よりそいホットライン 0120-279-338に電話しました
0120-061-338はつながりますか
0120-783-556と0570-783-556はどう違いますか
0570-064-556にかけたらいい?
DV相談は0120-279-889、#8008ですか
#9110に相談したほうがいいですか
110番していいですか
119を呼びました
189に電話するべきですか
188は消費者の番号ですよね
0570-078374は法テラスですか
０１２０－８１１－６１０につながらない
労働条件ほっとラインは0120-811-610ですか
フリーダイヤル0800-123-4567にかけました
りんくうの近くで働きたい
泉佐野市に住んでます
大阪市内で探してます
堺市で探したいです
泉佐野市に住んでますが使えますか
日根野駅から歩いて通えるところ
関空で働きたいねんけど
りんくうタウン駅の近くで夜だけ
和歌山市から通えますか
岸和田か貝塚で探してほしい
泉南市在住です
南海本線の泉佐野駅が最寄りです
JR阪和線の熊取あたりで
大阪府内ならどこでもいいです
市外に住んでても大丈夫?
熊取町でもいいですか
1丁目の角のスーパーで働きたい
3丁目のコンビニの求人ありますか
11月24日19時でお願いします
来週火曜の10時いけますか
2026-11-24の予約を変えたい
2026年11月24日(火)19:00〜20:00
24:00(翌0:00)からの枠
25時まで相談できるの
6:00から25:00まで
12/29から1/3は休みですか
11/24 19:00 11/25 20:00 どちらでも
令和8年1月12日までに返事ください
平成20年4月1日に入社しました
昭和63年4月から平成10年3月まで働いていました
平成12年3月に高校を卒業しました
2005年4月1日入社、2019年3月31日退職です
1998年4月から2020年3月まで正社員でした
昭和生まれでも雇ってもらえますか
昭和40年代生まれが対象ですか
1968年〜1988年生まれが対象ですか
氷河期世代の50代です
58歳でも使えますか
58才です
年齢は58歳、経験20年です
ごじゅうはっさいです
月25万は欲しい
時給1,200円以上で
時給1200円〜1500円
手取り18万5千円です
月給250,000円〜300,000円
年収300万から400万
週3日、1日4時間
9時〜17時で土日休み
8:30-17:15の仕事ありますか
求人番号 27010-12345678について知りたい
求人番号27010-01234567は応募できますか
求人 13010-98765431 まだありますか
27120-04567891の求人に応募したい
受付番号12345です
受付番号 202611240001
法人番号1234567890123の会社はどんな会社ですか
年間休日125日
残業月20時間以内
有給消化率80%
従業員300人くらい
徒歩15分以内
2026年度の制度
15,000円×12か月
100件応募して全部落ちた
3回転職しました
5〜6回落ちた
経験20年3か月
山田電機で働いていました
スーパー田中でレジしてます
松下電器に勤めてました
小林製薬の工場
佐藤工務店という会社で働いてました
株式会社山田に応募したい
鈴木自動車はどうですか
高島屋で販売をしていました
森永製菓の求人ありますか
担当者さんお願いします
相談員さんはどんな人?
お母さんの介護があります
看護師さんになりたい
お父さんと二人暮らし
赤ちゃんがいます
おばあちゃんの世話をしてる
大家さんに出ていけと言われた
店長さんが怖い
ハローワークさんに言われました
みなさんどうしてますか
お客さんと話すのが苦手
うちの娘の保育園が決まらない
娘のことが心配です
息子の学校の行事で休みたい
子どもの熱で休めますか
兄ちゃんに聞いた
ヘルパーさんの仕事がしたい
ママさん歓迎の仕事
おっちゃんでも雇ってくれる?
神様お願い
お疲れ様です
お世話様です
ご苦労様です
先生になりたかった
キャリアコンサルタントさんの資格は?
人事さんに連絡したい
名前は言わなくていいですか
名前は必要ですか
名前を変えたい
名前は出したくないです
名前がわからない
匿名でいいですか
本名じゃないとだめですか
ニックネームでいいですか
電話で相談できますか
電話番号を変えたい
電話番号は必要ですか
メールアドレスを変更したい
メールは苦手です
メールでもいいですか
住所が変わりました
住所は言いたくない
住所変更の手続きは
生年月日の登録を直したい
生年月日を間違えた
誕生日が来たら60歳です
マイナンバーは必要ですか
マイナンバーカード持ってません
口座番号はいつ聞かれますか
給料は銀行振込ですか
カードローンの返済がきつい
クレジットカードの審査に落ちた
保険証はいつもらえますか
雇用保険の手続きを教えて
基礎年金番号がわからない
運転免許は持ってます
普通自動車免許あります
大型免許を取りたい
AT限定です
フォークリフトの資格
パスポートの更新
LINEで相談できますか
LINEの使い方がわからない
LINEのビデオ通話でいいですか
LINE WORKSは使えますか
インスタの広告を見て登録しました
インスタ見ました
Xで見て登録しました
YouTubeで見ました
https://www.city.izumisano.lg.jp/ を見ました
https://www.hellowork.mhlw.go.jp/ の求人です
https://www.mhlw.go.jp/stf/index.html はどこ?
https://example.com/jobs/123 の求人に応募したい
パスワードを忘れました
パスワードは変えられますか
ログインできない
エラー404が出る
スマホはiPhone12です
Windows11のパソコンです
Excel2019は使えます
Word、Excelできます
TOEIC700点です
日商簿記2級あります
介護福祉士の資格あります
簿記3級とMOSを持ってる
漢検準2級
英検2級です
眠れません
動悸がする
腰痛で立ち仕事はきつい
体力に自信がない
手帳を持っています
障害への配慮がほしい
介護の仕事
看護師
うつの人の支援の仕事
がん保険の営業
障害者枠で探したい
障害者雇用はありますか
メンタルが弱いです
ストレスで胃が痛い
気分が落ち込みます
疲れがとれない
膝が悪いです
腰が痛いので軽作業がいい
頭痛がひどい
更年期でしんどい
人と話すのが怖い
外に出るのが怖い
引きこもりです
発達障害の子どもの支援の仕事がしたい
認知症の方の介護の仕事
認知症サポーターの講座を受けた
精神科の看護師の求人ありますか
病院の受付の仕事
整形外科で受付をしていました
クリニックで医療事務してました
病院の薬剤部で働いてた
薬剤師の資格
糖尿病食の配達の仕事
がんばります
がんばって働きたい
うつ病についての講座はありますか
うつ病の方への接し方を学びたい
健康診断はありますか
ペースメーカーの会社の営業
透析室の看護助手
放課後等デイサービスの指導員
就労継続支援A型とB型の違い
障害年金をもらいながら働ける?
病院に通いながら働ける?
通院の日は休めますか
体調が悪いので予約を変えたい
熱が出たのでキャンセルします
妊娠中でもできる仕事
コロナで仕事がなくなりました
インフルで休みます
花粉症がつらい
親の介護があります
死にたい
もう消えたいです
消えてしまいたい
殴られています
夫に殴られました
子どもを叩いてしまう
リストカットしてしまう
睡眠薬を大量に飲みました
死ぬほど忙しい
緊張で死にそう
食べるものがない
家賃が払えない
借金があります
給料が未払いです
予約したいです
予約キャンセルで
相談したい
はじめて使います
正社員経験がありません
ずっとアルバイトでした
資格も特技もない
50代でも雇ってもらえますか
ブランクが10年あります
どんな仕事がありますか
人と話したい
なんぼもらえるん?
ほんまに無料なん?
しんどいねん
えっと、よやくしたいんですけど
しごとさがしてます
ごぜんちゅうがいいです
さんじゅうねんはたらきました
ごふんくらいおくれます
いちにちよじかんくらいがいいです
にじゅうまんくらいほしい
ﾊﾟｰﾄ希望です
ｼﾌﾄは週3でお願いします
ありがとうございます😊
よろしくお願いします🙇
了解です!
はい
いいえ
OK
w
草
なるほどです
わかりました、ありがとう
さくらの季節に働き始めたい
ひかり電話の勧誘の仕事
のぞみで通勤してます
あおいそら
愛のある職場がいい
林業に興味があります
森林組合の求人
東の方がいい
南大阪で
北区の求人
泉州弁ですみません
田舎で暮らしたい
中村区の求人
松原市です
福島県から引っ越してきます
石川県出身です
長野に住んでました
千葉から来ました
豊田市で働いてた
福島です
上町の近く
りんくうプレミアムアウトレットで働きたい
イオンモールりんくう泉南のバイト
マンションの管理人の仕事
ビルの清掃の仕事
ホテルの客室清掃
アパートを借りたい
寮付きの仕事ありますか
団地に住んでます
マンション管理人、週3日
会議室203号室で面接です
面接は3階の305号室です
コース3-2でお願いします
2-3日で返事ください
1-2週間かかりますか
1〜2か月待てます
3番ホーム
第3希望まで
レベル3
5-6人の職場
4-10月の期間
10-12時の間
テストは80-90点
№123の求人
求人No.12345
JANコード4901234567894
商品番号AB-1234567
型番 XY1234567の機械を使ってました
3LDK
1階です
AM9:00
午前10時
夜8時以降
月・水・金
土日祝
お盆休み
12月28日の24時
3/31まで
R8.4.1から働きたい
令和7年4月から
2025年4月入社希望
60歳定年
65歳まで働きたい
70代
アラフィフ
46歳男性、派遣です
32歳シングルマザーです
6歳と3歳の子供がいます
母子家庭です
夫が失業しました
妻が病気です
主人の扶養内で
父の介護で辞めました
友達の紹介です
上司のパワハラがひどい
先輩のいじめ
知人の会社
相談員の方の名前を教えてください
前の担当の方でお願いします
女性の相談員さんがいい
キャリコンさんに聞きたい
社会福祉協議会さんの電話番号は
市役所の人に言われた
派遣会社さんから連絡きた
マクドナルドさんで働いてました
ヤマト運輸で仕分けしてます
佐川急便のドライバー
日本郵便で配達
トヨタの期間工
ユニクロでバイト
吉野家で働いてました
大和証券
三井住友銀行で事務してました
りそな銀行の窓口で働いてた
ゆうちょ銀行の口座しかない
ハローワーク泉佐野で聞いた
大阪労働局
泉佐野市役所の求人
阪南市立病院の求人
りんくう総合医療センターで働きたい
関西エアポートの仕事
KIXで働きたい
メールが届かない
@ってどう打つの
あっという間に10年
アットホームな職場
コムズカシイ話は苦手
ドットコムマスターの資格
添付ファイルはPDFで
QRコードが読めない
IDとパスワードがわからない
IDは必要ですか
アカウントを消したい
ZoomのURLを送ってください
木を切る仕事
森で働く仕事
はやしの手入れ
原付で通います
東西線沿い
村の仕事
今村駅
西口の改札
中央線
大和川の近く
平野区で
高田馬場
久米田駅の近く
三国ヶ丘で探してます
中百舌鳥あたり
和泉中央から通える
泉佐野市の求人
泉佐野市日根野の求人ありますか
日根野で働きたい
上之郷あたりの工場
長滝の倉庫
鶴原に住んでます
羽倉崎駅から徒歩10分
樽井駅前
りんくう往来の会社
旧26号線沿い
国道26号線
国道170号沿い
阪神高速4号線
第二京阪
1号館の3階ですか
2階の窓口ですか
3階に相談室がありますか
5丁目の交差点
駅前2丁目のファミマ
時給1177円は大阪の最低賃金ですか
交通費1日500円まで
月収23万4500円
月給23-25万
23万~25万
¥200,000
20万円×3
3000人目標
登録者数1234567人
創業1973年の会社
1973年創業
昭和48年創業の老舗
昭和48年に会社ができた
平成元年から働いてます
平成3年入社
S63入社
H10.4.1入社 H20.3.31退社
1990年4月〜1995年3月 〇〇株式会社
2001/4/1〜2010/3/31 正社員
2010年3月31日付で退職
令和6年10月31日に退職しました
2024年10月31日で契約満了
R7.10.31まで
有効期限は2026年3月31日
年金は昭和36年4月2日以降生まれから65歳ですよね
昭和36年4月1日以前に生まれた人の年金は
就職氷河期世代は1970年から1984年生まれですか
1970年代生まれ
団塊ジュニアです
アラカンです
生まれも育ちも泉佐野です
生まれて初めて
子どもが生まれました
10月に子どもが産まれます
3月に二人目が生まれる予定です
11月24日の19時から
11/24 19:00
11月24日(火)でも26日(木)でも
明後日の朝9時
あさっての15時半
午後1時30分~3時
19時〜20時、21時でもいい
6時〜25時
深夜0時
0時過ぎ
24時間365日
年中無休
8-17時
週5 8h
週2〜3、4h
1日6時間×週4
28時間まで
103万の壁
130万円の壁
106万円の壁は
扶養内で月8.8万
10kg以上は無理
180cmあります
36.5度の熱
血圧が高いと言われました
血圧160でした
めまいがします
気分が悪い
寝不足です
食欲がない
やる気が出ない
不安で眠れない
電車が怖い
パニックになる
落ち着きがない性格です
忘れ物が多い
コミュ障です
HSPかも
うつっぽいです
鬱かもしれません
うつになりそう
病みそう
メンタルやられた
心が折れた
精神的に限界
トラウマになった
依存してしまう
お酒がやめられない
がんになったら休めますか
がん検診はありますか
がん患者の支援をしたい
糖尿病の人向けの料理教室で働きたい
障害者の送迎の仕事
発達障害児の支援員
療育の仕事
認知症の利用者さんの対応
統合失調症の患者さんの看護
うつ病の本を読んだ
うつ病患者の家族会
精神保健福祉士の資格
視覚障害者のガイドヘルパー
聴覚障害者の手話通訳
難病支援センターの求人
HIV検査の受付バイト
心療内科の受付の仕事
眼科で働いてました
皮膚科の看護助手
歯医者の予約があるので変更
病院に行くので休みます
病院の予約と重なった
子どもの病院
通院があるので火曜は無理
薬剤師です
ドラッグストアで働きたい
薬局の事務
製薬会社の営業
健康保険に入れますか
社会保険完備
国保から社保
失業保険はいつから
雇用保険に何年入れば
傷病手当金はもらえますか
障害者手帳は必要ですか
障害者手帳を取るには
障害者手帳を持っていると有利?
手帳がなくても使えますか
生活保護を受けています
生活保護でも働けますか
母子手当
住民税非課税
要介護の親
要介護3の方の介助の仕事
介護認定の申請
普通免許です
普通2種
普通の仕事でいい
普通 週5
番号は何番ですか
番号間違えた
整理番号123
お問い合わせ番号1234-5678-9012
追跡番号 1234-5678-9012
伝票番号1234567890
会員登録できない
エラーコード 0x80070005
エラーE-1234
バージョン12.3.4
iOS17.5.1
Android14
ギガが足りない
5Gの端末
Wi-Fi
USBメモリ
A4用紙
100均
24時間テレビ
7-11で働いてた
セブン-イレブン
ファミマ
業務スーパー
山崎製パン
日清食品
田辺三菱製薬
久保田鉄工
三菱重工
松屋
上島珈琲
坂角総本舗
大塚商会
藤田観光
中村屋
木村屋のパン
サザエさん
ドラえもん
アンパンマン
ちびまる子ちゃん
クマさん
赤ちゃん連れOK
ベビーちゃん
お子さん連れ
奥さんに内緒
旦那さんの扶養
ご主人さん
嫁さんに聞く
お義母さん
義理の母
ばあちゃん
じいちゃん
おじさん
おばさん
おっさん
お姉さん
お嬢さん
隣の人
友達さん
後輩くん
新人ちゃん
AIさん
ボットさん
ロボットくん
窓口さん
まどぐちさん
事務局さん
広報さん
市長さん
議員さん
農家さん
大工さん
パン屋さん
お花屋さん
薬屋さん
お医者さん
歯医者さん
保健師さん
ケアマネさん
施設長さん
利用者さん
パートさん
派遣さん
社長さん
面接官さん
担任の先生
保育園の先生
先生の対応が悪い
店長が怖い
課長がうるさい
だれですか
誰に聞けばいい
なんといいますか
何ていう制度
ハローワークといいます
これは何と申しますか
恐れ入りますと申します
どういう意味
そういう人もいる
困ったと言います
無理だと言われました
辞めろって言われた
早く来いって言うねん
あかんっていうねん
言うてた
泉佐野ですけど使えますか
大阪です
りんくうです
夜勤です
事務です
介護です
46歳です
女性です
独身です
一人です
無職です
主婦です
はじめましてです
初めてです
キャンセルです
無料です
水曜です
桜の木
春から働きたい
夏まで
愛知県から
光回線の営業
希望は事務
望みが薄い
誠にありがとう
真面目に働きます
恵まれてない
優しい人がいい
明るい職場
大きい会社
強い人
学歴なし
正社員
正月休み
和食の調理
緑の多いところ
千円
今日はありがとうございました。また来月お願いします。
58歳、男性です。警備の仕事を30年やってきましたが、去年の3月で定年になりました。もう少し働きたいのですが、年金との兼ね合いが心配です。
シングルマザーで6歳と3歳の子がいます。17時には帰りたいです。
今の会社には内緒で探したいんですが、バレませんか?
面接で何を聞かれますか。履歴書の書き方も教えてください。
11月24日(火)19:00の予約を11月26日(木)20:00に変更できますか
25日の10時から11時の枠は空いてますか
予約番号は20261124-19でした
田舎に帰るので
山の手入れの仕事
川沿いの工場
島で働きたい
東大阪の工場
北新地
南港
西成区
堺東
岡山の工場で住み込み
広島出身です
福井から出てきました
宮崎に帰りたい
長崎県民です
千葉の会社
山口県の求人
高松市
松山に住んでた
熊本から来ました
大分市
三重県
富山の薬売り
石川さゆりの歌が好き
三浦半島
川崎市
大津から通勤
豊中で探してる
吹田の介護施設
高槻
茨木市
枚方市
門真の工場
守口市駅
八尾空港
松原ジャンクション
富田林病院の求人
阪南大学
近畿大学病院で清掃
関西外大
泉佐野高校卒です
佐野工科高校
泉州タオルの工場
日根神社
犬鳴山
りんくうゲートタワービルで働いてた
ANAクラウンプラザ
関空第2ターミナル
南海電車
はるか号
ラピート
イオン日根野
いこらも〜る泉佐野
オークワ
コスモス薬品
ダイキ
ジャンボスクエア
松源
サンエー
ジャパン
マルナカ
万代
ライフ
平和堂
木村組
松田建設の現場
株式会社中村工業で30年
中西製作所
(株)田中電機製作所に応募
有限会社森製菓
田中製作所さんの求人はまだありますか
山本クリニックの受付
井上歯科医院の助手
鈴木医院で看護助手
高橋内科
小林学園
藤井寺市
服部緑地
上本町
谷町四丁目駅
天神橋筋六丁目駅から近い
四丁目駅
本町三丁目の交差点
日本橋
三国
十三
七道
二色浜
三ノ宮
一番町
三番街
2号線
4トン車
2t車
10tトラック
3交代
2交代勤務
三六協定
一人親方
二種免許
第二種電気工事士
危険物乙4
宅建
FP2級
MOS
TOEIC 800
偏差値50
高卒です
中卒でもいい?
大卒
昭和の人間です
平成の終わりに辞めた
令和になってから無職
昭和60年入社、平成30年退職
昭和62年3月高校卒業
平成2年4月〇〇入社
平成22年に離婚しました
2011年から10年間介護
2019年に退職
2020年コロナで解雇
2026年4月入社希望
1日8時間、週40時間
月160時間
残業45時間
深夜割増25%
最低賃金1,177円
時給1,177円
日給12,000円
月給220,000円
賞与年2回4.5ヶ月
年収3,500,000円
退職金500万円
貯金30万
手取り15~16万
家賃6万5千円
交通費月15000円
1万5千歩
体重60キロ
視力0.1
握力30
血圧150の90
平熱36.8
3密
4人家族
5人目
6時起き
7時間睡眠
8割
9割9分
10社受けて全滅
100人中
求人番号は27120-00123456です。まだ募集していますか
求人番号：27010-08888888 倉庫内作業
27010-12345678 この求人はどうですか
この求人、年齢制限ありますか 27120-12345678
整理番号 27010-1-12345
事業所番号 2701-123456-7の会社
第1234号
No.5678
ID:job-12345の求人
job12345
A-12
B5サイズ
C言語
D社
E判定
介護3年
障害福祉サービス
就労移行支援
就労定着支援
精神保健福祉士になりたい
身体介護
知的障害者施設の支援員
精神障害者の就労支援をしたい
重度訪問介護
ガイドヘルパー
がん治療薬の営業経験
糖尿病専門のクリニックで働いてました
うつ病にならない働き方
うつにならないか心配
パワハラでうつになりそうです
障がい者枠とは
手帳なしでも使えますか
手帳あります
持病があります
通院しています
薬を飲んでいます
治療中です
入院していました
手術をしました
体が弱いです
障害があります
障害者です
療養していました
リハビリ中です
休職中です
病気で辞めました
メンタル不調です
足が悪いので座り仕事
耳が遠いです
目が悪いです
手が震える
咳が止まらない
アレルギーがあります
肩こり
五十肩で腕が上がらない
ぎっくり腰になった
膝の手術をした
生理痛がひどい
つわりがひどい
更年期です
老眼です
物忘れがひどい
心配性です
人見知りです
人間関係が苦手
あがり症です
緊張しやすい
発達がゆっくりな子
子どもが不登校です
息子が引きこもり
娘が反抗期
親が高齢です
母が倒れました
父が亡くなりました
夫と離婚調停中
夫のDV
元夫から逃げてます
妻に先立たれて
孫の世話
自分の名前で検索される?
会社名は言えません
会社の名前は山田電機です
お店の名前は
制度の名前は何ですか
資格の名前がわからない
名前の変更は
名前だけでいい?
お名前教えてください
あなたの名前は?
ボットの名前は何
名前なんていうの
担当の名前忘れました
相談員さんの名前を忘れた
電話番号忘れた
電話番号はどこに書いてますか
電話してもいい時間は
電話は18時以降で
電話は10時から17時
でんわは ごごがいいです
携帯しかない
固定電話がありません
スマホのバッテリー5%
メールは一日100件来る
メアドがない
Gmailの使い方
ドコモです
ソフトバンク光
楽天モバイル
au PAY
PayPayで
住所がありません
住所不定でも大丈夫?
住所は泉佐野市です
家は泉佐野です
実家は和歌山です
自宅から30分以内
自宅は泉佐野駅の近く
勤務地は3か所
一番地味な仕事
二番目の子
三番目
五番街のマリーへ
八番らーめん
番地がわからない
マンションの3階
アパート2階建て
築40年のアパート
ビル5階
1LDKのマンションで家賃5万
マンション管理士
寮費1万円
社宅あり
ハウスクリーニング
コートの販売
プラザで3年
タワーマンションの清掃8時間
パレス21
親戚の紹介で入った会社を辞めました
森の中で働きたいねん
東の空港島まで通える?
南から来る電車
西日本で
北の国から来ました
原因がわからない
谷間の世代です
関係ない話やけど
岸壁の仕事
堺筋本町まで通勤1時間
泉大津でもええ
和泉府中駅
柏原市
松原
大和田
門真市駅前
高石の工場
長居公園
千早赤阪村
三重に転勤
山形に帰省
新宮から来た
天皇陛下
イチローみたいに
安倍首相
吉本興業
ダウンタウン
松本清張の小説
マリオカート
ポケモン
トトロ
エヴァ
ベルばら
うちの猫ちゃん
お兄さんお姉さん
おねえさんが親切でした
おにいちゃんが働いてる
おかあちゃんに聞く
ぼくちゃん
みんなちゃんとしてる
ちゃんとした仕事がしたい
ちゃんちゃらおかしい
たくさんあります
さんざんな目にあった
そうさんに
うさんくさい会社
皆様のおかげで
お陰様で元気です
ご苦労様でした
お待ち遠様
様々な仕事
様子を見ます
王様みたい
仕様書
君の名は
君たち
諸君
くんくん
氏名は必要?
氏神
殿様商売
先生の仕事
先生方
部長に言われた
課長クラス
社長さん
係長でした
主任をしてました
店長候補の求人
マネージャー経験あり
リーダー職
所長が変わった
前の所長さん
院長先生
園長先生に言われました
ケアマネさんの紹介
民生委員さん
自治会長さん
市の担当者さんから
貴社の採用担当者様
人事ご担当者様
ご担当者様へ
各位
泉佐野市 御中
ハローワーク様
支援センターさん
社協さんに電話した
生協さん
クロネコさん
コンビニの店長さん
スーパーのパート
マイページが開かない
マイク使えますか
ライトな仕事
ランチタイムだけ
リンクが開けない
ホーム画面
ドライバー
アンケート答えました
ハンコいりますか
キムチ工場
ジムの受付
サラダ工場
トムとジェリー
アリさんマークの引越社
サカイ引越センター
クマのマーク
カーブス
マツキヨ
スギ薬局
ウエルシア
ヤマダデンキ
ケーズデンキ
エディオン
ヤマザキパン
イトーヨーカドー
タカシマヤ
キムラ屋
ミキハウス
サトウ製薬
モリタ
クボタ
カワサキ重工
ムラタ製作所
オムロン
090で始まる番号からかかってきた
0120で始まる番号
072から始まる番号は誰ですか
06の番号から着信
番号非通知
電話番号の下4桁
ショートメールが来ない
認証コードが届かない
6桁の番号
4桁の暗証番号
12桁の番号ってどこにありますか
2026年問題
2025/11/24
2025.11.24
25/11/24 13:00
11.24
11-24
R7.11.24
平成生まれの上司
昭和レトロ
昭和54年4月に入社してから46年
S54.4入社
昭和55年度卒
平成元年卒業
1973年のオイルショック
1985年から働いてます
1999年に大学を出ました
2000年3月卒です
2008年のリーマンショックで
2011年3月11日の震災
1995年1月17日の地震
昭和60年6月に結婚して退職
平成7年10月に長男を出産
10月10日スポーツの日
5月5日こどもの日休み?
3月3日空いてますか
11/3は祝日ですがやってますか
1/15に相談できますか
15日15時
毎月25日
月末締め翌月10日払い
2-3-1で書類選考
2対1
1-0で勝った
3-4時間
2-3か所
1-5点
10-20万
1日2-3件
1-2-3と数える
上から3番目
地下鉄2番出口
4番のりば
7番窓口
2棟ある工場
3号館
5号車
1番線ホーム
101回目のプロポーズ
101匹わんちゃん
マンション101室を管理
ビル3棟の清掃
アパート経営
ハイツの清掃
コーポレートサイト
パレスホテル
プラザ合意
タワー式駐車場
ハウスメーカー
サンシャイン
メゾネット
レジデンスの受付
団地の掃除 1日3000円
寮 月20000円
ホテル200室の清掃
病棟50床
病院に10年勤めました
りんくう総合医療センターに看護助手で入りたい
市立病院に応募
泉佐野の病院で清掃
クリニックに面接に行きます
デイケアの送迎
精神科デイケアの職員募集
整形外科のリハビリ助手
眼科の受付
皮膚科クリニックの事務
がんセンターの清掃
がんばれない
がんじがらめ
ガンガン働きたい
ガンダム
うつくしい
うつる
うつわ
鬱陶しい
うっとうしい
リウマチ科で看護師してました
発達支援の仕事
自閉症児の放課後デイ
学習障害の子の塾
てんかん協会
認知症カフェ
認知症ケア専門士
認知症介護基礎研修
糖尿病療養指導士
がん相談支援センター
うつ病の家族がいる人の会
うつ病って何科?
うつ病とは
HIVとは
透析室
ストレスチェック
メンタルヘルス
健康診断書
診断書は必要ですか
障害者雇用枠の求人
障害福祉サービス
障害者職業センター
障害者手帳の申請
障害者手帳のメリット
手帳の更新
母子手帳
年金手帳をなくした
雇用保険被保険者証をなくした
保険証を返す
マイナ保険証
在留カードの更新
運転免許の更新
免許証のコピー
パスポートのコピー
通帳のコピー
通帳がない
口座を作れない
口座番号を教える必要は?
銀行口座
ゆうちょでもいい?
カード払い
クレジットカードなし
暗証番号を忘れた
パスワードを変更したい
パスワードは8文字以上ですか
IDを忘れました
LINEのIDは必要?
LINEを交換しませんか
LINE電話で
LINE Payで
LINEスタンプ
ラインが届かない
インスタはやってません
インスタに載ってた求人
Xに書いてあった
Facebookの広告
YouTubeの動画
TikTok見た
noteに書いてた
Zoomで
Teamsで
Indeedで見つけた
タウンワーク
バイトル
マイナビ
リクナビ
doda
求人ボックス
engage
ジモティー
https://www.instagram.com/ の広告
https://jp.indeed.com/viewjob?jk=abc123
https://lin.ee/abcDEF から登録
https://www.youtube.com/watch?v=abc
https://maps.google.com/?q=泉佐野市役所
www.google.com
example.com
友達に聞いて登録しました
家の近くでパート探してます
子どもが小学生なので15時まで
フルタイム無理です
週20時間未満がいい
社保に入れる求人
送迎ありますか
車通勤OKですか
バイク通勤
自転車で15分
電車で30分まで
南海本線沿線で
空港勤務の早朝シフト 4:30-9:30
シフト制 8:00~17:00/13:00~22:00
夜勤1回8000円
月8回
年収250万以下
5年前に離婚
7年働いた
10年以上前の話
25歳から30年
65歳以上
78歳でもできる仕事
12月1日開始
12/1(火) 14:00-15:00
来年1月4日から
4日の朝6時
28日の24:00の枠
ビデオ面談のURLは?
アプリのバージョン14.2.1
予約番号 R-20261201-07
求人番号27150-00456781の件
27150-456781 の求人
応募した会社から返事がない
内定もらいました!
面接落ちた…
筆記試験80点
履歴書何枚
写真は3か月以内
職務経歴書A4で2枚
志望動機が書けない
自己PR
長所短所
スーツない
ヘルニアの人の整体
介護職員初任者研修
実務者研修
ハロートレーニング
職業訓練6か月コース
医療事務講座
簿記2級を目指す
大型二種
玉掛け
フォーク
警備員指導教育責任者
清掃
調理補助
品出し
ピッキング
検品
コールセンター
データ入力
テレワーク
在宅ワーク
内職
シルバー人材センター
高齢者向けの求人
林業
漁業
農業体験
南大阪線
中百舌鳥
高野線
北花田
東岸和田駅
西梅田
原付免許
岡持ち
堀の掃除
畑仕事
柳に風
久保惣美術館
関西国際空港
りんくうアイスパーク
犬鳴山温泉の仲居
泉佐野漁協
岸和田だんじり
みさき公園
せんしゅう
いずみさの
さのがわ
はたらきたい
ねむれへん
しんどいわ
なんかええしごとない?
わからへん
おしえてください
どないしたらええ?
すんません間違えました
まちがえた
あとでまた連絡します
検討します
考えます
お願いします。
それでお願いします
1でお願いします
①
②番
3つ目
上から二つ目
はい、それです
はいはい
うん
せやねん
せやな
あかん
むり
よりそいホットライン0120-279-338って何時までですか
ハローワーク泉佐野の電話番号は072-463-0565ですか
市役所の代表072-463-1212に聞いたらここを紹介された
いのちの電話0120-783-556
#9110にかけたけどつながらん
188にかけたらええの?
0570-078374は法テラスですよね
労働条件ほっとライン 0120-811-610
フリーダイヤル0120-444-113の会社
求人番号27080-12345678について
求人番号 27080-01234551 まだ募集してますか
27080-5566778の求人
整理番号27080-00123451
求人票の番号は2708-33445です
時給1,177円って大阪の最低賃金?
時給1200〜1400円希望
月給20万〜25万
日給10000円くらい
年収300万円台
手取り15万8千円
賞与2.5ヶ月
交通費上限15,000円
9:00-17:00の仕事
9時から17時30分
10:00〜15:00で週3
2025年12月10日の面接
12/10 14:00に伺います
令和7年11月30日まで
平成30年に退職しました
昭和の会社って感じで
1998年から2015年まで働いてました
2015年4月入社 2022年3月退社
平成10年3月高校卒業
昭和63年設立の会社です
創業1976年の老舗
51歳です
76歳でも働けますか
六十二歳です
ろくじゅうさんさいです
35歳女です
子供3人、5歳と3歳と1歳
従業員数123名
3人家族です
駅から徒歩5分
泉佐野駅から15分くらい
日根野駅の近くで探してます
りんくうタウンのアウトレットで働きたい
関空で働きたいです
泉佐野市内で事務の仕事
熊取町か貝塚市で
岸和田市まで通えます
泉佐野市在住です
大阪府泉佐野市市場東1-295-3の市役所に行けばいいですか
市役所は泉佐野市市場東1丁目1番1号ですか
ハローワーク泉佐野は泉佐野市上町2-1-20でしたっけ
会場はりんくう総合医療センターですか
りんくう総合医療センターの看護助手の求人
泉佐野市役所3階の窓口
エブノ泉の森ホールの説明会
イオンモールりんくう泉南の求人
関西エアポート株式会社
株式会社山田製作所の求人
有限会社中村工務店ってどんな会社
田中精肉店のパート募集
スーパーオークワ泉佐野店
佐川急便の仕分け
ヤマト運輸のドライバー
松屋のバイト
すき家
高島屋で働いてました
三井住友銀行で働いてた
木下大サーカス
鈴木ってメーカーの部品
マツダの車の部品工場
本田技研
川崎重工で派遣してた
山崎パンの工場
キリン堂
ドコモショップ
https://www.hellowork.mhlw.go.jp/
https://www.city.izumisano.lg.jp/kakuka/ この求人
https://jp.indeed.com/viewjob?jk=abc123 これ応募できますか
https://www.mhlw.go.jp/stf/seisakunitsuite/bunya/0000.html
https://townwork.net/detail/clc_123/
https://www.aeonmall.co.jp/recruit/
会社のHPは https://www.kansai-airports.co.jp です
https://ja.wikipedia.org/wiki/ハローワーク
https://www.youtube.com/watch?v=abc123 この動画見ました
この会社のホームページ https://example.co.jp/recruit
求人サイト https://baito.mynavi.jp/
インディードで見た
Indeedの求人
インスタで見ました
LINEで予約したい
LINEのやり方がわからん
LINE登録しました
ラインでもいいですか
IDがわかりません
パスワードの変更方法
暗証番号忘れた
マイナンバーカード持っていけばいい?
マイナンバーって必要ですか
マイナンバーカードは12桁ですか
口座番号いりますか
銀行口座がなくても働けますか
ゆうちょでもいいですか
給料は銀行振込?
カードで払えますか
保険証は持っていく?
社会保険完備がいい
雇用保険の手続き
雇用保険は何時間から?
離職票がまだ届かない
離職票-1と離職票-2
介護保険料っていくら引かれる
国保と社保どっちが得
年金もらいながら働きたい
年金事務所どこ
免許証なしでも大丈夫?
普通免許持ってます
大型二種免許
フォークリフト免許あり
パスポートは身分証になる?
在留カードが必要ですか
パソコンはWord Excelくらい
MOS365
簿記2級
日商簿記3級持ってます
英検2級
TOEIC 650
N2です
週20時間以内
103万の壁 130万の壁
年末調整
8時間×20日
24時間対応ですか
1日4h週3
トラック4t
10tダンプ
型番AB-1234の機械を使ってました
JIS規格 9001
ISO14001の会社
A4サイズでいいですか
写真は縦4cm横3cm
3か月更新
1か月以内に
郵便局のバイト
郵送でもいいですか
〒マークいる?
健康診断書が必要ですか
産休育休とれる会社
子供の熱で休める仕事
病院の受付がしたい
介護の仕事に興味があります
障害者枠の求人ありますか
看護助手したい
メンタルヘルスの資格
禁煙の職場
体力に自信あります
健康です
重い物は持てます
名前は書かなくていいですか
匿名でも相談できますか
担当者さんいますか
店長さんに聞いて
社長さんがいい人
先生に相談したい
相談員さんお願いします
お母さんの代わりに聞いてます
息子の仕事の相談です
娘が高校卒業します
旦那の転勤で引っ越してきた
友達に紹介された
孫がおります
うちの子が
おばあちゃんの介護
パパママ
シングルマザーです
私です
そうです
はいです
元気です
希望です
未経験です
大丈夫です
満員です
住所は泉佐野市だけでいい?
住所変更したらどうしたらいい
住所がない場合は
引っ越したばかりです
マンションの清掃
団地の草刈りの仕事
アパートの管理人
ビル清掃3階
2階の工場
5号館の清掃
南海本線
JR阪和線 日根野
関空第1ターミナル2階
国道26号線沿い
26号線のファミマ
羽倉崎の工場
長滝あたりで
中庄方面
上之郷インター近くの倉庫
りんくう往来北の倉庫の求人
食品コンビナートで働きたい
佐野漁港の朝の仕事
明日の10時でお願いします
30日の14時から
3月3日は空いてますか
7月20日に面接です
9/9に説明会
誕生日休暇ある?
新卒2026年卒です
契約は12か月
3-4日/週
5、6人
2、3日待って
1-2時間
ABC-MART
G'zOne
UFJ
3DCAD
CAD 2D/3D
CNC旋盤
NC旋盤3年
入力速度 120文字/分
20代30代活躍中
50代からでも
65歳定年 再雇用70歳
1級土木施工管理技士
MT免許
原付
自転車で20分
車で30分以内
電車で1時間まで
土日祝休み
平日9-14
夜勤22-7
シフト制
扶養内
ダブルワーク
1個3円の内職
200個で600円
送料無料
No.5の求人
①と③が気になる
資料の5ページ
10番の求人お願い
3番
1
2で
A
ありがとう
おおきに
了解しました
よろしくです
お願いします🙇‍♀️
なるほど
ほんまに?
知らんけど
まだ迷ってます
友達と一緒に行ってもいい?
保育園の近くがいい
学童が18時まで
幼稚園のお迎え14:30
電話したけど出なかった
電話は苦手
電話で話したい
折り返しください
メールで送ってもいいですか
gmailでも受け取れますか
メールアドレス変えました
ドコモのメールに届かない
添付できますか
履歴書の書き方
志望動機なんて書けば
退職理由
面接の服装
スーツないとあかん?
髪色
ネイルOK
ピアス
タトゥー
ハローワークインターネットサービス
失業保険もらいながら
給付制限2か月
90日
認定日が12月5日
職業訓練校 6か月コース
求職者支援訓練
生活保護受けてます
住居確保給付金
もう疲れました
ハローワーク泉佐野 072-463-0565に電話したらええ?
市役所は072-463-1212であってますか
0120-783-556にかけました
#8008って何
求人番号27080-99887766に応募
27080-1234567の求人票ください
時給1,250円の方がいい
月18万5000円
9時-18時
13:30〜17:30
12月3日 10:00の面談
2026年1月15日に説明会
2020年3月に退職
平成28年4月から令和5年9月まで勤務
昭和60年創業
67歳です
ろくじゅうななさい
40代後半です
子ども2人(7歳、4歳)
従業員50人以下
バス停から徒歩3分
泉佐野駅前で働きたい
りんくうタウン駅
泉南イオンの求人
日根野か熊取
鶴原あたり
羽倉崎の工場で働きたいです
泉佐野市内
上町の方
面接会場は泉佐野市りんくう往来北1ですか
ハローワークの住所は泉佐野市上町2-1-20ですか
勤務地は泉佐野市住吉町1番地です
関西空港第2ターミナル
近畿大学病院の清掃
山本工業の面接
中井病院のパート
大西商店
北野製作所
小西酒造
西川ふとんの販売
森永乳業
上島珈琲店
伊藤園の配送
藤田建設
https://www.hellowork.mhlw.go.jp/kensaku/
https://www.city.izumisano.lg.jp/
https://jp.stanby.com/jobs/123 この求人いいですか
https://www.rinku-premium.co.jp/recruit/
https://arubaito-ex.jp/detail/123
求人 https://example.com/jobs/123
会社のサイト https://www.example.co.jp
https://www.nta.go.jp/
https://www.nenkin.go.jp/
https://www.youtube.com/watch?v=zzz 面接の動画
LINEだけで済みますか
LINEの通知がこない
ラインで送ればいい?
LINE使えます
インスタの求人見た
IDってなんですか
パスワードがわからん
暗証番号4桁
マイナンバーカード持ってない
マイナンバー提出
口座は本人名義?
銀行振込の日
保険証のコピー
国保から社保に切り替え
雇用保険入れる?
雇用保険は31日以上?
離職票2枚
介護保険の仕事
年金65歳から
年金月8万円
免許は普通AT
運転免許証のコピー
在留資格は定住者
パスポート期限切れ
手帳持ってたら障害者枠
障害者手帳なくても
Excel2019使える
Word/Excel
TOEIC700点
日商2級
第1種衛生管理者
週4日 1日6時間
20時間未満
106万の壁
1LDKに住める寮付き
寮あり
社員寮の求人
マンション管理人
団地の清掃
3階建ての倉庫
5番窓口
1番上の求人
2つ目
No.3
名前言わなあかん?
本名は必要ですか
匿名希望
担当の人に代わって
相談員さんいますか
店長がきつい
息子が引きこもりで
娘の就職
友達と面接いける?
主人が反対
おばあちゃんと同居
健康に自信
病院で働きたい
介護施設の夜勤
看護師の資格
精神保健福祉士の求人
障害者支援施設の仕事
妊婦さん向けの服の販売
腰痛持ちでもできる仕事
疲れやすい
目が悪い
眼鏡OK
健康診断
3ヶ月の試用期間
契約社員1年
5年働いた
10年ブランク
15年前に辞めた
20日締め
月末払い
週払い
日払いOK
7日までに返事します
3時に電話して
10分くらい
15日に振込
誕生日の月は休めますか
令和8年4月採用
2025年度
昭和生まれでも
氷河期世代です
戌年って関係ある?
さくら色の制服
はるかの電車
のぞみで大阪
ひかり電気の仕事
あおいうさぎ
みなとまちの市場
うどん屋
たこ焼き
ほな
ありがとうございました。助かります
お世話になっております。求人の件でご相談です
ハローワーク泉佐野の番号072-463-0565にかけた
求人番号27080-44128830って締め切り?
時給1300円 週3日
12/20の14時に行きます
令和8年1月10日から働けます
平成29年に退職
62歳男です
泉佐野市内で探してます
面接場所は泉佐野市役所ですか
りんくうタウンのホテルの清掃
児玉建設の求人
https://www.city.kaizuka.lg.jp/
https://jp.indeed.com/q-泉佐野
LINEで履歴書送れますか
マイナンバーカード申請中
雇用保険に入りたい
免許なしでいける?
手帳なしでも応募できる?
年金だけやと足りん
口座は後でいい?
カード作れますか
介護の資格2級
北の方の求人
南海線沿い
東京でもいい
平日のみ
森の中の仕事
泉州タオル
奥のほうの席
前は事務でした
以前は工場でした
うちは無理です
こちら未経験です
もしもし聞こえてますか
どうも初めてです
店長のパワハラ
社長の息子が嫌
3階の302教室
5号線
28日に電話します
7月生まれって得?
1番窓口
送迎あり 300円
2件応募
よろしくお願いします。
ありがとう。また
了解です。明日
履歴書は手書き? パソコン?
なるほど。検討します
"""

_MARK: Final = re.compile(r"⟦([a-z_]+):(.*?)⟧", re.DOTALL)


@dataclass(frozen=True)
class Case:
    """A message and the stretches that are personal in it, as (type, start, end)."""

    text: str
    personal: tuple[tuple[str, int, int], ...]


def _read(marked: str) -> Case:
    text, spans, cursor = "", [], 0
    for mark in _MARK.finditer(marked):
        text += marked[cursor : mark.start()]
        spans.append((mark.group(1), len(text), len(text) + len(mark.group(2))))
        text += mark.group(2)
        cursor = mark.end()
    return Case(text + marked[cursor:], tuple(spans))


def _lines(block: str) -> list[str]:
    """Lines, but a mark may run over line ends."""
    lines: list[str] = []
    for line in block.strip("\n").split("\n"):
        if lines and lines[-1].count("⟦") > lines[-1].count("⟧"):
            lines[-1] += "\n" + line
        else:
            lines.append(line)
    return [line for line in lines if line]


def personal_cases() -> list[Case]:
    """Messages with personal data."""
    return [_read(line) for line in _lines(PERSONAL)]


def clean_cases() -> list[str]:
    """Messages the guard must leave alone."""
    return _lines(CLEAN)
