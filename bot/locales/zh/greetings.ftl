greeting-birthday =
    🎂 { $name }，生日快乐！{ $company }全体同事祝您身体健康、万事顺意。
    感谢您一直以来的支持。如有任何需要，直接在这里发消息即可。
greeting-birthday-second =
    🎂 { $name }，祝您生日快乐！{ $company }全体同事愿您今天开心，新的一岁平安顺利。
    很高兴能一直为您服务。
greeting-birthday-third =
    🎉 { $name }，生日快乐！愿您新的一岁健康喜乐、诸事如意。{ $company }敬上。
greeting-belated =
    🎂 { $name }，迟到的祝福同样真诚：祝您生日快乐！{ $company }全体同事愿您新的一岁一切顺利。
greeting-belated-second =
    🎂 { $name }，我们的祝福晚了一点：{ $company }全体同事补祝您生日快乐，愿您平安喜乐。
greeting-gift-points =
    🎁 { $points ->
       *[other] 我们送您 { $points } 积分作为生日礼物，已存入您的账户。
    }
greeting-gift-coupon = 🎁 送您一张优惠券，券码 <code>{ $code }</code>。发送 /rewards 可再次查看。
greeting-gift-coupon-until = 🎁 送您一张优惠券，券码 <code>{ $code }</code>，有效期至 { $day }。发送 /rewards 可再次查看。
greeting-anniversary =
    🌟 { $years ->
        [1] 一年前
       *[other] { $years } 年前
    }，您第一次联系{ $company }。{ $name }，感谢您的信任。
greeting-anniversary-second =
    🌟 { $name }，您与{ $company }相伴已有{ $years ->
        [1] 一年
       *[other] { " " }{ $years } 年
    }。感谢您一路同行。
greeting-stopped = 今后不再向{ $name }（客户编号 { $number }）发送祝福。发送 <code>/greet { $number }</code> 可恢复。
greeting-resumed = 今后会重新向{ $name }（客户编号 { $number }）发送祝福，除非客户自己关闭了祝福。
greeting-whom = 请指明客户。在工单话题里即为该工单的客户；在其他地方请注明：<code>/nogreet @用户名</code> 或 <code>/nogreet 12</code>；用 <code>/greet</code> 恢复。
greeting-line-stopped = 🔕 自 { $since }起不发送祝福（<code>/greet { $number }</code> 可恢复）
