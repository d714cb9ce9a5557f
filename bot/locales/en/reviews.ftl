# /review and /reviews
review-in-private = Reviews are made in the private chat with the bot. Please send the command there.
review-none = There is nothing to review: no ticket of the last { $days } days that was closed and not reviewed yet.
review-of = How was this handled? Ticket <b>#{ $number }</b> of <b>{ $name }</b>, closed { $closed }:
review-button-skip = No remark
review-marked = Marked: { $mark } of 5.
review-ask-remark = Ticket #{ $number }: { $mark } of 5, and { $name } knows. Do you want to say why? Write it here.
review-needs-words = Please write the remark as a text.
review-remarked = Thank you, { $name } gets the remark.
review-skipped = Without a remark, then.
review-told = { $by } has reviewed ticket #{ $number }: <b>{ $mark } of 5</b>.
review-told-remark = { $by } says about ticket #{ $number } ({ $mark } of 5): <blockquote>{ $remark }</blockquote>
review-averages = <b>Marks of the last { $days } days</b>
review-average = { $name }: <b>{ $average }</b> ({ $count ->
    [one] one ticket
   *[other] { $count } tickets
})
review-averages-none = Nobody has been reviewed in the last { $days } days. /review begins.
