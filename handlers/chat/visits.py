"""Visits: the customer says how it went; a question or a trouble becomes a ticket."""

from datetime import timedelta

from aiogram import Router
from aiogram.filters import Command, CommandObject, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from crm.ticket_states import follow_merges
from crm.visit_outcomes import NoSuchVisit, answer_visit
from crm.visit_tickets import WAIT_FOR_WORDS, open_visit_ticket
from handlers.chat.dialogues import AnswersInTime, IsNoCommand, ask, asked_facts, end_after, forget_question
from handlers.chat.drafts import WithWords, leave_out_command
from handlers.chat.passing_on import write_on
from handlers.chat.places import InPrivate
from handlers.chat.turn import Turn
from handlers.chat.visit_buttons import VisitAnswer, VisitWords, skip_words_button
from storage.tickets import get_ticket
from storage.visits import NEEDS_STAFF, Visit, lock_visit
from storage.vocabulary import InteractionKind, VisitOutcome, VisitWay

# By then the desk has opened a ticket by itself, and words go to that ticket like any others.
WORDS_WITHIN = WAIT_FOR_WORDS + timedelta(minutes=30)


class VisitTalk(StatesGroup):
    """The customer is asked what is on their mind."""

    words = State()


def build_router() -> Router:
    """Return the topic's router."""
    router = Router(name="visits")
    router.callback_query.register(answer, VisitAnswer.filter(), InPrivate())
    router.callback_query.register(skip_words, VisitWords.filter(), InPrivate())
    router.message.register(take_words, StateFilter(VisitTalk.words), InPrivate(), IsNoCommand(), AnswersInTime(WORDS_WITHIN))
    router.message.register(
        take_words_behind_command, StateFilter(VisitTalk.words), InPrivate(), Command("human"), WithWords(), AnswersInTime(WORDS_WITHIN)
    )
    return router


async def answer(press: CallbackQuery, callback_data: VisitAnswer, turn: Turn, state: FSMContext, raw_state: str | None) -> None:
    """Keep the answer; ask what is on the customer's mind when all is not well."""
    visit = await answer_visit(
        turn.voice.session,
        visit_id=callback_data.visit_id,
        customer=turn.customer,
        outcome=callback_data.outcome,
        at=turn.voice.now,
        tell=turn.tell,
    )
    _file(turn, turn.phrases.plain(f"visit-button-{visit.outcome}"))
    turn.answer_press(press, "visit-noted")
    turn.take_buttons_away(press)
    if visit.outcome is VisitOutcome.FINE:
        turn.reply("visit-fine", kind=InteractionKind.FOLLOW_UP)
    elif raw_state is not None and raw_state != VisitTalk.words.state:
        # The customer is telling us something else just now; that must not be lost for our question.
        await _open_ticket(turn, visit, (turn.heard["id"],))
    else:
        prompt = turn.reply(
            f"visit-ask-{visit.outcome}", keyboard=skip_words_button(visit.id, turn.phrases), kind=InteractionKind.FOLLOW_UP
        )
        await ask(turn, state, VisitTalk.words, prompt=prompt, visit_id=visit.id, press_id=turn.heard["id"])


async def take_words(message: Message, turn: Turn, state: FSMContext) -> None:
    """Open the ticket with what the customer says; what follows in the same album goes to it too."""
    facts = await asked_facts(state)
    visit = await _own_visit(turn, int(facts["visit_id"]))
    if visit.ticket_id is None:
        await _open_ticket(turn, visit, (int(facts["press_id"]), turn.heard["id"]))
    else:
        ticket = await follow_merges(turn.voice.session, await get_ticket(turn.voice.session, visit.ticket_id))
        await write_on(message, turn, ticket)
    await end_after(message, turn, state)


async def take_words_behind_command(message: Message, turn: Turn, state: FSMContext, command: CommandObject) -> None:
    """Who asks for a person has one about the visit; words behind the command are what the customer says."""
    leave_out_command(turn, message, command.args or "")
    await take_words(message, turn, state)


async def skip_words(press: CallbackQuery, callback_data: VisitWords, turn: Turn, state: FSMContext, raw_state: str | None) -> None:
    """Open the ticket without words; a late press finds it there already."""
    visit = await _own_visit(turn, callback_data.visit_id)
    _file(turn, turn.phrases.plain("visit-button-skip"))
    turn.take_buttons_away(press)
    if raw_state == VisitTalk.words.state:
        await forget_question(state)
    if visit.ticket_id is not None:
        ticket = await get_ticket(turn.voice.session, visit.ticket_id)
        turn.answer_press(press, "visit-ticket-known", number=ticket.number)
        return
    turn.answer_press(press, "visit-noted")
    await _open_ticket(turn, visit, (turn.heard["id"],))


async def _open_ticket(turn: Turn, visit: Visit, interaction_ids: tuple[int, ...]) -> None:
    await open_visit_ticket(
        turn.voice.session,
        visit=visit,
        customer=turn.customer,
        interaction_ids=interaction_ids,
        at=turn.voice.now,
        business=turn.voice.business,
        tell=turn.tell,
    )


def _file(turn: Turn, label: str) -> None:
    # Who reads the story later wants the words on the button, not what the button carries.
    turn.heard["kind"], turn.heard["text"] = InteractionKind.FOLLOW_UP, label


async def _own_visit(turn: Turn, visit_id: int) -> Visit:
    visit = await lock_visit(turn.voice.session, visit_id)
    if visit is None or visit.customer_id != turn.customer.id or visit.way is not VisitWay.BOT or visit.outcome not in NEEDS_STAFF:
        raise NoSuchVisit
    return visit
