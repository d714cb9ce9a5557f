"""Bans: who is banned is kept but not heard; staff ban, lift bans and look at them."""

import re
from datetime import datetime, timedelta

from aiogram import Router
from aiogram.filters import Command, CommandObject, Filter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message, MessageReactionUpdated, TelegramObject

from crm.bans import FLOOD, ban_by_rule, ban_customer, ban_to_tell, get_standing_ban, is_shut_out, lift_ban
from crm.identities import identify_customer
from crm.masking import mask_text
from crm.permissions import require_role
from crm.refusals import Refusal
from crm.rules.bans import read_span
from handlers.chat.ban_buttons import BansPress, UnbanPress, ban_buttons
from handlers.chat.ban_notices import ban_facts
from handlers.chat.quiet import keep_edit_quietly
from handlers.chat.staff import StaffHere
from handlers.chat.staff_group import is_staff_group, ticket_here
from handlers.chat.turn import Turn
from storage.bans import Ban, count_standing_bans, find_ban, list_standing_bans
from storage.customers import Customer, get_customer
from storage.staff import find_staff_by_id
from storage.tickets import Ticket, open_tickets_of
from storage.vocabulary import Role

SHOWN_AT_ONCE = 8
# What names a customer and cannot be the beginning of a reason by chance: a number, or a username with its sign.
_NAMES_SOMEBODY = re.compile(r"#?\d+|@\w+", re.ASCII)
_DAY = timedelta(days=1)
_FLOODS = "floods"


class AnotherCustomer(Refusal):
    """In a ticket's topic somebody else than its customer is named; fact: `number` of the ticket."""


class ShutOut(Filter):
    """By a customer who is banned, in private."""

    async def __call__(self, event: TelegramObject, turn: Turn) -> bool:
        customer = turn.person.customer
        return customer is not None and is_shut_out(customer, staff=turn.person.staff, at=turn.voice.now)


def build_router() -> Router:
    """Return the topic's router, which must be the first."""
    router = Router(name="bans")
    router.message.register(hear, ShutOut())
    router.edited_message.register(hear_edit, ShutOut())
    router.callback_query.register(leave_press, ShutOut())
    router.message_reaction.register(leave_reaction, ShutOut())
    router.message.register(ban, Command("ban"), StaffHere())
    router.message.register(unban, Command("unban"), StaffHere())
    router.message.register(show_bans, Command("bans"), StaffHere())
    router.callback_query.register(press_unban, UnbanPress.filter())
    router.callback_query.register(press_older, BansPress.filter())
    return router


async def hear(message: Message, turn: Turn) -> None:
    """Keep what somebody says who is banned; tell them of the ban, once."""
    told = await ban_to_tell(turn.voice.session, customer=turn.customer, at=turn.voice.now)
    if told is not None:
        tell_of_ban(turn, told)


async def hear_edit(edited_message: Message, turn: Turn, state: FSMContext) -> None:
    """Keep what somebody changes who is banned."""
    await keep_edit_quietly(edited_message, turn, state)


async def leave_press(press: CallbackQuery, turn: Turn) -> None:
    """Answer a press of somebody who is banned, without a word."""
    turn.answer_press(press)


async def leave_reaction(message_reaction: MessageReactionUpdated, turn: Turn) -> None:
    """Keep a reaction of somebody who is banned to ourselves."""


def tell_of_ban(turn: Turn, told: Ban) -> None:
    """Tell somebody who is banned so, with the end of it in their own time zone."""
    if told.ends_at is None:
        turn.reply("ban-told", company=turn.voice.business.company)
    else:
        until = turn.phrases.moment(told.ends_at, turn.customer.time_zone)
        turn.reply("ban-told-until", company=turn.voice.business.company, until=until)


async def ban_for_floods(turn: Turn, state: FSMContext) -> bool:
    """Count a flood that begins, and tell whether it was one too many for the business: who flooded is banned then."""
    rules, now = turn.voice.business.bans, turn.voice.now
    if not rules.floods_a_day:
        return False
    earlier = [each for each in (await state.get_data()).get(_FLOODS, []) if now - datetime.fromisoformat(each) < _DAY]
    await state.update_data({_FLOODS: [*earlier, now.isoformat()]})
    if len(earlier) + 1 < rules.floods_a_day:
        return False
    span = timedelta(hours=rules.flood_hours)
    if await ban_by_rule(turn.voice.session, customer=turn.customer, rule=FLOOD, span=span, at=now, tell=turn.tell) is None:
        return False
    told = await ban_to_tell(turn.voice.session, customer=turn.customer, at=now)
    if told is not None:
        tell_of_ban(turn, told)
    return True


async def ban(message: Message, command: CommandObject, turn: Turn) -> None:
    """Ban a customer: the one of the ticket here, or the one who is named; with an end and a reason, where they are given."""
    staff = require_role(turn.person.staff, Role.AGENT)
    ticket, words = await _ticket_spoken_of(turn), (command.args or "").split()
    if ticket is None and not words:
        turn.reply("ban-usage")
        return
    customer, terms = await _whom(turn, ticket, words)
    span, reason = _terms(terms)
    set_ban = await ban_customer(
        turn.voice.session, customer=customer, span=span, reason=reason, by=staff, ticket=ticket, at=turn.voice.now,
        business=turn.voice.business, tell=turn.tell,
    )  # fmt: skip
    if not await _stands_here(turn, ticket):
        facts = ban_facts(set_ban, staff, turn.phrases, turn.voice.business.time_zone)
        turn.reply("ban-set", name=mask_text(customer.name, turn.voice.business), number=customer.id, until=facts["until"])


async def unban(message: Message, command: CommandObject, turn: Turn) -> None:
    """Lift the ban of a customer: of the ticket here, or of the one who is named."""
    staff = require_role(turn.person.staff, Role.AGENT)
    ticket, words = await _ticket_spoken_of(turn), (command.args or "").split()
    if ticket is None and not words:
        turn.reply("ban-usage")
        return
    customer, _ = await _whom(turn, ticket, words)
    standing = await get_standing_ban(turn.voice.session, customer=customer, at=turn.voice.now)
    await lift_ban(turn.voice.session, ban=standing, by=staff, at=turn.voice.now, tell=turn.tell)
    if not await _stands_here(turn, ticket):
        turn.reply("ban-lifted", name=mask_text(customer.name, turn.voice.business), number=customer.id)


async def show_bans(message: Message, turn: Turn) -> None:
    """Show who is banned, by whom, why and until when."""
    require_role(turn.person.staff, Role.AGENT)
    await _show(turn, before_id=None)


async def press_older(press: CallbackQuery, callback_data: BansPress, turn: Turn) -> None:
    """Show bans that are older than those shown."""
    require_role(turn.person.staff, Role.AGENT)
    if await _is_elsewhere(turn):
        turn.answer_press(press, "press-is-old")
        return
    turn.answer_press(press)
    await _show(turn, before_id=callback_data.before_id)


async def press_unban(press: CallbackQuery, callback_data: UnbanPress, turn: Turn) -> None:
    """Lift a ban of the list. Whoever presses, wherever and whenever: staff, of a ban that stands."""
    staff = require_role(turn.person.staff, Role.AGENT)
    pressed = await find_ban(turn.voice.session, callback_data.ban_id)
    if pressed is None or await _is_elsewhere(turn):
        turn.answer_press(press, "press-is-old")
        return
    customer = await lift_ban(turn.voice.session, ban=pressed, by=staff, at=turn.voice.now, tell=turn.tell)
    turn.answer_press(press, "ban-lifted", name=mask_text(customer.name, turn.voice.business), number=customer.id)


async def _show(turn: Turn, *, before_id: int | None) -> None:
    session, phrases, zone = turn.voice.session, turn.phrases, turn.voice.business.time_zone
    found = await list_standing_bans(session, at=turn.voice.now, before_id=before_id, limit=SHOWN_AT_ONCE + 1)
    if not found:
        turn.reply("bans-none")
        return
    shown, lines = found[:SHOWN_AT_ONCE], [phrases("bans-title", count=await count_standing_bans(session, at=turn.voice.now))]
    for each, customer in shown:
        by = None if each.staff_id is None else await find_staff_by_id(session, each.staff_id)
        lines.append(
            phrases(
                "bans-line", name=mask_text(customer.name, turn.voice.business), number=customer.id, **ban_facts(each, by, phrases, zone)
            )
        )
    turn.reply_text("\n".join(lines), keyboard=ban_buttons([each for each, _ in shown], phrases, has_more=len(found) > len(shown)))


async def _ticket_spoken_of(turn: Turn) -> Ticket | None:
    ticket = None if turn.is_private else await ticket_here(turn)
    if ticket is not None:
        turn.heard["ticket_id"], turn.heard["customer_id"] = ticket.id, ticket.customer_id
    return ticket


async def _whom(turn: Turn, ticket: Ticket | None, words: list[str]) -> tuple[Customer, list[str]]:
    """Return the customer who is meant, and the words that do not name them."""
    session = turn.voice.session
    names_somebody = bool(words) and _NAMES_SOMEBODY.fullmatch(words[0]) is not None
    if ticket is not None and not names_somebody:
        return await get_customer(session, ticket.customer_id), words
    named = await identify_customer(session, wanted=words[0], time_zone=turn.voice.business.time_zone)
    if ticket is not None and named.id != ticket.customer_id:
        raise AnotherCustomer(number=ticket.number)
    return named, words[1:]


def _terms(words: list[str]) -> tuple[timedelta | None, str | None]:
    span = read_span(words[0]) if words else None
    reason = " ".join(words if span is None else words[1:])
    return span, reason or None


async def _stands_here(turn: Turn, ticket: Ticket | None) -> bool:
    """Tell whether the line that is posted on open tickets stands where the command was sent."""
    if ticket is None:
        return False
    return any(each.id == ticket.id for each in await open_tickets_of(turn.voice.session, customer_id=ticket.customer_id))


async def _is_elsewhere(turn: Turn) -> bool:
    return not turn.is_private and not await is_staff_group(turn)
