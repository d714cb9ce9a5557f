"""Teams: what goes to which by itself, and whom tickets can be given to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.rules.teams import MAIN, Route, serves, team_for
from storage.vocabulary import Language, TicketKind

PARCELS = Route("parcels", categories=frozenset({"delivery", "order"}))
CHINESE_COMPLAINTS = Route("complaints", kinds=frozenset({TicketKind.COMPLAINT}), languages=frozenset({Language.CHINESE}))
BY_HAND = Route("experts")
ROUTES = (BY_HAND, CHINESE_COMPLAINTS, PARCELS)


@pytest.mark.parametrize(
    ("kind", "category", "language", "team"),
    [
        (TicketKind.INQUIRY, "delivery", Language.ENGLISH, "parcels"),
        (TicketKind.COMPLAINT, "delivery", Language.ENGLISH, "parcels"),
        (TicketKind.COMPLAINT, "delivery", Language.CHINESE, "complaints"),
        (TicketKind.COMPLAINT, "quality", Language.CHINESE, "complaints"),
        (TicketKind.INQUIRY, "product", Language.CHINESE, None),
    ],
)
def test_the_first_team_that_fits_gets_a_ticket(kind: TicketKind, category: str, language: Language, team: str | None) -> None:
    assert team_for(ROUTES, kind=kind, category=category, language=language) == team


@given(st.sampled_from(TicketKind), st.text(max_size=8), st.sampled_from(Language))
def test_a_team_that_names_nothing_gets_nothing_by_itself(kind: TicketKind, category: str, language: Language) -> None:
    assert team_for([BY_HAND], kind=kind, category=category, language=language) is None


@pytest.mark.parametrize(
    ("teams", "team", "is_served"),
    [
        ((), "parcels", True),
        ((), None, True),
        (("parcels",), "parcels", True),
        (("parcels",), None, False),
        (("parcels", MAIN), None, True),
        ((MAIN,), "parcels", False),
    ],
)
def test_who_is_in_no_team_serves_all_and_others_their_own(teams: tuple[str, ...], team: str | None, is_served: bool) -> None:
    assert serves(frozenset(teams), team) is is_served
