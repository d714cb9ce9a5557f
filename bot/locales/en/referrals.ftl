referral-welcome = A friend has brought you: after your first purchase <b>{ $points } points</b> are yours.
referral-link = <b>Bring a friend.</b> This is your link: { $link }
referral-gives = After your friend’s first purchase you get { $mine } points and your friend gets { $theirs }. It counts only for friends who have never written here before.
referral-count = { $brought ->
    [one] One friend has
   *[other] { $brought } friends have
} come by your link, { $bought } of them bought something.
