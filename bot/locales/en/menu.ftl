menu-greeting = Hello { $name }, this is { $company }. How can we help?
menu-introduction =
    Write here as you would to a person: a question, a complaint, a photo. Our staff answer in this chat.
    Every matter gets a number, so nothing is lost. Choose below, or simply write.
menu-hint = Choose below, or simply write. /help explains each command.
menu-choose = What would you like to do? Choose below, or simply write.
menu-help =
    <b>How to reach { $company }</b>
    Simply write what you need, and send photos or files with it. Or choose:

    /ask – ask our staff something
    /complain – make a complaint, step by step
    /tickets – your questions and complaints, and how they stand
    /human – talk to a person
    /profile – your name, birthday, phone, time zone and points
    /points – your points, your tier, and what expires when
    /rewards – what your points buy
    /invite – your link for friends
    /language – English or 中文
    /privacy – what we keep, and which messages you wish to receive
    /cancel – stop what we are at

    Your messages on an open ticket go straight to our staff.

menu-button-ask = Ask our staff
menu-button-complain = Complain
menu-button-tickets = My tickets
menu-button-human = Talk to a person
menu-button-profile = My profile
menu-button-language = Language · 语言
menu-button-privacy = Privacy
menu-button-menu = Menu
menu-button-cancel = Cancel

menu-cancelled = Stopped. Nothing was sent. What would you like to do?
menu-nothing-to-cancel = There is nothing to cancel at the moment. What would you like to do?
menu-unknown-command = We do not know this command. These are the choices; /help explains them.
menu-near-command = There is no command “/{ $word }”. Did you mean /{ $near }?
menu-ask-language = Which language shall we speak? · 请选择语言
menu-language-name = English
menu-language-changed = We speak English from now on. What would you like to do?
menu-flood = One moment, please: you write faster than we can answer, so we answer once. We read everything; nothing is lost.
menu-flood-of-presses = One moment, please. Press again in a few seconds.

update-failed = Sorry, something went wrong on our side with your last message. We have kept it and will look at it.
update-failed-alert = An update could not be handled and was set aside: update { $number }. See /failed.
delivery-unsettled-alert = A message could not be delivered, or nobody knows whether it arrived. /failed shows it and all others that wait for your decision.
press-is-old = This button has done its work. /start shows what you can do now.
