# Telegram 在命令菜单中显示的说明
command-start = 开始，显示菜单
command-help = 我能做什么
command-ask = 向客服提问
command-complain = 提交投诉
command-tickets = 我的工单及进度
command-human = 转人工客服
command-profile = 我的姓名、生日、电话和时区
command-language = 更改语言 · Change the language
command-privacy = 保存了哪些信息，接收哪些消息
command-cancel = 停止当前操作

command-stats = 今日、7 天和 30 天的数据
command-customer = 查看客户的完整记录
command-jobs = 定时任务
command-failed = 未能处理或送达的内容
command-staff = 客服名单
command-setup = 选择客服群

command-claim = 受理此工单
command-close = 关闭此工单
command-reopen = 重新打开此工单
command-note = 客户看不到的备注
command-delete = 在客户那里删除一条答复
command-alias = 客户看到的名字
command-info = 工单卡片、联系方式和历史工单
