# Who has a ticket, said in its topic; the tg:// link calls the person who is meant
assigned-by = { $by } gives ticket #{ $number } to <a href="tg://user?id={ $user-id }">{ $name }</a>.
assigned-by-desk = Ticket #{ $number } is for <a href="tg://user?id={ $user-id }">{ $name }</a>.
assigned-away = { $name } is away at the moment.
assigned-away-until = { $name } is away until { $until }.
assigned-nobody = { $name } has let go of ticket #{ $number }; nobody has it now.
assigned-silent = <a href="tg://user?id={ $user-id }">{ $name }</a>, the customer of ticket #{ $number } has been waiting for your answer for { $silence } of opening time or longer. If you cannot see to it: /assign @name
assigned-instead = There was no answer, so ticket #{ $number } goes from <a href="tg://user?id={ $was-id }">{ $was }</a> to <a href="tg://user?id={ $user-id }">{ $name }</a>.
assigned-holder = { $name } has ticket #{ $number }. Your message has gone to the customer.
assigned-holder-left = Whoever had ticket #{ $number } is not on the staff any more, and the customer waits. Who answers has it; or /claim.
assigned-call = <a href="tg://user?id={ $user-id }">{ $name }</a>, the customer waits for you.

# /reassign
handover-usage =
    /reassign @from @to – all open tickets and follow-up visits of one go to another
    Who has left the staff is named by the Telegram id.
handover-begun = The first { $count } open tickets have gone from { $giver } to { $taker }; the others follow within minutes.
handover-done = { $count ->
    [0] { $giver } has no open tickets.
    [one] One open ticket has gone from { $giver } to { $taker }.
   *[other] { $count } open tickets have gone from { $giver } to { $taker }.
}
handover-visits = { $count ->
    [one] One follow-up visit has gone from { $giver } to { $taker }.
   *[other] { $count } follow-up visits have gone from { $giver } to { $taker }.
}
handover-list = { $count ->
    [one] You have one ticket more, from { $giver }:
   *[other] You have { $count } tickets more, from { $giver }:
}
handover-visits-list = { $count ->
    [one] You have one follow-up visit more, from { $giver }. When: /visits
   *[other] You have { $count } follow-up visits more, from { $giver }. When: /visits
}
handover-ticket = • { $ticket }
handover-more = … and { $count } more
