# /team
team-title = <b>The team</b> (figures of the last { $days } days)
team-in-private = Figures of colleagues are shown in the private chat with the bot only. Please send the command there.
team-member = { $presence ->
    [here] ● <b>{ $name }</b> · here
    [away] ○ <b>{ $name }</b> · away
   *[until] ○ <b>{ $name }</b> · away until { $until }
}
team-open = Open: <b>{ $count }</b> · oldest: { $oldest }
team-open-none = Open: none
team-figures = First response: { $response } · resolution: { $resolution }
team-csat = Satisfaction: { $percent } % of { $answers }
team-nothing = –
