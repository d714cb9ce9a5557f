"""Notices of bans: a line on what is open, and a word to the customer when one is lifted."""

from collections.abc import Mapping
from typing import Any

from aiogram.methods import SendMessage

from crm.bans import BanLifted, CustomerBanned, get_standing_ban
from crm.masking import mask_text
from crm.rules.bans import is_banned
from handlers.chat.speech import Phrases
from handlers.chat.topic_lines import add_line
from handlers.chat.voice import Voice, chat_of
from storage.bans import Ban
from storage.customers import Customer
from storage.staff import StaffMember, find_staff_by_id
from storage.tickets import open_tickets_of
from storage.vocabulary import Lane


async def _customer_banned(notice: CustomerBanned, voice: Voice) -> None:
    phrases, ban = voice.staff_phrases, notice.ban
    facts = ban_facts(ban, notice.by, phrases, voice.business.time_zone)
    for ticket in await open_tickets_of(voice.session, customer_id=notice.customer.id):
        await add_line(voice, ticket, phrases("ban-line-set", name=mask_text(notice.customer.name, voice.business), **facts))


async def _ban_lifted(notice: BanLifted, voice: Voice) -> None:
    customer = notice.customer
    for ticket in await open_tickets_of(voice.session, customer_id=customer.id):
        await add_line(
            voice, ticket, voice.staff_phrases("ban-line-lifted", name=mask_text(customer.name, voice.business), by=notice.by.name)
        )
    contact = await voice.contact_of(customer.id)
    if notice.ban.told_at is None or contact is None or contact.blocked_at is not None:
        return
    text = voice.phrases(customer.language)("ban-lifted-told")
    voice.say(SendMessage(chat_id=chat_of(contact), text=text, parse_mode="HTML"), lane=Lane.REPLY, customer_id=customer.id)


def ban_facts(ban: Ban, by: StaffMember | None, phrases: Phrases, zone: str) -> dict[str, str]:
    """Return by whom a ban was decided, until when it stands and why, as facts of a text for staff."""
    return {
        "by": by.name if by else phrases.plain("ban-by-rule", rule=ban.rule or ""),
        "until": phrases.moment(ban.ends_at, zone) if ban.ends_at else phrases.plain("ban-no-end"),
        "reason": ban.reason or phrases.plain("ban-no-reason"),
    }


async def ban_of_customer(customer: Customer, voice: Voice, phrases: Phrases) -> str | None:
    """Return a line for staff on the ban of a customer that stands now; None when there is none."""
    if not is_banned(customer.banned_until, voice.now):
        return None
    ban = await get_standing_ban(voice.session, customer=customer, at=voice.now)
    by = None if ban.staff_id is None else await find_staff_by_id(voice.session, ban.staff_id)
    return phrases("ban-line-known", **ban_facts(ban, by, phrases, voice.business.time_zone))


RENDERERS: Mapping[type, Any] = {CustomerBanned: _customer_banned, BanLifted: _ban_lifted}
