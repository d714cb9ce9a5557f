"""Campaigns being sent: to whom, when, once, and never to the control group."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm.campaign_sending import MOST_WAITING, count_step
from crm.campaigns import CampaignIsFixed, set_shares
from crm.outcomes import Blocked, Outcome, Refused, Unknown
from crm.privacy import set_consent
from crm.rules.frequency import UnaskedCap
from crm.rules.quiet_hours import is_quiet
from crm.rules.segments import Segment
from crm.unasked import UNASKED
from storage.campaigns import Campaign, CampaignRecipient
from storage.customers import Customer
from storage.interactions import Interaction, keep_interaction
from storage.outbox import queue_message
from storage.vocabulary import Author, CampaignState, ConsentKind, Direction, InteractionKind, Lane, Language, OutboxState, Variant
from tests.campaign_side import begin, campaign_of, composed, crowd, messages, owner_of, run, sent, states, written
from tests.desk import OWNER, Desk

BOTH = ((Variant.A, Language.ENGLISH), (Variant.A, Language.CHINESE))


async def told(desk: Desk, number: int, **ago: float) -> None:
    """A customer was reminded of something so long ago."""
    async with desk.database.begin() as session:
        keep_interaction(
            session, kind=InteractionKind.REMINDER, direction=Direction.OUT, author=Author.BOT, at=desk.at - timedelta(**ago), customer_id=number
        )  # fmt: skip


async def test_everybody_gets_it_once_in_their_language_and_it_ends(desk_on_both: Desk) -> None:
    desk = desk_on_both
    await crowd(desk, 1, 2)
    await crowd(desk, 3, language=Language.CHINESE)
    number = await sent(desk, texts=BOTH)
    assert await written(desk) == {1: ["Tea a en"], 2: ["Tea a en"], 3: ["Tea a zh"]}
    for _ in range(3):
        await desk.deliver()
        await run(desk)
    assert await states(desk, number) == {1: "sent", 2: "sent", 3: "sent"}
    campaign = await campaign_of(desk, number)
    assert (campaign.state, campaign.finished_at) == (CampaignState.DONE, desk.at)
    assert await desk.last_said_to(OWNER) == desk.phrase("campaign-finished", number=number, name="Spring tea")
    assert len(await messages(desk)) == 3
    assert [row.dedupe_key for row in await messages(desk)] == [None] * 3  # the list guards them now, and they need not be kept


async def test_each_message_goes_by_the_bulk_lane_with_a_button_against_more(desk: Desk) -> None:
    await crowd(desk, 1)
    await sent(desk)
    (row,) = await messages(desk)
    assert (row.lane, row.customer_id) == (Lane.BULK, 1)
    assert row.expires_at == datetime(2026, 3, 4, 13, 30, tzinfo=UTC)
    assert row.payload["reply_markup"]["inline_keyboard"][-1][0]["callback_data"] == "opt:campaigns"
    assert "parse_mode" not in row.payload


async def test_without_a_text_in_their_language_they_get_that_of_the_business(desk: Desk) -> None:
    await crowd(desk, 1, language=Language.CHINESE)
    await sent(desk)
    assert await written(desk) == {1: ["Tea a en"]}
    other = desk.of(replace(desk.business, staff_language=Language.CHINESE, unasked=UnaskedCap(0, 0)))
    await sent(
        other,
        texts=((Variant.A, Language.CHINESE), (Variant.A, Language.ENGLISH)),
        segment=Segment(languages=frozenset({Language.CHINESE})),
    )
    assert (await written(desk))[1][-1] == "Tea a zh"


async def test_the_list_leaves_out_who_cannot_or_will_not_be_written_to(desk_on_both: Desk) -> None:
    desk = desk_on_both
    await crowd(desk, 1, 2, 3)
    await crowd(desk, 4, is_blocked=True)
    async with desk.database.begin() as session:
        refusing, banned = await session.get(Customer, 2), await session.get(Customer, 3)
        assert refusing is not None
        assert banned is not None
        await set_consent(session, customer=refusing, kind=ConsentKind.CAMPAIGNS, granted=False, at=desk.at)
        banned.banned_until = desk.at + timedelta(days=1)
    number = await composed(desk)
    assert await states(desk, number) == {1: "planned"}
    assert (await campaign_of(desk, number)).counted == {"zones": {"Asia/Shanghai": 1}, "control": 0}


async def test_who_switches_campaigns_off_after_the_count_is_passed_over(desk: Desk) -> None:
    await crowd(desk, 1, 2)
    number = await composed(desk)
    async with desk.database.begin() as session:
        refusing = await session.get(Customer, 2)
        assert refusing is not None
        await set_consent(session, customer=refusing, kind=ConsentKind.CAMPAIGNS, granted=False, at=desk.at)
    await begin(desk, number)
    assert await states(desk, number) == {1: "queued", 2: "skipped"}
    assert list(await written(desk)) == [1]


async def test_who_is_asleep_gets_it_in_the_morning(desk: Desk) -> None:
    desk.at = datetime(2026, 3, 4, 12, tzinfo=UTC)
    await crowd(desk, 1, zone="Asia/Shanghai")
    await crowd(desk, 2, zone="America/Los_Angeles")
    number = await sent(desk)
    assert await states(desk, number) == {1: "queued", 2: "planned"}
    desk.at = datetime(2026, 3, 4, 16, 29, tzinfo=UTC)
    await run(desk)
    assert (await states(desk, number))[2] == "planned"
    desk.at = datetime(2026, 3, 4, 16, 30, tzinfo=UTC)
    await run(desk)
    assert (await states(desk, number))[2] == "queued"


async def test_who_was_told_something_today_gets_it_tomorrow(desk_on_both: Desk) -> None:
    desk = desk_on_both
    await crowd(desk, 1, 2)
    await told(desk, 1, hours=20)
    number = await sent(desk)
    assert await states(desk, number) == {1: "planned", 2: "queued"}
    desk.later(hours=3, minutes=59)
    await run(desk)
    assert (await states(desk, number))[1] == "planned"
    desk.at = datetime(2026, 3, 5, 0, 30, tzinfo=UTC)
    await run(desk)
    assert (await states(desk, number))[1] == "queued"


async def test_two_campaigns_to_one_customer_keep_the_cap_between_them(desk: Desk) -> None:
    await crowd(desk, 1)
    first, second = await composed(desk), await composed(desk)
    await begin(desk, first)
    await begin(desk, second)
    assert [await states(desk, number) for number in (first, second)] == [{1: "queued"}, {1: "planned"}]


async def test_the_control_group_is_never_written_to(desk: Desk) -> None:
    await crowd(desk, *range(1, 61))
    texts = ((Variant.A, Language.ENGLISH), (Variant.B, Language.ENGLISH))
    number = await sent(desk, b_percent=40, control_percent=30, texts=texts)
    rows = await desk.rows(CampaignRecipient, CampaignRecipient.customer_id)
    control = {row.customer_id for row in rows if row.variant is Variant.CONTROL}
    said = await written(desk)
    assert control
    assert set(said) == set(range(1, 61)) - control
    for row in rows:
        if row.variant is not Variant.CONTROL:
            assert said[row.customer_id] == [f"Tea {row.variant} en"]
    await desk.deliver()
    await run(desk)
    assert (await campaign_of(desk, number)).state is CampaignState.DONE
    assert {state for customer, state in (await states(desk, number)).items() if customer in control} == {"control"}


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        (Blocked("Forbidden: bot was blocked by the user"), "blocked"),
        (Refused("Bad Request: wrong file identifier"), "failed"),
        (Unknown("timeout"), "failed"),
    ],
)
async def test_what_does_not_arrive_is_noted_and_not_sent_again(desk: Desk, outcome: Outcome, state: str) -> None:
    await crowd(desk, 1)
    number = await sent(desk)
    await desk.deliver(answers={"sendMessage": outcome})
    await run(desk)
    assert await states(desk, number) == {1: state}
    desk.later(days=2)
    await run(desk)
    assert [row for row in await messages(desk) if row.state is OutboxState.QUEUED] == []


async def test_what_the_night_overtook_is_sent_the_next_day(desk: Desk) -> None:
    await crowd(desk, 1)
    number = await sent(desk)
    desk.at = datetime(2026, 3, 4, 14, tzinfo=UTC)  # quiet hours have begun
    await desk.deliver()
    await run(desk)
    assert await states(desk, number) == {1: "planned"}
    desk.at = datetime(2026, 3, 5, 1, tzinfo=UTC)
    await run(desk)
    await desk.deliver()
    await run(desk)
    assert await states(desk, number) == {1: "sent"}


async def test_a_full_bulk_lane_is_not_filled_further(desk: Desk) -> None:
    await crowd(desk, 1)
    async with desk.database.begin() as session:
        for _ in range(MOST_WAITING):
            queue_message(session, method="sendMessage", payload={"chat_id": 1, "text": "x"}, lane=Lane.BULK, at=desk.at, chat_id=1)
    number = await sent(desk)
    assert await states(desk, number) == {1: "planned"}


async def test_a_list_that_was_left_off_is_gone_on_with_and_holds_nobody_twice(desk_on_both: Desk) -> None:
    desk = desk_on_both
    await crowd(desk, *range(1, 8))
    owner = await owner_of(desk)
    await desk.keep(Campaign(id=9, name="Left off", state=CampaignState.COUNTING, segment={}, created_by=owner.id, created_at=desk.at))
    for expected in (3, 3):
        async with desk.database.begin() as session:
            listed = await count_step(session, campaign_id=9, at=desk.at, business=desk.business, tell=desk.tell(session), limit=3)
            assert listed == expected
    assert (await campaign_of(desk, 9)).built_to == 6
    await run(desk)
    assert list(await states(desk, 9)) == list(range(1, 8))
    campaign = await campaign_of(desk, 9)
    assert (campaign.state, campaign.counted) == (CampaignState.READY, {"zones": {"Asia/Shanghai": 7}, "control": 0})


async def test_a_scheduled_campaign_begins_at_its_moment_and_not_before(desk: Desk) -> None:
    await crowd(desk, 1)
    number = await composed(desk)
    async with desk.database.begin() as session:
        campaign = await session.get(Campaign, number)
        assert campaign is not None
        campaign.state, campaign.starts_at = CampaignState.SCHEDULED, desk.at + timedelta(minutes=30)
    await run(desk)
    assert await states(desk, number) == {1: "planned"}
    desk.later(minutes=30)
    await run(desk)
    assert await states(desk, number) == {1: "queued"}
    assert (await campaign_of(desk, number)).started_at == desk.at


people = st.lists(
    st.tuples(
        st.sampled_from(["Asia/Shanghai", "Europe/Berlin", "America/New_York", "Pacific/Kiritimati"]),
        st.lists(st.integers(0, 200), max_size=4),
    ),
    min_size=1,
    max_size=6,
)


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(people=people, caps=st.tuples(st.integers(1, 2), st.integers(1, 4)), hours=st.integers(1, 11))
async def test_nobody_is_over_the_cap_or_disturbed_at_night_whoever_they_are(
    desk: Desk, people: list[tuple[str, list[int]]], caps: tuple[int, int], hours: int
) -> None:
    desk = desk.of(replace(desk.business, unasked=UnaskedCap(*caps)))
    known = len(await desk.rows(Customer))
    numbers = range(known + 1, known + 1 + len(people))
    for number, (zone, ago) in zip(numbers, people, strict=True):
        await crowd(desk, number, zone=zone)
        for each in ago:
            await told(desk, number, hours=each)
    said: dict[int, list[datetime]] = {}
    before = {row.id for row in await desk.rows(Interaction)}
    for _ in range(2):
        await sent(desk)
    for _ in range(8):
        desk.later(hours=hours)
        await run(desk)
    for row in await desk.rows(Interaction):
        if row.direction is Direction.OUT and row.kind in UNASKED and row.customer_id in numbers:
            said.setdefault(row.customer_id, []).append(row.at)
            if row.id not in before:
                zone = people[row.customer_id - numbers.start][0]
                assert not is_quiet(desk.business.quiet_hours, row.at, zone)
                for most, length in ((caps[0], timedelta(days=1)), (caps[1], timedelta(days=7))):
                    lately = [at for at in said[row.customer_id] if row.at - length < at <= row.at]
                    assert len(lately) <= most
    keys = [row.dedupe_key for row in await messages(desk)]
    assert len(keys) == len(set(keys))
    for number in {row.campaign_id for row in await desk.rows(CampaignRecipient, CampaignRecipient.customer_id)}:
        assert len([row for row in await messages(desk) if (row.dedupe_key or "").startswith(f"campaign:{number}:")]) <= known + len(people)


async def test_shares_cannot_be_changed_once_the_list_is_drawn_up(desk: Desk) -> None:
    await crowd(desk, 1)
    number = await composed(desk)
    async with desk.database.begin() as session:
        with pytest.raises(CampaignIsFixed):
            await set_shares(session, campaign_id=number, b_percent=1, control_percent=1, by=await owner_of(desk), at=desk.at)
