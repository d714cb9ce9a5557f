"""Assignment: nobody gets a ticket who is away or has enough, and turns are fair."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.rules.assignment import AssignmentMode, Candidate, chosen
from storage.vocabulary import Language

NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
ENGLISH, CHINESE = Language.ENGLISH, Language.CHINESE
ON = (AssignmentMode.ROUND_ROBIN, AssignmentMode.LEAST_LOADED)
_languages = st.frozensets(st.sampled_from(Language))
_candidates = st.lists(
    st.builds(
        Candidate,
        id=st.integers(1, 50),
        is_present=st.booleans(),
        open_count=st.integers(0, 6),
        given_at=st.none() | st.datetimes(datetime(2026, 1, 1), datetime(2026, 3, 1), timezones=st.just(UTC)),
        languages=_languages,
    ),
    max_size=8,
    unique_by=lambda each: each.id,
)


def somebody(
    number: int, *, present: bool = True, has: int = 0, given_at: datetime | None = None, speaks: tuple[Language, ...] = ()
) -> Candidate:
    """Return somebody who may get a ticket."""
    return Candidate(id=number, is_present=present, open_count=has, given_at=given_at, languages=frozenset(speaks))


def test_in_turn_it_is_the_one_who_waited_longest_and_first_who_never_got_any() -> None:
    one, two = somebody(1, given_at=NOON), somebody(2, given_at=NOON - timedelta(hours=1), has=5)
    assert chosen([one, two], mode=AssignmentMode.ROUND_ROBIN, most_open=9, language=ENGLISH) == 2
    assert chosen([one, two, somebody(3)], mode=AssignmentMode.ROUND_ROBIN, most_open=9, language=ENGLISH) == 3


def test_by_load_it_is_the_one_with_the_fewest_and_among_these_who_waited_longest() -> None:
    one, two, three = somebody(1, has=2), somebody(2, has=1, given_at=NOON), somebody(3, has=1)
    assert chosen([one, two], mode=AssignmentMode.LEAST_LOADED, most_open=9, language=ENGLISH) == 2
    assert chosen([one, two, three], mode=AssignmentMode.LEAST_LOADED, most_open=9, language=ENGLISH) == 3


@pytest.mark.parametrize(
    ("preferred", "expected"),
    [
        (somebody(7, has=3, speaks=(CHINESE,)), 7),
        (somebody(7, present=False), 1),
        (somebody(7, has=4), 1),
    ],
)
def test_who_helped_before_comes_first_when_here_and_not_full(preferred: Candidate, expected: int) -> None:
    found = chosen([somebody(1), preferred], mode=AssignmentMode.LEAST_LOADED, most_open=4, language=ENGLISH, preferred=7)
    assert found == expected


def test_a_language_that_nobody_here_speaks_is_left_to_people() -> None:
    one, two = somebody(1, speaks=(ENGLISH,)), somebody(2, has=3, speaks=(ENGLISH, CHINESE))
    assert chosen([one, two], mode=AssignmentMode.LEAST_LOADED, most_open=9, language=CHINESE) == 2
    assert chosen([one], mode=AssignmentMode.LEAST_LOADED, most_open=9, language=CHINESE) is None


@given(
    _candidates,
    st.sampled_from(AssignmentMode),
    st.integers(1, 6),
    st.sampled_from(Language),
    st.integers(1, 50),
    st.sets(st.integers(1, 50)),
)
def test_whoever_is_chosen_is_here_has_room_and_was_not_ruled_out(
    candidates: list[Candidate], mode: AssignmentMode, most_open: int, language: Language, preferred: int, besides: set[int]
) -> None:
    number = chosen(candidates, mode=mode, most_open=most_open, language=language, preferred=preferred, besides=besides)
    able = {each.id: each for each in candidates if each.is_present and each.open_count < most_open and each.id not in besides}
    if number is None:
        speaking = [each for each in able.values() if not each.languages or language in each.languages]
        assert mode is AssignmentMode.OFF or not speaking
    else:
        assert number in able
        assert number == preferred or not able[number].languages or language in able[number].languages


@given(st.sampled_from(ON), st.integers(1, 6), st.integers(1, 8), st.integers(0, 60))
def test_the_cap_is_never_passed_and_turns_are_fair(mode: AssignmentMode, people: int, most_open: int, tickets: int) -> None:
    team = {number: somebody(number) for number in range(1, people + 1)}
    got: Counter[int] = Counter()
    for turn in range(tickets):
        number = chosen(list(team.values()), mode=mode, most_open=most_open, language=ENGLISH)
        if number is None:
            assert all(each.open_count == most_open for each in team.values())
            continue
        got[number] += 1
        team[number] = replace(team[number], open_count=team[number].open_count + 1, given_at=NOON + timedelta(minutes=turn))
    assert sum(got.values()) == min(tickets, people * most_open)
    assert all(count <= most_open for count in got.values())
    assert max((got[number] for number in team), default=0) - min((got[number] for number in team), default=0) <= 1
