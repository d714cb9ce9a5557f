# Shown by Telegram beside the command, in its menu
command-start = Begin, with the menu
command-help = What I can do
command-ask = Ask our staff a question
command-complain = Make a complaint
command-tickets = My tickets and how they stand
command-human = Talk to a person
command-profile = My name, birthday, phone and time zone
command-language = Change the language · 更改语言
command-privacy = What is kept, and what I wish to receive
command-cancel = Stop what we are at

command-stats = Figures of today, 7 and 30 days
command-customer = A customer's whole story
command-jobs = What runs by the clock
command-failed = What could not be handled or delivered
command-staff = Who works at the desk
command-setup = Choose the staff group

command-claim = I take this ticket
command-pending = This ticket waits for the customer
command-hold = This ticket waits for somebody else
command-open = Go on with this ticket
command-solve = This ticket is solved
command-close = Close this ticket
command-reopen = Take this ticket up again
command-snooze = Put this ticket aside for a time
command-priority = How soon this ticket comes
command-tag = Put tags on this ticket
command-untag = Take tags off this ticket
command-tags = All tags in use
command-merge = Make this ticket a part of another
command-split = Make the answered message a ticket of its own
command-link = Link this ticket to another
command-history = The customer's story
command-note = A note that the customer does not see
command-info = Card, contact and earlier tickets
command-r = Answer with a reply at hand
command-replies = Replies at hand

command-audit = Who changed what
command-team = Who is here, who has what
command-review = Look at a closed ticket of each colleague
command-reviews = Average marks
command-assign = Give this ticket to a colleague
command-unassign = Let nobody have this ticket
command-here = I am here
command-away = I am away for a while
