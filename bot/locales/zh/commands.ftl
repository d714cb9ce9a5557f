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
command-pending = 等待客户回复
command-hold = 暂缓处理此工单
command-open = 继续处理此工单
command-solve = 此工单已解决
command-close = 关闭此工单
command-reopen = 重新打开此工单
command-snooze = 搁置此工单一段时间
command-priority = 设置优先级
command-tag = 添加标签
command-untag = 移除标签
command-tags = 所有使用中的标签
command-merge = 合并到另一个工单
command-split = 将所回复的消息单独建立工单
command-link = 关联另一个工单
command-history = 客户的全部往来
command-note = 客户看不到的备注
command-info = 工单卡片、联系方式和历史工单
command-r = 用快捷回复答复客户
command-replies = 快捷回复列表

command-audit = 操作记录
command-team = 谁在岗、各自的工单
command-review = 抽查每位同事的一个已关闭的工单
command-reviews = 各人的平均分
command-assign = 把此工单交给同事
command-unassign = 取消此工单的负责人
command-here = 我在岗
command-away = 我暂时离开
