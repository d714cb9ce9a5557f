"""Canned replies on a ticket: `/r refund` sends one, other words list what fits, and posts by the bot's inline mode are filled."""

from collections.abc import Sequence

from aiogram import Bot, Router
from aiogram.filters import Command, CommandObject, Filter
from aiogram.methods import EditMessageReplyMarkup
from aiogram.types import CallbackQuery, Message

from crm.attachments import attachment_of
from crm.canned_replies import html_to, pass_on_offered, send_reply, text_to, words_to
from crm.macros import steps_of
from crm.masking import mask_name_in, mask_name_in_html, mask_text
from crm.permissions import require_role
from crm.rules.canned_replies import fitting, folded_key, mark_of, nearest
from crm.tickets import require_open
from handlers.chat.canned_reply_buttons import LookAtReply, SendReply, look_buttons, send_button
from handlers.chat.canned_reply_texts import looking, offer_text, one_line, steps_in_words
from handlers.chat.formatting import html_of
from handlers.chat.media import words_of
from handlers.chat.moved_tickets import say_where
from handlers.chat.reply_files import attachment_in, show_file
from handlers.chat.staff_group import FromStaff, InStaffGroup, OnTicket, is_staff_group
from handlers.chat.turn import Turn
from storage.canned_replies import ReplyAtHand, find_reply, find_reply_by_id, list_replies
from storage.customers import get_customer
from storage.outbox import find_message_by_key
from storage.staff import StaffMember
from storage.tickets import Ticket, find_ticket
from storage.vocabulary import Lane, Role, TicketStatus


class ByOwnInlineMode(Filter):
    """A text, or a photo or file with a text below it, that somebody chose among the bot's own inline results."""

    async def __call__(self, message: Message, bot: Bot) -> bool:
        return message.via_bot is not None and message.via_bot.id == bot.id and words_of(message) is not None


def build_router() -> Router:
    """Return the topic's router, which must stand before the desk: there all words on a ticket go to the customer as they are."""
    router = Router(name="canned_replies")
    router.message.register(reply, Command("r"), InStaffGroup(), FromStaff(), OnTicket())
    router.message.register(say_where, Command("r"), InStaffGroup(), FromStaff())
    router.message.register(pass_on_chosen, ByOwnInlineMode(), InStaffGroup(), FromStaff(), OnTicket())
    router.edited_message.register(keep_edit, ByOwnInlineMode(), InStaffGroup())
    router.callback_query.register(look, LookAtReply.filter())
    router.callback_query.register(send, SendReply.filter())
    return router


async def reply(message: Message, command: CommandObject, turn: Turn, ticket: Ticket) -> None:
    """Send the canned reply with the key behind the command; without the very key, show what fits and send nothing."""
    staff = _act_on(turn, ticket)
    word = folded_key(command.args or "")
    at_hand = await find_reply(turn.voice.session, key=word) if word else None
    if at_hand is None:
        await _offer(turn, ticket, word)
        return
    await send_reply(
        turn.voice.session, at_hand=at_hand, ticket=ticket, by=staff, chat_id=turn.chat_id, message_id=message.message_id,
        reply_to_id=turn.heard["reply_to_id"], at=turn.voice.now, business=turn.voice.business, tell=turn.tell,
    )  # fmt: skip


async def pass_on_chosen(message: Message, turn: Turn, ticket: Ticket) -> None:
    """Pass on to the customer what a staff member chose in inline mode, with the placeholders filled."""
    staff = _act_on(turn, ticket)
    if ticket.status is TicketStatus.CLOSED:
        turn.reply("desk-closed", number=ticket.number)
        return
    await pass_on_offered(
        turn.voice.session, text=words_of(message) or "", ticket=ticket, by=staff, heard=turn.heard, chat_id=turn.chat_id,
        message_id=message.message_id, at=turn.voice.now, business=turn.voice.business, tell=turn.tell,
        html=html_of(message), file=attachment_in(message),
    )  # fmt: skip


async def keep_edit(message: Message, turn: Turn) -> None:
    """What was posted by inline mode nobody but the bot can change: whatever comes is kept, and the customer's copy stays."""


async def look(press: CallbackQuery, callback_data: LookAtReply, turn: Turn) -> None:
    """Show a reply as the customer would get it, with a button to send it."""
    require_role(turn.person.staff, Role.AGENT)
    ticket = await _ticket_of_press(turn, callback_data.ticket_id)
    at_hand = await find_reply_by_id(turn.voice.session, callback_data.reply_id)
    if ticket is None or at_hand is None:
        turn.answer_press(press, "press-is-old", alert=True)
        return
    _act_on(turn, ticket)
    turn.answer_press(press)
    await _preview(turn, ticket, at_hand)


async def send(press: CallbackQuery, callback_data: SendReply, turn: Turn) -> None:
    """Send the reply that was looked at: once, and only while it still reads as it did."""
    require_role(turn.person.staff, Role.AGENT)
    voice = turn.voice
    ticket = await _ticket_of_press(turn, callback_data.ticket_id)
    at_hand = await find_reply_by_id(voice.session, callback_data.reply_id)
    if ticket is None or at_hand is None or press.message is None:
        turn.answer_press(press, "press-is-old", alert=True)
        return
    preview = press.message.message_id
    key = f"canned:{turn.chat_id}:{preview}"
    if await find_message_by_key(voice.session, key) is not None:
        turn.answer_press(press, "canned-sent-already", alert=True)
        return
    require_open(ticket)
    staff = _act_on(turn, ticket)
    if await _mark(turn, ticket, at_hand) != callback_data.mark:
        turn.answer_press(press, "canned-changed", alert=True)
        return
    turn.answer_press(press)
    # Whoever takes the button away has sent it: of two who press, one.
    voice.do(EditMessageReplyMarkup(chat_id=turn.chat_id, message_id=preview), lane=Lane.STAFF, ticket_id=ticket.id, dedupe_key=key)
    await send_reply(
        voice.session, at_hand=at_hand, ticket=ticket, by=staff, chat_id=turn.chat_id, message_id=preview, reply_to_id=None, at=voice.now,
        business=voice.business, tell=turn.tell,
    )  # fmt: skip


async def _offer(turn: Turn, ticket: Ticket, word: str) -> None:
    """List what a word may mean; what looks like it when nothing does. Replies that are suggested for other reasons can be shown so as well."""
    replies = {each.reply.key: each for each in await list_replies(turn.voice.session)}
    if not replies:
        turn.reply("canned-none")
        return
    keys = fitting(replies, word)
    heading = turn.phrases("canned-choose")
    if not keys:
        keys = nearest(replies, word)
        heading = turn.phrases("canned-nearest" if keys else "canned-unknown", word=one_line(word))
    elif not word:
        keys.sort(key=lambda key: (-replies[key].reply.used, key))
    _list(turn, ticket, heading, [replies[key] for key in keys])


def _list(turn: Turn, ticket: Ticket, heading: str, replies: Sequence[ReplyAtHand]) -> None:
    text = offer_text(heading, replies, turn.phrases, turn.voice.business.staff_language)
    turn.reply_text(text, keyboard=look_buttons(replies, ticket) if replies else None)


async def _preview(turn: Turn, ticket: Ticket, at_hand: ReplyAtHand) -> None:
    voice, phrases = turn.voice, turn.phrases
    staff = require_role(turn.person.staff, Role.AGENT)
    customer = await get_customer(voice.session, ticket.customer_id)
    language, text = text_to(customer, at_hand, business=voice.business)
    business, name = voice.business, customer.name
    words = mask_name_in(words_to(customer, text, ticket=ticket, by=staff, business=business), name, business)
    html = mask_name_in_html(html_to(customer, at_hand.htmls.get(language), ticket=ticket, by=staff, business=business), name, business)
    facts = {
        "reply": at_hand.reply.key,
        "name": mask_text(name, business),
        "language_name": phrases.plain(f"language-{language}"),
    }
    attachment = attachment_of(at_hand.reply)
    if attachment is None:
        lines = [looking(phrases, "canned-preview", words=words, formatted=html, **facts)]
    else:
        show_file(turn, attachment, words, html=html)
        lines = [phrases("canned-preview-file", **facts)]
    if steps := steps_of(at_hand.reply):
        lines.append(phrases("canned-then", steps=steps_in_words(steps, phrases)))
    keyboard = send_button(at_hand, ticket, await _mark(turn, ticket, at_hand), phrases)
    turn.reply_text("\n".join(lines), keyboard=keyboard)


async def _mark(turn: Turn, ticket: Ticket, at_hand: ReplyAtHand) -> str:
    customer = await get_customer(turn.voice.session, ticket.customer_id)
    language, text = text_to(customer, at_hand, business=turn.voice.business)
    attachment = attachment_of(at_hand.reply)
    file_id = "" if attachment is None else attachment.file_id
    return mark_of(f"{file_id}{at_hand.htmls.get(language, text)}", steps_of(at_hand.reply).mark)


async def _ticket_of_press(turn: Turn, ticket_id: int) -> Ticket | None:
    ticket = await find_ticket(turn.voice.session, ticket_id)
    if ticket is None or ticket.topic_chat_id != turn.chat_id or not await is_staff_group(turn):
        return None
    return ticket


def _act_on(turn: Turn, ticket: Ticket) -> StaffMember:
    """Put what is said or pressed under the ticket and return who does it; raise NotAllowed unless that is one of the staff."""
    staff = require_role(turn.person.staff, Role.AGENT)
    turn.heard["ticket_id"], turn.heard["customer_id"] = ticket.id, ticket.customer_id
    return staff
