# When the desk is back: “We are closed now and back …”
hours-today = today { $time }
hours-tomorrow = tomorrow { $time }
hours-weekday = { $weekday ->
    [0] Monday
    [1] Tuesday
    [2] Wednesday
    [3] Thursday
    [4] Friday
    [5] Saturday
   *[6] Sunday
} { $time }
hours-closed-until = We are closed now and back <b>{ $back }</b>.
