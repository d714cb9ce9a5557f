# /team
team-title = <b>团队</b>（最近 { $days } 天的数据）
team-in-private = 同事的数据只在与机器人的私聊中显示，请在私聊中发送该命令。
team-member = { $presence ->
    [here] ● <b>{ $name }</b> · 在岗
    [away] ○ <b>{ $name }</b> · 离开
   *[until] ○ <b>{ $name }</b> · 离开至 { $until }
}
team-open = 未关闭：<b>{ $count }</b> · 最早：{ $oldest }
team-open-none = 未关闭：无
team-figures = 首次响应：{ $response } · 解决时间：{ $resolution }
team-csat = 满意度：{ $percent }%（{ $answers } 份）
team-nothing = –
