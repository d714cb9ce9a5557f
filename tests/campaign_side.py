"""What tests of campaigns begin with: customers of all kinds, and a campaign that is composed and sent."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from crm.campaign_texts import write_text
from crm.campaigns import count_campaign, create_campaign, schedule_campaign, set_segment, set_shares
from crm.rules.segments import Segment
from jobs.campaigns import attend_campaigns
from storage.campaigns import Campaign, CampaignRecipient
from storage.customers import Contact, Customer
from storage.outbox import OutboxMessage
from storage.purchases import Purchase
from storage.staff import StaffMember
from storage.vocabulary import Channel, Language, Role, Variant
from tests.desk import OWNER, Desk

FIRST_ADDRESS = 70_000


async def owner_of(desk: Desk) -> StaffMember:
    """Return the owner, who is made first where there is none."""
    owners: list[StaffMember] = [member for member in await desk.rows(StaffMember) if member.user_id == OWNER]
    if owners:
        return owners[0]
    owner = StaffMember(user_id=OWNER, name="Olivia", role=Role.OWNER, language=Language.ENGLISH, added_at=desk.at)
    await desk.keep(owner)
    return owner


async def crowd(
    desk: Desk, *numbers: int, language: Language = Language.ENGLISH, zone: str = "Asia/Shanghai", is_blocked: bool = False
) -> None:
    """Store customers with these numbers, who can be written to."""
    await desk.keep(
        *(Customer(id=number, name=f"Customer {number}", language=language, time_zone=zone, created_at=desk.at) for number in numbers)
    )
    await desk.keep(
        *(
            Contact(
                customer_id=number, channel=Channel.TELEGRAM, address=str(FIRST_ADDRESS + number), created_at=desk.at,
                blocked_at=desk.at if is_blocked else None,
            )
            for number in numbers
        )
    )  # fmt: skip


async def buys(desk: Desk, number: int, *, at: datetime | None = None, amount_minor: int = 10_000, **ago: float) -> None:
    """A customer bought something so long ago."""
    moment = (at or desk.at) - timedelta(**ago)
    reference = f"{number}-{moment.isoformat()}-{amount_minor}"
    await desk.keep(
        Purchase(customer_id=number, reference=reference, amount_minor=amount_minor, currency="CNY", at=moment, imported_at=desk.at)
    )


async def composed(
    desk: Desk,
    *,
    segment: Segment | None = None,
    b_percent: int = 0,
    control_percent: int = 0,
    texts: Sequence[tuple[Variant, Language]] = ((Variant.A, Language.ENGLISH),),
) -> int:
    """Compose a campaign and have its list drawn up; return its number."""
    owner = await owner_of(desk)
    by: dict[str, Any] = {"by": owner, "at": desk.at}
    async with desk.database.begin() as session:
        campaign = await create_campaign(session, name="Spring tea", **by)
        asked = by | {"campaign_id": campaign.id}
        await set_segment(session, segment=segment or Segment(), **asked)
        await set_shares(session, b_percent=b_percent, control_percent=control_percent, **asked)
        for variant, language in texts:
            await write_text(
                session, variant=variant, language=language, words=f"Tea {variant} {language}", entities=(), media=None, **asked
            )
        await count_campaign(session, **asked)
    await run(desk)
    return campaign.id


async def sent(desk: Desk, **composition: Any) -> int:
    """Compose a campaign, draw up its list and begin to send it; return its number."""
    number = await composed(desk, **composition)
    await begin(desk, number)
    return number


async def begin(desk: Desk, number: int) -> None:
    """Let a campaign begin now."""
    async with desk.database.begin() as session:
        await schedule_campaign(session, campaign_id=number, starts_at=desk.at, by=await owner_of(desk), at=desk.at)
    await run(desk)


async def run(desk: Desk) -> int:
    """Let the job of campaigns run once."""
    return await attend_campaigns(desk.database, desk.business, lambda: desk.at, lambda session, _at: desk.tell(session))


async def campaign_of(desk: Desk, number: int) -> Campaign:
    """Return a campaign as it is kept."""
    campaign: Campaign = await desk.row(Campaign, id=number)
    return campaign


async def states(desk: Desk, number: int) -> dict[int, str]:
    """Return how far a campaign has come with each customer of its list."""
    rows = await desk.rows(CampaignRecipient, CampaignRecipient.customer_id)
    return {row.customer_id: row.state.value for row in rows if row.campaign_id == number}


async def written(desk: Desk) -> dict[int, list[str]]:
    """Return what was queued for each customer of the crowd, by number."""
    said: dict[int, list[str]] = {}
    for row in await desk.queued():
        if row.chat_id is not None and row.chat_id >= FIRST_ADDRESS:
            said.setdefault(row.chat_id - FIRST_ADDRESS, []).append(str(row.payload.get("text") or row.payload.get("caption")))
    return said


async def messages(desk: Desk) -> list[OutboxMessage]:
    """Return the rows of the outbox that are for the crowd."""
    return [row for row in await desk.queued() if row.chat_id is not None and row.chat_id >= FIRST_ADDRESS]
