"""The list of visits: whom staff have to visit today, overdue ones first, and for supervisors how much of the plan was kept."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.methods import EditMessageText
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from crm.permissions import is_allowed, require_role
from crm.visit_lists import LOOKED_BACK, Kept, PlanKept, plan_kept, visits_to_pay
from handlers.chat.keyboards import Button, buttons
from handlers.chat.speech import Phrases
from handlers.chat.staff import StaffHere
from handlers.chat.staff_group import is_staff_group
from handlers.chat.turn import Turn
from handlers.chat.visit_cards import list_lines
from handlers.chat.visit_desk_buttons import VisitsPage, list_buttons
from storage.customers import find_customers
from storage.staff import find_staff_by_ids
from storage.vocabulary import Lane, Role

SHOWN_AT_ONCE = 6


def build_router() -> Router:
    """Return the topic's router."""
    router = Router(name="visit_list")
    router.message.register(show, Command("visits"), StaffHere())
    router.callback_query.register(turn_page, VisitsPage.filter())
    return router


async def show(message: Message, turn: Turn) -> None:
    """Show the visits of whoever asks; supervisors, and everybody in the group, see those of all."""
    text, keyboard = await _page(turn, 0)
    turn.reply_text(text, keyboard=keyboard)
    kept = await plan_kept(turn.voice.session, by=turn.person.staff, at=turn.voice.now) if turn.is_private else None
    if kept is not None:
        turn.reply_text(_kept_text(kept, turn.phrases))


async def turn_page(press: CallbackQuery, callback_data: VisitsPage, turn: Turn) -> None:
    """Show another page in place of the one that stands there, as it is now."""
    require_role(turn.person.staff, Role.AGENT)
    if press.message is None or not (turn.is_private or await is_staff_group(turn)):
        turn.answer_press(press, "press-is-old", alert=True)
        return
    text, keyboard = await _page(turn, callback_data.page)
    method = EditMessageText(
        chat_id=press.message.chat.id, message_id=press.message.message_id, text=text, parse_mode="HTML", reply_markup=keyboard
    )
    turn.voice.do(method, lane=Lane.REPLY if turn.is_private else Lane.STAFF)
    turn.answer_press(press)


async def _page(turn: Turn, page: int) -> tuple[str, InlineKeyboardMarkup]:
    session, phrases = turn.voice.session, turn.phrases
    everybodys = not turn.is_private or is_allowed(turn.person.staff, Role.SUPERVISOR)
    found = await visits_to_pay(
        session,
        by=turn.person.staff,
        everybodys=everybodys,
        page=page,
        at=turn.voice.now,
        business=turn.voice.business,
        size=SHOWN_AT_ONCE,
    )
    again = (phrases.plain("visits-button-refresh"), VisitsPage(page=found.page))
    if not found.count:
        return phrases("visits-none"), buttons([again])
    names = {each.id: each.name for each in await find_customers(session, customer_ids={visit.customer_id for visit in found.visits})}
    holders = {visit.staff_id for visit in found.visits if visit.staff_id is not None}
    members = {each.id: each.name for each in await find_staff_by_ids(session, holders)} if everybodys and holders else {}
    lines, rows = [phrases("visits-title", count=found.count, page=found.page + 1, pages=found.pages)], []
    for place, visit in enumerate(found.visits, start=found.page * SHOWN_AT_ONCE + 1):
        holder = members.get(visit.staff_id or 0, phrases.plain("visits-nobody") if visit.staff_id is None else "")
        lines += list_lines(visit, turn.voice, phrases, place=place, name=names[visit.customer_id], holder=holder)
        rows.append(list_buttons(visit.id, place, phrases))
    turning: list[Button] = []
    if found.page:
        turning.append((phrases.plain("queue-button-back"), VisitsPage(page=found.page - 1)))
    if found.page + 1 < found.pages:
        turning.append((phrases.plain("queue-button-on"), VisitsPage(page=found.page + 1)))
    return "\n".join(lines), buttons(*rows, [*turning, again])


def _kept_text(kept: PlanKept, phrases: Phrases) -> str:
    lines = [phrases("visits-kept-title", days=LOOKED_BACK.days), _kept_line(phrases.plain("visits-kept-all"), kept.everybody, phrases)]
    lines += [_kept_line(each.name if each else phrases.plain("visits-nobody"), part, phrases) for each, part in kept.each]
    if kept.bot.due:
        lines.append(_kept_line(phrases.plain("visits-kept-bot"), kept.bot, phrases))
    for why, count in kept.skipped.items():
        lines.append(phrases("visits-skipped", why=phrases.plain(f"visit-skip-{why.replace('_', '-')}"), count=count))
    return "\n".join(lines)


def _kept_line(name: str, kept: Kept, phrases: Phrases) -> str:
    if kept.percent is None:
        return phrases("visits-kept-none", name=name)
    return phrases("visits-kept", name=name, percent=kept.percent, kept=kept.kept, due=kept.due)
