"""The team in the chat: who is here, who has what, and how each did lately."""

import pytest

from storage.staff import StaffMember
from storage.surveys import Survey, SurveyResponse
from storage.vocabulary import SurveyKind
from tests.desk import STAFF_GROUP, Desk
from tests.handlers.chat.customer_side import Talker
from tests.handlers.chat.staff_side import ticket_of
from tests.team_side import ANNA, BEA, SUE, colleague, says_on, team_of


async def test_each_is_shown_with_presence_load_and_figures(desk_on_both: Desk) -> None:
    desk = await team_of(desk_on_both, BEA)
    done, open_one = await ticket_of(desk, 1001), await ticket_of(desk, 1002)
    desk.later(minutes=20)
    await says_on(desk, done, ANNA, "Good morning")
    await says_on(desk, open_one, ANNA, "/claim")
    desk.later(minutes=40)
    await says_on(desk, done, ANNA, "/close")
    survey = (await desk.rows(Survey))[0]
    response = SurveyResponse(
        survey_id=survey.id, ticket_id=done.id, customer_id=done.customer_id, kind=SurveyKind.CSAT, score=5, at=desk.at
    )
    await desk.keep(response)
    await desk.says(BEA, "/away 2h")
    await desk.says_in_group(SUE, "/away")
    sue = Talker(desk, SUE)
    await sue.says("/team")
    blocks = (await sue.hears_one()).split("\n\n")
    assert blocks[0] == desk.phrase("team-title", days=30)
    assert {block.splitlines()[0]: block.splitlines()[1:] for block in blocks[1:]} == {
        desk.phrase("team-member", presence="here", name="Olivia", until="–"): ["Open: none", "First response: – · resolution: –"],
        desk.phrase("team-member", presence="here", name="Person2001", until="–"): [
            "Open: <b>1</b> · oldest: 1 h",
            "First response: 20 min · resolution: 1 h",
            "Satisfaction: 100 % of 1",
        ],
        desk.phrase("team-member", presence="until", name="Person2002", until="Wed 4 Mar, 13:00"): [
            "Open: none",
            "First response: – · resolution: –",
        ],
        desk.phrase("team-member", presence="away", name="Person3002", until="–"): ["Open: none", "First response: – · resolution: –"],
    }


async def test_a_large_team_takes_several_messages(desk: Desk) -> None:
    desk = await team_of(desk)
    await desk.keep(*(colleague(9000 + number, desk.at) for number in range(60)))
    sue = Talker(desk, SUE)
    await sue.says("/team")
    posts = await sue.hears()
    assert len(posts) > 1
    assert max(map(len, posts)) <= 4096
    assert sum(post.count("Open: ") for post in posts) == len(await desk.rows(StaffMember))


@pytest.mark.parametrize("command", ["/team", "/review", "/reviews"])
async def test_figures_of_people_are_for_supervisors_in_private(desk: Desk, command: str) -> None:
    desk = await team_of(desk)
    await desk.says_in_group(SUE, command)
    assert await desk.last_said_to(STAFF_GROUP) == desk.phrase("team-in-private" if command == "/team" else "review-in-private")
    await desk.says_in_group(ANNA, command)
    assert await desk.last_said_to(STAFF_GROUP) == desk.phrase("refusal-not-allowed", role="supervisor")
    await desk.says(ANNA, command)
    assert await desk.last_said_to(ANNA) == desk.phrase("refusal-not-allowed", role="supervisor")
