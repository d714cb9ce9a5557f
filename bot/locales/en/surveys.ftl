# The question after a ticket is closed
survey-question =
    How did we do with ticket <b>#{ $number }</b>?
    Please tap a score: <b>5</b> is excellent, <b>1</b> is very poor.
survey-score = { $score ->
    [1] 😞 1
    [5] 5 😊
   *[other] { $score }
}
survey-score-chosen = ✓ { $score }
survey-score-given = { $score } of 5
survey-noted = { $score } of 5. Thank you.
survey-changed = Changed to { $score } of 5.
survey-unchanged = Your score is { $score } of 5 already. Tap another one to change it.

# Asking for words
survey-ask-more = Thank you, we are glad to hear that. If you would like to add something, write it here now. Otherwise tap Skip.
survey-ask-better = Thank you. What could we have done better? Write it here now, or tap Skip.
survey-ask-why = Thank you for telling us, and we are sorry. What went wrong? Write it here now and the people in charge will read it. If you would rather not, tap Skip.
survey-ask-words = What would you like to tell us about it? Write it here now, or tap Skip.
survey-words-too = We have passed this on. If you like, add a few words, or tap Skip.
survey-thanks-meanwhile = Thank you for your score. You were about to tell us something: please go on. When you are done, tap below if you would like to say more about your score.
survey-comment-kept = Thank you, we have passed your words on. You can still change your score with the buttons above.
survey-comment-known = We have your words already. Thank you.
survey-skipped = All right. Thank you for your score.
survey-button-skip = Skip
survey-button-comment = Say more

# What staff read
survey-low-alert = <b>Low score: { $score } of 5</b> from { $name } for ticket #{ $number }. The customer was asked why.
survey-low-line = <b>The customer rated this ticket { $score } of 5.</b> Supervisors and owners have been told.
survey-comment-alert =
    { $name } says about the { $score } of 5 for ticket #{ $number }:
    <blockquote>{ $comment }</blockquote>
survey-comment-line =
    The customer says about the { $score } of 5:
    <blockquote>{ $comment }</blockquote>
