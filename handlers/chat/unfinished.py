"""Unfinished dialogues: what a customer has chosen is not dropped for something else that they do meanwhile."""

from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from handlers.chat.complaint_steps import Complaining, ask_step, category_line
from handlers.chat.drafts import draft_of, has_choice
from handlers.chat.inquiries import Asking, ask_question
from handlers.chat.turn import Turn


async def goes_on(turn: Turn, state: FSMContext, raw_state: str | None) -> bool:
    """Ask the last question of an unfinished complaint or inquiry again; tell whether there is one in which something was chosen."""
    if not await has_choice(state, turn):
        return False
    draft = await draft_of(state, turn)
    if raw_state in Complaining:
        ask_step(turn, draft, raw_state, before=[turn.phrases("complaint-goes-on"), *category_line(turn, draft)])
    elif raw_state == Asking.question.state:
        ask_question(turn, draft, before=[turn.phrases("inquiry-goes-on")])
    else:
        return False
    return True


async def refuse_meanwhile(press: CallbackQuery, turn: Turn, state: FSMContext) -> bool:
    """Say that an unfinished dialogue must be finished first, and tell whether there is one in which something was chosen."""
    if not await has_choice(state, turn):
        return False
    turn.answer_press(press, "draft-finish-first", alert=True)
    return True
