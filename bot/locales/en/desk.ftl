# Said in the staff group
desk-commands =
    On a ticket, in its topic or as a reply to one of its posts:
    /claim – I take it
    /pending, /hold – it waits for the customer, or for others; /open – go on
    /solve – it is solved unless the customer objects; /close – it is done
    /reopen – take it up again
    /snooze 2h – put it aside; also <code>tomorrow 9:00</code>
    /priority high · /tag refund · /untag refund · /tags
    /merge 123, /link 123; /split as a reply to a message – one matter, related, or a matter of its own
    /history – the customer’s story
    /note … – keep something that the customer does not see
    /delete – as a reply to an answer: delete it at the customer and here
    /original – as a reply: what is masked here (supervisors)
    /info – card, contact and earlier tickets
    /alias … – the name that customers see
    /r … – answer with a reply at hand; alone it lists them
    /assign @name – a colleague takes it on; /unassign – nobody has it
    /transfer – another team goes on with it; /ticket 12 – where a ticket is
    /ban 4h reason – do not listen to the customer for a while; /bans shows all bans
    Anywhere in this group, or in private with me:
    /queue – open tickets, oldest first
    /overdue – those past a deadline
    Everything else that you write in a topic goes to the customer.
desk-no-such-command = There is no command “/{ $word }”. All commands: /help
desk-unknown-command = There is no command “/{ $word }”, and the customer has not seen it. All commands: /help
desk-no-ticket = Which ticket? Send the command in the ticket’s topic, or as a reply to one of its posts.
desk-closed = Ticket #{ $number } is closed, so the customer has not got this. Send /reopen, then write it again.
desk-claimed = { $name } has ticket #{ $number } now.
desk-note-kept = Noted. The customer does not see it.
desk-note-empty = The note is missing. Write it behind the command: <code>/note prefers to be called in the morning</code>
desk-stranger = { $name }, you are not on the staff list, so what you write here reaches no customer. An owner can change that: reply to one of your messages with <code>/staff add</code>.
desk-nobody = Nobody can tell who wrote this, so it has reached no customer and changed nothing. Switch off “Remain anonymous” in your admin rights, choose yourself instead of a channel beside the input field, and send it again.

desk-info-contact = <b>Contact</b>
desk-info-telegram = Telegram: <code>{ $address }</code>{ $username }
desk-info-blocked = Has blocked the bot since { $at }
desk-info-phone = Phone: { $phone }
desk-info-birthday = Birthday: { $birthday }
desk-info-time = Local time: { $time } ({ $zone })
desk-info-since = Customer since { $since }
desk-info-tickets = <b>Other tickets</b>
desk-info-ticket = #{ $number } · { $kind } · { $opened } · { $status }
