"""Hands that a visit goes through: whoever has it, or a supervisor, gives it to a colleague."""

from aiogram import Router
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, InlineKeyboardMarkup

from crm.masking import mask_text
from crm.permissions import require_role
from crm.presence import presence_of
from crm.rules.lengths import shortened
from crm.staff import NotOnStaff, find_colleague
from crm.visit_hands import hand_visit_over, list_takers, next_visit_to
from handlers.chat.keyboards import RowId, buttons, in_rows
from handlers.chat.staff_group import is_staff_group
from handlers.chat.turn import Turn
from handlers.chat.visit_desk_buttons import VisitHandPress
from storage.customers import Customer, get_customer
from storage.staff import StaffMember, find_staff_by_id
from storage.visits import Visit
from storage.vocabulary import Role

MOST_TAKERS = 10
LONGEST_NAME = 24


class VisitTaker(CallbackData, prefix="vk"):
    """A visit goes to this colleague."""

    visit_id: RowId
    staff_id: RowId


def build_router() -> Router:
    """Return the topic's router."""
    router = Router(name="visit_hands")
    router.callback_query.register(ask_who, VisitHandPress.filter())
    router.callback_query.register(choose, VisitTaker.filter())
    return router


async def ask_who(press: CallbackQuery, callback_data: VisitHandPress, turn: Turn) -> None:
    """Show to whom the visit may go."""
    if not await _is_here(turn):
        turn.answer_press(press, "press-is-old", alert=True)
        return
    takers, visit = await list_takers(turn.voice.session, visit_id=callback_data.visit_id, by=turn.person.staff)
    turn.answer_press(press)
    customer = await get_customer(turn.voice.session, visit.customer_id)
    keyboard = _taker_buttons(visit, takers, turn)
    turn.reply(
        "visit-ask-taker" if takers else "visit-no-taker",
        keyboard=keyboard,
        name=mask_text(customer.name, turn.voice.business),
        number=customer.id,
    )


async def choose(press: CallbackQuery, callback_data: VisitTaker, turn: Turn) -> None:
    """Give the visit to the colleague of the button."""
    if not await _is_here(turn):
        turn.answer_press(press, "press-is-old", alert=True)
        return
    require_role(turn.person.staff, Role.AGENT)
    to = await find_staff_by_id(turn.voice.session, callback_data.staff_id)
    if to is None:
        raise NotOnStaff(word=str(callback_data.staff_id))
    await _hand_over(turn, callback_data.visit_id, to)
    turn.answer_press(press)
    turn.take_buttons_away(press)


async def hand_next_over(turn: Turn, *, customer: Customer, word: str) -> None:
    """Give the visit that a customer is to be paid next to the colleague who is meant by a word."""
    visit = await next_visit_to(turn.voice.session, customer=customer, by=turn.person.staff)
    await _hand_over(turn, visit.id, await find_colleague(turn.voice.session, word=word))


async def _hand_over(turn: Turn, visit_id: int, to: StaffMember) -> None:
    staff, voice = turn.person.staff, turn.voice
    visit = await hand_visit_over(voice.session, visit_id=visit_id, to=to, by=staff, at=voice.now, tell=turn.tell)
    if staff is None or staff.id != to.id:  # who takes it gets the card
        turn.reply(
            "visit-handed-to",
            name=mask_text((await get_customer(voice.session, visit.customer_id)).name, voice.business),
            colleague=to.name,
        )


def _taker_buttons(visit: Visit, takers: list[StaffMember], turn: Turn) -> InlineKeyboardMarkup:
    """Return a button for each colleague, those who are here first."""
    zone, at = turn.voice.business.time_zone, turn.voice.now
    here = {member.id for member in takers if presence_of(member, at=at, zone=zone).is_here}
    shown = sorted(takers, key=lambda member: member.id not in here)[:MOST_TAKERS]
    labels = [
        turn.phrases.plain(
            "visit-taker-button", name=shortened(member.name, LONGEST_NAME), presence="here" if member.id in here else "away"
        )
        for member in shown
    ]
    row = [(label, VisitTaker(visit_id=visit.id, staff_id=member.id)) for label, member in zip(labels, shown, strict=True)]
    return buttons(*in_rows(row, width=2))


async def _is_here(turn: Turn) -> bool:
    return turn.is_private or await is_staff_group(turn)
