"""Unasked messages: greetings and reminders, each with one tap against its kind."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from crm.greetings import greet_birthdays
from crm.reminders import LongSilence, PointsWillExpire, Reminder, TierAtRisk, TierWithinReach
from crm.rules.tiers import TierBasis
from storage.consents import Consent
from storage.customers import Contact, Customer
from storage.outbox import OutboxMessage
from storage.vocabulary import ConsentKind, InDoubt, InteractionKind, Lane, Language
from tests.campaign_side import FIRST_ADDRESS, crowd, messages, sent
from tests.desk import STAFF_GROUP, Desk
from tests.handlers.chat.customer_side import IVY, Talker
from tests.unasked_side import AFTERNOON, asks, greets, has_birthday, has_points, has_visit, is_silent, reminds, wins_back

Reason = Callable[[Desk], Awaitable[None]]


async def nothing(desk: Desk) -> None:
    """A campaign needs no reason."""


async def send_campaign(desk: Desk) -> None:
    """Send a campaign to everybody."""
    await sent(desk)


async def known(desk: Desk, language: Language = Language.ENGLISH) -> tuple[Talker, Customer, Contact]:
    """Return somebody who has written once."""
    ivy = Talker(desk, language=language)
    await ivy.says("/start")
    [contact] = await desk.rows(Contact)
    return ivy, await ivy.customer(), contact


async def greeted(desk: Desk, language: Language = Language.ENGLISH) -> tuple[Talker, OutboxMessage]:
    """Return a customer who was greeted on their birthday, and the greeting."""
    ivy, customer, _ = await known(desk, language)
    async with desk.database.begin() as session:
        stored = await session.get(Customer, customer.id)
        assert stored is not None
        stored.birthday_month, stored.birthday_day = 3, 5
    desk.at = datetime(2026, 3, 5, 1, tzinfo=UTC)
    async with desk.database.begin() as session:
        await greet_birthdays(session, after_id=0, at=desk.at, business=desk.business, tell=desk.tell(session))
    await ivy.hears()
    [row] = [row for row in await desk.queued() if row.lane is Lane.BULK]
    return ivy, row


async def test_a_birthday_greeting_names_the_customer_and_the_company(desk: Desk) -> None:
    ivy, row = await greeted(desk)
    customer = await ivy.customer()
    texts = ("greeting-birthday", "greeting-birthday-second", "greeting-birthday-third")
    assert row.payload["text"] in [ivy.words(text, name=customer.name, company="Lantern Tea") for text in texts]
    assert (row.chat_id, row.dedupe_key, row.in_doubt) == (IVY, f"birthday:{customer.id}:2026", InDoubt.PARK)
    assert row.expires_at == datetime(2026, 3, 5, 12, tzinfo=UTC)
    assert [each.kind for each in await desk.story(customer.id)][-1] is InteractionKind.GREETING


async def test_one_tap_switches_greetings_off_and_takes_the_button_away(desk: Desk) -> None:
    ivy, _ = await greeted(desk)
    await ivy.presses("consent-button-opt-out")
    assert await ivy.is_answered_by("consent-noted")
    assert await ivy.hears_one() == ivy.words("consent-off-greetings")
    assert [(consent.kind, consent.granted) for consent in await desk.rows(Consent, Consent.kind)] == [(ConsentKind.GREETINGS, False)]
    assert [row.payload.get("reply_markup") for row in await desk.queued() if row.method == "editMessageReplyMarkup"] == [
        {"inline_keyboard": []}
    ]
    await ivy.presses("consent-button-opt-out")
    assert await ivy.hears() == []


async def test_the_other_buttons_of_the_message_stay(desk: Desk) -> None:
    ivy, *_ = await known(desk)
    stay = {"text": "All is well", "callback_data": "visit:1:fine"}
    go = {"text": "x", "callback_data": "opt:reminders"}
    bot = {"id": 1, "is_bot": True, "first_name": "Kefu"}
    message = {"message_id": 7, "date": 1, "chat": {"id": IVY, "type": "private"}, "from": bot, "text": "…"}
    await desk.feed(
        {
            "callback_query": {
                "id": "1",
                "from": {"id": IVY, "is_bot": False, "first_name": "Ivy"},
                "chat_instance": "1",
                "data": "opt:reminders",
                "message": message | {"reply_markup": {"inline_keyboard": [[stay], [go]]}},
            }
        }
    )
    [edit] = [row for row in await desk.queued() if row.method == "editMessageReplyMarkup"]
    assert edit.payload["reply_markup"]["inline_keyboard"] == [[stay]]
    assert await ivy.is_answered_by("consent-noted")


async def test_the_button_does_nothing_in_a_group_and_with_a_forged_kind(desk: Desk) -> None:
    await known(desk)
    await desk.has_staff_group()
    await desk.presses(IVY, "opt:reminders", chat_id=STAFF_GROUP)
    await desk.presses(IVY, "opt:everything")
    assert await desk.rows(Consent, Consent.kind) == []
    assert await desk.press_answers() == [desk.phrase("press-is-old")] * 2


@pytest.mark.parametrize("language", Language)
async def test_each_reminder_has_its_words_and_goes_out_as_one(desk: Desk, language: Language) -> None:
    _, customer, contact = await known(desk, language)
    until = desk.at + timedelta(hours=1)
    silver = desk.business.tiers[1]
    reminders: list[tuple[Reminder, list[str]]] = [
        (PointsWillExpire(customer, contact, "points:1", until, points=1200, balance=3000, first_day=date(2026, 4, 3), last_day=date(2026, 4, 3)), ["1,200", "3,000", "3"]),
        (PointsWillExpire(customer, contact, "points:2", until, points=50, balance=60, first_day=date(2026, 4, 3), last_day=date(2026, 4, 20)), ["50", "60", "20"]),
        (TierWithinReach(customer, contact, "tier:1", until, tier=silver, missing=40), ["40", silver.label(language), "1.2"]),
        (TierWithinReach(customer, contact, "tier:2", until, tier=desk.business.tiers[0], missing=1), ["Member" if language is Language.ENGLISH else "普通会员"]),
        (TierAtRisk(customer, contact, "tier-lost:1", until, tier=silver, to_keep=1200, last_day=date(2026, 4, 3)), ["1,200", silver.label(language), "3"]),
        (LongSilence(customer, contact, "silence:1", until), ["Lantern Tea"]),
    ]  # fmt: skip
    async with desk.database.begin() as session:
        for reminder, _ in reminders:
            await desk.tell(session)(reminder)
    rows = [row for row in await desk.queued() if row.lane is Lane.BULK]
    assert [(row.dedupe_key, row.expires_at, row.in_doubt) for row in rows] == [
        (reminder.key, until, InDoubt.PARK) for reminder, _ in reminders
    ]
    for row, (_, said) in zip(rows, reminders, strict=True):
        assert [words for words in [customer.name, *said] if words not in row.payload["text"]] == []
        assert row.payload["reply_markup"]["inline_keyboard"][-1][0]["callback_data"] == "opt:reminders"
    assert {each.kind for each in (await desk.story(customer.id))[-6:]} == {InteractionKind.REMINDER}


async def test_what_is_too_late_is_not_said(desk: Desk) -> None:
    _, row = await greeted(desk)
    assert row.expires_at is not None
    desk.at = row.expires_at
    await desk.deliver()
    assert [call for call in desk.calls if call[1].get("text") == row.payload["text"]] == []


@pytest.mark.parametrize("language", Language)
async def test_a_business_whose_tiers_count_money_reminds_of_money(desk: Desk, language: Language) -> None:
    rules = replace(desk.business.loyalty.tier_rules, by=TierBasis.SPEND)
    desk = desk.of(replace(desk.business, loyalty=replace(desk.business.loyalty, tier_rules=rules)))
    _, customer, contact = await known(desk, language)
    until, silver = desk.at + timedelta(hours=1), desk.business.tiers[1]
    name, tier = customer.name, silver.label(language)
    async with desk.database.begin() as session:
        await desk.tell(session)(TierWithinReach(customer, contact, "tier:1", until, tier=silver, missing=40))
        await desk.tell(session)(TierAtRisk(customer, contact, "lost:1", until, tier=silver, to_keep=60, last_day=date(2026, 4, 3)))
    day = desk.phrasebook.speaking(language).day(date(2026, 4, 3))
    assert [row.payload["text"] for row in await desk.queued() if row.lane is Lane.BULK] == [
        desk.phrase("reminder-tier-spend", language, name=name, missing=40, tier=tier, factor=1.2),
        desk.phrase("reminder-tier-lost-spend", language, name=name, missing="60", tier=tier, day=day),
    ]


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(
    ("has_reason", "speaks", "kind"),
    [
        pytest.param(has_points, reminds, ConsentKind.REMINDERS, id="reminder"),
        pytest.param(is_silent, wins_back, ConsentKind.REMINDERS, id="win-back"),
        pytest.param(has_birthday, greets, ConsentKind.GREETINGS, id="greeting"),
        pytest.param(has_visit, asks, ConsentKind.REMINDERS, id="visit"),
        pytest.param(nothing, send_campaign, ConsentKind.CAMPAIGNS, id="campaign"),
    ],
)
async def test_below_whatever_is_unasked_one_tap_ends_its_kind(
    desk_on_both: Desk, language: Language, has_reason: Reason, speaks: Reason, kind: ConsentKind
) -> None:
    desk = desk_on_both
    desk.at = AFTERNOON
    await crowd(desk, 1, 2, language=language)
    await has_reason(desk)
    await speaks(desk)
    await desk.deliver()
    [row] = [each for each in await messages(desk) if each.customer_id == 1]
    button = row.payload["reply_markup"]["inline_keyboard"][-1][0]
    assert button["text"] == desk.phrasebook.speaking(language).plain("consent-button-opt-out")
    await desk.presses(FIRST_ADDRESS + 1, button["callback_data"], message_id=row.sent_message_id or 0, language=language.value)
    assert await desk.last_said_to(FIRST_ADDRESS + 1) == desk.phrase(f"consent-off-{kind}", language)
    assert [(each.kind, each.granted) for each in await desk.rows(Consent, Consent.kind)] == [(kind, False)]
    before = len(await messages(desk))
    desk.later(days=8)
    await speaks(desk)
    assert [each for each in (await messages(desk))[before:] if each.customer_id == 1] == []


@pytest.mark.parametrize("language", Language)
async def test_large_numbers_are_told_with_their_separators(desk: Desk, language: Language) -> None:
    _, customer, contact = await known(desk, language)
    async with desk.database.begin() as session:
        await desk.tell(session)(TierWithinReach(customer, contact, "tier:1", desk.at, tier=desk.business.tiers[1], missing=12_500))
        await desk.tell(session)(TierWithinReach(customer, contact, "tier:2", desk.at, tier=desk.business.tiers[1], missing=1))
    many, one = [row.payload["text"] for row in await desk.queued() if row.lane is Lane.BULK]
    assert "12,500" in many
    assert ("one point" if language is Language.ENGLISH else "1 积分") in one
