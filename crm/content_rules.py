"""Content rules: which rule of the business a message comes under."""

from datetime import datetime

from crm.business import Business
from crm.patterns import is_found
from crm.rules.content import Content, ContentAct, ContentRule, bare, by_severity, is_new_customer, may_match
from storage.content_flags import find_flag, keep_flag
from storage.customers import Customer
from storage.database import Session


def find_rule(content: Content, *, customer: Customer, at: datetime, business: Business) -> ContentRule | None:
    """Return the severest rule under which something comes that a customer sent."""
    is_new = is_new_customer(customer.created_at, at, days=business.new_customer_days)
    words = bare(content.words)
    for rule in by_severity(business.content_rules):
        if may_match(rule, content, is_new=is_new) and (rule.pattern is None or is_found(rule.pattern, words, name=rule.name)):
            return rule
    return None


async def flag_interaction(session: Session, *, interaction_id: int, rule: ContentRule, at: datetime) -> bool:
    """Keep that something said comes under a rule, so that staff are warned when they are shown it; False when it is flagged already."""
    if await find_flag(session, interaction_id=interaction_id) is not None:
        return False
    keep_flag(session, interaction_id=interaction_id, rule=rule.name, at=at)
    return True


async def flag_of(session: Session, *, interaction_id: int, business: Business) -> str | None:
    """Return the name of the rule by which staff are to be warned of something said."""
    if not any(rule.act is ContentAct.FLAG for rule in business.content_rules):
        return None
    return await find_flag(session, interaction_id=interaction_id)
