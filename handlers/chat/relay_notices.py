"""Notices of the relay: what becomes of copies, and what happens to them."""

from collections.abc import Mapping
from typing import Any

from aiogram.enums import ReactionTypeType
from aiogram.methods import CopyMessage, DeleteMessage, SendMessage, SetMessageReaction
from aiogram.types import ReactionTypeEmoji

from crm.albums import AlbumIncomplete
from crm.deliveries import ReplyArrived, WordsArrived
from crm.masking import OriginalWanted
from crm.reactions import ReactionChanged
from crm.withdrawals import GoneAtCustomer, MessageWithdrawn, StandsInGroup, StandsInTopic, WithdrawalFailed
from handlers.chat.relaying import chat_across
from handlers.chat.topic_lines import add_line
from handlers.chat.voice import Voice, chat_of
from storage.customers import get_customer
from storage.interactions import find_interaction
from storage.outbox import find_message_by_key
from storage.staff import find_staff_member
from storage.tickets import Ticket, find_ticket
from storage.vocabulary import Author, Direction, Lane

RECEIPT = "👌"


async def _album_incomplete(notice: AlbumIncomplete, voice: Voice) -> None:
    ticket, missing = notice.ticket, notice.missing
    interaction = await find_interaction(voice.session, notice.interaction_id)
    if interaction is None or interaction.author is not Author.CUSTOMER:
        await add_line(voice, ticket, voice.staff_phrases("reply-album-incomplete", missing=missing), reply_to=notice.interaction_id)
        return
    await add_line(voice, ticket, voice.staff_phrases("album-incomplete-staff", missing=missing))
    contact = await voice.contact_of(ticket.customer_id)
    if contact is not None:
        customer = await get_customer(voice.session, ticket.customer_id)
        text = voice.phrases(customer.language)("album-incomplete", missing=missing)
        voice.say(
            SendMessage(chat_id=chat_of(contact), text=text, parse_mode="HTML"),
            lane=Lane.REPLY, customer_id=customer.id, ticket_id=ticket.id, reply_to=notice.interaction_id,
        )  # fmt: skip


async def _message_withdrawn(notice: MessageWithdrawn, voice: Voice) -> None:
    ticket = notice.ticket
    contact = await voice.contact_of(ticket.customer_id)
    if contact is not None:
        for interaction_id in notice.interaction_ids:
            voice.do(
                DeleteMessage(chat_id=chat_of(contact), message_id=0),
                lane=Lane.REPLY, ticket_id=ticket.id, customer_id=ticket.customer_id, edits=interaction_id,
            )  # fmt: skip
    lines = [voice.staff_phrases("relay-withdrawn", name=notice.by.name)]
    lines += [] if await _may_delete(ticket, voice) else [voice.staff_phrases("relay-stands-here")]
    await add_line(voice, ticket, "\n".join(lines), reply_to=notice.answered_id)
    await _gone_at_customer(GoneAtCustomer(ticket, notice.places), voice)


async def _gone_at_customer(notice: GoneAtCustomer, voice: Voice) -> None:
    ticket = notice.ticket
    for place in notice.places if await _may_delete(ticket, voice) else ():
        voice.pass_on(
            DeleteMessage(chat_id=place.chat_id, message_id=place.message_id),
            lane=Lane.STAFF, interaction_id=place.interaction_id, customer_id=ticket.customer_id, ticket_id=ticket.id,
        )  # fmt: skip


async def _may_delete(ticket: Ticket, voice: Voice) -> bool:
    group = await voice.group_of(ticket)
    return group is not None and group.may_delete_messages is not False


async def _stands_in_topic(notice: StandsInTopic, voice: Voice) -> None:
    await _add_once(f"stands-here:{notice.key}", notice.ticket, "relay-stands-here", notice.interaction_id, voice)


async def _stands_in_group(notice: StandsInGroup, voice: Voice) -> None:
    member = await find_staff_member(voice.session, user_id=notice.user_id)
    if member is not None and member.removed_at is None:
        text = voice.phrases(member.language)("coaching-stands-here")
        voice.say(SendMessage(chat_id=member.user_id, text=text, parse_mode="HTML"), lane=Lane.REPLY, direction=Direction.INTERNAL)


async def _withdrawal_failed(notice: WithdrawalFailed, voice: Voice) -> None:
    await _add_once(f"not-withdrawn:{notice.key}", notice.ticket, "relay-not-withdrawn", notice.interaction_id, voice)


async def _add_once(key: str, ticket: Ticket, words: str, reply_to: int, voice: Voice) -> None:
    """Say it of the first part of an album, which stands for all."""
    if await find_message_by_key(voice.session, key) is None:
        await add_line(voice, ticket, voice.staff_phrases(words), reply_to=reply_to, dedupe_key=key)


async def _original_wanted(notice: OriginalWanted, voice: Voice) -> None:
    phrases = voice.phrases(notice.by.language)
    for text in (phrases.plain("relay-original", number=notice.ticket.number), *([notice.words] if notice.words else [])):
        voice.say(
            SendMessage(chat_id=notice.by.user_id, text=text), lane=Lane.REPLY, direction=Direction.INTERNAL, ticket_id=notice.ticket.id
        )
    if notice.file_at is not None:
        copy = CopyMessage(chat_id=notice.by.user_id, from_chat_id=notice.file_at.chat_id, message_id=notice.file_at.message_id)
        voice.do(copy, lane=Lane.REPLY)  # of no ticket: it is no answer, which would get a receipt


async def _reaction_changed(notice: ReactionChanged, voice: Voice) -> None:
    ticket, message = notice.ticket, notice.message
    chat_id = await chat_across(ticket, voice, by_customer=notice.by_customer)
    if chat_id is None:
        return
    emoji = notice.emoji
    if emoji is None and notice.by_customer and message.author is Author.STAFF and voice.business.relay.receipts:
        emoji = RECEIPT  # the bot has one reaction only: the customer's stood in its place
    voice.do(
        SetMessageReaction(chat_id=chat_id, message_id=0, reaction=_reaction(emoji)),
        lane=Lane.STAFF if notice.by_customer else Lane.REPLY, ticket_id=ticket.id, customer_id=ticket.customer_id, edits=message.id,
    )  # fmt: skip


async def _reply_arrived(notice: ReplyArrived, voice: Voice) -> None:
    if not voice.business.relay.receipts:
        return
    copied = notice.copied
    message_id = copied["message_ids"][0] if "message_ids" in copied else copied["message_id"]
    voice.do(
        SetMessageReaction(chat_id=copied["from_chat_id"], message_id=message_id, reaction=_reaction(RECEIPT)),
        lane=Lane.NOTICE, ticket_id=notice.ticket_id,
    )  # fmt: skip


async def _words_arrived(notice: WordsArrived, voice: Voice) -> None:
    if not voice.business.relay.receipts:
        return
    interaction = await find_interaction(voice.session, notice.interaction_id)
    ticket = await find_ticket(voice.session, notice.ticket_id)
    if interaction is None or interaction.author is not Author.STAFF or ticket is None or ticket.topic_chat_id is None:
        return
    # The post in the topic is queued before this and more urgent: it stands there when its id is looked up.
    voice.do(
        SetMessageReaction(chat_id=ticket.topic_chat_id, message_id=0, reaction=_reaction(RECEIPT)),
        lane=Lane.NOTICE, ticket_id=ticket.id, edits=interaction.id,
    )  # fmt: skip


def _reaction(emoji: str | None) -> list[Any]:
    # The type is set although it is the default: what is queued holds only what was set.
    return [] if emoji is None else [ReactionTypeEmoji(type=ReactionTypeType.EMOJI, emoji=emoji)]


RENDERERS: Mapping[type, Any] = {
    AlbumIncomplete: _album_incomplete,
    MessageWithdrawn: _message_withdrawn,
    WithdrawalFailed: _withdrawal_failed,
    GoneAtCustomer: _gone_at_customer,
    StandsInTopic: _stands_in_topic,
    StandsInGroup: _stands_in_group,
    OriginalWanted: _original_wanted,
    ReactionChanged: _reaction_changed,
    ReplyArrived: _reply_arrived,
    WordsArrived: _words_arrived,
}
