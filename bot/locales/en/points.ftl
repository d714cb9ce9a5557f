points-title = <b>Your points: { $points }</b> · { $tier }
points-owed = A purchase that was sent back took points that were spent already. The next points you get make up for it.
points-until = { $points } good until { $day }
points-later = { $points } more, the first of them good until { $day }
points-for-ever = { $points } without an end
points-next = { $count ->
        [one] One more point
       *[other] { $points } more points
    } from purchases within { $days } days and you reach { $tier }.
points-next-spend = Purchases worth { $points } more within { $days } days and you reach { $tier }.
points-reason = You are { $tier } until { $until } because of { $points } points from purchases since { $since }.
points-reason-spend = You are { $tier } until { $until } because of purchases worth { $points } since { $since }.
points-grace = You stay { $tier } until { $until }. To keep it, earn { $missing } more points from purchases by then; of the last { $days } days { $points } count.
points-grace-spend = You stay { $tier } until { $until }. To keep it, purchases worth { $missing } more are needed by then; those of the last { $days } days are worth { $points }.
points-way = { $tiers }: you are at <b>{ $count }</b>.

points-usage =
    Give points, or take them, with a reason:
    <code>/points @name +50 late delivery</code>
    <code>/points 12 -20 counted twice</code>
points-adjusted = { $name } (customer no. { $number }): { $change }. The balance is { $points } now.

bonus-profile = Thank you for telling us. <b>{ $points } points</b> are yours. /points
bonus-survey = Thank you for your answer. <b>{ $points } points</b> are yours. /points

loyalty-button-points = My points
loyalty-button-rewards = Rewards
loyalty-button-mine = My rewards
loyalty-button-invite = Bring a friend
