referral-welcome = 您由好友邀请而来：首次购买后将送您 <b>{ $points } 积分</b>。
referral-link = <b>邀请好友。</b>这是您的专属链接：{ $link }
referral-gives = 好友首次购买后，您得 { $mine } 分，好友得 { $theirs } 分。仅限从未在这里留过言的新客户。
referral-count = { $brought ->
   *[other] 已有 { $brought } 位好友
}通过您的链接加入，其中 { $bought } 位已购买。
