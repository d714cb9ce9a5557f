# What the customer reads
visit-ask-ticket =
    Hello { $name }, on { $day } we closed your ticket <b>#{ $number }</b> ({ $category }).
    Has everything been in order since? Please tap an answer.
visit-ask-purchase =
    Hello { $name }, on { $day } you bought from { $company } for { $amount }.
    Are you happy with it? Please tap an answer.
visit-ask-words =
    Hello { $name }, this is { $company }.
    { $words }
    Please tap an answer.
visit-once-more = If you would rather not answer, that is fine: we do not ask about this again.
visit-button-fine = All is well
visit-button-question = I have a question
visit-button-unhappy = Not happy
visit-button-skip = Skip, just contact me
visit-noted = Thank you.
visit-fine = Glad to hear it, thank you. If anything comes up later, just write to us here.
visit-ask-question = Of course. What would you like to know? Write it here, or send a photo. If you tap Skip, a colleague will simply contact you.
visit-ask-unhappy = We are sorry to hear that. What is wrong? Write it here, or send a photo. If you tap Skip, a colleague will simply contact you.
visit-ticket-known = Ticket #{ $number } is open for this already. Just write here if you want to add something.

# What staff read
visit-fine-line = Follow-up: the customer says that all is well.
visit-answer-line = The customer’s answer to our follow-up on ticket #{ $number }: <b>{ $outcome ->
    [question] has a question
   *[unhappy] not happy
}</b>.
visit-answer-line-purchase = The customer’s answer to our follow-up on a purchase: <b>{ $outcome ->
    [question] has a question
   *[unhappy] not happy
}</b>.
