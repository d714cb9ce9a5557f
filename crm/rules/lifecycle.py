"""The stage of the life cycle in which a customer is."""

from storage.vocabulary import Stage

LOYAL_ORDERS_A_YEAR = 5
ORDERS_OF_A_PROMOTER = 3
PROMOTER_NPS = 9


def stage(*, inbound_messages: int, paid_orders: int, orders_last_year: int, tier_is_loyal: bool, last_nps: int | None = None) -> Stage:
    """The stage that follows from what happened; it can fall, because a fully refunded order is no paid order.

    Loyal: at least 5 paid orders in the last 365 days, or a loyal tier, or at least 3 paid orders and a last NPS answer
    of 9 or 10. Otherwise the paid orders decide, and before the first one, whether the customer ever wrote.
    """
    promotes = paid_orders >= ORDERS_OF_A_PROMOTER and last_nps is not None and last_nps >= PROMOTER_NPS
    if orders_last_year >= LOYAL_ORDERS_A_YEAR or tier_is_loyal or promotes:
        return Stage.LOYAL
    if paid_orders >= 2:
        return Stage.REPEAT_PURCHASE
    if paid_orders == 1:
        return Stage.FIRST_PURCHASE
    return Stage.CONTACTED if inbound_messages else Stage.PROSPECT
