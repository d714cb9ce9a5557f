ticket-kind-inquiry = 咨询
ticket-kind-complaint = 投诉
ticket-kind-follow-up = 回访

severity-low = 轻微
severity-medium = 一般
severity-high = 严重

stage-prospect = 潜在客户
stage-contacted = 初步接触
stage-first-purchase = 首次购买
stage-repeat-purchase = 重复购买
stage-loyal = 忠实客户

language-en = 英语
language-zh = 中文

media-kind = { $kind ->
    [photo] 图片
    [video] 视频
    [animation] 动图
    [audio] 音频
    [document] 文件
    [voice] 语音
    [video_note] 视频消息
    [sticker] 贴纸
    [location] 位置
    [venue] 地点
    [contact] 名片
    [poll] 投票
    [dice] 骰子
    [story] 动态
    [text] 消息
    [reaction] 撤回的表情回应
   *[other] 未知类型的消息
}

# 客户看到的内容
ticket-opened =
    谢谢，我们已收到。您的工单号是 <b>#{ $number }</b>。
    同事会在 <b>{ $due }</b> 前在这里答复您。如需补充，直接发消息即可。
ticket-opened-follow-up =
    谢谢您告诉我们。这件事已登记为工单 <b>#{ $number }</b>，我们会跟进。
    同事会在 <b>{ $due }</b> 前在这里答复您。如需补充，直接发消息即可。
ticket-opened-complaint =
    很抱歉给您带来不便。您的投诉已登记为工单 <b>#{ $number }</b>。
    我们会在 <b>{ $due }</b> 前在这里给您首次答复。如有遗漏，直接发消息补充即可。
ticket-closed = 工单 <b>#{ $number }</b> 已关闭。如果问题还没有解决，请在 { $days } 天内直接在这里回复，我们会继续处理。
ticket-take-up-again = 重新处理
ticket-reopened = 工单 <b>#{ $number }</b> 已重新打开，您的消息已转给同事。
ticket-reopened-for-them = 我们已重新处理工单 <b>#{ $number }</b>。如需补充，直接在这里发消息即可。
message-not-relayed = 这条内容（{ $kind }）无法转给我们的同事。请换一种方式发送，例如文字或图片。

# 客服群里的内容
card-title = <b>#{ $number } · { $kind } · { $category }</b>
card-title-follow-up = <b>#{ $number } · { $kind }</b>
card-customer = 客户：{ $name }{ $username } · 编号 { $number } · { $language }
card-standing = 情况：{ $stage } · 工单 { $tickets } 个 · 购买 { $purchases } 次
card-severity = 严重程度：<b>{ $severity }</b>
card-wish = 期望方案：{ $wish }
card-quiet = 🤫 客户还不知道这个工单。在这里写的第一条消息会直接发给客户。
card-previous = 之前的工单：#{ $number }
card-status-new = 状态：新建，尚无人受理
card-priority = 优先级：<b>{ $priority }</b>
card-tags = 标签：{ $tags }
card-status-open = 状态：处理中，由{ $name }负责
card-status-pending = 状态：等待客户回复，由{ $name }负责
card-status-on-hold = 状态：暂缓，由{ $name }负责
card-status-solved = 状态：{ $name }已解决
card-status-pending-of-nobody = 状态：等待客户回复，无人负责
card-status-on-hold-of-nobody = 状态：暂缓，无人负责
card-status-solved-of-nobody = 状态：已解决
card-status-closed = 状态：已关闭
card-snoozed = 搁置至 { $until }
card-snoozed-until-they-write = 搁置，直到客户回复
card-claim = 受理
card-held = 👤 { $name }
card-close = 关闭
card-reopen = 重新打开
card-pending = 等待客户
card-open = 继续处理
card-solve = 已解决
ticket-urgent = 紧急：客户表示问题严重。
ticket-words-changed = ✎ 客户修改了一条消息，现内容为：
ticket-caption-too-long = ✎ 未同步给客户：图片或文件的说明最多 { $longest } 个字符，请另发一条消息。
ticket-closed-by = { $name }已关闭工单 #{ $number }。如需继续处理：/reopen
ticket-closed-silent = 工单 #{ $number } 已关闭：客户一直没有回复。如需继续处理：/reopen
ticket-reopened-by = 工单 #{ $number } 已重新打开（{ $name }）。
somebody-customer = { $name }再次留言
recap-title = <b>工单 #{ $number } 到目前为止的对话</b>
recap-line = <i>{ $time }</i> <b>{ $author }：</b>{ $words }
recap-staff = 客服
recap-note = 备注
recap-withdrawn = { $author }（已删除）
reply-blocked = 未送达：客户已屏蔽机器人或注销了账号。
reply-refused = 未送达：Telegram 拒绝了这条消息，请换一种方式发送。
reply-in-doubt = Telegram 没有确认这条消息，可能没有送达。请询问客户或重新发送。
message-not-relayed-staff = 客户发送了无法在此显示的内容（{ $kind }），已告知客户。
staff-group-missing = 工单 #{ $number } 正在等待，但还没有客服群。请把机器人加入一个开启话题的群组，设为管理员，然后在群里发送 /setup。在此之前内容不会丢失。
album-incomplete-staff = 这个相册中有 { $missing } 项无法在此显示，已告知客户。
reply-album-incomplete = 这个相册中有 { $missing } 项未送达：Telegram 略去了它们。请换一种方式补发。
album-incomplete = 您的相册中有 { $missing } 项无法转给我们的同事。请补发一次，例如以图片或文件发送。
