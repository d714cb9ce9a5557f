# 机器人入群时说的话
setup-joined-ready =
    大家好，这里是{ $company }的客服台。
    请所有者发送 /setup，之后客户的工单会出现在本群，每个工单一个话题。
setup-joined-without-right =
    大家好，这里是{ $company }的客服台。还差一步：我没有管理话题的权限。
    请打开群设置 → 管理员 → 添加管理员，选择我并开启“管理话题”，然后请所有者在本群发送 /setup。
setup-joined-without-topics =
    大家好，这里是{ $company }的客服台。本群还没有开启话题。
    请在群设置中开启“话题”，并把我设为拥有“管理话题”权限的管理员，然后请所有者在本群发送 /setup。
    如不使用话题，请所有者发送 <code>/setup plain</code>：所有工单会依次出现在群里，回复对应消息即可答复客户。
setup-joined-by-nobody = 我是被匿名添加的，无法确认是谁，因此先退出。请在管理员权限中关闭“匿名”，再添加我一次。

# 对 /setup 的答复
setup-done-topics =
    本群现在是客服群。每个工单都有自己的话题：在话题里写的内容会发给客户，<code>/note …</code> 只留在内部。
    { $tickets ->
        [0] 目前没有未关闭的工单。
       *[other] 接下来是 { $tickets } 个未关闭的工单。
    }谁可以答复：/staff
setup-done-plain =
    本群现在是客服群。工单依次出现在群里：回复工单的消息即可答复客户，以 <code>/note …</code> 回复则只留在内部。
    { $tickets ->
        [0] 目前没有未关闭的工单。
       *[other] 接下来是 { $tickets } 个未关闭的工单。
    }谁可以答复：/staff
setup-already-topics = 本群已经是客服群：每个工单都有自己的话题。
setup-already-plain = 本群已经是客服群，不使用话题：回复工单的消息即可答复客户。
setup-team-topics = 本群现在属于团队“{ $team }”。它的每个新工单都会在这里有自己的话题，在话题里写的内容会发给客户。谁负责该团队：/join
setup-team-plain = 本群现在属于团队“{ $team }”。它的新工单会依次出现在这里，回复工单的消息即可答复客户。谁负责该团队：/join
setup-further-topics = 本群现在也是主客服台的群。新工单会进入较空闲的群，每个工单一个话题。
setup-further-plain = 本群现在也是主客服台的群。新工单会进入较空闲的群，回复工单的消息即可答复客户。
setup-in-order = 我在这里所需的权限都有了。
setup-lacks = <b>还需调整：</b>
setup-lacks-administrator = · 我不是管理员，收不到表情回应；开启隐私模式时只能收到命令和对我的回复。请打开群设置 → 管理员 → 添加管理员 → 选择我。
setup-lacks-delete-messages = · 我无权删除消息，提示、辅导笔记和撤回的答复会留在群里，旧话题也会保留。请打开群设置 → 管理员 → 选择我 → 开启“删除消息”。如果已经开启，请先关再开一次。
setup-released = 本群不再是客服群。未关闭的工单会在另一个群继续处理，在这里写的内容不会发给客户。
setup-moved-away = 本群不再是客服群。今后工单会出现在“{ $title }”，在这里写的内容不会发给客户。
setup-back = 我回来了。下面是这期间的对话。
setup-how =
    <b>如何设置客服群</b>
    1. 在 Telegram 中新建群组，并在群设置中开启“话题”。
    2. 把 @{ $username } 加入群组，设为拥有“管理话题”和“删除消息”权限的管理员。
    3. 在群里发送 /setup，我会检查并告诉您还缺什么。
    4. 在群里用 <code>/staff add</code> 回复同事的一条消息，或在这里发送 /staff add 获取加入链接。
    没有话题的群组也可以使用：在群里发送 <code>/setup plain</code>。
setup-present-group = 当前的客服群：“{ $title }”。在另一个群发送 /setup，客服台会连同所有未关闭的工单一起迁过去。
setup-teams =
    团队：{ $teams }。在另一个群里发送 /setup 加上团队的键，该群就属于这个团队；<code>/setup main</code> 使它也成为主客服台的群，<code>/setup off</code> 则取消。
    所有客服群的情况：/groups
setup-nobody-owns = 这个客服台还没有所有者。请把您的 Telegram ID <code>{ $user-id }</code> 填入设置项 KEFU_OWNERS，重启机器人后再发送 /setup。

# 给所有者
staff-group-lost = 我被移出了客服群“{ $title }”。工单会保留并等待处理。请重新把我加进去，或在另一个群发送 /setup。
staff-group-without-topics = 在客服群“{ $title }”中我无法再创建话题：话题被关闭，或我失去了“管理话题”权限。在恢复之前，新工单会依次出现在群里。
