ticket-kind-inquiry = Inquiry
ticket-kind-complaint = Complaint
ticket-kind-follow-up = Follow-up

severity-low = low
severity-medium = medium
severity-high = high

stage-prospect = prospect
stage-contacted = first contact
stage-first-purchase = first purchase
stage-repeat-purchase = repeat customer
stage-loyal = loyal customer

language-en = English
language-zh = Chinese

media-kind = { $kind ->
    [photo] photo
    [video] video
    [animation] animation
    [audio] audio file
    [document] document
    [voice] voice message
    [video_note] video message
    [sticker] sticker
    [location] location
    [venue] place
    [contact] contact
    [poll] poll
    [dice] dice
    [story] story
    [text] message
    [reaction] a reaction taken back
   *[other] message of an unknown kind
}

# What the customer reads
ticket-opened =
    Thank you, we have it. Your ticket is <b>#{ $number }</b>.
    A colleague will answer you here by <b>{ $due }</b>. You can add to it at any time: just write.
ticket-opened-follow-up =
    Thank you for telling us. It is ticket <b>#{ $number }</b> now, so that it is seen to.
    A colleague will answer you here by <b>{ $due }</b>. You can add to it at any time: just write.
ticket-opened-complaint =
    We are sorry for the trouble. Your complaint is ticket <b>#{ $number }</b>.
    You will have a first answer from a colleague here by <b>{ $due }</b>. If something is missing, just write.
ticket-closed =
    Ticket <b>#{ $number }</b> is closed. If something is still open, write here within { $days ->
        [one] one day
       *[other] { $days } days
    } and we will take it up again.
ticket-take-up-again = Take it up again
ticket-reopened = We have reopened ticket <b>#{ $number }</b> and passed your message on.
ticket-reopened-for-them = We are working on ticket <b>#{ $number }</b> again. To add something, just write here.
message-not-relayed = We could not pass this on to our staff ({ $kind }). Please send it in another way, for example as a text or a photo.

# What stands in the staff group
card-title = <b>#{ $number } · { $kind } · { $category }</b>
card-title-follow-up = <b>#{ $number } · { $kind }</b>
card-customer = Customer: { $name }{ $username } · no. { $number } · { $language }
card-standing = Standing: { $stage } · tickets: { $tickets } · purchases: { $purchases }
card-severity = Severity: <b>{ $severity }</b>
card-wish = Wishes: { $wish }
card-quiet = 🤫 The customer does not know of this ticket. The first message that you write here goes to them.
card-previous = Earlier ticket: #{ $number }
card-status-new = Status: new, nobody has it yet
card-priority = Priority: <b>{ $priority }</b>
card-tags = Tags: { $tags }
card-status-open = Status: open, { $name } has it
card-status-pending = Status: waiting for the customer, { $name } has it
card-status-on-hold = Status: on hold, { $name } has it
card-status-solved = Status: solved by { $name }
card-status-pending-of-nobody = Status: waiting for the customer, nobody has it
card-status-on-hold-of-nobody = Status: on hold, nobody has it
card-status-solved-of-nobody = Status: solved
card-status-closed = Status: closed
card-snoozed = Put aside until { $until }
card-snoozed-until-they-write = Put aside until the customer writes
card-claim = Claim
card-held = 👤 { $name }
card-close = Close
card-reopen = Reopen
card-pending = Wait
card-open = Go on
card-solve = Solved
ticket-urgent = This is urgent: the customer calls the matter severe.
ticket-words-changed = ✎ The customer changed a message. It reads now:
ticket-caption-too-long = ✎ Not changed at the customer’s: the words under a picture or file may have { $longest } characters at most. Send them as a message of their own.
ticket-closed-by = { $name } closed ticket #{ $number }. To take it up again: /reopen
ticket-closed-silent = Ticket #{ $number } is closed: the customer has not answered. To take it up again: /reopen
ticket-reopened-by = Ticket #{ $number } is open again ({ $name }).
somebody-customer = { $name } wrote again
recap-title = <b>What was said on ticket #{ $number } so far</b>
recap-line = <i>{ $time }</i> <b>{ $author }:</b> { $words }
recap-staff = staff
recap-note = note
recap-withdrawn = { $author }, deleted
reply-blocked = Not delivered: the customer has blocked the bot or deleted the account.
reply-refused = Not delivered: Telegram refused this message. Please write it in another way.
reply-in-doubt = Telegram did not confirm this message, so it may not have arrived. Please ask the customer or send it again.
message-not-relayed-staff = The customer sent something that cannot be shown here ({ $kind }). The customer was told.
staff-group-missing = Ticket #{ $number } is waiting, but there is no staff group yet. Add the bot to a group with topics, make it an administrator and send /setup there. Nothing is lost meanwhile.
album-incomplete-staff = { $missing ->
        [one] One part of this album cannot be shown here.
       *[other] { $missing } parts of this album cannot be shown here.
    } The customer was told.
reply-album-incomplete = { $missing ->
        [one] One part of this album was not delivered: Telegram left it out.
       *[other] { $missing } parts of this album were not delivered: Telegram left them out.
    } Please send what is missing in another way.
album-incomplete = { $missing ->
        [one] One part of your album could not be passed on to our staff.
       *[other] { $missing } parts of your album could not be passed on to our staff.
    } Please send what is missing once more, for example as a photo or a file.
