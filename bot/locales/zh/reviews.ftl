# /review 和 /reviews
review-in-private = 评阅在与机器人的私聊中进行，请在私聊中发送该命令。
review-none = 没有可评阅的工单：最近 { $days } 天内没有已关闭且尚未评阅的工单。
review-of = 这个工单处理得如何？<b>{ $name }</b>的工单 <b>#{ $number }</b>（{ $closed } 关闭）：
review-button-skip = 不写评语
review-marked = 已评分：{ $mark } 分（满分 5 分）。
review-ask-remark = 工单 #{ $number }：{ $mark } 分（满分 5 分），已告知{ $name }。要说明理由吗？请写在这里。
review-needs-words = 请用文字写评语。
review-remarked = 谢谢，评语会转给{ $name }。
review-skipped = 好的，不写评语。
review-told = { $by }评阅了工单 #{ $number }，评分：<b>{ $mark } 分</b>（满分 5 分）。
review-told-remark = { $by }对工单 #{ $number }（{ $mark } 分）的评语：<blockquote>{ $remark }</blockquote>
review-averages = <b>最近 { $days } 天的评分</b>
review-average = { $name }：<b>{ $average }</b>（{ $count } 个工单）
review-averages-none = 最近 { $days } 天没有评阅。发送 /review 开始。
