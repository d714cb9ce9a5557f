reminder-points = { $name }，您好。{ $part ->
    [all] 您的 <b>{ $points }</b> 积分
   *[some] 您的 { $balance } 积分中有 <b>{ $points }</b> 分
}将于 <b>{ $day }</b>到期，请及时使用。积分情况可在 /points 查看。
reminder-points-today = { $name }，您好。{ $part ->
    [all] 您的 <b>{ $points }</b> 积分
   *[some] 您的 { $balance } 积分中有 <b>{ $points }</b> 分
}今天（<b>{ $day }</b>）到期，今天之内仍可使用。积分情况可在 /points 查看。
reminder-points-within = { $name }，您好。{ $part ->
    [all] 您的 <b>{ $points }</b> 积分
   *[some] 您的 { $balance } 积分中有 <b>{ $points }</b> 分
}即将到期：最早的一批 <b>{ $day }</b>到期，最晚的一批 { $last-day }到期。请及时使用，积分情况可在 /points 查看。
reminder-tier = { $name }，您好。您只差 <b>{ $missing } 积分</b>就能升为<b>{ $tier }</b>。{ $factor ->
    [1] 下一次购物也许就能达到。
   *[other] 升级后每次购物可获得 { $factor } 倍积分。
}当前情况可在 /points 查看。
reminder-silence = { $name }，您好。有一段时间没有您的消息了，希望您一切都好。如有任何需要，直接在这里发消息即可，我们会转给{ $company }的同事。
reminder-tier-spend = { $name }，您好。再消费 <b>{ $missing }</b> 就能升为<b>{ $tier }</b>。{ $factor ->
    [1] 下一次购物也许就能达到。
   *[other] 升级后每次购物可获得 { $factor } 倍积分。
}当前情况可在 /points 查看。
reminder-tier-lost = { $name }，您好。您的<b>{ $tier }</b>只保留到 <b>{ $day }</b>。在此之前通过消费再得 { $missing } 分即可继续保留。当前情况可在 /points 查看。
reminder-tier-lost-spend = { $name }，您好。您的<b>{ $tier }</b>只保留到 <b>{ $day }</b>。在此之前再消费 { $missing } 即可继续保留。当前情况可在 /points 查看。
reminder-friends = { $name }，好消息：{ $friends ->
    [1] 您邀请的好友完成了首次购买
   *[other] 您邀请的 { $friends } 位好友完成了首次购买
}，送您 <b>{ $points } 积分</b>，您现在共有 { $balance } 积分。谢谢您的推荐！积分情况可在 /points 查看。
