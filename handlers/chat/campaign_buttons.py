"""Buttons of campaigns: below the sheet that staff see, and below what customers get."""

from collections.abc import Collection, Sequence
from enum import StrEnum

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from crm.business import Business
from crm.campaigns import people_of
from crm.rules.rfm import RfmSegment
from crm.rules.segments import Group, Segment
from handlers.chat.consent_buttons import opt_out_button
from handlers.chat.keyboards import Button, RowId, buttons, in_rows
from handlers.chat.speech import Phrases
from storage.campaigns import Campaign, CampaignText
from storage.vocabulary import CampaignState, ConsentKind, Language, Stage, Variant

_HEARD_DAYS = (7, 30, 90)
_SILENT_DAYS = (30, 90, 180)


class CampaignAct(StrEnum):
    """What a press asks for; the words of a button are found by it."""

    NEW = "new"
    SHOW = "show"
    SEGMENT = "segment"
    TAGS = "tags"
    SHARES = "shares"
    PREVIEW = "preview"
    TEST = "test"
    COUNT = "count"
    SEND = "send"
    SEND_SURE = "send-sure"
    SCHEDULE = "schedule"
    UNSCHEDULE = "unschedule"
    PAUSE = "pause"
    RESUME = "resume"
    STOP = "stop"
    STOP_SURE = "stop-sure"
    REFRESH = "refresh"
    COPY = "copy"


_WRITING = (CampaignAct.PREVIEW, CampaignAct.TEST)
_OFFERED: dict[CampaignState, Sequence[Sequence[CampaignAct]]] = {
    CampaignState.DRAFT: ((CampaignAct.SEGMENT, CampaignAct.SHARES), _WRITING, (CampaignAct.COUNT, CampaignAct.STOP)),
    CampaignState.COUNTING: (_WRITING, (CampaignAct.SHOW, CampaignAct.STOP)),
    CampaignState.READY: (_WRITING, (CampaignAct.SEND, CampaignAct.SCHEDULE), (CampaignAct.COPY, CampaignAct.STOP)),
    CampaignState.SCHEDULED: (_WRITING, (CampaignAct.UNSCHEDULE, CampaignAct.STOP)),
    CampaignState.RUNNING: ((CampaignAct.PAUSE, CampaignAct.STOP), (CampaignAct.REFRESH, CampaignAct.SHOW)),
    CampaignState.PAUSED: ((CampaignAct.RESUME, CampaignAct.STOP), (CampaignAct.REFRESH, CampaignAct.SHOW)),
    CampaignState.DONE: ((CampaignAct.REFRESH, CampaignAct.SHOW), (CampaignAct.COPY,)),
    CampaignState.STOPPED: ((CampaignAct.REFRESH, CampaignAct.SHOW), (CampaignAct.COPY,)),
}
_FOR_NOBODY = (_WRITING, (CampaignAct.COPY, CampaignAct.STOP))
_NEVER_BEGUN = ((CampaignAct.COPY,),)
WRITABLE = (CampaignState.DRAFT, CampaignState.COUNTING, CampaignState.READY, CampaignState.SCHEDULED)


class CampaignPress(CallbackData, prefix="cg"):
    """Something is to be done with a campaign; number 0 where none is meant."""

    act: CampaignAct
    campaign: RowId


class CampaignTextPress(CallbackData, prefix="cgt"):
    """A text of a campaign is to be written."""

    campaign: RowId
    variant: Variant
    language: Language


class CampaignGroupPress(CallbackData, prefix="cgs"):
    """A word of a campaign's segment is to be chosen, or no longer chosen."""

    campaign: RowId
    group: Group
    value: str


class CampaignDaysPress(CallbackData, prefix="cgd"):
    """Within how many days somebody was heard of, or for how many not; 0 = it does not matter."""

    campaign: RowId
    is_silent: bool
    days: int


class CampaignAnswer(CallbackData, prefix="cga"):
    """A customer presses a button of a campaign's message, by its place below the text that they got, whatever they would get today."""

    campaign: RowId
    variant: Variant
    language: Language
    button: int


def _press(act: CampaignAct, campaign_id: int, phrases: Phrases) -> Button:
    return phrases.plain(f"campaign-button-{act}"), CampaignPress(act=act, campaign=campaign_id)


def variants_of(campaign: Campaign) -> tuple[Variant, ...]:
    """Return the texts that a campaign sends: one, or two."""
    return (Variant.A, Variant.B) if campaign.b_percent else (Variant.A,)


def sure_button(act: CampaignAct, campaign: Campaign, phrases: Phrases) -> InlineKeyboardMarkup:
    """Return the button that says that something is really meant."""
    return buttons([_press(act, campaign.id, phrases)])


def list_buttons(campaigns: Sequence[Campaign], phrases: Phrases) -> InlineKeyboardMarkup:
    """Return a button for each campaign, and one for a new one."""
    rows = [
        [
            (
                phrases.plain("campaign-button-open", number=each.id, name=each.name, state=phrases.plain(f"campaign-state-{each.state}")),
                CampaignPress(act=CampaignAct.SHOW, campaign=each.id),
            )
        ]
        for each in campaigns
    ]
    return buttons(*rows, [_press(CampaignAct.NEW, 0, phrases)])


def sheet_buttons(campaign: Campaign, phrases: Phrases) -> InlineKeyboardMarkup:
    """Return what can be done with a campaign where it stands."""
    texts = [
        [
            (
                phrases.plain("campaign-button-text", variant=variant.upper(), language=phrases.plain(f"language-{language}")),
                CampaignTextPress(campaign=campaign.id, variant=variant, language=language),
            )
            for language in Language
        ]
        for variant in variants_of(campaign)
    ]
    rows = [[_press(act, campaign.id, phrases) for act in row] for row in _offered(campaign)]
    return buttons(*(texts if campaign.state in WRITABLE else []), *rows)


def _offered(campaign: Campaign) -> Sequence[Sequence[CampaignAct]]:
    if campaign.state is CampaignState.READY and not people_of(campaign):
        return _FOR_NOBODY
    if campaign.state is CampaignState.STOPPED and campaign.started_at is None:
        return _NEVER_BEGUN
    return _OFFERED[campaign.state]


def segment_buttons(campaign: Campaign, segment: Segment, business: Business, phrases: Phrases) -> InlineKeyboardMarkup:
    """Return the words by which customers can be chosen; the chosen ones are marked."""
    number = campaign.id
    languages = [(phrases.plain(f"language-{each}"), each.value) for each in Language]
    tiers = [(tier.label(phrases.language), tier.key) for tier in business.tiers]
    stages = [(phrases.plain(f"stage-{each}"), each.value) for each in Stage]
    rfm = [(phrases.plain(f"campaign-rfm-{each}"), each.value) for each in RfmSegment]
    heard = [
        _days(phrases.plain("campaign-button-heard", days=days), number, days, segment.heard_days, is_silent=False) for days in _HEARD_DAYS
    ]
    silent = [
        _days(phrases.plain("campaign-button-silent", days=days), number, days, segment.silent_days, is_silent=True)
        for days in _SILENT_DAYS
    ]
    return buttons(
        *_choices(number, Group.LANGUAGE, languages, segment.languages),
        *_choices(number, Group.TIER, tiers, segment.tiers),
        *_choices(number, Group.STAGE, stages, segment.stages),
        *_choices(number, Group.RFM, rfm, segment.rfm),
        heard,
        silent,
        [_press(CampaignAct.TAGS, number, phrases), _press(CampaignAct.SHOW, number, phrases)],
    )


def customer_buttons(text: CampaignText, phrases: Phrases) -> InlineKeyboardMarkup:
    """Return the buttons of a campaign's message, and the one against further campaigns."""
    rows = [[_customer_button(text, place, button)] for place, button in enumerate(text.buttons)]
    label, press = opt_out_button(ConsentKind.CAMPAIGNS, phrases)
    return InlineKeyboardMarkup(inline_keyboard=[*rows, [InlineKeyboardButton(text=label, callback_data=press.pack())]])


def link_button(label: str, url: str) -> InlineKeyboardMarkup:
    """Return a button that opens a link."""
    return InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text=label, url=url)]])


def _customer_button(text: CampaignText, place: int, button: dict[str, str]) -> InlineKeyboardButton:
    if button["url"] and not button["is_counted"]:
        return InlineKeyboardButton(text=button["label"], url=button["url"])
    press = CampaignAnswer(campaign=text.campaign_id, variant=text.variant, language=text.language, button=place)
    return InlineKeyboardButton(text=button["label"], callback_data=press.pack())


def _choices(number: int, group: Group, choices: Sequence[tuple[str, str]], chosen: Collection[str]) -> list[Sequence[Button]]:
    row = [
        (_marked(label, is_chosen=value in chosen), CampaignGroupPress(campaign=number, group=group, value=value))
        for label, value in choices
    ]
    return in_rows(row, width=2 if len(row) > 3 else 3)


def _days(label: str, number: int, days: int, chosen: int, *, is_silent: bool) -> Button:
    is_chosen = days == chosen
    press = CampaignDaysPress(campaign=number, is_silent=is_silent, days=0 if is_chosen else days)
    return _marked(label, is_chosen=is_chosen), press


def _marked(label: str, *, is_chosen: bool) -> str:
    return f"✓ {label}" if is_chosen else label
