reward-title = <b>积分兑换</b> · 您有 { $balance } 分
reward-line = { $reward }：{ $points } 分
reward-line-left = { $reward }：{ $points } 分（剩 { $remaining } 份）
reward-line-sold-out = { $reward }：{ $points } 分（目前已兑完）
reward-none = 目前没有可兑换的奖励。
reward-button = { $reward } · { $points } 分
reward-confirm = 用 { $points } 分（您有 { $balance } 分）兑换<b>{ $reward }</b>吗？确认后立即扣除积分，您会收到一个兑换码，请向客服人员出示。
reward-confirm-coupon = 用 { $points } 分（您有 { $balance } 分）兑换<b>{ $reward }</b>吗？确认后立即扣除积分，您会收到一个在店里使用的券码。
reward-not-yet = <b>{ $reward }</b>需要 { $points } 分。您有 { $balance } 分，还差 { $missing } 分。
reward-button-confirm = 确认，使用 { $points } 分
reward-redeemed =
    兑换成功：<b>{ $reward }</b>。
    请向客服人员出示兑换码：<code>{ $code }</code>{ $until ->
        [never] { "" }
       *[other] （有效期至 { $until }）
    }
    您还剩 { $balance } 分。在“我的兑换券”中可再次查看。
reward-redeemed-coupon =
    兑换成功：<b>{ $reward }</b>。
    您在店里使用的券码：<code>{ $code }</code>{ $until ->
        [never] { "" }
       *[other] （有效期至 { $until }）
    }
    您还剩 { $balance } 分。在“我的兑换券”中可再次查看。
reward-mine = <b>您的兑换券</b>
reward-mine-none = 您还没有兑换过奖励。

voucher-line = <code>{ $code }</code> · { $reward }
voucher-line-until = <code>{ $code }</code> · { $reward } · 有效期至 { $day }
voucher-line-used = <code>{ $code }</code> · { $reward } · 已于 { $day }使用
voucher-line-over = <code>{ $code }</code> · { $reward } · 已于 { $day }过期

# 客服
voucher-usage = 请在命令后写上客户的兑换码：<code>/voucher ACDEF-34679</code>
voucher-whose = { $name }（客户编号 { $number }）· { $points } 分 · 兑换于 { $issued }
voucher-taken-by = 由{ $name }标记为已使用
voucher-button-used = 标记为已使用
voucher-used = <code>{ $code }</code>（{ $reward }）已标记为已使用（{ $name }）

stock-title = <b>奖励及库存</b>
stock-line = <code>{ $word }</code> · { $reward }：{ $remaining }
stock-line-unlimited = <code>{ $word }</code> · { $reward }：不限
stock-line-coupons = <code>{ $word }</code> · { $reward }：{ $remaining }（清单 <code>{ $list }</code> 的券码）
stock-usage = 设置库存：<code>/stock tin 20</code>、<code>/stock tin +5</code>、<code>/stock tin -1</code>、<code>/stock tin unlimited</code>（不限）
