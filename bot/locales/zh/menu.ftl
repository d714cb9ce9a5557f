menu-greeting = { $name }，您好，这里是{ $company }。有什么可以帮您？
update-failed = 抱歉，处理您刚才的消息时出了问题。我们已保留这条消息，会尽快查看。
update-failed-alert = 有一条更新无法处理，已单独保存：更新 { $number }。请查看 /failed。
press-is-old = 这个按钮已失效。
