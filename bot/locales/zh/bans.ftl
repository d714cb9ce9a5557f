# 对被封禁的客户说的话
ban-told = 抱歉，{ $company }目前不接收您的消息，您在这里写的内容会被保存，但不会得到回复。
ban-told-until = 抱歉，{ $company }在 { $until } 之前不接收您的消息，在此之前您写的内容会被保存，但不会得到回复。
ban-lifted-told = 您可以继续给我们发消息了。请问有什么可以帮您？

# 对客服人员说的话
ban-usage =
    要封禁谁？请在命令后写客户编号或 @用户名，还可以写上时长和原因：
    <code>/ban 12 2d 发广告、骂人</code>
    <code>/ban @用户名</code>
    <code>/unban 12</code>
    时长：<code>30m</code>、<code>4h</code>、<code>2d</code> 或 <code>2w</code>；不写则一直有效，直到 /unban。在工单话题里，<code>/ban 4h 骂人</code> 指该工单的客户。
ban-set = 已封禁{ $name }（客户编号 { $number }）。截止：{ $until }。全部封禁见 /bans。
ban-lifted = { $name }（客户编号 { $number }）已不在封禁中。
ban-line-set = 🚫 <b>{ $name }</b>已被封禁，操作：{ $by }。截止：{ $until }。原因：{ $reason }
ban-line-lifted = { $by }已解除对<b>{ $name }</b>的封禁。
ban-line-known = 🚫 <b>封禁中</b>，操作：{ $by }。截止：{ $until }。原因：{ $reason }
ban-by-rule = { $rule ->
    [flood] 刷屏规则
   *[other] 规则“{ $rule }”
}
ban-no-end = 手动解除
ban-no-reason = 未填写
ban-button-lift = 解除：{ $number } 号
ban-button-older = 更早的
bans-none = 没有被封禁的客户。
bans-title = <b>封禁中：{ $count }</b>
bans-line =
    <b>{ $name }</b> · 客户编号 { $number } · 截止：{ $until }
    操作：{ $by } · 原因：{ $reason }
