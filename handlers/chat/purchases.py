"""Purchases: supervisors tell of one, or reverse one."""

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import Message

from crm.masking import mask_text
from crm.permissions import require_role
from crm.purchases import PurchaseLine, record_purchase_by_hand
from crm.reversals import LONGEST_REASON, reverse_purchase
from crm.rules.imports import BadLine
from handlers.chat.places import InPrivate
from handlers.chat.turn import Turn
from storage.customers import get_customer
from storage.vocabulary import Role

_REVERSE = "reverse"


def build_router() -> Router:
    """Return the topic's router."""
    router = Router(name="purchases")
    router.message.register(purchase, Command("purchase"), InPrivate())
    return router


async def purchase(message: Message, command: CommandObject, turn: Turn) -> None:
    """Keep a purchase, or take one back with its points."""
    require_role(turn.person.staff, Role.SUPERVISOR)
    words = (command.args or "").split()
    if len(words) >= 2 and words[0].lower() == _REVERSE:
        await _reverse(turn, words[1], " ".join(words[2:])[:LONGEST_REASON])
    elif len(words) in (4, 5):
        await _record(turn, words)
    else:
        turn.reply("purchase-usage")


async def _record(turn: Turn, words: list[str]) -> None:
    whom, amount, currency, reference = words[:4]
    category = words[4] if len(words) == 5 else ""
    line = PurchaseLine(
        customer=whom, amount=amount, currency=currency, date=turn.voice.now.isoformat(), reference=reference, category=category
    )
    try:
        recorded = await record_purchase_by_hand(
            turn.voice.session, line=line, by=turn.person.staff, at=turn.voice.now, business=turn.voice.business
        )
    except BadLine as problem:
        turn.reply("purchase-not-kept", fault=problem.fault.value, value=problem.value)
        return
    customer = await get_customer(turn.voice.session, recorded.purchase.customer_id)
    turn.reply(
        "purchase-kept" if recorded.is_new else "purchase-known",
        name=mask_text(customer.name, turn.voice.business),
        number=customer.id,
        reference=reference,
        points=turn.phrases.number(recorded.points),
    )


async def _reverse(turn: Turn, reference: str, reason: str) -> None:
    voice = turn.voice
    undone = await reverse_purchase(
        voice.session, reference=reference, reason=reason, by=turn.person.staff, at=voice.now, business=voice.business, tell=turn.tell
    )
    turn.reply(
        "purchase-reversed",
        name=mask_text(undone.customer.name, voice.business),
        number=undone.customer.id,
        reference=reference,
        points=turn.phrases.number(undone.points),
    )
