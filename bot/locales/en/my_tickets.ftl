my-tickets-none = You have no tickets yet. If you have a question or a complaint, choose below or simply write.
my-tickets-title = <b>Your tickets</b>, newest first
my-tickets-line = <b>#{ $number }</b> · { $kind-of-ticket } · { $category } · { $age } ago
    { $standing }
my-tickets-line-follow-up = <b>#{ $number }</b> · { $kind-of-ticket } · { $age } ago
    { $standing }
my-tickets-waiting = Waiting for a colleague, who answers by { $due }
my-tickets-late = Waiting for a colleague. We are late and sorry; it is not forgotten
my-tickets-in-work = A colleague is working on it
my-tickets-your-turn = Waiting for your answer
my-tickets-solved = Solved on { $when }
my-tickets-closed = Closed on { $when }
my-tickets-hint = To write on a ticket, press its button.
my-tickets-all-closed = All of them are closed. For something new, choose below or simply write.
my-tickets-button-write = Write on #{ $number }
my-tickets-button-done = It is done, close it
my-tickets-button-reopen = Take #{ $number } up again
my-tickets-write-now = Please write now, or send a photo or file. It goes to ticket <b>#{ $number }</b>.
my-tickets-reopen-now = What is still open about <b>#{ $number }</b>? Please write it now, and we take the ticket up again.
my-tickets-too-late = Ticket #{ $number } was closed too long ago to be taken up again. Please ask anew with /ask; we see the old ticket too.
my-tickets-gone = This ticket does not take messages any more. Please choose below, or simply write.
my-tickets-passed-on = Passed on to ticket <b>#{ $number }</b>. The answer comes here.
