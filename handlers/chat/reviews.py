"""Reviews in the chat: a supervisor reads a closed ticket of each colleague, taps a mark and may say why."""

import random
from datetime import timedelta
from functools import partial

from aiogram import Router
from aiogram.filters import Command, CommandObject, StateFilter
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.methods import EditMessageReplyMarkup
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from crm.permissions import require_role
from crm.reviews import AVERAGED, LOOKED_BACK, Choose, average_marks_of_each, draw_for_review, mark_ticket, remark_review
from crm.staff import find_colleague
from handlers.chat.dialogues import AnswersInTime, IsNoCommand, ask, asked_facts, end_after, forget_question
from handlers.chat.keyboards import RowId, buttons
from handlers.chat.media import words_of
from handlers.chat.places import InPrivate
from handlers.chat.recaps import recap_texts
from handlers.chat.speech import Phrases
from handlers.chat.staff import StaffHere
from handlers.chat.turn import Turn
from storage.staff import StaffMember, get_staff
from storage.tickets import Ticket, get_ticket
from storage.vocabulary import Lane, Role

# What is written later than this after the question is no remark but something new.
REMARK_WITHIN = timedelta(hours=1)
MARKS = range(1, 6)


class ReviewTalk(StatesGroup):
    """A supervisor is asked for words about a mark."""

    remark = State()


class ReviewPress(CallbackData, prefix="review"):
    """A mark for a ticket; 0 for no remark."""

    ticket_id: RowId
    mark: int


def build_router(choose: Choose = random.choice) -> Router:
    """Return the topic's router; `choose` picks one of several ids at random."""
    router = Router(name="reviews")
    router.message.register(partial(draw, choose=choose), Command("review"), StaffHere(), InPrivate())
    router.message.register(averages, Command("reviews"), StaffHere(), InPrivate())
    router.message.register(in_private_only, Command("review", "reviews"), StaffHere())
    router.callback_query.register(press, ReviewPress.filter(), InPrivate())
    router.message.register(remark, StateFilter(ReviewTalk.remark), InPrivate(), IsNoCommand(), AnswersInTime(REMARK_WITHIN))
    return router


async def in_private_only(message: Message, turn: Turn) -> None:
    """Judge nobody where others read along."""
    require_role(turn.person.staff, Role.SUPERVISOR)
    turn.reply("review-in-private")


async def draw(message: Message, command: CommandObject, turn: Turn, *, choose: Choose) -> None:
    """Show the story of a closed ticket of each colleague, or of the one who is named, with buttons for the mark."""
    supervisor = require_role(turn.person.staff, Role.SUPERVISOR)
    word = (command.args or "").strip()
    member = await find_colleague(turn.voice.session, word=word) if word else None
    drawn = await draw_for_review(turn.voice.session, by=supervisor, member=member, at=turn.voice.now, choose=choose)
    if not drawn:
        turn.reply("review-none", days=LOOKED_BACK.days)
    for each, ticket in drawn:
        await _show(turn, each, ticket)


async def _show(turn: Turn, member: StaffMember, ticket: Ticket) -> None:
    for text in (await recap_texts(ticket, turn.voice, turn.phrases)).texts:
        turn.reply_text(text)
    closed = turn.phrases.moment(ticket.closed_at or turn.voice.now, turn.zone)
    turn.reply("review-of", keyboard=_mark_buttons(ticket.id), number=ticket.number, name=member.name, closed=closed)


async def averages(message: Message, turn: Turn) -> None:
    """Show the average mark of each colleague."""
    marks = await average_marks_of_each(turn.voice.session, by=turn.person.staff, at=turn.voice.now)
    if not marks:
        turn.reply("review-averages-none", days=AVERAGED.days)
        return
    phrases = turn.phrases
    lines = [phrases("review-averages", days=AVERAGED.days)]
    lines += [phrases("review-average", name=each.member.name, average=phrases.number(each.average), count=each.count) for each in marks]
    turn.reply_text("\n".join(lines))


async def press(press: CallbackQuery, callback_data: ReviewPress, turn: Turn, state: FSMContext, raw_state: str | None) -> None:
    """Keep the mark, show it on the buttons and ask for words; or go on without words."""
    if callback_data.mark not in MARKS:
        require_role(turn.person.staff, Role.SUPERVISOR)
        if raw_state == ReviewTalk.remark.state:
            await forget_question(state)
        turn.take_buttons_away(press)
        turn.answer_press(press, "review-skipped")
        return
    review = await mark_ticket(
        turn.voice.session,
        ticket_id=callback_data.ticket_id,
        by=turn.person.staff,
        mark=callback_data.mark,
        at=turn.voice.now,
        tell=turn.tell,
    )
    turn.answer_press(press, "review-marked", mark=review.mark)
    if press.message is not None:
        marked = _mark_buttons(review.ticket_id, chosen=review.mark)
        turn.voice.do(
            EditMessageReplyMarkup(chat_id=press.message.chat.id, message_id=press.message.message_id, reply_markup=marked), lane=Lane.REPLY
        )
    if raw_state is None or raw_state == ReviewTalk.remark.state:
        ticket, agent = await get_ticket(turn.voice.session, review.ticket_id), await get_staff(turn.voice.session, review.agent_id)
        skip = _skip_button(ticket.id, turn.phrases)
        prompt = turn.reply("review-ask-remark", keyboard=skip, number=ticket.number, mark=review.mark, name=agent.name)
        await ask(turn, state, ReviewTalk.remark, prompt=prompt, ticket_id=ticket.id)


async def remark(message: Message, turn: Turn, state: FSMContext) -> None:
    """Keep what the supervisor says about the mark."""
    words = words_of(message)
    if not words:
        turn.reply("review-needs-words")
        return
    ticket_id = int((await asked_facts(state))["ticket_id"])
    review = await remark_review(
        turn.voice.session, ticket_id=ticket_id, by=turn.person.staff, remark=words, at=turn.voice.now, tell=turn.tell
    )
    turn.reply("review-remarked", name=(await get_staff(turn.voice.session, review.agent_id)).name)
    await end_after(message, turn, state)


def _mark_buttons(ticket_id: int, *, chosen: int | None = None) -> InlineKeyboardMarkup:
    return buttons([(f"✓ {mark}" if mark == chosen else str(mark), ReviewPress(ticket_id=ticket_id, mark=mark)) for mark in MARKS])


def _skip_button(ticket_id: int, phrases: Phrases) -> InlineKeyboardMarkup:
    return buttons([(phrases.plain("review-button-skip"), ReviewPress(ticket_id=ticket_id, mark=0))])
