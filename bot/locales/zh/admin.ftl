admin-in-private = 统计和客户资料只在与机器人的私聊中向所有者显示，请在私聊中发送该命令。
admin-nothing = –

# /stats
admin-stats =
    <b>服务情况</b> · { $time }
    当前未关闭工单：<b>{ $open }</b>
admin-stats-period =
    <b>{ $period ->
        [today] 今天
        [week] 最近 7 天
       *[month] 最近 30 天
    }</b>
    咨询 { $inquiries } · 投诉 { $complaints } · 回访 { $follow-ups }
    首次响应：{ $response } · 解决时间：{ $resolution }
    满意度：{ $csat }
admin-stats-groups = <b>各群</b>（最近 7 天，按工单目前所在的群统计）
admin-stats-group = { $title } · { $team }：未关闭 { $open } · 新建 { $opened } · 首次响应 { $response }
admin-stats-note = <i>首次响应：客服人员首次答复所用营业时间的中位数。解决时间：从开单到关闭的中位数。满意度：4 分和 5 分所占比例。</i>
admin-csat = { $percent }%（{ $answers } 份评价）
admin-csat-few = { $percent }%（仅 { $answers } 份评价，实际大约在 { $low }% 到 { $high }% 之间）
admin-csat-none = 暂无评价

# /customer
admin-customer-usage =
    要查哪位客户？请在命令后写客户编号、用户名或电话号码：
    <code>/customer 12</code>
    <code>/customer @用户名</code>
    <code>/customer +86 138 0013 8000</code>
admin-customer = <b>{ $name }</b> · 客户编号 { $number }
admin-customer-name = { $name }（客户编号 { $number }）
admin-customer-contact = 用户名：{ $username } · 电话：{ $phone }{ $reach ->
    [none] {" "}· <b>无法联系</b>
    [blocked] {" "}· <b>已屏蔽机器人</b>
    [staff] {" "}· 本公司客服，不接收祝福、提醒和群发
   *[open] {""}
}
admin-customer-profile = 语言：{ $language } · 时区：{ $zone } · 生日：{ $birthday } · { $since }起成为客户
admin-customer-standing = 阶段：{ $stage } · 等级：{ $tier } · 积分：{ $points } · 购买 { $purchases } 次
admin-customer-refuses = 不接收：{ $kinds }
admin-consent-kind = { $kind ->
    [greetings] 祝福
    [campaigns] 优惠与资讯
   *[reminders] 提醒和回访
}
admin-customer-tickets = <b>工单：{ $count } 个</b>
admin-customer-ticket = #{ $number } · { $category } · { $status ->
    [new] 新建
    [open] 处理中
    [pending] 等待客户
    [on_hold] 暂缓
    [solved] 已解决
   *[closed] 已关闭
} · { $opened }
admin-customer-story = <b>最近的往来</b>
admin-customer-said = <i>{ $time }</i> <b>{ $author }：</b>{ $words }
admin-author = { $author ->
    [customer] 客户
    [staff] 客服
    [bot] 机器人
   *[stranger] 陌生人
}

# /jobs
admin-jobs = <b>定时任务</b>
admin-job-name = { $job ->
    [deadlines] 时限
    [surveys] 满意度调查
    [visits] 回访
    [birthday_greetings] 生日祝福
    [reminders] 会员提醒
    [points_expiry] 积分到期
    [housekeeping] 数据清理
    [waiting_tickets] 等待中的工单
    [assignment] 分派工单
    [old_topics] 话题
    [campaigns] 群发活动
    [win_back] 挽回客户
   *[failed_updates] 失败的更新
}
admin-job-never = <b>{ $job }</b>：尚未运行
admin-job-running = <b>{ $job }</b>：自 { $time } 起运行中
admin-job-last = <b>{ $job }</b>：{ $time }，{ $count ->
    [0] 无事可做
   *[other] 完成 { $count } 项
}；下次：{ $next }
admin-job-last-failed = <b>{ $job }</b>：{ $time }，<b>失败</b>（{ $error }）；下次：{ $next }
admin-job-on-demand = 按需运行
admin-job-run = 运行：{ $job }
admin-job-requested = { $job }：即将运行，完成后会告诉您结果。
admin-job-done = <b>{ $job }</b>已运行：{ $count ->
    [0] 无事可做
   *[other] 完成 { $count } 项
}。
admin-job-failed = <b>{ $job }</b>未能完成：{ $error }。下次会自动重试，可用 /jobs 查看情况。

# /failed
admin-failed-none = 没有失败项：所有更新都已处理，所有消息都已送达或按决定放弃。
admin-failed = <b>失败的更新 { $updates } 条 · 未送达的消息 { $messages } 条</b>。下面各列出最早的 { $shown } 条；处理完后请再发送 /failed。
admin-failed-update =
    <b>更新 { $number }</b> · { $time } · 已尝试 { $attempts } 次
    <code>{ $error }</code>
admin-failed-message =
    <b>未送达</b> · { $time } · 收件人：{ $to } · { $method }
    <blockquote>{ $words }</blockquote>
    <code>{ $error }</code>
admin-parked-message =
    <b>无法确认是否送达</b> · { $time } · 收件人：{ $to } · { $method }
    <blockquote>{ $words }</blockquote>
    <code>{ $error }</code>
admin-button-send-again = 重新发送
admin-button-send-in-doubt = 发送（可能重复）
admin-button-drop = 放弃
admin-button-retry-updates = 重新运行失败的更新
admin-sent-again = 已重新排队。
admin-dropped = 已放弃。
