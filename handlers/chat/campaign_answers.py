"""Answers to campaigns: a customer presses a button of a campaign's message."""

from aiogram import Router
from aiogram.types import CallbackQuery

from crm.campaign_texts import click_campaign
from handlers.chat.campaign_buttons import CampaignAnswer, link_button
from handlers.chat.places import InPrivate
from handlers.chat.turn import Turn


def build_router() -> Router:
    """Return the topic's router."""
    router = Router(name="campaign_answers")
    router.callback_query.register(take, CampaignAnswer.filter(), InPrivate())
    return router


async def take(press: CallbackQuery, callback_data: CampaignAnswer, turn: Turn) -> None:
    """Count the press, and give the link or say that the answer was heard."""
    voice = turn.voice
    button = await click_campaign(
        voice.session, campaign_id=callback_data.campaign, variant=callback_data.variant, language=callback_data.language,
        place=callback_data.button, customer=turn.customer, staff=turn.person.staff, at=voice.now,
    )  # fmt: skip
    if button is None:
        turn.answer_press(press, "press-is-old")
        return
    turn.answer_press(press)
    if button.url is None:
        turn.reply("campaign-answer-heard", answer=button.label)
    else:
        turn.reply("campaign-answer-link", keyboard=link_button(button.label, button.url))
