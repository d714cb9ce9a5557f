refusal-not-allowed = Only { $role ->
        [owner] owners
        [supervisor] owners and supervisors
       *[agent] staff
    } may do this.
refusal-ticket-already-closed = Ticket #{ $number } is closed already. /reopen takes it up again.
refusal-ticket-not-closed = Ticket #{ $number } is open already.
refusal-ticket-already-claimed = { $name } has ticket #{ $number } already.
refusal-ticket-of-colleague = { $name } has ticket #{ $number }: only they, a supervisor or an owner can give it away.
refusal-group-has-no-topics =
    This group has no topics yet. Open the group’s settings, switch on “Topics”, make me an administrator with the right “Manage topics”, and send /setup again.
    Topics keep each ticket apart. Without them all tickets arrive in one stream and are answered by replying to them; if you prefer that, send <code>/setup plain</code>.
refusal-topics-not-managed =
    I may not manage topics here. Open the group’s settings → Administrators → choose me (or Add administrator) → switch on “Manage topics”, and send /setup again.
    If it is on already, switch it off and on once: I only notice the change. Without topics: <code>/setup plain</code>
refusal-already-staff = { $name } is on the staff already: { $role ->
        [owner] owner
        [supervisor] supervisor
       *[agent] agent
    }.
refusal-not-on-staff = “{ $word }” is nobody of the staff. The list: /staff
refusal-nobody-named = Who is meant? Reply to a message of theirs in the staff group, or name them: @username or the number in the list, /staff.
refusal-name-of-several = Several people of the staff were last seen as { $word }. Please use the number in the list: /staff
refusal-owner-by-settings = { $name } is an owner. Owners are named in the setting KEFU_OWNERS and cannot be changed here.
refusal-own-rights-untouched = You cannot remove yourself.
refusal-invitation-not-valid = This join link is not valid (any more). Please ask an owner for a new one.
refusal-not-one-person = That message was sent anonymously, as a channel or by a bot, so it names no person. Ask them to write under their own name, then reply to that message.
refusal-forwarded-says-nothing = That message was forwarded and does not prove whose it is. Reply to a message that the person wrote here.
refusal-no-such-survey = These buttons belong to a question that was not put to you, or that is gone. Nothing was changed.
refusal-survey-expired = The survey on ticket #{ $number } could be answered for { $days } days and has ended. If something is on your mind, just write to us here.
refusal-score-out-of-range = There are scores from { $lowest } to { $highest } only. Please tap one of the buttons.
refusal-no-such-visit = These buttons belong to a question that was not put to you, or that is gone. If something is on your mind, just write to us here.
refusal-visit-already-answered = You have answered this already: { $outcome ->
        [fine] all is well
        [question] you have a question
       *[unhappy] you are not happy
    }. If something else is on your mind, just write to us here.
refusal-visit-needs-words = What should the bot ask? Write it at the end: <code>/visit 12 3d bot How do you like the new kettle?</code>
refusal-visit-words-too-long = That is too long: { $most } characters at most.
refusal-visit-day-not-understood = I do not understand the day “{ $words }”. Use <code>3d</code>, <code>friday</code> or <code>2026-12-05</code>, within a year from today.
refusal-visit-not-yours = { $name } has this visit. A supervisor can act on it too.
refusal-visit-is-over = This visit was paid already, or is not to be paid any more. /visits shows what is left.
refusal-visit-is-theirs = { $name } has this visit already.
refusal-no-visit-to-hand-over = Nobody is to visit { $name } in person, so there is nothing to hand over.
refusal-no-such-plan = There is no such plan, or it cannot be changed here. /plans shows what there is, /plan how one is written.
refusal-too-many-plans = There are { $most } plans already, and no more may be. Delete one first: /plans
refusal-plan-line-too-short = The first line needs a key, after what, and who visits: <code>/plan new_tea purchase bot</code>. All about it: /plan
refusal-plan-key-not-valid = A key has up to { $longest } small letters a–z, digits and _; “{ $word }” is none.
refusal-plan-key-taken = The key “{ $plan }” is taken already. Choose another one.
refusal-plan-occasion-unknown = “{ $word }” is no occasion. The second word is <code>ticket</code> or <code>purchase</code>.
refusal-plan-way-unknown = “{ $word }” does not say who visits. The third word is <code>bot</code> or <code>staff</code>.
refusal-plan-word-unknown = “{ $word }” is no kind, category or tier. What may stand there: { $known }. Steps stand on lines of their own.
refusal-plan-of-purchases = Kinds and categories are of tickets: a plan after a purchase can be limited to tiers only.
refusal-plan-without-steps = After how many days? Write each step on a line of its own, for example <code>3</code>.
refusal-plan-step-not-understood = “{ $line }” is no step. Write the days, and if you like a language and the words: <code>30 en How do you like it?</code>
refusal-plan-days-out-of-range = A step comes 1 to { $most } days after the occasion; { $days } is not possible.
refusal-plan-day-twice = Day { $days } stands there twice. Each day is one step, with words once in each language or without any.
refusal-plan-language-missing =
    Day { $days } has no words in { $lacking ->
        [zh] Chinese (<code>zh</code>)
       *[en] English (<code>en</code>)
    }. Customers read either language, so a step with words needs both.
refusal-plan-words-too-long = The words of day { $days } are too long: { $most } characters at most.
refusal-plan-too-long = The words are too long: { $most } characters at most for the whole plan.
refusal-plan-steps-too-many = A plan has { $most } steps at most.
refusal-customer-unknown = I know no customer “{ $wanted }”. A customer’s number, @username or whole phone number will do.
refusal-several-customers = Several customers gave the phone number { $wanted }. Please use the customer’s number or @username.
refusal-delivery-already-settled = This was settled meanwhile: it was sent, queued again or given up. /failed shows what is left.
refusal-update-already-settled = This was settled meanwhile: it was handled or given up. /failed shows what is left.
refusal-name-not-readable = There is no name to be seen in this message. Please write the name as a text, with letters.
refusal-only-own-contact = Only your own number can be taken, and only by the button “Share my phone number”: then we know that it is yours. /cancel leaves things as they are.
refusal-phone-not-understood = We cannot read this phone number. Please try again with the button, or leave it with /cancel.
refusal-time-zone-unknown = We know no place “{ $text }”. Please write a large city near you, such as <code>Shanghai</code> or <code>Berlin</code>, or the distance to UTC in whole hours, such as <code>UTC+8</code>.
refusal-birthday-not-understood = We cannot read a date in “{ $text }”. Please write it as <code>17 May</code>, <code>17.5.1990</code> or <code>1990-05-17</code>.
refusal-no-such-date = There is no date “{ $text }”. Please check the day and the month and write it again.
refusal-ambiguous-birthday = Is “{ $text }” day { $first } of month { $second }, or the other way round? Please write the month as a word, such as <code>17 May</code>.
refusal-birthday-in-future = “{ $text }” is still to come. Please check the year, or leave it out.
refusal-birthday-too-long-ago = By “{ $text }” you would be older than { $oldest }. Please check the year, or leave it out.
refusal-nothing-to-withdraw = Reply with /delete to the answer that shall be deleted. Only what staff wrote to this customer can be.
refusal-written-by-colleague = Somebody else wrote this. Only they, a supervisor or an owner can delete it.
refusal-withdrawn-already = This was deleted already.
refusal-too-old-to-withdraw = This is older than { $hours } hours; Telegram does not let it be deleted any more.
refusal-not-at-customer = This has never reached the customer, so there is nothing to delete.
refusal-no-customers-words = Reply with /original to something that the customer wrote on this ticket.
refusal-alias-not-readable = There is no name to be seen in this. Please write it with letters: <code>/alias Lily</code>
refusal-ticket-cannot-become = Ticket #{ $number } is { $status ->
        [new] new
        [open] open
        [pending] waiting for the customer
        [on_hold] on hold
        [solved] solved
       *[closed] closed
    } already{ $wanted ->
        [solved] {""}
       *[other] { $status ->
            [solved] ; /reopen takes it up again
            [closed] ; /reopen takes it up again
           *[other] {""}
        }
    }.
refusal-word-is-no-tag = “{ $word }” cannot be a tag: letters, digits, - and _, at most 32 of them.
refusal-too-many-tags = A ticket has { $most } tags at most.
refusal-ticket-merged = Ticket #{ $number } is a part of #{ $into }; it goes on there.
refusal-no-such-ticket = There is no ticket #{ $number }.
refusal-same-ticket = That is ticket #{ $number } itself.
refusal-ticket-of-another-customer = Ticket #{ $number } belongs to another customer. Tickets of two customers can be linked: /link { $number }
refusal-nothing-to-split = Reply with /split to a message of the customer in this topic; it becomes a ticket of its own.
refusal-already-linked = It is linked to #{ $number } already.
refusal-message-stays = This message stays where it is. To write on another ticket: /tickets
refusal-no-such-reply = There is no reply “{ $reply }”. The list: /replies
refusal-reply-already-there = “{ $reply }” has a text in { $language ->
        [zh] Chinese
       *[en] English
    } already. To change it: <code>/replies set { $reply } { $language } …</code>
refusal-reply-key-not-valid = “{ $reply }” cannot be a key. A key has small letters, digits, - and _, or Chinese words, at most { $longest } characters and no spaces.
refusal-reply-text-empty = Nothing of this text could be seen, so it was not kept.
refusal-reply-text-too-long = This text is too long: with everything filled in, a reply may have { $longest } characters.
refusal-unknown-placeholder = I cannot fill in { $placeholder }, so the text was not kept. These can be filled in: { $known }
refusal-too-many-replies = There are { $most } replies already, and there can be no more. Please remove some first.
refusal-ticket-not-assigned = Nobody has ticket #{ $number }.
refusal-handover-to-self = { $name } cannot hand over to { $name }.
refusal-shift-not-understood = I do not understand “{ $words }”. Write days and hours like this: <code>mon-fri 9:00-17:00, sat 10:00-14:00</code>
refusal-not-reviewable = Ticket #{ $number } cannot be reviewed: it is not closed, or nobody had it.
refusal-review-of-own-work = Nobody reviews their own tickets.
refusal-already-reviewed = { $name } has reviewed ticket #{ $number } already.
refusal-staff-not-banned = { $name } is on the staff, and nobody of the staff is banned.
refusal-already-banned = { $name } (customer no. { $number }) is banned already. To set another end, lift the ban first: <code>/unban { $number }</code>
refusal-not-banned = { $name } (customer no. { $number }) is not banned.
refusal-ban-beyond-role = You may ban for up to { $hours ->
        [one] one hour
       *[other] { $hours } hours
    }. For longer, please ask a supervisor or an owner.
refusal-span-out-of-range = A ban lasts from one minute to { $days } days. Without a length it stands until it is lifted.
refusal-another-customer = In the topic of ticket #{ $number } only its own customer is banned. For somebody else send the command in General, or to me in private.
refusal-no-such-team = There is no team “{ $team }”. There are: { $known }
refusal-main-desk-comes-first = The main desk has no group yet. An owner first sends /setup in the group that shall be its own.
refusal-last-group-of-main-desk = This is the only group of the main desk. Send /setup in another group first, then this one is free.
refusal-no-staff-group = This is no staff group.
refusal-ticket-with-team-already = Ticket #{ $number } is with “{ $team }” already.
refusal-already-in-team = { $name } serves “{ $team }” already.
refusal-not-in-team = { $name } has not joined “{ $team }”.
refusal-nowhere-to-show = There is no staff group at the moment in which it could be shown.
refusal-not-enough-points = There are { $points } points, so { $missing } are missing.
refusal-reward-gone = There is no such reward, or it costs something else now. /rewards shows what there is.
refusal-reward-sold-out = Nothing is left of “{ $reward }” at the moment. No points were taken.
refusal-reward-limit-reached = “{ $reward }” can be had { $limit ->
        [one] once
       *[other] { $limit } times
    } by one customer, and you have had it. No points were taken.
refusal-stock-too-small = There are { $remaining } of “{ $reward }” on the stock, so that many cannot be taken off or put on. To begin counting: <code>/stock { $reward } 20</code>
refusal-stock-is-coupon-list = There are as many of “{ $reward }” as the coupon list <code>{ $list }</code> has codes. <code>kefu import coupons</code> brings more.
refusal-no-such-voucher = No customer has this code. Please check each letter and digit.
refusal-voucher-already-used = { $code } was used already. /voucher shows by whom and when.
refusal-voucher-expired = { $code } is not good any more.
refusal-no-such-coupon = No list has this code. <code>/coupons</code> alone shows the lists.
refusal-coupon-already-used = { $code } was used already. <code>/coupons { $code }</code> shows by whom.
refusal-coupon-over = { $code } is not good any more.
refusal-coupon-not-given = Nobody has the code { $code }: no customer was ever given it, or it is free again.
refusal-own-referral = This is your own link. Send it to friends who have never written here.
refusal-already-customer = This link is for people who come here for the first time. You are with us already: /start
refusal-no-referrals = There are no points for bringing friends at the moment.
refusal-no-such-purchase = No purchase has the reference { $reference }.
refusal-purchase-already-reversed = Purchase { $reference } was reversed before.
refusal-no-such-campaign = There is no campaign with this number.
refusal-campaign-cannot-become = That is not possible now: the campaign is “{ $state ->
    [draft] draft
    [counting] list being drawn up
    [ready] ready
    [scheduled] scheduled
    [running] being sent
    [paused] paused
    [done] done
   *[stopped] stopped
}”.
refusal-campaign-is-fixed = That cannot be changed any more, because { $state ->
    [counting] the list is being drawn up
    [ready] the list is drawn up
    [scheduled] the list is drawn up
    [running] the campaign is being sent
    [paused] the campaign has begun
    [done] the campaign is done
   *[stopped] the campaign was stopped
}. “Copy” on its sheet begins another with the same texts.
refusal-campaign-has-no-text = Text { $variant ->
    [b] B
   *[a] A
} has not been written in any language yet.
refusal-campaign-is-for-nobody = Nobody would get this campaign. “Copy” begins another with the same texts, of which you can change to whom it goes.
refusal-shares-do-not-fit = Together they must be less than 100, and the control group at most 90.
refusal-coaching-of-oneself = Nobody keeps or reads notes on their own training here.
refusal-coaching-note-unfit = A note has 1 to { $longest } characters.
refusal-already-ungreeted = No greetings shall go to { $name } already.
refusal-already-greeted = Greetings go to { $name } already.
