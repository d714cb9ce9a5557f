"""Teams: which one a ticket belongs to, and whom of the staff it can be given to."""

from collections.abc import Iterable
from dataclasses import dataclass

from storage.vocabulary import Language, TicketKind

# How the main desk is called where a team could be named.
MAIN = "main"


@dataclass(frozen=True)
class Route:
    """What goes to a team by itself: an empty set fits all, but a route without any fits nothing."""

    key: str
    kinds: frozenset[TicketKind] = frozenset()
    categories: frozenset[str] = frozenset()
    languages: frozenset[Language] = frozenset()

    def fits(self, *, kind: TicketKind, category: str, language: Language) -> bool:
        """Whether a ticket is meant."""
        asked: tuple[tuple[frozenset[str], str], ...] = (
            (frozenset(self.kinds), kind),
            (self.categories, category),
            (frozenset(self.languages), language),
        )
        return any(meant for meant, _ in asked) and all(not meant or word in meant for meant, word in asked)


def team_for(routes: Iterable[Route], *, kind: TicketKind, category: str, language: Language) -> str | None:
    """The key of the first team whose route fits; None for the main desk."""
    return next((route.key for route in routes if route.fits(kind=kind, category=category, language=language)), None)


def serves(teams: frozenset[str], team: str | None) -> bool:
    """Whether somebody who is in these teams serves a team (None: the main desk). Who is in none serves all."""
    return not teams or (team or MAIN) in teams
