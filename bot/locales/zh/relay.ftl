# 客户与客服之间的消息转达，以及客服的名字
relay-withdrawn = { $name }撤回了一条答复：客户那边已删除，记录仍保留（/history）。
relay-stands-here = 我无权删除这里的消息，请手动删除。授予我“删除消息”权限（群设置 → 管理员）后即可由我删除。
relay-not-withdrawn = 这条消息无法在客户的聊天中删除，客户仍能看到。
relay-forwarded = ↪ 转发自{ $kind ->
        [channel] 频道
        [chat] 群组
       *[user] 用户
    }“{ $name }”，名称不能作为身份证明。
relay-contact = 名片“{ $name }”，号码 { $phone }
relay-poll =
    投票（部分内容已隐藏）：
    { $words }
relay-rich-message =
    图文消息（部分内容已隐藏）：
    { $words }
relay-file-withheld = 有一个文件因名称含隐藏内容而不在这里显示：{ $name }。主管可用 /original 查看。
relay-speaker = <b>{ $name }</b>：
relay-original = 工单 #{ $number }，客户原文：
relay-original-sent = 已私下发送给您。

alias-is = 您的别名是{ $name }。更换：<code>/alias 小丽</code>，取消：<code>/alias off</code>
alias-none = 您还没有别名。设置：<code>/alias 小丽</code>
alias-not-shown = 目前客户看不到别名，是否显示由业务文件中的 <code>staff_names</code> 决定。
