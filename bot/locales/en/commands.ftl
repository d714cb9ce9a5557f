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
command-close = Close this ticket
command-reopen = Take this ticket up again
command-note = A note that the customer does not see
command-delete = Delete an answer at the customer
command-alias = The name that customers see
command-info = Card, contact and earlier tickets
