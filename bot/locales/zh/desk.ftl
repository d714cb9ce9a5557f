# 在客服群里说的话
desk-commands =
    处理工单时，请在工单话题内发送，或回复该工单的任意一条消息：
    /claim – 由我受理
    /pending、/hold – 等待客户，或等待其他人；/open – 继续处理
    /solve – 已解决（客户可以提出异议）；/close – 处理完毕，关闭
    /reopen – 重新打开
    /snooze 2h – 搁置；也可以写 <code>明天 9:00</code>
    /priority 高 · /tag 退款 · /untag 退款 · /tags
    /merge 123、/link 123；用 /split 回复一条消息 – 合并、关联、单独建立工单
    /history – 客户的全部往来
    /note … – 记下客户看不到的备注
    /delete – 回复某条答复：在客户那里和这里都删除它
    /original – 回复某条消息：查看被遮盖的原文（主管）
    /info – 工单卡片、联系方式和历史工单
    /alias … – 客户看到的名字
    /r … – 用快捷回复答复；只发 /r 则列出全部
    /assign @用户名 – 交给同事；/unassign – 取消负责人
    /transfer – 转给另一个团队；/ticket 12 – 查看工单在哪里
    /ban 4h 原因 – 暂时封禁该客户；/bans 查看全部封禁
    在本群任何地方，或与我私聊时：
    /queue – 未关闭的工单，最早的在前
    /overdue – 已超时的工单
    在话题里写的其他内容都会发给客户。
desk-no-such-command = 没有“/{ $word }”这个命令。全部命令：/help
desk-unknown-command = 没有“/{ $word }”这个命令，客户没有看到这条消息。全部命令：/help
desk-no-ticket = 是哪个工单？请在工单话题内发送该命令，或回复该工单的任意一条消息。
desk-closed = 工单 #{ $number } 已关闭，这条消息没有发给客户。请先发送 /reopen，再重新发送。
desk-claimed = 工单 #{ $number } 现由{ $name }负责。
desk-note-kept = 已记录，客户看不到。
desk-note-empty = 备注内容是空的。请写在命令后面：<code>/note 希望上午联系</code>
desk-stranger = { $name }，您不在客服名单中，您在这里写的内容不会发给任何客户。如需加入，请让所有者用 <code>/staff add</code> 回复您的一条消息。
desk-nobody = 无法识别这条消息是谁发的，因此没有发给客户，也没有任何改动。请在管理员权限中关闭“匿名”，并在输入框旁选择以自己的身份发言，然后重新发送。

desk-info-contact = <b>联系方式</b>
desk-info-telegram = Telegram：<code>{ $address }</code>{ $username }
desk-info-blocked = 自 { $at } 起屏蔽了机器人
desk-info-phone = 电话：{ $phone }
desk-info-birthday = 生日：{ $birthday }
desk-info-time = 当地时间：{ $time }（{ $zone }）
desk-info-since = 成为客户：{ $since }
desk-info-tickets = <b>其他工单</b>
desk-info-ticket = #{ $number } · { $kind } · { $opened } · { $status }
