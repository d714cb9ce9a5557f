reminder-points = Hello { $name }, { $part ->
    [all] your <b>{ $points }</b> points
   *[some] <b>{ $points }</b> of your { $balance } points
} can be used only until <b>{ $day }</b>. It would be a pity to lose them. Your points are shown under /points.
reminder-points-today = Hello { $name }, today, <b>{ $day }</b>, is the last day for { $part ->
    [all] your <b>{ $points }</b> points
   *[some] <b>{ $points }</b> of your { $balance } points
}. It would be a pity to lose them. Your points are shown under /points.
reminder-points-within = Hello { $name }, { $part ->
    [all] your <b>{ $points }</b> points
   *[some] <b>{ $points }</b> of your { $balance } points
} will soon expire: the first can be used until <b>{ $day }</b>, the last until { $last-day }. It would be a pity to lose them. Your points are shown under /points.
reminder-tier = Hello { $name }, you are only <b>{ $missing ->
    [one] one point
   *[other] { $missing } points
}</b> away from <b>{ $tier }</b>. { $factor ->
    [1] Your next purchase may take you there.
   *[other] From then on every purchase earns { $factor } times the points.
} How you stand is shown under /points.
reminder-silence = Hello { $name }, we have not heard from you for a while and hope that you are well. If { $company } can do anything for you, just write here, and we pass it on to a colleague.
reminder-tier-spend = Hello { $name }, purchases worth <b>{ $missing }</b> more and you are <b>{ $tier }</b>. { $factor ->
    [1] Your next purchase may take you there.
   *[other] From then on every purchase earns { $factor } times the points.
} How you stand is shown under /points.
reminder-tier-lost = Hello { $name }, you stay <b>{ $tier }</b> only until <b>{ $day }</b>. With { $missing } more points from purchases until then you keep it. How you stand is shown under /points.
reminder-tier-lost-spend = Hello { $name }, you stay <b>{ $tier }</b> only until <b>{ $day }</b>. With purchases worth { $missing } more until then you keep it. How you stand is shown under /points.
reminder-friends = Hello { $name }, good news: { $friends ->
    [one] a friend whom you brought has bought something for the first time
   *[other] { $friends } friends whom you brought have bought something for the first time
}. <b>{ $points } points</b> are yours for that; you have { $balance } now. Thank you for telling others of us! Your points are shown under /points.
