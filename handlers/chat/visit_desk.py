"""Visits at the desk: staff see whom they have to visit, and say by buttons and words what came of it."""

from datetime import date, timedelta

from aiogram import F, Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from crm.masking import mask_text
from crm.rules.local_time import local_date
from crm.visit_outcomes import call_again, note_visit, personal_visit, postpone_visit, report_visit, visit_in_hand
from crm.visit_tickets import WAIT_FOR_WORDS, open_visit_ticket
from crm.visits import day_in
from handlers.chat.dialogues import AnswersInTime, IsNoCommand, RepliesToQuestion, ask, asked_facts, end_at_desk, forget_question
from handlers.chat.media import words_of
from handlers.chat.staff_group import FromStaff, is_staff_group
from handlers.chat.turn import Turn
from handlers.chat.visit_cards import due_day
from handlers.chat.visit_desk_buttons import (
    REPORTED,
    VisitAct,
    VisitDay,
    VisitPress,
    VisitReport,
    VisitSaidNothing,
    day_buttons,
    nothing_button,
    outcome_buttons,
    outcome_key,
)
from storage.customers import get_customer
from storage.visits import NEEDS_STAFF, Visit
from storage.vocabulary import InteractionKind, VisitOutcome, VisitStatus


class VisitDeskTalk(StatesGroup):
    """A staff member is asked what was said, or for a day."""

    said = State()
    day = State()


def build_router() -> Router:
    """Return the topic's router."""
    router = Router(name="visit_desk")
    router.callback_query.register(act, VisitPress.filter())
    router.callback_query.register(report, VisitReport.filter(F.outcome.in_(REPORTED)))
    router.callback_query.register(choose_day, VisitDay.filter())
    router.callback_query.register(say_nothing, VisitSaidNothing.filter())
    answers = (FromStaff(), IsNoCommand(), RepliesToQuestion(), AnswersInTime(WAIT_FOR_WORDS))
    router.message.register(take_words, StateFilter(VisitDeskTalk.said), *answers)
    router.message.register(take_day, StateFilter(VisitDeskTalk.day), *answers)
    return router


async def act(press: CallbackQuery, callback_data: VisitPress, turn: Turn, state: FSMContext) -> None:
    """Ask what belongs to the button: what came of the visit, another day, or a note."""
    if not await _is_here(turn):
        turn.answer_press(press, "press-is-old", alert=True)
        return
    visit, _ = await visit_in_hand(turn.voice.session, visit_id=callback_data.visit_id, by=turn.person.staff)
    turn.answer_press(press)
    name = mask_text((await get_customer(turn.voice.session, visit.customer_id)).name, turn.voice.business)
    match callback_data.act:
        case VisitAct.DONE:
            turn.reply("visit-ask-outcome", keyboard=outcome_buttons(visit.id, turn.phrases), name=name)
        case VisitAct.NOTE:
            prompt = turn.reply("visit-ask-note", keyboard=nothing_button(visit.id, turn.phrases), name=name, place=_place(turn))
            await ask(turn, state, VisitDeskTalk.said, prompt=prompt, visit_id=visit.id)
        case VisitAct.LATER | VisitAct.AGAIN:
            is_wish = callback_data.act is VisitAct.AGAIN
            keyboard = day_buttons(visit.id, turn.phrases, is_wish=is_wish)
            prompt = turn.reply("visit-ask-again" if is_wish else "visit-ask-later", keyboard=keyboard, name=name, place=_place(turn))
            await ask(turn, state, VisitDeskTalk.day, prompt=prompt, visit_id=visit.id, is_wish=int(is_wish))


async def report(press: CallbackQuery, callback_data: VisitReport, turn: Turn, state: FSMContext) -> None:
    """Keep what came of the visit, and ask what was said."""
    if not await _is_here(turn):
        turn.answer_press(press, "press-is-old", alert=True)
        return
    voice = turn.voice
    visit = await report_visit(
        voice.session,
        visit_id=callback_data.visit_id,
        outcome=callback_data.outcome,
        by=turn.person.staff,
        at=voice.now,
        business=voice.business,
        tell=turn.tell,
    )
    turn.answer_press(press, outcome_key(callback_data.outcome))
    turn.take_buttons_away(press)
    name = mask_text((await get_customer(voice.session, visit.customer_id)).name, voice.business)
    if visit.outcome is VisitOutcome.NO_ANSWER:
        key = "visit-left" if visit.status is VisitStatus.LEFT else "visit-comes-again"
        turn.reply(key, name=name, day=due_day(visit, voice, turn.phrases))
        return
    outcome = turn.phrases.plain(outcome_key(callback_data.outcome))
    prompt = turn.reply("visit-ask-said", keyboard=nothing_button(visit.id, turn.phrases), name=name, outcome=outcome, place=_place(turn))
    await ask(turn, state, VisitDeskTalk.said, prompt=prompt, visit_id=visit.id)


async def choose_day(press: CallbackQuery, callback_data: VisitDay, turn: Turn, state: FSMContext, raw_state: str | None) -> None:
    """Put the visit to the day of the button."""
    if not await _is_here(turn):
        turn.answer_press(press, "press-is-old", alert=True)
        return
    today = local_date(turn.voice.now, turn.voice.business.time_zone)
    await _put_to(turn, callback_data.visit_id, today + timedelta(days=callback_data.days), is_wish=callback_data.is_wish)
    turn.answer_press(press)
    turn.take_buttons_away(press)
    if raw_state == VisitDeskTalk.day.state:
        await forget_question(state)


async def take_day(message: Message, turn: Turn, state: FSMContext) -> None:
    """Put the visit to the day that is written."""
    facts = await asked_facts(state)
    day = day_in(words_of(message) or "", at=turn.voice.now, zone=turn.voice.business.time_zone)
    await _put_to(turn, int(facts["visit_id"]), day, is_wish=bool(facts["is_wish"]))
    await end_at_desk(turn, state)


async def take_words(message: Message, turn: Turn, state: FSMContext) -> None:
    """Keep what was said; where somebody is needed now, a ticket is opened with it."""
    words = words_of(message)
    if not words:
        turn.reply("visit-needs-text")
        return
    turn.heard["kind"] = InteractionKind.NOTE
    visit_id = int((await asked_facts(state))["visit_id"])
    visit = await note_visit(turn.voice.session, visit_id=visit_id, words=words, by=turn.person.staff, at=turn.voice.now)
    turn.reply("visit-words-kept")
    await _open_where_needed(turn, visit)
    await end_at_desk(turn, state)


async def say_nothing(press: CallbackQuery, callback_data: VisitSaidNothing, turn: Turn, state: FSMContext, raw_state: str | None) -> None:
    """Go on without words."""
    if not await _is_here(turn):
        turn.answer_press(press, "press-is-old", alert=True)
        return
    visit = await personal_visit(turn.voice.session, visit_id=callback_data.visit_id, by=turn.person.staff)
    turn.answer_press(press)
    turn.take_buttons_away(press)
    if raw_state == VisitDeskTalk.said.state:
        await forget_question(state)
    await _open_where_needed(turn, visit)


async def _put_to(turn: Turn, visit_id: int, day: date, *, is_wish: bool) -> None:
    put = call_again if is_wish else postpone_visit
    voice = turn.voice
    visit = await put(voice.session, visit_id=visit_id, on=day, by=turn.person.staff, at=voice.now, business=voice.business)
    name = mask_text((await get_customer(voice.session, visit.customer_id)).name, voice.business)
    turn.reply("visit-called-again" if is_wish else "visit-postponed", name=name, day=due_day(visit, voice, turn.phrases))


async def _open_where_needed(turn: Turn, visit: Visit) -> None:
    if visit.status is VisitStatus.ANSWERED and visit.outcome in NEEDS_STAFF and visit.ticket_id is None:
        customer = await get_customer(turn.voice.session, visit.customer_id)
        ticket = await open_visit_ticket(
            turn.voice.session,
            visit=visit,
            customer=customer,
            interaction_ids=(),
            at=turn.voice.now,
            business=turn.voice.business,
            tell=turn.tell,
        )
        turn.reply("visit-ticket-is", name=mask_text(customer.name, turn.voice.business), number=ticket.number)


async def _is_here(turn: Turn) -> bool:
    return turn.is_private or await is_staff_group(turn)


def _place(turn: Turn) -> str:
    return "private" if turn.is_private else "group"
