role-owner = owner
role-supervisor = supervisor
role-agent = agent

staff-unknown-command = There is no command “/{ $word }”. The menu beside the input field has your commands.

staff-title = <b>Staff</b>
staff-line = { $number }. { $name }{ $username } · { $role } · <code>{ $user-id }</code>
staff-usage =
    /staff add – as a reply to a person’s message in the staff group; without a reply I make a join link
    /staff add supervisor – the same, as a supervisor
    /staff supervisor @name, /staff agent @name – change the role
    /staff remove @name – end every right at once; the number in the list or a reply works as well
staff-added = { $name } is on the staff now: { $role }.
staff-removed = { $name } is not on the staff any more.
staff-role-set = { $name } is now: { $role }.
staff-link =
    With this link one person can join the staff, once, until { $until }. Role: { $role }.
    { $link }
staff-link-sent = I have sent you the join link in private. If it has not come, open @{ $username }, press Start and send /staff add there.
staff-welcome = Welcome, you are on the staff now: { $role }. Customers are answered in the group “{ $title }”; an owner can add you to it.
staff-welcome-without-group = Welcome, you are on the staff now: { $role }. As soon as there is a staff group, an owner will add you to it.
staff-start = Hello { $name }, you are on the staff of { $company }: { $role }.
    Customers are answered in the staff group. /queue shows what is open and what is due first; /here and /away say whether you are at work. The menu beside the input field has all your commands.
    What you write here counts as a customer’s message.
staff-joined-alert = { $name } (<code>{ $user-id }</code>) has joined the staff by a link: { $role ->
        [supervisor] supervisor
       *[agent] agent
    }. If this is not who you meant it for: /staff remove { $user-id }
staff-left-alert = { $name } is no longer in the staff group and has therefore lost every right. To take the person back: /staff add
