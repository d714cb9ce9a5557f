# 客户看到的内容
ticket-solved =
    我们认为工单 <b>#{ $number }</b> 已经解决。如果还没有，请直接在这里回复，我们会继续处理。
ticket-not-solved = 还没有解决
ticket-nudge =
    工单 <b>#{ $number }</b> 仍在等待您的回复，请直接在这里发消息。
    { $hours ->
        [0] {""}
       *[other] 如果 { $hours } 小时内没有回复，工单将会关闭，之后您仍可重新打开。
    }

# 客服群里的内容
ticket-is-open = 工单 #{ $number } 继续处理，由{ $name }跟进。
ticket-is-pending = 工单 #{ $number } 等待客户回复。客户一回复，工单就会重新进入处理。
ticket-is-on-hold = 工单 #{ $number } 已暂缓。发送 /open 继续处理；客户回复后也会继续。
ticket-solved-by = { $name }已解决工单 #{ $number }，并已告知客户。{ $days ->
    [0] 工单现在关闭。
   *[other] 如客户没有异议，{ $days } 天后关闭。
}
ticket-settled = 工单 #{ $number } 已关闭：客户没有提出异议。
ticket-woken = 工单 #{ $number } 的搁置时间已到。
ticket-woken-for = <a href="tg://user?id={ $user }">{ $name }</a>，工单 #{ $number } 的搁置时间已到。
ticket-nudged = 已提醒客户：我们在等待回复。
ticket-snoozed = 工单 #{ $number } 搁置至 { $until }；客户回复后也会继续处理。
ticket-snoozed-until-they-write = 工单 #{ $number } 搁置，直到客户回复。
ticket-snooze-usage =
    搁置到什么时候？例如：
    <code>/snooze 2小时</code>（也可以写 <code>30分钟</code>、<code>3天</code>）
    <code>/snooze 明天 9:00</code>（也可以写 周一、18:30）
    <code>/snooze 等客户回复</code>
    最长 90 天。
ticket-status-new = 新建
ticket-status-open = 处理中
ticket-status-pending = 等待客户
ticket-status-on-hold = 暂缓
ticket-status-solved = 已解决
ticket-status-closed = 已关闭
