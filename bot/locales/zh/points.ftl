points-title = <b>您的积分：{ $points } 分</b> · { $tier }
points-owed = 退货扣回的积分中有一部分已被使用，将从您今后获得的积分中补扣。
points-until = { $points } 分，有效期至 { $day }
points-later = 另有 { $points } 分，最早的一批有效期至 { $day }
points-for-ever = { $points } 分，长期有效
points-next = 再通过购物获得 { $count ->
       *[other] { $points }
    } 积分（{ $days } 天内）即可升级为{ $tier }。
points-next-spend = 在 { $days } 天内再消费 { $points } 即可升级为{ $tier }。
points-reason = 您是{ $tier }，有效至 { $until }，因为自 { $since }起您通过消费获得了 { $points } 分。
points-reason-spend = 您是{ $tier }，有效至 { $until }，因为自 { $since }起您累计消费了 { $points }。
points-grace = 您的{ $tier }保留到 { $until }。在此之前通过消费再得 { $missing } 分即可保级（近 { $days } 天内已得 { $points } 分）。
points-grace-spend = 您的{ $tier }保留到 { $until }。在此之前再消费 { $missing } 即可保级（近 { $days } 天内已消费 { $points }）。
points-way = { $tiers } · 目前：<b>{ $count }</b>

points-usage =
    增加或扣减积分，并写明原因：
    <code>/points @用户名 +50 送货延误</code>
    <code>/points 12 -20 重复计分</code>
points-adjusted = { $name }（客户编号 { $number }）：{ $change }，现有 { $points } 分。

bonus-profile = 谢谢您完善资料，已送您 <b>{ $points } 积分</b>。/points
bonus-survey = 谢谢您的评价，已送您 <b>{ $points } 积分</b>。/points

loyalty-button-points = 我的积分
loyalty-button-rewards = 积分兑换
loyalty-button-mine = 我的兑换券
loyalty-button-invite = 邀请好友
