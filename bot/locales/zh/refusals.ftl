refusal-not-allowed = 只有{ $role ->
        [owner] 所有者
        [supervisor] 所有者和主管
       *[agent] 客服人员
    }可以这样做。
refusal-ticket-already-closed = 工单 #{ $number } 已经关闭。发送 /reopen 可重新打开。
refusal-ticket-not-closed = 工单 #{ $number } 已处于打开状态。
refusal-ticket-already-claimed = 工单 #{ $number } 已由{ $name }负责。
refusal-ticket-of-colleague = 工单 #{ $number } 由{ $name }负责，只有本人、主管或所有者可以转交。
refusal-group-has-no-topics =
    本群还没有开启话题。请打开群设置，开启“话题”，把我设为拥有“管理话题”权限的管理员，然后重新发送 /setup。
    话题能把每个工单分开。没有话题时，所有工单会依次出现在群里，回复对应消息即可答复；如果您更喜欢这种方式，请发送 <code>/setup plain</code>。
refusal-topics-not-managed =
    我在本群没有管理话题的权限。请打开群设置 → 管理员 → 选择我（或添加管理员）→ 开启“管理话题”，然后重新发送 /setup。
    如果已经开启，请关闭后再开启一次：我只能察觉到变化。不使用话题：<code>/setup plain</code>
refusal-already-staff = { $name }已在客服名单中，角色：{ $role ->
        [owner] 所有者
        [supervisor] 主管
       *[agent] 客服
    }。
refusal-not-on-staff = “{ $word }”不在客服名单中。名单：/staff
refusal-nobody-named = 指的是谁？请在客服群里回复对方的消息，或写明 @用户名 或名单中的序号：/staff
refusal-name-of-several = 有多位客服用过 { $word } 这个用户名。请使用名单中的序号：/staff
refusal-owner-by-settings = { $name }是所有者。所有者由设置项 KEFU_OWNERS 指定，不能在这里更改。
refusal-own-rights-untouched = 不能移除自己。
refusal-invitation-not-valid = 此加入链接无效或已失效。请向所有者索取新的链接。
refusal-not-one-person = 那条消息是匿名、以频道身份或由机器人发送的，无法确定是谁。请对方以本人身份发言，再回复那条消息。
refusal-forwarded-says-nothing = 那条消息是转发的，不能证明出自谁。请回复对方在这里亲自写的消息。
refusal-no-such-survey = 这些按钮属于向他人提出或已不存在的问题，没有任何更改。
refusal-survey-expired = 工单 #{ $number } 的评价期为 { $days } 天，现已结束。如有任何意见，直接在这里发消息即可。
refusal-score-out-of-range = 分数只能是 { $lowest } 到 { $highest }，请点选下方的按钮。
refusal-no-such-visit = 这些按钮属于向他人提出或已不存在的问题。如有任何问题，直接在这里发消息即可。
refusal-visit-already-answered = 您已经回答过了：{ $outcome ->
        [fine] 一切顺利
        [question] 有问题想问
       *[unhappy] 不满意
    }。如果还有其他事情，直接在这里发消息即可。
refusal-visit-needs-words = 机器人要问什么？请写在最后：<code>/visit 12 3d bot 新水壶用得还顺手吗？</code>
refusal-visit-words-too-long = 太长了，最多 { $most } 个字符。
refusal-visit-day-not-understood = 看不懂日期“{ $words }”。请用 <code>3d</code>、<code>周五</code> 或 <code>2026-12-05</code> 这样的写法，从今天起一年以内。
refusal-visit-not-yours = 这次回访由{ $name }负责，主管也可以代为处理。
refusal-visit-is-over = 这次回访已经完成，或不再进行。发送 /visits 查看待回访名单。
refusal-visit-is-theirs = 这次回访本来就由{ $name }负责。
refusal-no-visit-to-hand-over = { $name }没有待进行的人工回访，无需转交。
refusal-no-such-plan = 没有这个计划，或不能在这里更改。现有计划：/plans；写法：/plan
refusal-too-many-plans = 已有 { $most } 个计划，不能再多。请先删除一个：/plans
refusal-plan-line-too-short = 第一行要写代号、在什么之后、由谁回访：<code>/plan new_tea 购买 机器人</code>。完整写法：/plan
refusal-plan-key-not-valid = 代号最多 { $longest } 个字符，只能用小写字母 a–z、数字和 _，“{ $word }”不符合。
refusal-plan-key-taken = 代号“{ $plan }”已被占用，请换一个。
refusal-plan-occasion-unknown = 看不懂“{ $word }”。第二个词应为 <code>工单</code> 或 <code>购买</code>。
refusal-plan-way-unknown = 看不懂由谁回访：“{ $word }”。第三个词应为 <code>机器人</code> 或 <code>员工</code>。
refusal-plan-word-unknown = “{ $word }”不是工单类型、类别或会员等级。可以写：{ $known }。天数请另起一行。
refusal-plan-of-purchases = 工单类型和类别只用于工单之后的计划；购买之后的计划只能限定会员等级。
refusal-plan-without-steps = 在多少天之后？请把每一步单独写一行，例如 <code>3</code>。
refusal-plan-step-not-understood = 看不懂这一行：“{ $line }”。请写天数，需要时再写语言和问题：<code>30 zh 用得还习惯吗？</code>
refusal-plan-days-out-of-range = 天数应为 1 到 { $most }，{ $days } 不可以。
refusal-plan-day-twice = 第 { $days } 天写了两次。每天只有一步：两种语言各写一次，或都不写。
refusal-plan-language-missing =
    第 { $days } 天缺少{ $lacking ->
        [zh] 中文（<code>zh</code>）
       *[en] 英文（<code>en</code>）
    }的问题。客户使用的语言不同，写了问题就要两种语言都有。
refusal-plan-words-too-long = 第 { $days } 天的问题太长，最多 { $most } 个字符。
refusal-plan-too-long = 问题太长，整个计划最多 { $most } 个字符。
refusal-plan-steps-too-many = 一个计划最多 { $most } 步。
refusal-customer-unknown = 没有找到客户“{ $wanted }”。请使用客户编号、@用户名或完整的电话号码。
refusal-several-customers = 多位客户登记了电话号码 { $wanted }，请使用客户编号或 @用户名。
refusal-delivery-already-settled = 这一项已经处理过了：已发送、已重新排队或已放弃。剩余项请看 /failed。
refusal-update-already-settled = 这一项已经处理过了：已处理或已放弃。剩余项请看 /failed。
refusal-name-not-readable = 这条消息里看不到姓名。请用文字写下您的姓名。
refusal-only-own-contact = 只能登记您本人的号码，并且要通过“分享我的手机号”按钮发送，这样才能确认是您的。发送 /cancel 则保持不变。
refusal-phone-not-understood = 无法识别这个电话号码。请再用按钮试一次，或发送 /cancel 保持不变。
refusal-time-zone-unknown = 没有找到“{ $text }”这个地方。请写您附近的大城市，例如 <code>上海</code> 或 <code>Berlin</code>，或与 UTC 相差的整小时数，例如 <code>UTC+8</code>。
refusal-birthday-not-understood = 无法从“{ $text }”中看出日期。请写成 <code>5月17日</code>、<code>1990年5月17日</code> 或 <code>1990-05-17</code>。
refusal-no-such-date = 没有“{ $text }”这个日期。请检查月份和日期后重新填写。
refusal-ambiguous-birthday = “{ $text }”中，{ $first } 和 { $second } 哪个是月份？请写成 <code>5月17日</code> 这样的形式。
refusal-birthday-in-future = “{ $text }”还没有到。请检查年份，或不写年份。
refusal-birthday-too-long-ago = 按“{ $text }”计算，年龄超过 { $oldest } 岁。请检查年份，或不写年份。
refusal-nothing-to-withdraw = 请用 /delete 回复要删除的答复。只能删除客服发给该客户的消息。
refusal-written-by-colleague = 这是别人写的，只有本人、主管或所有者可以删除。
refusal-withdrawn-already = 这条消息已经删除。
refusal-too-old-to-withdraw = 这条消息已超过 { $hours } 小时，Telegram 不再允许删除。
refusal-not-at-customer = 这条消息没有送达客户，无需删除。
refusal-no-customers-words = 请用 /original 回复客户在该工单中写的消息。
refusal-alias-not-readable = 这里看不出名字，请用文字书写：<code>/alias 小丽</code>
refusal-ticket-cannot-become = 工单 #{ $number } 目前的状态是“{ $status ->
        [new] 新建
        [open] 处理中
        [pending] 等待客户
        [on_hold] 暂缓
        [solved] 已解决
       *[closed] 已关闭
    }”{ $wanted ->
        [solved] {""}
       *[other] { $status ->
            [solved] ，发送 /reopen 可重新打开
            [closed] ，发送 /reopen 可重新打开
           *[other] {""}
        }
    }。
refusal-word-is-no-tag = “{ $word }”不能用作标签：只能包含文字、数字、- 和 _，最多 32 个字符。
refusal-too-many-tags = 每个工单最多 { $most } 个标签。
refusal-ticket-merged = 工单 #{ $number } 已合并到 #{ $into }，请在那里继续。
refusal-no-such-ticket = 没有工单 #{ $number }。
refusal-same-ticket = 工单 #{ $number } 就是当前工单。
refusal-ticket-of-another-customer = 工单 #{ $number } 属于另一位客户。不同客户的工单可以关联：/link { $number }
refusal-nothing-to-split = 请在此话题中用 /split 回复客户的一条消息，它会成为一个单独的工单。
refusal-already-linked = 已经与 #{ $number } 关联。
refusal-message-stays = 这条消息无法再转移。如需在其他工单留言：/tickets
refusal-no-such-reply = 没有快捷回复“{ $reply }”。列表：/replies
refusal-reply-already-there = “{ $reply }”已有{ $language ->
        [zh] 中文
       *[en] 英文
    }内容。如需修改：<code>/replies set { $reply } { $language } …</code>
refusal-reply-key-not-valid = “{ $reply }”不能作为关键词。关键词由小写字母、数字、- 和 _ 或汉字组成，最多 { $longest } 个字符，不含空格。
refusal-reply-text-empty = 这段文字没有可见内容，未保存。
refusal-reply-text-too-long = 内容太长：填入信息后，一条快捷回复最多 { $longest } 个字符。
refusal-unknown-placeholder = 无法填入 { $placeholder }，内容未保存。可以填入的有：{ $known }
refusal-too-many-replies = 快捷回复已有 { $most } 条，不能再增加。请先删除一些。
refusal-ticket-not-assigned = 工单 #{ $number } 目前无人负责。
refusal-handover-to-self = { $name }不能转交给自己。
refusal-shift-not-understood = 看不懂“{ $words }”。请这样写星期和时间：<code>周一至周五 9:00-17:00, 周六 10:00-14:00</code>
refusal-not-reviewable = 工单 #{ $number } 不能评阅：尚未关闭，或无人负责过。
refusal-review-of-own-work = 不能评阅自己的工单。
refusal-already-reviewed = { $name }已评阅过工单 #{ $number }。
refusal-staff-not-banned = { $name }在客服名单中，客服人员不能被封禁。
refusal-already-banned = { $name }（客户编号 { $number }）已被封禁。如需更改期限，请先解除：<code>/unban { $number }</code>
refusal-not-banned = { $name }（客户编号 { $number }）没有被封禁。
refusal-ban-beyond-role = 您最多可以封禁 { $hours ->
       *[other] { $hours } 小时
    }。如需更久，请联系主管或所有者。
refusal-span-out-of-range = 封禁时长为一分钟到 { $days } 天；不写时长则一直有效，直到解除。
refusal-another-customer = 在工单 #{ $number } 的话题里只能封禁该工单的客户。如要封禁他人，请在 General 话题里或私聊中发送命令。
refusal-no-such-team = 没有名为“{ $team }”的团队。可用的有：{ $known }
refusal-main-desk-comes-first = 主客服台还没有群。请所有者先在准备用作主客服群的群里发送 /setup。
refusal-last-group-of-main-desk = 这是主客服台唯一的群。请先在另一个群里发送 /setup。
refusal-no-staff-group = 这里不是客服群。
refusal-ticket-with-team-already = 工单 #{ $number } 已经在“{ $team }”了。
refusal-already-in-team = { $name }已经负责“{ $team }”。
refusal-not-in-team = { $name }没有加入“{ $team }”。
refusal-nowhere-to-show = 目前没有可以显示它的客服群。
refusal-not-enough-points = 现有 { $points } 分，还差 { $missing } 分。
refusal-reward-gone = 没有这项奖励，或所需积分已变更。发送 /rewards 查看现有奖励。
refusal-reward-sold-out = “{ $reward }”目前已兑完，没有扣除积分。
refusal-reward-limit-reached = 每位客户可兑换“{ $reward }” { $limit ->
       *[other] { $limit } 次
    }，您已兑换过。没有扣除积分。
refusal-stock-too-small = “{ $reward }”的库存为 { $remaining }，不能这样增减。要开始计数：<code>/stock { $reward } 20</code>
refusal-stock-is-coupon-list = “{ $reward }”的库存就是优惠券清单 <code>{ $list }</code> 中的券码数，用 <code>kefu import coupons</code> 可以增加。
refusal-no-such-voucher = 没有这个兑换码，请核对每个字母和数字。
refusal-voucher-already-used = { $code } 已经使用过。发送 /voucher 可查看由谁、何时使用。
refusal-voucher-expired = { $code } 已经过期。
refusal-no-such-coupon = 没有清单包含这个券码。单独发送 <code>/coupons</code> 可查看各清单。
refusal-coupon-already-used = { $code } 已经使用过。发送 <code>/coupons { $code }</code> 可查看由谁标记。
refusal-coupon-over = { $code } 已经过期。
refusal-coupon-not-given = 券码 { $code } 目前没有发给任何客户。
refusal-own-referral = 这是您自己的链接，请发给从未在这里留过言的朋友。
refusal-already-customer = 这个链接仅供第一次来的客户使用，您已经是我们的客户：/start
refusal-no-referrals = 目前没有邀请好友的积分奖励。
refusal-no-such-purchase = 没有单号为 { $reference } 的购买记录。
refusal-purchase-already-reversed = 购买 { $reference } 之前已经撤销。
refusal-no-such-campaign = 没有这个编号的活动。
refusal-campaign-cannot-become = 现在不能这样做：活动状态为“{ $state ->
    [draft] 草稿
    [counting] 正在生成名单
    [ready] 已就绪
    [scheduled] 已定时
    [running] 发送中
    [paused] 已暂停
    [done] 已完成
   *[stopped] 已终止
}”。
refusal-campaign-is-fixed = 不能再修改：{ $state ->
    [counting] 正在生成名单
    [ready] 名单已生成
    [scheduled] 名单已生成
    [running] 活动正在发送
    [paused] 活动已开始
    [done] 活动已完成
   *[stopped] 活动已终止
}。可在活动页点“复制”，用同样的文案新建。
refusal-campaign-has-no-text = 文案 { $variant ->
    [b] B
   *[a] A
} 还没有任何语言的内容。
refusal-campaign-is-for-nobody = 没有人会收到这个活动。点“复制”可用同样的文案新建，再修改对象。
refusal-shares-do-not-fit = 两者之和必须小于 100，对照组最多 90。
refusal-coaching-of-oneself = 不能给自己记辅导笔记，也不能查看关于自己的笔记。
refusal-coaching-note-unfit = 笔记应为 1 到 { $longest } 个字。
refusal-already-ungreeted = 已经设置为不向{ $name }发送祝福。
refusal-already-greeted = 本来就会向{ $name }发送祝福。
