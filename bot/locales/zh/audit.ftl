# /audit
audit-title = <b>操作记录</b>
audit-none = 还没有这类操作记录。
audit-usage =
    /audit – 最近的操作
    /audit 12 – 工单 12 上的操作
    /audit @name – 某位同事的操作；没有相应编号的工单时，也可用客服名单中的序号
audit-older = 更早的
audit-nobody = Kefu
audit-nothing = –
audit-yes = 是
audit-no = 否
audit-line = <i>{ $time }</i> <b>{ $who }</b> { $act }
audit-changes = ↳ { $changes }
audit-change = { $fact }：{ $before } → { $after }
audit-fact = { $fact }：{ $value }

# 做了什么
act-ticket-claimed = 受理了工单 #{ $ticket }
act-ticket-answered = 答复了工单 #{ $ticket } 并由此负责
act-ticket-closed = 关闭了工单 #{ $ticket }
act-ticket-reopened = 重新打开了工单 #{ $ticket }
act-ticket-noted = 在工单 #{ $ticket } 上写了备注
act-ticket-assigned = 转交了工单 #{ $ticket }
act-ticket-unassigned = 取消了工单 #{ $ticket } 的负责人
act-ticket-given = 将工单 #{ $ticket } 分派给在岗的同事
act-ticket-taken-over = 因无答复将工单 #{ $ticket } 改派他人
act-ticket-reviewed = 评阅了工单 #{ $ticket }
act-staff-here = 在岗
act-staff-away = 暂时离开
act-staff-shift-set = 设置了{ $subject }的班次
act-staff-languages-set = 设置了自己会的语言
act-staff-added = 将{ $subject }加入客服名单
act-staff-owner-named = 按设置将{ $subject }设为所有者
act-staff-removed = 将{ $subject }移出客服名单
act-staff-left = 离开了客服群和客服名单
act-staff-role-given = 更改了{ $subject }的角色
act-staff-invited = 生成了加入链接
act-group-chosen = 选定了客服群
act-group-lost = 将机器人移出了客服群
act-group-back = 将机器人重新加入客服群
act-job-requested = 手动运行了任务
act-delivery-sent-again = 重新发送了一条消息（{ $subject }）
act-delivery-given-up = 放弃了一条未送达的消息（{ $subject }）
act-update-given-up = 放弃了一条未能处理的更新

# 前后差别
fact-status = 状态
fact-status-new = 新建
fact-status-open = 处理中
fact-status-closed = 已关闭
fact-assignee = 负责人
fact-role = 角色
fact-role-owner = 所有者
fact-role-supervisor = 主管
fact-role-agent = 客服
fact-noted = 备注
fact-group = 群组
fact-chat = 会话
fact-job = 任务
fact-update = 更新
fact-delivery = 投递
fact-delivery-queued = 排队中
fact-delivery-failed = 未送达
fact-delivery-parked = 结果不明
fact-delivery-dropped = 已放弃
fact-presence = 在岗情况
fact-presence-here = 在岗
fact-presence-away = 离开
fact-until = 直到
fact-reason = 原因
fact-shift = 班次
fact-languages = 语言
fact-mark = 评分
fact-remarked = 评语
