"""Content rules: what the business does not want to be sent is refused, flagged or answered with a ban."""

from datetime import datetime, timedelta
from typing import Any

from aiogram import Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.filters import Filter
from aiogram.fsm.context import FSMContext
from aiogram.types import Message

from crm.bans import ban_by_rule, ban_to_tell
from crm.content_rules import find_rule, flag_interaction
from crm.rules.content import Content, ContentAct, ContentRule
from handlers.chat.bans import tell_of_ban
from handlers.chat.drafts import draft_of, keep_draft
from handlers.chat.flag_lines import post_warning
from handlers.chat.media import CONTENT, kind_of, words_of
from handlers.chat.quiet import keep_edit_quietly
from handlers.chat.turn import Turn
from storage.interactions import Interaction, find_interaction_at
from storage.tickets import get_ticket

LINKS = frozenset({"url", "text_link"})
# Who sends much that is refused is told so now and then, not each time.
TOLD_EVERY = timedelta(minutes=1)
_REFUSED_AT = "refused_at"


class UnderRule(Filter):
    """Comes under a rule of the business; hands on the `rule`. Staff come under none."""

    async def __call__(self, event: Message, turn: Turn) -> dict[str, Any] | bool:
        business, customer = turn.voice.business, turn.person.customer
        if not business.content_rules or customer is None or turn.person.staff is not None:
            return False
        if kind_of(event) not in CONTENT:
            return False
        rule = find_rule(content_of(event), customer=customer, at=turn.voice.now, business=business)
        return False if rule is None else {"rule": rule}


def build_router() -> Router:
    """Return the topic's router, which must come before everything that hears customers."""
    router = Router(name="content_rules")
    router.message.register(judge, UnderRule())
    router.edited_message.register(judge_edit, UnderRule())
    return router


def content_of(message: Message) -> Content:
    """Return what rules look at: all words of a message, also those of polls, places and shared contacts."""
    entities = [*(message.entities or ()), *(message.caption_entities or ())]
    parts = [words_of(message)]
    if message.poll is not None:
        parts += [message.poll.question, *(option.text for option in message.poll.options)]
    if message.venue is not None:
        parts += [message.venue.title, message.venue.address]
    if message.contact is not None:
        parts += [message.contact.first_name, message.contact.last_name]
    if message.document is not None:
        parts.append(message.document.file_name)
    has_link = any(entity.type in LINKS for entity in entities)
    # Where a link hides behind other words, its address is looked at too.
    parts += [entity.url for entity in entities if entity.url]
    return Content(words="\n".join(part for part in parts if part), has_link=has_link, media_kind=kind_of(message))


async def judge(message: Message, turn: Turn, state: FSMContext, rule: ContentRule) -> None:
    """Do as the rule says; what is only flagged is handled like everything else."""
    if rule.act is ContentAct.FLAG:
        await flag_interaction(turn.voice.session, interaction_id=turn.heard["id"], rule=rule, at=turn.voice.now)
        raise SkipHandler
    await _turn_away(turn, state, rule)


async def judge_edit(edited_message: Message, turn: Turn, state: FSMContext, rule: ContentRule) -> None:
    """Do as the rule says with what a message was changed into."""
    root = await find_interaction_at(turn.voice.session, chat_id=turn.chat_id, message_id=edited_message.message_id)
    if rule.act is ContentAct.FLAG:
        if root is not None:
            await _flag_root(turn, root, rule)
        raise SkipHandler
    await keep_edit_quietly(edited_message, turn, state)
    if root is not None:
        # A copy shows what the message has become, so what was not passed on yet must not be any more.
        draft = await draft_of(state, turn)
        if root.id in draft.said:
            draft.said = [each for each in draft.said if each not in (root.id, turn.heard["id"])]
            if not draft.said:
                draft.empty()
            await keep_draft(state, draft)
    await _turn_away(turn, state, rule)


async def _flag_root(turn: Turn, root: Interaction, rule: ContentRule) -> None:
    is_news = await flag_interaction(turn.voice.session, interaction_id=root.id, rule=rule, at=turn.voice.now)
    if is_news and root.ticket_id is not None:
        post_warning(await get_ticket(turn.voice.session, root.ticket_id), turn.voice, rule.name, answered=root.id)


async def _turn_away(turn: Turn, state: FSMContext, rule: ContentRule) -> None:
    session, now = turn.voice.session, turn.voice.now
    if rule.act is ContentAct.BAN:
        await ban_by_rule(session, customer=turn.customer, rule=rule.name, span=rule.ban_for, at=now, tell=turn.tell)
        told = await ban_to_tell(session, customer=turn.customer, at=now)
        if told is not None:
            tell_of_ban(turn, told)
        return
    refused_at = (await state.get_data()).get(_REFUSED_AT)
    if refused_at is None or now - datetime.fromisoformat(refused_at) >= TOLD_EVERY:
        await state.update_data({_REFUSED_AT: now.isoformat()})
        turn.reply("unwelcome-refused")
