# 客户看到的内容
ticket-merged = 您的工单 #{ $number } 和 <b>#{ $into }</b> 是同一件事，我们将在 <b>#{ $into }</b> 中继续处理。

# 客服群里的内容
ticket-merge-usage = 合并到该客户的哪个工单？例如：<code>/merge 123</code>
ticket-merged-by = { $name }已将工单 #{ $number } 合并到 #{ $into }，客户的消息会转到那里。
ticket-merged-here = { $name }已将工单 #{ $number } 合并到此工单。
ticket-split-by = { $name }已将这条消息单独建立工单：#{ $new }
ticket-link-usage = 关联哪个工单？例如：<code>/link 123</code>
ticket-linked = 工单 #{ $number } 与 #{ $other } 已关联。
card-linked = 关联工单：{ $numbers }
card-merged = 已合并到：<b>#{ $into }</b>
history-title = <b>{ $name }：工单和最近的往来</b>
my-tickets-merged = 在 #{ $into } 中继续
