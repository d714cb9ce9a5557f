"""Surveys: one tap gives a score, a second changes it, and words may follow."""

from datetime import timedelta

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.methods import EditMessageReplyMarkup
from aiogram.types import CallbackQuery, Message

from crm.rules.surveys import is_good
from crm.surveys import NoSuchSurvey, Rating, comment_survey, rate_ticket
from crm.ticket_notices import CustomerWrote
from handlers.chat.dialogues import AnswersInTime, IsNoCommand, ask, asked_facts, end_after, forget_question, go_on_after, is_of_album
from handlers.chat.media import NOT_COPYABLE, kind_of, spoken_of, words_of
from handlers.chat.places import InPrivate
from handlers.chat.relaying import relay_to_staff
from handlers.chat.survey_buttons import SurveyComment, SurveyScore, comment_button, score_buttons, skip_button
from handlers.chat.turn import Turn
from storage.surveys import SurveyResponse, find_response
from storage.tickets import Ticket, get_ticket
from storage.vocabulary import InteractionKind, Lane

# What is written later than this after the question is no comment but something new.
COMMENT_WITHIN = timedelta(hours=1)


class SurveyTalk(StatesGroup):
    """The customer is asked for words about their score."""

    comment = State()


def build_router() -> Router:
    """Return the topic's router."""
    router = Router(name="surveys")
    router.callback_query.register(rate, SurveyScore.filter(), InPrivate())
    router.callback_query.register(say_or_skip, SurveyComment.filter(), InPrivate())
    router.message.register(comment, StateFilter(SurveyTalk.comment), InPrivate(), IsNoCommand(), AnswersInTime(COMMENT_WITHIN))
    return router


async def rate(press: CallbackQuery, callback_data: SurveyScore, turn: Turn, state: FSMContext, raw_state: str | None) -> None:
    """Keep the score, mark it on the buttons and ask for words."""
    rating = await rate_ticket(
        turn.voice.session,
        survey_id=callback_data.survey_id,
        customer=turn.customer,
        score=callback_data.score,
        at=turn.voice.now,
        business=turn.voice.business,
        tell=turn.tell,
    )
    score = rating.response.score
    if rating.previous_score == score:  # said before: it stands in the ticket's story once
        turn.answer_press(press, "survey-unchanged", score=score)
        return
    _file(turn, rating.ticket)
    turn.heard["text"] = turn.phrases.plain("survey-score-given", score=score)
    turn.answer_press(press, "survey-noted" if rating.previous_score is None else "survey-changed", score=score)
    if press.message is not None:
        marked = score_buttons(rating.response.survey_id, turn.phrases, chosen=score)
        turn.voice.do(
            EditMessageReplyMarkup(chat_id=press.message.chat.id, message_id=press.message.message_id, reply_markup=marked), lane=Lane.REPLY
        )
    if rating.bonus:
        turn.reply("bonus-survey", points=turn.phrases.number(rating.bonus), kind=InteractionKind.SURVEY, ticket_id=rating.ticket.id)
    if rating.previous_score is None or (rating.became_low and rating.response.comment is None):
        await _ask_for_words(turn, rating, state, raw_state)


async def _ask_for_words(turn: Turn, rating: Rating, state: FSMContext, raw_state: str | None) -> None:
    survey_id = rating.response.survey_id
    if raw_state is not None and raw_state != SurveyTalk.comment.state:
        # The customer is telling us something else just now; that must not be lost for a comment.
        turn.reply(
            "survey-thanks-meanwhile",
            keyboard=comment_button(survey_id, turn.phrases),
            kind=InteractionKind.SURVEY,
            ticket_id=rating.ticket.id,
        )
        return
    await _begin_comment(turn, state, _question_after(rating), survey_id, rating.ticket.id)


def _question_after(rating: Rating) -> str:
    if rating.is_low:
        return "survey-ask-why"
    return "survey-ask-more" if is_good(rating.response.score) else "survey-ask-better"


async def _begin_comment(turn: Turn, state: FSMContext, key: str, survey_id: int, ticket_id: int) -> None:
    prompt = turn.reply(key, keyboard=skip_button(survey_id, turn.phrases), kind=InteractionKind.SURVEY, ticket_id=ticket_id)
    await ask(turn, state, SurveyTalk.comment, prompt=prompt, survey_id=survey_id)


async def say_or_skip(press: CallbackQuery, callback_data: SurveyComment, turn: Turn, state: FSMContext, raw_state: str | None) -> None:
    """End the question for words, or ask it."""
    response = await _own_response(turn, callback_data.survey_id)
    ticket = await get_ticket(turn.voice.session, response.ticket_id)
    _file(turn, ticket)
    is_asked = raw_state == SurveyTalk.comment.state and (await asked_facts(state)).get("survey_id") == callback_data.survey_id
    if not callback_data.is_skipped:
        if raw_state is not None and not is_asked:
            turn.answer_press(press, "draft-finish-first", alert=True)
            return
        turn.answer_press(press)
        turn.take_buttons_away(press)
        await _begin_comment(turn, state, "survey-ask-words", callback_data.survey_id, ticket.id)
        return
    if is_asked:
        await forget_question(state)
    turn.take_buttons_away(press)
    turn.answer_press(press, "survey-comment-known" if response.comment else "survey-skipped")


async def comment(message: Message, turn: Turn, state: FSMContext) -> None:
    """Keep what the customer says about their score; pictures go to the ticket's topic."""
    facts = await asked_facts(state)
    response = await _own_response(turn, int(facts["survey_id"]))
    ticket = await get_ticket(turn.voice.session, response.ticket_id)
    words = words_of(message)
    if words:
        await comment_survey(
            turn.voice.session,
            survey_id=response.survey_id,
            customer=turn.customer,
            comment=words,
            at=turn.voice.now,
            business=turn.voice.business,
            tell=turn.tell,
        )
    _file(turn, ticket)
    await _show_media(message, turn, ticket)
    if words:
        turn.reply("survey-comment-kept", kind=InteractionKind.SURVEY, ticket_id=ticket.id)
        await end_after(message, turn, state)
    elif not is_of_album(message, facts):
        _ask_for_words_too(turn, response, ticket)
        await go_on_after(message, state)


def _ask_for_words_too(turn: Turn, response: SurveyResponse, ticket: Ticket) -> None:
    turn.reply("survey-words-too", keyboard=skip_button(response.survey_id, turn.phrases), kind=InteractionKind.SURVEY, ticket_id=ticket.id)


async def _show_media(message: Message, turn: Turn, ticket: Ticket) -> None:
    kind, group = kind_of(message), await turn.voice.group_of(ticket)
    if kind == "text" or kind in NOT_COPYABLE or group is None:
        return
    notice = CustomerWrote(ticket, turn.heard["id"], message.chat.id, message.message_id, kind, None, spoken_of(message))
    await relay_to_staff(notice, turn.voice, group)


async def _own_response(turn: Turn, survey_id: int) -> SurveyResponse:
    response = await find_response(turn.voice.session, survey_id=survey_id)
    if response is None or response.customer_id != turn.customer.id:
        raise NoSuchSurvey
    return response


def _file(turn: Turn, ticket: Ticket) -> None:
    turn.heard["kind"], turn.heard["ticket_id"] = InteractionKind.SURVEY, ticket.id
