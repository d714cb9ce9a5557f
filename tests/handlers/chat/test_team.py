"""The team in the chat: who is here, who has what, and how each did lately."""

from dataclasses import replace
from datetime import timedelta

import pytest

from storage.staff import StaffMember
from storage.surveys import Survey, SurveyResponse
from storage.vocabulary import Language, SurveyKind
from tests.desk import STAFF_GROUP, Desk
from tests.handlers.chat.customer_side import Talker
from tests.handlers.chat.staff_side import ticket_of
from tests.team_side import ANNA, BEA, SUE, colleague, says_on, team_of

BOTH = pytest.mark.parametrize("language", list(Language))


@BOTH
async def test_each_is_shown_with_presence_load_and_figures(desk_on_both: Desk, language: Language) -> None:
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
    sue, phrases = Talker(desk, SUE, language), desk.phrasebook.speaking(language)
    await sue.says("/team")
    blocks = (await sue.hears_one()).split("\n\n")
    assert blocks[0] == sue.words("team-title", days=30)

    def heading(presence: str, name: str, until: str = "–") -> str:
        return sue.words("team-member", presence=presence, name=name, until=until)

    idle = [sue.words("team-open-none"), sue.words("team-figures", response="–", resolution="–")]
    response_time, resolution_time = phrases.span(timedelta(minutes=20)), phrases.span(timedelta(hours=1))
    assert {block.splitlines()[0]: block.splitlines()[1:] for block in blocks[1:]} == {
        heading("here", "Olivia"): idle,
        heading("here", "Person2001"): [
            sue.words("team-open", count=1, oldest=phrases.span(timedelta(hours=1))),
            sue.words("team-figures", response=response_time, resolution=resolution_time),
            sue.words("team-csat", percent="100", answers=1),
        ],
        heading("until", "Person2002", phrases.moment(desk.at + timedelta(hours=2), "Asia/Shanghai")): idle,
        heading("away", "Person3002"): idle,
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


@BOTH
@pytest.mark.parametrize("command", ["/team", "/review", "/reviews"])
async def test_figures_of_people_are_for_supervisors_in_private(desk: Desk, command: str, language: Language) -> None:
    desk = await team_of(desk)
    desk = desk.of(replace(desk.business, staff_language=language))
    await desk.says_in_group(SUE, command)
    in_private = "team-in-private" if command == "/team" else "review-in-private"
    assert await desk.last_said_to(STAFF_GROUP) == desk.phrase(in_private, language)
    await desk.says_in_group(ANNA, command)
    assert await desk.last_said_to(STAFF_GROUP) == desk.phrase("refusal-not-allowed", language, role="supervisor")
    anna = Talker(desk, ANNA, language)
    await anna.says(command)
    assert await anna.hears_one() == anna.words("refusal-not-allowed", role="supervisor")
