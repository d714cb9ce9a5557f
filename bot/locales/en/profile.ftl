profile-title = <b>Your profile</b> · customer no. { $number }
profile-name = Name: { $name }
profile-birthday = Birthday: { $birthday }
profile-phone = Phone: { $phone }
profile-language = Language: { $language }
profile-zone = Time zone: { $zone }, where it is { $time } now
profile-points = Points: { $points } · tier: { $tier }
profile-expiring = { $count ->
        [one] One point expires
       *[other] { $points } points expire soon, the first
    } on { $expires }.
profile-hint = Press what you would like to change.
profile-unknown = not told

profile-button-name = Name
profile-button-birthday = Birthday
profile-button-phone = Phone
profile-button-zone = Time zone
profile-button-no-birthday = Remove my birthday
profile-button-no-phone = Remove my number
profile-button-share-phone = Share my phone number
profile-button-keep-phone = Leave it as it is

profile-ask-name = How shall we call you? Please write your name.
profile-name-changed = Thank you. We call you <b>{ $name }</b> from now on.
profile-ask-birthday = When is your birthday? Write it for example as <code>17 May</code> or <code>1990-05-17</code>; the year is up to you. We use it for birthday greetings only.
profile-birthday-changed = Thank you. Your birthday is noted: <b>{ $birthday }</b>.
profile-birthday-removed = Your birthday is removed. We keep no birthday of yours.
profile-phone-now = Your number with us: { $phone }
profile-ask-phone = Press “Share my phone number” below. Your messenger then sends the number of your own account, and we use it to find your purchases. /cancel leaves things as they are.
profile-phone-changed = Thank you. Your number is noted: <b>{ $phone }</b>. /profile shows everything.
profile-phone-removed = Your number is removed. /profile shows everything.
profile-phone-kept = All right, nothing was changed. /profile shows everything.
profile-ask-zone = Your time zone: { $zone }. Where do you live? Choose a city, or write yours, for example <code>Beijing</code> or <code>UTC+8</code>.
profile-zone-changed = Noted: { $zone }, where it is <b>{ $time }</b> now. If that is not your time, choose again under /profile.

profile-city-shanghai = Shanghai
profile-city-singapore = Singapore
profile-city-tokyo = Tokyo
profile-city-dubai = Dubai
profile-city-london = London
profile-city-berlin = Berlin
profile-city-new-york = New York
profile-city-los-angeles = Los Angeles
profile-city-sydney = Sydney
