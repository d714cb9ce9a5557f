"""Inline mode: whoever of the staff types `@bot refund` in a group is offered the canned replies that fit."""

from datetime import timedelta

from aiogram import Router
from aiogram.enums import InlineQueryResultType
from aiogram.methods import AnswerInlineQuery
from aiogram.types import (
    InlineQuery,
    InlineQueryResultArticle,
    InlineQueryResultCachedDocument,
    InlineQueryResultCachedPhoto,
    InlineQueryResultUnion,
    InputTextMessageContent,
)

from crm.attachments import attachment_of
from crm.macros import steps_of
from crm.rules.canned_replies import found_by
from handlers.chat.canned_reply_texts import one_line, steps_in_words
from handlers.chat.speech import Phrases
from handlers.chat.turn import Turn
from storage.canned_replies import ReplyAtHand, list_replies
from storage.vocabulary import Lane, Language, ReplyFile

# Telegram takes an answer for so long; later it would be refused.
QUERY_LIFETIME = timedelta(seconds=30)
MOST_RESULTS = 20
# A reply that a supervisor has just changed is offered as it reads now; a stranger is sure to be offered nothing for longer.
CACHE_SECONDS = 5
CACHE_SECONDS_FOR_STRANGERS = 300
_GROUPS = frozenset({"group", "supergroup"})


def build_router() -> Router:
    """Return the topic's router."""
    router = Router(name="inline_replies")
    router.inline_query.register(offer)
    return router


async def offer(query: InlineQuery, turn: Turn) -> None:
    """Offer staff the replies that fit, and everybody else nothing. Telegram does not say in which group the query is typed."""
    is_staff = turn.person.staff is not None
    results: list[InlineQueryResultUnion] = []
    if is_staff and query.chat_type in _GROUPS and not query.offset:
        results += await _results(query.query, turn)
    turn.voice.do(
        AnswerInlineQuery(
            inline_query_id=query.id, results=results, is_personal=True, cache_time=CACHE_SECONDS if is_staff else CACHE_SECONDS_FOR_STRANGERS
        ),
        lane=Lane.REPLY, expires_at=turn.voice.now + QUERY_LIFETIME,
    )  # fmt: skip


async def _results(word: str, turn: Turn) -> list[InlineQueryResultUnion]:
    replies = {each.reply.key: each for each in await list_replies(turn.voice.session)}
    keys = found_by({key: each.texts for key, each in replies.items()}, word)
    first = turn.voice.business.staff_language
    offered = [(replies[key], language) for key in keys for language in sorted(replies[key].texts, key=lambda each: (each != first, each))]
    return [_result(at_hand, language, turn.phrases) for at_hand, language in offered[:MOST_RESULTS]]


def _result(at_hand: ReplyAtHand, language: Language, phrases: Phrases) -> InlineQueryResultUnion:
    reply, text = at_hand.reply, at_hand.texts[language]
    steps = steps_of(reply)
    follows = f" · {phrases.plain('canned-line-then', steps=steps_in_words(steps, phrases))}" if steps else ""
    result_id, title = f"{reply.id}:{language}", f"{reply.key} · {phrases.plain(f'language-{language}')}{follows}"
    shown, parse_mode = (at_hand.htmls[language], "HTML") if language in at_hand.htmls else (text, None)
    attachment = attachment_of(reply)
    # The type is set although it is the default: what is queued holds only what was set.
    if attachment is None:
        content = InputTextMessageContent(message_text=shown, parse_mode=parse_mode)
        return InlineQueryResultArticle(
            type=InlineQueryResultType.ARTICLE, id=result_id, title=title, description=one_line(text), input_message_content=content
        )
    if attachment.kind is ReplyFile.PHOTO:
        return InlineQueryResultCachedPhoto(
            type=InlineQueryResultType.PHOTO, id=result_id, photo_file_id=attachment.file_id, title=title, description=one_line(text),
            caption=shown, parse_mode=parse_mode,
        )  # fmt: skip
    return InlineQueryResultCachedDocument(
        type=InlineQueryResultType.DOCUMENT, id=result_id, title=title, document_file_id=attachment.file_id, description=one_line(text),
        caption=shown, parse_mode=parse_mode,
    )  # fmt: skip
