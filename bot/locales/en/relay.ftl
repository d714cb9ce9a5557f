# What passes between customer and staff, and the names of staff
relay-withdrawn = Deleted in the customer's chat.
relay-not-withdrawn = This could not be deleted in the customer's chat and still stands there.
relay-forwarded = ↪ Forwarded from { $kind ->
        [channel] the channel
        [chat] the group
       *[user] a person called
    } “{ $name }”. The name proves nothing.
relay-contact = Contact with the number { $phone }
relay-speaker = <b>{ $name }</b>:
relay-original = Ticket #{ $number }, as the customer wrote it:
relay-original-sent = Sent to you in private.

alias-is = You are { $name }. Another name: <code>/alias Lily</code>, none: <code>/alias off</code>
alias-none = You have no alias. Choose one: <code>/alias Lily</code>
alias-not-shown = At present customers do not see aliases; <code>staff_names</code> in the business file decides that.
