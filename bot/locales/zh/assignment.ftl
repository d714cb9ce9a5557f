# 工单由谁负责（写在工单话题里）；tg:// 链接会提醒对方
assigned-by = { $by }把工单 #{ $number } 交给了<a href="tg://user?id={ $user-id }">{ $name }</a>。
assigned-by-desk = 工单 #{ $number } 由<a href="tg://user?id={ $user-id }">{ $name }</a>负责。
assigned-away = { $name }目前不在岗。
assigned-away-until = { $name }在 { $until } 之前不在岗。
assigned-nobody = { $name }已取消工单 #{ $number } 的负责人，目前无人负责。
assigned-silent = <a href="tg://user?id={ $user-id }">{ $name }</a>，工单 #{ $number } 的客户等待答复已达 { $silence }（营业时间）以上。如果无法处理，请发送 /assign @用户名 转给同事。
assigned-instead = 一直没有答复，工单 #{ $number } 已由<a href="tg://user?id={ $was-id }">{ $was }</a>转给<a href="tg://user?id={ $user-id }">{ $name }</a>。
assigned-holder = 工单 #{ $number } 由{ $name }负责。您的消息已发给客户。
assigned-holder-left = 工单 #{ $number } 的负责人已离开，客户在等答复。谁答复就由谁负责，也可发送 /claim。
assigned-call = <a href="tg://user?id={ $user-id }">{ $name }</a>，客户在等您答复。

# /reassign
handover-usage =
    /reassign @原同事 @新同事 – 把前者所有未关闭的工单和待回访的客户交给后者
    已离开客服名单的人请用其 Telegram 编号。
handover-begun = 已先将{ $giver }的 { $count } 个未关闭工单交给{ $taker }，其余将在几分钟内转完。
handover-done = { $count ->
    [0] { $giver }没有未关闭的工单。
   *[other] 已将{ $giver }的 { $count } 个未关闭工单交给{ $taker }。
}
handover-visits = 已将{ $giver }的 { $count } 个回访交给{ $taker }。
handover-list = { $giver }转来 { $count } 个工单，现由您负责：
handover-visits-list = { $giver }转来 { $count } 个回访，现由您负责，请发送 /visits 查看。
handover-ticket = • { $ticket }
handover-more = ……另有 { $count } 个
