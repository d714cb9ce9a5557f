privacy-text =
    <b>{ $company }保存您的哪些信息</b>
    • 您的 Telegram 编号、用户名和姓名：用于答复您。
    • 本聊天的内容和您的工单：让每位同事都了解情况。
    • 您在 /profile 中填写的生日、电话、语言和时区。
    • 您的购买记录和积分：用于为您服务和记分。
    这些信息只用于为您服务，不会出售。消息经由 Telegram 传送，其服务器可能位于其他国家或地区。

    您可以查询这些信息，在 /profile 中更正，或要求删除：点“转人工”告诉我们即可。
    您愿意接收哪些主动消息？点按钮更改：
privacy-button-greetings-off = 生日与周年祝福：已开启 · 点此关闭
privacy-button-greetings-on = 生日与周年祝福：已关闭 · 点此开启
privacy-button-reminders-off = 提醒与回访：已开启 · 点此关闭
privacy-button-reminders-on = 提醒与回访：已关闭 · 点此开启
privacy-greetings-on = 我们会向您发送生日和周年祝福。
privacy-greetings-off = 我们不再向您发送生日和周年祝福。
privacy-reminders-on = 我们会向您发送提醒和回访消息。
privacy-reminders-off = 我们不再向您发送提醒和回访消息。
privacy-button-campaigns-off = 优惠与资讯：已开启 · 点此关闭
privacy-button-campaigns-on = 优惠与资讯：已关闭 · 点此开启
privacy-campaigns-on = 我们会向您发送优惠和资讯。
privacy-campaigns-off = 我们不再向您发送优惠和资讯。
