"""The mouth: every answer of Telegram, and every silence, is a value."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.delivery.mouth import Mouth
from crm.outcomes import Blocked, Migrated, NotReached, Outcome, Refused, Sent, TopicGone, TryLater, Unknown
from tests.journeys.stage import Stage

SEND = {"chat_id": 1001, "text": "hello"}


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    stage = Stage(Path(tmp_path_factory.mktemp("stage")))
    stage.http.post("/playground/api/start", json={"from": 1001}).raise_for_status()
    yield stage
    stage.end()


@pytest.fixture
async def mouth(stage: Stage) -> AsyncIterator[Mouth]:
    mouth = Mouth(token=stage.token, api=stage.address, connections=4)
    await mouth.open()
    yield mouth
    await mouth.close()
    stage.http.request("DELETE", "/playground/api/faults")


async def fault(stage: Stage, mouth: Mouth, **fault: Any) -> Outcome:
    """Return what becomes of a message that meets a fault."""
    stage.http.post("/playground/api/faults", json={"method": "sendMessage", "times": 1, "fault": fault}).raise_for_status()
    return await mouth.call("sendMessage", SEND)


async def test_a_message_that_arrives_has_an_id(mouth: Mouth) -> None:
    outcome = await mouth.call("sendMessage", SEND)
    assert isinstance(outcome, Sent)
    assert outcome.message_id == outcome.result["message_id"]


async def test_an_album_that_arrives_has_the_id_of_its_first_part(stage: Stage, mouth: Mouth) -> None:
    items = [{"kind": "photo"}, {"kind": "photo"}]
    album = stage.http.post("/playground/api/albums", json={"from": 1001, "chat_id": 1001, "items": items}).json()
    message_ids = [each["message_id"] for each in album]
    outcome = await mouth.call("copyMessages", {"chat_id": 1001, "from_chat_id": 1001, "message_ids": message_ids})
    assert isinstance(outcome, Sent)
    assert [each["message_id"] for each in outcome.result] == [outcome.message_id, (outcome.message_id or 0) + 1]


async def test_a_call_that_makes_no_message_has_none(mouth: Mouth) -> None:
    assert await mouth.call("sendChatAction", {"chat_id": 1001, "action": "typing"}) == Sent(message_id=None, result=True)


@pytest.mark.parametrize(
    ("description", "code", "kind"),
    [
        ("Forbidden: bot was blocked by the user", 403, Blocked),
        ("Forbidden: user is deactivated", 403, Blocked),
        ("Bad Request: chat not found", 400, Blocked),
        ("Bad Request: message thread not found", 400, TopicGone),
        ("Bad Request: TOPIC_DELETED", 400, TopicGone),
        ("Bad Request: TOPIC_ID_INVALID", 400, TopicGone),
        ("Bad Request: message is too long", 400, Refused),
        ("Conflict: terminated by other getUpdates request", 409, NotReached),
    ],
)
async def test_what_telegram_says_becomes_a_value(stage: Stage, mouth: Mouth, description: str, code: int, kind: type[Outcome]) -> None:
    assert isinstance(await fault(stage, mouth, kind="error", error_code=code, description=description), kind)


async def test_telegram_asks_for_patience(stage: Stage, mouth: Mouth) -> None:
    outcome = await fault(stage, mouth, kind="status", status=429, retry_after=7)
    assert isinstance(outcome, TryLater)
    assert outcome.wait.total_seconds() == 7


async def test_a_group_has_moved(stage: Stage, mouth: Mouth) -> None:
    moved = {"migrate_to_chat_id": -100123}
    description = "Bad Request: group chat was upgraded to a supergroup chat"
    assert await fault(stage, mouth, kind="error", error_code=400, description=description, parameters=moved) == Migrated(-100123)


@pytest.mark.parametrize(
    ("silence", "is_answered"),
    [
        ({"kind": "status", "status": 500}, True),
        ({"kind": "status", "status": 502, "body": "<html>Bad Gateway</html>"}, True),
        ({"kind": "status", "status": 200, "body": "<html>Welcome</html>"}, False),
        ({"kind": "reset"}, False),
        ({"kind": "timeout_after", "seconds": 0.1}, False),
    ],
)
async def test_after_a_silence_nobody_knows(stage: Stage, mouth: Mouth, silence: dict[str, Any], is_answered: bool) -> None:
    outcome = await fault(stage, mouth, **silence)
    assert isinstance(outcome, Unknown)
    assert outcome.is_answered is is_answered


async def test_what_never_left_can_be_sent_again() -> None:
    mouth = Mouth(token="123456:TESTTESTTESTTEST", api="http://127.0.0.1:9", connections=1)
    assert isinstance(await mouth.call("sendMessage", SEND), NotReached)
    await mouth.open()
    outcome = await mouth.call("sendMessage", SEND)
    await mouth.close()
    assert isinstance(outcome, NotReached)
    assert not outcome.token_refused


async def test_a_token_that_telegram_does_not_know(stage: Stage) -> None:
    mouth = Mouth(token="999:WRONGWRONGWRONG", api=stage.address, connections=1)
    await mouth.open()
    outcome = await mouth.call("getMe", {})
    await mouth.close()
    assert outcome == NotReached("Telegram does not know this bot token", token_refused=True)


def test_the_stage_is_a_real_server(stage: Stage) -> None:
    assert httpx.get(f"{stage.address}/bot{stage.token}/getMe").json()["ok"] is True


async def test_a_drawing_is_made_and_goes_along_with_its_words_and_buttons(stage: Stage, mouth: Mouth) -> None:
    keyboard = {"inline_keyboard": [[{"text": "Rewards", "callback_data": "loy:rewards"}]]}
    outcome = await mouth.call(
        "sendPhoto",
        {
            "chat_id": 1001,
            "photo": "drawing:tiers:620:0,500,2000",
            "caption": "您在<b>这里</b>",
            "parse_mode": "HTML",
            "reply_markup": keyboard,
        },
    )
    assert isinstance(outcome, Sent)
    message = outcome.result
    assert (message["caption"], message["caption_entities"][0]["type"]) == ("您在这里", "bold")
    assert message["reply_markup"] == keyboard
    found = await mouth.call("getFile", {"file_id": message["photo"][-1]["file_id"]})
    assert isinstance(found, Sent)
    picture = stage.http.get(f"/file/bot{stage.token}/{found.result['file_path']}").content
    assert picture.startswith(b"\x89PNG")


async def test_a_drawing_that_telegram_refuses_is_refused_like_a_text(stage: Stage, mouth: Mouth) -> None:
    outcome = await mouth.call("sendPhoto", {"chat_id": 1001, "photo": "drawing:tiers:5:9,3"})
    assert isinstance(outcome, Refused)
