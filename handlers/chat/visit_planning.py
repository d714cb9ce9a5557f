"""Planning of visits: supervisors plan a single one, and switch plans off and on."""

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.methods import EditMessageText
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from crm.identities import identify_customer
from crm.masking import mask_text
from crm.permissions import require_role
from crm.rules.local_time import local_date
from crm.rules.visits import means_bot
from crm.staff import find_colleague
from crm.visit_plans import plan_standings, switch_plan
from crm.visits import expected_at, request_visit
from handlers.chat.staff import StaffHere
from handlers.chat.staff_group import is_staff_group
from handlers.chat.turn import Turn
from handlers.chat.visit_cards import due_day
from handlers.chat.visit_desk_buttons import PlanPress, plan_buttons
from handlers.chat.visit_hands import hand_next_over
from handlers.chat.visit_plan_texts import plans_text
from storage.customers import Customer
from storage.staff import StaffMember
from storage.visits import Visit
from storage.vocabulary import Lane, Role, VisitWay


def build_router() -> Router:
    """Return the topic's router."""
    router = Router(name="visit_planning")
    router.message.register(plan_visit, Command("visit"), StaffHere())
    router.message.register(show_plans, Command("plans"), StaffHere())
    router.callback_query.register(switch, PlanPress.filter())
    return router


async def plan_visit(message: Message, command: CommandObject, turn: Turn) -> None:
    """Plan a visit: `/visit @customer 3d [@colleague | bot] words`; or hand the next one over: `/visit @customer @colleague`."""
    given = (command.args or "").split(maxsplit=2)
    session, business = turn.voice.session, turn.voice.business
    if len(given) == 2 and given[1].startswith("@"):
        require_role(turn.person.staff, Role.AGENT)
        customer = await identify_customer(session, wanted=given[0], time_zone=business.time_zone)
        await hand_next_over(turn, customer=customer, word=given[1])
        return
    if len(given) < 2:
        is_agent = require_role(turn.person.staff, Role.AGENT).role is Role.AGENT
        turn.reply("visit-usage-hand" if is_agent else "visit-usage")
        return
    require_role(turn.person.staff, Role.SUPERVISOR)
    who, words = _who(given[2] if len(given) > 2 else "")
    customer = await identify_customer(session, wanted=given[0], time_zone=business.time_zone)
    by_bot = who is not None and means_bot(who)
    to = await find_colleague(session, word=who) if who is not None and not by_bot else None
    visit = await request_visit(
        session,
        customer=customer,
        day=given[1],
        way=VisitWay.BOT if by_bot else VisitWay.STAFF,
        to=to,
        words=words,
        by=turn.person.staff,
        at=turn.voice.now,
        business=business,
    )
    turn.reply_text(await _planned_words(visit, customer, to, turn))


async def _planned_words(visit: Visit, customer: Customer, to: StaffMember | None, turn: Turn) -> str:
    """Say for when a visit is planned, and which day it is likely to become when others of the customer come before it."""
    phrases, business = turn.phrases, turn.voice.business
    name, day = mask_text(customer.name, business), due_day(visit, turn.voice, phrases)
    if to is not None:
        lines = [phrases("visit-planned-for", name=name, day=day, colleague=to.name)]
    else:
        lines = [phrases("visit-planned", name=name, day=day, way=visit.way)]
    expected = local_date(await expected_at(turn.voice.session, visit=visit, customer=customer, business=business), business.time_zone)
    if expected > local_date(visit.due_at, business.time_zone):
        lines.append(phrases("visit-comes-later", gap=business.visits.gap_days, day=phrases.day(expected)))
    return "\n".join(lines)


def _who(rest: str) -> tuple[str | None, str]:
    """Who is meant before the words, and the words."""
    first, _, words = rest.partition(" ")
    return (first, words.strip()) if first.startswith("@") or means_bot(first) else (None, rest.strip())


async def show_plans(message: Message, turn: Turn) -> None:
    """Show the plans and how each is switched."""
    text, keyboard = await _plans(turn)
    turn.reply_text(text, keyboard=keyboard)


async def switch(press: CallbackQuery, callback_data: PlanPress, turn: Turn) -> None:
    """Switch a plan, and show how they stand now."""
    require_role(turn.person.staff, Role.SUPERVISOR)
    if press.message is None or not (turn.is_private or await is_staff_group(turn)):
        turn.answer_press(press, "press-is-old", alert=True)
        return
    standing = await switch_plan(
        turn.voice.session,
        key=callback_data.key,
        is_off=callback_data.is_off,
        by=turn.person.staff,
        at=turn.voice.now,
        business=turn.voice.business,
    )
    text, keyboard = await _plans(turn)
    method = EditMessageText(
        chat_id=press.message.chat.id, message_id=press.message.message_id, text=text, parse_mode="HTML", reply_markup=keyboard
    )
    turn.voice.do(method, lane=Lane.REPLY if turn.is_private else Lane.STAFF)
    turn.answer_press(press, "plans-switched-off" if standing.is_off else "plans-switched-on", plan=standing.plan.key)


async def _plans(turn: Turn) -> tuple[str, InlineKeyboardMarkup]:
    phrases, business = turn.phrases, turn.voice.business
    standings = await plan_standings(turn.voice.session, by=turn.person.staff, business=business)
    return plans_text(standings, phrases, business), plan_buttons(standings, phrases)
