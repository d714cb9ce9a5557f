free-text-read = We have your message:
free-text-added = Added. So far you wrote:
free-text-what-next = Shall we pass it on to our staff? Press a button; nothing needs to be written again.
free-text-complaint = That sounds like a complaint, and we want to take it seriously. Press “Complain”: what you wrote is taken along.
free-text-human = You would like to talk to a person. Press the button, and a colleague will write to you here. What you wrote is taken along.
free-text-thanks = You are welcome. If anything else is on your mind, just write.

draft-words = <blockquote>{ $words }</blockquote>
draft-attachments = { $count ->
        [one] With one attachment
       *[other] With { $count } attachments
    }
draft-not-passable = We cannot pass this on to our staff ({ $kind-of-message }). Please send it in another way, for example as a text or a photo.
draft-finish-first = Please finish what you are writing first, or stop it with /cancel. Then tap again.

# Said once while we are closed, or once a day while there is no desk
away-until = Your message is on ticket <b>#{ $number }</b>. We are closed now and back <b>{ $back }</b>; a colleague will read it then.
away-for-now = Your message is on ticket <b>#{ $number }</b>. No colleague is at the desk just now; we will answer here as soon as we can.
