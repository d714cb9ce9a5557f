"""Privacy: which unasked messages a customer wants."""

from datetime import datetime

from crm.unasked import drop_for_opt_out
from storage.consents import Consent, find_consent
from storage.customers import Customer
from storage.database import Session
from storage.vocabulary import ConsentKind


async def consents_of(session: Session, *, customer_id: int) -> dict[ConsentKind, bool]:
    """Return for each kind of unasked message whether the customer takes it; who said nothing does."""
    said = {kind: await find_consent(session, customer_id=customer_id, kind=kind) for kind in ConsentKind}
    return {kind: consent is None or consent.granted for kind, consent in said.items()}


async def set_consent(session: Session, *, customer: Customer, kind: ConsentKind, granted: bool, at: datetime) -> bool:
    """Switch a kind of unasked message on or off for a customer; tell whether that changed anything. What waits of it is not sent any more."""
    if not granted:
        await drop_for_opt_out(session, customer_id=customer.id, kind=kind)
    consent = await find_consent(session, customer_id=customer.id, kind=kind)
    if consent is None:
        session.add(Consent(customer_id=customer.id, kind=kind, granted=granted, at=at))
        await session.flush()
        return not granted
    if consent.granted is granted:
        return False
    consent.granted, consent.at = granted, at
    return True
