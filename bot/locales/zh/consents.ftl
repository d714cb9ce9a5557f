consent-button-opt-out = 不再接收此类消息
consent-noted = 已关闭。
consent-off-greetings = 好的，以后不再给您发送祝福。如果改变主意，可在 /privacy 中重新开启。
consent-off-reminders = 好的，以后不再给您发送提醒和回访消息。如果改变主意，可在 /privacy 中重新开启。您发来的消息我们仍会答复。
consent-off-campaigns = 好的，以后不再给您发送优惠和资讯。如果改变主意，可在 /privacy 中重新开启。
