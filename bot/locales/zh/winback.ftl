winback-loyal = { $name }，您好。您是{ $company }的老朋友，我们很想念您。您在找什么，或者我们哪里可以做得更好？请直接在这里告诉我们，我们会转给同事。
winback-slipping = { $name }，您好。距您上次光顾{ $company }已经比平时久了。如果有什么不满意，请在这里告诉我们，我们愿意改进。
winback-occasional = { $name }，您好。有一阵子没见到您光顾{ $company }了。如果需要我们帮您找些什么，直接在这里发消息即可。
winback-ticket =
    <b>一位高价值客户沉默了</b>
    { $name }买过 { $orders } 次，通常每 { $interval } 天一次，现在已有 { $silence } 天没有消息。购买类型：{ $segment }。客户没有收到任何通知：请在这里亲自联系。
