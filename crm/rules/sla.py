"""When a customer must have been answered."""

from datetime import datetime, timedelta

from crm.rules.working_hours import WorkingHours, add_working_time


def first_response_due(opened_at: datetime, *, target: timedelta, hours: WorkingHours) -> datetime:
    """The moment at which `target` of working time has passed since the ticket was opened; raises NeverOpen.

    Outside opening hours the clock starts at the next opening (as Zendesk counts first reply time in business hours).
    """
    return add_working_time(hours, opened_at, target)
