"""Notices of tickets: what the customer reads and what stands in the staff group."""

from collections.abc import Mapping, Sequence
from typing import Any

from aiogram.methods import (
    CloseForumTopic,
    CreateForumTopic,
    EditMessageCaption,
    EditMessageText,
    ReopenForumTopic,
    SendMessage,
)
from aiogram.types import MessageEntity

from crm.deliveries import MessageNotRelayed, ReplyNotDelivered
from crm.edits import ChangeNotInCopy, MessageEdited
from crm.masking import mask_media, mask_text, mask_words
from crm.quiet_tickets import TicketHeardOf
from crm.rules.lengths import LONGEST_CAPTION, LONGEST_TEXT, utf16_units
from crm.spoken import PLAIN, spoken_from
from crm.ticket_notices import CustomerWrote, StaffWrote, TicketClaimed, TicketClosed, TicketOpened, TicketReopened
from crm.topic_changes import TopicLost
from handlers.chat.cards import card_keyboard, card_text, topic_name
from handlers.chat.customer_lines import confirm_ticket, tell_customer
from handlers.chat.flag_lines import warn_of_flag
from handlers.chat.holder_calls import call_holder
from handlers.chat.media import NOT_COPYABLE
from handlers.chat.recaps import recap_texts
from handlers.chat.relaying import chat_across, relay_to_customer, relay_to_staff
from handlers.chat.ticket_places import place_of
from handlers.chat.topic_lines import add_line
from handlers.chat.voice import Voice, chat_of
from storage.bursts import drop_edits
from storage.customers import get_customer
from storage.former_topics import keep_former_topic
from storage.groups import GroupChat
from storage.interactions import find_interaction, find_places
from storage.tickets import Ticket
from storage.vocabulary import Author, Direction, InteractionKind, Lane, Severity, TicketKind


async def _ticket_opened(notice: TicketOpened, voice: Voice) -> None:
    ticket, customer = notice.ticket, notice.customer
    if not ticket.is_quiet:
        await confirm_ticket(voice, ticket, customer)
    group = await place_of(ticket, voice)
    if group is None:
        await voice.tell_owners("staff-group-missing", number=ticket.number)
        return
    await show_ticket(ticket, voice, group)
    await copy_said(ticket, voice, group, notice.interaction_ids)
    if ticket.severity is Severity.HIGH and ticket.kind is TicketKind.COMPLAINT:
        voice.say(
            SendMessage(chat_id=group.chat_id, text=voice.staff_phrases("ticket-urgent", number=ticket.number), parse_mode="HTML"),
            lane=Lane.STAFF, direction=Direction.INTERNAL, customer_id=customer.id, ticket_id=ticket.id, in_topic=True,
        )  # fmt: skip


async def _ticket_heard_of(notice: TicketHeardOf, voice: Voice) -> None:
    await confirm_ticket(voice, notice.ticket, notice.customer)
    await refresh_card(notice.ticket, voice)


async def show_ticket(ticket: Ticket, voice: Voice, group: GroupChat) -> None:
    """Make a topic for a ticket (where the group has topics) and post its card."""
    await keep_former_topic(voice.session, ticket=ticket, at=voice.now)
    ticket.topic_chat_id, ticket.topic_id, ticket.topic_since = group.chat_id, None, voice.now
    if group.is_forum and group.may_manage_topics:
        voice.do(CreateForumTopic(chat_id=group.chat_id, name=await topic_name(ticket, voice)), lane=Lane.STAFF, ticket_id=ticket.id)
    await _post_card(ticket, voice, group)


async def _post_card(ticket: Ticket, voice: Voice, group: GroupChat) -> None:
    ticket.card_interaction_id = voice.say(
        SendMessage(chat_id=group.chat_id, text=await card_text(ticket, voice), parse_mode="HTML", reply_markup=await card_keyboard(ticket, voice)),
        lane=Lane.STAFF, direction=Direction.INTERNAL, customer_id=ticket.customer_id, ticket_id=ticket.id, in_topic=True,
    )  # fmt: skip


async def show_story(ticket: Ticket, voice: Voice, group: GroupChat) -> None:
    """Post a ticket anew with all that was said on it: after its topic was lost, or when there is a staff group at last."""
    await show_ticket(ticket, voice, group)
    await _tell_story(ticket, voice, group)


async def fill_topic(ticket: Ticket, voice: Voice, group: GroupChat) -> None:
    """Post a ticket's card and all that was said on it into the topic that it has by now."""
    await _post_card(ticket, voice, group)
    await _tell_story(ticket, voice, group)


async def _tell_story(ticket: Ticket, voice: Voice, group: GroupChat) -> None:
    story = await recap_texts(ticket, voice)
    for text in story.texts:
        _post(ticket, voice, group, text)
    await copy_said(ticket, voice, group, story.media_interaction_ids)


async def copy_said(ticket: Ticket, voice: Voice, group: GroupChat, interaction_ids: Sequence[int]) -> None:
    """Copy what the customer said, from where it stands in the private chat, into a ticket's topic."""
    for place in await find_places(voice.session, interaction_ids=interaction_ids):
        if place.chat_id < 0:
            continue  # a copy in a group, this one or one where the ticket was before
        interaction = await find_interaction(voice.session, place.interaction_id)
        media_kind = str((interaction.media or {}).get("kind", "text")) if interaction else "text"
        spoken = PLAIN if interaction is None else spoken_from(interaction)
        notice = CustomerWrote(ticket, place.interaction_id, place.chat_id, place.message_id, media_kind, None, spoken)
        await _relay_to_staff(notice, voice, group)


async def _customer_wrote(notice: CustomerWrote, voice: Voice) -> None:
    group = await voice.group_of(notice.ticket)
    if group is not None:
        await call_holder(notice.ticket, voice)
        await _relay_to_staff(notice, voice, group)
        return
    group = await place_of(notice.ticket, voice)
    if group is not None:  # otherwise it is kept as an interaction, and shown with the whole story once there is a group
        await show_story(notice.ticket, voice, group)


async def _relay_to_staff(notice: CustomerWrote, voice: Voice, group: GroupChat) -> None:
    if notice.media_kind in NOT_COPYABLE:
        await _message_not_relayed(MessageNotRelayed(notice.ticket, notice.interaction_id, notice.media_kind), voice)
        return
    await relay_to_staff(notice, voice, group)
    await warn_of_flag(notice.ticket, notice.interaction_id, voice)


async def _staff_wrote(notice: StaffWrote, voice: Voice) -> None:
    ticket = notice.ticket
    contact = await voice.contact_of(ticket.customer_id)
    if contact is None or notice.media_kind in NOT_COPYABLE:
        await _reply_not_delivered(ReplyNotDelivered(ticket, notice.interaction_id, blocked=contact is None), voice)
        return
    await relay_to_customer(notice, voice, contact)


async def _message_edited(notice: MessageEdited, voice: Voice) -> None:
    ticket = notice.ticket
    chat_id = await chat_across(ticket, voice, by_customer=notice.by_customer)
    if chat_id is None:
        return
    hidden = mask_words(notice.words, notice.entities, voice.business) if notice.by_customer else None
    words = notice.words if hidden is None else hidden.words
    entities = [MessageEntity.model_validate(entity) for entity in (notice.entities if hidden is None else hidden.entities)]
    method: EditMessageText | EditMessageCaption
    if notice.by_customer and notice.is_caption and await _stands_as_words(notice, voice):
        await _change_not_in_copy(ChangeNotInCopy(ticket, words), voice)
        return
    if notice.is_caption and utf16_units(words) > LONGEST_CAPTION:  # some may write longer ones, but bots may not
        await _caption_too_long(notice, words, voice)
        return
    if notice.is_caption:
        method = EditMessageCaption(chat_id=chat_id, caption=words, caption_entities=entities)
    else:
        method = EditMessageText(chat_id=chat_id, text=words, entities=entities)
    voice.do(
        method,
        lane=Lane.STAFF if notice.by_customer else Lane.REPLY,
        ticket_id=ticket.id,
        customer_id=ticket.customer_id,
        edits=notice.root_id,
    )


async def _stands_as_words(notice: MessageEdited, voice: Voice) -> bool:
    """Tell whether a customer's file is shown to staff by a text only, because its name is masked."""
    root = await find_interaction(voice.session, notice.root_id) if voice.business.relay.mask else None
    return root is not None and mask_media(root.media or {}, voice.business) is not None


async def _caption_too_long(notice: MessageEdited, words: str, voice: Voice) -> None:
    if notice.by_customer:
        await _change_not_in_copy(ChangeNotInCopy(notice.ticket, words), voice)
        return
    text = voice.staff_phrases("ticket-caption-too-long", longest=LONGEST_CAPTION)
    await add_line(voice, notice.ticket, text, reply_to=notice.root_id)


async def _change_not_in_copy(notice: ChangeNotInCopy, voice: Voice) -> None:
    heading = voice.staff_phrases.plain("ticket-words-changed")
    whole = f"{heading}\n{notice.words}"
    for text in [whole] if utf16_units(whole) <= LONGEST_TEXT else [heading, notice.words]:
        await add_line(voice, notice.ticket, text, parse_mode=None)


async def _ticket_claimed(notice: TicketClaimed, voice: Voice) -> None:
    await refresh_card(notice.ticket, voice)


async def _ticket_closed(notice: TicketClosed, voice: Voice) -> None:
    ticket = notice.ticket
    customer = await get_customer(voice.session, ticket.customer_id)
    await tell_customer(voice, ticket, "ticket-closed", again="ticket-take-up-again", number=ticket.number, days=voice.business.reopen_days)
    group = await voice.group_of(ticket)
    if group is None:
        return
    phrases = voice.staff_phrases
    if notice.by is not None or notice.by_customer:
        text = phrases(
            "ticket-closed-by", number=ticket.number, name=notice.by.name if notice.by else mask_text(customer.name, voice.business)
        )
    else:
        text = phrases("ticket-closed-silent", number=ticket.number)
    _post(ticket, voice, group, text)
    await refresh_card(ticket, voice)
    voice.do(CloseForumTopic(chat_id=group.chat_id, message_thread_id=0), lane=Lane.STAFF, ticket_id=ticket.id, in_topic=True)


async def _ticket_reopened(notice: TicketReopened, voice: Voice) -> None:
    ticket = notice.ticket
    customer = await get_customer(voice.session, ticket.customer_id)
    await tell_customer(voice, ticket, "ticket-reopened-for-them" if notice.by else "ticket-reopened", number=ticket.number)
    group = await voice.group_of(ticket)
    if group is None:
        return
    voice.do(ReopenForumTopic(chat_id=group.chat_id, message_thread_id=0), lane=Lane.STAFF, ticket_id=ticket.id, in_topic=True)
    phrases = voice.staff_phrases
    by = notice.by.name if notice.by else phrases.plain("somebody-customer", name=mask_text(customer.name, voice.business))
    _post(ticket, voice, group, phrases("ticket-reopened-by", number=ticket.number, name=by))
    await refresh_card(ticket, voice)


async def refresh_card(ticket: Ticket, voice: Voice, *, lane: Lane = Lane.STAFF) -> None:
    """Let a ticket's card show how the ticket stands now. A change that still waits would come late and show less: it is dropped."""
    if ticket.topic_chat_id is None or ticket.card_interaction_id is None:
        return
    await drop_edits(voice.session, ticket_id=ticket.id, interaction_id=ticket.card_interaction_id)
    voice.do(
        EditMessageText(
            chat_id=ticket.topic_chat_id, text=await card_text(ticket, voice), parse_mode="HTML", reply_markup=await card_keyboard(ticket, voice)
        ),
        lane=lane, ticket_id=ticket.id, edits=ticket.card_interaction_id,
    )  # fmt: skip


async def _topic_lost(notice: TopicLost, voice: Voice) -> None:
    group = await voice.group_of(notice.ticket) or await place_of(notice.ticket, voice)
    if group is not None:
        await show_story(notice.ticket, voice, group)


async def _reply_not_delivered(notice: ReplyNotDelivered, voice: Voice) -> None:
    group = await voice.group_of(notice.ticket)
    if group is None:
        return
    key = "reply-blocked" if notice.blocked else "reply-in-doubt" if notice.in_doubt else "reply-refused"
    _post(notice.ticket, voice, group, voice.staff_phrases(key), reply_to=notice.interaction_id)


async def _message_not_relayed(notice: MessageNotRelayed, voice: Voice) -> None:
    ticket = notice.ticket
    group = await voice.group_of(ticket)
    if group is not None:
        kind = voice.staff_phrases.plain("media-kind", kind=notice.media_kind)
        _post(ticket, voice, group, voice.staff_phrases("message-not-relayed-staff", kind=kind))
    customer = await get_customer(voice.session, ticket.customer_id)
    contact = await voice.contact_of(customer.id)
    interaction = await find_interaction(voice.session, notice.interaction_id)
    if contact is not None and interaction is not None and interaction.author is Author.CUSTOMER:
        phrases = voice.phrases(customer.language)
        text = phrases("message-not-relayed", kind=phrases.plain("media-kind", kind=notice.media_kind))
        voice.say(
            SendMessage(chat_id=chat_of(contact), text=text, parse_mode="HTML"),
            lane=Lane.REPLY, customer_id=customer.id, ticket_id=ticket.id, reply_to=notice.interaction_id,
        )  # fmt: skip


def _post(ticket: Ticket, voice: Voice, group: GroupChat, text: str, *, reply_to: int | None = None) -> None:
    voice.say(
        SendMessage(chat_id=group.chat_id, text=text, parse_mode="HTML"),
        lane=Lane.STAFF, kind=InteractionKind.SYSTEM, direction=Direction.INTERNAL, customer_id=ticket.customer_id, ticket_id=ticket.id,
        in_topic=True, reply_to=reply_to,
    )  # fmt: skip


RENDERERS: Mapping[type, Any] = {
    TicketOpened: _ticket_opened,
    TicketHeardOf: _ticket_heard_of,
    CustomerWrote: _customer_wrote,
    StaffWrote: _staff_wrote,
    MessageEdited: _message_edited,
    ChangeNotInCopy: _change_not_in_copy,
    TicketClaimed: _ticket_claimed,
    TicketClosed: _ticket_closed,
    TicketReopened: _ticket_reopened,
    TopicLost: _topic_lost,
    ReplyNotDelivered: _reply_not_delivered,
    MessageNotRelayed: _message_not_relayed,
}
