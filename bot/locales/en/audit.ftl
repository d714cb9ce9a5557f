# /audit
audit-title = <b>Who changed what</b>
audit-none = Nothing of this kind has been changed yet.
audit-usage =
    /audit – the newest acts
    /audit 12 – acts on ticket 12
    /audit @name – acts of a colleague; the number in the list of staff works where no ticket has it
audit-older = Older
audit-nobody = Kefu
audit-nothing = –
audit-yes = yes
audit-no = no
audit-line = <i>{ $time }</i> <b>{ $who }</b> { $act }
audit-changes = ↳ { $changes }
audit-change = { $fact }: { $before } → { $after }
audit-fact = { $fact }: { $value }

# What was done
act-ticket-claimed = took ticket #{ $ticket }
act-ticket-answered = answered ticket #{ $ticket } and has it now
act-ticket-closed = closed ticket #{ $ticket }
act-ticket-reopened = reopened ticket #{ $ticket }
act-ticket-noted = wrote a note on ticket #{ $ticket }
act-ticket-assigned = gave ticket #{ $ticket } to somebody
act-ticket-unassigned = let nobody have ticket #{ $ticket }
act-ticket-given = gave ticket #{ $ticket } to somebody present
act-ticket-taken-over = gave ticket #{ $ticket } to somebody else because there was no answer
act-ticket-reviewed = reviewed ticket #{ $ticket }
act-staff-here = is here
act-staff-away = is away
act-staff-shift-set = set the shift of { $subject }
act-staff-languages-set = said which languages they speak
act-staff-added = took { $subject } onto the staff
act-staff-owner-named = made { $subject } an owner, as the settings say
act-staff-removed = took { $subject } off the staff
act-staff-left = left the staff group and the staff
act-staff-role-given = gave { $subject } another role
act-staff-invited = made a join link
act-group-chosen = chose the staff group
act-group-lost = took the bot out of the staff group
act-group-back = brought the bot back into the staff group
act-job-requested = ran a job by hand
act-delivery-sent-again = had a message sent again ({ $subject })
act-delivery-given-up = gave up a message that was not delivered ({ $subject })
act-update-given-up = gave up an update that could not be handled

# What differs
fact-status = status
fact-status-new = new
fact-status-open = open
fact-status-closed = closed
fact-assignee = assignee
fact-role = role
fact-role-owner = owner
fact-role-supervisor = supervisor
fact-role-agent = agent
fact-noted = noted
fact-group = group
fact-chat = chat
fact-job = job
fact-update = update
fact-delivery = delivery
fact-delivery-queued = queued
fact-delivery-failed = not delivered
fact-delivery-parked = in doubt
fact-delivery-dropped = given up
fact-presence = presence
fact-presence-here = here
fact-presence-away = away
fact-until = until
fact-reason = reason
fact-shift = shift
fact-languages = languages
fact-mark = mark
fact-remarked = remark
