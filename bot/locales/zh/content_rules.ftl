unwelcome-refused = 抱歉，这条消息含有不能转给客服的内容，未能送达。请换一种方式写给我们。
unwelcome-flagged = ⚠️ 这条消息触发了规则“{ $rule }”，请小心其中的链接和文件。
