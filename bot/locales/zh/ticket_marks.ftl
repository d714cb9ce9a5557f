# 优先级与标签（客服群）
priority-low = 低
priority-normal = 普通
priority-high = 高
priority-urgent = 紧急
ticket-priority-usage = 请选择优先级：<code>/priority 低</code>、<code>普通</code>、<code>高</code> 或 <code>紧急</code>
ticket-priority-set = 工单 #{ $number } 的优先级现为“{ $priority }”。
ticket-tag-usage = 请写上标签，例如：<code>/tag 退款 vip</code>，<code>/untag vip</code>。所有标签：/tags
ticket-tags-now = 工单 #{ $number } 的标签：{ $tags }
ticket-tags-none = 工单 #{ $number } 现在没有标签。
ticket-tags-in-use = 正在使用的标签（及工单数）：{ $tags }
ticket-tags-unused = 还没有工单使用标签。请在工单话题中发送：<code>/tag 退款</code>
