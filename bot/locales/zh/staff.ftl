role-owner = 所有者
role-supervisor = 主管
role-agent = 客服

staff-unknown-command = 没有“/{ $word }”这个命令。输入框旁的菜单里有您的全部命令。

staff-title = <b>客服名单</b>
staff-line = { $number }. { $name }{ $username } · { $role } · <code>{ $user-id }</code>
staff-usage =
    /staff add – 在客服群里回复某人的消息来添加；不回复则生成加入链接
    /staff add supervisor – 同上，角色为主管
    /staff supervisor @用户名、/staff agent @用户名 – 更改角色
    /staff remove @用户名 – 立即取消全部权限；也可用名单中的序号或回复其消息
staff-added = 已将{ $name }加入客服名单，角色：{ $role }。
staff-removed = { $name }已不在客服名单中。
staff-role-set = { $name }的角色现为：{ $role }。
staff-link =
    凭此链接，一人可加入客服名单一次，有效期至 { $until }。角色：{ $role }。
    { $link }
staff-link-sent = 加入链接已私聊发给您。如未收到，请打开 @{ $username }，点击“开始”并在那里发送 /staff add。
staff-welcome = 欢迎，您已加入客服名单，角色：{ $role }。客户在“{ $title }”群里得到答复，请让所有者把您加进群。
staff-welcome-without-group = 欢迎，您已加入客服名单，角色：{ $role }。客服群建好后，所有者会把您加进去。
staff-start = { $name }，您好。您在{ $company }的角色：{ $role }。
    客户在客服群里得到答复。/queue 查看未关闭的工单和最急的事；/here、/away 表示在岗和离开。输入框旁的菜单里有您的全部命令。
    您在这里写的内容按客户消息处理。
staff-joined-alert = { $name }（<code>{ $user-id }</code>）已通过链接加入客服名单，角色：{ $role ->
        [supervisor] 主管
       *[agent] 客服
    }。如果不是您要邀请的人：/staff remove { $user-id }
staff-left-alert = { $name }已不在客服群中，因此失去了全部权限。如需恢复：/staff add
