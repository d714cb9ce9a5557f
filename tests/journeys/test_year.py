"""A year of thirteen customers: everything that the clock told them, and when, against a list that was worked out by hand."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.journeys.lasting_town import LastingTown
from tests.journeys.tongues import CHINESE, DESK_SAYS, ENGLISH, asks_again
from tests.journeys.town import Town, until, words
from tests.journeys.year import Citizen, Said, Year

pytestmark = pytest.mark.timeout(900)

# The playground's clock only goes forward, so this year lies ahead. It begins on a Sunday and has no 29 February.
FIRST = datetime(2034, 3, 5, 2, tzinfo=UTC)  # 10:00 in Shanghai, 3:00 in Berlin, 21:00 of the day before in New York
LAST = datetime(2035, 3, 15, tzinfo=UTC)
# From when to when the program is killed: for three days, for the hours of one day in which Shanghai is greeted, and for ten minutes.
OUTAGES = {
    datetime(2034, 7, 9, 16, tzinfo=UTC): datetime(2034, 7, 12, 16, tzinfo=UTC),
    datetime(2034, 8, 20, 0, tzinfo=UTC): datetime(2034, 8, 20, 12, 30, tzinfo=UTC),  # 8:00 to 20:30 in Shanghai, 2:00 to 14:30 in Berlin
    datetime(2034, 9, 17, 3, tzinfo=UTC): datetime(2034, 9, 17, 3, 10, tzinfo=UTC),
}
# Once a day the clock stops in the middle of nowhere, in turn when Asia and when America is awake: nothing unforeseen may be said then.
SHORTLY = timedelta(minutes=2)
ASIA, AMERICA = timedelta(hours=3, minutes=30), timedelta(hours=16, minutes=30)

BERLIN, LONDON, NEW_YORK = ("Europe/Berlin", "berlin"), ("Europe/London", "london"), ("America/New_York", "new-york")
LAN = Citizen("Lan", CHINESE, birthday="1990年6月6日")
FELIX = Citizen("Felix", ENGLISH, *BERLIN, birthday="29 October")  # the year is not told; on that day of 2034 the clocks go back
ADA = Citizen("Ada", ENGLISH, *NEW_YORK, birthday="12 March")  # on that day of 2034 the clocks go forward
YUN = Citizen("Yun", CHINESE, birthday="2000-02-29")
AIDA = Citizen("Aida", ENGLISH, birthday="6 June")  # takes no greetings
TOM = Citizen("Tom", ENGLISH, *BERLIN, birthday="10 April")  # bereaved: staff let him not be greeted from April to November
BO = Citizen("Bo", CHINESE, birthday="6月6日")  # blocks the bot on the second day
GRACE = Citizen("Grace", ENGLISH, birthday="6 September")  # buys once, is Silver and falls
LIU = Citizen("Liu", CHINESE)  # buys every two weeks and then no more
NOA = Citizen("Noa", ENGLISH, *LONDON)  # had a ticket, and is visited three times
KAI = Citizen("Kai", CHINESE, birthday="7月11日")  # the program is down on that day
OLE = Citizen("Ole", ENGLISH, *BERLIN, birthday="10 July")  # the program is down on that day
PIA = Citizen("Pia", ENGLISH, birthday="10 July")  # and when it is on again that day is over for too long
MIA = Citizen("Mia", ENGLISH, birthday="20 August")  # the program is down until half an hour after the last greeting of that day
JAN = Citizen("Jan", ENGLISH, *BERLIN, birthday="20 August")  # and up again in his afternoon
# In the order of their customer numbers, which begin with 3: the town has two customers of its own.
CITIZENS = (LAN, FELIX, ADA, YUN, AIDA, TOM, BO, GRACE, LIU, NOA, KAI, OLE, PIA, MIA, JAN)

GIFT = {"points": 50}
SILENCE, YEARS = "reminder-silence", {"years": 1}


def points(of: int, balance: int, until: date) -> dict[str, str | int | date]:
    """Return the facts of a reminder of points."""
    return {"points": of, "balance": balance, "part": "all" if of == balance else "some", "day": until}


# Which of several texts it is: year plus customer number, divided by the number of texts; what is left over counts from 0.
# Greetings come at 9, visits at 10, reminders at 11 of everybody's own clock. Silent is who was not heard of for 60 days.
# The points of a gift or purchase are good to the end of the day six months later and are spoken of 30, 7 and 1 days before.
EXPECTED: Mapping[str, list[Said]] = {
    "Lan": [
        Said("2034-05-04 11:00", SILENCE),  # 60 days after 5 March, 10:00, it is 4 May, 10:00
        # At 8:30 she looks at her points, so that she is chatting up to an hour and some moments later; 2034 + 3 leaves 0 of 3.
        Said("2034-06-06 09:31", ("greeting-birthday", "greeting-gift-points"), GIFT),
        Said("2034-08-05 11:00", SILENCE),  # 60 days after that, 8:30
        Said("2034-11-07 11:00", "reminder-points", points(50, 50, date(2034, 12, 6))),  # 30 days before midnight after the 6th
        Said("2034-11-30 11:00", "reminder-points", points(50, 50, date(2034, 12, 6))),
        Said("2034-12-06 11:00", "reminder-points-today", points(50, 50, date(2034, 12, 6))),  # the last day
        Said("2035-03-05 09:00", "greeting-anniversary", YEARS),  # 2035 + 3 leaves 0 of 2
    ],
    "Felix": [
        Said("2034-05-04 11:00", SILENCE),  # 4:00 in Berlin is night
        Said("2034-10-29 09:00", ("greeting-birthday-second", "greeting-gift-points"), GIFT),  # winter time since 3:00; 2034 + 4 leaves 1
        Said("2035-03-05 09:00", "greeting-anniversary-second", YEARS),
    ],
    "Ada": [
        Said("2034-03-12 09:00", ("greeting-birthday-third", "greeting-gift-points"), GIFT),  # summer time since 2:00; 2034 + 5 leaves 2
        Said("2034-05-04 11:00", SILENCE),  # 22:00 on 3 May is quiet
        Said("2034-08-14 11:00", "reminder-points", points(50, 50, date(2034, 9, 12))),  # to the end of 12 September in New York
        Said("2034-09-06 11:00", "reminder-points", points(50, 50, date(2034, 9, 12))),
        Said("2034-09-12 11:00", "reminder-points-today", points(50, 50, date(2034, 9, 12))),
        Said("2035-03-04 09:00", "greeting-anniversary", YEARS),  # she came on the evening of 4 March
        Said("2035-03-12 09:00", ("greeting-birthday", "greeting-gift-points"), GIFT),  # 2035 + 5 leaves 0: another text than last year
    ],
    "Yun": [
        Said("2034-05-04 11:00", SILENCE),
        Said("2035-02-28 09:00", ("greeting-birthday-second", "greeting-gift-points"), GIFT),  # 2035 has no 29 February; 2035 + 6 leaves 1
        Said("2035-03-05 09:00", "greeting-anniversary-second", YEARS),
    ],
    "Aida": [
        Said("2034-05-04 11:00", SILENCE),  # reminders she takes; neither birthday nor anniversary
    ],
    "Tom": [
        Said("2034-05-04 11:00", SILENCE),  # no birthday on 10 April
        Said("2035-03-05 09:00", "greeting-anniversary-second", YEARS),  # greeted again since November
    ],
    "Bo": [],
    "Grace": [
        Said("2034-05-05 11:00", SILENCE),  # 60 days after the purchase of 6 March, 10:30
        Said("2034-08-08 11:00", "reminder-points", points(620, 620, date(2034, 9, 6))),
        Said("2034-08-31 11:00", "reminder-points", points(620, 620, date(2034, 9, 6))),
        # 180 days after the purchase, 10:30, it no longer counts; 30 days later Silver is over.
        Said("2034-09-02 11:00", "reminder-tier-lost", {"tier": "Silver", "missing": 500, "day": date(2034, 10, 2)}),
        Said("2034-09-06 09:00", ("greeting-birthday-second", "greeting-gift-points"), GIFT),
        # At 11:00 of this day nothing is said of the points that end today: one unasked message in 24 hours is the most.
        Said("2035-02-05 11:00", "reminder-points", points(50, 50, date(2035, 3, 6))),  # the gift; the 620 are gone
        Said("2035-02-28 11:00", "reminder-points", points(50, 50, date(2035, 3, 6))),
        Said("2035-03-05 09:00", "greeting-anniversary-second", YEARS),
        Said("2035-03-06 11:00", "reminder-points-today", points(50, 50, date(2035, 3, 6))),  # 26 hours later, and the third in 7 days
    ],
    "Liu": [
        # 465 of 500 points with the third purchase, half an hour ago.
        Said("2034-04-07 11:00", "reminder-tier", {"missing": 35, "tier": "银卡会员", "factor": 1.2}),
        # Twice the usual 14 days after 7 April, 10:30. Of two buyers the other one spent more: a message, no ticket. No silence on top.
        Said("2034-05-05 11:00", "winback-occasional"),
        Said("2034-08-12 11:00", "reminder-points-within", points(310, 465, date(2034, 9, 10)) | {"last_day": date(2034, 9, 24)}),  # once for September
        Said("2034-09-04 11:00", "reminder-points", points(155, 465, date(2034, 9, 10))),
        Said("2034-09-08 11:00", "reminder-points", points(155, 465, date(2034, 10, 7))),  # and once for October
        Said("2034-09-10 11:00", "reminder-points-today", points(155, 465, date(2034, 9, 10))),
        Said("2034-09-18 11:00", "reminder-points", points(155, 310, date(2034, 9, 24))),
        Said("2034-09-24 11:00", "reminder-points-today", points(155, 310, date(2034, 9, 24))),
        Said("2034-10-01 11:00", "reminder-points", points(155, 155, date(2034, 10, 7))),
        Said("2034-10-07 11:00", "reminder-points-today", points(155, 155, date(2034, 10, 7))),
        Said("2035-03-05 09:00", "greeting-anniversary", YEARS),
    ],
    "Noa": [
        Said("2034-03-10 10:00", "visit-ask-words", {"words": "Is everything settled?"}),  # 3 days after 7 March; she answers
        Said("2034-04-06 10:00", "visit-ask-words", {"words": "How has it been since?"}),  # 30 days; summer time by now
        Said("2034-04-13 10:01", ("visit-ask-words", "visit-once-more"), {"words": "How has it been since?"}),  # 7 days and no answer; not a third time
        Said("2034-05-10 11:00", SILENCE),  # since her answer of 11 March
        Said("2034-06-05 10:00", "visit-ask-words", {"words": "Is there anything new?"}),  # 90 days; she answers
        Said("2034-08-05 11:00", SILENCE),  # since her answer of 6 June: another silence
        Said("2035-03-05 09:00", "greeting-anniversary-second", YEARS),
    ],
    "Kai": [
        Said("2034-05-04 11:00", SILENCE),
        Said("2034-07-13 09:00", ("greeting-belated-second", "greeting-gift-points"), GIFT),  # two days late, not at midnight when it is on
        Said("2034-12-15 11:00", "reminder-points", points(50, 50, date(2035, 1, 13))),  # six months after it was given
        Said("2035-01-07 11:00", "reminder-points", points(50, 50, date(2035, 1, 13))),
        Said("2035-01-13 11:00", "reminder-points-today", points(50, 50, date(2035, 1, 13))),
        Said("2035-03-05 09:00", "greeting-anniversary", YEARS),
    ],
    "Ole": [
        Said("2034-05-04 11:00", SILENCE),
        Said("2034-07-12 18:00", ("greeting-belated", "greeting-gift-points"), GIFT),  # two days late, as soon as it is on: before 20:00
        Said("2034-12-14 11:00", "reminder-points", points(50, 50, date(2035, 1, 12))),
        Said("2035-01-06 11:00", "reminder-points", points(50, 50, date(2035, 1, 12))),
        Said("2035-01-12 11:00", "reminder-points-today", points(50, 50, date(2035, 1, 12))),
        Said("2035-03-05 09:00", "greeting-anniversary-second", YEARS),
    ],
    "Pia": [
        Said("2034-05-04 11:00", SILENCE),  # no birthday: on 13 July, when she may be spoken to, it is three days ago
        Said("2035-03-05 09:00", "greeting-anniversary", YEARS),
    ],
    "Mia": [
        Said("2034-05-04 11:00", SILENCE),
        # At 20:30 of the 20th it is too late for that day: one day late; 2034 + 16 leaves 0 of 2.
        Said("2034-08-21 09:00", ("greeting-belated", "greeting-gift-points"), GIFT),
        Said("2035-01-23 11:00", "reminder-points", points(50, 50, date(2035, 2, 21))),
        Said("2035-02-15 11:00", "reminder-points", points(50, 50, date(2035, 2, 21))),
        Said("2035-02-21 11:00", "reminder-points-today", points(50, 50, date(2035, 2, 21))),
        Said("2035-03-05 09:00", "greeting-anniversary-second", YEARS),
    ],
    "Jan": [
        Said("2034-05-04 11:00", SILENCE),
        Said("2034-08-20 14:30", ("greeting-birthday-third", "greeting-gift-points"), GIFT),  # the same day; 2034 + 17 leaves 2 of 3
        Said("2035-01-22 11:00", "reminder-points", points(50, 50, date(2035, 2, 20))),
        Said("2035-02-14 11:00", "reminder-points", points(50, 50, date(2035, 2, 20))),
        Said("2035-02-20 11:00", "reminder-points-today", points(50, 50, date(2035, 2, 20))),
        Said("2035-03-05 09:00", "greeting-anniversary", YEARS),
    ],
}  # fmt: skip


def moments() -> list[datetime]:
    """Return when the clock stops: shortly before everything that is expected, just then, and once a day; not while the program is down."""
    expected = [citizen.moment(said.at) for citizen in CITIZENS for said in EXPECTED[citizen.name]]
    found = [moment for at in expected for moment in (at - SHORTLY, at)]
    day, number = datetime.combine(FIRST.date(), datetime.min.time(), UTC) + timedelta(days=1), 0
    while day < LAST:
        found.append(day + (AMERICA if number % 2 else ASIA))
        day, number = day + timedelta(days=1), number + 1
    return [moment for moment in found if not any(down < moment < up for down, up in OUTAGES.items())]


def events(town: Town) -> Mapping[datetime, Callable[[], None]]:
    """Return what people do in this year, and when."""
    olivia, anna = town.olivia(), town.anna()

    def everybody_arrives() -> None:
        for citizen in CITIZENS:
            citizen.arrives(town)
        AIDA.person.says("/privacy")
        AIDA.person.presses(ENGLISH("privacy-button-greetings-off"))
        switched = ENGLISH("privacy-button-greetings-on")
        until(lambda: switched in str(town.messages(AIDA.person.chat_id)), what="greetings that are off")
        olivia.starts()

    def buys(citizen: Citizen, amount: int, reference: str) -> None:
        olivia.says(f"/purchase @{citizen.username} {amount} CNY {reference}")
        olivia.reads(f"{reference} is kept")

    def grace_buys_and_bo_leaves() -> None:
        buys(GRACE, 620, "G-1")
        town.act("blocked", person_id=BO.person.id, blocked=True)

    def noa_is_helped() -> None:
        number = asks_again(NOA.person, ENGLISH, "")
        anna.in_topic(number).says("/close")
        NOA.person.reads("is closed")

    def lan_chats() -> None:
        said = LAN.person.says("/points")
        LAN.person.reads("0", after=said)

    def noa_answers() -> None:
        said = NOA.person.says("/help")
        NOA.person.presses(ENGLISH("visit-button-fine"))
        NOA.person.reads(ENGLISH("visit-fine"), after=said)

    def staff_say(command: str, key: str) -> None:
        anna.says(f"/{command} @{TOM.username}")
        anna.reads(DESK_SAYS(key, name="Tom", number=8))

    return {
        FIRST: everybody_arrives,
        datetime(2034, 3, 6, 2, 30, tzinfo=UTC): grace_buys_and_bo_leaves,  # 10:30 in Shanghai
        datetime(2034, 3, 7, 12, tzinfo=UTC): noa_is_helped,
        datetime(2034, 3, 10, 2, 30, tzinfo=UTC): lambda: buys(LIU, 155, "L-1"),
        datetime(2034, 3, 11, 8, tzinfo=UTC): noa_answers,
        datetime(2034, 3, 24, 2, 30, tzinfo=UTC): lambda: buys(LIU, 155, "L-2"),
        datetime(2034, 4, 1, 8, tzinfo=UTC): lambda: staff_say("nogreet", "greeting-stopped"),
        datetime(2034, 4, 7, 2, 30, tzinfo=UTC): lambda: buys(LIU, 155, "L-3"),
        datetime(2034, 6, 6, 0, 30, tzinfo=UTC): lan_chats,
        datetime(2034, 6, 6, 8, tzinfo=UTC): noa_answers,
        datetime(2034, 11, 1, 8, tzinfo=UTC): lambda: staff_say("greet", "greeting-resumed"),
    }


def test_a_year_says_what_was_worked_out_by_hand_and_nothing_else(year_town: LastingTown) -> None:
    with Year(year_town) as year:
        year.lives(moments=moments(), events=events(year_town), outages=OUTAGES, citizens=CITIZENS)
        told = {citizen.name: year.told(citizen) for citizen in CITIZENS}
    assert told == {citizen.name: [citizen.worded(said) for said in EXPECTED[citizen.name]] for citizen in CITIZENS}
    # What was said of the tier and of the points was true.
    GRACE.person.says("/points")
    GRACE.person.reads("Your points: 0 · Member")


def test_owners_see_the_jobs_and_run_one_in_both_languages(year_town: Town) -> None:
    olivia = year_town.olivia()
    olivia.starts()
    for say, choose_language in ((ENGLISH, None), (CHINESE, "中文")):
        if choose_language is not None:
            olivia.says("/language")
            olivia.presses(choose_language)
        job = say("admin-job-name", job="birthday_greetings")
        asked = olivia.says("/jobs")
        olivia.reads(say("admin-jobs"), after=asked)
        olivia.presses(say("admin-job-run", job=job))
        olivia.reads(say("admin-job-done", job=job, count=0), after=asked)
        again = olivia.says("/jobs")
        line = say("admin-job-last", job=job, time="|", count=0, next="")
        before, after = line.split("|")
        shown = next(each for each in words(olivia.reads(say("admin-jobs"), after=again)).splitlines() if each.startswith(before))
        assert after in shown
