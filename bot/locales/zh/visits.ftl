# 客户看到的内容
visit-ask-ticket =
    { $name }，您好。您的工单 <b>#{ $number }</b>（{ $category }）已于 { $day }关闭。
    之后一切顺利吗？请点选一项回答。
visit-ask-purchase =
    { $name }，您好。您在 { $day }从{ $company }购买了 { $amount } 的商品。
    您还满意吗？请点选一项回答。
visit-ask-words =
    { $name }，您好，这里是{ $company }。
    { $words }
    请点选一项回答。
visit-once-more = 您不回答也没关系，这件事我们不会再问。
visit-button-fine = 一切顺利
visit-button-question = 有问题想问
visit-button-unhappy = 不满意
visit-button-skip = 跳过，直接联系我
visit-noted = 谢谢您的回答。
visit-fine = 太好了，谢谢您。以后有任何需要，直接在这里发消息即可。
visit-ask-question = 好的，您想了解什么？请写在这里，也可以发图片。点“跳过”的话，同事会直接联系您。
visit-ask-unhappy = 很抱歉听到这个消息。哪里不满意？请写在这里，也可以发图片。点“跳过”的话，同事会直接联系您。
visit-ticket-known = 这件事已经登记为工单 #{ $number }。如需补充，直接在这里发消息即可。

# 员工看到的内容
visit-fine-line = 回访：客户表示一切顺利。
visit-answer-line = 客户对工单 #{ $number } 回访的答复：<b>{ $outcome ->
    [question] 有问题想问
   *[unhappy] 不满意
}</b>。
visit-answer-line-purchase = 客户对购买回访的答复：<b>{ $outcome ->
    [question] 有问题想问
   *[unhappy] 不满意
}</b>。
