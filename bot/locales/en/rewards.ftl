reward-title = <b>What your points buy</b> · you have { $balance }
reward-line = { $reward }: { $points } points
reward-line-left = { $reward }: { $points } points ({ $remaining } left)
reward-line-sold-out = { $reward }: { $points } points (none left at the moment)
reward-none = There are no rewards at the moment.
reward-button = { $reward } · { $points }
reward-confirm = <b>{ $reward }</b> for { $points } of your { $balance } points? They are taken at once, and you get a code to show our staff.
reward-confirm-coupon = <b>{ $reward }</b> for { $points } of your { $balance } points? They are taken at once, and you get a code for our shop.
reward-not-yet = <b>{ $reward }</b> costs { $points } points. You have { $balance }, so you need { $missing } more.
reward-button-confirm = Yes, take { $points } points
reward-redeemed =
    It is yours: <b>{ $reward }</b>.
    Show this code to our staff: <code>{ $code }</code>{ $until ->
        [never] { "" }
       *[other] { " " }(good until { $until })
    }
    You have { $balance } points left. “My rewards” shows the code once more.
reward-redeemed-coupon =
    It is yours: <b>{ $reward }</b>.
    Your code for our shop: <code>{ $code }</code>{ $until ->
        [never] { "" }
       *[other] { " " }(good until { $until })
    }
    You have { $balance } points left. “My rewards” shows the code once more.
reward-mine = <b>Your rewards</b>
reward-mine-none = You have chosen no reward yet.

voucher-line = <code>{ $code }</code> · { $reward }
voucher-line-until = <code>{ $code }</code> · { $reward } · good until { $day }
voucher-line-used = <code>{ $code }</code> · { $reward } · used on { $day }
voucher-line-over = <code>{ $code }</code> · { $reward } · was good until { $day }

# Staff
voucher-usage = Write the customer’s code after the command: <code>/voucher ACDEF-34679</code>
voucher-whose = { $name } (customer no. { $number }) · { $points } points · redeemed { $issued }
voucher-taken-by = Marked as used by { $name }
voucher-button-used = Mark used
voucher-used = <code>{ $code }</code> ({ $reward }) is marked as used ({ $name })

stock-title = <b>Rewards and what is left</b>
stock-line = <code>{ $word }</code> · { $reward }: { $remaining }
stock-line-unlimited = <code>{ $word }</code> · { $reward }: unlimited
stock-line-coupons = <code>{ $word }</code> · { $reward }: { $remaining } (codes of the list <code>{ $list }</code>)
stock-usage = To set it: <code>/stock tin 20</code>, <code>/stock tin +5</code>, <code>/stock tin -1</code>, <code>/stock tin unlimited</code>
