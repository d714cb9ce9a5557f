"""What is written for a campaign: its name, its texts with their buttons, tags, shares, and the moment at which it begins."""

import re
from dataclasses import replace
from datetime import timedelta

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from crm.campaign_texts import require_unsent, set_buttons, write_text
from crm.campaigns import create_campaign, get_campaign, hold_campaign, schedule_campaign, set_segment, set_shares
from crm.permissions import require_role
from crm.rules.campaign_texts import PLACEHOLDERS
from crm.rules.campaigns import LONGEST_CAPTION, LONGEST_LABEL, LONGEST_TEXT, MOST_BUTTONS, NoButtons, read_buttons
from crm.rules.canned_replies import longest_filled
from crm.rules.segments import NoSegment, as_data, from_data
from crm.rules.snoozes import LONGEST_SNOOZE, NoSuchMoment, snoozed_until
from handlers.chat.campaign_buttons import CampaignTextPress, sheet_buttons
from handlers.chat.campaign_messages import campaign_media_of
from handlers.chat.campaign_sheets import sheet
from handlers.chat.dialogues import AnswersInTime, IsNoCommand, ask, asked_facts, end_after, go_on_after
from handlers.chat.lists import listed
from handlers.chat.media import entities_of, kind_of, words_of
from handlers.chat.places import InPrivate
from handlers.chat.turn import Turn
from storage.campaigns import LONGEST_NAME, Campaign, list_texts
from storage.vocabulary import Language, Role, Variant

ANSWERED_WITHIN = timedelta(hours=3)
_NONE = frozenset({"-", "–", "—"})
_NUMBER = re.compile(r"-?\d{1,3}", re.ASCII)
_VARIANTS, _LANGUAGES = tuple(Variant), tuple(Language)
_KINDS = frozenset({"text", "photo", "video", "animation"})


class CampaignTalk(StatesGroup):
    """The next message is what was asked for."""

    name = State()
    words = State()
    buttons = State()
    shares = State()
    tags = State()
    moment = State()


def build_router() -> Router:
    """Return the topic's router."""
    router = Router(name="campaign_writing")
    router.callback_query.register(ask_words, CampaignTextPress.filter(), InPrivate())
    for state, take in (
        (CampaignTalk.name, take_name),
        (CampaignTalk.words, take_words),
        (CampaignTalk.buttons, take_buttons),
        (CampaignTalk.shares, take_shares),
        (CampaignTalk.tags, take_tags),
        (CampaignTalk.moment, take_moment),
    ):
        router.message.register(take, StateFilter(state), InPrivate(), IsNoCommand(), AnswersInTime(ANSWERED_WITHIN))
    return router


async def ask_name(turn: Turn, state: FSMContext) -> None:
    """Ask how a new campaign is called."""
    await ask(turn, state, CampaignTalk.name, prompt=turn.reply("campaign-ask-name"))


async def ask_shares(turn: Turn, state: FSMContext, campaign: Campaign) -> None:
    """Ask how many percent get the second variant, and how many nothing."""
    await ask(turn, state, CampaignTalk.shares, prompt=turn.reply("campaign-ask-shares"), campaign=campaign.id)


async def ask_tags(turn: Turn, state: FSMContext, campaign: Campaign) -> None:
    """Ask for the tags of tickets by which customers are chosen."""
    await ask(turn, state, CampaignTalk.tags, prompt=turn.reply("campaign-ask-tags"), campaign=campaign.id)


async def ask_moment(turn: Turn, state: FSMContext, campaign: Campaign) -> None:
    """Ask when a campaign is to begin."""
    await ask(turn, state, CampaignTalk.moment, prompt=turn.reply("campaign-ask-moment"), campaign=campaign.id)


async def ask_words(press: CallbackQuery, callback_data: CampaignTextPress, turn: Turn, state: FSMContext) -> None:
    """Ask for the message in one variant and language."""
    supervisor = require_role(turn.person.staff, Role.SUPERVISOR)
    campaign = await get_campaign(turn.voice.session, campaign_id=callback_data.campaign, by=supervisor)
    require_unsent(campaign)
    turn.answer_press(press)
    prompt = turn.reply(
        "campaign-ask-words", variant=callback_data.variant.upper(), language=turn.phrases.plain(f"language-{callback_data.language}"),
        known=listed((f"{{{name}}}" for name in PLACEHOLDERS), turn.phrases),
    )  # fmt: skip
    facts = {"variant": _VARIANTS.index(callback_data.variant), "language": _LANGUAGES.index(callback_data.language)}
    await ask(turn, state, CampaignTalk.words, prompt=prompt, campaign=campaign.id, **facts)


async def take_name(message: Message, turn: Turn, state: FSMContext) -> None:
    """Begin a campaign of this name."""
    supervisor = require_role(turn.person.staff, Role.SUPERVISOR)
    name = " ".join((words_of(message) or "").split())[:LONGEST_NAME]
    if not name:
        turn.reply("campaign-ask-name")
        return
    campaign = await create_campaign(turn.voice.session, name=name, by=supervisor, at=turn.voice.now)
    await end_after(message, turn, state)
    await _show(turn, campaign.id)


async def take_words(message: Message, turn: Turn, state: FSMContext) -> None:
    """Keep the message as it looks, and ask for its buttons."""
    supervisor = require_role(turn.person.staff, Role.SUPERVISOR)
    facts = await asked_facts(state)
    media, words = campaign_media_of(message), words_of(message) or ""
    entities = message.entities if message.text is not None else message.caption_entities
    if kind_of(message) not in _KINDS or message.media_group_id is not None or not (words or media):
        await go_on_after(message, state)
        turn.reply("campaign-not-this")
        return
    longest = LONGEST_CAPTION if media else LONGEST_TEXT
    if longest_filled(words) > longest:
        turn.reply("campaign-too-long", longest=longest)
        return
    variant, language = _VARIANTS[facts["variant"]], _LANGUAGES[facts["language"]]
    await write_text(
        turn.voice.session, campaign_id=facts["campaign"], variant=variant, language=language, words=words, entities=entities_of(entities),
        media=media, by=supervisor, at=turn.voice.now,
    )  # fmt: skip
    prompt = turn.reply("campaign-ask-buttons", most=MOST_BUTTONS)
    kept = {name: facts[name] for name in ("campaign", "variant", "language")}
    await ask(turn, state, CampaignTalk.buttons, prompt=prompt, **kept)


async def take_buttons(message: Message, turn: Turn, state: FSMContext) -> None:
    """Put buttons below the message that was written, or none."""
    supervisor = require_role(turn.person.staff, Role.SUPERVISOR)
    facts = await asked_facts(state)
    words = (message.text or "").strip()
    try:
        buttons = () if words in _NONE else read_buttons(words)
    except NoButtons as problem:
        turn.reply(f"campaign-buttons-{problem.fault}", most=MOST_BUTTONS, longest=LONGEST_LABEL)
        return
    await set_buttons(
        turn.voice.session, campaign_id=facts["campaign"], variant=_VARIANTS[facts["variant"]], language=_LANGUAGES[facts["language"]],
        buttons=buttons, by=supervisor, at=turn.voice.now,
    )  # fmt: skip
    await end_after(message, turn, state)
    if any(button.url and not button.is_counted for button in buttons):
        turn.reply("campaign-links-uncounted")
    await _show(turn, facts["campaign"])


async def take_shares(message: Message, turn: Turn, state: FSMContext) -> None:
    """Keep the two numbers that were written: percent of the second variant, percent of the control group."""
    supervisor = require_role(turn.person.staff, Role.SUPERVISOR)
    facts = await asked_facts(state)
    numbers = [int(number) for number in _NUMBER.findall(words_of(message) or "")]
    if len(numbers) != 2 or min(numbers) < 0:
        turn.reply("campaign-ask-shares")
        return
    await set_shares(
        turn.voice.session, campaign_id=facts["campaign"], b_percent=numbers[0], control_percent=numbers[1], by=supervisor, at=turn.voice.now
    )  # fmt: skip
    await end_after(message, turn, state)
    await _show(turn, facts["campaign"])


async def take_tags(message: Message, turn: Turn, state: FSMContext) -> None:
    """Choose customers by these tags in place of those of before; a dash means none."""
    supervisor = require_role(turn.person.staff, Role.SUPERVISOR)
    facts = await asked_facts(state)
    words = (words_of(message) or "").strip().lower()
    tags = frozenset() if words in _NONE else frozenset(re.split(r"[\s,，、#]+", words)) - {""}
    campaign = await hold_campaign(turn.voice.session, campaign_id=facts["campaign"], by=supervisor)
    try:
        segment = from_data(as_data(replace(from_data(campaign.segment), tags=tags)))
    except NoSegment:
        turn.reply("campaign-ask-tags")
        return
    await set_segment(turn.voice.session, campaign_id=campaign.id, segment=segment, by=supervisor, at=turn.voice.now)
    await end_after(message, turn, state)
    await _show(turn, campaign.id)


async def take_moment(message: Message, turn: Turn, state: FSMContext) -> None:
    """Let the campaign begin at the moment that was written."""
    supervisor = require_role(turn.person.staff, Role.SUPERVISOR)
    facts = await asked_facts(state)
    try:
        starts_at = snoozed_until(words_of(message) or "", at=turn.voice.now, zone=turn.zone)
    except NoSuchMoment:
        turn.reply("campaign-moment-unclear", days=LONGEST_SNOOZE.days)
        return
    await schedule_campaign(turn.voice.session, campaign_id=facts["campaign"], starts_at=starts_at, by=supervisor, at=turn.voice.now)
    await end_after(message, turn, state)
    await _show(turn, facts["campaign"])


async def show(turn: Turn, campaign: Campaign) -> None:
    """Show all of a campaign and what can be done with it."""
    voice = turn.voice
    texts = await list_texts(voice.session, campaign_id=campaign.id)
    words = sheet(campaign, texts, business=voice.business, phrases=turn.phrases, zone=turn.zone)
    turn.reply_text(words, keyboard=sheet_buttons(campaign, turn.phrases))


async def _show(turn: Turn, campaign_id: int) -> None:
    supervisor = require_role(turn.person.staff, Role.SUPERVISOR)
    await show(turn, await get_campaign(turn.voice.session, campaign_id=campaign_id, by=supervisor))
