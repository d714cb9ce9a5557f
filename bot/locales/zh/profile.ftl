profile-title = <b>您的资料</b> · 客户编号 { $number }
profile-name = 姓名：{ $name }
profile-birthday = 生日：{ $birthday }
profile-phone = 电话：{ $phone }
profile-language = 语言：{ $language }
profile-zone = 时区：{ $zone }，当地现在 { $time }
profile-points = 积分：{ $points } 分 · 等级：{ $tier }
profile-expiring = { $count ->
       *[other] { $points }
    } 分即将到期，最早于 { $expires }。
profile-hint = 请点您想修改的项目。
profile-unknown = 未填写

profile-button-name = 姓名
profile-button-birthday = 生日
profile-button-phone = 电话
profile-button-zone = 时区
profile-button-no-birthday = 删除生日
profile-button-no-phone = 删除号码
profile-button-share-phone = 分享我的手机号
profile-button-keep-phone = 保持不变

profile-ask-name = 怎么称呼您？请写下您的姓名。
profile-name-changed = 谢谢，今后我们称呼您<b>{ $name }</b>。
profile-ask-birthday = 您的生日是哪天？例如 <code>5月17日</code> 或 <code>1990-05-17</code>，年份可以不写。我们只用它来送上生日祝福。
profile-birthday-changed = 谢谢，已记下您的生日：<b>{ $birthday }</b>。
profile-birthday-removed = 已删除您的生日，我们不再保存。
profile-phone-now = 目前登记的号码：{ $phone }
profile-ask-phone = 请点下方的“分享我的手机号”。系统会发送您本人账号的号码，我们用它来查找您的购买记录。发送 /cancel 则保持不变。
profile-phone-changed = 谢谢，已记下您的号码：<b>{ $phone }</b>。/profile 可查看全部资料。
profile-phone-removed = 已删除您的号码。/profile 可查看全部资料。
profile-phone-kept = 好的，没有改动。/profile 可查看全部资料。
profile-ask-zone = 您目前的时区：{ $zone }。您住在哪里？请选择城市，或直接写城市名，例如 <code>北京</code> 或 <code>UTC+8</code>。
profile-zone-changed = 已记下：{ $zone }，当地现在 <b>{ $time }</b>。如果时间不对，请在 /profile 中重新选择。

profile-city-shanghai = 上海
profile-city-singapore = 新加坡
profile-city-tokyo = 东京
profile-city-dubai = 迪拜
profile-city-london = 伦敦
profile-city-berlin = 柏林
profile-city-new-york = 纽约
profile-city-los-angeles = 洛杉矶
profile-city-sydney = 悉尼
