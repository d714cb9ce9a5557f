human-check-button = 欢迎来到{ $company }！请先点一下按钮，以便我们确认是真人在发消息。之后就可以继续，您写的内容不会丢失。
human-check-sum = 欢迎来到{ $company }！请先回答：<b>{ $first } + { $second }</b> 等于几？请点选正确答案，以便我们确认是真人在发消息。之后就可以继续，您写的内容不会丢失。
human-check-kept = 您写的内容已保存。请先点上面的按钮回答，之后就会转给同事。
human-check-press = 我是真人
human-check-passed = 谢谢您。
human-check-first = 请先用按钮回答问题。
human-check-wrong = 答案不对，请看下一题。
human-check-closed = 答错次数过多。请在{ $until }之后再发消息，我们会重新提问。
