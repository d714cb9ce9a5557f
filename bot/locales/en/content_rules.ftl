unwelcome-refused = Sorry, we cannot take this message: it contains something that is not passed on to our staff. Please write to us in another way.
unwelcome-flagged = ⚠️ This comes under the rule “{ $rule }”. Be careful with links and files.
