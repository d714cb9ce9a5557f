privacy-text =
    <b>What { $company } keeps of you</b>
    • Your Telegram id, username and name, so that we can answer you.
    • What is said in this chat and your tickets, so that every colleague knows the matter.
    • What you tell us in /profile: birthday, phone, language, time zone.
    • Your purchases and points, so that we can serve you and credit them.
    It is used for serving you only and not sold. Messages travel through Telegram, whose servers may stand in other countries.

    You may see it, correct it in /profile, or have it deleted: press “Talk to a person” and say so.
    Which messages may we send you unasked? Press to change:
privacy-button-greetings-off = Greetings: on · switch off
privacy-button-greetings-on = Greetings: off · switch on
privacy-button-reminders-off = Reminders and follow-ups: on · switch off
privacy-button-reminders-on = Reminders and follow-ups: off · switch on
privacy-greetings-on = We will send you greetings on your birthday and anniversary.
privacy-greetings-off = We will not send you greetings on your birthday and anniversary.
privacy-reminders-on = We will send you reminders and ask how it went.
privacy-reminders-off = We will not send you reminders or follow-up questions.
privacy-button-campaigns-off = Offers and news: on · switch off
privacy-button-campaigns-on = Offers and news: off · switch on
privacy-campaigns-on = We will send you offers and news.
privacy-campaigns-off = We will not send you offers and news.
