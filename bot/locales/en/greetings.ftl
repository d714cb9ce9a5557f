greeting-birthday =
    🎂 Happy birthday, { $name }. All of us at { $company } wish you a healthy and happy new year of life.
    Thank you for being with us. If there is anything we can do for you, just write here.
greeting-birthday-second =
    🎂 Happy birthday, { $name }! Everybody at { $company } wishes you a lovely day and a good year.
    It is a pleasure to have you with us.
greeting-birthday-third =
    🎉 Happy birthday, { $name }. May your new year bring health, joy and good company. All the best from { $company }.
greeting-belated =
    🎂 Belated, but from the heart: all the best for your birthday, { $name }! Everybody at { $company } wishes you a good year.
greeting-belated-second =
    🎂 We are a little late, { $name }: many happy returns of your birthday from all of us at { $company }.
greeting-gift-points =
    🎁 { $points ->
        [one] One point is our gift to you; it is in your account.
       *[other] { $points } points are our gift to you; they are in your account.
    }
greeting-gift-coupon = 🎁 A gift for you: the coupon code <code>{ $code }</code>. /rewards shows it once more.
greeting-gift-coupon-until = 🎁 A gift for you: the coupon code <code>{ $code }</code>, good until { $day }. /rewards shows it once more.
greeting-anniversary =
    🌟 { $years ->
        [one] A year ago
       *[other] { $years } years ago
    } you wrote to { $company } for the first time. Thank you for your trust, { $name }.
greeting-anniversary-second =
    🌟 { $name }, you have been with { $company } for { $years ->
        [one] a year
       *[other] { $years } years
    } now. Thank you for staying with us.
greeting-stopped = { $name } (customer no. { $number }) gets no greetings any more. <code>/greet { $number }</code> takes that back.
greeting-resumed = { $name } (customer no. { $number }) is greeted again, unless they switched greetings off themselves.
greeting-whom = Whom? In a ticket’s topic it is the ticket’s customer; elsewhere name one: <code>/nogreet @username</code> or <code>/nogreet 12</code>, and <code>/greet</code> takes it back.
greeting-line-stopped = 🔕 Not greeted, since { $since } (<code>/greet { $number }</code> takes that back)
