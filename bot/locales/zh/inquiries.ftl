inquiry-choose = 您的问题是关于哪方面的？
inquiry-taken-along = 您之前写的内容会一并带上：
inquiry-ask-question = 您想了解什么？请在这里写下来，可以分几条发送，也可以附上图片和文件。
inquiry-have-question = 您目前的问题：
inquiry-send-or-add = 如果内容完整，请点“发送”；也可以继续补充。
inquiry-noted-choose = 已记下。这是关于哪方面的？
inquiry-noted-first = 已记下。还有要补充的吗？可以继续写，或附上图片和文件。写完后请点“发送”。
inquiry-noted-more = 已补充。写完后请点“发送”。
inquiry-goes-on = 您的问题还没有发送，可以在这里继续；点“取消”则放弃。
inquiry-nothing-yet = 还没有可发送的内容，请先写下您的问题。
inquiry-button-send = 发送
inquiry-button-anew = 重新写

human-ask-reason = 马上为您转接人工。请问是什么事？一句话就好，方便我们找到合适的同事。
human-has-ticket = 您的工单 <b>#{ $number }</b> 已转给客服。直接在这里发消息，同事就能看到。
human-button-connect = 直接转接
human-button-another = 是别的事
