# Plans of visits, written in the chat
plan-usage =
    Write a plan of visits in one message, for example:
    <pre>/plan new_tea purchase bot gold
    3
    30 en How do you like your tea by now?
    30 zh 茶喝得还习惯吗？
    90</pre>
    First line: a key of your own (a–z, 0–9, _), after what (<code>ticket</code> or <code>purchase</code>), and who visits (<code>bot</code> or <code>staff</code>). Then, if not everybody is meant, kinds of tickets, categories and tiers, in any order.
    Each further line is a step: the days after it, and what is asked then, in both languages. Without words the question is how things have been.
    The plan begins switched off, so that you can read it first. The same key again replaces it; <code>/plan new_tea</code> shows it, /plans shows all.
plan-made = <b>Written, and switched off for now.</b> Read what customers will be asked, then switch it on:
plan-of-chat = ✏️ written in the chat
plan-lacks = ⚠️ Not in the business file any more, so nobody fits the plan by it: { $names }
plan-step = Day { $days }: how things have been
plan-step-words =
    Day { $days }:
    English: { $en }
    Chinese: { $zh }
plan-button-delete = Delete: { $plan }
plan-button-sure = Yes, delete
plan-button-keep = No, keep
plan-delete-ask = Delete the plan <b>{ $plan }</b>? What it has planned will be skipped. To stop it for a while, switch it off instead.
plan-deleted = { $plan } is deleted: what it has planned is skipped.
