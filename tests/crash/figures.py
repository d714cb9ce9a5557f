"""Figures: a plan is undergone, and its accounts become figures that can be shown."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

from storage.vocabulary import Direction, InteractionKind, Lane, OutboxState
from tests.crash.accounts import SAYS, Accounts, sign_of
from tests.crash.gate import Gate
from tests.crash.ordeal import Ordeal, Plan
from tests.crash.victim import Victim


def make_up(plan: Plan, directory: Path, url: str, *, is_webhook: bool, say: Callable[[str], None] = lambda _: None) -> Accounts:
    """Let a town undergo a plan, and make up the accounts; everything is ended then."""
    gate = Gate() if is_webhook else None
    victim = Victim(directory, url, webhook=gate.address if gate else None)
    try:
        if gate is not None:
            gate.program_port = victim.port
        ordeal = Ordeal(victim, plan, gate=gate, say=say)
        ordeal.run()
        return Accounts(ordeal)
    finally:
        victim.end()
        if gate is not None:
            gate.close()


def figures(accounts: Accounts) -> dict[str, object]:
    """The figures of the ordeal, each with its name, in the order in which they are shown."""
    ordeal, kills, books = accounts.ordeal, accounts.ordeal.kills, accounts.books
    bulk = [row for row in books.messages if row.lane is Lane.BULK]
    replies = [row for row in books.messages if row.lane is Lane.REPLY and row.method in SAYS]
    of_customers = sum(count for (_, chat, _), count in accounts.repeats.items() if chat is not None and chat > 0)
    asked = Counter("greetings" if row.kind is InteractionKind.GREETING else "reminders" for row in books.interactions if row.kind in (InteractionKind.GREETING, InteractionKind.REMINDER))  # fmt: skip
    return {
        "seconds": round(ordeal.seconds),
        "seconds of the first start": round(ordeal.start_seconds, 1),
        "customers": len(accounts.people),
        "kills": kills.kills,
        "kills by moment": ", ".join(f"{name} {count}" for name, count in sorted(kills.moments.items())),
        "moments missed": kills.missed.total(),
        "starts": accounts.victim.starts,
        "messages of customers": sum(len(person.words) for person in accounts.people),
        "edits": sum(len(person.edits) for person in accounts.people),
        "presses": sum(len(person.presses) for person in accounts.people),
        "messages, edits and presses lost": accounts.lost.total(),
        "messages, edits and presses kept twice": accounts.kept_twice.total(),
        "replies lost": (accounts.owed - accounts.arrived).total(),
        "interactions in": sum(row.direction is Direction.IN for row in books.interactions),
        "tickets": len(books.tickets),
        "answers of staff": sum(len(person.answers) for person in accounts.people),
        "replies to customers": len(replies),
        "calls to Telegram": len(accounts.calls),
        "unconfirmed but committed at a kill": kills.unconfirmed,
        "in flight at the kills, to be repeated": len(kills.to_repeat),
        "repeats at customers": of_customers,
        "repeats at staff": accounts.repeats.total() - of_customers + accounts.topics_repeated,
        "greetings": asked["greetings"],
        "reminders": asked["reminders"],
        "in flight at the kills, to be parked": len(kills.to_park),
        "parked": sum(row.state is OutboxState.PARKED for row in bulk),
        "parked, arrived": sum(row.state is OutboxState.PARKED and accounts.arrived[sign_of(row)] > 0 for row in bulk),
        "scores (taps)": f"{len(books.responses)} ({sum(person.taps for person in accounts.people)})",
        "points entries": len(books.points),
        "longest wait at work again, s": round(ordeal.oldest_waited, 1),
    }
