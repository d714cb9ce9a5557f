admin-in-private = Figures and customer data are shown to owners in the private chat with the bot only. Please send the command there.
admin-nothing = –

# /stats
admin-stats =
    <b>How the desk is doing</b> · { $time }
    Open tickets now: <b>{ $open }</b>
admin-stats-period =
    <b>{ $period ->
        [today] Today
        [week] Last 7 days
       *[month] Last 30 days
    }</b>
    Inquiries: { $inquiries } · complaints: { $complaints } · follow-ups: { $follow-ups }
    First response: { $response } · resolution: { $resolution }
    Satisfaction: { $csat }
admin-stats-groups = <b>By group</b> (last 7 days, by where each ticket stands now)
admin-stats-group = { $title } · { $team }: open { $open } · opened { $opened } · first response { $response }
admin-stats-note = <i>First response: median time until a person answered, in opening hours. Resolution: median time until a ticket was closed. Satisfaction: share of scores 4 and 5.</i>
admin-csat = { $percent } % of { $answers ->
    [one] one answer
   *[other] { $answers } answers
}
admin-csat-few = { $percent } % of { $answers ->
    [one] one answer
   *[other] { $answers } answers
} (few: the true share lies between { $low } and { $high } %)
admin-csat-none = no answers yet

# /customer
admin-customer-usage =
    Whom do you mean? Write the number, the username or the phone number after the command:
    <code>/customer 12</code>
    <code>/customer @name</code>
    <code>/customer +86 138 0013 8000</code>
admin-customer = <b>{ $name }</b> · customer no. { $number }
admin-customer-name = { $name } (customer no. { $number })
admin-customer-contact = Username: { $username } · phone: { $phone }{ $reach ->
    [none] {" "}· <b>cannot be reached</b>
    [blocked] {" "}· <b>has blocked the bot</b>
    [staff] {" "}· works at the desk: gets no greetings, reminders and campaigns
   *[open] {""}
}
admin-customer-profile = Language: { $language } · time zone: { $zone } · birthday: { $birthday } · customer since { $since }
admin-customer-standing = Stage: { $stage } · tier: { $tier } · points: { $points } · purchases: { $purchases }
admin-customer-refuses = Wants none of these: { $kinds }
admin-consent-kind = { $kind ->
    [greetings] greetings
    [campaigns] offers and news
   *[reminders] reminders and follow-ups
}
admin-customer-tickets = <b>Tickets: { $count }</b>
admin-customer-ticket = #{ $number } · { $category } · { $status ->
    [new] new
    [open] open
    [pending] waits for the customer
    [on_hold] on hold
    [solved] solved
   *[closed] closed
} · { $opened }
admin-customer-story = <b>Said last</b>
admin-customer-said = <i>{ $time }</i> <b>{ $author }:</b> { $words }
admin-author = { $author ->
    [customer] customer
    [staff] staff
    [bot] bot
   *[stranger] stranger
}

# /jobs
admin-jobs = <b>What the clock does</b>
admin-job-name = { $job ->
    [deadlines] Deadlines
    [surveys] Surveys
    [visits] Follow-up visits
    [birthday_greetings] Birthday greetings
    [reminders] Reminders
    [points_expiry] Expiry of points
    [housekeeping] Housekeeping
    [waiting_tickets] Waiting tickets
    [assignment] Assignment of tickets
    [old_topics] Topics
    [campaigns] Campaigns
    [win_back] Winning customers back
   *[failed_updates] Failed updates
}
admin-job-never = <b>{ $job }</b>: has not run yet
admin-job-running = <b>{ $job }</b>: running since { $time }
admin-job-last = <b>{ $job }</b>: { $time }, { $count ->
    [0] nothing to do
   *[other] { $count } done
}; next: { $next }
admin-job-last-failed = <b>{ $job }</b>: { $time }, <b>failed</b> ({ $error }); next: { $next }
admin-job-on-demand = on demand
admin-job-run = Run: { $job }
admin-job-requested = { $job }: runs in a moment. You will be told how it went.
admin-job-done = <b>{ $job }</b> has run: { $count ->
    [0] there was nothing to do
   *[other] { $count } done
}.
admin-job-failed = <b>{ $job }</b> could not be finished: { $error }. It is tried again at its next time; /jobs shows how it stands.

# /failed
admin-failed-none = Nothing has failed: every update was handled, every message was delivered or dropped on purpose.
admin-failed = <b>Failed updates: { $updates } · messages not delivered: { $messages }</b>. The oldest { $shown } of each are below; when you have decided on them, send /failed again.
admin-failed-update =
    <b>Update { $number }</b> · { $time } · tried { $attempts ->
        [one] once
       *[other] { $attempts } times
    }
    <code>{ $error }</code>
admin-failed-message =
    <b>Not delivered</b> · { $time } · to { $to } · { $method }
    <blockquote>{ $words }</blockquote>
    <code>{ $error }</code>
admin-parked-message =
    <b>Nobody knows whether this arrived</b> · { $time } · to { $to } · { $method }
    <blockquote>{ $words }</blockquote>
    <code>{ $error }</code>
admin-button-send-again = Send again
admin-button-send-in-doubt = Send (may arrive twice)
admin-button-drop = Give up
admin-button-retry-updates = Run failed updates again
admin-sent-again = Queued again.
admin-dropped = Given up.
