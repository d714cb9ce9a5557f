# /campaign
campaign-in-private = 请私聊我发送 /campaign，在那里编写群发活动。
campaign-list = <b>群发活动</b>
campaign-none = 还没有群发活动。
campaign-button-new = 新建活动
campaign-button-open = { $number } · { $name } · { $state }
campaign-ask-name = 活动叫什么名字？只有同事能看到。
campaign-state-draft = 草稿
campaign-state-counting = 正在生成名单
campaign-state-ready = 已就绪
campaign-state-scheduled = 已定时
campaign-state-running = 发送中
campaign-state-paused = 已暂停
campaign-state-done = 已完成
campaign-state-stopped = 已终止

# The sheet
campaign-head = <b>活动 { $number }：{ $name }</b> · { $state }
campaign-to = 对象：{ $segment }
campaign-everybody = 全部客户
campaign-part-language = 语言 { $words }
campaign-part-tier = 等级 { $words }
campaign-part-stage = 阶段 { $words }
campaign-part-rfm = 购买类型 { $words }
campaign-part-tag = 工单带标签 { $words }
campaign-part-heard = { $days } 天内有联系
campaign-part-silent = { $days } 天未联系
campaign-shares = 文案 A { $a }%，文案 B { $b }%，对照组 { $control }%
campaign-text-line = <b>{ $variant }，{ $language }：</b>{ $words }
campaign-text-missing = <b>文案 { $variant }：</b>尚未填写
campaign-text-fallback = <i>{ $variant }：还没有{ $language }文案，使用{ $language }的客户会收到{ $other }文案。</i>
campaign-people = 将发给 { $people } 位客户，对照组 { $control } 位
campaign-starts = 开始时间：{ $at }
campaign-next-write = <i>下一步：点下面的语言，把文案发给我。不选择对象，就是发给全部客户。</i>
campaign-next-draft = <i>下一步：先“预览”或“发给我试试”，再“生成名单”。生成名单不会发送任何消息。</i>
campaign-next-counting = <i>名单生成后我会告诉您。现在还不会发送。</i>
campaign-next-ready = <i>下一步：“立即发送”或“定时…”。文案仍可修改。</i>
campaign-next-scheduled = <i>到时会自动开始。开始之前文案仍可修改。</i>
campaign-no-figures = 正在统计，请一分钟后点“查看”。
campaign-figures-anew = <i>正在重新统计，请一分钟后点“查看”。</i>
campaign-figures-at = <i>截至 { $at }。回复和购买统计到 { $until }。</i>
campaign-figures-line =
    <b>文案 { $variant }</b>：名单 { $listed }，已发 { $sent }，送达 { $delivered }，被拉黑 { $blocked }，失败 { $failed }，略过 { $skipped }，因工单未结略过 { $open-ticket }，待发 { $waiting }
    ↳ 点击 { $clicked }，回复 { $replied }，退订 { $opted-out }，购买 { $bought }（{ $percent }%）
campaign-control-line = <b>对照组</b>：{ $listed }，购买 { $bought }（{ $percent }%）
campaign-other = { $other ->
    [a] 文案 A
    [b] 文案 B
   *[control] 对照组
}
campaign-difference = 文案 { $variant } 与{ $other }相比：购买率差 { $value } 个百分点（95% 区间：{ $lower } 至 { $upper }）。
campaign-verdict-more = <b>购买更多，差异并非偶然（95% 置信度）。</b>
campaign-verdict-less = <b>购买更少，差异并非偶然（95% 置信度）。</b>
campaign-verdict-open = 可能只是偶然。
campaign-verdict-few = 人数太少，无法判断。

# Buttons
campaign-button-show = 查看
campaign-button-segment = 选择对象
campaign-button-tags = 标签…
campaign-button-shares = A、B、对照组
campaign-button-text = 文案 { $variant } · { $language }
campaign-button-preview = 预览
campaign-button-test = 发给我试试
campaign-button-count = 生成名单
campaign-button-send = 立即发送
campaign-button-send-sure = 确定发送
campaign-button-schedule = 定时…
campaign-button-unschedule = 取消定时
campaign-button-pause = 暂停
campaign-button-resume = 继续
campaign-button-stop = 终止
campaign-button-stop-sure = 确定终止
campaign-button-refresh = 重新统计
campaign-button-copy = 复制
campaign-button-heard = { $days } 天内有联系
campaign-button-silent = { $days } 天未联系

# Composing
campaign-choose = 发给谁？同一类中选几项，满足任意一项即可；不同类之间须同时满足。
    <b>{ $segment }</b>
campaign-ask-tags = 哪些标签？选出有工单带其中任一标签的客户。用空格隔开；不要标签请发一个横线。
campaign-ask-shares = 请发两个数字：文案 B 占百分之几，不发送的对照组占百分之几。例如 <code>50 10</code>，或 <code>0 0</code>。
campaign-ask-words = 请把文案 { $variant }（{ $language }）按客户看到的样子发给我：可带格式，也可附一张照片或一个视频。文字中可以写 { $known }，发送时会换成每位客户的内容。
campaign-not-this = 请发送文字，或一张照片、一个视频（可带文字）。
campaign-too-long = 太长了：最多 { $longest } 个字符。
campaign-ask-buttons =
    最多 { $most } 个按钮，每行一个；不要按钮请发一个横线：
    <code>我感兴趣</code> – 点击会告诉我并计数
    <code>去商店 | https://example.com</code> – 直接打开；Telegram 不告诉任何人谁点了
    <code>去商店 | 计数 https://example.com</code> – 我记下点击，再把链接发给客户
campaign-buttons-too-many = 最多 { $most } 行。
campaign-buttons-label = 每个按钮都要有名称，最多 { $longest } 个字符。
campaign-buttons-link = | 后面必须是完整的链接，例如 <code>https://example.com/tea</code>。
campaign-buttons-braces = 按钮名称对所有客户都一样，请不要使用大括号。
campaign-links-uncounted = 已记下。普通链接的点击无法统计，因为 Telegram 不会告知。
campaign-ask-moment = 什么时候开始？例如 <code>明天 10:00</code>、<code>周一 9:30</code>、<code>2小时</code>，或日期 <code>2027-01-15 10:00</code>。
campaign-moment-unclear = 看不懂这个时间，或它不在今后 { $days } 天之内。请写成 <code>明天 10:00</code>、<code>周一 9:30</code>、<code>2小时</code>，或日期 <code>2027-01-15 10:00</code>；不想定时了请发 /cancel。
campaign-preview = 文案 { $variant }，{ $language }：
campaign-preview-filled = 文案 { $variant }，{ $language }，其中按客户替换的内容为示例：
campaign-example-name = 王小明
campaign-send-really = 现在把活动 { $number } 发给 { $people } 位客户吗？预计 { $ends } 前后发完。
campaign-stop-really = 终止活动 { $number } 吗？还没收到的客户将不会收到。
campaign-counted =
    <b>活动 { $number }：{ $name }</b>
    将发给 { $people } 位客户，对照组 { $control } 位。现在发送约需 { $length }，到 { $ends } 发完；正值休息时间或最近收过消息的客户会晚些收到。
campaign-counted-nobody =
    <b>活动 { $number }：{ $name }</b>
    没有人会收到：{ $control ->
        [0] 没有符合条件且接收群发的客户
       *[other] 符合条件的客户都在对照组
    }。点“复制”可用同样的文案新建活动，再修改对象。
campaign-finished = 活动 { $number }“{ $name }”已发给所有能送达的客户。

# To customers
campaign-answer-heard = 谢谢您，我们已记下：“{ $answer }”。如果还想说些什么，直接在这里发消息即可。
campaign-answer-link = 链接在这里：

# How customers buy
campaign-rfm-champions = 重要价值客户
campaign-rfm-potential-loyalist = 潜在忠诚客户
campaign-rfm-loyal = 忠诚客户
campaign-rfm-promising = 有潜力客户
campaign-rfm-new = 新客户
campaign-rfm-cannot-lose = 不能失去的客户
campaign-rfm-at-risk = 有流失风险
campaign-rfm-need-attention = 需要关注
campaign-rfm-about-to-sleep = 即将沉睡
campaign-rfm-lost = 已流失
campaign-rfm-others = 其他
