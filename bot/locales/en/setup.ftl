# Said in a group when the bot comes
setup-joined-ready =
    Hello, this is the desk of { $company }.
    An owner can now send /setup, and customers’ tickets will arrive in this group, each in a topic of its own.
setup-joined-without-right =
    Hello, this is the desk of { $company }. One thing is missing: I may not manage topics yet.
    Open the group’s settings → Administrators → Add administrator, choose me and switch on “Manage topics”. Then an owner sends /setup here.
setup-joined-without-topics =
    Hello, this is the desk of { $company }. This group has no topics yet.
    Open the group’s settings and switch on “Topics”, then make me an administrator with the right “Manage topics”. After that an owner sends /setup here.
    To work without topics, an owner sends <code>/setup plain</code>: tickets then arrive in one stream and are answered by replying to them.
setup-joined-by-nobody = I was added anonymously and cannot tell by whom, so I leave again. Please switch off “Remain anonymous” in your admin rights and add me once more.

# Answers to /setup
setup-done-topics =
    This is the staff group now. Each ticket gets a topic of its own; what you write there goes to the customer, and <code>/note …</code> stays among us.
    { $tickets ->
        [0] There is no open ticket at the moment.
        [one] One open ticket follows.
       *[other] { $tickets } open tickets follow.
    } Who may answer: /staff
setup-done-plain =
    This is the staff group now. Tickets arrive in one stream: answer the customer by replying to a post of the ticket; <code>/note …</code> as a reply stays among us.
    { $tickets ->
        [0] There is no open ticket at the moment.
        [one] One open ticket follows.
       *[other] { $tickets } open tickets follow.
    } Who may answer: /staff
setup-already-topics = This is the staff group already: each ticket gets a topic of its own.
setup-already-plain = This is the staff group already. It works without topics: answer by replying to a post of the ticket.
setup-team-topics = This group belongs to the team “{ $team }” now. Each of its new tickets gets a topic of its own here; what you write there goes to the customer. Who serves the team: /join
setup-team-plain = This group belongs to the team “{ $team }” now. Its new tickets arrive here in one stream: answer the customer by replying to a post of the ticket. Who serves the team: /join
setup-further-topics = This is one more group of the main desk now. New tickets go to whichever of its groups has most room, each with a topic of its own.
setup-further-plain = This is one more group of the main desk now. New tickets go to whichever of its groups has most room: answer the customer by replying to a post of the ticket.
setup-in-order = I have every right that I need here.
setup-lacks = <b>Still to be put right:</b>
setup-lacks-administrator = · I am no administrator, so reactions do not reach me, and in privacy mode only commands and replies to me do. Open the group’s settings → Administrators → Add administrator → choose me.
setup-lacks-delete-messages = · I may not delete messages, so hints, notes for training and answers that are taken back stay in the group, and old topics are kept. Open the group’s settings → Administrators → choose me → switch on “Delete messages”. If it is on already, switch it off and on once.
setup-released = This is not a staff group any more. Its open tickets go on in another group; what is written here reaches no customer.
setup-moved-away = This is not the staff group any more. Tickets arrive in “{ $title }” from now on; what is written here reaches no customer.
setup-back = I am back. What was said meanwhile follows.
setup-how =
    <b>How to make a staff group</b>
    1. Make a group in Telegram, and in its settings switch on “Topics”.
    2. Add @{ $username } to it and make it an administrator with the rights “Manage topics” and “Delete messages”.
    3. Send /setup in the group. I check it all and say what is missing.
    4. Reply to a colleague’s message there with <code>/staff add</code>, or send /staff add here for a join link.
    A group without topics works as well: send <code>/setup plain</code> there.
setup-present-group = The staff group at present: “{ $title }”. /setup in another group moves the desk there, with all open tickets.
setup-teams =
    Teams: { $teams }. Send the key behind /setup in another group and it is that team’s; <code>/setup main</code> makes it one more group of the main desk, <code>/setup off</code> none at all.
    How all groups stand: /groups
setup-nobody-owns = Nobody owns this desk yet. Put your Telegram id, <code>{ $user-id }</code>, into the setting KEFU_OWNERS, start the bot again and send /setup once more.

# To owners
staff-group-lost = I was removed from the staff group “{ $title }”. Tickets are kept and wait. Add me again there, or send /setup in another group.
staff-group-without-topics = In the staff group “{ $title }” I can make no topics any more: they were switched off, or I lost the right “Manage topics”. New tickets arrive in one stream there until this is put right.
