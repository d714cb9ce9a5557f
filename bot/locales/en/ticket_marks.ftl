# Priority and tags, in the staff group
priority-low = low
priority-normal = normal
priority-high = high
priority-urgent = urgent
ticket-priority-usage = How soon? <code>/priority low</code>, <code>normal</code>, <code>high</code> or <code>urgent</code>
ticket-priority-set = Ticket #{ $number } has the priority “{ $priority }” now.
ticket-tag-usage = Which tags? For example: <code>/tag refund vip</code>, <code>/untag vip</code>. All tags in use: /tags
ticket-tags-now = Tags of ticket #{ $number }: { $tags }
ticket-tags-none = Ticket #{ $number } has no tags now.
ticket-tags-in-use = Tags in use, with the number of tickets: { $tags }
ticket-tags-unused = No ticket has a tag yet. In a ticket’s topic: <code>/tag refund</code>
