# /coach
coaching-usage =
    <code>/coach @name Words</code> – keep a note for a colleague’s training; in a ticket’s topic it is linked to the ticket
    <code>/coach @name tell Words</code> – the colleague reads it too
    <code>/coach @name</code> – the notes and the marks of reviews
coaching-kept = Kept for { $name }’s training. Only supervisors and owners read it.
coaching-kept-in-sight = Kept for { $name }’s training.
coaching-stands-here = What you wrote still stands in the group, because I may not delete messages there: colleagues may have read it. Please delete it by hand, and write such notes to me here: <code>/coach @name Words</code>
coaching-kept-and-shown = Kept for { $name }’s training, and { $name } reads it too.
coaching-none = There are no notes on { $name } and no reviews yet.
coaching-title = <b>{ $name }: notes and reviews</b>
coaching-line = <i>{ $at }</i> { $name }
coaching-line-ticket = #{ $number }
coaching-line-mark = <b>{ $mark } of 5</b>
coaching-line-shown = read by the colleague
coaching-words = <blockquote>{ $words }</blockquote>
coaching-told = { $by } noted for you:
coaching-told-on-ticket = { $by } noted for you on ticket #{ $number }:
