team-main = 主客服台
card-team = 团队：{ $team }

# /transfer，在客服群里说的话
transfer-where = 工单 #{ $number } 转给谁？
transfer-no-teams = 还没有团队：业务文件中没有设置。
transfer-done = { $name }已将工单 #{ $number } 转给：{ $team }。
transfer-write-there = 对话在另一个话题中继续，在这里写的内容不会发给任何人。
transfer-gone = 工单 #{ $number } 已不在这里处理，现在由“{ $team }”负责。您刚才写的内容没有发给客户。
transfer-edit-stays = 工单 #{ $number } 已不在这里处理，客户看到的仍是修改前的内容。如需更正，请到工单现在所在的地方写：<code>/ticket { $number }</code>
transfer-put-away = 工单 #{ $number } 已没有话题，您刚才写的内容没有发给客户。发送 <code>/ticket { $number }</code> 可重新显示。

# /join 和 /leave
team-joined = { $name }现在负责：{ $team }。
team-left = { $name }不再负责“{ $team }”。现在负责：{ $serves }。
team-members-title = <b>谁负责哪个团队</b>
team-members-line = { $name }：{ $serves }
team-members-all = 所有团队
team-members-usage =
    /join delivery – 我负责该团队；/leave delivery – 不再负责
    /join delivery @用户名 – 替同事设置（主管）
    团队：{ $keys }。没有加入任何团队的人负责所有团队。

# /ticket
topic-usage = 是哪个工单？请把编号写在命令后面：<code>/ticket 12</code>
topic-there = 工单在“{ $title }”：
topic-made = 工单 #{ $number } 将在“{ $title }”中重新建立话题，并附上全部对话。
topic-asked-for = { $name }要查看工单 #{ $number }。

# 给所有者
team-without-group = 团队“{ $team }”还没有群，它的工单会出现在主客服群。如需单独的群：照第一个群新建一个，并在那里发送 <code>/setup { $word }</code>。
groups-title = <b>客服群</b>
groups-none = 还没有客服群。设置方法：/setup
groups-line = <b>{ $title }</b> · { $team }
groups-figures = 未关闭的工单：{ $tickets } · 最近一分钟消息：{ $posts } · 待发：{ $waiting }
groups-missing = 缺少：{ $rights }
groups-missing-member = 我不在群里
groups-missing-administrator = 我不是管理员（收不到表情回应）
groups-missing-topics = 话题没有开启
groups-missing-manage-topics = “管理话题”权限
groups-missing-delete-messages = “删除消息”权限（没有它，旧话题会保留）
groups-kept-topics = 有 { $count } 个旧话题多次尝试仍无法删除。重新授予我“删除消息”权限后会再次尝试，也可以手动删除。
groups-homeless = 还没有群的团队，其工单会出现在主客服台：{ $teams }
