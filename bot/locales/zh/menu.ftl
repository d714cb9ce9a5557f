menu-greeting = { $name }，您好，这里是{ $company }。有什么可以帮您？
menu-introduction =
    您可以像和人聊天一样在这里留言：提问、投诉、发图片都可以，我们的同事会在这里答复。
    每件事都有编号，不会遗漏。请选择下面的按钮，或直接发消息。
menu-hint = 请选择下面的按钮，或直接发消息。/help 有各项说明。
menu-choose = 您想做什么？请选择下面的按钮，或直接发消息。
menu-help =
    <b>如何联系{ $company }</b>
    直接发消息说明需要即可，也可以附上图片或文件。您还可以选择：

    /ask – 向客服提问
    /complain – 按步骤提交投诉
    /tickets – 我的咨询和投诉，以及处理进度
    /human – 转人工客服
    /profile – 姓名、生日、电话、时区和积分
    /points – 积分、等级和到期时间
    /rewards – 积分兑换
    /invite – 邀请好友的链接
    /language – English 或中文
    /privacy – 我们保存哪些信息，您想接收哪些消息
    /cancel – 停止当前操作

    工单处理期间，您发来的消息会直接转给客服。

menu-button-ask = 咨询客服
menu-button-complain = 投诉
menu-button-tickets = 我的工单
menu-button-human = 转人工
menu-button-profile = 我的资料
menu-button-language = 语言 · Language
menu-button-privacy = 隐私
menu-button-menu = 菜单
menu-button-cancel = 取消

menu-cancelled = 已停止，没有发送任何内容。您想做什么？
menu-nothing-to-cancel = 目前没有可以取消的操作。您想做什么？
menu-unknown-command = 没有这个命令。您可以选择下面的按钮，/help 有各项说明。
menu-near-command = 没有“/{ $word }”这个命令。您要用的是不是 /{ $near }？
menu-ask-language = 请选择语言 · Which language shall we speak?
menu-language-name = 中文
menu-language-changed = 今后我们用中文与您交流。您想做什么？
menu-flood = 请稍等：您的消息发得很快，我们只统一回复这一次。每条消息我们都会看，不会遗漏。
menu-flood-of-presses = 请稍等几秒再点。

update-failed = 抱歉，处理您刚才的消息时出了问题。我们已保留这条消息，会尽快查看。
update-failed-alert = 有一条更新无法处理，已单独保存：更新 { $number }。请查看 /failed。
delivery-unsettled-alert = 有一条消息没有送达，或无法确定是否送达。/failed 会列出它以及其他等您决定的消息。
press-is-old = 这个按钮已经用过了。发送 /start 查看现在可以做什么。
