# What the customer reads
ticket-merged = Your tickets #{ $number } and <b>#{ $into }</b> are about one matter; we go on with <b>#{ $into }</b>.

# What stands in the staff group
ticket-merge-usage = Into which ticket of this customer? For example: <code>/merge 123</code>
ticket-merged-by = { $name } made ticket #{ $number } a part of #{ $into }. What the customer writes goes there.
ticket-merged-here = { $name } made ticket #{ $number } a part of this one.
ticket-split-by = { $name } made this message a ticket of its own: #{ $new }
ticket-link-usage = To which ticket? For example: <code>/link 123</code>
ticket-linked = Tickets #{ $number } and #{ $other } are linked.
card-linked = Linked: { $numbers }
card-merged = Goes on in: <b>#{ $into }</b>
history-title = <b>{ $name }: tickets, and what was said last</b>
my-tickets-merged = Goes on in #{ $into }
