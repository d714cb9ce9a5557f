# /here and /away
presence-here = { $name } is here.
presence-away = { $name } is away{ $reason }. /here ends it.
presence-away-until = { $name } is away until { $until }{ $reason }. /here ends it sooner.
presence-reason = { " " }({ $reason })

# /languages
presence-languages = { $name } speaks: { $languages }.
presence-languages-unknown = It is not known which languages { $name } speaks, so tickets in every language may come. To say it: <code>/languages en zh</code>
presence-languages-usage = Which languages do you speak? <code>/languages en</code>, <code>/languages zh</code>, <code>/languages en zh</code>, or <code>/languages off</code> to leave it open.

# /shift
shift-title = <b>Shifts</b> ({ $zone })
shift-line = { $presence ->
    [here] ●
   *[away] ○
} { $name }: { $shift }
shift-any-time = at any time
shift-usage =
    <code>/shift @name mon-fri 9:00-17:00, sat 10:00-14:00</code> – set a shift; outside of it the colleague counts as away
    <code>/shift @name off</code> – no shift
shift-set = Shift of { $name }: { $shift } ({ $zone }).
shift-none = { $name } has no shift any more and counts as here at any time.
shift-given = { $by } has set your shift: { $shift } ({ $zone }). Outside of it you count as away, unless you send /here.
shift-taken-away = { $by } has taken your shift away: you count as here until you send /away.
