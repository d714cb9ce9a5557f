"""What campaigns say: written by supervisors, filled in for each customer, and answered by presses."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from crm.audit import note_act
from crm.business import Business
from crm.campaigns import CampaignHasNoText, CampaignIsFixed, hold_campaign, subject_of
from crm.canned_replies import UnknownPlaceholder
from crm.permissions import is_allowed
from crm.points import entries_of_many
from crm.rules.campaign_texts import PLACEHOLDERS, POINTS, placeholders_in
from crm.rules.campaigns import CampaignButton
from crm.rules.canned_replies import unknown_placeholder
from crm.rules.loyalty import balance, lapsed_points
from storage.campaigns import Campaign, CampaignText, find_recipient, find_text
from storage.customers import Customer
from storage.database import Session
from storage.staff import StaffMember
from storage.vocabulary import CampaignState, Language, Role, Variant

# What says nothing any more that could be changed.
_SENDING = (CampaignState.RUNNING, CampaignState.PAUSED, CampaignState.DONE, CampaignState.STOPPED)


@dataclass(frozen=True)
class CampaignMedia:
    """A photo, video or animation above a campaign's words, by Telegram's id of the file."""

    kind: str
    file_id: str


async def write_text(
    session: Session,
    *,
    campaign_id: int,
    variant: Variant,
    language: Language,
    words: str,
    entities: Sequence[dict[str, Any]],
    media: CampaignMedia | None,
    by: StaffMember,
    at: datetime,
) -> CampaignText:
    """Write what a campaign says in one variant and language, in place of what it said; the buttons stay.

    Raises CampaignIsFixed, and UnknownPlaceholder for something in braces that cannot be filled in.
    """
    campaign = await _unsent(session, campaign_id, by)
    placeholder = unknown_placeholder(words, known=PLACEHOLDERS)
    if placeholder is not None:
        raise UnknownPlaceholder(placeholder=placeholder, known=" ".join(f"{{{name}}}" for name in PLACEHOLDERS))
    text = await find_text(session, campaign_id=campaign.id, variant=variant, language=language)
    if text is None:
        text = CampaignText(campaign_id=campaign.id, variant=variant, language=language, words=words, entities=[], buttons=[])
        session.add(text)
    text.words, text.entities = words, list(entities)
    text.media_kind, text.file_id = (media.kind, media.file_id) if media else (None, None)
    after = {"text": f"{variant.upper()} {language}: {words}"}
    note_act(session, act="campaign.written", by=by, at=at, before={}, after=after, subject=subject_of(campaign))
    await session.flush()
    return text


async def set_buttons(
    session: Session,
    *,
    campaign_id: int,
    variant: Variant,
    language: Language,
    buttons: Sequence[CampaignButton],
    by: StaffMember,
    at: datetime,
) -> CampaignText:
    """Put buttons below a text that was written. Raises CampaignIsFixed, CampaignHasNoText."""
    campaign = await _unsent(session, campaign_id, by)
    text = await find_text(session, campaign_id=campaign.id, variant=variant, language=language)
    if text is None:
        raise CampaignHasNoText(variant=variant.value)
    text.buttons = [asdict(button) for button in buttons]
    labels = ", ".join(button.label for button in buttons)
    note_act(session, act="campaign.written", by=by, at=at, before={}, after={"buttons": labels}, subject=subject_of(campaign))
    return text


async def click_campaign(
    session: Session,
    *,
    campaign_id: int,
    variant: Variant,
    language: Language,
    place: int,
    customer: Customer,
    staff: StaffMember | None,
    at: datetime,
) -> CampaignButton | None:
    """Count that a customer pressed the button at this place of the text that they got; the first press counts. Return the button.

    Staff who try a campaign are shown what the button does and are not counted. None for who did not get it, and for a text that changed.
    """
    recipient = await find_recipient(session, campaign_id=campaign_id, customer_id=customer.id)
    got_it = recipient is not None and recipient.queued_at is not None and recipient.variant is variant
    if not got_it and not is_allowed(staff, Role.SUPERVISOR):
        return None
    text = await find_text(session, campaign_id=campaign_id, variant=variant, language=language)
    if text is None or not 0 <= place < len(text.buttons):
        return None
    if recipient is not None and got_it and recipient.clicked_at is None:
        recipient.clicked_at = at
    return CampaignButton(**text.buttons[place])


def text_for(texts: Sequence[CampaignText], *, variant: Variant, language: Language, business: Business) -> CampaignText:
    """Return what somebody of this language reads: in their language, else in the staff's, else in any. `texts` must hold the variant."""
    found = {text.language: text for text in texts if text.variant is variant}
    return found.get(language) or found.get(business.staff_language) or next(iter(found.values()))


def require_unsent(campaign: Campaign) -> None:
    """Raise CampaignIsFixed when a campaign is being sent, or is over."""
    if campaign.state in _SENDING:
        raise CampaignIsFixed(state=campaign.state.value)


async def points_to_name(session: Session, *, texts: Sequence[CampaignText], customer_ids: Collection[int], at: datetime) -> dict[int, int]:
    """Return how many points each of these customers can spend, if one of the texts names them; else nothing."""
    if not any(POINTS in placeholders_in(text.words) for text in texts):
        return {}
    ledgers = await entries_of_many(session, customer_ids=customer_ids)
    return {number: max(0, balance(entries) - lapsed_points(entries, at)) for number, entries in ledgers.items()}


async def _unsent(session: Session, campaign_id: int, by: StaffMember) -> Campaign:
    campaign = await hold_campaign(session, campaign_id=campaign_id, by=by)
    require_unsent(campaign)
    return campaign
