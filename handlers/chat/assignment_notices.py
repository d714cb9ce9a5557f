"""Notices of assignment: a ticket's topic says who has it now, and who is waited for."""

from collections.abc import Mapping
from typing import Any

from aiogram.methods import SendMessage

from crm.assignment import TicketAssigned
from crm.handovers import HandoverEnded, TicketHandedOver, TicketUnassigned
from crm.overlooked import AssigneeReminded, TicketTakenOver
from crm.presence import presence_of
from handlers.chat.cards import topic_name
from handlers.chat.handover_words import handover_words
from handlers.chat.ticket_notices import refresh_card
from handlers.chat.topic_lines import add_line
from handlers.chat.voice import Voice
from storage.staff import StaffMember
from storage.vocabulary import Direction, Lane


async def _ticket_assigned(notice: TicketAssigned, voice: Voice) -> None:
    ticket, to, phrases = notice.ticket, notice.to, voice.staff_phrases
    if not notice.is_new:
        await refresh_card(ticket, voice)
    if notice.by is None:
        text = phrases("assigned-by-desk", number=ticket.number, name=to.name, user_id=str(to.user_id))
    elif notice.by.id == to.id:
        text = phrases("desk-claimed", number=ticket.number, name=to.name)
    else:
        text = phrases("assigned-by", number=ticket.number, by=notice.by.name, name=to.name, user_id=str(to.user_id))
    await add_line(voice, ticket, "\n".join([text, *_absence_of(to, voice)]))


def _absence_of(member: StaffMember, voice: Voice) -> list[str]:
    zone = voice.business.time_zone
    presence = presence_of(member, at=voice.now, zone=zone)
    if presence.is_here:
        return []
    if presence.until is None:
        return [voice.staff_phrases("assigned-away", name=member.name)]
    return [voice.staff_phrases("assigned-away-until", name=member.name, until=voice.staff_phrases.moment(presence.until, zone))]


async def _ticket_unassigned(notice: TicketUnassigned, voice: Voice) -> None:
    await refresh_card(notice.ticket, voice)
    await add_line(voice, notice.ticket, voice.staff_phrases("assigned-nobody", number=notice.ticket.number, name=notice.by.name))


async def _ticket_handed_over(notice: TicketHandedOver, voice: Voice) -> None:
    await refresh_card(notice.ticket, voice)


async def _handover_ended(notice: HandoverEnded, voice: Voice) -> None:
    handover, giver, taker = notice.handover, notice.giver, notice.taker
    group = await voice.staff_group()
    if group is not None:
        text = handover_words(handover, giver, taker, voice.staff_phrases)
        voice.say(SendMessage(chat_id=group.chat_id, text=text, parse_mode="HTML"), lane=Lane.STAFF, direction=Direction.INTERNAL)
    phrases = voice.phrases(taker.language)
    lines = [phrases("handover-list", giver=giver.name, count=handover.moved_count)] if notice.tickets else []
    lines += [phrases("handover-ticket", ticket=await topic_name(ticket, voice)) for ticket in notice.tickets]
    if handover.moved_count > len(notice.tickets):
        lines.append(phrases("handover-more", count=handover.moved_count - len(notice.tickets)))
    if handover.visit_count:
        lines.append(phrases("handover-visits-list", giver=giver.name, count=handover.visit_count))
    if not lines:
        return
    method = SendMessage(chat_id=taker.user_id, text="\n".join(lines), parse_mode="HTML")
    voice.say(method, lane=Lane.NOTICE, direction=Direction.INTERNAL)


async def _assignee_reminded(notice: AssigneeReminded, voice: Voice) -> None:
    ticket, holder, phrases = notice.ticket, notice.holder, voice.staff_phrases
    silence = phrases.span(voice.business.assignment.silence)
    text = phrases("assigned-silent", number=ticket.number, name=holder.name, user_id=str(holder.user_id), silence=silence)
    await add_line(voice, ticket, text)


async def _ticket_taken_over(notice: TicketTakenOver, voice: Voice) -> None:
    ticket, to, was = notice.ticket, notice.to, notice.was
    await refresh_card(ticket, voice)
    text = voice.staff_phrases(
        "assigned-instead",
        number=ticket.number,
        name=to.name,
        user_id=str(to.user_id),
        was=was.name,
        was_id=str(was.user_id),
    )
    await add_line(voice, ticket, text)


RENDERERS: Mapping[type, Any] = {
    TicketAssigned: _ticket_assigned,
    TicketUnassigned: _ticket_unassigned,
    TicketHandedOver: _ticket_handed_over,
    HandoverEnded: _handover_ended,
    AssigneeReminded: _assignee_reminded,
    TicketTakenOver: _ticket_taken_over,
}
