deadline-kind = { $kind ->
    [first_response] First answer
    [next_response] Next answer
   *[resolution] Solution
}

# On the card, where it stays true until the next change: the time is half or a fifth of what was promised
card-deadline = { $kind } due: <b>{ $due }</b> · { $standing }
card-deadline-paused = { $kind }: the clock stands still, { $time } left
card-deadline-standing = { $band ->
    [plenty] more than { $time } left
    [overdue] overdue
   *[short] less than { $time } left
}

# In the topic
deadline-near = ⏳ { $kind } due <b>{ $due }</b>: less than { $time } of open hours left. Nobody has the ticket yet.
deadline-near-holder = ⏳ { $kind } due <b>{ $due }</b>: less than { $time } of open hours left. <a href="tg://user?id={ $user-id }">{ $name }</a> has the ticket.
deadline-missed = ⏰ { $kind } overdue: it was due <b>{ $due }</b>. Supervisors and owners have been told.
deadline-missed-late = ⏰ { $kind } came too late: it was due <b>{ $due }</b>. Supervisors and owners have been told.

# To supervisors and owners
deadlines-missed = ⏰ <b>Past the deadline</b>
deadlines-missed-line = { $name } · { $kind } · due { $due } · { $holder }
deadlines-missed-more = And { $count } more. All of them: /overdue
deadline-ticket = #{ $number }
deadline-ticket-linked = <a href="{ $link }">#{ $number }</a>
deadline-nobody = nobody
deadline-time = { $hours } h { $minutes } min
deadline-time-hours = { $hours } h
deadline-time-minutes = { $minutes } min
