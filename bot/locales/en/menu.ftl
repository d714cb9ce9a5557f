menu-greeting = Hello { $name }, this is { $company }. How can we help?
update-failed = Sorry, something went wrong on our side with your last message. We have kept it and will look at it.
update-failed-alert = An update could not be handled and was set aside: update { $number }. See /failed.
press-is-old = This button is no longer in use.
