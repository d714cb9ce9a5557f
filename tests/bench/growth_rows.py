"""Growth: what a desk remembers of many customers, as rows; the same rows every time, and always the same number of things due."""

from array import array
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from enum import IntEnum
from typing import Any

from storage.columns import EPOCH_MS
from tests.desk import AGENT, BOT_ID, OWNER, STAFF_GROUP

# A Wednesday, 14:30 in Shanghai: the desk is open, greetings and reminders may be said.
AT = datetime(2026, 3, 4, 6, 30, tzinfo=UTC)
DUE = 20
LEAST_CUSTOMERS = 600  # with fewer there are not enough for whom nothing else is due
UNATTENDED = 5  # answers to visits that want a person; the rest of those customers serve nothing
FIRST_ADDRESS = 10_000_000
FIRST_UPDATE = 500_000_000

Row = tuple[Any, ...]
Stamp = Callable[[int], Any]
_NOW = int(AT.timestamp())
_DAY = 86_400
_YEARS = 730 * _DAY
# A customer speaks, is answered, and so on, each 73 days later, until the tenth and last time, within the last 58 days.
TURN = 73 * _DAY
BEGIN = _NOW - _YEARS
COPIES = ((0, 2), (1, 3), (0, 4), (1, 5), (0, 6), (1, 7))  # which turns are copies of which, so many turns later
_STRIDE = 7919  # a prime: walks through all customers in an order of its own


class Matter(IntEnum):
    """What is due for some customers at the moment."""

    BIRTHDAY = 0
    SILENCE = 1
    EXPIRING = 2
    LAPSED = 3
    TIER = 4
    VISIT = 5
    UNATTENDED = 6
    SURVEY = 7


def address_of(customer: int) -> int:
    """Return the Telegram user id of a customer."""
    return FIRST_ADDRESS + customer


def row_id(seconds: int, running: int) -> int:
    """Return an id like those that the desk draws at a moment."""
    return ((seconds * 1000 - EPOCH_MS) << 22) | ((running & 0xFFFFF) << 2)


class Population:
    """So many customers with ten interactions each, two years of tickets, purchases and surveys, and what is due now.

    What is due is the same in every size and stays out of the way of the rest: each matter has 20 customers of its own.
    """

    def __init__(self, customers: int, *, stamp: Stamp) -> None:
        if customers < LEAST_CUSTOMERS:
            raise ValueError(f"{customers} customers are too few: at least {LEAST_CUSTOMERS}")
        self.count = customers
        self.stamp = stamp
        self.due = self._choose_due()
        self._first_ticket = array("q", [0]) * (customers // 3 + 1)
        self._tickets = array("q", self._ticket_owners())
        for number, customer in enumerate(self._tickets, 1):
            if not self._first_ticket[customer // 3]:
                self._first_ticket[customer // 3] = number

    def tables(self) -> Iterator[tuple[str, Iterator[Row]]]:
        """Yield each table with its rows, whole and in the order of its columns; referred tables first."""
        yield "counter", iter([("customer", self.count), ("ticket", len(self._tickets) + DUE)])
        yield "staff_member", self._staff()
        yield (
            "group_chat",
            iter([(STAFF_GROUP, "Desk", True, True, True, True, True, OWNER, self.stamp(_NOW - _YEARS), None, self.stamp(_NOW))]),
        )
        yield "customer", self._customers()
        yield "contact", self._contacts()
        yield "consent", ((c, "reminders", False, self.stamp(_NOW - _DAY)) for c in range(19, self.count + 1, 20) if c not in self._busy)
        yield "conversation", ((address_of(c), address_of(c), None, "{}", self.stamp(_NOW)) for c in range(1, self.count + 1))
        yield "job_run", self._job_runs()
        yield "processed_update", self._processed()
        yield "purchase", self._purchases()
        yield "points_entry", self._points()
        yield "ticket", self._ticket_rows()
        yield "interaction", self._interactions()
        yield "survey", self._surveys()
        yield "survey_response", self._responses()
        yield "visit", self._visits()
        yield "outbox_message", self._messages()

    def quiet_customers(self) -> Iterator[int]:
        """Yield customers for whom nothing is due and who have no ticket, spread over all, each once."""
        return (c for c in self._walk(self.count) if c % 3 and c not in self._busy)

    def open_tickets(self) -> Iterator[tuple[int, int]]:
        """Yield the number and the customer of open tickets, newest first, one for each customer."""
        seen: set[int] = set()
        for number in range(len(self._tickets), 0, -1):
            customer = self._tickets[number - 1]
            if self._is_open(number) and customer not in seen:
                seen.add(customer)
                yield number, customer

    def topic_of(self, number: int) -> int:
        """Return the topic of a ticket."""
        return 1_000 + number

    # --- who -----------------------------------------------------------------------------------------------------

    def _choose_due(self) -> dict[Matter, list[int]]:
        chosen: dict[Matter, list[int]] = {}
        self._busy: set[int] = set()
        for matter in Matter:
            chosen[matter] = []
            for place in range(DUE):
                customer = 1 + (matter * DUE + place) * self.count // (len(Matter) * DUE)
                while customer % 6 not in (1, 5) or customer in self._busy:  # no ticket and no purchase of the usual kind
                    customer = customer % self.count + 1
                self._busy.add(customer)
                chosen[matter].append(customer)
        return chosen

    def _walk(self, count: int) -> Iterator[int]:
        return ((place * _STRIDE) % count + 1 for place in range(count))

    def _ticket_owners(self) -> Iterator[int]:
        """Yield the customer of each ticket by number: a third has one to three."""
        holders = self.count // 3
        for least in range(3):
            yield from (3 * place for place in self._walk(holders) if place % 3 >= least)

    def _staff(self) -> Iterator[Row]:
        at, unsaid = self.stamp(_NOW - _YEARS), (None,) * 9  # of presence, shift, languages, alias and teams
        yield 1, OWNER, f"Person{OWNER}", f"person{OWNER}", "owner", "en", at, None, None, *unsaid
        yield 2, AGENT, f"Person{AGENT}", f"person{AGENT}", "agent", "en", at, OWNER, None, *unsaid

    def _customers(self) -> Iterator[Row]:
        birthdays = [first + timedelta(days=day) for first in [datetime(2025, 3, 8)] for day in range(350)]
        today = set(self.due[Matter.BIRTHDAY])
        for c in range(1, self.count + 1):
            month, day = (3, 4) if c in today else (birthdays[c % 350].month, birthdays[c % 350].day) if c % 2 else (None, None)
            phone = f"+8613{c:09d}" if c % 3 == 1 else None
            since = self.stamp(_NOW - _YEARS - _DAY + c % _DAY)
            yield c, f"Customer {c}", "zh" if c % 4 else "en", False, "Asia/Shanghai", phone, month, day, None, None, since, None, since

    def _contacts(self) -> Iterator[Row]:
        for c in range(1, self.count + 1):
            address = address_of(c)
            since = self.stamp(_NOW - _YEARS - _DAY + c % _DAY)
            yield c, c, "telegram", str(address), f"person{address}", f"person{address}", None, since, None

    def _job_runs(self) -> Iterator[Row]:
        for place, job in enumerate(("surveys", "visits", "birthday_greetings", "reminders", "points_expiry", "housekeeping")):
            at = _NOW - 3600  # an hour ago: the next run looks back as far as the first in an hour does
            yield row_id(at, place), job, self.stamp(at), self.stamp(at + 1), "done", 1, None

    def _processed(self) -> Iterator[Row]:
        week = self.count // 6
        for place in range(week):
            yield BOT_ID, FIRST_UPDATE + place, self.stamp(_NOW - 6 * _DAY + place * 6 * _DAY // week)
        for place in range(DUE):
            yield BOT_ID, FIRST_UPDATE - 1 - place, self.stamp(_NOW - 8 * _DAY)

    # --- what they bought ----------------------------------------------------------------------------------------

    def _purchase_at(self, place: int) -> int:
        """Return when a purchase of the usual kind was made: points of none expire now or are to be spoken of now."""
        age = _YEARS - place * (_YEARS - 10 * _DAY) // (self.count // 2)
        for youngest, oldest in ((356, 369), (333, 338)):
            if youngest * _DAY < age < oldest * _DAY:
                age += (oldest - youngest) * _DAY
        return _NOW - age

    def _bought(self) -> Iterator[tuple[int, int, int, int, int]]:
        """Yield number, customer, moment, amount in whole units, and when it was imported."""
        half = self.count // 2
        for place in range(half):
            c = ((place * _STRIDE) % half) * 2 + 2
            yield place + 1, c, self._purchase_at(place), 20 + c % 280, self._purchase_at(place) + 3600
        ages = {Matter.EXPIRING: 335 * _DAY + 3600, Matter.LAPSED: 365 * _DAY + 3600, Matter.TIER: 3600, Matter.VISIT: 9 * _DAY}
        number = half
        for matter, age in ages.items():
            for c in self.due[matter]:
                number += 1
                amount = 460 if matter is Matter.TIER else 100
                yield number, c, _NOW - age, amount, _NOW - min(age, 9 * _DAY)

    def _purchases(self) -> Iterator[Row]:
        for number, c, at, amount, imported_at in self._bought():
            yield number, c, f"R-{number}", amount * 100, "CNY", self.stamp(at), self.stamp(imported_at), None, None

    def _points(self) -> Iterator[Row]:
        for number, c, at, amount, _ in self._bought():
            expires = at + 365 * _DAY
            yield row_id(at, number), c, "earned", amount, f"purchase:R-{number}", number, self.stamp(at), self.stamp(expires)
            if expires < _NOW - 2 * _DAY:
                yield row_id(expires, number), c, "expired", -amount, f"expired:{c}:{expires}", None, self.stamp(expires), None

    # --- what they said ------------------------------------------------------------------------------------------

    def _said(self) -> Iterator[tuple[int, int, int]]:
        """Yield turn, customer and moment of the interactions that are no copies: the first two, the ninth and the tenth of each customer."""
        n, silent = self.count, set(self.due[Matter.SILENCE])
        for turn in (0, 1, 8):
            for place, c in enumerate(self._walk(n)):
                yield turn, c, _NOW - _YEARS + turn * TURN + place * TURN // n
        for place, c in enumerate(self._walk(n)):
            yield 9, c, _NOW - 60 * _DAY - 3600 if c in silent else _NOW - 58 * _DAY + place * (58 * _DAY - 600) // n

    def _interactions(self) -> Iterator[Row]:
        stamp, first = self.stamp, self._first_ticket
        for turn, c, at in self._said():
            ticket = (first[c // 3] or None) if c % 3 == 0 and turn > 1 else None
            if turn == 1:
                words, way, author, user = f"Order {c} is on its way to you.", "out", "bot", None
            else:
                words, way, author, user = f"What became of my order number {c}?", "in", "customer", address_of(c)
            yield row_id(at, c), c, ticket, "inquiry", way, author, user, words, None, None, None, 1, "telegram", stamp(at), None

    # --- what staff worked on ------------------------------------------------------------------------------------

    def _opened_at(self, number: int) -> int:
        return _NOW - _YEARS + number * (_YEARS - 600) // len(self._tickets)

    def _closed_at(self, number: int) -> int:
        return self._opened_at(number) + 3600 + (number % 23) * 3600

    def _is_open(self, number: int) -> bool:
        """Tell whether a ticket is open: those of the last two days, and one in a hundred."""
        return self._closed_at(number) > _NOW - 26 * 3600 or number % 100 == 0

    def _ticket(self, number: int, customer: int, opened: int, closed: int | None) -> Row:
        stamp = self.stamp
        kind = ("inquiry", "inquiry", "complaint", "follow_up")[number % 4]
        answered = None if closed is None and number % 3 == 0 else stamp(opened + 600 + (number % 37) * 300)
        return (
            number, number, customer, kind, "order", "medium", "closed" if closed else "open" if answered else "new", "normal", None,
            2 if answered else None, None, None, None, None,
            STAFF_GROUP, self.topic_of(number), stamp(opened), None, None, stamp(opened), stamp(opened + 4 * 3600), answered, stamp(closed or opened + 1200),
            stamp(closed) if closed else None, AGENT if closed else None, None, None, None, None, None, None, None, False, False, None, 2,
        )  # fmt: skip

    def _ticket_rows(self) -> Iterator[Row]:
        for number, c in enumerate(self._tickets, 1):
            yield self._ticket(number, c, self._opened_at(number), None if self._is_open(number) else self._closed_at(number))
        for number, c in self._due_tickets():
            yield self._ticket(number, c, _NOW - 7200, _NOW - 3600)

    def _due_tickets(self) -> Iterator[tuple[int, int]]:
        return enumerate(self.due[Matter.SURVEY], len(self._tickets) + 1)

    def _asked(self) -> Iterator[tuple[int, int, int]]:
        """Yield number, customer and moment of the surveys that were asked: one for each closed ticket."""
        return ((k, c, self._closed_at(k)) for k, c in enumerate(self._tickets, 1) if not self._is_open(k))

    def _surveys(self) -> Iterator[Row]:
        for number, c, at in self._asked():
            yield number, number, c, "csat", self.stamp(at), self.stamp(at + 7 * _DAY)
        for number, c in self._due_tickets():
            yield number, number, c, "csat", self.stamp(_NOW - 1800), self.stamp(_NOW + 7 * _DAY)

    def _responses(self) -> Iterator[Row]:
        for number, c, at in self._asked():
            if number % 5 < 2:
                yield number, number, number, c, "csat", 5 - number % 7 % 5, None, self.stamp(at + 3600)

    def _visits(self) -> Iterator[Row]:
        stamp = self.stamp
        for number, c, closed in self._asked():
            due = closed + 3 * _DAY
            asked, step = stamp(due), ("ticket", 3, "bot", None, stamp(due), stamp(due + 14 * 3600))
            if due > _NOW:
                yield number, c, "ticket", number, "planned", None, asked, None, None, None, *step, 0, None, None, None, None
            elif number % 3:
                outcome, follow_up = ("unhappy", number) if number % 20 == 1 else ("fine", None)
                answered = stamp(due + 600)
                yield number, c, "ticket", number, "answered", outcome, asked, asked, answered, follow_up, *step, 1, asked, None, None, None
            elif due > _NOW - 7 * _DAY:
                yield number, c, "ticket", number, "asked", None, asked, asked, None, None, *step, 1, asked, None, None, None
            else:
                yield number, c, "ticket", number, "left", "no_answer", asked, asked, None, None, *step, 2, asked, None, None, None
        today = _NOW - 4 * 3600
        bought = {c: number for number, c, *_ in self._bought() if c in self._busy}
        number, due_at = len(self._tickets), stamp(today)
        step = ("purchase", 7, "bot", None, due_at, stamp(today + 14 * 3600))
        for c in self.due[Matter.VISIT]:
            number += 1
            yield number, c, "purchase", bought[c], "planned", None, due_at, None, None, None, *step, 0, None, None, None, None
        for c in self.due[Matter.UNATTENDED][:UNATTENDED]:
            number += 1
            answered = stamp(_NOW - 3600)
            yield number, c, "purchase", -number, "answered", "unhappy", due_at, due_at, answered, None, *step, 1, due_at, None, None, None

    # --- what was said to them -----------------------------------------------------------------------------------

    def _message(self, place: int, c: int, at: int, *, lane: str, key: str | None) -> Row:
        payload = f'{{"chat_id": {address_of(c)}, "text": "Your order is on its way.", "parse_mode": "HTML"}}'
        return (
            row_id(at, place), row_id(at, place), lane, address_of(c), "sendMessage", payload, "sent", "repeat", 1, False, key, None, None, c,
            None, None, False, None, None, None, self.stamp(at), self.stamp(at), self.stamp(at + 1), place, None,
        )  # fmt: skip

    def _messages(self) -> Iterator[Row]:
        """Yield the replies of two weeks, and what was said once and for all: greetings and surveys, kept for their keys."""
        fortnight = self.count // 4
        walk = self._walk(self.count)
        for place in range(fortnight):
            yield self._message(place, next(walk), _NOW - 13 * _DAY + place * (13 * _DAY - 60) // fortnight, lane="reply", key=None)
        place = fortnight
        for c in range(1, self.count + 1, 2):
            place += 1
            yield self._message(place, c, _NOW - 20 * _DAY - c % 300 * _DAY, lane="bulk", key=f"birthday:{c}:2025")
        for number, c, at in self._asked():
            place += 1
            yield self._message(place, c, at, lane="notice", key=f"survey:{number}:{at}")
        for c in self.due[Matter.SURVEY]:
            place += 1
            yield self._message(place, c, _NOW - 15 * _DAY, lane="reply", key=None)


def queued_messages(count: int, customers: Sequence[int], *, stamp: Stamp) -> Iterator[Row]:
    """Yield messages that wait in the bulk lane, many for each of these customers."""
    for place in range(count):
        c = customers[place % len(customers)]
        number, at = row_id(_NOW - 300 + place % 200, place), stamp(_NOW - 300)
        payload = f'{{"chat_id": {address_of(c)}, "text": "News"}}'
        yield (
            number, number, "bulk", address_of(c), "sendMessage", payload, "queued", "park", 0, False, None, None, None, c,
            None, None, False, None, None, None, at, None, None, None, None,
        )  # fmt: skip
