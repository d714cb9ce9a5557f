# What the customer reads
ticket-solved =
    We think that ticket <b>#{ $number }</b> is solved. If it is not, just write here and we go on with it.
ticket-not-solved = It is not solved
ticket-nudge =
    We still wait for your answer on ticket <b>#{ $number }</b>. Just write here.
    { $hours ->
        [0] {""}
        [one] Without an answer we close it in one hour; you can take it up again.
       *[other] Without an answer we close it in { $hours } hours; you can take it up again.
    }

# What stands in the staff group
ticket-is-open = Ticket #{ $number } goes on; { $name } works on it.
ticket-is-pending = Ticket #{ $number } waits for the customer. As soon as they write, it is open again.
ticket-is-on-hold = Ticket #{ $number } is on hold. /open goes on with it; so does a message of the customer.
ticket-solved-by = { $name } solved ticket #{ $number }; the customer was told. { $days ->
    [0] It is closed now.
    [one] Unless they object, it is closed tomorrow.
   *[other] Unless they object, it is closed in { $days } days.
}
ticket-settled = Ticket #{ $number } is closed: nobody called it unsolved.
ticket-woken = Ticket #{ $number } was put aside until now.
ticket-woken-for = <a href="tg://user?id={ $user }">{ $name }</a>, ticket #{ $number } was put aside until now.
ticket-nudged = The customer was reminded that we wait for an answer.
ticket-snoozed = Ticket #{ $number } is put aside until { $until }, or until the customer writes.
ticket-snoozed-until-they-write = Ticket #{ $number } is put aside until the customer writes.
ticket-snooze-usage =
    Until when? For example:
    <code>/snooze 2h</code> – also 30m or 3d
    <code>/snooze tomorrow 9:00</code> – also monday, or 18:30
    <code>/snooze until they write</code>
    At most 90 days.
ticket-status-new = new
ticket-status-open = open
ticket-status-pending = waits for the customer
ticket-status-on-hold = on hold
ticket-status-solved = solved
ticket-status-closed = closed
