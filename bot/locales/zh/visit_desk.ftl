# 要回访谁
visit-for = 请<a href="tg://user?id={ $user-id }">{ $name }</a>回访：
visit-for-nobody = 有一项回访待认领：目前没有人在岗。
visit-handed = 请<a href="tg://user?id={ $user-id }">{ $name }</a>回访（由{ $by }转交）：
visit-handed-private = { $by }把这次回访转交给您：
visit-instead = { $before } 已不再担任客服，请<a href="tg://user?id={ $user-id }">{ $name }</a>接手回访：
visit-instead-nobody = { $before } 已不再担任客服，目前没有人在岗，这项回访待认领：
visit-instead-private = { $before } 已不再担任客服，这次回访改由您负责：
visit-taken = 原由您负责的对{ $name }（客户编号 { $number }）的回访，{ $by }已转交给{ $colleague }，您不用再处理了。
visit-called-off = 对{ $name }（客户编号 { $number }）的回访已取消：{ $why }。
visit-card-title = <b>回访</b>：{ $name }（客户编号 { $number }）
visit-card-telegram = Telegram：<code>{ $address }</code>{ $username }
visit-card-phone = 电话：{ $phone }
visit-card-ticket = 工单 #{ $number }（{ $category }）已于 { $day }关闭，之后情况如何？
visit-card-purchase = 客户在 { $day }购买了 { $amount } 的商品，是否满意？
visit-card-request = 由{ $name }安排。
visit-card-words = 要谈的内容：<blockquote>{ $words }</blockquote>
visit-card-due = 应于 { $day }回访
visit-card-overdue = ⚠️ <b>已逾期</b>，应于 { $day }回访
visit-card-lapses = ，{ $day }之后作废
visit-entry = <i>{ $day }</i> { $name }：{ $said }
visit-entry-until = 改到 { $day }

# 按钮
visit-button-done = 已完成
visit-button-later = 推迟
visit-button-note = 备注
visit-button-again = 改日再联系
visit-button-hand = 转交
visit-button-nothing = 没有要补充的
visit-day-button =
    { $days ->
        [1] 明天
        [7] 一周后
       *[other] { $days } 天后
    }
visits-button-done = { $place } 已完成
visits-button-later = { $place } 推迟
visits-button-note = { $place } 备注
visits-button-refresh = 刷新
visit-outcome-fine = 一切顺利
visit-outcome-question = 有问题想问
visit-outcome-unhappy = 不满意
visit-outcome-no-answer = 无人应答
visit-outcome-call-again = 改日再联系

# 问与答
visit-ask-outcome = 对{ $name }的回访结果如何？
visit-ask-said =
    { $name }：<b>{ $outcome }</b>。客户说了什么？{ $place ->
        [group] 请回复本条消息填写。
       *[private] 请直接写在这里。
    }
visit-ask-note =
    关于{ $name }要记下什么？{ $place ->
        [group] 请回复本条消息填写。
       *[private] 请直接写在这里。
    }
visit-ask-later =
    对{ $name }的回访推迟到哪一天？请点选，或{ $place ->
        [group] 回复本条消息
       *[private] 直接
    }写日期，例如 <code>周五</code> 或 <code>2026-12-05</code>。
visit-ask-again =
    { $name }希望哪天再联系？请点选，或{ $place ->
        [group] 回复本条消息
       *[private] 直接
    }写日期，例如 <code>周五</code> 或 <code>2026-12-05</code>。
visit-needs-text = 请用文字填写，或点按钮。
visit-ask-taker = 改由谁回访{ $name }？请点选同事，或发送 <code>/visit { $number } @用户名</code>。
visit-no-taker = 没有其他同事可以回访{ $name }（客户编号 { $number }）。
visit-taker-button =
    { $presence ->
        [here] { $name }
       *[away] { $name }（不在岗）
    }
visit-handed-to = 对{ $name }的回访已转交给{ $colleague }，并已通知对方。
visit-words-kept = 已记入这次回访。
visit-ticket-is = 已为{ $name }开立工单 <b>#{ $number }</b>，客户已收到通知。
visit-postponed = 对{ $name }的回访已推迟到 { $day }。
visit-called-again = 将于 { $day }再次联系{ $name }。
visit-comes-again = 无人应答。将于 { $day }再回访{ $name }一次。
visit-left = 第二次无人应答，不再打扰{ $name }。

# 列表
visits-title =
    <b>待回访</b>（今天和逾期）：{ $count }{ $pages ->
        [1] { "" }
       *[other] （第 { $page } 页，共 { $pages } 页）
    }
visits-none = 今天没有待回访的客户，也没有逾期的。
visits-line = <b>{ $place }.</b> { $name }（编号 { $number }）{ $holder }
visits-holder = · { $holder }
visits-nobody = 无人负责
visits-overdue =
    <b>逾期未完成的人工回访</b>：{ $count }{ $gap ->
        [0] { "" }
       *[other] 。完成之前，这些客户的其他回访都会顺延。
    }
visits-overdue-more = ……另有 { $count } 项，见 /visits
visits-kept-title = <b>回访计划完成率</b>：最近 { $days } 天应回访的
visits-kept-all = 全部
visits-kept-bot = 机器人
visits-kept = { $name }：<b>{ $percent }%</b>（{ $due } 次中按时 { $kept } 次）
visits-kept-none = { $name }：没有应回访的
visits-skipped = 已跳过（{ $why }）：{ $count }
visit-skip-too-late = 已错过时间
visit-skip-unreachable = 无法联系到客户
visit-skip-opted-out = 客户不接收此类消息
visit-skip-banned = 客户已被封禁
visit-skip-plan-off = 计划已停用
visit-skip-plan-gone = 已没有该计划
visit-skip-reversed = 购买已撤销
visit-skipped-alert = 您安排的对{ $name }的回访没有进行：{ $why }。

# 安排
visit-usage =
    /visit @客户 3d – 人工回访，由上一个工单的负责人进行
    /visit 12 周五 @同事 问问新水壶好不好用 – 由指定同事回访
    /visit 12 2026-12-05 bot 新水壶用得还顺手吗？ – 由机器人询问
    /visit 12 @同事 – 把对 12 号客户的下一次回访转交给同事
visit-usage-hand = /visit 12 @同事 – 把您对 12 号客户的下一次回访转交给同事
visit-planned-for = { $colleague }将于 { $day }回访{ $name }。
visit-planned =
    { $way ->
        [bot] 机器人将于 { $day }询问{ $name }。
       *[staff] 已安排于 { $day }回访{ $name }，由上一个工单的负责人进行；如其已离开，则由在岗且手头事情最少的同事进行。
    }
visit-comes-later = 该客户在此之前还有一次回访，而每位客户 { $gap } 天内只回访一次，预计会顺延到 { $day }。
plans-title = <b>回访计划</b>
plans-none = 还没有回访计划。
plans-line =
    { $state ->
        [off] ⏸
       *[on] ▶️
    } <b>{ $plan }</b>：{ $occasion ->
        [purchase] 购买
       *[ticket] 工单关闭
    }后第 { $days } 天，{ $way ->
        [staff] 人工
       *[bot] 机器人
    }{ $only }
plans-rules =
    { $gap ->
        [0] 对同一位客户的回访次数不限。
       *[other] 同一位客户在 { $gap } 天内最多回访一次。
    }{ $again ->
        [0] 没有回答的客户不再询问。
       *[other] 没有回答的客户在 { $again } 天后再询问一次。
    }计划写在业务文件里，或用 /plan 编写。
plans-button-off = 停用：{ $plan }
plans-button-on = 启用：{ $plan }
plans-switched-off = { $plan } 已停用：按它安排的回访将被跳过。
plans-switched-on = { $plan } 已重新启用。

# 结果
visit-answer-line-staff = { $name }已回访客户：<b>{ $outcome ->
    [question] 有问题想问
   *[unhappy] 不满意
}</b>。
visit-answer-line-request = 客户对我们询问的答复：<b>{ $outcome ->
    [question] 有问题想问
   *[unhappy] 不满意
}</b>。
    <blockquote>{ $words }</blockquote>
visit-said = <blockquote>{ $words }</blockquote>
visit-unhappy-alert = 回访得知{ $name }不满意：工单 <b>#{ $number }</b>。
