my-tickets-none = 您还没有工单。如果有问题或投诉，请选择下面的按钮，或直接发消息。
my-tickets-title = <b>您的工单</b>（最新的在前）
my-tickets-line = <b>#{ $number }</b> · { $kind-of-ticket } · { $category } · { $age }前
    { $standing }
my-tickets-line-follow-up = <b>#{ $number }</b> · { $kind-of-ticket } · { $age }前
    { $standing }
my-tickets-waiting = 等待同事答复，最晚 { $due }
my-tickets-late = 等待同事答复。抱歉晚了，我们没有忘记
my-tickets-in-work = 同事正在处理
my-tickets-your-turn = 等待您的回复
my-tickets-solved = 已于 { $when } 解决
my-tickets-closed = 已于 { $when } 关闭
my-tickets-hint = 要在某个工单上留言，请点对应的按钮。
my-tickets-all-closed = 工单都已关闭。如有新的问题，请选择下面的按钮，或直接发消息。
my-tickets-button-write = 在 #{ $number } 上留言
my-tickets-button-done = 已解决，关闭工单
my-tickets-button-reopen = 重新处理 #{ $number }
my-tickets-write-now = 请现在写下内容，或发送图片、文件，会转到工单 <b>#{ $number }</b>。
my-tickets-reopen-now = 工单 <b>#{ $number }</b> 还有什么没有解决？请现在写下来，我们会重新处理。
my-tickets-too-late = 工单 #{ $number } 关闭已久，无法重新打开。请用 /ask 重新提问，我们能看到之前的工单。
my-tickets-gone = 这个工单已不再接收消息。请选择下面的按钮，或直接发消息。
my-tickets-passed-on = 已转到工单 <b>#{ $number }</b>，答复会发到这里。
