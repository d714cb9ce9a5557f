"""Visits that nobody pays: those in charge read which, and after some days who had one reads that it is over."""

from datetime import UTC, date, datetime

from storage.vocabulary import Language
from tests.desk import Desk
from tests.handlers.chat.customer_side import Talker
from tests.handlers.chat.test_visit_desk import BOTH, cared_for, the_visit
from tests.team_side import ANNA, SUE
from tests.visit_side import ticks


@BOTH
async def test_a_visit_that_nobody_pays_is_told_daily_and_lapses(desk_on_both: Desk, language: Language) -> None:
    desk, anna, _ = await cared_for(desk_on_both, language=language)
    sue, phrases = Talker(desk, SUE, language), desk.phrasebook.speaking(language)
    await sue.says("/start")
    await anna.hears()
    desk.at = datetime(2026, 3, 9, 2, tzinfo=UTC)  # a Monday
    await sue.hears()
    await ticks(desk)
    await ticks(desk)
    overdue = [
        sue.words("visits-overdue", count=1, gap=7),
        sue.words("visits-line", place=1, name="Person1001", number=(await the_visit(desk)).customer_id, holder=sue.words("visits-holder", holder=f"Person{ANNA}")),
        sue.words("visit-card-overdue", day=phrases.day(date(2026, 3, 7))) + sue.words("visit-card-lapses", day=phrases.day(date(2026, 3, 14))),
    ]  # fmt: skip
    assert [text.splitlines() for text in await sue.hears()] == [overdue]
    await anna.says("/visits")
    assert overdue[-1] in await anna.hears_one()
    desk.at = datetime(2026, 3, 15, 2, tzinfo=UTC)
    await ticks(desk)
    visit = await the_visit(desk)
    assert await anna.hears_one() == anna.words(
        "visit-called-off", name="Person1001", number=visit.customer_id, why=anna.words("visit-skip-too-late")
    )
    await anna.says("/visits")
    assert await anna.hears_one() == anna.words("visits-none")
    await sue.says("/visits")
    kept = (await sue.hears())[-1].splitlines()
    assert sue.words("visits-skipped", why=sue.words("visit-skip-too-late"), count=1) == kept[-1]
    assert sue.words("visits-kept", name=sue.words("visits-kept-all"), percent=0, kept=0, due=1) in kept
