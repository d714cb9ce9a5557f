# /campaign
campaign-in-private = Write /campaign to me in private: campaigns are composed there.
campaign-list = <b>Campaigns</b>
campaign-none = There is no campaign yet.
campaign-button-new = New campaign
campaign-button-open = { $number } · { $name } · { $state }
campaign-ask-name = What is the campaign called? Only your colleagues see the name.
campaign-state-draft = draft
campaign-state-counting = list being drawn up
campaign-state-ready = ready
campaign-state-scheduled = scheduled
campaign-state-running = being sent
campaign-state-paused = paused
campaign-state-done = done
campaign-state-stopped = stopped

# The sheet
campaign-head = <b>Campaign { $number }: { $name }</b> · { $state }
campaign-to = To: { $segment }
campaign-everybody = all customers
campaign-part-language = language { $words }
campaign-part-tier = tier { $words }
campaign-part-stage = stage { $words }
campaign-part-rfm = buys like { $words }
campaign-part-tag = ticket with tag { $words }
campaign-part-heard = heard of within { $days } days
campaign-part-silent = silent for { $days } days
campaign-shares = Text A { $a } %, text B { $b } %, control group { $control } %
campaign-text-line = <b>{ $variant }, { $language }:</b> { $words }
campaign-text-missing = <b>Text { $variant }:</b> nothing yet
campaign-text-fallback = <i>{ $variant }: nothing in { $language } yet; who reads { $language } gets the { $other } text.</i>
campaign-people = Customers who get it: { $people } · control group: { $control }
campaign-starts = Begins { $at }
campaign-next-write = <i>Next: press a language below and send me the text. “To whom” is everybody until you choose.</i>
campaign-next-draft = <i>Next: “Preview” or “Test to me”, then “Draw up the list”. Nothing is sent by that.</i>
campaign-next-counting = <i>I tell you when the list is complete. Nothing is sent yet.</i>
campaign-next-ready = <i>Next: “Send now” or “Schedule …”. The texts can still be changed.</i>
campaign-next-scheduled = <i>It begins by itself. The texts can be changed until then.</i>
campaign-no-figures = The figures are being counted; press “Show” in a minute.
campaign-figures-anew = <i>They are being counted anew; press “Show” in a minute.</i>
campaign-figures-at = <i>As of { $at }. Replies and purchases count until { $until }.</i>
campaign-figures-line =
    <b>Text { $variant }</b>: meant for { $listed }, sent { $sent }, delivered { $delivered }, blocked { $blocked }, failed { $failed }, left out { $skipped }, left out for an open ticket { $open-ticket }, waiting { $waiting }
    ↳ clicked { $clicked }, replied { $replied }, opted out { $opted-out }, bought { $bought } ({ $percent } %)
campaign-control-line = <b>Control group</b>: { $listed }, bought { $bought } ({ $percent } %)
campaign-other = { $other ->
    [a] text A
    [b] text B
   *[control] the control group
}
campaign-difference = Text { $variant } against { $other }: { $value } percentage points more buyers (95 %: { $lower } to { $upper }).
campaign-verdict-more = <b>More bought: the difference is real.</b>
campaign-verdict-less = <b>Fewer bought: the difference is real.</b>
campaign-verdict-open = This may be chance.
campaign-verdict-few = These are too few customers to tell.

# Buttons
campaign-button-show = Show
campaign-button-segment = To whom
campaign-button-tags = Tags …
campaign-button-shares = A, B, control group
campaign-button-text = Text { $variant } · { $language }
campaign-button-preview = Preview
campaign-button-test = Test to me
campaign-button-count = Draw up the list
campaign-button-send = Send now
campaign-button-send-sure = Yes, send it
campaign-button-schedule = Schedule …
campaign-button-unschedule = Take the date back
campaign-button-pause = Pause
campaign-button-resume = Go on
campaign-button-stop = Stop
campaign-button-stop-sure = Yes, stop it
campaign-button-refresh = Count again
campaign-button-copy = Copy
campaign-button-heard = Heard of: { $days } days
campaign-button-silent = Silent: { $days } days

# Composing
campaign-choose = For whom? Of one kind, any chosen word will do; of different kinds, all must apply.
    <b>{ $segment }</b>
campaign-ask-tags = Which tags? Customers with a ticket that has one of them. Write them with spaces between; a dash for none.
campaign-ask-shares = Two numbers: how many percent get text B, and how many are the control group that gets nothing. For example <code>50 10</code>, or <code>0 0</code>.
campaign-ask-words = Send me text { $variant } in { $language } as customers shall see it: with its formatting and, if you like, one photo or video. You may write { $known }: I fill them in for each customer.
campaign-not-this = Please send a text, or one photo or video with or without words.
campaign-too-long = That is too long: { $longest } characters at most.
campaign-ask-buttons =
    Up to { $most } buttons, one a line; a dash for none:
    <code>I am interested</code> – I hear the press and count it
    <code>To the shop | https://example.com</code> – opens at once; Telegram tells nobody who pressed it
    <code>To the shop | count https://example.com</code> – I count the press and answer with the link
campaign-buttons-too-many = At most { $most } lines.
campaign-buttons-label = Each button needs a label of up to { $longest } characters.
campaign-buttons-link = After the | there must be a whole link, such as <code>https://example.com/tea</code>.
campaign-buttons-braces = Labels are the same for everybody: please write them without braces.
campaign-links-uncounted = Noted. Presses on a plain link are not counted, because Telegram does not tell of them.
campaign-ask-moment = When? For example <code>tomorrow 10:00</code>, <code>monday 9:30</code>, <code>2h</code> or a date such as <code>2027-01-15 10:00</code>.
campaign-moment-unclear = That is no moment in the next { $days } days that I understand. Write for example <code>tomorrow 10:00</code>, <code>monday 9:30</code>, <code>2h</code> or a date such as <code>2027-01-15 10:00</code>; /cancel leaves it.
campaign-preview = Text { $variant }, { $language }:
campaign-preview-filled = Text { $variant }, { $language }; what is filled in for each customer is an example here:
campaign-example-name = James Chen
campaign-send-really = Send campaign { $number } to { $people } customers now? It should be through about { $ends }.
campaign-stop-really = Stop campaign { $number } for good? Who has not got it will not get it.
campaign-counted =
    <b>Campaign { $number }: { $name }</b>
    Customers who get it: { $people } · control group: { $control }. Sent now, it takes about { $length }, until { $ends }; who is asleep or was written to lately gets it later.
campaign-counted-nobody =
    <b>Campaign { $number }: { $name }</b>
    Nobody would get it{ $control ->
        [0] : no customer who takes campaigns belongs to it
       *[other] : all who belong to it are the control group
    }. “Copy” begins another with the same texts, of which you can change to whom it goes.
campaign-finished = Campaign { $number } “{ $name }” has reached everybody whom it can reach.

# To customers
campaign-answer-heard = Thank you, we have noted: “{ $answer }”. If you want to tell us more, just write here.
campaign-answer-link = Here you are:

# How customers buy
campaign-rfm-champions = Champions
campaign-rfm-potential-loyalist = Potential loyalists
campaign-rfm-loyal = Loyal customers
campaign-rfm-promising = Promising
campaign-rfm-new = New customers
campaign-rfm-cannot-lose = Cannot lose them
campaign-rfm-at-risk = At risk
campaign-rfm-need-attention = Need attention
campaign-rfm-about-to-sleep = About to sleep
campaign-rfm-lost = Lost
campaign-rfm-others = Others
