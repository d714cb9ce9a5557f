"""Campaigns in the chat: supervisors and owners see them, choose for whom they are, try them, send, pause and stop them."""

import re
from collections.abc import Awaitable, Callable

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.fsm.context import FSMContext
from aiogram.methods import EditMessageText
from aiogram.types import CallbackQuery, Message

from crm.campaign_texts import points_to_name, text_for
from crm.campaigns import (
    CampaignHasNoText,
    copy_campaign,
    count_campaign,
    create_campaign,
    figure_again,
    get_campaign,
    hold_campaign,
    pause_campaign,
    people_of,
    require_draft,
    require_sendable,
    require_step,
    resume_campaign,
    send_campaign,
    set_segment,
    stop_campaign,
    unschedule_campaign,
)
from crm.jobs import wake_job
from crm.permissions import require_role
from crm.rules.campaign_texts import placeholders_in
from crm.rules.campaigns import sending_ends
from crm.rules.segments import NoSegment, Segment, as_data, from_data, toggled
from handlers.chat.campaign_buttons import (
    CampaignAct,
    CampaignDaysPress,
    CampaignGroupPress,
    CampaignPress,
    customer_buttons,
    list_buttons,
    segment_buttons,
    sure_button,
    variants_of,
)
from handlers.chat.campaign_messages import message_to, values_for
from handlers.chat.campaign_sheets import segment_in_words
from handlers.chat.campaign_writing import ask_moment, ask_name, ask_shares, ask_tags, show
from handlers.chat.places import InGroup, InPrivate
from handlers.chat.staff import StaffHere
from handlers.chat.turn import Turn
from storage.campaigns import LONGEST_NAME, Campaign, list_campaigns, list_texts
from storage.staff import StaffMember
from storage.vocabulary import CampaignState, JobName, Lane, Role, Variant

SHOWN_AT_ONCE = 10
_EXAMPLE_POINTS = 1280
_NUMBER = re.compile(r"[0-9]{1,9}")


def build_router() -> Router:
    """Return the topic's router."""
    router = Router(name="campaigns")
    router.message.register(show_list, Command("campaign"), InPrivate(), StaffHere())
    router.message.register(in_private_only, Command("campaign"), InGroup(), StaffHere())
    router.callback_query.register(press_group, CampaignGroupPress.filter(), InPrivate())
    router.callback_query.register(press_days, CampaignDaysPress.filter(), InPrivate())
    router.callback_query.register(press, CampaignPress.filter(), InPrivate())
    return router


async def in_private_only(message: Message, turn: Turn) -> None:
    """Compose nothing where everybody reads along."""
    require_role(turn.person.staff, Role.SUPERVISOR)
    turn.reply("campaign-in-private")


async def show_list(message: Message, command: CommandObject, turn: Turn) -> None:
    """Show the newest campaigns; with a number behind the command, that one; with a name, begin one."""
    supervisor = require_role(turn.person.staff, Role.SUPERVISOR)
    name = " ".join((command.args or "").split())[:LONGEST_NAME]
    if _NUMBER.fullmatch(name):
        await show(turn, await get_campaign(turn.voice.session, campaign_id=int(name), by=supervisor))
        return
    if name:
        await show(turn, await create_campaign(turn.voice.session, name=name, by=supervisor, at=turn.voice.now))
        return
    campaigns = await list_campaigns(turn.voice.session, limit=SHOWN_AT_ONCE)
    turn.reply("campaign-list" if campaigns else "campaign-none", keyboard=list_buttons(campaigns, turn.phrases))


async def press(press: CallbackQuery, callback_data: CampaignPress, turn: Turn, state: FSMContext) -> None:
    """Do what the button says, if the campaign and the person allow it."""
    supervisor = require_role(turn.person.staff, Role.SUPERVISOR)
    act, session = callback_data.act, turn.voice.session
    if act is CampaignAct.NEW:
        turn.answer_press(press)
        await ask_name(turn, state)
        return
    campaign = await get_campaign(session, campaign_id=callback_data.campaign, by=supervisor)
    if act in _CHANGES:
        campaign = await _CHANGES[act](session, campaign_id=campaign.id, by=supervisor, at=turn.voice.now)
        if campaign.state is not CampaignState.DRAFT:
            await wake_job(session, job=JobName.CAMPAIGNS, at=turn.voice.now)
    if act in _NEEDS:
        _NEEDS[act](campaign)
    turn.answer_press(press)
    if act in _ASK:
        await _ASK[act](turn, state, campaign)
    elif act is CampaignAct.SEGMENT:
        _show_segment(turn, campaign)
    elif act in (CampaignAct.PREVIEW, CampaignAct.TEST):
        await _try(turn, campaign, is_test=act is CampaignAct.TEST)
    elif act in (CampaignAct.SEND, CampaignAct.STOP):
        _make_sure(turn, campaign, act)
    else:
        await show(turn, campaign)


async def press_group(press: CallbackQuery, callback_data: CampaignGroupPress, turn: Turn) -> None:
    """Choose a word of the segment, or no longer."""
    supervisor = require_role(turn.person.staff, Role.SUPERVISOR)
    campaign = await hold_campaign(turn.voice.session, campaign_id=callback_data.campaign, by=supervisor)
    try:
        segment = toggled(from_data(campaign.segment), callback_data.group, callback_data.value)
        from_data(as_data(segment))
    except NoSegment:
        turn.answer_press(press, "press-is-old")
        return
    await _change(press, turn, campaign, segment, supervisor)


async def press_days(press: CallbackQuery, callback_data: CampaignDaysPress, turn: Turn) -> None:
    """Choose within how many days customers were heard of, or not."""
    supervisor = require_role(turn.person.staff, Role.SUPERVISOR)
    campaign = await hold_campaign(turn.voice.session, campaign_id=callback_data.campaign, by=supervisor)
    name = "silent_days" if callback_data.is_silent else "heard_days"
    try:
        segment = from_data(campaign.segment | {name: callback_data.days})
    except NoSegment:
        turn.answer_press(press, "press-is-old")
        return
    await _change(press, turn, campaign, segment, supervisor)


async def _change(press: CallbackQuery, turn: Turn, campaign: Campaign, segment: Segment, by: StaffMember) -> None:
    voice = turn.voice
    await set_segment(voice.session, campaign_id=campaign.id, segment=segment, by=by, at=voice.now)
    turn.answer_press(press)
    if press.message is not None:
        words = turn.phrases("campaign-choose", segment=segment_in_words(segment, voice.business, turn.phrases))
        keyboard = segment_buttons(campaign, segment, voice.business, turn.phrases)
        voice.do(
            EditMessageText(
                chat_id=turn.chat_id, message_id=press.message.message_id, text=words, parse_mode="HTML", reply_markup=keyboard
            ),
            lane=Lane.REPLY,
        )


def _show_segment(turn: Turn, campaign: Campaign) -> None:
    segment, business = from_data(campaign.segment), turn.voice.business
    keyboard = segment_buttons(campaign, segment, business, turn.phrases)
    turn.reply("campaign-choose", segment=segment_in_words(segment, business, turn.phrases), keyboard=keyboard)


async def _try(turn: Turn, campaign: Campaign, *, is_test: bool) -> None:
    """Send each text, or as a test the one that the reader themselves would get, just as customers get it."""
    voice = turn.voice
    texts = await list_texts(voice.session, campaign_id=campaign.id)
    variants = variants_of(campaign)
    shown = [text for text in texts if text.variant in variants]
    if not shown:
        raise CampaignHasNoText(variant=Variant.A.value)
    if is_test:
        written = {text.variant for text in shown}
        shown = [
            text_for(shown, variant=variant, language=turn.person.language, business=voice.business)
            for variant in variants
            if variant in written
        ]
    points = await points_to_name(voice.session, texts=shown, customer_ids=[turn.customer.id], at=voice.now) if is_test else {}
    for text in shown:
        phrases = voice.phrases(turn.person.language if is_test else text.language)
        if is_test:
            name, balance = turn.customer.name, points.get(turn.customer.id, 0)
        else:
            name, balance = phrases.plain("campaign-example-name"), _EXAMPLE_POINTS
            head = "campaign-preview-filled" if placeholders_in(text.words) else "campaign-preview"
            turn.reply(head, variant=text.variant.upper(), language=turn.phrases.plain(f"language-{text.language}"))
        values = values_for(name, balance, company=voice.business.company, phrases=phrases)
        method = message_to(turn.chat_id, text, customer_buttons(text, phrases), values)
        voice.say(method, lane=Lane.REPLY, customer_id=turn.customer.id)


def _make_sure(turn: Turn, campaign: Campaign, act: CampaignAct) -> None:
    if act is CampaignAct.STOP:
        turn.reply("campaign-stop-really", number=campaign.id, keyboard=sure_button(CampaignAct.STOP_SURE, campaign, turn.phrases))
        return
    voice = turn.voice
    ends = sending_ends((campaign.counted or {}).get("zones", {}), voice.now, quiet=voice.business.quiet_hours)
    turn.reply(
        "campaign-send-really", number=campaign.id, people=turn.phrases.number(people_of(campaign)), ends=turn.phrases.moment(ends, turn.zone),
        keyboard=sure_button(CampaignAct.SEND_SURE, campaign, turn.phrases),
    )  # fmt: skip


# What is asked for when it is too late already is refused before anybody has written an answer.
_NEEDS: dict[CampaignAct, Callable[[Campaign], None]] = {
    CampaignAct.SEGMENT: require_draft,
    CampaignAct.TAGS: require_draft,
    CampaignAct.SHARES: require_draft,
    CampaignAct.SEND: require_sendable,
    CampaignAct.SCHEDULE: require_sendable,
    CampaignAct.STOP: lambda campaign: require_step(campaign, CampaignState.STOPPED),
}
_ASK = {CampaignAct.TAGS: ask_tags, CampaignAct.SHARES: ask_shares, CampaignAct.SCHEDULE: ask_moment}
_CHANGES: dict[CampaignAct, Callable[..., Awaitable[Campaign]]] = {
    CampaignAct.COUNT: count_campaign,
    CampaignAct.SEND_SURE: send_campaign,
    CampaignAct.UNSCHEDULE: unschedule_campaign,
    CampaignAct.PAUSE: pause_campaign,
    CampaignAct.RESUME: resume_campaign,
    CampaignAct.STOP_SURE: stop_campaign,
    CampaignAct.REFRESH: figure_again,
    CampaignAct.COPY: copy_campaign,
}
