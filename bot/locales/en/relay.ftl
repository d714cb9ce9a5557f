# What passes between customer and staff, and the names of staff
relay-withdrawn = { $name } took an answer back: it is deleted in the customer’s chat. The record keeps it (/history).
relay-stands-here = I may not delete it here: please do that by hand. I could with the right “Delete messages” (the group’s settings → Administrators).
relay-not-withdrawn = This could not be deleted in the customer’s chat and still stands there.
relay-forwarded = ↪ Forwarded from { $kind ->
        [channel] the channel
        [chat] the group
       *[user] a person called
    } “{ $name }”. The name proves nothing.
relay-contact = Contact “{ $name }” with the number { $phone }
relay-poll =
    A poll, in which something is masked:
    { $words }
relay-rich-message =
    A formatted message, in which something is masked:
    { $words }
relay-file-withheld = A file is not shown here, because its name is masked: { $name }. A supervisor gets it by /original.
relay-speaker = <b>{ $name }</b>:
relay-original = Ticket #{ $number }, as the customer wrote it:
relay-original-sent = Sent to you in private.

alias-is = You are { $name }. Another name: <code>/alias Lily</code>, none: <code>/alias off</code>
alias-none = You have no alias. Choose one: <code>/alias Lily</code>
alias-not-shown = At present customers do not see aliases; <code>staff_names</code> in the business file decides that.
