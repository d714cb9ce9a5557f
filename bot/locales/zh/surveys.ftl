# 工单关闭后的提问
survey-question =
    您对工单 <b>#{ $number }</b> 的处理满意吗？
    请点选分数：<b>5</b> 分非常满意，<b>1</b> 分非常不满意。
survey-score = { $score ->
    [1] 😞 1
    [5] 5 😊
   *[other] { $score }
}
survey-score-chosen = ✓ { $score }
survey-score-given = { $score } 分（满分 5 分）
survey-noted = { $score } 分，感谢您的评价。
survey-changed = 已改为 { $score } 分。
survey-unchanged = 您已经评了 { $score } 分，点选其他分数即可修改。

# 请客户留言
survey-ask-more = 谢谢，很高兴您满意。如果还想补充，请直接写在这里；不想补充请点“跳过”。
survey-ask-better = 谢谢您的评价。您觉得我们哪里可以做得更好？请直接写在这里，或点“跳过”。
survey-ask-why = 感谢您如实告诉我们，非常抱歉没能让您满意。问题出在哪里？请直接写在这里，负责人会看到。不想说明也可以点“跳过”。
survey-ask-words = 您想补充些什么？请直接写在这里，或点“跳过”。
survey-words-too = 已转给同事。如果愿意，请再写几句说明，或点“跳过”。
survey-thanks-meanwhile = 感谢您的评价。您刚才正在填写其他内容，请继续；完成后如果想就评分多说几句，请点下方按钮。
survey-comment-kept = 谢谢，您的意见已转达。如需修改分数，仍可使用上方的按钮。
survey-comment-known = 您的意见我们已经收到，谢谢。
survey-skipped = 好的，感谢您的评价。
survey-button-skip = 跳过
survey-button-comment = 补充说明

# 员工看到的内容
survey-low-alert = <b>低分：{ $score } 分（满分 5 分）</b> · 客户：{ $name } · 工单 #{ $number }。已询问原因。
survey-low-line = <b>客户给本工单评了 { $score } 分（满分 5 分）。</b>已通知主管和所有者。
survey-comment-alert =
    { $name }对工单 #{ $number } 的 { $score } 分评价补充说明：
    <blockquote>{ $comment }</blockquote>
survey-comment-line =
    客户对 { $score } 分评价的补充说明：
    <blockquote>{ $comment }</blockquote>
