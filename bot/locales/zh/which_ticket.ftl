which-ticket = 已转到工单 <b>#{ $number }</b>。如果说的是另一件事，请点选：
which-ticket-button = #{ $number } · { $category }
which-ticket-moved = 已转到工单 #{ $number }。
which-ticket-gone = 客户说明这条消息属于工单 #{ $number }，已转到那里。
