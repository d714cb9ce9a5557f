"""The business: actions on customers, tickets, surveys, visits and points."""
