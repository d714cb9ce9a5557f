# Whom to visit
visit-for = A visit for <a href="tg://user?id={ $user-id }">{ $name }</a>:
visit-for-nobody = A visit for whoever has time: nobody is here at the moment.
visit-handed = A visit for <a href="tg://user?id={ $user-id }">{ $name }</a>, handed over by { $by }:
visit-handed-private = { $by } hands this visit over to you:
visit-instead = A visit for <a href="tg://user?id={ $user-id }">{ $name }</a>, because { $before } has left the staff:
visit-instead-nobody = A visit for whoever has time: { $before } has left the staff, and nobody is here at the moment.
visit-instead-private = { $before } has left the staff. This visit is yours now:
visit-taken = { $by } has given the visit to { $name } (customer no. { $number }), which you were to pay, to { $colleague }. You need not see to it any more.
visit-called-off = The visit to { $name } (customer no. { $number }) is called off: { $why }.
visit-card-title = <b>Follow-up visit</b>: { $name } (customer no. { $number })
visit-card-telegram = Telegram: <code>{ $address }</code>{ $username }
visit-card-phone = Phone: { $phone }
visit-card-ticket = How have things been since ticket #{ $number } ({ $category }), closed on { $day }?
visit-card-purchase = How do they like what they bought for { $amount } on { $day }?
visit-card-request = Asked for by { $name }.
visit-card-words = To talk about: <blockquote>{ $words }</blockquote>
visit-card-due = Due { $day }
visit-card-overdue = ⚠️ <b>Overdue</b> since { $day }
visit-card-lapses = { " " }· lapses after { $day }
visit-entry = <i>{ $day }</i> { $name }: { $said }
visit-entry-until = moved to { $day }

# Buttons
visit-button-done = Done
visit-button-later = Postpone
visit-button-note = Note
visit-button-again = Call again
visit-button-hand = Hand over
visit-button-nothing = No more to say
visit-day-button =
    { $days ->
        [1] Tomorrow
        [7] In a week
       *[other] In { $days } days
    }
visits-button-done = { $place } Done
visits-button-later = { $place } Postpone
visits-button-note = { $place } Note
visits-button-refresh = Refresh
visit-outcome-fine = All is well
visit-outcome-question = Has a question
visit-outcome-unhappy = Not happy
visit-outcome-no-answer = No answer
visit-outcome-call-again = Call again

# What is asked and answered
visit-ask-outcome = How did the visit to { $name } go?
visit-ask-said =
    { $name }: <b>{ $outcome }</b>. What was said? { $place ->
        [group] Write it as a reply to this message.
       *[private] Write it here.
    }
visit-ask-note =
    What is to be noted about { $name }? { $place ->
        [group] Write it as a reply to this message.
       *[private] Write it here.
    }
visit-ask-later =
    To which day is the visit to { $name } put off? Tap one, or write a day such as <code>friday</code> or <code>2026-12-05</code>{ $place ->
        [group] { " " }as a reply to this message.
       *[private] .
    }
visit-ask-again =
    When does { $name } want to be called again? Tap a day, or write one such as <code>friday</code> or <code>2026-12-05</code>{ $place ->
        [group] { " " }as a reply to this message.
       *[private] .
    }
visit-needs-text = Please write it as text, or tap the button.
visit-ask-taker = Who is to visit { $name } instead? Tap a colleague, or write <code>/visit { $number } @name</code>.
visit-no-taker = There is nobody else on the staff who could visit { $name } (customer no. { $number }).
visit-taker-button =
    { $presence ->
        [here] { $name }
       *[away] { $name } (away)
    }
visit-handed-to = { $colleague } has the visit to { $name } now and is told.
visit-words-kept = Kept with the visit.
visit-ticket-is = Ticket <b>#{ $number }</b> is opened for { $name }, and the customer has been told.
visit-postponed = The visit to { $name } is put off to { $day }.
visit-called-again = { $name } is to be called again on { $day }.
visit-comes-again = Nobody answered. The visit to { $name } comes once more on { $day }.
visit-left = Nobody answered for the second time. { $name } is left in peace.

# The list
visits-title =
    <b>Visits to pay</b>, today’s and overdue: { $count }{ $pages ->
        [1] { "" }
       *[other] { " " }(page { $page } of { $pages })
    }
visits-none = No visits to pay today, and none overdue.
visits-line = <b>{ $place }.</b> { $name } (no. { $number }){ $holder }
visits-holder = { " " }· { $holder }
visits-nobody = nobody
visits-overdue =
    <b>Overdue visits in person</b>: { $count }{ $gap ->
        [0] { "" }
       *[other] . Other visits to these customers wait for them.
    }
visits-overdue-more = … and { $count } more: /visits
visits-kept-title = <b>The plan kept</b>, of visits due in the last { $days } days
visits-kept-all = All
visits-kept-bot = The bot
visits-kept = { $name }: <b>{ $percent } %</b> ({ $kept } of { $due })
visits-kept-none = { $name }: nothing was due
visits-skipped = Skipped because { $why }: { $count }
visit-skip-too-late = it was too late
visit-skip-unreachable = the customer cannot be reached
visit-skip-opted-out = the customer wants no such messages
visit-skip-banned = the customer is banned
visit-skip-plan-off = the plan is switched off
visit-skip-plan-gone = there is no such plan any more
visit-skip-reversed = the purchase was reversed
visit-skipped-alert = The visit to { $name } that you planned is not paid: { $why }.

# Planning
visit-usage =
    /visit @customer 3d – a visit in person, by whoever had the last ticket
    /visit 12 friday @colleague Ask about the new kettle – by a colleague
    /visit 12 2026-12-05 bot How do you like the new kettle? – the bot asks
    /visit 12 @colleague – hand the next visit to customer 12 over to a colleague
visit-usage-hand = /visit 12 @colleague – hand your next visit to customer 12 over to a colleague
visit-planned-for = { $colleague } is to visit { $name } on { $day }.
visit-planned =
    { $way ->
        [bot] The bot asks { $name } on { $day }.
       *[staff] A visit to { $name } is planned for { $day }. Whoever had the last ticket gets it, or whoever is here with the least to do.
    }
visit-comes-later = Another visit to the same customer comes before, and there is one in { $gap } days: so expect this one on { $day }.
plans-title = <b>Plans of visits</b>
plans-none = There are no plans of visits.
plans-line =
    { $state ->
        [off] ⏸
       *[on] ▶️
    } <b>{ $plan }</b>: on day { $days } after { $occasion ->
        [purchase] a purchase
       *[ticket] a closed ticket
    }, { $way ->
        [staff] in person
       *[bot] by the bot
    }{ $only }
plans-rules =
    { $gap ->
        [0] A customer may be visited any number of times.
       *[other] A customer is visited once within { $gap } days at most.
    } { $again ->
        [0] Who gives no answer is not asked again.
       *[other] Who gives no answer is asked once more after { $again } days.
    } Plans are written in the business file or by /plan.
plans-button-off = Switch off: { $plan }
plans-button-on = Switch on: { $plan }
plans-switched-off = { $plan } is switched off: what it has planned is skipped.
plans-switched-on = { $plan } is switched on again.

# What came of it
visit-answer-line-staff = { $name } has visited the customer: <b>{ $outcome ->
    [question] has a question
   *[unhappy] not happy
}</b>.
visit-answer-line-request = The customer’s answer to our question: <b>{ $outcome ->
    [question] has a question
   *[unhappy] not happy
}</b>.
    <blockquote>{ $words }</blockquote>
visit-said = <blockquote>{ $words }</blockquote>
visit-unhappy-alert = { $name } is not happy, says a follow-up visit: ticket <b>#{ $number }</b>.
