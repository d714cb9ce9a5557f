# Said to customers who are banned
ban-told = Sorry, { $company } does not take messages from you at present; what you write here is kept, but not answered.
ban-told-until = Sorry, { $company } does not take messages from you until { $until }; what you write before then is kept, but not answered.
ban-lifted-told = You can write to us again. How can we help?

# Said to staff
ban-usage =
    Whom do you mean? Write the customer’s number or @username after the command, then how long and why, if you like:
    <code>/ban 12 2d spam and insults</code>
    <code>/ban @name</code>
    <code>/unban 12</code>
    How long: <code>30m</code>, <code>4h</code>, <code>2d</code> or <code>2w</code>; without it until /unban. In a ticket’s topic <code>/ban 4h insults</code> means the ticket’s customer.
ban-set = { $name } (customer no. { $number }) is banned. Until: { $until }. /bans shows all bans.
ban-lifted = { $name } (customer no. { $number }) is not banned any more.
ban-line-set = 🚫 <b>{ $name }</b> is banned by { $by }. Until: { $until }. Reason: { $reason }
ban-line-lifted = { $by } has lifted the ban of <b>{ $name }</b>.
ban-line-known = 🚫 <b>Banned</b> by { $by }. Until: { $until }. Reason: { $reason }
ban-by-rule = { $rule ->
    [flood] the rule against floods
   *[other] the rule “{ $rule }”
}
ban-no-end = lifted by hand
ban-no-reason = not given
ban-button-lift = Lift: no. { $number }
ban-button-older = Older ones
bans-none = Nobody is banned.
bans-title = <b>Banned: { $count }</b>
bans-line =
    <b>{ $name }</b> · customer no. { $number } · until: { $until }
    by { $by } · reason: { $reason }
