consent-button-opt-out = Don’t send me these
consent-noted = Switched off.
consent-off-greetings = All right, we will not send you greetings any more. If you change your mind, switch them on under /privacy.
consent-off-reminders = All right, we will not send you reminders and follow-up questions any more. If you change your mind, switch them on under /privacy. We still answer whatever you write.
consent-off-campaigns = All right, we will not send you offers and news any more. If you change your mind, switch them on under /privacy.
