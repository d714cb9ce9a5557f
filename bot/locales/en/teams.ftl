team-main = Main desk
card-team = Team: { $team }

# /transfer, said in the staff groups
transfer-where = Where does ticket #{ $number } go?
transfer-no-teams = There are no teams: the business file names none.
transfer-done = { $name } passes ticket #{ $number } on: { $team }.
transfer-write-there = It goes on in another topic. What is written here reaches nobody.
transfer-gone = Ticket #{ $number } is not spoken of here any more. It is with: { $team }. What you wrote here has not reached the customer.
transfer-edit-stays = Ticket #{ $number } is not spoken of here any more, so the customer still sees this message as it was. To put something right, write where the ticket is now: <code>/ticket { $number }</code>
transfer-put-away = Ticket #{ $number } has no topic any more, so what you wrote here has not reached the customer. <code>/ticket { $number }</code> shows it again.

# /join and /leave
team-joined = { $name } serves: { $team }.
team-left = { $name } does not serve “{ $team }” any more. Serves now: { $serves }.
team-members-title = <b>Who serves which team</b>
team-members-line = { $name }: { $serves }
team-members-all = all teams
team-members-usage =
    /join delivery – I serve that team; /leave delivery – I do not any more
    /join delivery @name – the same for a colleague (supervisors)
    Teams: { $keys }. Who has joined none serves all.

# /ticket
topic-usage = Which ticket? Write its number after the command: <code>/ticket 12</code>
topic-there = It stands in “{ $title }”:
topic-made = Ticket #{ $number } gets a new topic in “{ $title }”, with all that was said.
topic-asked-for = { $name } asks for ticket #{ $number }.

# To owners
team-without-group = The team “{ $team }” has no group, so its tickets arrive in the main staff group. To give it one: make a group like the first and send <code>/setup { $word }</code> there.
groups-title = <b>Staff groups</b>
groups-none = There is no staff group yet. How to make one: /setup
groups-line = <b>{ $title }</b> · { $team }
groups-figures = Open tickets: { $tickets } · posts in the last minute: { $posts } · waiting: { $waiting }
groups-missing = Missing: { $rights }
groups-missing-member = I am not in the group
groups-missing-administrator = I am no administrator (so reactions do not arrive)
groups-missing-topics = topics are switched off
groups-missing-manage-topics = the right “Manage topics”
groups-missing-delete-messages = the right “Delete messages” (without it old topics are kept)
groups-kept-topics = { $count ->
        [one] One old topic
       *[other] { $count } old topics
    } could not be deleted, after several tries. They will be tried again when I get the right “Delete messages” anew; or delete them by hand.
groups-homeless = Without a group, their tickets arrive at the main desk: { $teams }
