"""Notices of campaigns and of winning customers back: what customers get, and what staff are told."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from aiogram.methods import SendMessage

from crm.campaign_sending import CampaignCounted, CampaignFinished, CampaignMessage
from crm.campaigns import people_of
from crm.masking import mask_text
from crm.win_back import ValuableCustomerSilent, WinBackMessage
from handlers.chat.campaign_buttons import customer_buttons, sheet_buttons
from handlers.chat.campaign_messages import message_to, values_for
from handlers.chat.consent_buttons import opt_out_button
from handlers.chat.keyboards import buttons
from handlers.chat.topic_lines import add_line
from handlers.chat.voice import Voice, chat_of
from storage.vocabulary import ConsentKind, Direction, InDoubt, InteractionKind, Lane

_SHORTEST = timedelta(minutes=1)  # "about 0 min" is none


async def _campaign_message(notice: CampaignMessage, voice: Voice) -> None:
    phrases = voice.phrases(notice.customer.language)
    values = values_for(notice.customer.name, notice.points, company=voice.business.company, phrases=phrases)
    voice.say(
        message_to(chat_of(notice.contact), notice.text, customer_buttons(notice.text, phrases), values),
        lane=Lane.BULK,
        kind=InteractionKind.CAMPAIGN,
        customer_id=notice.customer.id,
        in_doubt=InDoubt.PARK,
        dedupe_key=notice.key,
        expires_at=notice.expires_at,
    )


async def _campaign_counted(notice: CampaignCounted, voice: Voice) -> None:
    campaign, phrases = notice.campaign, voice.phrases(notice.to.language)
    people, control = people_of(campaign), (campaign.counted or {})["control"]
    if people:
        text = phrases(
            "campaign-counted", number=campaign.id, name=campaign.name, people=phrases.number(people), control=phrases.number(control),
            length=phrases.span(max(notice.ends_at - voice.now, _SHORTEST)), ends=phrases.moment(notice.ends_at, voice.business.time_zone),
        )  # fmt: skip
    else:
        text = phrases("campaign-counted-nobody", number=campaign.id, name=campaign.name, control=control)
    method = SendMessage(chat_id=notice.to.user_id, text=text, parse_mode="HTML", reply_markup=sheet_buttons(campaign, phrases))
    voice.say(method, lane=Lane.NOTICE, direction=Direction.INTERNAL)


async def _campaign_finished(notice: CampaignFinished, voice: Voice) -> None:
    campaign, phrases = notice.campaign, voice.phrases(notice.to.language)
    text = phrases("campaign-finished", number=campaign.id, name=campaign.name)
    method = SendMessage(chat_id=notice.to.user_id, text=text, parse_mode="HTML", reply_markup=sheet_buttons(campaign, phrases))
    voice.say(method, lane=Lane.NOTICE, direction=Direction.INTERNAL)


async def _win_back_message(notice: WinBackMessage, voice: Voice) -> None:
    customer = notice.lapsed.customer
    phrases = voice.phrases(customer.language)
    text = phrases(f"winback-{notice.lapsed.tone}", name=customer.name, company=voice.business.company)
    voice.say(
        SendMessage(
            chat_id=chat_of(notice.contact),
            text=text,
            parse_mode="HTML",
            reply_markup=buttons([opt_out_button(ConsentKind.REMINDERS, phrases)]),
        ),
        lane=Lane.BULK,
        kind=InteractionKind.REMINDER,
        customer_id=customer.id,
        in_doubt=InDoubt.PARK,
        dedupe_key=notice.key,
        expires_at=notice.expires_at,
    )


async def _valuable_customer_silent(notice: ValuableCustomerSilent, voice: Voice) -> None:
    lapsed, phrases = notice.lapsed, voice.staff_phrases
    text = phrases(
        "winback-ticket", name=mask_text(lapsed.customer.name, voice.business), orders=lapsed.orders, interval=lapsed.interval.days,
        silence=(voice.now - lapsed.since).days, segment=phrases.plain(f"campaign-rfm-{lapsed.segment}"),
    )  # fmt: skip
    await add_line(voice, notice.ticket, text, kind=InteractionKind.FOLLOW_UP)


RENDERERS: Mapping[type, Any] = {
    CampaignMessage: _campaign_message,
    CampaignCounted: _campaign_counted,
    CampaignFinished: _campaign_finished,
    WinBackMessage: _win_back_message,
    ValuableCustomerSilent: _valuable_customer_silent,
}
