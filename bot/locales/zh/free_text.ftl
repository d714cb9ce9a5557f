free-text-read = 已收到您的消息：
free-text-added = 已补充。您目前写了：
free-text-what-next = 要转给我们的同事吗？点按钮即可，不用再写一遍。
free-text-complaint = 听起来您要投诉，我们会认真对待。请点“投诉”，您写的内容会一并带上。
free-text-human = 您想找人工客服。请点按钮，同事会在这里回复您。您写的内容会一并带上。
free-text-thanks = 不客气。如果还有别的事，直接发消息就好。

draft-words = <blockquote>{ $words }</blockquote>
draft-attachments = { $count ->
       *[other] { $count } 个附件
    }
draft-not-passable = 这条内容（{ $kind-of-message }）无法转给我们的同事。请换一种方式发送，例如文字或图片。
draft-finish-first = 请先完成正在填写的内容，或用 /cancel 取消，然后再点一次。

# 每次休息期间只说一次；还没有客服群时每天说一次
away-until = 您的消息已记入工单 <b>#{ $number }</b>。我们现在休息，<b>{ $back }</b> 恢复服务，届时同事会查看。
away-for-now = 您的消息已记入工单 <b>#{ $number }</b>。目前没有同事在线，我们会尽快在这里答复您。
