deadline-kind = { $kind ->
    [first_response] 首次答复
    [next_response] 后续答复
   *[resolution] 问题解决
}

# 工单卡片上的内容，在下次变化之前一直成立：时间是承诺时间的一半或五分之一
card-deadline = { $kind }期限：<b>{ $due }</b> · { $standing }
card-deadline-paused = { $kind }：计时暂停，还剩{ $time }
card-deadline-standing = { $band ->
    [plenty] 剩余超过{ $time }
    [overdue] 已超时
   *[short] 剩余不足{ $time }
}

# 话题里的提醒
deadline-near = ⏳ { $kind }期限 <b>{ $due }</b>，营业时间剩余不足{ $time }，还没有人受理。
deadline-near-holder = ⏳ { $kind }期限 <b>{ $due }</b>，营业时间剩余不足{ $time }，由<a href="tg://user?id={ $user-id }">{ $name }</a>负责。
deadline-missed = ⏰ { $kind }已超时，期限是 <b>{ $due }</b>。已通知主管和所有者。
deadline-missed-late = ⏰ { $kind }超过了期限 <b>{ $due }</b>。已通知主管和所有者。

# 发给主管和所有者
deadlines-missed = ⏰ <b>已超时的工单</b>
deadlines-missed-line = { $name } · { $kind } · 期限 { $due } · { $holder }
deadlines-missed-more = 另有 { $count } 个。查看全部：/overdue
deadline-ticket = #{ $number }
deadline-ticket-linked = <a href="{ $link }">#{ $number }</a>
deadline-nobody = 无人受理
deadline-time = { $hours }小时{ $minutes }分钟
deadline-time-hours = { $hours }小时
deadline-time-minutes = { $minutes }分钟
