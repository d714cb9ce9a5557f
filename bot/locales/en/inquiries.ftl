inquiry-choose = What is your question about?
inquiry-taken-along = We take along what you wrote:
inquiry-ask-question = What would you like to know? Write it here, in one or several messages. Photos and files are welcome.
inquiry-have-question = Your question so far:
inquiry-send-or-add = Press “Send” if that is all, or add to it here.
inquiry-noted-choose = Noted. What is it about?
inquiry-noted-first = Noted. Is there more? Just write on, or add photos and files. When it is complete, press “Send”.
inquiry-noted-more = Added. “Send” when it is complete.
inquiry-goes-on = Your question is not sent yet. It goes on here; “Cancel” drops it.
inquiry-nothing-yet = There is nothing to send yet. Please write your question first.
inquiry-button-send = Send
inquiry-button-anew = Write it anew

human-ask-reason = We will get you a person. What is it about? One sentence helps us find the right colleague.
human-has-ticket = Your ticket <b>#{ $number }</b> is with our staff already. Just write here, and a colleague will read it.
human-button-connect = Just connect me
human-button-another = It is about something else
