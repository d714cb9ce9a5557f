which-ticket = Passed on to ticket <b>#{ $number }</b>. If you mean another one, press it:
which-ticket-button = #{ $number } · { $category }
which-ticket-moved = Passed on to ticket #{ $number }.
which-ticket-gone = The customer says that this is about ticket #{ $number }; it was passed on there.
